"""What `ap-token doctor` does with AP's screens: walks through them, compares, records, has them pointed at."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from automation.console import show_line
from automation.errors import (
    ApTooSlowError,
    AssistantError,
    CalibrationNeedsPersonError,
    InterfaceError,
    PermissionsError,
    RunInterruptedError,
    WrongSettingError,
)
from automation.evidence.result import DifferenceItem
from automation.os_reason import os_reason
from automation.text import say

if TYPE_CHECKING:
    from automation.ap.catalogue import Control
    from automation.calibration.differences import Difference
    from automation.calibration.drafting import Drafter
    from automation.calibration.survey import Survey
    from automation.environments import Environment
    from automation.execution import Job
    from automation.keyboard import Keyboard
    from automation.vault import Vault
    from flows.order import Identity

_CALIBRATED: Final = (InterfaceError, ApTooSlowError, PermissionsError)
"""How a walk ends for which a control was not told; after a correction it is worth another try."""
_NAP: Final = 0.1


@dataclass(frozen=True, slots=True)
class Visit:
    """What is to be seen of AP, and how."""

    environment: Environment
    identity: Identity | None = None
    """Who logs in, and how; None to see only what comes before that."""
    open_vault: Callable[[], Vault] | None = None
    """For login by session."""
    headed: bool = False
    record: bool = False
    keyboard: Keyboard | None = None
    """Where a person answers who points at what is not found; None: nobody is asked."""


def must_have_person(job: Job) -> Keyboard:
    """The terminal of the person who is to point at AP's controls.

    Raises:
        CalibrationNeedsPersonError: there is none.
    """
    from automation.keyboard import Keyboard  # noqa: PLC0415  for calibration alone

    if not job.may_ask or not Keyboard.is_there():
        raise CalibrationNeedsPersonError
    return Keyboard()


def compare_screens(job: Job, visit: Visit) -> tuple[bool, str]:
    """Go through AP's screens, put into the result how they differ from the recorded ones, and say whether all is well.

    Raises:
        AssistantError: whatever a real run would have ended with. What was seen up to there is in the result.
    """
    from automation.calibration.overlay import all_controls, use_overlay  # noqa: PLC0415  for this check alone

    controls = tuple(all_controls())  # before anybody's corrections
    use_overlay(job.settings.catalogue, job.run.warn)
    with ExitStack() as stack:
        drafter = None
        if visit.keyboard is not None:
            from automation.calibration.drafting import Drafter  # noqa: PLC0415  for calibration alone

            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="ap-token-")))
            drafter = Drafter(
                job.settings.catalogue,
                scratch,
                visit.keyboard,
                lambda line: show_line(job.console, line, style="bold"),
            )
        drafted = 0
        while True:
            error, text = _walk(job, visit, controls, drafter)
            if drafter is None or len(drafter.drafted) == drafted or not isinstance(error, _CALIBRATED):
                break
            drafted = len(drafter.drafted)
            show_line(job.console, say("calibrate-again"), style="bold")
    if drafter is not None and drafter.drafted and not isinstance(error, RunInterruptedError):
        _offer(job, drafter)
    if error is not None:
        raise error
    return True, text


def _walk(
    job: Job, visit: Visit, controls: tuple[Control, ...], drafter: Drafter | None
) -> tuple[AssistantError | None, str]:
    """One walk in a browser of its own: what it ended with, and what to say of it."""
    from automation.ap.app import Ap  # noqa: PLC0415  loads Playwright
    from automation.browser.session import open_browser  # noqa: PLC0415
    from automation.calibration.recordings import recordings  # noqa: PLC0415
    from automation.calibration.survey import Survey  # noqa: PLC0415
    from flows.look_around import look_around  # noqa: PLC0415

    settings = job.settings
    error = None
    with ExitStack() as stack:
        vault = stack.enter_context(visit.open_vault()) if visit.open_vault is not None else None
        session = stack.enter_context(open_browser(settings.browser, headed=visit.headed))
        ap = Ap(
            session.page, visit.environment, timeout=settings.timeout, still_wanted=job.run.interruption.check
        )
        job.run.on_step = ap.begin_step
        login = visit.identity.login if visit.identity else None
        survey = Survey(ap, recordings(settings.recordings), login, controls)
        if drafter is not None:
            survey.on_missing = lambda missing: drafter.ask_for(ap, missing)
        try:
            look_around(job.run, ap, survey, visit.identity, permissions=settings.permissions, vault=vault)
        except AssistantError as ended:
            error = ended
        job.result.ap_version = ap.version
        text = _tell(job, visit, survey, complete=error is None)
    return error, text


def _tell(job: Job, visit: Visit, survey: Survey, *, complete: bool) -> str:
    """Put the differences into the result, record if asked to, and say in one line what was compared."""
    version, recording = job.result.ap_version, survey.recording
    if visit.record and complete:
        _record(job, visit, survey)
    job.result.differences = [_item(difference) for difference in survey.differences()]
    if recording is None:
        return say("doctor-wording-alone", version=version or "?")
    if recording.version != version:
        job.run.warn("recording-nearest", version=version or "?", recorded=recording.version)
    return say(
        "doctor-wording",
        version=version or "?",
        screens=len(survey.seen),
        differences=len(job.result.differences),
    )


def show_differences(job: Job) -> None:
    """Print the differences, those in what the assistant needs first."""
    found = job.result.differences
    for needed, title in ((True, "differences-needed"), (False, "differences-other")):
        items = [item for item in found if (item.control is not None or item.kind == "required") is needed]
        if items:
            show_line(job.console, "\n" + say(title), style="bold")
            for item in items:
                show_line(job.console, f" • {item.text}")


def _item(difference: Difference) -> DifferenceItem:
    was = difference.was or "-"
    text = say(
        f"difference-{difference.kind}",
        screen=say("screen", screen=difference.screen),
        role=say("role", role=difference.role),
        old=difference.old or "?",
        new=difference.new or "?",
        place=say("place", place=difference.place),
        was=say("role", role=was) if difference.kind == "retyped" else say("place", place=was),
    )
    return DifferenceItem(**asdict(difference), text=text)


def _record(job: Job, visit: Visit, survey: Survey) -> None:
    """Write down the screens that were seen.

    Raises:
        WrongSettingError: they cannot be written.
    """
    from automation.calibration.recordings import record  # noqa: PLC0415  on request only

    version = job.result.ap_version
    if version is None:
        job.run.warn("recording-no-version")
        return
    source = f"AP {version}, {visit.environment.name}, {datetime.now().astimezone():%Y-%m-%d}"
    try:
        folder = record(job.settings.recordings, version, source, survey.seen)
    except OSError as error:
        raise WrongSettingError(setting="--record", reason=os_reason(error)) from None
    job.closing.append(
        lambda: show_line(job.console, say("recorded", path=str(folder), screens=len(survey.seen)))
    )


def _offer(job: Job, drafter: Drafter) -> None:
    """Show the corrections, and write them if the person accepts them.

    Raises:
        WrongSettingError: the file cannot be written.
        RunInterruptedError: Ctrl-C.
    """
    path = drafter.path
    show_line(job.console, "\n" + say("calibrate-draft", path=str(path)), style="bold")
    show_line(job.console, drafter.overlay.written())
    drafter.keyboard.forget()
    show_line(job.console, say("calibrate-accept"), style="bold")

    def nap() -> None:
        job.run.interruption.check()
        time.sleep(_NAP)

    if drafter.keyboard.line(nap).casefold() != say("calibrate-yes"):
        show_line(job.console, say("calibrate-declined"))
        return
    try:
        drafter.accept()
    except OSError as error:
        raise WrongSettingError(setting="catalogue", reason=f"{path}: {os_reason(error)}") from None
    show_line(job.console, say("calibrate-written", path=str(path)), style="bold green")
