"""The vault: a KeePassXC database into which a token goes, step by step (DESIGN, "Vault protocol")."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID, uuid4

from automation.errors import EntryExistsError, EntryNotFoundError, VaultMissingError
from automation.vault import entries, layout
from automation.vault.access import VaultLock, check_writable, exists, resolve
from automation.vault.place import PENDING_SUFFIX, PENDING_TOKEN, Place
from automation.vault.store import Store

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from lxml.etree import _Element

    from automation.vault.credentials import Credentials
    from automation.vault.entries import EntryDraft, EntryView
    from automation.vault.kdbx import Kdbx


class Vault:
    """An open database, locked against other assistants until `close`. Made by `Vault.open`."""

    def __init__(self, path: Path, store: Store, lock: VaultLock) -> None:
        """Only for `open`."""
        self.path = path
        self._store = store
        self._lock = lock

    @classmethod
    def open(cls, path: Path, credentials: Credentials, *, create: bool = False) -> Vault:
        """Lock the database, read it, prove the credentials, see that it can be written. Nothing is changed.

        Args:
            path: the database; a symbolic link stays one.
            credentials: password, key file, or both.
            create: make a new database (KDBX 4, Argon2d, mode 0600), if there is none yet.

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
            make = Store.opened if exists(file, shown=path) else Store.created
            return cls(path, make(file=file, shown=path, credentials=credentials), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Release the lock. May be called twice."""
        self._store.close()
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
            EntryNotFoundError: the group has several entries with this title, so none can be replaced.
            VaultWriteFailedError: the database could not be written.
            ValueError: `draft.expires` has no time zone.
        """
        reservation = _Reservation(draft, replace=replace, vault=str(self.path))
        self._store.write(reservation.make, prove=True)
        return reservation.place(self._store)

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

        self._store.write(change, prove=True)


class _Reservation:
    """The change that `Vault.reserve` makes, which may have to be made again on a file changed by others."""

    def __init__(self, draft: EntryDraft, *, replace: bool, vault: str) -> None:
        entries.encode_time(draft.expires, (4, 0))  # a time without a zone fails now, not after the press
        self._draft = draft
        self._replace = replace
        self._vault = vault
        self._uuid = uuid4()
        self._original: _Element | None = None
        self._made_groups: list[UUID] = []
        self._reserved: _Element
        self._path = ""

    def make(self, kdbx: Kdbx) -> bool:
        ours = entries.find(kdbx, self._uuid)
        if ours is not None and entries.RESERVED in entries.tags_of(ours):
            self._keep(ours)  # written in an earlier attempt, and kept by whoever wrote after us
            return False
        namesakes = self._namesakes(kdbx)
        if namesakes:
            self._mark(namesakes[0], kdbx)
        else:
            group, made = layout.ensure_group(kdbx, self._draft.group)
            self._made_groups = made or self._made_groups
            entry = layout.new_entry(kdbx, self._draft, self._uuid)
            entries.set_state(entry, entries.RESERVED)
            layout.insert(group, entry)
            self._keep(entry)
        return True

    def place(self, store: Store) -> Place:
        return Place(
            store,
            vault=self._vault,
            draft=self._draft,
            uuid=self._uuid,
            reserved=self._reserved,
            path=self._path,
            original=self._original,
            made_groups=self._made_groups,
        )

    def _namesakes(self, kdbx: Kdbx) -> list[_Element]:
        title = _normal(entries.storable(self._draft.title))
        found = [
            entry
            for group in entries.groups_at(kdbx, self._draft.group)
            for entry in group.findall("Entry")
            if _normal(entries.field(entry, "Title")) == title
        ]
        for leftover in filter(_is_leftover, found):
            leftover.getparent().remove(leftover)
        found = [entry for entry in found if not _is_leftover(entry)]
        if found and not self._replace:
            raise EntryExistsError(
                title=self._draft.title, group="/".join(self._draft.group), vault=self._vault
            )
        if len(found) > 1:
            path = "/".join([*self._draft.group, self._draft.title])
            raise EntryNotFoundError(entry=path, vault=self._vault)
        return found

    def _mark(self, entry: _Element, kdbx: Kdbx) -> None:
        identity = entries.uuid_of(entry)
        if identity is None:
            raise EntryNotFoundError(entry=entries.path_of(entry), vault=self._vault)
        self._uuid = identity
        self._original = deepcopy(entry)
        tags = [tag for tag in entries.tags_of(entry) if tag != entries.RESERVED]
        entries.set_tags(entry, [*tags, entries.RESERVED])
        entries.touch(entry, kdbx.version)
        self._keep(entry)

    def _keep(self, entry: _Element) -> None:
        self._reserved = deepcopy(entry)
        self._path = entries.path_of(entry)


def _is_leftover(entry: _Element) -> bool:
    """Whether the entry is the bare reservation of a run that has ended: no secret, nobody's but ours.

    The lock is held, so no other run is at work on it.
    """
    tags = entries.tags_of(entry)
    return (
        entries.RESERVED in tags
        and not {entries.PENDING, entries.ACTIVE} & set(tags)
        and not entries.field(entry, "Password")
        and not entries.field(entry, PENDING_TOKEN)
        and entry.find("History/Entry") is None
    )


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _by_uuid(kdbx: Kdbx, description: str) -> list[_Element]:
    try:
        entry = entries.find(kdbx, UUID(description.strip()))
    except ValueError:
        return []
    return [] if entry is None else [entry]


def _by_path(kdbx: Kdbx, description: str) -> list[_Element]:
    wanted = _normal(description.removeprefix("/"))
    return [
        entry for entry in entries.walk(kdbx, recycled=False) if _normal(entries.path_of(entry)) == wanted
    ]


def _by_reference(kdbx: Kdbx, description: str) -> list[_Element]:
    keys = (entries.REFERENCE, entries.REFERENCE + PENDING_SUFFIX)
    wanted = description.strip()
    return [
        entry
        for entry in entries.walk(kdbx, recycled=False)
        if wanted and wanted in {entries.field(entry, key) for key in keys}
    ]
