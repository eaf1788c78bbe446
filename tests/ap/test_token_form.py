"""The token form before its press: what is asked for is in it, what nobody knows stops the run, and 2027 is ready for.

Drawn as Angular Material, MUI, Ant Design and Vuetify draw such fields.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.ap.finder import Finder
from automation.ap.hand import Hand
from automation.ap.token_form import TokenForm
from automation.errors import (
    AssistantError,
    Exit,
    FormReadBackError,
    MissingSettingError,
    OptionNotOfferedError,
    RequiredFieldUnknownError,
)
from automation.ksef_token import INVOICE_PERMISSIONS

pytestmark = pytest.mark.browser

TOP = """<h1>Generowanie tokena</h1><label>Nazwa tokena* <input required></label>
  <fieldset><legend>Wybierz uprawnienia powiązane z tokenem:*</legend>
  <label><input type="checkbox">wystawianie faktur</label><label><input type="checkbox">przeglądanie faktur</label>
  <label><input type="checkbox" checked>przeglądanie uprawnień</label></fieldset>"""

NUMBER = (
    "<label>Ważność tokena (w dniach) <input type='number' min='1' max='365' value='{value}' {more}></label>"
)
MENU_OF_DAYS = """<label id='l'>Token ważny przez *</label>
  <div role='combobox' tabindex='0' aria-labelledby='l' id='days'>{shown}</div>
  <div role='listbox' id='list' hidden><div role='option'>30 dni</div><div role='option'>90 dni</div></div>
  <script>days.onclick = () => list.hidden = !list.hidden;
    list.onclick = (event) => {{ days.textContent = event.target.textContent; list.hidden = true; }};</script>"""
RENEWAL = "<label><input type='checkbox' id='renewal' {more}>Zezwól na automatyczne odnawianie</label>"


@pytest.fixture
def form(page: Page, finder: Finder, hand: Hand) -> TokenForm:
    """The form of whatever the page shows."""
    ap = SimpleNamespace(page=page, finder=finder, hand=hand, timeout=1.5, step="krok", version="9.9")
    return TokenForm(cast("Ap", ap))


def show(page: Page, *fields: str) -> None:
    """Show a form with these fields after the known ones."""
    page.set_content(f"<main><form>{TOP}{''.join(fields)}<button>Generuj token</button></form></main>")


def done(form: TokenForm, *, validity_days: int | None = None, renewable: bool = False) -> int | None:
    """Fill the form in and read it back: for how many days the token will be valid."""
    wish = {"validity_days": validity_days, "renewable": renewable}
    form.must_be_known()
    form.fill_in("iCargo faktury", INVOICE_PERMISSIONS, **wish)  # type: ignore[arg-type]
    form.read_back("iCargo faktury", INVOICE_PERMISSIONS, **wish)  # type: ignore[arg-type]
    return form.validity_days()


def test_exactly_the_wanted_boxes_are_ticked(page: Page, form: TokenForm) -> None:
    """Whatever AP ticks by itself is unticked; a ticked box that nobody knows is not put up with."""
    show(page, RENEWAL.format(more="checked"))
    assert done(form) is None
    assert page.evaluate("() => [...document.querySelectorAll('[type=checkbox]')].map((box) => box.checked)") == [
        True, True, False, False,
    ]  # fmt: skip
    done(form, renewable=True)
    assert page.locator("#renewal").is_checked()
    show(page, "<label><input type='checkbox' checked>coś nowego</label>")
    with pytest.raises(FormReadBackError):
        done(form)


def test_the_validity_is_what_was_asked_for_or_what_ap_proposes(page: Page, form: TokenForm) -> None:
    """A number field or a select; without a wish AP's own choice is left, and known."""
    show(page, NUMBER.format(value="", more="required"))
    assert done(form, validity_days=90) == 90
    show(page, NUMBER.format(value="365", more="required"))
    assert done(form) == 365
    show(page, "<label>Liczba dni<select><option>30 dni<option>90 dni</select></label>")
    assert done(form, validity_days=90) == 90
    page.set_content(f"<main><form>{TOP}{MENU_OF_DAYS.format(shown='30 dni')}</form></main>")
    assert done(form) == 30
    assert done(form, validity_days=90) == 90


@pytest.mark.parametrize(
    ("field", "wish", "error"),
    [
        (NUMBER.format(value="", more="required"), {}, MissingSettingError),
        (MENU_OF_DAYS.format(shown="Wybierz"), {}, MissingSettingError),
        ("", {"validity_days": 90}, OptionNotOfferedError),
        ("", {"renewable": True}, OptionNotOfferedError),
        (MENU_OF_DAYS.format(shown="30 dni"), {"validity_days": 91}, OptionNotOfferedError),
        ("<label>Ważność <input type='date'></label>", {"validity_days": 90}, OptionNotOfferedError),
        (NUMBER.format(value="", more="aria-invalid='true'"), {"validity_days": 90}, FormReadBackError),
        (NUMBER.format(value="400", more=""), {}, FormReadBackError),
        (
            "<label>Ważność w miesiącach * <input type='number'></label>",
            {"validity_days": 9},
            RequiredFieldUnknownError,
        ),
    ],
)
def test_a_wish_that_cannot_be_met_stops_the_run(
    page: Page, form: TokenForm, field: str, wish: dict[str, int], error: type[AssistantError]
) -> None:
    """And so does a question that nobody has answered: before anything is generated."""
    show(page, field)
    with pytest.raises(error) as caught:
        done(form, **wish)  # type: ignore[arg-type]
    assert caught.value.exit is (Exit.USAGE if error is MissingSettingError else Exit.INTERFACE)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("<label>Cel tokena <input required></label>", "Cel tokena"),
        ("<span>Cel</span><br><textarea aria-label='Cel *'></textarea>", "Cel *"),
        ("<div><div>Cel tokena *</div><div><input></div></div>", "Cel tokena *"),
        ("<style>b::before { content: '*'; }</style><label for='c'><b>Cel</b></label><input id='c'>", "Cel"),
        ("<p id='s'>Rodzaj</p><div role='combobox' aria-required='true' aria-labelledby='s'>-</div>", "Rodzaj"),
        ("<fieldset><legend>Dla kogo *</legend><label><input type='radio' name='k' checked>Firma</label>"
         "<label><input type='radio' name='k'>Biuro</label></fieldset>", "Dla kogo *"),
        ("<label><input type='checkbox' required>Znam regulamin</label>", "Znam regulamin"),
        ("<label><input type='checkbox'>Oświadczam, że znam zasady *</label>", "Oświadczam, że znam zasady *"),
        ("<label>Limit <input type='number' aria-required='true' value='5'></label>", "Limit"),
    ],
)  # fmt: skip
def test_a_required_field_that_nobody_knows_stops_the_run(
    page: Page, form: TokenForm, field: str, name: str
) -> None:
    """By attribute, by star, drawn star included; of any kind; even if it holds something."""
    show(page, field)
    with pytest.raises(RequiredFieldUnknownError) as caught:
        form.must_be_known()
    assert caught.value.details["fields"] == f"„{name}”"


def test_a_field_that_need_not_be_filled_in_is_left_alone(page: Page, form: TokenForm) -> None:
    """Optional, hidden, in another part of the page, or a note on what the stars mean."""
    show(
        page,
        "<label>Uwagi <input></label><input type='hidden' required><input required style='display: none'>",
        "<p>Pola oznaczone * są wymagane.</p>",
    )
    page.evaluate("() => document.body.insertAdjacentHTML('afterbegin', '<header><input required></header>')")
    assert done(form) is None
