"""AP's login request, read with distrust: a signature binds, so nothing is signed that is not exactly this."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from automation.errors import SignRequestUnexpectedError
from automation.text import say

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE: Final = "http://ksef.mf.gov.pl/auth/token/2.0"
"""Of `AuthTokenRequest` (public contract of the API, version 2). A new one is to be looked at by people first."""
CHALLENGE_SECONDS: Final = 600.0
"""How long AP takes a signature over a challenge (public contract)."""
_LONGEST: Final = 1 << 16
_CHALLENGE: Final = re.compile(r"[0-9A-Za-z-]{10,64}")
_SUBJECTS: Final = ("certificateSubject", "certificateFingerprint")
_NARROWING: Final = "AuthorizationPolicy"
"""An optional part of the contract: from which addresses the session may be used. It only takes away."""
_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class AuthTokenRequest:
    """A request to log in, as AP gave it out. To be had from `read_request` only."""

    content: bytes
    """The file."""
    challenge: str
    """What AP knows it by; used once."""
    nip: str
    """In whose name one logs in."""
    subject: str
    """How AP is to tell the signer: by the certificate's NIP or PESEL, or by its fingerprint."""

    def says_the_same(self, other: AuthTokenRequest) -> bool:
        """Whether another one is this one, however it is written (a signing program may indent it anew)."""
        mine, others = (self.challenge, self.nip, self.subject), (other.challenge, other.nip, other.subject)
        return mine == others


def read_request(content: bytes, nip: str) -> AuthTokenRequest:
    """Read a request and prove that it asks for nothing but to log in for a NIP.

    Raises:
        SignRequestUnexpectedError: it is anything else.
    """
    if len(content) > _LONGEST:
        raise SignRequestUnexpectedError(reason=say("request-too-long"))
    try:
        root = parse(content)
    except ValueError:
        raise SignRequestUnexpectedError(reason=say("request-not-xml")) from None
    return _request(root, content, nip)


def parse(content: bytes) -> _Element:
    """Parse XML from outside: no document type, so no entities, and nothing fetched from anywhere.

    Raises:
        ValueError: it is not such XML.
    """
    from lxml import etree  # noqa: PLC0415  with certificate login only

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise ValueError from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise ValueError
    return root


def element_request(element: _Element, nip: str) -> AuthTokenRequest:
    """The same for an element of a signed file, with any signature taken out of it already.

    Raises:
        SignRequestUnexpectedError: it is anything else.
    """
    return _request(element, b"", nip)


def tag(name: str) -> str:
    """A name of the request's vocabulary, as lxml writes it."""
    return f"{{{NAMESPACE}}}{name}"


def _request(root: _Element, content: bytes, nip: str) -> AuthTokenRequest:
    if root.tag != tag("AuthTokenRequest"):
        raise SignRequestUnexpectedError(reason=say("request-other-document", name=str(root.tag)[:100]))
    parts = {str(part.tag).removeprefix(f"{{{NAMESPACE}}}"): part for part in _elements(root)}
    wanted = {"Challenge", "ContextIdentifier", "SubjectIdentifierType"}
    extra = set(parts) - wanted - {_NARROWING}
    foreign = [name for name in root.attrib if not str(name).startswith(_INSTANCE)]
    if not wanted <= set(parts) or len(parts) != len(_elements(root)) or extra or foreign:
        names = ", ".join(sorted({*extra, *map(str, foreign)} or wanted - set(parts)))
        raise SignRequestUnexpectedError(reason=say("request-other-parts", names=names[:100] or "-"))
    contexts = _elements(parts["ContextIdentifier"])
    named = [_text(context) for context in contexts if context.tag == tag("Nip")]
    if len(contexts) != 1 or named != [nip]:
        found = ", ".join(_text(context)[:40] for context in contexts)
        raise SignRequestUnexpectedError(reason=say("request-other-context", found=found or "-", nip=nip))
    challenge, subject = _text(parts["Challenge"]), _text(parts["SubjectIdentifierType"])
    if not _CHALLENGE.fullmatch(challenge) or subject not in _SUBJECTS:
        raise SignRequestUnexpectedError(reason=say("request-other-parts", names=subject[:40] or "Challenge"))
    return AuthTokenRequest(content, challenge, nip, subject)


def _elements(parent: _Element) -> list[_Element]:
    """What is in an element; comments are not, for no signature covers them."""
    from lxml import etree  # noqa: PLC0415  with certificate login only

    children = [child for child in parent if child.tag is not etree.Comment]
    if any(not isinstance(child.tag, str) for child in children) or any(
        (text or "").strip() for text in (parent.text, *(child.tail for child in parent))
    ):
        raise SignRequestUnexpectedError(reason=say("request-other-parts", names="-"))
    return children


def _text(element: _Element) -> str:
    """An element's text, where it has nothing else."""
    if len(element) or element.attrib:
        raise SignRequestUnexpectedError(reason=say("request-other-parts", names=str(element.tag)[-40:]))
    return (element.text or "").strip()
