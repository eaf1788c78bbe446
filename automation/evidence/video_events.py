"""What happens in a run, as a video tells it."""

from __future__ import annotations

from dataclasses import dataclass

from automation.evidence import video_drawing as drawing


@dataclass(frozen=True, slots=True)
class Title:
    """A step begins."""

    title: str
    part: str
    at: float
    """Seconds on one clock, as of everything here."""
    mark: str = ""
    """The chapter that it belongs to, as players list it."""
    said: tuple[str, ...] = ()
    """What is said of it in a lesson: paragraphs."""
    warnings: tuple[str, ...] = ()
    """What is to be minded; said last."""


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
