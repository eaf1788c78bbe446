"""Puts a lesson where it was asked for: the video, its captions, its chapters, and a page that shows it.

Beside `lesson.webm` there are then `lesson.vtt`, `lesson.chapters.vtt` and `lesson.html`. The page asks for nothing but
the video. Browsers load no captions from a file beside a page that was opened from a disk (`file:`, each file is an
origin of its own), and list no chapters: so both are in the page itself.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from automation import private
from automation.errors import WrongSettingError
from automation.evidence.video_captions import Cue, read_webvtt
from automation.os_reason import os_reason
from automation.text import language, say

VIDEO_NAME: Final = "video.webm"
CAPTIONS_NAME: Final = "video.vtt"
CHAPTERS_NAME: Final = "video.chapters.vtt"
"""In the run's folder. Of a lesson only: browsers list no chapters of the video's own file."""

_SUFFIX: Final = ".webm"
_GENERATOR: Final = '<meta name="generator" content="ap-token train --video">'
"""What tells a page of ours from another, which is never written over."""
_SOURCES: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, as the page shows it."""

    title: str
    seconds: float
    """When it begins."""
    clock: str
    """The same, to be read."""
    steps: tuple[tuple[str, str], ...]
    """What is said in it: a step's title, and its text."""


def must_be_writable(target: Path) -> None:
    """See that a lesson can be put there, before there is one. What is there already is left as it is.

    Args:
        target: the video's file, see `publish_video`.

    Raises:
        WrongSettingError: it does not end in `.webm`, its folder cannot be written to, or the page beside it would
            take the place of another.
    """
    if target.suffix.casefold() != _SUFFIX:
        raise _refused(say("reason-video-suffix", path=str(target)))
    page = target.with_suffix(".html")
    probe = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for file in _targets(target):
            if file.is_dir():
                raise _refused(say("reason-video-folder", path=str(file)))
        with private.open_file(probe):
            pass
        probe.unlink()
        if page.exists() and _GENERATOR not in page.read_text(encoding="utf-8", errors="replace")[:2000]:
            raise _refused(say("reason-video-page", path=str(page)))
    except OSError as error:
        raise _refused(f"{target}: {os_reason(error)}") from None


def publish_video(folder: Path, target: Path) -> tuple[Path, ...]:
    """Copy a lesson out of a run's folder, and write a page that shows it. Each file is there whole, or as it was.

    Args:
        folder: the run's, with a finished video.
        target: where the video goes (`lesson.webm`); the others get their names from it.

    Returns:
        The video, its captions, its chapters, the page.

    Raises:
        WrongSettingError: they cannot be written.
    """
    video, captions, chapters, page = _targets(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        told, listed = (
            (folder / name).read_text(encoding="utf-8") for name in (CAPTIONS_NAME, CHAPTERS_NAME)
        )
        private.write_file(video, (folder / VIDEO_NAME).read_bytes())
        private.write_file(captions, told.encode())
        private.write_file(chapters, listed.encode())
        private.write_file(page, page_of(target.name, told, listed).encode())
    except OSError as error:
        raise _refused(f"{target}: {os_reason(error)}") from None
    return video, captions, chapters, page


def page_of(video: str, captions: str, chapters: str) -> str:
    """The page that shows a lesson.

    Args:
        video: the video's file, which is in the page's folder.
        captions: its captions, as WebVTT.
        chapters: its chapters, as WebVTT.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  0.1 s
    from markupsafe import Markup  # noqa: PLC0415  comes with Jinja2

    style, script = (
        (_SOURCES / f"video_lesson.{kind}").read_text(encoding="utf-8").strip() for kind in ("css", "js")
    )
    parts = _parts(list(read_webvtt(captions)), list(read_webvtt(chapters)))
    policy = (
        f"default-src 'none'; media-src 'self' data:; img-src data:; style-src '{_hash(style)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(_SOURCES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("video_lesson.html.j2").render(
        lang=language(),
        title=parts[0].title if parts else video,
        generator=Markup(_GENERATOR),  # noqa: S704  as all that is marked here, a text of our own
        policy=policy,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        video=video,
        captions=_data(captions),
        chapters=_data(chapters),
        parts=parts,
        t={
            name: say(f"video-lesson-page-{name}")
            for name in ("chapters", "text", "captions", "how", "missing")
        },
    )


def _targets(target: Path) -> tuple[Path, Path, Path, Path]:
    captions, chapters, page = (target.with_suffix(suffix) for suffix in (".vtt", ".chapters.vtt", ".html"))
    return target, captions, chapters, page


def _parts(cues: list[Cue], chapters: list[Cue]) -> list[Part]:
    parts = []
    for chapter in chapters:
        steps: list[tuple[str, str]] = []
        for cue in cues:
            if not chapter.start_ms <= cue.start_ms < chapter.end_ms:
                continue
            text = " ".join(cue.text.split())
            if cue.is_title:
                steps.append((text, ""))
            elif steps:
                steps[-1] = steps[-1][0], f"{steps[-1][1]} {text}".strip()
            else:
                steps.append(("", text))
        seconds = chapter.start_ms // 1000
        clock = f"{seconds // 60}:{seconds % 60:02}"
        parts.append(Part(chapter.text, chapter.start_ms / 1000, clock, tuple(steps)))
    return parts


def _data(text: str) -> str:
    return f"data:text/vtt;charset=utf-8;base64,{base64.b64encode(text.encode()).decode()}"


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def _refused(reason: str) -> WrongSettingError:
    return WrongSettingError(setting="--video", reason=reason)
