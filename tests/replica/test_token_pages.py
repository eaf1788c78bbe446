"""From the menu to the copied token, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .client import NIP
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

FORM = "tokens/generate-token"

PERMISSIONS = [
    "wystawianie faktur",
    "przeglądanie faktur",
    "przeglądanie uprawnień",
    "zarządzanie uprawnieniami",
    "zarządzanie jednostkami podrzędnymi",
    "przeglądanie historii sesji (generowanie UPO)",
    "wykonywanie operacji egzekucyjnych",
]


@pytest.mark.parametrize(
    ("values", "items"),
    [
        ({}, ["Faktury", "Historia sesji", "Uprawnienia", "Tokeny", "Certyfikaty"]),
        ({"permissions": ["CredentialsManage"]}, ["Historia sesji", "Uprawnienia", "Tokeny", "Certyfikaty"]),
        ({"permissions": ["InvoiceRead"]}, ["Faktury", "Historia sesji"]),
        ({"permissions": ["InvoiceRead"], "tokens_menu": True}, ["Faktury", "Historia sesji", "Tokeny"]),
        ({"permissions": []}, ["Historia sesji"]),
    ],
)
def test_the_menu_shows_what_the_user_may_do(
    visit: Visit, values: dict[str, object], items: list[str]
) -> None:
    """A missing permission hides its item; nothing of it is in the DOM."""
    visitor = visit(**values).enter()
    expect(visitor.page.locator("nav .ksef-menu-item span:not(:has(*)):not(.mat-content)")).to_have_text(
        items
    )


def test_a_shut_panels_links_are_in_the_dom_but_cannot_be_reached(visit: Visit) -> None:
    """As in Angular Material: by text there, by role only once the panel is open."""
    visitor = visit().enter()
    page = visitor.page
    link = page.get_by_role("navigation").get_by_role("link", name="Generuj token")
    expect(page.get_by_text("Generuj token")).to_have_count(1)
    expect(link).to_have_count(0)
    panel = page.get_by_role("button", name="Tokeny")
    expect(panel).to_have_attribute("aria-expanded", "false")
    panel.click()
    expect(panel).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()


def test_lacking_permissions_are_padlocked(visit: Visit) -> None:
    """All seven checkboxes are there in AP's order; those that the user lacks are disabled."""
    visitor = visit().enter(FORM)
    boxes = visitor.page.get_by_role("checkbox")
    expect(boxes).to_have_count(7)
    for box, name in zip(boxes.all(), PERMISSIONS, strict=True):
        expect(box).to_have_accessible_name(name)
    expect(boxes.nth(6)).to_be_disabled()
    expect(visitor.page.locator("mat-checkbox .icon-lock")).to_have_count(1)


def test_the_menu_leads_to_the_form(visit: Visit) -> None:
    """`Tokeny`, `Generuj token`: the form, at AP's address, with the menu's item marked."""
    visitor = visit().enter()
    page = visitor.page
    page.get_by_role("button", name="Tokeny").click()
    page.get_by_role("navigation").get_by_role("link", name="Generuj token").click()
    expect(visitor.heading("Generowanie tokena")).to_be_visible()
    expect(page).to_have_url(visitor.replica.base_url + FORM)
    expect(page.get_by_role("link", name="Generuj token")).to_have_attribute("aria-current", "page")


def test_generuj_token_stands_twice_on_the_form(visit: Visit) -> None:
    """The menu's link and the form's button have the same words, and only role or place tells them apart."""
    visitor = visit().enter(FORM)
    expect(visitor.page.get_by_text("Generuj token", exact=True)).to_have_count(2)
    expect(visitor.page.get_by_role("button", name="Generuj token")).to_have_count(1)


def test_the_form_says_what_is_missing(visit: Visit) -> None:
    """A short or overlong name and no permission: messages, and nothing is sent."""
    visitor = visit().enter(FORM)
    page = visitor.page
    submit = visitor.button("Generuj token")
    submit.click()
    expect(page.get_by_text("Pole jest wymagane.")).to_be_visible()
    expect(page.get_by_text("Wybierz co najmniej jedno uprawnienie.")).to_be_visible()
    page.get_by_label("Nazwa tokena").fill("abcd")
    expect(page.get_by_text("Minimalna liczba znaków wynosi 5.")).to_be_visible()
    page.get_by_label("Nazwa tokena").fill("x" * 257)
    expect(page.get_by_text("Przekroczono maksymalną liczbę znaków (256).")).to_be_visible()
    page.get_by_role("checkbox", name="wystawianie faktur").check()
    submit.click()
    assert visitor.audit.token_posts == []


