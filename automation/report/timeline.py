"""The steps as a timeline: when each began, how long it took, what AP was asked meanwhile, what was on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from automation.evidence.record import ExchangeRecord, RunRecord, StepRecord
from automation.report.pictures import Picture, picture
from automation.report.telling import clock, guide_of, offset, seconds, short_time, span, step_title
from automation.text import say
from automation.training.cards import Card

BAR_WIDTH: Final = 1000
"""Units of a bar's own width."""
_THINNEST: Final = 6
_GAP_MS: Final = 2000
"""Between two steps; less is nothing to tell of."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request to AP's gateway."""

    step: int
    method: str
    path: str
    at: str
    status: str
    took: str
    failed: bool
    meaning: str
    """What the status means, in words; empty where all is well."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step."""

    step: StepRecord
    title: str
    word: str
    """How it went, in a word."""
    begins: str
    took: str
    bar_x: int
    bar_width: int
    gap: str
    """The time that passed before it, where that is worth telling."""
    picture: Picture | None
    same_as: int | None
    """The earlier step whose picture is the very same."""
    requests: tuple[Request, ...]
    guide: Card | None = None
    """What the guide says of it, where the run ended in it."""

    @property
    def failed(self) -> bool:
        """Whether the run ended in it."""
        return self.step.outcome != "done"

    @property
    def troubles(self) -> tuple[Request, ...]:
        """Its requests that went wrong."""
        return tuple(request for request in self.requests if request.failed)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Steps in a row that were all behind the curtain, or all before it."""

    behind_curtain: bool
    rows: tuple[Row, ...]


@dataclass(slots=True)
class _Pictures:
    """Hands out the pictures of the steps, each only once."""

    files: Mapping[str, bytes]
    seen: dict[bytes, int] = field(default_factory=dict)

    def of(self, step: StepRecord) -> tuple[Picture | None, int | None]:
        found = picture(step.picture, self.files)
        if found is None:
            return None, None
        first = self.seen.setdefault(found.content, step.number)
        return found, (first if first != step.number else None)


def requests_of(record: RunRecord) -> tuple[Request, ...]:
    """All requests, in their order."""
    told = sorted(record.exchanges, key=lambda exchange: exchange.sent_at)
    return tuple(_request(exchange) for exchange in told)


def stretches_of(
    record: RunRecord, files: Mapping[str, bytes], requests: tuple[Request, ...]
) -> tuple[Stretch, ...]:
    """The timeline."""
    if not record.steps:
        return ()
    pictures = _Pictures(files)
    starts = record.steps[0].started_at
    ends = [_end(step, record.ended_at) for step in record.steps]
    whole = max(1.0, _ms(max(ends) - starts))
    rows = []
    for number, step in enumerate(record.steps):
        begins, took = _ms(step.started_at - starts), _ms(ends[number] - step.started_at)
        gap = _ms(step.started_at - ends[number - 1]) if number else 0.0
        found, same_as = pictures.of(step)
        x = min(BAR_WIDTH - _THINNEST, max(0, round(BAR_WIDTH * begins / whole)))
        rows.append(
            Row(
                step=step,
                title=step_title(step),
                word=say(f"report-step-{step.outcome}"),
                begins=offset(begins),
                took=seconds(took),
                bar_x=x,
                bar_width=min(BAR_WIDTH - x, max(_THINNEST, round(BAR_WIDTH * took / whole))),
                gap=seconds(gap) if gap >= _GAP_MS else "",
                picture=found,
                same_as=same_as,
                requests=tuple(request for request in requests if request.step == step.number),
                guide=guide_of(step) if step.outcome != "done" else None,
            )
        )
    by_curtain = groupby(rows, key=lambda row: row.step.behind_curtain)
    return tuple(Stretch(behind_curtain, tuple(group)) for behind_curtain, group in by_curtain)


def where_word(record: RunRecord, row: Row) -> str:
    """What the step is called in which a run stopped: it may have stopped after it, and it may have died."""
    return say("report-where" if record.finished and row.failed else "report-where-killed")


def has_failed(exchange: ExchangeRecord) -> bool:
    """Whether a request did not get what it asked for."""
    return exchange.broken or exchange.status is None or exchange.status >= 400


def _request(exchange: ExchangeRecord) -> Request:
    status = str(exchange.status) if exchange.status is not None else "–"
    meaning = ""
    if exchange.broken:
        status, meaning = "×", say("report-request-broken")
    elif exchange.status is None:
        meaning = say("report-request-unanswered")
    elif exchange.status >= 400:
        meaning = say(
            "report-status",
            status=exchange.status,
            kind="server" if exchange.status >= 500 else "client",
        )
    if exchange.retry_after is not None:
        meaning = f"{meaning} {say('report-retry-after', time=seconds(exchange.retry_after * 1000))}".strip()
    if exchange.code is not None:
        meaning = f"{meaning} {say('report-ksef-code', code=str(exchange.code))}".strip()
    return Request(
        step=exchange.step,
        method=exchange.method,
        path=exchange.path,
        at=clock(exchange.sent_at),
        status=status,
        took=short_time(exchange.duration_ms),
        failed=has_failed(exchange),
        meaning=meaning,
    )


def _end(step: StepRecord, run_ended_at: datetime | None) -> datetime:
    if step.duration_ms is not None:
        return step.started_at + span(step.duration_ms)
    return max(step.started_at, run_ended_at or step.started_at)


def _ms(span: timedelta) -> float:
    return span.total_seconds() * 1000
