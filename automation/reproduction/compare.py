"""Whether the same happened: two runs, step by step, and how each ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from automation.evidence.record import RunRecord
from automation.evidence.result import ComparedStep, ReproductionResult
from automation.evidence.steps import Step
from automation.text import say

_NOT_APS: Final = frozenset(
    {"przegladarka", "skarbiec", "rezerwacja", "krok-1-zachowanie-sesji", "po-chwili", "uniewaznienie-wpis"}
)
"""Steps that have nothing to do with AP: the customer's vault and machine are not here."""
_LOGIN: Final = "krok-1-"
_NOT_OF_THE_LOGIN: Final = frozenset({"krok-1-adres", "krok-1-stan"})


@dataclass(frozen=True, slots=True)
class Done:
    """One step of either run."""

    id: str
    title: str
    outcome: str
    error: str | None
    duration_ms: int | None


@dataclass(frozen=True, slots=True)
class End:
    """How a run ended."""

    exit_code: int | None
    error: str | None = None
    step: str | None = None
    """The id of the step that failed."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs side by side."""

    steps: list[ComparedStep]
    differences: list[str]
    """In which the two differ, in the operator's language, the most telling first."""

    @property
    def same(self) -> bool:
        """Whether the same happened."""
        return not self.differences


def steps_of_record(record: RunRecord) -> list[Done]:
    """The steps of a run on record."""
    return [Done(step.id, step.title, step.outcome, step.error, step.duration_ms) for step in record.steps]


def steps_of_run(steps: Iterable[Step]) -> list[Done]:
    """The steps of the run that has just been."""
    return [Done(step.id, step.title, step.outcome, step.error, step.duration_ms) for step in steps]


def compare(
    original: Sequence[Done],
    here: Sequence[Done],
    ends: tuple[End, End],
    *,
    until: int | None = None,
    login_alike: bool = True,
) -> Compared:
    """Compare two runs.

    Args:
        original: the customer's steps.
        here: the replay's.
        ends: how the two ended.
        until: the customer's run was stopped from outside in the step with this index: what came before is compared,
            how it ended is not.
        login_alike: both logged in the same way; otherwise that part is left out.
    """

    def counts(step: Done) -> bool:
        return step.id not in _NOT_APS and (login_alike or not _is_of_login(step))

    stopped = original[until] if until is not None else None
    theirs = [step for step in original[: None if until is None else until + 1] if counts(step)]
    ours = [step for step in here if counts(step)]
    if stopped is not None:
        ours = ours[: len(theirs)]
    alike = stopped is None and ends[0].error is not None and _code(ends[0]) == _code(ends[1])
    lasts = theirs[-1:] + ours[-1:]
    steps, differences = [], []
    for there, mine in _aligned(theirs, ours):
        same = (
            there is not None
            and mine is not None
            and (
                there is stopped
                or (there.outcome, there.error) == (mine.outcome, mine.error)
                # What ends a run is noticed in its last step or right after it, as it happens.
                or (alike and lasts == [there, mine])
            )
        )
        known = there or mine
        assert known is not None  # noqa: S101  one of the two there is
        steps.append(
            ComparedStep(
                id=known.id,
                title=(mine or known).title,
                original=there.outcome if there is not None else None,
                original_ms=there.duration_ms if there is not None else None,
                here=mine.outcome if mine is not None else None,
                here_ms=mine.duration_ms if mine is not None else None,
                same=same,
            )
        )
        # Another AP may ask for a consent more or less: what was done, and changed nothing, is no difference.
        needless = known.outcome == "done" and (there is None or mine is None) and _is_of_login(known)
        if not same and not needless:
            differences.append(_told(known, there, mine))
    if stopped is None:
        compared = {step.id for step in (*theirs, *ours)}
        told = [_placed(end, run, compared) for end, run in zip(ends, (theirs, ours), strict=True)]
        differences = [*_different_ends(told[0], told[1], compared), *differences]
    return Compared(steps, differences)


def _placed(end: End, run: list[Done], compared: set[str]) -> End:
    """An end with the step after which it came, where it came between two."""
    if end.error is None or end.step in compared or not run:
        return end
    return replace(end, step=run[-1].id)


def _is_of_login(step: Done) -> bool:
    return step.id.startswith(_LOGIN) and step.id not in _NOT_OF_THE_LOGIN


def played(here: Sequence[Done], ends: tuple[End, End]) -> Compared:
    """A run that there is no other to compare with: its steps, and whether it ended as expected, if anything was."""
    expected, end = ends
    steps = [
        ComparedStep(step.id, step.title, None, None, step.outcome, step.duration_ms, same=True)
        for step in here
        if step.id not in _NOT_APS
    ]
    nothing_expected = expected.exit_code is None
    return Compared(steps, [] if nothing_expected else _different_ends(expected, end, {s.id for s in steps}))


def _aligned(theirs: list[Done], ours: list[Done]) -> list[tuple[Done | None, Done | None]]:
    """The steps in pairs, in order; what only one run has stands alone."""
    matcher = SequenceMatcher(None, [step.id for step in theirs], [step.id for step in ours], autojunk=False)
    pairs: list[tuple[Done | None, Done | None]] = []
    for kind, there, there_end, mine, mine_end in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(theirs[there:there_end], ours[mine:mine_end], strict=True)
        else:
            pairs += [(step, None) for step in theirs[there:there_end]]
            pairs += [(None, step) for step in ours[mine:mine_end]]
    return pairs


def _different_ends(original: End, here: End, compared: set[str]) -> list[str]:
    if _code(original) != _code(here):
        return [
            say(
                "different-end",
                original=_end(original),
                here=_end(here),
            )
        ]
    steps = [end.step if end.step in compared else None for end in (original, here)]
    if steps[0] != steps[1]:
        return [say("different-place", original=steps[0] or "–", here=steps[1] or "–")]
    return []


def _code(end: End) -> tuple[int | None, str | None]:
    return end.exit_code, end.error


def _end(end: End) -> str:
    code = "–" if end.exit_code is None else str(end.exit_code)
    return f"{code} ({end.error})" if end.error is not None else code


def _told(known: Done, there: Done | None, mine: Done | None) -> str:
    if there is None:
        return say("different-only-here", step=known.title)
    if mine is None:
        return say("different-only-there", step=known.title)
    return say("different-step", step=known.title, original=there.error or "ok", here=mine.error or "ok")


def result_of(
    source: str, compared: Compared, ends: tuple[End, End], approximations: list[str]
) -> ReproductionResult:
    """What the command says of it."""
    original, here = ends
    return ReproductionResult(
        source=source,
        same=compared.same,
        original_exit_code=original.exit_code,
        original_error=original.error,
        here_exit_code=here.exit_code if here.exit_code is not None else 1,
        here_error=here.error,
        steps=compared.steps,
        approximations=approximations,
    )
