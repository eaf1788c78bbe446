"""Which signed requests let somebody in: files by a signing library and files made by hand, through the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.xades.xades import XAdESSigner

from automation.replica.scenario import Scenario
from automation.replica.server import Replica

from .certificates import (
    EXPIRED,
    NOT_YET,
    Certificate,
    ec_key,
    ksef_ca,
    other_ca,
    qualified_ca,
    rsa_key,
    seal,
    signature,
)
from .client import NIP, Client
from .requests import Handmade, request

_OTHER_NIP = "5265877635"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
_XML_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_BASE64 = f"{_XML_DSIG}base64"

Make = Callable[[str], bytes]
"""From a challenge to a file."""


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trusted certification centre, as a scenario names it."""
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    file.write_bytes(qualified_ca().certificate_pem)
    return file


@pytest.fixture(scope="module")
def ap_of_test(centre: Path) -> Iterator[Replica]:
    """AP of the test environment: self-signed certificates may be used."""
    with Replica(Scenario(trusted_ca=centre)) as replica:
        yield replica


@pytest.fixture(scope="module")
def ap_of_production(centre: Path) -> Iterator[Replica]:
    """AP as on production: only certificates of the trusted centre may be used."""
    with Replica(Scenario(trusted_ca=centre, test_login=False)) as replica:
        yield replica


def _challenge(client: Client, nip: str = NIP) -> str:
    answer = client.ask("POST", "/auth/challenge", {"contextType": "Nip", "context": nip})
    return str(answer.json["challenge"])


def _library(signer: Certificate, subject: str = "certificateSubject") -> Make:
    """Signed by signxml, enveloped."""
    method = SignatureMethod.RSA_SHA256 if signer.key is rsa_key() else SignatureMethod.ECDSA_SHA256

    def make(challenge: str) -> bytes:
        signed = XAdESSigner(signature_algorithm=method, digest_algorithm=DigestAlgorithm.SHA256).sign(
            etree.fromstring(request(challenge, subject=subject)),
            key=signer.key,
            cert=[signer.certificate],
        )
        return bytes(etree.tostring(signed, xml_declaration=True, encoding="utf-8"))

    return make


def _hand(signer: Certificate | None = None, **changes: object) -> Handmade:
    return Handmade(signer=signer or seal(NIP), **changes)  # type: ignore[arg-type]  # by the table below


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_library(seal(NIP)), id="library-rsa-seal"),
        pytest.param(_library(signature("44051401359", key=ec_key())), id="library-ecdsa-person"),
        pytest.param(_library(seal(None), "certificateFingerprint"), id="library-fingerprint"),
        pytest.param(_hand().enveloped, id="hand-enveloped"),
        pytest.param(_hand(uri="#data", transforms=(_EXCLUSIVE,)).enveloping, id="hand-enveloping"),
        pytest.param(_hand(uri="#data", transforms=(_BASE64,)).enveloping_base64, id="hand-base64"),
        pytest.param(_hand(method="rsa-pss-sha256").enveloped, id="hand-pss"),
        pytest.param(_hand(seal(NIP, key=ec_key()), method="ecdsa-sha256").enveloped, id="hand-ecdsa"),
        # Comments are not signed here; what is read must not end at one.
        pytest.param(
            lambda c: _hand().enveloped(c).replace(b"12345632", b"12345632<!-- -->"), id="comment-in-a-value"
        ),
    ],
)
def test_a_good_signature_lets_in_once(ap_of_test: Replica, make: Make) -> None:
    """Any accepted form opens a session for the context that was signed; the same file again does not."""
    client = Client(ap_of_test.base_url)
    file = make(_challenge(client))
    assert client.ask("POST", "/auth/xades-signature", file).status == 200
    assert client.ask("GET", "/session").json["context"] == NIP
    assert client.ask("POST", "/auth/xades-signature", file).code == 9105
    assert ap_of_test.audit().refusals[-1].reason == "used-challenge"


def _two_signatures(challenge: str) -> bytes:
    one = _hand().signature(request(challenge).encode())
    return request(challenge, extra=one + one).encode()


def _siblings(challenge: str) -> bytes:
    """Signature and request beside each other, inside something else."""
    named = request(challenge).replace("<AuthTokenRequest ", '<AuthTokenRequest Id="request" ')
    by = _hand(uri="#request", transforms=(_EXCLUSIVE,)).signature(named.encode())
    return f"<both>{named}{by}</both>".encode()


def _wrapped(challenge: str) -> bytes:
    """A signed request put aside, and another one, which nobody signed, in its place."""
    held = f'<ds:Object xmlns:ds="{_XML_DSIG}" Id="data">{request(challenge)}</ds:Object>'
    by = _hand(uri="#data", transforms=(_EXCLUSIVE,)).signature(held.encode(), content=held)
    return request(challenge, context=_OTHER_NIP, extra=by).encode()


def _wrapped_base64(challenge: str) -> bytes:
    """The same, with the signed one out of sight."""
    by = _hand(uri="#data", transforms=(_BASE64,)).enveloping_base64(challenge)
    return request(challenge, context=_OTHER_NIP, extra=by.decode()).encode()


