"""A command of the operator's that prints a password: never shown, never waited for in vain."""

from __future__ import annotations

from typing import Final

from automation.operator_command import CommandError, arguments_of, run_command

COMMAND_SECONDS: Final = 120.0
"""A password manager may ask its owner to unlock it first."""
LONGEST: Final = 1 << 16
"""Bytes. No password is longer; an endless output is not read to its end."""


class NoPasswordError(Exception):
    """A source gave no password. Says why, in the operator's language, and never what it gave instead."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def output_of(command: str, *, seconds: float = COMMAND_SECONDS) -> bytearray:
    """What a command prints.

    Args:
        command: a command line, or a JSON list of arguments.
        seconds: how long it may take.

    Raises:
        NoPasswordError: it cannot be run, fails, takes too long or prints too much.
    """
    try:
        return run_command(arguments_of(command), seconds=seconds, longest=LONGEST)
    except CommandError as error:
        raise NoPasswordError(error.reason) from None
