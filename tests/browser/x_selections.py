"""An X server without a screen, and a witness of its clipboard: what a clipboard manager would get to see."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

CLIPBOARD: Final = "CLIPBOARD"
PRIMARY: Final = "PRIMARY"
"""What is selected, for the middle mouse button; clipboard managers may watch it as well."""

_SELECTION_NOTIFY: Final = 31
_ANSWER_WITHIN: Final = 2.0
_CHANGED_MASK: Final = 1  # XFixesSetSelectionOwnerNotifyMask


class _Event(ctypes.Structure):
    """XEvent, as far as XSelectionEvent and XFixesSelectionNotifyEvent are read here."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("first", ctypes.c_ulong),
        ("second", ctypes.c_ulong),
        (
            "atom",
            ctypes.c_ulong,
        ),  # the answer's property, none if there is no answer; the selection taken over
        ("rest", ctypes.c_byte * 128),
    )


def libraries() -> tuple[Any, Any] | None:
    """X11 and its extension that tells of selections; None where they, or the server, are not installed."""
    names = [ctypes.util.find_library(name) for name in ("X11", "Xfixes")]
    if None in names or shutil.which("Xvfb") is None:
        return None
    x11, fixes = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    for function in (x11.XInternAtom, x11.XCreateSimpleWindow, x11.XDefaultRootWindow):
        function.restype = ctypes.c_ulong
    return x11, fixes


class Witness:
    """Sees every change of the selections from its making on, and can read them."""

    def __init__(self, display: str, x11: Any, fixes: Any) -> None:
        self._x11 = x11
        self._display = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
        assert self._display
        root = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))
        self._window = ctypes.c_ulong(
            x11.XCreateSimpleWindow(self._display, root, 0, 0, 1, 1, 0, ctypes.c_ulong(0), ctypes.c_ulong(0))
        )
        first, error = ctypes.c_int(), ctypes.c_int()
        assert fixes.XFixesQueryExtension(self._display, ctypes.byref(first), ctypes.byref(error))
        self._fixes_notify = first.value
        self._names = {self._atom(name): name for name in (CLIPBOARD, PRIMARY)}
        for atom in self._names:
            fixes.XFixesSelectSelectionInput(
                self._display, self._window, ctypes.c_ulong(atom), ctypes.c_ulong(_CHANGED_MASK)
            )
        x11.XSync(self._display, 0)

    def changes(self) -> list[str]:
        """Which selections were taken over since the last call, in order."""
        self._x11.XSync(self._display, 0)
        return [self._names[event.atom] for event in self._events() if event.type == self._fixes_notify]

    def text(self, selection: str = CLIPBOARD) -> str | None:
        """What a selection holds now; None if nobody owns it or it is no text."""
        target, place = self._atom("UTF8_STRING"), self._atom("WITNESS")
        self._x11.XConvertSelection(
            self._display,
            *(ctypes.c_ulong(atom) for atom in (self._atom(selection), target, place)),
            self._window,
            ctypes.c_ulong(0),
        )
        until = time.monotonic() + _ANSWER_WITHIN
        while time.monotonic() < until:
            self._x11.XSync(self._display, 0)
            for event in self._events(_SELECTION_NOTIFY):
                return self._property(place) if event.atom else None
            time.sleep(0.01)
        return None

    def close(self) -> None:
        """Leave the server."""
        self._x11.XCloseDisplay(self._display)

    def _events(self, wanted: int | None = None) -> Iterator[_Event]:
        event = _Event()
        if wanted is not None:
            while self._x11.XCheckTypedEvent(self._display, wanted, ctypes.byref(event)):
                yield event
            return
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, ctypes.byref(event))
            yield event

    def _property(self, place: int) -> str:
        kind, form, count, left = (ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong())
        data = ctypes.c_void_p()
        self._x11.XGetWindowProperty(
            self._display,
            self._window,
            *(ctypes.c_ulong(place), ctypes.c_long(0), ctypes.c_long(1 << 20), 1, ctypes.c_ulong(0)),
            *(ctypes.byref(each) for each in (kind, form, count, left, data)),
        )
        text = ctypes.string_at(data, count.value).decode() if data.value else ""
        self._x11.XFree(data)
        return text

    def _atom(self, name: str) -> int:
        return int(self._x11.XInternAtom(self._display, name.encode(), 0))


@contextmanager
def screen() -> Iterator[str]:
    """An X server of its own; gives its display."""
    with ExitStack() as stack:
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb does not start"
        yield f":{number}"


def on(display: str) -> dict[str, str]:
    """The environment of a program that is to show its window there."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("WAYLAND_")}
    return {**others, "DISPLAY": display}
