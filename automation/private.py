"""Folders and files that are their user's alone: 0700 and 0600; on Windows an access list.

On POSIX what counts is the mode that a file is made with: made first and narrowed afterwards, it would be open for
a moment. On Windows a folder gets an access list of its own (its owner, SYSTEM and the administrators, nothing
inherited from above), and whatever is made in it inherits that list.
"""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
# "Security identifiers" of Microsoft's documentation; names would be in Windows's own language.
_OWNER, _SYSTEM, _ADMINISTRATORS = "*S-1-3-4", "*S-1-5-18", "*S-1-5-32-544"
_ICACLS_SECONDS: Final = 20


def make_folder(path: Path) -> None:
    """Make a folder that nobody else can look into.

    Raises:
        FileExistsError: there is something already.
        OSError: it cannot be made, or cannot be made private; nothing is left then.
    """
    path.mkdir(mode=FOLDER_MODE)
    try:
        if os.name == "nt":
            restrict_on_windows(path)
        else:
            path.chmod(FOLDER_MODE)  # whatever the umask has taken away of it
    except BaseException:
        with suppress(OSError):
            path.rmdir()
        raise


def is_private(path: Path) -> bool:
    """Whether this is a folder, no link, and ours alone. On Windows, whether it is a folder and no link."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    if os.name == "nt":
        return not getattr(found, "st_reparse_tag", 0)  # a junction is a link that calls itself a folder
    return found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077 == 0


def open_file(path: Path, *, append: bool = False) -> BinaryIO:
    """Open a file for writing; one that is new is the user's alone. A link in its place is refused.

    Raises:
        OSError: it cannot be opened.
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, FILE_MODE), "ab" if append else "wb")


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole: a reader sees the old one or the new one. Never open to others, not for a moment.

    Raises:
        OSError: it cannot be written; nothing half-written is left.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with open_file(temporary) as file:
            file.write(content)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def restrict_on_windows(path: Path, run: Callable[..., Any] = subprocess.run) -> None:
    """Give a folder an access list of its own: its owner, SYSTEM, the administrators, and nobody else.

    The same list as newer versions of Python give to `mkdir(mode=0o700)` (CVE-2024-4030); older ones give none.

    Args:
        path: the folder.
        run: what starts a program; `subprocess.run`.

    Raises:
        OSError: Windows did not do it.
    """
    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "icacls.exe"
    grants = [f"{who}:(OI)(CI)F" for who in (_OWNER, _SYSTEM, _ADMINISTRATORS)]
    try:
        run(
            [str(program), str(path), "/inheritance:r", "/grant:r", *grants, "/q"],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_ICACLS_SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.SubprocessError as error:
        raise PermissionError(f"icacls: {type(error).__name__}") from None
