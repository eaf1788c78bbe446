"""Runs the customer's flow on a replica that was set up as the customer's AP: the same flow, the same page objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from automation import environments
from automation.environments import LOCAL_NAME, Environment, Login
from automation.errors import (
    AssistantError,
    BrowserMissingError,
    BrowserPlaceError,
    BrowserUnusableError,
    NotReplayableError,
    RunWatchedError,
    VaultError,
)
from automation.evidence.record import RunRecord
from automation.evidence.steps import Fact
from automation.execution import Job
from automation.jobs.common import describe_environment, job_workplace, note_order, vault_opener
from automation.jobs.own_replica import PRACTICE_NIP, PRACTICE_PASSWORD, PRACTICE_VAULT
from automation.ksef_token import INVOICE_PERMISSIONS, NAME_MAX_LENGTH, NAME_MIN_LENGTH, Permission
from automation.replica.identifiers import is_nip
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.reproduction import limits
from automation.reproduction.compare import End
from automation.reproduction.derive import login_of
from automation.secret import Secret
from automation.settings import Settings

if TYPE_CHECKING:
    from automation.cases import Case
    from flows.opening import Workplace
    from flows.order import Order

_REPLAYED: Final = ("check", "generate", "rehearse", "train")
_LAST_OF_CHECK: Final = "krok-2-zadanie-3"
_PERSONS: Final = frozenset(
    {
        "login-needs-person",
        "login-timed-out",
        "not-signed",
        "signing-failed",
        "session-missing",
        "session-expired",
    }
)
"""Ends of a login that a person, or what the person has, decided, and not AP."""
_OF_THE_VAULT: Final = frozenset({"token-rescued"})
_STOPPED: Final = frozenset(
    {"run-interrupted", "browser-closed", "rehearsal-interrupted", "still-recording", "battery-low"}
)


_OUR_OWN: Final = (BrowserMissingError, BrowserUnusableError, BrowserPlaceError, RunWatchedError)
"""What this machine lacks, whatever the customer's had."""
_NOT_OURS: Final = (
    "vault",
    "key_file",
    "group",
    "clipboard",
    "name",
    "name_template",
    "system",
    "permission",
    "validity_days",
    "renewable",
    "refresh_interval",
    "refresh_limit",
)
"""Settings of this machine that are no part of the customer's run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run, and where."""

    command: str
    scenario: Scenario
    settings: dict[str, Any] = field(default_factory=dict)
    """By the names of `automation.settings.Settings`."""
    login: Login = Login.TEST
    environment: Callable[[str], Environment] = lambda address: environments.environment(LOCAL_NAME, address)
    """The replica at an address, as the customer's environment."""
    mishap: Any = None
    """What a person did to AP's page in the middle of it (`automation.cases.MishapKind`)."""
    until: int | None = None
    """The index of the step in which the customer's run was stopped from outside."""


def plan_for(record: RunRecord, scenario: Scenario) -> Plan:
    """How to replay a run.

    Raises:
        NotReplayableError: it did not come as far as AP, or something else than AP decided how it ended.
    """
    until = _stopped_at(record)
    command = "check" if record.command == "check" else "generate"
    if record.command == "rehearse":
        command = "rehearse"
    if until is not None and not any(
        step.id > _LAST_OF_CHECK for step in record.steps if _is_guides(step.id)
    ):
        command = "check"
    return Plan(
        command,
        scenario,
        settings_for(record),
        login_of(record),
        lambda address: _environment_like(record, address),
        until=until,
    )


def plan_for_case(case: Case) -> Plan:
    """How to play a ready case."""
    return Plan(case.command, case.replica, case.settings(), Login.TEST, case.environment, case.mishap)


def settings_for(record: RunRecord) -> dict[str, Any]:
    """The customer's settings, as far as they can be had here; any record gives valid ones."""
    known = {permission.value for permission in Permission}
    permissions = tuple(name for name in record.permissions if name in known)
    name = " ".join((record.token_name or "").split())
    if not (NAME_MIN_LENGTH <= len(name) <= NAME_MAX_LENGTH and name.isprintable()):
        name = ""
    days = record.settings.validity_days if record.settings is not None else None
    return {
        "nip": record.nip if record.nip is not None and is_nip(record.nip) else PRACTICE_NIP,
        "timeout": limits.timeout(record),
        "refresh_interval": limits.refresh_interval(record),
        "refresh_limit": limits.refresh_limit(record),
        "permission": permissions or tuple(INVOICE_PERMISSIONS),
        "name": name or None,
        "validity_days": days if days is not None and 1 <= days <= 365 else None,
        "renewable": record.settings.renewable if record.settings is not None else False,
    }


def _environment_like(record: RunRecord, address: str) -> Environment:
    """The replica, held to what the customer's environment is held to: the header's label, the hours it may be down."""
    local = environments.environment(LOCAL_NAME, address)
    for known in (environments.PRODUCTION, environments.DEMO, environments.TEST):
        if known.name == record.environment:
            local = replace(local, header_label=known.header_label)
    if record.error is not None and record.error.code == "ap-maintenance":
        local = replace(local, maintenance=(0, 24))  # it is those hours there, whatever the time is here
    return local


