"""Draws what a video shows around AP's page and on it: captions, cards, the pointer, presses, covered places.

All of it is drawn into the pictures, none into the page: Playwright's own overlays are an element of the page, with a
closed shadow root, and hold up every press for as long as they are shown. AP, the finder and the camera would meet
them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

PAGE: Final = (1440, 900)
"""The page, as large as the browser draws it: letters stay as they are."""
STRIP: Final = 92
"""The height of the caption, which stands below the page and so hides nothing of it."""
LESSON_STRIP: Final = 160
"""The same in a lesson: below the title there are two lines of what is said."""
SIZE: Final = (PAGE[0], PAGE[1] + STRIP)

_NAVY: Final = (16, 33, 62)
_DEEP: Final = (10, 22, 43)
_WHITE: Final = (255, 255, 255)
_PALE: Final = (176, 192, 216)
_ACCENT: Final = (66, 133, 244)
_PRESS: Final = (230, 74, 25)
_WARNING: Final = (255, 193, 7)
_MARGIN: Final = 36
_SEEN: Final = 12
"""Of 255 steps of grey: so much is seen, and no trace of how the picture was compressed."""
_MUCH: Final = 0.06

# Pillow's own font has no Polish letters; these have, and one of them is on every system that shows web pages.
_FONTS: Final = {
    "bold": ("segoeuib.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf", "arialbd.ttf",
             "Arial Bold.ttf", "FreeSansBold.ttf"),
    "plain": ("segoeui.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "arial.ttf",
              "Arial.ttf", "FreeSans.ttf"),
}  # fmt: skip

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Box = tuple[float, float, float, float]
"""Left, top, width, height in the page's pixels."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below the page."""

    title: str
    part: str = ""
    """Where in the guide this is, in two words: `Krok 2`."""
    time: str = ""
    """How far the run is, on a clock."""
    text: str = ""
    """What is said of it in a lesson, in one line or two."""
    is_warning: bool = False


def caption_strip(caption: Caption, height: int = STRIP) -> Image.Image:
    """The strip below the page. In a lesson (`LESSON_STRIP`) the title stands at the top of it."""
    strip = Image.new("RGB", (SIZE[0], height), _NAVY)
    draw = ImageDraw.Draw(strip)
    draw.rectangle((0, 0, SIZE[0], 2), fill=_WARNING if caption.is_warning else _ACCENT)
    if height == LESSON_STRIP:
        _lesson(draw, caption)
        return strip
    middle, left, right = STRIP / 2 + 1, float(_MARGIN), float(SIZE[0] - _MARGIN)
    if caption.time:
        _write(draw, (right, middle), caption.time, (22, "plain", _PALE), anchor="rm")
        right -= _width(caption.time, 22, "plain") + _MARGIN
    if caption.part:
        width = _width(caption.part, 24, "bold") + 36
        draw.rounded_rectangle((left, middle - 24, left + width, middle + 24), 24, fill=_ACCENT)
        _write(draw, (left + width / 2, middle), caption.part, (24, "bold", _WHITE), anchor="mm")
        left += width + 24
    size = next((size for size in (30, 26, 22) if _width(caption.title, size, "plain") <= right - left), 22)
    title = _shortened(caption.title, size, right - left)
    _write(draw, (left, middle), title, (size, "plain", _WHITE), anchor="lm")
    return strip


def _lesson(draw: ImageDraw.ImageDraw, caption: Caption) -> None:
    left, right, middle = float(_MARGIN), float(SIZE[0] - _MARGIN), 36.0
    if caption.part:
        width = _width(caption.part, 20, "bold") + 32
        draw.rounded_rectangle((left, middle - 19, left + width, middle + 19), 19, fill=_ACCENT)
        _write(draw, (left + width / 2, middle), caption.part, (20, "bold", _WHITE), anchor="mm")
        left += width + 20
    size = next((size for size in (26, 22) if _width(caption.title, size, "bold") <= right - left), 22)
    title = _shortened(caption.title, size, right - left, "bold")
    _write(draw, (left, middle), title, (size, "bold", _WHITE), anchor="lm")
    left = float(_MARGIN)
    if caption.is_warning:  # a sign, too: not everybody sees the colour
        top, bottom = 74.0, 138.0
        draw.polygon([(left, bottom), (left + 72, bottom), (left + 36, top)], fill=_WARNING)
        _write(draw, (left + 36, bottom - 24), "!", (40, "bold", _NAVY), anchor="mm")
        left += 72 + 24
    lines = caption.text.splitlines()
    y = 106.0 - 21 * (len(lines) - 1)
    for line in lines:
        _write(draw, (left, y), line, (34, "plain", _WARNING if caption.is_warning else _WHITE), anchor="lm")
        y += 42


def card(title: str, detail: str = "", *, size: tuple[int, int] = SIZE) -> Image.Image:
    """A card: at the beginning, between chapters, at the end; or instead of the page. Empty without a title."""
    image = Image.new("RGB", size, _NAVY)
    if not title:
        return image
    draw = ImageDraw.Draw(image)
    lines = _wrapped(title, 60, "bold", size[0] - 240)
    small = _wrapped(detail, 32, "plain", size[0] - 320) if detail else []
    y = size[1] / 2 - (len(lines) * 78 + len(small) * 46) / 2 + 20
    draw.rectangle((size[0] / 2 - 60, y - 74, size[0] / 2 + 60, y - 66), fill=_ACCENT)
    for line in lines:
        _write(draw, (size[0] / 2, y), line, (60, "bold", _WHITE), anchor="mm")
        y += 78
    for line in small:
        _write(draw, (size[0] / 2, y + 8), line, (32, "plain", _PALE), anchor="mm")
        y += 46
    return image


