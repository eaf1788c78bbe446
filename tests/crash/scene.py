"""Where a run is killed: its folders, its database, the AP it calls, the command in a process of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

import psutil

from automation.replica.audit import Audit
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from tests.crash.disk_image import Before, worst_case
from tests.vault.databases import kdbx4
from tests.vault.judge import PASSWORD, KeePassXc

NIP = "1234563218"
NAME = "iCargo wystawianie i przeglądanie faktur"
GROUP = f"KSeF/Lokalne/{NIP}"
OLD_TOKEN = "stary token"
LAUNCHER = Path(__file__).with_name("launcher.py")
RUN_TAKES_AT_MOST = 90.0
"""Seconds; six are usual, but a machine under load has its moments."""

Stop = str
"""The key of a boundary (see `launcher`)."""


@dataclass(frozen=True)
class Situation:
    """What AP and the database are like."""

    name: str
    scenario: dict[str, Any] = field(default_factory=dict)
    replace: bool = False
    old_format: bool = False


SITUATIONS = {
    situation.name: situation
    for situation in (
        Situation("escrow"),
        Situation("no-escrow", {"escrow": False}),
        Situation("direct", {"direct": True}),
        Situation("direct-no-escrow", {"direct": True, "escrow": False}),
        Situation("replace", replace=True),
        Situation("old-format", old_format=True),
    )
}


@cache
def _database(*, replace: bool, old_format: bool) -> bytes:
    """A database that is in use: other entries, other tokens in our own group; a key that costs next to nothing."""
    judge = KeePassXc()
    with tempfile.TemporaryDirectory(prefix="ap-crash-") as folder:
        path = Path(folder, "firma.kdbx")
        judge.create(path) if old_format else kdbx4(path, lived_in=True)
        for depth in range(3):
            judge.run("mkdir", path, "/".join(GROUP.split("/")[: depth + 1]))
        for title in ("Inny token", *([NAME] if replace else [])):
            notes = (
                "" if replace and title == NAME else os.urandom(5000).hex()
            )  # more than a page of a file system
            judge.run("add", "-p", "--notes", notes, path, f"{GROUP}/{title}", answers=(OLD_TOKEN, OLD_TOKEN))
        return path.read_bytes()


@dataclass(frozen=True)
class Ended:
    """What a call left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        result: dict[str, Any] = json.loads(self.out)
        return result


