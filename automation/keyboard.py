"""The terminal's keyboard, read beside everything else: a window must stay alive while a person thinks."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable


class Keyboard:
    """Lines that the person types. The only reader of the terminal while it is in use."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self._thread: threading.Thread | None = None

    @staticmethod
    def is_there() -> bool:
        """Whether there is a terminal to type at."""
        return sys.stdin is not None and sys.stdin.isatty()

    def forget(self) -> None:
        """What was typed before is no answer to what is asked now."""
        while not self._lines.empty():
            self._lines.get_nowait()
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, daemon=True, name="keyboard")
            self._thread.start()

    def has_line(self) -> bool:
        """Whether a line was typed (an empty one, too)."""
        return not self._lines.empty()

    def line(self, while_waiting: Callable[[], None]) -> str:
        """The next line; calls this over and over until there is one."""
        while self._lines.empty():
            while_waiting()
        return self._lines.get().strip()

    def _read(self) -> None:
        # From the descriptor itself: a thread that waits in `input()` would hold a lock that Python wants at exit.
        while True:
            try:
                typed = os.read(sys.stdin.fileno(), 4096)
            except OSError:
                typed = b""
            self._lines.put(typed.decode(errors="replace"))
            if not typed:  # the terminal is gone: an empty line for whoever waits, and no more
                return
