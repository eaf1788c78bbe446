"""Attachments of an entry of ours, in both ways in which the format keeps them.

Files are kept in one pool, and entries refer to them by number: in KDBX 4 the pool is in the inner header and the
number is the place in it; in KDBX 3.1 it is in the XML (`Meta/Binaries`) and each has its `ID`. KeePassXC keeps equal
files once. Nothing is swept out of the pool but what an entry of ours has referred to and nobody does any more.
Format: https://keepass.info/help/kb/kdbx.html
"""

from __future__ import annotations

import base64
import gzip
from typing import TYPE_CHECKING, Final

from automation.vault import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from automation.vault.kdbx import Kdbx

_IN_MEMORY_PROTECTED: Final = b"\x01"
"""The byte of flags before each file in the inner header: KeePassXC sets it for all."""


def attachment(kdbx: Kdbx, entry: _Element, name: str) -> bytes | None:
    """The file that is attached to the entry under this name; None where there is none."""
    for binary in entry.findall("Binary"):
        value = binary.find("Value")
        if binary.findtext("Key") != name or value is None:
            continue
        number = value.get("Ref", "")
        if kdbx.version >= (4, 0):
            pool = kdbx.attachments
            return pool[int(number)][1:] if number.isdecimal() and int(number) < len(pool) else None
        kept = _numbered(kdbx, number)
        if kept is None:
            return None
        content = base64.b64decode(kept.text or "")
        return gzip.decompress(content) if kept.get("Compressed", "").casefold() == "true" else content
    return None


def attach(kdbx: Kdbx, entry: _Element, name: str, content: bytes) -> None:
    """Make this file the entry's only attachment. The entry's history goes, with the files that it alone had."""
    from lxml.etree import SubElement  # noqa: PLC0415  loaded with the first database

    detach_all(kdbx, entry)
    binary = SubElement(entry, "Binary")
    strings = entry.findall("String")
    if strings:
        strings[-1].addnext(binary)  # where KeePassXC writes it
    SubElement(binary, "Key").text = entries.storable(name)
    SubElement(binary, "Value").set("Ref", _add(kdbx, content))


def detach_all(kdbx: Kdbx, entry: _Element) -> None:
    """Take the entry's history and its attachments away, and out of the pool what nobody refers to any more."""
    numbers = {value.get("Ref", "") for value in entry.iterfind(".//Binary/Value")}
    for element in [*entry.findall("History"), *entry.findall("Binary")]:
        entry.remove(element)
    for number in sorted((number for number in numbers if number.isdecimal()), key=int, reverse=True):
        if all(value.get("Ref") != number for value in _references(kdbx)):
            _remove(kdbx, number)


def _add(kdbx: Kdbx, content: bytes) -> str:
    from lxml.etree import SubElement  # noqa: PLC0415

    if kdbx.version >= (4, 0):
        kdbx.attachments = [*kdbx.attachments, _IN_MEMORY_PROTECTED + content]
        return str(len(kdbx.attachments) - 1)
    pool = entries.child(entries.child(kdbx.tree.getroot(), "Meta"), "Binaries")
    taken = [int(each.get("ID", "")) for each in pool if each.get("ID", "").isdecimal()]
    number = str(max(taken, default=-1) + 1)
    binary = SubElement(pool, "Binary", ID=number, Compressed="False")
    binary.text = base64.b64encode(content).decode()
    return number


def _remove(kdbx: Kdbx, number: str) -> None:
    if kdbx.version < (4, 0):
        kept = _numbered(kdbx, number)
        if kept is not None and (pool := kept.getparent()) is not None:
            pool.remove(kept)
        return
    place, pool = int(number), kdbx.attachments
    if place >= len(pool):
        return
    kdbx.attachments = pool[:place] + pool[place + 1 :]
    for value in _references(kdbx):
        behind = value.get("Ref", "")
        if behind.isdecimal() and int(behind) > place:
            value.set("Ref", str(int(behind) - 1))


def _references(kdbx: Kdbx) -> Iterator[_Element]:
    yield from kdbx.tree.iterfind("Root//Binary/Value")


def _numbered(kdbx: Kdbx, number: str) -> _Element | None:
    return next(
        (each for each in kdbx.tree.iterfind("Meta/Binaries/Binary") if each.get("ID") == number), None
    )
