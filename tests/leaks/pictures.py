"""Reads pictures and videos as a person would: Tesseract's eyes, and patience with what they confuse.

Pictures of one kind usually differ little from one to the next (steps of one journey, frames of one video), so only
the part that has changed is read; all of it has been read once when the last one is through.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import av
import av.error
import pytest

_SCALE: Final = 2
"""Screens are drawn for eyes, not for Tesseract, which wants letters of 20 pixels and more."""
_WHOLE_MODES: Final = ("6", "11")
"""Page segmentation of a whole picture: one block of text; as much text as there is, in no order."""
_PART_MODES: Final = ("6",)
"""The same of the part of a picture that has changed: there are many of them, and they are small."""
_MARGIN: Final = 24
"""Pixels around a change that are read again: half a line of text is no text."""
_SMALLEST: Final = 12
"""Pixels; nothing in a lower or narrower picture can be read."""
_WINDOW: Final = 18
"""Characters of a secret, of which `_ERRORS` may be misread, lost or made up; by chance that is one in 10^10."""
_ERRORS: Final = 4
_ERRORS_OF_SHORT: Final = 1
"""The same for a secret that is shorter."""
_EVERY: Final = 2
_END: Final = b"\0\0\0\0IEND\xaeB`\x82\xff\xd9"
"""The end of a PNG and of a JPEG, for those whose writer was killed."""
_FOLDED: Final = str.maketrans("oOQDlIi|!SsBZzGbgqe", "00001111155822669" + "9c")
"""What Tesseract takes for one another; the rest goes by its lower case."""


def needs_tesseract() -> str:
    """Where Tesseract is. In CI its absence is a failure."""
    found = shutil.which("tesseract")
    if found is None:
        message = "no tesseract: apt-get install tesseract-ocr"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def folded(text: str) -> str:
    """Letters and digits, with one sign for all that look alike."""
    return "".join(each for each in text.translate(_FOLDED).lower() if each.isalnum())


def is_readable_in(secret: str, text: str) -> bool:
    """Whether some text read off a picture holds `_WINDOW` characters of a secret, give or take `_ERRORS`."""
    sought, seen = folded(secret), folded(text)
    last = max(0, len(sought) - _WINDOW)
    errors = _ERRORS if len(sought) >= _WINDOW else _ERRORS_OF_SHORT
    return any(
        _fewest_errors(sought[start : start + _WINDOW], seen) <= errors
        for start in {*range(0, last + 1, _EVERY), last}
    )


def _fewest_errors(pattern: str, text: str) -> int:
    """The edit distance of a pattern to the part of a text that is most like it (Myers 1999, bit-parallel)."""
    places: dict[str, int] = {}
    for number, sign in enumerate(pattern):
        places[sign] = places.get(sign, 0) | 1 << number
    mask, top = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, score = mask, 0, len(pattern)
    best = score
    for sign in text:
        equal = places.get(sign, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        up, down = (minus | ~(horizontal | plus)) & mask, plus & horizontal
        score += bool(up & top) - bool(down & top)
        up, down = (up << 1) & mask, (down << 1) & mask
        plus, minus = (down | ~(vertical | up)) & mask, up & vertical
        best = min(best, score)
    return best


@dataclass
class Reader:
    """Reads pictures, each after the one of the same size before it."""

    memory: Path | None = None
    """A folder where what was read is kept for other readers: runs mostly show the same screens."""
    tesseract: str = field(default_factory=needs_tesseract)
    read: int = 0
    """Pictures so far."""
    _known: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def texts(self, content: bytes) -> Iterator[str]:
        """What can be read in a picture, or in a video, frame by frame; nothing if it is neither."""
        try:
            with av.open(io.BytesIO(content + _END), "r") as file:
                for frame in file.decode(video=0):
                    yield from self._new_in(frame)
        except (av.error.FFmpegError, IndexError, ValueError):
            return  # cut off, or no picture after all

    def _new_in(self, frame: Any) -> Iterator[str]:
        """The text of what is new in a frame."""
        if frame.width < _SMALLEST or frame.height < _SMALLEST:
            return
        self.read += 1
        rows = _rows(frame.reformat(format="gray"))
        known = self._known.get((frame.width, frame.height))
        self._known[frame.width, frame.height] = rows
        modes = _WHOLE_MODES if known is None else _PART_MODES
        box = (0, 0, frame.width, frame.height) if known is None else _change(known, rows)
        if box is None:
            return
        left, upper, right, lower = box
        part = av.VideoFrame(right - left, lower - upper, "gray")
        plane = part.planes[0]
        plane.update(b"".join(row[left:right].ljust(plane.line_size, b"\0") for row in rows[upper:lower]))
        large = part.reformat(width=part.width * _SCALE, height=part.height * _SCALE, interpolation="LANCZOS")
        pixels = b"".join(_rows(large))
        for mode in modes:
            yield self._remembered(b"P5 %d %d 255\n" % (large.width, large.height) + pixels, mode)

    def _remembered(self, picture: bytes, mode: str) -> str:
        """What was read off the very same picture before, or is now."""
        if self.memory is None:
            return self._ocr(picture, mode)
        file = self.memory / f"{sha256(picture).hexdigest()}-{mode}"
        if not file.exists():
            new = file.with_name(f"{file.name}.{os.getpid()}")
            new.write_text(self._ocr(picture, mode), encoding="utf-8")
            new.replace(file)
        return file.read_text(encoding="utf-8")

    def _ocr(self, picture: bytes, mode: str) -> str:
        words: tuple[str, ...] = ("stdin", "stdout", "-l", "eng", "--psm", mode, "--dpi", "150")
        # What it is to read are not words: dictionaries would only correct them.
        words += ("-c", "load_system_dawg=0", "-c", "load_freq_dawg=0")
        done = subprocess.run(
            [self.tesseract, *words],
            input=picture,
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=True,
        )
        return done.stdout.decode("utf-8", "replace")


def _rows(gray: Any) -> list[bytes]:
    plane = gray.planes[0]
    content = bytes(plane)
    return [
        content[start : start + gray.width]
        for start in range(0, gray.height * plane.line_size, plane.line_size)
    ]


def _change(before: list[bytes], now: list[bytes]) -> tuple[int, int, int, int] | None:
    """The box around all that differs, with a margin: left, upper, right, lower."""
    changed = [number for number, (a, b) in enumerate(zip(before, now, strict=True)) if a != b]
    if not changed:
        return None
    width, height = len(now[0]), len(now)
    left, right = width, 0
    for number in changed:
        differ = int.from_bytes(before[number], "big") ^ int.from_bytes(now[number], "big")
        left = min(left, width - (differ.bit_length() + 7) // 8)
        right = max(right, width - ((differ & -differ).bit_length() - 1) // 8)
    return (
        max(0, left - _MARGIN), max(0, changed[0] - _MARGIN),
        min(width, right + _MARGIN), min(height, changed[-1] + 1 + _MARGIN),
    )  # fmt: skip
