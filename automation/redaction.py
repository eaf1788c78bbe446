"""The second line: no secret that the program knows of, or that looks like one, is in what leaves the process.

The first line is that nobody puts one there (`automation.secret`). This one looks for the value of every living
`Secret` in whatever is to be written, however it is written: escaped for an address, JSON, Python, HTML, in layers; in
base64 at any alignment, in hexadecimal; wrapped, quoted, joined, numbered by line; and cut off. What has the
form of a token, an authorisation, a cookie or a personal number is masked though nobody knows it (`redaction_forms`).

The rules, from the shortest secret to the longest:

- under 6 characters: not looked for. Masking each `ala` would make rubbish of the output, and tell the value.
- 6 or 7: looked for as it is written, in every encoding, but not across breaks.
- 8 and more: also across breaks, and every piece of 12 letters and digits, for texts that are cut off ("abc...xyz").
- the secret part of a KSeF token: every piece of 8. Its reference number and NIP are no secret, the whole is.
"""

from __future__ import annotations

import base64
import dataclasses
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from automation.ksef_token import TOKEN_FORM, is_reference_number
from automation.redaction_forms import form_spans, may_hold_forms, unfinished_form
from automation.redaction_views import View, dense, dense_of, letters, letters_of, views
from automation.secret import MASK, Secret, known_secrets

