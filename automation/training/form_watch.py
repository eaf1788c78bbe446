"""Watches what a trainee puts into AP's form: fields that changed again, texts that differ, boxes nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error

from automation.ap.catalogue import control, permission_control
from automation.ap.partner import Act
from automation.ksef_token import Permission
from automation.training.panel import HOST

if TYPE_CHECKING:
    from automation.ap.app import Ap

_PERMISSION: Final = "permission."

_FIELD_JS: Final = """(element, panel) => [
  String(element.value ?? ""), element.matches(":focus-within") || document.activeElement?.localName === panel,
]"""
"""[element, the panel's tag] → what stands in it, and whether somebody is at it, or has only looked at the panel."""


class FormWatch:
    """What was asked for in the step under way, and what stands in the form."""

    def __init__(self, ap: Ap) -> None:
        """Args:
        ap: where the form is.
        """
        self._ap = ap
        self._wanted: frozenset[str] = frozenset()
        self._before: frozenset[str] | None = None
        self._known: frozenset[str] = frozenset()
        self._done: list[Act] = []

    def begin_step(self, points_at: Iterable[str]) -> None:
        """Another step: what the ones before have put in is no longer looked at.

        Args:
            points_at: what one looks at in it; the permissions among them are those that the token is to have.
        """
        boxes = frozenset(each for each in points_at if each.startswith(_PERMISSION))
        self._wanted = boxes or self._wanted
        self._before, self._known = None, frozenset()
        self._done.clear()

    def note_done(self, act: Act) -> None:
        """The act is done; it is to stay so until the step ends."""
        self._done.append(act)

    def undone(self) -> Act | None:
        """Something that was right in this step before, and is not any more."""
        return next((act for act in self._done if act.find() is not None and not act.is_done()), None)

    def text_left(self, act: Act) -> str | None:
        """What stands in the act's field, once the trainee has left it; None while it is being filled, or empty."""
        field = act.find()
        if field is None:
            return None
        try:
            text, has_focus = field.evaluate(_FIELD_JS, HOST)
        except Error:
            return None
        return text if text and not has_focus else None

    def strange_boxes(self) -> dict[str, str]:
        """Boxes that were ticked since the step's first act and that the token is not to have: id → AP's name."""
        if not self._wanted:
            return {}
        ticked = dict(self._ticked())
        if self._before is None:
            self._before = frozenset(ticked)
        return {
            box_id: name
            for box_id, name in ticked.items()
            if box_id not in self._wanted and box_id not in self._before
        }

    @property
    def has_strange(self) -> bool:
        """Whether there was one at the last call of `newly_strange`."""
        return bool(self._known)

    def newly_strange(self) -> dict[str, str]:
        """Those that were not strange at the last call: each is told of once, and again if ticked again."""
        strange = self.strange_boxes()
        new = {box_id: name for box_id, name in strange.items() if box_id not in self._known}
        self._known = frozenset(strange)
        return new

    def _ticked(self) -> Iterator[tuple[str, str]]:
        known = (*map(permission_control, Permission), control("renewal"))
        for box in self._ap.finder.boxes(known):
            if box.control is not None and box.is_enabled and box.is_ticked:
                yield box.control.id, box.control.label(self._ap.version)
