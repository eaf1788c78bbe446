"""What is asked in the page: what of it may not be shown, where the NIP and typed values are, has it changed.

`EYES` makes an object with four functions; code that stays in the page runs several times faster the second time.

- `look([attribute, strict, known])` hides what `camera_rules` wants hidden and paints the places black: the attribute
  marks them, the stricter rule holds or not, and where nothing has changed since the known digest nothing is touched.
  It tells `digest`: of all that is to be seen, empty where something is moving; `same`: it is the known one;
  `regions`: places that a bundle may have to paint over, in the picture's pixels. It throws where the page cannot be
  searched; then nothing is changed.
- `finish()` puts everything back; whether nothing had come meanwhile that would have been hidden.
- `undo()` puts it back.
- `named()` tells where something is that would be hidden, and where the page's headers are; it changes nothing.

Frames of this origin are gone through, those of another are hidden as a whole.
"""

from __future__ import annotations

from typing import Final

from automation.evidence.camera_rules import JUDGE, PARTS, TEXTS, TREE

_LOOK: Final = r"""
  // Everything that is seen, in order; `hide` is what the rule for secrets wants hidden.
  const lookAt = (strict) => {
    const hide = new Set(), headers = new Set(), regions = [], leaves = [], seen = [];
    let moves = false;
    const note = (...what) => seen.push(what.join("\u0001"));
    const region = (kind, element, box, [left, top]) => regions.push({ kind, element, box: {
      left: box.left + left, top: box.top + top, right: box.right + left, bottom: box.bottom + top } });
    const visitText = (node, where) => {
      for (const found of node.data.matchAll(nip)) {
        const range = node.ownerDocument.createRange();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        for (const box of range.getClientRects()) region("nip", where.element, box, where.offset);
      }
      return node.data;
    };
    const visitField = (field, where) => {
      const kind = field.type.toLowerCase();
      const isGuarded = ["password", "file"].includes(kind) || /password|one-time/.test(field.autocomplete);
      const isButton = ["submit", "button", "reset"].includes(kind);
      const isField = !isButton && !["checkbox", "radio"].includes(kind);
      const label = [...(field.labels ?? [])].map((each) => each.textContent).join(" ").trim();
      const named = (field.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean)
        .map((id) => field.getRootNode().getElementById?.(id)?.textContent ?? "").join(" ");
      const shown = isField ? field.selectedOptions?.[0]?.text ?? field.value : "";
      if (isGuarded || (strict && isField) || [field.value, field.placeholder, field.textContent].some(tells)
        || (isField && [label, named, field.getAttribute("aria-label"), field.placeholder].some((text) =>
          namesPerson((text ?? "").trim()) === "label"))) hide.add(field);
      if (isTyped(field) && field.value.trim()) region("field", field, boxOf(field), where.offset);
      if (isField && hasNip(shown)) region("nip", field, boxOf(field), where.offset);
      if (isField) leaves.push({ ...where, element: field, text: shown.trim(), isField: true });
      note(field.value, field.checked, field.disabled, field.selectedIndex);
      return isButton ? field.value : "";
    };
    const visit = (element, above) => {
      if (element.matches("script, style, link, head, template, noscript") || element === cover) return "";
      if (element.localName === panelHost) return "";
      const style = styleOf(element);
      if (style.display === "none") return "";
      const begins = !above.row && isRow(element);
      if (!above.header && isBanner(element)) headers.add(element);
      const where = {
        element,
        offset: above.offset,
        row: above.row || begins,
        control: (begins ? null : above.control) ?? (element.matches(buttons) && !begins ? element : null),
        header: above.header || headers.has(element),
        column: above.column || element.matches(columnHeaders),
        editable: above.editable,
      };
      note(element.localName, element.getAttribute("class"), element.getAttribute("style") || "", style.visibility,
        element.scrollLeft, element.scrollTop, element.ariaExpanded, element.ariaChecked, element.ariaSelected);
      let text = "";
      const show = (content, isApart) => { text += isApart ? `\n${content}\n` : content; };
      if (element.matches("iframe, frame")) {
        let inner = null;
        try { inner = element.contentDocument; } catch { /* of another origin */ }
        if (inner?.documentElement) {
          const box = boxOf(element), { paddingLeft, paddingTop } = style;
          show(visit(inner.documentElement, { ...where, offset: [
            where.offset[0] + box.left + element.clientLeft + parseFloat(paddingLeft || 0),
            where.offset[1] + box.top + element.clientTop + parseFloat(paddingTop || 0)] }), true);
        } else hide.add(element);
        note(element.src);
        return "";
      }
      if (element.matches("object, embed, fencedframe")) { hide.add(element); return ""; }
      if (element.matches("input, textarea, select")) return visitField(element, where);
      if (element.matches(unreadable)) { moves ||= element.matches("canvas, video"); if (strict) hide.add(element); }
      if (element.localName === "img") note(element.currentSrc, element.complete);
      if (element.shadowRoot) moves ||= isMoving(element.shadowRoot);
      if (element.isContentEditable && !above.editable) {
        if (strict) hide.add(element);
        if (element.textContent.trim()) region("field", element, boxOf(element), where.offset);
        where.editable = true;
      }
      // Its place among the leaves is that of its beginning: a label comes before what it is the label of.
      const leaf = { ...where, text: "" };
      leaves.push(leaf);
      const from = regions.length;
      for (const child of childrenOf(element)) {
        if (child.nodeType === 3) { show(visitText(child, where)); leaf.text += child.data; }
        else if (child.nodeType === 1) show(visit(child, where), !styleOf(child).display.startsWith("inline"));
      }
      leaf.text = leaf.text.replace(/\s+/g, " ").trim();
      if (!leaf.text) leaves.splice(leaves.indexOf(leaf), 1);
      else {
        const box = boxOf(element);
        note(leaf.text, box.left, box.top, box.width);
        if (fileName.test(leaf.text)) region("field", element, box, where.offset);
      }
      // Written in several pieces, it is found where they come together.
      if (regions.length === from && hasNip(text)) region("nip", element, boxOf(element), where.offset);
      const drawn = ["::before", "::after"].map((pseudo) => styleOf(element, pseudo).content);
      if ([text, element.alt, ...drawn].some(tells)) { hide.add(element); return "\n·\n"; }
      return text;
    };
    const isMoving = (root) => root.getAnimations().some((each) => each.playState === "running");
    moves ||= isMoving(document);
    const hovered = [...document.querySelectorAll(":hover")].length;
    note(location.href, scrollX, scrollY, innerWidth, innerHeight, hovered, document.activeElement?.localName,
      document.activeElement?.id);
    visit(document.documentElement, { offset: [0, 0] });
    return { hide, headers, regions, leaves, digest: moves ? "" : digestOf(seen.join("\u0002")) };
  };
  // Two sums, each with a prime of its own, and the length: enough to tell one screen from the next.
  const digestOf = (text) => {
    let one = 7, two = 11;
    for (let at = 0; at < text.length; at++) {
      one = (Math.imul(one, 31) + text.charCodeAt(at)) | 0;
      two = (Math.imul(two, 65599) + text.charCodeAt(at)) | 0;
    }
    return [one, two, text.length].join(":");
  };
"""
"""Goes through the page."""

