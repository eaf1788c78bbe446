"""Cuts a video: from what happened in a run, and when, to pictures that can be followed.

A run is over in seconds. The video takes its time instead: before anything is done in a step, its title stands long
enough to be read; the pointer glides to where a press comes, and the press is shown. The run itself never waits for
that: what a second of the run shows is only spread over several seconds of the video. The clock in the caption
tells the run's own time. Long waits are shortened.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from automation.evidence import video_drawing as drawing
from automation.evidence.video_encoding import Encoder

_CARD_MS: Final = 2200
_LAST_CARD_MS: Final = 4000
_SHORTEST_READING_MS: Final = 1500
_READING_MS_A_LETTER: Final = 38
_LONGEST_READING_MS: Final = 3600
_RESULT_MS: Final = 900
"""What a press has brought about is shown for that long before the next caption comes."""
_LONGEST_WAIT_MS: Final = 2500
"""A page on which nothing happens is shown no longer than that."""
_SETTLES_MS: Final = 500
"""What the page shows within this time after a step has ended belongs to that step."""
_TICK_MS: Final = 50
_FRAME_MS: Final = 80
"""Live pictures closer to one another than that are not all shown."""
_GLIDE_TICKS: Final = 10
_PRESS_TICKS: Final = 7
_FADE_TICKS: Final = 6
_KEEP_ALIVE_MS: Final = 1000
"""A still picture is repeated that often: players then jump to any place without delay."""


@dataclass(frozen=True, slots=True)
class Title:
    """A step begins."""

    title: str
    part: str
    at: float
    """Seconds on one clock, as of everything here."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the guide begins, with the step that comes next."""

    title: str
    detail: str
    at: float


@dataclass(frozen=True, slots=True)
class Shot:
    """What the page shows, as PNG or JPEG."""

    picture: bytes
    at: float
    doubtful: bool = False
    """Taken while pictures for the run's folder were: only shown if no other comes."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The page is not shown from here on; this is said in its place."""

    title: str
    detail: str
    at: float


@dataclass(frozen=True, slots=True)
class Pointed:
    """The pointer was brought somewhere, in parts of the page's width."""

    x: float
    y: float
    width: float
    pressed: bool
    at: float


@dataclass(frozen=True, slots=True)
class Covered:
    """Places of the page that hold a token, hidden in the page already."""

    boxes: tuple[drawing.Box, ...]
    width: float
    at: float


Event = Title | Chapter | Shot | Notice | Pointed | Covered


@dataclass(slots=True)
class Cue:
    """A title and when it is read, for the captions' file."""

    text: str
    start_ms: int
    end_ms: int = 0


