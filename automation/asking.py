"""Asks the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.text import Text

from automation.errors import RunInterruptedError
from automation.interruption import Interruption, read_line

if TYPE_CHECKING:
    from rich.console import Console


def is_somebody_there(console: Console) -> bool:
    """Whether a person sits at the terminal, and sees what is asked."""
    return sys.stdin is not None and sys.stdin.isatty() and console.is_terminal


def answer_to(question: str, console: Console, interruption: Interruption) -> str | None:
    """What the person types, one line; None where the input has ended instead.

    Raises:
        RunInterruptedError: Ctrl-C.
    """
    try:
        with interruption.at_prompt():
            console.print(Text(question, style="bold"), end=" ")
            return read_line().strip()
    except EOFError:
        if interruption.requested:  # on Windows, Ctrl-C also ends the line that is being read
            raise RunInterruptedError from None
        return None
