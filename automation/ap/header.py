"""AP's header: which environment this is, and in whose name one is logged in."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page

from automation.ap.finder import Finder
from automation.ap.page_scripts import PANEL_HOST
from automation.ap.waiting import Patience
from automation.environments import Environment
from automation.errors import WrongContextShownError, WrongEnvironmentShownError

_ENVIRONMENT_LABEL: Final = re.compile(r"\bŚrodowisko\s+\w{1,30}")
_CONTEXT_ROLES: Final = ("button", "link", "combobox")
"""What the control that shows the context may be: it opens a menu."""

# The part of the page that bears AP's name; what users wrote (a token's name on the list) stands elsewhere. Where
# nothing can be told for the header, the whole page counts.
_TEXT_JS: Final = (
    f"""() => {{ const panel = "{PANEL_HOST}";"""
    + """
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot && element.localName !== panel) roots.push(element.shadowRoot);
  const read = (node) => {  // as it is drawn: `innerText` has nothing of what stands in shadow roots
    if (node.nodeType === 3) return node.data;
    if (node.nodeType !== 1 || node.matches(`script, style, template, noscript, ${panel}`)) return "";
    const inside = node.shadowRoot ?? node;
    const slotted = node.localName === "slot" ? node.assignedNodes() : [];
    return [...(slotted.length ? slotted : inside.childNodes)].map(read).join(" ");
  };
  const text = (element) => roots.length > 1 ? read(element) : element.innerText;
  const headers = roots.flatMap((root) => [...root.querySelectorAll("header, [role=banner], mat-toolbar")]);
  return headers.map(text).find((text) => /Aplikacja\\s+Podatnika/.test(text))
    ?? (document.body ? text(document.body) : "");
}"""
)


class Header:
    """The header of one page."""

    def __init__(self, page: Page, environment: Environment, finder: Finder, patience: Patience) -> None:
        self._page = page
        self._environment = environment
        self._finder = finder
        self._patience = patience

    def check_environment(self) -> None:
        """Prove that AP's header names the environment that was asked for.

        Raises:
            WrongEnvironmentShownError: it names another one.
        """
        expected = self._environment.header_label
        if expected is None:
            return
        label = self.label()
        # The demo header has not been seen; what is sure is that it does not read as another environment.
        if label.casefold()[:16] != expected.casefold()[:16]:
            raise WrongEnvironmentShownError(shown=label or "-", environment=self._environment.name)

    def label(self) -> str:
        """What the header says of the environment; empty where it says nothing, as on production."""
        shown = _ENVIRONMENT_LABEL.search(self._page.evaluate(_TEXT_JS))
        return shown[0] if shown else ""

    def context(self) -> str | None:
        """The NIP on the button in the header's right corner: the context one is logged in to."""
        for role in _CONTEXT_ROLES:
            for text in self._finder.texts_of_role(role):
                digits = "".join(character for character in text if character.isdigit())
                if len(digits) == 10:
                    return digits
        return None

    def check_context(self, nip: str, *, within: float) -> None:
        """Prove that the header shows the NIP that was asked for.

        Args:
            nip: it.
            within: seconds that the header may take to show one at all.

        Raises:
            WrongContextShownError: it shows another one, or none.
        """
        self._patience.until({"shown": lambda: self.context() is not None}, seconds=within)
        shown = self.context()
        if shown != nip:
            raise WrongContextShownError(shown=shown or "-", nip=nip)
