"""A video of a run: `video.webm` with its chapters, and its captions, `video.vtt` (`--video`).

On the replica that the command itself has started it is Playwright's screencast, of the whole job: that AP and its
token are made up. The token is covered all the same, in the page before it is painted (`video_page`), unless it is
wanted (`--show-token`).

Everywhere else nothing is recorded live. A live picture cannot be looked through before it is taken; so there the video
is made of the masked pictures of the run's steps (`camera`), each of which was searched before and after it was taken,
with the pointer and the presses drawn in. From the opening of the curtain to its closing there is not even that: a
card says so, and the captions go on. A credential on the page ends a screencast until it is gone, too.

Of a lesson (`ap-token train`) the captions say more (`video_lesson`), and its panel is in the picture where that is
live: it points and shows presses by itself, so nothing of that is drawn. In masked pictures it is not: they show how
a step has ended, when the next one is told of. Its chapters are a file of their own, too.

The run waits for none of it: its time is stretched afterwards (`video_timeline`), on a thread of its own.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error, Page

from automation import private
from automation.environments import AP_TIME
from automation.errors import AssistantError
from automation.evidence import video_drawing as drawing
from automation.evidence.steps import Onlooker, Seen, Step
from automation.evidence.video_captions import chapter_cues, webvtt
from automation.evidence.video_encoding import encoder
from automation.evidence.video_events import Covered, Event, Notice, Pointed, Shot
from automation.evidence.video_lesson import Narration
from automation.evidence.video_page import PageWatch, hide_panel
from automation.evidence.video_publishing import CAPTIONS_NAME, CHAPTERS_NAME, VIDEO_NAME
from automation.evidence.video_timeline import Timeline
from automation.execution import Job
from automation.redaction import redacted
from automation.text import say

if TYPE_CHECKING:
    from automation.training.cards import Card
    from flows.opening import Workplace

LESSON: Final = "train"
"""The command whose video is a lesson."""

_QUALITY: Final = 90
_FEW_ENOUGH: Final = 40
"""Events that may wait to be drawn, some 5 MB of pictures; with more, of pictures in a row only the last is kept."""
_COVER_SECONDS: Final = 2.0
"""The page has said within that time that no token is in sight, else a live picture is not taken."""
_AT_ONCE_SECONDS: Final = 1.0
_FINISH_SECONDS: Final = 180
_CUT_SECONDS: Final = 120
"""A machine that does not keep up is waited for so long; then what is left of the pictures is left out."""


@contextmanager
def recorded_video(job: Job, place: Workplace) -> Iterator[None]:
    """Record what the page shows in here. Whether that is possible was asked before the browser started."""
    assert job.folder is not None  # noqa: S101  a video has its place there
    environment = job.settings.environment
    video = Video(
        place.browser.page,
        job.folder.path,
        place.browser.scratch,
        is_replica=job.own_replica,
        shows_token=job.own_replica and job.settings.show_token,
        origins=None if job.own_replica else environment.origins,
        is_lesson=job.command == LESSON,
    )
    where = "replica" if job.own_replica else environment.name
    now = datetime.now(AP_TIME).strftime("%Y-%m-%d %H:%M")
    detail = say("video-detail", where=where, time=now)
    try:
        video.begin(say("video-title", command=job.command), detail)
    except (OSError, RuntimeError):
        job.run.warn("video-failed")
        yield
        return
    # First of all observers: what the page shows while the others look at it is not the step's own.
    job.run.observers.insert(0, video)
    others = _OthersAreDone(video)
    job.run.observers.append(others)
    ending = (say("video-done"), "")
    if job.command == LESSON:
        ending = (say("video-lesson-done"), say("video-lesson-done.detail"))
    try:
        yield
    except AssistantError as error:
        step = job.run.steps[-1].title if job.run.steps else ""
        ending = (
            say("video-failed"),
            str(redacted(f"{step} – {say(f'error-{error.code}.what', **error.details)}")),
        )
        raise
    except BaseException:
        ending = (say("video-failed"), "")
        raise
    finally:
        for observer in (video, others):
            if observer in job.run.observers:
                job.run.observers.remove(observer)
        try:
            video.finish(*ending, it_takes_time=lambda: job.run.tell_person("video-finishing"))
        except Exception:
            job.run.warn("video-failed")
        else:
            job.result.video = str(job.folder.path / VIDEO_NAME)
            job.run.see(Seen.VIDEO, file=VIDEO_NAME)
            if job.command == LESSON and not video.has_chapters:
                job.run.warn("video-chapters-apart")


class Video(Onlooker):
    """Observes a run and records it."""

    def __init__(
        self,
        page: Page,
        folder: Path,
        scratch: Path,
        *,
        is_replica: bool,
        shows_token: bool,
        origins: tuple[str, ...] | None = None,
        is_lesson: bool = False,
    ) -> None:
        """Args:
        page: the run's.
        folder: the run's, where the video goes when it is whole, and from which pictures of steps are taken.
        scratch: a folder that is the user's alone and does not outlive the run, for what is half done.
        is_replica: AP is the assistant's own replica: record live, and the whole job.
        shows_token: do not cover the replica's token.
        origins: AP's. In pages of others (login.gov.pl) not even presses are noticed. All, if not given.
        is_lesson: the captions say what the guide says; a panel on the page points and shows presses by itself.
        """
        self._is_lesson = is_lesson
        self._narration = Narration(is_lesson=is_lesson)
        self._origins = origins
        self._page, self._folder, self._scratch = page, folder, scratch
        self._is_replica, self._shows_token = is_replica, shows_token
        self._curtain = self._credential = False
        self._in_step = is_lesson  # its first card comes before all steps
        self._step_in_sight = False
        self._covered_at = self._uncovered_at = -math.inf
        self._boxes: tuple[drawing.Box, ...] = ()
        self._live = False
        self._watch: PageWatch | None = None
        self._events = _Events()
        self._thread = threading.Thread(target=self._make, name="video", daemon=True)
        self._first = self._last = ("", "")
        self._covered_label = say("video-covered")
        self._timeline: Timeline | None = None
        self._broken = False
        self.has_chapters = False
        """Whether the video's own file has chapters, once it is finished."""

    def begin(self, title: str, detail: str) -> None:
        """Start to record, with a card."""
        self._first = (title, detail)
        private.open_file(
            self._scratch / VIDEO_NAME
        ).close()  # the encoders would make it readable for everybody
        self._thread.start()
        with suppress(Error):
            self._watch = PageWatch(
                self._page,
                self._told,
                origins=self._origins,
                covers=self._is_replica,
                shows_token=self._shows_token,
            )
        self._go_live()

    def finish(self, title: str, detail: str, *, it_takes_time: Callable[[], None] = lambda: None) -> None:
        """End the recording with a card, and put the video into the run's folder.

        Args:
            title: the card's.
            detail: what else it says.
            it_takes_time: called where the video is not ready at once.

        Raises:
            OSError: it could not be made.
        """
        self._stop_live()
        if self._watch is not None:
            self._watch.close()
        self._last = (title, detail)
        self._events.put(None)
        self._thread.join(_AT_ONCE_SECONDS)
        if self._thread.is_alive():
            it_takes_time()
            self._thread.join(_FINISH_SECONDS)
            self._events.cut()
            self._thread.join(_CUT_SECONDS)
        if self._thread.is_alive() or self._broken or self._timeline is None:
            raise OSError
        private.write_file(self._folder / VIDEO_NAME, (self._scratch / VIDEO_NAME).read_bytes())
        captions = webvtt(self._timeline.cues)
        private.write_file(self._folder / CAPTIONS_NAME, captions.encode())
        if self._is_lesson:
            chapters = webvtt(chapter_cues(self._timeline.marks, self._timeline.length_ms))
            private.write_file(self._folder / CHAPTERS_NAME, chapters.encode())

    # --- what a run tells its observers ---------------------------------------------------------------

    def step_begins(self, step: Step) -> None:
        """Its title is shown, and a card where a chapter of the guide begins with it."""
        self._in_step = True
        self._step_in_sight = not self._curtain
        for event in self._narration.of(step):
            self._events.put(event)

    def card_shown(self, card: Card) -> None:
        """A lesson shows a card that belongs to no step: the first, or the last."""
        if self._is_lesson:
            self._events.put(self._narration.of_card(card))

    def step_ends(self, step: Step) -> None:  # noqa: ARG002
        """What comes from here on is of the others' making, until the page has come to rest."""
        self._in_step = False
        if self._is_lesson and self._shows_pictures:
            hide_panel(self._page, hides=True)

    def others_are_done(self) -> None:
        """The other observers have done their work on the page: what comes is a lesson's again."""
        self._in_step = self._is_lesson
        if self._is_lesson and self._shows_pictures:
            hide_panel(self._page, hides=False)

    @property
    def _shows_pictures(self) -> bool:
        return not self._is_replica and not self._curtain

    def curtain(self, *, is_open: bool) -> None:
        """But on the own replica nothing of the page is shown while it is open."""
        self._curtain = is_open
        if is_open and not self._is_replica:
            self._events.put(Notice(say("video-not-recorded"), say("video-not-recorded.detail"), time.time()))

    def credential(self, *, is_open: bool) -> None:
        """Nothing is recorded while a password or a key is on the page."""
        self._credential = is_open
        if is_open:
            self._stop_live()
        else:
            self._go_live()

    @property
    def is_recording(self) -> bool:
        """Whether anything secret can get into the video just now: a credential, or a token that is not made up."""
        return self._live and (self._credential or (self._curtain and not self._is_replica))

    def witnessed(self, what: Seen, values: Mapping[str, Any]) -> None:
        """A masked picture of a step: where nothing is recorded live, it is what the video shows."""
        if what is Seen.PICTURE and not self._is_replica and self._step_in_sight and not self._curtain:
            with suppress(OSError):
                self._events.put(Shot((self._folder / values["file"]).read_bytes(), time.time()))

    # --- the page ---------------------------------------------------------------------------------------

    def _go_live(self) -> None:
        if not self._is_replica or self._live:
            return
        width, height = drawing.PAGE
        with suppress(Error):  # the page is gone
            self._page.screencast.start(
                on_frame=self._on_frame, size={"width": width, "height": height}, quality=_QUALITY
            )
            self._live = True

    def _stop_live(self) -> None:
        if not self._live:
            return
        try:
            self._page.screencast.stop()
        except Error:
            if not self._page.is_closed():
                raise
        self._live = False

    def _on_frame(self, frame: Mapping[str, Any]) -> None:
        at = time.monotonic()
        if not self._live or self._credential:
            return
        if not self._is_covered(at):
            return
        painted = min(frame["timestamp"] / 1000, time.time())  # on this machine, so by the same clock
        self._events.put(Shot(frame["data"], painted, doubtful=not self._in_step))

    def _is_covered(self, at: float) -> bool:
        """Whether the page keeps telling that no token is in sight, and has not told otherwise."""
        return at - self._covered_at < _COVER_SECONDS < at - self._uncovered_at

    def _told(self, message: dict[str, Any]) -> None:
        at, kind = time.monotonic(), message["kind"]
        if kind == "covered":
            self._covered_at = at
            if not message["isSound"]:
                self._uncovered_at = at
            if message["isTop"]:
                boxes = tuple((x, y, width, height) for x, y, width, height in message["boxes"])
                if boxes != self._boxes:
                    self._boxes = boxes
                    self._events.put(Covered(boxes, message["width"], time.time()))
        elif not self._credential and (self._is_replica or not self._curtain):
            self._events.put(
                Pointed(message["x"], message["y"], message["width"], kind == "press", time.time())
            )

    # --- the thread ---------------------------------------------------------------------------------------

    def _make(self) -> None:
        try:
            height = drawing.LESSON_STRIP if self._is_lesson else drawing.STRIP
            size = (drawing.PAGE[0], drawing.PAGE[1] + height)
            file = encoder(self._scratch / VIDEO_NAME, size)
            self._timeline = Timeline(
                file,
                self._covered_label,
                narrated=self._is_lesson,
                paced=self._is_lesson and self._is_replica,
            )
            self._timeline.open(*self._first)
            while (event := self._events.get()) is not None:
                self._timeline.take(event)
            length = self._timeline.close(*self._last, time.time())
            self.has_chapters = file.close(self._timeline.marks, length)
        except Exception:
            self._broken = True


