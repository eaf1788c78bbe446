"""The step journal: one line a fact, written as it happens, so that it survives the run's death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, Final

import psutil

from automation.evidence.folder import RunFolder
from automation.evidence.steps import Fact, FactValues, Onlooker, Seen, Step
from automation.redaction import redacted
from automation.text import language

FILE_NAME: Final = "journal.jsonl"


class Journal(Onlooker):
    """Observes a run and writes down what happens. Never a value from a page."""

    def __init__(self, folder: RunFolder, command: str) -> None:
        """Args:
        folder: the run's.
        command: what was called.
        """
        self._folder = folder
        self.chronicle = folder.path / FILE_NAME
        # Who is at work, so that `recover` can tell a dead run from a living one, even if the number is used again.
        process = psutil.Process()
        begins = {
            "command": command,
            "pid": process.pid,
            "started": round(process.create_time()),
            "assistant": metadata.version("ap-token-assistant"),
            "language": language(),
        }
        self._write("begins", begins)

    def step_begins(self, step: Step) -> None:
        """A line before anything is done."""
        begins = {"id": step.id, "number": step.number, "title": step.title, "values": dict(step.values)}
        self._write("step-begins", begins)

    def step_ends(self, step: Step) -> None:
        """A line with how it went."""
        ends = {"outcome": step.outcome, "duration_ms": step.duration_ms, "error": step.error}
        self._write("step-ends", {"id": step.id, "number": step.number, **ends})

    def curtain(self, *, is_open: bool) -> None:
        """Between these two lines a token may exist that is not safe."""
        self._write("curtain-opens" if is_open else "curtain-closes", {})

    def noted(self, fact: Fact, values: FactValues) -> None:
        """A fact about the token's fate, for `recover`."""
        self._write(fact.value, values)

    def witnessed(self, what: Seen, values: Mapping[str, Any]) -> None:
        """A line that may be lost with the power: nothing depends on it."""
        self._write(what.value, values, durable=False)

    def _write(self, event: str, facts: Mapping[str, Any], *, durable: bool = True) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "event": event, **redacted(facts)}
        self._folder.append_line(FILE_NAME, line, durable=durable)
