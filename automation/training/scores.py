"""What a trainee did well, and which of the guide's rules were broken.

Three texts tell of each rule: `rule-<id>.what` (what was done), `.rule` (what the guide says) and `.now` (what to do
instead); `rule-<id>` is its short name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from automation.evidence.result import TrainingMistake, TrainingMode, TrainingResult

RuleId = Literal[
    "refresh-too-soon",
    "reload",
    "back",
    "close",
    "another-token",
    "token-list",
    "copy-by-selection",
    "notepad",
    "other-press",
    "generate-too-soon",
    "wrong-text",
    "wrong-permission",
    "missed-problem",
    "false-alarm",
    "wrong-environment",
    "wrong-remedy",
]
"""What can be done wrong."""

RULES: Final[tuple[RuleId, ...]] = get_args(RuleId)

COSTLY: Final[frozenset[RuleId]] = frozenset(
    {
        "reload",
        "back",
        "close",
        "another-token",
        "token-list",
        "missed-problem",
        "wrong-environment",
        "wrong-remedy",
    }
)
"""Without somebody who watches, these cost the token or end in a useless one: they do not pass."""


def _now() -> datetime:
    return datetime.now(UTC)


class Scores:
    """Keeps count from its making to its result."""

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        """Args:
        clock: tells the moment, with its time zone.
        """
        self._clock = clock
        self._started_at = clock()
        self._mistakes: Counter[tuple[RuleId, str]] = Counter()
        self._good: dict[str, None] = {}
        self._helped: dict[str, None] = {}
        self._hints = 0

    def mistake(self, rule: RuleId, step_id: str) -> None:
        """A rule was broken in a step; whether it was held back in time makes no difference here."""
        self._mistakes[rule, step_id] += 1

    def good(self, step_id: str) -> None:
        """A step was done by the trainee, or (`question-<id>`) a question answered right at once."""
        self._good[step_id] = None

    def hint(self, step_id: str) -> None:  # noqa: ARG002  told like the others; only their number counts
        """A hint was asked for. One that comes by itself is no matter of scores."""
        self._hints += 1

    def helped(self, step_id: str) -> None:
        """The assistant did the step in the trainee's place."""
        self._helped[step_id] = None

    def result(
        self,
        mode: TrainingMode,
        *,
        is_complete: bool,
        trainee: str | None = None,
        environment: str | None = None,
        exercise: str | None = None,
    ) -> TrainingResult:
        """How it went, as of now.

        Args:
            mode: what it was.
            is_complete: whether it came to the end that it was meant to have.
            trainee: who sat there.
            environment: where.
            exercise: the exercise's id.
        """
        mistaken = {step_id for _, step_id in self._mistakes}
        costly = any(rule in COSTLY for rule, _ in self._mistakes)
        return TrainingResult(
            mode=mode,
            exercise=exercise,
            trainee=trainee,
            environment=environment,
            started_at=self._started_at.astimezone(UTC).isoformat(timespec="seconds"),
            seconds=round((self._clock() - self._started_at).total_seconds(), 1),
            passed=None if mode == "show" else is_complete and not costly and not self._helped,
            mistakes=[
                TrainingMistake(rule, step_id, count) for (rule, step_id), count in self._mistakes.items()
            ],
            well=[each for each in self._good if each not in mistaken and each not in self._helped],
            hints=self._hints,
            helped=list(self._helped),
        )
