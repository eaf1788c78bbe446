"""Presses of Odśwież on a time axis, with what AP answered to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from automation.evidence.record import ExchangeRecord, RunRecord
from automation.report.telling import clock, seconds, short_time, span
from automation.report.timeline import has_failed
from automation.text import say

WIDTH: Final = 760
"""Units of the drawing's own width; its scale begins and ends `_MARGIN` inside."""
_MARGIN: Final = 44
_ROOM_FOR_NUMBER: Final = 26
_ROOM_FOR_INTERVAL: Final = 52
_MOST: Final = 200
"""Presses that are drawn and listed."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press."""

    number: int
    at: str
    since: str
    """Since the press before it, or since the order."""
    answers: tuple[str, ...]
    """Statuses and times of what AP was asked because of it."""
    failed: bool
    x: float
    numbered: bool
    """Whether there is room for its number."""
    answer_x: float | None
    interval: str
    """Written between it and the one before, where there is room."""
    interval_x: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The drawing and the table beside it."""

    presses: tuple[Press, ...]
    order_x: float | None
    end_x: float
    end_word: str
    shown: bool
    """Whether AP has shown the token at the end."""
    ticks: tuple[tuple[float, str], ...]
    summary: str


def axis_of(record: RunRecord) -> Axis | None:
    """The presses of a run; None where there were none."""
    pressed = sorted(record.presses, key=lambda press: press.pressed_at)[:_MOST]
    if not pressed:
        return None
    order = next((e for e in record.exchanges if e.method == "POST" and e.path == "/tokens"), None)
    first = order.sent_at if order is not None and order.sent_at < pressed[0].pressed_at else None
    moments = [press.pressed_at for press in pressed]
    ends = [*moments[1:], _end(record, moments[-1])]
    answers = [list(_answers(record, begins, before)) for begins, before in zip(moments, ends, strict=True)]
    last = max([ends[-1], *(_answered(answer) for answer in answers[-1])])
    scale = _Scale(first or moments[0], last)
    told: list[Press] = []
    for index, press in enumerate(pressed):
        before = moments[index - 1] if index else first
        x, room = scale.x(press.pressed_at), _MARGIN
        interval = ""
        if before is not None:
            room = round(x - scale.x(before))
            interval = seconds((press.pressed_at - before).total_seconds() * 1000)
        own = answers[index]
        told.append(
            Press(
                number=press.number,
                at=clock(press.pressed_at),
                since=interval or "–",
                answers=tuple(f"{answer.status or '×'} · {short_time(answer.duration_ms)}" for answer in own),
                failed=any(has_failed(answer) for answer in own),
                x=x,
                numbered=index == 0 or room >= _ROOM_FOR_NUMBER,
                answer_x=scale.x(_answered(own[0])) if own else None,
                interval=interval if room >= _ROOM_FOR_INTERVAL else "",
                interval_x=round(x - room / 2, 1),
            )
        )
    shown = any(step.id == "krok-4-kopiuj" for step in record.steps)
    return Axis(
        presses=tuple(told),
        order_x=scale.x(first) if first is not None else None,
        end_x=scale.x(last),
        end_word=say("report-axis-shown" if shown else "report-axis-not-shown"),
        shown=shown,
        ticks=tuple(scale.ticks()),
        summary=_summary(moments),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: datetime
    end: datetime

    @property
    def whole(self) -> float:
        return max(0.5, (self.end - self.start).total_seconds())

    def x(self, moment: datetime) -> float:
        part = (moment - self.start).total_seconds() / self.whole
        return round(_MARGIN + min(1.0, max(0.0, part)) * (WIDTH - 2 * _MARGIN), 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """A handful of round times along the axis."""
        steps = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
        each = next((step for step in steps if self.whole / step <= 8), self.whole / 4)
        for number in range(int(self.whole / each) + 1):
            moment = self.start + timedelta(seconds=number * each)
            at = number * each
            yield self.x(moment), f"{at:.0f} s" if at < 60 and at == int(at) else seconds(at * 1000)


def _answers(record: RunRecord, begins: datetime, before: datetime) -> Iterator[ExchangeRecord]:
    for exchange in record.exchanges:
        if exchange.method == "GET" and begins <= exchange.sent_at < before:
            yield exchange


def _answered(exchange: ExchangeRecord) -> datetime:
    return exchange.sent_at + span(exchange.duration_ms)


def _end(record: RunRecord, last: datetime) -> datetime:
    """When the step of the last press was over."""
    for step in record.steps:
        until = step.started_at + span(step.duration_ms)
        if step.started_at <= last <= until:
            return until
    return last + timedelta(seconds=1)


def _summary(moments: list[datetime]) -> str:
    spans = [(after - before).total_seconds() * 1000 for before, after in pairwise(moments)]
    if not spans:
        return say("report-presses-one")
    return say(
        "report-presses-many",
        count=len(moments),
        shortest=seconds(min(spans)),
        longest=seconds(max(spans)),
    )
