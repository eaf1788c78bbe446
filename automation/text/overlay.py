"""A trainer's own texts laid over the program's (`--texts DIR`: `pl.ftl`, `en.ftl`).

Every text is tried out before it is used, so that none can fail in the middle of a run: what is not understood is
refused, with the file and the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from automation.errors import WrongSettingError
from automation.os_reason import os_reason
from automation.text import LANGUAGES, own_entries, printable, say

GUIDE: Final = ("do", "why", "hint", "warn")
"""The attributes of a step's title that are its card."""

_REPLACEABLE: Final = ("step-", "rule-", "question-", "exercise-", "lesson-")
_NOTE: Final = "note-"
_LARGEST: Final = 1_000_000
"""Bytes of a file that somebody may have written by hand."""
_SAMPLES: Final = (1, 3, 5, "?")
"""What values are tried out with: numbers of every plural form, and a text."""


def overlay_of(folder: Path) -> dict[str, ftl.Resource]:
    """What a folder's files put in the place of the program's texts, by language.

    Args:
        folder: with `pl.ftl`, `en.ftl` or both.

    Raises:
        WrongSettingError: they cannot be used; the reason says which file, which line and why.
    """
    files = {code: folder / f"{code}.ftl" for code in LANGUAGES}
    found = {code: file for code, file in files.items() if file.is_file()}
    if not found:
        raise _refused(say("texts-none", folder=str(folder)))
    return {code: _Overlay(file, code).resource() for code, file in found.items()}


def _refused(reason: str) -> WrongSettingError:
    return WrongSettingError(setting="--texts", reason=reason)


class _Inside(Visitor):
    """What a text is made with: its values, and whether there is anything else that it would have to look up."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.others: list[str] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802  Fluent's names
        self.values.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802
        self.others.append(node.id.name)

    def visit_TermReference(self, node: ftl.TermReference) -> None:  # noqa: N802
        self.others.append(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802
        self.others.append(node.id.name)


def _inside(pattern: ftl.Pattern) -> _Inside:
    inside = _Inside()
    inside.visit(pattern)
    return inside


@dataclass(frozen=True, slots=True)
class _Part:
    """One text of a file: a message's own, or one of its attributes."""

    name: str
    """`step-krok-1-stan`, `step-krok-1-stan.warn`."""
    pattern: ftl.Pattern
    line: int


