"""`ap-token train`."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.console import show_line, show_stored
from automation.environments import LOCAL_NAME, PRODUCTION
from automation.errors import ProductionRefusedError, WrongSettingError
from automation.execution import Job
from automation.jobs.common import (
    job_workplace,
    note_order,
    note_receipt,
    order_for,
    vault_opener,
    vault_path,
)
from automation.jobs.own_replica import (
    PRACTICE_PASSWORD,
    PRACTICE_VAULT,
    on_replica,
    own_replica,
    throw_away_password,
)
from automation.jobs.plan import Plan
from automation.text import say, use_texts
from automation.training.pace import parse_pace

if TYPE_CHECKING:
    from automation.environments import Environment
    from automation.replica.scenario import Scenario
    from automation.secret import Secret
    from automation.training.exercises import Exercise

_PAGE: Final = frozenset({".html", ".htm"})
"""What is written is a page; a certificate to log in with is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of training is wanted."""

    practice: bool
    exercise: str | None
    lists: bool
    certificates: tuple[Path, ...]
    """A page to be written for the trainer's file, a certificate to log in with, or both."""
    results: Path | None
    video: Path | None
    scenario: Path | None

    @property
    def trainee_acts(self) -> bool:
        """Whether a trainee clicks."""
        return self.practice or self.exercise is not None


def train_job(job: Job, wish: Wish) -> None:
    """Show the job step by step, or watch a trainee do it; or show what there is, or how a group did.

    Raises:
        ProductionRefusedError: training never happens on production.
        WrongSettingError: what was asked for does not go together, or cannot be used.
        AssistantError: as `generate_token`.
    """
    if job.settings.texts is not None:
        use_texts(job.settings.texts.expanduser())
    if wish.lists:
        _list(job)
        return
    if wish.results is not None and not wish.trainee_acts:
        _show_group(job, wish.results.expanduser())
        return
    with ExitStack() as stack:
        lesson = _prepared(job, wish, stack)
        environment = lesson.environment
        order = order_for(job, environment)
        path, password = _vault(job, environment)
        open_vault = vault_opener(
            job, path, create=job.settings.create_vault or job.settings.vault is None, password=password
        )
        if job.folder is None:
            job.make_folder(environment.name)
        note_order(job, order, path)
        from automation.jobs.lessons import taught  # noqa: PLC0415  loads Playwright: not before all was checked

        place = stack.enter_context(
            job_workplace(
                job,
                environment,
                open_vault=open_vault,
                look_again=None if job.settings.vault is not None else 0,
                fills_screen=job.settings.headed and not job.settings.video,
            )
        )
        receipt = taught(job, lesson, place, order)
    if receipt is not None:
        note_receipt(job, path, receipt)
        job.closing.append(lambda: _tell_where(job, path))
    else:
        job.result.outcome = "trained"
    if lesson.video is not None and job.result.video is not None:  # else a warning has said why there is none
        _publish(job, lesson.video)


def _prepared(job: Job, wish: Wish, stack: ExitStack) -> Plan:
    """Check all that was asked for, and start the replica where none else is named.

    Raises:
        ProductionRefusedError, WrongSettingError: see `train_job`.
    """
    page = _certificates(job, wish)
    pace = parse_pace(job.settings.pace)
    _check(job, wish, page)
    exercise = _exercise(job, wish)
    if page is not None:
        from automation.training.certificate import must_be_writable  # noqa: PLC0415  practice alone

        must_be_writable(page)
    if wish.results is not None:
        from automation.training.results import must_be_usable  # noqa: PLC0415  practice alone

        must_be_usable(wish.results.expanduser())
    if wish.video is not None:
        from automation.evidence import video_publishing  # noqa: PLC0415  on request only

        video_publishing.must_be_writable(wish.video.expanduser())
    replica = None
    if job.settings.env is None:
        stage: Scenario | Path | None = wish.scenario
        if exercise is not None:
            stage = exercise.scenario(exercise.attempts[0], job.settings.token_name, job.settings.permissions)
        replica = stack.enter_context(own_replica(stage))
        job.settings = on_replica(job.settings, replica.base_url)
        job.own_replica = True
    environment = job.settings.environment
    if exercise is not None:
        environment = exercise.environment(environment.address)
    results = wish.results.expanduser() if wish.results is not None else None
    video = wish.video.expanduser() if wish.video is not None else None
    return Plan(environment, pace, wish.trainee_acts, exercise, replica, page, results, video)


def _publish(job: Job, target: Path) -> None:
    """Put the film where it was asked for."""
    from automation.evidence.video_publishing import publish_video  # noqa: PLC0415  on request only

    assert job.folder is not None  # noqa: S101  a video has its place there
    try:
        video, *_, page = publish_video(job.folder.path, target)
    except WrongSettingError as error:  # the lesson was given, and the film is in the run's folder
        job.run.warn("training-no-film", reason=str(error.details["reason"]))
        return
    job.result.video = str(video)
    job.closing.append(
        lambda: show_line(job.console, say("training-video", video=str(video), page=str(page)))
    )


