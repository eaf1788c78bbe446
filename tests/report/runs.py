"""Runs to report on: records made in code, and folders as a run leaves them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PIL import Image

from automation.errors import AssistantError
from automation.evidence.folder import RunFolder
from automation.evidence.journal import Journal
from automation.evidence.record import (
    BrowserRecord,
    ErrorRecord,
    ExchangeRecord,
    MenuRecord,
    PressRecord,
    RunRecord,
    SettingsRecord,
    StepRecord,
    VaultRecord,
    WarningRecord,
)
from automation.evidence.steps import Fact, Seen
from automation.text import say
from flows.run import Run

START: Final = datetime(2026, 11, 23, 6, 18, 15, tzinfo=UTC)
REFERENCE: Final = "20251010-EC-1DCE3E3000-12ECB5B36E-45"
EVENT_ID: Final = "00-72cf74b1aa0311f0b5e80242ac120002-72cf74b1aa0311f0-01"
AP_WORDS: Final = "Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później."
TOKEN_NAME: Final = "Jan Nowak wystawianie faktur"
VAULT: Final = "/home/jan.nowak/hasla.kdbx"

_STEPS: Final[tuple[tuple[str, dict[str, str | int], int], ...]] = (
    ("przegladarka", {}, 4600),
    ("krok-1-adres", {"address": "https://ap-test.ksef.mf.gov.pl/web/"}, 1000),
    ("krok-1-uwierzytelnienie", {}, 700),
    ("krok-1-stan", {}, 400),
    ("krok-3-pola", {"name": TOKEN_NAME}, 300),
    ("krok-3-generuj", {}, 1000),
    ("krok-4-odswiez", {"press": 1}, 6000),
    ("krok-4-odswiez", {"press": 2}, 200),
    ("krok-4-kopiuj", {}, 200),
    ("krok-4-zapis", {}, 35),
)
"""A run of the usual kind: id, values, milliseconds."""
_CURTAIN: Final = 6


def drawn(colour: str, kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    content = io.BytesIO()
    Image.new("RGB", (288, 180), colour).save(content, kind)
    return content.getvalue()


def error_of(error: AssistantError) -> ErrorRecord:
    """An error as the journal and the result keep it."""
    what, token, now = (
        say(f"error-{error.code}.{part}", **error.details) for part in ("what", "token", "now")
    )
    return ErrorRecord(code=error.code, details=dict(error.details), message=f"{what} {token}", advice=now)


def steps(count: int = len(_STEPS), last: str = "done") -> tuple[StepRecord, ...]:
    """The first steps of a run; pictures `NN.png` before the curtain."""
    told, at = [], START
    for number, (step_id, values, took) in enumerate(_STEPS[:count], 1):
        outcome: Any = last if number == count else "done"
        told.append(
            StepRecord(
                number=number,
                id=step_id,
                title=say(f"step-{step_id}", **values),
                values=values,
                started_at=at,
                outcome=outcome,
                duration_ms=None if outcome == "running" else took,
                behind_curtain=number >= _CURTAIN,
                route="/web/home",
                picture=f"{number:02}.png" if number < _CURTAIN else None,
            )
        )
        at += timedelta(milliseconds=took + (2700 if number == _CURTAIN - 1 else 300))
    return tuple(told)


def record(**changes: Any) -> RunRecord:
    """A run that went well on the test environment, but for the changes."""
    told = {
        "command": "generate",
        "assistant": "0.1.0",
        "started_at": START,
        "ended_at": START + timedelta(seconds=20),
        "finished": True,
        "outcome": "stored",
        "exit_code": 0,
        "environment": "test",
        "base_url": "https://ap-test.ksef.mf.gov.pl/web/",
        "nip": "1234563218",
        "token_name": TOKEN_NAME,
        "permissions": ("InvoiceWrite", "InvoiceRead"),
        "reference_number": REFERENCE,
        "vault": VaultRecord(path=VAULT, entry_uuid="u", entry_path=f"KSeF/Test/1234563218/{TOKEN_NAME}"),
        "ordered": True,
        "token_safe": True,
        "settings": SettingsRecord(
            login="test", headed=False, timeout=30, refresh_interval=5, refresh_limit=60
        ),
        "browser": BrowserRecord(
            product="Chromium 131", playwright="1.55", python="3.11", system="Linux 6.1"
        ),
        "ap_version": "2.2.9",
        "header_label": "Środowisko Testowe",
        "menu": MenuRecord(invoices=True, permissions=True, tokens=True, certificates=True),
        "checkboxes": {"InvoiceWrite": "free", "InvoiceRead": "free", "SubunitManage": "locked"},
        "steps": steps(),
        "exchanges": (
            exchange(6, "POST", "/tokens", 12.2, 202),
            exchange(7, "GET", "/tokens/{id}", 13.4, 200),
            exchange(8, "GET", "/tokens/{id}", 19.5, 200),
        ),
        "presses": tuple(
            PressRecord(number=number, pressed_at=START + timedelta(seconds=at))
            for number, at in ((1, 13.3), (2, 19.4))
        ),
    }
    return RunRecord.model_validate(told | changes)


def exchange(step: int, method: str, path: str, at: float, status: int | None) -> ExchangeRecord:
    """A request and its answer after 40 ms; `at` in seconds after the start."""
    return ExchangeRecord(
        step=step,
        method=method,
        path=path,
        sent_at=START + timedelta(seconds=at),
        duration_ms=None if status is None else 40,
        status=status,
    )


def failed_at_the_menu() -> RunRecord:
    """AP answered the login with an error; the fourth step failed, and there is a picture of it."""
    *before, last = steps(4, "failed")
    last = last.model_copy(update={"ap_says": (AP_WORDS,), "event_ids": (EVENT_ID,), "error": "ap-failed"})
    return record(
        outcome="failed",
        exit_code=6,
        ordered=False,
        token_safe=False,
        reference_number=None,
        vault=None,
        steps=(*before, last),
        presses=(),
        exchanges=(exchange(2, "GET", "/session", 5.1, 200), exchange(4, "GET", "/context", 7.2, 503)),
        menu=MenuRecord(invoices=False, permissions=True, tokens=True, certificates=True),
        checkboxes={},
        error=ErrorRecord(
            code="ap-failed",
            details={"status": "503", "request": "GET /context", "step": last.title, "reason": AP_WORDS},
            message="AP odpowiedziała błędem.",
            advice="Spróbuj za kilka minut.",
        ),
        warnings=(WarningRecord(at=START, id="battery-low", values={"percent": 7, "minimum": 50}, text="-"),),
    )


def pictures_of(run: RunRecord) -> dict[str, bytes]:
    """A picture of another colour for each step that names one."""
    named = [step.picture for step in run.steps if step.picture is not None]
    return {name: drawn(f"hsl({40 * number}, 60%, 80%)") for number, name in enumerate(named)}


def folder_of_run(
    recordings: Path,
    *,
    command: str = "check",
    error: AssistantError | None = None,
    ends: bool = True,
    tell: Callable[[Run], None] = lambda _: None,
) -> Path:
    """A run's folder as the journal's own code writes it.

    Args:
        recordings: where.
        command: which command it was.
        error: what it ended with.
        ends: whether it came to its end at all.
        tell: does more in the run.
    """
    folder = RunFolder(recordings, command, "local")
    run = Run(observers=[Journal(folder, command)])
    with run.step("krok-1-sposob") as step:
        (folder.path / "01.png").write_bytes(drawn("beige"))
    run.see(Seen.PICTURE, step=step.number, file="01.png")
    tell(run)
    if ends:
        told = error_of(error) if error is not None else None
        folder.write_json(
            "run.json",
            {
                "outcome": "failed" if error else "checked",
                "exit_code": int(error.exit) if error else 0,
                "environment": "local",
                "nip": "1234563218",
                "error": told and {"code": told.code, "message": told.message, "advice": told.advice},
            },
        )
    return folder.path


def killed_after_the_order(run: Run) -> None:
    """What a run notes until it dies just after the order."""
    run.note(Fact.ORDERING)
    run.note(Fact.ESCROWED, reference_number=REFERENCE)