class _Overlay:
    """One file, read against the program's own texts in the same language."""

    def __init__(self, file: Path, code: str) -> None:
        """Args:
        file: the trainer's.
        code: its language.
        """
        self._file = file
        self._code = code
        self._entries = own_entries(code)

    def _own(self, message_id: str) -> ftl.Message | None:
        """The program's own message."""
        found = FluentResource(self._entries.get(message_id, "")).body
        return next((entry for entry in found if isinstance(entry, ftl.Message)), None)

    def resource(self) -> ftl.Resource:
        """The messages to use in the place of the program's, each with what it leaves out.

        Raises:
            WrongSettingError: the file, or something in it, cannot be used.
        """
        text = self._read()
        try:
            body = FluentResource(text).body
        except RecursionError:
            raise _refused(say("texts-not-understood", file=str(self._file), line="?")) from None
        merged: dict[str, ftl.Message] = {}
        for entry in body:
            line = _line(entry, text)
            if isinstance(entry, ftl.Junk):
                raise self._refused("not-understood", _line((*entry.annotations, entry)[0], text))
            if isinstance(entry, ftl.Term):
                raise self._refused("not-replaceable", line, text=f"-{entry.id.name}")
            if isinstance(entry, ftl.Message):
                if entry.id.name in merged:
                    raise self._refused("twice", line, text=entry.id.name)
                parts = list(_parts(entry, text))
                self._check(entry.id.name, parts, line)
                merged[entry.id.name] = self._merged(entry)
                self._try_out(entry.id.name, parts, merged[entry.id.name])
        return ftl.Resource(list(merged.values()))

    def _read(self) -> str:
        try:
            size, content = self._file.stat().st_size, b""
            if size <= _LARGEST:
                content = self._file.read_bytes()
        except OSError as error:
            raise _refused(say("texts-unreadable", file=str(self._file), reason=os_reason(error))) from None
        if size > _LARGEST:
            raise _refused(say("texts-too-large", file=str(self._file)))
        try:
            text = content.decode("utf-8-sig")  # Windows' own editors put the mark in front
        except UnicodeDecodeError as error:
            raise self._refused("not-utf8", content.count(b"\n", 0, error.start) + 1) from None
        text = text.replace("\r\n", "\n")
        for number, line in enumerate(text.split("\n"), 1):
            if printable(line) != line:
                raise self._refused("command", number)
        return text

    def _check(self, message_id: str, parts: Sequence[_Part], line: int) -> None:
        """See that the program has these texts, and gives them the values that they use."""
        is_note = message_id.startswith(_NOTE)
        if not is_note and not message_id.startswith(_REPLACEABLE):
            raise self._refused("not-replaceable", line, text=message_id)
        own_id = f"step-{message_id.removeprefix(_NOTE)}" if is_note else message_id
        is_step = own_id.startswith("step-")
        own = self._own(own_id)
        if own is None:
            raise self._refused("unknown-step" if is_step else "unknown", line, text=message_id)
        attributes = {attribute.id.name for attribute in own.attributes}
        has_card = is_step and GUIDE[0] in attributes
        if is_note and not has_card:
            raise self._refused("no-card", line, text=message_id)
        if is_note:
            attributes = set()
        elif has_card:
            attributes |= set(GUIDE)  # a step may get a warning where the program has none
        for part in parts:
            attribute = part.name.partition(".")[2]
            if attribute and attribute not in attributes:
                raise self._refused("unknown", part.line, text=part.name)
            inside = _inside(part.pattern)
            known = self._values(own, None if is_step else attribute)
            if inside.others:
                raise self._refused("looks-up", part.line, text=inside.others[0])
            if not inside.values <= known:
                raise self._refused(
                    "no-such-value",
                    part.line,
                    text=part.name,
                    value=min(inside.values - known),
                    known=", ".join(sorted(known)) or "–",
                )

    @staticmethod
    def _values(own: ftl.Message, attribute: str | None) -> set[str]:
        """The values that the program gives: to a step's every part the title's, to others' each its own."""
        patterns = {"": own.value} | {part.id.name: part.value for part in own.attributes}
        wanted = patterns if attribute is None else {attribute: patterns.get(attribute)}
        return {
            name for pattern in wanted.values() if pattern is not None for name in _inside(pattern).values
        }

    def _merged(self, entry: ftl.Message) -> ftl.Message:
        own = self._own(entry.id.name)
        if own is None:
            return entry
        attributes = {attribute.id.name: attribute for attribute in (*own.attributes, *entry.attributes)}
        return ftl.Message(entry.id, entry.value or own.value, list(attributes.values()))

    def _try_out(self, message_id: str, parts: Sequence[_Part], merged: ftl.Message) -> None:
        """Say each new text with samples of every kind of value: what fails now would fail in a run."""
        bundle = FluentBundle([self._code], use_isolating=False)
        bundle.add_resource(ftl.Resource([merged]))
        for part in parts:
            values = _inside(part.pattern).values
            for sample in _SAMPLES:
                try:
                    message = bundle.get_message(message_id)
                    attribute = part.name.partition(".")[2]
                    pattern = message.attributes[attribute] if attribute else message.value
                    assert pattern is not None  # noqa: S101  it is the part's
                    text, errors = bundle.format_pattern(pattern, dict.fromkeys(values, sample))
                except Exception:  # of Fluent's: whatever it is, the text cannot be said
                    raise self._refused("not-understood", part.line) from None
                if errors:
                    raise self._refused("not-understood", part.line)
                if not str(text).strip():
                    raise self._refused("empty", part.line, text=part.name)
                if printable(str(text)) != str(text):  # written as an escape (`"\\u001B"`)
                    raise self._refused("command", part.line)

    def _refused(self, why: str, line: int, **values: str) -> WrongSettingError:
        return _refused(say(f"texts-{why}", file=str(self._file), line=str(line), **values))


def _parts(message: ftl.Message, text: str) -> Iterator[_Part]:
    patterns: list[tuple[str, ftl.Message | ftl.Attribute]] = [(message.id.name, message)]
    patterns += [(f"{message.id.name}.{part.id.name}", part) for part in message.attributes]
    for name, node in patterns:
        if node.value is not None:
            yield _Part(name, node.value, _line(node, text))


def _line(node: ftl.SyntaxNode, text: str) -> int:
    return text.count("\n", 0, node.span.start if node.span is not None else 0) + 1
