"""What is on the disk after a power cut, if nothing survives but what was forced to it.

A killed process leaves everything it wrote; a machine without power leaves, at the worst, the bytes of files as they
were at their last `fsync` and the names in a folder as they were at the folder's last `fsync`. `Recorder` keeps both
while the command runs (in the command's own process, see `launcher`); `Before` knows how it all began; `worst_case`
puts the folders into that state. File systems in use keep more than that, but promise no more (`fsync(2)`).
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_open, _write, _rename = os.open, os.write, os.rename  # before the launcher makes boundaries of them

Identity = tuple[int, int]
"""Inode and generation: the number of a removed file is soon given to a new one."""


class Recorder:
    """Notes what has been forced to disk, as it is forced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = _open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._generations: Counter[int] = Counter()

    def created(self, descriptor: int) -> None:
        """A file was opened for writing; an empty one counts as new."""
        status = os.fstat(descriptor)
        if status.st_size == 0:
            self._generations[status.st_ino] += 1

    def fsynced(self, descriptor: int) -> None:
        """A file's bytes, or a folder's names, are on disk now."""
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            folder = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115
            names = {
                item.name: self._identity(item.stat(follow_symlinks=False).st_ino)
                for item in os.scandir(folder)
            }
            self._note({"folder": folder, "names": names})
            return
        own = _open(f"/proc/self/fd/{descriptor}", os.O_RDONLY)  # the descriptor may be for writing only
        try:
            content = os.pread(own, status.st_size, 0)
        finally:
            os.close(own)
        name = sha256(content).hexdigest()
        there = _open(self._folder / f"{name}.new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        _write(there, content)
        os.close(there)
        _rename(self._folder / f"{name}.new", self._folder / name)
        self._note({"file": self._identity(status.st_ino), "content": name})

    def _identity(self, inode: int) -> Identity:
        return inode, self._generations[inode]

    def _note(self, line: object) -> None:
        _write(self._log, json.dumps(line).encode() + b"\n")


@dataclass(frozen=True)
class Before:
    """The watched folders as they were when the command began; all of it counts as on disk."""

    names: dict[str, dict[str, Identity]]
    contents: dict[Identity, bytes]

    @classmethod
    def of(cls, roots: Iterable[Path]) -> Before:
        """Look at the folders."""
        names: dict[str, dict[str, Identity]] = {}
        contents: dict[Identity, bytes] = {}
        for root in roots:
            for folder, _, files in os.walk(root):
                items = [item for item in Path(folder).iterdir() if not item.is_symlink()]
                names[folder] = {item.name: (item.stat().st_ino, 0) for item in items}
                contents |= {
                    (path.stat().st_ino, 0): path.read_bytes()
                    for path in (Path(folder, name) for name in files)
                }
        return cls(names, contents)


def worst_case(before: Before, image: Path, roots: Iterable[Path]) -> None:
    """Leave in these folders only what `before` had or what was forced to disk since."""
    names = {folder: dict(there) for folder, there in before.names.items()}
    contents = dict(before.contents)
    log = image / "log"
    for text in log.read_text().splitlines() if log.exists() else ():  # it may have died before it began
        line = json.loads(text)
        if "folder" in line:
            names[line["folder"]] = {name: (inode, time) for name, (inode, time) in line["names"].items()}
        else:
            inode, time = line["file"]
            contents[inode, time] = (image / line["content"]).read_bytes()
    for root in roots:
        folders = [folder for folder, _, _ in os.walk(root)]
        kept = [(folder, there) for folder, there in names.items() if Path(folder).is_relative_to(root)]
        for item in root.iterdir():
            shutil.rmtree(item) if item.is_dir() and not item.is_symlink() else item.unlink()
        for folder, there in sorted(kept):
            if not Path(folder).is_dir():
                continue  # its own name was never forced to disk
            for name, identity in there.items():
                path = Path(folder, name)
                if str(path) in names or str(path) in folders:
                    path.mkdir(mode=0o700)
                else:
                    path.write_bytes(contents.get(identity, b""))
                    path.chmod(0o600)
