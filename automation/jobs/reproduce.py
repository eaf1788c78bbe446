"""`ap-token reproduce`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from automation.console import show_line
from automation.environments import LOCAL_NAME
from automation.errors import MissingSettingError, NotReproducedError
from automation.evidence.result import ReproductionResult, ScenarioItem
from automation.execution import Job
from automation.text import say

if TYPE_CHECKING:
    from automation.cases import Case
    from automation.evidence.record import RunRecord
    from automation.reproduction.compare import Compared, End
    from automation.reproduction.replay import Plan
    from automation.reproduction.sources import Original


def reproduce_job(job: Job, original: str | None, *, list_scenarios: bool) -> None:
    """Replay a run, a bundle or a scenario on the replica, and say whether the same happened.

    Raises:
        MissingSettingError: nothing to replay was named.
        OriginalUnknownError, NotReplayableError: what was named cannot be replayed.
        NotReproducedError: the replica did something else than the customer's AP.
    """
    if list_scenarios:
        _list(job)
        return
    if original is None:
        raise MissingSettingError(setting="original", option="ORIGINAL")
    from automation.reproduction.sources import original as find_original  # noqa: PLC0415  only what is needed

    found = find_original(original, job.settings.recordings)
    plan, approximations = _plan(found)
    job.make_folder(LOCAL_NAME)
    from automation.reproduction.compare import result_of  # noqa: PLC0415  loads Playwright
    from automation.reproduction.replay import play  # noqa: PLC0415
    from automation.reproduction.showing import show_answer, show_comparison  # noqa: PLC0415

    end = play(job, plan)
    compared, theirs = _compared(job, found, plan, end)
    result = job.result.reproduction = result_of(found.kind, compared, (theirs, end), approximations)
    _keep(job, found, plan, result)
    show_comparison(job.console, result)
    if found.case is not None:
        show_answer(job.console, _item(found.case))
    if not compared.same:
        raise NotReproducedError(original=found.name, difference="; ".join(compared.differences[:3]))
    job.result.outcome = "reproduced"
    done = say("reproduced-played" if found.kind == "scenario" else "reproduced", original=found.name)
    job.closing.append(lambda: show_line(job.console, done, style="bold green"))


def _list(job: Job) -> None:
    from automation.cases import ready_cases  # noqa: PLC0415  only what is needed
    from automation.reproduction.showing import show_cases  # noqa: PLC0415

    job.result.scenarios = [_item(case) for case in ready_cases().values()]
    job.result.outcome = "listed"
    show_cases(job.console, job.result.scenarios)


def _item(case: Case) -> ScenarioItem:
    return ScenarioItem(case.id, case.title, case.says, case.answer)


def _plan(original: Original) -> tuple[Plan, list[str]]:
    """What to run, and what cannot be as it was."""
    from automation.reproduction.replay import Plan, plan_for, plan_for_case  # noqa: PLC0415  loads the replica

    if original.case is not None:
        return plan_for_case(original.case), []
    if original.record is None:
        assert original.scenario is not None  # noqa: S101  one of the three there is
        return Plan("generate", original.scenario), []
    from automation.reproduction.derive import scenario_from  # noqa: PLC0415  this kind only

    derived = scenario_from(original.record, original.snapshots)
    plan = plan_for(original.record, derived.scenario)
    return plan, [*derived.approximations, *_settings_apart(original.record, plan)]


def _settings_apart(record: RunRecord, plan: Plan) -> list[str]:
    """What the replay waits for otherwise than the customer did."""
    told = []
    if plan.until is not None:
        told.append(say("approximation-stopped", step=record.steps[plan.until].title))
    if record.settings is not None and plan.settings["timeout"] < record.settings.timeout:
        told.append(
            say(
                "approximation-timeout",
                theirs=round(record.settings.timeout),
                seconds=round(plan.settings["timeout"]),
            )
        )
    return told


def _compared(job: Job, original: Original, plan: Plan, end: End) -> tuple[Compared, End]:
    """The two runs side by side, and how the original ended."""
    from automation.reproduction.compare import (  # noqa: PLC0415  loads Playwright
        End,
        compare,
        played,
        steps_of_record,
        steps_of_run,
    )
    from automation.reproduction.derive import logs_in_alike  # noqa: PLC0415

    here = steps_of_run(job.run.steps)
    if original.record is not None:
        record = original.record
        failed = record.failed_step
        error = record.error.code if record.error is not None else None
        theirs = End(record.exit_code, error, failed.id if failed is not None else None)
        login_alike = logs_in_alike(record)
        there = steps_of_record(record)
        return compare(there, here, (theirs, end), until=plan.until, login_alike=login_alike), theirs
    theirs = End(None)
    if original.case is not None:
        expect = original.case.expect
        theirs = End(expect.exit_code, expect.error, expect.step if expect.step is not None else end.step)
    return played(here, (theirs, end)), theirs


def _keep(job: Job, original: Original, plan: Plan, result: ReproductionResult) -> None:
    """Leave the original beside its reproduction, for the report of both."""
    from automation.reproduction.keeping import keep  # noqa: PLC0415  loads the models

    assert job.folder is not None  # noqa: S101  made by the caller
    scenario: dict[str, Any] = plan.scenario.model_dump(mode="json", exclude_defaults=True)
    with suppress(OSError):
        keep(job.folder, original, result, scenario)
