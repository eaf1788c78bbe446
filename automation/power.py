"""The computer's power: the guide (Krok 4) wants a charged battery or mains before a token is made.

Between the press of `Generuj token` and the copy a computer that goes dark loses the token for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from automation.asking import answer_to, is_somebody_there
from automation.console import show_line
from automation.errors import BatteryLowError
from automation.text import say

if TYPE_CHECKING:
    from automation.environments import Environment
    from automation.execution import Job


@dataclass(frozen=True, slots=True)
class Power:
    """What the computer runs on."""

    percent: int | None = None
    """What the battery holds; None without one (or where the system does not tell)."""
    on_mains: bool = True
    """Whether it is plugged in; where that cannot be told, it is taken to be."""

    def is_low(self, minimum: int) -> bool:
        """Whether it runs on a battery that holds less than so many percent."""
        return not self.on_mains and self.percent is not None and self.percent < minimum


def power() -> Power:
    """What the computer runs on now. Never fails: what cannot be told is taken for mains power."""
    try:
        import psutil  # noqa: PLC0415  not every command asks

        battery = psutil.sensors_battery()
        if battery is None:
            return Power()
        # psutil says None where the system does not tell whether the charger is plugged in.
        return Power(percent=round(battery.percent), on_mains=battery.power_plugged is not False)
    except Exception:  # a driver's odd answer must not stop a run
        return Power()


def must_have_power(job: Job, environment: Environment) -> None:
    """See that the battery will last, before anything is asked of AP.

    Where the token has legal effect a person is asked to plug the charger in, and may decide to go on without;
    elsewhere a warning is enough.

    Args:
        job: what the command works with; `battery_minimum` is among its settings.
        environment: where the token is to be made.

    Raises:
        BatteryLowError: the battery is low, and nobody can be asked, or the person rather stops.
        RunInterruptedError: Ctrl-C.
    """
    minimum = job.settings.battery_minimum
    now = power()
    if not now.is_low(minimum):
        return
    if not environment.legal_effect:
        job.run.warn("battery-low", percent=now.percent or 0, minimum=minimum)
        return
    can_ask = job.may_ask and is_somebody_there(job.console)
    while can_ask and now.is_low(minimum):
        job.console.print(Text("\n" + say("battery-title", percent=now.percent or 0), style="bold red"))
        show_line(job.console, say("battery-why", minimum=minimum))
        answer = answer_to(say("battery-ask"), job.console, job.run.interruption)
        if answer is None:
            break
        if answer.casefold() == say("battery-yes"):
            job.run.warn("battery-low", percent=now.percent or 0, minimum=minimum)
            return
        if answer:
            break
        now = power()
    if now.is_low(minimum):
        raise BatteryLowError(percent=now.percent or 0, minimum=minimum)
