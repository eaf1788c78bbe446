"""What lies over the page is closed if it is known to be harmless, left alone if it is in nobody's way, and otherwise
a reason to stop before a token is ordered. Drawn as component libraries draw it.
"""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import ElementHandle, Page

from automation.ap.catalogue import control, permission_control
from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ap.waiting import Patience
from automation.errors import Exit, PageCoveredError
from automation.ksef_token import Permission

pytestmark = pytest.mark.browser

SUBMIT = control("form-submit")
NAME = control("token-name")
WRITE = permission_control(Permission.INVOICE_WRITE)
FORM = """<main><form onsubmit="return false"><label>Nazwa tokena* <input></label>
  <label><input type="checkbox">wystawianie faktur</label><button>Generuj token</button></form></main>"""

LAYERS = {
    "material": "<div aria-hidden='true'>{page}</div><div style='position: fixed; inset: 0; z-index: 9'>"
    "<div style='position: absolute; inset: 0; background: #0005'></div>"
    "<div role='dialog' aria-modal='true' style='position: absolute; left: 99px; top: 9px'>{box}</div></div>",
    "mui": "{page}<div role='presentation' style='position: fixed; inset: 0; z-index: 9'>"
    "<div style='position: fixed; inset: 0; background: #0005; z-index: -1' aria-hidden='true'></div>"
    "<div style='height: 100%; display: flex; justify-content: center'><div role='dialog'>{box}</div></div></div>",
    "native": "{page}<dialog>{box}</dialog>",
    "plain": "{page}<div style='position: fixed; inset: 0; background: #fffd'><div>{box}</div></div>",
}
COOKIES = """<h2>Pliki cookie</h2><p>Używamy plików cookie.</p>
  <button>Akceptuję wszystkie</button><a href='/polityka'>Zamknij</a><button>Odrzuć wszystkie</button>"""
SURVEY = "<h2>Oceń aplikację</h2><p>Zajmie to minutę.</p><button>Wyślij</button><button>Zamknij</button>"


def show(page: Page, layer: str, box: str) -> None:
    """Show the form with a box over it. A press of a button is noted and takes the layer away."""
    page.set_content(LAYERS[layer].format(page=FORM, box=box))
    page.evaluate(
        """() => {
          window.pressed = [];
          document.querySelector("dialog")?.showModal();
          const layer = document.querySelector("main").closest("body > *").nextElementSibling;
          document.addEventListener("click", (event) => {
            const button = event.target.closest("a, button");
            if (!button) return;
            event.preventDefault();
            window.pressed.push(button.textContent);
            if (button.closest("main")) return;
            layer.remove();
            document.querySelector("[aria-hidden]")?.removeAttribute("aria-hidden");
          });
        }"""
    )


def pressed(page: Page) -> list[str]:
    """What was pressed, in order."""
    names = page.evaluate("() => window.pressed")
    assert isinstance(names, list)
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_a_known_notice_is_closed_by_its_harmless_button(page: Page, hand: Hand, layer: str) -> None:
    """Neither by the one that accepts nor by the one that leads away; then the press comes."""
    show(page, layer, COOKIES)
    hand.press(SUBMIT)
    assert pressed(page) == ["Odrzuć wszystkie", "Generuj token"]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_stranger_stops_the_run_and_is_named(
    page: Page, hand: Hand, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its heading and buttons; nothing on it is pressed, though one is called `Zamknij`."""
    monkeypatch.setattr("automation.ap.overlays._SETTLE", 0.3)
    monkeypatch.setattr("automation.ap.overlays._LOOK_EVERY", 0.1)
    show(page, layer, SURVEY)
    with pytest.raises(PageCoveredError) as caught:
        hand.fill(NAME, "iCargo")
    assert caught.value.exit is Exit.INTERFACE
    assert caught.value.details["found"] == "„Oceń aplikację”; „Wyślij”; „Zamknij”"
    assert pressed(page) == []


def test_what_looks_harmless_but_asks_for_something_is_a_stranger(
    page: Page, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field, a consent, a session that ends: not the notice it seems to be."""
    monkeypatch.setattr("automation.ap.overlays._SETTLE", 0.2)
    for box in (
        "<h2>Co nowego</h2><label><input type='checkbox'>Nie pokazuj</label><button>Zamknij</button>",
        "<h2>Co nowego</h2><p>Zmienił się regulamin</p><button>OK</button>",
        "<h2>Nowości</h2><p>Twoja sesja wygasa</p><button>OK</button>",
        "<h2>Nowości</h2><form><button>Zamknij</button></form>",
        "<h2>Nowości</h2><a href='/nowosci'>Zamknij</a>",
    ):
        show(page, "plain", box)
        with pytest.raises(PageCoveredError):
            hand.press(SUBMIT)
        assert pressed(page) == []


def test_what_is_in_nobodys_way_is_left_alone(page: Page, hand: Hand) -> None:
    """A bar at the edge, known or not; after a press of the form's button it is still there."""
    page.set_content(
        FORM
        + "<div role='dialog' id='bar' style='position: fixed; bottom: 0'>Pliki cookie <button>OK</button></div>"
        "<div id='chat' style='position: fixed; right: 0; bottom: 99px'>Porozmawiajmy <button>Start</button></div>"
    )
    hand.fill(NAME, "iCargo")
    hand.tick(WRITE)
    hand.press(SUBMIT)
    assert page.locator("#bar, #chat").count() == 2


def test_a_bar_over_the_control_is_scrolled_away_from(page: Page, hand: Hand) -> None:
    """As a person would do: sticky headers and footers do not count."""
    bar = (
        "<div style='position: fixed; inset: auto 0 0; height: 60px'>Zgłoś błąd <button>Wyślij</button></div>"
    )
    page.set_content(f"<div style='height: 150vh'></div>{FORM}<div style='height: 150vh'></div>{bar}")
    hand.press(SUBMIT)


def test_what_goes_away_by_itself_is_waited_for(page: Page, hand: Hand) -> None:
    """A message without a button lies over the page for longer than a stranger may."""
    page.set_content(FORM + "<div id='wait' style='position: fixed; inset: 0'>Trwa ładowanie danych...</div>")
    page.evaluate("() => setTimeout(() => document.getElementById('wait').remove(), 700)")
    began = time.monotonic()
    hand.press(SUBMIT)
    assert time.monotonic() - began >= 0.5


def test_from_the_order_on_nothing_is_closed(page: Page, hand: Hand, finder: Finder) -> None:
    """Whatever lies over the page then, the watch neither presses nor stops."""
    hand.overlays.hands_off()
    show(page, "plain", COOKIES)
    handle = finder.find(SUBMIT, timeout=1)
    hand.overlays.clear(handle)
    hand.overlays.look()
    assert pressed(page) == []


def test_a_page_elsewhere_is_none_of_its_business(page: Page, finder: Finder, patience: Patience) -> None:
    """Where a person logs in there are notices too: nothing is looked at, nothing is pressed."""

    def refuse(_: ElementHandle) -> None:
        raise AssertionError

    page.route("https://*/", lambda route: route.fulfill(content_type="text/html", body="<p>"))
    careful = Hand(page, finder, patience, may_press=refuse, may_type=refuse, timeout=1)
    page.goto("https://ap.example/")
    careful.overlays.look()
    page.goto("https://login.example/")
    show(page, "plain", COOKIES)
    for _ in range(2):
        careful.overlays._looked_at = 0.0
        assert not finder.is_shown(control("refresh"))
    assert pressed(page) == []
