"""What a trainee is asked: whether a screen is as it should be, and what to do where it is not.

The text `question-<id>` asks, and `.look` says what to look at first, if anything; for each choice there are
`.<choice>` (the answer) and `.<choice>-why` (what is to be said of it). Where the flow itself judges, there is no right
answer to know beforehand, and nothing to be said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from automation.text import has_text, say
from automation.training.cards import Card, Choice, Feedback
from automation.training.scores import RuleId

FINE: Final = "fine"
"""The choice that says that all is as it should be."""
WRONG: Final = "wrong"
"""The choice that says that it is not."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers, in the order in which they are shown."""

    id: str
    choices: tuple[str, ...]
    right: str | None
    """The id of the right choice; None where the flow's own check of the step judges."""
    rule: RuleId = "wrong-remedy"
    """The rule that a wrong answer breaks."""

    def card(self, *, part: str, title: str, feedback: Feedback | None = None) -> Card:
        """The question as the panel shows it.

        Args:
            part: where we are.
            title: the step's, or the exercise's.
            feedback: what is to be said of the answer before.
        """
        return Card(
            part=part,
            title=title,
            do=say(f"question-{self.id}.look") if has_text(f"question-{self.id}.look") else "",
            question=say(f"question-{self.id}"),
            choices=tuple(Choice(each, say(f"question-{self.id}.{each}")) for each in self.choices),
            feedback=feedback,
        )

    def feedback(self, choice: str) -> Feedback:
        """What is to be said of an answer. Only for questions that have a right one."""
        why = say(f"question-{self.id}.{choice}-why")
        if choice == self.right:
            return Feedback("good", why)
        return Feedback("mistake", why, rule=say(f"rule-{self.rule}.rule"))


QUESTIONS: Final = {
    question.id: question
    for question in (
        Question("menu", (FINE, WRONG), None),
        Question("boxes", (FINE, WRONG), None),
        Question("fields", (FINE, WRONG), None),
        Question("no-invoices", ("anyway", "grant", "colleague", "reload"), "grant"),
        Question("no-permissions", ("grant", "again", "colleague", "certificate"), "colleague"),
        Question("locked", ("others", "name", "grant", "later"), "grant"),
        Question("session-ended", ("back", "revoke", "wait", "again"), "again"),
        Question("token-lost", ("read", "second", "revoke", "hotline"), "revoke"),
        Question("which-environment", ("demo", "test", "production"), "production", "wrong-environment"),
        Question("wrong-window", ("go-on", "leave", "look"), "leave", "wrong-environment"),
    )
}
"""All there are, by their ids."""

_OF_STEPS: Final = {"krok-1-stan": "menu", "krok-2-zadanie-3": "boxes", "krok-3-sprawdzenie": "fields"}

_OF_ERRORS: Final = {
    "no-invoices-menu": "no-invoices",
    "no-permissions-menu": "no-permissions",
    "no-tokens-menu": "no-permissions",
    "checkbox-locked": "locked",
    "session-ended": "session-ended",
    "wrong-environment-shown": "wrong-window",
}


def question_for(step_id: str) -> Question | None:
    """What is asked in a step in which one only looks (`fine` or `wrong`, the flow judges); None in the others."""
    found = _OF_STEPS.get(step_id)
    return QUESTIONS[found] if found is not None else None


def question_for_error(code: str) -> Question | None:
    """What is asked when the flow has ended with this error: what now? None where there is nothing to choose."""
    found = _OF_ERRORS.get(code)
    return QUESTIONS[found] if found is not None else None