def _signed_nothing() -> str:
    """A good signature, over an object of its own."""
    held = f'<ds:Object xmlns:ds="{_XML_DSIG}" Id="data">nothing</ds:Object>'
    return _hand(uri="#data", transforms=(_EXCLUSIVE,)).signature(held.encode(), content=held)


def _with_entity(challenge: str) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b "b">]>' + _hand().enveloped(challenge)


@pytest.mark.parametrize(
    ("reason", "make"),
    [
        ("malformed", lambda _: b"<not-closed>"),
        ("doctype", _with_entity),
        ("not-a-request", lambda _: b"<hello/>"),
        ("no-signature", lambda c: request(c).encode()),
        ("several-signatures", _two_signatures),
        ("detached", lambda c: _hand(uri="request.xml").signature(request(c).encode()).encode()),
        ("detached", _siblings),
        ("detached", lambda c: _hand(uri="request.xml", transforms=(_EXCLUSIVE,)).enveloped(c)),
        ("detached", lambda _: _signed_nothing().encode()),
        ("wrapped", _wrapped),
        ("wrapped", lambda c: request(c, extra=_signed_nothing()).encode()),
        ("wrapped", _wrapped_base64),
        ("transform", _hand(transforms=("http://www.w3.org/2000/09/xmldsig#enveloped-signature", _XPATH)).enveloped),
        ("algorithm", _hand(digest="sha1").enveloped),
        ("algorithm", _hand(method="rsa-sha1").enveloped),
        ("weak-key", _hand(seal(NIP, key=rsa_key(1024))).enveloped),
        ("signing-certificate", _hand(named=seal(_OTHER_NIP)).enveloped),
        ("signed-properties", _hand(covers_properties=False).enveloped),
        ("digest", _hand(other_content=b"something else").enveloped),
        ("digest", lambda c: _library(seal(NIP))(c).replace(NIP.encode(), _OTHER_NIP.encode())),
        ("digest", lambda c: _hand().enveloped(c).replace(b"T10:00:00Z", b"T11:00:00Z")),
        ("signature-value", _hand(seal(NIP, key=ec_key()), method="ecdsa-sha256", der=True).enveloped),
        ("expired", _library(seal(NIP, valid=EXPIRED))),
        ("not-yet-valid", _library(seal(NIP, valid=NOT_YET))),
        ("ksef-certificate", _library(seal(NIP, key=ec_key(), issuer=ksef_ca()))),
        ("unknown-issuer", _library(seal(NIP, issuer=other_ca()))),
        ("no-identifier", _library(seal(None))),
        ("unknown-challenge", lambda c: _hand().enveloped(c[:-2] + "ZZ")),
        ("other-context", lambda c: _hand(seal(_OTHER_NIP)).enveloped(c, context=_OTHER_NIP)),
    ],
)  # fmt: skip
def test_a_bad_signature_is_refused_without_telling_why(ap_of_test: Replica, reason: str, make: Make) -> None:
    """Nobody is let in, the answer is the same for every mistake, and the audit alone knows which it was."""
    client = Client(ap_of_test.base_url)
    answer = client.ask("POST", "/auth/xades-signature", make(_challenge(client)))
    assert (answer.status, answer.code) == (400, 9105)
    assert answer.json["exception"]["exceptionDetailList"][0]["details"] == ["Nieprawidłowa treść podpisu."]
    assert client.ask("GET", "/session").json == {"authenticated": False}
    assert ap_of_test.audit().refusals[-1].reason == reason


def test_production_wants_a_certificate_of_a_trusted_centre(ap_of_production: Replica) -> None:
    """The same seal is let in when the centre issued it, and not when it vouches for itself."""
    client = Client(ap_of_production.base_url)
    own = _library(seal(NIP))(_challenge(client))
    assert client.ask("POST", "/auth/xades-signature", own).code == 9105
    assert ap_of_production.audit().refusals[-1].reason == "self-signed"
    issued = _library(seal(NIP, issuer=qualified_ca()))(_challenge(client))
    assert client.ask("POST", "/auth/xades-signature", issued).status == 200
    login = ap_of_production.audit().logins[-1]
    assert (login.method, login.nip) == ("certificate", NIP)


def test_a_seal_may_act_for_its_own_company_only(ap_of_production: Replica) -> None:
    """A good signature of somebody without permissions is another refusal than a bad file."""
    client = Client(ap_of_production.base_url)
    other = _library(seal(_OTHER_NIP, issuer=qualified_ca()))(_challenge(client))
    assert client.ask("POST", "/auth/xades-signature", other).code == 415
    assert ap_of_production.audit().refusals[-1].reason == "not-permitted"


def test_a_challenge_expires(start: Callable[..., Replica]) -> None:
    """After its time a challenge is good for nothing."""
    replica = start(challenge_seconds=0)
    client = Client(replica.base_url)
    file = _hand().enveloped(_challenge(client))
    assert client.ask("POST", "/auth/xades-signature", file).code == 9105
    assert replica.audit().refusals[-1].reason == "expired-challenge"
