"""Pictures as `data:` URIs, so that a report is one file. Only what is a picture by its own bytes gets in."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_FORMATS: Final = ("PNG", "WEBP", "JPEG")
_LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one picture."""
_MOST_PIXELS: Final = 40_000_000
"""A picture of a few bytes may ask for any amount of memory."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of AP's page."""

    uri: str
    width: int
    height: int
    content: bytes
    """For comparison: the same bytes are the same screen."""


def picture(name: str | None, files: Mapping[str, bytes]) -> Picture | None:
    """The picture of this name; None where there is none, or its bytes are no PNG, WebP or JPEG."""
    content = files.get(name) if name is not None else None
    if not content or len(content) > _LARGEST:
        return None
    from PIL import Image  # noqa: PLC0415  0.1 s, and a run may have no pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is looked at below
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:  # reads the header only
                kind, (width, height) = opened.format, opened.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if kind not in _FORMATS or not 0 < width * height <= _MOST_PIXELS:
        return None
    encoded = base64.b64encode(content).decode("ascii")
    return Picture(f"data:image/{kind.lower()};base64,{encoded}", width, height, content)
