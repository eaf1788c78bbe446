"""A question put to the person at the window, or at the terminal beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from automation.errors import RunInterruptedError
from automation.text import say
from automation.training.cards import Card
from automation.training.explaining import Explaining
from automation.training.lesson import ENDED, EVENT
from automation.training.panel import Hold
from automation.training.questions import question_for

if TYPE_CHECKING:
    from automation.training.lesson import Lesson

_LOOK: Final = 1.0
"""Seconds between two looks whether there still is anybody who could answer."""


def ask(lesson: Lesson, card: Card) -> str:
    """Show a card with a question and wait for a choice; nothing is at stake meanwhile.

    At the terminal the choice's number counts.

    Returns:
        The id of the choice; nothing where nobody can answer.

    Raises:
        RunInterruptedError: the person has ended the lesson.
    """
    if isinstance(lesson, Explaining):
        # Whether a screen was judged well stands beside the question, and nothing of it beside what comes after.
        judged = lesson.feedback if question_for(lesson.step_id) is not None else None
        card, lesson.feedback = replace(card, feedback=card.feedback or judged), None
    known = [choice.id for choice in card.choices]
    numbers = {str(number): choice for number, choice in enumerate(known, 1)}
    lesson.forget_what_was_done()
    lesson.show(replace(card, buttons=(lesson.button_end(),)), hold=Hold.HELD)
    while lesson.can_be_answered:
        heard = lesson.until(seconds=_LOOK)
        if heard == ENDED:
            raise RunInterruptedError
        if heard != EVENT:
            continue
        event = lesson.take()
        if event.kind == "choice" and event.value in known:
            return event.value
        if event.kind == "field" and event.value in numbers:
            return numbers[event.value]
    return ""


def ask_name(lesson: Lesson) -> str | None:
    """Ask who practises; None where nobody says.

    Raises:
        RunInterruptedError: the person has ended the lesson.
    """
    card = Card(
        part="",
        title=say("training-who"),
        do=say("training-who.do"),
        field=say("training-who.label"),
        buttons=(lesson.button_next(), lesson.button_end()),
        is_large=True,
    )
    lesson.forget_what_was_done()
    lesson.show(card, hold=Hold.HELD)
    while lesson.can_be_answered:
        heard = lesson.until(seconds=_LOOK)
        if heard == ENDED:
            raise RunInterruptedError
        if heard == EVENT and (event := lesson.take()).kind in {"field", "button"}:
            return (event.value.strip() or None) if event.kind == "field" else None
    return None
