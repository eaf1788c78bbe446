"""Which runs' folders go, and which never do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from automation.environments import DEMO
from automation.evidence import pruning
from automation.evidence.past_runs import past_runs
from automation.evidence.pruning import prune
from automation.evidence.steps import Fact
from automation.evidence.unrevoked import UnrevokedToken, UnrevokedTokens

NOBODY = Path("nobody")
OLD = timedelta(days=400)


def _journal(*facts: Fact, pid: int = 1, started: int = 1) -> str:
    at = "2026-11-23T01:00:00.000+00:00"
    begins = {"at": at, "event": "begins", "command": "rehearse", "pid": pid, "started": started}
    return "".join(json.dumps(line) + "\n" for line in [begins, *({"at": at, "event": f} for f in facts)])


def _run(
    recordings: Path, age: timedelta, *facts: Fact, pid: int = 1, started: int = 1, end: str = "00ff"
) -> Path:
    began = (datetime.now(UTC) - age).strftime("%Y-%m-%dT%H-%M-%SZ")
    folder = recordings / f"{began}-rehearse-local-{end}"
    folder.mkdir(parents=True)
    (folder / "journal.jsonl").write_text(_journal(*facts, pid=pid, started=started), "utf-8")
    (folder / "01-przegladarka.png").write_bytes(b"\x89PNG")
    return folder


def _left(recordings: Path) -> list[str]:
    return sorted(path.name for path in recordings.iterdir())


def test_the_newest_runs_stay_and_none_that_is_too_old(tmp_path: Path) -> None:
    """By number the oldest go first, by age all of them; the run under way stays and counts."""
    runs = [_run(tmp_path, timedelta(days=days), end=f"{days:04x}") for days in (0, 1, 2, 30, 89, 91)]
    (tmp_path / "README.md").write_text("-", "utf-8")
    prune(tmp_path, keep=runs[0], runs=10, days=90)
    assert _left(tmp_path) == sorted([*(run.name for run in runs[:5]), "README.md"])
    prune(tmp_path, keep=runs[4], runs=2, days=90)
    assert _left(tmp_path) == sorted([runs[0].name, runs[1].name, runs[4].name, "README.md"])
    prune(tmp_path / "none", keep=runs[0], runs=2, days=90)


def _alive(recordings: Path) -> None:
    parent = psutil.Process(os.getppid())
    _run(recordings, OLD, pid=parent.pid, started=round(parent.create_time()))


def _rescue(recordings: Path) -> None:
    (_run(recordings, OLD, Fact.VERIFIED) / "iCargo-ratunek-2026.kdbx").write_bytes(b"kdbx")


def _used_afterwards(recordings: Path) -> None:
    folder = _run(recordings, OLD, Fact.VERIFIED, Fact.REVOKED)
    (folder / "rehearsal.kdbx").write_bytes(b"kdbx")
    past = time.time() - 3600
    os.utime(folder / "journal.jsonl", (past, past))


def _still_working(recordings: Path) -> None:
    folder = _run(recordings, OLD, Fact.ORDERING, Fact.VERIFIED)
    vault = folder / "rehearsal.kdbx"
    vault.write_bytes(b"kdbx")
    token = UnrevokedToken("demo", DEMO.address, "1234563218", "R", "Próba", str(vault), None, "2026-11-23")
    UnrevokedTokens().put_down(token)
    UnrevokedTokens().put_down(replace(token, reference_number="S", vault="C:\\elsewhere.kdbx"))


def _elsewhere(recordings: Path) -> Path:
    """A run's folder of another place, to which only a link leads."""
    folder = _run(recordings.parent / "elsewhere", OLD)
    shutil.move(folder, recordings.parent / "real")
    return recordings / folder.name


def _linked(recordings: Path) -> None:
    _elsewhere(recordings).symlink_to(recordings.parent / "real", target_is_directory=True)