def test_a_refused_order_leaves_the_form(visit: Visit) -> None:
    """An error of the gateway's is shown with its event's id, and the form may be sent again."""
    errors = [{"method": "POST", "path": "/tokens", "status": 400, "code": 26001}]
    visitor = visit(errors=errors).order()
    alert = visitor.page.get_by_role("alert")
    expect(alert).to_contain_text("Nie można nadać tokenowi uprawnień których nie posiadasz.")
    expect(alert).to_contain_text("Identyfikator zdarzenia: 00-")
    visitor.button("Generuj token").click()
    expect(visitor.heading("W realizacji")).to_be_visible()


def test_one_press_is_one_status_read(visit: Visit) -> None:
    """`Odśwież` reads once, takes no press while it reads, and the page reads nothing by itself."""
    visitor = visit(refreshes_needed=2, delays=[{"method": "GET", "path": "/tokens/*", "seconds": 0.3}])
    visitor.order()
    refresh = visitor.button("Odśwież")
    refresh.dblclick()
    expect(refresh).to_be_disabled()
    expect(refresh).to_have_attribute("aria-busy", "true")
    expect(refresh).to_be_enabled()
    assert len(visitor.audit.status_reads) == 1
    expect(visitor.heading("W realizacji")).to_be_visible()
    refresh.click()
    expect(visitor.heading("Zakończono pomyślnie")).to_be_visible()
    assert [read.status for read in visitor.audit.status_reads] == ["Pending", "Active"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ({"status": 500}, "Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API."),
        ({"status": 429, "retry_after": 7}, "Odczekaj 7 s i spróbuj ponownie."),
    ],
)
def test_a_failed_read_leaves_the_page_waiting(visit: Visit, error: dict[str, object], message: str) -> None:
    """After an error the screen stays, says what happened, and the next press works."""
    visitor = visit(errors=[{"method": "GET", "path": "/tokens/*"} | error]).order()
    visitor.button("Odśwież").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text(message)
    expect(visitor.heading("W realizacji")).to_be_visible()
    visitor.button("Odśwież").click()
    expect(visitor.heading("Zakończono pomyślnie")).to_be_visible()


def test_a_failed_token_has_its_own_screen(visit: Visit) -> None:
    """Status `Failed` ends the waiting."""
    visitor = visit(outcome="Failed").order()
    visitor.button("Odśwież").click()
    expect(visitor.heading("Zakończono niepowodzeniem")).to_be_visible()
    expect(visitor.button("Kopiuj")).to_have_count(0)
    visitor.button("Lista tokenów").click()
    expect(visitor.heading("Lista tokenów")).to_be_visible()
    assert visitor.audit.lost_tokens == []


@pytest.mark.parametrize("escrow", [True, False])
def test_the_direct_window_shows_the_token_at_once(visit: Visit, escrow: bool) -> None:
    """No *W realizacji*, no status read, with or without escrow."""
    visitor = visit(direct=True, escrow=escrow).order()
    expect(visitor.heading("Zakończono pomyślnie")).to_be_visible()
    (issued,) = visitor.audit.issued.values()
    expect(visitor.page.get_by_text(issued.value)).to_be_visible()
    assert visitor.audit.status_reads == []


def test_without_escrow_the_page_shows_the_token_all_the_same(visit: Visit) -> None:
    """The value comes with the status read then."""
    visitor = visit(escrow=False).wait_for_token()
    (issued,) = visitor.audit.issued.values()
    expect(visitor.page.get_by_text(issued.value)).to_be_visible()


@pytest.mark.parametrize("method", ["clipboard-api", "exec-command"])
def test_kopiuj_puts_the_whole_token_into_the_clipboard(visit: Visit, method: str) -> None:
    """By either way of copying, all of the value arrives, though the strip shows but a part of it."""
    visitor = visit(copy_method=method).wait_for_token()
    (issued,) = visitor.audit.issued.values()
    strip = visitor.page.locator(".ksef-token-strip")
    assert strip.evaluate("strip => strip.scrollWidth > strip.clientWidth + 100")
    visitor.button("Kopiuj").click()
    expect(visitor.page.get_by_text("Skopiowano do schowka.")).to_be_visible()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == issued.value
    audit = visitor.replica.wait_until(lambda audit: audit.copies)
    assert audit.copies[0].reference == issued.reference


