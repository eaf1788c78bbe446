"""A run's record, turned into what the report tells, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from automation.ap.catalogue import permission_labels
from automation.evidence.record import RunRecord
from automation.evidence.result import ReproductionResult
from automation.report.comparison import NO_FILES, Comparison, comparison_of
from automation.report.permissions import Permissions, permissions_of
from automation.report.presses import Axis, axis_of
from automation.report.telling import (
    clock,
    command_name,
    day,
    environment_name,
    seconds,
    short_time,
    warning_text,
)
from automation.report.ticket import ticket_text
from automation.report.timeline import Request, Row, Stretch, requests_of, stretches_of, where_word
from automation.report.verdict import Fate, Verdict, verdict_of
from automation.text import language, say

MOST_REQUESTS: Final = 400
"""Requests that the table lists."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, for a list of them."""

    name: str
    value: str
    is_code: bool = False
    """Set as something to copy: a number, a path."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of the run's folder."""

    name: str
    what: str
    command: str = ""
    """How to open it."""


@dataclass(frozen=True, slots=True)
class Story:
    """All that a report tells."""

    record: RunRecord
    language: str
    title: str
    command: str
    environment: str
    day: str
    started: str
    took: str
    verdict: Verdict
    failed: Row | None
    """The step in which it stopped, with all there is to see of it."""
    failed_word: str
    token: tuple[Fact, ...]
    good_for: str
    stretches: tuple[Stretch, ...]
    axis: Axis | None
    permissions: Permissions | None
    warnings: tuple[tuple[str, str], ...]
    """Time and text."""
    requests: tuple[Request, ...]
    requests_left_out: int
    requests_summary: str
    facts: tuple[Fact, ...]
    ticket: str
    files: tuple[File, ...]
    comparison: Comparison | None


def story_of(
    record: RunRecord,
    files: Mapping[str, bytes],
    *,
    running: bool = False,
    comparison: ReproductionResult | None = None,
    original: RunRecord | None = None,
    original_files: Mapping[str, bytes] = NO_FILES,
) -> Story:
    """What to tell of a run, in the language in use.

    Args:
        record: the run.
        files: the files of its folder, by name; only pictures are looked at.
        running: whether the run is still under way.
        comparison: what `reproduce` found, if this run is a reproduction.
        original: the run that was reproduced.
        original_files: its files.
    """
    if record.command == "reproduce":
        record = _without_event_ids(record)
    case = comparison.source if comparison is not None else None
    verdict = verdict_of(record, running=running, original=original, case=case)
    requests = requests_of(record)
    stretches = stretches_of(record, files, requests)
    rows = [row for stretch in stretches for row in stretch.rows]
    failed = next((row for row in reversed(rows) if row.failed), None)
    if failed is None and rows and (record.error is not None or not record.finished):
        failed = rows[-1]  # it stopped between two steps
    ended = record.ended_at or record.started_at
    return Story(
        record=record,
        language=language(),
        title=f"{verdict.headline} – {command_name(record.command)}, {day(record.started_at)}",
        command=command_name(record.command),
        environment=environment_name(record),
        day=day(record.started_at),
        started=clock(record.started_at),
        took=seconds((ended - record.started_at).total_seconds() * 1000),
        verdict=verdict,
        failed=failed,
        failed_word=where_word(record, failed) if failed is not None else "",
        token=tuple(_token_facts(record, verdict)),
        good_for=_good_for(record, verdict),
        stretches=stretches,
        axis=axis_of(record),
        permissions=permissions_of(record),
        warnings=tuple((clock(warning.at), warning_text(warning)) for warning in record.warnings),
        requests=requests[:MOST_REQUESTS],
        requests_left_out=max(0, len(requests) - MOST_REQUESTS),
        requests_summary=say(
            "report-requests-summary",
            count=len(requests),
            failed=sum(request.failed for request in requests),
        ),
        facts=tuple(_facts(record)),
        ticket=ticket_text(record, verdict, failed),
        files=tuple(_files(record)),
        comparison=(
            comparison_of(comparison, record, files, original, original_files)
            if comparison is not None
            else None
        ),
    )


def _without_event_ids(record: RunRecord) -> RunRecord:
    """The replica's are made up: nobody may give them to AP's help desk."""
    steps = tuple(step.model_copy(update={"event_ids": ()}) for step in record.steps)
    return record.model_copy(update={"steps": steps})


def _good_for(record: RunRecord, verdict: Verdict) -> str:
    """For which environment the token is good; nothing where there is none."""
    if verdict.fate in {None, Fate.NONE}:
        return ""
    return say("good-for", environment=record.environment or "local")


def _token_facts(record: RunRecord, verdict: Verdict) -> list[Fact]:
    vault = record.vault
    labels = {str(permission): label for permission, label in permission_labels().items()}
    told = (
        (say("report-fact-fate"), verdict.fate_word, False),
        (say("summary-reference"), record.reference_number, True),
        (say("report-fact-name"), record.token_name, False),
        (say("report-fact-permissions"), ", ".join(labels.get(n, n) for n in record.permissions), False),
        ("NIP", record.nip, True),
        (say("summary-entry"), vault.entry_path if vault is not None else None, False),
        (say("summary-vault"), vault.path if vault is not None else None, True),
        (say("report-fact-issue"), _milliseconds(record.issue_to_durable_ms), False),
        (say("report-fact-shown"), _milliseconds(record.shown_to_durable_ms), False),
    )
    return [Fact(name, value, is_code) for name, value, is_code in told if value]


def _facts(record: RunRecord) -> list[Fact]:
    settings, browser = record.settings, record.browser
    told: list[tuple[str, str | None, bool]] = [
        (say("report-fact-environment"), environment_name(record), False),
        (say("report-fact-address"), record.base_url, True),
        (say("report-fact-ap-version"), record.ap_version, False),
        (say("report-fact-header"), _header(record.header_label), False),
    ]
    if settings is not None:
        told += [
            (say("report-fact-login"), say("report-login", login=settings.login), False),
            (say("report-fact-window"), say("report-window", headed=str(settings.headed).lower()), False),
            (say("report-fact-timeout"), seconds(settings.timeout * 1000), False),
            (
                say("report-fact-refresh"),
                say(
                    "report-refresh",
                    interval=seconds(settings.refresh_interval * 1000),
                    limit=str(settings.refresh_limit),
                ),
                False,
            ),
        ]
        if settings.validity_days is not None:
            told.append((say("report-fact-validity"), str(settings.validity_days), False))
    told += [
        (say("report-fact-assistant"), f"ap-token {record.assistant}", False),
        (say("report-fact-browser"), browser.product if browser is not None else None, False),
        ("Playwright", browser.playwright if browser is not None else None, False),
        ("Python", browser.python if browser is not None else None, False),
        (say("report-fact-system"), browser.system if browser is not None else None, False),
        (say("report-fact-exit"), "–" if record.exit_code is None else str(record.exit_code), False),
        (say("report-fact-error"), record.error.code if record.error is not None else None, True),
    ]
    return [Fact(name, value, is_code) for name, value, is_code in told if value]


def _files(record: RunRecord) -> list[File]:
    found = [File(name, say("report-file-trace"), f"playwright show-trace {name}") for name in record.traces]
    if record.video is not None:
        found.append(File(record.video, say("report-file-video")))
    found.append(File("journal.jsonl", say("report-file-journal")))
    if record.finished:
        found.append(File("run.json", say("report-file-result")))
    return found


def _header(label: str | None) -> str | None:
    return say("report-header-none") if label == "" else label


def _milliseconds(value: int | None) -> str | None:
    return None if value is None else short_time(value)
