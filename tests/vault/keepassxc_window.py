"""The real KeePassXC window, on an X server without a screen, worked like a person would work it."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final

from .judge import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE: Final = 30.0
SETTINGS: Final = "[General]\nUpdateCheckMessageShown=true\n\n[GUI]\nCheckForUpdates=false\n"

# Where things are in a window of 2.7 that has just opened at its first size, 800 x 600, at the top left.
FIRST_ENTRY: Final = (500, 139)
EDIT: Final = (217, 54)
TITLE: Final = (600, 140)
OK: Final = (520, 551)


def libraries() -> tuple[Any, Any] | None:
    """X11 and its testing extension, which presses keys and buttons; None where they are not installed."""
    names = [ctypes.util.find_library(name) for name in ("X11", "Xtst")]
    if None in names or shutil.which("Xvfb") is None or shutil.which("keepassxc") is None:
        return None
    x11, xtest = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XStringToKeysym.restype = ctypes.c_ulong
    return x11, xtest


@contextmanager
def keepassxc(
    database: Path, home: Path, *, display: str | None = None, unlock: bool = True
) -> Iterator[int]:
    """KeePassXC with this database; gives its process id.

    Args:
        database: opened under the test password.
        home: a home of its own, with its own settings and its own single instance.
        display: an X server; without one KeePassXC draws nowhere.
        unlock: else it asks for the password, and waits.
    """
    (home / "config" / "keepassxc").mkdir(parents=True)
    (home / "config" / "keepassxc" / "keepassxc.ini").write_text(SETTINGS)
    (home / "run").mkdir(mode=0o700)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("DBUS_", "WAYLAND_"))},
        "HOME": str(home),
        "TMPDIR": str(home / "run"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
        **({"QT_QPA_PLATFORM": "offscreen"} if display is None else {"DISPLAY": display}),
    }
    process = subprocess.Popen(
        ["keepassxc", *(["--pw-stdin"] if unlock else []), str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdin is not None
    try:
        if unlock:
            process.stdin.write(f"{PASSWORD}\n".encode())
            process.stdin.flush()
        yield process.pid
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


class Person:
    """Somebody at the keyboard and the mouse of a display."""

    def __init__(self, display: str, x11: Any, xtest: Any) -> None:
        self._x11 = x11
        self._xtest = xtest
        self._display = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
        assert self._display

    def clicks(self, at: tuple[int, int]) -> None:
        """Move there, press and release the left button."""
        self._xtest.XTestFakeMotionEvent(self._display, -1, *at, 0)
        for is_down in (1, 0):
            self._xtest.XTestFakeButtonEvent(self._display, 1, is_down, 0)
        self._done()

    def presses(self, name: str) -> None:
        """Press and release a key, by its X11 name."""
        code = self._x11.XKeysymToKeycode(
            self._display, ctypes.c_ulong(self._x11.XStringToKeysym(name.encode()))
        )
        for is_down in (1, 0):
            self._xtest.XTestFakeKeyEvent(self._display, code, is_down, 0)
        self._done()

    def _done(self) -> None:
        self._x11.XSync(self._display, 0)
        time.sleep(0.5)  # a window does not tell when it has taken it


@contextmanager
def screen(x11: Any, xtest: Any) -> Iterator[tuple[str, Person]]:
    """An X server of its own, and somebody in front of it."""
    with ExitStack() as stack:
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1000x700x24", "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(server.wait)
        stack.callback(server.terminate)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb does not start"
        yield f":{number}", Person(f":{number}", x11, xtest)


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Look again and again until it holds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, f"never: {what}"
        time.sleep(0.1)
