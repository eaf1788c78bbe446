"""The trace ends before a token can be in it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from automation.evidence.folder import RunFolder
from automation.evidence.steps import Step
from automation.evidence.tracing import FILE_NAME, Tracer

pytestmark = pytest.mark.browser

TOKEN = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8


def content(path: Path) -> str:
    """Everything in a trace, as text."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def show(page: Page, text: str) -> None:
    """Let a page show something, and act on it, so that a running trace records it."""
    page.evaluate("(text) => { document.body.innerHTML = `<button>${text}</button>`; }", text)
    page.get_by_role("button").click()


def test_the_trace_stops_for_good_when_the_curtain_opens(page: Page, folder: RunFolder, step: Step) -> None:
    """What came before is in it; the token is not, nor anything after, and no event starts it again."""
    tracer = Tracer(folder, page.context)
    path = folder.path / FILE_NAME
    show(page, "przed-kurtyną")
    assert not path.exists()
    tracer.curtain(is_open=True)
    written = path.read_bytes()
    assert "przed-kurtyną" in content(path)
    show(page, TOKEN)
    tracer.curtain(is_open=False)
    tracer.step_begins(step)
    step.outcome = "failed"
    tracer.step_ends(step)
    tracer.curtain(is_open=True)
    tracer.warned("Uwaga")
    show(page, "po-kurtynie")
    tracer.stop()
    assert path.read_bytes() == written
    assert "919f7044" not in content(path)
    assert sorted(file.name for file in folder.path.iterdir()) == [FILE_NAME]


def test_nothing_records_any_more_once_the_curtain_is_open(page: Page, folder: RunFolder) -> None:
    """Playwright itself says so: a new trace could be started."""
    Tracer(folder, page.context).curtain(is_open=True)
    page.context.tracing.start()
    page.context.tracing.stop()


def test_a_failed_step_ends_the_trace(page: Page, folder: RunFolder, step: Step) -> None:
    """It is the last one worth seeing; a step that went well is not."""
    tracer = Tracer(folder, page.context)
    step.outcome = "done"
    tracer.step_ends(step)
    assert not (folder.path / FILE_NAME).exists()
    show(page, "nieudane")
    step.outcome = "failed"
    tracer.step_ends(step)
    assert "nieudane" in content(folder.path / FILE_NAME)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_the_trace_is_the_users_alone(page: Page, folder: RunFolder) -> None:
    """0600, though Playwright would let everybody read it."""
    tracer = Tracer(folder, page.context)
    show(page, "cokolwiek")
    tracer.stop()
    path = folder.path / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size > 0
