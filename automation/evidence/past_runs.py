"""What the journals of past runs say of their tokens: which runs ended too early, and how far they had come.

Journals are read as strangers' files: cut in the middle of a line, damaged, unreadable, or no journals at all.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from automation.evidence.journal import FILE_NAME
from automation.evidence.steps import Fact

_LARGEST: Final = 16 * 1024 * 1024
"""Bytes; no run writes a journal like that."""
_START_TIMES_DIFFER: Final = 2
"""Seconds: a process's start is computed from the machine's, which moves a little when the clock is set."""
_STEP: Final = b'"event": "step-'
_CLOSING: Final = frozenset({Fact.VERIFIED, Fact.RELEASED, Fact.REVOKED, Fact.RECOVERED})
_FACTS: Final = frozenset(Fact)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as its journal tells it."""

    folder: Path
    command: str
    pid: int | None
    process_started: float | None
    """When its process began, in seconds since the epoch."""
    facts: Mapping[Fact, Values]
    """The last of each fact."""
    times: Mapping[Fact, datetime]
    """When each was noted."""
    last_line_at: datetime | None

    @property
    def wanted_token(self) -> bool:
        """Whether it got as far as wanting a token."""
        return bool(self.facts.keys() & {Fact.WANTED, Fact.RESERVED, Fact.ORDERING})

    @property
    def is_closed(self) -> bool:
        """Whether its token is safe, or there is none: nothing is left to be done."""
        return bool(self.facts.keys() & _CLOSING)

    @property
    def ordered(self) -> bool:
        """Whether `Generuj token` may have been pressed."""
        return bool(self.facts.keys() & {Fact.ORDERING, Fact.ESCROWED, Fact.CONFIRMED, Fact.RESCUED})

    @property
    def pressed_at(self) -> datetime | None:
        """When it was pressed, if it was."""
        return self.times.get(Fact.ORDERING)

    def value(self, name: str, *facts: Fact) -> str | None:
        """A value of the first of these facts that has it."""
        found = (self.facts[fact].get(name) for fact in facts if fact in self.facts)
        return next((value for value in found if isinstance(value, str) and value), None)

    @property
    def vault(self) -> Path | None:
        """The database that its token was to go to."""
        vault = self.value("vault", Fact.WANTED)
        return None if vault is None else Path(vault)

    @property
    def token_name(self) -> str | None:
        """What its token was to be called."""
        return self.value("token_name", Fact.WANTED)

    @property
    def reference_number(self) -> str | None:
        """Its token's number, where it came to know it."""
        return self.value("reference_number", Fact.CONFIRMED, Fact.ESCROWED)

    def is_alive(self) -> bool:
        """Whether the process of this run is still at work (on this machine)."""
        import psutil  # noqa: PLC0415  20 ms, and most runs need not be asked for

        if self.pid is None or self.process_started is None or self.pid == os.getpid():
            return False
        try:
            process = psutil.Process(self.pid)
            began = process.create_time()
            status = process.status()
        except psutil.Error:
            return False
        return status != psutil.STATUS_ZOMBIE and abs(began - self.process_started) <= _START_TIMES_DIFFER

    def note(self, fact: Fact, **values: str | int | None) -> bool:
        """Add a fact to the journal of the dead run, durably; whether that was possible."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": fact.value, **values}
        try:
            _append_durably(self.folder / FILE_NAME, json.dumps(line, ensure_ascii=False).encode())
        except OSError:  # another user's, or gone: what was done is done all the same
            return False
        return True


@dataclass(slots=True)
class PastRuns:
    """What was found in a folder of recordings."""

    runs: list[PastRun] = field(default_factory=list)
    """The runs that wanted a token, oldest first."""
    unreadable: list[Path] = field(default_factory=list)
    """Journals that are there but cannot be read."""

    @property
    def numbers(self) -> dict[str, Path]:
        """Every reference number that a run came to know, and the run."""
        known = ((run.reference_number, run.folder) for run in self.runs)
        return {number: folder for number, folder in known if number is not None}


def past_runs(recordings: Path) -> PastRuns:
    """Read the journals of all runs. What is not a run's folder is passed over."""
    found = PastRuns()
    try:
        folders = sorted(os.scandir(recordings), key=lambda each: each.name)
    except OSError:
        return found
    for folder in folders:
        journal = Path(folder.path) / FILE_NAME
        try:
            content = _content(journal)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            found.unreadable.append(journal)
            continue
        run = _read(journal.parent, content)
        if run is not None and run.wanted_token:
            found.runs.append(run)
    return found


def past_run(folder: Path) -> PastRun | None:
    """One run by its folder, whether it wanted a token or not; None where no journal can be read."""
    try:
        return _read(folder, _content(folder / FILE_NAME))
    except OSError:
        return None


def _content(journal: Path) -> bytes:
    """The file's bytes; none of what is no plain file (a pipe would block), or is far too large."""
    status = journal.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        return b""
    return journal.read_bytes()


def _read(folder: Path, content: bytes) -> PastRun | None:
    facts: dict[Fact, Values] = {}
    times: dict[Fact, datetime] = {}
    begins: Values = {}
    last: datetime | None = None
    lines = content.splitlines()
    for number, line in enumerate(lines, 1):
        if _STEP in line and number < len(lines) - 1:
            continue  # most lines; of them only the time matters, and only of the last
        try:
            noted = json.loads(line)
        except (ValueError, RecursionError):
            continue
        event = noted.get("event") if isinstance(noted, dict) else None
        if not isinstance(event, str):
            continue
        at = _moment(noted.get("at"))
        last = at or last
        if event == "begins":
            begins = noted
        elif event in _FACTS:
            facts[Fact(event)] = noted
            if at is not None:
                times[Fact(event)] = at
    if not facts and not begins:
        return None
    return PastRun(
        folder=folder,
        command=str(begins.get("command", "?")),
        pid=_number(begins.get("pid")),
        process_started=_number(begins.get("started")),
        facts=facts,
        times=times,
        last_line_at=last,
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _append_durably(path: Path, line: bytes) -> None:
    """Add a line; one that a death cut short is ended first, or it would swallow the new one."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "r+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
