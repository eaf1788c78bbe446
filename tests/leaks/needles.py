"""What is searched for: secrets, and the forms in which bytes can hold them.

A form is compared in *squeezed* content: ASCII letters and digits alone, in lower case. So one comparison finds a
secret in UTF-8 and UTF-16, over line breaks, in the frame of a terminal's table, with escapes in it, in capitals. A
part counts as well as the whole: any `PART` characters in a row, in as many characters as the form takes for them.
"""

from __future__ import annotations

import html
import json
import secrets
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

PART: Final = 12
"""Characters in a row that nobody writes by chance."""
_PROBE: Final = 8
_LOWER: Final = bytes(range(256)).lower()
_NO_LETTERS: Final = bytes(byte for byte in range(256) if not chr(byte).isascii() or not chr(byte).isalnum())
_TOO_SHORT: Final = 8


def new_password() -> str:
    """A password that no other run has, with signs that JSON, HTML and addresses escape, and one beyond ASCII.

    Apart, so that their escapes alone are no part of a secret.
    """
    return f'"{secrets.token_hex(12)}&<{secrets.token_hex(12)}ż%'


def squeezed(content: bytes) -> bytes:
    """The ASCII letters and digits, in lower case."""
    return content.translate(_LOWER, _NO_LETTERS)


@dataclass(frozen=True)
class Form:
    """One way to write a secret."""

    name: str
    sought: bytes
    raw: bool = False
    """Compared with the content as it is: the secret is not text."""
    part: int = PART
    """How much of it counts, in characters of the form."""

    def is_in(self, content: bytes) -> bool:
        """Whether `content` (squeezed, unless `raw`) holds the form, or a part of it."""
        sought, last = self.sought, len(self.sought) - _PROBE
        if len(sought) <= self.part:
            return sought in content
        # Probes so far apart that every part has one which begins in its first characters.
        starts = {*range(0, last + 1, self.part - _PROBE + 1), last}
        return any(self._grows(content, start) for start in starts)

    def _grows(self, content: bytes, start: int) -> bool:
        """Whether this probe is there, with enough of its neighbours."""
        sought = self.sought
        found = content.find(sought[start : start + _PROBE])
        while found >= 0:
            left = _common(reversed(sought[:start]), reversed(content[max(0, found - self.part) : found]))
            right = _common(
                iter(sought[start + _PROBE :]), iter(content[found + _PROBE : found + _PROBE + self.part])
            )
            if left + _PROBE + right >= self.part:
                return True
            found = content.find(sought[start : start + _PROBE], found + 1)
        return False


def _common(one: Iterator[int], other: Iterator[int]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


@dataclass(frozen=True)
class Needle:
    """A secret to search for. Only its name is ever shown."""

    name: str
    value: str | bytes
    whole: bool = False
    """Only all of it counts, because parts of it are no secret."""

    def __post_init__(self) -> None:
        """Refuse what would be found anywhere."""
        if len(self.value) < _TOO_SHORT:
            message = f"{self.name} is too short to be searched for"
            raise ValueError(message)

    def __repr__(self) -> str:
        return f"Needle({self.name})"

    @property
    def text(self) -> str | None:
        """The secret, if it is text that a screen may show."""
        return self.value if isinstance(self.value, str) else None

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The ways to write it that differ when squeezed; of those that do not, the first."""
        if isinstance(self.value, bytes):
            whole = len(self.value) if self.whole else PART
            return (Form("plain", self.value, raw=True, part=whole), *self._different(_of_bytes(self.value)))
        text = self.value
        numbers = "".join(f"&#{ord(each)};" for each in text)
        return self._different(
            [
                ("plain", text.encode(), PART),
                ("json", json.dumps(text).encode(), PART),
                ("url", quote(text, safe="").encode(), PART),
                ("html", html.escape(text).encode(), PART),
                ("html-numbers", numbers.encode(), 2 * PART),
                *_of_bytes(text.encode()),
                *(
                    (f"utf-16-{name}", sought, 2 * part)
                    for name, sought, part in _of_bytes(text.encode("utf-16-le"))
                ),
            ]
        )

    def _different(self, found: list[tuple[str, bytes, int]]) -> tuple[Form, ...]:
        forms: dict[bytes, Form] = {}
        for name, content, part in found:
            sought = squeezed(content)
            if len(sought) >= _TOO_SHORT:
                forms.setdefault(sought, Form(name, sought, part=len(sought) if self.whole else part))
        return tuple(forms.values())


def _of_bytes(value: bytes) -> list[tuple[str, bytes, int]]:
    """Hexadecimal, and base64 with nothing, one byte or two in front, with how much of it a part takes."""
    found = [("hex", value.hex().encode(), 2 * PART)]
    for shift in range(3):
        # What stands in front shifts the groups of three; the letters that depend on neighbours are left out.
        whole = b64encode(b"\0" * shift + value)
        first = 0 if shift == 0 else 4
        end = len(whole) if (shift + len(value)) % 3 == 0 else len(whole) - 4
        found.append((f"base64+{shift}", whole[first:end], PART + 2))
    return found
