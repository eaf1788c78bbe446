"""Says what is wrong with a command line in the operator's language; Typer's own words are English."""

from __future__ import annotations

import re
from typing import Any, Final

from automation.text import say

_KNOWN: Final = {
    "NoSuchOption": "usage-no-such-option",
    "MissingParameter": "usage-missing-parameter",
    "BadParameter": "usage-bad-parameter",
    "BadOptionUsage": "usage-bad-option",
}
_COMPLAINTS: Final = {"valid number": "invalid-float-parsing", "valid integer": "invalid-int-parsing"}
"""How Typer's complaints about the usual wrong values can be told, and our text for them."""

_NO_COMMAND: Final = re.compile(r"No such command '(.*?)'")


def is_plain_help(error: Exception) -> bool:
    """Whether nothing was asked for, so that Typer has shown the help."""
    return type(error).__name__ == "NoArgsIsHelpError"


def usage_reason(error: Exception) -> str | None:
    """What was wrong with the command line; None if the error is not about that."""
    if not hasattr(error, "format_message"):
        return None
    message = str(getattr(error, "message", "") or error.format_message())
    command = _NO_COMMAND.search(message)
    if command is not None:
        return say("usage-no-such-command", command=command[1])
    for sign, text_id in _COMPLAINTS.items():
        message = say(text_id) if sign in message else message
    text_id = _KNOWN.get(type(error).__name__, "usage-other")
    return say(text_id, option=_about(error), message=message)


def _about(error: Exception) -> str:
    """The option or argument that an error is about, as one would type it."""
    named = getattr(error, "option_name", None) or getattr(error, "param_hint", None)
    parameter: Any = getattr(error, "param", None)
    if named is None and parameter is not None:
        is_option = parameter.param_type_name == "option"
        named = "/".join(parameter.opts) if is_option else parameter.metavar or parameter.name
    return str(named or "?")
