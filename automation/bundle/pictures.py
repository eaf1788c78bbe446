"""A bundle's pictures: painted over, made anew, made smaller, and looked at before anybody else does."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from automation.evidence.record import RegionRecord

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = {"png": "PNG", "webp": "WEBP"}
"""What a picture's name may end with, and what it must then be."""
LEVELS: Final = 3
"""How much smaller a picture can be made, step by step: as it is; fewer colours; half the size as well."""
_MARGIN: Final = 2
"""Pixels around a painted region: borders of fields, rounding."""
_PAINT: Final = (0, 0, 0)
_LARGEST_SIDE: Final = 16_000
_MOST_PIXELS: Final = 40_000_000
"""A picture of a few bytes may ask for any amount of memory."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
"""Of what Pillow makes of pixels alone (PNG specification, 11.2)."""
_COLOURS: Final = 64
_QUALITY: Final = (85, 60, 50)


class PictureError(ValueError):
    """This is no picture that anybody should open."""


def opened(content: bytes, ending: str, *, bare: bool = False) -> Image:
    """A picture, decoded whole.

    Args:
        content: of the file.
        ending: of its name; says what it must be.
        bare: whether the file must be as `encoded` makes it: pixels and nothing else.

    Raises:
        PictureError: it is something else, damaged, in motion, or too large.
    """
    from PIL import Image  # noqa: PLC0415  0.1 s, only with a bundle

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is looked at here
            with Image.open(io.BytesIO(content), formats=[FORMATS[ending]]) as checked:
                is_sane = _is_sane(checked) and (not bare or _is_bare(content, ending))
                if is_sane:
                    checked.verify()
            if is_sane:
                with Image.open(io.BytesIO(content), formats=[FORMATS[ending]]) as image:
                    return image.convert("RGB")
    except Exception:  # a damaged file makes Pillow raise nearly anything
        raise PictureError from None
    raise PictureError


def _is_sane(image: Image) -> bool:
    """Whether a picture, of which only the head was read, is one picture and no more than a screen."""
    width, height = image.size
    is_small = 0 < width * height <= _MOST_PIXELS and max(width, height) <= _LARGEST_SIDE
    return is_small and getattr(image, "n_frames", 1) == 1


def _is_bare(content: bytes, ending: str) -> bool:
    """Whether a file has a picture and nothing else: no texts in it, nothing after it."""
    if ending == "webp":
        return int.from_bytes(content[4:8], "little") + 8 == len(content)
    at, kind = len(_PNG), b""
    while at < len(content) and kind != b"IEND":
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if kind not in _PNG_CHUNKS:
            return False
        at += 12 + length  # length, kind, data, checksum
    return at == len(content)


def painted(image: Image, regions: Iterable[RegionRecord]) -> Image:
    """The picture with these regions black. Nothing of what was there can be brought back."""
    from PIL import ImageDraw  # noqa: PLC0415

    result = image.copy()
    draw = ImageDraw.Draw(result)
    for region in regions:
        left, top = math.floor(region.x) - _MARGIN, math.floor(region.y) - _MARGIN
        right = math.ceil(region.x + region.width) + _MARGIN
        bottom = math.ceil(region.y + region.height) + _MARGIN
        if right > left and bottom > top:
            draw.rectangle((left, top, right, bottom), fill=_PAINT)
    return result


def encoded(image: Image, ending: str, level: int) -> bytes:
    """The picture as a new file: pixels and nothing else.

    Args:
        image: it.
        ending: of the file's name.
        level: how much smaller, from 0 to `LEVELS` - 1.
    """
    if level == LEVELS - 1:
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)))
    file = io.BytesIO()
    if ending == "webp":
        image.save(file, "WEBP", quality=_QUALITY[level], method=4)
    else:
        _with_colours(image, level).save(file, "PNG")
    return file.getvalue()


def _with_colours(image: Image, level: int) -> Image:
    from PIL.Image import Quantize  # noqa: PLC0415

    return image if level == 0 else image.quantize(_COLOURS, method=Quantize.FASTOCTREE)
