"""The command beside another program that works on the same database."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from automation.evidence.journal import FILE_NAME
from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]


@pytest.fixture
def vault(tmp_path: Path, judge: KeePassXc) -> Path:
    """A database that KeePassXC made."""
    path = tmp_path / "wspolna.kdbx"
    judge.opening(password=PASSWORD).create(path)
    return path


def words(replica: Replica, vault: Path, name: str) -> list[str | Path]:
    """The command line of `generate`."""
    return [
        *("--json", "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP),
        *("--name", name, "--vault", vault, "--refresh-interval", "2"),
    ]


def wait_for(fact: str, folder: Path, seconds: float = 60) -> None:
    """Wait until the run's journal has this fact."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for journal in folder.glob(f"recordings/*/{FILE_NAME}"):
            lines = journal.read_text(encoding="utf-8").splitlines()
            if any(json.loads(line)["event"] == fact for line in lines):
                return
        time.sleep(0.02)
    raise TimeoutError(fact)


@pytest.mark.usually(0)
def test_an_entry_wiped_right_after_the_run_is_put_back(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc, vault: Path
) -> None:
    """Another program saves its older state over the database a moment after the token was stored."""
    replica = ap()
    older = vault.with_name("older.kdbx")
    shutil.copy(vault, older)
    running = ap_token.start(*words(replica, vault, "iCargo zmazany"), AP_LOOK_AGAIN="4")
    wait_for("verified", ap_token.folder)
    time.sleep(1)
    shutil.copy(older, vault)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    result = json.loads(out)
    (issued,) = replica.audit().issued.values()
    entry = f"KSeF/Lokalne/{NIP}/iCargo zmazany"
    assert judge.opening(password=PASSWORD).show(vault, entry, "Password") == issued.value
    assert any(entry in warning for warning in result["warnings"])


@pytest.mark.usually(0)
def test_an_entry_wiped_since_the_last_run_is_put_back_by_the_next(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc, vault: Path
) -> None:
    """The first token was wiped between two runs: the second run finds out, puts it back and says so."""
    replica = ap()
    older = vault.with_name("older.kdbx")
    shutil.copy(vault, older)
    assert ap_token(*words(replica, vault, "iCargo pierwszy")).code == 0
    shutil.copy(older, vault)
    ended = ap_token(*words(replica, vault, "iCargo drugi"))
    assert ended.code == 0, ended.err
    kept = {token.name: token.value for token in replica.audit().issued.values()}
    for name, value in kept.items():
        entry = f"KSeF/Lokalne/{NIP}/{name}"
        assert judge.opening(password=PASSWORD).show(vault, entry, "Password") == value
    assert any("iCargo pierwszy" in warning for warning in ended.json["warnings"])


@pytest.mark.usually(0)
def test_a_backup_is_kept_when_it_is_asked_for(
    ap_token: Command, ap: Callable[..., Replica], vault: Path
) -> None:
    """The `.bak` holds the database as it was before the run."""
    before = vault.read_bytes()
    assert ap_token(*words(ap(), vault, "iCargo z kopią"), "--backup").code == 0
    assert vault.with_name("wspolna.kdbx.bak").read_bytes() == before
    assert vault.read_bytes() != before
