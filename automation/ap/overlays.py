"""What lies over AP's page: notices that may be closed, and strangers before which the assistant stops.

Nobody knows what AP will put over its page one day: a cookie notice, news, a survey. Before a token is ordered, what is
listed as harmless (`catalogue.toml`, `[overlay...]`) is closed by its own button if it is in the way; for anything
else the run stops, and says what there is. What is in nobody's way is left alone. From the press of `Generuj token`
on nothing is closed any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, Page

from automation.addresses import origin_of
from automation.ap.catalogue import Harmless, harmless_overlays
from automation.ap.finder import Finder, is_page_change, quotable
from automation.ap.names import name_pattern
from automation.ap.overlay_scripts import CLOSER, OVER
from automation.ap.waiting import Patience
from automation.errors import PageCoveredError

_SETTLE: Final = 1.5
"""Seconds that something unknown may lie over the page (a leaving animation) before it counts."""
_LOOK_EVERY: Final = 0.7
"""Seconds between two looks at a page on which something has not come yet."""
_CLOSE_TAKES: Final = 2.0
"""Seconds that a notice may take to let itself be pressed away."""
_CLOSED_AT_MOST: Final = 5
"""Notices closed at one place, after which it counts as one that does not go."""


class Overlays:
    """Watches what lies over one page, until the token is ordered.

    Pages of other origins (login.gov.pl, a bank) are none of its business.
    """

    def __init__(
        self,
        page: Page,
        finder: Finder,
        patience: Patience,
        *,
        may_press: Callable[[ElementHandle], None],
        timeout: float,
    ) -> None:
        """Args:
        page: the page.
        finder: knows step and version, for messages; calls `look` while it finds nothing.
        patience: waits for the page.
        may_press: proves that an element may be pressed; raises where it may not.
        timeout: seconds that something of AP's own may take to go away.
        """
        self._page = page
        self._finder = finder
        self._patience = patience
        self._may_press = may_press
        self._timeout = timeout
        self._is_off = False
        self._origin: str | None = None
        self._own: set[str] = set()
        self._looked_at = 0.0
        self._stranger: tuple[str, float] | None = None
        finder.when_missing = self.look

    def hands_off(self) -> None:
        """From here on close nothing and stop for nothing: a token is at stake."""
        self._is_off = True

    def hands_on(self) -> None:
        """Watch again: the token is safe."""
        self._is_off = False

    def clear(self, handle: ElementHandle) -> None:
        """Prove that nothing strange lies over a control that is about to be acted on; close what is harmless.

        Raises:
            PageCoveredError: something unknown does, or something known does not go away.
        """
        self._origin = origin_of(self._page.url)
        self._looked_at = time.monotonic()
        if self._is_off:
            return
        began, closed = time.monotonic(), 0
        while (seen := self._ask(handle)) is not None:
            harmless = self._harmless(seen)
            if harmless and closed < _CLOSED_AT_MOST and self._close(harmless, handle):
                closed += 1
                continue
            if seen["isMenu"] and closed == 0:  # AP's own menu, still unfolded over the page
                closed += 1
                self._page.keyboard.press("Escape")
            if time.monotonic() - began >= self._patience_with(seen):
                raise self._covered(seen)
            self._patience.next_change()

    def look(self) -> None:
        """While something is waited for that does not come: what lies over the page may be the reason.

        Raises:
            PageCoveredError: something unknown lies over the page.
        """
        now = time.monotonic()
        if self._is_off or now - self._looked_at < _LOOK_EVERY:
            return
        origin = origin_of(self._page.url)
        self._origin = self._origin or origin  # where the first control is looked for is AP
        if origin != self._origin:
            return
        self._looked_at = now
        seen = self._ask(None)
        if seen is None or seen["isMenu"]:
            self._stranger = None
            return
        harmless = self._harmless(seen)
        if harmless and self._close(harmless, None):
            return
        if self._stranger is None or self._stranger[0] != seen["title"]:
            self._stranger = (seen["title"], now)
        elif now - self._stranger[1] >= self._patience_with(seen):
            raise self._covered(seen)

    def _ask(self, handle: ElementHandle | None) -> dict[str, Any] | None:
        try:
            seen: dict[str, Any] | None = self._page.evaluate(OVER, handle)
        except Error as error:
            if is_page_change(error):
                return None
            raise
        if seen is not None and seen["isOwn"]:
            self._own.add(seen["title"])  # what the assistant acts in is AP's own
            return None
        return seen

    def _patience_with(self, seen: dict[str, Any]) -> float:
        """Seconds: what AP itself has put there, and what asks for nothing, goes away by itself."""
        passes = seen["isMenu"] or not seen["asks"] or seen["title"] in self._own
        return self._timeout if passes else _SETTLE

    def _harmless(self, seen: dict[str, Any]) -> Harmless | None:
        if seen["hasFields"] or seen["title"] in self._own:
            return None
        return next((each for each in harmless_overlays() if each.is_this(seen["text"])), None)

    def _close(self, harmless: Harmless, handle: ElementHandle | None) -> bool:
        """Press the button that closes it; False if it has none, or it cannot be pressed."""
        names = [name_pattern((name,)).pattern for name in harmless.close]
        try:
            button = self._page.evaluate_handle(CLOSER, [handle, names]).as_element()
            if button is None:
                return False
            self._may_press(button)
            button.click(timeout=_CLOSE_TAKES * 1000, no_wait_after=True)
        except Error as error:
            if self._page.is_closed() or "closed" in str(error):
                raise
            return False
        self._patience.next_change()
        return True

    def _covered(self, seen: dict[str, Any]) -> PageCoveredError:
        texts = [seen["title"], *(button for button in seen["buttons"] if button != seen["title"])]
        found = "; ".join(f"„{quotable(text)}”" for text in texts if text) or "-"
        return PageCoveredError(found=found, step=self._finder.step, version=self._finder.version or "?")
