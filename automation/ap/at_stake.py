"""What may be pressed while a token is at stake: nothing that could navigate, reload or close.

AP shows a token once. From the press of `Generuj token` until the token is stored, an element is pressed only after
it was proven that the press cannot take the page, the dialog or the view with the token away.
"""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import ElementHandle, Error
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.ap.app import Ap
from automation.ap.catalogue import Control
from automation.ap.finder import is_page_change
from automation.ap.page_scripts import COVERED, script
from automation.ap.partner import Act, Doer

_REACHED_WITHIN: Final = 3.0
"""Seconds for the mouse to reach an element; longer than an opening dialog or a leaving message takes."""

DENIED: Final = (
    # of the page, the window, the browser
    "stron", "okn", "kart", "przeglądar", "przeładuj", "reload", "page", "home", "główn",
    # of leaving
    "zamkn", "zamykaj", "zakończ", "anuluj", "porzuć", "odrzuć", "pomiń", "wyjdź", "wyjście", "wyloguj", "wróć",
    "powrót", "wstecz", "przejdź", "dalej", "gotowe", "close", "cancel", "dismiss", "back", "exit", "logout", "done",
    # of other things that AP does
    "lista", "listę", "listy", "generuj", "wygeneruj", "kolejn", "now", "usuń", "unieważni", "delete", "menu",
)  # fmt: skip
"""Beginnings of words: what is called so could cost the token. A wrong one here only costs a press."""

_DENIED = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, DENIED))})", re.IGNORECASE)

_USABLE: Final = """(element) => element.isConnected && !isOfPanel(element) && isVisible(element)
  && !element.matches(":disabled") && !closest(element, "[aria-disabled=true], [inert]")"""

# A form's fields can bear the names of its properties, so these are read from the prototype.
_DANGER_JS: Final = script(
    r"""(element) => {
  const own = (form, name) => Element.prototype.getAttribute.call(form, name);
  const leads = () => {
    const link = closest(element, "a[href], area[href]");
    if (!link) return false;
    const written = (link.getAttribute("href") ?? "").trim();
    if (/^javascript:\s*(void\b.*|;*|undefined;?)$/i.test(written)) return false;
    // A fragment may be a route of the page's own; the same address without one loads the page anew.
    const here = location.href.split("#");
    return link.href !== here[0] + "#" && !(here.length > 1 && link.href === location.href);
  };
  const submits = () => {
    const form = element.form instanceof HTMLFormElement ? element.form : closest(element, "form");
    const isSubmit = element.matches("button:not([type]), button[type=''], [type=submit], [type=image], [type=reset]");
    if (!form || !isSubmit) return false;
    const method = element.getAttribute("formmethod") ?? own(form, "method") ?? "";
    return element.hasAttribute("formaction") || !!own(form, "action") || method.toLowerCase() === "dialog"
      || element.type === "reset";
  };
  const closes = () => {
    for (let node = element, n = 0; node instanceof Element && n < 3; node = up(node), n++) {
      if (["popovertarget", "commandfor"].some((name) => node.hasAttribute(name))) return true;
      if (node.getAttributeNames().some((name) => /dismiss|(dialog|modal|popup)-?close/i.test(name))) return true;
      if (/(^|[-_\s])(close|dismiss)($|[-_\s])/i.test(node.getAttribute("class") ?? "")) return true;
      if (node.matches("button, [role=button], a")) break;
    }
    return false;
  };
  const root = element.getRootNode();
  const named = (ids) => (ids ?? "").split(/\s+/).map((id) => id && read(root.getElementById?.(id))).join(" ");
  const described = named(element.getAttribute("aria-describedby"));
  const said = ["aria-label", "title", "name"].map((key) => element.getAttribute(key));
  const names = [read(element), element.value, ...said, named(element.getAttribute("aria-labelledby")),
    described.length > 60 ? "" : described];  // a tooltip; AP's warning about leaving the page is longer
  return {
    danger: leads() ? "leads" : submits() ? "submits" : closes() ? "closes" : null,
    names: names.filter((name) => typeof name === "string").join(" ").slice(0, 500),
    usable: usable(element),
  };
}""",
    f"const usable = {_USABLE};",
)
"""element → why a press could take the page away (leads, submits, closes), everything it is called, and whether it is
there, visible and enabled.
"""

_PRESSABLE_JS: Final = script(
    """(element) =>
  closest(element, "button, a, summary, input, [role=button], [role=link], [role=menuitem], [onclick]")
  ?? closest(element, "[tabindex]") ?? element"""
)
"""element → the control that it belongs to, as one sees it."""

_CAN_BE_USED_JS: Final = script(_USABLE)

_READING_JS: Final = script(
    """(wording) => {
  const name = new RegExp(wording, "i");
  const words = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => node.data).join(" ").replace(/\\s+/g, " ").trim();
  return within(document, "*").filter((element) => name.test(words(element)) && isVisible(element));
}"""
)
"""a pattern → the visible elements whose own words match it."""

