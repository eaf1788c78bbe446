"""A Playwright trace of the part of a run before the curtain: `--trace`, viewable with `playwright show-trace`."""

from __future__ import annotations

import os
from typing import Final

from playwright.sync_api import BrowserContext

from automation.evidence.folder import RunFolder
from automation.evidence.steps import Fact, FactValues, Step

FILE_NAME: Final = "trace.zip"


class Tracer:
    """Observes a run; stops for good when the curtain opens, for from then on a token may be in sight."""

    def __init__(self, folder: RunFolder, context: BrowserContext) -> None:
        self._path = folder.path / FILE_NAME
        self._context = context
        self._running = True
        context.tracing.start(screenshots=True, snapshots=True)

    def step_begins(self, step: Step) -> None:
        """Nothing: Playwright records by itself."""

    def step_ends(self, step: Step) -> None:
        """A failed step is the last one worth recording."""
        if step.outcome == "failed":
            self.stop()

    def curtain(self, *, is_open: bool) -> None:
        """Stop before anything secret can be in the page's traffic."""
        if is_open:
            self.stop()

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing to record."""

    def warned(self, warning: str) -> None:
        """Nothing to record."""

    def stop(self) -> None:
        """Write the trace. Once stopped it is never started again in this run."""
        if self._running:
            self._running = False
            # Playwright would make the file readable for everybody; made beforehand, it stays the user's alone.
            os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600))
            self._context.tracing.stop(path=self._path)
