"""A page with the training panel on it, for tests: what it shows, what it tells, and where it stands."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import ElementHandle, Page

from automation.ap.waiting import Patience
from automation.training.cards import Button, Card
from automation.training.panel import HOST, Panel

NEXT = Button("next", "Dalej", is_primary=True, keys="Enter")
CARD = Card(
    "Krok 2, zadanie 1",
    "Otwieramy „Tokeny”",
    stage=2,
    do="Proszę nacisnąć „Tokeny” w menu po lewej stronie.",
    why="Tokeny robi się tylko tutaj.",
    warnings=("Token jest wyświetlany tylko raz.",),
    status="Czekam na „Dalej”.",
    buttons=(
        Button("back", "Wstecz", keys="←"),
        Button("repeat", "Powtórz", keys="R"),
        Button("end", "Zakończ"),
        NEXT,
    ),
)

_BOX_JS = """([host, selector]) => {
  const { left, top, right, bottom } = document.querySelector(host).shadowRoot.querySelector(selector)
    .getBoundingClientRect();
  return [left, top, right, bottom];
}"""


class Scene:
    """One page, its panel, and what the panel has told."""

    def __init__(self, page: Page, html: str = "", *, origins: tuple[str, ...] = ()) -> None:
        self.page = page
        self.panel = Panel(page, origins=origins, language="pl")
        self.patience = Patience(page)
        if html:
            page.set_content(html)

    def __getitem__(self, selector: str) -> ElementHandle:
        element = self.page.query_selector(selector)
        assert element is not None
        return element

    def told(self, number: int = 1) -> list[tuple[str, str]]:
        """What was told, as soon as it is so much, and that it is no more."""
        heard: list[tuple[str, str]] = []

        def is_told() -> bool:
            heard.extend((event.kind, event.value) for event in self.panel.events())
            return len(heard) >= number

        assert self.patience.until({"told": is_told}, seconds=5) is not None, heard
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 20))")
        is_told()
        return heard

    def box(self, selector: str = ".panel") -> Any:
        """Where a part of the panel is, as soon as it has come to rest there: left, top, right, bottom."""
        before, now = None, self.page.evaluate(_BOX_JS, [HOST, selector])
        while before != now:
            self.page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            before, now = now, self.page.evaluate(_BOX_JS, [HOST, selector])
        return now

    def focused(self) -> str:
        """What of the panel has the focus, else what of the page."""
        focused: str = self.page.evaluate(
            """(host) => { const inside = document.querySelector(host).shadowRoot.activeElement;
              return inside ? inside.dataset.button ?? inside.localName : document.activeElement.id; }""",
            HOST,
        )
        return focused
