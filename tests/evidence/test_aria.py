"""Aria snapshots tell of a screen's controls, and nothing of anybody."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Page

from automation.calibration.snapshots import parse, take
from automation.evidence import aria
from automation.evidence.aria import Snapshots
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Seen, Step

pytestmark = pytest.mark.browser

NAME = "Krystyna Nowakowska"
PLANTED = (
    "Krystyna",
    "Nowakowska",
    "44051401458",
    "1234563218",
    "123-456-32-18",
    "919f7044",
    "tajne",
    "iCargo",
)
SCREEN = f"""
<div style="display: flex"><b>Aplikacja Podatnika KSeF</b><button>Menu</button>
  <button aria-label="Konto: {NAME}">●</button><button>1234563218</button></div>
<nav><a href=/x>Lista tokenów</a></nav>
<h1>Generowanie tokena</h1> <h2>Sprawa 44051401458, NIP 123-456-32-18</h2>
<label>Nazwa tokena<input required value="iCargo tajne"></label>
<div><template shadowrootmode=open><label><input type=checkbox required> wystawianie faktur</label>
  <button disabled>Generuj token</button></template></div>
<input type=password aria-label=Hasło value=tajne>
<table><tr><th>Twórca tokena</th></tr><tr><td><button>{NAME}</button></td></tr></table>
<p>Imię i nazwisko: <button>{NAME}</button></p>
<p>20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|{"919f7044" * 8}</p>
<button>20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|{"919f7044" * 8}</button>
"""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time for a busy machine; the test of the time limit takes it away again."""
    monkeypatch.setattr(aria, "_ANSWER_MS", 20_000)
    monkeypatch.setattr(aria, "_ANSWER_FAILED_MS", 20_000)


def show(page: Page) -> None:
    """Show the screen, shadow roots and all."""
    page.evaluate("(html) => document.body.setHTMLUnsafe(html)", SCREEN)


def test_a_snapshot_tells_the_controls_and_nothing_of_anybody(
    page: Page, folder: RunFolder, step: Step
) -> None:
    """Also where no landmark says what the header is; what is said of it is on record."""
    show(page)
    said: list[Any] = []
    step.outcome = "done"
    Snapshots(folder, page, see=lambda what, **values: said.append((what, values))).step_ends(step)
    assert said == [(Seen.SNAPSHOT, {"step": 1, "file": "01-krok-1-adres.yaml"})]
    text = (folder.path / "01-krok-1-adres.yaml").read_text("utf-8")
    assert [planted for planted in PLANTED if planted in text] == []
    nodes = {(node.role, node.name): node.states for node in parse(text).walk()}
    assert nodes["heading", "Generowanie tokena"] == ("level=1",)
    assert nodes["textbox", "Nazwa tokena"] == ("required",)
    assert nodes["checkbox", "wystawianie faktur"] == ("required",)
    assert nodes["button", "Generuj token"] == ("disabled",)
    assert {("button", "Menu"), ("link", "Lista tokenów"), ("columnheader", "Twórca tokena")} <= set(nodes)


def test_a_screen_is_recorded_for_comparison_as_before(page: Page) -> None:
    """Which fields are required is asked at once for all of them; a hidden one with the same words does not count."""
    page.set_content(
        "<label>NIP<input required></label><label>Inny<input></label>"
        "<div role=radiogroup aria-required=true aria-label=Wybór><input type=radio aria-label=a></div>"
        "<label style='display: none'>Skryte<input required></label>"
    )
    found = {node.name: node.states for node in take(page, "").walk()}
    assert found["NIP"] == found["Wybór"] == ("required",)
    assert found["Inny"] == found["a"] == ()
    assert "Skryte" not in found


def test_snapshots_are_taken_when_they_are_due(
    page: Page, folder: RunFolder, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the curtain of failures only, with a credential on the page none; one that hangs costs no time."""
    show(page)
    snapshots = Snapshots(folder, page)

    def is_taken(outcome: str) -> bool:
        step.outcome = "failed" if outcome == "failed" else "done"
        snapshots.step_ends(step)
        there = list(folder.path.iterdir())
        for path in there:
            path.unlink()
        return bool(there)

    assert is_taken("done")
    snapshots.credential(is_open=True)
    assert not is_taken("failed")
    snapshots.credential(is_open=False)
    snapshots.curtain(is_open=True)
    assert not is_taken("done")
    assert is_taken("failed")
    snapshots.curtain(is_open=False)
    monkeypatch.undo()
    page.evaluate("() => { setTimeout(() => { const end = Date.now() + 3000; while (Date.now() < end); }); }")
    time.sleep(0.2)
    started = time.perf_counter()
    assert not is_taken("done")
    assert time.perf_counter() - started < 1.5
    page.close()
    assert not is_taken("failed")
