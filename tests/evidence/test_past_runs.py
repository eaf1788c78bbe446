"""Journals of past runs, whatever state they are in."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.evidence.folder import RunFolder
from automation.evidence.journal import FILE_NAME, Journal
from automation.evidence.past_runs import PastRun, past_runs
from automation.evidence.steps import Fact

WANTED = {
    "environment": "local",
    "base_url": "http://127.0.0.1:1/web/",
    "nip": "1234563218",
    "token_name": "Żółty token",
    "permissions": "InvoiceRead",
    "vault": "/v.kdbx",
}


def _run(recordings: Path, *facts: Fact, **more: str) -> Path:
    folder = RunFolder(recordings, "generate", "local")
    journal = Journal(folder, "generate")
    for fact in facts:
        journal.noted(fact, (WANTED if fact is Fact.WANTED else {}) | more)
    return folder.path


def _only(recordings: Path) -> PastRun:
    (run,) = past_runs(recordings).runs
    return run


def test_a_run_is_read_back_as_the_journal_wrote_it(tmp_path: Path) -> None:
    """The facts of a run that died after the escrow: what was wanted, and the number."""
    path = _run(tmp_path, Fact.WANTED, Fact.RESERVED, Fact.ORDERING, Fact.ESCROWED, reference_number="R")
    run = _only(tmp_path)
    assert (run.folder, run.command, run.pid) == (path, "generate", os.getpid())
    assert (run.token_name, run.vault, run.reference_number) == ("Żółty token", Path("/v.kdbx"), "R")
    assert run.ordered
    assert not run.is_closed
    assert run.pressed_at is not None
    assert datetime.now(UTC) - run.pressed_at < timedelta(minutes=1)


@pytest.mark.parametrize("fact", [Fact.VERIFIED, Fact.RELEASED, Fact.REVOKED, Fact.RECOVERED])
def test_a_run_whose_token_has_a_place_is_closed(tmp_path: Path, fact: Fact) -> None:
    """Safe, taken back, revoked or recovered: nothing is left to be done."""
    _run(tmp_path, Fact.WANTED, Fact.ORDERING, fact)
    assert _only(tmp_path).is_closed


def test_runs_that_wanted_no_token_do_not_count(tmp_path: Path) -> None:
    """`check`, `doctor` and `recover` itself keep journals as well."""
    _run(tmp_path)
    assert past_runs(tmp_path).runs == []


def test_a_noted_fact_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    """Death cut the last line short: what is added later is read all the same."""
    path = _run(tmp_path, Fact.WANTED, Fact.ORDERING)
    with (path / FILE_NAME).open("ab") as file:
        file.write(b'{"at": "2026-11-22T1')
    assert _only(tmp_path).note(Fact.RECOVERED, state="unknown")
    assert _only(tmp_path).is_closed
    assert json.loads((path / FILE_NAME).read_bytes().splitlines()[-1])["state"] == "unknown"


def test_a_cut_at_any_byte_is_survived(tmp_path: Path) -> None:
    """Whatever length the journal has come to, the facts before the cut are known, and no more."""
    path = _run(tmp_path, Fact.WANTED, Fact.ORDERING, Fact.ESCROWED, reference_number="R")
    whole = (path / FILE_NAME).read_bytes()
    known = set()
    for length in range(len(whole)):
        (path / FILE_NAME).write_bytes(whole[:length])
        known.add(frozenset(fact for run in past_runs(tmp_path).runs for fact in run.facts))
    assert sorted(map(len, known)) == [0, 1, 2, 3]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.binary() | st.sampled_from([b'{"event": "wanted"}', b"[1]", b'"x"', b'{"event": 1, "at": 2}'])
    )
)
def test_no_content_of_a_journal_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    """Foreign bytes are passed over, line by line."""
    folder = tmp_path_factory.mktemp("recordings") / "run"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"\n".join([*lines, b'{"event": "ordering"}']))
    assert _only(folder.parent).ordered


def test_foreign_files_are_passed_over(tmp_path: Path) -> None:
    """Files, empty folders, a folder or a pipe by the journal's name, links into the void, no folder at all."""
    (tmp_path / "README.md").write_text("hello", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder" / FILE_NAME).mkdir(parents=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    if hasattr(os, "mkfifo"):
        (tmp_path / "pipe").mkdir()
        os.mkfifo(tmp_path / "pipe" / FILE_NAME)
    _run(tmp_path, Fact.WANTED)
    assert len(past_runs(tmp_path).runs) == 1
    assert past_runs(tmp_path / "nothing").runs == []


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="becomes another user, which only root may do"
)
def test_another_users_journal_is_reported_and_not_an_error(tmp_path: Path) -> None:
    """Its folder is that user's alone: named among the unreadable ones."""
    theirs = _run(tmp_path, Fact.WANTED)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        found = past_runs(tmp_path)
    finally:
        os.seteuid(0)
    assert (found.runs, found.unreadable) == ([], [theirs / FILE_NAME])


def test_a_journal_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """What was done is done; it only cannot be noted."""
    path = _run(tmp_path, Fact.WANTED)
    run = _only(tmp_path)
    (path / FILE_NAME).unlink()
    assert run.note(Fact.RECOVERED) is False
    assert not (path / FILE_NAME).exists()


def test_a_living_process_is_told_from_a_dead_one_and_from_its_successor(tmp_path: Path) -> None:
    """Number and start time must both fit: numbers are used again."""
    parent = psutil.Process(os.getppid())
    path = _run(tmp_path, Fact.WANTED)
    journal = path / FILE_NAME
    lines = journal.read_text(encoding="utf-8").splitlines()

    def alive(pid: int, started: float) -> bool:
        begins = {**json.loads(lines[0]), "pid": pid, "started": round(started)}
        journal.write_text("\n".join([json.dumps(begins), *lines[1:]]), encoding="utf-8")
        return _only(tmp_path).is_alive()

    assert alive(parent.pid, parent.create_time())
    assert not alive(parent.pid, parent.create_time() - 100)
    assert not alive(2**22 + 1, time.time())


def test_a_thousand_runs_are_read_in_no_time(tmp_path: Path) -> None:
    """Only journals are read: a thousand of fifty lines within two seconds, on a slow machine too."""
    path = _run(tmp_path, Fact.WANTED, Fact.ORDERING)
    step = json.dumps(
        {"at": datetime.now(UTC).isoformat(), "event": "step-begins", "id": "x", "title": "y" * 60}
    )
    content = (path / FILE_NAME).read_text(encoding="utf-8") + f"{step}\n" * 50
    for number in range(1000):
        folder = tmp_path / f"run-{number}"
        folder.mkdir()
        (folder / FILE_NAME).write_text(content, encoding="utf-8")
    before = time.perf_counter()
    found = past_runs(tmp_path)
    took = time.perf_counter() - before
    assert len(found.runs) == 1001
    assert took < 2, took
