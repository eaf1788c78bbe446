"""A customer's run and its reproduction on the replica, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from automation.evidence.record import RunRecord, StepRecord
from automation.evidence.result import ReproductionResult
from automation.report.pictures import Picture, picture
from automation.report.telling import seconds, step_title
from automation.text import say

NO_FILES: Final[Mapping[str, bytes]] = MappingProxyType({})
_OUTCOMES: Final = frozenset({"done", "failed", "running"})


@dataclass(frozen=True, slots=True)
class Half:
    """One step, in one of the two runs."""

    word: str
    outcome: str
    took: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One step in both runs. None: it was not there."""

    title: str
    same: bool
    word: str
    original: Half | None
    here: Half | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the report shows of a reproduction."""

    same: bool
    verdict: str
    source: str
    original_end: str
    here_end: str
    pairs: tuple[Pair, ...]
    approximations: tuple[str, ...]


def comparison_of(
    result: ReproductionResult,
    here: RunRecord,
    files: Mapping[str, bytes],
    original: RunRecord | None,
    original_files: Mapping[str, bytes],
) -> Comparison:
    """The two runs, step by step.

    Args:
        result: what `reproduce` found.
        here: the run on the replica.
        files: its files.
        original: the customer's run, where there is one (a ready scenario has none).
        original_files: its files.
    """
    theirs, ours = _Steps(original, original_files), _Steps(here, files)
    pairs = []
    for step in result.steps:
        there, mine = theirs.next(step.id), ours.next(step.id)
        known = mine or there
        pairs.append(
            Pair(
                title=step_title(known) if known is not None else step.title,
                same=step.same,
                word=say("report-same" if step.same else "report-different"),
                original=_half(step.original, step.original_ms, there, original_files),
                here=_half(step.here, step.here_ms, mine, files),
            )
        )
    return Comparison(
        same=result.same,
        verdict=say("report-reproduced-same" if result.same else "report-reproduced-different"),
        source=result.source,
        original_end=_ending(result.original_exit_code, result.original_error),
        here_end=_ending(result.here_exit_code, result.here_error),
        pairs=tuple(pairs),
        approximations=tuple(result.approximations),
    )


class _Steps:
    """The steps of a run, found by id, each occurrence once."""

    def __init__(self, record: RunRecord | None, files: Mapping[str, bytes]) -> None:
        self._left = list(record.steps) if record is not None else []
        self.files = files

    def next(self, step_id: str) -> StepRecord | None:
        found = next((step for step in self._left if step.id == step_id), None)
        if found is not None:
            self._left.remove(found)
        return found


def _half(
    outcome: str | None, took: int | None, step: StepRecord | None, files: Mapping[str, bytes]
) -> Half | None:
    if outcome is None:
        return None
    known = outcome if outcome in _OUTCOMES else "failed"
    return Half(
        word=say(f"report-step-{known}"),
        outcome=known,
        took=seconds(took),
        picture=picture(step.picture, files) if step is not None else None,
    )


def _ending(exit_code: int | None, error: str | None) -> str:
    code = "–" if exit_code is None else str(exit_code)
    return say("report-ending", code=code, error=error or "–")
