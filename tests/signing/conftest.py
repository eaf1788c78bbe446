"""A request as AP hands it out, and who signs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation.signing.certificate import CertificateSigner
from automation.signing.key_files import SigningKey
from automation.signing.request import AuthTokenRequest, read_request
from tests.replica.certificates import Certificate, seal

NIP = "1234563218"
CHALLENGE = "20260701-CR-3ACA1C2000-636C677216-3E"
REQUEST = f"""<?xml version="1.0" encoding="utf-8"?>
<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/2.0">
  <Challenge>{CHALLENGE}</Challenge>
  <ContextIdentifier><Nip>{NIP}</Nip></ContextIdentifier>
  <SubjectIdentifierType>certificateSubject</SubjectIdentifierType>
</AuthTokenRequest>
"""


@pytest.fixture
def request_of_ap() -> AuthTokenRequest:
    """A good one."""
    return read_request(REQUEST.encode(), NIP)


def no_pause(_seconds: float) -> None:
    """Time passes by itself."""


def signer_of(certificate: Certificate) -> CertificateSigner:
    """Signs with a made-up certificate."""
    return CertificateSigner(
        SigningKey(Path(__file__), certificate.certificate, certificate.chain, certificate.key)
    )


@pytest.fixture
def signed(request_of_ap: AuthTokenRequest) -> bytes:
    """A good signature over it."""
    return signer_of(seal(NIP)).sign(request_of_ap, no_pause)
