"""The catalogue against the replica, which knows AP's wording from the reference and not from the catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from importlib import resources

import pytest
from playwright.sync_api import Locator, Page, expect

from automation.ap.catalogue import (
    Control,
    control,
    describe_permissions,
    known_versions,
    name_pattern,
    permission_control,
)
from automation.ap.finder import Finder
from automation.ksef_token import INVOICE_PERMISSIONS, Permission
from automation.replica.scenario import Fault, Scenario
from automation.replica.server import Replica

NIP = "1234563218"
WORDING = tomllib.loads(resources.files("automation.ap").joinpath("catalogue.toml").read_text("utf-8"))
EVERYTHING = {*WORDING["control"], *(f"permission.{name}" for name in WORDING["permission"])}

ASSUMED = {"permission.CollectiveIdentifierManage"}
"""What no screen that anybody has seen shows; the replica shows none of it."""

CONTEXT = {"context-kind-nip", "context-nip", "certificate-names-subject", "signature-kind", "authenticate"}
MENU = {"menu-invoices", "menu-sessions", "menu-permissions", "menu-tokens", "menu-certificates"}
UNFOLDED = {*MENU, "menu-toggle", "menu-generate-token", "menu-token-list"}
FORM = {"form-heading", "token-name", "form-submit"} | {
    f"permission.{permission}" for permission in Permission if f"permission.{permission}" not in ASSUMED
}

SCREENS: dict[str, set[str]] = {
    "login": {"test-login", "certificate-login"},
    "consent": {"consent", "consent-continue"},
    "context": CONTEXT,
    "signature kinds": CONTEXT | {"signature-kind-seal"},
    "signature": CONTEXT | {"signature-nip"},
    "login failed": {"login-failed"},
    "home": MENU | {"menu-toggle"},
    "menu": UNFOLDED,
    "form": UNFOLDED | FORM,
    "in progress": UNFOLDED | {"form-heading", "in-progress", "refresh"},
    "shown": UNFOLDED | {"form-heading", "issued", "copy", "another-token"},
    "failed": UNFOLDED | {"form-heading", "token-failed", "another-token"},
    # The list's own `Generuj token` reads like the form's: there is no form on this page, and no other order.
    "list": UNFOLDED | {"list-heading", "form-submit", "revoke"},
    # The rest of the page is out of reach now; the one button there is answers to both names.
    "revoke dialog": {"revoke-confirm", "revoke"},
}
"""The controls that each screen shows, each exactly once; and no others."""

DALEJ = {"question-continue", "signing-continue"}
"""Two pages, one word."""

OF_OTHER_VERSIONS: dict[str, tuple[str, set[str]]] = {
    "landing": ("2.1.8", {"enter"}),
    "cards": ("2.1.8", {"test-login", "certificate-login"}),
    "context": ("2.1.8", {"context-kind-nip", "context-nip", "context-continue"}),
    "signature": ("2.1.8", {"signature-kind", "authenticate"}),
    "question": ("2.1.8", {"certificate-names-subject", *DALEJ}),
    "signing": ("2.1.8", {"signing-heading", "download-request", "add-signed-request", *DALEJ}),
    "signed": (
        "2.1.8",
        {"signing-heading", "download-request", "add-signed-request", "remove-signed-request", *DALEJ},
    ),
    "production": ("2.2.9", {"login-gov", "certificate-login"}),
    "2027": ("3.0.0", UNFOLDED | FORM | {"validity", "renewal"}),
}
"""What other versions show that 2.2.9 does not, and the certificate's pages."""


def wanted(control_id: str) -> Control:
    """A control or a permission's checkbox by its id."""
    kind, _, name = control_id.partition(".")
    return permission_control(Permission(name)) if kind == "permission" else control(control_id)


def seen_by(finder: Finder, looked_for: set[str]) -> dict[str, int]:
    """How many visible elements match each control, where any does."""
    finder.forget()
    counted = {control_id: len(finder.matches(wanted(control_id))) for control_id in looked_for}
    return {control_id: count for control_id, count in counted.items() if count}


