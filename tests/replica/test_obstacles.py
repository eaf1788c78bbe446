"""What a scenario puts into the way: pop-ups, decoys, other words, a dialog that loses the token. In a real browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from automation.replica.audit import Audit

from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

FORM = "tokens/generate-token"


def test_popups_come_on_their_screens_and_the_audit_knows_what_closed_them(visit: Visit) -> None:
    """From login to the token, each kind of pop-up once; until it is closed nothing behind it can be pressed."""
    kinds = {
        "login": "cookie-cover",
        "home": "maintenance",
        "token-form": "choice",
        "progress": "survey",
        "issued": "news",
    }
    popups = [{"screen": screen, "kind": kind, "seconds": 0.1} for screen, kind in kinds.items()]
    bar = {"screen": "login", "kind": "cookie-bar"}
    visitor = visit(popups=[bar, *popups], wording={"Akceptuję": "Rozumiem"}).open()
    page = visitor.page
    expect(page.get_by_role("button", name="Ustawienia")).to_be_visible()
    # The cover is no dialog: what is behind it can be found, but not pressed.
    with pytest.raises(PlaywrightTimeoutError, match="intercepts pointer events"):
        visitor.button("Zaloguj").click(trial=True, timeout=300)
    page.get_by_role("button", name="Ustawienia").click()
    visitor.button("Zaloguj").click(trial=True)
    page.get_by_role("button", name="Rozumiem").click()
    visitor.enter()
    expect(page.get_by_role("dialog", name="Komunikat")).to_be_visible()
    expect(page.get_by_role("button", name="Tokeny")).to_have_count(0)
    page.get_by_role("button", name="OK").click()
    expect(page.get_by_role("button", name="Tokeny")).to_be_visible()
    page.goto(visitor.replica.base_url + FORM)
    page.get_by_role("dialog", name="Wykryto inną aktywną sesję").press("Escape")
    page.get_by_label("Nazwa tokena").fill("iCargo faktury")
    page.get_by_role("checkbox", name="wystawianie faktur").check()
    visitor.button("Generuj token").click()
    survey = page.get_by_role("dialog", name="Oceń aplikację")
    survey.get_by_role("button", name="Zamknij").click()
    visitor.button("Odśwież").click()
    page.get_by_role("dialog", name="Nowości").get_by_role("button", name="Zamknij").click()
    visitor.button("Kopiuj").click()
    audit = visitor.replica.wait_until(lambda audit: len(audit.popups_closed) == 6 and audit.copies)
    assert [(closed.popup, closed.by) for closed in audit.popups_closed if closed.popup != "cookie-bar"] == [
        ("cookie-cover", "Ustawienia"),
        ("maintenance", "OK"),
        ("choice", "escape"),
        ("survey", "icon"),
        ("news", "Zamknij"),
    ]
    assert audit.lost_tokens == []


def _has_lost(number: int, audit: Audit) -> bool:
    return len(audit.lost_tokens) == number


def test_a_closed_dialog_has_lost_its_token(visit: Visit) -> None:
    """By button, cross, Escape or a press beside it; only after the copy nothing is lost."""
    visitor = visit(result_in="dialog").order()
    page = visitor.page
    dialog = page.get_by_role("dialog", name="Generowanie tokena")
    expect(dialog.get_by_role("heading", name="W realizacji")).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(0)
    ways: list[Callable[[], None]] = [
        lambda: dialog.get_by_text("Zamknij").click(),
        lambda: dialog.locator(".ksef-dialog-close").click(),
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(5, 5),
    ]
    for number, close in enumerate(ways, 1):
        expect(dialog).to_be_visible()
        if number > 2:
            dialog.get_by_role("button", name="Odśwież").click()
            expect(dialog.get_by_role("heading", name="Zakończono pomyślnie")).to_be_visible()
        close()
        expect(dialog).to_have_count(0)
        visitor.replica.wait_until(partial(_has_lost, number))
        visitor.button("Generuj token").click()
    dialog.get_by_role("button", name="Odśwież").click()
    dialog.get_by_role("button", name="Kopiuj").click()
    dialog.get_by_text("Zamknij").click()
    audit = visitor.replica.wait_until(lambda audit: sum(e.kind == "page-left" for e in audit.events) == 5)
    left = [event for event in audit.events if event.kind == "page-left"]
    assert {event.how for event in left} == {"dialog"}
    assert [event.before_copy for event in left] == [True, True, True, True, False]
    assert [event.shown for event in left] == [False, False, True, True, True]


def test_decoys_are_there_and_the_audit_tells_them_apart(visit: Visit) -> None:
    """Hidden twins, a `Kopiuj` that nobody sees, and a reload that loses the token."""
    visitor = visit(decoys=["hidden-duplicates", "off-screen-copy", "reload"]).order()
    page = visitor.page
    for name in ("Odśwież", "Kopiuj"):
        twins = page.get_by_role("main").locator("button").filter(has_text=name)
        twins = twins.filter(has_not_text="stronę")
        if name == "Kopiuj":
            visitor.button("Odśwież").click()
            expect(visitor.heading("Zakończono pomyślnie")).to_be_visible()
        hidden = twins.nth(0)
        expect(hidden).to_be_hidden()
        expect(visitor.button(name)).to_have_count(2 if name == "Kopiuj" else 1)
        hidden.dispatch_event("click")
        twins.nth(1).dispatch_event("click")
    visitor.replica.wait_until(lambda audit: len(audit.decoy_presses) == 4)
    assert len(visitor.audit.status_reads) == 1
    assert visitor.audit.copies == []
    decoy = visitor.button("Kopiuj").first
    assert (decoy.bounding_box() or {"x": 0})["x"] < -1000
    decoy.dispatch_event("click")
    visitor.replica.wait_until(lambda audit: len(audit.decoy_copies) == 1)
    (issued,) = visitor.audit.issued.values()
    assert page.evaluate("navigator.clipboard.readText()") == issued.reference
    visitor.enter(FORM)
    expect(page.get_by_role("main").locator("button").filter(has_text="Generuj token")).to_have_count(3)
    visitor.order()
    visitor.button("Odśwież stronę").click()
    audit = visitor.replica.wait_until(lambda audit: len(audit.lost_tokens) == 2)
    assert len(audit.status_reads) == 1


def test_words_can_be_others(visit: Visit) -> None:
    """Wherever a text stands whole; capitals are the style's, so that names stay as they were."""
    wording = {"Odśwież": "Odśwież status", "Nazwa tokena": "Nazwa tokenu", "Pieczęć NIP": "Pieczęć firmowa"}
    visitor = visit(wording=wording, uppercase=True).enter(FORM)
    page = visitor.page
    page.get_by_label("Nazwa tokenu").fill("iCargo faktury")
    page.get_by_role("checkbox", name="wystawianie faktur").check()
    visitor.button("Generuj token").click()
    refresh = visitor.button("Odśwież status")
    assert refresh.inner_text().split("\n")[-1] == "ODŚWIEŻ STATUS"
    refresh.click()
    (issued,) = visitor.audit.issued.values()
    expect(page.locator(".ksef-token-value")).to_have_text(issued.value)
    visitor.button("Lista tokenów").click()
    expect(page.get_by_role("columnheader", name="Nazwa tokenu")).to_be_visible()


