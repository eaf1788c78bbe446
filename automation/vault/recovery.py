"""What `recover` does in the vault: find entries that wait for a token, and finish, free or mark each."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from automation.errors import VaultWriteFailedError
from automation.vault import entries
from automation.vault.entries import EntryDraft
from automation.vault.held import ISSUED_AT, Found, Held, look_at, values_in, waiting, was_deleted
from automation.vault.reasons import Reason
from automation.vault.transfer import PENDING_SUFFIX, PENDING_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from lxml.etree import _Element

    from automation.ksef_token import KsefToken
    from automation.vault.kdbx import Kdbx
    from automation.vault.place import Place
    from automation.vault.vault import Vault

__all__ = [
    "Found",
    "Held",
    "confirm",
    "finish",
    "free",
    "look_at",
    "mark_dead",
    "values_in",
    "waiting",
    "was_deleted",
]

STATUS: Final = "KSeF status"
_DEAD_SUFFIX: Final = " (revoked)"
_MADE_TOGETHER: Final = timedelta(seconds=2)
"""A reservation and the groups made for it get their creation times within this."""


def confirm(
    vault: Vault,
    held: Held,
    token: KsefToken,
    *,
    draft: EntryDraft | None,
    expires: datetime,
    issued_at: datetime | None,
) -> None:
    """Make the entry's waiting token its own (tag `ap-active`), and read it back from the disk.

    Args:
        vault: the database.
        held: the entry.
        token: the token that AP calls active.
        draft: what an older token's entry is to say from now on; None to leave all but the expiry as it is.
        expires: the token's last moment, where there is no draft.
        issued_at: when the token was ordered, if that is known.

    Raises:
        VaultWriteFailedError: it is not on disk, or somebody has removed the entry; the value is where it was.
    """
    held = _as_it_is(vault, held)
    attributes = {"KSeF reference number": token.reference_number, "KSeF context": token.context}
    if issued_at is not None:
        attributes[ISSUED_AT] = issued_at.isoformat(timespec="seconds")
    place = _place(vault, held, draft, expires)
    place.confirm(token.value, attributes)
    place.verify(token.value)


def finish(vault: Vault, held: Held) -> None:
    """Finish the entry of a token that is safe: only the tag `ap-active`, no leftover that says the same again.

    Raises:
        VaultWriteFailedError: it could not be written, or what was read back from the disk differs.
    """

    def change(kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, held.view.uuid)
        if entry is None:
            return False
        before = deepcopy(entry)
        password = entries.field(entry, "Password")
        for key in _pending_keys(entry):
            if key != PENDING_TOKEN or entries.field(entry, key) == password:
                entries.drop_field(entry, key)
        if [tag for tag in entries.tags_of(entry) if tag in entries.STATE_TAGS] != [entries.ACTIVE]:
            entries.set_state(entry, entries.ACTIVE)
        if entries.same(entry, before):
            return False
        entries.touch(entry, kdbx.version)
        return True

    vault.write(change, prove=True)
    vault.seal(held.view.uuid)
    now = look_at(vault, held.view.uuid)
    if now is None or now.tokens != held.tokens or entries.ACTIVE not in now.view.tags:
        reason = Reason.GONE if now is None else Reason.DIFFERS
        raise VaultWriteFailedError(vault=str(vault.path), reason=reason.told())


def free(vault: Vault, held: Held) -> None:
    """Take a reservation back: a bare entry goes, with the groups made for it; an older token's loses the mark.

    An entry that its owner has removed meanwhile, or put something else into, is left alone.

    Raises:
        VaultWriteFailedError: it could not be written. Nothing secret is in a reservation.
    """
    now = look_at(vault, held.view.uuid)
    if now is not None and now.is_reserved:
        _place(vault, now).release()


def mark_dead(vault: Vault, held: Held, *, status: str) -> None:
    """Note that the token that waits in the entry is none (any more). Its value stays.

    An entry of its own gets the tag `ap-revoked` and expires. In an older token's entry the waiting fields
    get names that say so, and the entry is the older token's again.

    Raises:
        VaultWriteFailedError: it could not be written.
    """

    def change(kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, held.view.uuid)
        if entry is None:
            return False
        tags, password = set(entries.tags_of(entry)), entries.field(entry, "Password")
        is_in_it = password in {token.value.reveal() for token in held.tokens}
        waits = bool(entries.field(entry, PENDING_TOKEN))
        if entries.PENDING not in tags and not waits and (not is_in_it or entries.REVOKED in tags):
            return False  # somebody has put another password here, or said so already
        if waits:
            for key in _pending_keys(entry):
                value = entries.field(entry, key)
                entries.drop_field(entry, key)
                renamed = key.removesuffix(PENDING_SUFFIX) + _DEAD_SUFFIX
                entries.set_field(entry, renamed, value, protected=key == PENDING_TOKEN or None)
            ours = {entries.RESERVED, entries.PENDING}
            entries.set_tags(entry, [tag for tag in entries.tags_of(entry) if tag not in ours])
            entries.set_field(entry, STATUS + _DEAD_SUFFIX, status)
        else:
            entries.set_state(entry, entries.REVOKED)
            entries.set_field(entry, STATUS, status)
            entries.set_expiry(entry, datetime.now(UTC), kdbx.version)
        entries.touch(entry, kdbx.version)
        return True

    vault.write(change, prove=True)
    vault.seal(held.view.uuid)


# --- inside --------------------------------------------------------------------------------------


def _place(
    vault: Vault, held: Held, draft: EntryDraft | None = None, expires: datetime | None = None
) -> Place:
    """The place that the ended run had, made anew from what is in the vault now.

    Raises:
        VaultWriteFailedError: the entry is gone: our lock does not hold KeePassXC back.
    """
    kdbx = vault.store.current()
    entry = entries.find(kdbx, held.view.uuid)
    if entry is None:
        raise VaultWriteFailedError(vault=str(vault.path), reason=Reason.GONE.told())
    original = deepcopy(entry) if held.replaces else None
    if original is not None:
        for key in _pending_keys(original):
            entries.drop_field(original, key)
        ours = {entries.RESERVED, entries.PENDING}
        entries.set_tags(original, [tag for tag in entries.tags_of(original) if tag not in ours])
    return vault.place_at(
        entry,
        draft=draft or _draft_of(entry, expires or datetime.now(UTC)),
        original=original,
        made_groups=[] if held.replaces else list(_groups_made_with(entry)),
    )


def _as_it_is(vault: Vault, held: Held) -> Held:
    """The entry as it is now; one that another program has wiped meanwhile is put back first.

    Raises:
        VaultWriteFailedError: its owner has removed it.
    """
    now = look_at(vault, held.view.uuid)
    if now is None:
        vault.restore_wiped()
        now = look_at(vault, held.view.uuid)
    if now is None:
        raise VaultWriteFailedError(vault=str(vault.path), reason=Reason.GONE.told())
    return now


def _pending_keys(entry: _Element) -> list[str]:
    return [key for key in entries.keys_of(entry) if key.endswith(PENDING_SUFFIX)]


def _draft_of(entry: _Element, expires: datetime) -> EntryDraft:
    """The draft of an entry that is to stay as it is, but for its expiry."""
    return EntryDraft(
        group=tuple(entries.path_of(entry).split("/")[:-1]),
        title=entries.field(entry, "Title"),
        username=entries.field(entry, "UserName"),
        url=entries.field(entry, "URL"),
        notes=entries.field(entry, "Notes"),
        expires=expires,
        attributes={},
    )


def _groups_made_with(entry: _Element) -> Iterator[UUID]:
    """The groups that were evidently made for the entry, outermost first: as old as it is."""
    born = entries.decode_time(entry.findtext("Times/CreationTime"))
    for group in reversed(list(entry.iterancestors("Group"))[:-1]):
        made = entries.decode_time(group.findtext("Times/CreationTime"))
        identity = entries.uuid_of(group)
        if born and made and identity and abs(born - made) <= _MADE_TOGETHER:
            yield identity
