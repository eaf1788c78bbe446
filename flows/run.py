"""The run: named steps in the guide's order, told to whoever observes them.

Observers (the console, the journal, later the recorder and the trainer) are told before and after each
step and when the curtain opens and closes. They never change the flow, and a failure of theirs is a warning, not
the end of the run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.errors import (
    ApTooSlowError,
    AssistantError,
    BrowserClosedError,
    JournalLostError,
    PageUnexpectedError,
    StillRecordingError,
)
from automation.evidence.steps import Announcer, Chronicler, Fact, Observer, Recorder, Seen, Step, Witness
from automation.interruption import Interruption
from automation.os_reason import os_reason
from automation.text import say

if TYPE_CHECKING:
    from automation.vault import Place

_GONE: Final = ("closed", "crashed", "disconnected")


@dataclass(slots=True)
class Run:
    """One run of one flow."""

    interruption: Interruption = field(default_factory=Interruption)
    observers: list[Observer] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reference_number: str | None = None
    """The token's, as soon as it is known."""
    place: Place | None = None
    """The token's place in the vault, while it holds one."""
    presses: int | None = None
    """Of `Odśwież`, once a token was ordered."""
    on_step: Callable[[str], None] = lambda _title: None
    """Told the title of each step, for messages about what went wrong in it."""
    _lost_record: tuple[Path, str] | None = None

    @contextmanager
    def step(self, step_id: str, *, points_at: tuple[str, ...] = (), **values: str | int) -> Iterator[Step]:
        """Do one step of the guide. Its title is the text `step-<id>`.

        Args:
            step_id: which one.
            points_at: the catalogue's ids of the controls that one looks at in it. What is acted on points at itself.
            values: what the text is made with.

        Raises:
            RunInterruptedError: the operator asked to stop before it began.
            AssistantError: whatever went wrong in it; Playwright's own errors come out translated, without
                their call logs, in which a secret may stand.
        """
        self.interruption.check()
        title = say(f"step-{step_id}", **values)
        step = Step(
            step_id, title, len(self.steps) + 1, datetime.now(UTC), values=values, points_at=points_at
        )
        self.steps.append(step)
        self.on_step(step.title)
        self._tell(lambda observer: observer.step_begins(step))
        started = time.perf_counter()
        try:
            self.interruption.check()  # an observer may have waited for a person, who said stop
            yield step
            step.outcome = "done"
        except AssistantError as error:
            step.error = error.code
            raise
        except Exception as error:
            translated = _translated(error, step.title)
            step.error = translated.code if translated else type(error).__name__
            if translated is None:
                raise
            raise translated from None
        finally:
            step.outcome = "done" if step.outcome == "done" else "failed"
            step.duration_ms = round((time.perf_counter() - started) * 1000)
            self._tell(lambda observer: observer.step_ends(step))

    @contextmanager
    def curtain(self) -> Iterator[None]:
        """From before a token is ordered until it is safe: nothing records, one Ctrl-C is not enough.

        Raises:
            StillRecordingError: a recording could not be ended; nothing has been ordered.
        """
        with self.interruption.shielded():
            try:
                self._end_recordings(lambda observer: observer.curtain(is_open=True))
                yield
            finally:
                self._tell(lambda observer: observer.curtain(is_open=False))

    @contextmanager
    def credential(self) -> Iterator[None]:
        """While a password, a key or a code of a login is on the page: no trace, no picture.

        Raises:
            StillRecordingError: a recording could not be ended; nothing has been typed.
        """
        try:
            self._end_recordings(lambda observer: _tell_recorder(observer, is_open=True))
            yield
        finally:
            self._tell(lambda observer: _tell_recorder(observer, is_open=False))

    def _end_recordings(self, message: Callable[[Observer], None]) -> None:
        recorders = [observer for observer in self.observers if isinstance(observer, Recorder)]
        self._tell(message)
        if any(recorder.is_recording for recorder in recorders):
            raise StillRecordingError

    def note(self, fact: Fact, **values: str | int | None) -> None:
        """Put a fact about the token's fate on record. Never a secret."""
        self._tell(lambda observer: observer.noted(fact, values))

    def must_be_on_record(self) -> None:
        """See that whoever comes after this run's death can read what it was about to do.

        Raises:
            JournalLostError: what was to keep that has failed.
        """
        if self._lost_record is not None:
            path, reason = self._lost_record
            raise JournalLostError(path=str(path), reason=reason)

    def see(self, what: Seen, /, **values: object) -> None:
        """Put on record something that shows how it went. Never a secret."""
        self._tell(
            lambda observer: observer.witnessed(what, values) if isinstance(observer, Witness) else None
        )

    def tell_person(self, text_id: str, **values: str | int) -> None:
        """Say what a person is to do while a step waits for it, or how long it still waits."""
        message = say(text_id, **values)
        self._tell(lambda observer: observer.told(message) if isinstance(observer, Announcer) else None)

    def warn(self, warning_id: str, **values: str | int) -> None:
        """Note something that the operator should know, once."""
        warning = say(f"warning-{warning_id}", **values)
        if warning not in self.warnings:
            self.warnings.append(warning)
            self._tell(lambda observer: observer.warned(warning))
            self.see(Seen.WARNING, id=warning_id, values=values, text=warning)

    def _tell(self, message: Callable[[Observer], None]) -> None:
        for observer in list(self.observers):
            try:
                message(observer)
            except Exception as error:
                self.observers.remove(observer)
                if isinstance(observer, Chronicler):
                    reason = os_reason(error) if isinstance(error, OSError) else type(error).__name__
                    self._lost_record = observer.chronicle, reason
                self.warnings.append(
                    say(
                        "warning-observer-failed",
                        observer=type(observer).__name__,
                        reason=type(error).__name__,
                    )
                )


def _tell_recorder(observer: Observer, *, is_open: bool) -> None:
    if isinstance(observer, Recorder):
        observer.credential(is_open=is_open)


def _translated(error: Exception, step: str) -> AssistantError | None:
    """An error of Playwright's in our words; None for anything else, which is a bug of ours."""
    if not type(error).__module__.startswith("playwright"):
        return None
    text = str(error).casefold()
    if type(error).__name__ == "TargetClosedError" or any(sign in text for sign in _GONE):
        return BrowserClosedError()
    if type(error).__name__ == "TimeoutError":
        return ApTooSlowError(step=step, seconds="?")
    return PageUnexpectedError(step=step)
