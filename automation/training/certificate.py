"""A page for the trainer's file: who practised what, what went well, and each mistake with the guide's rule."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Final

from automation import private
from automation.environments import LOCAL_NAME
from automation.errors import WrongSettingError
from automation.evidence.result import TrainingResult
from automation.os_reason import os_reason
from automation.report.telling import clock, day
from automation.text import language, say
from automation.training.pages import render
from automation.training.results import clean_name
from automation.training.summary import (
    Remembered,
    mistakes_made,
    time_of,
    title_of,
    verdict_of,
    well_done,
)

_SETTING: Final = "--certificate"


@dataclass(frozen=True, slots=True)
class Told:
    """One try."""

    what: str
    passed: bool
    verdict: str
    time: str
    hints: int
    helped: int


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the page shows."""

    language: str
    trainee: str | None
    when: str
    where: str
    tries: tuple[Told, ...]
    well: tuple[str, ...]
    mistakes: tuple[Remembered, ...]
    record: str
    """What the page is, and what it is not."""


def must_be_writable(path: Path) -> None:
    """See before the lesson that the page can be written.

    Raises:
        WrongSettingError: it cannot.
    """
    probe = path.with_name(f".{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        private.write_file(probe, b"")
        probe.unlink()
    except OSError as error:
        raise WrongSettingError(setting=_SETTING, reason=f"{path}: {os_reason(error)}") from None


def write_certificate(path: Path, results: Sequence[TrainingResult]) -> None:
    """Write the page.

    Args:
        path: where; what is there is replaced.
        results: one person's tries, oldest first; at least one.

    Raises:
        WrongSettingError: it cannot be written.
    """
    page = render("certificate.html.j2", paper=paper_of(results))
    try:
        private.write_file(path, page.encode("utf-8", "replace"))
    except OSError as error:
        raise WrongSettingError(setting=_SETTING, reason=f"{path}: {os_reason(error)}") from None


def paper_of(results: Sequence[TrainingResult]) -> Paper:
    """What the page says of one person's tries."""
    first, last = results[0], results[-1]
    return Paper(
        language=language(),
        trainee=clean_name(last.trainee),
        when=_when(first, last),
        where=", ".join(dict.fromkeys(map(_where, results))),
        tries=tuple(
            Told(
                title_of(each),
                bool(each.passed),
                verdict_of(each),
                time_of(each),
                each.hints,
                len(each.helped),
            )
            for each in results
        ),
        well=tuple(well_done(results)),
        mistakes=tuple(mistakes_made(results)),
        record=say("certificate-record", version=metadata.version("ap-token-assistant")),
    )


def _when(first: TrainingResult, last: TrainingResult) -> str:
    start, end = (datetime.fromisoformat(each.started_at) for each in (first, last))
    if day(start) != day(end):
        return f"{day(start)} – {day(end)}"
    return f"{day(start)}, {clock(start)[:5]}"


def _where(result: TrainingResult) -> str:
    if result.environment in {None, LOCAL_NAME}:
        return say("certificate-replica")
    return say("certificate-environment", environment=result.environment or "?")
