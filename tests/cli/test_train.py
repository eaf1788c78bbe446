"""`ap-token train` as a trainer calls it: what it refuses, what it lists, what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation.evidence.result import TrainingResult
from automation.training.results import write_result
from automation.training.scores import Scores
from tests.cli.conftest import NIP, Command

HANDS_FREE = ("--headless", "--pace", "auto:0s")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--env", "production", "--nip", NIP, *HANDS_FREE), 9, "nigdy nie działa na produkcji"),
        (("--headless",), 2, "nikt nie kliknie"),
        (("--practice", *HANDS_FREE), 2, "nikt nie kliknie"),
        (("--pace", "quick", "--headless"), 2, "auto:3s"),
        (("--exercise", "brak-faktur", "--env", "demo"), 2, "na replice"),
        (("--certificate", "jan.html", *HANDS_FREE), 2, "--practice"),
        (("--certificate", "a.html", "--certificate", "b.html"), 2, "jeden plik .html"),
        (("--texts", "nie-ma", *HANDS_FREE), 2, "pl.ftl"),
        (("--video", "lekcja.mp4", *HANDS_FREE), 2, ".webm"),
        (("--results", "nie-ma"), 2, "nie-ma"),
        (("--env", "demo", "--nip", NIP, "--login", "login-gov", *HANDS_FREE), 2, "--vault"),
    ],
)
def test_what_cannot_be_a_lesson_is_refused_before_anything_starts(
    ap_token: Command, words: tuple[str, ...], code: int, said: str
) -> None:
    """Each with what to do instead; nothing is generated."""
    ended = ap_token("--json", "train", *words)
    assert ended.code == code, ended.err
    assert said in ended.json["error"]["message"] + ended.json["error"]["advice"]
    assert ended.json["reference_number"] is None


def test_a_window_needs_a_screen(ap_token: Command) -> None:
    """Said before a browser is started."""
    ended = ap_token("--json", "train", DISPLAY=None, WAYLAND_DISPLAY=None)
    assert ended.code == 2
    assert "--headless --pace auto" in ended.json["error"]["message"]


def test_the_exercises_are_listed_without_giving_the_answer_away(ap_token: Command) -> None:
    """For programs as JSON: id, English name, title, and the task as it is told to the trainee."""
    ended = ap_token("--json", "train", "--list")
    assert (ended.code, ended.json["outcome"]) == (0, "listed")
    listed = {each["id"]: each for each in ended.json["exercises"]}
    assert len(listed) == 8
    assert listed["brak-faktur"]["alias"] == "no-invoices"
    assert "Faktury" not in listed["brak-faktur"]["task"]


def test_a_groups_results_become_a_table(ap_token: Command) -> None:
    """At the terminal, as a page and as a sheet."""
    folder = ap_token.folder / "wyniki"
    scores = Scores()
    scores.mistake("reload", "krok-4-odswiez")
    done: TrainingResult = scores.result(
        "exercise", is_complete=True, trainee="Anna Żółć", environment="local", exercise="brak-faktur"
    )
    write_result(folder, done)
    ended = ap_token("--json", "train", "--results", str(folder))
    assert (ended.code, ended.json["outcome"]) == (0, "reported"), ended.err
    assert "Anna Żółć" in ended.err
    assert "Anna Żółć" in Path(ended.json["report"]).read_text(encoding="utf-8")
    assert "Anna Żółć" in (folder / "results.csv").read_text(encoding="utf-8-sig")


@pytest.mark.browser
@pytest.mark.keepassxc
def test_a_show_goes_through_the_whole_job_in_the_trainers_words(ap_token: Command) -> None:
    """On the replica that it starts itself; the token is in the vault that it leaves."""
    texts = ap_token.folder / "teksty"
    texts.mkdir()
    texts.joinpath("pl.ftl").write_text(
        "step-krok-2-zadanie-1 = Krok 2, zadanie 1: u nas także Tokeny\n", encoding="utf-8"
    )
    ended = ap_token("--json", "train", *HANDS_FREE, "--texts", str(texts))
    assert (ended.code, ended.json["outcome"]) == (0, "stored"), ended.err
    titles = [step["title"] for step in ended.json["steps"]]
    assert "Krok 2, zadanie 1: u nas także Tokeny" in titles
    assert ended.json["training"]["mode"] == "show"
    assert ended.json["training"]["passed"] is None
    assert Path(ended.json["vault"]["path"]).is_file()
