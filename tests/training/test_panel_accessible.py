"""The training panel is for everybody: axe-core finds nothing in any kind of card, light or dark."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Page

from automation.training.cards import Button, Choice, Feedback
from automation.training.panel import HOST, Hold
from tests.training.panel_scene import CARD, Scene

pytestmark = pytest.mark.browser

AP = """<!doctype html><html lang=pl><title>AP</title><header><p>Aplikacja Podatnika KSeF</p></header>
  <main><h1>Tokeny</h1><button id=a>Generuj token</button>
  <dialog id=d aria-label=Zgoda><button id=b>Dalej</button></dialog></main></html>"""
QUESTION = replace(
    CARD,
    question="Czy wszystko się zgadza?",
    choices=(Choice("yes", "Tak, wszystko się zgadza"), Choice("no", "Coś się nie zgadza")),
    buttons=(Button("hint", "Podpowiedź"), Button("end", "Zakończ")),
)
CARDS = {
    "step": replace(
        CARD, note="Nazwa zawsze z numerem działu.", do="Proszę:\n- nacisnąć „Tokeny”,\n- poczekać."
    ),
    "question": QUESTION,
    "field": replace(CARD, field="Które to środowisko?", value="iCargo  wystawianie"),
    "large": replace(CARD, stage=0, is_large=True),
    **{
        kind: replace(CARD, feedback=Feedback(kind, "Odświeżono stronę.", rule="Strony nie odświeża się."))
        for kind in ("good", "mistake", "hint", "info", "stop")
    },
}
_FOUND_JS = """async () => (await axe.run(document)).violations
  .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))"""
_SPOIL_JS = """(host) => { const { shadowRoot } = document.querySelector(host);
  shadowRoot.querySelector("h2").style.color = "#777";
  shadowRoot.querySelector(".do").style.color = "#777";
  shadowRoot.querySelector("button").replaceChildren(); }"""


def found(page: Page) -> Any:
    """What axe finds wrong."""
    return page.evaluate(_FOUND_JS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_card(page: Page, scheme: Any) -> None:
    """No rule of axe's is broken by any card, in a corner or in a small window; and axe does look at each."""
    page.emulate_media(color_scheme=scheme)
    scene = Scene(page, AP)
    page.evaluate(resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    page.evaluate(
        "() => d.showModal()"
    )  # axe tells contrasts inside the body only, and there the panel is now
    for name, card in CARDS.items():
        scene.panel.show(card, targets=[scene["#b"]], hold=Hold.GUIDED)
        scene.box()
        assert found(page) == [], name
    scene.panel.show(CARDS["step"])
    page.evaluate(_SPOIL_JS, HOST)
    assert {problem.split(":")[0] for problem in found(page)} == {"button-name", "color-contrast"}
    page.evaluate("() => d.close()")
    scene.panel.show(
        replace(CARD, why="Długo. " * 300, buttons=(), is_large=True)
    )  # nothing but text to scroll
    assert found(page) == []
    page.set_viewport_size({"width": 420, "height": 320})
    page.keyboard.press("F8")
    scene.panel.show(CARDS["question"], targets=[scene["#a"]], hold=Hold.GUIDED)
    scene.box()
    assert found(page) == []
