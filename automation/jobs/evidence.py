"""What records a run: pictures, snapshots, the trace, the video, and notes on what AP did."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

from automation.environments import Environment
from automation.evidence.steps import Observer, Seen
from automation.execution import Job

if TYPE_CHECKING:
    from flows.opening import Workplace
    from flows.run import Run


def note_settings(job: Job, environment: Environment) -> None:
    """Put on record how the run is set up."""
    settings = job.settings
    job.run.see(
        Seen.SETTINGS,
        environment=environment.name,
        base_url=environment.address,
        nip=settings.nip,
        login=settings.login_for(environment).value,
        headed=settings.headed,
        timeout=settings.timeout,
        refresh_interval=settings.refresh_interval,
        refresh_limit=settings.refresh_limit,
        validity_days=settings.validity_days,
        renewable=settings.renewable,
    )


@contextmanager
def evidence(job: Job, environment: Environment, place: Workplace) -> Iterator[None]:
    """Record what happens in here, as the settings want it. What cannot be recorded stops no run."""
    if job.folder is None:
        yield
        return
    from automation.evidence.aria import Snapshots  # noqa: PLC0415  loads Playwright
    from automation.evidence.camera import Camera  # noqa: PLC0415
    from automation.evidence.eyes import Eyes  # noqa: PLC0415
    from automation.evidence.observations import Observations  # noqa: PLC0415
    from automation.evidence.tracing import Tracer  # noqa: PLC0415

    settings, run, page = job.settings, job.run, place.browser.page
    note_settings(job, environment)
    run.see(
        Seen.BROWSER,
        product=place.browser.product,
        playwright=metadata.version("playwright"),
        python=platform.python_version(),
        system=_system(),
    )
    with ExitStack() as stack:
        tracer = Tracer(job.folder, page.context, place.browser.scratch, see=run.see, always=settings.trace)
        run.observers.append(tracer)
        observations = Observations(place.ap, run.see)
        run.observers.append(observations)
        witnesses: list[Observer] = [tracer, observations]
        eyes = Eyes(page)
        if settings.pictures != "never" or settings.video:
            camera = Camera(
                job.folder,
                page,
                every_step=settings.pictures == "steps" or (settings.video and not job.own_replica),
                quick=not settings.headed and "://" not in (settings.browser or ""),
                eyes=eyes,
                warn=lambda: run.warn("picture-failed"),
                see=run.see,
            )
            witnesses.append(camera)
            run.observers.append(camera)
        snapshots = Snapshots(job.folder, page, eyes=eyes, see=run.see)
        witnesses.append(snapshots)
        run.observers.append(snapshots)
        if settings.video:
            from automation.evidence.video import recorded_video  # noqa: PLC0415  on request only

            stack.enter_context(recorded_video(job, place))
        try:
            yield
        except Exception:
            _look_once_more(run, witnesses)
            raise
        finally:
            # Whatever goes wrong with the evidence must not hide what went wrong with the run.
            with suppress(Exception):
                observations.note_exchanges(all_of_them=True)
            with suppress(Exception):
                tracer.stop()


def _look_once_more(run: Run, witnesses: list[Observer]) -> None:
    """A run may fail between two steps: then the last one gets what a failed step gets."""
    if not run.steps or run.steps[-1].outcome != "done":
        return
    step = replace(run.steps[-1], outcome="failed")
    for witness in witnesses:
        if witness in run.observers:
            with suppress(Exception):
                witness.curtain(
                    is_open=run.presses is not None
                )  # the stricter rule, once a token was ordered
                witness.step_ends(step)


def _system() -> str:
    """Such as `Linux 6.1`: what follows in a release names builds, and sometimes machines."""
    release = re.match(r"\d+(?:\.\d+)?", platform.release())
    return f"{platform.system() or sys.platform} {release[0] if release else ''}".strip()
