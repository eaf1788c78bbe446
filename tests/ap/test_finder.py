"""The finder takes what a person would take, and stops where a person could not tell."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ElementHandle, Page

from automation.ap.catalogue import Control, control, permission_control
from automation.ap.finder import Finder
from automation.errors import ControlAmbiguousError, ControlMissingError, Exit
from automation.ksef_token import Permission

pytestmark = pytest.mark.browser

REFRESH = control("refresh")
COPY = control("copy")
TOKEN = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8
REAL = '<button id="real">Odśwież</button>'


def ids(handles: list[ElementHandle]) -> list[str | None]:
    """Which elements they are."""
    return [handle.get_attribute("id") for handle in handles]


def found(finder: Finder, wanted: Control, **how: object) -> str | None:
    """The id of the one that is found."""
    handle = finder.find(wanted, timeout=1.5, **how)  # type: ignore[arg-type]
    return handle.get_attribute("id")


@pytest.mark.parametrize(
    "decoy",
    [
        "<button hidden>Odśwież</button>",
        "<button style='display: none'>Odśwież</button>",
        "<div style='display: none'><button>Odśwież</button></div>",
        "<button style='visibility: hidden'>Odśwież</button>",
        "<button style='opacity: 0'>Odśwież</button>",
        "<div style='opacity: 0'><button>Odśwież</button></div>",
        "<button style='position: absolute; width: 1px; height: 1px; padding: 0; border: 0'>Odśwież</button>",
        "<div style='width: 1px; height: 1px; overflow: hidden'><button>Odśwież</button></div>",
        "<div style='height: 0; overflow: hidden'><button>Odśwież</button></div>",
        "<button style='position: absolute; left: -9999px'>Odśwież</button>",
        "<button style='position: fixed; top: -500px'>Odśwież</button>",
        "<button style='transform: translateX(-5000px)'>Odśwież</button>",
        "<div style='position: relative; width: 90px; height: 40px; overflow: hidden'>"
        "<button style='position: absolute; left: 200px'>Odśwież</button></div>",
        "<div style='height: 90px; overflow: hidden'><div style='position: relative; height: 90px; overflow: auto'>"
        "<button style='position: absolute; top: -500px'>Odśwież</button></div></div>",
        "<div aria-hidden='true'><button>Odśwież</button></div>",
        "<div inert><button>Odśwież</button></div>",
        "<details><summary>Więcej</summary><button>Odśwież</button></details>",
        "<button style='clip-path: inset(50%)'>Odśwież</button>",
        "<button style='position: absolute; clip: rect(0 0 0 0)'>Odśwież</button>",
    ],
)
def test_what_nobody_can_see_is_no_match(page: Page, finder: Finder, decoy: str) -> None:
    """Playwright would call most of these visible; with one of them beside it the real control is still the one."""
    page.set_content(decoy)
    assert ids(finder.matches(REFRESH)) == []
    page.set_content(decoy + REAL)
    assert found(finder, REFRESH) == "real"


@pytest.mark.parametrize(
    "wrapping",
    [
        "<div style='height: 4000px'></div>{}",
        "<div style='height: 100px; overflow: auto'><div style='height: 60px'></div>{}</div>",
        "<div style='height: 300px; overflow: hidden'><div style='height: 100%; overflow-y: auto'>"
        "<div style='height: 900px'></div>{}</div></div>",
        "<div style='width: 300px; overflow: hidden'><div style='overflow-x: scroll; white-space: nowrap'>"
        "<span style='display: inline-block; width: 900px'></span>{}</div></div>",
        "<div style='opacity: 0.4'>{}</div>",
        "<div style='position: fixed; bottom: 10px; right: 10px'>{}</div>",
        "<div style='overflow: hidden; height: 200px'>{}</div>",
        "<div style='width: 0; height: 0'>{}</div>",
        "<div style='display: contents'>{}</div>",
    ],
)
def test_what_one_can_scroll_to_is_a_match(page: Page, finder: Finder, wrapping: str) -> None:
    """Below the fold, in a scrolling box, pale, fixed, or outside a box that does not clip."""
    page.set_content(wrapping.format(REAL))
    assert found(finder, REFRESH) == "real"


def test_a_control_in_an_open_shadow_root_is_a_match(page: Page, finder: Finder) -> None:
    """A web component's inside is part of the page."""
    page.set_content("<x-card></x-card>")
    page.evaluate(
        "(html) => document.querySelector('x-card').attachShadow({ mode: 'open' }).innerHTML = html", REAL
    )
    assert found(finder, REFRESH) == "real"


