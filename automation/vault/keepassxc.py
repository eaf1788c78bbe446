"""Is KeePassXC at work on the database, so that it may save its own state over ours?

On Linux an open database can be seen: KeePassXC watches the file (`src/core/FileWatcher.cpp`, through Qt's
`QFileSystemWatcher` that is an inotify watch on the file itself) from unlocking to locking it. Elsewhere
only a running KeePassXC can be seen.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
# The kernel cuts a process's name after 15 characters. AppImage, Flatpak and snap run the same program; the
# prefix covers wrappers such as `keepassxc-wrapped` and `KeePassXC-2.7.4-x86_64.AppImage`.
PROCESS_NAME: Final = "keepassxc"
NOT_THE_WINDOW: Final = ("keepassxc-cli", "keepassxc-proxy")

# `inotify wd:1 ino:2181b2 sdev:fe00000 ...`, in hexadecimal; see proc(5).
WATCH: Final = re.compile(rb"^inotify wd:\S+ ino:([0-9a-f]+) sdev:([0-9a-f]+)", re.MULTILINE)
MINOR_BITS: Final = 20
"""`sdev` is the kernel's own device number (`include/linux/kdev_t.h`): the major above 20 bits of minor."""


@dataclass(frozen=True)
class KeePassXcSeen:
    """A KeePassXC that runs.

    `has_database`: it has this very database unlocked; False when that cannot be seen on this system.
    """

    pid: int
    has_database: bool


def who_has_it_open(file: Path) -> KeePassXcSeen | None:
    """The KeePassXC that has this database unlocked, or, outside Linux, one that runs at all.

    Another user's KeePassXC is not seen, nor one that has to poll (a database on NFS). Never fails.

    Args:
        file: the real database.
    """
    with suppress(Exception):  # what cannot be seen is not there: this is advice only
        return _watcher_of(file) if sys.platform == "linux" else _any_running()
    return None


def _watcher_of(file: Path) -> KeePassXcSeen | None:
    status = file.stat()
    for process in PROC.iterdir():
        if process.name.isdigit() and _is_keepassxc(process) and _watches(process, status):
            return KeePassXcSeen(int(process.name), has_database=True)
    return None


def _is_keepassxc(process: Path) -> bool:
    with suppress(OSError):
        return _is_the_window((process / "comm").read_text(encoding="utf-8", errors="replace").strip())
    return False


def _is_the_window(name: str) -> bool:
    name = name.lower().removeprefix(".")  # `.keepassxc-wrap` on NixOS
    return name.startswith(PROCESS_NAME) and not name.startswith(NOT_THE_WINDOW)


def _watches(process: Path, status: os.stat_result) -> bool:
    with suppress(OSError):  # it has ended, or is another user's
        for info in (process / "fdinfo").iterdir():
            for inode, device in WATCH.findall(_content(info)):
                if int(inode, 16) == status.st_ino and _same_device(int(device, 16), status.st_dev):
                    return True
    return False


def _content(info: Path) -> bytes:
    with suppress(OSError):  # closed since it was listed
        return info.read_bytes()
    return b""


def _same_device(seen: int, device: int) -> bool:
    major, minor = os.major(device), os.minor(device)
    # btrfs and overlayfs show each file system under several numbers of their own (major 0); the watch names
    # another one of them. The number of the file, in a process of this name, says enough.
    return major == 0 or seen == (major << MINOR_BITS | minor)


def _any_running() -> KeePassXcSeen | None:
    import psutil  # noqa: PLC0415  20 ms that Linux does not need

    for process in psutil.process_iter(["name"]):
        if _is_the_window(process.info["name"] or ""):
            return KeePassXcSeen(process.pid, has_database=False)
    return None
