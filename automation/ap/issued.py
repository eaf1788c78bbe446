"""`Zakończono pomyślnie`: the token, shown once, and its own copy icon among all that look like it."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Final, Self

from playwright.sync_api import ElementHandle, Error

from automation.ap.app import Ap
from automation.ap.at_stake import may_cost_the_token, press
from automation.ap.catalogue import control
from automation.ap.finder import is_page_change
from automation.ap.page_scripts import script
from automation.ap.partner import Act
from automation.ap.pointing import Pointing
from automation.errors import PolicyError
from automation.secret import Secret

_COPY_TAKES: Final = 5.0
"""Seconds after the press of `Kopiuj` within which the page hands over the value."""

_HANDED_OVER_WITHIN: Final = 0.003
"""Seconds that a value which the page has handed over takes to get here."""

_TOLD_WITHIN: Final = 5.0
"""Seconds within which `Kopiuj` can be told."""

# Where tokens are on the page, whole: also the part of the strip that is scrolled out of sight, and a value that
# sits in a read-only field or is cut into several elements.
_HOLDERS: Final = r"""
  const form = /(?<![\w-])\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|[A-Za-z]+-[\d-]+\|[0-9a-f]{64}(?!\w)/g;
  const tokensIn = (text) => [...(text ?? "").matchAll(form)].map((match) => match[0]);
  const holding = (element) => [...new Set([
    ...(typeof element.value === "string" ? tokensIn(element.value) : []),
    ...(element.childElementCount === 0 || element.textContent.length < 1000 ? tokensIn(element.textContent) : []),
  ])];
  const holders = () => {
    const all = within(document, "*").filter((element) => !element.matches("script, style"))
      .map((element) => ({ element, tokens: holding(element) })).filter(({ tokens }) => tokens.length > 0);
    return all.filter(({ element: outer }) =>
      !all.some(({ element: inner }) => inner !== outer && isInside(outer, inner)));
  };