@pytest.mark.parametrize(
    "html",
    [
        "<label for='real'>wystawianie faktur</label>"
        "<span style='position: relative; display: inline-block; width: 18px; height: 18px'>"
        "<input type='checkbox' id='real' style='opacity: 0; position: absolute; width: 18px; height: 18px'></span>",
        "<label style='display: block'><input type='checkbox' id='real' style='position: absolute; width: 1px;"
        " height: 1px; opacity: 0'><i></i>wystawianie faktur</label>",
        "<div role='checkbox' id='real' aria-checked='false' tabindex='0'>wystawianie faktur</div>",
        "<button role='switch' id='real' aria-checked='false'>wystawianie faktur</button>",
        "<label><input type='checkbox' id='real'>wystawianie faktur</label>",
        "<input type='checkbox' id='real' aria-label='wystawianie faktur *'>",
    ],
)
def test_a_drawn_checkbox_is_found_though_its_input_is_transparent(
    page: Page, finder: Finder, html: str
) -> None:
    """Component libraries draw the box and keep the native input unseen above or below it."""
    page.set_content(html)
    assert found(finder, permission_control(Permission.INVOICE_WRITE)) == "real"


def test_a_hidden_checkbox_is_no_match(page: Page, finder: Finder) -> None:
    """Its box has to be seen, if not itself."""
    page.set_content("<label style='display: none'><input type='checkbox'>wystawianie faktur</label>")
    assert finder.matches(permission_control(Permission.INVOICE_WRITE)) == []


def test_two_visible_matches_stop_the_run(page: Page, finder: Finder) -> None:
    """After a moment in which the second might have gone: an error that names control, step, version and both."""
    page.set_content("<button>Kopiuj</button><button><i>content_copy</i> Kopiuj</button>")
    finder.step = "Skopiuj token"
    with pytest.raises(ControlAmbiguousError) as caught:
        finder.find(COPY, timeout=5)
    assert caught.value.exit is Exit.INTERFACE
    assert caught.value.details == {
        "control": "Kopiuj",
        "step": "Skopiuj token",
        "version": "2.2.9",
        "found": "„Kopiuj”; „content_copy Kopiuj”",
    }


def test_a_lingering_second_match_is_waited_for(page: Page, finder: Finder) -> None:
    """A closing overlay, a leaving animation: gone within a second, and it never counted."""
    page.set_content(REAL + "<div id='overlay'><button>Odśwież</button></div>")
    page.evaluate("() => setTimeout(() => document.getElementById('overlay').remove(), 500)")
    began = time.monotonic()
    assert found(finder, REFRESH) == "real"
    assert time.monotonic() - began >= 0.3


def test_a_control_that_comes_late_is_waited_for(page: Page, finder: Finder) -> None:
    """Without a sleep: taken as soon as it is there."""
    page.set_content("<main></main>")
    page.evaluate("(html) => setTimeout(() => document.querySelector('main').innerHTML = html, 300)", REAL)
    began = time.monotonic()
    assert found(finder, REFRESH) == "real"
    assert time.monotonic() - began < 1.2


def test_a_missing_control_is_told_with_what_is_there_instead(page: Page, finder: Finder) -> None:
    """So that whoever reads the message can correct the catalogue."""
    page.set_content("<button>Odśwież stronę</button><a href='#'>Pokaż historię</a><button>Wyloguj</button>")
    with pytest.raises(ControlMissingError) as caught:
        finder.find(REFRESH, timeout=0.2)
    assert caught.value.exit is Exit.INTERFACE
    assert caught.value.details["control"] == "Odśwież"
    assert caught.value.details["found"] == "„Odśwież stronę”; „Pokaż historię”; „Wyloguj”"


@pytest.mark.parametrize(
    "html", ["<button disabled>Odśwież</button>", "<button aria-disabled='true'>Odśwież</button>"]
)
def test_a_disabled_control_is_waited_for_and_then_missing(page: Page, finder: Finder, html: str) -> None:
    """Whoever has to press it must not; whoever only reads it may have it."""
    page.set_content(html)
    assert finder.is_shown(REFRESH)
    assert finder.find(REFRESH, enabled=False, timeout=0.2)
    with pytest.raises(ControlMissingError):
        finder.find(REFRESH, timeout=0.4)