def _exercise(job: Job, wish: Wish) -> Exercise | None:
    if wish.exercise is None:
        return None
    from automation.training.exercises import exercise_named  # noqa: PLC0415  on request only
    from automation.training.results import done_by  # noqa: PLC0415

    done = done_by(wish.results.expanduser(), job.settings.trainee) if wish.results is not None else ()
    return exercise_named(wish.exercise, done=done)


def _list(job: Job) -> None:
    """The exercises."""
    from automation.training.exercises import exercises  # noqa: PLC0415  on request only
    from automation.training.summary import show_exercises  # noqa: PLC0415

    job.result.exercises = [each.item(job.settings.token_name) for each in exercises().values()]
    job.result.outcome = "listed"
    show_exercises(job.console, job.result.exercises)


def _show_group(job: Job, folder: Path) -> None:
    """How a group did: at the terminal, and as a page and a sheet in its folder."""
    from automation.training.group import group_of, show_group, write_group  # noqa: PLC0415  on request only

    group = group_of(folder)
    page, sheet = write_group(folder, group)
    job.result.report = str(page)
    job.result.outcome = "reported"
    show_group(job.console, group)
    if group.unread:
        job.run.warnings.append(group.unread_told)
    job.closing.append(
        lambda: show_line(job.console, say("results-written", page=str(page), sheet=str(sheet)))
    )


def _tell_where(job: Job, vault: Path) -> None:
    """Where the token is; of a real one also how to be rid of it, of a made-up one how to look at it."""
    result = job.result
    show_stored(job.console, result)
    if result.environment != LOCAL_NAME:
        reference = result.reference_number or "?"
        told = say("training-left", environment=result.environment or "?", reference=reference)
        show_line(job.console, told)
    elif job.settings.vault is None and job.settings.vault_password is None and result.vault is not None:
        command = f'keepassxc-cli show -a Title -a UserName -a Tags "{vault}" "{result.vault.entry_path}"'
        show_line(job.console, say("practice-vault", password=PRACTICE_PASSWORD, command=command))


def _certificates(job: Job, wish: Wish) -> Path | None:
    """Tell the page to be written from the certificate to log in with, which goes to the settings.

    Raises:
        WrongSettingError: two of one kind.
    """
    pages = [path for path in wish.certificates if path.suffix.casefold() in _PAGE]
    logins = [path for path in wish.certificates if path not in pages]
    if len(pages) > 1 or len(logins) > 1:
        raise WrongSettingError(setting="--certificate", reason=say("training-certificates"))
    if logins:
        job.settings = job.settings.model_copy(update={"certificate": logins[0].expanduser()})
    return pages[0].expanduser() if pages else None


def _check(job: Job, wish: Wish, page: Path | None) -> None:
    """See that what was asked for goes together, and that there will be somebody to see it.

    Raises:
        ProductionRefusedError, WrongSettingError: see there.
    """
    settings = job.settings
    if settings.env == PRODUCTION.name:
        raise ProductionRefusedError(command="train")
    if wish.exercise is not None and (settings.env is not None or wish.scenario is not None):
        raise WrongSettingError(setting="--exercise", reason=say("training-on-replica"))
    if page is not None and not wish.trainee_acts:
        raise WrongSettingError(setting="--certificate", reason=say("training-only-practice"))
    if wish.video is not None and wish.trainee_acts:
        raise WrongSettingError(setting="--video", reason=say("training-too-much"))
    chosen = settings.model_fields_set
    headed = settings.headed if "headed" in chosen else True
    is_elsewhere = "://" in (settings.browser or "")  # a browser that runs already has its own window or none
    if headed and not is_elsewhere and not _has_screen():
        raise WrongSettingError(setting="--headed", reason=say("training-no-screen"))
    if not headed and not is_elsewhere and (wish.trainee_acts or settings.pace == "manual"):
        raise WrongSettingError(setting="--headless", reason=say("training-nobody"))
    job.settings = settings.model_copy(
        update={
            "headed": headed,
            "pictures": settings.pictures if "pictures" in chosen else "failure",
            "video": wish.video is not None or settings.video,
        }
    )


def _has_screen() -> bool:
    """Whether a window can be opened here."""
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _vault(job: Job, environment: Environment) -> tuple[Path, Secret | None]:
    """Where the token goes: on the replica to a throw-away vault, unless one is named.

    Raises:
        MissingSettingError: none is named, and the token will be a real one.
    """
    if job.settings.vault is not None or environment.name != LOCAL_NAME:
        return vault_path(job), None
    job.make_folder(environment.name)
    assert job.folder is not None  # noqa: S101  just made
    return job.folder.path / PRACTICE_VAULT, throw_away_password(job.settings, environment)
