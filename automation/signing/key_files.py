"""Reads a certificate and its private key from files: PKCS#12, or PEM. What is read stays in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.errors import CertificateUnusableError
from automation.os_reason import os_reason
from automation.secret import Secret
from automation.text import say

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_LONGEST: Final = 1 << 20
_PEM: Final = b"-----BEGIN "


class PasswordNeededError(Exception):
    """The files open with a password only."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A certificate that signs."""

    path: Path
    """Where it was read from, for messages."""
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    """Whatever other certificates came with it."""
    key: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The files' contents, before anything in them is opened."""

    path: Path
    certificate: bytes = field(repr=False)
    key: bytes = field(repr=False)
    """The same content where one file has both."""

    @property
    def is_pem(self) -> bool:
        """Whether the certificate is PEM; else it is taken for PKCS#12."""
        return _PEM in self.certificate

    def open(self, password: Secret | None) -> SigningKey:
        """The certificate and the key in them; a password that is not needed is not used.

        Raises:
            PasswordNeededError: there is none, and one is needed.
            CertificateUnusableError: the password is wrong, or something is not in the files.
        """
        return self._open_pem(password) if self.is_pem else self._open_pkcs12(password)

    def _open_pkcs12(self, password: Secret | None) -> SigningKey:
        from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  certificate login only

        if not self.certificate.startswith(b"\x30"):  # ASN.1's SEQUENCE
            raise self._unusable(say("certificate-not-pkcs12"))
        try:
            bundle = pkcs12.load_pkcs12(self.certificate, _encoded(password))
        except ValueError:  # a wrong password and a damaged file look the same
            if password is None:
                raise PasswordNeededError from None
            raise self._unusable(say("certificate-wrong-password")) from None
        except Exception:
            raise self._unusable(say("certificate-not-pkcs12")) from None
        if bundle.key is None:
            raise self._unusable(say("certificate-no-key"))
        found = [bundle.cert, *bundle.additional_certs]
        return self._fitting(bundle.key, [one.certificate for one in found if one is not None])

    def _open_pem(self, password: Secret | None) -> SigningKey:
        from cryptography import x509  # noqa: PLC0415  certificate login only
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

        try:
            certificates = x509.load_pem_x509_certificates(self.certificate)
        except Exception:
            raise self._unusable(say("certificate-not-pem")) from None
        if b"PRIVATE KEY-----" not in self.key:
            raise self._unusable(say("certificate-no-key"))
        is_locked = b"ENCRYPTED" in self.key  # PKCS#8's label, or the older `Proc-Type: 4,ENCRYPTED`
        if is_locked and password is None:
            raise PasswordNeededError
        try:
            key = load_pem_private_key(_key_block(self.key), _encoded(password) if is_locked else None)
        except Exception:
            reason = "certificate-wrong-password" if is_locked else "certificate-not-pem"
            raise self._unusable(say(reason)) from None
        return self._fitting(key, certificates)

    def _fitting(self, key: PrivateKeyTypes, certificates: list[x509.Certificate]) -> SigningKey:
        from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415  certificate login only

        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise self._unusable(say("certificate-other-key"))
        for certificate in certificates:
            if _public_bytes(certificate) == _public_bytes(key):
                chain = tuple(other for other in certificates if other != certificate)
                return SigningKey(self.path, certificate, chain, key)
        raise self._unusable(say("certificate-key-differs" if certificates else "certificate-none"))

    def _unusable(self, reason: str) -> CertificateUnusableError:
        return CertificateUnusableError(certificate=str(self.path), reason=reason)


def read_key_files(certificate: Path, key: Path | None) -> KeyFiles:
    """Read the files.

    Args:
        certificate: PKCS#12, or PEM.
        key: a PEM certificate's key, where it is in a file of its own.

    Raises:
        CertificateUnusableError: one cannot be read.
    """
    content = _read(certificate)
    files = KeyFiles(certificate, content, _read(key) if key is not None else content)
    if key is not None and not files.is_pem:
        raise CertificateUnusableError(certificate=str(certificate), reason=say("certificate-not-pem"))
    return files


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        raise CertificateUnusableError(certificate=str(path), reason=os_reason(error)) from None
    if not content or len(content) > _LONGEST:
        raise CertificateUnusableError(certificate=str(path), reason=say("certificate-not-pkcs12"))
    return content


def _public_bytes(holder: x509.Certificate | RSAPrivateKey | EllipticCurvePrivateKey) -> bytes:
    """The public key, in one form whatever it is for; empty where cryptography does not know its kind."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  certificate login only
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    try:
        return holder.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (UnsupportedAlgorithm, ValueError):
        return b""


def _key_block(content: bytes) -> bytes:
    """The private key's part of a PEM file that may hold much else."""
    end = content.index(b"PRIVATE KEY-----")
    start = content.rindex(_PEM, 0, end)
    return content[start:]


def _encoded(password: Secret | None) -> bytes | None:
    return password.reveal().encode("utf-8", "surrogateescape") if password is not None else None
