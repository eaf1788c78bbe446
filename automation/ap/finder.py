"""Finds the controls of the catalogue on the page: exactly one visible match, or an error that says why not."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, JSHandle, Locator, Page

from automation.ap import page_scripts
from automation.ap.catalogue import TEXT, Control, control
from automation.ap.names import plain
from automation.ap.waiting import Patience
from automation.errors import ControlAmbiguousError, ControlMissingError

_MENU_ITEMS: Final = (
    "menu-invoices",
    "menu-sessions",
    "menu-permissions",
    "menu-tokens",
    "menu-certificates",
)
_FLYOUT_ITEMS: Final = ("menu-generate-token", "menu-token-list")
"""What the menu has below `Tokeny`, wherever it unfolds."""
_SETTLE: Final = 1.0
"""Seconds that a second match may linger (a closing overlay, a leaving animation) before it counts."""
_LOOSE: Final = 0.5
"""Seconds that the page has to bring the control by its known name, before a rewording is taken for it."""

_SECRET_LIKE = re.compile(r"\S*\|\S*|\b[0-9a-f]{16,}\b")
"""What must not be quoted from a page: anything with a token's bar or a long run of hex digits."""


@dataclass(frozen=True, slots=True)
class Match:
    """An element that is a control, or may be."""

    handle: ElementHandle
    is_enabled: bool
    is_sure: bool = True
    """It has one of the control's known names; otherwise it is one by a looser match."""


@dataclass(slots=True)
class Box:
    """A checkbox or switch of the page, known or not."""

    control: Control | None
    handle: ElementHandle
    is_enabled: bool
    is_ticked: bool