_HIDE: Final = r"""
  // `opacity: 0` on an element cannot be undone by what is inside, reaches what overflows it, and takes no room away.
  const undos = [];
  let cover = null;
  const withBox = (element) => {
    while (element && styleOf(element).display === "contents") element = up(element);
    if (!element) throw new Error("nothing to hide it by");
    return element;
  };
  const isShown = (element) => styleOf(element).opacity !== "0";
  const hideOne = (element) => {
    if (element.hasAttribute(attribute)) return;
    const style = element.style;
    const before = ["opacity", "transition", "animation"].map(
      (name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    undos.push(() => {
      element.removeAttribute(attribute);
      for (const [name, value, priority] of before) {
        if (value) style.setProperty(name, value, priority); else style.removeProperty(name);
      }
      if (!element.getAttribute("style")) element.removeAttribute("style");  // reading it brings it up to date
    });
    element.setAttribute(attribute, "");
    for (const [name, value] of [["transition", "none"], ["animation", "none"], ["opacity", "0"]]) {
      style.setProperty(name, value, "important");
    }
    if (isShown(element)) throw new Error("not hidden");
  };
  const frameOffset = (element) => {
    let left = 0, top = 0;
    for (let frame = element.ownerDocument.defaultView.frameElement; frame;
      frame = frame.ownerDocument.defaultView.frameElement) {
      const box = boxOf(frame), style = styleOf(frame);
      left += box.left + frame.clientLeft + parseFloat(style.paddingLeft || 0);
      top += box.top + frame.clientTop + parseFloat(style.paddingTop || 0);
    }
    return [left, top];
  };
  // Black where something is hidden, above whatever lies on top.
  const draw = (places) => {
    if (!places.length) return;
    const made = (styles) => {
      const element = document.createElement("div");
      for (const [name, value] of Object.entries({ all: "initial", display: "block", position: "fixed", ...styles })) {
        element.style.setProperty(name, value, "important");
      }
      return element;
    };
    cover = made({ inset: "0", width: "100%", height: "100%", "pointer-events": "none", "z-index": "2147483647" });
    cover.popover = "manual";
    for (const place of places) {
      const box = boxOf(place), [left, top] = frameOffset(place), style = styleOf(place);
      const room = (side) => parseFloat(style[`padding${side}`]) || 0;
      // Of a tall cell only the lines, over all its width: how long a name is, is nobody's business.
      const range = place.ownerDocument.createRange();
      range.selectNodeContents(place);
      const lines = range.getBoundingClientRect();
      const hasLines = lines.height > 0 && lines.top >= box.top && lines.bottom <= box.bottom;
      const [above, below] = hasLines ? [lines.top, lines.bottom]
        : [box.top + room("Top"), box.bottom - room("Bottom")];
      cover.append(made({ background: "#000", left: `${box.left + left + room("Left")}px`, top: `${above + top}px`,
        width: `${box.width - room("Left") - room("Right")}px`, height: `${below - above}px` }));
    }
    document.documentElement.append(cover);
    cover.showPopover();
  };
  const undo = () => {
    cover?.remove();
    cover = null;
    for (const each of undos.splice(0).reverse()) each();
  };
  // In the picture's pixels; what is hidden or out of sight need not be painted over.
  const inPicture = (regions, places) => {
    const hidden = new Set(places), scale = devicePixelRatio, found = new Map();
    const isHidden = (element) => {
      for (let node = element; node; node = up(node)) if (hidden.has(node)) return true;
      return false;
    };
    for (const { kind, element, box } of regions) {
      const left = Math.max(0, Math.floor(box.left) - 2), top = Math.max(0, Math.floor(box.top) - 2);
      const right = Math.min(innerWidth, Math.ceil(box.right) + 2);
      const bottom = Math.min(innerHeight, Math.ceil(box.bottom) + 2);
      if (right - left <= 4 || bottom - top <= 4 || isHidden(element)) continue;
      const region = { kind, x: left * scale, y: top * scale, width: (right - left) * scale,
        height: (bottom - top) * scale };
      found.set(Object.values(region).join(), region);
    }
    return [...found.values()];
  };
"""
"""Hides, and puts back."""