class _OthersAreDone(Onlooker):
    """The last of those who observe for the record; a lesson comes after it."""

    def __init__(self, video: Video) -> None:
        self._video = video

    def step_ends(self, step: Step) -> None:  # noqa: ARG002
        """Tell the video."""
        self._video.others_are_done()


class _Events:
    """What waits to be drawn, in the run's order. One puts, one gets."""

    def __init__(self) -> None:
        self._waiting: deque[Event | None] = deque()
        self._changed = threading.Condition()

    def put(self, event: Event | None) -> None:
        """Add an event, or the end."""
        with self._changed:
            if (
                len(self._waiting) > _FEW_ENOUGH
                and isinstance(event, Shot)
                and isinstance(self._waiting[-1], Shot)
            ):
                self._waiting.pop()
            place = len(self._waiting)
            if isinstance(
                event, Shot
            ):  # a picture is on its way for a while: on a busy machine, for half a second
                while place and (other := self._waiting[place - 1]) is not None and other.at > event.at:
                    place -= 1
            self._waiting.insert(place, event)
            self._changed.notify()

    def cut(self) -> None:
        """Of what still waits, only the titles stay."""
        with self._changed:
            self._waiting = deque(each for each in self._waiting if not isinstance(each, Shot | Pointed))

    def get(self) -> Event | None:
        """The next event, as soon as there is one; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            return self._waiting.popleft()
