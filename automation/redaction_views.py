"""A text as it would read without its escapes, its line breaks, its punctuation: and where each character came from.

`automation.redaction` looks for secrets in these views, and masks the places of the original that they point at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

_BACKSLASH: Final = re.compile(
    r"(?P<u>(?:\\u[0-9A-Fa-f]{4})+)|(?P<x>(?:\\x[0-9A-Fa-f]{2})+)|(?P<U>\\U[0-9A-Fa-f]{8})|(?P<char>\\[^uxU])",
    re.DOTALL,
)
"""Escapes of JSON, Python, JavaScript."""
_OTHER: Final = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<html>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
)
"""Of addresses and HTML."""
_ESCAPE: Final = re.compile(f"{_OTHER.pattern}|{_BACKSLASH.pattern}", re.DOTALL)
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}

_COLOURS: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_BREAKS: Final = re.compile(r"[ \t│|]*\r?\n[ \t│|❱>]*")
_CODE_BREAKS: Final = re.compile(r"[ \t]*[\"']?[ \t]*[+\\,]?[ \t]*\r?\n[ \t]*[\"']?|[\"'][ \t]*\+[ \t]*[\"']")
_NUMBERED_BREAKS: Final = re.compile(
    r"[ \t]*[\"']?[ \t]*[+,]?[ \t│|]*\r?\n[ \t│|❱>]*\d{1,6}[ \t]*[|│┃:>).\]\t ][ \t]*[\"']?"
)
_IN_BETWEEN: Final = (_COLOURS, _BREAKS, _CODE_BREAKS, _NUMBERED_BREAKS)
"""What may stand between two pieces of one text: colours, the breaks of a wrapped or joined one, numbers of lines."""
_MAY_BREAK: Final = re.compile(r"[\x1b\n]|[\"'] *\+")
_LETTERS: Final = re.compile(r"[^\W_]+")
_DENSE: Final = re.compile(r"[^\s\"'+\\,|│>]+")

_MOST_VIEWS: Final = 32
_LONG: Final = 20_000
_MOST_VIEWS_OF_LONG: Final = 8
"""Escapes in escapes, wrapped: what happens by accident is among the first few."""


Places = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class View:
    """A text, and for each of its characters where in the original it begins and ends."""

    text: str
    origin: Callable[[], Places]
    """Asked only where something was found, which is seldom."""
    has_lines: bool = True
    """Whether its lines are still those of the original."""

    @cached_property
    def places(self) -> Places:
        """Where each character begins, and where it ends."""
        return self.origin()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A span of this text (not empty) as a span of the original."""
        starts, ends = self.places
        return starts[start], ends[end - 1]


def views(text: str) -> Iterator[View]:
    """The text itself; then without its escapes, and without what stands between its pieces, layer by layer."""
    layer = [View(text, lambda: (range(len(text)), range(1, len(text) + 1)))]
    seen = {text}
    left = _MOST_VIEWS if len(text) < _LONG else _MOST_VIEWS_OF_LONG
    while layer:
        below: list[View] = []
        for view in layer:
            yield view
            left -= 1
            if not left:
                return
            for simpler in _simpler(view):
                if simpler.text not in seen:
                    seen.add(simpler.text)
                    below.append(simpler)
        layer = below


def _simpler(view: View) -> Iterator[View]:
    """The text with one thing taken off."""
    has_backslash, has_other = "\\" in view.text, "%" in view.text or "&" in view.text
    if has_backslash or has_other:
        yield from _decoded(view, _ESCAPE)
    if has_backslash and has_other:  # what looks like an escape may be none, or one of the next layer
        yield from _decoded(view, _BACKSLASH)
        yield from _decoded(view, _OTHER)
    if _MAY_BREAK.search(view.text):
        for between in _IN_BETWEEN:
            if between.search(view.text):
                yield _without(view, between)


def letters(view: View) -> View:
    """Letters and digits only: however wrapped, quoted, joined or indented, they read the same."""
    return _only(view, _LETTERS)


def dense(view: View) -> View:
    """Without what wraps a text: white space, quotes, joins. For secrets that are mostly punctuation."""
    return _only(view, _DENSE)


def letters_of(text: str) -> str:
    """What `letters` leaves of a text."""
    return "".join(_LETTERS.findall(text))


def dense_of(text: str) -> str:
    """What `dense` leaves of a text."""
    return "".join(_DENSE.findall(text))


def _only(view: View, kept: re.Pattern[str]) -> View:
    return _cut(view, [match.span() for match in kept.finditer(view.text)])


def _without(view: View, dropped: re.Pattern[str]) -> View:
    spans, at = [], 0
    for match in dropped.finditer(view.text):
        spans.append((at, match.start()))
        at = match.end()
    return _cut(view, [*spans, (at, len(view.text))])


def _cut(view: View, spans: list[tuple[int, int]]) -> View:
    def origin() -> Places:
        starts, ends = view.places
        return (
            list(chain.from_iterable(starts[start:end] for start, end in spans)),
            list(chain.from_iterable(ends[start:end] for start, end in spans)),
        )

    return View("".join([view.text[start:end] for start, end in spans]), origin, has_lines=False)


def _decoded(view: View, escape: re.Pattern[str]) -> Iterator[View]:
    """One layer of escapes taken off, if there is one."""
    escapes = [(match.start(), match.end(), _units(match)) for match in escape.finditer(view.text)]
    if not escapes:
        return
    parts, at = [], 0
    for start, end, units in escapes:
        parts.append(view.text[at:start])
        parts.extend(char for char, _ in units)
        at = end

    def origin() -> Places:
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, units in escapes:
            starts.extend(view.places[0][at:start])
            ends.extend(view.places[1][at:start])
            at = start
            for _, length in units:
                starts.append(view.places[0][at])
                at += length
                ends.append(view.places[1][at - 1])
            at = end
        return [*starts, *view.places[0][at:]], [*ends, *view.places[1][at:]]

    yield View("".join((*parts, view.text[at:])), origin, view.has_lines)


def _units(match: re.Match[str]) -> list[tuple[str, int]]:
    """The characters that an escape stands for, each with the number of characters it is written in."""
    written, kind = match[0], match.lastgroup
    if kind in {"percent", "x"}:
        return _bytes_units(bytes.fromhex(re.sub(r"%|\\x", "", written)), 3 if kind == "percent" else 4)
    if kind == "u":
        text = bytes.fromhex(written.replace("\\u", "")).decode("utf-16-be", "surrogatepass")
        return [(char, 12 if ord(char) > 0xFFFF else 6) for char in text]
    if kind == "html":
        from html import unescape  # noqa: PLC0415  a table of 2,000 names, seldom needed

        char = unescape(written)
    elif kind == "U":
        char = chr(min(int(written[2:], 16), 0x10FFFF))
    else:
        char = _CONTROLS.get(written[1], written[1])
    return [(char, len(written))] if len(char) == 1 else [(each, 1) for each in written]


def _bytes_units(raw: bytes, width: int) -> list[tuple[str, int]]:
    try:
        return [(char, width * len(char.encode())) for char in raw.decode()]
    except UnicodeDecodeError:
        return [(chr(byte), width) for byte in raw]
