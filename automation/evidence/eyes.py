"""Asks a page what of it may not be shown (`camera_scripts`), for the camera and the aria snapshots alike."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Literal

from playwright.sync_api import Error, JSHandle, Page

from automation.evidence.camera_scripts import EYES

Question = Literal["look", "finish", "undo", "named"]


class Eyes:
    """The questions that can be put to one page, whatever document it has just now."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._there: JSHandle | None = None

    def ask(self, question: Question, argument: object = None) -> Any:  # noqa: ANN401  each has its own answer
        """The answer to a question that `camera_scripts` describes. It has no time limit.

        Raises:
            playwright.sync_api.Error: the page is gone or going elsewhere, or cannot be searched.
        """
        if self._there is not None and question in {"look", "named"}:
            with suppress(Error):  # another document by now
                return self._put(self._there, question, argument)
            self._there = None
        if self._there is None:
            self._there = self._page.evaluate_handle(EYES)
        return self._put(self._there, question, argument)

    @staticmethod
    def _put(there: JSHandle, question: Question, argument: object) -> Any:  # noqa: ANN401  as above
        return there.evaluate(f"(eyes, argument) => eyes.{question}(argument)", argument)
