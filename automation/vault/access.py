"""Before anything is asked of AP: is the database there, can it be written, and is it ours alone?"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.errors import VaultBusyError, VaultNotKdbxError, VaultNotWritableError
from automation.os_reason import os_reason
from automation.vault.durable import WINDOWS
from automation.vault.reasons import Reason

if TYPE_CHECKING:
    from filelock import BaseFileLock

_ESCAPED: Final = re.compile(rb"\\([0-7]{3})")
"""How the list of mounts writes spaces and line breaks."""


def resolve(path: Path) -> Path:
    """The real file behind symbolic links, so that a linked database stays a link.

    Raises:
        VaultNotWritableError: the links go round in circles.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise VaultNotWritableError(vault=str(path), reason=os_reason(errno.ELOOP)) from None


def exists(file: Path, *, shown: Path) -> bool:
    """Whether there is something at this path.

    Raises:
        VaultNotWritableError: the folder does not even let us look.
    """
    try:
        return file.exists()
    except OSError as error:
        raise _not_writable(shown, error.errno or errno.EACCES) from None


def identity_of(folder: Path) -> tuple[int, int]:
    """What tells a folder from another one that is later found at its path: an empty mount point, for one.

    Raises:
        OSError: it is not there.
    """
    status = folder.stat()
    return status.st_dev, status.st_ino


def check_writable(file: Path, *, shown: Path) -> None:
    """See that the database and its folder can be written, without changing either.

    Asks the kernel (`access(2)` as the effective user: permission bits, access lists, read-only mounts,
    immutable files), and takes a file or folder without any write bit at its word even where root could
    write it all the same.

    Args:
        file: the real file; it may not exist yet.
        shown: the path the operator knows.

    Raises:
        VaultNotKdbxError: the path is not a file.
        VaultNotWritableError: the file or its folder cannot be written.
    """
    try:
        folder = file.parent.stat()
        if not stat.S_ISDIR(folder.st_mode):
            raise _not_writable(shown, errno.ENOTDIR)
        if not _may_write(file.parent, os.W_OK | os.X_OK) or _bits_forbid(folder, is_folder=True):
            raise _not_writable(shown, _why(file.parent))
        if not file.exists():
            return
        status = file.stat()
    except OSError as error:
        raise _not_writable(shown, error.errno or errno.EIO) from None
    if not stat.S_ISREG(status.st_mode):
        raise VaultNotKdbxError(vault=str(shown))
    if not _may_write(file, os.R_OK | os.W_OK) or _bits_forbid(status, is_folder=False):
        raise _not_writable(shown, _why(file))
    if _only_owner_may_rename(folder, status):
        raise _not_writable(shown, errno.EPERM)
    if _is_mount_point(file):
        raise VaultNotWritableError(vault=str(shown), reason=Reason.MOUNTED.told())


def _may_write(path: Path, mode: int) -> bool:
    if os.access in os.supports_effective_ids:
        return os.access(path, mode, effective_ids=True)
    return os.access(path, mode)


def _bits_forbid(status: os.stat_result, *, is_folder: bool) -> bool:
    # Windows marks folders such as Documents "read-only" for its own purposes; it means nothing there.
    return not status.st_mode & 0o222 and not (WINDOWS and is_folder)


def _only_owner_may_rename(folder: os.stat_result, file: os.stat_result) -> bool:
    """In a sticky folder (`/tmp`) only the owner of the file or of the folder may replace the file."""
    return (
        not WINDOWS
        and bool(folder.st_mode & stat.S_ISVTX)
        and os.geteuid() not in {0, folder.st_uid, file.st_uid}
    )


def _is_mount_point(file: Path) -> bool:
    """Whether the file itself is mounted, as containers do with a single file: a rename ends with EBUSY then.

    The system's list of mounts tells (proc(5)); `os.path.ismount` does not see a bind mount.
    """
    if sys.platform == "linux":
        with suppress(OSError, IndexError):
            mounts = Path("/proc/self/mountinfo").read_bytes().splitlines()
            return os.fsencode(file) in {_ESCAPED.sub(_unescaped, line.split(b" ")[4]) for line in mounts}
    return False


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8)])


def _why(path: Path) -> int:
    """The reason as the system names it: a read-only file system, or permissions."""
    if not WINDOWS:
        with suppress(OSError):
            if os.statvfs(path).f_flag & os.ST_RDONLY:
                return errno.EROFS
    return errno.EACCES


def _not_writable(shown: Path, number: int) -> VaultNotWritableError:
    return VaultNotWritableError(vault=str(shown), reason=os_reason(number))


def _is_empty_and_ours(file: os.stat_result) -> bool:
    """Whether nothing is given away with it: whoever owns the folder may have put another file of ours in its place."""
    is_plain = stat.S_ISREG(file.st_mode) and file.st_nlink == 1
    return is_plain and file.st_size == 0 and file.st_uid == os.geteuid()


def _give(descriptor: int, like: os.stat_result) -> None:
    try:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    except PermissionError:
        os.fchown(descriptor, -1, like.st_gid)


class VaultLock:
    """Keeps a second assistant away from the database, on this machine or over a shared folder.

    The lock is the operating system's, on a hidden file beside the real database: two users, or two paths
    to the same database, meet at the same lock, and a killed run leaves nothing locked. KeePassXC knows
    nothing of it; its changes are merged instead.
    """

    def __init__(self, file: Path, *, shown: Path) -> None:
        from filelock import FileLock  # noqa: PLC0415  20 ms that not every command needs

        self._shown = shown
        self._path = file.with_name(f".{file.name}.ap-token.lock")
        # As open as the database itself: whoever may use the one must be able to take the other.
        self._like: os.stat_result | None = None
        with suppress(OSError):  # not there yet, or not at this very moment
            self._like = file.stat()
        mode = stat.S_IMODE(self._like.st_mode) & 0o666 if self._like else 0o600
        self._lock: BaseFileLock = FileLock(self._path, mode=mode, thread_local=False)

    @property
    def is_held(self) -> bool:
        """Whether the lock is ours."""
        return bool(self._lock.is_locked)

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            VaultBusyError: another assistant has it.
            VaultNotWritableError: the folder does not let the lock's file be made.
        """
        from filelock import Timeout  # noqa: PLC0415

        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise VaultBusyError(vault=str(self._shown)) from None
        except OSError as error:
            reason = f"{self._path}: {os_reason(error.errno or errno.EACCES)}"
            raise VaultNotWritableError(vault=str(self._shown), reason=reason) from None
        self._share()

    def _share(self) -> None:
        """Let the lock's file belong to whom the database belongs, as far as the system lets us."""
        if WINDOWS or self._like is None:
            return
        with suppress(OSError):
            descriptor = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                if _is_empty_and_ours(os.fstat(descriptor)):
                    _give(descriptor, self._like)
            finally:
                os.close(descriptor)

    def release(self) -> None:
        """Let go. The file goes first, while it is still ours: whoever waits for it sees that it is gone."""
        if not self._lock.is_locked:
            return
        if not WINDOWS:
            with suppress(OSError):
                self._path.unlink()
        with suppress(OSError):  # on a share that has died; the system lets go when the process ends
            self._lock.release(force=True)