@pytest.mark.parametrize(
    ("source", "name"), [("aria-label", "Kopiuj"), ("title", "Kopiuj"), ("ligature", "")]
)
def test_the_copy_button_may_be_an_icon(visit: Visit, source: str, name: str) -> None:
    """Its text is the ligature's; its name comes from where the scenario says."""
    visitor = visit(icon_only_copy=source, direct=True).order()
    icon = visitor.page.locator(".ksef-token button")
    expect(icon).to_have_text("content_copy")
    expect(icon).to_have_accessible_name(name)
    icon.click()
    audit = visitor.replica.wait_until(lambda audit: audit.copies)
    assert audit.uncopied_tokens == []


def test_the_menu_may_fly_out(visit: Visit) -> None:
    """The links are nowhere before the press, and outside of the menu's landmark after it."""
    visitor = visit(menu_style="flyout").enter()
    page = visitor.page
    expect(page.get_by_role("button", name="Tokeny")).to_have_attribute("aria-haspopup", "menu")
    expect(page.get_by_text("Generuj token")).to_have_count(0)
    page.get_by_role("button", name="Tokeny").click()
    expect(page.get_by_role("navigation").get_by_text("Generuj token")).to_have_count(0)
    page.get_by_role("menuitem", name="Generuj token").click()
    expect(page).to_have_url(visitor.replica.base_url + FORM)
    expect(page.get_by_role("menu")).to_have_count(0)


@pytest.mark.parametrize("kind", ["text", "select", "checkbox"])
def test_one_more_field_may_be_required(visit: Visit, kind: str) -> None:
    """Without it nothing is ordered."""
    visitor = visit(extra_field=kind).order()
    page = visitor.page
    expect(page.get_by_text("Pole jest wymagane.")).to_be_visible()
    assert visitor.audit.token_posts == []
    if kind == "text":
        page.get_by_label("Cel wydania tokena").fill("Integracja")
    elif kind == "select":
        page.get_by_role("combobox", name="Cel wydania tokena").click()
        page.get_by_role("option", name="Inny").click()
    else:
        page.get_by_role("checkbox", name="Znam zasady korzystania z tokenów").check()
    visitor.button("Generuj token").click()
    expect(visitor.heading("W realizacji")).to_be_visible()
