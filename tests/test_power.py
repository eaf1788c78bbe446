"""The guide's advice on power: what is seen of it, and what comes of it on production."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from automation import power as module
from automation.console import make_console
from automation.environments import DEMO, PRODUCTION
from automation.errors import BatteryLowError
from automation.evidence.result import Result
from automation.execution import Job
from automation.power import Power, must_have_power, power
from automation.settings import load_settings
from flows.run import Run
from tests.cli.conftest import Command
from tests.cli.conftest import ap_token as ap_token  # noqa: PLC0414  a fixture of the command's tests, used here as well
from tests.cli.terminal import in_terminal

LOW = Power(percent=20, on_mains=False)

_ASKS = """
import sys
from automation import power as module
from automation.console import make_console
from automation.environments import PRODUCTION
from automation.evidence.result import Result
from automation.execution import Job
from automation.power import Power, must_have_power
from automation.settings import load_settings
from flows.run import Run

seen = iter([Power(20, False), Power(21, False), Power(21, sys.argv[1] == "plugged")])
module.power = lambda: next(seen)
run = Run()
with run.interruption.listening():
    must_have_power(Job(load_settings(), Result("x"), run, make_console(to_stderr=False)), PRODUCTION)
print("GENERATES", len(run.warnings))
"""


def a_job(*, may_ask: bool = False) -> Job:
    """A command under way, with nobody at the terminal."""
    return Job(load_settings(), Result("generate"), Run(), make_console(to_stderr=True), may_ask=may_ask)


@pytest.mark.parametrize(
    ("battery", "expected"),
    [
        (None, Power()),
        (SimpleNamespace(percent=93.6, power_plugged=False), Power(94, on_mains=False)),
        (SimpleNamespace(percent=12, power_plugged=True), Power(12)),
        (SimpleNamespace(percent=12, power_plugged=None), Power(12)),
        (OSError("a driver's own"), Power()),
    ],
)
def test_what_is_seen_of_the_battery(
    monkeypatch: pytest.MonkeyPatch, battery: object, expected: Power
) -> None:
    """Without one, or where it does not tell, the computer counts as plugged in; asking never fails."""

    def sensors() -> object:
        if isinstance(battery, Exception):
            raise battery
        return battery

    monkeypatch.setattr(psutil, "sensors_battery", sensors, raising=False)
    assert power() == expected


def test_a_low_battery_stops_production_where_nobody_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 9, with what it takes."""
    monkeypatch.setattr(module, "power", lambda: LOW)
    with pytest.raises(BatteryLowError) as caught:
        must_have_power(a_job(), PRODUCTION)
    assert caught.value.details == {"percent": 20, "minimum": 50}


def test_a_low_battery_is_a_warning_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost demo token costs nothing but the time."""
    monkeypatch.setattr(module, "power", lambda: LOW)
    job = a_job()
    must_have_power(job, DEMO)
    assert len(job.run.warnings) == 1
    assert "20%" in job.run.warnings[0]


@pytest.mark.parametrize("enough", [Power(), Power(50, on_mains=False), Power(3, on_mains=True)])
def test_enough_power_is_not_worth_a_word(monkeypatch: pytest.MonkeyPatch, enough: Power) -> None:
    """Mains, no battery, or a charged one."""
    monkeypatch.setattr(module, "power", lambda: enough)
    job = a_job()
    must_have_power(job, PRODUCTION)
    assert job.run.warnings == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(
    ("third", "answers", "code"),
    [("plugged", ("", ""), 0), ("-", ("", "tak"), 0), ("-", ("nie",), 1), ("-", (None,), 1)],
)
def test_the_person_is_asked_to_plug_in(
    ap_token: Command, third: str, answers: tuple[str | None, ...], code: int
) -> None:
    """Enter looks again, `tak` goes on, anything else and Ctrl-C stop."""
    line = [sys.executable, "-c", _ASKS, third]
    with in_terminal(
        line, ap_token.folder, ap_token.environment(TERM="xterm", NO_COLOR=None, CI=None)
    ) as terminal:
        for number, answer in enumerate(answers):
            terminal.wait_for(f"{20 + number}%")
            if answer is None:
                terminal.press_ctrl_c()
            else:
                terminal.type_line(answer)
        assert terminal.end() == code
    assert ("GENERATES" in terminal.seen) is (code == 0)
