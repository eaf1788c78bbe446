"""Cuts a video: from what happened in a run, and when, to pictures that can be followed.

A run is over in seconds. The video takes its time instead: before anything is done in a step, its title stands long
enough to be read; the pointer glides to where a press comes, and the press is shown. The run itself never waits for
that: what a second of the run shows is only spread over several seconds of the video. The clock in the caption
tells the run's own time. Long waits are shortened.

In a lesson a step's title is followed by what is said of it, caption by caption, and no caption goes before it can be
read. Where the lesson itself is filmed (`paced`), time passes as it did, and what the panel on the page points with is
not drawn once more; only where somebody was quicker than a reader, the page stands still before it is acted on.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from PIL import Image

from automation.evidence import video_drawing as drawing
from automation.evidence.video_captions import Cue, Mark, readable, reading_ms
from automation.evidence.video_encoding import Encoder
from automation.evidence.video_events import Chapter, Covered, Event, Notice, Pointed, Shot, Title

_CARD_MS: Final = 2200
_LAST_CARD_MS: Final = 4000
_SHORTEST_READING_MS: Final = 1500
_READING_MS_A_LETTER: Final = 38
_LONGEST_READING_MS: Final = 3600
_RESULT_MS: Final = 900
"""What a press has brought about is shown for that long before the next caption comes."""
_LONGEST_WAIT_MS: Final = 2500
"""A page on which nothing happens is shown no longer than that."""
_LONGEST_PACED_WAIT_MS: Final = 20_000
"""The same of a lesson that is filmed: a card of the panel's may have to be read."""
_CARD_IS_READ_MS: Final = 2800
"""A lesson's card is shown for 3 s at least. When much changes on the page after that, the card goes: before it does,
while the panel still points at what it tells of, is the time to read all that is said."""
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


