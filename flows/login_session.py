"""Krok 1 with the session of an earlier login, which the vault keeps."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.session import ApSession
from automation.errors import MissingSettingError, SessionExpiredError, SessionMissingError
from automation.text import say
from automation.vault import SessionDraft, Vault
from flows.order import Identity
from flows.run import Run


def with_session(run: Run, ap: Ap, identity: Identity, vault: Vault | None) -> None:
    """Straight to the home page, with the session that the vault keeps.

    Raises:
        MissingSettingError: no vault is in use.
        SessionMissingError: it keeps no session of this AP and NIP.
        SessionExpiredError: it keeps one that has ended; now it does not any more.
        WrongContextShownError, WrongEnvironmentShownError: another NIP's or environment's home page came.
    """
    if vault is None:
        raise MissingSettingError(setting="vault", option="--vault")
    group = _group(ap, identity.nip)
    with run.step("krok-1-sesja", address=ap.environment.address):
        kept = vault.sessions.read(group)
        session = ApSession.read(kept) if kept is not None else None
        if session is None or not session.is_for(ap, identity.nip):
            raise SessionMissingError(
                environment=ap.environment.name, nip=identity.nip, vault=str(vault.path)
            )
        if not session.take_up(ap):
            vault.sessions.forget(group)
            raise SessionExpiredError(
                environment=ap.environment.name,
                nip=identity.nip,
                taken_at=f"{session.taken_at.astimezone():%d.%m.%Y %H:%M}",
            )
        if identity.keep_session:
            _keep(ap, vault, before=session)


def keep_session(run: Run, ap: Ap, identity: Identity, vault: Vault | None) -> None:
    """Put the session of this login into the vault, where that is wanted. Costs the run nothing to wait for."""
    if vault is None or not identity.keep_session:
        return
    with run.step("krok-1-zachowanie-sesji"):
        _keep(ap, vault, before=None)


def keep_newer_session(ap: Ap, vault: Vault | None) -> None:
    """At the end of a run: AP may have exchanged the cookies of the session that this run has kept."""
    before = None if vault is None else vault.sessions.kept
    if vault is None or before is None or not ap.logged_in or ap.at_login or ap.is_gone:
        return
    with suppress(Error):  # the browser is gone: what was kept is the best there is
        _keep(ap, vault, before=ApSession.read(before))


def _keep(ap: Ap, vault: Vault, *, before: ApSession | None) -> None:
    session = ApSession.of(ap)
    if before is not None and session.cookies == before.cookies:
        return
    draft = SessionDraft(
        group=_group(ap, ap.nip),
        title=say("session-entry-title"),
        username=ap.nip,
        url=ap.environment.address,
        notes=say("session-entry-notes", environment=ap.environment.name),
    )
    vault.sessions.keep(session.written(), draft)


def _group(ap: Ap, nip: str) -> tuple[str, ...]:
    return ("KSeF", ap.environment.vault_group, nip)
