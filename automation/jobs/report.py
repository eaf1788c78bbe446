"""`ap-token report`: the report of a run, of a bundle, or the index of all runs, written and opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from automation import private
from automation.console import show_line
from automation.errors import RunUnreadableError, WrongSettingError
from automation.evidence.reading import is_run
from automation.execution import Job
from automation.os_reason import os_reason
from automation.text import say

_BUNDLE_SUFFIX: Final = ".zip"
_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")


def report_job(
    job: Job, run: str | None, *, index: bool, opens: bool, bundle: Path | None, mask_nip: bool
) -> None:
    """Write the report of a run, of a bundle, or the index of all runs, and open it.

    Args:
        job: what the command works with.
        run: a run's folder, its name in the folder of recordings, or a bundle; None: the newest run.
        index: the index of all runs instead.
        opens: whether to open the page in the person's own browser, where there is one.
        bundle: where to write a support bundle of the run, if one is wanted.
        mask_nip: the bundle is not to hold the NIP.

    Raises:
        RunUnreadableError: there is no such run, or none that could be read.
        WrongSettingError: the page or the bundle cannot be written.
    """
    recordings = job.settings.recordings
    if index:
        path = _written(recordings, lambda: _index(recordings))
    elif run is not None and _is_bundle(Path(run)):
        path = _written(Path(run), lambda: _report_of_bundle(job, Path(run)))
    else:
        folder = _folder(recordings, run)
        path = _written(folder, lambda: _report(folder))
        job.result.run_dir = str(folder)
        if bundle is not None:
            from automation.jobs.bundling import write_bundle_of  # noqa: PLC0415  on request only

            write_bundle_of(job, folder, bundle, mask_nip=mask_nip)
    job.result.report = str(path)
    job.result.outcome = "reported"
    show_line(job.console, say("report-index-written" if index else "report-written", path=str(path)))
    if opens and job.may_ask and _has_display():
        _open(path)


def report_afterwards(job: Job) -> None:
    """Have the report of this run written once it is over, if it did not go well or is to be compared with another.

    It never fails the run, which has its own error to tell of; `ap-token report` says what is wrong with a report.
    """

    def write() -> None:
        if job.folder is None or not (job.result.exit_code or job.result.reproduction):
            return
        with suppress(Exception):
            job.result.report = str(_report(job.folder.path))

    job.afterwards.append(write)


def _report(folder: Path) -> Path:
    from automation.report.pages import write_report  # noqa: PLC0415  loads the templates

    return write_report(folder)


def _index(recordings: Path) -> Path:
    from automation.report.index import write_index  # noqa: PLC0415  loads the templates

    if not recordings.is_dir():
        raise RunUnreadableError(run=str(recordings))
    return write_index(recordings.resolve())


def _report_of_bundle(job: Job, bundle: Path) -> Path:
    """The report of what somebody has sent, beside it."""
    from automation.bundle.reading import read_bundle  # noqa: PLC0415  only where there is one
    from automation.report.pages import render_run  # noqa: PLC0415

    read = read_bundle(bundle)
    path = bundle.resolve().with_suffix(".report.html")
    private.write_file(path, render_run(read.record, read.files).encode("utf-8", "replace"))
    job.result.bundle_code = read.code
    show_line(job.console, say("report-bundle-code", code=read.code))
    return path


def _written(place: Path, write: Callable[[], Path]) -> Path:
    """What `write` has written.

    Raises:
        WrongSettingError: it could not.
    """
    try:
        return write()
    except OSError as error:
        raise WrongSettingError(setting="report", reason=f"{place}: {os_reason(error)}") from None


def _is_bundle(path: Path) -> bool:
    with suppress(OSError):
        return path.suffix.lower() == _BUNDLE_SUFFIX and path.is_file()
    return False


def _folder(recordings: Path, run: str | None) -> Path:
    """The run's folder.

    Raises:
        RunUnreadableError: there is none.
    """
    if run is None:
        from automation.report.index import run_folders  # noqa: PLC0415

        with suppress(OSError):
            newest = next(iter(run_folders(recordings)), None)
            if newest is not None:
                return newest.resolve()
        raise RunUnreadableError(run=str(recordings))
    named = [Path(run).expanduser()]
    if Path(run).name == run:
        named.append(recordings / run)
    for folder in named:
        with suppress(OSError, ValueError):
            if is_run(folder):
                return folder.resolve()
    raise RunUnreadableError(run=run)


def _has_display() -> bool:
    """Whether a page could be seen. Without one, some systems would open it in a browser of the terminal."""
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in _DISPLAYS)


def _open(path: Path) -> None:
    import webbrowser  # noqa: PLC0415  20 ms, and only for a person

    with suppress(webbrowser.Error, OSError):
        webbrowser.open(path.as_uri())
