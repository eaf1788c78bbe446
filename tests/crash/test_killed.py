"""Whatever a run is doing when it dies: the database opens, nothing in it is lost, no token is unknown.

See `plan` for how many and which; every test is one killed run and, after it, two recoveries.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from . import invariants
from .conftest import Course
from .plan import LINUX, SEED, THOROUGH, Death, planned
from .scene import SITUATIONS, Running, Scene, Stop

pytestmark = [LINUX, pytest.mark.browser, pytest.mark.keepassxc]

HELD_BACK = 20.0
"""Seconds that AP holds an answer back, for a death in between."""
_HELD: dict[str, dict[str, Any]] = {
    "order-received": {"delays": [{"method": "POST", "path": "/tokens", "seconds": HELD_BACK}]},
    "status-received": {"delays": [{"method": "GET", "path": "/tokens/*", "seconds": HELD_BACK}]},
}


@pytest.mark.parametrize("death", planned(), ids=str)
def test_run_is_killed(death: Death, course: Callable[[str], Course]) -> None:
    """The invariants after the death, after a recovery, and after another one, which does nothing."""
    situation = SITUATIONS[death.situation]
    with Scene(situation, **_HELD.get(death.when, {})) as scene:
        scene.put_vault()
        before = invariants.entries(scene.judge, scene.vault)
        running = killed(scene, death, course)
        last = [key for _, key in scene.passed()[-1:]]
        scene.tell(f"AP_CRASH_SEED={SEED}; {death}; the last boundary passed: {last}")
        invariants.nothing_else_changed(scene, before)
        invariants.no_token_in_the_clear(scene)
        assert not running.orphans, "programs that nobody can reach any more"
        if death.manner != "alone":
            scene.time_passes()  # the power comes back later; the other deaths are looked into at once
        said = recover_twice(scene)
        invariants.nothing_else_changed(scene, before)
        invariants.no_token_in_the_clear(scene)
        _note(death, last, scene, said)


JOURNAL = "recordings/RUN-generate/journal.jsonl"
RESERVED = "after fsync vault #2"
ORDERED = f"amid write {JOURNAL} [step-ends krok-3-generuj] #1"
ESCROWED = "after fsync vault #3"
"""The writes of a run that keeps no session. The first time the folder is forced to disk is at opening."""
RECOVERY_DIES = [
    # AP has revoked, and the vault does not know it yet.
    ("no-escrow", ORDERED, "before open vault/.firma.kdbx.*.tmp #1"),
    ("escrow", ESCROWED, "before rename vault/.firma.kdbx.*.tmp #1"),
    ("escrow", ESCROWED, "after fsync vault #2"),
    ("replace", ESCROWED, "after fsync vault #2"),
    ("replace", ORDERED, f"before open {JOURNAL} #1"),
    ("escrow", ESCROWED, f"amid write {JOURNAL} [recovered] #1"),
    ("escrow", RESERVED, "after fsync vault #2"),
]


@pytest.mark.parametrize(("situation", "first", "second"), RECOVERY_DIES if THOROUGH else RECOVERY_DIES[:1])
def test_recovery_is_killed(situation: str, first: str, second: str) -> None:
    """A recovery that dies is settled by the next one."""
    with Scene(SITUATIONS[situation], keep_session=False) as scene:
        scene.put_vault()
        before = invariants.entries(scene.judge, scene.vault)
        for start, stop in ((scene.generate, first), (scene.recovering, second)):
            running = start(stops=[stop])
            assert running.wait_until_stopped(), running.finish()
            running.kill(alone=False)
            invariants.nothing_else_changed(scene, before)
        recover_twice(scene)
        invariants.nothing_else_changed(scene, before)
        invariants.no_token_in_the_clear(scene)


def killed(scene: Scene, death: Death, course: Callable[[str], Course]) -> Running:
    """Start a run and kill it where and how it was planned."""
    stops = [course(death.situation).at(death.fraction)] if death.when == "boundary" else []
    running = scene.generate(stops=stops, image=death.manner == "power")
    if death.when == "boundary":
        reached = running.wait_until_stopped()
        # The second copy is written on a thread of its own, and how often AP's page asks its gateway differs from run
        # to run: not everything of either comes in each.
        assert reached or " data/" in stops[0] or "[exchange]" in stops[0], f"{stops} was not reached"
    elif death.when == "instant":
        wait_for_instant(running, scene, death.fraction, course("escrow"))
    else:
        seen = {
            "order-received": lambda: scene.audit.token_posts,
            "order-answered": lambda: scene.audit.token_posts,
            "status-received": lambda: scene.audit.status_reads,
            "shown": lambda: [event for event in scene.audit.events if event.kind == "token-shown"],
            "copied": lambda: scene.audit.copies,
        }[death.when]
        assert running.wait_until(seen), running.finish()
    running.kill(alone=death.manner == "alone")
    if death.manner == "power":
        scene.cut_power()
    return running


def wait_for_instant(running: Running, scene: Scene, fraction: float, course: Course) -> None:
    """Three of ten deaths come before the order, the others, closer together, after it."""
    if fraction < 0.3:
        left = running.began + fraction / 0.3 * course.order_after - time.monotonic()
        time.sleep(max(left, 0))
        return
    running.wait_until(lambda: any("[curtain-opens]" in key for _, key in scene.passed()))
    time.sleep((fraction - 0.3) / 0.7 * (course.stored_after + 0.1))


def recover_twice(scene: Scene) -> dict[str, Any]:
    """Recover, see that all is settled; recover again, see that nothing was done."""
    first = scene.recover()
    scene.tell(first.out, first.err)
    invariants.every_token_is_accounted_for(scene, first.json)
    if invariants.waits_for_proof(scene, first):
        # `Generuj token` may have been pressed a moment ago, and AP lists nothing: proof only some minutes later.
        scene.minutes_pass(15)
        second = scene.recover()
        scene.tell(second.out, second.err)
    else:
        second = first
    invariants.recovery_is_complete(scene, second)
    after = invariants.Footprint.of(scene)
    third = scene.recover()
    assert invariants.Footprint.of(scene) == after, third.out
    assert (third.code, third.json["runs"]) == (0, []), third.out + third.err
    return first.json


def _note(death: Death, last: list[Stop], scene: Scene, said: dict[str, Any]) -> None:
    """A line in the report, if one is wanted."""
    report = os.environ.get("AP_CRASH_REPORT")
    if report:
        line = {
            "death": str(death),
            "last": last,
            "issued": [token.status for token in scene.audit.issued.values()],
            "recovered": [(run["state"], run["action"]) for run in said["runs"]],
        }
        with Path(report).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
