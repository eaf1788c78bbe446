"""What goes wrong with AP itself, as a scenario orders it: broken connections, controls, screens, sessions."""

from __future__ import annotations

from collections.abc import Callable
from http.client import RemoteDisconnected

import pytest
from playwright.sync_api import expect
from pydantic import ValidationError

from automation.replica.scenario import Fault, Scenario
from automation.replica.server import Replica

from .client import Client
from .visitor import Visitor

Visit = Callable[..., Visitor]
FORM = "tokens/generate-token"


def test_a_connection_is_broken_before_the_answer(
    enter: Callable[..., tuple[Replica, Client]],
) -> None:
    """Not one byte comes back; whether AP did what was asked is the scenario's word; later requests are answered."""
    cut = {"method": "POST", "path": "/tokens", "cut": True}
    replica, client = enter(errors=[cut, cut | {"nth": 2, "processed": True}])
    for issued in (0, 1):
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            client.order()
        assert len(replica.audit().issued) == issued
    assert [post.http_status for post in replica.audit().token_posts] == [0, 0]
    assert client.order().status == 202
    with pytest.raises(ValidationError, match="either a status or cut"):
        Fault(path="/tokens")


def test_only_words_of_the_pages_name_controls() -> None:
    """A control that no page has cannot be missing, and only what is renamed has a new name."""
    with pytest.raises(ValidationError, match="no page has the text: Kopiować"):
        Scenario.model_validate({"controls": [{"name": "Kopiować", "change": "missing"}]})
    for wrong in ({"change": "renamed"}, {"change": "dead", "to": "Skopiuj"}):
        with pytest.raises(ValidationError, match="has a new name"):
            Scenario.model_validate({"controls": [{"name": "Kopiuj", **wrong}]})


@pytest.mark.browser
def test_the_browser_sees_a_broken_connection_as_one(visit: Visit) -> None:
    """Chromium repeats the order on a new connection, which breaks too; a press right after is no repetition."""
    visitor = visit(errors=[{"method": "POST", "path": "/tokens", "cut": True}]).order()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Brak połączenia z serwerem")
    assert visitor.audit.issued == {}
    visitor.button("Generuj token").click()
    expect(visitor.heading("W realizacji")).to_be_visible()


@pytest.mark.browser
def test_controls_are_missing_dead_doubled_or_renamed(visit: Visit) -> None:
    """A checkbox that is not there, a dead button, two that do the same, a new name where it is meant."""
    visitor = visit(
        controls=[
            {"name": "przeglądanie uprawnień", "change": "missing"},
            {"name": "Kopiuj", "change": "dead"},
            {"name": "Odśwież", "change": "doubled"},
            {"name": "Generuj token", "change": "renamed", "place": "menu", "to": "Utwórz token"},
            {"name": "Nazwa tokena", "change": "renamed", "to": "Opis tokena"},
        ],
        wording={"Kopiuj": "Skopiuj"},
        refreshes_needed=2,
    ).enter(FORM)
    visitor.page.get_by_role("link", name="Utwórz token").click()
    visitor.page.get_by_role("textbox", name="Opis tokena").fill("iCargo faktury")
    visitor.page.get_by_role("checkbox", name="wystawianie faktur").check()
    visitor.button("Generuj token").click()
    expect(visitor.page.get_by_role("button", name="Odśwież")).to_have_count(2)
    for twin in (1, 0):
        visitor.button("Odśwież").nth(twin).click()
    visitor.button("Skopiuj").click()
    assert len(visitor.audit.status_reads) == 2
    assert not visitor.audit.copies
    visitor.page.goto(visitor.replica.base_url + FORM)
    expect(visitor.page.get_by_role("checkbox", name="zarządzanie uprawnieniami")).to_be_visible()
    expect(visitor.page.get_by_role("checkbox", name="przeglądanie uprawnień")).to_have_count(0)


@pytest.mark.browser
def test_a_form_complains_and_a_screen_that_cannot_ask_shows_the_error(visit: Visit) -> None:
    """Nothing is ordered from a form that complains; a screen whose request fails is not shown at all."""
    visitor = visit(
        form_complaint="Nie można teraz wygenerować tokena.",
        strict_screens=True,
        errors=[{"method": "GET", "path": "/session", "nth": 3, "status": 503}],
    ).order()
    expect(visitor.page.get_by_text("Nie można teraz wygenerować tokena.")).to_be_visible()
    assert not visitor.audit.token_posts
    visitor.page.get_by_role("link", name="Lista tokenów").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Identyfikator zdarzenia")
    expect(visitor.heading("Lista tokenów")).to_have_count(0)


@pytest.mark.browser
def test_the_page_refreshes_itself_and_ap_logs_out(visit: Visit) -> None:
    """`W realizacji` goes on unpressed; where AP ends the session the login page comes, also after a reload."""
    visitor = visit(refreshes_itself=0.1, refreshes_needed=3, logged_out={"screen": "issued", "seconds": 0.2})
    visitor.order()
    expect(visitor.heading("Zakończono pomyślnie")).to_be_visible()
    assert len(visitor.audit.status_reads) == 3
    expect(visitor.heading("Zaloguj się do Aplikacji Podatnika KSeF")).to_be_visible()
    visitor.page.reload()
    expect(visitor.heading("Zaloguj się do Aplikacji Podatnika KSeF")).to_be_visible()
