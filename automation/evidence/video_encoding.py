"""Makes a WebM of pictures: with PyAV (the extra `video`), else with the ffmpeg that Playwright brings for itself.

Playwright's ffmpeg is built for one thing: a stream of JPEG pictures with times, as Matroska on its standard input, in;
WebM out (`VideoRecorder` and `ebml.ts` of Playwright 1.65). So it is given exactly that.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from PIL import Image

from automation.errors import VideoImpossibleError
from automation.evidence.video_captions import Mark, chapter_cues

_JPEG_QUALITY: Final = 92
_FRAMES_A_SECOND: Final = 25
"""What ffmpeg is told; with PyAV a frame lasts until the next."""
_ENCODER: Final = "libvpx-vp9"
_QUALITY: Final = {"crf": "30", "deadline": "realtime", "cpu-used": "8"}
"""The encoder's settings, called alike by both: letters stay sharp, one core keeps up."""
_FFMPEG_ENDS_WITHIN: Final = 60
_FFMPEG_PROGRAMS: Final = {"win32": "ffmpeg-win64.exe", "darwin": "ffmpeg-mac"}
_CHILD_NEEDS: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP")


class Encoder(Protocol):
    """Takes pictures of one size, each with the time from which it is shown."""

    def add(self, picture: Image.Image, at_ms: int) -> None:
        """The next picture. Times only grow."""

    def close(self, chapters: Sequence[Mark] = (), length_ms: int = 0) -> bool:
        """Finish the file.

        Args:
            chapters: what players list; the last one ends with the video.
            length_ms: how long the video is.

        Returns:
            Whether the chapters are in the file: Playwright's ffmpeg writes none.
        """


def must_be_possible() -> None:
    """See that there is something to make a video with.

    Raises:
        VideoImpossibleError: neither PyAV nor Playwright's ffmpeg.
    """
    if not _has_pyav() and playwrights_ffmpeg() is None:
        raise VideoImpossibleError


def encoder(file: Path, size: tuple[int, int]) -> Encoder:
    """What writes a video into a file that is there already.

    Raises:
        VideoImpossibleError: neither PyAV nor Playwright's ffmpeg.
        OSError: the file cannot be written, or the program does not start.
    """
    if _has_pyav():
        return _PyAv(file, size)
    program = playwrights_ffmpeg()
    if program is None:
        raise VideoImpossibleError
    return _Ffmpeg(file, program)


def playwrights_ffmpeg() -> Path | None:
    """The ffmpeg that Playwright installs beside its browsers, if it is there. Found as its driver finds it."""
    import playwright  # noqa: PLC0415  heavy, and not needed where there is PyAV

    package = Path(playwright.__file__).parent / "driver" / "package"
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = package / ".local-browsers" if chosen == "0" else Path(chosen) if chosen else _browsers_folder()
    try:
        known = json.loads((package / "browsers.json").read_text(encoding="utf-8"))["browsers"]
        revision = next(each["revision"] for each in known if each["name"] == "ffmpeg")
    except (OSError, ValueError, KeyError, StopIteration):
        return None
    program = folder / f"ffmpeg-{revision}" / _FFMPEG_PROGRAMS.get(sys.platform, "ffmpeg-linux")
    return program if os.access(program, os.X_OK) else None


def _browsers_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache = home / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return cache / "ms-playwright"


def _has_pyav() -> bool:
    return find_spec("av") is not None


