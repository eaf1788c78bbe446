"""A signed request, checked before AP gets it: whoever signed it, it must be a XAdES signature over this request."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from automation.errors import SigningFailedError, SignRequestUnexpectedError
from automation.signing.issuer import is_ksef_certificate
from automation.signing.request import AuthTokenRequest, element_request, parse, tag
from automation.text import say

if TYPE_CHECKING:
    from cryptography import x509
    from lxml.etree import _Element

LONGEST: Final = 16 << 20
"""Bytes. A signature for the long term carries certificates and lists of revoked ones."""
_DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
_UNDERSTOOD: Final = frozenset(
    {
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2006/12/xml-c14n11#WithComments",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    }
)
"""Transforms that signxml reckons with. KSeF also takes XPath filters; what they leave is AP's to judge."""


def check_signed(content: bytes, request: AuthTokenRequest) -> None:
    """Prove that a file is a XAdES signature over this request, enveloped or enveloping.

    What cannot be told here (the certificate's chain, unusual transforms) is left to AP.

    Raises:
        SigningFailedError: it is not.
    """
    if len(content) > LONGEST:
        raise SigningFailedError(reason=say("signed-too-long"))
    try:
        root = parse(content)
    except ValueError:
        raise SigningFailedError(reason=say("signed-not-xml")) from None
    signatures = list(root.iter(f"{_DS}Signature"))
    if not signatures:
        raise SigningFailedError(reason=say("signed-not-signed"))
    if root.find(f".//{_XADES}SignedProperties") is None:
        raise SigningFailedError(reason=say("signed-not-xades"))
    certificates = [text for text in root.itertext(f"{_DS}X509Certificate") if text and text.strip()]
    if not certificates:
        raise SigningFailedError(reason=say("signed-no-certificate"))
    _check_signature(content, [_certificate(text) for text in certificates])
    carried = _carried(root)
    if carried is None:
        raise SigningFailedError(reason=say("signed-detached"))
    try:
        same = request.says_the_same(element_request(carried, request.nip))
    except SignRequestUnexpectedError:
        same = False
    if not same:
        raise SigningFailedError(reason=say("signed-other-request"))


def _carried(root: _Element) -> _Element | None:
    """The request inside a signed file, without signatures; a changed copy of the file's tree."""
    if root.tag == tag("AuthTokenRequest"):
        _take_out_signatures(root)
        return root
    for thing in root.iter(f"{_DS}Object"):
        inside = thing.find(tag("AuthTokenRequest"))
        if inside is not None:
            return inside
        try:
            return parse(base64.b64decode(thing.text or "", validate=False))
        except ValueError:
            continue  # the signature's own properties
    return None


def _take_out_signatures(root: _Element) -> None:
    for signature in list(root.iter(f"{_DS}Signature")):
        parent = signature.getparent()
        if parent is not None:
            parent.remove(signature)


def _certificate(text: str) -> x509.Certificate:
    """A certificate of the signature's.

    Raises:
        SigningFailedError: it is none, or KSeF's own, which AP does not take.
    """
    from cryptography import x509  # noqa: PLC0415  with certificate login only

    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(text))
    except ValueError:
        raise SigningFailedError(reason=say("signed-no-certificate")) from None
    if is_ksef_certificate(certificate):
        raise SigningFailedError(reason=say("signed-with-ksef-certificate"))
    return certificate


def _check_signature(content: bytes, certificates: list[x509.Certificate]) -> None:
    """Reckon the signature through, as far as signxml can.

    Raises:
        SigningFailedError: what was signed was changed afterwards, or the signature is another key's.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  with certificate login only
    from signxml.exceptions import InvalidCertificate  # noqa: PLC0415
    from signxml.verifier import SignatureConfiguration, XMLVerifier  # noqa: PLC0415

    transforms = parse(content).iter(f"{_DS}Transform")
    if any(transform.get("Algorithm") not in _UNDERSTOOD for transform in transforms):
        return
    expected = SignatureConfiguration(expect_references=True, ignore_ambiguous_key_info=True)
    broken = doubtful = False
    for certificate in certificates:
        try:
            XMLVerifier().verify(
                content, x509_cert=certificate, validate_schema=False, expect_config=expected
            )
        except InvalidCertificate:
            doubtful = True  # expired, say: AP's to judge
        except InvalidSignature:
            broken = True
        except Exception:  # beyond what signxml knows: AP's to judge
            doubtful = True
        else:
            return
    if broken and not doubtful:
        raise SigningFailedError(reason=say("signed-broken"))
