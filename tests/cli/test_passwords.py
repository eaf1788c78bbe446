"""The vault's password, asked for and refused, by the real command on a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest

from tests.cli.conftest import Command
from tests.secrets_of_tests import TOKEN

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

PASSWORD = "Tajne-Hasło-2026"
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


@dataclass
class Seat:
    """Somebody at a terminal, and the command that runs there."""

    process: subprocess.Popen[bytes]
    terminal: int
    shown: str = ""

    def until(self, text: str, seconds: float = 30) -> None:
        """Read the screen until the text is there."""
        end = time.monotonic() + seconds
        while text not in self.shown and time.monotonic() < end and self.read():
            pass
        assert text in self.shown, self.shown

    def read(self) -> bool:
        """Read what there is; False at the end."""
        with suppress(OSError):  # Linux's way to say that nobody writes any more
            if chunk := os.read(self.terminal, 4096):
                self.shown += chunk.decode(errors="replace")
                return True
        return False

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self.read():
            pass
        return self.process.wait(30)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)


@contextmanager
def seated(ap_token: Command, *words: str) -> Iterator[Seat]:
    """Run a command with a terminal of its own, which is its controlling one, as a person's is."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        ap_token.line(*words),
        cwd=ap_token.folder,
        env=ap_token.environment(
            AP_VAULT_PASSWORD=None, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring"
        ),
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  nothing else makes it so
    )
    os.close(side)
    try:
        yield Seat(process, main)
    finally:
        process.kill()
        process.wait()
        os.close(main)


@pytest.fixture
def vault(ap_token: Command) -> str:
    """A file that is no database: the password is asked for before anybody finds out."""
    (ap_token.folder / "firma.kdbx").write_bytes(b"not a database" * 100)
    return "firma.kdbx"


@on_a_terminal
def test_the_password_is_asked_for_without_an_echo(ap_token: Command, vault: str) -> None:
    """What is typed is not on the screen; afterwards the terminal shows again what is typed."""
    with seated(ap_token, "recover", "--vault", vault) as seat:
        seat.until("firma.kdbx:")
        assert not seat.echoes
        seat.type(f"{PASSWORD}\n")
        assert seat.end() == 7
        assert seat.echoes
    assert "nie jest bazą" in seat.shown
    assert PASSWORD not in seat.shown
    assert "Hasło-2026" not in seat.shown


@on_a_terminal
@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 2)], ids=["Ctrl-C", "Ctrl-D"])
def test_the_question_can_be_left(ap_token: Command, vault: str, key: str, code: int) -> None:
    """At once; the terminal is as it was."""
    with seated(ap_token, "recover", "--vault", vault) as seat:
        seat.until("firma.kdbx:")
        seat.type(key)
        assert seat.end() == code
        assert seat.echoes
    assert "Traceback" not in seat.shown


TYPED = [
    ("generate", "--vault-password", PASSWORD),
    ("generate", f"--vault-password={PASSWORD}"),
    ("generate", f"--vault-password{PASSWORD}"),
    ("generate", "--vault", "x.kdbx", PASSWORD),
    ("generate", f"-p{PASSWORD}"),
    ("generate", "--password", PASSWORD),
    (PASSWORD,),
    ("generate", "--timeout", PASSWORD),
    ("generate", TOKEN),
    (TOKEN,),
    ("replica", "--port", PASSWORD),
]


@pytest.mark.parametrize("words", TYPED, ids=[" ".join(words)[:40] for words in TYPED])
@pytest.mark.parametrize("as_json", [False, True])
def test_what_was_typed_in_the_wrong_place_is_not_repeated(
    ap_token: Command, words: tuple[str, ...], as_json: bool
) -> None:
    """Passwords are never taken from the command line, and no message quotes them."""
    ended = ap_token(*(("--json",) if as_json else ()), *words)
    assert ended.code == 2
    for secret in (PASSWORD, "Hasło", TOKEN[-64:-32]):
        assert secret not in ended.out + ended.err
    if "assword" in words[1 if len(words) > 1 else 0]:
        assert "Hasła nie podaje się w wierszu poleceń" in ended.err
    if as_json:
        assert ended.json["error"]["code"] == "wrong-option"


def test_a_secret_in_a_setting_is_masked_wherever_it_comes_out(ap_token: Command, vault: str) -> None:
    """A token pasted as a path: in the message, in the JSON, in the log."""
    ended = ap_token("--json", "recover", "--vault", f"/{TOKEN}/{vault}", AP_LOG_LEVEL="DEBUG")
    assert ended.code == 7
    assert "••••••••" in ended.json["error"]["message"]
    assert TOKEN[-64:-32] not in ended.out + ended.err


def test_the_known_password_is_masked_wherever_it_comes_out(ap_token: Command) -> None:
    """Known from the environment, used as a folder's name by mistake."""
    ended = ap_token("--json", "recover", "--vault", f"{PASSWORD}/x.kdbx", AP_VAULT_PASSWORD=PASSWORD)
    assert ended.code == 7
    assert "••••••••" in ended.json["error"]["message"]
    assert "Hasło-2026" not in ended.out + ended.err
