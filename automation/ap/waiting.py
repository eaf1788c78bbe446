"""Patience: how the assistant waits for AP without sleeping and without going deaf."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

from playwright.sync_api import Error, JSHandle, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

_SLICE: Final = 0.25
"""Seconds at most between two looks at a page on which nothing moves."""

# Counts the page's changes of any kind. The object is reachable through its handle alone, not from the page.
_WATCH_JS: Final = """() => {
  const watch = { changes: 0, at: performance.now(), shownAt: null, wake: () => {} };
  new MutationObserver(() => { watch.changes += 1; watch.at = performance.now(); watch.wake(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  return watch;
}"""

# Resolves when there is a change that was not seen yet, or when the slice is over.
_NEXT_CHANGE_JS: Final = """(watch, [seen, milliseconds]) => new Promise((resolve) => {
  const timer = setTimeout(finish, milliseconds);
  function finish() {
    clearTimeout(timer);
    watch.wake = () => {};
    resolve(watch.changes);
  }
  if (watch.changes === seen) watch.wake = finish; else finish();
})"""


class Patience:
    """Waits for the page, and asks `still_wanted` in between (it raises when the wait has lost its sense)."""

    def __init__(self, page: Page, still_wanted: Callable[[], None] = lambda: None) -> None:
        self._page = page
        self.still_wanted = still_wanted
        self._watch: JSHandle | None = None
        self._seen = 0

    def next_change(self, seconds: float = _SLICE) -> None:
        """Return when something on the page has changed since the last call, at the latest after so many seconds.

        Raises:
            AssistantError: whatever `still_wanted` raises.
        """
        self.still_wanted()
        try:
            if self._watch is None:  # changes up to now were not counted: let the caller look first
                self._watch, self._seen = self._page.evaluate_handle(_WATCH_JS), 0
                return
            slice_ms = max(1, round(seconds * 1000))
            self._seen = self._watch.evaluate(_NEXT_CHANGE_JS, [self._seen, slice_ms])
        except Error as error:
            self._watch = None
            if self._page.is_closed() or "closed" in str(error) or "crashed" in str(error):
                raise
            # The page is just being replaced by another: wait for the new one to have a document.
            try:
                self._page.wait_for_load_state("domcontentloaded", timeout=seconds * 1000)
            except PlaywrightTimeoutError:
                return
        self.still_wanted()

    def idle(self, seconds: float) -> None:
        """Let time pass whatever the page is like, and let its window stay usable meanwhile."""
        try:
            self._page.wait_for_timeout(seconds * 1000)
        except Error:
            time.sleep(seconds)

    @property
    def watch(self) -> JSHandle | None:
        """What counts the page's changes, for a script that is to keep the time of one; None before the first wait."""
        return self._watch

    def shown_at(self) -> float | None:
        """When the page changed so that it showed the token (`time.monotonic()` seconds), as `Issued.is_in_sight` saw
        it first; else the last change; None where the page cannot tell any more.
        """
        now = time.monotonic()
        try:
            asked = "(watch) => performance.now() - (watch.shownAt ?? watch.at)"
            return now - float(self._watch.evaluate(asked)) / 1000 if self._watch else None
        except Error:
            return None

    def last_change(self) -> float:
        """When the page last changed, up to now (`time.monotonic()` seconds); now, if nobody was watching."""
        now = time.monotonic()
        try:
            age_ms = self._watch.evaluate("(watch) => performance.now() - watch.at") if self._watch else 0.0
        except Error:
            return now
        return now - float(age_ms) / 1000

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
