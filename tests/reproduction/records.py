"""Records of runs: one by hand, and any that a stranger's bundle may hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from automation.evidence.record import (
    ErrorRecord,
    ExchangeRecord,
    MenuRecord,
    PressRecord,
    RunRecord,
    SettingsRecord,
    StepRecord,
    WarningRecord,
)
from automation.replica.scenario import PERMISSIONS

NOON: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ALL_FREE: Final[dict[str, Any]] = dict.fromkeys(PERMISSIONS[:6], "free") | {
    "EnforcementOperations": "locked",
    "CollectiveIdentifierManage": "absent",
}
MENU: Final = MenuRecord(invoices=True, permissions=True, tokens=True, certificates=True)
SETTINGS: Final = SettingsRecord(login="test", headed=False, timeout=30, refresh_interval=5, refresh_limit=60)
LOGIN: Final = (
    "krok-1-adres",
    "krok-1-sposob",
    "krok-1-oswiadczenie",
    "krok-1-podmiot",
    "krok-1-podpis",
    "krok-1-uwierzytelnienie",
)
FORM: Final = ("krok-1-stan", "krok-2-zadanie-1", "krok-2-zadanie-2", "krok-2-zadanie-3", "krok-3-pola")
ORDER: Final = ("krok-3-sprawdzenie", "krok-3-generuj")


def steps(*ids: str, failed: str | None = None, outcome: str = "failed") -> tuple[StepRecord, ...]:
    """Steps a second apart; the last one failed with this error, or died."""
    last = len(ids)
    return tuple(
        StepRecord(
            number=number,
            id=step_id,
            title=step_id,
            started_at=NOON + timedelta(seconds=number),
            outcome=outcome if number == last and failed is not None else "done",
            duration_ms=100,
            error=failed if number == last and failed is not None and outcome == "failed" else None,
        )
        for number, step_id in enumerate(ids, 1)
    )


def record(**values: Any) -> RunRecord:
    """A run of `generate` that went as usual, but for what is given."""
    usual: dict[str, Any] = {
        "command": "generate",
        "assistant": "1.0",
        "started_at": NOON,
        "finished": True,
        "outcome": "failed",
        "exit_code": 6,
        "environment": "test",
        "nip": "5265877635",
        "token_name": "iCargo faktury",
        "permissions": ("InvoiceWrite", "InvoiceRead"),
        "settings": SETTINGS,
        "ap_version": "2.2.9",
        "header_label": "Środowisko Testowe",
        "menu": MENU,
        "checkboxes": ALL_FREE,
        "steps": steps(*LOGIN, *FORM, *ORDER),
    }
    return RunRecord.model_validate(usual | values)


def error(code: str, **details: str | int) -> ErrorRecord:
    """What a run ended with."""
    return ErrorRecord(code=code, details=details, message="-", advice="-")


def exchange(step: int, method: str, path: str, status: int | None = 200, **values: Any) -> ExchangeRecord:
    """One request, answered within a moment."""
    usual = {"duration_ms": None if status is None else 20} | values
    return ExchangeRecord(step=step, method=method, path=path, sent_at=NOON, status=status, **usual)


# --- any ------------------------------------------------------------------------------------------

_text = st.text(max_size=30)
_moments = st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds))
_seconds = st.sampled_from([0.0, -1.0, 0.5, 5.0, 30.0, 1e300])
_ids = st.sampled_from(
    [*LOGIN, *FORM, *ORDER, "krok-4-odswiez", "krok-4-czekanie", "krok-4-kopiuj", "skarbiec"]
)
_codes = st.sampled_from(
    [
        "ap-failed",
        "ap-too-slow",
        "ap-unreachable",
        "ap-maintenance",
        "ap-too-many-requests",
        "login-failed",
        "signature-refused",
        "session-ended",
        "permission-refused",
        "order-doubtful",
        "order-unknown",
        "token-failed",
        "token-not-ready",
        "token-not-safe",
        "control-missing",
        "control-ambiguous",
        "control-unresponsive",
        "page-covered",
        "required-field-unknown",
        "order-held-back",
        "form-read-back",
        "login-way-missing",
        "unexpected",
    ]
)
_details = st.dictionaries(
    st.sampled_from(["control", "fields", "found", "reason", "status", "seconds", "step", "version"]),
    st.sampled_from(["„Cel*”; „Inny”", "Generuj token", "Kopiuj", "503", "-", ""])
    | _text
    | st.integers(-1, 999),
)
_paths = (
    st.sampled_from(["/tokens", "/tokens/{id}", "/session", "/auth/test-signature", "/permissions"]) | _text
)

any_record = st.builds(
    RunRecord,
    command=st.sampled_from(["check", "generate", "rehearse"]) | _text,
    assistant=_text,
    started_at=_moments,
    finished=st.booleans(),
    exit_code=st.none() | st.integers(0, 130),
    error=st.none()
    | st.builds(ErrorRecord, code=_codes | _text, details=_details, message=_text, advice=_text),
    environment=st.sampled_from([None, "production", "demo", "test", "local"]) | _text,
    nip=st.sampled_from([None, "1234563218", "••••"]) | _text,
    token_name=st.none() | _text,
    permissions=st.lists(st.sampled_from(PERMISSIONS) | _text, max_size=4).map(tuple),
    refresh_presses=st.none() | st.integers(-1, 10_000),
    ordered=st.booleans(),
    settings=st.none()
    | st.builds(
        SettingsRecord,
        login=st.sampled_from(["test", "certificate", "login-gov", "session"]) | _text,
        headed=st.booleans(),
        timeout=_seconds,
        refresh_interval=_seconds,
        refresh_limit=st.integers(-1, 10_000),
        validity_days=st.none() | st.integers(-1, 4000),
    ),
    ap_version=st.sampled_from([None, "2.1.8", "2.2.9", "3.0.0", "2.3", "1.0", "99999999999.0"]) | _text,
    header_label=st.none() | _text,
    menu=st.none() | st.builds(MenuRecord),
    checkboxes=st.dictionaries(
        st.sampled_from(PERMISSIONS) | _text, st.sampled_from(["free", "locked", "absent"])
    ),
    steps=st.lists(
        st.builds(
            StepRecord,
            number=st.integers(1, 12),
            id=_ids | _text,
            title=_text,
            started_at=_moments,
            outcome=st.sampled_from(["done", "failed", "running"]),
            error=st.none() | _codes,
            snapshot=st.sampled_from([None, "a.yaml", "b.yaml"]),
        ),
        max_size=12,
    ).map(tuple),
    presses=st.lists(st.builds(PressRecord, number=st.integers(1, 9), pressed_at=_moments), max_size=4).map(
        tuple
    ),
    exchanges=st.lists(
        st.builds(
            ExchangeRecord,
            step=st.integers(0, 12),
            method=st.sampled_from(["GET", "POST", "DELETE"]) | _text,
            path=_paths,
            sent_at=_moments,
            duration_ms=st.none() | st.integers(-5, 600_000),
            status=st.sampled_from([None, 200, 202, 302, 400, 401, 403, 429, 500, 504])
            | st.integers(-1, 999),
            broken=st.booleans(),
            retry_after=st.sampled_from([None, -1.0, 0.4, 30.0, 1e300]),
            code=st.none() | st.integers(-1, 99_999),
        ),
        max_size=8,
    ).map(tuple),
    warnings=st.lists(
        st.builds(
            WarningRecord,
            at=_moments,
            id=st.sampled_from(["no-escrow", "copied-from-page", "copied-from-escrow"]) | _text,
            text=_text,
        ),
        max_size=3,
    ).map(tuple),
)
"""Whatever the model allows, and mostly what a run may leave."""
