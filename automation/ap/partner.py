"""Somebody beside the assistant's hand: a trainer's audience, to whom each act is shown, or a trainee, who does it.

Pages ask for results as ever; what they ask the hand for is offered to the partner first. Without a partner (every
command but `train`) nothing of this is in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol

from playwright.sync_api import ElementHandle

ActKind = Literal["open", "press", "tick", "fill", "choose"]


class Doer(Enum):
    """Who does an act."""

    ASSISTANT = "assistant"
    """The hand is to do it now."""
    PERSON = "person"
    """The person has done it."""
    NOBODY = "nobody"
    """It has become needless: one of `Act.unless` came true."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is about to be done to AP's page."""

    kind: ActKind
    name: str
    """What AP calls the control (`Tokeny`); with `open` the address."""
    control_id: str = ""
    """The catalogue's id of the control; empty where it is none of the catalogue's (a row of a table)."""
    value: str = ""
    """What is typed or chosen; empty with the other kinds."""
    ticked: bool = True
    """Whether a box is to be ticked or unticked."""
    find: Callable[[], ElementHandle | None] = lambda: None
    """Where the control is just now; None while it is not there. Proves that the page may be acted on."""
    is_done: Callable[[], bool] = lambda: False
    """Whether the control is in the wanted state already. Of a press only the press itself tells."""
    about_to: Callable[[], None] = lambda: None
    """To be called right before a person may press it: after it, nobody can say that nothing was pressed."""
    unless: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    """What makes the act needless when it comes, such as a token that shows itself."""


class Partner(Protocol):
    """What the hand asks before each act."""

    key_pause: float
    """Seconds between two keys where a text is typed before somebody's eyes."""

    def does(self, act: Act) -> Doer:
        """Show the act, or have it done. May take as long as a person takes.

        Raises:
            RunInterruptedError: the person has ended the lesson.
        """

    def lets(self, element: ElementHandle) -> None:
        """The assistant is about to press this element itself: what holds presses back lets this one through."""
