"""What a video says of a run's steps: its chapters, and in a lesson what the guide says of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from automation.evidence.steps import Step
from automation.evidence.video_events import Chapter, Title
from automation.redaction import redacted
from automation.text import say

if TYPE_CHECKING:
    from automation.training.cards import Card

_CHAPTERS: Final = {
    "krok-1": ("video-chapter-1", "video-chapter-1.detail"),
    "krok-2": ("video-chapter-2", "video-chapter-2.detail"),
    "krok-3": ("video-chapter-3", "video-chapter-3.detail"),
    "krok-4": ("video-chapter-4", "video-chapter-4.detail"),
    "uniewaznienie": ("video-chapter-revoke", "video-chapter-revoke.detail"),
    "odzyskiwanie": ("video-chapter-recover", "video-chapter-recover.detail"),
}
"""How the names of a chapter's steps begin. Any other step belongs to the chapter that is under way."""

_LESSON_CHAPTERS: Final = {
    "krok-1-strona-glowna": "video-lesson-1-signed-in",
    "krok-1-stan": "video-lesson-1-signed-in",
    "krok-1": "video-lesson-1",
    "krok-2-zadanie-1": "video-lesson-2-1",
    "krok-2-zadanie-2": "video-lesson-2-2",
    "krok-2-zadanie-3": "video-lesson-2-3",
    "krok-3": "video-lesson-3",
    "krok-4-odswiez": "video-lesson-4-1",
    "krok-4-czekanie": "video-lesson-4-1",
    "krok-4": "video-lesson-4-2",
}
"""The same in a lesson, by the guide's Kroki and Zadania; the first that fits. Another Zadanie has its own title."""


class Narration:
    """Tells a video what is said of each step."""

    def __init__(self, *, is_lesson: bool) -> None:
        """Args:
        is_lesson: more than titles.
        """
        self._is_lesson = is_lesson
        self._chapter = ""
        self._mark = ""

    def of(self, step: Step) -> list[Chapter | Title]:
        """Its title, and before it a card where a chapter of the guide begins with it. Nothing secret is in them."""
        at = time.time()
        told: list[Chapter | Title] = []
        begin = next((begin for begin in _CHAPTERS if step.id.startswith(begin)), self._chapter)
        if begin != self._chapter:
            self._chapter = begin
            chapter, detail = map(say, _CHAPTERS[begin])
            self._mark = f"{chapter}: {detail}"
            told.append(Chapter(chapter, detail, at))
        if self._is_lesson:
            self._mark = self._lesson_chapter(step) or self._mark
            told.append(self._lesson(step, at))
        else:
            number = begin.removeprefix("krok-")
            part = say("video-part", number=number) if number.isdigit() else ""
            title = step.title.removeprefix(f"{part}: ").removeprefix(f"{part}, ")
            told.append(Title(_harmless(title[:1].upper() + title[1:]), part, at, self._mark))
        return told

    def of_card(self, card: Card) -> Title:
        """What a card says: the first one and the last, which belong to no step, are chapters of their own."""
        self._mark = _harmless(f"{card.part}: {card.title}" if card.part else card.title)
        return self._told(card, time.time())

    def _lesson(self, step: Step, at: float) -> Title:
        from automation.training.guide import card_for  # noqa: PLC0415  only a lesson has cards

        return self._told(card_for(step), at)

    def _told(self, card: Card, at: float) -> Title:
        said = tuple(_harmless(text) for text in (card.do, card.why, card.note) if text)
        warnings = tuple(_harmless(text) for text in card.warnings)
        return Title(_harmless(card.title), card.part, at, self._mark, said, warnings)

    def _lesson_chapter(self, step: Step) -> str:
        text_id = next((text for begin, text in _LESSON_CHAPTERS.items() if step.id.startswith(begin)), "")
        if text_id:
            return say(text_id)
        return _harmless(step.title) if step.id.startswith("krok-") else ""


def _harmless(text: str) -> str:
    return str(redacted(text))
