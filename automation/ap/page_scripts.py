"""The questions that the finder asks inside the page. Each is one function of one argument.

All see through shadow roots: "inside" is meant as a person sees it, by the flat tree that the browser draws.
"""

from __future__ import annotations

from typing import Final

_FLAT_TREE: Final = """
  const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const isInside = (outer, inner) => {
    for (let node = inner; node; node = up(node)) if (node === outer) return true;
    return false;
  };
  const closest = (element, selector) => {
    for (let node = element; node; node = up(node)) if (node.matches?.(selector)) return node;
    return null;
  };
"""


def _script(function: str) -> str:
    return f"(argument) => {{ {_FLAT_TREE} return ({function})(argument); }}"


VISIBLE: Final = _script(
    """(elements) => elements.map((element) => {
  // Playwright calls off-screen, fully clipped and transparent elements visible. A native checkbox, radio or
  // select's input is often transparent or tiny under its drawing, so there the box around it counts.
  const isDrawnOver = element.matches("input[type=checkbox], input[type=radio], input[role=combobox]");
  const subject = isDrawnOver ? (element.closest("label") ?? up(element) ?? element) : element;
  let { left, top, right, bottom } = subject.getBoundingClientRect();
  for (let node = subject; node instanceof Element; node = up(node)) {
    const style = getComputedStyle(node);
    if (style.display === "none") return false;
    if (node === subject && style.visibility !== "visible" && !isDrawnOver) return false;
    if (style.opacity === "0" || node.inert) return false;
    if (style.clip === "rect(0px, 0px, 0px, 0px)" || /^inset\\((50|100)%/.test(style.clipPath)) return false;
    if (node !== subject && style.display !== "contents") {
      const box = node.getBoundingClientRect();
      // What a person can scroll into sight within this box counts as lying in it.
      if (["auto", "scroll"].includes(style.overflowX)) {
        const start = box.left - node.scrollLeft;
        if (right > start && left < start + node.scrollWidth && (right <= box.left || left >= box.right)) {
          ({ left, right } = box);
        }
      }
      if (["auto", "scroll"].includes(style.overflowY)) {
        const start = box.top - node.scrollTop;
        if (bottom > start && top < start + node.scrollHeight && (bottom <= box.top || top >= box.bottom)) {
          ({ top, bottom } = box);
        }
      }
      if (["hidden", "clip"].includes(style.overflowX)) {
        left = Math.max(left, box.left); right = Math.min(right, box.right);
      }
      if (["hidden", "clip"].includes(style.overflowY)) {
        top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
      }
    }
    if (style.position === "fixed") break;
  }
  if (right - left < 2 || bottom - top < 2) return false;
  return right + scrollX > 0 && bottom + scrollY > 0;
})"""
)
"""elements → which of them a person could see."""

INNERMOST: Final = _script(
    """(elements) => elements.map(
  (element) => !elements.some((other) => other !== element && isInside(element, other)))"""
)
"""elements → which of them hold none of the others: of elements one in the other the innermost is the control."""

MENU_ROOT: Final = _script(
    """(items) => {
  const label = (item) =>
    (item.getAttribute("aria-label") || item.textContent || "").replace(/[a-z0-9]+_[a-z0-9_]+/g, "").trim();
  const count = (root) => new Set(items.filter((item) => isInside(root, item)).map(label)).size;
  const all = new Set(items.map(label)).size;
  let best = null;
  for (const item of items) {
    const landmark = closest(item, "nav, [role=navigation]");
    let root = landmark && count(landmark) === all ? landmark : up(item);
    while (root && count(root) < all) root = up(root);
    if (all === 1 && root !== landmark) {
      root = closest(item, "ul, ol, aside, [role=list], [role=menu], [role=menubar], [role=tree]") ?? root;
    }
    if (root && (!best || isInside(best, root))) best = root;
  }
  return best;
}"""
)
"""menu items → the smallest element that holds all different ones; a navigation landmark if it holds as many."""

INSIDE: Final = _script(
    """([root, elements]) =>
  root.isConnected ? elements.map((element) => isInside(root, element)) : null"""
)
"""[root, elements] → which stand in the root; null if the root is no longer on the page."""

SAME_FORM: Final = _script(
    """([anchor, elements]) => {
  const form = closest(anchor, "form");
  return elements.map((element) => form !== null && isInside(form, element));
}"""
)
"""[anchor, elements] → which stand in the anchor's form."""

READ: Final = _script(
    r"""(elements) => elements.map((element) => {
  // Words that a font draws as icons ("album Tokeny") are no part of any list that could be complete.
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
)
"""elements → what a person reads on each: its text without icons."""

NAMES: Final = """(elements) => elements.map((element) =>
  (element.getAttribute("aria-label") || element.innerText || element.textContent || element.value || "").trim())"""
"""elements → what could be said of each in a message."""
