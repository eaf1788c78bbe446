"""The index of all runs, and the command that writes reports."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from automation.console import make_console
from automation.errors import AssistantError, NoInvoicesMenuError, RunUnreadableError
from automation.evidence.result import Result
from automation.execution import Job
from automation.jobs.report import report_job
from automation.report import index
from automation.report.index import write_index
from automation.settings import Settings
from flows.run import Run
from tests.report import runs


@pytest.mark.browser
def test_the_index_lists_all_runs_and_filters_them(page: Page, tmp_path: Path) -> None:
    """Newest first, each with its report; damaged folders are told of, strangers' passed over."""
    runs.folder_of_run(tmp_path, error=NoInvoicesMenuError())
    runs.folder_of_run(tmp_path, command="generate", ends=False, tell=runs.killed_after_the_order)
    good = runs.folder_of_run(tmp_path)
    good.rename(tmp_path / "2099-01-01T00-00-00Z-check-local-#1?")
    (tmp_path / "2000-damaged").mkdir()
    (tmp_path / "2000-damaged" / "journal.jsonl").write_bytes(b'{"at": "20\xff')
    (tmp_path / "photos").mkdir()
    (tmp_path / "notes.txt").write_text("-")

    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(write_index(tmp_path).as_uri())
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("Ten użytkownik może wygenerować token")
    expect(rows.last).to_contain_text("nie da się odczytać")
    expect(rows.get_by_role("link")).to_have_count(3)

    visible = page.locator("tbody tr:visible")
    page.get_by_label("Polecenie").select_option("generate")
    expect(visible).to_have_count(1)
    expect(visible).to_contain_text("Przebieg urwał się")
    page.get_by_label("Polecenie").select_option("")
    page.get_by_label("Wynik").select_option(label="Zatrzymano")
    expect(visible).to_have_count(1)
    page.get_by_label("Wynik").select_option("")
    page.get_by_label("Szukaj").fill("FAKTURY brak")
    expect(visible).to_have_count(1)
    page.get_by_label("Szukaj").fill("no such run")
    expect(page.get_by_text("Żaden przebieg nie pasuje")).to_be_visible()
    page.get_by_label("Szukaj").fill("")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ten użytkownik może wygenerować token")
    assert complaints == []


def test_hundreds_of_runs_are_listed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large folder the reports are not written along, and the page is there in a moment."""
    folder = runs.folder_of_run(tmp_path, error=NoInvoicesMenuError())
    content = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".png"}
    for number in range(60):
        copy = tmp_path / f"2000-01-01T00-00-{number:02}Z-check-local-0000"
        copy.mkdir()
        for name, inside in content.items():
            (copy / name).write_bytes(inside)
    monkeypatch.setattr(index, "write_report", lambda _: pytest.fail("a report was written"))
    started = time.perf_counter()
    page = write_index(tmp_path).read_text("utf-8")
    assert page.count("data-outcome=") == 61
    assert time.perf_counter() - started < 10  # seconds; 0.2 on an idle machine


def _job(recordings: Path) -> Job:
    result = Result("report")
    return Job(Settings(recordings=recordings), result, Run(), make_console(to_stderr=True), command="report")


def _report(job: Job, run: str | None = None, *, as_index: bool = False) -> Path:
    report_job(job, run, index=as_index, opens=False, bundle=None, mask_nip=False)
    assert job.result.outcome == "reported"
    return Path(job.result.report or "")


def test_report_finds_the_run(tmp_path: Path) -> None:
    """By its folder, by its name, or the newest (never the sample that comes with the program); and the index."""
    older, newer = (tmp_path / f"2026-01-0{day}T00-00-00Z-check-demo-0a1b" for day in (1, 2))
    for folder in (older, newer, tmp_path / "sample"):
        runs.folder_of_run(tmp_path).rename(folder)
    assert _report(_job(tmp_path)) == newer / "report.html"
    assert _report(_job(tmp_path), older.name) == older / "report.html"
    assert _report(_job(tmp_path / "elsewhere"), str(older)) == older / "report.html"
    assert _report(_job(tmp_path), as_index=True) == tmp_path / "index.html"


@pytest.mark.parametrize("run", [None, "nothing", "..", "photos", "broken.zip"])
def test_what_is_no_run_is_refused(tmp_path: Path, run: str | None) -> None:
    """A folder without a journal, a bundle that is none, a name of nothing: said so, and nothing is written."""
    (tmp_path / "photos").mkdir()
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as archive:
        archive.writestr("../../evil.txt", "-")
    named = str(tmp_path / run) if run == "broken.zip" else run
    with pytest.raises(AssistantError) as told:
        _report(_job(tmp_path), named)
    if run != "broken.zip":
        assert isinstance(told.value, RunUnreadableError)
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["broken.zip", "photos"]


def test_a_failed_run_gets_its_report_and_never_fails_by_it(tmp_path: Path) -> None:
    """After a failure the report is there at once; what goes wrong with it is not the run's trouble."""
    job = _job(tmp_path)
    job.make_folder("local")
    (write,) = job.afterwards
    assert job.folder is not None
    job.result.exit_code = 0
    write()
    assert job.result.report is None
    job.result.exit_code = 3
    write()
    assert job.result.report == str(job.folder.path / "report.html")
    (job.folder.path / "journal.jsonl").write_bytes(b"")
    write()
