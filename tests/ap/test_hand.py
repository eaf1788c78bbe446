"""The hand does a thing once, sees whether it was done, and touches nothing it was not asked to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ElementHandle, Page

from automation.ap.catalogue import Control, control, permission_control
from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ap.waiting import Patience
from automation.errors import (
    ControlMissingError,
    ControlUnresponsiveError,
    FormReadBackError,
    WrongOriginError,
)
from automation.ksef_token import Permission

pytestmark = pytest.mark.browser

REFRESH = control("refresh")
WRITE = permission_control(Permission.INVOICE_WRITE)
NAME = control("token-name")
KIND = control("signature-kind")
SEAL = control("signature-kind-seal")

COUNT = """() => {
  window.seen = { mousedown: 0, click: 0, change: 0, input: 0 };
  for (const type of Object.keys(window.seen)) {
    document.addEventListener(type, (event) => event.isTrusted && (window.seen[type] += 1), true);
  }
}"""


def show(page: Page, html: str, script: str = "() => {}") -> None:
    """Show a page, count what is done to it, and let it do something of its own."""
    page.set_content(html)
    page.evaluate(COUNT)
    page.evaluate(script)


def seen(page: Page, what: str) -> int:
    """How often something was done."""
    count = page.evaluate("(what) => window.seen[what]", what)
    assert isinstance(count, int)
    return count


# --- press ----------------------------------------------------------------------------------------


def test_a_press_is_one_click(page: Page, hand: Hand) -> None:
    """Of the mouse, on the control."""
    show(page, "<button>Odśwież</button><button>Wyloguj</button>")
    hand.press(REFRESH)
    assert (seen(page, "mousedown"), seen(page, "click")) == (1, 1)


@pytest.mark.parametrize("moment", ["mousedown", "mouseup", "click"])
def test_a_control_replaced_while_it_is_pressed_is_not_pressed_again(
    page: Page, hand: Hand, moment: str
) -> None:
    """The new one looks the same, but the press has been made."""
    show(
        page,
        "<main><button>Odśwież</button></main>",
        f"() => document.querySelector('main').addEventListener('{moment}', () =>"
        " document.querySelector('main').innerHTML = '<button>Odśwież</button>', true)",
    )
    hand.press(REFRESH)
    assert seen(page, "mousedown") == 1


def test_a_control_removed_by_its_press_is_not_missed(page: Page, hand: Hand) -> None:
    """`Generuj token` goes with its form."""
    show(
        page,
        "<main><button>Odśwież</button></main>",
        "() => document.querySelector('button').onclick = () => document.querySelector('main').innerHTML = ''",
    )
    hand.press(REFRESH)
    assert seen(page, "click") == 1


def test_a_control_replaced_before_the_press_is_looked_up_again(
    page: Page, finder: Finder, patience: Patience
) -> None:
    """Between finding and pressing the page drew it anew: the new one is pressed, once."""
    show(page, "<main><button>Odśwież</button></main>")
    times: list[int] = []

    def redraw_once(_: ElementHandle) -> None:
        if not times:
            page.evaluate("() => document.querySelector('main').innerHTML = '<button>Odśwież</button>'")
        times.append(1)

    Hand(page, finder, patience, may_press=redraw_once, may_type=redraw_once, timeout=2).press(REFRESH)
    assert len(times) == 2
    assert (seen(page, "mousedown"), seen(page, "click")) == (1, 1)


def test_a_covered_control_is_not_pressed(page: Page, hand: Hand) -> None:
    """Neither it nor what lies over it gets a click."""
    show(
        page,
        "<button>Odśwież</button><div style='position: fixed; inset: 0; background: #0008'></div>",
    )
    with pytest.raises(ControlUnresponsiveError) as caught:
        hand.press(REFRESH)
    assert caught.value.details == {"control": "Odśwież", "step": "krok", "version": "2.2.9"}
    assert (seen(page, "mousedown"), seen(page, "click")) == (0, 0)


def test_a_cover_that_goes_away_is_waited_for(page: Page, hand: Hand) -> None:
    """A spinner over the page: the press comes after it, once."""
    show(
        page,
        "<button>Odśwież</button><div id='cover' style='position: fixed; inset: 0'></div>",
        "() => setTimeout(() => document.getElementById('cover').remove(), 300)",
    )
    hand.press(REFRESH)
    assert seen(page, "click") == 1


def test_a_control_below_the_fold_is_scrolled_to(page: Page, hand: Hand) -> None:
    """As a person would."""
    show(page, "<div style='height: 5000px'></div><button>Odśwież</button>")
    hand.press(REFRESH)
    assert seen(page, "click") == 1


def test_nothing_is_pressed_on_a_page_that_may_not_be_acted_on(
    page: Page, finder: Finder, patience: Patience
) -> None:
    """The origin is proven right before every act, of every kind."""

    def refuse(_: ElementHandle) -> None:
        raise WrongOriginError(place="page", origin="https://evil.example", environment="test")

    careful = Hand(page, finder, patience, may_press=refuse, may_type=refuse, timeout=1)
    show(
        page,
        "<button>Odśwież</button><label>Nazwa tokena <input></label>"
        "<label><input type='checkbox'>wystawianie faktur</label>"
        "<label>Typ identyfikatora <select><option>-</option><option>Pieczęć NIP</option></select></label>",
    )
    acts: tuple[Callable[[], None], ...] = (
        lambda: careful.press(REFRESH),
        lambda: careful.fill(NAME, "iCargo"),
        lambda: careful.tick(WRITE),
        lambda: careful.choose(KIND, SEAL),
    )
    for act in acts:
        with pytest.raises(WrongOriginError):
            act()
    assert [seen(page, what) for what in ("mousedown", "click", "input", "change")] == [0, 0, 0, 0]


# --- tick -----------------------------------------------------------------------------------------

CHECKBOXES = {
    "native": "<label><input type='checkbox' id='box'>wystawianie faktur</label>",
    "material": "<div style='position: relative'><input type='checkbox' id='box' style='opacity: 0; position: absolute;"
    " width: 18px; height: 18px'><div style='width: 18px; height: 18px; border: 2px solid; pointer-events: none'></div>"
    "<label for='box'>wystawianie faktur</label></div>",
    "covered by its drawing": "<div style='position: relative'>"
    "<input type='checkbox' id='box' style='position: absolute'><div style='position: absolute; inset: 0;"
    " width: 40px; height: 40px; background: #ccc'></div>"
    "<label for='box' style='margin-left: 50px'>wystawianie faktur</label></div>",
    "one pixel in its label": "<label style='display: block'><input type='checkbox' id='box' style='position: absolute;"
    " width: 1px; height: 1px; opacity: 0; pointer-events: none'><i></i>wystawianie faktur</label>",
    "label with a link": "<input type='checkbox' id='box'><label for='box'>wystawianie <span>faktur</span></label>",
    "role": "<div role='checkbox' id='box' aria-checked='false' tabindex='0'>wystawianie faktur</div>",
    "switch": "<button role='switch' id='box' aria-checked='false'>wystawianie faktur</button>",
}
TOGGLE = """() => document.querySelectorAll("[aria-checked]").forEach((box) => {
  const flip = () => box.setAttribute("aria-checked", String(box.getAttribute("aria-checked") !== "true"));
  box.addEventListener("click", flip);
  if (box.tagName !== "BUTTON") box.addEventListener("keydown", (event) => event.key === " " && flip());
})"""
IS_TICKED = (
    "() => { const box = document.getElementById('box'); return box.checked ?? box.ariaChecked === 'true'; }"
)


@pytest.mark.parametrize("html", CHECKBOXES.values(), ids=CHECKBOXES.keys())
def test_a_box_is_brought_into_the_wanted_state(page: Page, hand: Hand, html: str) -> None:
    """Ticked, left ticked, unticked, left unticked: native, drawn, covered, custom."""
    show(page, html, TOGGLE)
    for ticked in (False, True, True, False, False):
        hand.tick(WRITE, ticked=ticked)
        assert page.evaluate(IS_TICKED) is ticked


def test_a_box_in_the_wanted_state_is_not_touched(page: Page, hand: Hand) -> None:
    """What is ticked already stays so without a click."""
    show(page, "<label><input type='checkbox' checked>wystawianie faktur</label>")
    hand.tick(WRITE)
    assert (seen(page, "click"), seen(page, "change")) == (0, 0)


def test_a_native_box_is_toggled_once(page: Page, hand: Hand) -> None:
    """Clicking the input and its label would toggle twice."""
    show(page, CHECKBOXES["material"])
    hand.tick(WRITE)
    assert seen(page, "change") == 1
    assert page.evaluate(IS_TICKED) is True


def test_a_box_that_a_click_toggles_twice_is_ticked_by_key(page: Page, hand: Hand) -> None:
    """A custom box inside a label that forwards the click: one click is none."""
    show(
        page,
        f"<div id='outer'>{CHECKBOXES['role']}</div>",
        TOGGLE,
    )
    page.evaluate(
        """() => document.getElementById('outer').addEventListener('click', () => {
          const box = document.getElementById('box');
          box.setAttribute('aria-checked', String(box.getAttribute('aria-checked') !== 'true'));
        })"""
    )
    hand.tick(WRITE)
    assert page.evaluate(IS_TICKED) is True


@pytest.mark.parametrize("milliseconds", [30, 200])
def test_a_box_that_takes_a_moment_is_not_toggled_back(page: Page, hand: Hand, milliseconds: int) -> None:
    """Its state follows the click a moment later; a second click or key would undo it."""
    show(page, CHECKBOXES["role"])
    page.evaluate(
        """(milliseconds) => {
          const box = document.getElementById("box");
          const flip = () => setTimeout(() => {
            box.setAttribute("aria-checked", String(box.getAttribute("aria-checked") !== "true"));
          }, milliseconds);
          box.addEventListener("click", flip);
          box.addEventListener("keydown", (event) => event.key === " " && flip());
        }""",
        milliseconds,
    )
    hand.tick(WRITE)
    page.wait_for_function("() => window.seen.click === 1")
    assert page.evaluate(IS_TICKED) is True
    # Nothing that is still under way turns it back.
    page.evaluate("(milliseconds) => new Promise((done) => setTimeout(done, milliseconds))", 2 * milliseconds)
    assert page.evaluate(IS_TICKED) is True


def test_a_box_that_does_not_keep_its_state_is_unresponsive(page: Page, hand: Hand) -> None:
    """The page takes the tick back: an error, not a loop."""
    show(
        page,
        "<label><input type='checkbox' id='box'>wystawianie faktur</label>",
        "() => document.getElementById('box').addEventListener('change', (event) => event.target.checked = false)",
    )
    with pytest.raises(ControlUnresponsiveError):
        hand.tick(WRITE)
    assert page.evaluate(IS_TICKED) is False


def test_a_locked_box_is_not_ticked(page: Page, hand: Hand) -> None:
    """Neither by mouse nor by key."""
    show(page, "<label><input type='checkbox' id='box' disabled>wystawianie faktur</label>")
    with pytest.raises(ControlMissingError):
        hand.tick(WRITE)
    assert page.evaluate(IS_TICKED) is False


# --- fill and read --------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["<input>", "<textarea></textarea>", "<input value='było coś'>"])
def test_a_field_holds_what_was_put_into_it(page: Page, hand: Hand, field: str) -> None:
    """Whatever was there before; Polish letters too; the field is left, so that validation runs."""
    show(page, f"<label>Nazwa tokena * {field}</label>")
    hand.fill(NAME, "iCargo wystawianie i przeglądanie – żółć")
    assert hand.read(NAME) == "iCargo wystawianie i przeglądanie – żółć"
    assert page.evaluate("() => document.activeElement === document.body")


def test_a_field_that_only_takes_keys_is_typed_into(page: Page, hand: Hand) -> None:
    """A mask that forgets whatever did not come from the keyboard."""
    show(
        page,
        "<label>Nazwa tokena <input value='stare'></label>",
        """() => {
          const field = document.querySelector("input");
          let kept = field.value;
          let keys = 0;
          field.addEventListener("keydown", () => { keys += 1; });
          field.addEventListener("input", () => {
            if (keys > 0) { keys -= 1; kept = field.value; } else field.value = kept;
          });
        }""",
    )
    hand.fill(NAME, "iCargo 1")
    assert hand.read(NAME) == "iCargo 1"


@pytest.mark.parametrize(
    "script",
    [
        "field.addEventListener('input', () => { field.value = field.value.toUpperCase(); })",
        "field.maxLength = 5",
        "field.addEventListener('input', () => { field.value = ''; })",
    ],
)
def test_a_field_that_holds_something_else_stops_the_run(page: Page, hand: Hand, script: str) -> None:
    """Altered, cut or dropped: the field is named, its content is not."""
    show(
        page,
        "<label>Nazwa tokena <input></label>",
        f"() => {{ const field = document.querySelector('input'); {script}; }}",
    )
    with pytest.raises(FormReadBackError) as caught:
        hand.fill(NAME, "iCargo faktury")
    assert caught.value.details == {"field": "Nazwa tokena", "step": "krok"}


# --- choose ---------------------------------------------------------------------------------------

DRAWN = """
  <div id='label'>Typ identyfikatora *</div>
  <div role='combobox' id='kind' tabindex='0' aria-labelledby='label kind' aria-expanded='false'>Wybierz</div>
  <div id='overlays'></div>"""
DRAW = """({ keep, linger }) => {
  const kind = document.getElementById("kind");
  const open = () => {
    if (kind.getAttribute("aria-expanded") === "true") return;
    kind.setAttribute("aria-expanded", "true");
    const list = document.createElement("div");
    list.setAttribute("role", "listbox");
    for (const label of ["Podpis NIP", "Pieczęć NIP", "Pieczęć NIP zagraniczna"]) {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.innerHTML = `<span>${label}</span>`;
      option.onclick = () => {
        kind.setAttribute("aria-expanded", "false");
        if (keep) kind.textContent = label;
        setTimeout(() => list.remove(), linger);
      };
      list.append(option);
    }
    document.getElementById("overlays").append(list);
  };
  kind.addEventListener("click", open);
  kind.addEventListener("keydown", (event) => event.key === "ArrowDown" && open());
}"""


def shown(page: Page) -> str:
    """What the drawn select shows."""
    return page.locator("#kind").inner_text()


def test_an_option_of_a_native_select_is_chosen(page: Page, hand: Hand) -> None:
    """By its words, with the events that a page listens to."""
    show(
        page,
        "<label>Typ identyfikatora * <select id='kind'><option value='1'>Podpis NIP<option value='2'> Pieczęć NIP "
        "<option value='3'>Pieczęć NIP zagraniczna</select></label>",
    )
    hand.choose(KIND, SEAL)
    assert page.locator("#kind").input_value() == "2"


@pytest.mark.parametrize("linger", [0, 400])
def test_an_option_of_a_drawn_select_is_chosen(page: Page, hand: Hand, linger: int) -> None:
    """From the overlay, which has to be gone before anything else is done."""
    show(page, DRAWN)
    page.evaluate(DRAW, {"keep": True, "linger": linger})
    hand.choose(KIND, SEAL)
    assert shown(page) == "Pieczęć NIP"
    assert page.get_by_role("option").count() == 0


def test_a_select_that_only_takes_keys_is_opened_by_key(page: Page, hand: Hand) -> None:
    """Something lies over it."""
    show(page, DRAWN + "<div style='position: fixed; inset: 0 0 50% 0' id='cover'></div>")
    page.evaluate(DRAW, {"keep": True, "linger": 0})
    page.evaluate(
        "() => document.getElementById('kind').addEventListener('keydown',"
        " () => document.getElementById('cover').remove())"
    )
    hand.choose(KIND, SEAL)
    assert shown(page) == "Pieczęć NIP"


def test_what_is_chosen_already_is_left_alone(page: Page, hand: Hand) -> None:
    """The list is not even opened."""
    show(page, DRAWN.replace("Wybierz", "Pieczęć NIP"))
    hand.choose(KIND, SEAL)
    assert seen(page, "click") == 0


def test_a_choice_that_is_not_kept_is_unresponsive(page: Page, hand: Hand) -> None:
    """The list closes and the select shows what it showed before."""
    show(page, DRAWN)
    page.evaluate(DRAW, {"keep": False, "linger": 0})
    with pytest.raises(ControlUnresponsiveError):
        hand.choose(KIND, SEAL)


def test_a_list_that_does_not_open_is_unresponsive(page: Page, hand: Hand) -> None:
    """Neither by mouse nor by key."""
    show(page, DRAWN)
    with pytest.raises(ControlUnresponsiveError):
        hand.choose(KIND, SEAL)


def test_a_chosen_option_needs_no_catalogue_but_its_words(page: Page, hand: Hand) -> None:
    """Any control of role option will do."""
    show(page, DRAWN)
    page.evaluate(DRAW, {"keep": True, "linger": 0})
    hand.choose(KIND, Control("x", ("option",), "page", {"2.2.9": ("Podpis NIP",)}))
    assert shown(page) == "Podpis NIP"