def _linked_journal(recordings: Path) -> None:
    journal = _run(recordings, OLD) / "journal.jsonl"
    journal.unlink()
    (recordings.parent / "journal").write_text(_journal(), "utf-8")
    journal.symlink_to(recordings.parent / "journal")


def _named(name: str) -> Callable[[Path], None]:
    def made(recordings: Path) -> None:
        _run(recordings, OLD).rename(recordings / name)

    return made


def _with_journal(content: str | None) -> Callable[[Path], None]:
    def made(recordings: Path) -> None:
        journal = _run(recordings, OLD) / "journal.jsonl"
        journal.unlink() if content is None else journal.write_text(content, "utf-8")

    return made


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_alive, id="alive"),
        pytest.param(lambda place: _run(place, OLD, Fact.WANTED, Fact.ORDERING), id="ordered"),
        pytest.param(lambda place: _run(place, OLD, Fact.RESERVED), id="reserved"),
        pytest.param(lambda place: _run(place, OLD, Fact.ESCROWED), id="escrowed"),
        pytest.param(_rescue, id="rescue"),
        pytest.param(_used_afterwards, id="vault-used-afterwards"),
        pytest.param(_still_working, id="unrevoked"),
        pytest.param(_linked, id="link"),
        pytest.param(_linked_journal, id="linked-journal"),
        pytest.param(_with_journal(None), id="no-journal"),
        pytest.param(_with_journal("{"), id="damaged-journal"),
        pytest.param(_named("sample"), id="sample"),
        pytest.param(_named("2020-01-01T00-00-00Z-rehearse-local-00ff-kopia"), id="copy"),
        pytest.param(_named(".pruned-mine"), id="dot-name"),
    ],
)
def test_what_somebody_may_need_is_never_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    """However old and however many: a living run, an open token, a database in use, and all that is no run's."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    make(recordings)
    gone = _run(recordings, OLD, Fact.ORDERING, Fact.RELEASED, end="dead")
    before = sorted(path for path in tmp_path.rglob("*") if gone not in (path, *path.parents))
    prune(recordings, keep=NOBODY, runs=1, days=1)
    after = sorted(path for path in tmp_path.rglob("*") if ".lock" not in path.name)
    assert after == [path for path in before if ".lock" not in path.name]


def test_a_removal_that_stops_halfway_leaves_no_run_and_is_finished_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is open on Windows, or a crash: what is left is nobody's run, and goes the next time."""
    _run(tmp_path, OLD, Fact.ORDERING, Fact.VERIFIED)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        prune(tmp_path, keep=NOBODY, runs=1, days=1)
    (left,) = _left(tmp_path)
    assert left.startswith(".")
    assert not past_runs(tmp_path).runs
    prune(tmp_path, keep=NOBODY, runs=1, days=1)
    assert _left(tmp_path) == []


def test_two_processes_may_prune_at_once(tmp_path: Path) -> None:
    """Whoever comes second finds nothing to do, or something that is gone, and takes no offence."""
    for number in range(40):
        _run(tmp_path, OLD + timedelta(days=number), end=f"{number:04x}")
    code = (
        "import sys; from pathlib import Path; from automation.evidence.pruning import prune;"
        "prune(Path(sys.argv[1]), keep=Path('x'), runs=1, days=1)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    while len(_left(tmp_path)) == 40 and other.poll() is None:
        time.sleep(0.001)
    prune(tmp_path, keep=NOBODY, runs=1, days=1)
    assert other.wait() == 0
    assert _left(tmp_path) == []


def test_with_nothing_to_do_it_costs_nearly_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 folders: under 20 ms, for no journal is read."""
    for number in range(200):
        _run(tmp_path, timedelta(hours=number), end=f"{number:04x}")
    monkeypatch.setattr(pruning, "past_run", lambda _folder: pytest.fail("a journal was read"))
    once = min(timeit.repeat(lambda: prune(tmp_path, keep=NOBODY, runs=200, days=90), number=1, repeat=10))
    assert once < 0.02
