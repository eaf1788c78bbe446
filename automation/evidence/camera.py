"""Masked pictures of the page: with `--trace` one a step, otherwise one of the step that failed.

Nothing on the page that has the form of a token, an authorization or a personal number gets into a picture, nor what
password and file fields hold. Behind the curtain there is a picture only of a step that failed, and then nothing in any
field is shown either, nor anything that cannot be searched for text (pictures, drawings). A page that cannot be
searched, or on which something has come to light while the picture was taken, is not shown at all.

Hidden is what an element shows, together with all that is in it: `opacity: 0` on the element cannot be undone by
what is inside, reaches what overflows it, and takes no room away. Playwright paints a black box over the place.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Page

from automation import private
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Fact, FactValues, Seen, Step

_PROBE_MS: Final = 500
_PICTURE_MS: Final = 1200
"""Milliseconds that the page may take to answer, and to be pictured."""
_TRY_AGAIN_SECONDS: Final = 0.5
"""A page that was just changing is looked at once more, unless that much time is gone."""
_ATTRIBUTE: Final = "data-ap-token-hidden"

# Finds and hides; gives back how many places are hidden, or null where the page cannot be searched. `undo` puts
# back what was changed. Whatever it meets in the form of a frame of another origin is hidden as a whole.
_HIDE_JS: Final = r"""([attribute, strict]) => {
  const secret = new RegExp(
    [
      String.raw`\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|`,  // a token's beginning,
      String.raw`\|[a-z]+-\d`,  // its middle,
      String.raw`(?=\d*[a-f])[0-9a-f]{16,}`,  // a piece of its end
      String.raw`eyj[\w-]{10,}`,
      String.raw`bearer\S{8,}`,
    ].join("|"), "i");
  const unreadable = "canvas, video, img[src^='data:'], img[src^='blob:']";
  const personal = /(?<!\d)\d{11}(?!\d)/;
  const squeezed = (text) => text.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "");
  const tells = (text) => Boolean(text) && (personal.test(text) || secret.test(squeezed(text)));
  const hidden = [];
  const hide = (element) => {
    while (element && element.ownerDocument.defaultView.getComputedStyle(element).display === "contents")
      element = element.parentElement ?? element.getRootNode().host;  // it has no box of its own
    if (!element) throw new Error("nothing to hide it by");
    const isShown = () => element.ownerDocument.defaultView.getComputedStyle(element).opacity !== "0";
    if (element.hasAttribute(attribute)) {
      if (isShown()) throw new Error("shown again");
      return;
    }
    const style = element.style;
    const before = ["opacity", "transition", "animation"].map(
      (name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    hidden.push(() => {
      element.removeAttribute(attribute);
      for (const [name, value, priority] of before) {
        if (value) style.setProperty(name, value, priority); else style.removeProperty(name);
      }
      if (!element.getAttribute("style")) element.removeAttribute("style");  // reading it brings it up to date
    });
    element.setAttribute(attribute, "");
    style.setProperty("transition", "none", "important");
    style.setProperty("animation", "none", "important");
    style.setProperty("opacity", "0", "important");
    if (isShown()) throw new Error("not hidden");
  };
  // Goes through a document or shadow root; gives back the text in it that is not hidden.
  const walk = (root) => {
    const shown = new Map();
    const textIn = (parent) => {
      let text = "";
      for (const child of parent.childNodes) {
        if (child.nodeType === 3) text += child.data;
        else if (child.nodeType === 1) {
          const inLine = child.ownerDocument.defaultView.getComputedStyle(child).display.startsWith("inline");
          text += inLine ? shown.get(child) ?? "" : `\n${shown.get(child) ?? ""}\n`;
        }
      }
      return text;
    };
    // Children come before their parents, so that a parent knows what of its children is hidden.
    for (const element of [...root.querySelectorAll("*")].reverse()) {
      if (element.matches("script, style, head, head *, template, noscript")) continue;
      if (element.matches("iframe, frame")) {
        let inner = null;
        try { inner = element.contentDocument; } catch { /* of another origin */ }
        if (inner?.documentElement) walk(inner); else hide(element);
      } else if (element.matches("object, embed, fencedframe")) {
        hide(element);
      } else if (element.matches("input, textarea, select")) {
        const kind = element.type.toLowerCase();
        const isGuarded = ["password", "file"].includes(kind) || /password|one-time/.test(element.autocomplete);
        const isField = !["submit", "button", "reset", "checkbox", "radio"].includes(kind);
        const texts = [element.value, element.placeholder, element.textContent];
        if (isGuarded || (strict && isField) || texts.some(tells)) hide(element);
      } else if (strict && (element.isContentEditable || element.matches(unreadable))) {
        hide(element);
      } else {
        const view = element.ownerDocument.defaultView;
        const drawn = ["::before", "::after"].map((pseudo) => view.getComputedStyle(element, pseudo).content);
        const inside = element.shadowRoot ? walk(element.shadowRoot) : "";
        const text = textIn(element);
        if ([text, inside, element.alt, ...drawn].some(tells)) { hide(element); shown.set(element, "\n·\n"); }
        else shown.set(element, text);
      }
    }
    return textIn(root);
  };
  const undo = () => hidden.reverse().forEach((each) => each());
  try { walk(document); } catch (error) { undo(); throw error; }
  return { count: hidden.length, undo };
}"""


class Camera:
    """Observes a run and takes pictures: `NN-<step>.png` in the run's folder."""

    def __init__(
        self,
        folder: RunFolder,
        page: Page,
        *,
        every_step: bool,
        warn: Callable[[], None] = lambda: None,
        see: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        """Args:
        folder: the run's.
        page: what to take pictures of.
        every_step: not only of the step that fails.
        warn: told when there is no picture although there should be.
        see: puts on record that there is one (`Run.see`).
        """
        self._see = see
        self._folder = folder
        self._page = page
        self._every_step = every_step
        self._warn = warn
        self._behind_curtain = False
        self._credential = False

    def step_begins(self, step: Step) -> None:
        """Nothing: a picture shows how a step has ended."""

    def step_ends(self, step: Step) -> None:
        """Take the picture, if one is due."""
        failed = step.outcome == "failed"
        if self._credential or not (failed or (self._every_step and not self._behind_curtain)):
            return
        started = time.perf_counter()
        picture = self._picture()
        while picture is None and time.perf_counter() - started < _TRY_AGAIN_SECONDS and not self._is_gone():
            picture = self._picture()
        if picture is not None:
            name = f"{step.number:02}-{re.sub(r'[^a-z0-9-]', '-', step.id)}.png"
            with suppress(OSError):
                private.write_file(self._folder.path / name, picture)
                self._see(Seen.PICTURE, step=step.number, file=name)
                return
        if not self._is_gone():
            self._warn()

    def curtain(self, *, is_open: bool) -> None:
        """From an open curtain to a closed one only failures are shown, by the stricter rule."""
        self._behind_curtain = is_open

    def credential(self, *, is_open: bool) -> None:
        """Nothing at all is shown while a password or a key is on the page."""
        self._credential = is_open

    @property
    def is_recording(self) -> bool:
        """Never: pictures are single, each by the rule of its moment."""
        return False

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing to show."""

    def warned(self, warning: str) -> None:
        """Nothing to show."""

    def _picture(self) -> bytes | None:
        """The page with everything secret hidden; None where that is not certain or the page does not answer."""
        with suppress(Error):
            return self._picture_of_page()
        return None

    def _picture_of_page(self) -> bytes | None:
        page = self._page
        if page.is_closed():
            return None
        # `evaluate` has no time limit, so first see whether the page answers.
        page.locator(":root").wait_for(state="attached", timeout=_PROBE_MS)
        if _has_closed_shadows(page):
            return None
        hiding = page.evaluate_handle(_HIDE_JS, [_ATTRIBUTE, self._behind_curtain])
        try:
            picture = page.screenshot(
                timeout=_PICTURE_MS,
                animations="allow",  # stopping them would change the page
                mask=[frame.locator(f"[{_ATTRIBUTE}]") for frame in page.frames],
                mask_color="#000000",
            )
            # Had anything come meanwhile, it would be in the picture.
            late = page.evaluate_handle(_HIDE_JS, [_ATTRIBUTE, self._behind_curtain])
            nothing_new = late.evaluate("(late) => { late.undo(); return late.count === 0; }")
        finally:
            with suppress(Error):
                hiding.evaluate("(hiding) => hiding.undo()")
        return picture if nothing_new else None

    def _is_gone(self) -> bool:
        """Whether the page is closed or has crashed: there is nothing to show, and nothing to warn of."""
        if self._page.is_closed():
            return True
        try:
            self._page.locator(":root").wait_for(state="attached", timeout=1)
        except Error as error:
            return "crash" in str(error).casefold() or "closed" in str(error).casefold()
        return False


def _has_closed_shadows(page: Page) -> bool:
    """Whether something is on the page that no script can look into: a closed shadow root."""
    session: CDPSession = page.context.new_cdp_session(page)
    try:
        tree = session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    finally:
        with suppress(Error):
            session.detach()
    return _closed_in(tree["root"])


def _closed_in(node: dict[str, Any]) -> bool:
    if node.get("shadowRootType") == "closed":
        return True
    inner = [*node.get("children", ()), *node.get("shadowRoots", ())]
    if "contentDocument" in node:
        inner.append(node["contentDocument"])
    return any(_closed_in(each) for each in inner)