@dataclass(slots=True)
class Timeline:
    """Takes the events of a run in their order, gives pictures to an encoder."""

    encoder: Encoder
    covered_label: str
    cues: list[Cue] = field(default_factory=list)
    _now: int = 0
    """Milliseconds of the video so far."""
    _clock: float | None = None
    """When the last event was."""
    _began: float | None = None
    _last_ms: int = -1
    _waiting: list[Title | Chapter] = field(default_factory=list)
    _pending: Shot | None = None
    _page: Image.Image = field(default_factory=lambda: drawing.card("", size=drawing.PAGE))
    _strip: Image.Image = field(default_factory=lambda: drawing.caption_strip(drawing.Caption("")))
    _boxes: tuple[drawing.Box, ...] = ()
    _pointer: tuple[float, float] | None = None
    _shown: Image.Image | None = None

    def open(self, title: str, detail: str) -> None:
        """The first card."""
        self._show_card(title, detail, _CARD_MS)

    def take(self, event: Event) -> None:
        """The next event."""
        self._began = event.at if self._began is None else self._began
        match event:
            case Shot():
                self._take_shot(event)
            case Title() | Chapter():
                if self._waiting and isinstance(self._waiting[-1], Title):
                    self._settle(event.at)
                self._pass(event.at)
                self._waiting.append(event)
            case Pointed():
                self._settle(event.at)
                self._point(event)
            case Notice():
                self._settle(event.at)
                self._page, self._pointer, self._boxes = (
                    drawing.card(event.title, event.detail, size=drawing.PAGE), None, (),
                )  # fmt: skip
                self._show()
                self._hold(_SHORTEST_READING_MS)
            case Covered():
                scale = drawing.PAGE[0] / event.width
                boxes = tuple((x * scale, y * scale, w * scale, h * scale) for x, y, w, h in event.boxes)
                if boxes != self._boxes:
                    self._boxes = boxes
                    if boxes and self._pending is None:
                        self._show()

    def close(self, title: str, detail: str, at: float) -> int:
        """The last pictures and the last card.

        Returns:
            How long the video is, in milliseconds.
        """
        self._settle(at)
        self._hold(_RESULT_MS)
        self._end_cue()
        self._show_card(title, detail, _LAST_CARD_MS)
        self._emit(self._shown, again=True)  # the last picture lasts, too
        return self._now

    # --- inside ----------------------------------------------------------------------------------

    def _take_shot(self, shot: Shot) -> None:
        first = self._waiting[0] if self._waiting else None
        if first is not None and (shot.at - first.at) * 1000 >= _SETTLES_MS:
            self._settle(first.at)
        if first is None:
            self._pass(shot.at)
        if shot.doubtful and self._pending is not None and not self._pending.doubtful:
            self._develop()
        due = self._now - self._last_ms >= _FRAME_MS
        self._pending = shot
        if due and not shot.doubtful:
            self._develop()

    def _develop(self) -> None:
        """Show the latest picture."""
        shot, self._pending = self._pending, None
        if shot is None:
            return
        with suppress(OSError):  # not a picture after all
            self._page = drawing.page_picture(Image.open(io.BytesIO(shot.picture)))
            self._show()

    def _settle(self, at: float) -> None:
        """Show what was waited with: the page as the last step left it, then the titles of what begins."""
        self._develop()
        waiting, self._waiting = self._waiting, []
        if waiting and self.cues:
            self._hold(_RESULT_MS)
        for each in waiting:
            if isinstance(each, Chapter):
                self._end_cue()
                self._show_card(each.title, each.detail, _CARD_MS)
            else:
                self._caption(each)
        if not waiting:
            self._pass(at)
        self._clock = at

    def _caption(self, title: Title) -> None:
        self._end_cue()
        self.cues.append(Cue(title.title, self._now))
        seconds = int(title.at - (self._began or title.at))
        clock = f"{seconds // 60}:{seconds % 60:02}"
        self._strip = drawing.caption_strip(drawing.Caption(title.title, title.part, clock))
        self._show()
        self._hold(
            min(max(_SHORTEST_READING_MS, len(title.title) * _READING_MS_A_LETTER), _LONGEST_READING_MS)
        )

    def _end_cue(self) -> None:
        if self.cues and not self.cues[-1].end_ms:
            self.cues[-1].end_ms = self._now

    def _point(self, event: Pointed) -> None:
        scale = drawing.PAGE[0] / event.width
        end = (event.x * scale, event.y * scale)
        start = self._pointer or (drawing.PAGE[0] * 0.5, drawing.PAGE[1] * 0.8)
        page = self._covered_page()
        for tick in range(1, _GLIDE_TICKS + 1) if start != end else ():
            part = tick / _GLIDE_TICKS
            part = part * part * (3 - 2 * part)  # gently off, gently on
            at = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            self._frame(drawing.with_pointer(page, at))
        self._pointer = end
        for tick in range(_PRESS_TICKS) if event.pressed else ():
            self._frame(drawing.with_pointer(page, end, press=tick / _PRESS_TICKS))
        self._show()

    def _pass(self, at: float) -> None:
        """Let the run's time pass in the video, as far as anybody would want to watch."""
        if self._clock is not None and at > self._clock:
            self._hold(min(round((at - self._clock) * 1000), _LONGEST_WAIT_MS))
        self._clock = at if self._clock is None else max(self._clock, at)

    def _hold(self, ms: int) -> None:
        """What is shown stays."""
        until = self._now + ms
        while (again := self._last_ms + _KEEP_ALIVE_MS) < until:
            self._now = max(self._now, again)
            self._emit(self._shown, again=True)
            if self._shown is None:
                break
        self._now = until

    def _show_card(self, title: str, detail: str, ms: int) -> None:
        new = drawing.card(title, detail)
        if (before := self._shown) is not None:
            for tick in range(1, _FADE_TICKS):
                self._emit(Image.blend(before, new, tick / _FADE_TICKS))
                self._now += _TICK_MS
        self._emit(new)
        self._hold(ms)

    def _frame(self, page: Image.Image) -> None:
        """The page for one tick."""
        self._emit(self._whole(page))
        self._now += _TICK_MS

    def _show(self) -> None:
        """The page as it is now, from now on."""
        page = self._covered_page()
        if self._pointer is not None:
            page = drawing.with_pointer(page, self._pointer)
        self._emit(self._whole(page))

    def _covered_page(self) -> Image.Image:
        return drawing.with_boxes(self._page, self._boxes, self.covered_label) if self._boxes else self._page

    def _whole(self, page: Image.Image) -> Image.Image:
        whole = Image.new("RGB", drawing.SIZE)
        whole.paste(page, (0, 0))
        whole.paste(self._strip, (0, drawing.PAGE[1]))
        return whole

    def _emit(self, picture: Image.Image | None, *, again: bool = False) -> None:
        if picture is None:
            return
        self._now = max(self._now, self._last_ms + (1 if not again else 0))
        if self._now <= self._last_ms:
            return
        self.encoder.add(picture, self._now)
        self._shown, self._last_ms = picture, self._now
