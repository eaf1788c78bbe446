"""Where the browser and Playwright's driver put what they need for a run only: a folder of ours, gone afterwards.

In it are the browser's profile, traces being recorded, artifacts, shared memory, crash dumps. The driver takes it for
the system's folder for temporary files (`TMPDIR`, `TMP`, `TEMP`), and the browser inherits that from the driver.

Places, the first that will do: the system's folder for temporary files, then the user's cache. Not the runtime folder
(`/run/user/…`): it is small, the browser keeps its shared memory here, and it goes when the user logs out although a
run may go on. The temporary folder is shared, so ours in it must be a real folder, our own, open to nobody else,
and so must all above it be out of other people's hands; one that is not is never used, whoever made it.

A run holds a lock (`flock`; on Windows a locked byte) for as long as its process lives, however that ends. A folder
whose lock is free belongs to a dead run, and the next start removes it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from automation import private
from automation.errors import BrowserPlaceError, BrowserUnusableError
from automation.hardening import child_environment

_LOCK: Final = ".lock"
_ROOT_LOCK_SECONDS: Final = 10.0
_LONGEST_PATH: Final = 60
"""Characters on Linux: below it Chromium makes `/org.chromium.Chromium.XXXXXX/SingletonSocket`, and a socket's path
has 107 at most (`unix(7)`)."""
_ENOUGH_ROOM: Final = 256 * 1024 * 1024
_ATTEMPTS: Final = 20
_ATTEMPT_SECONDS: Final = 0.1
_TRANSPORTS: Final = ("playwright._impl.transport", "playwright._impl._transport")
"""The module of Playwright that starts the driver, by its newer and its older name."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for this run, removed at its end; what killed runs have left is removed first.

    Raises:
        BrowserPlaceError: there is no place that is out of other people's reach.
    """
    places = list(temporary_places())
    for place in places:
        _sweep(place)
    for place in places:
        try:
            folder, lock = _make(place)
        except (OSError, Timeout, NotImplementedError):
            continue  # not private, no room, no locks there: the next one
        try:
            yield folder
        finally:
            lock.release()  # Windows removes no file that is open
            _remove(folder)
        return
    raise BrowserPlaceError(places=", ".join(map(str, places)))


def temporary_places() -> Iterator[Path]:
    """The folders in which runs make theirs, in the order in which they are tried."""
    # On Windows and macOS the system's folder is each user's own, elsewhere everybody's.
    shared = os.name == "posix" and sys.platform != "darwin"
    yield Path(tempfile.gettempdir()) / (f"ap-token-{os.geteuid()}" if shared else "ap-token")
    yield user_cache_path("ap-token", appauthor=False) / "browser"


@contextmanager
def driver_uses(folder: Path) -> Iterator[None]:
    """Until the block ends, a driver of Playwright's that is started takes this as its temporary folder.

    Playwright offers no setting for it and copies this process's environment. That is not changed, since another
    thread may be opening the vault; what is exchanged is Playwright's own function.

    Raises:
        BrowserUnusableError: this Playwright has no such function.
    """
    places = {name: str(folder) for name in ("TMPDIR", "TMP", "TEMP")}
    # A crash dump is a picture of the memory. No switch keeps Chromium from writing them (without its crash handler,
    # `--disable-crashpad-for-testing`, Debian's does not load a page), and it keeps them beside the user's
    # everyday profile, whatever profile it is given. So they come here, and go with the folder.
    places |= {
        "BREAKPAD_DUMP_LOCATION": str(folder / "crashes"),
        "CHROME_CONFIG_HOME": str(folder / "config"),
    }
    module, original = _driver_environment()

    def environment() -> dict[str, str]:
        return child_environment(original()) | places

    module.get_driver_env = environment
    start = asyncio.create_subprocess_exec
    if os.name == "posix":
        # A closed terminal, `timeout` or a service's end sends its signal to the whole group of processes. This one
        # saves the token first, and needs the driver for it; that ends by itself when this process does.
        asyncio.create_subprocess_exec = partial(start, process_group=0)
    try:
        yield
    finally:
        module.get_driver_env = original
        asyncio.create_subprocess_exec = start


def _driver_environment() -> tuple[Any, Any]:
    for name in _TRANSPORTS:
        with suppress(ImportError):
            module = import_module(name)
            if hasattr(module, "get_driver_env"):
                return module, module.get_driver_env
    raise BrowserUnusableError(browser="Playwright", reason="get_driver_env")


def _make(place: Path) -> tuple[Path, FileLock]:
    """A new folder in the place, and its lock, held."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        private.make_folder(place)
    if not _is_safe(place):
        raise PermissionError(place)
    if shutil.disk_usage(place).free < _ENOUGH_ROOM:
        raise OSError(place)
    with _root_lock(place):
        folder = place / secrets.token_hex(4)
        if sys.platform == "linux" and len(os.fsencode(folder)) > _LONGEST_PATH:
            raise OSError(folder)
        private.make_folder(folder)
        lock = FileLock(folder / _LOCK, mode=private.FILE_MODE)
        lock.acquire(timeout=0)
    return folder, lock


def _root_lock(place: Path) -> FileLock:
    """Whoever makes or sweeps holds it: a folder just made must not be taken for a dead run's before it is locked."""
    return FileLock(place / _LOCK, timeout=_ROOT_LOCK_SECONDS, mode=private.FILE_MODE)


def _sweep(place: Path) -> None:
    """Remove the folders of dead runs. What cannot be removed stays for the next start."""
    if not _is_safe(place):
        return
    with suppress(OSError, Timeout, NotImplementedError), _root_lock(place):
        for folder in place.iterdir():
            if not private.is_private(folder):
                continue  # the lock itself; a link, or something that is not ours: never followed, never touched
            with suppress(OSError, Timeout, NotImplementedError):
                lock = FileLock(folder / _LOCK, mode=private.FILE_MODE)
                lock.acquire(timeout=0)
                lock.release()
                _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder with all in it; links in it are removed, not followed (`shutil.rmtree`).

    The browser of a run just killed may still be putting things there, and Windows removes no file that
    another process has open, so it may take several attempts.
    """
    for attempt in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        if attempt + 1 < _ATTEMPTS:
            time.sleep(_ATTEMPT_SECONDS)


def _is_safe(place: Path) -> bool:
    """Whether nobody else (but an administrator) can look into the place, or put another in its stead."""
    if not private.is_private(place):
        return False
    if os.name == "nt":
        return True
    for above in place.resolve().parents:
        found = above.stat()
        if found.st_uid not in {0, os.geteuid()}:
            return False
        if found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX:
            return False
    return True
