"""What comes back from a signer is looked at before AP gets it."""

from __future__ import annotations

from base64 import b64encode

import pytest
from lxml import etree
from signxml.algorithms import SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner
from signxml.xades.xades import XAdESSigner

from automation.errors import SigningFailedError
from automation.signing.request import AuthTokenRequest, read_request
from automation.signing.signed import check_signed
from tests.replica.certificates import EXPIRED, Certificate, ksef_ca, seal
from tests.signing.conftest import CHALLENGE, NIP, REQUEST

ENVELOPED = b"http://www.w3.org/2000/09/xmldsig#enveloped-signature"
FILTER = b"http://www.w3.org/2002/06/xmldsig-filter2"


def enveloping(content: object) -> bytes:
    """A XAdES signature around something."""
    certificate = seal(NIP)
    signer = XAdESSigner(method=SignatureConstructionMethod.enveloping)
    signed = signer.sign(content, key=certificate.key, cert=[certificate.certificate])
    return bytes(etree.tostring(signed))


def test_enveloped_and_enveloping_signatures_are_taken(
    request_of_ap: AuthTokenRequest, signed: bytes
) -> None:
    """Also of a program that wraps the file as it is, in base 64, and of one that uses transforms unknown here."""
    check_signed(signed, request_of_ap)
    check_signed(enveloping(etree.fromstring(REQUEST.encode())), request_of_ap)
    check_signed(enveloping(b64encode(REQUEST.encode()).decode()), request_of_ap)
    check_signed(signed.replace(ENVELOPED, FILTER), request_of_ap)


def test_a_signature_whose_trust_is_in_doubt_is_left_to_ap(request_of_ap: AuthTokenRequest) -> None:
    """An expired certificate is AP's to judge, and its message's to explain."""
    check_signed(_signed_by_others(seal(NIP, valid=EXPIRED)), request_of_ap)


def _signed_by_others(certificate: Certificate) -> bytes:
    signed = XAdESSigner().sign(
        etree.fromstring(REQUEST.encode()),
        key=certificate.key,
        cert=[certificate.certificate],
    )
    return bytes(etree.tostring(signed))


def _plain() -> bytes:
    """A signature that is not XAdES."""
    certificate = seal(NIP)
    signer = XMLSigner(signature_algorithm=SignatureMethod.RSA_SHA256)
    root = etree.fromstring(REQUEST.encode())
    return bytes(etree.tostring(signer.sign(root, key=certificate.key, cert=[certificate.certificate])))


def _changed(signed: bytes) -> bytes:
    return signed.replace(b"certificateSubject", b"certificateSubject ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "nie jest plik XML"),
        (REQUEST.encode(), "nie ma podpisu"),
        (_plain(), "formatu XAdES"),
        (enveloping("something else"), "odłączony"),
        (_signed_by_others(seal(NIP)).replace(b"X509Certificate", b"X509SKI"), "nie ma certyfikatu"),
        (_changed(_signed_by_others(seal(NIP))), "podpis się nie zgadza"),
        (_signed_by_others(seal(NIP, issuer=ksef_ca())), "certyfikatem KSeF"),
        (b"<!DOCTYPE x>" + _signed_by_others(seal(NIP)), "nie jest plik XML"),
        (b" " * ((16 << 20) + 1), "za duży"),
    ],
    ids=["pdf", "unsigned", "no XAdES", "detached", "no certificate", "changed", "KSeF", "DTD", "endless"],
)
def test_what_ap_would_refuse_is_not_sent(
    request_of_ap: AuthTokenRequest, content: bytes, reason: str
) -> None:
    """With the reason in plain words."""
    with pytest.raises(SigningFailedError) as caught:
        check_signed(content, request_of_ap)
    assert reason in str(caught.value.details["reason"])


@pytest.mark.parametrize(
    "changes", [(CHALLENGE, "20260701-CR-0000000000-0000000000-00"), (NIP, "5265877635")]
)
def test_a_signature_over_another_request_is_not_sent(signed: bytes, changes: tuple[str, str]) -> None:
    """Of yesterday, or for another taxpayer."""
    nip = NIP.replace(*changes)
    with pytest.raises(SigningFailedError) as caught:
        check_signed(signed, read_request(REQUEST.replace(*changes).encode(), nip))
    assert "inne żądanie" in str(caught.value.details["reason"])
