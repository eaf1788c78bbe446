"""The change that reserves a place for a token: a new entry without a secret, or a mark in an old one."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from automation.errors import EntryExistsError, EntryNotFoundError, EntryWaitsError
from automation.vault import entries, layout, transfer
from automation.vault.place import Place
from automation.vault.transfer import PENDING_TOKEN, Parcel

if TYPE_CHECKING:
    from lxml.etree import _Element

    from automation.vault.entries import EntryDraft
    from automation.vault.kdbx import Kdbx
    from automation.vault.place import Keeping


class Reservation:
    """The change that `Vault.reserve` makes, which may have to be made again on a file changed by others."""

    def __init__(self, draft: EntryDraft, *, replace: bool, vault: str) -> None:
        """Prepare it; `draft` and `replace` as in `Vault.reserve`, `vault` for messages.

        Raises:
            ValueError: `draft.expires` has no time zone.
        """
        entries.encode_time(draft.expires, (4, 0))  # a time without a zone fails now, not after the press
        self._draft = draft
        self._replace = replace
        self._vault = vault
        self._uuid = uuid4()
        self._original: _Element | None = None
        self._made_groups: list[UUID] = []
        self._reserved: Parcel | None = None

    def make(self, kdbx: Kdbx) -> bool:
        """Make the change; True when there is something to write (see `Store.write`)."""
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

    def place(self, keeping: Keeping) -> Place | None:
        """The place that was reserved; None when nothing was even prepared."""
        if self._reserved is None:
            return None
        return Place(
            keeping,
            draft=self._draft,
            reserved=self._reserved,
            original=self._original,
            made_groups=self._made_groups,
        )

    def _namesakes(self, kdbx: Kdbx) -> list[_Element]:
        title = normal(entries.storable(self._draft.title))
        found = [
            entry
            for group in entries.groups_at(kdbx, self._draft.group)
            for entry in group.findall("Entry")
            if normal(entries.field(entry, "Title")) == title
            and entries.SESSION not in entries.tags_of(entry)
        ]
        for leftover in filter(is_leftover, found):
            leftover.getparent().remove(leftover)
        found = [entry for entry in found if not is_leftover(entry)]
        if any(waits(entry) for entry in found):
            path = "/".join([*self._draft.group, self._draft.title])
            raise EntryWaitsError(entry=path, vault=self._vault)
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
        # Of two entries with one identity (another program's fault) KeePassXC shows one, and keeps only that.
        if identity is None or entries.find(kdbx, identity) is not entry:
            raise EntryNotFoundError(entry=entries.path_of(entry), vault=self._vault)
        self._uuid = identity
        self._original = deepcopy(entry)
        tags = [tag for tag in entries.tags_of(entry) if tag != entries.RESERVED]
        entries.set_tags(entry, [*tags, entries.RESERVED])
        entries.touch(entry, kdbx.version)
        self._keep(entry)

    def _keep(self, entry: _Element) -> None:
        self._reserved = Parcel(deepcopy(entry), transfer.groups_of(entry))


def is_leftover(entry: _Element) -> bool:
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


def waits(entry: _Element) -> bool:
    """Whether a token is in the entry that AP has not confirmed yet. Its value must not be written over."""
    return entries.PENDING in entries.tags_of(entry) or bool(entries.field(entry, PENDING_TOKEN))


def normal(text: str) -> str:
    """The text in the Unicode form that titles and paths are compared in."""
    return unicodedata.normalize("NFC", text)
