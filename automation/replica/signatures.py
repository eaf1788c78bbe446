"""Whether a signed login request is good: XAdES, enveloped or enveloping, over the whole of it.

The library (signxml) proves digests and signature values. What it does not prove is looked at here: that there is
exactly one signature, that it stands where it must, that nothing but known transforms was applied, that the key is
strong enough, who issued the certificate; and what is read is always what was signed, never the file that came.

What KSeF takes is in its public documentation (ksef-docs, `auth/podpis-xades.md`). Differences here: SHA-1, which that
page still lists, is refused; so are the XPath transforms, which the library does not know.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidDigest
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

Refused = Literal[
    "malformed",  # no XML, too long, or not the form of a signature
    "doctype",
    "not-a-request",  # no AuthTokenRequest, or one that is not as the contract wants it
    "no-signature",
    "several-signatures",
    "detached",
    "wrapped",  # several requests, or the signature is over something else
    "transform",  # one that makes the signed content differ from what is read
    "algorithm",  # SHA-1 and whatever else is not in the lists below
    "weak-key",
    "no-certificate",
    "signing-certificate",  # it is not in SignedProperties, or another one is
    "signed-properties",  # they are not signed
    "digest",  # the content was altered, or its digest is wrong
    "signature-value",
    "expired",
    "not-yet-valid",
    "ksef-certificate",
    "self-signed",
    "unknown-issuer",
    "no-identifier",  # neither NIP nor PESEL in a certificate that is to be known by one
    "unknown-challenge",
    "expired-challenge",
    "used-challenge",
    "other-context",  # than the one that AP made the request for
    "not-permitted",  # a good signature of somebody who may do nothing here
]
"""Why a login by certificate was refused. For the audit alone: AP's screen does not tell."""

_REQUEST = "{http://ksef.mf.gov.pl/auth/token/2.0}"
_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
_SIGNED_PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"

_LONGEST = 1_000_000  # bytes; assumed

# RSA with either padding and ECDSA, with SHA-256 or stronger.
_METHODS = frozenset(
    method
    for method in SignatureMethod
    if re.fullmatch(
        r"RSA_SHA(256|384|512)|SHA(3_)?(256|384|512)_RSA_MGF1|ECDSA_SHA(3_)?(256|384|512)", method.name
    )
)
_DIGESTS = frozenset(
    digest for digest in DigestAlgorithm if re.fullmatch(r"SHA(3_)?(256|384|512)", digest.name)
)
_TRANSFORMS = {_ENVELOPED, _BASE64, *(method.value for method in CanonicalizationMethod)}

# Common names of KSeF's own certification centre on production and on test (CIRFMF/ksef-api, issues 314 and 330);
# that of demo is assumed to end in the same words.
_KSEF_ISSUER = re.compile(r"(\w+ )?CCK KSeF")


class RefusedSignatureError(Exception):
    """The file does not let anybody in."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SignedRequest:
    """What was signed, and by whom."""

    challenge: str
    context_type: str
    context: str
    by_identifier: bool
    """The signer is known by the certificate's NIP or PESEL, not by its fingerprint."""
    nip: str | None
    """The certificate's."""
    pesel: str | None
    """The certificate's."""


def read_signed(file: bytes, trusted: Sequence[x509.Certificate], *, self_signed: bool) -> SignedRequest:
    """What a signed request says, once all of it is proven.

    Args:
        file: as it was uploaded.
        trusted: certification centres whose certificates may be used.
        self_signed: whether a certificate may vouch for itself, as on test.

    Raises:
        RefusedSignatureError: the signature, the certificate or the request is not good.
    """
    root = _parsed(file)
    signature = _the_signature(root)
    certificate = _signing_certificate(signature)
    _check_key(certificate)
    request = _proven_request(file, root, signature, certificate)
    _check_trust(certificate, trusted, self_signed=self_signed)
    return _said(request, certificate)


