"""Signs AP's request with a certificate and its key: XAdES, enveloped, checked before it is handed out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from automation.errors import CertificateUnusableError, KsefCertificateError, SigningFailedError
from automation.signing.issuer import is_ksef_certificate
from automation.signing.key_files import SigningKey
from automation.signing.request import AuthTokenRequest, parse
from automation.signing.signed import check_signed
from automation.text import say

if TYPE_CHECKING:
    from cryptography import x509

    from automation.signing import Pause

_RSA_LEAST: Final = 2048
_EC_LEAST: Final = 256
"""Bits (public contract of the API)."""
_ENDS_SOON: Final = timedelta(days=30)

# How a certificate names its subject, by the contract's own patterns ("Podpis XAdES": rozpoznawane wzorce).
_NAMED: Final = {
    "serialNumber": re.compile(r"(PNOPL|PESEL).*?\d{11}|(TINPL|NIP).*?\d{10}"),
    "organizationIdentifier": re.compile(r"VATPL.*?\d{10}"),
}


def check_key(signing: SigningKey, *, takes_self_signed: bool, warn: Callable[..., None]) -> None:
    """See that AP would take signatures of this certificate, as far as can be told from here.

    Args:
        signing: the certificate and its key.
        takes_self_signed: whether the environment does.
        warn: told when it ends soon.

    Raises:
        KsefCertificateError: it is one of KSeF's own.
        CertificateUnusableError: AP would refuse it for another reason.
    """
    certificate, path = signing.certificate, str(signing.path)
    if is_ksef_certificate(certificate):
        raise KsefCertificateError(certificate=path)
    reason = _objection(signing, takes_self_signed=takes_self_signed)
    if reason is not None:
        raise CertificateUnusableError(certificate=path, reason=reason)
    ends = certificate.not_valid_after_utc
    if ends - datetime.now(UTC) < _ENDS_SOON:
        warn("certificate-ends", certificate=path, day=f"{ends:%d.%m.%Y}")


def _objection(signing: SigningKey, *, takes_self_signed: bool) -> str | None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415  certificate login only

    certificate, now = signing.certificate, datetime.now(UTC)
    is_rsa = isinstance(signing.key, rsa.RSAPrivateKey)
    if signing.key.key_size < (_RSA_LEAST if is_rsa else _EC_LEAST):
        return say("certificate-weak", bits=signing.key.key_size, least=_RSA_LEAST if is_rsa else _EC_LEAST)
    if now < certificate.not_valid_before_utc:
        return say("certificate-not-yet", day=f"{certificate.not_valid_before_utc:%d.%m.%Y}")
    if now > certificate.not_valid_after_utc:
        return say("certificate-expired", day=f"{certificate.not_valid_after_utc:%d.%m.%Y}")
    named = any(
        pattern.search(name)
        for attribute, pattern in _NAMED.items()
        for name in _names(certificate.subject, attribute)
    )
    if not named:
        return say("certificate-names-nobody")
    if certificate.issuer == certificate.subject and not takes_self_signed:
        return say("certificate-self-signed")
    return None


def _names(name: x509.Name, attribute: str) -> list[str]:
    from cryptography.x509.oid import NameOID  # noqa: PLC0415  certificate login only

    oids: dict[str, Any] = {
        "serialNumber": NameOID.SERIAL_NUMBER,
        "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
    }
    return [str(found.value) for found in name.get_attributes_for_oid(oids[attribute])]


class CertificateSigner:
    """Signs with a key that is in memory."""

    def __init__(self, signing: SigningKey) -> None:
        self._signing = signing

    def sign(self, request: AuthTokenRequest, pause: Pause) -> bytes:  # noqa: ARG002  it takes milliseconds
        """The request with an enveloped XAdES signature (SHA-256, `SigningCertificateV2`).

        Canonical XML 1.0, inclusive, everywhere: signxml names no transform for the certificate and the signed
        properties, and that is what a verifier has to take then (XML Signature, 4.4.3.2).

        Raises:
            SigningFailedError: it could not be signed, or the signature does not hold.
        """
        from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415  certificate login only
        from lxml import etree  # noqa: PLC0415
        from signxml.algorithms import (  # noqa: PLC0415
            CanonicalizationMethod,
            DigestAlgorithm,
            SignatureMethod,
        )
        from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner, XAdESVerifier  # noqa: PLC0415

        key = self._signing.key
        is_rsa = isinstance(key, rsa.RSAPrivateKey)
        try:
            signer = XAdESSigner(
                signature_algorithm=SignatureMethod.RSA_SHA256 if is_rsa else SignatureMethod.ECDSA_SHA256,
                digest_algorithm=DigestAlgorithm.SHA256,
                c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
                data_object_format=XAdESDataObjectFormat("AuthTokenRequest", "text/xml"),
            )
            signed = signer.sign(
                parse(request.content),
                key=key,
                cert=[self._signing.certificate, *self._signing.chain],
                always_add_key_value=False,
            )
            content: bytes = etree.tostring(signed, encoding="utf-8", xml_declaration=True)
            XAdESVerifier().verify(content, x509_cert=self._signing.certificate)
        except Exception as error:
            # Not the library's own words: nobody knows what they quote.
            raise SigningFailedError(reason=type(error).__name__) from None
        check_signed(content, request)
        return content
