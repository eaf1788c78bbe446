"""What is told of a screen that has changed, and what is not: tried on the recorded screens themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.calibration.differences import differences
from automation.calibration.overlay import all_controls
from automation.calibration.recordings import recording_for, recordings
from automation.calibration.snapshots import CONTROLS, Node, curated, marked_required, parse, written

RECORDED = recordings(Path("nowhere"))
SCREENS = [(version, screen) for version, each in RECORDED.items() for screen in each.screens]
NEW_NAME = "Zupełnie nowa nazwa"


def changed(node: Node, old: Node, change: Callable[[Node], tuple[Node, ...]]) -> Node:
    """The tree, one node of it (told by identity) replaced by others."""
    children: list[Node] = []
    for child in node.children:
        children += change(child) if child is old else (changed(child, old, change),)
    return replace(node, children=tuple(children))


def controls(node: Node, aside: bool = False) -> Iterator[Node]:
    """Every control that counts."""
    for child in node.children:
        is_aside = aside or child.role == "contentinfo"
        if child.role in CONTROLS and not is_aside:
            yield child
        yield from controls(child, is_aside)


@st.composite
def a_control(draw: st.DrawFn) -> tuple[Node, Node]:
    """A recorded screen and a control on it."""
    version, screen = draw(st.sampled_from(SCREENS))
    root = RECORDED[version].screens[screen]
    return root, draw(st.sampled_from(list(controls(root))))


def test_there_are_recordings_of_every_version_the_replica_shows() -> None:
    """Each with the screens from the first page to the token list."""
    assert list(RECORDED) == ["2.1.8", "2.2.9", "3.0.0"]
    for recording in RECORDED.values():
        assert {"login", "context", "signature", "home", "menu", "token-form", "token-list"} <= set(
            recording.screens
        )


@pytest.mark.parametrize(("version", "screen"), SCREENS)
def test_a_screen_does_not_differ_from_itself(version: str, screen: str) -> None:
    """And what is written is what is read."""
    node = RECORDED[version].screens[screen]
    assert parse(written(node)) == node
    assert differences(node, parse(written(node)), screen) == []


@settings(max_examples=60, deadline=None)
@given(a_control(), st.sampled_from([NEW_NAME, "X", "{old} teraz", "Odśwież status"]))
def test_a_renamed_control_is_told_as_exactly_that(chosen: tuple[Node, Node], name: str) -> None:
    """Its old name and its new one, and nothing else."""
    root, old = chosen
    new = name.format(old=old.name)
    now = changed(root, old, lambda node: (replace(node, name=new),))
    told = differences(root, now, "screen")
    assert [(each.kind, each.role, each.old, each.new) for each in told] == [
        ("renamed", old.role, old.name, new)
    ]


@settings(max_examples=60, deadline=None)
@given(a_control())
def test_a_control_that_is_gone_or_new_is_told_as_exactly_that(chosen: tuple[Node, Node]) -> None:
    """Seen from the one side it is gone, from the other it is new; a field that must be filled in is told as such."""
    root, control = chosen
    without = changed(root, control, lambda node: node.children)
    gone = differences(root, without, "screen")
    new = differences(without, root, "screen")
    assert [(each.kind, each.old) for each in gone] == [("gone", control.name)]
    kind = "required" if "required" in control.states else "new"
    assert [(each.kind, each.new) for each in new] == [(kind, control.name)]


@settings(max_examples=40, deadline=None)
@given(a_control())
def test_a_control_in_another_place_is_told_as_moved(chosen: tuple[Node, Node]) -> None:
    """From the page into a dialog: the control is the same, its place is not."""
    root, control = chosen
    without = changed(root, control, lambda node: node.children)
    dialog = Node("dialog", "Nowe okno", (), (replace(control, children=()),))
    told = differences(root, replace(without, children=(*without.children, dialog)), "screen")
    was_in_dialog = any(control in each.walk() for each in root.walk() if each.role == "dialog")
    assert [each.kind for each in told] == ([] if was_in_dialog else ["moved"])


def test_a_field_that_becomes_required_is_told() -> None:
    """The star may be all that has changed."""
    before = parse('- main:\n  - textbox "Opis"\n')
    for now in ('- main:\n  - textbox "Opis" [required]\n', '- main:\n  - textbox "Opis *"\n'):
        told = differences(before, marked_required(parse(now), set()), "screen")
        assert [(each.kind, each.role) for each in told] == [("required", "textbox")]


def test_news_data_footer_order_and_dress_do_not_count() -> None:
    """Nothing of this is a difference: not to the assistant."""
    before = """