def centres(file: Path | None) -> list[x509.Certificate]:
    """The certification centres in a PEM file, none without one."""
    return [] if file is None else x509.load_pem_x509_certificates(file.read_bytes())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _parsed(file: bytes) -> etree._Element:
    if len(file) > _LONGEST:
        raise RefusedSignatureError("malformed")
    try:
        root = etree.fromstring(file, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise RefusedSignatureError("malformed") from None
    if root.getroottree().docinfo.doctype or next(root.iter(etree.Entity), None) is not None:
        raise RefusedSignatureError("doctype")
    return root


def _the_signature(root: etree._Element) -> etree._Element:
    """The only signature, in one of the two places where it may be: in the request, or around it."""
    signatures = list(root.iter(f"{_DS}Signature"))
    requests = list(root.iter(f"{_REQUEST}AuthTokenRequest"))
    if not signatures:
        raise RefusedSignatureError("no-signature" if requests else "not-a-request")
    if len(signatures) > 1:
        raise RefusedSignatureError("several-signatures")
    signature = signatures[0]
    if len(requests) > 1:
        raise RefusedSignatureError("wrapped")
    if not requests:
        if signature is not root:
            raise RefusedSignatureError("not-a-request")
        return signature  # around a request in base64, or beside a file: what was signed will tell
    request = requests[0]
    enveloped = request is root and signature.getparent() is root
    holder = request.getparent()
    enveloping = (
        signature is root
        and holder is not None
        and holder.tag == f"{_DS}Object"
        and holder.getparent() is root
        and len(holder) == 1
    )
    if not (enveloped or enveloping):
        inside = any(ancestor is request for ancestor in signature.iterancestors())
        around = any(ancestor is signature for ancestor in request.iterancestors())
        raise RefusedSignatureError("wrapped" if inside or around else "detached")
    return signature


def _signing_certificate(signature: etree._Element) -> x509.Certificate:
    """The certificate that SignedProperties name; the library proves later that this naming was signed."""
    try:
        certificates = [
            x509.load_der_x509_certificate(b64decode(element.text or ""))
            for element in signature.iterfind(f"{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate")
        ]
    except ValueError:
        raise RefusedSignatureError("no-certificate") from None
    if not certificates:
        raise RefusedSignatureError("no-certificate")
    named = [
        element
        for name in ("SigningCertificate", "SigningCertificateV2")
        for element in signature.iter(f"{_XADES}{name}")
    ]
    if len(named) != 1:
        raise RefusedSignatureError("signing-certificate")
    digest = named[0].find(f"{_XADES}Cert/{_XADES}CertDigest")
    method, value = (
        (digest.find(f"{_DS}DigestMethod"), digest.find(f"{_DS}DigestValue"))
        if digest is not None
        else (None, None)
    )
    if method is None or value is None:
        raise RefusedSignatureError("signing-certificate")
    algorithm = _digest_algorithm(method)
    try:
        wanted = b64decode(value.text or "")
    except ValueError:
        raise RefusedSignatureError("signing-certificate") from None
    for certificate in certificates:
        if certificate.fingerprint(algorithm.implementation()) == wanted:
            return certificate
    raise RefusedSignatureError("signing-certificate")


def _digest_algorithm(method: etree._Element) -> DigestAlgorithm:
    for digest in _DIGESTS:
        if digest.value == method.get("Algorithm"):
            return digest
    raise RefusedSignatureError("algorithm")


def _check_key(certificate: x509.Certificate) -> None:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise RefusedSignatureError("weak-key") from None
    strong = (isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048) or (
        isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= 256
    )
    if not strong:
        raise RefusedSignatureError("weak-key")


# --- what was signed ------------------------------------------------------------------------------


def _proven_request(
    file: bytes, root: etree._Element, signature: etree._Element, certificate: x509.Certificate
) -> etree._Element:
    """The request as it was signed: canonical, and parsed anew from the very bytes that were digested."""
    references = _checked_references(signature)
    config = XAdESSignatureConfiguration(
        location="./",
        expect_references=True,  # any number, by the library's own convention
        signature_methods=_METHODS,
        digest_algorithms=_DIGESTS,
        # A time at which the certificate holds: whether it does now is asked below, with a reason.
        verification_time=certificate.not_valid_before_utc,
    )
    try:
        results = XAdESVerifier().verify(file, x509_cert=certificate, expect_config=config, parser=_parser())
    except InvalidDigest:
        raise RefusedSignatureError("digest") from None
    except InvalidSignature:  # the library's own of that name is one of these
        raise RefusedSignatureError("signature-value") from None
    except Exception:  # a made-up file may break the library in ways that it has no name for
        raise RefusedSignatureError("malformed") from None
    if len(results) != len(references):
        raise RefusedSignatureError("malformed")
    properties = [
        result.signed_xml
        for reference, result in zip(references, results, strict=True)
        if reference.get("Type") == _SIGNED_PROPERTIES_TYPE
    ]
    if len(properties) != 1 or properties[0] is None or properties[0].tag != f"{_XADES}SignedProperties":
        raise RefusedSignatureError("signed-properties")
    signed = [result.signed_xml for result in results if _is_the_request(result.signed_xml)]
    if len(signed) != 1 or signed[0] is None:
        raise RefusedSignatureError("detached" if root is signature else "wrapped")
    request = signed[0] if signed[0].tag == f"{_REQUEST}AuthTokenRequest" else signed[0][0]
    if request.find(f".//{_DS}Signature") is not None:
        raise RefusedSignatureError("transform")
    return request


def _is_the_request(signed: etree._Element | None) -> bool:
    """The request itself, or the signature's object that holds it and nothing else."""
    if signed is None:
        return False
    return signed.tag == f"{_REQUEST}AuthTokenRequest" or (
        signed.tag == f"{_DS}Object" and len(signed) == 1 and signed[0].tag == f"{_REQUEST}AuthTokenRequest"
    )


def _checked_references(signature: etree._Element) -> list[etree._Element]:
    """The references, once none of them leads out of the file or changes what it points at."""
    method = signature.find(f"{_DS}SignedInfo/{_DS}SignatureMethod")
    if method is None or method.get("Algorithm") not in {known.value for known in _METHODS}:
        raise RefusedSignatureError("algorithm")
    references = list(signature.iterfind(f"{_DS}SignedInfo/{_DS}Reference"))
    in_sight = next(signature.getroottree().iter(f"{_REQUEST}AuthTokenRequest"), None) is not None
    for reference in references:
        address = reference.get("URI")
        if address is None or (address and not address.startswith("#")):
            raise RefusedSignatureError("detached")
        for transform in reference.iter(f"{_DS}Transform"):
            if transform.get("Algorithm") not in _TRANSFORMS:
                raise RefusedSignatureError("transform")
            if in_sight and transform.get("Algorithm") == _BASE64:
                raise RefusedSignatureError("wrapped")  # one request to be seen, another one signed
        for digest in reference.iter(f"{_DS}DigestMethod"):
            _digest_algorithm(digest)
    if not any(reference.get("Type") == _SIGNED_PROPERTIES_TYPE for reference in references):
        raise RefusedSignatureError("signed-properties")
    return references


# --- who signed -----------------------------------------------------------------------------------


def _check_trust(
    certificate: x509.Certificate, trusted: Sequence[x509.Certificate], *, self_signed: bool
) -> None:
    now = datetime.now(UTC)
    if now > certificate.not_valid_after_utc:
        raise RefusedSignatureError("expired")
    if now < certificate.not_valid_before_utc:
        raise RefusedSignatureError("not-yet-valid")
    names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    if any(_KSEF_ISSUER.fullmatch(str(name.value)) for name in names):
        raise RefusedSignatureError("ksef-certificate")
    if any(_issued_by(certificate, centre) for centre in trusted):
        return
    if not _issued_by(certificate, certificate):
        raise RefusedSignatureError("unknown-issuer")
    if not self_signed:
        raise RefusedSignatureError("self-signed")


def _issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


# --- what the request says --------------------------------------------------------------------------


def _said(request: etree._Element, certificate: x509.Certificate) -> SignedRequest:
    values = {child.tag: child for child in request}
    context = values.get(f"{_REQUEST}ContextIdentifier")
    wanted = [f"{_REQUEST}{name}" for name in ("Challenge", "ContextIdentifier", "SubjectIdentifierType")]
    if [child.tag for child in request] != wanted or context is None or len(context) != 1:
        raise RefusedSignatureError("not-a-request")
    challenge, _, subject = (_text(child) for child in (values[wanted[0]], context[0], values[wanted[2]]))
    if subject not in ("certificateSubject", "certificateFingerprint"):
        raise RefusedSignatureError("not-a-request")
    # The documentation's own patterns, for a seal and for a person.
    nip = _identifier(certificate, NameOID.ORGANIZATION_IDENTIFIER, r"VATPL.*?(\d{10})")
    nip = nip or _identifier(certificate, NameOID.SERIAL_NUMBER, r"(?:TINPL|NIP).*?(\d{10})")
    pesel = _identifier(certificate, NameOID.SERIAL_NUMBER, r"(?:PNOPL|PESEL).*?(\d{11})")
    if subject == "certificateSubject" and nip is None and pesel is None:
        raise RefusedSignatureError("no-identifier")
    return SignedRequest(
        challenge=challenge,
        context_type=etree.QName(context[0]).localname,
        context=_text(context[0]),
        by_identifier=subject == "certificateSubject",
        nip=nip,
        pesel=pesel,
    )


def _text(element: etree._Element) -> str:
    """An element's text. One that holds anything else, be it a comment, is not as the contract wants it."""
    if len(element) or not str(element.tag).startswith(_REQUEST):
        raise RefusedSignatureError("not-a-request")
    return (element.text or "").strip()


def _identifier(certificate: x509.Certificate, oid: x509.ObjectIdentifier, form: str) -> str | None:
    for name in certificate.subject.get_attributes_for_oid(oid):
        if match := re.match(form, str(name.value)):
            return match[1]
    return None
