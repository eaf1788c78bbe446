"""The disk fails, another program writes, another assistant comes: the run says the truth and the token is kept."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from . import invariants
from .conftest import Course
from .faults import Busy, Deleted, Fault, Full, ReadOnly, Unplugged
from .plan import LINUX, THOROUGH
from .scene import SITUATIONS, Ended, Scene
from .test_killed import recover_twice

pytestmark = [LINUX, pytest.mark.browser, pytest.mark.keepassxc]

WRITE = "before open vault/.firma.kdbx.*.tmp #{}"
RENAME = "before rename vault/.firma.kdbx.*.tmp #{}"
ORDERING = "after fsync recordings/RUN-generate/journal.jsonl [ordering] #1"
RESERVE, ESCROW, CONFIRM = 1, 2, 3
"""A run's writes to the database. Without escrow the second one is the confirmation.

They are counted, so no session is kept where they are: its write, on a thread of its own, would be the first.
"""


def stopped_at(scene: Scene, stop: str, fault: Fault) -> Ended:
    """Run the command, inflict the fault at this boundary, let it go on to its end, undo the fault."""
    running = scene.generate(stops=[stop])
    assert running.wait_until_stopped(), running.finish()
    fault.inflict(scene)
    running.go_on()
    ended = running.finish()
    scene.tell(ended.out, ended.err)
    fault.undo(scene)
    return ended


AT_RESERVATION: dict[str, Fault] = {
    "full": Full("vault_dir"),
    "nearly-full": Full("vault_dir", left=4096),
    "busy": Busy(),
}


@pytest.mark.parametrize("fault", AT_RESERVATION if THOROUGH else ["nearly-full"])
def test_fault_at_the_reservation_stops_the_run(fault: str) -> None:
    """Exit 7, AP was not asked for a token, and the database is what it was."""
    wrong = AT_RESERVATION[fault]
    with Scene(SITUATIONS["escrow"], keep_session=False) as scene:
        wrong.prepare(scene)
        scene.put_vault()
        before = scene.vault.read_bytes()
        ended = stopped_at(scene, WRITE.format(RESERVE), wrong)
        assert ended.code == 7
        assert not scene.audit.token_posts
        assert scene.vault.read_bytes() == before
        assert [path.name for path in scene.vault_dir.iterdir()] == ["firma.kdbx"]


WORST_MOMENTS = [
    ("full-escrow", Full("vault_dir"), "escrow", WRITE.format(ESCROW)),
    ("busy-confirm", Busy(), "no-escrow", RENAME.format(ESCROW)),
    ("unplugged-escrow", Unplugged(), "escrow", WRITE.format(ESCROW)),
    ("read-only-confirm", ReadOnly(), "no-escrow", WRITE.format(ESCROW)),
]
MORE_WORST_MOMENTS = [
    ("nearly-full-escrow", Full("vault_dir", left=4096), "escrow", WRITE.format(ESCROW)),
    ("full-confirm", Full("vault_dir"), "escrow", WRITE.format(CONFIRM)),
    ("full-replace-escrow", Full("vault_dir"), "replace", WRITE.format(ESCROW)),
    ("full-replace-confirm", Full("vault_dir"), "replace", WRITE.format(CONFIRM)),
    ("full-no-escrow", Full("vault_dir"), "no-escrow", WRITE.format(ESCROW)),
    ("full-and-data-full", Full("vault_dir", "data"), "escrow", WRITE.format(ESCROW)),
    ("full-direct", Full("vault_dir"), "direct-no-escrow", WRITE.format(ESCROW)),
    ("busy-escrow", Busy(), "escrow", RENAME.format(ESCROW)),
    ("busy-escrowed-confirm", Busy(), "escrow", RENAME.format(CONFIRM)),
    ("read-only-escrow", ReadOnly(), "escrow", WRITE.format(ESCROW)),
    ("read-only-order", ReadOnly(), "escrow", ORDERING),
    ("unplugged-order", Unplugged(), "escrow", ORDERING),
    ("unplugged-confirm", Unplugged(), "no-escrow", WRITE.format(ESCROW)),
    ("deleted-escrow", Deleted(), "escrow", WRITE.format(ESCROW)),
    ("deleted-confirm", Deleted(), "escrow", WRITE.format(CONFIRM)),
]


@pytest.mark.usually(2)
@pytest.mark.parametrize(
    ("fault", "situation", "stop"),
    [
        pytest.param(*rest, id=name)
        for name, *rest in WORST_MOMENTS + (MORE_WORST_MOMENTS if THOROUGH else [])
    ],
)
def test_token_survives_a_fault_after_the_order(fault: Fault, situation: str, stop: str) -> None:
    """Exit 8, the rescue database named in the message and in the journal; `recover` takes the token from there."""
    with Scene(SITUATIONS[situation], keep_session=False) as scene:
        fault.prepare(scene)
        scene.put_vault()
        before = invariants.entries(scene.judge, scene.vault)
        ended = stopped_at(scene, stop, fault)
        assert ended.code == 8
        assert len(scene.audit.issued) == 1
        (rescue,) = invariants.rescues(scene)
        assert rescue.name in ended.json["error"]["message"] + ended.json["error"]["advice"]
        (journal,) = scene.journals()
        assert [line["path"] for line in journal if line["event"] == "rescued"][-1] == str(rescue)
        invariants.every_token_is_accounted_for(scene, None)
        invariants.nothing_else_changed(scene, before)
        invariants.no_token_in_the_clear(scene)
        recover_twice(scene)
        invariants.nothing_else_changed(scene, before)


@pytest.mark.usually(1)
@pytest.mark.parametrize("folders", [("recordings",), ("data",)], ids="-".join)
def test_a_full_disk_elsewhere_costs_no_token(folders: tuple[str, ...]) -> None:
    """Journal or second copy cannot be written any more: the token is in the vault, and a warning says so."""
    fault = Full(*folders)
    with Scene(SITUATIONS["escrow"], keep_session=False) as scene:
        fault.prepare(scene)
        scene.put_vault()
        ended = stopped_at(scene, WRITE.format(ESCROW), fault)
        assert ended.code == 0
        assert ended.json["warnings"]
        invariants.every_token_is_accounted_for(scene, None)
        invariants.no_token_in_the_clear(scene)
        recover_twice(scene)


def test_token_that_no_disk_takes_is_held_until_one_does() -> None:
    """Database, data folder and temporary folder are full: the process keeps the token and tries again."""
    fault = Full("vault_dir", "data", "tmp")
    with Scene(SITUATIONS["escrow"], keep_session=False) as scene:
        fault.prepare(scene)
        scene.put_vault()
        running = scene.generate(stops=[WRITE.format(ESCROW)])
        assert running.wait_until_stopped()
        fault.inflict(scene)
        running.go_on()
        assert running.wait_until(lambda: any(line["event"] == "holding" for line in scene.journals()[0]))
        invariants.no_token_in_the_clear(scene)
        fault.undo(scene)
        ended = running.finish()
        assert ended.code == 0, ended.out + ended.err
        invariants.every_token_is_accounted_for(scene, None)
        recover_twice(scene)


@pytest.mark.parametrize("situation", ["escrow", "no-escrow", "replace"] if THOROUGH else ["escrow"])
def test_keepassxc_may_write_between_any_two_steps(situation: str, course: Callable[[str], Course]) -> None:
    """An entry added after every line of the journal: all of them are there in the end, and so is the token."""
    stops = [key for _, key in course(situation).passed if key.startswith("after fsync") and "journal" in key]
    if not THOROUGH:
        stops = [key for key in stops if "[step-" not in key] + stops[-4:]
    with Scene(SITUATIONS[situation]) as scene:
        scene.put_vault()
        before = invariants.entries(scene.judge, scene.vault)
        running = scene.generate(stops=stops)
        added = 0
        while running.wait_until_stopped():
            scene.judge.add(scene.vault, f"cudzy wpis {added}")
            added += 1
            running.go_on()
        ended = running.finish()
        assert ended.code == 0, ended.out + ended.err
        assert added >= 5
        titles = {entry.path for entry in invariants.entries(scene.judge, scene.vault).values()}
        assert {f"cudzy wpis {number}" for number in range(added)} <= titles
        invariants.nothing_else_changed(scene, before)
        invariants.recovery_is_complete(scene, Ended(0, "", ""))


def test_second_assistant_on_the_database_is_turned_away() -> None:
    """Exit 7 before anything is asked of AP; the first one ends as if nothing had been."""
    with Scene(SITUATIONS["escrow"]) as scene:
        scene.put_vault()
        first = scene.generate(stops=[ORDERING])
        assert first.wait_until_stopped(), first.finish()
        content = scene.vault.read_bytes()
        second = scene.generate(name="Drugi token dla iCargo").finish()
        assert (second.code, second.json["error"]["code"]) == (7, "vault-busy")
        assert scene.vault.read_bytes() == content
        assert len(scene.audit.logins) == 1
        first.go_on()
        ended = first.finish()
        assert ended.code == 0, ended.out + ended.err
        assert len(scene.audit.token_posts) == 1
        assert ended.json["outcome"] == "stored", json.dumps(ended.json)
        invariants.recovery_is_complete(scene, Ended(0, "", ""))
