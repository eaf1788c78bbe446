"""Signing with a certificate: whatever file it is in, the signature holds before somebody else's eyes."""

from __future__ import annotations

import hashlib
import traceback
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

from automation.errors import CertificateUnusableError, KsefCertificateError
from automation.replica.signatures import read_signed
from automation.secret import Secret
from automation.signing.certificate import CertificateSigner, check_key
from automation.signing.key_files import PasswordNeededError, SigningKey, read_key_files
from automation.signing.request import AuthTokenRequest
from automation.text import say
from tests.replica import certificates as made
from tests.signing.conftest import CHALLENGE, NIP, no_pause

PASSWORD = "zażółć Gęślą #1"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def by_pkcs12(certificate: made.Certificate, folder: Path, password: str | None) -> tuple[Path, Path | None]:
    """One `.p12` file."""
    return certificate.write_pkcs12(folder, password), None


def by_pem(certificate: made.Certificate, folder: Path, password: str | None) -> tuple[Path, Path | None]:
    """A PEM certificate, its key beside it."""
    return certificate.write_pem(folder, password)


def by_one_pem(certificate: made.Certificate, folder: Path, password: str | None) -> tuple[Path, Path | None]:
    """Certificate, its issuer and the key in one PEM file, the key in the middle."""
    file = folder / "wszystko.pem"
    issuers = b"".join(issuer.public_bytes(Encoding.PEM) for issuer in certificate.chain)
    file.write_bytes(issuers + certificate.key_pem(password) + certificate.certificate_pem)
    return file, None


def opened(files: tuple[Path, Path | None], password: str | None = None) -> SigningKey:
    """What is in the files."""
    return read_key_files(*files).open(None if password is None else Secret(password))


KEYS: dict[str, Callable[[], made.Key]] = {
    "rsa": made.rsa_key,
    "p256": made.ec_key,
    "p521": lambda: made.ec_key(ec.SECP521R1),
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("write", [by_pkcs12, by_pem, by_one_pem])
@pytest.mark.parametrize("password", [None, PASSWORD], ids=["open", "locked"])
def test_a_signature_holds_whatever_the_key_is_and_wherever_it_was(
    tmp_path: Path,
    request_of_ap: AuthTokenRequest,
    key: str,
    write: Callable[..., tuple[Path, Path | None]],
    password: str | None,
) -> None:
    """The replica's verifier takes it, and so does a reckoning by hand."""
    certificate = made.seal(NIP, key=KEYS[key](), issuer=made.qualified_ca())
    files = write(certificate, tmp_path, password)
    if password is not None:
        with pytest.raises(PasswordNeededError):
            opened(files)
    signed = CertificateSigner(opened(files, password)).sign(request_of_ap, no_pause)
    said = read_signed(signed, [made.qualified_ca().certificate], self_signed=False)
    assert (said.challenge, said.context, said.nip) == (CHALLENGE, NIP, NIP)
    reckon(signed, certificate)


def reckon(signed: bytes, certificate: made.Certificate) -> None:
    """Verify a signature by the book: XML Signature's core validation, without the library that made it."""
    root = etree.fromstring(signed)
    signature = root.find(f"{DS}Signature")
    assert signature is not None
    info = signature.find(f"{DS}SignedInfo")
    value = b64decode(signature.findtext(f"{DS}SignatureValue"))
    text = etree.tostring(info, method="c14n")
    public = certificate.certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(value, text, padding.PKCS1v15(), hashes.SHA256())
    else:
        assert isinstance(public, ec.EllipticCurvePublicKey)
        size = (public.key_size + 7) // 8
        assert len(value) == 2 * size, "R || S"
        numbers = (int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))
        public.verify(utils.encode_dss_signature(*numbers), text, ec.ECDSA(hashes.SHA256()))
    references = info.findall(f"{DS}Reference")
    assert len(references) == 3
    for reference in references[1:]:
        (element,) = root.xpath("//*[@Id=$id]", id=reference.get("URI")[1:])
        assert digest_of(reference) == hashlib.sha256(etree.tostring(element, method="c14n")).digest()
    before = signature.getprevious()
    before.tail = (before.tail or "") + (signature.tail or "")
    root.remove(signature)
    assert references[0].get("URI") == ""
    assert digest_of(references[0]) == hashlib.sha256(etree.tostring(root, method="c14n")).digest()


