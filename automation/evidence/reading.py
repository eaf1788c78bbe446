"""Reads a run's folder into a `RunRecord`: from its journal, and from `run.json` where the run came to its end.

Folders are read as strangers' files: cut in the middle of a line, damaged, of an older version of ours, or none.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from automation.errors import RunUnreadableError
from automation.evidence.journal import FILE_NAME
from automation.evidence.record import (
    BrowserRecord,
    ErrorRecord,
    ExchangeRecord,
    MenuRecord,
    PressRecord,
    RunRecord,
    SettingsRecord,
    StepRecord,
    VaultRecord,
    WarningRecord,
)
from automation.evidence.steps import Fact, Seen

RESULT_NAME: Final = "run.json"
_LARGEST: Final = 16 * 1024 * 1024
"""Bytes; no run writes files like that."""
_LARGEST_RUN: Final = 5000
"""Lines of one kind (steps, requests) that are taken; no run has as many."""

Line = Mapping[str, Any]
Model = TypeVar("Model", bound=BaseModel)


def is_run(folder: Path) -> bool:
    """Whether this is a run's folder."""
    return (folder / FILE_NAME).is_file()


def read_run(folder: Path) -> RunRecord:
    """What a run's folder tells.

    Raises:
        RunUnreadableError: there is no journal in it, or none that can be read.
    """
    lines = list(_lines(folder))
    if not lines:
        raise RunUnreadableError(run=str(folder))
    reader = _Reader(_result(folder))
    for line in lines:
        reader.take(line)
    try:
        return reader.record()
    except ValidationError:
        raise RunUnreadableError(run=str(folder)) from None


def _lines(folder: Path) -> Iterator[Line]:
    for raw in _content(folder / FILE_NAME).split(b"\n"):
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, dict) and isinstance(line.get("event"), str):
            moment = _moment(line.get("at"))
            if moment is not None:
                yield line | {"at": moment}


