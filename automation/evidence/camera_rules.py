"""What may not be shown in a picture, as the page's own scripts judge it: secrets, and names of persons.

It is judged by what a person sees, through shadow roots and slots (the flat tree), not by how a library builds it:

- whatever has the form of a token, an authorization or a PESEL; password and file fields, behind the curtain all;
- in the header (banner, or the bar with AP's name on it) every text that is not made of AP's own words or a NIP;
- in rows of data every text with letters or a NIP in it, but for buttons and column headers;
- what follows `Imię`, `Nazwisko`, and fields named so.

**Assumed**: the words of AP's header (`HEADER_WORDS`), the list's address (`LIST_PATH`), the labels of a person's
name (`NAME_WORDS`), the buttons in a row (`ACTION_WORDS`). The screens with names on them have not been seen.

The parts are texts of JavaScript that `camera_scripts` puts together.
"""

from __future__ import annotations

import json
from typing import Final

from automation.ap.page_scripts import PANEL_HOST
from automation.evidence.event_id import EVENT_ID_FORM

HEADER_WORDS: Final = (
    "krajowy system e faktur aplikacja aplikacji podatnika ksef"
    " środowisko testowe demonstracyjne przedprodukcyjne produkcyjne demo test produkcja wersja"
    " korzystasz z w wersji testowej posługuj wyłącznie zanonimizowanymi fikcyjnymi danymi"
    " menu otwórz zamknij rozwiń zwiń główne boczne wyloguj zaloguj się powrót pomoc język polski english pl en"
    " nip kontekst podmiot przejdź do treści głównej strona ministerstwo finansów"
)
"""Words of which the header's own texts are made; any other there may be somebody's name."""
NAME_WORDS: Final = (
    "imię imiona imienia nazwisko nazwiska i oraz lub nazwa firmy podmiotu osoby użytkownika podatnika twórcy"
    " uprawnionej upoważnionej fizycznej pełnomocnika właściciela rodowe pierwsze drugie"
    " zalogowany zalogowana zalogowano jako witaj dzień dobry"
)
"""Words of which the label of a person's name is made; it begins with `imię`, `imiona`, `nazwisko`, or greets."""
LIST_PATH: Final = "/token-list"
"""In the address of AP's list: there, items of lists count as rows of data."""
ACTION_WORDS: Final = (
    "unieważnij usuń pobierz kopiuj szczegóły edytuj pokaż zobacz więcej akcje opcje podgląd zaznacz wybierz"
    " rozwiń zwiń otwórz zamknij zmień dalej wstecz anuluj zapisz token tokena wiersz wszystkie do"
)
"""Words of which the buttons in a row of data are made; any other button there may be named after somebody."""


_WORDS: Final = "".join(
    f"  const {name} = new Set({json.dumps(words.split(), ensure_ascii=False)});\n"
    for name, words in (
        ("headerWords", HEADER_WORDS),
        ("nameWords", NAME_WORDS),
        ("actionWords", ACTION_WORDS),
    )
)
TEXTS: Final = (
    f"{_WORDS}  const listPath = {json.dumps(LIST_PATH)};\n"
    f"  const eventId = new RegExp({json.dumps(EVENT_ID_FORM)}, 'g');  // of an error of AP's: no secret"
    + r"""
  const secret = new RegExp(
    [
      String.raw`\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|`,  // a token's beginning,
      String.raw`\|[a-z]+-\d`,  // its middle,
      String.raw`(?=\d*[a-f])[0-9a-f]{16,}`,  // a piece of its end
      String.raw`eyj[\w-]{10,}`,
      String.raw`bearer\S{8,}`,
    ].join("|"), "i");
  const personal = /(?<!\d)\d{11}(?!\d)/;
  const squeezed = (text) => text.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff]+/g, "");
  const tells = (text) =>
    Boolean(text) && (personal.test(text) || secret.test(squeezed(text.replace(eventId, " \u00b7 "))));
  const between = String.raw`[- .\u00a0\u2013]`;
  const nip = new RegExp([[10], [3, 3, 2, 2], [3, 2, 2, 3]].map((groups) =>
    String.raw`(?<!\d)${groups.map((length) => String.raw`\d{${length}}`).join(between)}(?!\d)`).join("|"), "g");
  const hasNip = (text) => Boolean(text) && text.search(nip) >= 0;
  const fileName = /[^\s./\\]\.(?:xml|xades|p12|pfx|pem|cer|crt|key|zip|pdf|json)(?![\p{L}\d])/iu;
  const hasLetters = (text) => /\p{L}/u.test(text);
  const words = (text) => text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const isAction = (text) => words(text).every((word) => actionWords.has(word));
  const isOfHeader = (text) => words(text).every((word) => headerWords.has(word));
  const nameLabel = new RegExp(String.raw`^[\s*]*(?:(?:pierwsze|drugie)\s+)?`
    + String.raw`(?:imię|imiona|nazwisko|zalogowan[aoy] jako|witaj|dzień dobry)(?!\p{L})`, "iu");
  // `label`, `value` (the label and what it is the label of in one text), or neither.
  const namesPerson = (text) =>
    !nameLabel.test(text) ? "" : words(text).every((word) => nameWords.has(word)) ? "label" : "value";
"""
)
"""What texts tell."""

TREE: Final = (
    f"""
  const panelHost = "{PANEL_HOST}";  // of a training: it shows nothing of AP's
"""
    + r"""
  const styleOf = (element, pseudo) => element.ownerDocument.defaultView.getComputedStyle(element, pseudo);
  const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const isIn = (inner, outer) => {
    for (let node = inner; node; node = up(node)) if (node === outer) return true;
    return false;
  };
  const closest = (element, selector) => {
    for (let node = element; node; node = up(node)) if (node.matches(selector)) return node;
    return null;
  };
  const childrenOf = (element) => {
    if (element.shadowRoot) return element.shadowRoot.childNodes;
    const assigned = element.localName === "slot" ? element.assignedNodes() : [];
    return assigned.length ? assigned : element.childNodes;
  };
  const boxOf = (element) => element.getBoundingClientRect();
"""
)
"""The flat tree: what is drawn, in the order in which it is drawn."""

