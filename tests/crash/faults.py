"""Faults of the disk that a database is on: each can be inflicted on a stopped run, and undone."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from .scene import Scene

SPACE = {"tmp": "24m"}  # the browser needs some
USUAL_SPACE = "1m"


def mount(*words: str | Path) -> None:
    """Call `mount`; only root may, and only where the system lets it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root, to mount")
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no right to mount here: {done.stderr}")


def unmount(folder: Path) -> None:
    """Take it away, whoever uses it; nothing happens where nothing is mounted."""
    subprocess.run(["umount", "--lazy", folder], capture_output=True, check=False)


class Fault(Protocol):
    """Something wrong with the disk."""

    def prepare(self, scene: Scene) -> None:
        """Before the database is put there."""

    def inflict(self, scene: Scene) -> None:
        """While the command is stopped."""

    def undo(self, scene: Scene) -> None:
        """After the command has ended."""


class Full:
    """Not one byte more goes onto the disk, or only this many."""

    def __init__(self, *folders: str, left: int = 0) -> None:
        self._folders = folders
        self._left = left

    def prepare(self, scene: Scene) -> None:
        """Small disks in place of the folders."""
        for name in self._folders:
            folder: Path = getattr(scene, name)
            mount("-t", "tmpfs", "-o", f"size={SPACE.get(name, USUAL_SPACE)},mode=700", "tmpfs", folder)
            scene.on_exit(unmount, folder)

    def inflict(self, scene: Scene) -> None:
        """Fill them up."""
        for name in self._folders:
            filler: Path = getattr(scene, name) / "filler"
            _fill_up(filler, b"\0" * 65536)
            _fill_up(filler, b"\0")
            os.truncate(filler, filler.stat().st_size - self._left)
            for journal in getattr(scene, name).rglob("*.jsonl"):  # what is left of its last page
                _fill_up(journal, b"\n")

    def undo(self, scene: Scene) -> None:
        """Make room."""
        for name in self._folders:
            (getattr(scene, name) / "filler").unlink()


def _fill_up(path: Path, with_what: bytes) -> None:
    with suppress(OSError), path.open("ab", buffering=0) as file:
        while file.write(with_what) == len(with_what):
            pass


class ReadOnly:
    """The file system is mounted read-only in the middle, as Linux does after an error of the disk."""

    def prepare(self, scene: Scene) -> None:
        """A disk of its own."""
        Full("vault_dir").prepare(scene)

    def inflict(self, scene: Scene) -> None:
        """From now on nothing can be written."""
        # The lock's file is open for writing, and with that the kernel refuses: so another mount, on top of it.
        mount("--bind", scene.vault_dir, scene.vault_dir)
        scene.on_exit(unmount, scene.vault_dir)
        mount("-o", "remount,bind,ro", scene.vault_dir)

    def undo(self, scene: Scene) -> None:
        """It can again."""
        unmount(scene.vault_dir)


class Busy:
    """The database is a mount of its own (a container's volume), which cannot be renamed over: EBUSY."""

    def prepare(self, scene: Scene) -> None:
        """Nothing."""

    def inflict(self, scene: Scene) -> None:
        """Mount the file on itself."""
        mount("--bind", scene.vault, scene.vault)
        scene.on_exit(unmount, scene.vault)

    def undo(self, scene: Scene) -> None:
        """Unmount it."""
        unmount(scene.vault)


class Unplugged:
    """The drive is pulled out: its folder is there, and empty. Afterwards it is plugged in again."""

    def prepare(self, scene: Scene) -> None:
        """A drive, plugged in."""
        drive = scene.root / "drive"
        drive.mkdir(mode=0o700)
        mount("-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", drive)  # a device of its own, as a drive is
        scene.on_exit(unmount, drive)
        self.undo(scene)

    def inflict(self, scene: Scene) -> None:
        """Pull it out."""
        unmount(scene.vault_dir)

    def undo(self, scene: Scene) -> None:
        """Plug it in."""
        mount("--bind", scene.root / "drive", scene.vault_dir)
        scene.on_exit(unmount, scene.vault_dir)


class Deleted:
    """Somebody deletes the database; later it comes back from where it was."""

    def prepare(self, scene: Scene) -> None:
        """Nothing."""

    def inflict(self, scene: Scene) -> None:
        """It goes elsewhere."""
        shutil.move(scene.vault, scene.root / "elsewhere.kdbx")

    def undo(self, scene: Scene) -> None:
        """It comes back."""
        shutil.move(scene.root / "elsewhere.kdbx", scene.vault)
