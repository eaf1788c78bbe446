"""The questions about what lies over AP's page, asked inside it. Each is one function of one argument."""

from __future__ import annotations

from typing import Final

from automation.ap.page_scripts import script

_THING: Final = r"""
  const PRESSABLE = "a, button, [role=button], [role=link], input[type=button], input[type=submit]";
  const FIELD = "input:not([type=hidden]):not([type=button]):not([type=submit]), textarea, select, [role=checkbox],"
    + " [role=textbox]";
  const DIALOG = "[role=dialog], [role=alertdialog], [aria-modal=true], dialog[open]";
  const nameOf = (element) => (element.getAttribute("aria-label") || read(element) || element.value || "").trim();
  const shown = (root, selector) => within(root, selector).filter(isVisible);
  const says = (box) => read(box) || box.tagName === "IFRAME" || shown(box, `${PRESSABLE}, iframe`).length > 0;
  const isInFront = (box) => {
    const { left, top, right, bottom } = box.getBoundingClientRect();
    const center = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
    const hit = topmost(center(left, right, innerWidth), center(top, bottom, innerHeight));
    return hit !== null && isInside(box, hit);
  };
  const dialogs = () => shown(document, DIALOG).filter((box) => says(box) && isInFront(box));
  const titleOf = (box) => {
    const headings = shown(box, "h1, h2, h3, h4, h5, h6, [role=heading]").map(read);
    const labels = [box, ...within(box, DIALOG)].map((each) => each.getAttribute("aria-label"));
    return [...headings, ...labels].filter(Boolean)[0] ?? read(box).slice(0, 80);
  };
  // A dialog's place may be the whole page, drawn empty: what it says stands in another part of the same layer.
  const speaker = (cover, element) => {
    if (says(cover)) return cover;
    const others = dialogs().filter((box) => !element || !isInside(box, element));
    return others.at(-1) ?? null;
  };
  const thingOver = (element) => {
    if (element === null) {
      const hit = topmost(innerWidth / 2, innerHeight / 2);
      let front = dialogs().at(-1) ?? null;
      for (let box = hit; box && !front; box = up(box)) {
        const { width, height } = box.getBoundingClientRect();
        const isLayer = getComputedStyle(box).position === "fixed" && width * height > innerWidth * innerHeight / 2;
        const isPage = () => shown(box, "main, nav, header, h1, [role=main], [role=navigation]").length > 0;
        if (isLayer && says(box) && !isPage()) front = box;
      }
      return front;
    }
    if (!element.isConnected) return null;
    let cover = isInSight(middle(element)) ? coverOf(element) : null;
    if (cover || !isInSight(middle(element))) {
      element.scrollIntoView({ block: "center", behavior: "instant" });
      cover = coverOf(element);
    }
    return cover && speaker(cover, element);
  };
"""

OVER: Final = script(
    """(element) => {
  const thing = thingOver(element);
  if (!thing) {
    const own = element && closest(element, DIALOG);
    return own ? { isOwn: true, title: titleOf(own) } : null;
  }
  const isDialog = thing.matches(DIALOG) || shown(thing, DIALOG).length > 0;
  const MENU = "[role=menu], [role=listbox], [role=tree], [role=navigation], nav";
  return {
    isOwn: false,
    title: titleOf(thing),
    text: read(thing).slice(0, 2000),
    buttons: shown(thing, PRESSABLE).map(nameOf).filter(Boolean).slice(0, 8),
    isMenu: !isDialog && (thing.matches(MENU) || shown(thing, MENU).length > 0),
    asks: thing.tagName === "IFRAME" || shown(thing, `${PRESSABLE}, ${FIELD}, iframe`).length > 0,
    hasFields: shown(thing, FIELD).length > 0,
  };
}""",
    _THING,
)
"""element → what lies over it; of null: what lies over the whole page; null if nothing does that says anything.

For an element in a dialog over which nothing lies: that dialog, as `isOwn`.
"""

CLOSER: Final = script(
    """([element, names]) => {
  const thing = thingOver(element);
  if (!thing) return null;
  // Neither a link that leads away nor a button that sends a form.
  const isHarmless = (button) => {
    const link = closest(button, "a[href]");
    const leads = link && !["", "#"].includes(link.getAttribute("href"));
    const sends = button.form && button.type === "submit" || button.matches("input[type=submit]");
    return !leads && !sends && !button.matches(":disabled");
  };
  const buttons = shown(thing, PRESSABLE).filter(isHarmless);
  for (const name of names) {
    const found = buttons.find((button) => new RegExp(name, "i").test(nameOf(button)));
    if (found) return found;
  }
  return null;
}""",
    _THING,
)
"""[element or null, names' patterns] → the button that closes what lies over it, by the first name that one has."""
