"""What AP says went wrong: its own words, and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from automation.ap.alerts import Alerts
from automation.ap.finder import Finder
from automation.ap.header import Header
from automation.ap.waiting import Patience
from automation.environments import TEST

pytestmark = pytest.mark.browser

_PAGE = "<header>Aplikacja Podatnika KSeF</header><main><h1>Generowanie tokena</h1></main>"


def _added(page: Page, html: str) -> None:
    page.evaluate("(html) => document.body.insertAdjacentHTML('beforeend', html)", html)


def test_an_alert_is_read_without_its_icon_and_its_button(page: Page) -> None:
    """Icons are ligatures, and what a button says is nothing to do for whoever reads the message."""
    page.set_content(_PAGE)
    alerts = Alerts(page)
    alerts.note_standing()
    _added(
        page,
        """<div role="alert"><mat-icon aria-hidden="true">error_outline</mat-icon>
        <h2>Uwierzytelnienie nie powiodło się</h2><p>Spróbuj ponownie później.</p><button>Zamknij</button></div>""",
    )
    assert alerts.spoken() == ["Uwierzytelnienie nie powiodło się. Spróbuj ponownie później."]
    assert alerts.of_failure() == alerts.spoken()


def test_a_message_without_a_role_counts_only_where_something_has_failed(page: Page) -> None:
    """Some libraries put a bare box beside the application; another dialog or what stood there before is none."""
    page.set_content(_PAGE + '<div class="old">Pliki cookie</div>')
    alerts = Alerts(page)
    alerts.note_standing()
    _added(page, '<div><div class="notice">Przekroczenie czasu oczekiwania</div></div>')
    _added(page, '<div><form>Oceń aplikację <input></form></div><div role="dialog">Nowości</div>')
    assert alerts.spoken() == []
    assert alerts.of_failure() == ["Przekroczenie czasu oczekiwania"]


def test_nothing_that_may_hold_a_token_is_taken_for_a_message(page: Page) -> None:
    """A token's parts are divided by `|`."""
    page.set_content(_PAGE)
    alerts = Alerts(page)
    _added(page, '<div role="status">20251010-EC-X|nip-1234563218|919f</div>')
    assert alerts.of_failure() == []


def test_the_environment_is_read_off_a_header_in_a_shadow_root(page: Page) -> None:
    """Some component libraries draw the header in a shadow root, with AP's words slotted into it."""
    page.set_content("<ap-page></ap-page><p>Token „Środowisko Demonstracyjne”</p>")
    page.evaluate(
        """() => {
          const root = document.querySelector("ap-page").attachShadow({ mode: "open" });
          root.innerHTML = "<ap-bar><b>Środowisko Testowe</b></ap-bar>";
          root.firstChild.attachShadow({ mode: "open" }).innerHTML =
            "<header>Aplikacja Podatnika KSeF <slot></slot></header>";
        }"""
    )
    patience = Patience(page, lambda: None)
    assert Header(page, TEST, Finder(page, patience), patience).label() == "Środowisko Testowe"
