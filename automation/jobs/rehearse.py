"""`ap-token rehearse`."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from automation.console import show_line, show_stored
from automation.environments import LOCAL_NAME, PRODUCTION
from automation.errors import AssistantError, ProductionRefusedError, TokenFailedError
from automation.execution import Job
from automation.jobs.common import job_workplace, note_order, note_receipt, order_for, vault_opener
from automation.jobs.own_replica import (
    PRACTICE_PASSWORD,
    PRACTICE_VAULT,
    on_replica,
    own_replica,
    throw_away_password,
)
from automation.secret import Secret
from automation.text import say

if TYPE_CHECKING:
    from flows.order import Order


def rehearse_job(job: Job, scenario: Path | None) -> None:
    """The whole job: on the replica, which is started here, unless an environment is named."""
    with ExitStack() as stack:
        if job.settings.env is None:
            replica = stack.enter_context(own_replica(scenario))
            job.settings = on_replica(job.settings, replica.base_url)
            job.own_replica = True
        settings = job.settings
        if settings.env == PRODUCTION.name:
            raise ProductionRefusedError(command="rehearse")
        environment = settings.environment
        if settings.vault is not None and settings.name is None:
            # Night after night in one database: every rehearsal needs a name of its own.
            now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
            settings = job.settings = settings.model_copy(
                update={"name": say("rehearsal-name", time=now, name=settings.token_name)}
            )
        order = order_for(job, environment)
        password: Secret | None = None
        if settings.vault is None:
            job.make_folder(environment.name)
            assert job.folder is not None  # noqa: S101  just made
            path = job.folder.path / PRACTICE_VAULT
            password = throw_away_password(settings, environment)
        else:
            path = settings.vault
        open_vault = vault_opener(
            job, path, create=settings.create_vault or settings.vault is None, password=password
        )
        if job.folder is None:
            job.make_folder(environment.name)
        note_order(job, order, path)
        from flows.rehearse import rehearse  # noqa: PLC0415  loads Playwright: not before every value was checked

        place = stack.enter_context(
            job_workplace(
                job,
                environment,
                open_vault=open_vault,
                look_again=None if settings.vault is not None else 0,  # nobody else has the throw-away one
            )
        )
        assert place.vault is not None  # noqa: S101  it was asked for
        try:
            # A replica of our own ends with the command, and whatever it has with it.
            unrevoked = None if job.own_replica else job.unrevoked
            receipt = rehearse(job.run, place.ap, place.vault, order, unrevoked)
        except AssistantError as error:
            _remember(job, order, path, error)
            raise
    note_receipt(job, path, receipt)
    job.result.revoked = True
    job.closing.append(lambda: show_stored(job.console, job.result))
    if settings.vault is None and settings.env == LOCAL_NAME and settings.vault_password is None:
        command = f'keepassxc-cli show -a Title -a UserName -a Tags "{path}" "{receipt.entry_path}"'
        job.closing.append(
            lambda: show_line(job.console, say("practice-vault", password=PRACTICE_PASSWORD, command=command))
        )


def _remember(job: Job, order: Order, vault: Path, error: AssistantError) -> None:
    """A rehearsal that failed after its order leaves a token: later runs are to remind of it."""
    number = job.run.reference_number
    if job.own_replica:
        return
    known = any(token.reference_number == number for token in job.unrevoked.all())
    if number is None or known or isinstance(error, TokenFailedError):
        return
    from flows.rehearse import token_of  # noqa: PLC0415  loaded by now

    uuid = str(job.run.place.uuid) if job.run.place is not None else None
    job.unrevoked.put_down(token_of(order, number, str(vault.resolve()), uuid))
