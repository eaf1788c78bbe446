"""Login through the stand-in for login.gov.pl, and by certificate, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from playwright.sync_api import Page, expect
from signxml.xades.xades import XAdESSigner

from .certificates import qualified_ca, seal
from .client import NIP
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

_OTHER_NIP = "5265877635"


def _prove_who_you_are(page: Page) -> None:
    """What a person does at Profil zaufany or a bank."""
    page.get_by_label("Nazwa użytkownika").fill("maria")
    page.get_by_label("Hasło").fill("not-kept-anywhere")
    page.get_by_role("button", name="Zaloguj się").click()
    page.get_by_label("Kod z SMS").fill("123456")
    page.get_by_role("button", name="Potwierdź").click()


def test_a_person_comes_back_from_login_gov_with_a_session(visit: Visit) -> None:
    """Three origins, then AP's home page; the audit knows each press and which were a script's, but no value."""
    visitor = visit(test_login=False, environment_label="", login_gov_nips=(NIP, _OTHER_NIP)).open()
    page, replica = visitor.page, visitor.replica
    visitor.button("Zaloguj przez login.gov.pl").click()
    expect(visitor.heading("Zaloguj się do usługi Ministerstwa Finansów")).to_be_visible()
    assert page.url.startswith(replica.login_gov_url)
    names = ["Aplikacja mObywatel", "Bankowość elektroniczna", "E-dowód", "Profil zaufany", "Use eID"]
    expect(page.get_by_role("main").get_by_role("link")).to_have_text(names)
    page.get_by_role("link", name="Profil zaufany").click()
    expect(page.get_by_label("Hasło")).to_be_visible()
    assert page.url.startswith(replica.identity_url)
    assert len({urlsplit(url).netloc for url in (replica.base_url, replica.login_gov_url, page.url)}) == 3
    _prove_who_you_are(page)
    page.get_by_role("link", name=f"NIP {_OTHER_NIP}").evaluate("link => link.click()")
    page.wait_for_url(replica.base_url + "home")
    expect(page.get_by_role("button", name=_OTHER_NIP)).to_be_visible()
    audit = replica.wait_until(lambda seen: len(seen.strangers_inputs) == 7)
    assert [(event.control, event.trusted) for event in audit.strangers_inputs] == [
        ("Profil zaufany", True),
        ("Nazwa użytkownika", True),
        ("Hasło", True),
        ("Zaloguj się", True),
        ("Kod z SMS", True),
        ("Potwierdź", True),
        (f"NIP {_OTHER_NIP}", False),
    ]
    assert [(login.method, login.nip) for login in audit.logins] == [("login-gov", _OTHER_NIP)]
    assert "not-kept-anywhere" not in audit.model_dump_json()


def test_the_banks_page_may_be_a_window_of_its_own(visit: Visit) -> None:
    """The window closes by itself, and the page that opened it goes on to AP; one company is not asked for."""
    visitor = visit(test_login=False, login_gov_popup=True, login_gov_nips=(NIP,)).open()
    page = visitor.page
    visitor.button("Zaloguj przez login.gov.pl").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Bankowość elektroniczna").click()
    _prove_who_you_are(opened.value)
    page.wait_for_url(visitor.replica.base_url + "home")
    expect(page.get_by_role("button", name=NIP)).to_be_visible()
    if not opened.value.is_closed():
        opened.value.wait_for_event("close")


def test_a_signed_request_lets_in_by_the_page(visit: Visit, tmp_path: Path) -> None:
    """Download, sign, add, remove, add again: a wrong file gets AP's own screen, the signed one the home page."""
    ca = tmp_path / "ca.pem"
    ca.write_bytes(qualified_ca().certificate_pem)
    visitor = visit(test_login=False, trusted_ca=ca).open()
    page = visitor.page

    def to_the_request() -> Path:
        visitor.button("Zaloguj certyfikatem").click()
        page.get_by_label("NIP firmy").fill(NIP)
        page.get_by_role("radio", name="Tak").check()
        visitor.button("Dalej").click()
        with page.expect_download() as download:
            visitor.button("Pobierz żądanie autoryzacyjne").click()
        download.value.save_as(tmp_path / "request.xml")
        return tmp_path / "request.xml"

    def add(file: Path) -> None:
        with page.expect_file_chooser() as chooser:
            visitor.button("Dodaj plik").click()
        chooser.value.set_files(file)

    request = to_the_request()
    add(request)
    visitor.button("Dalej").click()
    expect(visitor.heading("Uwierzytelnienie nie powiodło się")).to_be_visible()
    expect(
        page.get_by_text("Załączony plik z podpisanym żądaniem autoryzacyjnym zawiera błędy.")
    ).to_be_visible()
    expect(page.get_by_text("Identyfikator zdarzenia: 00-")).to_be_visible()
    assert visitor.audit.refusals[-1].reason == "no-signature"

    visitor.button("Powrót").click()
    signer = seal(NIP, issuer=qualified_ca())
    signed = tmp_path / "signed.xml"
    document = etree.fromstring(to_the_request().read_bytes())
    made = XAdESSigner().sign(document, key=signer.key, cert=[signer.certificate])
    signed.write_bytes(etree.tostring(made))
    add(request)
    visitor.button("Usuń").click()
    expect(page.get_by_text("request.xml")).to_have_count(0)
    add(signed)
    expect(page.get_by_text("signed.xml")).to_be_visible()
    visitor.button("Dalej").click()
    expect(page.get_by_role("button", name=NIP)).to_be_visible()
    assert page.url.endswith("/web/home")
