"""`ap-token check`."""

from __future__ import annotations

from pathlib import Path

from automation.console import show_line
from automation.execution import Job
from automation.jobs.common import describe_environment, identity_for, job_workplace, vault_opener
from automation.text import say


def check_job(job: Job, bundle: Path | None = None, *, mask_nip: bool = False) -> None:
    """Log in and look; nothing is generated. A vault, if one is named, only has or gets the session.

    Args:
        job: what the command works with.
        bundle: where to put a support bundle of this run, however it ends.
        mask_nip: the bundle is not to hold the NIP.
    """
    settings = job.settings
    environment = settings.environment
    describe_environment(job, environment)
    identity = identity_for(job, environment)
    permissions = settings.permissions
    job.result.permissions = [str(permission) for permission in permissions]
    if bundle is not None:
        from automation.jobs.bundling import bundle_afterwards  # noqa: PLC0415  on request only

        bundle_afterwards(job, bundle, mask_nip=mask_nip)
    open_vault = vault_opener(job, settings.vault, create=False) if settings.vault is not None else None
    job.make_folder(environment.name)
    from flows.check import check_user  # noqa: PLC0415  loads Playwright: not before every value was checked

    with job_workplace(job, environment, open_vault=open_vault, look_again=0) as place:
        check_user(job.run, place.ap, identity, permissions, place.vault)
    job.result.outcome = "checked"
    job.closing.append(lambda: show_line(job.console, say("checked"), style="bold green"))
