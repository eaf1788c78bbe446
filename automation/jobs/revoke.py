"""`ap-token revoke`."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

from automation.consent import Consent
from automation.console import show_line
from automation.errors import EntryNotFoundError
from automation.evidence.steps import Fact
from automation.execution import Job
from automation.jobs.common import describe_environment, identity_for, job_workplace, vault_opener, vault_path
from automation.ksef_token import is_reference_number
from automation.text import say
from automation.vault import EntryView, Vault

_REFERENCE_ATTRIBUTE = "KSeF reference number"


def revoke_job(job: Job, token: str, *, production: bool = False) -> None:
    """Find out which token is meant, revoke it, mark its entry where there is one.

    Args:
        job: what the command works with.
        token: its reference number, or its entry.
        production: whether `--production` was given.
    """
    settings = job.settings
    environment = settings.environment
    consent = Consent(settings, production, job.console, job.run.interruption, job.may_ask)
    consent.must_be_possible(environment)
    describe_environment(job, environment)
    identity = identity_for(job, environment, keep_session=False)  # the vault gets the mark, and nothing else
    with ExitStack() as stack:
        vault: Vault | None = None
        entry: EntryView | None = None
        if settings.vault is not None or not is_reference_number(token):
            path = vault_path(job)
            vault = stack.enter_context(vault_opener(job, path, create=False)())
            vault.restore_wiped()  # the entry may be one that another program has wiped
            entry = _entry(vault, token)
        reference = entry.attributes.get(_REFERENCE_ATTRIBUTE, "") if entry else token
        if not is_reference_number(reference):
            raise EntryNotFoundError(entry=token, vault=str(settings.vault))
        job.result.reference_number = reference
        named = f"{reference} ({entry.title})" if entry else reference
        consented = consent.ask(environment, identity.nip, ((say("production-revokes"), named),))
        job.make_folder(environment.name)
        if consented is not None:
            job.run.note(Fact.CONSENTED, how=consented)
        from flows.revoke import revoke_token  # noqa: PLC0415  loads Playwright: not before every value was checked

        place = stack.enter_context(job_workplace(job, environment))

        def mark() -> None:
            if vault is not None and entry is not None:
                vault.mark_revoked(entry.uuid, revoked_at=datetime.now(UTC))

        revoke_token(job.run, place.ap, identity, reference, mark, vault=vault)
    job.unrevoked.strike_out(reference)
    job.result.outcome = "revoked"
    job.result.revoked = True
    job.closing.append(
        lambda: show_line(job.console, say("revoked", reference=reference), style="bold green")
    )


def _entry(vault: Vault, token: str) -> EntryView | None:
    """The entry that is meant; a reference number without an entry is fine, anything else is not."""
    try:
        return vault.find(token)
    except EntryNotFoundError:
        if is_reference_number(token):
            return None
        raise