EYES: Final = (
    "() => { let attribute = '';"
    + TEXTS
    + TREE
    + PARTS
    + _LOOK
    + JUDGE
    + _HIDE
    + r"""
  const placesOf = (found) => [...new Set([...found.hide].map(withBox))];
  let strictly = false, places = [];
  const look = ([mark, strict, known]) => {
    undo();
    attribute = mark;
    strictly = strict;
    const found = judged(lookAt(strict));
    if (known && found.digest === known) return { digest: known, same: true, regions: [] };
    places = placesOf(found);
    try {
      places.forEach(hideOne);
      draw(places);
    } catch (error) { undo(); throw error; }
    return { digest: found.digest, same: false, regions: inPicture(found.regions, places) };
  };
  const finish = () => {
    try {
      return placesOf(judged(lookAt(strictly))).every((each) => each.hasAttribute(attribute))
        && !places.some(isShown);
    } finally { undo(); }
  };
  const named = () => {
    const found = judged(lookAt(false));
    const boxes = (elements) => [...elements].filter((each) => each.ownerDocument === document).map(boxOf)
      .map(({ x, y, width, height }) => [x, y, width, height]);
    return { hidden: boxes(found.hide), headers: boxes(found.headers) };
  };
  return { look, finish, undo, named };
}"""
)
