"""Finds the controls of the catalogue on the page: exactly one visible match, or an error that says why not."""

from __future__ import annotations

import re
import time
from typing import Final

from playwright.sync_api import ElementHandle, Error, JSHandle, Locator, Page

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

# Which of the elements a person could see. Playwright calls off-screen, fully clipped and transparent elements
# visible. A native checkbox or radio is often transparent or tiny under its drawing, so there the box
# around it counts.
_VISIBLE_JS: Final = """(elements) => elements.map((element) => {
  const isTick = element.matches("input[type=checkbox], input[type=radio]");
  const subject = isTick ? (element.closest("label") ?? element.parentElement ?? element) : element;
  let { left, top, right, bottom } = subject.getBoundingClientRect();
  let node = subject;
  let positioned = false;
  while (node instanceof Element) {
    const style = getComputedStyle(node);
    if (style.display === "none" || (node === subject && style.visibility !== "visible" && !isTick)) return false;
    if (style.opacity === "0" || node.inert) return false;
    if (style.clip === "rect(0px, 0px, 0px, 0px)" || /^inset\\((50|100)%/.test(style.clipPath)) return false;
    if (node !== subject && !positioned) {
      const box = node.getBoundingClientRect();
      if (["hidden", "clip"].includes(style.overflowX)) {
        left = Math.max(left, box.left); right = Math.min(right, box.right);
      }
      if (["hidden", "clip"].includes(style.overflowY)) {
        top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
      }
    }
    positioned = style.position === "fixed";
    if (positioned) break;
    node = node.parentElement ?? node.getRootNode().host ?? null;
  }
  if (right - left < 2 || bottom - top < 2) return false;
  return right + scrollX > 0 && bottom + scrollY > 0;
})"""

# Of elements that stand one inside the other only the innermost is the control.
_INNERMOST_JS: Final = """(elements) => elements.map(
  (element) => !elements.some((other) => other !== element && element.contains(other)))"""

# The smallest element that holds all different menu items there are; a navigation landmark if it holds as many.
_MENU_ROOT_JS: Final = """(items) => {
  const label = (item) =>
    (item.getAttribute("aria-label") || item.textContent || "").replace(/[a-z0-9]+_[a-z0-9_]+/g, "").trim();
  const count = (root) => new Set(items.filter((item) => root.contains(item)).map(label)).size;
  const all = new Set(items.map(label)).size;
  let best = null;
  for (const item of items) {
    const landmark = item.closest("nav, [role=navigation]");
    let root = landmark && count(landmark) === all ? landmark : item.parentElement;
    while (root && count(root) < all) root = root.parentElement;
    if (all === 1 && root !== landmark) {
      root = item.closest("ul, ol, aside, [role=list], [role=menu], [role=menubar], [role=tree]") ?? root;
    }
    if (root && (!best || best.contains(root))) best = root;
  }
  return best;
}"""

_INSIDE_JS: Final = """([root, elements]) =>
  root.isConnected ? elements.map((element) => root.contains(element)) : null"""

_SAME_FORM_JS: Final = """([anchor, elements]) => {
  const form = anchor.closest("form");
  return elements.map((element) => form !== null && form.contains(element));
}"""

# What a person reads on each element: its text without icons that a font draws from a word ("album Tokeny"), for
# such words are no part of any list that could be complete.
_READ_JS: Final = r"""(elements) => elements.map((element) => {
  const icons = [];
  for (const node of element.querySelectorAll("*")) {
    const word = node.childElementCount === 0 ? node.textContent.trim() : "";
    const looks = `${node.tagName} ${node.getAttribute("class") ?? ""} ${getComputedStyle(node).fontFamily}`;
    if (/^[a-z0-9_]+$/.test(word) && /icon|symbol/i.test(looks)) icons.push(word);
  }
  let text = (element.innerText ?? "").replace(/\s+/g, " ").trim();
  for (const word of icons) if (text.startsWith(word)) text = text.slice(word.length).trim();
  for (const word of icons.reverse()) if (text.endsWith(word)) text = text.slice(0, -word.length).trim();
  return text;
})"""

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
        root: Page | Locator = self.page
        if wanted.scope == "dialog":
            root = self.page.get_by_role("dialog").or_(self.page.get_by_role("alertdialog")).last
        pattern = wanted.pattern(self.version)
        roles = [role for role in wanted.roles if role != TEXT]
        found: list[ElementHandle] = []
        if roles:
            found = self._visible(_by_roles(root, roles, pattern))
        if roles and not found:
            found = self._reading(_by_roles(root, roles, None), pattern)
        if not found and TEXT in wanted.roles:
            found = self._visible(root.get_by_text(pattern))
        if found and wanted.scope in {"menu", "main"}:
            found = self._in_scope(wanted.scope, found)
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
        root = self.page.evaluate_handle(_MENU_ROOT_JS, items)
        return root if root.as_element() is not None else None

    def texts_of_role(self, role: str) -> list[str]:
        """The texts of every visible element with this role."""
        handles = self._visible(self.page.get_by_role(role))  # type: ignore[arg-type]
        try:
            texts: list[str] = self.page.evaluate(
                "(all) => all.map((e) => e.innerText || e.value || '')", handles
            )
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
            texts = union.evaluate_all(
                "(all) => all.map((e) => (e.getAttribute('aria-label') || e.innerText || e.textContent || '').trim())"
            )
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
            seen = self.page.evaluate(_VISIBLE_JS, handles)
            handles = [handle for handle, is_seen in zip(handles, seen, strict=True) if is_seen]
            if len(handles) > 1:
                inner = self.page.evaluate(_INNERMOST_JS, handles)
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
            if not any(pattern.match(text) for text in candidates.evaluate_all(_READ_JS)):
                return []
            handles = self._visible(candidates)
            texts = self.page.evaluate(_READ_JS, handles)
        except Error as error:
            if is_page_change(error):
                return []
            raise
        return [handle for handle, text in zip(handles, texts, strict=True) if pattern.match(text)]

    def _in_scope(self, scope: str, found: list[ElementHandle]) -> list[ElementHandle]:
        try:
            inside = self.page.evaluate(_INSIDE_JS, [self._menu, found]) if self._menu else None
            if inside is None:
                self._menu = self.menu_root()
                if self._menu is None:
                    return [] if scope == "menu" else found
                inside = self.page.evaluate(_INSIDE_JS, [self._menu, found])
        except Error as error:
            if is_page_change(error):
                return []
            raise
        if inside is None:
            return []
        return [match for match, is_in in zip(found, inside, strict=True) if is_in == (scope == "menu")]

    def _in_form_of(self, anchor: Control, found: list[ElementHandle]) -> list[ElementHandle]:
        anchors = self.matches(anchor)
        if len(anchors) != 1:
            return []
        inside = self.page.evaluate(_SAME_FORM_JS, [anchors[0], found])
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
