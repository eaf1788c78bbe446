"""Who signs, by the settings: all that can be wrong about it comes out before AP is asked for anything."""

from __future__ import annotations

import getpass
import io
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest

from automation.console import make_console
from automation.errors import (
    CertificatePasswordMissingError,
    CertificateUnusableError,
    SignerMissingError,
    WrongSettingError,
)
from automation.evidence.result import Result
from automation.execution import Job
from automation.jobs.signer import signer_for
from automation.settings import load_settings
from automation.signing.certificate import CertificateSigner
from automation.signing.command import CommandSigner
from automation.signing.person import PersonSigner
from flows.run import Run
from tests.replica.certificates import qualified_ca, seal

NIP = "1234563218"
PASSWORD = "zażółć gęślą jaźń 1"


class Terminal(io.StringIO):
    """A stdin in front of which somebody sits."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.fixture(autouse=True)
def _nobody_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no keyring, no terminal."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("AP_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(keyring, "get_password", lambda _service, _user: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO())


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A `.p12` under the password."""
    return seal(NIP, issuer=qualified_ca()).write_pkcs12(tmp_path, PASSWORD)


def job(*, may_ask: bool = True, **settings: Any) -> Job:
    """A command's, with these settings."""
    loaded = load_settings(env="demo", nip=NIP, login="certificate", **settings)
    return Job(loaded, Result("check"), Run(), make_console(to_stderr=True), may_ask=may_ask)


def test_the_certificates_password_comes_from_where_the_vaults_may(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, the environment, a command, the keyring, the person at the terminal."""
    file = tmp_path / "haslo.txt"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    file.chmod(0o600)
    script = "import sys; sys.stdout.buffer.write(sys.argv[1].encode())"
    command = shlex.join([sys.executable, "-c", script, PASSWORD])
    for named in ({"certificate_password_file": file}, {"certificate_password_command": command}):
        assert isinstance(signer_for(job(certificate=certificate, **named)), CertificateSigner)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AP_CERTIFICATE_PASSWORD", PASSWORD)
        assert isinstance(signer_for(job(certificate=certificate)), CertificateSigner)
    with pytest.MonkeyPatch.context() as patch:
        kept = {("ap-token-assistant", str(certificate.resolve())): PASSWORD}
        patch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
        assert isinstance(signer_for(job(certificate=certificate)), CertificateSigner)
    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda question: asked.append(question) or PASSWORD)  # type: ignore[func-returns-value]
    assert isinstance(signer_for(job(certificate=certificate)), CertificateSigner)
    assert str(certificate) in asked[0]


def test_a_certificate_without_a_password_asks_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a password that it does not need does no harm."""
    made = seal(NIP, issuer=qualified_ca())
    certificate, key = made.write_pem(tmp_path)
    assert isinstance(signer_for(job(certificate=certificate, certificate_key=key)), CertificateSigner)
    monkeypatch.setenv("AP_CERTIFICATE_PASSWORD", PASSWORD)
    assert isinstance(signer_for(job(certificate=certificate, certificate_key=key)), CertificateSigner)


def test_a_missing_and_a_wrong_password_are_told_apart(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody to ask; and one that does not open it."""
    with pytest.raises(CertificatePasswordMissingError):
        signer_for(job(certificate=certificate))
    monkeypatch.setenv("AP_CERTIFICATE_PASSWORD", "inne")
    with pytest.raises(CertificateUnusableError):
        signer_for(job(certificate=certificate))


def test_a_self_signed_certificate_is_for_the_test_environment(tmp_path: Path) -> None:
    """Demo and production want a qualified one."""
    certificate = seal(NIP).write_pkcs12(tmp_path)
    with pytest.raises(CertificateUnusableError):
        signer_for(job(certificate=certificate))
    on_test = job(certificate=certificate)
    on_test.settings = on_test.settings.model_copy(update={"env": "test"})
    assert isinstance(signer_for(on_test), CertificateSigner)
    assert len(on_test.run.warnings) == 1, "it ends within a month"


def test_without_a_certificate_a_person_signs_who_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """In front of the window or the terminal; a schedule cannot sign."""
    with pytest.raises(SignerMissingError):
        signer_for(job())
    assert isinstance(signer_for(job(headed=True, may_ask=False)), PersonSigner)
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert isinstance(signer_for(job()), PersonSigner)
    with pytest.raises(SignerMissingError):
        signer_for(job(may_ask=False))


def test_a_program_signs_if_it_is_the_only_thing_named(certificate: Path) -> None:
    """Who is to sign is not guessed."""
    command = shlex.join([sys.executable, "sign.py", "{input}", "{output}"])
    assert isinstance(signer_for(job(sign_command=command)), CommandSigner)
    with pytest.raises(WrongSettingError):
        signer_for(job(sign_command=command, certificate=certificate))
    with pytest.raises(WrongSettingError):
        signer_for(job(certificate_key=certificate))
