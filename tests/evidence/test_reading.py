"""A run read back from its folder, whatever state the folder is in."""

from __future__ import annotations

import json
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automation.errors import RunUnreadableError
from automation.evidence.folder import RunFolder
from automation.evidence.journal import FILE_NAME, Journal
from automation.evidence.reading import RESULT_NAME, is_run, read_run
from automation.evidence.record import RunRecord
from automation.evidence.steps import Fact, Seen, Step

NUMBER = "20251010-EC-1DCE3E3000-12ECB5B36E-45"
EVENT_ID = "00-7be31f5a90c24d68b1e7f3a52c9d8e04-5d1b7c3e9a2f4806-01"
RESULT = {
    "schema": 1,
    "outcome": "failed",
    "exit_code": 6,
    "environment": "demo",
    "base_url": "https://ap-demo.ksef.mf.gov.pl/web/",
    "nip": "1234563218",
    "permissions": ["InvoiceWrite", "InvoiceRead"],
    "reference_number": NUMBER,
    "vault": {"path": "/v.kdbx", "entry_uuid": "u", "entry_path": "KSeF/Demo/1234563218/Token"},
    "steps": [],
    "error": {"code": "order-doubtful", "message": "AP odpowiedziała błędem.", "advice": "Sprawdź listę."},
}


def _journal(folder: RunFolder) -> Journal:
    """A run that got as far as an order that AP answered with an error."""
    journal = Journal(folder, "generate")
    now = datetime.now(UTC)
    journal.witnessed(
        Seen.SETTINGS,
        {
            "environment": "demo",
            "base_url": RESULT["base_url"],
            "nip": "1234563218",
            "login": "test",
            "headed": False,
            "timeout": 30.0,
            "refresh_interval": 5.0,
            "refresh_limit": 60,
        },
    )
    journal.noted(Fact.WANTED, {"token_name": "Token", "permissions": "InvoiceWrite, InvoiceRead"})
    home = Step("krok-1-stan", "Stan po zalogowaniu", 1, now)
    journal.step_begins(home)
    journal.witnessed(
        Seen.MENU, {"invoices": True, "permissions": True, "tokens": True, "certificates": False}
    )
    journal.witnessed(
        Seen.SCREEN,
        {"step": 1, "route": "/web/home", "ap_version": "2.2.9", "header_label": "Środowisko Demonstracyjne"},
    )
    region = {"kind": "nip", "x": 1.0, "y": 2.0, "width": 3.0, "height": 4.0}
    journal.witnessed(Seen.PICTURE, {"step": 1, "file": "01-krok-1-stan.png", "regions": [region]})
    home.outcome, home.duration_ms = "done", 120
    journal.step_ends(home)
    journal.witnessed(Seen.CHECKBOXES, {"InvoiceWrite": "free", "Introspection": "locked"})
    journal.noted(Fact.ORDERING, {})
    journal.curtain(is_open=True)
    order = Step("krok-3-generuj", "Generuj token", 2, now, values={"press": 1})
    journal.step_begins(order)
    journal.witnessed(
        Seen.EXCHANGE,
        {
            "step": 2,
            "method": "POST",
            "path": "/tokens",
            "sent_at": now.isoformat(),
            "duration_ms": 80,
            "status": 500,
            "code": 26001,
            "event_id": EVENT_ID,
        },
    )
    journal.witnessed(Seen.AP_SAYS, {"step": 2, "texts": ["Błąd"], "event_ids": [EVENT_ID]})
    journal.witnessed(Seen.PRESSED, {"number": 1, "pressed_at": now.isoformat()})
    journal.witnessed(Seen.WARNING, {"id": "not-compared", "values": {}, "text": "Uwaga"})
    journal.witnessed(Seen.TRACE, {"file": "trace.zip"})
    return journal


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The folder of a run that was killed right after AP's answer to the order."""
    folder = RunFolder(tmp_path_factory.mktemp("recordings"), "generate", "demo")
    _journal(folder)
    return folder


def _written(folder: Path, lines: list[object], result: object = None) -> Path:
    content = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    (folder / FILE_NAME).write_bytes(content)
    if result is not None:
        (folder / RESULT_NAME).write_bytes(
            result if isinstance(result, bytes) else json.dumps(result).encode()
        )
    return folder


def _lines(run: RunFolder) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run.path / FILE_NAME).read_bytes().splitlines()]


def test_a_killed_run_tells_all_that_it_had_written(run: RunFolder) -> None:
    """Without `run.json` the journal alone tells: where it died, and that a token may have been ordered."""
    record = read_run(run.path)
    assert (record.finished, record.exit_code, record.error) == (False, None, None)
    assert (record.ordered, record.token_safe, record.token_name) == (True, False, "Token")
    assert record.permissions == ("InvoiceWrite", "InvoiceRead")
    assert (record.ap_version, record.header_label) == ("2.2.9", "Środowisko Demonstracyjne")
    assert record.menu is not None
    assert not record.menu.certificates
    assert record.checkboxes == {"InvoiceWrite": "free", "Introspection": "locked"}
    home, order = record.steps
    assert (home.outcome, home.route, home.picture) == ("done", "/web/home", "01-krok-1-stan.png")
    assert home.regions is not None
    assert [region.kind for region in home.regions] == ["nip"]
    assert record.failed_step == order
    assert (order.outcome, order.behind_curtain, order.values) == ("running", True, {"press": 1})
    assert (order.ap_says, order.event_ids) == (("Błąd",), (EVENT_ID,))
    assert [(each.status, each.code, each.event_id) for each in record.exchanges] == [(500, 26001, EVENT_ID)]
    assert (len(record.presses), len(record.warnings), record.traces) == (1, 1, ("trace.zip",))