class Visitor:
    """Somebody who goes by AP's literal words."""

    def __init__(self, page: Page, replica: Replica, failing: Replica) -> None:
        self._page = page
        self._replica = replica
        self._failing = failing

    def screens(self) -> Iterator[str]:
        """Go through every screen, and say where one is."""
        page = self._page
        page.goto(self._failing.base_url)
        yield from self._log_in()
        expect(self.heading("Uwierzytelnienie nie powiodło się")).to_be_visible()
        yield "login failed"
        self._enter()
        yield "home"
        self.button("Tokeny").click()
        expect(self.link("Generuj token")).to_be_visible()
        yield "menu"
        self.link("Generuj token").click()
        expect(page.get_by_role("checkbox")).to_have_count(7)
        yield "form"
        self._order()
        yield "in progress"
        self.button("Odśwież").click()
        expect(self.heading("Zakończono pomyślnie")).to_be_visible()
        yield "shown"
        self.link("Lista tokenów").click()
        row = page.get_by_role("row").filter(has_text="iCargo faktury")
        row.get_by_role("checkbox").check()
        expect(self.button("Unieważnij")).to_be_enabled()
        yield "list"
        self.button("Unieważnij").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        yield "revoke dialog"

    def failed(self) -> None:
        """Go to the screen of a token that failed."""
        self._enter()
        self.button("Tokeny").click()
        self.link("Generuj token").click()
        self._order()
        self.button("Odśwież").click()
        expect(self._page.get_by_text("Nie udało się wygenerować tokena")).to_be_visible()

    def old_screens(self) -> Iterator[str]:
        """Go through the login of 2.1.8, by test authentication and by certificate."""
        page = self._page
        page.goto(self._replica.base_url)
        expect(page.get_by_role("link", name="Uwierzytelnij się w Krajowym Systemie")).to_be_visible()
        yield "landing"
        page.get_by_role("link", name="Uwierzytelnij się w Krajowym Systemie").click()
        expect(self.button("Zaloguj uwierzytelnieniem testowym")).to_be_visible()
        yield "cards"
        self.button("Zaloguj uwierzytelnieniem testowym").click()
        page.get_by_role("textbox", name="NIP firmy").fill(NIP)
        yield "context"
        self.button("Uwierzytelnij").click()
        expect(page.get_by_role("combobox")).to_be_visible()
        yield "signature"
        page.goto(self._replica.base_url + "login")
        self.button("Zaloguj certyfikatem kwalifikowanym").click()
        page.get_by_role("textbox", name="NIP firmy").fill(NIP)
        self.button("Uwierzytelnij").click()
        page.get_by_role("radio", name="Tak").check()
        yield "question"
        self.button("Dalej").click()
        expect(self.button("Dodaj plik")).to_be_visible()
        yield "signing"
        page.locator("input[type=file]").set_input_files(
            {"name": "podpisane.xml", "mimeType": "text/xml", "buffer": b"<x/>"}
        )
        expect(self.button("Usuń")).to_be_visible()
        yield "signed"

    def form_of_2027(self) -> None:
        """Go to the token form."""
        self._enter()
        self.button("Tokeny").click()
        self.link("Generuj token").click()
        expect(self._page.get_by_label("Okres ważności")).to_be_visible()

    def _log_in(self) -> Iterator[str]:
        page = self._page
        expect(self.button("Zaloguj").first).to_be_visible()
        yield "login"
        self.button("Zaloguj").first.click()
        page.get_by_role("dialog").get_by_role("checkbox").check()
        yield "consent"
        self.button("Przejdź dalej").click()
        expect(page.get_by_role("combobox")).to_be_visible()
        yield "context"
        page.get_by_label("NIP firmy").fill(NIP)
        page.get_by_role("radio", name="Tak").check()
        page.get_by_role("combobox").click()
        expect(page.get_by_role("option").first).to_be_visible()
        yield "signature kinds"
        page.get_by_role("option", name="Pieczęć NIP").click()
        page.get_by_label("Numer NIP").fill(NIP)
        expect(page.get_by_role("option")).to_have_count(0)
        yield "signature"
        self.button("Uwierzytelnij do aplikacji testowej").click()

    def _enter(self) -> None:
        # By its API: what login looks like has been seen by now.
        body = {"contextType": "Nip", "context": NIP, "identifierType": "NipSeal", "identifier": NIP}
        api = self._replica.base_url.replace("/web/", "/webs/api/v2/")
        assert self._page.request.post(f"{api}auth/test-signature", data=body).ok
        self._page.goto(self._replica.base_url + "home")
        expect(self.button("Tokeny")).to_be_visible()

    def _order(self) -> None:
        page = self._page
        page.get_by_label("Nazwa tokena").fill("iCargo faktury")
        page.get_by_role("checkbox", name="przeglądanie faktur").check()
        self.button("Generuj token").click()
        expect(self.button("Odśwież")).to_be_visible()

    def button(self, name: str) -> Locator:
        """A button whose name contains these words."""
        return self._page.get_by_role("button", name=name)

    def link(self, name: str) -> Locator:
        """A link of the menu."""
        return self._page.get_by_role("navigation").get_by_role("link", name=name)

    def heading(self, name: str) -> Locator:
        """A heading."""
        return self._page.get_by_role("heading", name=name)


