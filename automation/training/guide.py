"""The guide as cards: what is done in a step and why, where to look, and the warnings that belong there.

The texts are the attributes `.do`, `.why`, `.hint` and `.warn` of the step's title `step-<id>` in `automation/text`;
`note-<id>` is the company's own note (`--texts`). A step without `.do` has no card: there is nothing of it to be seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from automation.text import has_text, say
from automation.training.cards import Card

if TYPE_CHECKING:
    from automation.evidence.record import StepRecord
    from automation.evidence.steps import Step
    from flows.order import Order

LessonMode = Literal["show", "auto", "practice"]
"""Step-through that waits for a nod, step-through that goes on by itself, the trainee's own hands."""

_STAGE: Final = re.compile(r"krok-([1-5])(?:-|$)")
_STAGES_OF_OTHERS: Final = {"rezerwacja": 3, "lista-po-bledzie": 4}
"""Where in the guide the steps are whose ids do not say so."""


def has_card(step_id: str) -> bool:
    """Whether a step has a card."""
    return has_text(f"step-{step_id}.do")


def card_for(step: Step | StepRecord) -> Card:
    """The card of a step, as far as texts make it: what it waits for and its buttons are the lesson's.

    A step that the guide says nothing of has a card with nothing but its title.
    """
    stage = _stage_of(step.id)
    part, separator, title = step.title.partition(": ")
    if not separator:
        part, title = (say("lesson-part", stage=stage) if stage else ""), step.title
    return Card(
        part=part,
        title=title[:1].upper() + title[1:],
        stage=stage,
        do=_part(step, "do"),
        why=why_of(step),
        warnings=warnings_of(step),
        note=note_of(step),
    )


def why_of(step: Step | StepRecord) -> str:
    """Why the step is done; empty if the guide says nothing."""
    return _part(step, "why")


def hint_of(step: Step | StepRecord) -> str:
    """Where exactly to look, for a trainee who asks; empty if there is nothing to look for."""
    return _part(step, "hint")


def warnings_of(step: Step | StepRecord) -> tuple[str, ...]:
    """The guide's warnings that belong to the step, in order."""
    return tuple(paragraph.strip() for paragraph in _part(step, "warn").split("\n\n") if paragraph.strip())


def note_of(step: Step | StepRecord) -> str:
    """The company's own note on the step; empty without one."""
    note_id = f"note-{step.id}"
    return say(note_id, **step.values) if has_text(note_id) else ""


def intro_card(order: Order, mode: LessonMode = "show") -> Card:
    """The first card, before anything of AP is to be seen: what is going to happen, and where."""
    environment = order.environment
    where = say("lesson-intro.where", environment=environment.name, address=environment.address)
    return Card(
        part=say("lesson-intro.part"),
        title=say("lesson-intro"),
        do=f"{where}\n{say('lesson-intro.do', mode=mode)}",
        warnings=(say("lesson-intro.warn"),),
        is_large=True,
    )


def done_card(order: Order) -> Card:
    """The last card: where the token is, for which environment it is good, and what comes next (Krok 5)."""
    return Card(
        part=say("lesson-part", stage=5),
        title=say("lesson-done"),
        stage=5,
        do=say("lesson-done.do", name=order.token_name, group="/".join(order.group)),
        why=say("lesson-done.why"),
        warnings=(say("good-for", environment=order.environment.name),),
        is_large=True,
    )


def _part(step: Step | StepRecord, name: str) -> str:
    text_id = f"step-{step.id}.{name}"
    return say(text_id, **step.values) if has_text(text_id) else ""


def _stage_of(step_id: str) -> int:
    found = _STAGE.match(step_id)
    return int(found[1]) if found else _STAGES_OF_OTHERS.get(step_id, 0)
