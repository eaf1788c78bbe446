"""A page with nobody's AP on it, and the tools that drive it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ap.waiting import Patience

TIMEOUT = 1.5
"""Seconds; the pages here are ready at once."""


@pytest.fixture(scope="package")
def shared_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One page for all: a new one for each of so many small tests would take most of their time."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(shared_page: Page) -> Page:
    """An empty page without cookies or routes."""
    shared_page.unroute_all()
    shared_page.context.clear_cookies()
    shared_page.goto("about:blank")
    return shared_page


@pytest.fixture
def patience(page: Page) -> Patience:
    """Waits for the page."""
    return Patience(page)


@pytest.fixture
def finder(page: Page, patience: Patience) -> Finder:
    """Looks for controls."""
    made = Finder(page, patience)
    made.version = "2.2.9"
    made.step = "krok"
    return made


@pytest.fixture
def hand(page: Page, finder: Finder, patience: Patience, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Acts on controls, wherever the page came from; gives the mouse up sooner than in earnest."""
    monkeypatch.setattr("automation.ap.hand._GENTLE", 0.7)
    monkeypatch.setattr("automation.ap.hand._LIST_TAKES", 0.7)
    return Hand(page, finder, patience, may_press=lambda _: None, may_type=lambda _: None, timeout=TIMEOUT)
