"""The questions about the token form's fields, asked inside the page. Each is one function of one argument."""

from __future__ import annotations

from typing import Final

from automation.ap.page_scripts import script

_FIELD: Final = r"""
  const FIELDS = "input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=reset]), textarea, select,"
    + " [role=textbox], [role=spinbutton], [role=combobox], [role=listbox], [role=slider], [role=radiogroup],"
    + " [role=radio], [role=checkbox], [role=switch], [contenteditable=true]";
  const byIds = (element, ids) =>
    (ids ?? "").split(/\s+/).map((id) => id && element.getRootNode().getElementById?.(id));
  const isRadio = (field) => field.matches("[type=radio], [role=radio], [role=radiogroup]");
  // A field's own labels; of a radio also that of its group.
  const labelsOf = (field) => {
    const group = isRadio(field) ? closest(field, "fieldset, [role=radiogroup], [role=group]") : null;
    return [
      ...(group ? [group.querySelector("legend"), ...byIds(group, group.getAttribute("aria-labelledby"))] : []),
      ...(group && group.id ? within(field.getRootNode(), `label[for="${CSS.escape(group.id)}"]`) : []),
      ...(field.labels ?? []), ...byIds(field, field.getAttribute("aria-labelledby")),
    ].filter(Boolean);
  };
  const isStarred = (text) => /^\*\s*\S|\S\s*\*\s*:?$|^\*$/.test(text.trim());
  const isDrawnWithStar = (label) => [label, ...within(label, "*")].some((part) => ["::before", "::after"].some(
    (pseudo) => getComputedStyle(part, pseudo).content.includes("*")));
  // A label that nothing ties to its field stands beside it, in a box that has no other field.
  const besides = (field) => {
    let box = field;
    for (let parent = up(box), n = 0; parent && n < 4; parent = up(parent), n++) {
      if (within(parent, FIELDS).some((other) => other !== field && !isInside(field, other) && !isInside(other, field)
        && !(isRadio(field) && isRadio(other)) && isVisible(other))) break;
      box = parent;
    }
    return box === field ? [] : within(box, "*").filter((part) => part.childElementCount === 0 && isVisible(part));
  };
  const isRequired = (field) => {
    if (field.required || field.getAttribute("aria-required") === "true") return true;
    const labels = labelsOf(field);
    const names = [field.getAttribute("aria-label") ?? "", ...labels.map(read)];
    return names.some(isStarred) || labels.some(isDrawnWithStar)
      || besides(field).some((part) => isStarred(read(part)) || isDrawnWithStar(part));
  };
  const nameOf = (field) => [
    isRadio(field) ? "" : field.getAttribute("aria-label"), ...labelsOf(field).map(read), ...besides(field).map(read),
    field.getAttribute("placeholder"), field.getAttribute("name"), field.getAttribute("role") ?? field.type,
  ].filter(Boolean)[0] ?? "?";
"""

REQUIRED: Final = script(
    """([anchor, known]) => {
  const form = closest(anchor, "form");
  const OUTSIDE = "header, footer, nav, [role=banner], [role=contentinfo], [role=navigation], [role=search]";
  const isHere = (field) => form ? isInside(form, field) || field.form === form : closest(field, OUTSIDE) === null;
  const isKnown = (field) => known.some((each) => isInside(each, field) || isInside(field, each));
  const fields = within(document, FIELDS).filter((field) => isHere(field) && !closest(field, "[aria-hidden=true]")
    && !isKnown(field) && isVisible(field) && !field.matches(":disabled") && !field.readOnly && isRequired(field));
  return [...new Set(fields.map(nameOf))].slice(0, 6);
}""",
    _FIELD,
)
"""[a field of the form, the fields that are known] → the names of required ones that are not among these."""

VALIDITY: Final = script(
    r"""(field) => {
  const value = String(field.value ?? field.getAttribute("aria-valuenow") ?? "");
  const looks = `${field.getAttribute("placeholder") ?? ""} ${value}`;
  const isDate = ["date", "datetime-local", "month", "week", "time"].includes(field.type)
    || field.getAttribute("aria-haspopup") === "dialog"
    || /\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}|dd.mm|rrrr|yyyy/i.test(looks);
  const isSelect = field.tagName === "SELECT" || field.matches("[role=combobox], [role=listbox]");
  let shown = field.tagName === "SELECT" ? field.selectedOptions[0]?.text ?? "" : value || read(field);
  // Some libraries write the choice beside the element that has the role.
  for (let box = up(field), n = 0; isSelect && !/\d/.test(shown) && box && n < 3; box = up(box), n++) {
    shown = read(box);
  }
  return {
    kind: isDate ? "date" : isSelect ? "select" : "number",
    shown,
    isEmpty: isSelect ? !/\d/.test(shown) : value.trim() === "",
    isRequired: isRequired(field),
    isRefused: field.getAttribute("aria-invalid") === "true" || (field.matches("input") && !field.validity.valid),
    options: field.tagName === "SELECT" ? [...field.options].map((option) => option.text) : [],
  };
}""",
    _FIELD,
)
"""the validity field → what it is, what it shows, whether it is empty, required, and refuses what it holds."""

COMPLAINTS: Final = r"""() => [...document.querySelectorAll("[aria-invalid=true], :user-invalid")].map((field) => {
  const ids = ["aria-errormessage", "aria-describedby"].map((name) => field.getAttribute(name) ?? "").join(" ");
  const said = ids.split(/\s+/).map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
  const label = field.labels?.[0]?.innerText ?? field.getAttribute("aria-label") ?? "";
  return `${label} ${said || field.validationMessage || ""}`.replace(/\s+/g, " ").trim();
})"""
"""() → of each field that the form finds wrong, its label and what is said of it."""
