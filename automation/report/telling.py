"""Words, times and numbers in the reader's language, whatever the language of the run.

Records may be strangers' (a bundle): a text of ours is told anew from its id and values, and where that cannot be done,
as it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from automation.environments import AP_TIME
from automation.evidence.record import ErrorRecord, RunRecord, StepRecord, Values, WarningRecord
from automation.text import LANGUAGES, MissingTextError, language, say, use_language
from automation.training.cards import Card
from automation.training.guide import card_for

_UNSHOWN: Final = dict.fromkeys(
    ord(character)
    for first, last in (
        ("\0", "\x08"),
        ("\x0b", "\x0c"),
        ("\x0e", "\x1f"),
        ("\x7f", "\x9f"),
        ("\u061c", "\u061c"),
        ("\u200b", "\u200f"),
        ("\u202a", "\u202e"),
        ("\u2060", "\u2069"),
        ("\ufeff", "\ufeff"),
    )
    for character in map(chr, range(ord(first), ord(last) + 1))
)
"""Characters that nobody sees and that turn the direction of what stands beside them."""

_LONGEST_MS: Final = 10**9
"""Twelve days; a stranger's record may claim any time."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What to tell in the reader's language. `token` is empty where only a recorded text could be had."""

    what: str
    token: str
    now: str


@contextmanager
def spoken(in_language: str | None) -> Iterator[None]:
    """Speak a language for a while; None: the one in use."""
    before = language()
    use_language(in_language or before)
    try:
        yield
    finally:
        use_language(before)


def shown(text: str) -> str:
    """A text without what could not be seen in it, or would turn its direction."""
    return text.translate(_UNSHOWN)


def _told(text_id: str, values: Values) -> str | None:
    try:
        return say(text_id, **values)
    except (MissingTextError, ValueError, TypeError, ArithmeticError):  # values may be anybody's
        return None


def step_title(step: StepRecord) -> str:
    """What a step was: in the reader's language, unless a trainer's own words (`--texts`) were used in the run."""
    told = _told(f"step-{step.id}", step.values)
    for code in LANGUAGES:
        with spoken(code):
            if _told(f"step-{step.id}", step.values) == step.title:
                return told or step.title
    return step.title


def guide_of(step: StepRecord) -> Card | None:
    """What the guide says of a step; None where it says nothing."""
    try:
        card = card_for(step)
    except (MissingTextError, ValueError, TypeError, ArithmeticError):  # as in `_told`
        return None
    return card if card.do else None


def warning_text(warning: WarningRecord) -> str:
    """What the operator was warned of."""
    return _told(f"warning-{warning.id}", warning.values) or warning.text


def error_telling(error: ErrorRecord, steps: tuple[StepRecord, ...]) -> Telling:
    """What happened, what it means for the token, what to do."""
    values = dict(error.details)
    for step in steps:  # an error names its step by the title, which was in the run's language
        if values.get("step") == step.title:
            values["step"] = step_title(step)
    parts = [_told(f"error-{error.code}.{part}", values) for part in ("what", "token", "now")]
    what, token, now = parts
    if what is None or token is None or now is None:
        return Telling(error.message, "", error.advice)
    return Telling(what, token, now)


def environment_name(record: RunRecord) -> str:
    """The environment, as a name for people."""
    return say("report-environment", environment=record.environment or "?")


def command_name(command: str) -> str:
    """What the command does, in a word or two."""
    return say("report-command", command=command)


def seconds(milliseconds: float | None) -> str:
    """A duration for people: `0,4 s`, `12 s`, `3 min 05 s`."""
    if milliseconds is None:
        return "–"
    value = max(0.0, min(milliseconds, _LONGEST_MS) / 1000)
    if value < 0.095:
        return f"{round(value * 1000)} ms"
    if value < 9.95:
        return _decimal(f"{value:.1f} s")
    if value < 59.5:
        return f"{round(value)} s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def short_time(milliseconds: float | None) -> str:
    """The duration of a request: `360 ms`, `1,2 s`."""
    if milliseconds is not None and 0 <= milliseconds < 1000:
        return f"{round(milliseconds)} ms"
    return seconds(milliseconds)


def span(milliseconds: float | None) -> timedelta:
    """A time that took place; a stranger's record may claim a negative or an endless one."""
    return timedelta(milliseconds=max(0, min(milliseconds or 0, _LONGEST_MS)))


def clock(moment: datetime) -> str:
    """`07:18:15`."""
    return f"{moment.astimezone(AP_TIME):%H:%M:%S}"


def day(moment: datetime) -> str:
    """`23.11.2026`, or `2026-11-23`."""
    return f"{moment.astimezone(AP_TIME):{'%d.%m.%Y' if language() == 'pl' else '%Y-%m-%d'}}"


def offset(milliseconds: float) -> str:
    """Since the start of the run: `0:26`."""
    minutes, rest = divmod(max(0, int(milliseconds // 1000)), 60)
    return f"{minutes}:{rest:02}"


def _decimal(text: str) -> str:
    return text.replace(".", ",") if language() == "pl" else text
