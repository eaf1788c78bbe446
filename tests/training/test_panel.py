"""The training panel: on the page and out of its way, and nothing passes that is to be held."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route

from automation.ap import page_scripts
from automation.ap.catalogue import control
from automation.ap.finder import Finder
from automation.browser.clipboard import ClipboardCapture
from automation.evidence.eyes import Eyes
from automation.training.cards import Button, Card, Choice, Feedback
from automation.training.panel import HOST, Hold, PanelEvent
from tests.training.panel_scene import CARD, NEXT, Scene

pytestmark = pytest.mark.browser

_BOX_OF_B_JS = (
    "() => (({ left, top, right, bottom }) => [left, top, right, bottom])(b.getBoundingClientRect())"
)
COUNTS = "onclick='window.presses = (window.presses ?? 0) + 1'"


def presses(scene: Scene) -> int:
    """How often the page's own control was pressed."""
    count: int = scene.page.evaluate("() => window.presses ?? 0")
    return count


def apart(one: list[float], other: list[float]) -> bool:
    """Whether two boxes have nothing in common."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_panel_never_covers_what_it_points_at(page: Page) -> None:
    """In every size of window and place of the control, the panel is in the window and clear of the control."""
    scene = Scene(page, "<body style='margin: 0'><button id=b style='position: fixed'>Tokeny</button>")
    sizes = [(1440, 900), (1024, 640), (800, 500), (500, 900)]
    places = ["left: 0; top: 0", "right: 0; top: 0", "right: 0; bottom: 0", "left: 0; bottom: 0",
              "left: 45%; top: 45%", "left: 0; right: 0; bottom: 0", "left: 0; right: 0; top: 40%",
              "top: 0; bottom: 0; left: 40%"]  # fmt: skip
    for (width, height), place in itertools.product(sizes, places):
        page.set_viewport_size({"width": width, "height": height})
        scene["#b"].evaluate(
            "(button, place) => { button.style.cssText = 'position: fixed;' + place }", place
        )
        scene.panel.show(CARD, targets=[scene["#b"]], hold=Hold.HELD)
        target = page.evaluate(_BOX_OF_B_JS)
        panel = scene.box()
        assert apart(panel, target), (width, height, place)
        assert panel[0] >= 0 and panel[1] >= 0 and panel[2] <= width and panel[3] <= height  # noqa: PT018  one claim
        assert not apart(scene.box(".ring"), target)
    # What is only to be pressed, or wanted, is not pointed at, but not covered either.
    page.set_viewport_size({"width": 1440, "height": 900})
    scene["#b"].evaluate(
        "(button) => { button.style.cssText = 'position: fixed; right: 90px; bottom: 90px' }"
    )
    target = page.evaluate(_BOX_OF_B_JS)
    for title in ("first", "second"):
        card = replace(CARD, title=title)
        scene.panel.show(card)
        assert not apart(scene.box(), target)
        if title == "first":
            scene.panel.show(card, near=[scene["#b"]])
        else:
            scene.panel.watch(scene["#b"])
        assert apart(scene.box(), target)


def test_the_spotlight_follows_what_moves(page: Page) -> None:
    """It brings its control into sight, goes along with the page and leaves with the control."""
    scene = Scene(
        page, "<div style='height: 3000px'></div><button id=b>Tokeny</button><div style='height: 3000px'>"
    )
    scene.panel.show(CARD, targets=[scene["#b"]])
    page.wait_for_function("() => b.getBoundingClientRect().bottom < innerHeight")
    before, y = scene.box(".ring"), page.evaluate("scrollY")
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 120)
    page.wait_for_function("(y) => scrollY !== y", arg=y)
    after, top = scene.box(".ring"), page.evaluate("b.getBoundingClientRect().top")
    assert before != after
    assert abs(after[1] - top) < 8
    page.evaluate("() => b.remove()")
    page.wait_for_function(
        "(host) => !document.querySelector(host).shadowRoot.querySelector('.ring')", arg=HOST
    )


def test_in_a_modal_dialog_the_panel_can_be_used(page: Page) -> None:
    """It moves into the dialog that makes all else inert, and out of it again."""
    scene = Scene(page, "<dialog id=d><button id=b>Zamknij</button></dialog><button id=a>Otwórz</button>")
    scene.panel.show(CARD)
    page.evaluate("() => d.showModal()")
    page.wait_for_function("(host) => document.querySelector(host).parentElement === d", arg=HOST)
    page.locator(HOST).get_by_role("button", name="Zakończ").click()
    assert scene.told() == [("button", "end")]
    assert page.evaluate("() => d.open")
    page.evaluate("() => d.close()")
    page.wait_for_function(
        "(host) => document.querySelector(host).parentElement.localName === 'html'", arg=HOST
    )
    page.locator(HOST).get_by_role("button", name="Powtórz").click()
    assert scene.told() == [("button", "repeat")]


def test_a_focus_trap_does_not_pull_the_focus_out_of_the_panel(page: Page) -> None:
    """F8 goes there and back, Tab goes on inside, and the page hears nothing of it."""
    scene = Scene(page, "<div id=trap role=dialog><input id=i><button id=b>Dalej</button></div>")
    page.evaluate("""() => {
      window.heard = [];
      for (const type of ["focusin", "focusout", "keydown", "keyup", "pointerdown", "mousedown", "click", "input"])
        window.addEventListener(type, (event) => {
          if (trap.contains(event.target)) return;
          window.heard.push(type);
          i.focus();
        }, true);
      i.focus();
    }""")
    field = replace(CARD, field="Które to środowisko?", buttons=(Button("end", "Zakończ"), NEXT))
    scene.panel.show(field, hold=Hold.GUIDED)
    assert scene.focused() == "i"  # the panel takes it from nobody
    page.keyboard.press("F8")
    assert scene.focused() == "section"
    page.keyboard.press("Tab")
    page.keyboard.type("Demo")
    page.keyboard.press("Enter")
    assert scene.told(2) == [("field", "Demo"), ("button", "next")]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert scene.told() == [("button", "end")]
    page.keyboard.press("F8")
    assert scene.focused() == "i"
    page.locator(HOST).get_by_role("button", name="Dalej").click()
    assert scene.told(2)[-1] == ("button", "next")
    assert scene.focused() == "i"
    assert page.evaluate("window.heard") == []


def test_while_it_waits_for_a_nod_keys_nod_and_nothing_else_happens(page: Page) -> None:
    """Keys of the step-through count wherever the focus is; the page gets neither keys nor presses."""
    scene = Scene(page, f"<input id=i value=NIP><button id=b {COUNTS}>Tokeny</button><p>tekst</p>")
    scene["#i"].focus()
    scene.panel.show(CARD, targets=[scene["#b"]], hold=Hold.HELD)
    keys = {"Enter": "next", "Space": "next", "ArrowRight": "next", "PageDown": "next", "ArrowLeft": "back",
            "PageUp": "back", "r": "repeat"}  # fmt: skip
    for key, button in keys.items():
        page.keyboard.press(key)
        assert scene.told() == [("button", button)], key
        scene.panel.hold(Hold.HELD)
    page.keyboard.type("abc")
    page.keyboard.press("Escape")
    scene["#b"].click()
    assert scene.told() == [("held", "Tokeny")]
    assert presses(scene) == 0
    assert scene["#i"].input_value() == "NIP"
    scene.panel.lets(scene["#b"])
    scene["#b"].dblclick()
    assert presses(scene) == 1  # the assistant's own, and once
    assert scene.panel.events() == []
    scene.panel.hold(Hold.OFF)
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    scene["#b"].click()
    assert presses(scene) == 3
    assert scene.panel.events() == []


def test_guided_leaves_fields_free_and_one_control(page: Page) -> None:
    """One fills and ticks what one likes; of what can be pressed only the watched control passes, once."""
    form = f"""<form onsubmit="window.sent = true; return false"><label>Nazwa <input id=i></label>
      <label><input id=c type=checkbox> odczyt</label><div role=radio tabindex=0 id=r {COUNTS}>Tak</div>
      <button id=b {COUNTS}>Generuj token</button></form>
      <a href="#x" id=a>Lista tokenów</a><div id=d style="cursor: pointer" {COUNTS}><span id=s>Wyloguj</span></div>"""
    scene = Scene(page, form)
    scene.panel.show(CARD, hold=Hold.GUIDED)
    scene["#i"].click()
    page.keyboard.type("iCargo")
    scene["#c"].click()
    scene["#r"].click()
    assert (scene["#i"].input_value(), scene["#c"].is_checked(), presses(scene)) == ("iCargo", True, 1)
    assert scene.panel.events() == []
    scene["#i"].focus()
    page.keyboard.press("Enter")
    assert scene.told() == [("held", "Generuj token")]
    scene["#a"].click()
    scene["#s"].click()
    assert scene.told(2) == [("held", "Lista tokenów"), ("held", "Wyloguj")]
    assert presses(scene) == 1
    assert "#x" not in page.url
    scene.panel.watch(scene["#b"])
    scene["#b"].dblclick()
    assert scene.told() == [("pressed", "Generuj token")]
    scene["#b"].click(delay=5)
    assert scene.told() == [("held", "Generuj token")]
    assert presses(scene) == 2
    assert page.evaluate("window.sent") is True


STAKE = f"""<div id=t>20260101-AB-0123456789-0123456789-AB|nip-1234563218|0123456789abcdef</div>
  <button id=k {COUNTS}><span id=s>Odśwież</span></button><div id=r role=button tabindex=0>Kopiuj</div>
  <a id=l href="/lista">Lista 0123456789abcdef01 tokenów</a><div style="height: 2000px"></div>"""


def test_at_stake_nothing_can_take_the_token_away(page: Page) -> None:
    """Reloading, going back, copying by selection and closing are held back and told; the watched control works."""
    page.route(
        "http://ap.test/**", lambda route: route.fulfill(body=STAKE, content_type="text/html; charset=utf-8")
    )
    scene = Scene(page, origins=("http://ap.test",))
    page.goto("http://ap.test/")
    page.evaluate("() => { history.pushState({}, ''); history.pushState({}, ''); window.copied = [];"
                  " document.addEventListener('copy', () => window.copied.push('copy')); }")  # fmt: skip
    scene.panel.show(CARD, hold=Hold.STAKE)
    page.keyboard.press("Enter")
    assert scene.told() == [("button", "next")]
    scene.panel.show(replace(CARD, buttons=CARD.buttons[2:3]), hold=Hold.STAKE)
    scene["#l"].click()
    assert scene.told() == [("held", "Lista … tokenów")]
    for keys in ("F5", "Control+r", "Control+Shift+r"):
        page.keyboard.press(keys)
        assert scene.told() == [("reload", "")], keys
    page.keyboard.press("Alt+ArrowLeft")
    assert scene.told() == [("back", "")]
    session = page.context.new_cdp_session(page)
    history = session.send("Page.getNavigationHistory")
    before = history["entries"][history["currentIndex"] - 1]["id"]
    session.send("Page.navigateToHistoryEntry", {"entryId": before})  # as the browser's own arrow
    assert scene.told() == [("back", "")]
    assert session.send("Page.getNavigationHistory")["currentIndex"] == history["currentIndex"]
    scene["#t"].click(click_count=3)
    assert page.evaluate("`${getSelection()}`").startswith("20260101")
    for keys in ("Control+c", "Control+x", "Control+Insert"):
        page.keyboard.press(keys)
        assert scene.told() == [("copy", "")], keys
    scene["#t"].click(button="right")
    assert scene.told() == [("copy", "")]
    assert page.evaluate("window.copied") == []
    page.keyboard.press("F8")  # nor from the panel, though it is not the page
    for keys, kind in (("Control+c", "copy"), ("F5", "reload"), ("Alt+ArrowLeft", "back")):
        page.keyboard.press(keys)
        assert scene.told() == [(kind, "")], keys
    page.keyboard.press("Control+a")
    assert page.evaluate("`${getSelection()}`").count("Odśwież") == 0
    page.keyboard.press("F8")
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => scrollY > 0")

    scene["#k"].focus()
    scene.panel.watch(scene["#k"])
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert scene.told(2) == [("pressed", "Odśwież"), ("held", "Odśwież")]
    assert presses(scene) == 1
    scene.panel.watch(scene["#k"])
    scene["#s"].click()
    assert scene.told() == [("pressed", "Odśwież")]
    assert presses(scene) == 2
    page.evaluate("""() => { const copy = () => { getSelection().selectAllChildren(t); document.execCommand("copy"); };
      r.addEventListener("keydown", (event) => { if (event.key === "Enter") copy(); }); }""")
    scene.panel.watch(scene["#r"])
    scene["#r"].focus()
    page.keyboard.press("Enter")
    assert scene.told() == [("pressed", "Kopiuj")]
    assert page.evaluate("window.copied") == ["copy"]  # the copy icon's own
    page.close(run_before_unload=True)
    deadline = time.monotonic() + 5
    while not (events := scene.panel.events()) and time.monotonic() < deadline:
        scene.patience.next_change()
    assert events == [PanelEvent("close")]
    assert not page.is_closed()
    scene.panel.close()


def test_who_wants_no_motion_gets_none(page: Page) -> None:
    """With reduced motion the pointer is there at once and nothing in the panel is animated; else it takes its time."""
    scene = Scene(page, "<button id=b style='position: fixed; left: 700px; top: 90px'>Tokeny</button>")
    scene.panel.show(CARD, targets=[scene["#b"]])
    started = time.monotonic()
    scene.panel.glide(scene["#b"], 0.3)
    assert time.monotonic() - started >= 0.3
    page.emulate_media(reduced_motion="reduce")
    started = time.monotonic()
    scene.panel.glide(scene["#b"], 20)
    scene.panel.ripple()
    scene.panel.flash()
    assert time.monotonic() - started < 5
    running = "(host) => document.querySelector(host).shadowRoot.getAnimations().filter((each) => each.animationName)"
    assert page.evaluate(f"(host) => ({running})(host).length", HOST) == 0
    left, top, *_ = scene.box(".pointer")
    assert 700 < left + 5 < 780
    assert 90 < top + 2 < 120


def test_it_comes_with_every_document_of_aps_and_no_other(page: Page) -> None:
    """Under the strictest policy, in each new document, with the hold that it had; elsewhere it is not."""

    def answer(route: Route) -> None:
        policy = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        route.fulfill(body="<title>AP</title><button id=b>Tokeny</button>", content_type="text/html",
                      headers={"content-security-policy": policy})  # fmt: skip

    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("http://*.test/**", answer)
    scene = Scene(page, origins=("http://ap.test",))
    scene.panel.show(CARD, hold=Hold.HELD)
    for path in ("one", "two"):
        page.goto(f"http://ap.test/{path}")
        page.locator(HOST).get_by_role("heading", name=CARD.title).wait_for()
        assert scene.box()[2] == 1440 - 16  # its own style, in spite of the policy
        scene["#b"].click()
        assert scene.told() == [("held", "Tokeny")]
    page.goto("http://other.test/")
    assert page.locator(HOST).count() == 0
    scene.panel.show(replace(CARD, title="Nowa"), targets=[scene["#b"]])
    page.goto("http://ap.test/three")
    page.locator(HOST).get_by_role("heading", name="Nowa").wait_for()
    scene.panel.hide()
    assert not page.locator(HOST).get_by_role("heading").is_visible()
    scene.panel.close()
    page.goto("http://ap.test/four")
    assert page.locator(HOST).count() == 0
    assert said == []


def test_the_rest_of_the_assistant_passes_over_the_panel(page: Page) -> None:
    """What is in it is never taken for AP's, what is under it is not covered, and no picture is new because of it."""
    page.set_content(
        "<nav><button>Tokeny</button></nav><main style='padding: 44vh 48vw'><h1 id=h>Generuj token</h1>"
    )
    eyes = Eyes(page)
    known = eyes.ask("look", ["data-x", False, ""])["digest"]
    assert eyes.ask("finish")
    scene = Scene(page)
    card = Card("", "Generuj token", is_large=True, buttons=(Button("next", "Tokeny"), Button("x", "Generuj token")),
                question="Tokeny?", choices=(Choice("a", "Tokeny"),))  # fmt: skip
    scene.panel.show(card, hold=Hold.GUIDED)
    finder = Finder(page, scene.patience)
    assert len(finder.matches(control("menu-tokens"))) == 1
    assert "Generuj" not in finder.names_around(control("menu-tokens"))
    left, top, right, bottom = scene.box()
    assert left < 720 < right
    assert top < 450 < bottom
    assert page.evaluate(page_scripts.COVERED, [scene["#h"]]) == [False]
    assert eyes.ask("look", ["data-x", False, known])["same"]


