"""Old runs' folders go: by number and by age.

A folder goes only if it is a run's by its name and its journal, if the run is over and its token settled, and if it
holds no database that somebody may need. Nothing else among the recordings is touched, whatever it is called.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from automation.evidence.folder import RUN_NAME, STARTED
from automation.evidence.journal import FILE_NAME
from automation.evidence.past_runs import past_run
from automation.evidence.steps import Fact

_GOING: Final = ".pruned-"
"""Begins the name of a folder that is being removed: no run's any more, even if the removal stops halfway."""
_REHEARSALS_VAULT: Final = "rehearsal.kdbx"
"""The throw-away database of a rehearsal, see `automation.jobs.rehearse`."""
_WRITTEN_AFTERWARDS: Final = 60.0
"""Seconds after the journal's last line; a database written later than that serves somebody beyond its run."""


def prune(recordings: Path, *, keep: Path, runs: int, days: int) -> None:
    """Remove the folders of runs that are too old or too many. What cannot be removed stays, and is tried again.

    Args:
        recordings: where runs leave their folders.
        keep: the folder of the run under way, which stays.
        runs: how many folders may stay, the newest; those that may not go count as well.
        days: the age at which a folder goes.
    """
    found = sorted(_run_names(recordings), reverse=True)
    oldest = (datetime.now(UTC) - timedelta(days=days)).strftime(STARTED)
    for place, name in enumerate(found):
        if name == keep.name or (place < runs and name >= oldest):
            continue
        folder = recordings / name
        with suppress(OSError):
            if _may_go(folder):
                _remove(folder)


def _run_names(recordings: Path) -> Iterator[str]:
    """The names of run folders; what an earlier removal has left over is removed on the way."""
    try:
        entries = list(os.scandir(recordings))
    except OSError:
        return
    for entry in entries:
        is_left_over = entry.name.startswith(_GOING)
        if not RUN_NAME.fullmatch(entry.name.removeprefix(_GOING)) or not entry.is_dir(follow_symlinks=False):
            continue
        if not is_left_over:
            yield entry.name
        elif not _is_junction(Path(entry.path)):
            shutil.rmtree(entry.path, ignore_errors=True)


def _may_go(folder: Path) -> bool:
    journal = folder / FILE_NAME
    if _is_junction(folder) or journal.is_symlink():
        return False
    run = past_run(folder)
    if run is None or run.is_alive():
        return False
    # Without its journal a mere reservation could no longer be told from a token that nobody has stored.
    if (run.ordered or Fact.RESERVED in run.facts) and not run.is_closed:
        return False
    databases = [path for path in folder.iterdir() if path.suffix.lower() == ".kdbx"]
    if any(path.name != _REHEARSALS_VAULT for path in databases):
        return False
    used_until = journal.stat().st_mtime + _WRITTEN_AFTERWARDS
    if any(path.stat().st_mtime > used_until for path in databases):
        return False
    return not databases or folder.resolve() not in _vaults_in_need()


def _vaults_in_need() -> set[Path]:
    """The folders whose databases hold tokens of rehearsals that still work."""
    from automation.evidence.unrevoked import UnrevokedTokens  # noqa: PLC0415  only where something may go

    return {Path(token.vault).resolve().parent for token in UnrevokedTokens().all()}


def _remove(folder: Path) -> None:
    """Take the folder's name and journal away first, so that a removal that stops halfway leaves nothing like a run."""
    going = folder.with_name(_GOING + folder.name)
    folder.rename(going)
    (going / FILE_NAME).unlink()
    shutil.rmtree(going, ignore_errors=True)


def _is_junction(folder: Path) -> bool:
    """Whether it is one of Windows's links that call themselves folders."""
    return bool(getattr(folder.lstat(), "st_reparse_tag", 0))
