"""A Playwright trace of the part of a run before the curtain, viewable with `playwright show-trace`.

Kept of every run with `--trace`, else of a run in which a step failed, before the curtain or after. Recorded in the
run's temporary folder, where it stays until that is known; into the run folder goes only what `trace_cleaning` has
gone over. No pictures are recorded with it: in a picture nothing can be found and masked afterwards. Those of the
steps are `camera`'s.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Error

from automation import private
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Onlooker, Seen, Step
from automation.evidence.trace_cleaning import clean_trace
from automation.secret import Secret

FILE_NAME: Final = "trace.zip"
_SHORTEST_COOKIE: Final = 8


@dataclass(frozen=True, slots=True)
class _Raw:
    """A trace as recorded, and the cookies that are to be searched for in it."""

    path: Path
    cookies: list[Secret]


class Tracer(Onlooker):
    """Observes a run; stops for good when the curtain opens, for from then on a token may be in sight.

    While a credential is on the page it does not record; what comes after that is a trace of its own
    (`trace-2.zip`), never a chunk of the one before: chunks share the answers of the whole trace.
    """

    def __init__(
        self,
        folder: RunFolder,
        context: BrowserContext,
        scratch: Path,
        *,
        always: bool = True,
        see: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        """Start to record.

        Args:
            folder: the run's; traces go there, cleaned.
            context: what to record.
            scratch: a folder that is the user's alone and does not outlive the run, for the raw ones.
            always: keep it whatever comes, with the page as it was before and after each action; otherwise only of
                a run in which a step failed, and without that, which takes 2 ms an action, of which a run has 200.
            see: puts on record that there is one (`Run.see`).
        """
        self._wanted = self._detailed = always
        self._see = see
        self._folder = folder
        self._context = context
        self._scratch = scratch
        self._running = False
        self._over = False
        self._behind_curtain = False
        self._raw: list[_Raw] = []
        self._written = 0
        self._start()

    def step_ends(self, step: Step) -> None:
        """A failed step is the last one worth recording. Behind the curtain what takes time has to wait."""
        if step.outcome == "failed":
            self._wanted = True
            if not self._behind_curtain:
                self.stop()

    def curtain(self, *, is_open: bool) -> None:
        """Stop before anything secret can be in the page's traffic."""
        self._behind_curtain = is_open
        if is_open:
            self._over = True
            self._pause()

    def credential(self, *, is_open: bool) -> None:
        """Not while a password or a key is on the page."""
        if is_open:
            self._pause()
        elif not self._over:
            self._start()

    @property
    def is_recording(self) -> bool:
        """Whether the recording goes on; also when it could not be ended."""
        return self._running

    def stop(self) -> None:
        """Keep what is wanted, remove the rest. Once stopped it is never started again in this run."""
        self._over = True
        self._pause()
        self._keep()
        while self._raw:
            _remove(self._raw.pop().path)

    def _start(self) -> None:
        self._context.tracing.start(screenshots=False, snapshots=self._detailed)
        self._running = True

    def _pause(self) -> None:
        if not self._running:
            return
        raw = _Raw(self._scratch / f"trace-{secrets.token_hex(4)}.zip", [])
        self._raw.append(raw)
        try:
            self._stop_recording(raw.path)
            raw.cookies.extend(self._cookies())
        except BaseException:
            self._raw.remove(raw)
            _remove(raw.path)
            raise
        if self._wanted:
            self._keep()

    def _keep(self) -> None:
        """Clean what was recorded and write it into the run's folder, if it is wanted."""
        while self._wanted and self._raw:
            raw = self._raw.pop(0)
            try:
                content = clean_trace(raw.path, secrets=raw.cookies)
            finally:
                _remove(raw.path)
            self._written += 1
            name = FILE_NAME if self._written == 1 else f"trace-{self._written}.zip"
            private.write_file(self._folder.path / name, content)
            self._see(Seen.TRACE, file=name)

    def _stop_recording(self, raw: Path) -> None:
        # Playwright would make the file readable for everybody; made beforehand, it stays the user's alone.
        private.open_file(raw).close()
        try:
            self._context.tracing.stop(path=raw)
        except Error:
            with suppress(Error):  # no trace then; what matters is that it ends
                self._context.tracing.stop()
                self._running = False
            raise
        self._running = False

    def _cookies(self) -> list[Secret]:
        with suppress(Error):
            return [
                Secret(cookie["value"])
                for cookie in self._context.cookies()
                if len(cookie.get("value", "")) >= _SHORTEST_COOKIE
            ]
        return []


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
