"""The lesson itself: the flow, with somebody beside the assistant's hand, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.errors import AssistantError, WrongSettingError
from automation.execution import Job
from automation.jobs.plan import Plan
from automation.keyboard import Keyboard
from automation.text import language
from automation.training.asking import ask, ask_name
from automation.training.guide import done_card, intro_card
from automation.training.panel import Panel
from automation.training.scores import Scores
from flows.generate import generate_token
from flows.train import Classroom, train

if TYPE_CHECKING:
    from automation.evidence.result import TrainingMode, TrainingResult
    from automation.training.guide import LessonMode
    from automation.training.lesson import Lesson
    from flows.opening import Workplace
    from flows.order import Order, Receipt


def taught(job: Job, plan: Plan, place: Workplace, order: Order) -> Receipt | None:
    """Give the lesson.

    Returns:
        The receipt of the token; None where an exercise rightly ends without one.

    Raises:
        AssistantError: as `generate_token`. What was kept of the lesson by then is kept.
    """
    vault = place.vault
    assert vault is not None  # noqa: S101  it was asked for
    scores = Scores()
    lesson = _lesson(job, plan, place, scores)
    job.run.observers.append(lesson)
    place.ap.hand.partner = lesson
    try:
        if plan.exercise is None:
            mode: LessonMode = "practice" if plan.trainee_acts else "auto" if plan.pace.is_auto else "show"
            lesson.begin(intro_card(order, mode))
        trainee = _trainee(job, plan, lesson)
        if plan.exercise is None:
            receipt: Receipt | None = generate_token(job.run, place.ap, vault, order)
        else:
            classroom = _classroom(plan, lesson, scores)
            receipt = train(job.run, place.ap, vault, order, exercise=plan.exercise, classroom=classroom)
        result = _kept(job, plan, scores, trainee, is_complete=True)
        if plan.trainee_acts:
            from automation.training.summary import summary_card  # noqa: PLC0415  practice alone

            lesson.finish(summary_card(result))
        else:
            lesson.finish(done_card(order))
    except AssistantError as error:
        if job.result.training is None:
            _kept(job, plan, scores, job.settings.trainee, is_complete=False)
        lesson.fail(error)
        raise
    finally:
        lesson.close()
        place.ap.hand.partner = None
    return receipt


def _write(plan: Plan, result: TrainingResult) -> None:
    """Into the group's folder, and on the trainer's page.

    Raises:
        WrongSettingError: they cannot be written any more.
    """
    if plan.results is not None:
        from automation.training.results import write_result  # noqa: PLC0415  on request only

        write_result(plan.results, result)
    if plan.certificate is not None:
        from automation.training.certificate import write_certificate  # noqa: PLC0415  on request only

        write_certificate(plan.certificate, _tries(plan, result))
        result.certificate = str(plan.certificate)


def _tries(plan: Plan, result: TrainingResult) -> list[TrainingResult]:
    """All that the same person has done so far, as far as it was kept; at least this."""
    if plan.results is None or result.trainee is None:
        return [result]
    from automation.training.results import collect, same_person  # noqa: PLC0415  on request only

    found = collect(plan.results).results
    return [each for each in found if same_person(each.trainee, result.trainee)] or [result]


def _classroom(plan: Plan, lesson: Lesson, scores: Scores) -> Classroom:
    """What an exercise needs besides."""
    assert plan.replica is not None  # noqa: S101  exercises are on the replica alone
    return Classroom(
        stage=plan.replica.restage, tell=lesson.begin, ask=lambda card: ask(lesson, card), scores=scores
    )


def _lesson(job: Job, plan: Plan, place: Workplace, scores: Scores) -> Lesson:
    """Who shows, or who watches."""
    panel = Panel(place.browser.page, origins=plan.environment.origins, language=language())
    keyboard = Keyboard() if job.may_ask and Keyboard.is_there() else None
    if plan.trainee_acts:
        from automation.training.trainee import Practice  # noqa: PLC0415  only what is needed

        return Practice(job.run, place.ap, panel, scores=scores, keyboard=keyboard)
    from automation.training.trainer import Trainer  # noqa: PLC0415  only what is needed

    return Trainer(job.run, place.ap, panel, pace=plan.pace, keyboard=keyboard)


def _trainee(job: Job, plan: Plan, lesson: Lesson) -> str | None:
    """Who practises; asked where it is going to be written down and nobody has said."""
    is_written = plan.certificate is not None or plan.results is not None
    if job.settings.trainee is None and plan.trainee_acts and is_written:
        name = ask_name(lesson)
        job.settings = job.settings.model_copy(update={"trainee": name})
    return job.settings.trainee


def _kept(job: Job, plan: Plan, scores: Scores, trainee: str | None, *, is_complete: bool) -> TrainingResult:
    """How it went: in the command's result, in the group's folder, on the trainer's page."""
    mode: TrainingMode = (
        "exercise" if plan.exercise is not None else "practice" if plan.trainee_acts else "show"
    )
    result = job.result.training = scores.result(
        mode,
        is_complete=is_complete,
        trainee=trainee,
        environment=plan.environment.name,
        exercise=plan.exercise.id if plan.exercise is not None else None,
    )
    if not plan.trainee_acts:
        return result
    try:
        _write(plan, result)
    except WrongSettingError as error:  # the token is where it belongs all the same
        job.run.warn("training-not-kept", reason=str(error.details["reason"]))
    from automation.training.summary import show_summary  # noqa: PLC0415  practice alone

    job.closing.append(lambda: show_summary(job.console, result))
    return result