class Finder:
    """Looks for controls on one page.

    `version` is AP's, once it is known; `step` is the title of the step under way, for messages; `when_missing` is
    called while something that is looked for is not there (it may raise).
    """

    def __init__(self, page: Page, patience: Patience) -> None:
        self.page = page
        self.version: str | None = None
        self.step = ""
        self.when_missing: Callable[[], None] = lambda: None
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
        loose_since: float | None = None
        while True:
            matches = self._look(wanted)
            if enabled:
                matches = [match for match in matches if match.is_enabled]
            if len(matches) > 1 and near is not None:
                matches = self._in_form_of(near, matches) or matches
            if len(matches) > 1:
                matches = self._uncovered(matches) or matches
            now = time.monotonic()
            if len(matches) == 1:
                loose_since = loose_since or now
                if matches[0].is_sure or now - loose_since >= _LOOSE or now >= deadline:
                    return matches[0].handle
            several_since = (several_since or now) if len(matches) > 1 else None
            if several_since is not None and now - several_since >= _SETTLE:
                raise ControlAmbiguousError(**self._facts(wanted, self._names(matches)))
            if now >= deadline:
                raise ControlMissingError(**self._facts(wanted, self.names_around(wanted)))
            if len(matches) != 1:
                self.when_missing()
            self._patience.next_change()

    def matches(self, wanted: Control) -> list[ElementHandle]:
        """The visible elements that match now."""
        return [match.handle for match in self._look(wanted)]

    def is_shown(self, wanted: Control) -> bool:
        """Whether the control is visible now (once or more often)."""
        if self._look(wanted):
            return True
        self.when_missing()
        return False

    def _look(self, wanted: Control) -> list[Match]:
        """What matches now: by name; else by what one reads, known or likely; else by what else is known of it."""
        roles = [role for role in wanted.roles if role != TEXT]
        found: list[Match] = []
        if roles:
            pattern = wanted.pattern(self.version)
            found = self._sift(wanted, _handles(_by_roles(self.page, roles, pattern)))
            found = found or self._reading(wanted, _by_roles(self.page, roles, None))
        if TEXT in wanted.roles:
            found = found or self._by_text(wanted, wanted.rewordings)
            if len(found) > 1:
                found = self._by_text(wanted, wanted.pattern(self.version)) or found
        for selector in wanted.attributes:
            found = found or self._sift(wanted, _handles(self.page.locator(selector)))
        return found

    def _by_text(self, wanted: Control, pattern: re.Pattern[str]) -> list[Match]:
        texts = self.page.get_by_text(pattern)
        if "button" in wanted.roles:  # what is to be pressed is not taken from behind a dialog
            texts = texts.and_(self.page.locator(":not([aria-hidden=true], [aria-hidden=true] *)"))
        return self._sift(wanted, _handles(texts))

    def menu_root(self) -> JSHandle | None:
        """The element that holds the side menu, whatever it is made of; None while there is none."""
        controls = [control(item) for item in _MENU_ITEMS]
        names = tuple(name for item in controls for name in (*item.names_in(None), *item.also))
        anything = Control("menu", controls[0].roles, "page", {"": names})
        items = [match.handle for match in self._look(anything)]
        if not items:
            return None
        root = self.page.evaluate_handle(page_scripts.MENU_ROOT, items)
        return root if root.as_element() is not None else None

    def texts_of_role(self, role: str) -> list[str]:
        """The texts of every visible element with this role."""
        anything = Control(role, (role,), "page", {})
        seen = self._sift(anything, _handles(self.page.get_by_role(role)))  # type: ignore[arg-type]
        try:
            texts: list[str] = self.page.evaluate(page_scripts.NAMES, [match.handle for match in seen])
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return texts

    def boxes(self, known: Iterable[Control]) -> list[Box]:
        """Every checkbox and switch outside the menu that a person can see, and which of the known ones it is.

        One look for all: as quick as one look for one.
        """
        try:
            handles = _handles(_by_roles(self.page, ["checkbox", "switch"], None))
            seen = self._sifted("main", handles)
            texts = self.page.evaluate(page_scripts.READ, handles) if handles else []
        except Error as error:
            if is_page_change(error):
                return []
            raise
        rows = [
            (Box(None, handle, each["enabled"], each["ticked"]), text)
            for handle, each, text in zip(handles, seen, texts, strict=True)
            if each is not None
        ]
        left = list(known)
        for wanted in list(left):
            degrees = [_likeness(wanted, text, self.version, by_name=True) for _, text in rows]
            if best := max(degrees, default=0):
                left.remove(wanted)
                for (box, _), degree in zip(rows, degrees, strict=True):
                    box.control = wanted if degree == best else box.control
        boxes = [box for box, _ in rows]
        for wanted in left if any(box.control is None for box in boxes) else ():
            # The page ties the label to its box in a way that only the browser's own reckoning sees.
            for handle in self.matches(wanted):
                for box in boxes:
                    if box.control is None and box.handle.evaluate("(one, other) => one === other", handle):
                        box.control = wanted
        return boxes

    def names_around(self, wanted: Control) -> str:
        """What can be pressed, ticked or filled in the control's place, for a message to a person."""
        roles = [role for role in wanted.roles if role != TEXT] or ["heading"]
        union = _by_roles(self.page, roles, None)
        try:
            texts = union.evaluate_all(page_scripts.NAMES)
        except Error:
            return "-"
        unique = list(dict.fromkeys(name for text in texts if (name := _as_read(quotable(text)))))
        label = wanted.label(self.version).casefold()
        unique.sort(key=lambda name: -SequenceMatcher(None, label, name.casefold()).ratio())
        return "; ".join(f"„{text}”" for text in unique[:12]) or "-"

    def _names(self, matches: list[Match]) -> str:
        handles = [match.handle for match in matches]
        texts = [handle.inner_text() or handle.get_attribute("aria-label") or "" for handle in handles]
        return "; ".join(f"„{quotable(text)}”" for text in texts)

    def _facts(self, wanted: Control, found: str) -> dict[str, str]:
        return {
            "control": wanted.label(self.version),
            "step": self.step,
            "version": self.version or "?",
            "found": found,
        }

    def _reading(self, wanted: Control, candidates: Locator) -> list[Match]:
        """Of elements whose accessible name is not the expected one, those that a person would take for the control.

        An icon with a title of its own makes the name "Receipt Faktury", an icon that a font draws makes it
        "album Tokeny", where one reads `Faktury` and `Tokeny`. What reads otherwise is taken by its rewording, by a
        word that tells what it is, or by its icon, in this order.
        """
        try:
            if not any(
                _likeness(wanted, each, self.version) for each in candidates.evaluate_all(page_scripts.READ)
            ):
                return []
            handles = _handles(candidates)
            likeness = [
                _likeness(wanted, each, self.version)
                for each in self.page.evaluate(page_scripts.READ, handles)
            ]
        except Error as error:
            if is_page_change(error):
                return []
            raise
        for degree in sorted(set(likeness) - {0}, reverse=True):
            alike = [handle for handle, like in zip(handles, likeness, strict=True) if like == degree]
            found = self._sift(wanted, alike, is_sure=degree == _READS)
            if found:
                return found
        return []

    def _sift(self, wanted: Control, handles: list[ElementHandle], *, is_sure: bool = True) -> list[Match]:
        """Those that a person could see, in the control's scope."""
        if not handles:
            return []
        try:
            found = [
                Match(handle, each["enabled"], is_sure)
                for handle, each in zip(handles, self._sifted(wanted.scope, handles), strict=True)
                if each is not None
            ]
            return self._in_dialog(found) if found and wanted.scope == "dialog" else found
        except Error as error:
            if is_page_change(error):
                return []
            raise

    def _sifted(self, scope: str, handles: list[ElementHandle]) -> list[dict[str, bool] | None]:
        within = scope if scope in {"menu", "main"} else None
        if within and self._menu is None:
            self._menu = self.menu_root()
        question = [handles, self._menu if within else None, within, _flyout_names()]
        seen = self.page.evaluate(page_scripts.SIFT, question)
        if seen is None:  # the menu was drawn anew
            self._menu = question[1] = self.menu_root()
            seen = self.page.evaluate(page_scripts.SIFT, question)
        return seen or [None] * len(handles)

    def _in_dialog(self, found: list[Match]) -> list[Match]:
        """Those in the dialog on top. Asked of the drawn page: a dialog's content may be slotted into it."""
        handles = _handles(_by_roles(self.page, ["dialog", "alertdialog"], None))
        if not handles:
            return []
        inside = self.page.evaluate(page_scripts.INSIDE, [handles[-1], [match.handle for match in found]])
        return [match for match, is_in in zip(found, inside or [False] * len(found), strict=True) if is_in]

    def _in_form_of(self, anchor: Control, found: list[Match]) -> list[Match]:
        anchors = self.matches(anchor)
        if len(anchors) != 1:
            return []
        inside = self.page.evaluate(page_scripts.SAME_FORM, [anchors[0], [match.handle for match in found]])
        return [match for match, is_in in zip(found, inside, strict=True) if is_in]

    def _uncovered(self, found: list[Match]) -> list[Match]:
        """Those over which nothing lies."""
        try:
            covered = self.page.evaluate(page_scripts.COVERED, [match.handle for match in found])
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return [match for match, is_covered in zip(found, covered, strict=True) if not is_covered]


