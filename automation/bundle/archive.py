"""Opens a stranger's ZIP: in memory, within limits, and only if it is laid out as a bundle is, byte for byte.

A bundle is: its entries one right after the other, then the list of them, then the end record, and nothing else. That
leaves no room for entries that overlap, for data that no list names, and for what programs read differently.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from automation.bundle.manifest import LIMIT, MANIFEST

_MOST_ENTRIES: Final = 700
_LARGEST_ENTRY: Final = 12_000_000
_LARGEST_TOTAL: Final = 32_000_000
"""Bytes when inflated."""
_RATIO: Final = 120
"""Times that an entry may grow; journals grow some thirty times, bombs a thousand."""
_SMALL: Final = 100_000
"""Bytes below which the ratio does not matter."""
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
"""The header before each entry (ZIP specification APPNOTE.TXT, 4.3.7)."""
_END_BYTES: Final = 22
"""The end record without a comment (4.3.16)."""
_UTF8_NAME: Final = 0x800
_CLIMBING: Final = re.compile(
    r"\A(?:[/\\~]|[A-Za-z]:)|(?:\A|[/\\])\.\.?(?:[/\\]|\Z)|\\|[\x00-\x1f\x7f-\x9f]|//"
)


class RefusedError(ValueError):
    """This is no bundle that anybody should open. The message is the reason's id, as in the text catalogue."""


def read_archive(path: Path) -> dict[str, bytes]:
    """What is in a bundle's ZIP, by name.

    Raises:
        RefusedError: it is none, or is not as ours are.
        OSError: the file cannot be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise RefusedError("none")
    with path.open("rb") as file:
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise RefusedError("large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries, start = archive.infolist(), archive.start_dir
    except Exception:  # a damaged file makes zipfile raise nearly anything
        raise RefusedError("none") from None
    _check_list(entries)
    found, at = {}, 0
    for entry in entries:
        raw, at = _raw(content, entry, at)
        found[entry.filename] = _inflated(raw, entry)
    if at != start or len(content) != start + _directory_bytes(entries) + _END_BYTES:
        raise RefusedError("layout")
    return found


def _check_list(entries: Sequence[zipfile.ZipInfo]) -> None:
    """See that the list of entries is one that we would write."""
    names = [entry.filename for entry in entries]
    if MANIFEST not in names:
        raise RefusedError("none")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _LARGEST_TOTAL:
        raise RefusedError("bomb")
    if any(_CLIMBING.search(entry.orig_filename) for entry in entries):
        raise RefusedError("path")
    if len({name.casefold() for name in names}) < len(names):
        raise RefusedError("twice")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or entry.is_dir():
            raise RefusedError("special")
        if entry.flag_bits & ~_UTF8_NAME:
            raise RefusedError("encrypted" if entry.flag_bits & 0x2041 else "layout")
        if entry.filename != entry.orig_filename:
            raise RefusedError("path")
        if entry.file_size > _LARGEST_ENTRY or entry.file_size > max(_SMALL, entry.compress_size * _RATIO):
            raise RefusedError("bomb")


def _raw(content: bytes, entry: zipfile.ZipInfo, at: int) -> tuple[bytes, int]:
    """An entry's data as they are in the file, and where the next entry must begin."""
    begins = at + _LOCAL.size
    if entry.header_offset != at or begins > len(content):
        raise RefusedError("layout")
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack(
        content[at:begins]
    )
    told = (signature, flags, method, crc, packed, size, extra)
    if told != (
        b"PK\3\4",
        entry.flag_bits,
        entry.compress_type,
        entry.CRC,
        entry.compress_size,
        entry.file_size,
        0,
    ):
        raise RefusedError("layout")
    data = begins + name_length
    ends = data + entry.compress_size
    if content[begins:data] != entry.filename.encode() or ends > len(content):
        raise RefusedError("layout")
    return content[data:ends], ends


def _inflated(raw: bytes, entry: zipfile.ZipInfo) -> bytes:
    """An entry's content; never a byte more is inflated than the list says."""
    if entry.compress_type == zipfile.ZIP_STORED:
        content = raw
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflating.decompress(raw, entry.file_size + 1)
        except zlib.error:
            raise RefusedError("changed") from None
        if not inflating.eof or inflating.unused_data or inflating.unconsumed_tail:
            raise RefusedError("bomb" if len(content) > entry.file_size else "changed")
    else:
        raise RefusedError("layout")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise RefusedError("changed")
    return content


def _directory_bytes(entries: Sequence[zipfile.ZipInfo]) -> int:
    """How long the list of entries is when nothing is in it but names."""
    return sum(46 + len(entry.filename.encode()) for entry in entries)
