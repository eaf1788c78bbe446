"""Two questions of practice that no step of the flow can judge: the right address, and where a token is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from automation.environments import DEMO, LOCAL_NAME, PRODUCTION, TEST, Environment
from automation.text import say
from automation.training.cards import Choice, Feedback
from automation.training.scores import RuleId


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with one right answer. Each answer has a text that says what is to be thought of it."""

    text_id: str
    choices: tuple[Choice, ...]
    right: str
    rule: RuleId
    """What a wrong answer breaks."""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What it is about; tells nothing of the answer."""
        return say(f"{self.text_id}.title")

    @property
    def question(self) -> str:
        """What is asked."""
        return say(self.text_id, **dict(self.values))

    def feedback(self, choice: str) -> Feedback:
        """What is to be said of an answer."""
        text = say(f"{self.text_id}.{choice}-why")
        if choice == self.right:
            return Feedback("good", text)
        return Feedback("mistake", text, say(f"rule-{self.rule}.rule"))


def which_address(environment: Environment) -> Quiz:
    """Which address is that of the environment in use."""
    choices = [Choice(each.name, each.address) for each in (PRODUCTION, DEMO, TEST)]
    if environment.name == LOCAL_NAME:
        choices.append(Choice(LOCAL_NAME, environment.address))
    return Quiz(
        "practice-address",
        tuple(choices),
        environment.name,
        "wrong-environment",
        (("environment", environment.name),),
    )


_PLACES: Final = ("notepad", "manager", "mail", "paper")


def where_to_keep() -> Quiz:
    """Where a token is kept."""
    choices = tuple(Choice(each, say(f"practice-keep.{each}")) for each in _PLACES)
    return Quiz("practice-keep", choices, "manager", "notepad")
