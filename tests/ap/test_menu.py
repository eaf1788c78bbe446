"""`Tokeny` is unfolded, however AP's menu unfolds, and never folded again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ap.menu import Menu
from automation.ap.waiting import Patience

pytestmark = pytest.mark.browser

MENU = """<nav><a href='#'>Faktury</a><button id='tokens'>Tokeny</button><a href='#'>Uprawnienia</a></nav>
  <div id='sub' role='menu' hidden><a role='menuitem' href='#'>Generuj token</a></div>"""

WAYS = {
    "by a press": "tokens.onclick = () => { sub.hidden = !sub.hidden; };",
    "late": "tokens.onclick = () => setTimeout(() => { sub.hidden = !sub.hidden; }, 400);",
    "unfolded already": "sub.hidden = false; tokens.onclick = () => { sub.hidden = !sub.hidden; };",
    "under the mouse": "tokens.onmouseenter = () => { sub.hidden = false; };",
    "under the mouse, and folded by a press": "tokens.onmouseenter = () => { sub.hidden = false; };"
    "tokens.onclick = () => { sub.hidden = true; };",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_the_menu_unfolds_and_stays_so(
    page: Page, finder: Finder, hand: Hand, patience: Patience, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it opens by a press or under the mouse."""
    monkeypatch.setattr("automation.ap.menu._UNFOLDS", 0.8)
    page.mouse.move(700, 500)
    page.set_content(MENU)
    page.evaluate(f"() => {{ const sub = document.getElementById('sub'); {way} }}")

    def expect(conditions: dict[str, object], *, since: float) -> str:
        seen = patience.until(conditions, seconds=1.5)  # type: ignore[arg-type]
        assert seen is not None, since
        return seen

    ap = SimpleNamespace(
        page=page,
        finder=finder,
        hand=hand,
        patience=patience,
        timeout=1.5,
        gateway=SimpleNamespace(now=lambda: 0.0, is_quiet=lambda _: True),
        expect=expect,
    )
    ap.shows = lambda control_id: Ap.shows(cast("Ap", ap), control_id)
    Menu(cast("Ap", ap)).open_tokens()
    assert page.locator("#sub").is_visible()
