"""What differs between AP's versions, in a real browser: 2.1.8 as it was, 2027 as it may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from automation.replica.server import Replica

from .client import NIP, Client
from .visitor import Visitor

Visit = Callable[..., Visitor]

QUESTION = "Czy Twój certyfikat zawiera numer PESEL lub NIP i chcesz użyć tego identyfikatora do autoryzacji w KSeF?*"
PRODUCTION = {"version": "2.1.8", "environment_label": "", "test_banner": False, "test_login": False}


@pytest.mark.browser
def test_2_1_8_asks_one_thing_a_screen(visit: Visit) -> None:
    """From the landing page to home by test authentication, in 2.1.8's words, and on to its shorter form."""
    visitor = visit(version="2.1.8").open()
    page = visitor.page
    expect(visitor.heading("Strona główna Krajowego Systemu e-Faktur")).to_be_visible()
    expect(visitor.heading("Logowanie")).to_be_visible()
    assert page.url == visitor.replica.base_url
    page.get_by_role("link", name="Uwierzytelnij się w Krajowym Systemie e-Faktur").click()
    expect(visitor.heading("Wybierz sposób logowania")).to_be_visible()
    expect(page).to_have_url(visitor.replica.base_url + "login")
    expect(page.get_by_text("na potrzeby testów - BomTox")).to_be_visible()
    visitor.button("Powrót").click()
    expect(visitor.heading("Logowanie")).to_be_visible()
    page.goto(visitor.replica.base_url + "login")
    page.get_by_role("button", name="Zaloguj uwierzytelnieniem testowym").click()
    expect(visitor.heading("Wprowadź kontekst logowania")).to_be_visible()
    expect(page.get_by_text("Wersja 2.1.8")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="Identyfikator*").get_by_role("radio")).to_have_count(3)
    expect(page.get_by_role("radio", name="NIP firmy")).to_be_checked()
    page.get_by_role("textbox", name="NIP firmy*").fill(NIP)
    visitor.button("Uwierzytelnij").click()
    page.get_by_role("combobox", name="Typ identyfikatora").click()
    page.get_by_role("option", name="Pieczęć NIP").click()
    page.get_by_label("Numer NIP").fill(NIP)
    visitor.button("Uwierzytelnij do aplikacji testowej").click()
    expect(page).to_have_url(visitor.replica.base_url + "home")
    expect(page.get_by_text("Wersja 2.1.8")).to_be_visible()
    assert [login.nip for login in visitor.audit.logins] == [NIP]
    page.goto(visitor.replica.base_url + "tokens/generate-token")
    expect(page.get_by_role("checkbox")).to_have_count(6)
    expect(page.get_by_role("checkbox", name="przeglądanie historii sesji")).to_have_count(0)


@pytest.mark.browser
def test_2_1_8_asks_about_the_certificate_on_a_page_of_its_own(visit: Visit) -> None:
    """On production: no test card nor VAT-UE, login.gov.pl instead; after the context comes the question."""
    visitor = visit(**PRODUCTION)
    page = visitor.page
    page.goto(visitor.replica.base_url + "login")
    expect(page.get_by_role("button", name="Zaloguj przez login.gov.pl")).to_be_visible()
    expect(page.get_by_role("button", name="testow")).to_have_count(0)
    page.get_by_role("button", name="Zaloguj certyfikatem kwalifikowanym").click()
    expect(page.get_by_role("radio")).to_have_count(2)
    visitor.button("Uwierzytelnij").click()
    expect(page.get_by_text("Pole jest wymagane.")).to_be_visible()
    page.get_by_role("textbox", name="NIP firmy*").fill(NIP)
    visitor.button("Uwierzytelnij").click()
    page.get_by_role("radiogroup", name=QUESTION).get_by_role("radio", name="Tak").check()
    visitor.button("Dalej").click()
    expect(visitor.heading("Podpisz żądanie autoryzacyjne")).to_be_visible()


@pytest.mark.browser
def test_the_form_of_2027_wants_a_validity(visit: Visit) -> None:
    """One to 365 whole days, or nothing is sent; renewal stays unticked unless somebody ticks it."""
    visitor = visit(version="3.0.0").order()
    page = visitor.page
    days = page.get_by_label("Okres ważności tokena (w dniach)")
    expect(page.get_by_text("Pole jest wymagane.")).to_be_visible()
    for wrong in ("0", "366", "1.5", "-3"):
        days.fill(wrong)
        expect(page.get_by_text("Podaj liczbę całkowitą od 1 do 365.")).to_be_visible()
        visitor.button("Generuj token").click()
    assert visitor.audit.token_posts == []
    renewal = page.get_by_role("checkbox", name="zezwalam na automatyczne odnawianie tokena")
    expect(renewal).not_to_be_checked()
    days.fill("90")
    renewal.check()
    visitor.button("Generuj token").click()
    expect(visitor.heading("W realizacji")).to_be_visible()
    (post,) = visitor.audit.token_posts
    assert (post.validity_days, post.renewable) == (90, True)


def test_the_gateway_of_2027_checks_the_validity_too(
    enter: Callable[..., tuple[Replica, Client]],
) -> None:
    """Outside of 1 to 365 days an order is refused; the audit keeps what was asked for."""
    replica, client = enter(version="3.0.0")
    order = {"permissions": ["InvoiceRead"], "description": "iCargo faktury"}
    assert client.ask("POST", "/tokens", order).code == 21405
    for days in (0, 366, "90", 1.5, True):
        assert client.ask("POST", "/tokens", order | {"validityDays": days}).code == 21405
    assert client.ask("POST", "/tokens", order | {"validityDays": 365, "renewable": "yes"}).code == 21405
    assert client.ask("POST", "/tokens", order | {"validityDays": 365}).status == 202
    post = replica.audit().token_posts[-1]
    assert (post.validity_days, post.renewable) == (365, None)


def test_todays_gateway_knows_no_validity(enter: Callable[..., tuple[Replica, Client]]) -> None:
    """In 2.2.9 an order has none, and needs none."""
    replica, client = enter()
    assert client.order().status == 202
    assert replica.audit().token_posts[0].validity_days is None