PARTS: Final = r"""
  const buttons = "button, summary, [role=button], [role=tab], [role=switch], input[type=button], input[type=submit]";
  const headings = "h1, h2, h3, h4, h5, h6, [role=heading]";
  const columnHeaders = "[role=columnheader], mat-header-cell, thead th";
  const unreadable = "canvas, video, img[src^='data:'], img[src^='blob:']";
  const notTyped = ["submit", "button", "reset", "image", "checkbox", "radio", "range", "color", "hidden", "select-one",
    "select-multiple"];
  const isTyped = (field) => !notTyped.includes(field.type.toLowerCase());
  const isBanner = (element) => element.matches("[role=banner], mat-toolbar")
    || (element.matches("header") && !closest(element, "main, article, section, aside, nav, dialog, [role=main],"
      + " [role=dialog], [role=navigation], [role=region]"));
  // Tables that only arrange a form have no column headers, and fields or headings in them.
  const isRow = (element) => {
    if (element.matches("tr, [role=row], mat-row")) {
      if (element.querySelector("[role=columnheader], mat-header-cell")
        || (element.querySelector("th") && !element.querySelector("td"))) return false;
      const table = closest(element, "table, [role=table], [role=grid], [role=treegrid], mat-table");
      if (table?.matches("[role=presentation], [role=none]")) return false;
      return Boolean(table?.querySelector("th, [role=columnheader], mat-header-cell"))
        || !element.querySelector(`form, table, ${headings}, textarea, input:not([type=checkbox], [type=radio])`);
    }
    return location.pathname.includes(listPath)
      && element.matches("li, [role=listitem], article, [role=article]")
      && Boolean(closest(element, "main, [role=main]"))
      && !element.querySelector(columnHeaders);
  };
  const isIcon = (element, text) => /^[a-z][a-z0-9_]*$/.test(text)
    && (element.matches("[role=img], mat-icon") || /icon|material-symbols/i.test(element.getAttribute("class") ?? ""));
"""
"""What kind of thing an element is."""

JUDGE: Final = r"""
  // The rules for names, over the texts in their order.
  const apName = /Aplikacja\s+Podatnika|Krajowy\s+System/;
  const menuItem = /^(?:Faktury|Tokeny|Uprawnienia)$/;
  const addHeaders = ({ leaves, headers }) => {
    const mark = (part) => {
      headers.add(part);
      for (const leaf of leaves) leaf.header ||= isIn(leaf.element, part);
    };
    if (!leaves.some((leaf) => leaf.header && apName.test(leaf.text))) {
      const title = leaves.find((leaf) => apName.test(leaf.text) && isOfHeader(leaf.text)
        && boxOf(leaf.element).top < 200 && !closest(leaf.element, `main, [role=main], ${headings}`));
      let bar = title?.element;
      while (bar && up(bar) && up(bar) !== document.body && boxOf(up(bar)).height <= 160) bar = up(bar);
      if (bar) mark(bar);
    }
    // The menu that opens from the header, with whom one is logged in as.
    for (const leaf of leaves.filter((each) => /^wyloguj/i.test(each.text))) {
      const panel = closest(leaf.element, "[role=menu], [role=listbox], [popover]");
      if (panel && !leaves.some((each) => menuItem.test(each.text) && isIn(each.element, panel))) mark(panel);
    }
  };
  const valueOf = (element, label) => {
    let part = element;
    while (up(part) && !isIn(label, up(part)) && boxOf(up(part)).height <= 120
      && !up(part).querySelector(`${headings}, ${buttons}, input, textarea, select`)) part = up(part);
    return part;
  };
  // Name and surname may be two elements; what is made like the label is the next label.
  const goesOn = (last, part, label, text) => {
    const kind = (element) => `${element.localName} ${element.getAttribute("class")}`;
    return up(part) === up(last) && !text.endsWith(":") && kind(part) === kind(last)
      && (kind(part) !== kind(label) || styleOf(part).display.startsWith("inline"));
  };
  const addNamed = (leaves, hide) => leaves.forEach((label, at) => {
    if (label.column || label.isField) return;
    const kind = namesPerson(label.text);
    if (kind === "value" || /(?:imię|nazwisko)[^:]{0,40}:\s*\p{L}/iu.test(label.text)) hide.add(label.element);
    if (kind !== "label") return;
    let last = null;
    for (const next of leaves.slice(at + 1)) {
      if ((!hasLetters(next.text) && !next.isField) || isIcon(next.element, next.text)) continue;
      if ((next.control && isAction(next.text)) || namesPerson(next.text) || closest(next.element, headings)) break;
      const part = next.isField ? next.element : valueOf(next.element, label.element);
      if (last && !goesOn(last, part, label.element, next.text)) break;
      hide.add(part);
      last = part;
      if (next.isField) break;
    }
  });
  const judged = (look) => {
    const { leaves, hide } = look;
    addHeaders(look);
    for (const leaf of leaves) {
      const { element, text, control } = leaf;
      if (!text || isIcon(element, text)) continue;
      if (leaf.header && !isOfHeader(text)) hide.add(control ?? element);
      else if (leaf.row && !leaf.column && (hasLetters(text) || hasNip(text)) && !(control && isAction(text))) {
        hide.add(element);
      }
    }
    addNamed(leaves, hide);
    return look;
  };
"""
"""What is somebody's name."""
