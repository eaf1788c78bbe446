"""Made-up certificates: companies' seals, persons' signatures, and the certification centres that issue them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_NAMES = {
    "C": NameOID.COUNTRY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "CN": NameOID.COMMON_NAME,
    "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
    "serialNumber": NameOID.SERIAL_NUMBER,
}


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """An RSA key, made once a session: making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(curve: type[ec.EllipticCurve] = ec.SECP256R1) -> ec.EllipticCurvePrivateKey:
    """A key on an elliptic curve, made once a session."""
    return ec.generate_private_key(curve())


@dataclass(frozen=True)
class Certificate:
    """A certificate with its private key, and the files that programs read them from."""

    certificate: x509.Certificate
    key: Key = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()
    """Its issuer, if that is another; goes into the PKCS#12 file only."""

    @property
    def certificate_pem(self) -> bytes:
        """The certificate, PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self, password: str | None = None) -> bytes:
        """The key, PEM (PKCS#8), encrypted where a password is given."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, _encryption(password))

    def pkcs12(self, password: str | None = None) -> bytes:
        """Certificate, key and chain in one PKCS#12 container."""
        return pkcs12.serialize_key_and_certificates(
            b"podpis", self.key, self.certificate, self.chain or None, _encryption(password)
        )

    def write_pem(self, folder: Path, password: str | None = None) -> tuple[Path, Path]:
        """Write `certificate.pem` and `key.pem` into a folder."""
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        certificate.write_bytes(self.certificate_pem)
        key.write_bytes(self.key_pem(password))
        return certificate, key

    def write_pkcs12(self, folder: Path, password: str | None = None) -> Path:
        """Write `certificate.p12` into a folder."""
        file = folder / "certificate.p12"
        file.write_bytes(self.pkcs12(password))
        return file


def _encryption(password: str | None) -> KeySerializationEncryption:
    return NoEncryption() if password is None else BestAvailableEncryption(password.encode())


@cache
def qualified_ca() -> Certificate:
    """A made-up qualified certification centre. Its PEM is what `Scenario.trusted_ca` names."""
    return _issue(
        {"C": "PL", "O": "Wymyślone Centrum", "CN": "Wymyślone kwalifikowane CA"}, ec_key_named("ca")
    )


@cache
def other_ca() -> Certificate:
    """Another centre, which nobody trusts."""
    return _issue({"C": "PL", "O": "Nieznane Centrum", "CN": "Nieznane CA"}, ec_key_named("other-ca"))


@cache
def ksef_ca() -> Certificate:
    """A centre with the name of KSeF's own on test (`TEST CCK KSeF`, as in CIRFMF/ksef-api issue 330)."""
    name = {
        "C": "PL",
        "O": "Ministerstwo Finansów",
        "OU": "Krajowa Administracja Skarbowa",
        "CN": "TEST CCK KSeF",
    }
    return _issue(name, ec_key_named("ksef-ca"))


@cache
def ec_key_named(name: str) -> ec.EllipticCurvePrivateKey:  # noqa: ARG001  the name keeps the keys apart
    """A P-256 key of this name, made once a session."""
    return ec.generate_private_key(ec.SECP256R1())


def seal(
    nip: str | None,
    *,
    key: Key | None = None,
    issuer: Certificate | None = None,
    valid: tuple[timedelta, timedelta] = (timedelta(days=-1), timedelta(days=30)),
) -> Certificate:
    """A company's seal, with its NIP as `organizationIdentifier`.

    Args:
        nip: The company's NIP; no identifier at all when None.
        key: RSA 2048 when left out.
        issuer: Who issued it; self-signed when left out.
        valid: From and until when, relative to now. See `EXPIRED` and `NOT_YET`.
    """
    subject = {"C": "PL", "O": "Wymyślona Spółka z o.o."}
    if nip is not None:
        subject["organizationIdentifier"] = f"VATPL-{nip}"
    return _issue(subject | {"CN": "Wymyślona Spółka z o.o."}, key or rsa_key(), issuer, valid)


def signature(
    pesel: str,
    *,
    key: Key | None = None,
    issuer: Certificate | None = None,
    valid: tuple[timedelta, timedelta] = (timedelta(days=-1), timedelta(days=30)),
) -> Certificate:
    """A person's certificate, with the PESEL as `serialNumber`. The rest is as in `seal`."""
    subject = {"C": "PL", "serialNumber": f"PNOPL-{pesel}", "CN": "Maria Wymyślona"}
    return _issue(subject, key or rsa_key(), issuer, valid)


EXPIRED = (timedelta(days=-30), timedelta(days=-1))
NOT_YET = (timedelta(days=1), timedelta(days=30))


def _issue(
    subject: dict[str, str],
    key: Key,
    issuer: Certificate | None = None,
    valid: tuple[timedelta, timedelta] = (timedelta(days=-365), timedelta(days=365)),
) -> Certificate:
    name = x509.Name([x509.NameAttribute(_NAMES[short], value) for short, value in subject.items()])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + valid[0])
        .not_valid_after(now + valid[1])
    )
    made = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return Certificate(made, key, (issuer.certificate,) if issuer else ())
