"""The plain text to put into a ticket: what matters, and nothing personal but NIP and reference number."""

from __future__ import annotations

from typing import Final

from automation.bundle.masking import Masker
from automation.evidence.record import ErrorRecord, RunRecord, Values
from automation.report.telling import (
    clock,
    command_name,
    day,
    environment_name,
    error_telling,
    shown,
)
from automation.report.timeline import Row, where_word
from automation.report.verdict import Verdict
from automation.text import say

_IMPERSONAL: Final = frozenset(
    {
        "address", "control", "count", "escrowed", "fields", "found", "hours", "kind", "listed", "login",
        "maximum", "minimum", "minutes", "missing", "nip", "offered", "option", "origin", "percent", "permissions",
        "place", "presses", "reason", "reference", "request", "seconds", "setting", "status", "step", "taken_at",
        "variable", "version",
    }
)  # fmt: skip
"""Details of errors that name no person and no folder of theirs."""
_HIDDEN: Final = "…"


def ticket_text(record: RunRecord, verdict: Verdict, stopped_at: Row | None) -> str:
    """The whole text, ready to be pasted."""
    lines = [
        f"{verdict.sign_word.upper()}: {verdict.headline}",
        "",
        f"{say('error-part-what')} {_error_part(record, 0, verdict.what)}",
        f"{say('error-part-token')} {_error_part(record, 1, verdict.token)}",
        f"{say('error-part-now')} {_error_part(record, 2, verdict.now)}",
        "",
    ]
    if stopped_at is not None:
        step = stopped_at.step
        lines.append(f"{where_word(record, stopped_at)}: {stopped_at.title}")
        lines += [f"{say('report-ap-says')}: „{text}”" for text in step.ap_says]
        if step.event_ids:
            lines.append(f"{say('report-event-ids')}: {', '.join(step.event_ids)}")
        lines += [
            f"{say('report-answered')}: {each.method} {each.path} → {each.status} ({each.took})"
            for each in stopped_at.troubles
        ]
    code = record.error.code if record.error is not None else "–"
    exit_code = "–" if record.exit_code is None else str(record.exit_code)
    browser, started = record.browser, f"{day(record.started_at)} {clock(record.started_at)}"
    facts = [
        (say("report-fact-run"), f"{command_name(record.command)} · {started}"),
        (say("report-fact-environment"), environment_name(record)),
        ("NIP", record.nip or "–"),
        (say("summary-reference"), record.reference_number or "–"),
        (say("report-fact-error"), f"{code} ({say('report-fact-exit')} {exit_code})"),
        (say("report-fact-ap-version"), record.ap_version or "–"),
        (say("report-fact-assistant"), record.assistant),
        (say("report-fact-browser"), f"{browser.product}, {browser.system}" if browser is not None else "–"),
    ]  # fmt: skip
    lines += [f"{name}: {value}" for name, value in facts]
    masker = Masker()
    return shown("\n".join(masker.text(_impersonal(line, record)) for line in lines)).strip()


def _error_part(record: RunRecord, part: int, otherwise: str) -> str:
    if record.error is None or not record.finished:
        return otherwise
    details: Values = {
        name: value if name in _IMPERSONAL else _HIDDEN for name, value in record.error.details.items()
    }
    error = ErrorRecord(
        code=record.error.code,
        details=details,
        message=record.error.message,
        advice=record.error.advice,
    )
    told = error_telling(error, record.steps)
    return (told.what, told.token, told.now)[part]


def _impersonal(text: str, record: RunRecord) -> str:
    """Without the token's name, which may be a person's, and without paths."""
    vault = record.vault
    for private in (
        record.token_name,
        vault.path if vault is not None else None,
        vault.entry_path if vault is not None else None,
        *(str(v) for k, v in (record.error.details if record.error else {}).items() if k not in _IMPERSONAL),
    ):
        if private and len(private) > 3:
            text = text.replace(private, _HIDDEN)
    return text