def test_a_control_that_becomes_enabled_is_found(page: Page, finder: Finder) -> None:
    """AP locks `Odśwież` while it asks its gateway."""
    page.set_content("<button id='real' disabled>Odśwież</button>")
    page.evaluate("() => setTimeout(() => document.getElementById('real').disabled = false, 300)")
    assert found(finder, REFRESH) == "real"


@pytest.mark.parametrize(
    "html",
    [
        "<button id='real'><svg width='9' height='9'><title>Refresh icon</title></svg><span>Odśwież</span></button>",
        "<button id='real'><img alt='odświeżanie' width='9' height='9'>Odśwież</button>",
        "<button id='real'><span class='material-icons'>hourglass</span> Odśwież</button>",
        "<button id='real'><mat-icon>cyclone</mat-icon><span>Odśwież</span></button>",
        "<button id='real' title='Sprawdza status'>Odśwież</button>",
        "<button id='real'><span>Od</span><span>śwież</span></button>",
    ],
)
def test_an_icons_own_name_does_not_hide_the_control(page: Page, finder: Finder, html: str) -> None:
    """The accessible name may hold more than what one reads; what one reads decides then."""
    page.set_content(html + "<button>Odśwież listę</button>")
    assert found(finder, REFRESH) == "real"


def test_an_icons_word_is_only_dropped_where_it_is_an_icon(page: Page, finder: Finder) -> None:
    """A word of the label itself stays part of it."""
    page.set_content("<button><span>kolejny</span> <span>Odśwież</span></button>")
    assert finder.matches(REFRESH) == []


def test_of_nested_controls_the_inner_one_is_taken(page: Page, finder: Finder) -> None:
    """A custom element with a role around a native one is one control, not two."""
    page.set_content(
        "<div role='button' aria-label='Odśwież' tabindex='0'><button id='real'>Odśwież</button></div>"
    )
    assert found(finder, REFRESH) == "real"


def test_a_token_is_never_quoted(page: Page, finder: Finder) -> None:
    """Whatever stands in a button's name, no part of a token gets into a message."""
    parts = [TOKEN, TOKEN.split("|")[2], "|".join(TOKEN.split("|")[1:])]
    page.set_content("".join(f"<button>{part} Pokaż</button>" for part in parts))
    with pytest.raises(ControlMissingError) as missing:
        finder.find(COPY, timeout=0)
    page.set_content(
        f"<button aria-label='Kopiuj'>{TOKEN}</button><button aria-label='Kopiuj'>{TOKEN}</button>"
    )
    with pytest.raises(ControlAmbiguousError) as ambiguous:
        finder.find(COPY, timeout=2)
    for text in (str(missing.value.details), str(ambiguous.value.details)):
        assert "919f7044" not in text
        assert "nip-" not in text
    assert "Pokaż" in str(missing.value.details["found"])


MENUS = {
    "landmark": """
        <header><button>Menu</button></header>
        <nav><ul><li><a href='#'>Faktury</a></li><li><button>Tokeny</button>
          <ul><li><a href='#' id='menu'>Generuj token</a></li><li><a href='#'>Lista tokenów</a></li></ul></li>
          <li><a href='#'>Uprawnienia</a></li></ul></nav>""",
    "div-soup": """
        <div><div role='button' tabindex='0'>Menu</div></div>
        <div><div><div role='button' tabindex='0'>Faktury</div></div><div><div role='button' tabindex='0'>Tokeny</div>
          <div><div role='button' tabindex='0' id='menu'>Generuj token</div>
          <div role='button' tabindex='0'>Lista tokenów</div></div></div>
          <div><div role='button' tabindex='0'>Uprawnienia</div></div></div>""",
    "tree": """
        <div role='tree'><div role='treeitem' tabindex='0'>Faktury</div><div role='treeitem' tabindex='0'>Tokeny</div>
          <div role='group'><div role='treeitem' tabindex='0' id='menu'>Generuj token</div>
          <div role='treeitem' tabindex='0'>Lista tokenów</div></div>
          <div role='treeitem' tabindex='0'>Uprawnienia</div></div>""",
    "only tokens": """
        <ul><li><button>Tokeny</button><div><a href='#' id='menu'>Generuj token</a>
          <a href='#'>Lista tokenów</a></div></li></ul>""",
}


