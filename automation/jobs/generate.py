"""`ap-token generate`."""

from __future__ import annotations

from automation.consent import Consent
from automation.console import show_stored
from automation.evidence.steps import Fact
from automation.execution import Job
from automation.jobs.common import (
    job_workplace,
    note_order,
    note_receipt,
    order_for,
    vault_opener,
    vault_path,
)
from automation.power import must_have_power
from automation.text import say
from flows.order import permission_list


def generate_job(job: Job, *, production: bool = False) -> None:
    """Check every value, have production agreed to, then make the token.

    Args:
        job: what the command works with.
        production: whether `--production` was given.
    """
    settings = job.settings
    environment = settings.environment
    consent = Consent(settings, production, job.console, job.run.interruption, job.may_ask)
    consent.must_be_possible(environment)
    order = order_for(job, environment)
    path = vault_path(job)
    consented = consent.ask(
        environment,
        order.identity.nip,
        (
            (say("production-name"), order.token_name),
            (say("production-permissions"), permission_list(order.permissions)),
            (say("production-vault"), str(path.resolve())),
        ),
    )
    must_have_power(job, environment)
    open_vault = vault_opener(job, path, create=settings.create_vault)
    job.make_folder(environment.name)
    note_order(job, order, path)
    if consented is not None:
        job.run.note(Fact.CONSENTED, how=consented)
    from flows.generate import generate_token  # noqa: PLC0415  loads Playwright: not before every value was checked

    with job_workplace(job, environment, open_vault=open_vault) as place:
        assert place.vault is not None  # noqa: S101  it was asked for
        receipt = generate_token(job.run, place.ap, place.vault, order)
    note_receipt(job, path, receipt)
    job.closing.append(lambda: show_stored(job.console, job.result))