def test_a_card_keeps_the_focus_and_says_what_is_new(page: Page) -> None:
    """A hint that comes leaves the focus and the typed answer where they are, and is told in the right voice."""
    scene = Scene(page, "<button>Tokeny</button>")
    question = replace(CARD, field="Jaki to adres?")
    scene.panel.show(question, hold=Hold.HELD)
    assert scene.focused() == "section"  # nothing of the page had it
    page.keyboard.press("Tab")
    page.keyboard.type("ap-demo")
    kinds = {"good": "status", "mistake": "alert", "hint": "status", "info": "status", "stop": "alert"}
    words = {"good": "Dobrze", "mistake": "Błąd", "hint": "Podpowiedź", "info": "Informacja", "stop": "Stop"}
    for kind, role in kinds.items():
        feedback = Feedback(kind, "Tak.", rule="Raz.")  # type: ignore[arg-type]
        scene.panel.show(replace(question, feedback=feedback), hold=Hold.HELD)
        said = page.locator(HOST).get_by_role(role).filter(has_text="Tak.")  # type: ignore[arg-type]
        assert said.inner_text().split("\n")[0] == words[kind]
        assert scene.focused() == "input"
    assert page.locator(HOST).get_by_role("textbox").input_value() == "ap-demo"
    assert page.locator(f"{HOST} [aria-current=step]").inner_text().endswith("2")


