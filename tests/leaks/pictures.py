"""Reads pictures and videos as a person would: Tesseract's eyes, and patience with what they confuse.

Pictures of one kind usually differ little from one another (steps of one journey, frames of one video, the same
picture painted over or encoded anew), so of each only what differs from the one most like it is read; all of it has
been read once when the last one is through.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final, cast

import av
import av.error
import pytest
from PIL import Image, ImageChops, ImageStat

_SCALE: Final = 2
"""Screens are drawn for eyes, not for Tesseract, which wants letters of 20 pixels and more."""
_WHOLE_MODES: Final = ("6", "11")
"""Page segmentation of a whole picture: one block of text; as much text as there is, in no order."""
_PART_MODES: Final = ("6",)
"""The same of the part of a picture that has changed: there are many of them, and they are small."""
_MARGIN: Final = 24
"""Pixels around a change that are read again: half a line of text is no text. Changes nearer than that are one."""
_NARROW: Final = 36
"""Pixels; in a change that is narrower nobody can read as much of a secret as counts."""
_BESIDE: Final = 160
"""Pixels beside a change that are read again: what is typed comes a few letters at a time."""
_CELL: Final = 4
"""Changes are looked for in squares of that many pixels."""
_NOISE: Final = 10
"""Of 255: how much grey may change by being encoded anew, in the mean of a square. Letters change it by 30 and more."""
_KNOWN_AT_MOST: Final = 80
"""Pictures that are kept to compare with (some 100 MB)."""
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
_BARE: Final = str.maketrans("łŁ", "11")
"""The Polish letter that has its stroke for good, as `l` is folded."""


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
    """Letters and digits, with one sign for all that look alike; Tesseract is not told of Polish letters."""
    apart = unicodedata.normalize("NFD", text.translate(_FOLDED)).lower()
    return "".join(each for each in apart.translate(_BARE) if each.isalnum() and each.isascii())


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
    """Reads pictures, of each what is not on those before it."""

    memory: Path | None = None
    """A folder where what was read is kept for other readers: runs mostly show the same screens."""
    tesseract: str = field(default_factory=needs_tesseract)
    read: int = 0
    """Pictures so far."""
    _known: deque[_Known] = field(default_factory=lambda: deque(maxlen=_KNOWN_AT_MOST))

    def texts(self, content: bytes) -> Iterator[str]:
        """What can be read in a picture, or in a video, frame by frame; nothing if it is neither."""
        try:
            with av.open(io.BytesIO(content + _END), "r") as file:
                for frame in file.decode(video=0):
                    gray = _grey(frame)
                    yield from self._new_in(
                        gray, is_exact=frame.format.is_rgb and frame.format.name != "pal8"
                    )
        except (av.error.FFmpegError, IndexError, ValueError):
            return  # cut off, or no picture after all

    def _new_in(self, frame: Image.Image, *, is_exact: bool) -> Iterator[str]:
        """The text of what is new in a frame.

        Args:
            frame: it, in grey.
            is_exact: its pixels are as they were drawn; otherwise they may be a little off, here and there.
        """
        if min(frame.size) < _SMALLEST:
            return
        self.read += 1
        like = self._most_like(frame)
        if like is None:
            self._known.append(_Known(frame))
            yield from self._text(frame, _WHOLE_MODES)
            return
        before = like.at_size(frame.size)
        boxes = list(
            _changes(before, frame, noise=0 if is_exact and like.image.size == frame.size else _NOISE)
        )
        if not boxes:
            return
        # Of this picture only that is known which was read.
        known = before.copy()
        for box in boxes:
            part = frame.crop(box)
            known.paste(part, box[:2])
            yield from self._text(part, _PART_MODES)
        self._known.append(_Known(known))

    def _most_like(self, frame: Image.Image) -> _Known | None:
        """The known picture that has the most in common: of the same shape, and as large or larger."""
        thumbnail = _thumbnail(frame)
        alike = [known for known in self._known if known.is_shaped_like(frame.size)]
        return min(alike, key=lambda known: known.distance(thumbnail), default=None)

    def _text(self, part: Image.Image, modes: Iterable[str]) -> Iterator[str]:
        large = part.resize((part.width * _SCALE, part.height * _SCALE), Image.Resampling.LANCZOS)
        for mode in modes:
            yield self._remembered(b"P5 %d %d 255\n" % large.size + large.tobytes(), mode)

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


class _Known:
    """A picture that was read."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._thumbnail = _thumbnail(image)

    def is_shaped_like(self, size: tuple[int, int]) -> bool:
        """Whether it may be the same picture as one of that size, and not a smaller one."""
        width, height = self.image.size
        return width >= size[0] and abs(width * size[1] - height * size[0]) <= max(size) * 2

    def distance(self, thumbnail: Image.Image) -> float:
        """How little it has in common with a picture."""
        return float(ImageStat.Stat(ImageChops.difference(self._thumbnail, thumbnail)).sum[0])

    def at_size(self, size: tuple[int, int]) -> Image.Image:
        """The picture, made smaller if it is too large."""
        return self.image if self.image.size == size else self.image.resize(size, Image.Resampling.BICUBIC)