_READS: Final = 4
"""How much an element is like the control: it reads exactly so."""
_REWORDED, _SPEAKS_OF_IT, _HAS_ITS_ICON = 3, 2, 1


def _likeness(wanted: Control, seen: dict[str, Any], version: str | None, *, by_name: bool = False) -> int:
    """How much an element is like the control, by what one reads on it; 0 if it is another.

    Its name counts as much as what one reads only `by_name`: otherwise it was looked at already.
    """
    text, name = plain(seen["text"]), plain(seen["name"])
    if wanted.is_denied(text) or wanted.is_denied(name):
        return 0
    if wanted.pattern(version).match(text) or (by_name and wanted.pattern(version).match(name)):
        return _READS
    if wanted.rewordings.match(text) or wanted.rewordings.match(name):
        return _REWORDED
    if wanted.has_its_words(name or text):
        return _SPEAKS_OF_IT
    icons = {re.sub(r"[-_]", "", icon).casefold() for icon in seen["icons"]}
    return _HAS_ITS_ICON if icons.intersection(wanted.icons) else 0


def _flyout_names() -> list[str]:
    return [control(item).rewordings.pattern for item in _FLYOUT_ITEMS]


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


def _handles(candidates: Locator) -> list[ElementHandle]:
    try:
        return candidates.element_handles()
    except Error as error:
        if is_page_change(error):
            return []
        raise


def _as_read(name: str) -> str:
    """A control's name without icons, which are words in disguise, and without the taxpayer's NIP."""
    without = re.sub(r"(?:^|\s)[a-z]+(?:_[a-z0-9]+)+(?=\s|$)", " ", name)
    without = re.sub(r"^\s*[a-z]+\s+(?=[A-ZŁŚŻŹĆÓ])", "", without)
    return " ".join(re.sub(r"\b\d{10}\b", "", without).split())


def quotable(text: str) -> str:
    """A text from AP's page as it may stand in a message: short, and with nothing in it that could be of a token."""
    return _SECRET_LIKE.sub("…", " ".join(text.split()))[:60]
