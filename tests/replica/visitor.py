"""A person in front of the replica: does what the guide says, by what is to be read on the pages."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from automation.replica.audit import Audit
from automation.replica.server import Replica

from .client import NIP


@dataclass(frozen=True)
class Visitor:
    """A page of a browser, and the replica that it looks at."""

    page: Page
    replica: Replica

    def button(self, name: str) -> Locator:
        """A button of the page itself, not of header or menu."""
        return self.page.get_by_role("main").get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        """A heading."""
        return self.page.get_by_role("heading", name=name, exact=True)

    def open(self) -> Visitor:
        """Open AP."""
        self.page.goto(self.replica.base_url)
        return self

    def enter(self, route: str = "home") -> Visitor:
        """Be logged in on a page already: the quick way, for tests of what comes after."""
        body = {"contextType": "Nip", "context": NIP, "identifierType": "NipSeal", "identifier": NIP}
        api = self.replica.base_url.replace("/web/", "/webs/api/v2/")
        assert self.page.request.post(f"{api}auth/test-signature", data=body).ok
        self.page.goto(self.replica.base_url + route)
        return self

    def consent(self) -> None:
        """Choose test authentication and consent to it."""
        self.open()
        self.button("Zaloguj").click()
        self.page.get_by_role("dialog").get_by_role("checkbox").check()
        self.page.get_by_role("button", name="Przejdź dalej").click()

    def log_in(self, nip: str = NIP) -> Visitor:
        """Log in by test authentication."""
        self.consent()
        self.page.get_by_label("NIP firmy").fill(nip)
        self.page.get_by_role("radio", name="Tak").check()
        self.page.get_by_role("combobox", name="Typ identyfikatora").click()
        self.page.get_by_role("option", name="Pieczęć NIP").click()
        self.page.get_by_label("Numer NIP").fill(nip)
        self.button("Uwierzytelnij do aplikacji testowej").click()
        return self

    def order(self, name: str = "iCargo faktury") -> Visitor:
        """Open the form, fill it in and press `Generuj token`."""
        self.enter("tokens/generate-token")
        self.page.get_by_label("Nazwa tokena").fill(name)
        self.page.get_by_role("checkbox", name="wystawianie faktur").check()
        self.page.get_by_role("checkbox", name="przeglądanie faktur").check()
        self.button("Generuj token").click()
        return self

    def wait_for_token(self) -> Visitor:
        """Order and press `Odśwież` once: the usual way to the token."""
        self.order()
        self.button("Odśwież").click()
        expect(self.heading("Zakończono pomyślnie")).to_be_visible()
        return self

    @property
    def audit(self) -> Audit:
        """What the replica has seen."""
        return self.replica.audit()
