"""The run's folder is its user's alone, and what is in it is there at once."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from automation.errors import Exit, WrongSettingError
from automation.evidence.folder import RunFolder
from automation.evidence.journal import FILE_NAME, Journal
from automation.evidence.steps import Fact, Seen, Step
from flows.run import Run

posix = pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folders private in another way")


def mode(path: Path) -> int:
    """A file's permissions."""
    return path.stat().st_mode & 0o777


def lines(folder: RunFolder) -> list[dict[str, object]]:
    """The journal as it is on disk now."""
    text = (folder.path / FILE_NAME).read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_the_folders_name_says_when_and_what(folder: RunFolder) -> None:
    """Sorted by name is sorted by time; no character that Windows refuses."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-generate-demo-[0-9a-f]{4}", folder.path.name)
    assert folder.path.is_absolute()


def test_two_runs_never_share_a_folder(tmp_path: Path) -> None:
    """Not even within a second."""
    assert len({RunFolder(tmp_path, "check", "test").path for _ in range(5)}) == 5


@posix
def test_the_folder_and_its_files_are_the_users_alone(folder: RunFolder, step: Step) -> None:
    """0700 and 0600 whatever the umask."""
    Journal(folder, "generate").step_begins(step)
    folder.write_json("run.json", {"a": 1})
    folder.write_json("run.json", {"a": 2})
    assert mode(folder.path) == 0o700
    assert {path.name: mode(path) for path in folder.path.iterdir()} == {FILE_NAME: 0o600, "run.json": 0o600}


def test_a_json_file_is_written_whole(folder: RunFolder) -> None:
    """Readable by people (Polish letters), and nothing half-written is left beside it."""
    folder.write_json("run.json", {"title": "Zażółć"})
    folder.write_json("run.json", {"title": "gęślą"})
    assert (folder.path / "run.json").read_text(encoding="utf-8") == '{\n  "title": "gęślą"\n}\n'
    assert [path.name for path in folder.path.iterdir()] == ["run.json"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Before anything else is done, with the setting's name."""
    (tmp_path / "recordings").write_text("a file", encoding="utf-8")
    with pytest.raises(WrongSettingError) as caught:
        RunFolder(tmp_path / "recordings", "check", "test")
    assert caught.value.exit is Exit.USAGE
    assert caught.value.details["setting"] == "recordings"


def test_the_journal_is_written_as_things_happen(folder: RunFolder) -> None:
    """A run that is killed at any moment has left every line up to it."""
    run = Run(observers=[Journal(folder, "generate")])
    with run.step("krok-1-sposob"):
        assert [line["event"] for line in lines(folder)] == ["begins", "step-begins"]
    assert [line["event"] for line in lines(folder)] == ["begins", "step-begins", "step-ends"]
    with run.curtain():
        assert lines(folder)[-1]["event"] == "curtain-opens"
    assert lines(folder)[-1]["event"] == "curtain-closes"
    run.warn("copied-from-page")
    assert lines(folder)[-1]["event"] == "warning"
    assert lines(folder)[-1]["text"] == run.warnings[0]


def test_a_failed_step_says_why_by_its_code(folder: RunFolder) -> None:
    """The code alone: a message might quote a page."""
    run = Run(observers=[Journal(folder, "generate")])

    def fail() -> None:
        with run.step("krok-1-sposob"):
            raise WrongSettingError(setting="x", reason="tajne")

    with pytest.raises(WrongSettingError):
        fail()
    end = lines(folder)[-1]
    assert (end["outcome"], end["error"]) == ("failed", "wrong-setting")
    assert "tajne" not in (folder.path / FILE_NAME).read_text(encoding="utf-8")


def test_the_journal_has_these_fields_and_no_others(folder: RunFolder, step: Step) -> None:
    """An allow-list: nothing gets in by accident."""
    journal = Journal(folder, "generate")
    journal.step_begins(step)
    step.outcome, step.duration_ms = "done", 12
    journal.step_ends(step)
    journal.curtain(is_open=True)
    journal.noted(Fact.RESERVED, {"entry_uuid": "u", "entry_path": "p"})
    journal.witnessed(Seen.WARNING, {"id": "x", "values": {}, "text": "Uwaga"})
    assert [set(line) - {"at", "event"} for line in lines(folder)] == [
        {"command", "pid", "started", "assistant", "language"},
        {"id", "number", "title", "values"},
        {"id", "number", "outcome", "duration_ms", "error"},
        set(),
        {"entry_uuid", "entry_path"},
        {"id", "values", "text"},
    ]
    assert all(re.fullmatch(r"\S+T\S+\.\d{3}\+00:00", str(line["at"])) for line in lines(folder))
