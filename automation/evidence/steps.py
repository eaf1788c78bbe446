"""A step of a run, and those who watch runs: the console, the journal, the recorder, the trainer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

StepOutcome = Literal["running", "done", "failed"]


@dataclass(slots=True)
class Step:
    """One step as it goes."""

    id: str
    title: str
    number: int
    started_at: datetime
    outcome: StepOutcome = "running"
    duration_ms: int = 0
    error: str | None = None
    """The code of the error it ended with."""


class Observer(Protocol):
    """Somebody who watches a run."""

    def step_begins(self, step: Step) -> None:
        """A step is about to be done."""

    def step_ends(self, step: Step) -> None:
        """A step is done or has failed (`step.outcome`)."""

    def curtain(self, *, is_open: bool) -> None:
        """From an open curtain to a closed one, a token may be in sight: nothing may record the page."""

    def warned(self, warning: str) -> None:
        """Something is worth a warning; the run goes on."""
