"""`ap-token generate`."""

from __future__ import annotations

from automation.console import show_stored
from automation.execution import Job
from automation.jobs.common import (
    job_workplace,
    note_order,
    note_receipt,
    order_for,
    vault_opener,
    vault_path,
)


def generate_job(job: Job) -> None:
    """Check every value, then make the token."""
    settings = job.settings
    environment = settings.environment
    order = order_for(job, environment)
    path = vault_path(job)
    open_vault = vault_opener(job, path, create=settings.create_vault)
    job.make_folder(environment.name)
    note_order(job, order, path)
    from flows.generate import generate_token  # noqa: PLC0415  loads Playwright: not before every value was checked

    with job_workplace(job, environment, open_vault=open_vault) as place:
        assert place.vault is not None  # noqa: S101  it was asked for
        receipt = generate_token(job.run, place.ap, place.vault, order)
    note_receipt(job, path, receipt)
    job.closing.append(lambda: show_stored(job.console, job.result))
