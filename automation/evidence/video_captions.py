"""Captions of a video as WebVTT: each step's title, for as long as it is done."""

from __future__ import annotations

from collections.abc import Iterable

from automation.evidence.video_timeline import Cue


def webvtt(cues: Iterable[Cue]) -> str:
    """The captions' file (https://www.w3.org/TR/webvtt1/)."""
    blocks = [
        f"{number}\n{_time(cue.start_ms)} --> {_time(cue.end_ms)}\n{_text(cue.text)}\n"
        for number, cue in enumerate(cues, 1)
        if cue.end_ms > cue.start_ms
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _time(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _text(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
