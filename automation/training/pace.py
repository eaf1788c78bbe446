"""How fast a lesson goes: at a person's nods, or by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from automation.errors import WrongSettingError
from automation.text import say
from automation.training.cards import Card

_CHARACTERS_PER_SECOND: Final = 15.0
"""A calm reader's speed; subtitles of films are made for 12 to 17."""
_LEAST, _MOST = 3.0, 25.0
"""Seconds that a card is shown for, however short or long its text is."""
_LONGEST: Final = 600.0
"""Seconds a card that may be asked for."""

_GLIDE: Final = 0.8
"""Seconds that the drawn pointer takes to a control."""
_KEY: Final = 0.05
"""Seconds between two keys."""
_REST: Final = 0.6
"""Seconds between two acts of one step, so that one can follow."""

_PACE: Final = re.compile(r"auto(?::(\d+(?:[.,]\d+)?)\s*s?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lesson goes."""

    is_auto: bool = False
    """By itself; else at a person's nods."""
    seconds: float | None = None
    """For which each card is shown; None: by the length of its text. With 0 nothing is shown moving, either."""

    def seconds_for(self, card: Card) -> float | None:
        """For how many seconds a card is shown; None: until somebody nods."""
        if not self.is_auto:
            return None
        if self.seconds is not None:
            return self.seconds
        text = (card.part, card.title, card.do, card.why, *card.warnings, card.note, card.question)
        return min(max(sum(map(len, text)) / _CHARACTERS_PER_SECOND, _LEAST), _MOST)

    @property
    def glide(self) -> float:
        """Seconds that the drawn pointer takes to a control."""
        return self._at_most(_GLIDE)

    @property
    def key_pause(self) -> float:
        """Seconds between two keys of a text that is typed."""
        return self._at_most(_KEY)

    @property
    def rest(self) -> float:
        """Seconds between two acts of one step."""
        return self._at_most(_REST)

    def _at_most(self, usual: float) -> float:
        return 0.0 if self.seconds == 0 else usual


MANUAL: Final = Pace()
"""At a person's nods."""


def parse_pace(text: str) -> Pace:
    """The pace that an option names: `manual`, `auto` or `auto:3s`.

    Raises:
        WrongSettingError: it names none.
    """
    if text.strip().casefold() == "manual":
        return MANUAL
    found = _PACE.fullmatch(text.strip())
    if found is None:
        raise WrongSettingError(setting="pace", reason=say("reason-pace", pace=text))
    seconds = float(found[1].replace(",", ".")) if found[1] else None
    if seconds is not None and seconds > _LONGEST:
        raise WrongSettingError(setting="pace", reason=say("reason-pace", pace=text))
    return Pace(is_auto=True, seconds=seconds)
