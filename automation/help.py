"""Typer's own help words, in the operator's language."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from automation.text import say


def translate_headings() -> None:
    """Give the panels of the help their titles. Typer keeps them as module constants."""
    rich_utils.OPTIONS_PANEL_TITLE = say("options-general")
    rich_utils.COMMANDS_PANEL_TITLE = say("options-commands")
    rich_utils.ARGUMENTS_PANEL_TITLE = say("options-arguments")
    rich_utils.DEFAULT_STRING = say("help-default", value="{}")
    rich_utils.ENVVAR_STRING = say("help-variable", value="{}")
    rich_utils.REQUIRED_LONG_STRING = say("help-required")


class Command(TyperCommand):
    """A command whose `--help` explains itself in the operator's language."""

    def get_help_option(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401  Typer's type is private
        """Typer's help option with our text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("option-help")
        return option


class Group(TyperGroup):
    """The same for the program itself."""

    def get_help_option(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401  Typer's type is private
        """Typer's help option with our text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("option-help")
        return option
