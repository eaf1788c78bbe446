"""The log on stderr."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from automation.errors import WrongSettingError
from automation.evidence.log import LOGGER, LogObserver, set_up_logging
from automation.evidence.steps import Step


@pytest.fixture(autouse=True)
def _logger_as_before() -> Iterator[None]:
    """The logger is the process's."""
    before = LOGGER.handlers[:], LOGGER.level, LOGGER.propagate
    LOGGER.handlers.clear()
    yield
    LOGGER.handlers[:], LOGGER.level, LOGGER.propagate = before[0], before[1], before[2]


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
