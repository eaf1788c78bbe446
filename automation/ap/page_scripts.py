"""The questions that the finder asks inside the page. Each is one function of one argument.

All see through shadow roots: "inside" is meant as a person sees it, by the flat tree that the browser draws. The panel
of a training (`PANEL_HOST`) is none of AP's: nothing is found in it, and it lies over nothing.
"""

from __future__ import annotations

from typing import Final

PANEL_HOST: Final = "ap-token-training"
"""The tag of the one element that a training puts into AP's document."""

_FLAT_TREE: Final = (
    f"""
  const isPanel = (node) => node?.localName === "{PANEL_HOST}";
"""
    + """
  const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const isInside = (outer, inner) => {
    for (let node = inner; node; node = up(node)) if (node === outer) return true;
    return false;
  };
  const closest = (element, selector) => {
    for (let node = element; node; node = up(node)) if (node.matches?.(selector)) return node;
    return null;
  };
  const within = (root, selector) => {
    const found = [];
    const walk = (node) => {
      for (const element of node.querySelectorAll("*")) {
        if (isPanel(element)) continue;
        if (element.matches(selector)) found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    if (root.shadowRoot) walk(root.shadowRoot);
    walk(root);
    return found;
  };
  // What one reads on an element; what a web component shows may stand outside it, in a slot.
  const read = (element) => {
    const slotted = () => within(element, "slot").flatMap((slot) => slot.assignedNodes({ flatten: true }))
      .map((node) => node.innerText ?? node.textContent).join(" ");
    return element ? ((element.innerText ?? element.textContent) || slotted()).replace(/\\s+/g, " ").trim() : "";
  };
  const isOfPanel = (element) => isPanel(element) || isPanel(element.getRootNode().host);
"""
)

_VISIBLE: Final = """
  const isVisible = (element) => {
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
  };
"""
"""Whether a person could see an element."""

_HIT: Final = """
  const stackAt = (x, y) => document.elementsFromPoint(x, y).filter((hit) => !isPanel(hit));
  const topmost = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    if (isPanel(hit)) hit = stackAt(x, y)[0] ?? null;
    while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit) {
      hit = hit.shadowRoot.elementFromPoint(x, y);
    }
    return hit;
  };
  const middle = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  const isInSight = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  // The largest part of the page that the thing at this point belongs to and the element does not.
  const coverOf = (element) => {
    const hit = topmost(...middle(element));
    if (!hit || isInside(element, hit) || isInside(hit, element)) return null;
    if (element.labels && [...element.labels].some((label) => isInside(label, hit))) return null;
    // Libraries draw over their native inputs, within one small box.
    const isField = element.matches("input, select, [role=checkbox], [role=radio], [role=switch], [role=combobox]");
    let box = isField ? up(element) : null;
    for (let n = 0; box && n < 4 && box.getBoundingClientRect().height < 150; box = up(box), n++) {
      if (isInside(box, hit)) return null;
    }
    let cover = hit;
    for (let node = up(hit); node && !isInside(node, element); node = up(node)) cover = node;
    return cover;
  };
"""
"""What lies over what."""


_MENU: Final = r"""
  const fields = "input:not([type=hidden]), textarea, select, [role=textbox], [role=checkbox], table, h1, h2,"
    + " [role=heading]";
  const pressable = "a, button, [role=menuitem], [role=link], [role=button], [role=option], [role=treeitem],"
    + " [role=listitem]";
  // A menu that opens beside the page's menu, or over the page: it is named as such, belongs to an unfolded item, or
  // floats and has all the items that are to be in it.
  const isFlyout = (menu, flyout, box) => {
    const isNamed = box.matches("[role=menu], [role=menubar], [role=tree], [role=listbox], [role=navigation], nav")
      || (menu && box.id && within(menu, "[aria-expanded=true]").some((item) =>
        `${item.getAttribute("aria-controls")} ${item.getAttribute("aria-owns")}`.split(" ").includes(box.id)));
    const floats = ["fixed", "absolute"].includes(getComputedStyle(box).position);
    if ((!isNamed && !floats) || within(box, fields).length > 0) return false;
    if (isNamed) return true;
    const texts = within(box, pressable).filter(isVisible).map(read);
    return flyout.every((name) => texts.some((text) => new RegExp(name, "i").test(text)));
  };
  const isOfMenu = (menu, flyout, element) => {
    if (menu && isInside(menu, element)) return true;
    for (let box = up(element); box && box !== document.body; box = up(box)) {
      if ((!menu || !isInside(box, menu)) && box instanceof Element && isFlyout(menu, flyout, box)) return true;
    }
    return false;
  };
"""
"""What belongs to AP's menu."""