def _thumbnail(image: Image.Image) -> Image.Image:
    return image.resize((72, 45), Image.Resampling.BOX)


def _grey(frame: av.VideoFrame) -> Image.Image:
    grey = frame.reformat(format="gray")
    plane = grey.planes[0]
    size = (grey.width, grey.height)
    return Image.frombuffer("L", size, bytes(plane), "raw", "L", plane.line_size, 1)


_Box = tuple[int, int, int, int]
"""Left, upper, right, lower."""


def _changes(before: Image.Image, now: Image.Image, *, noise: int) -> Iterator[_Box]:
    """A box around each part that differs, if there is something in it and it is wide enough to be read."""
    if noise:
        squares = ImageChops.difference(before.reduce(_CELL), now.reduce(_CELL))
    else:
        squares = ImageChops.difference(before, now).point(lambda value: 255 * bool(value)).reduce(_CELL)
    changed = squares.point(lambda value: 255 * (value > noise))
    for box in _apart(changed, (0, 0, *changed.size)):
        left, upper, right, lower = (side * _CELL for side in box)
        low, high = cast("tuple[int, int]", now.crop((left, upper, right, lower)).getextrema())
        if right - left >= _NARROW and high - low > 2 * noise:
            beside = max(_MARGIN, _BESIDE - (right - left))
            yield (
                max(0, left - beside), max(0, upper - _MARGIN),
                min(now.width, right + beside), min(now.height, lower + _MARGIN),
            )  # fmt: skip


def _apart(changed: Image.Image, box: _Box, *, rows: bool = True, is_whole: bool = False) -> Iterator[_Box]:
    """Boxes around what is not black in a box: cut into lines, these into columns, and on until nothing is cut.

    `is_whole`: the other way there was nothing to cut.
    """
    left, upper, right, lower = box
    part = changed.crop(box)
    if not rows:
        part = part.transpose(Image.Transpose.TRANSPOSE)
    content, width = part.tobytes(), part.width
    marked = [row for row in range(part.height) if content[row * width : (row + 1) * width].strip(b"\0")]
    groups: list[tuple[int, int]] = []
    for row in marked:
        if groups and row - groups[-1][1] <= 2 * _MARGIN // _CELL:
            groups[-1] = (groups[-1][0], row + 1)
        else:
            groups.append((row, row + 1))
    for first, end in groups:
        inner = (
            (left, upper + first, right, upper + end) if rows else (left + first, upper, left + end, lower)
        )
        if is_whole and len(groups) == 1:
            yield inner
        else:
            yield from _apart(changed, inner, rows=not rows, is_whole=len(groups) == 1)
