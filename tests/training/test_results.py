"""Results of a group: kept whole, read strictly, told in words, and harmless in browsers and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from rich.console import Console

from automation.errors import WrongSettingError
from automation.evidence.result import TrainingMistake, TrainingResult
from automation.training.certificate import paper_of, write_certificate
from automation.training.exercises import exercises
from automation.training.group import cell, group_of, sheet_of, show_group, write_group
from automation.training.results import clean_name, collect, done_by, write_result
from automation.training.scores import COSTLY, RULES, Scores
from automation.training.summary import show_summary, summary_card

SCRIPT = "<script>document.title='owned'</script>"
FORMULA = '=HYPERLINK("http://127.0.0.1/";"1")'


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment."""
        return self.now


def tried(
    trainee: str | None = "Anna Kowalska",
    exercise: str | None = "brak-faktur",
    *rules: str,
    at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
) -> TrainingResult:
    """One try, passed unless a rule was broken that costs the token."""
    return TrainingResult(
        mode="practice" if exercise is None else "exercise",
        exercise=exercise,
        trainee=trainee,
        environment="local",
        started_at=at.isoformat(),
        seconds=83.4,
        passed=not COSTLY & set(rules),
        mistakes=[TrainingMistake(rule, "krok-4-kopiuj") for rule in rules],
        well=["krok-1-stan", "question-no-invoices"],
        hints=1,
        helped=[],
    )


def test_scores_count_mistakes_help_and_time_and_say_whether_it_counts() -> None:
    """A slip does not cost the pass; what costs the token, help and a lesson without its end do; a show has none."""
    clock = Clock()
    scores = Scores(clock)
    for step in ("krok-1-stan", "krok-4-odswiez", "krok-4-kopiuj"):
        scores.good(step)
    scores.mistake("refresh-too-soon", "krok-4-odswiez")
    scores.mistake("refresh-too-soon", "krok-4-odswiez")
    scores.hint("krok-1-stan")
    clock.now += timedelta(seconds=90)
    result = scores.result("practice", is_complete=True, trainee="Jan")
    assert (result.seconds, result.hints, result.passed) == (90, 1, True)
    assert result.well == ["krok-1-stan", "krok-4-kopiuj"]
    assert result.mistakes == [TrainingMistake("refresh-too-soon", "krok-4-odswiez", 2)]
    assert scores.result("practice", is_complete=False).passed is False
    assert scores.result("show", is_complete=True).passed is None
    for rule in RULES:
        once = Scores(clock)
        once.mistake(rule, "krok-4-kopiuj")
        assert once.result("exercise", is_complete=True).passed is (rule not in COSTLY)
    scores.helped("krok-4-kopiuj")
    result = scores.result("practice", is_complete=True)
    assert (result.passed, result.helped, result.well) == (False, ["krok-4-kopiuj"], ["krok-1-stan"])


_texts = st.text(max_size=150)
_ids = st.lists(st.sampled_from(["krok-1-stan", "krok-4-kopiuj", "question-locked"]), unique=True)


