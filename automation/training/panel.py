"""The training panel: what is drawn over AP's page, and what it tells of the person at the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from playwright.sync_api import ElementHandle, Page

from automation.training.cards import Card

HOST: str = "ap-token-training"
"""The tag of the one element that is put into AP's document, outside of its body. The finder and the camera pass over
it."""


class Hold(StrEnum):
    """What a person may do to AP's page meanwhile. The panel itself can always be used, and one can always scroll."""

    OFF = "off"
    """Everything: the assistant acts, or a person logs in."""
    HELD = "held"
    """Nothing: something is being shown or asked."""
    GUIDED = "guided"
    """Fields and boxes, and the one control that the step is about (`watch`); what else can be pressed is held back."""
    STAKE = "stake"
    """A token is at stake: the watched control, and nothing else. Reloading, going back and copying by selection are
    held back, and closing asks first."""


@dataclass(frozen=True, slots=True)
class PanelEvent:
    """What the person did."""

    kind: Literal["button", "choice", "field", "pressed", "held", "reload", "back", "copy", "close"]
    """`button`: in the panel, or by its key; `choice`, `field`: an answer; `pressed`: the watched control was pressed;
    `held`: something else was, and was held back; the others: what was tried and held back while a token is at
    stake."""
    value: str = ""
    """The button's or the choice's id; the field's text; what is called so that was pressed (60 characters at most,
    never anything like a token)."""


class Panel:
    """The panel on one page. It comes back by itself in every new document of AP's."""

    def __init__(self, page: Page, *, origins: tuple[str, ...], language: str) -> None:
        """Args:
        page: AP's.
        origins: where it is shown; besides, on the browser's empty page.
        language: of its texts, for screen readers.
        """

    def show(self, card: Card, *, targets: Sequence[ElementHandle] = (), hold: Hold = Hold.OFF) -> None:
        """Show a card; point at these elements of the page, and stay clear of them."""

    def hold(self, hold: Hold) -> None:
        """Change what a person may do."""

    def watch(self, element: ElementHandle | None) -> None:
        """Let a person press this control, once, and tell of it."""

    def lets(self, element: ElementHandle) -> None:
        """The assistant presses this element next: let that press through, whatever is held."""

    def glide(self, element: ElementHandle, seconds: float) -> None:
        """Move the drawn pointer there in so many seconds, and come back when it is there."""

    def ripple(self) -> None:
        """Show a press where the pointer is."""

    def flash(self) -> None:
        """Draw the eye to what is pointed at once more."""

    def events(self) -> list[PanelEvent]:
        """What the person has done since the last call, in order."""
        return []

    def hide(self) -> None:
        """Take the panel away."""

    def close(self) -> None:
        """Take it away for good."""
