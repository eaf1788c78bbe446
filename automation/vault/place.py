"""The place of one token in the database: reserved, pending, active."""

from __future__ import annotations

import threading
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from automation.errors import VaultWriteFailedError
from automation.vault import entries, layout, transfer
from automation.vault.reasons import Reason
from automation.vault.rescue import write_rescue
from automation.vault.transfer import PENDING_SUFFIX, PENDING_TOKEN, Parcel

__all__ = ["PENDING_SUFFIX", "PENDING_TOKEN", "Keeping", "Place"]

RESCUE_VERSION: Final = (4, 0)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from uuid import UUID

    from lxml.etree import _Element

    from automation.secret import Secret
    from automation.vault.entries import EntryDraft
    from automation.vault.kdbx import Kdbx
    from automation.vault.notices import Notices
    from automation.vault.sealed import SealedCopy
    from automation.vault.store import Prepared, Store

    Edit = Callable[[_Element, tuple[int, int]], None]
    EditKey = tuple[str, object]


@dataclass(frozen=True)
class Keeping:
    """What a place keeps its token with: the database, its sealed copy, and where they are.

    `file` is the real database, `shown` its path as the operator knows it, `home` what its folder was
    when it was opened (`identity_of`), `notices` what the operator is told although all works.
    """

    store: Store
    sealed: SealedCopy
    file: Path
    shown: str
    home: tuple[int, int] | None
    notices: Notices


@dataclass
class _Change:
    """A change to a place's entry, as it is given to the store."""

    key: EditKey
    apply: Callable[[Kdbx], bool]
    written: list[Parcel] = field(default_factory=list)
    """What the entry became, each time the change was applied."""
    prepared: Prepared | None = None