def walk(page: Page, replica: Callable[[Scenario], Replica], *, icons_exposed: bool) -> Iterator[str]:
    """Every screen there is, one after the other."""
    refusal = (Fault(method="POST", path="/auth/test-signature", status=400),)
    good = replica(Scenario(permissions=tuple(list(Permission)[:7]), icons_exposed=icons_exposed))
    failing = replica(Scenario(errors=refusal, icons_exposed=icons_exposed))
    yield from Visitor(page, good, failing).screens()
    bad = replica(Scenario(outcome="Failed", icons_exposed=icons_exposed))
    Visitor(page, bad, bad).failed()
    yield "failed"


@pytest.mark.browser
def test_every_control_matches_one_element_where_it_belongs_and_none_elsewhere(
    page: Page, finder: Finder, replica: Callable[[Scenario], Replica]
) -> None:
    """On every screen of the replica, by exact count."""
    seen = {screen: seen_by(finder, EVERYTHING) for screen in walk(page, replica, icons_exposed=False)}
    assert seen == {screen: dict.fromkeys(controls, 1) for screen, controls in SCREENS.items()}


def walk_other_versions(page: Page, replica: Callable[[Scenario], Replica]) -> Iterator[str]:
    """The screens of other versions, one after the other."""
    old = replica(Scenario(version="2.1.8"))
    yield from Visitor(page, old, old).old_screens()
    production = replica(Scenario(environment_label="", test_login=False))
    page.goto(production.base_url)
    expect(page.get_by_role("button", name="Zaloguj przez login.gov.pl")).to_be_visible()
    yield "production"
    new = replica(Scenario(version="3.0.0", permissions=tuple(list(Permission)[:7])))
    Visitor(page, new, new).form_of_2027()
    yield "2027"


@pytest.mark.browser
def test_every_control_of_another_version_matches_one_element(
    page: Page, finder: Finder, replica: Callable[[Scenario], Replica]
) -> None:
    """On the screens that 2.2.9 does not have, whether the version is known or not: adding one is adding names."""
    for screen in walk_other_versions(page, replica):
        version, controls = OF_OTHER_VERSIONS[screen]
        for finder.version in (version, None, "9.9"):
            assert seen_by(finder, EVERYTHING) == dict.fromkeys(controls, 1), (screen, finder.version)


@pytest.mark.usually(0)
@pytest.mark.browser
def test_every_control_is_found_where_icons_are_read_out(
    page: Page, finder: Finder, replica: Callable[[Scenario], Replica]
) -> None:
    """With the words of icons in the accessible names, and before AP's version is known."""
    finder.version = None
    seen = {screen: seen_by(finder, SCREENS[screen]) for screen in walk(page, replica, icons_exposed=True)}
    assert seen == {screen: dict.fromkeys(controls, 1) for screen, controls in SCREENS.items()}


def test_every_control_belongs_to_a_screen() -> None:
    """Whoever adds a control says where it is to be seen, or that nobody has seen it."""
    placed = set().union(*SCREENS.values(), *(controls for _, controls in OF_OTHER_VERSIONS.values()))
    assert placed | ASSUMED == EVERYTHING
    assert not placed & ASSUMED


def test_every_permission_has_a_checkbox() -> None:
    """The API's enumeration and the catalogue name the same."""
    assert set(WORDING["permission"]) == {permission.value for permission in Permission}


def test_no_two_permissions_share_a_name() -> None:
    """A tick must never go to another permission's box."""
    for permission in Permission:
        pattern = permission_control(permission).pattern(None)
        matching = [other for other in Permission if pattern.match(permission_control(other).label())]
        assert matching == [permission]


