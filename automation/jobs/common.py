"""What several jobs share: the order, the identity, the vault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from automation.environments import AP_TIME, LOCAL_NAME, Environment, Login
from automation.errors import (
    ApFailedError,
    ApMaintenanceError,
    ApTooSlowError,
    ApUnreachableError,
    MissingSettingError,
    RunWatchedError,
)
from automation.evidence.result import VaultPlace
from automation.evidence.steps import Fact
from automation.execution import Job
from automation.hardening import watching_variable
from automation.jobs.signer import signer_for
from automation.secret import Secret
from automation.text import say
from automation.vault import Credentials, Vault
from automation.vault_password import find_vault_password
from flows.order import Identity, Order, Receipt

if TYPE_CHECKING:
    from flows.opening import Workplace


def identity_for(
    job: Job, environment: Environment, nip: str | None = None, *, keep_session: bool = True
) -> Identity:
    """Who logs in, and how; everything that the login needs is checked.

    Args:
        job: what the command works with.
        environment: where.
        nip: in whose name, if not the settings'.
        keep_session: whether this command may put a session into the vault that was not there, where the
            settings want that.

    Raises:
        UsageError: the environment does not offer this login, or something that it needs is missing or wrong.
    """
    settings = job.settings
    login = settings.login_for(environment)
    if login is Login.SESSION and settings.vault is None:
        raise MissingSettingError(setting="vault", option="--vault")
    identity = Identity(
        nip or settings.taxpayer,
        login=login,
        signer=signer_for(job) if login is Login.CERTIFICATE else None,
        limit=settings.login_limit,
        # One that is used may change: the older one would then be worth nothing.
        keep_session=(keep_session or login is Login.SESSION)
        and settings.keep_session
        and settings.vault is not None,
    )
    if nip is None:
        job.result.nip = identity.nip
    return identity


def describe_environment(job: Job, environment: Environment) -> None:
    """Put the environment into the result."""
    job.result.environment = environment.name
    job.result.base_url = environment.address


def order_for(job: Job, environment: Environment) -> Order:
    """The token that the settings ask for, every value checked."""
    settings = job.settings
    describe_environment(job, environment)
    order = Order(
        environment=environment,
        identity=identity_for(job, environment),
        token_name=settings.token_name,
        permissions=settings.permissions,
        validity_days=settings.validity_days,
        renewable=settings.renewable,
        group=settings.vault_group(environment),
        replace=settings.replace,
        refresh_interval=settings.refresh_interval,
        refresh_limit=settings.refresh_limit,
    )
    job.result.token_name = order.token_name
    job.result.permissions = [str(permission) for permission in order.permissions]
    return order


def vault_path(job: Job) -> Path:
    """The database that the settings name.

    Raises:
        MissingSettingError: none.
    """
    if job.settings.vault is None:
        raise MissingSettingError(setting="vault", option="--vault")
    return job.settings.vault


def vault_opener(
    job: Job, path: Path, *, create: bool, password: Secret | None = None
) -> Callable[[], Vault]:
    """What opens the vault, once the password has been asked for."""
    if password is None:
        with job.run.interruption.at_prompt():  # a person may be asked, and may want to stop instead
            password = find_vault_password(job.settings, path, warn=job.run.warn, may_ask=job.may_ask)
    credentials = Credentials(password=password, key_file=job.settings.key_file)
    return lambda: Vault.open(path, credentials, create=create, backup=job.settings.backup)


def note_order(job: Job, order: Order, vault: Path) -> None:
    """Put on record what is wanted, for `recover`."""
    job.run.note(
        Fact.WANTED,
        environment=order.environment.name,
        base_url=order.environment.address,
        nip=order.identity.nip,
        token_name=order.token_name,
        permissions=", ".join(order.permissions),
        vault=str(vault.resolve()),
    )


def must_not_be_watched(job: Job, environment: Environment) -> None:
    """See that nothing makes Playwright print what is typed and answered; on `local` it is only told.

    Raises:
        RunWatchedError: a variable does, and the environment is a real one.
    """
    variable = watching_variable(os.environ)
    if variable is None:
        return
    if environment.name != LOCAL_NAME:
        raise RunWatchedError(variable=variable, environment=environment.name)
    job.run.warn("run-watched", variable=variable)


@contextmanager
def job_workplace(
    job: Job,
    environment: Environment,
    *,
    open_vault: Callable[[], Vault] | None = None,
    look_again: float | None = None,
    fills_screen: bool = False,
) -> Iterator[Workplace]:
    """The browser with AP, and the vault if one is opened, as the settings want them.

    Args:
        job: what the command works with.
        environment: where.
        open_vault: as in `workplace`.
        look_again: as in `workplace`; the settings' if not given.
        fills_screen: the window is for a person to work in.

    Raises:
        ApMaintenanceError: AP did not work within the hours in which it may be down.
    """
    must_not_be_watched(job, environment)
    tell_of_unrevoked(job, environment)
    if not job.own_replica:  # what was corrected for the real AP would not fit the replica's own
        from automation.calibration.overlay import use_overlay  # noqa: PLC0415  reads the catalogue

        use_overlay(job.settings.catalogue, job.run.warn)
    if job.settings.video:
        from automation.evidence.video_encoding import must_be_possible  # noqa: PLC0415  on request only

        must_be_possible()
    from flows.opening import workplace  # noqa: PLC0415  loads Playwright: not before every value was checked

    settings = job.settings
    with (
        told_of_maintenance(environment),
        workplace(
            job.run,
            environment,
            browser=settings.browser,
            headed=settings.headed,
            fills_screen=fills_screen,
            system_clipboard=settings.clipboard == "system",
            timeout=settings.timeout,
            open_vault=open_vault,
            look_again=settings.look_again if look_again is None else look_again,
        ) as place,
    ):
        from automation.jobs.evidence import evidence  # noqa: PLC0415  loads Playwright

        try:
            with evidence(job, environment, place):
                yield place
        finally:
            _note_workplace(job, place)


def tell_of_unrevoked(job: Job, environment: Environment) -> None:
    """Remind of tokens of earlier rehearsals that still work; of a local AP's only while it is the same one."""
    for token in job.unrevoked.all():
        if token.environment != LOCAL_NAME or token.base_url == environment.address:
            job.run.warn(
                "unrevoked",
                environment=token.environment,
                since=token.day,
                name=token.token_name,
                reference=token.reference_number,
                nip=token.nip,
                vault=token.vault,
            )