@settings(deadline=None, max_examples=50)  # each writes and reads files
@given(
    trainee=st.none() | _texts,
    exercise=st.none() | st.sampled_from(sorted(exercises())),
    seconds=st.floats(0, 100_000),
    passed=st.booleans(),
    mistakes=st.lists(
        st.builds(TrainingMistake, st.sampled_from(RULES), st.just("krok-4-odswiez"), st.integers(1, 99))
    ),
    well=_ids,
    hints=st.integers(0, 99),
)
def test_a_result_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory,
    trainee: str | None,
    exercise: str | None,
    seconds: float,
    passed: bool,
    mistakes: list[TrainingMistake],
    well: list[str],
    hints: int,
) -> None:
    """Whatever a trainee is called; the name but for what nobody could see in it. The table can be made of it."""
    folder = tmp_path_factory.mktemp("results")
    result = tried(trainee, exercise)
    result.seconds, result.passed, result.mistakes = seconds, passed, mistakes
    result.well, result.hints = well, hints
    path = write_result(folder, result)
    assert re.fullmatch(r"20261123-090000-[a-z0-9-]{1,40}-[0-9a-f]{4}\.json", path.name)
    found = collect(folder)
    result.trainee = clean_name(trainee)
    assert (list(found.results), found.unread) == ([result], ())
    group = group_of(folder)
    rows = list(csv.reader(io.StringIO(sheet_of(group).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert len(set(map(len, rows))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_results_and_tables_are_their_users_alone(tmp_path: Path) -> None:
    """Who did how well is nobody else's business; nothing half-written stays behind."""
    folder = tmp_path / "group"
    write_result(folder, tried())
    page, sheet = write_group(folder, group_of(folder))
    write_certificate(tmp_path / "anna.html", [tried()])
    files = [*folder.iterdir(), tmp_path / "anna.html"]
    assert len(files) == 4
    assert {page, sheet} <= set(files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_damaged_and_foreign_files_are_told_of_and_passed_over(tmp_path: Path) -> None:
    """One bad file does not cost the group its table, and no file brings anything into it that is no result."""
    good = write_result(tmp_path, tried())
    content = json.loads(good.read_text("utf-8"))
    bad = {
        "half.json": good.read_bytes()[:80],
        "not-text.json": b"\xff\xfe\x00",
        "another-schema.json": json.dumps(content | {"schema": 2}).encode(),
        "more.json": json.dumps(content | {"token": "x"}).encode(),
        "endless.json": json.dumps(content | {"seconds": 1e300}).encode(),
        "rule.json": json.dumps(content | {"mistakes": [{"rule": "x", "step": "y", "count": 1}]}).encode(),
        "huge.json": b" " * 300_000 + good.read_bytes(),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "readme.txt").write_text("not looked at")
    found = collect(tmp_path)
    assert len(found.results) == 1
    assert set(found.unread) == {*bad, "folder.json"}
    console = Console(record=True, width=120, file=io.StringIO())
    show_group(console, group_of(tmp_path))
    assert "half.json" in console.export_text()
    with pytest.raises(WrongSettingError):
        collect(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(WrongSettingError):
        group_of(tmp_path / "empty")


@pytest.mark.parametrize(
    "text", [FORMULA, "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", "\u202e=1", "=cmd|'/c calc'!A1"]
)
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str, tmp_path: Path) -> None:
    """What could begin a formula is a text, wherever it stands; `;` and quotes stay inside of their cell."""
    assert cell(text).startswith("'")
    write_result(tmp_path, tried(f'{text};"x"', "brak-faktur", "reload"))
    sheet = sheet_of(group_of(tmp_path))
    assert sheet.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";")
    assert len(head) == len(row)
    assert row[0].startswith("'")
    assert row[0].endswith('"x"')
    assert not any(each.startswith(("=", "+", "-", "@")) for each in row)


def test_the_table_tells_each_trainee_apart_and_what_is_still_to_do(tmp_path: Path) -> None:
    """One row a person, however the name is written; passed beats tried; the commonest rule comes first."""
    moments = (datetime(2026, 11, 23, 9, minute, tzinfo=UTC) for minute in range(60))
    for result in (
        tried("Anna Kowalska", "brak-faktur", "wrong-remedy", at=next(moments)),
        tried("anna  kowalska", "brak-faktur", at=next(moments)),
        tried("Anna Kowalska", None, "refresh-too-soon", "refresh-too-soon", at=next(moments)),
        tried("Jan Nowak", "token-od-razu", "reload", "refresh-too-soon", at=next(moments)),
        tried(None, "brak-faktur", at=next(moments)),
    ):
        write_result(tmp_path, result)
    group = group_of(tmp_path)
    anna, jan = (next(row for row in group.rows if name in row.name) for name in ("Anna", "Jan"))
    assert len(group.rows) == 3
    assert (anna.passed, anna.tries, anna.mistakes, anna.practice.state) == ("1/8", 3, 3, "passed")
    assert [(each.state, each.tries) for each in anna.exercises][:2] == [("passed", 2), ("untried", 0)]
    assert (jan.passed, jan.exercises[3].state, jan.practice.state) == ("0/8", "tried", "untried")
    assert [(each.rule.id, each.rule.count, each.people) for each in group.rules] == [
        ("refresh-too-soon", 3, 2),
        ("wrong-remedy", 1, 1),
        ("reload", 1, 1),
    ]
    assert done_by(tmp_path, "ANNA KOWALSKA") == {"brak-faktur"}
    assert (
        done_by(tmp_path, "Jan Nowak")
        == done_by(tmp_path, None)
        == done_by(tmp_path / "no", "J")
        == frozenset()
    )


@pytest.mark.browser
def test_pages_show_names_as_text_and_run_nothing(page: Page, tmp_path: Path) -> None:
    """A trainee's name is never markup; pages ask for nothing and fit a narrow window; the record says what it is."""
    for name in (SCRIPT, FORMULA, "Zdzisława Brzęczyszczykiewicz-Wojciechowska"):
        write_result(tmp_path, tried(name, "brak-faktur", "reload", "close"))
    table, _ = write_group(tmp_path, group_of(tmp_path))
    paper = tmp_path / "certificate.html"
    write_certificate(paper, [tried(SCRIPT, "token-od-razu", "reload", "reload"), tried(SCRIPT, None)])
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": 390, "height": 800})
    for path in (table, paper):
        page.goto(path.as_uri())
        assert SCRIPT in page.locator("main").inner_text()
        assert "owned" not in page.evaluate("document.title").replace(SCRIPT, "")
        assert page.locator("script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.locator("h1").count() == 1
    text = page.locator("main").inner_text()
    told = paper_of([tried(SCRIPT, "token-od-razu", "reload", "reload")])
    assert told.record in text
    assert "Nie jest dokumentem urzędowym" in text
    assert all(mistake.rule in text for mistake in told.mistakes)
    assert "2×" in text
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_the_last_card_and_the_terminal_tell_what_was_good_and_each_rule() -> None:
    """Mistakes come with the guide's rule; what was done well is named; the moral of the exercise is said."""
    result = tried("Anna", "brak-faktur", "reload", "reload", "refresh-too-soon")
    card = summary_card(result)
    exercise = exercises()["brak-faktur"]
    assert exercise.title in card.title
    assert exercise.learnt in card.do
    assert len(card.warnings) == 2
    assert card.do.count("\n- ") == 2
    assert card.feedback is not None
    assert card.feedback.kind == "info"
    console = Console(record=True, width=400, file=io.StringIO())
    show_summary(console, result)
    text = console.export_text()
    assert all(warning.partition(". ")[2] in text for warning in card.warnings)
    assert summary_card(tried("Anna", None)).feedback is not None
