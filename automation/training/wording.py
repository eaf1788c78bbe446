"""What every lesson says alike: its buttons, what a line typed at the terminal means, and the card of a failure."""

from __future__ import annotations

from automation.errors import AssistantError
from automation.text import say
from automation.training.cards import Button, Card
from automation.training.panel import PanelEvent


def button_next() -> Button:
    """*Dalej*."""
    return Button("next", say("lesson-next"), is_primary=True, keys="Enter")


def button_end() -> Button:
    """*Zakończ*."""
    return Button("end", say("lesson-end"))


def button_close() -> Button:
    """*Zakończ* on the last card. Called `next`, so that Enter and Space press it wherever the focus is."""
    return Button("next", say("lesson-end"), is_primary=True, keys="Enter")


def event_typed(line: str) -> PanelEvent:
    """What a line typed at the terminal means: a button of the panel's, or a text (`field`)."""
    buttons = {
        "": "next",
        say("lesson-line-back"): "back",
        say("lesson-line-repeat"): "repeat",
        say("lesson-line-end"): "end",
    }
    button = buttons.get(line.casefold())
    return PanelEvent("field", line) if button is None else PanelEvent("button", button)


def failure_card(error: AssistantError) -> Card:
    """What happened, what it means for the token, and what to do now."""
    said = (
        f"{say(f'error-part-{part}')}  {say(f'error-{error.code}.{part}', **error.details)}"
        for part in ("what", "token", "now")
    )
    return Card(part="", title=say("lesson-failed"), do="\n".join(said))
