"""Reads a bundle that a customer has sent. Nothing is believed before it was checked, nothing touches the disk."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from automation.bundle.archive import RefusedError, read_archive
from automation.bundle.manifest import (
    FORMAT,
    LARGEST_SNAPSHOT,
    MANIFEST,
    PICTURES,
    RECORD,
    SNAPSHOTS,
    VERSION,
    Manifest,
    control_number,
    entry_of,
    is_entry_name,
)
from automation.bundle.pictures import PictureError, opened
from automation.bundle.selection import is_choice
from automation.errors import BundleNewerError, BundleRefusedError
from automation.evidence.record import RunRecord
from automation.os_reason import os_reason
from automation.text import say

_LARGEST_MANIFEST: Final = 400_000
_LARGEST_RECORD: Final = 8_000_000
_DEEPEST_SCREEN: Final = 80
"""Levels of a snapshot; what goes through it does so level by level."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A customer's run."""

    record: RunRecord
    files: Mapping[str, bytes]
    """Pictures and snapshots, by the names that the record has."""
    code: str
    """The control number: the customer was shown the same."""
    manifest: Manifest


def is_bundle(path: Path) -> bool:
    """Whether a file calls itself a bundle: not whether it may be opened."""
    try:
        content = read_archive(path)
        return bool(json.loads(content[MANIFEST]).get("format") == FORMAT)
    except (OSError, RefusedError, ValueError, AttributeError, RecursionError):
        return False


def read_bundle(path: Path) -> Bundle:
    """What a customer has sent, every part of it checked.

    Raises:
        BundleRefusedError: it is no bundle, damaged, changed afterwards, or made to do harm.
        BundleNewerError: a newer version of the assistant has made it.
    """
    try:
        return _bundle(path)
    except RefusedError as refused:
        reason = say(f"bundle-refused-{refused}")
    except OSError as error:
        reason = os_reason(error)
    raise BundleRefusedError(bundle=str(path), reason=reason)


def _bundle(path: Path) -> Bundle:
    files = read_archive(path)
    head = files.pop(MANIFEST)
    manifest = _manifest(head, path)
    if not all(map(is_entry_name, files)):
        raise RefusedError("foreign")
    if manifest.files.keys() != files.keys():
        raise RefusedError("changed")
    for name, content in files.items():
        if entry_of(content) != manifest.files[name]:
            raise RefusedError("changed")
    record = _record(files.pop(RECORD, b""))
    named = {name.partition("/")[2]: content for name, content in files.items()}
    told = [PICTURES + step.picture for step in record.steps if step.picture is not None]
    told += [SNAPSHOTS + step.snapshot for step in record.steps if step.snapshot is not None]
    if sorted(told) != sorted(files):
        raise RefusedError("record")
    for name, content in files.items():
        (_check_picture if name.startswith(PICTURES) else _check_snapshot)(name, content)
    return Bundle(record, named, control_number(head), manifest)


def _manifest(head: bytes, path: Path) -> Manifest:
    told = _json(head, _LARGEST_MANIFEST, "none")
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise RefusedError("none")
    version = told.get("version")
    if type(version) is int and VERSION < version < 10_000:
        raise BundleNewerError(bundle=str(path), version=version)
    try:
        return Manifest.model_validate_json(head)
    except ValidationError:
        raise RefusedError("manifest") from None


def _record(content: bytes) -> RunRecord:
    told = _json(content, _LARGEST_RECORD, "record")
    try:
        record = RunRecord.model_validate_json(content)
    except ValidationError:
        raise RefusedError("record") from None
    if not is_choice(record) or any(_unprintable(told)):
        raise RefusedError("record")
    return record


def _json(content: bytes, largest: int, reason: str) -> object:
    """What a JSON file says, read strictly: no name twice, no number that is none."""
    if not 0 < len(content) <= largest:
        raise RefusedError(reason)
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RefusedError(reason) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _no_number(constant: str) -> float:
    raise ValueError(constant)


def _unprintable(value: object) -> Iterator[str]:
    """Texts that could do something to a terminal, or show something else than they are."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _unprintable(name)
            yield from _unprintable(each)
    elif isinstance(value, list):
        for each in value:
            yield from _unprintable(each)
    elif isinstance(value, str) and any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in value):
        yield value


def _check_picture(name: str, content: bytes) -> None:
    try:
        opened(content, name.rpartition(".")[2], bare=True)
    except PictureError:
        raise RefusedError("picture") from None


def _check_snapshot(_: str, content: bytes) -> None:
    from automation.calibration.snapshots import SnapshotError, parse  # noqa: PLC0415  loads Playwright

    if len(content) > LARGEST_SNAPSHOT:
        raise RefusedError("snapshot")
    try:
        text = content.decode("utf-8")
        parse(text)
    except (SnapshotError, ValueError, RecursionError):
        raise RefusedError("snapshot") from None
    if any(len(line) - len(line.lstrip()) > 2 * _DEEPEST_SCREEN for line in text.splitlines()):
        raise RefusedError("snapshot")
    if any(_unprintable(text.replace("\n", " "))):
        raise RefusedError("snapshot")
