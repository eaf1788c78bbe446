"""What kind of lesson `ap-token train` is about to give, every value checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automation.environments import Environment
    from automation.replica.server import Replica
    from automation.training.exercises import Exercise
    from automation.training.pace import Pace


@dataclass(frozen=True, slots=True)
class Plan:
    """One lesson."""

    environment: Environment
    pace: Pace
    trainee_acts: bool
    exercise: Exercise | None
    """What goes wrong on purpose."""
    replica: Replica | None
    """The one that the command has started, where it has."""
    certificate: Path | None
    results: Path | None
    video: Path | None
    """Where the film goes."""