- main:
  - heading "Lista tokenów" [level=1]
  - heading "Aktualności" [level=2]
  - article:
    - link "Przerwa 1 lipca"
  - button "Kopiuj"
  - button "Dalej"
  - paragraph: Wersja z lipca
  - table:
    - row "a":
      - columnheader "Nazwa"
    - row "Token 1":
      - checkbox "Token 1"
- contentinfo:
  - link "Mapa strony"
"""
    now = """
- main:
  - heading "Lista tokenów" [level=1]
  - heading "Co nowego" [level=2]
  - button "DALEJ"
  - button "content_copy  Kopiuj"
  - table:
    - row "a":
      - columnheader "Nazwa"
    - row "Token 2":
      - checkbox "Token 2"
    - row "Token 3":
      - checkbox "Token 3"
- contentinfo:
  - link "Deklaracja"
"""
    old, new = (curated(parse(text), "token-list") for text in (before, now))
    assert differences(old, new, "token-list") == []


def test_what_is_recorded_has_nothing_personal_in_it() -> None:
    """Neither names, nor numbers, nor what is in fields and rows, wherever on the page they are."""
    snapshot = """
- banner:
  - link "Krajowy System e-Faktur - Aplikacja Podatnika KSeF Środowisko Testowe"
  - button "Jan Kowalski 123-456-32-18"
  - button "Menu"
- main:
  - 'heading "Token: 20251010-EC-1DCE3E3000-12ECB5B36E-45" [level=1]'
  - textbox "Nazwa tokena*": Tajna nazwa
  - combobox "Oddział Radom": Radom
  - button "Usuń jan@example.pl z 01.07.2026 09:10:24"
  - text: Jan Kowalski
  - link "Szczegóły":
    - /url: /web/tokens/20251010-EC-1DCE3E3000-12ECB5B36E-45
  - list:
    - listitem:
      - checkbox "Tajna nazwa"
"""
    recorded = written(curated(marked_required(parse(snapshot), set()), "token-list"))
    assert recorded == (
        "- banner:\n"
        '  - link "Krajowy System e-Faktur - Aplikacja Podatnika KSeF"\n'
        '  - button "…"\n'
        '  - button "Menu"\n'
        "- main:\n"
        "  - 'heading \"Token: …\" [level=1]'\n"
        '  - textbox "Nazwa tokena*" [required]\n'
        '  - combobox "Oddział"\n'
        '  - button "Usuń … z …"\n'
        '  - link "Szczegóły"\n'
    )


@pytest.mark.parametrize(
    ("version", "compared"),
    [
        ("2.2.9", "2.2.9"),
        ("2.3.0", "2.2.9"),
        ("2.2.10", "2.2.9"),
        ("1.9", "2.1.8"),
        ("4.0", "3.0.0"),
        (None, "2.1.8"),
    ],
)
def test_an_unknown_version_is_compared_with_the_nearest(version: str | None, compared: str) -> None:
    """The newest that is not newer; where AP tells no version, the one that looks most like it."""
    seen = {"login": RECORDED["2.1.8"].screens["login"]}
    found = recording_for(version, RECORDED, seen)
    assert found is not None
    assert found.version == compared


def test_a_difference_says_which_control_of_the_catalogue_it_is_about() -> None:
    """By role, name and place: the menu's `Generuj token` is not the form's."""
    form = RECORDED["3.0.0"].screens["token-form"]
    gone = differences(form, Node("document"), "token-form", all_controls(), "3.0.0")
    told = [each.control for each in gone if each.control is not None]
    assert len(told) == len(set(told))
    assert {"token-name", "form-submit", "form-heading", "menu-generate-token", "menu-tokens"} <= set(told)
    assert {"validity", "permission.InvoiceWrite", "permission.InvoiceRead"} <= set(told)