def page_picture(picture: Image.Image) -> Image.Image:
    """A picture of the page in the video's size, whatever the browser made of it."""
    picture = picture.convert("RGB")
    if picture.size == PAGE:
        return picture
    left, top, width, height = (round(each) for each in fitted(picture.size))
    image = Image.new("RGB", PAGE, _DEEP)
    image.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (left, top))
    return image


def fitted(size: tuple[int, int]) -> Box:
    """Where in the video a picture of this size goes, whole and in the middle."""
    scale = min(PAGE[0] / size[0], PAGE[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    return (PAGE[0] - width) / 2, (PAGE[1] - height) / 2, width, height


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether much of the page has changed; more than a pointer, a caret or a message at its edge."""
    difference = ImageChops.difference(one.reduce(10), other.reduce(10)).convert("L")
    changed = sum(difference.histogram()[_SEEN:])
    return changed > difference.width * difference.height * _MUCH


def with_boxes(page: Image.Image, boxes: Iterable[Box], label: str) -> Image.Image:
    """A picture of the page with places covered, and said why."""
    page = page.copy()
    draw = ImageDraw.Draw(page)
    for left, top, width, height in boxes:
        draw.rounded_rectangle((left - 3, top - 3, left + width + 3, top + height + 3), 6, fill=_NAVY)
        for size in (20, 16, 13):
            if _width(label, size, "plain") < width - 10 and size < height:
                _write(
                    draw, (left + width / 2, top + height / 2), label, (size, "plain", _WHITE), anchor="mm"
                )
                break
    return page


def with_pointer(page: Image.Image, at: tuple[float, float], *, press: float | None = None) -> Image.Image:
    """A picture of the page with the mouse pointer on it.

    Args:
        page: the picture.
        at: where the pointer's tip is.
        press: how far a press is, 0 to 1, as a ring that grows and fades.
    """
    page = page.copy()
    if press is not None:
        ring = _ring(round(press * 8))
        page.paste(ring, (round(at[0] - ring.width / 2), round(at[1] - ring.height / 2)), ring)
    arrow = _arrow()
    page.paste(arrow, (round(at[0]) - 2, round(at[1]) - 2), arrow)
    return page


@lru_cache(maxsize=16)
def _ring(phase: int) -> Image.Image:
    side, fine = 120, 4
    radius = (14 + phase * 5) * fine
    alpha = max(0, 230 - phase * 24)
    image = Image.new("RGBA", (side * fine, side * fine), (*_PRESS, 0))
    middle = side * fine / 2
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    ImageDraw.Draw(image).ellipse(box, fill=(*_PRESS, alpha // 4), outline=(*_PRESS, alpha), width=5 * fine)
    return image.resize((side, side), Image.Resampling.LANCZOS)


@lru_cache(maxsize=1)
def _arrow() -> Image.Image:
    fine = 4
    outline = [(0, 0), (0, 30), (7, 24), (12, 36), (18, 33), (13, 22), (22, 22)]
    image = Image.new("RGBA", (32 * fine, 44 * fine), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    shadow = [((x + 4) * fine, (y + 5) * fine) for x, y in outline]
    draw.polygon(shadow, fill=(0, 0, 0, 70))
    arrow = [((x + 2) * fine, (y + 2) * fine) for x, y in outline]
    draw.polygon(arrow, fill=(20, 20, 20, 255))
    draw.line([*arrow, arrow[0]], fill=(255, 255, 255, 255), width=2 * fine, joint="curve")
    return image.resize((32, 44), Image.Resampling.LANCZOS)


@lru_cache(maxsize=32)
def _font(size: int, weight: str) -> tuple[Font, bool]:
    """A font, and whether it has Polish letters."""
    for name in _FONTS[weight]:
        try:
            return ImageFont.truetype(name, size), True
        except OSError:
            continue
    return ImageFont.load_default(size), False


def _readable(text: str, *, has_polish: bool) -> str:
    if has_polish:
        return text
    text = text.translate(str.maketrans("łŁ–„”’", 'lL-""\''))
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    look: tuple[int, str, tuple[int, int, int]],
    *,
    anchor: str,
) -> None:
    """Write a line with a size, weight and colour; the anchor is Pillow's."""
    size, weight, colour = look
    font, has_polish = _font(size, weight)
    draw.text(at, _readable(text, has_polish=has_polish), fill=colour, font=font, anchor=anchor)


def _width(text: str, size: int, weight: str) -> float:
    font, has_polish = _font(size, weight)
    return font.getlength(_readable(text, has_polish=has_polish))


def _shortened(text: str, size: int, width: float, weight: str = "plain") -> str:
    if _width(text, size, weight) <= width:
        return text
    while text and _width(f"{text}…", size, weight) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _wrapped(text: str, size: int, weight: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