def test_ligatures_are_text_but_not_names(visit: Visit) -> None:
    """A button's text holds its icon's name; its accessible name does not."""
    visitor = visit().order()
    refresh = visitor.button("Odśwież")
    expect(refresh).to_have_accessible_name("Odśwież")
    assert refresh.inner_text().split() == ["sync", "Odśwież"]


def test_exposed_icons_become_part_of_names(visit: Visit) -> None:
    """With `icons_exposed` the name is `sync Odśwież`."""
    visitor = visit(icons_exposed=True).enter()
    expect(visitor.page.get_by_role("button", name="album Tokeny expand_more", exact=True)).to_be_visible()


def test_the_header_logs_out(visit: Visit) -> None:
    """Behind the context's NIP is `Wyloguj`, which ends the session."""
    visitor = visit().enter()
    page = visitor.page
    page.get_by_role("button", name=NIP).click()
    page.get_by_role("menuitem", name="Wyloguj").click()
    expect(visitor.button("Zaloguj")).to_be_visible()
    assert visitor.audit.events[-1].kind in ("logout", "route")
    page.goto(visitor.replica.base_url + "tokens/token-list")
    expect(page).to_have_url(visitor.replica.base_url + "login")


def test_an_expired_session_leads_to_login(visit: Visit) -> None:
    """A 401 to the order goes back to the login page; no token was made."""
    errors = [{"method": "POST", "path": "/tokens", "status": 401}]
    visitor = visit(errors=errors).order()
    expect(visitor.page).to_have_url(visitor.replica.base_url + "login")
    assert visitor.audit.issued == {}


def test_listed_tokens_can_be_revoked(visit: Visit) -> None:
    """Tick, `Unieważnij`, confirm: the row is gone, the others stay, and the audit has it."""
    visitor = visit().wait_for_token()
    page = visitor.page
    visitor.button("Kopiuj").click()
    visitor.button("Lista tokenów").click()
    row = page.get_by_role("row").filter(has_text="iCargo faktury")
    expect(page.get_by_role("columnheader")).to_have_text(
        ["", "Nazwa tokena", "Twórca tokena", "Data aktywacji tokena", "Data ostatniego użycia tokena"]
    )
    expect(page.get_by_role("row").filter(has_text="Magazyn")).to_contain_text("01.07.2026 09:10:24")
    expect(row).to_contain_text(f"NIP: {NIP}")
    expect(visitor.button("Unieważnij")).to_be_disabled()
    row.get_by_role("checkbox").check()
    visitor.button("Unieważnij").click()
    page.get_by_role("dialog").get_by_role("button", name="Unieważnij").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Aplikacja mobilna KSeF")).to_be_visible()
    (issued,) = visitor.audit.issued.values()
    assert [event.reference for event in visitor.audit.revocations] == [issued.reference]


def test_the_list_can_be_filtered_and_paged(visit: Visit) -> None:
    """Ten rows a page, the rest behind an arrow; a filter by name narrows the list."""
    tokens = [{"name": f"Token numer {number:02}"} for number in range(12)]
    visitor = visit(tokens=tokens).enter("tokens/token-list")
    page = visitor.page
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(10)
    visitor.button("Następna strona").click()
    expect(rows).to_have_count(2)
    visitor.button("Filtrowanie").click()
    page.get_by_label("Nazwa", exact=True).fill("numer 07")
    visitor.button("Filtruj").click()
    expect(rows).to_have_count(1)


def test_every_screen_of_the_menu_opens(visit: Visit) -> None:
    """A person may click through all of it."""
    visitor = visit().enter()
    page = visitor.page
    page.get_by_role("link", name="Historia sesji").click()
    expect(visitor.heading("Historia sesji")).to_be_visible()
    for panel in ("Faktury", "Uprawnienia", "Tokeny", "Certyfikaty"):
        page.get_by_role("button", name=panel).click()
        links = page.get_by_role("navigation").get_by_role("region", name=panel).get_by_role("link")
        for link in links.all():
            link.click()
            expect(link).to_have_attribute("aria-current", "page")
            expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
