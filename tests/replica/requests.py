"""AP's request to be signed, and signatures under it made by hand: byte by byte, without any XML library.

An independent witness for the replica's verification, and the only way to make the files that no signing program
would make: each field of `Handmade` spoils one thing.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from .certificates import Certificate
from .client import NIP

_NAMESPACE = "http://ksef.mf.gov.pl/auth/token/2.0"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ENVELOPED = f"{_DS}enveloped-signature"
_SHA = {"sha1": f"{_DS}sha1", "sha256": "http://www.w3.org/2001/04/xmlenc#sha256"}
_METHOD = {
    "rsa-sha1": f"{_DS}rsa-sha1",
    "rsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "rsa-pss-sha256": "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
    "ecdsa-sha256": "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
}


def request(
    challenge: str, context: str = NIP, subject: str = "certificateSubject", *, extra: str = ""
) -> str:
    """The file that AP's page gives out, without its first line; `extra` stands inside, at the end."""
    return (
        f'<AuthTokenRequest xmlns="{_NAMESPACE}">\n'
        f"  <Challenge>{challenge}</Challenge>\n"
        f"  <ContextIdentifier><Nip>{context}</Nip></ContextIdentifier>\n"
        f"  <SubjectIdentifierType>{subject}</SubjectIdentifierType>\n"
        f"{extra}</AuthTokenRequest>"
    )


@dataclass(frozen=True, kw_only=True)
class Handmade:
    """A XAdES-BES signature. All strings are written in their canonical form."""

    signer: Certificate
    digest: str = "sha256"
    method: str = "rsa-sha256"
    transforms: tuple[str, ...] = (_ENVELOPED, _C14N)
    uri: str = ""
    covers_properties: bool = True
    other_content: bytes | None = None
    """The reference's digest is over this instead of the request."""
    named: Certificate | None = field(default=None)
    """Whose digest SignedProperties hold; the signer's when left out."""
    der: bool = False
    """`SignatureValue` of ECDSA as OpenSSL writes it, not as XML wants it."""

    def enveloped(self, challenge: str, **values: str) -> bytes:
        """The request with the signature in it."""
        whole = request(challenge, **values)
        return request(challenge, **values, extra=self.signature(whole.encode())).encode()

    def enveloping(self, challenge: str) -> bytes:
        """The request inside the signature."""
        held = f'<ds:Object xmlns:ds="{_DS}" Id="data">{request(challenge)}</ds:Object>'
        return self.signature(held.encode(), content=held).encode()

    def enveloping_base64(self, challenge: str) -> bytes:
        """The request inside the signature, in base64."""
        whole = request(challenge).encode()
        held = f'<ds:Object Id="data" Encoding="{_DS}base64">{b64encode(whole).decode()}</ds:Object>'
        return self.signature(whole, content=held).encode()

    def signature(self, content_signed: bytes, *, content: str = "") -> str:
        """`ds:Signature` over some bytes, holding `content`."""
        certificate = self.signer.certificate.public_bytes(Encoding.DER)
        named = (self.named or self.signer).certificate.public_bytes(Encoding.DER)
        properties = (
            f'<xades:SignedProperties xmlns:xades="{_XADES}" Id="properties"><xades:SignedSignatureProperties>'
            "<xades:SigningTime>2026-11-20T10:00:00Z</xades:SigningTime>"
            "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
            f'<ds:DigestMethod xmlns:ds="{_DS}" Algorithm="{_SHA[self.digest]}"></ds:DigestMethod>'
            f'<ds:DigestValue xmlns:ds="{_DS}">{self._hash(named)}</ds:DigestValue>'
            "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
            "</xades:SignedSignatureProperties></xades:SignedProperties>"
        )
        references = self._reference(self.other_content or content_signed, self.uri, self.transforms)
        if self.covers_properties:
            kind = ' Type="http://uri.etsi.org/01903#SignedProperties"'
            references += self._reference(properties.encode(), "#properties", (_C14N,), kind)
        info = (
            f'<ds:SignedInfo xmlns:ds="{_DS}">'
            f'<ds:CanonicalizationMethod Algorithm="{_C14N}"></ds:CanonicalizationMethod>'
            f'<ds:SignatureMethod Algorithm="{_METHOD[self.method]}"></ds:SignatureMethod>'
            f"{references}</ds:SignedInfo>"
        )
        return (
            f'<ds:Signature xmlns:ds="{_DS}" Id="signature">{info}'
            f"<ds:SignatureValue>{self._sign(info.encode())}</ds:SignatureValue>"
            f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{b64encode(certificate).decode()}"
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            f'{content}<ds:Object><xades:QualifyingProperties xmlns:xades="{_XADES}" Target="#signature">{properties}'
            "</xades:QualifyingProperties></ds:Object></ds:Signature>"
        )

    def _reference(self, content: bytes, uri: str, transforms: tuple[str, ...], kind: str = "") -> str:
        # Attributes in the order of canonical XML: Type before URI.
        steps = "".join(f'<ds:Transform Algorithm="{step}"></ds:Transform>' for step in transforms)
        return (
            f'<ds:Reference{kind} URI="{uri}"><ds:Transforms>{steps}</ds:Transforms>'
            f'<ds:DigestMethod Algorithm="{_SHA[self.digest]}"></ds:DigestMethod>'
            f"<ds:DigestValue>{self._hash(content)}</ds:DigestValue></ds:Reference>"
        )

    def _hash(self, content: bytes) -> str:
        return b64encode(hashlib.new(self.digest, content).digest()).decode()

    def _sign(self, content: bytes) -> str:
        key = self.signer.key
        digest = hashes.SHA1() if "sha1" in self.method else hashes.SHA256()  # noqa: S303  to be refused
        if isinstance(key, rsa.RSAPrivateKey):
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            made = key.sign(content, pss if "pss" in self.method else padding.PKCS1v15(), digest)
        else:
            made = key.sign(content, ec.ECDSA(digest))
            if not self.der:
                size = (key.curve.key_size + 7) // 8
                made = b"".join(part.to_bytes(size) for part in decode_dss_signature(made))
        return b64encode(made).decode()
