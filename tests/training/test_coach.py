"""What is said of a move that was held back: by what AP calls the thing, and by the moment."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.ap.partner import Act
from automation.training.coach import Moment, difference, remark, rule_of
from automation.training.panel import EventKind, PanelEvent

REFRESH = Act("press", "Odśwież", "refresh")
TOKENS = Act("press", "Tokeny", "menu-tokens")
AT_STAKE = Moment("krok-4-odswiez", at_stake=True, has_refreshed=True)
ON_FORM = Moment("krok-3-pola", wanted=Act("fill", "Nazwa tokena", "token-name", value="iCargo"))
RULES_AT_STAKE = {
    "Odśwież": "refresh-too-soon",
    "Lista tokenów": "token-list",
    "Wygeneruj kolejny token": "another-token",
    "Generuj token": "another-token",
    "Kopiuj": None,
    "Faktury": "other-press",
    "": "other-press",
}
DRESS = st.sampled_from(["", "sync ", "content_copy ", "\ue95f ", "* ", "  \t"])


@given(name=st.sampled_from(sorted(RULES_AT_STAKE)), before=DRESS, capitals=st.booleans())
def test_what_is_pressed_at_stake_is_known_however_it_is_dressed(
    name: str, before: str, capitals: bool
) -> None:
    """Icons read as words, stars, capitals: the rule is the same."""
    shown = before + (name.upper() if capitals else name)
    assert rule_of(PanelEvent("held", shown), AT_STAKE) == RULES_AT_STAKE[name]


@settings(deadline=None)  # the first text that is said loads all of them
@given(
    kind=st.sampled_from(["held", "reload", "back", "copy", "close"]),
    name=st.text(max_size=60),
    moment=st.builds(
        Moment,
        st.sampled_from(["krok-2-zadanie-1", "krok-3-pola", "krok-4-odswiez", ""]),
        wanted=st.sampled_from([None, REFRESH, TOKENS]),
        at_stake=st.booleans(),
        has_refreshed=st.booleans(),
        just_pressed=st.sampled_from([None, REFRESH, TOKENS]),
    ),
)
def test_something_is_said_of_whatever_is_pressed(kind: EventKind, name: str, moment: Moment) -> None:
    """Whatever a page calls its controls, the trainee reads a sentence, and a rule where one was broken."""
    event = PanelEvent(kind, name)
    found = remark(event, moment)
    assert found.rule == rule_of(event, moment)
    assert found.feedback.text
    assert found.feedback.kind == ("stop" if found.rule and moment.at_stake else found.feedback.kind)
    assert bool(found.feedback.rule) or not (found.rule and moment.at_stake)


@pytest.mark.parametrize(
    ("pressed", "moment", "rule"),
    [
        (
            "Odśwież",
            dataclasses.replace(AT_STAKE, has_refreshed=False),
            None,
        ),  # a moment before it may be pressed
        ("Odśwież", dataclasses.replace(AT_STAKE, wanted=REFRESH), None),  # the page has just drawn it anew
        (
            "Odśwież",
            dataclasses.replace(AT_STAKE, just_pressed=REFRESH),
            "refresh-too-soon",
        ),  # a double click
        (
            "Tokeny",
            Moment("krok-2-zadanie-2", just_pressed=TOKENS),
            None,
        ),  # a double click that costs nothing
        ("Generuj token", dataclasses.replace(ON_FORM, on_form=True), "generate-too-soon"),
        ("Generuj token", ON_FORM, "other-press"),  # the menu's
        ("Generuj token", Moment("rezerwacja"), None),
        ("Generuj token", Moment("krok-2-zadanie-1", wanted=TOKENS), "other-press"),
        ("Certyfikaty", Moment("krok-2-zadanie-1", wanted=TOKENS), "other-press"),
        ("Certyfikaty", Moment("krok-2-zadanie-1"), None),  # nothing was asked for
    ],
)
def test_the_same_press_is_a_mistake_at_one_moment_and_none_at_another(
    pressed: str, moment: Moment, rule: str | None
) -> None:
    """Only what touches a rule counts."""
    assert rule_of(PanelEvent("held", pressed), moment) == rule


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("iCargo faktury ", "zbędna spacja"),
        ("iCargo  faktury", "Odstępy"),
        ("ICARGO faktury", "wielkie i małe"),
        ("iCargo fąktury", "polskie znaki"),
        ("iCargo fakt", "brakuje: „ury”"),
        ("iCargo faktury 2", "za dużo: „ 2”"),
        ("Cargo faktury", "Początek"),
        ("iCargo fatury", "brakuje „k”"),
        ("iCargo faktyry", "jest „y”, a ma być „u”"),
        ("iCargo fakktury", "zbędne „k”"),
        ("Jan Nowak", "inny tekst"),
    ],
)
def test_a_difference_is_told_in_plain_words(typed: str, told: str) -> None:
    """The smallest difference that explains it."""
    assert told in difference(typed, "iCargo faktury")


@given(typed=st.text(max_size=40), wanted=st.text(min_size=5, max_size=40))
def test_every_difference_can_be_told(typed: str, wanted: str) -> None:
    """Also between texts that nobody would type."""
    assert difference(typed, wanted)