@pytest.mark.parametrize(
    ("control_id", "name"),
    [
        ("refresh", "Odśwież"),
        ("refresh", "sync Odśwież"),
        ("refresh", "refresh Odśwież"),
        ("refresh", "sync\nOdśwież"),
        ("refresh", "  Odśwież\t"),
        ("refresh", "ODŚWIEŻ"),
        ("refresh", "Odśwież autorenew"),
        ("copy", "Kopiuj"),
        ("copy", "content_copy Kopiuj"),
        ("copy", "Kopiuj content_copy"),
        ("copy", "copy Kopiuj"),
        ("copy", "file_copy_off Kopiuj"),
        ("menu-tokens", "Tokeny"),
        ("menu-tokens", "token Tokeny expand_more"),
        ("menu-tokens", "vpn_key Tokeny keyboard_arrow_down"),
        ("menu-generate-token", "add Generuj token"),
        ("menu-generate-token", "add_circle_outline\u00a0Generuj\u00a0token"),
        ("token-name", "Nazwa tokena"),
        ("token-name", "Nazwa tokena*"),
        ("token-name", "Nazwa tokena *"),
        ("token-name", "nazwa   TOKENA:"),
        ("context-nip", "NIP firmy*"),
        ("context-nip", "NIP firmy* NIP składa się z 10 cyfr"),
        ("consent", "Jestem świadomy(a), że uwierzytelniam się do ogólnodostępnego środowiska testowego"),
        ("consent", "Oświadczenie*"),
        ("signature-kind", "Typ identyfikatora*"),
        ("signature-kind", "Typ identyfikatora* Pieczęć NIP"),
        ("revoke", "delete Unieważnij"),
    ],
)
def test_a_name_is_recognised_however_it_is_dressed(control_id: str, name: str) -> None:
    """Icons read as words, the required star, case, white space of any kind."""
    assert control(control_id).pattern("2.2.9").search(name)
    assert control(control_id).pattern(None).search(name)


@pytest.mark.parametrize(
    ("control_id", "name"),
    [
        ("refresh", "Odśwież stronę"),
        ("refresh", "Nie odświeżaj"),
        ("refresh", "sync Odśwież listę"),
        ("refresh", "Odswiez"),
        ("refresh", "Odśwież *** teraz"),
        ("copy", "Kopiuj numer KSeF"),
        ("copy", "Kopiuj link"),
        ("copy", "Kopiuj ID"),
        ("copy", "Kopiuj token"),
        ("copy", "Skopiuj"),
        ("copy", "Kopiuj info"),
        ("copy", "content_copy"),
        ("form-submit", "Wygeneruj kolejny token"),
        ("form-submit", "Generuj tokeny"),
        ("form-submit", "Generuj token ponownie"),
        ("menu-generate-token", "Wygeneruj kolejny token"),
        ("test-login", "Zaloguj certyfikatem"),
        ("test-login", "Zaloguj przez login.gov.pl"),
        ("test-login", "Wyloguj"),
        ("token-name", "Nazwa tokena dla firmy"),
        ("signature-nip", "NIP firmy"),
        ("context-nip", "Numer NIP"),
        ("certificate-names-subject", "Tak, ale"),
        ("menu-token-list", "Lista certyfikatów"),
        ("menu-certificates", "Certyfikaty kwalifikowane"),
        ("permission.InvoiceRead", "przeglądanie faktur zakupowych"),
        ("permission.CredentialsRead", "zarządzanie uprawnieniami"),
    ],
)
def test_another_controls_name_is_not_taken_for_it(control_id: str, name: str) -> None:
    """Whole names only: AP has decoys that begin with the same word, and some that lose the token."""
    assert not wanted(control_id).pattern("2.2.9").search(name)
    assert not wanted(control_id).pattern(None).search(name)


def test_the_beginning_of_a_name_ends_with_a_word() -> None:
    """`Niepowodzenie…` is not the beginning of `Niepowodzeniem`."""
    pattern = name_pattern(("Typ identyfikatora…",))
    assert pattern.search("Typ identyfikatora: NIP")
    assert not pattern.search("Typ identyfikatorami")


def test_an_unknown_version_takes_every_name() -> None:
    """Newest first, so that messages use today's words."""
    made = Control(
        "x", ("button",), "page", {"2.1.8": ("Stary",), "2.10.0": ("Nowy",), "2.2.9": ("Stary", "Inny")}
    )
    assert made.names_in("2.1.8") == ("Stary",)
    assert made.names_in("3.0") == made.names_in(None) == ("Nowy", "Stary", "Inny")
    assert made.label() == "Nowy"


def test_versions_are_listed_oldest_first() -> None:
    """By number, not by letter."""
    assert known_versions() == ("2.1.8", "2.2.9", "3.0.0")


def test_a_tokens_permissions_make_one_phrase() -> None:
    """The guide's own for the two invoice permissions."""
    assert describe_permissions(INVOICE_PERMISSIONS) == "wystawianie i przeglądanie faktur"
    assert describe_permissions((Permission.INVOICE_READ,)) == "przeglądanie faktur"
