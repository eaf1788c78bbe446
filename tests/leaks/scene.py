"""One run of the real command: secrets of its own, folders of its own, and a search of all that it has touched."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

import psutil

from automation.replica.audit import Audit
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from tests.vault.judge import KeePassXc

from .needles import Needle, new_password
from .people import ACCOUNT, PESEL, TOKEN_NAME, VAULT_NAME, of_ap, of_this_computer
from .pictures import Reader
from .search import Find, Search
from .watch import Watcher

NIP: Final = "1234563218"
TAKES_AT_MOST: Final = 120.0
"""Seconds; six are usual, but a machine under load has its moments."""
_DIES_WITHIN: Final = 15.0
_FOLDERS: Final = ("tmp", "home", "config", "cache", "state", "data", "runtime", "recordings", "vault")

PasswordFrom = Literal["environment", "file", "command"]
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


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

    @property
    def error(self) -> str | None:
        """The error's code, if there is one."""
        error = self.json["error"]
        return None if error is None else str(error["code"])


class Scene:
    """One database, one AP, one set of secrets.

    `memory` is a folder in which searches keep what they have read off pictures, for one another.

    Args:
        password_from: how the command gets the vault's password.
        key_file: whether the database has one as well.
        scenario: values of AP's scenario.
    """

    memory: Path | None = None

    def __init__(
        self,
        *,
        password_from: PasswordFrom = "file",  # noqa: S107  where it is from, not what it is
        key_file: bool = False,
        every_step: bool = False,
        **scenario: object,
    ) -> None:
        """Args:
        password_from: where the command gets the vault's password from.
        key_file: whether the vault has one.
        every_step: a picture of each step, not only of one that fails: taking and reading them takes its time.
        scenario: values of the replica's.
        """
        self._pictures = "steps" if every_step or THOROUGH else "failure"
        # Not pytest's folder: the browser's socket is below TMPDIR, and its path has to be a short one.
        self.root = Path(tempfile.mkdtemp(prefix="ap-leaks-"))
        self._stack = ExitStack()
        self._stack.callback(shutil.rmtree, self.root, ignore_errors=True)
        for name in (*_FOLDERS, "own"):
            self.folder(name).mkdir(mode=0o700)
        self.password = new_password()
        self.key = secrets.token_bytes(96)
        self.vault = self.folder("vault") / VAULT_NAME
        self._password_from = password_from
        self._key_file = self._own("firma.key", self.key) if key_file else None
        KeePassXc(self.password, self._key_file).create(self.vault)
        self.replica = self._stack.enter_context(Replica(Scenario.model_validate(scenario)))
        self._sessions = _sessions_of(self.replica)
        self._watcher: Watcher | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._runs = 0
        self._more: list[tuple[str, bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._end_everything()
        self._stack.close()

    def folder(self, name: str) -> Path:
        """One of the run's folders."""
        return self.root / name

    @property
    def audit(self) -> Audit:
        """What AP saw."""
        return self.replica.audit()

    def run_folder_named(self, command: str) -> Path:
        """The one that a run of this command has left."""
        (found,) = self.folder("recordings").glob(f"*Z-{command}-*")
        return found

    # --- the command -----------------------------------------------------------------------------

    def words(self, command: str = "generate", *more: str | Path) -> list[str]:
        """The usual options of a command: of one that works on AP, or of one that shows runs."""
        if command in {"report", "reproduce"}:
            shown = ["--no-open"] if command == "report" else []
            return [
                "--json",
                command,
                *map(str, more),
                *shown,
                "--recordings",
                str(self.folder("recordings")),
            ]
        words: list[str | Path] = [
            "--json", command, *more, "--env", "local", "--base-url", self.replica.base_url, "--nip", NIP,
            "--recordings", self.folder("recordings"), "--trace",
        ]  # fmt: skip
        if command in {"generate", "rehearse", "train"}:
            words += ["--refresh-interval", "2", "--name", TOKEN_NAME]
        if command != "check":
            words += ["--vault", self.vault, *self._password_words()]
        return [str(word) for word in words]

    def start(
        self,
        words: list[str],
        *,
        program: Sequence[str | Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the command and watch it.

        Args:
            words: what to call it with.
            program: Python's arguments, if it is not the command itself that is to be started.
            environment: more variables.
        """
        self._runs += 1
        if self._watcher is None:
            watched = tuple(self.folder(name) for name in _FOLDERS if name != "vault")
            self._watcher = Watcher(watched, self.folder("own") / "kept")
        out, err = self._outputs(self._runs)
        with out.open("wb") as stdout, err.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, *map(str, program or ("-m", "automation.cli")), *words],
                cwd=self.folder("home"),
                env=self._environment() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        self._watcher.start(self._process.pid)

    def when(self, condition: Callable[[Audit], object]) -> None:
        """Wait until AP has seen something."""
        deadline = time.monotonic() + TAKES_AT_MOST
        while not condition(self.audit):
            assert self._process is not None
            assert self._process.poll() is None, self.finish()
            assert time.monotonic() < deadline
            time.sleep(0.01)  # another process is waited for, which tells AP alone

    def interrupt(self) -> None:
        """Ctrl-C at a terminal: the whole group gets it."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL, of the command and all below it at once: nobody cleans up."""
        assert self._process is not None
        family = self.family()
        self._process.kill()
        for each in family:
            with suppress(psutil.NoSuchProcess):
                each.kill()
        psutil.wait_procs(family, timeout=_DIES_WITHIN)

    def family(self) -> list[psutil.Process]:
        """What the command has started and what that has started."""
        assert self._process is not None
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self._process.pid).children(recursive=True)
        return []

    def finish(self) -> Ended:
        """Wait for the command's end."""
        assert self._process is not None
        assert self._watcher is not None
        code = self._process.wait(TAKES_AT_MOST)
        self._watcher.stop()
        out, err = self._outputs(self._runs)
        return Ended(code, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"))

    def run(self, words: list[str] | None = None, **environment: str) -> Ended:
        """Start the command and wait for its end."""
        self.start(words or self.words(), environment=environment)
        return self.finish()

    # --- the search ------------------------------------------------------------------------------

    def also_look_at(self, place: str, content: bytes) -> None:
        """One more place for the search."""
        self._more.append((place, content))

    def needles(self) -> tuple[Needle, ...]:
        """Every secret that this run had to do with."""
        tokens = [token.value for token in self.audit.issued.values()]
        return (
            *(Needle("token", value.rpartition("|")[2]) for value in tokens),
            # In whole or in part: the last group's beginning after what anybody may know.
            *(
                Needle("beginning of the token", f"nip-{NIP}|{value.rpartition('|')[2][:6]}", whole=True)
                for value in tokens
            ),
            *(Needle("session", key) for key in self._sessions),
            Needle("password", self.password),
            *([Needle("key file", self.key)] if self._key_file else []),
            Needle("PESEL", PESEL),
        )

    def search(self, *, pictures: bool = True, more: Sequence[Needle] = ()) -> Search:
        """Search everything that the runs have left, and everything that was there for a while.

        Args:
            pictures: whether they are read, too; that takes longer than all else.
            more: secrets that only the test knows of.
        """
        assert self._watcher is not None
        reader = Reader(self.memory) if pictures else None
        search = Search((*self.needles(), *more), reader=reader)
        for number in range(1, self._runs + 1):
            for path in self._outputs(number):
                search.content(path.name, path.read_bytes())
        for name in _FOLDERS:
            search.folder(self.folder(name), name)
        for link, was in self._watcher.kept.items():
            search.content(f"short-lived {Path(was).relative_to(self.root)}", link.read_bytes())
        for sample in sorted(self._watcher.samples):
            if sample.what == "environ" and sample.is_command and not sample.had_children:
                continue  # whoever gives the password there shows it until the command has read it
            whose = "the command" if sample.is_command else f"{sample.process} below it"
            search.content(f"{sample.what} of {whose}", sample.content)
        for place, content in self._more:
            search.content(place, content)
        return search

    def must_not_leak(
        self,
        *,
        pictures: bool = True,
        but: Callable[[Find], bool] = lambda _: False,
        leaving: Sequence[str] = (),
        nip: bool = True,
    ) -> Search:
        """Search, and fail with a list of all finds, but for those that `but` names.

        Args:
            pictures: whether they are read, too.
            but: finds that are none.
            leaving: names of what leaves the computer (support bundles, what is made of them), in which nothing
                may tell whose it is either.
            nip: whether these may have the NIP.
        """
        search = self.search(pictures=pictures)
        finds = set(search.finds)
        if leaving:
            people = (*of_this_computer(self), *of_ap(), *([] if nip else [Needle("NIP", NIP)]))
            finds |= self.search_of(*leaving, more=people).finds
        leaks = sorted(str(find) for find in finds if not but(find))
        assert not leaks, "\n".join(["secrets have leaked:", *leaks])
        return search

    def search_of(self, *names: str, more: Sequence[Needle] = ()) -> Search:
        """Search the files and folders of these names alone: what is on two pictures is told of the first one read.

        Args:
            names: theirs, wherever they are.
            more: what else to search for.
        """
        search = Search((*self.needles(), *more), reader=Reader(self.memory))
        for path in sorted(path for folder in _FOLDERS for path in self.folder(folder).rglob("*")):
            if path.is_file() and not {*names}.isdisjoint(path.parts):
                search.content(str(path.relative_to(self.root)), path.read_bytes())
        for name in names:
            assert any(name in place for place in search.places), f"there is no {name}"
        return search

    # --- inside ----------------------------------------------------------------------------------

    def _outputs(self, number: int) -> tuple[Path, Path]:
        own = self.folder("own")
        return own / f"stdout {number}", own / f"stderr {number}"

    def _own(self, name: str, content: bytes) -> Path:
        path = self.folder("own") / name
        path.write_bytes(content)
        path.chmod(0o600)
        return path

    def _password_words(self) -> list[str | Path]:
        words: list[str | Path] = [] if self._key_file is None else ["--key-file", self._key_file]
        if self._password_from == "environment":
            return words
        file = self._own("password", self.password.encode() + b"\n")
        if self._password_from == "file":
            return [*words, "--vault-password-file", file]
        program = "import pathlib, sys, time; print(pathlib.Path(sys.argv[1]).read_text()); time.sleep(0.1)"
        return [*words, "--vault-password-command", json.dumps([sys.executable, "-c", program, str(file)])]

    def _environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in ("PATH", "LANG", "AP_BROWSER", "DISPLAY") if name in os.environ
        }
        given = {"AP_VAULT_PASSWORD": self.password} if self._password_from == "environment" else {}
        return kept | given | {
            "HOME": str(self.folder("home")), "TMPDIR": str(self.folder("tmp")),
            "USER": ACCOUNT, "LOGNAME": ACCOUNT, "USERNAME": ACCOUNT,
            **{f"XDG_{name.upper()}_HOME": str(self.folder(name)) for name in ("config", "cache", "state", "data")},
            "XDG_RUNTIME_DIR": str(self.folder("runtime")),
            "PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parents[2]), "AP_LOOK_AGAIN": "0",
            "AP_PICTURES": self._pictures,
        }  # fmt: skip

    def _end_everything(self) -> None:
        """Whatever a failed test has left running. Programs of other tests are none of ours."""
        if self._process is not None and self._process.poll() is None:
            self.kill()
            self._process.wait(_DIES_WITHIN)
        if self._watcher is not None:
            self._watcher.stop()


def _sessions_of(replica: Replica) -> list[str]:
    """Every key of a session that this replica gives out, ended ones too."""
    world = replica._world
    assert world is not None
    keys: list[str] = []
    opened = world.open_session

    def noting(*arguments: Any, **named: Any) -> Any:
        session = opened(*arguments, **named)
        keys.append(session.key)
        return session

    world.open_session = noting  # type: ignore[method-assign]
    return keys