def digest_of(reference: Any) -> bytes:
    """The digest that a reference promises."""
    return b64decode(reference.findtext(f"{DS}DigestValue"))


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        (lambda: made.seal(NIP, valid=made.EXPIRED), "ważny tylko do"),
        (lambda: made.seal(NIP, valid=made.NOT_YET), "ważny dopiero od"),
        (lambda: made.seal(None), "ani PESEL"),
        (lambda: made.seal(NIP, key=made.rsa_key(1024)), "1024 bitów"),
        (lambda: made.seal(NIP, key=made.ec_key(ec.SECP224R1)), "224 bitów"),
        (lambda: made.seal(NIP), "podpisał sam siebie"),
    ],
    ids=["expired", "not yet", "nobody", "weak RSA", "weak EC", "self-signed"],
)
def test_a_certificate_that_ap_would_refuse_is_refused_beforehand(
    tmp_path: Path, certificate: Callable[[], made.Certificate], reason: str
) -> None:
    """With the reason, before any browser starts."""
    signing = opened(by_pkcs12(certificate(), tmp_path, None))
    with pytest.raises(CertificateUnusableError) as caught:
        check_key(signing, takes_self_signed=False, warn=lambda *_, **__: None)
    assert reason in str(caught.value.details["reason"])


def test_a_good_certificate_passes_and_one_that_ends_soon_is_warned_of(tmp_path: Path) -> None:
    """A person's too; self-signed where the environment takes it."""
    warnings: list[str] = []

    def warn(warning: str, **values: str | int) -> None:
        warnings.append(say(f"warning-{warning}", **values))

    month = (timedelta(days=-1), timedelta(days=31))
    long = made.signature("44051401359", issuer=made.qualified_ca(), valid=month)
    check_key(opened(by_pem(long, tmp_path, None)), takes_self_signed=False, warn=warn)
    assert warnings == []
    check_key(opened(by_pkcs12(made.seal(NIP), tmp_path, None)), takes_self_signed=True, warn=warn)
    assert len(warnings) == 1


def test_a_ksef_certificate_is_told_by_its_issuer(tmp_path: Path) -> None:
    """AP takes none, so nobody has to find out at the login page."""
    signing = opened(by_pkcs12(made.seal(NIP, issuer=made.ksef_ca()), tmp_path, None))
    with pytest.raises(KsefCertificateError):
        check_key(signing, takes_self_signed=True, warn=lambda *_, **__: None)


def write_wrong_password(folder: Path) -> tuple[Path, Path | None]:
    """A `.p12` under another password."""
    return by_pkcs12(made.seal(NIP), folder, "inne haslo")


def write_wrong_pem_password(folder: Path) -> tuple[Path, Path | None]:
    """A key under another password."""
    return by_pem(made.seal(NIP), folder, "inne haslo")


def write_other_key(folder: Path) -> tuple[Path, Path | None]:
    """Somebody else's key."""
    certificate, key = made.seal(NIP).write_pem(folder)
    key.write_bytes(made.seal(NIP, key=made.ec_key()).key_pem())
    return certificate, key


def write_no_key(folder: Path) -> tuple[Path, Path | None]:
    """A certificate alone."""
    return made.seal(NIP).write_pem(folder)[0], None


def write_other_kind(folder: Path) -> tuple[Path, Path | None]:
    """A key that AP does not take."""
    certificate, key = made.seal(NIP).write_pem(folder)
    key.write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return certificate, key


def write_key_beside_pkcs12(folder: Path) -> tuple[Path, Path | None]:
    """A key file, but no PEM certificate."""
    return made.seal(NIP).write_pkcs12(folder), made.seal(NIP).write_pem(folder)[1]


def write_something_else(folder: Path) -> tuple[Path, Path | None]:
    """Neither form."""
    file = folder / "faktura.pdf"
    file.write_bytes(b"%PDF-1.7")
    return file, None


def write_nothing(folder: Path) -> tuple[Path, Path | None]:
    """No file."""
    return folder / "nie-ma.p12", None


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (write_wrong_password, "hasło jest błędne"),
        (write_wrong_pem_password, "hasło jest błędne"),
        (write_other_key, "nie pasuje"),
        (write_no_key, "nie ma tu klucza"),
        (write_other_kind, "RSA ani ECDSA"),
        (write_key_beside_pkcs12, "nie jest plik PEM"),
        (write_something_else, "to nie jest plik .p12"),
        (write_nothing, "nie ma takiego pliku"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_their_reason(
    tmp_path: Path, write: Callable[[Path], tuple[Path, Path | None]], reason: str
) -> None:
    """And without the password or anything of the key, also in a traceback."""
    with pytest.raises(CertificateUnusableError) as caught:
        opened(write(tmp_path), PASSWORD)
    assert reason in str(caught.value.details["reason"])
    assert PASSWORD not in "".join(traceback.format_exception(caught.value)) + repr(caught.value.details)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_key_does_not_print_itself(tmp_path: Path) -> None:
    """Neither opened nor closed."""
    files = by_pem(made.seal(NIP), tmp_path, None)
    closed = read_key_files(*files)
    assert "PRIVATE" not in repr(closed)
    assert "key=" not in repr(closed.open(None))
