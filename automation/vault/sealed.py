"""The sealed second copy: our entries once more, in a small database of our own with the same credentials.

KeePassXC before 2.7.10 may save an older state of the database over an entry of ours without a word (a
person had an entry open for editing when we saved, and then pressed OK). From this copy the entry is put
back. It lies in the user's data folder, is written on a background thread after each token stored, and
is never in the way: whatever fails here is a notice.
"""

from __future__ import annotations

import errno
import hashlib
import os
import queue
import re
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from automation.errors import AssistantError, VaultCredentialsError, VaultNotKdbxError
from automation.os_reason import os_reason
from automation.vault import entries, transfer
from automation.vault.blank import blank_tree
from automation.vault.durable import create_file, digest, make_folder, replace_file, sweep_leftovers
from automation.vault.kdbx import new_kdbx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from automation.vault.notices import Notices
    from automation.vault.store import Store
    from automation.vault.transfer import Parcel

APPLICATION: Final = "ap-token"
NAME_LENGTH: Final = 40
WRITE_ATTEMPTS: Final = 3


def sealed_path(file: Path) -> Path:
    """Where the sealed copy of this database lies: one for each real path.

    Args:
        file: the real file, links resolved.
    """
    from platformdirs import user_data_path  # noqa: PLC0415  only commands that open a vault need it

    identity = hashlib.sha256(os.path.normcase(file).encode(errors="surrogateescape")).hexdigest()
    name = re.sub(r"[^\w.-]", "_", file.stem)[:NAME_LENGTH]
    folder = user_data_path(APPLICATION, appauthor=False) / "sealed"
    return folder / f"{name}-{identity[:16]}.kdbx"


class SealedCopy:
    """The sealed copy of one vault. Any thread may call; one of its own does the work."""

    def __init__(self, file: Path, *, store: Store, notices: Notices) -> None:
        """Begin to read the copy, if there is one.

        Args:
            file: the real database.
            store: the database's, for its key and for the identity of its root group, which tells a database that
                lay here before from this one.
            notices: where failures are told.
        """
        self._path = sealed_path(file)
        self._vault = str(file)
        self._store = store
        self._root = store.current().tree.findtext("Root/Group/UUID") or entries.ZERO_UUID
        self._notices = notices
        self._mutex = threading.Lock()
        self._stored: dict[UUID, Parcel] = {}
        self._changes: dict[UUID, Parcel | None] = {}
        self._digest: str | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._loaded = threading.Event()
        self._worker: threading.Thread | None = None
        if self._exists():
            self._do(self._load)
        else:
            self._loaded.set()

    def keep(self, parcel: Parcel) -> None:
        """Have the copy hold this entry as it is now. Returns at once."""
        with self._mutex:
            self._changes[parcel.uuid] = parcel
        self._do(self._write)

    def drop(self, identity: UUID) -> None:
        """Have the copy hold this entry no more: it was revoked or removed on purpose. Returns at once."""
        with self._mutex:
            self._changes[identity] = None
        self._do(self._write)

    def parcels(self) -> list[Parcel]:
        """The entries that the copy holds, or is about to. Waits until the copy is read."""
        self._loaded.wait()
        with self._mutex:
            return [parcel for parcel in (self._stored | self._changes).values() if parcel is not None]

    def close(self) -> None:
        """Wait until what was kept is on disk, and end the thread. May be called twice."""
        with self._mutex:
            worker, self._worker = self._worker, None
            unwritten = bool(self._changes)
        if worker is None:
            return
        self._jobs.put(None)
        if unwritten:  # else the thread is reading what nobody will ask for any more
            worker.join()

    # --- on the thread ---------------------------------------------------------------------------

    def _do(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)
        with self._mutex:
            if self._worker is not None:
                return
            worker = threading.Thread(target=self._work, name="sealed-copy", daemon=True)
            try:
                worker.start()
            except RuntimeError as error:  # no more threads: a token stored is stored all the same
                self._loaded.set()
                self._notices.warn("sealed-copy-failed", vault=self._vault, reason=reason_of(error))
            else:
                self._worker = worker

    def _work(self) -> None:
        sweep_leftovers(self._path)  # of runs that were killed
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except Exception as error:
                # Whatever else is wrong, the thread lives: `close` waits for its work.
                with suppress(Exception):
                    self._notices.warn("sealed-copy-failed", vault=self._vault, reason=reason_of(error))

    def _load(self) -> None:
        try:
            self._read()
        finally:
            self._loaded.set()

    def _read(self) -> None:
        try:
            kdbx, content = self._store.open_beside(self._path)
        except (VaultCredentialsError, VaultNotKdbxError):
            self._set_aside()
            return
        if kdbx.tree.findtext("Root/Group/UUID") != self._root:
            self._set_aside()
            return
        stored = {parcel.uuid: parcel for parcel in transfer.unpack(kdbx)}
        with self._mutex:
            self._stored = stored
        self._digest = digest(content)

    def _set_aside(self) -> None:
        """Of another password or database, or damaged: it may hold a token, so it is kept under another name."""
        now = datetime.now(UTC)
        aside = self._path.with_name(f"{self._path.stem}-old-{now:%Y%m%dT%H%M%S%f}Z.kdbx")
        self._path.rename(aside)
        self._digest = None
        self._notices.warn("sealed-copy-old", vault=self._vault, path=str(aside))

    def _write(self) -> None:
        with self._mutex:
            changes = dict(self._changes)
        if not changes:
            return  # an earlier job wrote them together
        if self._digest is None and self._exists():
            self._read()
        for _ in range(WRITE_ATTEMPTS):
            wanted = {key: parcel for key, parcel in (self._stored | changes).items() if parcel is not None}
            if wanted == self._stored or self._put(wanted):
                break
            self._read()  # somebody else wrote it
        else:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        with self._mutex:
            self._stored = wanted
            for key, parcel in changes.items():
                if self._changes.get(key) is parcel:
                    del self._changes[key]

    def _put(self, wanted: dict[UUID, Parcel]) -> bool:
        if not wanted:
            self._path.unlink(missing_ok=True)
            self._digest = None
            return True
        key = self._store.key_beside()
        kdbx = new_kdbx(blank_tree(root=self._root), key.kdf)
        for parcel in wanted.values():
            transfer.insert(kdbx, parcel)
        content = kdbx.build(key)
        make_folder(self._path.parent)
        if self._digest is None:
            create_file(self._path, content)
        elif not replace_file(self._path, content, expected=self._digest):
            return False
        self._digest = digest(content)
        return True

    def _exists(self) -> bool:
        with suppress(OSError):
            return self._path.exists()
        return True  # reading it will tell what is wrong


def reason_of(error: Exception) -> str:
    """Never more than this: a library's message might quote what it was at."""
    if isinstance(error, OSError):
        return os_reason(error)
    if isinstance(error, AssistantError):
        return str(error.details.get("reason", error.code))
    return type(error).__name__
