"""`ap-token doctor`: looks at everything that a run depends on, before one depends on it."""

from __future__ import annotations

from collections.abc import Callable

from automation.ap.app import Ap
from automation.browser.session import open_browser
from automation.console import show_checks, show_line
from automation.environments import Login
from automation.errors import AssistantError, MissingSettingError
from automation.evidence.result import CheckItem
from automation.execution import Job
from automation.jobs.common import (
    describe_environment,
    identity_for,
    must_not_be_watched,
    tell_of_unrevoked,
    told_of_maintenance,
    vault_opener,
)
from automation.jobs.doctor_checks import (
    look_at_clipboard,
    look_at_disk,
    look_at_keepassxc,
    look_at_power,
    look_at_vault,
)
from automation.jobs.doctor_wording import Visit, compare_screens, must_have_person, show_differences
from automation.text import say


def doctor_job(job: Job, *, calibrate: bool = False, record: bool = False) -> None:
    """Check one thing after another; the first that fails decides the exit code.

    Args:
        job: what the command works with.
        calibrate: have a person point at what cannot be found on AP's screens.
        record: write down AP's screens as they are now.
    """
    settings = job.settings
    visit = _visit(job, calibrate=calibrate, record=record)
    first_error: AssistantError | None = None

    def check(check_id: str, look: Callable[[], tuple[bool, str]]) -> bool:
        nonlocal first_error
        try:
            ok, text = look()
        except AssistantError as error:
            ok, text = False, say(f"error-{error.code}.what", **error.details)
            first_error = first_error or error
        job.result.checks.append(CheckItem(check_id, ok, text))
        return ok

    try:
        with open_browser(settings.browser, headed=False) as session:
            job.result.browser = session.product
            check("browser", lambda: (True, say("doctor-browser", product=session.product)))
            check("clipboard", lambda: look_at_clipboard(session))
            answers = False
            if visit is not None:
                ap = Ap(
                    session.page,
                    visit.environment,
                    timeout=settings.timeout,
                    still_wanted=job.run.interruption.check,
                )
                answers = check("ap", lambda: _ap_answers(ap))
        if visit is not None and answers:
            check("wording", lambda: compare_screens(job, visit))
    except AssistantError as error:
        first_error = error
        text = say(f"error-{error.code}.what", **error.details)
        job.result.checks.append(CheckItem("browser", ok=False, text=text))
    if settings.vault is not None:
        vault = settings.vault
        check("vault", lambda: look_at_vault(job, vault))
    check("keepassxc", look_at_keepassxc)
    check("disk", lambda: look_at_disk(settings.recordings))
    check("power", lambda: look_at_power(settings.battery_minimum))

    show_checks(job.console, job.result.checks)
    show_differences(job)
    if first_error is not None:
        raise first_error
    all_well = all(item.ok for item in job.result.checks)
    job.result.outcome = "healthy"
    show_line(job.console, say("doctor-ready" if all_well else "doctor-not-ready"))


def _visit(job: Job, *, calibrate: bool, record: bool) -> Visit | None:
    """What is to be seen of AP; None where no environment was named.

    Raises:
        UsageError: something that it takes is missing or wrong.
    """
    settings = job.settings
    if settings.env is None:
        if calibrate or record:
            raise MissingSettingError(setting="env", option="--env")
        return None
    environment = settings.environment
    describe_environment(job, environment)
    must_not_be_watched(job, environment)
    tell_of_unrevoked(job, environment)
    identity = identity_for(job, environment) if settings.login is not None else None
    with_vault = identity is not None and identity.login is Login.SESSION and settings.vault is not None
    return Visit(
        environment,
        identity,
        open_vault=vault_opener(job, settings.vault, create=False) if with_vault and settings.vault else None,
        headed=settings.headed or calibrate,
        record=record,
        keyboard=must_have_person(job) if calibrate else None,
    )


def _ap_answers(ap: Ap) -> tuple[bool, str]:
    with told_of_maintenance(ap.environment):
        ap.open()
    return True, say("doctor-ap", address=ap.environment.address)
