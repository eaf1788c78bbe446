"""The log on stderr."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest

from automation.errors import WrongSettingError
from automation.evidence.log import LOGGER, LogObserver, log, set_up_logging
from automation.evidence.steps import Fact, Step
from automation.secret import MASK, Secret


@pytest.fixture(autouse=True)
def _logger_as_before() -> Iterator[None]:
    """The logger is the process's."""
    before = LOGGER.handlers[:], LOGGER.level, LOGGER.propagate
    root, raises = logging.getLogger().handlers[:], logging.raiseExceptions
    LOGGER.handlers.clear()
    yield
    LOGGER.handlers[:], LOGGER.level, LOGGER.propagate = before[0], before[1], before[2]
    logging.getLogger().handlers[:], logging.raiseExceptions = root, raises


def test_without_a_level_nothing_is_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: Step
) -> None:
    """Not even errors: the console tells those."""
    monkeypatch.delenv("AP_LOG_LEVEL", raising=False)
    assert not set_up_logging()
    step.outcome = "failed"
    LogObserver().step_ends(step)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("level", "lines"), [("DEBUG", 4), ("info", 3), ("WARNING", 1), ("ERROR", 0)])
def test_the_level_decides_what_is_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: Step, level: str, lines: int
) -> None:
    """On stderr, for stdout may be JSON."""
    monkeypatch.setenv("AP_LOG_LEVEL", level)
    assert set_up_logging()
    observer = LogObserver()
    observer.step_begins(step)
    step.outcome = "done"
    observer.step_ends(step)
    observer.curtain(is_open=True)
    observer.warned("Uwaga")
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == lines


def test_a_wrong_level_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With those that there are."""
    monkeypatch.setenv("AP_LOG_LEVEL", "gadatliwy")
    with pytest.raises(WrongSettingError) as caught:
        set_up_logging()
    assert caught.value.details["setting"] == "AP_LOG_LEVEL"


def test_other_loggers_stay_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Libraries may log what they are given, and that may be a secret."""
    monkeypatch.setenv("AP_LOG_LEVEL", "DEBUG")
    set_up_logging()
    logging.getLogger("some.library").debug("tajne")
    assert "tajne" not in capsys.readouterr().err


def test_each_record_is_one_json_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: Step
) -> None:
    """When (UTC), how bad, what, and its fields."""
    monkeypatch.setenv("AP_LOG_LEVEL", "DEBUG")
    set_up_logging()
    observer = LogObserver()
    observer.step_begins(step)
    step.outcome, step.duration_ms, step.error = "failed", 12, "ap-too-slow"
    observer.step_ends(step)
    observer.noted(Fact.RESERVED, {"entry_uuid": "u", "entry_path": "KSeF/Demo\nx"})
    records = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all(re.fullmatch(r"[0-9T:.-]+\+00:00", record.pop("at")) for record in records)
    assert records == [
        {"level": "DEBUG", "event": "step-begins", "fields": {"id": step.id, "number": 1}},
        {
            "level": "ERROR",
            "event": "step-ends",
            "fields": {
                "id": step.id,
                "number": 1,
                "outcome": "failed",
                "duration_ms": 12,
                "error": "ap-too-slow",
            },
        },
        {
            "level": "INFO",
            "event": "reserved",
            "fields": {"entry_uuid": "u", "entry_path": "KSeF/Demo\nx"},
        },
    ]


def test_fields_are_redacted_by_type_and_by_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A `Secret`, its value in a text, and a field that is called like a secret."""
    monkeypatch.setenv("AP_LOG_LEVEL", "INFO")
    set_up_logging()
    secret = Secret('tajne "hasło" bazy')
    log(logging.INFO, "x", secret=secret, text=f"<{secret.reveal()}>", nested=[{"cookie": "a=b"}], number=7)
    line = capsys.readouterr().err
    assert json.loads(line)["fields"] == {
        "secret": MASK,
        "text": f"<{MASK}>",
        "nested": [{"cookie": MASK}],
        "number": 7,
    }
    assert "tajne" not in line


def test_an_exception_is_logged_by_type_and_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ours or a library's: never its words, which may quote anything, nor a library's own."""
    monkeypatch.setenv("AP_LOG_LEVEL", "INFO")
    set_up_logging()
    error = ValueError("wpisano hunter2")
    LOGGER.error("ours", exc_info=error)
    logging.getLogger("asyncio").error("never retrieved: %r", error, exc_info=error)
    logging.getLogger("asyncio").error("%d", "hunter2")
    said = capsys.readouterr().err
    assert [json.loads(line)["fields"].get("exception") for line in said.splitlines()] == [
        "ValueError",
        "ValueError",
        None,
    ]
    assert "hunter2" not in said
    assert "retrieved" not in said