@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS.keys())
@pytest.mark.parametrize(
    "main",
    [
        "<form><label>Nazwa tokena <textarea></textarea></label><button id='main'>Generuj token</button></form>",
        "<h1>Lista tokenów</h1><button id='main'>Generuj token</button><table></table>",
    ],
    ids=["form", "list"],
)
def test_generuj_token_in_the_menu_is_not_the_one_on_the_page(
    page: Page, finder: Finder, menu: str, main: str
) -> None:
    """The same words, the same role at worst: the place tells, with or without landmarks."""
    page.set_content(f"<div style='display: flex'><div>{menu}</div><div>{main}</div></div>")
    assert found(finder, control("menu-generate-token")) == "menu"
    assert found(finder, control("form-submit"), near=control("token-name")) == "main"


FLYOUTS = {
    "named": "<div style='position: fixed; left: 150px; top: 0'><div role='menu'>{items}</div></div>",
    "owned": "<div id='sub'>{items}</div>",
    "floating": "<div style='position: fixed; left: 150px; top: 0'><div>{items}</div></div>",
}
ITEMS = """<div role='{role}' tabindex='0' id='menu'>Generuj token</div>
  <div role='{role}' tabindex='0'>Lista tokenów</div>"""
BAR = """<nav><a href='#'>Faktury</a><button aria-expanded='true' aria-controls='sub'>Tokeny</button>
  <a href='#'>Uprawnienia</a></nav>"""


@pytest.mark.parametrize("flyout", FLYOUTS.values(), ids=FLYOUTS.keys())
def test_a_menu_that_unfolds_elsewhere_is_the_menu(page: Page, finder: Finder, flyout: str) -> None:
    """In an overlay at the end of the page; the form's button stays the form's, in a bar that floats as well."""
    form = """<form><label>Nazwa tokena <input></label><div style='position: fixed; bottom: 0; right: 0'>
      <button>Anuluj</button><button id='main'>Generuj token</button></div></form>"""
    items = ITEMS.format(role="menuitem" if "menu" in flyout else "button")
    page.set_content(BAR + form + flyout.format(items=items))
    assert found(finder, control("menu-generate-token")) == "menu"
    assert found(finder, control("form-submit"), near=control("token-name")) == "main"


@pytest.mark.parametrize(
    ("control_id", "html"),
    [
        ("refresh", "<button id='real'>Odśwież status</button>"),
        ("refresh", "<button id='real'>ODŚWIEŻ STAN ŻĄDANIA</button>"),
        ("refresh", "<button id='real'>Ods\u0301wiez\u0307</button>"),
        ("refresh", "<button id='real'>Od\u00adśwież</button>"),
        ("copy", "<button id='real'><mat-icon aria-hidden='true'>content_copy</mat-icon></button>"),
        ("copy", "<button id='real' title='Skopiuj'><svg width='9' height='9'></svg></button>"),
        ("copy", "<button id='real'><svg data-testid='ContentCopyIcon' width='9' height='9'></svg></button>"),
        ("copy", "<button id='real'>Kopiuj token do schowka</button>"),
        ("token-name", "<label>Nazwa tokenu * <input id='real'></label>"),
        ("token-name", "<span id='l'>Nazwa tokenu</span><input id='real' aria-labelledby='l'>"),
        ("form-submit", "<button id='real'>Wygeneruj token</button>"),
        ("context-nip", "<label>Identyfikator podmiotu <input id='real' formcontrolname='nip'></label>"),
    ],
)
def test_a_reworded_control_is_found_beside_its_decoys(
    page: Page, finder: Finder, control_id: str, html: str
) -> None:
    """By another version's name, an inflection, a likely rewording, its icon or what is known of it."""
    decoys = (
        "Odśwież stronę",
        "Odśwież listę tokenów",
        "Kopiuj numer referencyjny",
        "Wygeneruj kolejny token",
    )
    page.set_content(html + "".join(f"<button>{name}</button>" for name in decoys))
    finder.version = "2.2.9"
    assert found(finder, control(control_id)) == "real"


@pytest.mark.parametrize(
    "html",
    [
        "<button aria-label='Odśwież stronę'>Odśwież</button>",
        "<button aria-label='Odśwież listę'><mat-icon>refresh</mat-icon></button>",
        "<button>Odśwież status strony</button>",
        "<button><mat-icon aria-hidden='true'>refresh</mat-icon></button>",
        "<button>Odśwież status</button><button>Sprawdź status</button>",
    ],
)
def test_what_may_be_another_control_is_not_taken_for_it(page: Page, finder: Finder, html: str) -> None:
    """A word that only another control has, an icon that many have, two rewordings."""
    page.set_content(html)
    with pytest.raises((ControlMissingError, ControlAmbiguousError)):
        finder.find(REFRESH, timeout=1.2)