"""

_TOKENS_JS: Final = script(
    f"""() => {{
  {_HOLDERS}
  const all = holders();
  const inSight = all.filter(({{ element }}) => isVisible(element));
  const unique = (found) => [...new Set(found.flatMap(({{ tokens }}) => tokens))];
  return [unique(inSight), unique(all)];
}}"""
)
"""→ the tokens in sight, and all there are."""

_IN_SIGHT_JS: Final = script(
    f"""(watch) => {{
  {_HOLDERS}
  const seen = holders().some(({{ element }}) => isVisible(element));
  if (seen && watch) watch.shownAt ??= watch.at;
  return seen;
}}"""
)
"""what counts the page's changes → whether there is a token in sight; which one stays on the page. Of the first time
that there is one, the counter keeps when the page had changed.
"""

_COPY_JS: Final = script(
    r"""([icons, wording]) => {"""
    + _HOLDERS
    + r"""
  const named = (element, key) => {
    const root = element.getRootNode();
    return (element.getAttribute(key) ?? "").split(/\s+/).map((id) => id && read(root.getElementById?.(id))).join(" ");
  };
  const withoutIcons = (text) => (text ?? "").toLowerCase().replace(/[\ue000-\uf8ff]/g, "")
    .replace(/(?<![\p{L}\d])[a-z0-9]+(_[a-z0-9]+)+(?![\p{L}\d])/gu, "").replace(/\s+/g, " ").trim();
  const keys = ["aria-label", "title", "label", "mattooltip", "ng-reflect-message", "data-tooltip", "content"];
  const namesOf = (element) => [element, closest(element, "sl-copy-button, sl-tooltip, [mattooltip], [data-tooltip]")]
    .filter(Boolean).flatMap((each) => [...keys.map((key) => each.getAttribute(key)),
      named(each, "aria-labelledby"), named(each, "aria-describedby").slice(0, 60)])
    .concat(read(element)).map(withoutIcons).filter(Boolean);
  const own = new RegExp(wording, "i");
  const hasIcon = (element) => [element, ...within(element, "*")].some((node) =>
    ["class", "name", "icon", "data-icon", "data-testid", "href", "aria-label"].map((key) => node.getAttribute(key))
      .concat(node.childElementCount === 0 ? node.textContent.trim() : "")
      .some((word) => (word ?? "").toLowerCase().split(/[\s#/]+/)
        .some((part) => icons.includes(part.replace(/[^a-z0-9]/g, "")))));
  const steps = (from, to) => {
    let n = 0;
    for (let node = from; node; node = up(node), n++) if (isInside(node, to)) return n;
    return Infinity;
  };
  const isUsable = (element) => isVisible(element) && !element.matches(":disabled")
    && !closest(element, "[aria-disabled=true], [inert]");
  const all = within(document, "button, a, [role=button], [role=link], input[type=button], [tabindex='0']")
    .filter(isUsable);
  const pressables = all.filter((element) => !all.some((other) => other !== element && isInside(element, other)));
  const tokens = holders().filter(({ element }) => isVisible(element)).map(({ element }) => element);
  // What else has a copy icon of its own: a number, a link, a fingerprint.
  const other = /(?<![\w-])(\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}(?!\|)|[0-9a-f]{32,}(?!\w)|https?:\S)/i;
  const values = within(document, "*").filter((element) => element.childElementCount === 0
    && other.test(typeof element.value === "string" && element.value ? element.value : element.textContent)
    && !tokens.some((token) => isInside(element, token) || isInside(token, element)) && isVisible(element));
  const candidates = [];
  for (const element of pressables) {
    const names = namesOf(element);
    const fit = names.filter((name) => own.test(name));
    if (names.length > fit.length) continue;  // it is called something else, too
    if (fit.length === 0 && !hasIcon(element)) continue;
    const near = Math.min(...tokens.map((token) => steps(element, token)));
    if (values.some((value) => steps(element, value) < near)) continue;
    const box = element.getBoundingClientRect();
    const off = Math.min(...tokens.map((token) => {
      const { top, bottom } = token.getBoundingClientRect();
      return Math.abs((box.top + box.bottom) / 2 - (top + bottom) / 2);
    }));
    candidates.push({ element, near, off, says: fit.some((name) => /token/.test(name)), isNamed: fit.length > 0 });
  }
  const explicit = candidates.filter((each) => each.says);
  if (explicit.length === 1) return explicit[0].element;
  if (tokens.length === 0) {
    const namedOnes = candidates.filter((each) => each.isNamed);
    return namedOnes.length === 1 ? namedOnes[0].element : null;
  }
  const pool = (explicit.length ? explicit : candidates).filter((each) => each.isNamed || each.near <= 6);
  const hidden = (each) => isInSight(middle(each.element)) && !isInside(each.element, topmost(...middle(each.element)));
  const uncovered = pool.filter((each) => !hidden(each));
  const seen = uncovered.length ? uncovered : pool;
  const nearest = seen.filter((each) => each.near === Math.min(...seen.map((other) => other.near)));
  nearest.sort((one, next) => one.off - next.off);
  const [first, second] = nearest;
  return first && (!second || second.off - first.off > 12) ? first.element : null;
}"""
)
"""[what its icon may be called, a pattern for its names] → the token's own copy control, or null if it cannot be told.

It is called `Kopiuj`, perhaps with words of the token, and nothing else; or it is called nothing and has the icon. Of
several it is the one in the smallest box with the token, then the one at its height. What shares a smaller box with
another value (a reference number, a fingerprint, a link) is that value's.
"""


class Issued:
    """The window with the token. Nothing here may run while anything records the page."""

    def __init__(self, ap: Ap, pointing: Pointing) -> None:
        """Args:
        ap: where the token is shown.
        pointing: asks a person where the assistant cannot tell.
        """
        self._ap = ap
        self._pointing = pointing
        self._shown_before: tuple[Secret, ...] = ()
        self._capturing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What the page copies from now on is its own business."""
        self._capturing.close()

    def is_in_sight(self) -> bool:
        """Whether the page shows a token, of the exact form, whatever it says about it."""
        watch = self._ap.patience.watch
        seen = self._ask_page(_IN_SIGHT_JS, watch)
        if seen is None and watch is not None:  # the counter went with an earlier document
            seen = self._ask_page(_IN_SIGHT_JS)
        return bool(seen)

    def tokens_on_page(self) -> list[Secret]:
        """The token as the page holds it, all of it: what is in sight, else what is on the page at all.

        Raises:
            WrongOriginError, CertificateRefusedError: this is not AP's page.
        """
        self._ap.guard.check()
        in_sight, everywhere = self._ask_page(_TOKENS_JS) or ([], [])
        return [Secret(text) for text in in_sight or everywhere]

    def copy_control(self) -> ElementHandle | None:
        """The token's own `Kopiuj`, proven harmless; None if it cannot be told."""
        wanted = control("copy")
        try:
            arguments = [list(wanted.icons), wanted.rewordings.pattern]
            handle = self._ap.page.evaluate_handle(_COPY_JS, arguments)
        except Error as error:
            if is_page_change(error):
                return None
            raise
        element = handle.as_element()
        return element if element is not None and not may_cost_the_token(element) else None

    def copy_once(self) -> Secret | None:
        """Press `Kopiuj` once and take what the page hands over. A person points at it where it cannot be told.

        Returns:
            The first value, or None when the icon cannot be told or handed over nothing: the caller still has
            `tokens_on_page()`. Were there several, `copied` has them all.
        """
        ap = self._ap
        try:
            element = self._told()
            if element is None:
                return None
            if ap.hand.partner is not None:
                self._shown_before = tuple(self.tokens_on_page())
            act = Act("press", control("copy").label(ap.version), "copy", find=self.copy_control)
            # Until the token is stored: to stop capturing takes time, too.
            self._capturing.enter_context(ap.clipboard)
            if press(ap, element, act=act):
                ap.patience.next_change(_HANDED_OVER_WITHIN)  # mostly it is on its way already
                ap.patience.until({"copied": lambda: bool(self._from_icon)}, seconds=_COPY_TAKES)
        except (PolicyError, Error):
            if ap.is_gone:
                raise
        return next(iter(self.copied), None)

    @property
    def copied(self) -> tuple[Secret, ...]:
        """Every different value that the page has handed over after the press, in order."""
        return self._from_icon or self._ap.clipboard.copied[-1:]

    @property
    def _from_icon(self) -> tuple[Secret, ...]:
        """What is the icon's of all that was copied: a trainee may have tried to copy a selection before."""
        values = self._ap.clipboard.copied
        if self._ap.hand.partner is None or not self._shown_before:
            return values
        return tuple(value for value in values if value in self._shown_before)

    def _told(self) -> ElementHandle | None:
        found: list[ElementHandle] = []

        def told() -> bool:
            element = self.copy_control()
            found[:] = [element] if element is not None else []
            return bool(found)

        self._ap.patience.until({"told": told}, seconds=_TOLD_WITHIN)
        if not found and self._pointing.is_possible:
            return self._pointing.ask_for(control("copy"), unless={})
        return found[0] if found else None

    def _ask_page(self, script: str, argument: object = None) -> Any:  # noqa: ANN401  whatever the script answers
        try:
            return self._ap.page.evaluate(script, argument)
        except Error as error:
            if is_page_change(error):
                return None
            raise
