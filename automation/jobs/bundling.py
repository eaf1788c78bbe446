"""Makes a support bundle of a run, once the person has seen what is in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.text import Text

from automation import private
from automation.asking import answer_to, is_somebody_there
from automation.console import show_line
from automation.environments import AP_TIME
from automation.errors import RunInterruptedError, WrongSettingError
from automation.execution import Job
from automation.interruption import Interruption
from automation.os_reason import os_reason
from automation.text import say

if TYPE_CHECKING:
    from automation.bundle.writing import MadeBundle

PREVIEW_NAME: Final = "bundle-preview.html"
_OPTION: Final = "--bundle"
_YES: Final = frozenset({"t", "tak", "y", "yes"})


def bundle_afterwards(job: Job, bundle: Path, *, mask_nip: bool) -> None:
    """Have a bundle made of this run when it is over, however it ends.

    Raises:
        WrongSettingError: nothing can be written there.
    """
    bundle = _checked_place(bundle)

    def make() -> None:
        if job.folder is not None:
            write_bundle_of(job, job.folder.path, bundle, mask_nip=mask_nip)

    job.afterwards.append(make)


def write_bundle_of(job: Job, folder: Path, bundle: Path, *, mask_nip: bool) -> None:
    """Make a bundle of a run's folder, show what is in it, and write it if the person agrees.

    Where nobody can be asked, the option itself is the wish. A file that is there already is replaced if it is an
    earlier bundle, and then only; the person is told so before the question.

    Args:
        job: what the command works with.
        folder: the run's.
        bundle: where to write it.
        mask_nip: the bundle is not to hold the NIP.

    Raises:
        RunUnreadableError: there is no run in the folder.
        WrongSettingError: the bundle cannot be written there.
    """
    from automation.bundle.manifest import LIMIT  # noqa: PLC0415  on request only, as all of it
    from automation.bundle.writing import make_bundle  # noqa: PLC0415

    bundle = _checked_place(bundle)
    try:
        with _stoppable() as interruption:
            made = make_bundle(folder, mask_nip=mask_nip, made_at=datetime.now(UTC).replace(microsecond=0))
            if len(made.content) > LIMIT:
                raise WrongSettingError(setting=_OPTION, reason=say("bundle-too-large"))
            preview = _preview(folder, made)
            _show(job, made, preview, mask_nip=mask_nip)
            is_wanted = not (job.may_ask and is_somebody_there(job.console)) or _asked(
                job, bundle, interruption
            )
            interruption.check()
    except RunInterruptedError:
        is_wanted = False
        job.console.print()  # the question's line is still open
    if not is_wanted:
        show_line(job.console, say("bundle-declined", run=folder.name), style="yellow")
        return
    try:
        private.write_file(bundle, made.content)
    except OSError as error:
        raise WrongSettingError(setting=_OPTION, reason=f"{bundle}: {os_reason(error)}") from None
    job.result.bundle, job.result.bundle_code = str(bundle), made.code
    show_line(job.console, say("bundle-written", bundle=str(bundle)), style="bold green")
    show_line(job.console, say("bundle-code", code=made.code), style="bold")


@contextmanager
def _stoppable() -> Iterator[Interruption]:
    """The run is over; whether it was stopped does not matter any more, only whether this is."""
    interruption = Interruption()
    with interruption.listening():
        yield interruption


def _checked_place(bundle: Path) -> Path:
    """The file's whole path, if a bundle can be written there.

    Raises:
        WrongSettingError: it cannot.
    """
    from automation.bundle.reading import is_bundle  # noqa: PLC0415  on request only

    try:
        place = bundle.expanduser().absolute()
        if place.is_dir():
            raise WrongSettingError(setting=_OPTION, reason=say("bundle-place-folder", bundle=str(place)))
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink() or (place.exists() and not is_bundle(place)):
            raise WrongSettingError(setting=_OPTION, reason=say("bundle-place-taken", bundle=str(place)))
        trial = place.with_name(f".{place.name}.{secrets.token_hex(4)}.new")
        try:
            private.open_file(trial).close()
        finally:
            trial.unlink(missing_ok=True)
    except OSError as error:
        raise WrongSettingError(setting=_OPTION, reason=f"{bundle}: {os_reason(error)}") from None
    except (ValueError, RuntimeError):  # a name that no file can have; `~somebody` who is not known
        raise WrongSettingError(setting=_OPTION, reason=str(bundle)) from None
    return place


def _preview(folder: Path, made: MadeBundle) -> Path | None:
    """The report of exactly what is in the bundle; None where it cannot be written."""
    try:
        from automation.report.pages import render_run  # noqa: PLC0415  on request only

        page = render_run(made.record, made.files)
        private.write_file(folder / PREVIEW_NAME, page.encode("utf-8", "replace"))
    except Exception:  # whoever needs help gets a bundle all the same; what is in it is listed
        return None
    return folder / PREVIEW_NAME


def _show(job: Job, made: MadeBundle, preview: Path | None, *, mask_nip: bool) -> None:
    """What is in the bundle, and what is not."""
    record = made.record
    pictures = sum(step.picture is not None for step in record.steps)
    about = (
        record.command,
        record.environment or "",
        f"{record.started_at.astimezone(AP_TIME):%d.%m.%Y %H:%M}",
    )
    nip = say("bundle-nip-hidden") if mask_nip else record.nip and say("bundle-nip-shown", nip=record.nip)
    lines = [
        say("bundle-run", command=" · ".join(filter(None, about[:2])), time=about[2]),
        say("bundle-steps", steps=len(record.steps), exchanges=len(record.exchanges)),
        say(
            "bundle-pictures",
            pictures=pictures,
            painted=made.painted,
            snapshots=len(made.files) - pictures,
        ),
        say("bundle-words", masked=made.masked),
        nip,
        *(warning.text for warning in record.warnings if warning.id.startswith("bundle-")),
        say("bundle-left-out"),
        say("bundle-size", size=max(1, round(len(made.content) / 1000))),
        preview and say("bundle-preview", preview=str(preview)),
    ]
    job.console.print(Text("\n" + say("bundle-title"), style="bold"))
    for line in filter(None, lines):
        show_line(job.console, f" • {line}")


def _asked(job: Job, bundle: Path, interruption: Interruption) -> bool:
    """Whether the person wants the bundle; no answer is no."""
    if bundle.exists():
        show_line(job.console, say("bundle-replaces", bundle=str(bundle)), style="yellow")
    answer = answer_to(say("bundle-ask"), job.console, interruption)
    return answer is not None and answer.casefold() in _YES
