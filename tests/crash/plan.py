"""How many runs are killed, when, and how.

Three environment variables decide:

- `AP_CRASH_RUNS`: how many runs are killed; from 100 on, also every situation and every fault there is.
- `AP_CRASH_SEED`: which ones; a failure tells it.
- `AP_CRASH_REPORT`: a file that gets a line a killed run: when, how, what came of it.
"""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from typing import Final, Literal

import pytest

RUNS: Final = int(os.environ.get("AP_CRASH_RUNS", "2"))
THOROUGH: Final = RUNS >= 100
"""Whether there is time for everything: all situations, all faults."""
SEED: Final = int(os.environ.get("AP_CRASH_SEED", "3"))

LINUX: Final = pytest.mark.skipif(sys.platform != "linux", reason="stops processes and reads /proc")

Manner = Literal["alone", "all", "power"]
"""The command alone, with all its children, or the power: only what was forced to disk is there afterwards."""
MANNERS: Final[tuple[Manner, ...]] = ("all", "power", "alone")

EVENTS: Final = ("order-received", "order-answered", "status-received", "shown", "copied")
"""What AP sees. "Received": its work is done and its answer held back."""

_SITUATIONS: Final = ("escrow", "no-escrow", "direct", "old-format", "direct-no-escrow", "replace")
# Each situation whose boundaries are used costs a run that counts them, so a short plan has fewer.
_FEW: Final = ("escrow", "no-escrow", "escrow", "replace", "escrow")
_MANY: Final = ("escrow", "no-escrow", "escrow", "replace", "escrow", "direct", "escrow", "old-format")


@dataclass(frozen=True)
class Death:
    """One run to be killed."""

    number: int
    situation: str
    manner: Manner
    when: str
    """`boundary`, `instant`, or one of the events."""
    fraction: float
    """Which boundary, of all there are in this situation; or how far into the run."""

    def __str__(self) -> str:
        return f"{self.when}-{self.situation}-{self.manner}-{self.number}"


def planned(runs: int = RUNS, seed: int = SEED) -> list[Death]:
    """Half of them at boundaries, spread evenly over all there are; the others at AP's events and at random."""
    chance = random.Random(seed)  # noqa: S311  nothing secret
    at_boundaries, at_events = round(runs * 0.5), round(runs * 0.25)
    deaths = []
    used = _MANY if runs >= 100 else _FEW
    turns = [used[turn % len(used)] for turn in range(at_boundaries)]
    shift = {situation: chance.random() for situation in sorted(set(turns))}
    manner = chance.randrange(len(MANNERS))
    for turn, situation in enumerate(turns):
        fraction = (turns[:turn].count(situation) + shift[situation]) / turns.count(situation)
        deaths.append(Death(turn, situation, MANNERS[(manner + turn) % len(MANNERS)], "boundary", fraction))
    for turn in range(at_events):
        when = EVENTS[turn % len(EVENTS)]
        situation = ("escrow", "no-escrow", "replace")[(turn // len(EVENTS) + turn) % 3]
        deaths.append(Death(turn, situation, MANNERS[(manner + turn) % len(MANNERS)], when, 0))
    for turn in range(runs - at_boundaries - at_events):
        situation = _SITUATIONS[turn % len(_SITUATIONS)]
        manner_ = MANNERS[(manner + turn + turn // len(_SITUATIONS)) % len(MANNERS)]
        deaths.append(Death(turn, situation, manner_, "instant", chance.random()))
    return deaths
