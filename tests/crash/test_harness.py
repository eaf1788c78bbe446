"""The harness notices what it is there for: each invariant fails where it is broken."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from automation.replica.audit import IssuedToken

from . import invariants
from .disk_image import Before, Recorder, worst_case
from .plan import EVENTS, LINUX, MANNERS, planned
from .scene import GROUP, SITUATIONS, Scene

pytestmark = LINUX

REFERENCE = "20261122-EC-52AA588000-79ACD38B62-45"
SECRET_PART = "0123456789abcdef" * 4
VALUE = f"{REFERENCE}|nip-1234563218|{SECRET_PART}"
ISSUED = IssuedToken(
    reference=REFERENCE,
    name="Nazwa tokena",
    permissions=(),
    nip="1234563218",
    value=VALUE,
    status="Active",
)


class Issued(Scene):
    """A scene whose AP has issued a token."""

    @property
    def audit(self) -> Any:
        """The token and nothing else."""
        return SimpleNamespace(issued={ISSUED.reference: ISSUED}, events=[], token_posts=[])


@pytest.fixture
def scene() -> Any:
    """A database that is in use, and an issued token that nobody knows of."""
    with Issued(SITUATIONS["escrow"]) as ready:
        ready.put_vault()
        yield ready


@pytest.mark.keepassxc
def test_a_missing_entry_is_noticed(scene: Scene) -> None:
    """An entry that was there and is gone, changed, or unreadable with the rest of the database."""
    before = invariants.entries(scene.judge, scene.vault)
    invariants.nothing_else_changed(scene, before)
    whole = scene.vault.read_bytes()
    scene.judge.run("edit", "--notes", "inne", scene.vault, f"{GROUP}/Inny token")
    with pytest.raises(AssertionError, match="was changed"):
        invariants.nothing_else_changed(scene, before)
    scene.judge.run("rm", scene.vault, f"{GROUP}/Inny token")
    scene.judge.run("rm", scene.vault, "Recycle Bin/Inny token")
    with pytest.raises(AssertionError, match="is gone"):
        invariants.nothing_else_changed(scene, before)
    scene.vault.write_bytes(whole[:-1])
    with pytest.raises(AssertionError):
        invariants.nothing_else_changed(scene, before)


@pytest.mark.parametrize("folder", ["vault_dir", "recordings", "data", "tmp"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_token_in_a_file_is_noticed(scene: Scene, folder: str, encoding: str) -> None:
    """In any of the folders, whole or only its secret part, and in a browser's way of writing."""
    invariants.no_token_in_the_clear(scene)
    file = getattr(scene, folder) / "deeper" / "file.bin"
    file.parent.mkdir()
    file.write_bytes(b"\x00" + SECRET_PART.encode(encoding) + b"\x00")
    with pytest.raises(AssertionError, match="has a token in it"):
        invariants.no_token_in_the_clear(scene)


def test_an_open_temporary_file_is_noticed(scene: Scene) -> None:
    """Even encrypted it is nobody else's to read."""
    file = scene.vault_dir / ".firma.kdbx.0123.tmp"
    file.touch(mode=0o644)
    with pytest.raises(AssertionError, match="read by others"):
        invariants.no_token_in_the_clear(scene)


@pytest.mark.keepassxc
def test_a_lost_token_is_noticed(scene: Scene) -> None:
    """Neither in the vault nor named by `recover`; each of the two is enough."""
    report: dict[str, Any] = {"runs": [{"reference_numbers": [], "token_name": "Inny"}]}
    nothing: dict[str, Any] = {"runs": []}
    for said in (None, nothing, report):
        with pytest.raises(AssertionError, match="nobody knows"):
            invariants.every_token_is_accounted_for(scene, said)
    report["runs"][0]["reference_numbers"] = [ISSUED.reference]
    invariants.every_token_is_accounted_for(scene, report)
    scene.judge.run("add", "-p", scene.vault, f"{GROUP}/Z", answers=(VALUE, VALUE))
    invariants.every_token_is_accounted_for(scene, None)
    scene.judge.run("edit", "-p", scene.vault, f"{GROUP}/Z", answers=("inne", "inne"))
    invariants.every_token_is_accounted_for(scene, None)  # the history counts


@pytest.mark.keepassxc
def test_an_unfinished_recovery_is_noticed(scene: Scene) -> None:
    """The token is in the vault, but not as an active one."""
    scene.judge.run("add", "-p", scene.vault, f"{GROUP}/Z", answers=(VALUE, VALUE))
    ended = cast(Any, SimpleNamespace(code=0, out="", err=""))
    with pytest.raises(AssertionError, match="not active"):
        invariants.recovery_is_complete(scene, ended)


def test_only_what_was_forced_to_disk_survives_a_power_cut(tmp_path: Path) -> None:
    """Bytes without `fsync`, names without their folder's, a new folder without its own name: all gone."""
    root, image = tmp_path / "root", tmp_path / "image"
    root.mkdir()
    image.mkdir()
    (root / "old").write_text("old")
    before = Before.of([root])
    recorder = Recorder(image)

    def write(path: Path, text: str, *, force: bool) -> None:
        with path.open("a") as file:
            recorder.created(file.fileno())
            file.write(text)
            file.flush()
            if force:
                recorder.fsynced(file.fileno())

    def force(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        recorder.fsynced(descriptor)
        os.close(descriptor)

    write(root / "line", "one", force=True)
    force(root)
    write(root / "line", "two", force=True)
    write(root / "line", "three", force=False)
    write(root / "nameless", "x", force=True)
    (root / "new").mkdir()
    write(root / "new" / "file", "x", force=True)
    force(root / "new")
    write(root / "tmp", "new", force=True)
    (root / "tmp").replace(root / "old")
    worst_case(before, image, [root])
    assert {path.name: path.read_text() for path in root.iterdir()} == {"old": "old", "line": "onetwo"}


@pytest.mark.parametrize("runs", [1, 16, 300])
def test_the_plan_is_spread_and_the_same_for_the_same_seed(runs: int) -> None:
    """As many deaths as asked for, of all kinds if there are enough, each with a name of its own."""
    deaths = planned(runs, 1)
    assert len({str(death) for death in deaths}) == len(deaths) == runs
    assert deaths == planned(runs, 1)
    assert all(0 <= death.fraction < 1 for death in deaths)
    if runs > 1:
        assert deaths != planned(runs, 2)
        assert {death.manner for death in deaths} == set(MANNERS)
        assert {"boundary", "instant"} < {death.when for death in deaths}
    if runs >= 100:
        assert {death.when for death in deaths} == {*EVENTS, "boundary", "instant"}
        assert {death.situation for death in deaths} == set(SITUATIONS)