def _stopped_at(record: RunRecord) -> int | None:
    """The index of the step in which the run was stopped by something that is not AP; None: AP decided its end.

    Raises:
        NotReplayableError: there is nothing of AP in it.
    """
    code = record.error.code if record.error is not None else ""
    if record.command not in _REPLAYED:
        raise NotReplayableError(reason="command", command=record.command[:40], error="-")
    steps = [index for index, step in enumerate(record.steps) if _is_guides(step.id)]
    if not steps:
        raise NotReplayableError(reason="before-ap", command=record.command, error=code or "-")
    if code in _PERSONS:
        raise NotReplayableError(reason="person", command=record.command, error=code)
    failed = next((index for index, step in enumerate(record.steps) if step.outcome != "done"), None)
    if not record.finished or code in _STOPPED or code in _OF_THE_VAULT or code in _vault_codes():
        return failed if failed is not None else len(record.steps) - 1
    return None


def _is_guides(step_id: str) -> bool:
    return step_id.startswith("krok-")


def _vault_codes() -> set[str]:
    return {leaf().code for leaf in VaultError.__subclasses__()}


# --- running ----------------------------------------------------------------------------------------


def play(job: Job, plan: Plan) -> End:
    """Start the replica, run the flow, and say how it ended. Whatever it ends with is no error of the command's.

    Raises:
        UsageError, PolicyError: this machine lacks something that every run needs, such as a browser.
        AssistantError: the operator has stopped the replay.
    """
    with Replica(plan.scenario) as replica:
        environment = plan.environment(replica.base_url)
        job.own_replica = True
        job.settings = job.settings.model_copy(
            update={
                "env": LOCAL_NAME,
                "base_url": replica.base_url,
                "nip": PRACTICE_NIP,
                "login": plan.login.value,
                **{name: Settings.model_fields[name].default for name in _NOT_OURS},
                "keep_session": False,
                **{name: value for name, value in plan.settings.items() if value is not None},
            }
        )
        try:
            _run_flow(job, plan, environment)
        except _OUR_OWN:
            raise
        except AssistantError as error:
            if job.run.interruption.requested:
                raise
            failed = next((step.id for step in reversed(job.run.steps) if step.outcome == "failed"), None)
            return End(int(error.exit), error.code, failed)
        finally:
            if job.run.presses is not None or job.run.place is not None:
                # The replica's token is gone with it: nobody needs to recover it.
                job.run.note(Fact.RECOVERED, state="stale")
        return End(0)


def _run_flow(job: Job, plan: Plan, environment: Environment) -> None:
    describe_environment(job, environment)
    settings = job.settings
    nip = job.result.nip = settings.taxpayer
    job.result.permissions = [str(permission) for permission in settings.permissions]
    from flows.order import Identity, Order  # noqa: PLC0415  loads the vault's models

    signer = None
    if plan.login is Login.CERTIFICATE:
        from automation.reproduction.seal import practice_seal  # noqa: PLC0415  with certificate login only

        signer = practice_seal(nip)
    identity = Identity(nip, login=plan.login, signer=signer, limit=settings.login_limit)
    if plan.command == "check":
        from flows.check import check_user  # noqa: PLC0415  loads Playwright

        with job_workplace(job, environment, look_again=0) as place:
            check_user(job.run, place.ap, identity, settings.permissions)
        return
    order = Order(
        environment=environment,
        identity=identity,
        token_name=settings.token_name,
        permissions=settings.permissions,
        validity_days=settings.validity_days,
        renewable=settings.renewable,
        group=settings.vault_group(environment),
        replace=False,
        refresh_interval=settings.refresh_interval,
        refresh_limit=settings.refresh_limit,
    )
    job.result.token_name = order.token_name
    assert job.folder is not None  # noqa: S101  made by the caller
    path = job.folder.path / PRACTICE_VAULT
    open_vault = vault_opener(job, path, create=True, password=Secret(PRACTICE_PASSWORD, public=True))
    note_order(job, order, path)
    with job_workplace(job, environment, open_vault=open_vault, look_again=0) as place:
        _make_token(job, plan, place, order)


def _make_token(job: Job, plan: Plan, place: Workplace, order: Order) -> None:
    assert place.vault is not None  # noqa: S101  it was asked for
    if plan.mishap is not None:
        from automation.cases.mishaps import Mishap  # noqa: PLC0415  loads Playwright

        job.run.observers.append(Mishap(plan.mishap, place.ap))
    if plan.command == "rehearse":
        from flows.rehearse import rehearse  # noqa: PLC0415  loads Playwright

        rehearse(job.run, place.ap, place.vault, order)
        return
    from flows.generate import generate_token  # noqa: PLC0415  loads Playwright

    generate_token(job.run, place.ap, place.vault, order)
