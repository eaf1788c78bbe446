"""The pages before login, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .client import NIP
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_the_login_page_reads_like_aps(visit: Visit) -> None:
    """Heading, cards, distractors and the environment's name are there, at `/web/login`."""
    visitor = visit().open()
    page = visitor.page
    expect(visitor.heading("Zaloguj się do Aplikacji Podatnika KSeF")).to_be_visible()
    assert page.url.endswith("/web/login")
    expect(page.get_by_role("banner").locator("strong")).to_have_text("Środowisko Testowe")
    for name in ("Zaloguj", "Zaloguj certyfikatem", "Pobierz odcisk palca", "Wyszukaj fakturę"):
        expect(visitor.button(name)).to_be_visible()
    expect(page.get_by_text("Wersja 2.2.9")).to_be_visible()


def test_production_has_no_label_and_no_test_login(visit: Visit) -> None:
    """An empty label is production's; `Zaloguj przez login.gov.pl` replaces the test card."""
    visitor = visit(environment_label="", test_login=False).open()
    expect(visitor.button("Zaloguj przez login.gov.pl")).to_be_visible()
    expect(visitor.page.get_by_role("banner").locator("strong")).to_have_count(0)
    expect(visitor.button("Zaloguj")).to_have_count(0)


def test_consent_must_be_given(visit: Visit) -> None:
    """`Przejdź dalej` without the tick says so; `Wyjdź` goes back; behind the dialog nothing can be reached."""
    visitor = visit().open()
    page = visitor.page
    visitor.button("Zaloguj").click()
    dialog = page.get_by_role("dialog", name="Środowisko testowe")
    expect(page.locator("app-root")).to_have_attribute("aria-hidden", "true")
    dialog.get_by_role("button", name="Przejdź dalej").click()
    expect(dialog.get_by_text("Pole jest wymagane.")).to_be_visible()
    dialog.get_by_role("button", name="Wyjdź").click()
    expect(dialog).to_have_count(0)
    expect(visitor.button("Zaloguj")).to_be_visible()


@pytest.mark.parametrize(
    ("nip", "message"),
    [
        ("", "Pole jest wymagane."),
        ("123456321", "Numer NIP musi zawierać 10 cyfr."),
        ("1234563219", "Nieprawidłowy numer NIP."),
    ],
)
def test_a_wrong_nip_is_refused_on_the_page(visit: Visit, nip: str, message: str) -> None:
    """Length and checksum are checked before anything is sent."""
    visitor = visit()
    visitor.consent()
    visitor.page.locator("input#enter-context__nip[formcontrolname=nip]").fill(nip)
    visitor.page.get_by_role("radio", name="Tak").check()
    visitor.button("Uwierzytelnij do aplikacji testowej").click()
    expect(visitor.page.locator(".ksef-context-field").get_by_text(message)).to_be_visible()
    assert visitor.audit.logins == []


def test_the_seals_field_comes_with_the_choice(visit: Visit) -> None:
    """`Numer NIP` is there only after `Pieczęć NIP` was chosen, which is not the default."""
    visitor = visit()
    page = visitor.page
    visitor.consent()
    select = page.get_by_role("combobox", name="Typ identyfikatora")
    expect(select).to_have_text("Wybierzexpand_more")
    expect(page.get_by_label("Numer NIP")).to_have_count(0)
    select.click()
    page.get_by_role("option", name="Pieczęć NIP").click()
    expect(page.get_by_label("Numer NIP")).to_be_visible()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_the_select_obeys_the_keyboard(visit: Visit) -> None:
    """Arrows move among the options, Enter chooses."""
    visitor = visit()
    page = visitor.page
    visitor.consent()
    page.get_by_role("combobox", name="Typ identyfikatora").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Numer NIP")).to_be_visible()
    expect(page.get_by_role("combobox", name="Pieczęć NIP")).to_be_visible()


def test_test_certificates_copy_icons_are_decoys(visit: Visit) -> None:
    """`SHA256` and `ID` have copy icons of their own, which the audit tells from the token's."""
    visitor = visit()
    visitor.consent()
    visitor.button("Generuj certyfikat").click()
    icons = visitor.button("Kopiuj")
    expect(icons).to_have_count(2)
    icons.first.click()
    icons.last.click()
    audit = visitor.replica.wait_until(lambda audit: len(audit.decoy_copies) == 2)
    assert [copy.target for copy in audit.decoy_copies] == ["sha256", "id"]
    assert audit.copies == []


def test_a_seal_opens_the_home_page(visit: Visit) -> None:
    """After login: home, the banner, the context's NIP in the header."""
    visitor = visit().log_in()
    page = visitor.page
    expect(page).to_have_url(visitor.replica.base_url + "home")
    expect(page.get_by_text("Korzystasz z Aplikacji Podatnika KSeF w wersji testowej")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("button", name=NIP)).to_be_visible()
    assert [login.nip for login in visitor.audit.logins] == [NIP]


def test_a_refused_login_says_so(visit: Visit) -> None:
    """AP's error screen, with the event's id and a way back."""
    visitor = visit(nip="5265877635").log_in()
    expect(visitor.heading("Uwierzytelnienie nie powiodło się")).to_be_visible()
    expect(visitor.page.get_by_text("Identyfikator zdarzenia: 00-")).to_be_visible()
    visitor.button("Powrót").click()
    expect(visitor.button("Zaloguj")).to_be_visible()


def test_a_failing_gateway_has_its_own_words(visit: Visit) -> None:
    """A 500 at login shows the sentence that users of demo saw in January 2026."""
    error = {"method": "POST", "path": "/auth/*", "status": 500}
    visitor = visit(errors=[error]).log_in()
    expect(
        visitor.page.get_by_text(
            "Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później."
        )
    ).to_be_visible()
