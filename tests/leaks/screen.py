"""The clipboard of a screen without eyes, and somebody who reads it at every change, as clipboard managers do."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import pytest

from tests.browser.x_selections import CLIPBOARD, PRIMARY, Witness, libraries, screen

_PAUSE: Final = 0.01
"""Seconds between two looks."""


@dataclass
class ClipboardReader:
    """Reads a display's selections whenever somebody takes them over."""

    display: str
    read: list[tuple[str, bytes]] = field(default_factory=list)
    """Which selection, and what it held, in order."""
    left: dict[str, bytes] = field(default_factory=dict)
    """What the selections hold in the end."""
    changes: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._watch, name="clipboard", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        found = libraries()
        assert found is not None
        witness = Witness(self.display, *found)
        while not self._over.wait(_PAUSE):
            for selection in witness.changes():
                self.changes += 1
                text = witness.text(selection)
                if text is not None:
                    self.read.append((selection, text.encode()))
        self.left = {name: (witness.text(name) or "").encode() for name in (CLIPBOARD, PRIMARY)}
        witness.close()

    def stop(self) -> None:
        """Take a last look, and leave. Harmless when stopped."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()


@contextmanager
def screen_with_reader() -> Iterator[ClipboardReader]:
    """A screen of its own, and a reader of its clipboard. In CI the absence of X is a failure."""
    if libraries() is None:
        message = "no X server without a screen: apt-get install xvfb libxfixes3"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with screen() as display:
        reader = ClipboardReader(display)
        reader.start()
        try:
            yield reader
        finally:
            reader.stop()
