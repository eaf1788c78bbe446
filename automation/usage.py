"""Says what is wrong with a command line in the operator's language; Typer's own words are English.

What was typed is repeated only where it can hardly be a secret: a password or a token typed in the wrong place
must not come back in a message, a log of a scheduler or a screenshot.
"""

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

_NO_COMMAND: Final = re.compile(r"No such command '(.*?)'", re.DOTALL)
_WORD: Final = re.compile(r"[a-z]{2,12}(?:-[a-z]{2,12}){0,2}")
"""What a command or an option may be called. A password is seldom a plain word, a token never."""
_PASSWORD_OPTION: Final = re.compile(r"(?i)pass|has[lł]o|pwd|secret")
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"", re.DOTALL)


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
        is_word = _WORD.fullmatch(command[1]) is not None
        return say("usage-no-such-command", command=command[1]) if is_word else say("usage-unknown-command")
    if "unexpected extra argument" in message:
        return say("usage-extra-argument")
    option = _about(error)
    if type(error).__name__ == "NoSuchOption":
        if _PASSWORD_OPTION.search(option):
            return say("usage-password-typed")
        if not _WORD.fullmatch(option.lstrip("-")):
            return say("usage-unknown-option")
    for sign, text_id in _COMPLAINTS.items():
        message = say(text_id) if sign in message else message
    text_id = _KNOWN.get(type(error).__name__, "usage-other")
    return say(text_id, option=option, message=_QUOTED.sub("…", message))


def _about(error: Exception) -> str:
    """The option or argument that an error is about, as one would type it."""
    named = getattr(error, "option_name", None) or getattr(error, "param_hint", None)
    parameter: Any = getattr(error, "param", None)
    if named is None and parameter is not None:
        is_option = parameter.param_type_name == "option"
        named = "/".join(parameter.opts) if is_option else parameter.metavar or parameter.name
    return str(named or "?")
