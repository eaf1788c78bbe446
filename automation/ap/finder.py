"""Finds the controls of the catalogue on the page: exactly one visible match, or an error that says why not."""

from __future__ import annotations

import re
import time
from typing import Final

from playwright.sync_api import ElementHandle, Error, JSHandle, Locator, Page

from automation.ap import page_scripts
from automation.ap.catalogue import TEXT, Control, control, name_pattern
from automation.ap.waiting import Patience
from automation.errors import ControlAmbiguousError, ControlMissingError

_MENU_ITEMS: Final = (
    "menu-invoices",
    "menu-sessions",
    "menu-permissions",
    "menu-tokens",
    "menu-certificates",
)
_SETTLE: Final = 1.0
"""Seconds that a second match may linger (a closing overlay, a leaving animation) before it counts."""

_SECRET_LIKE = re.compile(r"\S*\|\S*|\b[0-9a-f]{16,}\b")
"""What must not be quoted from a page: anything with a token's bar or a long run of hex digits."""


class Finder:
    """Looks for controls on one page.

    `version` is AP's, once it is known; `step` is the title of the step under way, for messages.
    """

    def __init__(self, page: Page, patience: Patience) -> None:
        self.page = page
        self.version: str | None = None
        self.step = ""
        self._patience = patience
        self._menu: JSHandle | None = None

    def forget(self) -> None:
        """Look for the menu anew: between two steps, and while the menu may still be growing."""
        self._menu = None

    def find(
        self, wanted: Control, *, enabled: bool = True, near: Control | None = None, timeout: float
    ) -> ElementHandle:
        """The one element that the control is, as soon as it is there.

        Args:
            wanted: what to look for.
            enabled: wait until it can be used, too.
            near: a control whose form it stands in, where the form is what tells two matches apart.
            timeout: seconds to wait.

        Raises:
            ControlMissingError: nothing matches, or only disabled elements where `enabled` is asked for.
            ControlAmbiguousError: several elements match.
        """
        deadline = time.monotonic() + timeout
        several_since: float | None = None
        while True:
            matches = self.matches(wanted)
            if enabled:
                matches = [match for match in matches if _is_enabled(match)]
            if len(matches) > 1 and near is not None:
                matches = self._in_form_of(near, matches) or matches
            if len(matches) == 1:
                return matches[0]
            now = time.monotonic()
            several_since = (several_since or now) if matches else None
            if several_since is not None and now - several_since >= _SETTLE:
                raise ControlAmbiguousError(**self._facts(wanted, self._names(wanted)))
            if now >= deadline:
                raise ControlMissingError(**self._facts(wanted, self.names_around(wanted)))
            self._patience.next_change()

    def matches(self, wanted: Control) -> list[ElementHandle]:
        """The visible elements that match now."""
        pattern = wanted.pattern(self.version)
        roles = [role for role in wanted.roles if role != TEXT]
        found: list[ElementHandle] = []
        if roles:
            found = self._scoped(wanted, self._visible(_by_roles(self.page, roles, pattern)))
            found = found or self._scoped(wanted, self._reading(_by_roles(self.page, roles, None), pattern))
        if TEXT in wanted.roles:
            found = found or self._scoped(wanted, self._visible(self.page.get_by_text(pattern)))
        return found

    def is_shown(self, wanted: Control) -> bool:
        """Whether the control is visible now (once or more often)."""
        return bool(self.matches(wanted))

    def menu_root(self) -> JSHandle | None:
        """The element that holds the side menu, whatever it is made of; None while there is none."""
        controls = [control(item) for item in _MENU_ITEMS]
        pattern = name_pattern(tuple(name for item in controls for name in item.names_in(self.version)))
        roles = list(controls[0].roles)
        items = self._visible(_by_roles(self.page, roles, pattern))
        items = items or self._reading(_by_roles(self.page, roles, None), pattern)
        if not items:
            return None
        root = self.page.evaluate_handle(page_scripts.MENU_ROOT, items)
        return root if root.as_element() is not None else None

    def texts_of_role(self, role: str) -> list[str]:
        """The texts of every visible element with this role."""
        handles = self._visible(self.page.get_by_role(role))  # type: ignore[arg-type]
        try:
            texts: list[str] = self.page.evaluate(page_scripts.NAMES, handles)
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return texts

    def ticked_in_main(self) -> int:
        """How many ticked boxes there are outside the menu, known or not."""
        boxes = self.page.get_by_role("checkbox", checked=True).or_(
            self.page.get_by_role("switch", checked=True)
        )
        return len(self._in_scope("main", self._visible(boxes)))

    def names_around(self, wanted: Control) -> str:
        """What can be pressed, ticked or filled in the control's place, for a message to a person."""
        roles = [role for role in wanted.roles if role != TEXT] or ["heading"]
        union = _by_roles(self.page, roles, None)
        try:
            texts = union.evaluate_all(page_scripts.NAMES)
        except Error:
            return "-"
        unique = list(dict.fromkeys(_quotable(text) for text in texts if text))
        return "; ".join(f"„{text}”" for text in unique[:12]) or "-"

    def _names(self, wanted: Control) -> str:
        texts = [
            match.inner_text() or match.get_attribute("aria-label") or "" for match in self.matches(wanted)
        ]
        return "; ".join(f"„{_quotable(text)}”" for text in texts)

    def _facts(self, wanted: Control, found: str) -> dict[str, str]:
        return {
            "control": wanted.label(self.version),
            "step": self.step,
            "version": self.version or "?",
            "found": found,
        }

    def _visible(self, candidates: Locator) -> list[ElementHandle]:
        try:
            handles = candidates.element_handles()
            if not handles:
                return []
            seen = self.page.evaluate(page_scripts.VISIBLE, handles)
            handles = [handle for handle, is_seen in zip(handles, seen, strict=True) if is_seen]
            if len(handles) > 1:
                inner = self.page.evaluate(page_scripts.INNERMOST, handles)
                handles = [handle for handle, is_inner in zip(handles, inner, strict=True) if is_inner]
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return handles

    def _reading(self, candidates: Locator, pattern: re.Pattern[str]) -> list[ElementHandle]:
        """Of elements whose accessible name is not the expected one, those on which a person reads it.

        An icon with a title of its own makes the name "Receipt Faktury", an icon that a font draws makes it
        "album Tokeny", where one reads `Faktury` and `Tokeny`.
        """
        try:
            if not any(pattern.match(text) for text in candidates.evaluate_all(page_scripts.READ)):
                return []
            handles = self._visible(candidates)
            texts = self.page.evaluate(page_scripts.READ, handles)
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return [handle for handle, text in zip(handles, texts, strict=True) if pattern.match(text)]

    def _scoped(self, wanted: Control, found: list[ElementHandle]) -> list[ElementHandle]:
        if not found or wanted.scope == "page":
            return found
        return self._in_dialog(found) if wanted.scope == "dialog" else self._in_scope(wanted.scope, found)

    def _in_scope(self, scope: str, found: list[ElementHandle]) -> list[ElementHandle]:
        try:
            inside = self.page.evaluate(page_scripts.INSIDE, [self._menu, found]) if self._menu else None
            if inside is None:
                self._menu = self.menu_root()
                if self._menu is None:
                    return [] if scope == "menu" else found
                inside = self.page.evaluate(page_scripts.INSIDE, [self._menu, found])
        except Error as error:
            if is_page_change(error):
                return []
            raise
        if inside is None:
            return []
        return [match for match, is_in in zip(found, inside, strict=True) if is_in == (scope == "menu")]

    def _in_dialog(self, found: list[ElementHandle]) -> list[ElementHandle]:
        """Those in the dialog on top. Asked of the drawn page: a dialog's content may be slotted into it."""
        dialogs = _by_roles(self.page, ["dialog", "alertdialog"], None)
        try:
            handles = dialogs.element_handles()
            if not handles:
                return []
            inside = self.page.evaluate(page_scripts.INSIDE, [handles[-1], found])
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return [match for match, is_in in zip(found, inside or [False] * len(found), strict=True) if is_in]

    def _in_form_of(self, anchor: Control, found: list[ElementHandle]) -> list[ElementHandle]:
        anchors = self.matches(anchor)
        if len(anchors) != 1:
            return []
        inside = self.page.evaluate(page_scripts.SAME_FORM, [anchors[0], found])
        return [match for match, is_in in zip(found, inside, strict=True) if is_in]


def is_page_change(error: Error) -> bool:
    """Whether the page went on while it was being looked at, so that one only has to look again."""
    text = str(error)
    return any(
        sign in text
        for sign in (
            "Execution context was destroyed",
            "not attached",
            "Cannot find context",
            "navigat",
            "detached",
        )
    )


def _by_roles(root: Page | Locator, roles: list[str], pattern: re.Pattern[str] | None) -> Locator:
    locators = [
        root.get_by_role(role, name=pattern) if pattern else root.get_by_role(role)  # type: ignore[arg-type]
        for role in roles
    ]
    union = locators[0]
    for locator in locators[1:]:
        union = union.or_(locator)
    return union


def _is_enabled(handle: ElementHandle) -> bool:
    try:
        return handle.is_enabled()
    except Error as error:
        if is_page_change(error):
            return False
        raise


def _quotable(text: str) -> str:
    return _SECRET_LIKE.sub("…", " ".join(text.split()))[:60]