def test_a_covered_twin_does_not_count(page: Page, finder: Finder) -> None:
    """Of two, the one that something lies over is not the one that a person would press."""
    page.set_content(
        "<span style='position: relative'><button>Odśwież</button>"
        "<span style='position: absolute; inset: 0; background: #fff'></span></span>" + REAL
    )
    assert found(finder, REFRESH) == "real"


def test_the_forms_button_is_told_by_its_form(page: Page, finder: Finder) -> None:
    """With a second `Generuj token` on the page, the one beside the name counts; without a form nobody can tell."""
    other = "<div><button>Generuj token</button></div>"
    form = "<label>Nazwa tokena <input></label><button id='real'>Generuj token</button>"
    page.set_content(f"{other}<form>{form}</form>")
    assert found(finder, control("form-submit"), near=control("token-name")) == "real"
    page.set_content(f"{other}<div>{form}</div>")
    with pytest.raises(ControlAmbiguousError):
        finder.find(control("form-submit"), near=control("token-name"), timeout=2)


def test_without_a_menu_nothing_is_in_it(page: Page, finder: Finder) -> None:
    """And everything is outside it."""
    page.set_content("<button id='real'>Generuj token</button>")
    assert finder.matches(control("menu-generate-token")) == []
    assert found(finder, control("form-submit")) == "real"


def test_a_menu_that_was_replaced_is_looked_up_again(page: Page, finder: Finder) -> None:
    """Single-page applications draw it anew."""
    menu = MENUS["landmark"]
    page.set_content(f"<div id='place'>{menu}</div><button id='main'>Generuj token</button>")
    assert found(finder, control("menu-generate-token")) == "menu"
    page.evaluate("(html) => document.getElementById('place').innerHTML = html", menu)
    assert found(finder, control("menu-generate-token")) == "menu"
    assert found(finder, control("form-submit")) == "main"


def test_a_dialogs_control_is_looked_for_in_the_last_dialog(page: Page, finder: Finder) -> None:
    """The page behind it may have a control of the same name."""
    page.set_content(
        "<button>Unieważnij</button>"
        "<div role='dialog'><button>Unieważnij</button></div>"
        "<div role='alertdialog'><button id='real'>Unieważnij</button></div>"
    )
    assert found(finder, control("revoke-confirm")) == "real"


def test_a_text_is_only_taken_where_no_heading_is(page: Page, finder: Finder) -> None:
    """The heading is one match, though its words stand in a span inside it."""
    page.set_content("<h2 id='real'><mat-icon>info</mat-icon><span>W realizacji</span></h2>")
    assert ids(finder.matches(control("in-progress"))) == ["real"]
    page.set_content("<div><p id='real'>W realizacji</p></div><p>Twoje żądanie jest w realizacji od rana</p>")
    assert ids(finder.matches(control("in-progress"))) == ["real"]


def test_ticked_boxes_are_counted_known_or_not(page: Page, finder: Finder) -> None:
    """A box that the catalogue does not know must not be ticked unnoticed."""
    page.set_content(
        "<nav><a href='#'>Faktury</a><a href='#'>Tokeny</a><label><input type='checkbox' checked>Pokaż</label></nav>"
        "<label><input type='checkbox' checked>wystawianie faktur</label>"
        "<label><input type='checkbox'>przeglądanie faktur</label>"
        "<label><input type='checkbox' checked>odnawianie</label>"
        "<div role='switch' aria-checked='true' tabindex='0'>coś nowego</div>"
    )
    boxes = finder.boxes([permission_control(Permission.INVOICE_WRITE), control("renewal")])
    assert [(box.control.id if box.control else None, box.is_ticked) for box in boxes] == [
        ("permission.InvoiceWrite", True),
        (None, False),
        ("renewal", True),
        (None, True),
    ]


def test_a_page_that_goes_on_meanwhile_is_looked_at_again(page: Page, finder: Finder) -> None:
    """A navigation under the finder's eyes is no error."""
    pages = {"/a": "<p>Proszę czekać</p>", "/b": REAL}
    page.route(
        "http://ap.test/*",
        lambda route: route.fulfill(
            body=pages[urlsplit(route.request.url).path], content_type="text/html; charset=utf-8"
        ),
    )
    page.goto("http://ap.test/a")
    page.evaluate("() => setTimeout(() => location.href = '/b', 100)")
    assert found(finder, REFRESH) == "real"
