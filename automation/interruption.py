"""Ctrl-C (and a scheduler's request to stop) as a fact the run asks about, not an exception out of nowhere.

A `KeyboardInterrupt` in the middle of a database write or of Playwright's event loop would leave things
half done. So the signal only sets a flag; the run looks at it between steps and while it waits. While a token
may exist that is not safe yet, the first signal is noted and the run goes on to save it; the second gives up.

A page that stands still answers nothing, and whoever waits for its answer looks at no flag. So a signal that is to end
the run and is not looked at has a last resort.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from automation.errors import RunInterruptedError

_NAP: Final = 0.2
"""Seconds; a longer sleep would hold Ctrl-C back on Windows."""
_HEARD_WITHIN: Final = 10.0
"""Seconds within which the run looks at a signal that is to end it, unless it waits for something that never comes."""
_LISTENS_EVERY: Final = 0.1
"""Seconds that a signal may wait while a line is waited for."""


class Interruption:
    """Whether the operator wants the run to stop."""

    def __init__(self, on_shielded: Callable[[], None] = lambda: None) -> None:
        """Args:
        on_shielded: called when a signal comes that has to wait, to tell the operator so.
        """
        self._on_shielded = on_shielded
        self._signals = 0
        self._shielded = False
        self._at_prompt = False
        self._is_heard = False
        self.last_resort: Callable[[], None] | None = None
        """Ends whatever the run may be waiting for; called on a thread of its own."""

    @property
    def requested(self) -> bool:
        """Whether a signal came."""
        return self._signals > 0

    @property
    def _is_to_end(self) -> bool:
        return self._signals > (1 if self._shielded else 0)

    def check(self) -> None:
        """Stop here if the run is to stop.

        Raises:
            RunInterruptedError: a signal came (behind the shield: a second one).
        """
        if self._is_to_end:
            self._is_heard = True
            raise RunInterruptedError

    def ask_to_stop(self) -> None:
        """The same as a signal, from a person who has said so in the window. Said again, it counts once."""
        if not self._signals:
            self._note(0, None)

    def wait(self) -> None:
        """Do nothing until a signal comes, and take it as the end that was waited for."""
        while not self._signals:
            time.sleep(_NAP)
        self._signals = 0

    def sleep(self, seconds: float) -> None:
        """Do nothing for so long, or until a signal comes."""
        end = time.monotonic() + seconds
        while not self._signals and (left := end - time.monotonic()) > 0:
            time.sleep(min(_NAP, left))
        self._is_heard = True

    @contextmanager
    def at_prompt(self) -> Iterator[None]:
        """While a person is asked for something: Ctrl-C ends it at once. Python would go on reading otherwise.

        Raises:
            RunInterruptedError: a signal came.
        """
        self._at_prompt = True  # first of all: a signal between the question and this would be waited out
        try:
            self.check()
            yield
        finally:
            self._at_prompt = False

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """While a token may be lost: one signal is not enough."""
        self.check()
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False

    @contextmanager
    def exposed(self) -> Iterator[Callable[[], bool]]:
        """Behind the shield, while nothing is left to do but wait: the next signal is enough.

        Yields what tells whether it came.
        """
        before, shielded, self._shielded = self._signals, self._shielded, False

        def came() -> bool:
            self._is_heard = self._signals > before
            return self._is_heard

        try:
            yield came
        finally:
            self._shielded = shielded

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take over the signals that ask a program to stop."""
        names = (
            "SIGINT",
            "SIGTERM",
            "SIGHUP",
            "SIGBREAK",
        )  # the last is Windows's, SIGHUP is everyone else's
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before: dict[int, Any] = {number: signal.signal(number, self._note) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._at_prompt:
            raise RunInterruptedError
        if self._shielded and self._signals == 1:
            self._on_shielded()
        if self._is_to_end and self.last_resort is not None:
            self._is_heard = False
            timer = threading.Timer(_HEARD_WITHIN, self._resort)
            timer.daemon = True
            timer.start()

    def _resort(self) -> None:
        if not self._is_heard and self.last_resort is not None:
            self.last_resort()


def read_line() -> str:
    """One line from the terminal, within `at_prompt`: Ctrl-C ends it whenever it comes.

    A signal that comes right before the system is asked to read would not wake it, so on POSIX nothing is read
    before a whole line is there.

    Raises:
        EOFError: the terminal's end.
        RunInterruptedError: a signal came.
    """
    if os.name != "nt":
        while not select.select([sys.stdin], [], [], _LISTENS_EVERY)[0]:
            pass  # signals are heard between two calls
    return input()
