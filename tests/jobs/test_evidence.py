"""A run that fails between two steps leaves as much to look at as one that fails in a step."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from automation import private
from automation.evidence.camera import Camera
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Observer
from automation.evidence.tracing import FILE_NAME, Tracer
from automation.jobs.evidence import _look_once_more
from flows.run import Run

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("ordered", [True, False])
def test_the_last_screen_of_a_failed_run_is_pictured(page: Page, tmp_path: Path, *, ordered: bool) -> None:
    """By the stricter rule once a token was ordered; the trace of such a run is kept, too."""
    private.make_folder(tmp_path / "scratch")
    pictures = []
    for value in ("wystawianie", "przegladanie"):
        folder = RunFolder(tmp_path / value, "generate", "demo")
        camera = Camera(folder, page, every_step=False)
        tracer = Tracer(folder, page.context, tmp_path / "scratch", always=False)
        witnesses: list[Observer] = [tracer, camera]
        run = Run(observers=[*witnesses], presses=0 if ordered else None)
        page.set_content(f"<h1>Zakończono niepowodzeniem</h1><input value={value}>")
        with run.curtain(), run.step("krok-4-odswiez", press=1):
            pass
        assert not list(folder.path.iterdir())
        _look_once_more(run, witnesses)
        tracer.stop()
        assert run.steps[-1].outcome == "done"
        pictures.append((folder.path / "01-krok-4-odswiez.png").read_bytes())
        assert (folder.path / FILE_NAME).exists()
    assert (pictures[0] == pictures[1]) is ordered
