"""What AP itself says went wrong: its alerts, messages and complaints, as it shows them to everybody."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error, Page

_TEXTS_JS: Final = """() => {
  const said = (element) => {
    let text = (element.innerText || element.textContent).trim();
    // Not what its buttons say: "... Zamknij" would read as something to do.
    for (const button of element.querySelectorAll("button, [role=button], a")) {
      const label = (button.innerText || "").trim();
      if (label && text.endsWith(label)) text = text.slice(0, -label.length).trim();
    }
    // Icons are words in disguise (`error`, `check_circle`).
    for (const icon of element.querySelectorAll("mat-icon, [aria-hidden=true], [role=img], [class*=icon]")) {
      const word = (icon.innerText || "").trim();
      if (/^[a-z][a-z0-9_]*$/.test(word) && text.startsWith(word)) text = text.slice(word.length).trim();
    }
    return text;
  };
  const spoken = "[role=alert], [role=status], [role=alertdialog], mat-error,"
    + " [aria-live]:not([aria-live=off]), mat-snack-bar-container";
  // Some libraries' messages have no role: they are put beside the application, and say little.
  const screens = "main, [role=main], header, nav, form, input, dialog, [role=dialog], script, style";
  const beside = [...(document.body?.children ?? [])].filter((element) =>
    !element.matches(screens) && !element.querySelector(screens) && !element.querySelector(spoken)
    && element.innerText?.trim().length <= 300);
  return [[...document.querySelectorAll(spoken)].map(said), beside.map(said)]
    .map((texts) => texts.filter(Boolean));
}"""


class Alerts:
    """The alerts of one page, but for those that were there when the step began."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._standing: frozenset[str] = frozenset()

    def note_standing(self) -> None:
        """Take what is said now for part of the page (AP's orange banner may be an alert)."""
        spoken, beside = self._texts()
        self._standing = frozenset((*spoken, *beside))

    def spoken(self) -> list[str]:
        """What AP says now; empty if nothing."""
        return [text for text in self._texts()[0] if text not in self._standing]

    def of_failure(self) -> list[str]:
        """The same where it is known that something has failed: messages without a role count as well."""
        spoken, beside = self._texts()
        new = [text for text in spoken if text not in self._standing]
        return new or [text for text in beside if text not in self._standing]

    def _texts(self) -> tuple[list[str], list[str]]:
        try:
            spoken, beside = self._page.evaluate(_TEXTS_JS)
        except Error:
            return [], []
        return _plain(spoken), _plain(beside)


def _plain(texts: list[str]) -> list[str]:
    unique = dict.fromkeys(_in_one_line(text) for text in texts)
    return [text for text in unique if text and "|" not in text]


def _in_one_line(text: str) -> str:
    """A heading and what stands below it read as two sentences."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    ended = [line if line[-1] in ".,:;!?…" else f"{line}." for line in lines[:-1]]
    return " ".join((*ended, *lines[-1:]))