SHORTEST: Final = 6
"""Characters that a secret must have to be looked for by value."""
_WINDOW: Final = 8
_PIECE: Final = 12
_GRAM: Final = 4
_HEAD: Final = 4
"""Characters of a secret's beginning at which a stream waits for more; below it is every other word."""
_SECRET_NAMES: Final = frozenset(
    {
        "password",
        "secret",
        "token",
        "cookie",
        "cookies",
        "set-cookie",
        "authorization",
        "pesel",
        "private_key",
    }
)
"""Fields whose values are masked whatever they are."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Index:
    """What to look for, arranged so that the time it takes does not depend on how many secrets there are."""

    windows: dict[str, list[str]] = field(default_factory=dict)
    """Eight letters that occur in what is looked for: the wholes that begin with them."""
    grams: set[str] = field(default_factory=set)
    """Every four letters in a row that occur in them."""
    short_pieces: set[str] = field(default_factory=set)
    long_pieces: set[str] = field(default_factory=set)
    dense: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    edges: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """The wholes, each with the punctuation before and after its letters."""
    heads: dict[str, list[str]] = field(default_factory=dict)
    """All that is looked for, by its first characters."""

    def add(self, text: str, *, piece: int | None = _PIECE) -> None:
        """Look for a text; for its pieces of so many letters, or for the whole only."""
        bare, thick = letters_of(text), dense_of(text)
        if len(bare) >= _WINDOW:
            self.grams.update(bare[start : start + _GRAM] for start in range(len(bare) - _GRAM + 1))
            self.windows.setdefault(bare[:_WINDOW], []).append(bare)
            first, last = text.index(bare[0]), text.rindex(bare[-1])
            self.edges.setdefault(bare, set()).add((text[:first], text[last + 1 :]))
            if piece is not None:
                for start in range(len(bare) - piece + 1):
                    self.windows.setdefault(bare[start : start + _WINDOW], [])
                    (self.short_pieces if piece == _WINDOW else self.long_pieces).add(
                        bare[start : start + piece]
                    )
        elif len(thick) >= _WINDOW:
            self.dense.append(thick)
        if len(bare) < _WINDOW and len(text) >= SHORTEST:
            self.exact.append(text)
        for needle in {bare, thick, text} if len(text) >= SHORTEST else ():
            self.heads.setdefault(needle[:_HEAD], []).append(needle)


_indexed: set[str] = set()
_index = _Index()


def redact(text: str) -> str:
    """The text with the mask in the place of every secret; the very same text where there is none."""
    return masked(text, spans_in(text))


def redacted(value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold, and what should not be in it
    """Something that becomes JSON, each text in it redacted, and a `Secret` masked.

    Mappings, data classes, sequences and texts are gone through; numbers, truth values and None stay. Anything else is
    told as text: an unknown object must not stop what is being written.
    """
    if isinstance(value, Secret):
        return MASK
    if value is None or isinstance(value, bool | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {redact(str(key)): _named(str(key), each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(each) for each in value]
    return redact(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))


def _named(name: str, value: Any) -> Any:  # noqa: ANN401  see `redacted`
    if name.casefold() in _SECRET_NAMES and isinstance(value, str | bytes | int) and value:
        return MASK
    return redacted(value)


def masked(text: str, spans: list[Span]) -> str:
    """The text with the mask in the place of each span; spans as `spans_in` gives them."""
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], MASK]
        at = end
    return "".join((*parts, text[at:]))


def spans_in(text: str) -> list[Span]:
    """Where the secrets are: begin and end of each, in order, none overlapping."""
    index = _current()
    if not text or (index is None and not may_hold_forms(text)):
        return []
    found: list[Span] = []
    for view in views(text):
        found += _told(view, form_spans(view.text, has_lines=view.has_lines))
        if index is not None:
            found += _in_view(view, index)
    return _merged(found)


def open_end(text: str) -> int:
    """From where on a text may be the beginning of a secret whose rest is still to come; its length if nowhere."""
    held = unfinished_form(text)
    index = _current()
    if index is None:
        return held
    for view in views(text):
        for seen in (letters(view), dense(view), view):
            held = min(held, _open_end(seen, index, len(text)))
    return held


def _open_end(seen: View, index: _Index, nowhere: int) -> int:
    for start in range(len(seen.text) - _HEAD + 1):
        needles = index.heads.get(seen.text[start : start + _HEAD])
        if needles and any(needle.startswith(seen.text[start:]) for needle in needles):
            return seen.places[0][start]
    return nowhere


def _current() -> _Index | None:
    """What to look for just now; None where nothing is known. Made anew when a secret has gone."""
    global _index  # noqa: PLW0603  as the list of secrets is
    known = {value for value in known_secrets() if len(value) >= SHORTEST}
    if not _indexed <= known:
        _indexed.clear()
        _index = _Index()
    for value in known - _indexed:
        _add(_index, value)
        _indexed.add(value)
    return _index if known else None


def _add(index: _Index, value: str) -> None:
    if is_reference_number(value):
        return  # AP's page copies those as well; they are no secret
    is_token = TOKEN_FORM.fullmatch(value) is not None
    written = {value, value.replace(" ", "+")}  # as a form's data in an address
    for form in written | {unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)}:
        index.add(form, piece=None if is_token else _PIECE)
    if is_token:
        index.add(value.rpartition("|")[2], piece=_WINDOW)
    for encoded in _encodings(value.encode("utf-8", "surrogatepass")):
        index.add(encoded)


def _encodings(raw: bytes) -> Iterator[str]:
    """Hexadecimal, and base64 as it comes out wherever in a longer text the secret stands.

    Base64url differs in punctuation only; for secrets whose base64 is too short for that to be
    left out, both are given.
    """
    yield raw.hex()
    yield raw.hex().upper()
    for before in range(3):
        padded = bytes(before) + raw
        first, last = -(-before * 8 // 6), len(padded) * 8 // 6  # without what its neighbours have a part in
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(padded).decode()[first:last]


def _in_view(view: View, index: _Index) -> Iterator[Span]:
    runs = list(_runs(letters_of(view.text), index))
    if runs:
        bare = letters(view)
        places = {place: at for at, place in enumerate(view.places[0])}
        for start, end, whole in runs:
            begins, ends = bare.original(start, end)
            first, last = places[begins], places[bare.places[0][end - 1]]
            for lead, tail in index.edges.get(whole, ()):
                begins = min(begins, view.places[0][_reach(view.text, first, -1, lead[::-1])])
                ends = max(ends, view.places[1][_reach(view.text, last, 1, tail)])
            yield begins, ends
    for needle in index.exact:
        yield from _told(view, _all(view.text, needle))
    if index.dense:
        thick = dense(view)
        for needle in index.dense:
            yield from _told(thick, _all(thick.text, needle))


def _runs(text: str, index: _Index) -> Iterator[tuple[int, int, str]]:
    """Where wholes and pieces are in a text of letters; a whole is named, a piece is not.

    Four letters at every fifth place are enough to see that nothing of eight is there.
    """
    for place in range(_GRAM, len(text) - _GRAM + 1, _GRAM + 1):
        if text[place : place + _GRAM] not in index.grams:
            continue
        for start in range(place - _GRAM, place + 1):
            window = text[start : start + _WINDOW]
            wholes = index.windows.get(window)
            if wholes is None:
                continue
            for whole in wholes:
                if text.startswith(whole, start):
                    yield start, start + len(whole), whole
            if window in index.short_pieces:
                yield start, start + _WINDOW, ""
            if text[start : start + _PIECE] in index.long_pieces:
                yield start, start + _PIECE, ""


def _reach(text: str, place: int, step: int, edge: str) -> int:
    """How far from a place a secret's punctuation goes, over what may break it."""
    reached = at = place
    for char in edge:
        at += step
        while 0 <= at < len(text) and text[at] != char and not text[at].isalnum():
            at += step
        if not 0 <= at < len(text) or text[at] != char:
            break
        reached = at
    return reached


def _all(text: str, needle: str) -> Iterator[Span]:
    at = text.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = text.find(needle, at + 1)


def _told(view: View, spans: Iterator[Span]) -> Iterator[Span]:
    """Spans of a view as spans of the original."""
    for start, end in spans:
        if start < end:
            yield view.original(start, end)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
