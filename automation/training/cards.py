"""What the training panel can show: a card for a step, a question, what was just done well or badly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

FeedbackKind = Literal["good", "mistake", "hint", "info", "stop"]
"""Each has its own icon and word in the panel, not only its own colour."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press in the panel."""

    id: str
    """`next`, `back`, `repeat`, `end`, `hint`, `do-it`..."""
    label: str
    is_primary: bool = False
    keys: str = ""
    """The keys that press it, as they are shown beside it (`Enter`)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is to be said of what was just done."""

    kind: FeedbackKind
    text: str
    rule: str = ""
    """The guide's rule that it is about."""


@dataclass(frozen=True, slots=True)
class Card:
    """All that the panel shows at one moment."""

    part: str
    """Where we are: `Krok 2, zadanie 1`."""
    title: str
    stage: int = 0
    """Which of the guide's five Kroki, for the progress; 0 before them and outside of them."""
    do: str = ""
    """What is done or to be done. Lines that begin with `- ` are a list."""
    why: str = ""
    warnings: tuple[str, ...] = ()
    """The guide's warnings that belong here."""
    note: str = ""
    """The company's own."""
    status: str = ""
    """What the panel waits for: a nod, the trainee's press..."""
    feedback: Feedback | None = None
    question: str = ""
    choices: tuple[Choice, ...] = ()
    field: str = ""
    """The label of a text field in the panel; none if empty."""
    value: str = ""
    """What is to be typed in AP, shown so that it can be read letter by letter."""
    buttons: tuple[Button, ...] = ()
    seconds: float = 0.0
    """After how many seconds the card goes on by itself: a thin bar shows what is left. 0: not by itself."""
    is_large: bool = False
    """In the middle of the window: at the beginning and at the end, when nothing of AP is to be seen."""


@runtime_checkable
class CardReader(Protocol):
    """An observer that tells others what the panel shows outside of all steps: a lesson's video."""

    def card_shown(self, card: Card) -> None:
        """The first card or the last is about to be shown."""


def tell_readers(observers: Iterable[object], card: Card) -> None:
    """Tell those of a run's observers that care."""
    for observer in observers:
        if isinstance(observer, CardReader):
            observer.card_shown(card)
