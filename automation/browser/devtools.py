"""Sessions of the DevTools protocol, and how they end."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from weakref import WeakSet

from playwright.sync_api import CDPSession, Error, Page

_crashed: Final[WeakSet[Page]] = WeakSet()


def know_of_crashes(page: Page) -> None:
    """Know from now on whether this page has crashed."""
    page.on("crash", _crashed.add)


def has_crashed(page: Page) -> bool:
    """Whether it has: what is asked of such a page is never answered."""
    return page in _crashed


def let_go(session: CDPSession, page: Page) -> None:
    """End a session of a page.

    That of a page that has crashed is left: Playwright asks the page something before it lets go, and nobody answers,
    ever. It goes with the browser.
    """
    if not has_crashed(page):
        with suppress(Error):  # the page is gone, and the session with it
            session.detach()
