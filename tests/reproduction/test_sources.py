"""What is meant by a name: what is at a path first, then a run, then a ready case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from automation.errors import BundleRefusedError, OriginalUnknownError, WrongScenarioError
from automation.reproduction.sources import original


def run(folder: Path) -> Path:
    """A run's folder with one step, its picture and its snapshot."""
    folder.mkdir(parents=True)
    lines: list[dict[str, object]] = [
        {"event": "begins", "command": "check"},
        {"event": "step-begins", "number": 1, "id": "krok-1-stan", "title": "Krok 1"},
        {"event": "picture", "step": 1, "file": "01.png"},
        {"event": "snapshot", "step": 1, "file": "01.yaml"},
    ]
    journal = "".join(json.dumps({"at": "2026-11-23T12:00:00+00:00", **line}) + "\n" for line in lines)
    (folder / "journal.jsonl").write_text(journal, encoding="utf-8")
    (folder / "01.png").write_bytes(b"picture")
    (folder / "01.yaml").write_text("- main:\n", encoding="utf-8")
    (folder / "other.txt").write_text("-", encoding="utf-8")
    return folder


def test_a_path_comes_first_then_a_run_then_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a run's name, a scenario's file, a case: with the files that the record names and no others."""
    monkeypatch.chdir(tmp_path)
    recordings = tmp_path / "recordings"
    folder = run(recordings / "klient")
    for given in (str(folder), "klient"):
        found = original(given, recordings)
        assert (found.kind, found.name, sorted(found.files)) == ("run", "klient", ["01.png", "01.yaml"])
        assert found.snapshots == {"01.yaml": "- main:\n"}
    scenario = tmp_path / "scenariusz.toml"
    scenario.write_text("direct = true\n", encoding="utf-8")
    found = original("scenariusz.toml", recordings)
    assert (found.kind, found.scenario is not None and found.scenario.direct) == ("scenario", True)
    assert original("brak-faktur", recordings).kind == "case"
    run(tmp_path / "brak-faktur")
    assert original("brak-faktur", recordings).kind == "run"


def test_what_is_there_and_cannot_be_used_says_so(tmp_path: Path) -> None:
    """No bundle, no scenario, nothing at all, and names that can be no path."""
    (tmp_path / "klient.zip").write_bytes(b"PK")
    with pytest.raises(BundleRefusedError):
        original(str(tmp_path / "klient.zip"), tmp_path)
    (tmp_path / "s.toml").write_text("direkt = true\n", encoding="utf-8")
    with pytest.raises(WrongScenarioError):
        original(str(tmp_path / "s.toml"), tmp_path)
    for given in ("a\0b", "x" * 5000, "klent"):
        with pytest.raises(OriginalUnknownError):
            original(given, tmp_path / "nothing")
