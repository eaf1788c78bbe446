"""What a video asks of the page: where the mouse presses, which field is being filled, and where a token stands.

The script runs in a world of its own in every document, before the page's own scripts, which see nothing of it: it
only listens. On the assistant's own replica, and only there, it also covers what has the form of a token: with
`filter: opacity(0)`, in the microtask after the change and before every frame, so it is never painted. That leaves
`opacity` as it was (the finder calls what is transparent invisible), takes no room away, and copies as before.
https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-addScriptToEvaluateOnNewDocument
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Page

from automation.ap.page_scripts import PANEL_HOST
from automation.browser.devtools import let_go

_SCRIPT_JS: Final = r"""([binding, origins, covers, showsToken, panel]) => {
  if (origins && !origins.some((origin) => new URL(origin).origin === location.origin)) return;
  const tell = (message) => globalThis[binding]?.(JSON.stringify(message));
  const isTop = window === window.top;
  let pressedAt = -Infinity;
  if (isTop) {
    addEventListener("mousedown", (event) => {
      if (!event.isTrusted || event.target.localName === panel) return;
      pressedAt = performance.now();
      tell({ kind: "press", x: event.clientX, y: event.clientY, width: innerWidth });
    }, { capture: true, passive: true });
    addEventListener("focusin", (event) => {
      const field = event.composedPath()[0];
      if (performance.now() - pressedAt < 500 || !(field instanceof Element)) return;
      if (event.target.localName === panel || !field.matches("input, textarea, select")) return;
      const { left, top, width, height } = field.getBoundingClientRect();
      const [x, y] = [left + Math.min(width / 2, 160), top + height / 2];
      if (width && x > 0 && y > 0 && x < innerWidth && y < innerHeight)
        tell({ kind: "field", x, y, width: innerWidth });
    }, { capture: true, passive: true });
  }
  if (!covers) return;

  const secret = new RegExp(
    [
      String.raw`\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|`,  // a token's beginning,
      String.raw`\|[a-z]+-\d`,  // its middle,
      String.raw`(?=\d*[a-f])[0-9a-f]{16,}`,  // a piece of its end
    ].join("|"), "i");
  const personal = /(?<!\d)\d{11}(?!\d)/;
  const squeezed = (text) => text.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "");
  const tells = (text) => Boolean(text) && (personal.test(text) || (!showsToken && secret.test(squeezed(text))));
  // The text of a whole part of the page runs on from cell to cell: there, only worth a closer look.
  const mayTell = (text) => Boolean(text) && (/\d{11}/.test(text) || tells(text));
  const covered = new Set();
  const watched = new WeakSet();
  const silent = "script, style, template, noscript";
  const cover = (element) => {
    while (element && getComputedStyle(element).display === "contents")
      element = element.parentElement ?? element.getRootNode().host;
    if (!element) return;
    covered.add(element);
    if (element.style.getPropertyValue("filter") === "opacity(0)") return;
    element.style.setProperty("transition", "none", "important");
    element.style.setProperty("filter", "opacity(0)", "important");
  };
  const uncover = (element) => {
    covered.delete(element);
    element.style.removeProperty("filter");
    element.style.removeProperty("transition");
  };
  // Covers the smallest parts that hold a token each; gives back the text that is left.
  const coverIn = (parent) => {
    if (covered.has(parent)) return "\u0000";
    let text = "";
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(silent)) {
        const inside = mayTell(child.textContent) ? coverIn(child) : child.textContent;
        text += getComputedStyle(child).display.startsWith("inline") ? inside : `\n${inside}\n`;
      }
    }
    if (!tells(text)) return text;
    cover(parent.nodeType === Node.ELEMENT_NODE ? parent : parent.host);
    return "\u0000";
  };
  const visit = (root) => {
    if (!watched.has(root)) {
      watched.add(root);
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    const whole = root.documentElement ?? root;  // a document has no text of its own
    if (mayTell(whole.textContent)) coverIn(whole);
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === panel) continue;
      if (element.shadowRoot) visit(element.shadowRoot);
      if (element.matches("input, textarea") && tells(element.value)) cover(element);
    }
  };
  const stillTells = (element) => element.isConnected
    && [element.value, element.textContent, element.shadowRoot?.textContent].some(mayTell);
  const isCovered = (element) => {
    for (let node = element; node; node = node.parentElement ?? node.getRootNode().host)
      if (getComputedStyle(node).filter.includes("opacity(0)")) return true;
    return false;
  };
  // Where an element is, as far as what it scrolls in shows it.
  const inSight = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let node = element.parentElement; node; node = node.parentElement ?? node.getRootNode().host) {
      if (getComputedStyle(node).overflowX === "visible") continue;
      const box = node.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return [left, top, right - left, bottom - top].map(Math.round);
  };
  // What of a place the training panel does not stand on.
  const besidePanel = ([left, top, width, height]) => {
    if (!document.querySelector(panel)) return [[left, top, width, height]];
    const parts = [];
    for (let x = left; x < left + width; x += 8) {
      const piece = Math.min(8, left + width - x), last = parts.at(-1);
      if (document.elementFromPoint(x + piece / 2, top + height / 2)?.localName === panel) continue;
      if (last && last[0] + last[2] === x) last[2] += piece;
      else parts.push([x, top, piece, height]);
    }
    return parts;
  };
  let told = "", toldAt = 0;
  const check = () => {
    let isSound = true;
    try {
      for (const element of covered) if (!stillTells(element)) uncover(element);
      visit(document);
      for (const element of covered) { cover(element); isSound &&= isCovered(element); }
    } catch { isSound = false; }
    const places = isTop ? [...covered].map(inSight) : [];
    const boxes = places.filter(([, , width, height]) => width > 0 && height > 0).flatMap(besidePanel);
    const message = { kind: "covered", isTop, isSound, boxes, width: innerWidth };
    const text = JSON.stringify(message);
    if (text === told && performance.now() - toldAt < 250) return;
    [told, toldAt] = [text, performance.now()];
    tell(message);
  };
  const observer = new MutationObserver(check);
  const eachFrame = () => { check(); requestAnimationFrame(eachFrame); };
  eachFrame();
}"""


_PANEL_JS: Final = r"""([panel, hides]) => {
  const root = document.querySelector(panel)?.shadowRoot;
  if (!root) return;
  const isOurs = (sheet) => sheet.cssRules[0]?.selectorText?.endsWith(":not(#in-video)");
  const others = [...root.adoptedStyleSheets].filter((sheet) => !isOurs(sheet));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*:not(#in-video) { opacity: 0 !important; transition: none !important }");
  root.adoptedStyleSheets = hides ? [...others, sheet] : others;
}"""
_PROBE_MS: Final = 500


def hide_panel(page: Page, *, hides: bool) -> None:
    """Make a training's panel transparent, or visible again; it keeps its place and the keyboard's focus."""
    with suppress(Error):
        # `evaluate` has no time limit, so first see whether the page answers.
        page.locator(":root").wait_for(state="attached", timeout=_PROBE_MS)
        page.evaluate(_PANEL_JS, [PANEL_HOST, hides])


class PageWatch:
    """Tells what the page tells, until it is closed."""

    def __init__(
        self,
        page: Page,
        told: Callable[[dict[str, Any]], None],
        *,
        origins: tuple[str, ...] | None,
        covers: bool,
        shows_token: bool,
    ) -> None:
        """Args:
        page: the run's.
        told: gets each message; called while Playwright dispatches events, so it may not call Playwright.
        origins: those of the documents to listen in; all, if not given.
        covers: hide what has the form of a token or a personal number in the page itself. For the assistant's own
            replica only.
        shows_token: do not hide tokens.

        Raises:
            Error: the script cannot be put into the page.
        """
        self._page = page
        self._told = told
        self._binding = f"_{secrets.token_hex(8)}"
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Runtime.bindingCalled", self._on_called)
        self._session.send("Runtime.enable")  # else the next document has no binding
        world = f"video-{secrets.token_hex(4)}"
        self._session.send("Runtime.addBinding", {"name": self._binding, "executionContextName": world})
        self._session.send("Page.enable")
        source = f"({_SCRIPT_JS})({json.dumps([self._binding, origins, covers, shows_token, PANEL_HOST])})"
        script = {"source": source, "worldName": world, "runImmediately": True}
        self._session.send("Page.addScriptToEvaluateOnNewDocument", script)

    def close(self) -> None:
        """Hear no more of it. The script goes with the document."""
        let_go(self._session, self._page)

    def _on_called(self, called: dict[str, Any]) -> None:
        if called["name"] == self._binding:
            self._told(json.loads(called["payload"]))
