"""Who signs AP's login request, by the settings: a certificate, a program, or the person at the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.console import show_line
from automation.environments import LOCAL_NAME, TEST
from automation.errors import CertificatePasswordMissingError, SignerMissingError, WrongSettingError
from automation.passwords import PasswordSources, find_password, is_terminal
from automation.text import say

if TYPE_CHECKING:
    from automation.execution import Job
    from automation.secret import Secret
    from automation.signing import Signer

_TAKE_SELF_SIGNED: Final = (TEST.name, LOCAL_NAME)
"""The environments that take a certificate which nobody vouches for (AP's public pages)."""


def signer_for(job: Job) -> Signer:
    """The signer that the settings name; everything about it that can be wrong is looked at here, before AP is.

    Nobody can sign for a person who is not there: with neither certificate nor program, without a window and a
    terminal, the command was called wrongly (exit 2, not 4: no person who comes later could help that call).

    Raises:
        UsageError: the certificate, its key, its password or the program cannot be used, or there is none of them.
    """
    settings = job.settings
    if settings.sign_command is not None and settings.certificate is not None:
        raise WrongSettingError(setting="sign_command", reason=say("reason-two-signers"))
    if settings.sign_command is not None:
        from automation.signing.command import CommandSigner  # noqa: PLC0415  with certificate login only

        return CommandSigner(settings.sign_command, limit=settings.login_limit)
    if settings.certificate is not None:
        return _by_certificate(job, settings.certificate)
    if settings.certificate_key is not None:
        raise WrongSettingError(setting="certificate_key", reason=say("reason-key-alone"))
    if not settings.headed and not (job.may_ask and is_terminal()):
        raise SignerMissingError
    from automation.signing.person import PersonSigner  # noqa: PLC0415  with certificate login only

    return PersonSigner(
        lambda: job.folder.path if job.folder is not None else Path.cwd(),
        tell=lambda text: show_line(job.console, text, style="bold"),
        limit=settings.login_limit,
    )


def _by_certificate(job: Job, path: Path) -> Signer:
    from automation.signing.certificate import CertificateSigner, check_key  # noqa: PLC0415  loads cryptography
    from automation.signing.key_files import PasswordNeededError, read_key_files  # noqa: PLC0415

    settings = job.settings
    sources = PasswordSources(
        "certificate_password",
        settings.certificate_password,
        settings.certificate_password_file,
        settings.certificate_password_command,
    )
    files = read_key_files(path, settings.certificate_key)
    try:
        signing = files.open(_password(job, path, sources) if sources.named else None)
    except PasswordNeededError:
        signing = files.open(_password(job, path, sources))
    check_key(
        signing,
        takes_self_signed=settings.environment.name in _TAKE_SELF_SIGNED,
        warn=job.run.warn,
    )
    return CertificateSigner(signing)


def _password(job: Job, path: Path, sources: PasswordSources) -> Secret | None:
    with job.run.interruption.at_prompt():  # a person may be asked, and may want to stop instead
        return find_password(
            sources,
            path,
            question=say("ask-certificate-password", certificate=str(path)),
            missing=CertificatePasswordMissingError(certificate=str(path)),
            may_skip=False,
            warn=job.run.warn,
            may_ask=job.may_ask,
        )
