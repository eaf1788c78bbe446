"""What is taken of a page when a step ends: its picture (`camera`), its snapshot (`aria`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from automation import private
from automation.evidence.eyes import Eyes
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Onlooker, Seen, Step


class Stills(Onlooker):
    """Observes a run and takes one still a step: `NN-<step>.<ending>` in its folder.

    Nothing with a credential on the page; behind the curtain only of a step that failed, by a stricter rule.
    """

    def __init__(
        self,
        folder: RunFolder,
        page: Page,
        *,
        eyes: Eyes | None = None,
        see: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        """Args:
        folder: the run's.
        page: what to take.
        eyes: what searches the page, where somebody else needs it, too.
        see: puts on record that there is one (`Run.see`).
        """
        self._folder, self._page, self._see = folder, page, see
        self._eyes = eyes or Eyes(page)
        self._behind_curtain = self._credential = False

    def curtain(self, *, is_open: bool) -> None:
        """From an open curtain to a closed one only failures are taken."""
        self._behind_curtain = is_open

    def credential(self, *, is_open: bool) -> None:
        """Nothing at all is taken while a password or a key is on the page."""
        self._credential = is_open

    @property
    def is_recording(self) -> bool:
        """Never: stills are single, each by the rule of its moment."""
        return False

    def _is_due(self, step: Step, *, every_step: bool = True) -> bool:
        failed = step.outcome == "failed"
        return not self._credential and (failed or (every_step and not self._behind_curtain))

    def _keep(self, what: Seen, step: Step, ending: str, content: bytes, **more: Any) -> None:  # noqa: ANN401  JSON
        """Write the still and put it on record.

        Raises:
            OSError: it cannot be written.
        """
        name = f"{step.number:02}-{re.sub(r'[^a-z0-9-]', '-', step.id)}.{ending}"
        private.write_file(self._folder.path / name, content)
        self._see(what, step=step.number, file=name, **more)
