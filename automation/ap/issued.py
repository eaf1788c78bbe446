"""`Zakończono pomyślnie`: the token, shown once."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.errors import InterfaceError, PolicyError
from automation.secret import Secret

_COPY_TAKES: Final = 5.0
"""Seconds after the press of `Kopiuj` within which the page hands over the value."""

# Every token on the page, whole: also the part of the strip that is scrolled out of sight, and a value that
# sits in a read-only field or is cut into several elements.
_TOKENS_JS: Final = r"""() => {
  const form = /(?<![\w-])\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}\|[A-Za-z]+-[\d-]+\|[0-9a-f]{64}(?!\w)/g;
  const found = new Set();
  const search = (text) => { for (const match of (text ?? "").matchAll(form)) found.add(match[0]); };
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("script, style")) continue;
      if (typeof element.value === "string") search(element.value);
      if (element.childElementCount === 0 || element.textContent.length < 1000) search(element.textContent);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return [...found];
}"""


class Issued:
    """The window with the token. Nothing here may run while anything records the page."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap

    def tokens_on_page(self) -> list[Secret]:
        """The token as the page holds it, all of it; several if the page holds several.

        Raises:
            WrongOriginError, CertificateRefusedError: this is not AP's page.
        """
        self._ap.guard.check()
        return [Secret(text) for text in self._ap.page.evaluate(_TOKENS_JS)]

    def copy_once(self) -> Secret | None:
        """Press `Kopiuj` once and take what the page hands over.

        Returns:
            The first value, or None when the icon cannot be told or handed over nothing: the caller still has
            `tokens_on_page()`. Were there several, `copied` has them all.
        """
        ap = self._ap
        try:
            with ap.clipboard as capture:
                ap.hand.press(control("copy"))
                ap.patience.until({"copied": lambda: bool(capture.copied)}, seconds=_COPY_TAKES)
        except (InterfaceError, PolicyError, Error):
            if ap.is_gone:
                raise
        return next(iter(self.copied), None)

    @property
    def copied(self) -> tuple[Secret, ...]:
        """Every different value that the page has handed over after the press, in order."""
        return self._ap.clipboard.copied
