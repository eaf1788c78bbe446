"""What a person points at becomes the draft of a correction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.ap.catalogue import control, correct
from automation.ap.waiting import Patience
from automation.calibration.drafting import Drafter
from automation.calibration.overlay import read_overlay
from automation.keyboard import Keyboard

pytestmark = pytest.mark.browser

PAGE = """
<style>button, a { display: inline-block; width: 300px; height: 40px }</style>
<nav><a id="tokens" href="#x"><i>key_vertical</i> <span id="label">Klucze dostępu*</span></a>
<a id="certificates" href="#y">Certyfikaty</a></nav>
<input id="field" aria-label="Klucze">
<p id="presses">0</p>
<script>addEventListener("click", () => { presses.textContent = 1 + +presses.textContent })</script>
"""


class Hand(Keyboard):
    """A person who points at one thing after another, and types Enter when there is nothing left."""

    def __init__(self, page: Page, targets: list[str]) -> None:
        super().__init__()
        self._page = page
        self._targets = targets
        self._asked = 0

    def forget(self) -> None:
        """A new question."""
        self._asked = 0

    def has_line(self) -> bool:
        """Asked over and over while the person is waited for, who takes a moment to read the question."""
        self._asked += 1
        if self._asked != 3:
            return False
        if not self._targets:
            return True
        box = self._page.locator(self._targets.pop(0)).bounding_box()
        assert box is not None
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return False


@pytest.fixture(autouse=True)
def _own_catalogue_afterwards() -> Iterator[None]:
    yield
    correct(None)


def test_what_is_pointed_at_is_named_at_once_and_written_when_accepted(page: Page, tmp_path: Path) -> None:
    """A click only points, also at a label inside the control; another control's name and another kind are refused."""
    page.set_content(PAGE)
    told: list[str] = []
    ap = cast("Ap", SimpleNamespace(page=page, patience=Patience(page), version="2.3.0"))
    hand = Hand(page, ["#field", "#certificates", "#label"])
    (tmp_path / "scratch").mkdir()
    drafter = Drafter(tmp_path / "ap-catalogue.toml", tmp_path / "scratch", hand, told.append)
    drafter.ask_for(ap, [control("menu-tokens"), control("menu-invoices"), control("menu-tokens")])
    assert drafter.drafted == ["menu-tokens"]
    assert len(told) == 8, (
        told
    )  # three questions, two refusals, what was taken, a question, its being skipped
    assert control("menu-tokens").pattern("2.3.0").match("key_vertical Klucze dostępu")
    assert page.locator("#presses").text_content() == "0"
    assert not drafter.path.exists()
    drafter.accept()
    names = [(wanted.id, version, name) for wanted, version, name in read_overlay(drafter.path).named()]
    assert names == [("menu-tokens", "2.3.0", "Klucze dostępu")]
