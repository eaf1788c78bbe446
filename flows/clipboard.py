"""Keeps the token from lying about in the system's clipboard, where `--clipboard system` has put it."""

from __future__ import annotations

from playwright.sync_api import Error

from automation.browser.clipboard import ClipboardCapture
from automation.evidence.steps import Fact, FactValues, Onlooker
from flows.run import Run


class ClipboardTidier(Onlooker):
    """Observes a run; when the curtain closes, whatever the outcome, it clears a clipboard that holds the token.

    Unless the clipboard may be the last place that has it: when nothing could be written to disk, the operator is
    told to copy the token by hand, and gets to keep what is there.
    """

    def __init__(self, run: Run, clipboard: ClipboardCapture, *, headed: bool) -> None:
        """Args:
        run: told what the operator should know.
        clipboard: what the token is copied through.
        headed: whether the browser has a window; without one the system's clipboard is out of its reach.
        """
        self._run = run
        self._clipboard = clipboard
        self._only_there = False
        if not headed:
            run.warn("clipboard-headless")

    def curtain(self, *, is_open: bool) -> None:
        """Clear, once nobody needs the value any more."""
        if is_open or not self._clipboard.copied:
            return
        if self._only_there:
            self._run.warn("clipboard-left")
            return
        try:
            self._clipboard.clear()
        except Error:
            self._run.warn("clipboard-not-cleared")

    def noted(self, fact: Fact, values: FactValues) -> None:  # noqa: ARG002  the protocol's
        """Know whether the token is on disk."""
        if fact is Fact.HOLDING:
            self._only_there = True
        elif fact in {Fact.CONFIRMED, Fact.RESCUED}:
            self._only_there = False
