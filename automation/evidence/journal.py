"""The step journal: one line a fact, written as it happens, so that it survives the run's death."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import psutil

from automation.evidence.folder import RunFolder
from automation.evidence.steps import Fact, FactValues, Step
from automation.redaction import redacted

FILE_NAME: Final = "journal.jsonl"


class Journal:
    """Observes a run and writes down what happens. Never a value from a page."""

    def __init__(self, folder: RunFolder, command: str) -> None:
        """Args:
        folder: the run's.
        command: what was called.
        """
        self._folder = folder
        # Who is at work, so that `recover` can tell a dead run from a living one, even if the number is used again.
        process = psutil.Process()
        self._write("begins", command=command, pid=process.pid, started=round(process.create_time()))

    def step_begins(self, step: Step) -> None:
        """A line before anything is done."""
        self._write("step-begins", id=step.id, number=step.number, title=step.title)

    def step_ends(self, step: Step) -> None:
        """A line with how it went."""
        self._write(
            "step-ends",
            id=step.id,
            number=step.number,
            outcome=step.outcome,
            duration_ms=step.duration_ms,
            error=step.error,
        )

    def curtain(self, *, is_open: bool) -> None:
        """Between these two lines a token may exist that is not safe."""
        self._write("curtain-opens" if is_open else "curtain-closes")

    def noted(self, fact: Fact, values: FactValues) -> None:
        """A fact about the token's fate, for `recover`."""
        self._write(fact.value, **values)

    def warned(self, warning: str) -> None:
        """A warning, as the operator read it."""
        self._write("warning", text=warning)

    def _write(self, event: str, **facts: str | int | None) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._folder.append_line(FILE_NAME, {"at": at, "event": event, **redacted(facts)})