@contextmanager
def told_of_maintenance(environment: Environment, now: datetime | None = None) -> Iterator[None]:
    """An AP that does not work is told apart from one that is down as announced.

    Args:
        environment: where; only some have such hours.
        now: the moment, with its time zone; by the clock if not given.

    Raises:
        ApMaintenanceError: it does not work, and this is the time for it.
    """
    try:
        yield
    except (ApUnreachableError, ApFailedError, ApTooSlowError) as error:
        hours = environment.maintenance
        moment = (now or datetime.now(UTC)).astimezone(AP_TIME)
        if hours is None or not hours[0] <= moment.hour < hours[1]:
            raise
        raise ApMaintenanceError(
            environment=environment.name,
            hours=f"{hours[0]}:00-{hours[1]}:00",
            reason=say(f"error-{error.code}.what", **error.details),
        ) from None


def _note_workplace(job: Job, place: Workplace) -> None:
    """Put what is known of browser and AP into the result."""
    job.result.browser = place.browser.product
    job.result.ap_version = place.ap.version


def note_receipt(job: Job, vault: Path, receipt: Receipt) -> None:
    """Put where the token is into the result."""
    result = job.result
    result.outcome = "stored"
    result.reference_number = receipt.reference_number
    result.vault = VaultPlace(str(vault.resolve()), receipt.entry_uuid, receipt.entry_path)
    result.issue_to_durable_ms = receipt.issue_to_durable_ms
    result.shown_to_durable_ms = receipt.shown_to_durable_ms
