"""The vault: a KeePassXC database into which a token goes, step by step (DESIGN, "Vault protocol")."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from automation.errors import (
    EntryNotFoundError,
    VaultError,
    VaultMissingError,
    VaultUnreadableError,
    VaultWriteFailedError,
)
from automation.os_reason import os_reason
from automation.vault import entries, transfer
from automation.vault.access import VaultLock, check_writable, exists, identity_of, resolve
from automation.vault.backup import back_up, backup_path
from automation.vault.durable import sweep_leftovers
from automation.vault.keepassxc import who_has_it_open
from automation.vault.notices import Notice, Notices
from automation.vault.place import Keeping, Place
from automation.vault.reasons import Reason
from automation.vault.reservation import Reservation, normal
from automation.vault.sealed import SealedCopy
from automation.vault.sessions import Sessions
from automation.vault.store import Store
from automation.vault.transfer import PENDING_SUFFIX, Parcel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from lxml.etree import _Element

    from automation.vault.credentials import Credentials
    from automation.vault.entries import EntryDraft, EntryView
    from automation.vault.kdbx import Kdbx


class Vault:
    """An open database, locked against other assistants until `close`. Made by `Vault.open`."""

    def __init__(self, path: Path, store: Store, lock: VaultLock, *, file: Path, backup: bool) -> None:
        """Only for `open`."""
        self.path = path
        self._file = file
        self._store = store
        self._lock = lock
        self._backup_wanted = backup
        self._notices = Notices()
        store.kept_beside = self._note_kept
        self._sealed = SealedCopy(file, store=store, notices=self._notices)
        self.sessions = Sessions(store, self._write, self.warn, shown=str(path))
        home = None
        with suppress(OSError):
            home = identity_of(file.parent)
        self._keeping = Keeping(
            store, self._sealed, file=file, shown=str(path), home=home, notices=self._notices
        )

    @classmethod
    def open(
        cls, path: Path, credentials: Credentials, *, create: bool = False, backup: bool = False
    ) -> Vault:
        """Lock the database, read it, prove the credentials, see that it can be written. Nothing is changed.

        Args:
            path: the database; a symbolic link stays one.
            credentials: password, key file, or both.
            create: make a new database (KDBX 4, Argon2d, mode 0600), if there is none yet.
            backup: before the first write copy the file to `<name>.bak` beside it.

        Raises:
            VaultMissingError: there is no database here, and `create` is off.
            VaultBusyError: another assistant works on it.
            VaultNotWritableError: it or its folder cannot be written (or read).
            VaultNotKdbxError: it is not a KeePass database, or is damaged.
            VaultUnsupportedError: it needs something that is not supported here.
            VaultCredentialsError: wrong password or key file.
            KeyFileError: the key file cannot be read.
        """
        file = resolve(path)
        if not create and not exists(file, shown=path):
            raise VaultMissingError(vault=str(path))
        check_writable(file, shown=path)
        lock = VaultLock(file, shown=path)
        lock.acquire()
        try:
            is_new = create and not exists(file, shown=path)
            make = Store.created if is_new else Store.opened
            store = make(file=file, shown=path, credentials=credentials)
            vault = cls(path, store, lock, file=file, backup=backup and not is_new)
        except BaseException:
            lock.release()
            raise
        if store.password_form in {"nfc", "nfd"}:
            vault.warn("password-form", vault=str(path), form=store.password_form)
        vault._sweep()
        vault._look_for_other_names()
        vault.look_for_keepassxc()
        return vault

    @property
    def store(self) -> Store:
        """The database's file, for `automation.vault.recovery`."""
        return self._store

    def close(self) -> None:
        """Wait until the sealed copy is on disk, then release the lock. May be called twice."""
        self.sessions.wait()
        try:
            self._sealed.close()
        finally:
            self._store.close()
            if self._lock.is_held:
                self._sweep()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def reserve(self, draft: EntryDraft, *, replace: bool = False) -> Place:
        """Write the entry without a secret (tag `ap-reserved`), to prove that the disk takes it.

        Args:
            draft: the entry; groups are made as needed.
            replace: let the token take the place of an entry with this title. It keeps its identity; until
                the token is confirmed nothing but a tag is changed in it.

        Raises:
            EntryExistsError: the group has an entry with this title, and `replace` is off. (The bare
                reservation of a run that has ended does not count; it makes way.)
            EntryWaitsError: the entry with this title holds a token that `recover` has to settle first.
            EntryNotFoundError: the group has several entries with this title, so none can be replaced.
            VaultWriteFailedError: the database could not be written.
            ValueError: `draft.expires` has no time zone.
        """
        reservation = Reservation(draft, replace=replace, vault=str(self.path))
        self.look_for_keepassxc()
        try:
            self.write(reservation.make, prove=True)
        except BaseException:
            # The write may have failed after the file was replaced; nothing of it is to stay.
            if (half := reservation.place(self._keeping)) is not None:
                with suppress(VaultError):
                    half.release()
            raise
        place = reservation.place(self._keeping)
        assert place is not None  # noqa: S101  it was just written
        return place

    def place_at(
        self, entry: _Element, *, draft: EntryDraft, original: _Element | None, made_groups: list[UUID]
    ) -> Place:
        """The place that an ended run had, made anew for `recover`.

        Args:
            entry: the entry, in the tree of `store.current()`.
            draft: what it is to say.
            original: the entry that is being replaced, as it was; None where the entry was new.
            made_groups: groups that were made for it, outermost first; `Place.release` removes them.
        """
        reserved = Parcel(deepcopy(entry), transfer.groups_of(entry))
        return Place(
            self._keeping, draft=draft, reserved=reserved, original=original, made_groups=made_groups
        )

    def find(self, description: str) -> EntryView:
        """The entry with this UUID, this path (`KSeF/Demo/1234563218/Title`) or this KSeF reference number.

        Entries in the recycle bin are found by UUID only.

        Raises:
            EntryNotFoundError: none answers to it, or several do.
            VaultError: the database cannot be read any more.
        """
        kdbx = self._store.current()
        found = _by_uuid(kdbx, description) or _by_path(kdbx, description) or _by_reference(kdbx, description)
        if len(found) != 1:
            raise EntryNotFoundError(entry=description, vault=str(self.path))
        return entries.view(found[0])

    def entries_tagged(self, tag: str) -> list[EntryView]:
        """All entries with this tag, in the order of the tree, without the recycle bin.

        Raises:
            VaultError: the database cannot be read any more.
        """
        kdbx = self._store.current()
        return [
            entries.view(entry)
            for entry in entries.walk(kdbx, recycled=False)
            if tag in entries.tags_of(entry)
        ]

    def mark_revoked(self, uuid: UUID, *, revoked_at: datetime) -> None:
        """Note in the entry that its token is revoked: tag `ap-revoked`, attribute, expired from now on.

        The token stays where it is; the state before goes into the history.

        Raises:
            EntryNotFoundError: there is no such entry.
            VaultWriteFailedError: the database could not be written.
        """
        when = revoked_at.astimezone(UTC).isoformat(timespec="seconds")

        def change(kdbx: Kdbx) -> bool:
            entry = entries.find(kdbx, uuid)
            if entry is None:
                raise EntryNotFoundError(entry=str(uuid), vault=str(self.path))
            state = [tag for tag in entries.tags_of(entry) if tag in entries.STATE_TAGS]
            if state == [entries.REVOKED] and entries.field(entry, entries.REVOKED_AT) == when:
                return False
            entries.add_history(entry, entry)
            entries.set_state(entry, entries.REVOKED)
            entries.set_field(entry, entries.REVOKED_AT, when)
            entries.set_expiry(entry, datetime.now(UTC), kdbx.version)
            entries.touch(entry, kdbx.version)
            return True

        self.write(change, prove=True)
        self._sealed.drop(uuid)

    def restore_wiped(self) -> list[EntryView]:
        """Put back the entries that another program has wiped: gone or back in an older state.

        KeePassXC before 2.7.10 does that without a word. What belongs there is known from the sealed copy;
        what its owner deleted, threw into the recycle bin or revoked is left alone, and a password set since
        stays. Each entry put back is one durable write and a notice. Nothing wiped: nothing is written.

        Waits until the sealed copy is read, where there is one: a key derivation, begun at opening.

        Raises:
            VaultWriteFailedError: an entry is wiped and could not be put back.
            VaultError: the database cannot be read any more.
        """
        restored: list[EntryView] = []
        for parcel in self._sealed.parcels():
            fate = transfer.fate(self._store.current(), parcel)
            if fate == "removed":
                self._sealed.drop(parcel.uuid)
            elif fate == "wiped":
                self.write(lambda kdbx, parcel=parcel: _put_back(kdbx, parcel), prove=True)  # type: ignore[misc]
                restored += self._note_restored(parcel)
        return restored

    def take_in(self, parcel: Parcel) -> EntryView:
        """Bring an entry from elsewhere into the database, lose nothing, and read it back.

        Raises:
            VaultWriteFailedError: it is not in the database.
        """

        def change(kdbx: Kdbx) -> bool:
            current = entries.find(kdbx, parcel.uuid)
            if current is not None and transfer.is_recycled(kdbx, current):
                transfer.move(kdbx, current, parcel.groups)
                transfer.put_back(kdbx, parcel)
                return True
            return transfer.put_back(kdbx, parcel)

        self.write(change, prove=True)
        entry = entries.find(self._store.read_back(), parcel.uuid)
        if entry is None or transfer.has_lost(entry, parcel):
            reason = Reason.GONE if entry is None else Reason.DIFFERS
            raise VaultWriteFailedError(vault=str(self.path), reason=reason.told())
        self._sealed.keep(transfer.pack(entry, transfer.groups_of(entry)))
        return entries.view(entry)

    def write(self, change: Callable[[Kdbx], bool], *, prove: bool = False) -> None:
        """Change the database durably (see `Store.write`); before the first time a backup, if one is wanted."""
        self.sessions.wait()
        self._write(change, prove=prove)

    def _write(self, change: Callable[[Kdbx], bool], *, prove: bool) -> None:
        if self._backup_wanted:
            self._backup_wanted = False
            try:
                back_up(self._file)
            except OSError as error:
                self.warn("backup-failed", path=str(backup_path(self._file)), reason=os_reason(error))
        self._store.write(change, prove=prove)

    def seal(self, uuid: UUID) -> None:
        """Bring the sealed copy up to date with this entry, which was written by `write`. Returns at once.

        Raises:
            VaultError: the database cannot be read any more.
        """
        kdbx = self._store.current()
        entry = entries.find(kdbx, uuid)
        if entry is None or not {entries.PENDING, entries.ACTIVE} & set(entries.tags_of(entry)):
            self._sealed.drop(uuid)
        else:
            self._sealed.keep(transfer.pack(entry, transfer.groups_of(entry)))

    def open_beside(self, path: Path) -> Kdbx:
        """Read another database that has this one's credentials.

        Raises:
            VaultCredentialsError, VaultNotKdbxError, VaultUnsupportedError, KeyFileError: see `open`.
            VaultUnreadableError: the file cannot be read, or is not there.
        """
        try:
            kdbx, _ = self._store.open_beside(path)
        except OSError as error:
            raise VaultUnreadableError(vault=str(path), reason=os_reason(error)) from None
        return kdbx

    @property
    def notices(self) -> list[Notice]:
        """What the operator should know although all works, from the beginning; see `take_notices`."""
        return self._notices.all()

    def take_notices(self) -> list[Notice]:
        """The notices that this method has not handed out yet. Each is the text `warning-<id>`."""
        return self._notices.take()

    def warn(self, notice_id: str, **values: str | int) -> None:
        """Add a notice, unless the same was given before."""
        self._notices.warn(notice_id, **values)

    def look_for_keepassxc(self) -> None:
        """Give a notice if KeePassXC has the database unlocked now. Takes milliseconds on Linux."""
        seen = who_has_it_open(self._file)
        if seen is not None and seen.has_database:
            self.warn("keepassxc-open", vault=str(self.path))
        elif seen is not None:
            self.warn("keepassxc-running", vault=str(self.path))

    def _sweep(self) -> None:
        """Clear away what killed runs of ours were writing. Nobody else of ours is writing now."""
        for kept in sweep_leftovers(self._file, is_whole=self._store.is_whole):
            self._note_kept(kept)
        sweep_leftovers(backup_path(self._file))

    def _look_for_other_names(self) -> None:
        with suppress(OSError):
            if self._file.stat().st_nlink > 1:
                self.warn("hard-link", vault=str(self.path))

    def _note_kept(self, path: Path) -> None:
        self.warn("kept-beside", path=str(path), vault=str(self.path))

    def _note_restored(self, parcel: Parcel) -> list[EntryView]:
        entry = entries.find(self._store.current(), parcel.uuid)
        if entry is None:
            return []  # removed on purpose at this very moment
        packed = transfer.pack(entry, transfer.groups_of(entry))
        if entries.field(entry, "Password") in transfer.secrets_of(parcel.entry):
            self._sealed.keep(packed)
            self.warn("entry-restored", entry=packed.path, vault=str(self.path))
        else:
            self._sealed.drop(parcel.uuid)  # its owner has another password now; once is enough
            self.warn("token-in-history", entry=packed.path, vault=str(self.path))
        return [entries.view(entry)]


def _put_back(kdbx: Kdbx, parcel: Parcel) -> bool:
    return transfer.fate(kdbx, parcel) == "wiped" and transfer.put_back(kdbx, parcel)


def _by_uuid(kdbx: Kdbx, description: str) -> list[_Element]:
    try:
        entry = entries.find(kdbx, UUID(description.strip()))
    except ValueError:
        return []
    return [] if entry is None else [entry]


def _by_path(kdbx: Kdbx, description: str) -> list[_Element]:
    wanted = normal(description.removeprefix("/"))
    return [entry for entry in entries.walk(kdbx, recycled=False) if normal(entries.path_of(entry)) == wanted]


def _by_reference(kdbx: Kdbx, description: str) -> list[_Element]:
    keys = (entries.REFERENCE, entries.REFERENCE + PENDING_SUFFIX)
    wanted = description.strip()
    return [
        entry
        for entry in entries.walk(kdbx, recycled=False)
        if wanted and wanted in {entries.field(entry, key) for key in keys}
    ]
