"""Typer's own help words, in the operator's language."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from automation.text import say


def _translate_headings() -> None:
    """Give the panels of the help their titles. Typer keeps them as module constants."""
    from typer import rich_utils  # noqa: PLC0415  0.15 s, for help only

    rich_utils.OPTIONS_PANEL_TITLE = say("options-general")
    rich_utils.COMMANDS_PANEL_TITLE = say("options-commands")
    rich_utils.ARGUMENTS_PANEL_TITLE = say("options-arguments")
    rich_utils.DEFAULT_STRING = say("help-default", value="{}")
    rich_utils.ENVVAR_STRING = say("help-variable", value="{}")
    rich_utils.REQUIRED_LONG_STRING = say("help-required")


class _OwnHelp:
    """Gives `--help` its explanation in the operator's language."""

    def get_help_option(self, ctx: typer.Context) -> Any:  # noqa: ANN401  Typer's type is private
        """Typer's help option with our text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the command it is mixed into
        if option is not None:
            option.help = say("option-help")
        return option

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:  # noqa: ANN401  Typer's type is private
        """Typer's help under our headings."""
        _translate_headings()
        super().format_help(ctx, formatter)  # type: ignore[misc]  # of the command it is mixed into


class Command(_OwnHelp, TyperCommand):  # type: ignore[misc]  # Typer's own context type is private
    """A command."""


class Group(_OwnHelp, TyperGroup):  # type: ignore[misc]  # Typer's own context type is private
    """The program itself."""