def test_a_run_that_ended_has_its_result(run: RunFolder, tmp_path: Path) -> None:
    """`run.json` says how it ended, the journal's last line what the error was made of."""
    error = {
        "at": _lines(run)[-1]["at"],
        "event": "error",
        "code": "order-doubtful",
        "details": {"status": 500},
    }
    record = read_run(_written(tmp_path, [*_lines(run), error], RESULT))
    assert (record.finished, record.exit_code, record.outcome) == (True, 6, "failed")
    assert (record.environment, record.reference_number) == ("demo", NUMBER)
    assert record.vault is not None
    assert record.error is not None
    assert (record.error.code, record.error.details) == ("order-doubtful", {"status": 500})


def test_a_journal_of_an_older_version_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Steps without values, no settings, no notes on AP: what is not there is left empty."""
    at = "2026-11-22T18:49:23.000+00:00"
    step = {"at": at, "id": "krok-1-adres", "number": 1}
    lines: list[object] = [
        {"at": at, "event": "begins", "command": "rehearse", "pid": 7, "started": 1},
        {**step, "event": "step-begins", "title": "Otwórz AP"},
        {**step, "event": "step-ends", "outcome": "failed", "duration_ms": 5, "error": "ap-failed"},
        {"at": at, "event": "something-newer", "step": 1},
    ]
    record = read_run(_written(tmp_path, lines))
    assert (record.command, record.assistant, record.language) == ("rehearse", "?", "pl")
    assert [(each.id, each.error) for each in record.steps] == [("krok-1-adres", "ap-failed")]
    assert (record.settings, record.menu, record.nip) == (None, None, None)


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        ("begins", {"language": ["pl"]}),
        ("step-begins", {"number": math.inf}),
        ("step-begins", {"values": [1]}),
        ("step-ends", {"number": -math.inf}),
        ("step-ends", {"outcome": "exploded"}),
        ("step-ends", {"duration_ms": 10**400}),
        ("screen", {"step": math.inf, "ap_version": {}}),
        ("menu", {"invoices": "perhaps"}),
        ("checkboxes", {"InvoiceWrite": "ajar"}),
        ("settings", {"timeout": math.nan}),
        ("picture", {"file": "../../etc/passwd"}),
        ("picture", {"regions": [{"kind": "nip"}]}),
        ("ap-says", {"texts": 7, "event_ids": [[]]}),
        ("exchange", {"sent_at": "0001-01-01T00:00:00-23:00"}),
        ("exchange", {"event_id": "Jan Kowalski"}),
        ("wanted", {"permissions": 5, "token_name": {}}),
        ("warning", {"values": {"a": "\ud800"}}),
        ("trace", {"file": "C:\\trace.zip"}),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_one_bad_line_costs_no_more_than_itself(
    run: RunFolder, tmp_path: Path, event: str, changes: dict[str, Any]
) -> None:
    """The other lines are told as ever; nothing of what is not valid gets into the record."""
    lines = [line | changes if line["event"] == event else line for line in _lines(run)]
    assert lines != _lines(run)
    record = read_run(_written(tmp_path, [*lines]))
    assert record.ordered
    assert record.browser is None
    dumped = record.model_dump_json()
    assert not any(word in dumped for word in ("passwd", "Kowalski", "exploded", "perhaps", "C:", "ajar"))
    # A picture whose regions nobody knows may not pass for one in which there is nothing to paint over.
    assert not any(step.regions == () for step in record.steps)


@pytest.mark.parametrize("content", [None, b"", b"\x00" * 100, b"{}\n[]\n1\n", b"[" * 100_000])
def test_what_is_no_run_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """No journal, an empty one, none that tells anything."""
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    assert is_run(tmp_path) == (content is not None)
    with pytest.raises(RunUnreadableError):
        read_run(tmp_path)


_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\ud800", "9999-12-31T23:59:59-23:59", "2026-W01-1", "x" * 5000, 10**400, -1, 0]),
)
_JSON = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


_CHANGES = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), _JSON), max_size=6)
_QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
_BYTES = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=3)


@settings(deadline=None, suppress_health_check=_QUIET)
@given(changes=_CHANGES, shuffle=st.randoms(use_true_random=False), flipped=_BYTES, end=st.integers(0, 4_000))
def test_a_mangled_journal_gives_a_record_or_is_refused(
    run: RunFolder,
    tmp_path: Path,
    changes: list[tuple[int, int, Any]],
    shuffle: random.Random,
    flipped: list[tuple[int, int]],
    end: int,
) -> None:
    """Values swapped for anything, lines lost, doubled and in any order, bytes flipped and cut: never another error,
    and what is read can be written and read again.
    """
    lines: list[dict[str, Any]] = [*_lines(run), dict(RESULT)]
    for which, key, value in changes:
        line = lines[which % len(lines)]
        line[sorted(line)[key % len(line)]] = value
    *lines, result = lines
    lines = shuffle.choices(lines, k=len(lines)) if end % 2 else lines
    _written(tmp_path, [*lines], result if end % 3 else json.dumps(result).encode()[: end % 100])
    content = bytearray((tmp_path / FILE_NAME).read_bytes())
    for place, byte in flipped:
        if place < len(content):
            content[place] = byte
    (tmp_path / FILE_NAME).write_bytes(content[:end])
    try:
        record = read_run(tmp_path)
    except RunUnreadableError:
        return
    assert RunRecord.model_validate_json(record.model_dump_json()) == record
    for moment in (record.started_at, *(step.started_at for step in record.steps)):
        assert moment.astimezone() - timedelta(days=365) < moment
