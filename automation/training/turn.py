"""The trainee's turn: one act that is waited for, and its control, which a page may draw anew or take away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.sync_api import ElementHandle, Error

from automation.ap.partner import Act
from automation.training.coach import control_of_id

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.training.panel import Panel

NOWHERE: Final = "nowhere"
"""`Turn.detour` where nothing on the page is known to lead back."""

_WAY_BACK: Final = ("menu-generate-token", "menu-tokens", "menu-toggle")
"""By which one comes back to the form, the nearest first."""
_MISSED_AFTER: Final = 2.0
"""Seconds for which a control may be gone (a page that is drawn anew) before the way back to it is told."""


@dataclass(slots=True)
class Turn:
    """One act that is waited for."""

    act: Act
    began: float
    """`time.monotonic()`."""
    help_given: int = 0
    """1: where to look was told; 2: it was pointed at."""
    element: ElementHandle | None = None
    """Where the control is."""
    detour: str = ""
    """The control that leads back to the act's own, where that is gone; else empty."""
    is_held_back: bool = False
    """The page takes it for something else than a field, so it has to be let through by name."""
    right_since: float | None = None
    """Since when the field has been as it should be."""
    fault: Act | None = None
    """What has to be put right in the form first."""
    told: str | None = None
    """The wrong text that was explained last."""
    _is_announced: bool = False
    _seen_at: float = 0.0

    @property
    def is_pressed(self) -> bool:
        """Whether what is waited for is a press."""
        return self.act.kind == "press" or bool(self.detour) or self.is_held_back

    def back_from_detour(self) -> None:
        """The trainee has gone back: look for the control itself again."""
        self.element, self.detour, self._seen_at = None, "", time.monotonic()


class Reach:
    """Lets the trainee reach the control of a turn, and nothing but it."""

    def __init__(self, ap: Ap, panel: Panel, has_pressed: Callable[[], bool]) -> None:
        """Args:
        ap: where the controls are.
        panel: watches them.
        has_pressed: whether a press was told of that nobody has dealt with yet.
        """
        self._ap = ap
        self._panel = panel
        self._has_pressed = has_pressed

    def follow(self, turn: Turn, *, may_lead_back: bool) -> bool:
        """Keep to the control of a turn.

        Args:
            turn: the turn.
            may_lead_back: whether the menu may be pressed where the control is gone: not while a token is at stake.

        Returns:
            Whether the card has to be shown again.
        """
        now, before = time.monotonic(), turn.detour
        turn._seen_at = turn._seen_at or now
        found = self._found(turn.act)
        if found is not None:
            turn._seen_at, turn.detour = now, ""
        elif now - turn._seen_at >= _MISSED_AFTER:
            turn.detour, found = self._way_back(turn.act) if may_lead_back else (NOWHERE, None)
        if found is None or (turn.element is not None and _is_same(found, turn.element)):
            return turn.detour != before
        if turn.is_pressed:
            if not turn._is_announced and not turn.detour:
                turn.act.about_to()
                turn._is_announced = True
            # A page may draw its control anew because it was pressed: it is never let through twice.
            if self._has_pressed() or not self.watch(found):
                return False
        turn.element = found
        return True

    def watch(self, element: ElementHandle | None) -> bool:
        """Let this control be pressed, once; nothing, if there is none. False if it cannot be done just now."""
        try:
            self._panel.watch(element)
        except Exception:  # it may have gone; a panel that fails is noticed when it is to show something
            return False
        return True

    def seen(self, control_id: str) -> list[ElementHandle]:
        """What matches a control now."""
        try:
            return self._ap.finder.matches(control_of_id(control_id))
        except Error:
            return []

    def _found(self, act: Act) -> ElementHandle | None:
        try:
            return act.find()
        except Error:
            return None  # the page is just being drawn; if it is gone, waiting says so

    def _way_back(self, act: Act) -> tuple[str, ElementHandle | None]:
        """The control of the menu that leads back to what is looked for."""
        for each in _WAY_BACK:
            if each != act.control_id and (seen := self.seen(each)):
                return each, seen[0]
        return NOWHERE, None


def _is_same(one: ElementHandle, other: ElementHandle) -> bool:
    try:
        return bool(one.evaluate("(one, other) => one === other", other))
    except Error:
        return False
