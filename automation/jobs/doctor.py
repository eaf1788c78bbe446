"""`ap-token doctor`: looks at everything that a run depends on, before one depends on it."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from automation.ap.app import Ap
from automation.ap.login import LoginScreens
from automation.browser.clipboard import ClipboardCapture
from automation.browser.session import BrowserSession, open_browser
from automation.console import show_checks, show_line
from automation.errors import AssistantError, VaultMissingError, VaultPasswordMissingError
from automation.evidence.result import CheckItem
from automation.execution import Job
from automation.jobs.common import describe_environment, must_not_be_watched, vault_opener
from automation.text import say

_ENOUGH_DISK: Final = 200 * 1024 * 1024
_ENOUGH_BATTERY: Final = 50
"""Percent; below it the guide's advice (charged battery or mains) is not followed."""
_KEEPASSXC: Final = ("keepassxc-cli", "keepassxc")


def doctor_job(job: Job) -> None:
    """Check one thing after another; the first that fails decides the exit code."""
    settings = job.settings
    environment = settings.environment if settings.env is not None else None
    if environment is not None:
        describe_environment(job, environment)
        must_not_be_watched(job, environment)
    first_error: AssistantError | None = None

    def check(check_id: str, look: Callable[[], tuple[bool, str]]) -> None:
        nonlocal first_error
        try:
            ok, text = look()
        except AssistantError as error:
            ok, text = False, say(f"error-{error.code}.what", **error.details)
            first_error = first_error or error
        job.result.checks.append(CheckItem(check_id, ok, text))

    try:
        with open_browser(settings.browser, headed=False) as session:
            job.result.browser = session.product
            check("browser", lambda: (True, say("doctor-browser", product=session.product)))
            check("clipboard", lambda: _clipboard(session))
            if environment is not None:
                ap = Ap(
                    session.page,
                    environment,
                    timeout=settings.timeout,
                    still_wanted=job.run.interruption.check,
                )
                check("ap", lambda: _ap_answers(ap))
                if job.result.checks[-1].ok:
                    check("wording", lambda: _wording(job, ap))
    except AssistantError as error:
        first_error = error
        text = say(f"error-{error.code}.what", **error.details)
        job.result.checks.append(CheckItem("browser", ok=False, text=text))
    if settings.vault is not None:
        vault = settings.vault
        check("vault", lambda: _vault(job, vault))
    check("keepassxc", _keepassxc)
    check("disk", lambda: _disk(settings.recordings))
    check("power", _power)

    show_checks(job.console, job.result.checks)
    if first_error is not None:
        raise first_error
    all_well = all(item.ok for item in job.result.checks)
    job.result.outcome = "healthy"
    show_line(job.console, say("doctor-ready" if all_well else "doctor-not-ready"))


def _clipboard(session: BrowserSession) -> tuple[bool, str]:
    page = session.page
    page.set_content("<textarea></textarea>")
    sample = (
        f"doctor {secrets.token_hex(8)}"  # a word of its own: what is caught counts as a secret from then on
    )
    with ClipboardCapture(page) as capture:
        page.locator("textarea").fill(sample)
        page.locator("textarea").press("ControlOrMeta+a")
        page.locator("textarea").press("ControlOrMeta+c")
    caught = [value.reveal() for value in capture.copied]
    return caught == [sample], say("doctor-clipboard")


def _ap_answers(ap: Ap) -> tuple[bool, str]:
    ap.open()
    return True, say("doctor-ap", address=ap.environment.address)


def _wording(job: Job, ap: Ap) -> tuple[bool, str]:
    LoginScreens(ap).open()
    job.result.ap_version = ap.version
    return True, say("doctor-wording", version=ap.version or "?")


def _vault(job: Job, path: Path) -> tuple[bool, str]:
    try:
        opener = vault_opener(job, path, create=False)
    except VaultPasswordMissingError:
        # Without a password only the file can be looked at.
        if not path.is_file():
            raise VaultMissingError(vault=str(path)) from None
        return True, say("doctor-vault", vault=str(path))
    with opener() as vault:
        return True, say("doctor-vault-opened", vault=str(vault.path))


def _keepassxc() -> tuple[bool, str]:
    for command in _KEEPASSXC:
        found = shutil.which(command) or _in_program_files(command)
        if found is not None:
            try:
                done = subprocess.run(  # noqa: S603  a program found on this machine, with a fixed argument
                    [found, "--version"], capture_output=True, text=True, timeout=20, check=False
                )
            except (OSError, subprocess.SubprocessError):
                continue
            return True, say(
                "doctor-keepassxc", version=done.stdout.strip().splitlines()[0] if done.stdout else "?"
            )
    return False, say("doctor-no-keepassxc")


def _in_program_files(command: str) -> str | None:
    path = Path(os.environ.get("PROGRAMFILES", "")) / "KeePassXC" / f"{command}.exe"
    return str(path) if sys.platform == "win32" and path.is_file() else None


def _disk(recordings: Path) -> tuple[bool, str]:
    folder = recordings.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    enough = free >= _ENOUGH_DISK
    return enough, say("doctor-disk" if enough else "doctor-disk-low", megabytes=free // (1024 * 1024))


def _power() -> tuple[bool, str]:
    import psutil  # noqa: PLC0415  only here

    battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if battery is None:
        return True, say("doctor-power-none")
    if battery.power_plugged:
        return True, say("doctor-power-mains")
    percent = round(battery.percent)
    return percent >= _ENOUGH_BATTERY, say("doctor-power-battery", percent=percent)