def _result(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(_content(folder / RESULT_NAME))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return b""
        return path.read_bytes()
    except OSError:
        return b""


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 2000 <= moment.year <= 2200 else None


@dataclass(slots=True)
class _Reader:
    """Puts a record together, line by line."""

    result: dict[str, Any] | None
    head: dict[str, Any] = field(default_factory=dict)
    steps: dict[int, dict[str, Any]] = field(default_factory=dict)
    presses: list[PressRecord] = field(default_factory=list)
    exchanges: list[ExchangeRecord] = field(default_factory=list)
    warnings: list[WarningRecord] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    facts: dict[Fact, Line] = field(default_factory=dict)
    error: Line | None = None
    behind_curtain: bool = False

    def take(self, line: Line) -> None:
        """One line of the journal. What cannot be understood is passed over."""
        event = line["event"]
        if event != Fact.RECOVERED:  # `recover` adds that to the journal of a dead run, maybe days later
            self.head["ended_at"] = line["at"]
        self.head.setdefault("started_at", line["at"])
        handler = _HANDLERS.get(event)
        # A stranger's line may hold anything: an infinite number, a list for a name.
        with suppress(ValidationError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
            if handler is not None:
                handler(self, line)
            elif event in set(Fact):
                self.facts[Fact(event)] = line

    def begins(self, line: Line) -> None:
        self.head |= {"started_at": line["at"], "command": str(line["command"])}
        self.head["assistant"] = str(line.get("assistant", "?"))
        self.head["language"] = line["language"] if line.get("language") in {"pl", "en"} else "pl"

    def step_begins(self, line: Line) -> None:
        if len(self.steps) < _LARGEST_RUN:
            self.steps[int(line["number"])] = {
                "number": line["number"],
                "id": str(line["id"]),
                "title": str(line["title"]),
                "values": line.get("values", {}),
                "started_at": line["at"],
                "outcome": "running",
                "behind_curtain": self.behind_curtain,
            }

    def step_ends(self, line: Line) -> None:
        self.steps[int(line["number"])] |= {key: line.get(key) for key in ("outcome", "duration_ms", "error")}

    def curtain(self, line: Line) -> None:
        self.behind_curtain = line["event"] == "curtain-opens"

    def screen(self, line: Line) -> None:
        for key in ("ap_version", "header_label"):
            if line.get(key) is not None:
                self.head[key] = line[key]
        if int(line["step"]) in self.steps:
            self.steps[int(line["step"])]["route"] = line.get("route")

    def of_step(self, line: Line) -> None:
        """A picture or a snapshot of a step, or what AP said in it."""
        step = self.steps[int(line["step"])]
        if line["event"] == Seen.AP_SAYS:
            step["ap_says"] = tuple(line.get("texts", ()))
            self._add_event_ids(int(line["step"]), line.get("event_ids", ()))
        else:
            step[line["event"]] = line["file"]
            if line["event"] == Seen.PICTURE:
                step["regions"] = line.get("regions")

    def _add_event_ids(self, number: int, ids: Iterable[str]) -> None:
        if number in self.steps:
            known = self.steps[number].get("event_ids", ())
            self.steps[number]["event_ids"] = tuple(dict.fromkeys([*known, *ids]))

    def part(self, line: Line) -> None:
        """A part of the record that is one line."""
        models: dict[str, Callable[..., Any]] = {
            Seen.SETTINGS: SettingsRecord,
            Seen.BROWSER: BrowserRecord,
            Seen.MENU: MenuRecord,
        }
        values = _values_of(line)
        if line["event"] == Seen.SETTINGS:
            for key in ("environment", "base_url", "nip"):
                self.head[key] = values.pop(key, None)
        self.head[line["event"]] = models[line["event"]](**values)

    def checkboxes(self, line: Line) -> None:
        self.head["checkboxes"] = _values_of(line)

    def exchange(self, line: Line) -> None:
        if len(self.exchanges) < _LARGEST_RUN:
            exchange = ExchangeRecord.model_validate(_values_of(line))
            self.exchanges.append(exchange)
            if exchange.event_id is not None:
                self._add_event_ids(exchange.step, [exchange.event_id])

    def pressed(self, line: Line) -> None:
        if len(self.presses) < _LARGEST_RUN:
            self.presses.append(PressRecord.model_validate(_values_of(line)))

    def warning(self, line: Line) -> None:
        if len(self.warnings) < _LARGEST_RUN:
            self.warnings.append(
                WarningRecord(
                    at=line["at"],
                    id=str(line.get("id", "?")),
                    values=line.get("values", {}),
                    text=line["text"],
                )
            )

    def file(self, line: Line) -> None:
        if line["event"] == Seen.TRACE:
            self.traces.append(line["file"])
        else:
            self.head["video"] = line["file"]

    def ends(self, line: Line) -> None:
        self.error = line

    def record(self) -> RunRecord:
        result = self.result or {}
        wanted = self.facts.get(Fact.WANTED, {})
        told = {key: result.get(key) for key in _FROM_RESULT if result.get(key) is not None}
        for key in ("environment", "base_url", "nip", "token_name"):
            told.setdefault(key, self.head.get(key) or wanted.get(key))
        told["permissions"] = _names(result.get("permissions") or wanted.get("permissions"))
        reference = self.facts.get(Fact.CONFIRMED) or self.facts.get(Fact.ESCROWED) or {}
        told.setdefault("reference_number", reference.get("reference_number"))
        if Fact.REVOKED in self.facts:
            told["revoked"] = True
        values: dict[str, Any] = {
            "command": "?",
            "assistant": "?",
            **{key: value for key, value in self.head.items() if key in RunRecord.model_fields},
            **told,
            "finished": self.result is not None,
            "error": self._error(result.get("error")),
            "vault": _as_far_as_valid(VaultRecord, result.get("vault")),
            "ordered": Fact.ORDERING in self.facts,
            "released": Fact.RELEASED in self.facts,
            "token_safe": Fact.VERIFIED in self.facts,
            "recovered": self.facts.get(Fact.RECOVERED, {}).get("action"),
            "steps": tuple(step for step in map(self._step, sorted(self.steps)) if step is not None),
            "presses": tuple(self.presses),
            "exchanges": tuple(self.exchanges),
            "warnings": tuple(self.warnings),
            "traces": tuple(self.traces),
        }
        return _as_far_as_valid(RunRecord, values) or RunRecord.model_validate(values)

    def _step(self, number: int) -> StepRecord | None:
        return _as_far_as_valid(StepRecord, self.steps[number])

    def _error(self, told: object) -> ErrorRecord | None:
        if not isinstance(told, dict):
            return None
        details = self.error.get("details", {}) if self.error is not None else {}
        texts = {key: str(told.get(key)) for key in ("code", "message", "advice")}
        return _as_far_as_valid(ErrorRecord, {**texts, "details": details})


def _as_far_as_valid(model: type[Model], values: object) -> Model | None:
    """The model without what is not valid in the values; None if that leaves too little."""
    if not isinstance(values, dict):
        return None
    try:
        return model.model_validate(values)
    except ValidationError as error:
        wrong = {mistake["loc"][0] for mistake in error.errors() if mistake["loc"]}
    try:
        return model.model_validate({key: value for key, value in values.items() if key not in wrong})
    except ValidationError:
        return None


def _names(told: object) -> tuple[str, ...]:
    """Permissions, as a list in the result or as one text in the journal."""
    names = told.split(",") if isinstance(told, str) else told if isinstance(told, list) else []
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())


_FROM_RESULT: Final = (
    "outcome",
    "exit_code",
    "environment",
    "base_url",
    "nip",
    "token_name",
    "reference_number",
    "refresh_presses",
    "issue_to_durable_ms",
    "shown_to_durable_ms",
    "revoked",
    "ap_version",
)
_HANDLERS: Final[dict[str, Callable[[_Reader, Line], None]]] = {
    "begins": _Reader.begins,
    "step-begins": _Reader.step_begins,
    "step-ends": _Reader.step_ends,
    "curtain-opens": _Reader.curtain,
    "curtain-closes": _Reader.curtain,
    Seen.SETTINGS: _Reader.part,
    Seen.BROWSER: _Reader.part,
    Seen.MENU: _Reader.part,
    Seen.SCREEN: _Reader.screen,
    Seen.CHECKBOXES: _Reader.checkboxes,
    Seen.EXCHANGE: _Reader.exchange,
    Seen.AP_SAYS: _Reader.of_step,
    Seen.PICTURE: _Reader.of_step,
    Seen.SNAPSHOT: _Reader.of_step,
    Seen.PRESSED: _Reader.pressed,
    Seen.WARNING: _Reader.warning,
    Seen.TRACE: _Reader.file,
    Seen.VIDEO: _Reader.file,
    Seen.ERROR: _Reader.ends,
}


def _values_of(line: Line) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key not in {"at", "event"}}
