"""Masked pictures of the page: one a step before the curtain and after it, and one of the step that failed.

Nothing on the page that has the form of a token, an authorization or a personal number gets into a picture, nor what
password and file fields hold, nor names of persons (`camera_rules` has the rules). Where the NIP and typed values
are to be seen goes on record with the picture, so that a bundle can paint over them. Behind the curtain there is a
picture only of a step that failed, and then nothing in any field is shown either, nor anything that cannot be searched
for text (pictures, drawings). A page that cannot be searched, or on which something has come to light while the
picture was taken, is not shown at all.

A step that has changed nothing on the page gets the same picture again, without a new one being taken.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Page

from automation.evidence.eyes import Eyes
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Seen, Step
from automation.evidence.stills import Stills

_PROBE_MS: Final = 500
_PICTURE_MS: Final = 1200
"""Milliseconds that the page may take to answer, and to be pictured."""
_GONE_MS: Final = 300
"""Milliseconds within which the browser says that a page has crashed, on a busy machine, too."""
_TRY_AGAIN_SECONDS: Final = 0.5
"""A page that was just changing is looked at once more, unless that much time is gone."""
_ATTRIBUTE: Final = "data-ap-token-hidden"


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture, and what it shows."""

    content: bytes
    regions: list[dict[str, Any]]
    """As `automation.evidence.record.RegionRecord`."""
    digest: str
    """Of what is to be seen; empty where something was moving."""


class Camera(Stills):
    """Observes a run and takes pictures: `NN-<step>.png` in the run's folder."""

    def __init__(
        self,
        folder: RunFolder,
        page: Page,
        *,
        every_step: bool,
        quick: bool = False,
        eyes: Eyes | None = None,
        warn: Callable[[], None] = lambda: None,
        see: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        """Args:
        folder: the run's.
        page: what to take pictures of.
        every_step: not only of the step that fails.
        quick: the browser has no window that could be minimised: half the time, by a way without a time limit.
        eyes: what searches the page, where somebody else needs it, too.
        warn: told when there is no picture although there should be.
        see: puts on record that there is one (`Run.see`).
        """
        super().__init__(folder, page, eyes=eyes, see=see)
        self._every_step = every_step
        self._warn = warn
        self._last: _Picture | None = None
        self._quick = quick
        self._session: CDPSession | None = None

    def step_ends(self, step: Step) -> None:
        """Take the picture, if one is due."""
        failed = step.outcome == "failed"
        if not self._is_due(step, every_step=self._every_step):
            return
        if failed:
            self._last = None  # of a failure, nothing but what is there now
        started = time.perf_counter()
        picture = self._picture()
        while picture is None and time.perf_counter() - started < _TRY_AGAIN_SECONDS and not self._is_gone():
            picture = self._picture()
        if picture is not None:
            self._last = None if failed else picture
            with suppress(OSError):
                self._keep(Seen.PICTURE, step, "png", picture.content, regions=picture.regions)
                return
        if not self._is_gone():
            self._warn()

    def _picture(self) -> _Picture | None:
        """The page with everything secret hidden; None where that is not certain or the page does not answer."""
        with suppress(Error):
            return self._picture_of_page()
        return None

    def _picture_of_page(self) -> _Picture | None:
        page = self._page
        if page.is_closed():
            return None
        # `evaluate` has no time limit, so first see whether the page answers.
        page.locator(":root").wait_for(state="attached", timeout=_PROBE_MS)
        known = self._last.digest if self._last is not None else ""
        told = self._eyes.ask("look", [_ATTRIBUTE, self._behind_curtain, known])
        if told["same"]:
            return self._last
        nothing_new = False
        try:
            content = self._shot()
            # Had anything come meanwhile, it would be in the picture.
            nothing_new = self._eyes.ask("finish")
        finally:
            if not nothing_new:
                with suppress(Error):
                    self._eyes.ask("undo")
        return _Picture(content, told["regions"], told["digest"]) if content and nothing_new else None

    def _shot(self) -> bytes:
        """The window as it is; empty where no script can look into something: a closed shadow root."""
        if self._session is None:
            self._session = self._page.context.new_cdp_session(self._page)
        try:
            # Unlike `getDocument` this does not make the browser report every change from now on.
            found = self._session.send("Runtime.evaluate", {"expression": "document"})
            tree = self._session.send(
                "DOM.describeNode", {"objectId": found["result"]["objectId"], "depth": -1, "pierce": True}
            )
            if _closed_in(tree["node"]):
                return b""
            if self._quick:
                shot = self._session.send(
                    "Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True}
                )
                return base64.b64decode(shot["data"])
        except Error:
            self._session = None  # the page may be another one's by now
            raise
        # Stopping animations would change the page.
        return self._page.screenshot(timeout=_PICTURE_MS, animations="allow")

    def _is_gone(self) -> bool:
        """Whether the page is closed or has crashed: there is nothing to show, and nothing to warn of."""
        if self._page.is_closed():
            return True
        try:
            self._page.locator(":root").wait_for(state="attached", timeout=_GONE_MS)
        except Error as error:
            return "crash" in str(error).casefold() or "closed" in str(error).casefold()
        return False


def _closed_in(node: dict[str, Any]) -> bool:
    if node.get("shadowRootType") == "closed":
        return True
    inner = [*node.get("children", ()), *node.get("shadowRoots", ())]
    if "contentDocument" in node:
        inner.append(node["contentDocument"])
    return any(_closed_in(each) for each in inner)
