"""Everything an operator reads, in Polish and English (Project Fluent: `pl.ftl`, `en.ftl`).

`say("replica-ready", address=...)` gives a message, `say("error-vault-missing.now", ...)` one of its
attributes. The language is set once, by the command line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LANGUAGES: Final = ("pl", "en")

_COMMANDS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What a terminal obeys instead of showing it, and what turns the direction of writing."""

_language: str = LANGUAGES[0]


class MissingTextError(LookupError):
    """A text is missing from the catalogue: a bug, found by `tests/text`."""


def use_language(language: str) -> None:
    """Choose the language of everything said from now on.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    global _language  # noqa: PLW0603  one operator, one language, set before anything is said
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def printable(text: str) -> str:
    """A text that somebody else has written (AP, a page, a file), without anything that a terminal would obey."""
    return _COMMANDS.sub(" ", text)


def say(text_id: str, /, **values: str | int | float) -> str:
    """The text with this id, or its attribute (`id.attribute`), with the values put in, as far as they are printable.

    Raises:
        MissingTextError: no such text, or a value it needs was not given.
    """
    bundle = _bundle(_language)
    message_id, _, attribute = text_id.partition(".")
    if not bundle.has_message(message_id):
        raise MissingTextError(text_id)
    message = bundle.get_message(message_id)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        raise MissingTextError(text_id)
    shown = {name: printable(value) if isinstance(value, str) else value for name, value in values.items()}
    text, errors = bundle.format_pattern(pattern, shown)
    if errors:
        raise MissingTextError(f"{text_id}: {errors[0]}")
    return str(text)


def has_text(text_id: str) -> bool:
    """Whether the catalogue has this text (or attribute) in the language in use."""
    bundle = _bundle(_language)
    message_id, _, attribute = text_id.partition(".")
    if not bundle.has_message(message_id):
        return False
    message = bundle.get_message(message_id)
    return attribute in message.attributes if attribute else message.value is not None


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> FluentBundle:
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415  0.2 s, only once something is said

    source = resources.files(__name__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source))
    return bundle
