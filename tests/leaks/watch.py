"""Watches a command at work: every process below it, and every file that exists for a while.

Processes are sampled; one that lives shorter than `_PAUSE` may be missed. Files are kept by a second hard link, so
what has been deleted by the end can be searched all the same, with its last content.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_PAUSE: Final = 0.01
"""Seconds between two looks."""


@dataclass(frozen=True, order=True)
class Sample:
    """What anybody who may look at a process sees of it."""

    what: str
    """`cmdline` or `environ`."""
    process: str
    """Its program's name."""
    is_command: bool
    """The watched command itself, not something below it."""
    had_children: bool
    """Whether the command had started anything by then."""
    content: bytes


@dataclass
class Watcher:
    """Looks on from the command's start to its end.

    Args:
        folders: where new files are kept; on the file system of `keep`.
        keep: the folder of the second links, made by the watcher.
    """

    folders: tuple[Path, ...]
    keep: Path
    samples: set[Sample] = field(default_factory=set)
    kept: dict[Path, str] = field(default_factory=dict)
    """The second link of each file, and the file's own path when it was first seen."""
    looks: int = 0
    _family: set[int] = field(default_factory=set)
    _strangers: set[int] = field(default_factory=set)
    _inodes: set[int] = field(default_factory=set)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, command: int) -> None:
        """Begin with this process."""
        self.keep.mkdir(mode=0o700, exist_ok=True)
        self._inodes |= {each.inode() for folder in self.folders for each in _files(folder)}
        self._family = {command}
        self._over.clear()
        self._thread = threading.Thread(target=self._watch, args=(command,), name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop, after one more look. Harmless when stopped."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def _watch(self, command: int) -> None:
        while True:
            is_last = self._over.is_set()
            self._look_at_processes(command)
            self._look_at_files()
            self.looks += 1
            if is_last:
                return
            time.sleep(_PAUSE)

    def _look_at_processes(self, command: int) -> None:
        there = {int(name) for name in os.listdir("/proc") if name.isdecimal()}  # noqa: PTH208  names are enough
        self._family &= there
        self._strangers &= there
        for pid in sorted(there - self._family - self._strangers):
            parent = _parent(pid)
            if parent in self._family:
                self._family.add(pid)
            elif parent is not None:
                self._strangers.add(pid)
        for pid in self._family:
            with suppress(OSError):
                name = Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
                for what in ("cmdline", "environ"):
                    content = Path(f"/proc/{pid}/{what}").read_bytes()
                    self.samples.add(Sample(what, name, pid == command, len(self._family) > 1, content))

    def _look_at_files(self) -> None:
        for folder in self.folders:
            for entry in _files(folder):
                if entry.inode() in self._inodes:
                    continue
                link = self.keep / str(entry.inode())
                with suppress(OSError):
                    os.link(entry.path, link, follow_symlinks=False)
                    self._inodes.add(entry.inode())
                    self.kept[link] = entry.path


def _parent(pid: int) -> int | None:
    """The process that started it, as the last field before which a program's name may hold anything."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[1])
    return None


def _files(folder: Path | str) -> Iterable[os.DirEntry[str]]:
    """Every regular file below a folder, as far as it is still there."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    yield entry
