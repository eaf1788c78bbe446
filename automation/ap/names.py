"""How a name is recognised: whatever its case, its dress, its inflection, and the way its letters are written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

# Angular Material draws an icon as a word that a font turns into a picture; where the page does not hide
# it from screen readers, the word is part of the control's name ("sync Odśwież"). Most such words have an
# underscore, which no Polish label has. Of those without one, the words that could just as well belong to a
# label ("Kopiuj link" is not "Kopiuj") count in front of it only.
_SURE_ICON: Final = (
    r"[a-z0-9]+(?:_[a-z0-9]+)+|add|autorenew|cached|check|chevron|clear|close|delete|done|download|edit|error"
    r"|help|launch|lock|login|logout|refresh|renew|search|sync|update|upload|verified|visibility|warning"
)
_ICON_BEFORE: Final = (
    rf"(?:{_SURE_ICON}|badge|copy|group|groups|history|home|info|key|list|menu|people|receipt|schedule|token)"
)
_ICON_AFTER: Final = rf"(?:{_SURE_ICON})"

# Soft hyphens, zero-width characters, and the private characters by which icon fonts draw.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]")


def plain(text: str) -> str:
    """A text as it is compared: accents composed, blanks single, nothing unseen in it."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


@cache
def name_pattern(names: tuple[str, ...], inflections: tuple[tuple[str, ...], ...] = ()) -> re.Pattern[str]:
    """A pattern for any of the names: whole, whatever the case, with icon words and stars around it.

    Args:
        names: the names. One that ends in "…" is matched by its beginning; of `a|b` either word will do, and
            a word in `[...]` may be missing.
        inflections: groups of forms of one word, any of which may stand for another.
    """
    alternatives = "|".join(_phrase(name, inflections) for name in names)
    return re.compile(
        rf"^\s*(?:\*\s*)?(?:{_ICON_BEFORE}\s+)*(?:{alternatives})(?:\s+{_ICON_AFTER})*\s*$", re.IGNORECASE
    )


@cache
def list_pattern(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a word that begins with any of these, anywhere in a text (never, if there are none)."""
    alternatives = "|".join(_letters(beginning) for beginning in beginnings)
    return re.compile(rf"(?<!\w)(?:{alternatives})" if beginnings else r"(?!)", re.IGNORECASE)


def _phrase(name: str, inflections: tuple[tuple[str, ...], ...]) -> str:
    pattern = ""
    for part in name.removesuffix("…").split():
        is_optional = part.startswith("[") and part.endswith("]")
        words = "|".join(_forms(word, inflections) for word in part.strip("[]").split("|"))
        # A required field's star may also stand between a label and the hint that the page makes part of the name.
        before = r"(?:\s*\*)?\s+" if pattern else ""
        word = f"{before}(?:{words})" if "|" in words else before + words
        pattern += f"(?:{word})?" if is_optional else word
    # The star may stand right behind the label or behind a space.
    return pattern + (r"(?!\w).*" if name.endswith("…") else r"\s*:?\s*\*?")


def _forms(word: str, inflections: tuple[tuple[str, ...], ...]) -> str:
    for forms in inflections:
        if word.casefold() in forms:
            return "|".join(_letters(form) for form in forms)
    return _letters(word)


def _letters(word: str) -> str:
    """The word, each letter with its accent as one character or as two."""
    letters = ""
    for letter in unicodedata.normalize("NFC", word):
        taken_apart = unicodedata.normalize("NFD", letter)
        letters += re.escape(letter) if taken_apart == letter else f"(?:{letter}|{taken_apart})"
    return letters