class _PyAv:
    def __init__(self, file: Path, size: tuple[int, int]) -> None:
        import av  # noqa: PLC0415  an extra

        self._av: Any = av
        self._file = av.open(str(file), "w", format="webm")
        stream = self._file.add_stream(_ENCODER, rate=_FRAMES_A_SECOND)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.thread_count = 1  # the run itself needs the other cores
        stream.options = {**_QUALITY, "tune-content": "screen"}
        self._stream = stream
        self._last: tuple[Image.Image, Any] | None = None

    def add(self, picture: Image.Image, at_ms: int) -> None:
        if (
            self._last is None or self._last[0] is not picture
        ):  # most of the work, and pictures are often repeated
            self._last = picture, self._av.VideoFrame.from_image(picture).reformat(format="yuv420p")
        frame = self._last[1]
        frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
        self._file.mux(self._stream.encode(frame))

    def close(self, chapters: Sequence[Mark] = (), length_ms: int = 0) -> bool:
        can = hasattr(self._file, "set_chapters")  # PyAV 14.0 cannot
        try:
            if can:
                self._file.set_chapters(
                    [
                        {
                            "id": number,
                            "start": cue.start_ms,
                            "end": cue.end_ms,
                            "time_base": Fraction(1, 1000),
                            "metadata": {"title": cue.text},
                        }
                        for number, cue in enumerate(chapter_cues(chapters, length_ms), 1)
                    ]
                )
            self._file.mux(self._stream.encode(None))
        finally:
            self._file.close()
        return can


class _Ffmpeg:
    def __init__(self, file: Path, program: Path) -> None:
        quality = [word for name, value in _QUALITY.items() for word in (f"-{name}", value)]
        words = [str(program), "-loglevel", "error", "-f", "matroska", "-i", "pipe:0", "-y", "-an"]
        words += [
            "-r",
            str(_FRAMES_A_SECOND),
            "-c:v",
            _ENCODER,
            "-b:v",
            "1M",
            *quality,
            "-f",
            "webm",
            str(file),
        ]
        environment = {name: os.environ[name] for name in _CHILD_NEEDS if name in os.environ}
        # Ctrl-C is the run's: the program ends when it is given nothing more.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        self._process = subprocess.Popen(  # noqa: S603  Playwright's own program
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,  # none of the run's secrets
            **apart,
        )
        self._write(_matroska_header())

    def add(self, picture: Image.Image, at_ms: int) -> None:
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        self._write(_matroska_cluster(jpeg.getvalue(), at_ms))

    def close(self, chapters: Sequence[Mark] = (), length_ms: int = 0) -> bool:  # noqa: ARG002
        try:
            assert self._process.stdin is not None  # noqa: S101  a pipe was asked for
            self._process.stdin.close()
            code = self._process.wait(_FFMPEG_ENDS_WITHIN)
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        if code != 0:
            raise OSError(code, "ffmpeg")
        return False

    def _write(self, content: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101  a pipe was asked for
        self._process.stdin.write(content)
        self._process.stdin.flush()


# --- as much Matroska as ffmpeg needs (RFC 9559: identifiers; RFC 8794: sizes) ---------------------------------------

_UNKNOWN_SIZE: Final = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def _element(identifier: str, content: bytes) -> bytes:
    return bytes.fromhex(identifier) + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(identifier: str, value: int) -> bytes:
    return _element(identifier, value.to_bytes(8, "big"))


def _matroska_header() -> bytes:
    """A file of unknown length with one track of JPEG pictures; times are milliseconds."""
    document = _element("4282", b"matroska") + _number("4287", 4) + _number("4285", 2)
    information = _number("2AD7B1", 1_000_000) + _element("4D80", b"ap-token") + _element("5741", b"ap-token")
    size = _number("B0", 1) + _number("BA", 1)  # what counts is each picture's own
    track = _number("D7", 1) + _number("73C5", 1) + _number("83", 1) + _element("86", b"V_MJPEG")
    return b"".join(
        (
            _element("1A45DFA3", document),
            bytes.fromhex("18538067") + _UNKNOWN_SIZE,
            _element("1549A966", information),
            _element("1654AE6B", _element("AE", track + _number("9C", 0) + _element("E0", size))),
        )
    )


def _matroska_cluster(jpeg: bytes, at_ms: int) -> bytes:
    """One picture: track 1, no time of its own beside the cluster's, a key frame."""
    return _element("1F43B675", _number("E7", at_ms) + _element("A3", b"\x81\x00\x00\x80" + jpeg))
