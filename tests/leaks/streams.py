"""What is packed inside of other bytes: archives, compressed streams, base64 of either, `data:` addresses, pictures,
videos.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from typing import Final

_LIMIT: Final = 64 * 1024 * 1024
"""Bytes after which a stream is not inflated any further."""
_CHUNK: Final = 4096
"""Bytes inflated at a time: what comes out of a chunk with an error in it is lost."""
_NOISE: Final = 16
"""Fewer inflated bytes than this were no stream."""
_STREAMS: Final = (
    (b"\x1f\x8b\x08", 31),
    *((b"\x78" + level, 15) for level in (b"\x01", b"\x5e", b"\x9c", b"\xda")),
)
"""How gzip and zlib streams begin, and zlib's number for the kind."""
_RAW: Final = -15
_ZIP_MEMBER: Final = b"PK\x03\x04"
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_LETTER: Final = rb"""(?:[A-Za-z0-9+/_-]|%2[BbFf]|\\/|\\u002[bBfF]|&\#(?:43|47|x2[bBfF]);|\\?[\r\n])"""
"""A sign of base64, as it is, or as addresses, JSON and HTML escape it, or the end of a line."""
_BASE64_OF_PACKED: Final = re.compile(
    rb"(?:iVBORw0KGg|/9j/|R0lGOD|UklGR|UEsDB|H4sI|eAE|eF4|eJw|eNo|GkXfo|AAAA..Z0eX)" + _LETTER + rb"{40,}"
)
"""Pictures, archives, streams and videos, told by the base64 of how they begin."""
_DATA_ADDRESS: Final = re.compile(rb"(?:;|%3[Bb])base64(?:,|%2[Cc])(" + _LETTER + rb"{8,})")
"""What a `data:` address holds, whatever it is."""
_ESCAPED: Final = (
    (re.compile(rb"\\?[\r\n]"), b""),
    (re.compile(rb"%2[Bb]|\\u002[bB]|&#43;|&#x2[bB];|-"), b"+"),
    (re.compile(rb"%2[Ff]|\\u002[fF]|&#47;|&#x2[fF];|\\/|_"), b"/"),
)


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each thing that is packed in the content, one level down, with a name for it."""
    if _ZIP_MEMBER in content:
        members = list(_members(content))
        if members:
            yield from members
            return
        yield from _deflated_members(content)  # an archive that a killed program was writing
    yield from _inflated(content)
    addresses = {found.start(1): found[1] for found in _DATA_ADDRESS.finditer(content)}
    others = {found.start(): found[0] for found in _BASE64_OF_PACKED.finditer(content)}
    for start, text in (others | addresses).items():
        yield f"base64 at {start}", _decoded(text)


def _decoded(text: bytes) -> bytes:
    for escaped, sign in _ESCAPED:
        text = escaped.sub(sign, text)
    whole = text[: len(text) - (len(text) % 4 == 1)]
    return b64decode(whole + b"=" * (-len(whole) % 4))


def pictures(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each picture in the content, wherever it begins."""
    for mark in _PICTURES:
        at = content.find(mark)
        while at >= 0:
            if mark != b"RIFF" or content[at + 8 : at + 12] == b"WEBP":
                yield ("picture" if at == 0 else f"picture at {at}"), content[at:]
            at = content.find(mark, at + 1)


def is_archive(content: bytes) -> bool:
    """Whether it is a ZIP archive; its members are looked into one by one."""
    return content.startswith(_ZIP_MEMBER) and zipfile.is_zipfile(io.BytesIO(content))


def is_video(content: bytes) -> bool:
    """Whether it is WebM, Matroska or MP4."""
    return content.startswith(b"\x1a\x45\xdf\xa3") or content[4:8] == b"ftyp"


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield member.filename, archive.read(member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        return


def _deflated_members(content: bytes) -> Iterator[tuple[str, bytes]]:
    for at in _places(content, _ZIP_MEMBER):
        name, extra = (int.from_bytes(content[at + i : at + i + 2], "little") for i in (26, 28))
        inflated = _inflate(memoryview(content)[at + 30 + name + extra :], _RAW)
        if len(inflated) >= _NOISE:
            yield f"member at {at}", inflated


def _inflated(content: bytes) -> Iterator[tuple[str, bytes]]:
    for mark, kind in _STREAMS:
        for at in _places(content, mark):
            if content[at - 4 : at] == b"IDAT":
                continue  # a PNG's pixels, which are read as a picture
            inflated = _inflate(memoryview(content)[at:], kind)
            if len(inflated) >= _NOISE:
                yield f"stream at {at}", inflated


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0:
        yield at
        at = content.find(mark, at + 1)


def _inflate(packed: memoryview, kind: int) -> bytes:
    """What comes out until the stream ends or makes no sense; a cut-off one gives what it has."""
    machine = zlib.decompressobj(kind)
    out = bytearray()
    for start in range(0, len(packed), _CHUNK):
        try:
            out += machine.decompress(packed[start : start + _CHUNK])
        except zlib.error:
            break
        if machine.eof or len(out) >= _LIMIT:
            break
    return bytes(out)