_ON_TOP_JS: Final = (
    "(_, argument) => ("
    + script(
        """(elements) => {
  // The largest part of the page that a cover belongs to and the element does not.
  const part = (hit, element) => {
    let largest = hit;
    for (let node = up(hit); node && !isInside(node, element); node = up(node)) largest = node;
    return largest;
  };
  const over = (element) => {
    const stack = stackAt(...middle(element));
    const depth = stack.findIndex((hit) => isInside(element, hit));
    const above = stack.slice(0, Math.max(depth, 0)).filter((hit) => !isInside(hit, element));
    if (depth >= 0) return above.map((hit) => part(hit, element));
    const hit = topmost(...middle(element));  // in a shadow root
    return hit !== null && isInside(element, hit) ? [] : null;
  };
  const covers = elements.map((element) => {
    const covers = isInSight(middle(element)) ? over(element) : null;
    if (covers?.length === 0) return covers;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    return over(element);
  });
  const overAll = (hit) => covers.every((others) => others?.includes(hit));
  return covers.map((hits) => hits !== null && hits.every(overAll));
}"""
    )
    + ")(argument)"
)
"""elements → over which of them nothing lies but what lies over all of them (a dialog)."""

_NEAREST_JS: Final = (
    "(_, argument) => ("
    + script(
        """([candidates, anchors]) => {
  const steps = (from, to) => {
    let n = 0;
    for (let node = from; node && !node.matches?.("body, html"); node = up(node), n++) if (isInside(node, to)) return n;
    return Infinity;
  };
  const near = candidates.map((candidate) => Math.min(...anchors.map((anchor) => steps(anchor, candidate))));
  const least = Math.min(...near);
  return least < Infinity && near.filter((n) => n === least).length === 1 ? near.indexOf(least) : null;
}"""
    )
    + ")(argument)"
)
"""[candidates, anchors] → which candidate shares the smallest box with an anchor."""


def may_cost_the_token(element: ElementHandle) -> bool:
    """Whether a press of this element could navigate, reload, submit or close, or is called as if it did.

    What goes away while it is being looked at may, too.
    """
    return not _looked_at(element)[0]


def can_be_pressed(element: ElementHandle) -> bool:
    """Whether an element is there, visible, enabled, and proven harmless."""
    return all(_looked_at(element))


def _looked_at(element: ElementHandle) -> tuple[bool, bool]:
    """Whether it is harmless, and whether it can be used; neither, if it goes away meanwhile."""
    try:
        seen = element.evaluate(_DANGER_JS)
    except Error as error:
        if is_page_change(error):
            return False, False
        raise
    return seen["danger"] is None and _DENIED.search(seen["names"]) is None, bool(seen["usable"])


def can_be_used(element: ElementHandle) -> bool:
    """Whether an element is there, visible and enabled."""
    try:
        return bool(element.evaluate(_CAN_BE_USED_JS))
    except Error as error:
        if is_page_change(error):
            return False
        raise


def control_of(element: ElementHandle) -> ElementHandle:
    """The button or link that an element is a part of; itself if it is part of none."""
    return element.evaluate_handle(_PRESSABLE_JS).as_element() or element


def press(ap: Ap, element: ElementHandle, *, even_if_covered: bool = False, act: Act | None = None) -> bool:
    """Press an element that is proven harmless. Once: what cannot be pressed is left alone.

    Args:
        ap: the page that it is on.
        element: what to press.
        even_if_covered: where something lies over it, let the page's own code press it. That reaches this element
            and nothing else, whatever has the focus; keys could end up in what lies over it. A page's code may
            not copy, though.
        act: what the press is, for a partner of the hand's: who may do it, or see it done.

    Returns:
        Whether it was pressed.

    Raises:
        WrongOriginError, CertificateRefusedError: this is not AP's page.
    """
    partner = ap.hand.partner
    if act is not None and partner is not None:
        doer = partner.does(act)
        if doer is not Doer.ASSISTANT:
            return doer is Doer.PERSON
        element = act.find() or element  # it may have been drawn anew meanwhile
    try:
        if not can_be_pressed(element):
            return False
        if partner is not None:
            partner.lets(element)
        ap.guard.may_press(element)
        try:
            element.click(timeout=_REACHED_WITHIN * 1000, no_wait_after=True)
        except PlaywrightTimeoutError:
            is_covered = element.evaluate(f"(element) => ({COVERED})([element])[0]")
            if not is_covered or not even_if_covered or not can_be_pressed(element):
                return not is_covered  # on a slow machine it may have been pressed in the last moment
            ap.guard.may_press(element)
            element.evaluate("(element) => element.click()")
    except Error as error:
        if not is_page_change(error):
            raise
        return False
    return True


def reading(ap: Ap, wanted: Control) -> list[ElementHandle]:
    """The visible elements whose own words are the control's name, icons aside, and even where they are hidden from
    screen readers because something opened over the page.
    """
    try:
        found = ap.page.evaluate_handle(_READING_JS, wanted.rewordings.pattern)
        return [
            each for handle in found.get_properties().values() if (each := handle.as_element()) is not None
        ]
    except Error as error:
        if is_page_change(error):
            return []
        raise


def on_top(candidates: list[ElementHandle]) -> list[ElementHandle]:
    """Those over which nothing at all lies: of two that look alike, the one that a person sees."""
    try:
        seen = candidates[0].evaluate(_ON_TOP_JS, candidates) if candidates else []
        return [each for each, is_on_top in zip(candidates, seen, strict=True) if is_on_top]
    except Error as error:
        if is_page_change(error):
            return []
        raise


def nearest(candidates: list[ElementHandle], anchors: list[ElementHandle]) -> ElementHandle | None:
    """The candidate that shares the smallest box with one of the anchors; None if two share it, or only the page."""
    if not candidates or not anchors:
        return None
    try:
        index = candidates[0].evaluate(_NEAREST_JS, [candidates, anchors])
    except Error as error:
        if is_page_change(error):
            return None
        raise
    return candidates[index] if index is not None else None