def test_a_question_and_its_answers_are_in_sight_whatever_else_the_card_says(page: Page) -> None:
    """Neither a long explanation of a mistake nor warnings push them out of a small window; the rest scrolls."""
    page.set_viewport_size({"width": 1000, "height": 560})
    scene = Scene(page, "<button>Tokeny</button>")
    long = "Token działa tylko w tym środowisku, w którym powstał. " * 4
    question = replace(CARD, question="Który to adres?", choices=tuple(Choice(str(n), f"Adres {n}") for n in range(4)),
                       why=long, warnings=(long, long), feedback=Feedback("mistake", long, rule=long))  # fmt: skip
    scene.panel.show(question, hold=Hold.HELD)
    panel, foot, asked = scene.box(), scene.box(".foot"), scene.box("fieldset")
    assert panel[1] >= 0
    assert panel[3] <= 560
    assert panel[1] <= asked[1]
    assert asked[3] <= foot[1]
    page.locator(HOST).get_by_role("button", name="Adres 3").click()
    assert scene.told() == [("choice", "3")]


def test_the_clipboards_capture_lets_nothing_past_the_panel(page: Page) -> None:
    """While what the page copies is taken, clicks reach the page a task later: they are held and let through alike."""
    html = f"""<div id=t>wartość</div><button id=k onclick="copies()">Kopiuj</button>
      <button id=l {COUNTS}>Lista</button>
      <script>copies = () => {{ copies.count = (copies.count ?? 0) + 1;
        getSelection().selectAllChildren(t); document.execCommand("copy"); }}</script>"""
    page.route(
        "http://ap.test/**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    capture = ClipboardCapture(page, system=False, origins=("http://ap.test",))
    scene = Scene(page, origins=("http://ap.test",))
    page.goto("http://ap.test/")
    scene.panel.show(replace(CARD, buttons=CARD.buttons[2:3]), hold=Hold.STAKE)
    with capture:
        scene.panel.watch(scene["#k"])
        scene["#l"].click()
        assert scene.told() == [("held", "Lista")]
        scene["#t"].click(click_count=3)
        page.keyboard.press("Control+c")
        assert scene.told() == [("copy", "")]
        scene["#t"].click(click_count=3)
        page.evaluate("() => document.execCommand('copy')")  # as by the browser's own menu
        assert scene.told() == [("copy", "")]
        page.locator(f"{HOST} h2").click(click_count=3)  # nor what the panel says
        page.keyboard.press("Control+c")
        page.evaluate("() => document.execCommand('copy')")
        assert presses(scene) == 0
        page.locator(HOST).get_by_role("button", name="Zakończ").click()
        assert scene.told() == [("button", "end")]
        assert capture.copied == ()
        scene["#k"].click()
        assert scene.told() == [("pressed", "Kopiuj")]
        assert scene.patience.until({"copied": lambda: bool(capture.copied)}, seconds=5)
        scene["#l"].click()
        assert scene.told() == [("held", "Lista")]
        scene.panel.lets(scene["#k"])
        scene["#k"].click()
        page.wait_for_function("() => copies.count === 2")  # the assistant's own
    assert presses(scene) == 0