@dataclass(slots=True)
class Timeline:
    """Takes the events of a run in their order, gives pictures to an encoder."""

    encoder: Encoder
    covered_label: str
    narrated: bool = False
    """It is a lesson: captions say more than titles, and stand until they are read."""
    paced: bool = False
    """The lesson itself is filmed, with its panel, which points and shows presses at a pace that can be followed."""
    cues: list[Cue] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    _now: int = 0
    """Milliseconds of the video so far."""
    _clock: float | None = None
    """When the last event was."""
    _began: float | None = None
    _last_ms: int = -1
    _waiting: list[Title | Chapter] = field(default_factory=list)
    _pending: Shot | None = None
    _page: Image.Image = field(default_factory=lambda: drawing.card("", size=drawing.PAGE))
    _strip: Image.Image = field(init=False)
    _script: list[drawing.Caption] = field(default_factory=list)
    """Captions of the step that are still to be read."""
    _read_at: int = 0
    """When the one that is shown has been read."""
    _captioned_at: float = 0
    """When the run came to the step, by its own clock."""
    _card_at: int | None = None
    """When the card came that the next title belongs to."""
    _boxes: tuple[drawing.Box, ...] = ()
    _next_boxes: tuple[drawing.Box, ...] = ()
    """Those of the next picture: a panel that moves uncovers others, but not before it is seen to have moved."""
    _fitted: drawing.Box = (0, 0, *drawing.PAGE)
    """Where on the picture the page is."""
    _pointer: tuple[float, float] | None = None
    _shown: Image.Image | None = None

    def __post_init__(self) -> None:
        self._strip = drawing.caption_strip(drawing.Caption(""), self._strip_height)

    @property
    def size(self) -> tuple[int, int]:
        """Of every picture."""
        return drawing.PAGE[0], drawing.PAGE[1] + self._strip_height

    @property
    def _strip_height(self) -> int:
        return drawing.LESSON_STRIP if self.narrated else drawing.STRIP

    @property
    def length_ms(self) -> int:
        """How long the video is so far."""
        return self._now

    def open(self, title: str, detail: str) -> None:
        """The first card."""
        self._mark(title)
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
                self._hold(reading_ms(event.detail) if self.narrated else _SHORTEST_READING_MS)
            case Covered():
                left, top, scale = self._on_picture(event.width)
                boxes = tuple(
                    (left + x * scale, top + y * scale, w * scale, h * scale) for x, y, w, h in event.boxes
                )
                self._next_boxes = boxes
                if boxes != self._boxes and not (self.paced and self._boxes):
                    self._boxes = boxes
                    if boxes and self._pending is None:
                        self._show()

    def close(self, title: str, detail: str, at: float) -> int:
        """The last pictures and the last card.

        Returns:
            How long the video is, in milliseconds.
        """
        self._settle(at)
        self._read_out()
        self._hold(_RESULT_MS)
        self._end_cue()
        self._mark(title)
        self._show_card(title, detail, max(_LAST_CARD_MS, reading_ms(detail) if self.narrated else 0))
        self._emit(self._shown, again=True)  # the last picture lasts, too
        return self._now

    # --- inside ----------------------------------------------------------------------------------

    def _take_shot(self, shot: Shot) -> None:
        first = self._waiting[0] if self._waiting else None
        if first is not None and (shot.at - first.at) * 1000 >= (0 if self.paced else _SETTLES_MS):
            self._settle(first.at)
        if first is None or self.paced:
            self._pass(shot.at, shot)
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
            picture = Image.open(io.BytesIO(shot.picture))
            self._boxes = self._next_boxes
            self._page, self._fitted = drawing.page_picture(picture), drawing.fitted(picture.size)
            self._show()

    def _settle(self, at: float) -> None:
        """Show what was waited with: the page as the last step left it, then the titles of what begins."""
        self._develop()
        waiting, self._waiting = self._waiting, []
        if waiting and self.cues:
            self._read_out()
            self._hold(_RESULT_MS)
        for each in waiting:
            if isinstance(each, Chapter):
                self._end_cue()
                self._card_at = self._now
                self._show_card(each.title, each.detail, _CARD_MS)
            else:
                self._begin(each)
        if not waiting:
            self._pass(at)
        self._clock = at

    def _begin(self, title: Title) -> None:
        """A step's first caption, and the time to read it."""
        if title.mark and not (self.marks and self.marks[-1].title == title.mark):
            self._mark(title.mark, self._card_at)
        self._card_at = None
        self._captioned_at = title.at
        if not self.narrated:
            seconds = int(title.at - (self._began or title.at))
            clock = f"{seconds // 60}:{seconds % 60:02}"
            self._script = [drawing.Caption(title.title, title.part, clock)]
            self._next_caption()
            letters = len(title.title) * _READING_MS_A_LETTER
            self._hold(min(max(_SHORTEST_READING_MS, letters), _LONGEST_READING_MS))
            return
        self._script = [drawing.Caption(title.title, title.part)]
        for texts, is_warning in ((title.said, False), (title.warnings, True)):
            for text in texts:
                for lines in readable(text):
                    caption = drawing.Caption(title.title, title.part, text=lines, is_warning=is_warning)
                    self._script.append(caption)
        self._next_caption()
        if not self.paced:
            self._read_out()

    def _next_caption(self) -> None:
        """The next one of what is to be read; it stays until there is another."""
        self._end_cue()
        caption = self._script.pop(0)
        is_title = self.narrated and not caption.text
        text = caption.text or ("\n".join(readable(caption.title)[:1]) if is_title else caption.title)
        self.cues.append(Cue(text, self._now, is_title=is_title))
        self._read_at = self._now + reading_ms(text)
        self._strip = drawing.caption_strip(caption, self._strip_height)
        self._show()

    def _read_out(self) -> None:
        """Let the page stand still until what is said of the step has been read."""
        while self.narrated:
            self._still(max(0, self._read_at - self._now))
            if not self._script:
                return
            self._next_caption()

    def _end_cue(self) -> None:
        if self.cues and not self.cues[-1].end_ms:
            self.cues[-1].end_ms = self._now

    def _mark(self, title: str, at: int | None = None) -> None:
        self.marks.append(Mark(title, self._now if at is None else at))

    def _point(self, event: Pointed) -> None:
        if self.paced:
            self._read_out()
            return
        left, top, scale = self._on_picture(event.width)
        end = (left + event.x * scale, top + event.y * scale)
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

    def _pass(self, at: float, shot: Shot | None = None) -> None:
        """Let the run's time pass in the video, as far as anybody would want to watch; then comes the shot."""
        if self._clock is not None and at > self._clock:
            ms = round((at - self._clock) * 1000)
            if self._pending is not None and not self._pending.doubtful and ms >= _FRAME_MS:
                self._develop()
            until = self._now + min(ms, _LONGEST_PACED_WAIT_MS if self.paced else _LONGEST_WAIT_MS)
            if self.paced and (ms >= _CARD_IS_READ_MS or self._goes_on(at, shot)):
                self._read_out()
            self._hold(max(0, until - self._now))
        self._clock = at if self._clock is None else max(self._clock, at)

    def _goes_on(self, at: float, shot: Shot | None) -> bool:
        """Whether the card that was to be read goes with this shot."""
        if shot is None or (at - self._captioned_at) * 1000 < _CARD_IS_READ_MS:
            return False
        if not self._script and self._now >= self._read_at:
            return False
        try:
            picture = drawing.page_picture(Image.open(io.BytesIO(shot.picture)))
        except OSError:  # not a picture after all
            return False
        return drawing.differ(self._page, picture)

    def _hold(self, ms: int) -> None:
        """The page stays as it is; below it one caption may follow the other."""
        until = self._now + ms
        while self._script and self._read_at < until:
            self._still(self._read_at - self._now)
            self._next_caption()
        self._still(until - self._now)

    def _still(self, ms: int) -> None:
        """What is shown stays."""
        until = self._now + ms
        while (again := self._last_ms + _KEEP_ALIVE_MS) < until:
            self._now = max(self._now, again)
            self._emit(self._shown, again=True)
            if self._shown is None:
                break
        self._now = until

    def _show_card(self, title: str, detail: str, ms: int) -> None:
        new = drawing.card(title, detail, size=self.size)
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
        if self._script and self._read_at <= self._now:
            self._next_caption()  # which shows the page, too
            return
        page = self._covered_page()
        if self._pointer is not None:
            page = drawing.with_pointer(page, self._pointer)
        self._emit(self._whole(page))

    def _on_picture(self, width: float) -> tuple[float, float, float]:
        """Where on the picture a page of so many pixels begins, and by how much it is larger there."""
        left, top, fitted, _ = self._fitted
        return left, top, fitted / width

    def _covered_page(self) -> Image.Image:
        return drawing.with_boxes(self._page, self._boxes, self.covered_label) if self._boxes else self._page

    def _whole(self, page: Image.Image) -> Image.Image:
        whole = Image.new("RGB", self.size)
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
