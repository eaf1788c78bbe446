"""Patience: how the assistant waits for AP without sleeping and without going deaf."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

_SLICE: Final = 0.25
"""Seconds at most between two looks at a page on which nothing moves."""

# Resolves with the page's next change of any kind, or when the slice is over.
_NEXT_CHANGE_JS: Final = """(milliseconds) => new Promise((resolve) => {
  const observer = new MutationObserver(finish);
  const timer = setTimeout(finish, milliseconds);
  function finish() { observer.disconnect(); clearTimeout(timer); resolve(null); }
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})"""


class Patience:
    """Waits for the page, and asks `still_wanted` in between (it raises when the wait has lost its sense)."""

    def __init__(self, page: Page, still_wanted: Callable[[], None] = lambda: None) -> None:
        self._page = page
        self.still_wanted = still_wanted

    def next_change(self, seconds: float = _SLICE) -> None:
        """Return when something on the page has changed, at the latest after so many seconds.

        Raises:
            AssistantError: whatever `still_wanted` raises.
        """
        self.still_wanted()
        try:
            self._page.evaluate(_NEXT_CHANGE_JS, max(1, round(seconds * 1000)))
        except Error as error:
            if self._page.is_closed() or "closed" in str(error) or "crashed" in str(error):
                raise
            # The page is just being replaced by another: wait for the new one to have a document.
            try:
                self._page.wait_for_load_state("domcontentloaded", timeout=seconds * 1000)
            except PlaywrightTimeoutError:
                return
        self.still_wanted()

    def until(self, conditions: Mapping[str, Callable[[], bool]], *, seconds: float) -> str | None:
        """The name of the first condition that holds; None when none did in time."""
        deadline = time.monotonic() + seconds
        while True:
            for name, holds in conditions.items():
                if holds():
                    return name
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.next_change(min(_SLICE, left))

    def pause(self, seconds: float) -> None:
        """Let time pass while the page stays alive and an interruption is noticed."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self.next_change(min(_SLICE, left))
