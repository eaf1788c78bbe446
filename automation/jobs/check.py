"""`ap-token check`."""

from __future__ import annotations

from automation.console import show_line
from automation.execution import Job
from automation.jobs.common import describe_environment, identity_for, job_workplace, vault_opener
from automation.text import say


def check_job(job: Job) -> None:
    """Log in and look; nothing is generated. A vault, if one is named, only has or gets the session."""
    settings = job.settings
    environment = settings.environment
    describe_environment(job, environment)
    identity = identity_for(job, environment)
    permissions = settings.permissions
    job.result.permissions = [str(permission) for permission in permissions]
    open_vault = vault_opener(job, settings.vault, create=False) if settings.vault is not None else None
    job.make_folder(environment.name)
    from flows.check import check_user  # noqa: PLC0415  loads Playwright: not before every value was checked

    with job_workplace(job, environment, open_vault=open_vault, look_again=0) as place:
        check_user(job.run, place.ap, identity, permissions, place.vault)
    job.result.outcome = "checked"
    job.closing.append(lambda: show_line(job.console, say("checked"), style="bold green"))
