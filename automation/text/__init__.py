"""Everything an operator reads, in Polish and English (Project Fluent: `pl.ftl`, `en.ftl`).

`say("replica-ready", address=...)` gives a message, `say("error-vault-missing.now", ...)` one of its
attributes. The language is set once, by the command line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from threading import RLock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from fluent.runtime.resolver import Pattern
    from fluent.syntax.ast import Resource

LANGUAGES: Final = ("pl", "en")

LONGEST_VALUE: Final = 2000
"""Characters of a value in a text. Fluent itself takes 2,500."""

_COMMANDS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What a terminal obeys instead of showing it, and what turns the direction of writing."""

_ENTRY: Final = re.compile(r"^(?=-?[a-z][\w-]* *=)", re.MULTILINE)
"""Where a message or a term begins: all else in Fluent is indented, or a comment."""
_QUOTED: Final = re.compile(r"\{\s*(-?[a-z][\w-]*)")
"""What a text quotes."""

_language: str = LANGUAGES[0]
_overlay: dict[str, Resource] = {}


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


def use_texts(folder: Path | None) -> None:
    """Lay a trainer's own texts and notes over the program's, for everything said from now on; None takes them away.

    Args:
        folder: with `pl.ftl`, `en.ftl` or both, in Fluent's syntax. They may have texts of steps and of the lesson
            (`step-`, `rule-`, `question-`, `exercise-`, `lesson-`) and the company's notes (`note-<step id>`). What a
            text leaves out of its attributes stays the program's.

    Raises:
        WrongSettingError: they cannot be used. Nothing has changed.
    """
    global _overlay  # noqa: PLW0603  as above
    if folder is None:
        _overlay = {}
    else:
        from automation.text.overlay import overlay_of  # noqa: PLC0415  Fluent, only once something is said

        _overlay = overlay_of(folder)
    _catalogue.cache_clear()


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
    catalogue = _catalogue(_language)
    pattern = catalogue.pattern(text_id)
    if pattern is None:
        raise MissingTextError(text_id)
    shown = {
        name: _fit(printable(value)) if isinstance(value, str) else value for name, value in values.items()
    }
    text, errors = catalogue.bundle.format_pattern(pattern, shown)
    if errors:
        raise MissingTextError(f"{text_id}: {errors[0]}")
    return str(text)


def _fit(value: str) -> str:
    """A value that no text is spoiled by: Fluent refuses very long ones, and a message has to come out all the same."""
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"


def has_text(text_id: str) -> bool:
    """Whether the catalogue has this text (or attribute) in the language in use."""
    return _catalogue(_language).pattern(text_id) is not None


def own_entries(language: str) -> dict[str, str]:
    """The program's own catalogue in one language, not parsed: the source of each message and `-term` by its id."""
    source = resources.files(__name__).joinpath(f"{language}.ftl").read_text(encoding="utf-8")
    entries = _ENTRY.split(source)[1:]
    return {entry[: entry.index("=")].rstrip(): entry for entry in entries}


class _Catalogue:
    """The texts in one language. Each is parsed when it is first said: all of them together take 0.2 s."""

    def __init__(self, language: str) -> None:
        from fluent.runtime import FluentBundle  # noqa: PLC0415  0.1 s, only once something is said

        self.bundle = FluentBundle([language], use_isolating=False)
        if language in _overlay:
            self.bundle.add_resource(_overlay[language])  # first: what is there is not replaced
        self._unparsed = own_entries(language)
        self._lock = RLock()

    def pattern(self, text_id: str) -> Pattern | None:
        """The text with this id (`id`, `id.attribute`), ready to be put together; None if there is none."""
        message_id, _, attribute = text_id.partition(".")
        with self._lock:
            self._parse(message_id)
            if not self.bundle.has_message(message_id):
                return None
            message = self.bundle.get_message(message_id)
        return message.attributes.get(attribute) if attribute else message.value

    def _parse(self, entry_id: str) -> None:
        from fluent.runtime import FluentResource  # noqa: PLC0415  as above

        source = self._unparsed.pop(entry_id, None)
        if source is not None:
            self.bundle.add_resource(FluentResource(source))
            for quoted in _QUOTED.findall(source):
                self._parse(quoted)


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> _Catalogue:
    return _Catalogue(language)
