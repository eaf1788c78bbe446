"""Writing a file so that, whatever happens, there is the old one or the new one, whole and on disk.

The order is the one every database uses: a new file beside the old one, its bytes forced to disk, an
atomic rename, the folder forced to disk. See `fsync(2)` and `rename(2)`; on Windows `os.replace` is
`MoveFileExW` with `MOVEFILE_REPLACE_EXISTING`, and folders need no `fsync`.

Other programs write the same file, and know nothing of our lock. Between a last look at it and the rename there is
always a moment; so old and new change places (`automation.vault.exchange`), and what came out is looked at.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from automation.vault.exchange import exchanged

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOWS: Final = os.name == "nt"
ACCESS_LIST: Final = "system.posix_acl_access"
# Another program (KeePassXC, a virus scanner, a sync client) holds a file on Windows for moments only.
BACK_OFF_SECONDS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)

_T = TypeVar("_T")


# What a temporary file is made for: the digests' beginnings of the file that it is to replace and of its own content.
# So a file that is left of a killed run can be told from one that another program put here in the last moment.
_MARK: Final = 8
_NEW: Final = _MARK * "0"


def digest(content: bytes) -> str:
    """What tells one content of a file from another: SHA-256 of the whole."""
    return hashlib.sha256(content).hexdigest()


def replace_file(
    target: Path, content: bytes, *, expected: str, kept_beside: Callable[[Path], None] = lambda _: None
) -> bool:
    """Put `content` in the place of `target`, durably, unless the file is not the expected one any more.

    The new file has the permissions, the access list and, where the system lets us, the owner and group
    of the old one; it is never more open, not even for a moment.

    Args:
        target: the real file, links resolved.
        content: all of its new bytes.
        expected: the digest of the content that `content` was made from.
        kept_beside: told where a file was put that two others have overtaken.

    Returns:
        False when somebody changed the file meanwhile, just before or just after: theirs is there, and has to be
        read, and the change made again.

    Raises:
        OSError: the file could not be written. The old one is as it was, and no temporary file is left (but for one
            that may be somebody's; `sweep_leftovers` tells).
    """
    temporary = _write_beside(target, content, like=target, instead_of=expected)
    try:
        if digest(_patiently(target.read_bytes)) != expected:
            temporary.unlink()
            return False
        old_is_kept = exchanged(temporary, target)
        if not old_is_kept:
            if digest(_patiently(target.read_bytes)) != expected:  # to find that out took its time
                temporary.unlink()
                return False
            patiently_replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if old_is_kept and digest(temporary.read_bytes()) != expected:
        _put_back(temporary, target, content, kept_beside)
        return False
    force_folder_to_disk(target.parent)
    if old_is_kept:
        with suppress(OSError):
            temporary.unlink()
    return _patiently(target.read_bytes) == content


def _put_back(theirs: Path, target: Path, ours: bytes, kept_beside: Callable[[Path], None]) -> None:
    """Let the file be there again that another program put there in the very last moment, and ours nowhere.

    If yet another one has written over ours meanwhile, the newer file stays, and the other one is kept beside it.
    """
    if not exchanged(theirs, target):
        theirs.replace(target)  # ours has been deleted meanwhile
    elif theirs.read_bytes() == ours:
        theirs.unlink()
    else:
        exchanged(theirs, target)
        kept_beside(_keep_beside(theirs, target))
    force_folder_to_disk(target.parent)


def _keep_beside(file: Path, target: Path) -> Path:
    """Give a file that must not be lost a name that a person sees, as sync clients do."""
    now = datetime.now(UTC)
    return file.rename(target.with_name(f"{target.stem}-konflikt-{now:%Y%m%dT%H%M%S%f}Z{target.suffix}"))


def create_file(target: Path, content: bytes) -> None:
    """Create `target` (mode 0600), durably and whole, only if it does not exist.

    Raises:
        FileExistsError: somebody created it meanwhile.
        OSError: it could not be written; no temporary file is left.
    """
    temporary = _write_beside(target, content, like=None)
    try:
        _rename_without_overwriting(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink()
    force_folder_to_disk(target.parent)
    if target.read_bytes() != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def sweep_leftovers(target: Path, *, is_whole: Callable[[bytes], bool] = lambda _: False) -> list[Path]:
    """Remove the temporary files that writers of `target` left when they were killed.

    Only for whoever has the lock: no other writer of ours is at work then. What cannot be removed stays.

    Args:
        target: the file that they were writing.
        is_whole: whether some content is a whole file of this kind. One that is, and is neither what a writer wrote
            nor what it was to replace, is another program's: it had been put here in the very moment of our rename.

    Returns:
        Where such files are now.
    """
    leftover = re.compile(
        re.escape(f".{target.name}.") + rf"([0-9a-f]{{{_MARK}}})([0-9a-f]{{{_MARK}}})[0-9a-f]{{8}}\.tmp"
    )
    kept: list[Path] = []
    with suppress(OSError):
        for path in target.parent.iterdir():
            if (marks := leftover.fullmatch(path.name)) is None:
                continue
            with suppress(OSError):
                content = path.read_bytes()
                if digest(content).startswith(marks.groups()) or not is_whole(content):
                    path.unlink()
                else:
                    kept.append(_keep_beside(path, target))
    return kept


def make_folder(folder: Path) -> None:
    """Make a folder (0700) with all above it, so that their names last as well.

    Raises:
        OSError: it cannot be made.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in missing:
        force_folder_to_disk(path.parent)


def force_to_disk(file: Path) -> None:
    """See that what can be read of a file is on disk, and its name. As far as the system lets us."""
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            _force_to_disk(descriptor)
        finally:
            os.close(descriptor)
        force_folder_to_disk(file.parent)


def _write_beside(target: Path, content: bytes, *, like: Path | None, instead_of: str = _NEW) -> Path:
    """A new file in the same folder, forced to disk. It begins as 0600 and ends with the rights of `like`."""
    marks = instead_of[:_MARK] + digest(content)[:_MARK]
    temporary = target.with_name(f".{target.name}.{marks}{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if like is not None and not WINDOWS:
                _take_over_rights(like, file.fileno())
            file.write(content)
            file.flush()
            _force_to_disk(file.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _take_over_rights(like: Path, descriptor: int) -> None:
    """Owner, group, mode and extended attributes (access lists too), in the order that never widens."""
    old = like.stat()
    mode = stat.S_IMODE(old.st_mode) & 0o777
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError:  # not allowed, or not known here (a container, FUSE)
            try:
                os.fchown(descriptor, -1, old.st_gid)
            except OSError:
                mode &= ~0o070  # the group's rights were meant for another group
    if sys.platform == "linux":
        names = _extended_attributes(like)
        if ACCESS_LIST not in names and not _dropped_access_list(descriptor):
            mode &= ~0o070  # with an access list these bits are its mask, and would let in whom it names
        for name in names:
            try:
                os.setxattr(descriptor, name, os.getxattr(like, name))
            except OSError:
                if name == ACCESS_LIST:
                    mode &= ~0o070  # with an access list these bits are its mask, wider than the group's own
    with suppress(OSError):  # FAT knows no permissions; the file then stays as narrow as it began
        os.fchmod(descriptor, mode)


def _dropped_access_list(descriptor: int) -> bool:
    """Take away the access list that a new file inherits from its folder; whether it has none now."""
    if sys.platform == "linux":
        try:
            os.removexattr(descriptor, ACCESS_LIST)
        except OSError as error:
            return error.errno in {errno.ENODATA, errno.ENOTSUP}
    return True


def _extended_attributes(path: Path) -> list[str]:
    if sys.platform == "linux":
        with suppress(OSError):
            return os.listxattr(path)
    return []


def _force_to_disk(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415  not on Windows

        # On macOS fsync stops at the drive's cache; F_FULLFSYNC goes through. Network drives refuse it.
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def patiently_replace(source: Path, target: Path) -> None:
    """Rename over the target; on Windows, as soon as nobody holds it any more.

    Raises:
        OSError: it cannot be done, or somebody holds it for too long.
    """
    _patiently(lambda: source.replace(target))


def _patiently(action: Callable[[], _T]) -> _T:
    for seconds in BACK_OFF_SECONDS if WINDOWS else ():
        try:
            return action()
        except PermissionError:
            time.sleep(seconds)
    return action()


def _rename_without_overwriting(source: Path, target: Path) -> None:
    if WINDOWS:
        source.rename(target)  # refuses to overwrite, unlike on POSIX
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network drives). Our lock keeps other assistants out.
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        source.replace(target)


def force_folder_to_disk(path: Path) -> None:
    """Make the rename itself last. On Windows there is nothing to do: NTFS journals it."""
    if WINDOWS:
        return
    folder = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise  # those three: a file system (some network drives) that has no such operation
    finally:
        os.close(folder)
