"""The coach: which of the guide's rules a move that was held back is about, and what to say of it.

What was pressed is known by what AP calls it (the catalogue); nothing here asks the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from automation.ap.catalogue import Control, control, permission_control
from automation.ap.names import plain
from automation.ap.partner import Act
from automation.errors import InterfaceError, PermissionsError
from automation.ksef_token import Permission
from automation.text import say
from automation.training.cards import Feedback
from automation.training.panel import PanelEvent
from automation.training.scores import RuleId

_TRIED: Final[dict[str, RuleId]] = {
    "reload": "reload",
    "back": "back",
    "copy": "copy-by-selection",
    "close": "close",
}
"""What a person can try at the window itself, by the panel's word for it."""

_ORDERS: Final = ("form-submit", "menu-generate-token")
"""Two controls, one name: `Generuj token`."""

_FORM_IS_CHECKED_IN: Final = ("krok-2-zadanie-3", "krok-3-pola", "krok-3-sprawdzenie")
"""The steps on the token form before its fields are known to be right."""

_LEAVING: Final = frozenset({"another-token", "token-list"})
"""The rules of presses that leave the page on which the token is, or will be."""

_ICON_BEFORE: Final = re.compile(r"^(?:[a-z0-9_]+\s+)+(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
"""The words by which a font draws icons, where a page lets them be read."""

_QUOTED: Final = 30
"""Characters of a text that are repeated at most."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was held back."""

    step_id: str
    wanted: Act | None = None
    """What the trainee is to do just now; None while nothing is to be done."""
    at_stake: bool = False
    """A token is at stake."""
    has_refreshed: bool = False
    """`Odśwież` was pressed before, for this token."""
    just_pressed: Act | None = None
    """What the trainee has pressed a moment ago: the same once more is a double click."""
    on_form: bool = False
    """What was pressed is the token form's own button, not that of the menu with the same name."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say of it."""

    rule: RuleId | None
    """The rule that it breaks; None where the thing was right, and only the moment was not."""
    feedback: Feedback


def remark(event: PanelEvent, moment: Moment) -> Remark:
    """What to say of a move that the panel held back."""
    rule = rule_of(event, moment)
    pressed = _ICON_BEFORE.sub("", event.value) or say("practice-something")
    if rule is None:
        text_id = "practice-not-yet"
        if moment.wanted is not None and is_it(moment.wanted, event.value):
            text_id = "practice-again"
        elif moment.just_pressed is not None and is_it(moment.just_pressed, event.value):
            text_id = "practice-once"
        return Remark(None, Feedback("info", say(text_id, pressed=pressed)))
    if rule == "other-press" and moment.wanted is not None:
        text = say("practice-other-press", pressed=pressed, wanted=moment.wanted.name)
        if not moment.at_stake:
            return Remark(rule, Feedback("info", text))
        return Remark(rule, Feedback("stop", text, say("rule-other-press.rule")))
    told = about(rule, is_stop=moment.at_stake)
    if rule in _LEAVING:
        what = say("practice-leaves", pressed=pressed)
        now = (
            say("practice-look-for", name=moment.wanted.name)
            if moment.wanted is not None
            else say("practice-only-wait")
        )
        told = replace(told, text=f"{what} {now}")
    return Remark(rule, told)


def about(rule: RuleId, *, is_stop: bool = False) -> Feedback:
    """What was done, what to do instead, and the guide's rule."""
    text = f"{say(f'rule-{rule}.what')} {say(f'rule-{rule}.now')}"
    return Feedback("stop" if is_stop else "mistake", text, say(f"rule-{rule}.rule"))


def rule_of(event: PanelEvent, moment: Moment) -> RuleId | None:
    """The rule that a held-back move breaks; None where the thing was right, and only the moment was not."""
    if event.kind in _TRIED and moment.at_stake:
        return _TRIED[event.kind]
    if moment.wanted is not None and is_it(moment.wanted, event.value):
        return None
    if moment.at_stake:
        return _rule_at_stake(event.value, moment)
    if moment.on_form and moment.step_id in _FORM_IS_CHECKED_IN:
        return "generate-too-soon"
    is_double = moment.just_pressed is not None and is_it(moment.just_pressed, event.value)
    return "other-press" if moment.wanted is not None and not is_double else None


def _rule_at_stake(pressed: str, moment: Moment) -> RuleId | None:
    if is_called(pressed, "refresh"):
        return "refresh-too-soon" if moment.has_refreshed else None
    if moment.just_pressed is not None and is_it(moment.just_pressed, pressed):
        return None
    if is_called(pressed, "menu-token-list"):
        return "token-list"
    if is_called(pressed, "another-token", *_ORDERS):
        return "another-token"
    return None if is_called(pressed, "copy") else "other-press"


def is_it(wanted: Act, name: str) -> bool:
    """Whether what is called so is the control of the act."""
    if wanted.control_id:
        return is_called(name, wanted.control_id)
    return plain(name).casefold() == plain(wanted.name)[:60].casefold()


def is_called(name: str, *control_ids: str) -> bool:
    """Whether a name is that of one of these controls, in any version of AP, or a likely rewording of it."""
    text = plain(name)
    return any(
        not known.is_denied(text) and bool(known.pattern(None).match(text) or known.rewordings.match(text))
        for known in map(control_of_id, control_ids)
    )


def control_of_id(control_id: str) -> Control:
    """The catalogue's control with this id, a permission's checkbox among them."""
    kind, _, name = control_id.partition(".")
    return permission_control(Permission(name)) if kind == "permission" and name else control(control_id)


def is_seen_on_page(error: str | None) -> bool:
    """Whether what a step ended with was to be seen on AP's page."""
    kinds = (*PermissionsError.__subclasses__(), *InterfaceError.__subclasses__())
    return any(kind().code == error for kind in kinds)


# --- what was typed ----------------------------------------------------------------------------------


def difference(typed: str, wanted: str) -> str:
    """In plain words: how what stands in a field differs from what is to stand there."""
    alike = next((text_id for text_id, same in _ALIKE.items() if same(typed) == same(wanted)), None)
    if alike is not None:
        return say(alike)
    if wanted.startswith(typed):
        return say("practice-text-missing-end", missing=_quoted(wanted[len(typed) :]))
    if typed.startswith(wanted):
        return say("practice-text-too-long", more=_quoted(typed[len(wanted) :]))
    codes = SequenceMatcher(None, typed, wanted, autojunk=False).get_opcodes()
    changes = [code for code in codes if code[0] != "equal"]
    if len(changes) != 1:
        return say("practice-text-other")
    kind, start, end, wanted_start, wanted_end = changes[0]
    here, there = _quoted(typed[start:end]), _quoted(wanted[wanted_start:wanted_end])
    before = wanted[max(0, wanted_start - 12) : wanted_start]
    if not before:
        return say("practice-text-start", wanted=_quoted(wanted))
    return say("practice-text-change", kind=kind, typed=here, wanted=there, before=before)


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _without_accents(text: str) -> str:
    """What is left of a text when neither capitals nor accents count."""
    decomposed = unicodedata.normalize("NFD", plain(text).replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


_ALIKE: Final[dict[str, Callable[[str], str]]] = {
    "practice-text-space": str.strip,
    "practice-text-spaces": plain,
    "practice-text-capitals": lambda text: plain(text).casefold(),
    "practice-text-accents": _without_accents,
}
"""What to say where two texts are the same but for so much; the smallest difference first."""
