"""Krok 1 with a certificate: a real browser, a replica that verifies the signature, and its audit."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from automation.ap.app import Ap
from automation.environments import Login, environment
from automation.errors import SignatureRefusedError, SignRequestUnexpectedError
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.signing import Signer
from automation.signing.command import CommandSigner
from flows.login import sign_in
from flows.order import Identity
from flows.run import Run
from tests.replica import certificates as made
from tests.signing.conftest import signer_of

NIP = "1234563218"
pytestmark = pytest.mark.browser

PROGRAM = """
import sys
from pathlib import Path
from lxml import etree
from signxml.xades.xades import XAdESSigner
folder = Path(sys.argv[1])
signer = XAdESSigner(signature_algorithm="ecdsa-sha256", c14n_algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
signed = signer.sign(
    etree.fromstring(Path(sys.argv[2]).read_bytes()),
    key=(folder / "key.pem").read_bytes(),
    cert=(folder / "certificate.pem").read_bytes().decode(),
)
Path(sys.argv[3]).write_bytes(etree.tostring(signed))
"""
"""Somebody else's signing program: other defaults than the product's."""


@contextmanager
def ap_of(browser: Browser, replica: Replica) -> Iterator[tuple[Run, Ap]]:
    """AP in a fresh window."""
    run = Run()
    context = browser.new_context(locale="pl-PL", accept_downloads=True)
    try:
        local = environment("local", replica.base_url)
        ap = Ap(context.new_page(), local, timeout=20, still_wanted=run.interruption.check)
        run.on_step = ap.begin_step
        yield run, ap
    finally:
        context.close()


def by(signer: Signer) -> Identity:
    """A login with this signer."""
    return Identity(NIP, login=Login.CERTIFICATE, signer=signer)


def test_a_certificate_logs_in_to_every_version(
    browser: Browser, tmp_path: Path, replica: Callable[[Scenario | None], Replica]
) -> None:
    """A seal in 2.2.9, a program that signs in 2.1.8: the replica has verified the signature."""
    centre = tmp_path / "centrum.pem"
    centre.write_bytes(made.qualified_ca().certificate_pem)
    person = made.seal(NIP, key=made.ec_key(), issuer=made.qualified_ca())
    person.write_pem(tmp_path)
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), "{input}", "{output}"]
    signers: dict[str, Signer] = {
        "2.2.9": signer_of(made.seal(NIP, issuer=made.qualified_ca())),
        "2.1.8": CommandSigner(json.dumps(command), limit=60),
    }
    for version, signer in signers.items():
        server = replica(Scenario(version=version, test_login=False, trusted_ca=centre))
        with ap_of(browser, server) as (run, ap):
            sign_in(run, ap, by(signer))
            assert ap.version == version
        (login,) = server.audit().logins
        assert (login.method, login.nip, login.accepted) == ("certificate", NIP, True)
        assert [step.outcome for step in run.steps] == ["done"] * 7


def test_a_refused_signature_and_a_foreign_request_end_the_login(
    browser: Browser, replica: Callable[[Scenario | None], Replica]
) -> None:
    """With AP's words and its event id; and nothing is signed that is about another taxpayer."""
    server = replica(Scenario(test_login=False))  # takes no self-signed certificate
    with ap_of(browser, server) as (run, ap):
        with pytest.raises(SignatureRefusedError) as caught:
            sign_in(run, ap, by(signer_of(made.seal(NIP))))
        reason = str(caught.value.details["reason"])
        assert reason.startswith("Uwierzytelnienie nie powiodło się Załączony plik z podpisanym żądaniem")
        assert "00-" in reason
        assert not ap.logged_in
    with ap_of(browser, server) as (run, ap):
        ap.page.route(
            "**/auth/challenge",
            lambda route: route.fulfill(json={"challenge": "Zgadzam się na wszystko."}),
        )
        signed: list[object] = []
        spy = dataclasses.make_dataclass("Spy", [])()
        spy.sign = lambda request, _pause: signed.append(request)
        with pytest.raises(SignRequestUnexpectedError):
            sign_in(run, ap, by(spy))
        assert signed == []
    assert [refusal.reason for refusal in server.audit().refusals] == ["self-signed"]