def script(function: str, more: str = "") -> str:
    """One function of one argument, with what it needs to see through shadow roots."""
    return f"(argument) => {{ {_FLAT_TREE}{_VISIBLE}{_HIT}{_MENU}{more} return ({function})(argument); }}"


SIFT: Final = script(
    """([elements, menu, scope, flyout]) => {
  if (menu && !menu.isConnected) return null;
  const seen = elements.map((element) => !isOfPanel(element) && isVisible(element));
  const visible = elements.filter((_, index) => seen[index]);
  const isInnermost = (element) => !visible.some((other) => other !== element && isInside(element, other));
  const isEnabled = (element) => !element.matches(":disabled") && !closest(element, "[aria-disabled=true], [inert]");
  return elements.map((element, index) => {
    if (!seen[index] || !isInnermost(element)) return null;
    if (scope && (scope === "menu") !== isOfMenu(menu, flyout, element)) return null;
    const ticked = element.checked ?? element.getAttribute("aria-checked") === "true";
    return { enabled: isEnabled(element), ticked };
  });
}"""
)
"""[elements, menu, scope, flyout] → of each null, or whether it can be used and is ticked.

Null is what nobody can see, what holds another one of them (of elements one in the other the innermost is the
control), and what stands outside the scope: `menu`, `main` (everything else) or none. The whole answer is null if
the menu is no longer on the page.
"""

MENU_ROOT: Final = script(
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

INSIDE: Final = script(
    """([root, elements]) =>
  root.isConnected ? elements.map((element) => isInside(root, element)) : null"""
)
"""[root, elements] → which stand in the root; null if the root is no longer on the page."""

COVERED: Final = script(
    """(elements) => elements.map((element) => {
  if (!isInSight(middle(element))) element.scrollIntoView({ block: "center" });
  return coverOf(element) !== null;
})"""
)
"""elements → over which of them something lies."""

SAME_FORM: Final = script(
    """([anchor, elements]) => {
  const form = closest(anchor, "form");
  return elements.map((element) => form !== null && isInside(form, element));
}"""
)
"""[anchor, elements] → which stand in the anchor's form."""

READ: Final = script(
    r"""(elements) => elements.map((element) => {
  if (isOfPanel(element)) return { text: "", name: "", icons: [] };
  // Words that a font draws as icons ("album Tokeny") are no part of any list that could be complete.
  const [words, icons] = [[], []];
  const keys = ["class", "name", "icon", "data-icon", "data-testid", "aria-label", "href"];
  for (const node of [element, ...element.querySelectorAll("*")]) {
    const word = node.childElementCount === 0 ? node.textContent.trim() : "";
    const looks = `${node.tagName} ${node.getAttribute("class") ?? ""} ${getComputedStyle(node).fontFamily}`;
    if (node !== element && /^[a-z0-9_]+$/.test(word) && /icon|symbol/i.test(looks)) words.push(word);
    // What the icon of an element without any text is called: by its class, its data, its label.
    for (const key of element.childElementCount < 4 ? keys : []) {
      icons.push(...(node.getAttribute(key) ?? "").split(/[\s#/]+/));
    }
  }
  let text = read(element);
  for (const word of words) if (text.startsWith(word)) text = text.slice(word.length).trim();
  for (const word of [...words].reverse()) if (text.endsWith(word)) text = text.slice(0, -word.length).trim();
  const root = element.getRootNode();
  const texts = (ids) => (ids ?? "").split(/\s+/).map((id) => id && read(root.getElementById?.(id))).join(" ").trim();
  const labels = [...(element.labels ?? [])].map(read).join(" ");
  const name = texts(element.getAttribute("aria-labelledby")) || element.getAttribute("aria-label") || labels
    || element.getAttribute("alt") || (text ? "" : element.getAttribute("title")
      || texts(element.getAttribute("aria-describedby")) || element.getAttribute("placeholder")) || "";
  return { text, name: name.replace(/\s+/g, " ").trim(), icons: text || name ? [] : [...words, ...icons] };
})"""
)
"""elements → of each the text that a person reads on it, without icons; its name, as far as it is not this text; and,
where it has neither, what its icon is called."""

NAMES: Final = script(
    """(elements) => elements.map((element) => {
  if (isOfPanel(element)) return "";
  const value = element.matches("[type=checkbox], [type=radio]") ? "" : element.value;
  const label = [...(element.labels ?? [])].map(read).join(" ");
  return (element.getAttribute("aria-label") || read(element) || element.textContent || label || value || "").trim();
})"""
)
"""elements → what could be said of each in a message."""
