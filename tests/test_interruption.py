"""Ctrl-C is a fact the run asks about, and never loses a token."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from automation.errors import Exit, RunInterruptedError
from automation.interruption import Interruption

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture
def told() -> list[str]:
    """What the operator was told."""
    return []


@pytest.fixture
def interruption(told: list[str]) -> Iterator[Interruption]:
    """One that listens."""
    listening = Interruption(lambda: told.append("wait"))
    with listening.listening():
        yield listening


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_stops_the_run_where_it_asks(interruption: Interruption, number: int) -> None:
    """The signal itself raises nothing; the next question does, with exit code 130."""
    interruption.check()
    signal.raise_signal(number)
    assert interruption.requested
    with pytest.raises(RunInterruptedError) as caught:
        interruption.check()
    assert caught.value.exit is Exit.INTERRUPTED
    assert int(Exit.INTERRUPTED) == 130


def test_behind_the_shield_one_signal_waits(interruption: Interruption, told: list[str]) -> None:
    """The operator is told once; the second signal gives up."""
    with interruption.shielded():
        signal.raise_signal(signal.SIGINT)
        interruption.check()
        assert told == ["wait"]
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(RunInterruptedError):
            interruption.check()
    assert told == ["wait"]


def test_a_noted_signal_counts_once_the_shield_is_down(interruption: Interruption) -> None:
    """It was put off, not forgotten."""
    with interruption.shielded():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(RunInterruptedError):
        interruption.check()


def test_an_earlier_signal_keeps_the_shield_from_going_up(
    interruption: Interruption, told: list[str]
) -> None:
    """The last moment before a token is ordered: whoever has asked to stop is obeyed."""
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(RunInterruptedError), interruption.shielded():
        pytest.fail("a token would have been ordered")
    assert told == []


def test_the_shield_comes_down_after_an_error(interruption: Interruption) -> None:
    """However the block ends."""
    with pytest.raises(KeyError), interruption.shielded():
        raise KeyError
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(RunInterruptedError):
        interruption.check()


def test_without_a_shield_nobody_is_told_to_wait(interruption: Interruption, told: list[str]) -> None:
    """There is nothing to wait for."""
    signal.raise_signal(signal.SIGINT)
    assert interruption.requested
    assert told == []


def test_the_former_handlers_come_back() -> None:
    """Python's own Ctrl-C works again afterwards, also after an error."""
    before = [signal.getsignal(number) for number in SIGNALS]
    interruption = Interruption()
    during: list[object] = []

    def break_off() -> None:
        with interruption.listening():
            during.extend(signal.getsignal(number) for number in SIGNALS)
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert all(one != other for one, other in zip(during, before, strict=True))
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_wait_takes_the_signal_as_its_end(interruption: Interruption) -> None:
    """A served replica ends with Ctrl-C, and that is no interruption."""
    killer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    killer.start()
    interruption.wait()
    killer.join()
    assert not interruption.requested
    interruption.check()


def test_a_run_that_is_deaf_to_the_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where nobody looks at a signal that is to end the run: behind the shield that is the second one."""
    monkeypatch.setattr("automation.interruption._HEARD_WITHIN", 0.05)
    broken_off = threading.Event()
    deaf = Interruption()
    deaf.last_resort = broken_off.set
    with deaf.listening(), deaf.shielded():
        signal.raise_signal(signal.SIGINT)
        assert not broken_off.wait(0.3)
        signal.raise_signal(signal.SIGINT)
        assert broken_off.wait(5)
    heard = Interruption()
    heard.last_resort = broken_off.clear
    with heard.listening():
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(RunInterruptedError):
            heard.check()
        time.sleep(0.3)
    assert broken_off.is_set()
