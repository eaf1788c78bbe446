"""An exercise: the job as ever, with something going wrong, and what the guide says to do then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from automation.ap.app import Ap
from automation.ap.token_list import TokenList
from automation.errors import AssistantError, TokenNotListedError
from automation.text import say
from automation.training.cards import Card, Feedback
from automation.training.questions import QUESTIONS, Question
from automation.vault import Vault
from flows.generate import generate_token, make_token
from flows.login import sign_in
from flows.order import Order, Receipt
from flows.revoke import revoke_on_list
from flows.run import Run

if TYPE_CHECKING:
    from automation.replica.scenario import Scenario
    from automation.training.exercises import Exercise
    from automation.training.scores import Scores


@dataclass(frozen=True, slots=True)
class Classroom:
    """What an exercise needs besides the job's own: a stage, and somebody who shows cards and hears answers."""

    stage: Callable[[Scenario], None]
    """Lets AP behave otherwise from now on, with nobody logged in."""
    tell: Callable[[Card], None]
    """Shows a card until it was read."""
    ask: Callable[[Card], str]
    """Shows a card with a question; the id of the choice, or nothing where nobody can answer."""
    scores: Scores


def train(
    run: Run, ap: Ap, vault: Vault, order: Order, *, exercise: Exercise, classroom: Classroom
) -> Receipt | None:
    """Tell the task, let it go wrong as the exercise has it, ask what now, and begin anew where that helps.

    Returns:
        The receipt of the token; None where the right end is one without a token.

    Raises:
        AssistantError: as `generate_token`, unless it is what the exercise is about.
    """
    said: Feedback | None = None
    classroom.tell(
        Card(
            part=say("training-exercise"),
            title=say("training-task"),
            do="\n\n".join(
                (f"{say('case-label-says')} {exercise.task(order.token_name)}", say("training-task-how"))
            ),
        )
    )
    for question_id in exercise.asks_first:
        said = _answer(classroom, QUESTIONS[question_id], said)
    for attempt in exercise.attempts:
        classroom.stage(exercise.scenario(attempt, order.token_name, order.permissions))
        if attempt is not exercise.attempts[0]:
            _tell(classroom, say("training-again"), exercise.then, said)
        elif said is not None:
            _tell(classroom, say("training-right"), "", said)
        said = None
        try:
            return _attempt(run, ap, vault, order, exercise)
        except AssistantError as error:
            if error.code != attempt.ends_with:
                raise
        ap.logged_in = False  # whatever AP shows now, login or not, is no end of a session any more
        for question_id in attempt.asks:
            said = _answer(classroom, QUESTIONS[question_id], said)
    _tell(classroom, say("training-right"), exercise.learnt, said)
    return None


def _attempt(run: Run, ap: Ap, vault: Vault, order: Order, exercise: Exercise) -> Receipt:
    """The job; where somebody has lost a token, that one is revoked first."""
    if exercise.lost_minutes_ago is None:
        return generate_token(run, ap, vault, order)
    sign_in(run, ap, order.identity, vault)
    revoke_on_list(run, ap, _lost_token(ap, order.token_name), mark_revoked=_nobody_has_it)
    return make_token(run, ap, vault, order)


def _lost_token(ap: Ap, name: str) -> str:
    """The reference number of the newest token of this name that works."""
    found = [
        token for token in TokenList(ap).from_gateway() if (token.name, token.status) == (name, "Active")
    ]
    if not found:
        raise TokenNotListedError(reference=name)
    return max(found, key=lambda token: token.created_at or datetime.min.replace(tzinfo=UTC)).reference_number


def _nobody_has_it() -> None:
    """No entry to mark: that is what the exercise is about."""


def _answer(classroom: Classroom, question: Question, said: Feedback | None) -> Feedback | None:
    """Ask until the answer is right; only the first one scores.

    Returns:
        What is to be said of the right answer; None where nobody could answer.
    """
    place = f"question-{question.id}"
    is_first = True
    while True:
        card = question.card(part=say("training-exercise"), title=say("training-what-now"), feedback=said)
        choice = classroom.ask(card)
        if choice not in question.choices:
            return None
        if choice == question.right:
            if is_first:
                classroom.scores.good(place)
            return question.feedback(choice)
        if is_first:
            classroom.scores.mistake(question.rule, place)
        is_first = False
        said = question.feedback(choice)


def _tell(classroom: Classroom, title: str, text: str, said: Feedback | None) -> None:
    classroom.tell(Card(part=say("training-exercise"), title=title, do=text, feedback=said))
