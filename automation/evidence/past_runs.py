"""What the journals of past runs say of their tokens: which runs ended too early, and how far they had come.

Journals are read as strangers' files: cut in the middle of a line, damaged, unreadable, or no journals at all.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from automation.evidence.journal import FILE_NAME
from automation.evidence.steps import Fact

_REVOKING: Final = "recover-revokes"
"""Noted by `recover` in a dead run's journal: reference_number."""
_LARGEST: Final = 16 * 1024 * 1024
"""Bytes; no run writes a journal like that."""
_START_TIMES_DIFFER: Final = 2
"""Seconds: a process's start is computed from the machine's, which moves a little when the clock is set."""
_RESULT: Final = "run.json"
"""What a run leaves that comes to its end (`automation.execution`)."""
_LONE: Final = re.compile("[\ud800-\udfff]")
"""Half of a character: JSON can say so, but no text can hold it."""
_LONGEST: Final = 900
"""Characters; no value that a run notes is longer, and no text takes one that is."""
_AFTER_THE_PRESS: Final = (b'"id": "krok-3-generuj"', b'"id": "krok-4-', b'"event": "pressed"')
"""What stands in a journal only once `Generuj token` is being pressed, or has been."""
_STEP: Final = b'"event": "step-'
_CLOSING: Final = frozenset({Fact.VERIFIED, Fact.RELEASED, Fact.REVOKED, Fact.RECOVERED})
_FACTS: Final = frozenset(Fact)
_FOUND: Final = "reference_numbers"
"""Of the fact `RECOVERED`: the numbers of the tokens that the run was found to have made, with `, ` between."""

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
    revoking: frozenset[str] = frozenset()
    """Tokens that a `recover` found to be this run's, and went to revoke; it may have been stopped since."""
    may_have_pressed: bool = False
    """Whether its journal shows steps that come after the press, or is damaged, so that it proves nothing."""

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
        told = {Fact.ORDERING, Fact.ESCROWED, Fact.CONFIRMED, Fact.RESCUED, Fact.HOLDING}
        return self.may_have_pressed or bool(self.facts.keys() & told)

    @property
    def is_verified_only(self) -> bool:
        """Whether nothing but `VERIFIED` closes it, and it was killed before it could look at the vault again."""
        closed_by = self.facts.keys() & _CLOSING
        return closed_by == {Fact.VERIFIED} and not (self.folder / _RESULT).exists()

    def reopened(self) -> PastRun:
        """The run as it was before its token was verified: what it had stored is no longer there."""
        return replace(
            self, facts={fact: self.facts[fact] for fact in self.facts if fact is not Fact.VERIFIED}
        )

    @property
    def pressed_at(self) -> datetime | None:
        """When it was pressed, if it was."""
        return self.times.get(Fact.ORDERING)

    def value(self, name: str, *facts: Fact) -> str | None:
        """A value of the first of these facts that has it."""
        found = (self.facts[fact].get(name) for fact in facts if fact in self.facts)
        return next((value for value in found if isinstance(value, str) and _is_sane(value)), None)

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
        return self.value(
            "reference_number", Fact.CONFIRMED, Fact.ESCROWED, Fact.RESCUED, Fact.HOLDING, Fact.REVOKED
        )

    @property
    def known_numbers(self) -> frozenset[str]:
        """All the numbers that its journal names, also those that `recover` found to be its own."""
        told = (noted.get(key) for noted in self.facts.values() for key in ("reference_number", _FOUND))
        return frozenset(
            number for text in told if isinstance(text, str) for number in text.split(", ") if number
        )

    @property
    def gave_back(self) -> bool:
        """Whether the entry that it had reserved is no longer its own: taken back by itself, or by `recover`."""
        return Fact.RELEASED in self.facts or self.value("action", Fact.RECOVERED) == "freed"

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

    def note_recovered(self, numbers: Sequence[str], **values: str) -> bool:
        """Note that `recover` has settled the run, and which tokens were its own. See `note`."""
        return self.note(Fact.RECOVERED, **values, **{_FOUND: ", ".join(numbers)})

    def note_revoking(self, number: str) -> bool:
        """Note that `recover` is about to revoke a token as this run's. See `note`."""
        return self._note(_REVOKING, reference_number=number)

    def note(self, fact: Fact, **values: str | int | None) -> bool:
        """Add a fact to the journal of the dead run, durably; whether that was possible."""
        return self._note(fact.value, **values)

    def _note(self, event: str, **values: str | int | None) -> bool:
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **values}
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
    is_damaged = False
    revoking: set[str] = set()
    lines = content.splitlines()
    for number, line in enumerate(lines, 1):
        if _STEP in line and number < len(lines) - 1:
            continue  # most lines; of them only the time matters, and only of the last
        try:
            noted = json.loads(line)
        except (ValueError, RecursionError):
            is_damaged = is_damaged or number < len(lines)  # death may cut the last line short
            continue
        event = noted.get("event") if isinstance(noted, dict) else None
        if not isinstance(event, str):
            continue
        at = _moment(noted.get("at"))
        last = last if event == _REVOKING else at or last
        if event == "begins":
            begins = noted
        elif event == _REVOKING:
            revoking.add(str(noted.get("reference_number")))
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
        revoking=frozenset(revoking),
        may_have_pressed=is_damaged or any(mark in content for mark in _AFTER_THE_PRESS),
    )


def _is_sane(text: str) -> bool:
    """Whether a run can have noted this: no text and no path takes what a damaged journal may hold."""
    return 0 < len(text) <= _LONGEST and "\0" not in text and _LONE.search(text) is None


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