class Running:
    """The command at work, in a session of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.began = time.monotonic()
        self.orphans: list[str] = []
        """Programs that were still there ten seconds after the command alone had been killed."""

    def wait_until_stopped(self) -> bool:
        """Wait for the next boundary that was asked for; False when the command has ended instead."""
        return self._wait(lambda: False)

    def wait_until(self, condition: Callable[[], object]) -> bool:
        """Wait for something that the test sees itself; False when the command has ended instead."""
        return self._wait(condition)

    def go_on(self) -> None:
        """Let a stopped command run."""
        self.process.send_signal(signal.SIGCONT)

    def finish(self) -> Ended:
        """Wait for the command's own end."""
        out, err = self.process.communicate(timeout=RUN_TAKES_AT_MOST)
        return Ended(self.process.returncode, out, err)

    def kill(self, *, alone: bool) -> None:
        """SIGKILL: the command alone, whose driver and browser see it die, or everything below it at once."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGSTOP)  # nothing happens while the others are looked for
        below = self._below()
        self.process.kill()
        if not alone:
            for process in below:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        with suppress(subprocess.TimeoutExpired):
            self.process.communicate(timeout=10)
        left = [process for process in psutil.wait_procs(below, timeout=10)[1] if _lives(process)]
        for process in left:
            with suppress(psutil.NoSuchProcess):
                self.orphans.append(process.name())
                process.kill()

    def _below(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _wait(self, condition: Callable[[], object]) -> bool:
        deadline = time.monotonic() + RUN_TAKES_AT_MOST
        while time.monotonic() < deadline:
            # WNOWAIT: the end stays there for `Popen` to see.
            options = os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
            seen = os.waitid(os.P_PID, self.process.pid, options)
            if seen is not None and seen.si_code in {os.CLD_EXITED, os.CLD_KILLED, os.CLD_DUMPED}:
                return False
            if seen is not None and seen.si_code == os.CLD_STOPPED:
                os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG)  # taken, so the next is new
                return True
            if condition():
                return True
            time.sleep(0.002)
        self.kill(alone=False)
        raise TimeoutError("the command neither ended nor came to where it was waited for")


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)  # in a container nobody may collect orphans
    return False


class Scene:
    """One database, one AP, and what runs leave behind; nothing of it is shared with another test."""

    def __init__(
        self,
        situation: Situation,
        *,
        vault_dir: Path | None = None,
        keep_session: bool = True,
        **scenario: object,
    ) -> None:
        """Args:
        situation: what AP and the database are like.
        vault_dir: where the database is to be, if not beside all else.
        keep_session: whether AP's session goes into the database, which is one write more, before the others.
        scenario: more values of AP's scenario.
        """
        self.situation = situation
        self.keep_session = keep_session
        # Not pytest's folder: the browser's socket is below TMPDIR, and its path has to be a short one.
        self.root = Path(tempfile.mkdtemp(prefix="ap-crash-"))
        self._stack = ExitStack()
        self._stack.callback(shutil.rmtree, self.root, ignore_errors=True)
        self.vault_dir = vault_dir or self.root / "vault"
        self.recordings = self.root / "recordings"
        self.data = self.root / "data"
        self.tmp = self.root / "tmp"
        self._own = self.root / "own"
        self._image = self._own / "image"
        for folder in (self.vault_dir, self.recordings, self.data, self.tmp, self._own):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.password_file = self._own / "password"
        self.password_file.write_text(PASSWORD + "\n", encoding="utf-8")
        self.password_file.chmod(0o600)
        self.vault = self.vault_dir / "firma.kdbx"
        self.log = self._own / "boundaries"
        self.judge = KeePassXc()
        values = situation.scenario | scenario
        self.replica = self._stack.enter_context(Replica(Scenario.model_validate(values)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    @staticmethod
    def tell(*words: str) -> None:
        """Shown with a test that fails."""
        sys.stdout.write(" ".join(words) + "\n")

    @property
    def audit(self) -> Audit:
        """What AP saw."""
        return self.replica.audit()

    def put_vault(self) -> None:
        """Put the database there; after a test has mounted what it wants to."""
        self.vault.write_bytes(
            _database(replace=self.situation.replace, old_format=self.situation.old_format)
        )
        self.vault.chmod(0o600)

    def on_exit(self, undo: Callable[..., object], *arguments: object) -> None:
        """Something to undo before the folders are removed."""
        self._stack.callback(undo, *arguments)

    # --- commands --------------------------------------------------------------------------------

    def generate(
        self, *, stops: list[Stop] | None = None, image: bool = False, name: str | None = None
    ) -> Running:
        """Start the command, to be stopped at these boundaries; with an image, its power can be cut."""
        words = ["generate", *self._common(), "--refresh-interval", "2"]
        words += ["--replace"] if self.situation.replace else []
        words += ["--name", name] if name else []
        return self._watched(words, stops or [], image=image)

    def recover(self) -> Ended:
        """Run `recover` to its end, with consent to everything."""
        running = self.recovering(stops=[])
        try:
            return running.finish()
        except subprocess.TimeoutExpired:
            running.kill(alone=False)
            raise

    def recovering(self, *, stops: list[Stop]) -> Running:
        """Start `recover`, to be stopped at these boundaries."""
        return self._watched(["recover", *self._common(), "--yes"], stops)

    def cut_power(self) -> None:
        """After everything was killed: only what was forced to disk is there."""
        worst_case(self._before, self._image, self._roots)

    def time_passes(self) -> None:
        """KSeF finishes what it was at work on, as it does whether somebody asks or not."""
        world = self.replica._world
        assert world is not None
        for token in world._tokens.values():
            world.read_status(token)

    def minutes_pass(self, minutes: int) -> None:
        """The journals say of everything that it happened so much earlier."""
        for path in self.recordings.glob("*/journal.jsonl"):
            text = path.read_text(encoding="utf-8", errors="replace")
            path.write_text(re.sub(r'(?<="at": ")[^"]+', lambda at: _earlier(at[0], minutes), text), "utf-8")

    @staticmethod
    def now() -> float:
        """The time, by the clock of `passed`."""
        return time.time()

    def passed(self) -> list[tuple[float, Stop]]:
        """The boundaries that the command has passed, with their times."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [(float(at), key) for at, key in (line.split("\t") for line in lines)]

    def journals(self) -> list[list[dict[str, Any]]]:
        """The lines of every journal, cut-off ones left out, oldest run first."""
        found = []
        for path in sorted(self.recordings.glob("*/journal.jsonl")):
            lines = []
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                with suppress(ValueError):
                    lines.append(json.loads(line))
            found.append(lines)
        return found

    # --- inside ----------------------------------------------------------------------------------

    @property
    def _roots(self) -> tuple[Path, ...]:
        return self.vault_dir, self.recordings, self.data

    def _common(self) -> list[str]:
        return [
            "--env", "local", "--base-url", self.replica.base_url, "--nip", NIP, "--vault", str(self.vault),
            "--vault-password-file", str(self.password_file), "--recordings", str(self.recordings),
        ]  # fmt: skip

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AP_")}
        kept |= {name: value for name, value in os.environ.items() if name == "AP_BROWSER"}
        return kept | {
            "XDG_DATA_HOME": str(self.data), "TMPDIR": str(self.tmp), "PYTHONUTF8": "1", "AP_LOOK_AGAIN": "0",
            "PYTHONPATH": str(LAUNCHER.parents[2]), "AP_KEEP_SESSION": str(self.keep_session).lower(),
            "AP_PICTURES": "failure",
        }  # fmt: skip

    def _watched(self, words: list[str], stops: list[Stop], *, image: bool = False) -> Running:
        folders = {"vault": self.vault_dir, "recordings": self.recordings, "data": self.data}
        if image:
            self._image.mkdir()
            self._before = Before.of(self._roots)
        environment = self._environment() | {
            "CRASH_ROOTS": json.dumps({name: str(folder) for name, folder in folders.items()}),
            "CRASH_LOG": str(self.log),
            "CRASH_STOPS": json.dumps(stops),
            "CRASH_IMAGE": str(self._image) if image else "",
        }
        process = subprocess.Popen(
            [sys.executable, str(LAUNCHER), "--json", *words],
            cwd=self._own,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._stack.callback(_end, process)
        return Running(process)


def _earlier(at: str, minutes: int) -> str:
    return (datetime.fromisoformat(at) - timedelta(minutes=minutes)).isoformat(timespec="milliseconds")


def _end(process: subprocess.Popen[str]) -> None:
    """Whatever a failed test has left running. Programs of other tests are none of ours."""
    if process.poll() is None:
        Running(process).kill(alone=False)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