class Place:
    """An entry that waits for its token. Made by `Vault.reserve`, and anew by `Vault.place_at`.

    Every method that stores is one durable write: it returns when the data is on disk. If another program
    wiped or changed the entry meanwhile, it is put back, or changed as it then is. What a failed write was
    to store is remembered: the next write stores it too, and `rescue` stores it elsewhere.
    """

    def __init__(
        self,
        keeping: Keeping,
        *,
        draft: EntryDraft,
        reserved: Parcel,
        original: _Element | None,
        made_groups: list[UUID],
    ) -> None:
        """Only for `Vault.reserve` and `Vault.place_at`.

        Args:
            keeping: the database and what is around it.
            draft: what the entry will say.
            reserved: the entry as it was written.
            original: the entry that is to be replaced, as it was; None for a new one.
            made_groups: groups that did not exist before, outermost first.
        """
        self.uuid = reserved.uuid
        self.path = reserved.path
        self.vault = keeping.shown
        self._keeping = keeping
        self._store = keeping.store
        self._draft = draft
        self._original = original
        self._made_groups = made_groups
        self._last = reserved
        self._unwritten: dict[EditKey, Edit] = {}
        self._state = entries.RESERVED
        self._preparing: threading.Thread | None = None
        self._ready: _Change | None = None

    def pending(self, token: Secret, attributes: Mapping[str, str]) -> None:
        """Store a token that AP has not confirmed yet (tag `ap-pending`).

        In an entry that is being replaced the old token stays the password until `confirm`; the new one
        and its attributes are kept beside it under names that end in "(pending)".

        Raises:
            VaultWriteFailedError: it is not on disk.
        """

        def edit(entry: _Element, _version: tuple[int, int]) -> None:
            if self._original is None:
                _set_password(entry, token.reveal(), past=entry)
                entries.set_attributes(entry, attributes)
                entries.set_state(entry, entries.PENDING)
                return
            if entries.field(entry, PENDING_TOKEN) not in {"", entries.storable(token.reveal())}:
                entries.add_history(entry, entry)  # AP has answered with two: neither is lost
            entries.set_field(entry, PENDING_TOKEN, token.reveal(), protected=True)
            entries.set_attributes(entry, {key + PENDING_SUFFIX: attributes[key] for key in attributes})
            tags = [tag for tag in entries.tags_of(entry) if tag not in {entries.RESERVED, entries.PENDING}]
            entries.set_tags(entry, [*tags, entries.PENDING])

        self._write(edit, entries.PENDING, key=("pending", token))

    def confirm(self, token: Secret, attributes: Mapping[str, str]) -> None:
        """Store the token that AP has shown (tag `ap-active`). A replaced token goes into the history.

        Raises:
            VaultWriteFailedError: it is not on disk.
        """
        key = _confirming(token, attributes)
        self._write(self._confirmation(token, attributes), entries.ACTIVE, key=key)

    def prepare_to_confirm(self, token: Secret, attributes: Mapping[str, str]) -> None:
        """Begin to do what `confirm` of this very token will take, all but its last step. Returns at once.

        If the token turns out to be another one, or the database changes meanwhile, it was in vain.
        """
        key = _confirming(token, attributes)
        change = self._change([self._confirmation(token, attributes)], key=key)

        def prepare() -> None:
            try:
                change.prepared = self._store.prepare(change.apply)
            except Exception:
                return  # `confirm` does all of it again, and says what is wrong
            self._ready = change

        thread = threading.Thread(target=prepare, name="vault-confirm", daemon=True)
        with suppress(RuntimeError):  # no more threads: then it is not prepared
            thread.start()
            self._preparing = thread

    def _confirmation(self, token: Secret, attributes: Mapping[str, str]) -> Edit:
        value = token.reveal()

        def edit(entry: _Element, version: tuple[int, int]) -> None:
            past = self._without_our_marks(entry)
            waiting = entries.field(entry, PENDING_TOKEN)
            for key in [key for key in entries.keys_of(entry) if key.endswith(PENDING_SUFFIX)]:
                # An escrowed value that is not the one shown is evidence, and perhaps a token: it stays.
                if not (key == PENDING_TOKEN and waiting != entries.storable(value)):
                    entries.drop_field(entry, key)
            _set_password(entry, value, past=past)
            if self._original is not None:
                layout.fill_in(entry, self._draft, version)
                entries.drop_field(entry, entries.REVOKED_AT)  # said of the token that is now history
            entries.set_attributes(entry, attributes)
            entries.set_state(entry, entries.ACTIVE)

        return edit

    def store_suspect(self, values: Mapping[str, Secret], note: str) -> None:
        """Store values that failed a check, so that nothing issued is lost (tag `ap-pending`).

        Each becomes a protected attribute of its name; the first is the password as well, and what was the
        password goes into the history. The note is added to the entry's notes.

        Raises:
            VaultWriteFailedError: they are not on disk.
        """

        def edit(entry: _Element, _version: tuple[int, int]) -> None:
            past = self._without_our_marks(entry)
            clear = {key: value.reveal() for key, value in values.items()}
            entries.set_attributes(entry, clear, protected=True)
            if clear:
                _set_password(entry, next(iter(clear.values())), past=past)
            notes = entries.field(entry, "Notes")
            if note and entries.storable(note) not in notes:
                entries.set_field(entry, "Notes", f"{notes}\n\n{note}".strip())
            entries.set_state(entry, entries.PENDING)

        self._write(edit, entries.PENDING, key=("suspect", tuple(values.values())))

    def verify(self, token: Secret) -> None:
        """Read the file back from disk and see that the entry is there as stored, with this password.

        Raises:
            VaultWriteFailedError: it is not.
        """
        entry = entries.find(self._store.read_back(), self.uuid)
        if entry is None:
            raise VaultWriteFailedError(vault=self.vault, reason=Reason.GONE.told())
        as_stored = (
            entries.field(entry, "Password") == token.reveal()
            and entries.field(entry, "Title") == entries.field(self._last.entry, "Title")
            and self._state in entries.tags_of(entry)
        )
        if not as_stored:
            raise VaultWriteFailedError(vault=self.vault, reason=Reason.DIFFERS.told())

    def rescue(self) -> Path:
        """Store the entry, as it was last meant to be, in a new database with the same credentials.

        For the moment when this one cannot be written, or even read: whichever method failed, what it was to
        store is in the rescue. It is tried beside the database, in the user's data folder and in the folder
        for temporary files, and read back. See `automation.vault.rescue`.

        Returns:
            Where the rescue database is.

        Raises:
            VaultWriteFailedError: no place works.
        """
        entry = deepcopy(self._last.entry)
        self._apply(self._unwritten.values(), entry, RESCUE_VERSION)
        return write_rescue(
            Parcel(entry, self._last.groups),
            file=self._keeping.file,
            home=self._keeping.home,
            shown=self.vault,
            store=self._store,
        )

    def release(self) -> None:
        """Give the place up, because nothing was generated: the database is as it was before `reserve`.

        A new entry is removed, with the groups made for it if they are empty; a replaced one is restored.
        Once a value was stored this does nothing: what was issued stays.

        Raises:
            VaultWriteFailedError: the reservation could not be removed. It holds no secret.
        """
        if self._state != entries.RESERVED:
            return
        self._store.write(self._remove if self._original is None else self._restore, prove=True)

    def withdraw(self) -> None:
        """As `release`, also after `pending`: AP says that the token failed, so it is none and never will be.

        Raises:
            VaultWriteFailedError: the entry could not be removed or restored.
        """
        self._store.write(self._remove if self._original is None else self._restore, prove=True)
        self._keeping.sealed.drop(self.uuid)

    # --- inside ----------------------------------------------------------------------------------

    def _write(self, edit: Edit, state: str, *, key: EditKey) -> None:
        # Tried again after a failure, the same edit is one edit.
        edits = {name: earlier for name, earlier in self._unwritten.items() if name != key} | {key: edit}
        change = self._prepared(key) or self._change(list(edits.values()), key=key)
        # Before the write: if it fails half-way, the value may be on disk and must not be released.
        self._state = state
        self._unwritten = edits
        # While a token is on its way, the machine is AP's page's.
        self._store.write(change.apply, prepared=change.prepared, is_urgent=state == entries.PENDING)
        self._unwritten = {}
        self._last = change.written[-1]
        self._keeping.sealed.keep(transfer.pack(self._last.entry, self._last.groups))

    def _prepared(self, key: EditKey) -> _Change | None:
        """This very change, prepared, if there is nothing else to write."""
        if self._preparing is not None:
            self._preparing.join()
            self._preparing = None
        ready, self._ready = self._ready, None
        return ready if ready is not None and ready.key == key and not self._unwritten else None

    def _change(self, edits: list[Edit], *, key: EditKey) -> _Change:
        written: list[Parcel] = []

        def apply(kdbx: Kdbx) -> bool:
            entry = entries.find(kdbx, self.uuid)
            if entry is None:  # another program saved an older state over our entry, or somebody deleted it
                # Packed: the numbers of attachments mean other files by now.
                transfer.insert(kdbx, transfer.pack(self._last.entry, self._last.groups))
                entry = entries.find(kdbx, self.uuid)
                assert entry is not None  # noqa: S101  just inserted
            elif transfer.is_recycled(kdbx, entry):
                # Whoever threw the reservation away knew of no token.
                transfer.move(kdbx, entry, self._last.groups)
                self._keeping.notices.warn("taken-from-bin", entry=self.path, vault=self.vault)
            self._apply(edits, entry, kdbx.version)
            written.append(Parcel(deepcopy(entry), transfer.groups_of(entry)))
            return True

        return _Change(key, apply, written)

    def _apply(self, edits: Iterable[Edit], entry: _Element, version: tuple[int, int]) -> None:
        for edit in edits:
            edit(entry, version)
        entries.touch(entry, version)

    def _without_our_marks(self, entry: _Element) -> _Element:
        """The entry for its history: as it was before we reserved it, with what others changed since."""
        past = deepcopy(entry)
        if self._original is None:
            return past
        for key in [key for key in entries.keys_of(past) if key.endswith(PENDING_SUFFIX)]:
            entries.drop_field(past, key)
        tags = entries.tags_of(past)
        if entries.RESERVED in tags or entries.PENDING in tags:
            past.replace(entries.child(past, "Tags"), deepcopy(entries.child(self._original, "Tags")))
        if entries.modified(past) == entries.modified(self._last.entry):
            past.replace(entries.child(past, "Times"), deepcopy(entries.child(self._original, "Times")))
        return past

    def _remove(self, kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, self.uuid)
        parent = None if entry is None else entry.getparent()
        changed = False
        if entry is not None and parent is not None:
            if entries.field(entry, "Password") != entries.field(self._last.entry, "Password"):
                return False  # somebody put a password here: not ours to remove
            parent.remove(entry)
            changed = True
        for identity in reversed(self._made_groups):
            group = entries.find_group(kdbx, identity)
            parent = None if group is None else group.getparent()
            if group is None or parent is None or group.findall("Entry") or group.findall("Group"):
                continue
            parent.remove(group)
            changed = True
        return changed

    def _restore(self, kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, self.uuid)
        parent = None if entry is None else entry.getparent()
        if entry is None or parent is None or self._original is None:
            return False
        if entries.same(entry, self._last.entry):
            parent.replace(entry, deepcopy(self._original))
            return True
        ours = {entries.RESERVED, entries.PENDING}
        tags = entries.tags_of(entry)  # changed by others since: only our marks go
        entries.set_tags(entry, [tag for tag in tags if tag not in ours])
        for key in [key for key in entries.keys_of(entry) if key.endswith(PENDING_SUFFIX)]:
            entries.drop_field(entry, key)
        return not ours.isdisjoint(tags)


def _confirming(token: Secret, attributes: Mapping[str, str]) -> EditKey:
    return "confirm", (token, tuple(attributes.items()))


def _set_password(entry: _Element, value: str, *, past: _Element) -> None:
    """Set the password; another one that was there goes into the history, as the state `past`."""
    old = entries.field(entry, "Password")
    if old and old != entries.storable(value):
        entries.add_history(entry, past)
    entries.set_field(entry, "Password", value, protected=True)
