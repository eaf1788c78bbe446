"""The index of all runs in a folder of recordings: newest first, to be filtered."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from automation import private
from automation.errors import RunUnreadableError
from automation.evidence.reading import is_run, read_run
from automation.evidence.record import RunRecord
from automation.report.pages import REPORT_NAME, is_current, is_running, render, write_report
from automation.report.telling import clock, command_name, day, environment_name, seconds, spoken
from automation.report.verdict import Sign, verdict_of
from automation.text import language, say

INDEX_NAME: Final = "index.html"
_WRITTEN_AT_ONCE: Final = 50
"""Missing reports that are written along with the index; a folder with more of them would take too long."""
_ENVIRONMENTS: Final = ("production", "demo", "test", "local")


@dataclass(frozen=True, slots=True)
class Row:
    """One run."""

    href: str
    """The report's address, beside the index; empty where there is none."""
    sign: Sign
    sign_word: str
    headline: str
    reason: str
    moment: str
    day: str
    clock: str
    command: str
    command_key: str
    environment: str
    environment_key: str
    nip: str
    took: str


@dataclass(frozen=True, slots=True)
class Index:
    """All that the page shows."""

    language: str
    summary: str
    rows: tuple[Row, ...]
    tally: tuple[tuple[Sign, str, int], ...]
    """Sign, its word, how many runs."""
    filters: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """Name, label, and the choices: value and word."""


def write_index(recordings: Path, *, language: str | None = None) -> Path:
    """Write `index.html` into a folder of recordings, and the missing reports if they are not too many; its path.

    Raises:
        OSError: the folder cannot be read or written.
    """
    with spoken(language):
        found = [(folder, _record(folder)) for folder in run_folders(recordings)]
        stale = [folder for folder, record in found if record is not None and not is_current(folder)]
        if len(stale) < _WRITTEN_AT_ONCE:
            for folder in stale:
                with suppress(
                    OSError, RunUnreadableError
                ):  # another user's folder: the index lists it all the same
                    write_report(folder)
        rows = tuple(_row(folder, record) for folder, record in found)
        page = render("index.html.j2", script="index.js", index=_index(recordings, rows))
    path = recordings / INDEX_NAME
    private.write_file(path, page.encode("utf-8", "replace"))
    return path


def run_folders(recordings: Path) -> list[Path]:
    """The runs in a folder of recordings, newest first (a folder's name begins with when it began).

    What somebody has given another name, such as the sample or a customer's run, comes after them.

    Raises:
        OSError: the folder cannot be read.
    """
    with os.scandir(recordings) as entries:
        folders = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    runs = (folder for folder in folders if is_run(folder))
    return sorted(runs, key=lambda each: (each.name[:4].isdigit(), each.name), reverse=True)


def _record(folder: Path) -> RunRecord | None:
    try:
        return read_run(folder)
    except RunUnreadableError:
        return None


def _row(folder: Path, record: RunRecord | None) -> Row:
    href = f"{quote(folder.name)}/{REPORT_NAME}" if (folder / REPORT_NAME).is_file() else ""
    if record is None:
        return _unreadable(folder, href)
    verdict = verdict_of(record, running=not record.finished and is_running(folder))
    known = record.environment in _ENVIRONMENTS
    ended = record.ended_at or record.started_at
    return Row(
        href=href,
        sign=verdict.sign,
        sign_word=verdict.sign_word,
        headline=verdict.headline,
        reason=verdict.what,
        moment=record.started_at.isoformat(),
        day=day(record.started_at),
        clock=clock(record.started_at),
        command=command_name(record.command),
        command_key=record.command,
        environment=environment_name(record) if known else "",
        environment_key=record.environment or "" if known else "",
        nip=record.nip or "",
        took=seconds((ended - record.started_at).total_seconds() * 1000),
    )


def _unreadable(folder: Path, href: str) -> Row:
    moment = datetime.fromtimestamp(0, UTC)
    with suppress(OSError):
        moment = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return Row(
        href=href,
        sign=Sign.STOPPED,
        sign_word=say("report-sign-stopped"),
        headline=folder.name,
        reason=say("report-unreadable"),
        moment=moment.isoformat(),
        day=day(moment),
        clock=clock(moment),
        command="",
        command_key="",
        environment="",
        environment_key="",
        nip="",
        took="–",
    )


def _index(recordings: Path, rows: tuple[Row, ...]) -> Index:
    signs = [sign for sign in Sign if any(row.sign is sign for row in rows)]
    environments = {row.environment_key: row.environment for row in rows if row.environment_key}
    commands = {row.command_key: row.command for row in rows if row.command_key}
    return Index(
        language=language(),
        summary=say("report-index-summary", count=len(rows), folder=recordings.name),
        rows=rows,
        tally=tuple(
            (sign, say(f"report-sign-{sign}"), sum(row.sign is sign for row in rows)) for sign in signs
        ),
        filters=(
            (
                "outcome",
                say("report-filter-outcome"),
                tuple((str(sign), say(f"report-sign-{sign}")) for sign in signs),
            ),
            ("environment", say("report-filter-environment"), tuple(environments.items())),
            ("command", say("report-filter-command"), tuple(commands.items())),
        ),
    )
