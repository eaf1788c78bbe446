"""The real command with leaks in it, for the search to find.

    python leaky.py PLANTS --json generate ...

`PLANTS`: names of the functions below, separated by commas. Each makes the program leak in one place, past whatever
the product has against it: straight into the file, the stream, the process.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def _when_shown(leak: Any) -> None:
    """Call `leak` with the run, AP and the token, when the token is about to be stored."""
    from flows import generate  # noqa: PLC0415  whatever has to be set before it is loaded is set first

    original = generate.copy_token

    def copy_token(run: Any, keeping: Any, issued: Any) -> Any:
        copied = original(run, keeping, issued)
        leak(run, issued._ap, copied.value.reveal())
        return copied

    vars(generate)["copy_token"] = copy_token


def _folder() -> Path:
    """The run's folder."""
    recordings = Path(sys.argv[sys.argv.index("--recordings") + 1])
    (found,) = recordings.iterdir()
    return found


def journal() -> None:
    """A line too many in a file of the run."""

    def leak(_run: Any, _ap: Any, token: str) -> None:
        with (_folder() / "journal.jsonl").open("ab") as file:
            file.write(
                b'{"event": "copied", "value": "' + base64.b64encode(b"token " + token.encode()) + b'"}\n'
            )

    _when_shown(leak)


def streams() -> None:
    """Printed, in colours, wrapped."""

    def leak(_run: Any, _ap: Any, token: str) -> None:
        secret = token.rpartition("|")[2]
        os.write(1, f"│ {secret[:30]} │\n│ {secret[30:]} │\n".encode())
        os.write(2, f"\x1b[2m{secret.upper()}\x1b[0m\n".encode())

    _when_shown(leak)


def trace() -> None:
    """A trace with pictures behind the curtain, left as Playwright writes it."""
    from automation.evidence import tracing  # noqa: PLC0415

    def curtain(tracer: Any, *, is_open: bool) -> None:
        if is_open:
            tracer._context.tracing.start(screenshots=True, snapshots=True)
            tracer._running = True

    # The run itself asks whether every recording has ended, and would order nothing.
    for name, leak in (("_start", lambda _tracer: None), ("curtain", curtain), ("is_recording", False)):
        setattr(tracing.Tracer, name, leak)
    _when_shown(lambda _run, ap, _token: ap.page.wait_for_timeout(1000))  # for a frame with the token on it
    vars(tracing)["clean_trace"] = lambda raw, **_: raw.read_bytes()


def child() -> None:
    """A program that gets the token as an argument, and one that inherits it."""

    def leak(_run: Any, _ap: Any, token: str) -> None:
        program = [sys.executable, "-c", "import time; time.sleep(0.3)"]
        subprocess.run([*program, token], check=True)
        subprocess.run(program, env={**os.environ, "TOKEN": token}, check=True)

    _when_shown(leak)


def temporary() -> None:
    """A file that is there for a moment."""

    def leak(_run: Any, _ap: Any, token: str) -> None:
        with tempfile.NamedTemporaryFile() as file:
            file.write(token.encode())
            file.flush()
            time.sleep(0.2)

    _when_shown(leak)


def wiping() -> None:
    """The password stays where the process was given it."""
    from automation import hardening  # noqa: PLC0415

    vars(hardening)["_wipe_initial_environment"] = lambda _names: None


def sweeping() -> None:
    """The folder of browser and driver stays, with something in it."""
    from automation.browser import profiles  # noqa: PLC0415

    def leak(_run: Any, _ap: Any, token: str) -> None:
        for lock in Path(tempfile.gettempdir()).glob("ap-token-*/*/.lock"):
            lock.with_name("Last Session").write_bytes(token.encode("utf-16-le"))

    _when_shown(leak)
    vars(profiles)["_remove"] = lambda _folder: None


def tell() -> None:
    """No leak, but the token told to the test, where the replica is the command's own."""
    _when_shown(lambda _run, _ap, token: Path(os.environ["LEAKY_TELLS"]).write_text(token, encoding="utf-8"))


def step_picture() -> None:
    """A step's picture is one of the page with the token on it: whatever is made of pictures has it too."""

    def leak(_run: Any, ap: Any, _token: str) -> None:
        taken = sorted(_folder().glob("[0-9]*-krok-*.png"))
        ap.page.screenshot(path=taken[-1])

    _when_shown(leak)


def snapshot() -> None:
    """A snapshot of the page with the token in it."""

    def leak(_run: Any, ap: Any, _token: str) -> None:
        taken = sorted(_folder().glob("[0-9]*-krok-*.yaml"))
        taken[-1].write_text(ap.page.locator("body").aria_snapshot(), encoding="utf-8")

    _when_shown(leak)


def bug() -> None:
    """No leak, but an error of Python's own, with the token in its message."""

    def leak(_run: Any, _ap: Any, token: str) -> None:
        message = f"unexpected token {token}"
        raise ZeroDivisionError(message)

    _when_shown(leak)


PLANTS = {
    plant.__name__: plant
    for plant in (
        journal,
        streams,
        step_picture,
        snapshot,
        trace,
        child,
        temporary,
        wiping,
        sweeping,
        bug,
        tell,
    )
}


def main() -> None:
    """Plant, then be the command."""
    names = sys.argv.pop(1)
    from automation.cli import main as command  # noqa: PLC0415  as the real program begins

    for name in names.split(","):
        PLANTS[name]()
    command(sys.argv[1:])


if __name__ == "__main__":
    main()
