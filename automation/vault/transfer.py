"""An entry of ours on its way between two databases: packed with its groups, put (back) where it belongs.

The sealed copy, the rescue database and putting back a wiped entry share these rules. Entries and groups
keep their identities, so that KeePassXC's own merge takes such a database too.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from automation.vault import entries, layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from automation.vault.kdbx import Kdbx

# While an entry is being replaced its old token stays the password; the new one waits beside it.
PENDING_SUFFIX: Final = " (pending)"
PENDING_TOKEN: Final = "KSeF token" + PENDING_SUFFIX

# Written as ISO 8601 in KDBX 3.1 and as a number in KDBX 4 (`src/format/KdbxXmlWriter.cpp`).
TIMES: Final = (
    "LastModificationTime",
    "CreationTime",
    "LastAccessTime",
    "ExpiryTime",
    "LocationChanged",
)
# They point at what only the entry's own database has: its attachments, its icons, its groups.
POINTERS: Final = ("Binary", "CustomIconUUID", "PreviousParentGroup")
# What a person may have edited since, and would miss if it went into the history.
PERSONAL: Final = frozenset({"Title", "UserName", "URL", "Notes"})


# The writes of one run follow each other within a second, and each marks the entry a second later (`entries.touch`).
AHEAD_OF_THE_CLOCK: Final = timedelta(seconds=4)


@dataclass(frozen=True)
class Group:
    """A group that an entry is in."""

    uuid: UUID | None
    name: str


@dataclass(frozen=True, repr=False)
class Parcel:
    """A copy of an entry, and the groups it is in, outermost first, without the root."""

    entry: _Element
    groups: tuple[Group, ...]

    @property
    def uuid(self) -> UUID:
        """The entry's identity."""
        identity = entries.uuid_of(self.entry)
        assert identity is not None  # noqa: S101  packed by it
        return identity

    @property
    def path(self) -> str:
        """Groups and title joined by `/`."""
        return "/".join([*(group.name for group in self.groups), entries.field(self.entry, "Title")])


def groups_of(entry: _Element) -> tuple[Group, ...]:
    """The groups that an entry in a tree is in, outermost first, without the root."""
    found: list[Group] = []
    group = entry.getparent()
    while group is not None and group.tag == "Group":
        found.append(Group(entries.uuid_of(group), group.findtext("Name") or ""))
        group = group.getparent()
    return tuple(reversed(found[:-1]))


def pack(entry: _Element, groups: tuple[Group, ...]) -> Parcel:
    """A copy of the entry that any database can take: without attachments and icons of its own."""
    copy = deepcopy(entry)
    copy.tail = None
    for state in _states(copy):
        for tag in POINTERS:
            for pointer in state.findall(tag):
                state.remove(pointer)
    return Parcel(copy, groups)


def unpack(kdbx: Kdbx) -> list[Parcel]:
    """All entries of a small database of ours."""
    return [
        pack(entry, groups_of(entry)) for entry in entries.walk(kdbx) if entries.uuid_of(entry) is not None
    ]


def insert(kdbx: Kdbx, parcel: Parcel) -> None:
    """Put the entry where it was: into its group by identity, else by path, made if need be."""
    _forget_deletion(kdbx, parcel.uuid)
    layout.insert(_group_for(kdbx, parcel.groups), _for_version(parcel, kdbx.version))


def move(kdbx: Kdbx, entry: _Element, groups: tuple[Group, ...]) -> None:
    """Move an entry of the database into the group where it belongs, out of the recycle bin."""
    entry.tail = None
    layout.insert(_group_for(kdbx, groups), entry)


def put_back(kdbx: Kdbx, parcel: Parcel) -> bool:
    """See that no value of the parcel's entry is missing in the database; what stands there is kept.

    An entry that is gone is inserted. One that has lost a value gets the parcel's state, and its own goes
    into the history; one whose owner has set another password since keeps it, and the parcel's state goes
    into the history.

    Returns:
        False when nothing was missing, and nothing was changed.
    """
    current = entries.find(kdbx, parcel.uuid)
    if current is None:
        insert(kdbx, parcel)
        return True
    if not has_lost(current, parcel):
        return False
    stored = _for_version(parcel, kdbx.version)
    if password_set_since(current, parcel):
        entries.add_history(current, stored)
    else:
        past = deepcopy(current)
        _take_over(current, stored, edited_since=_newer(current, stored))
        entries.add_history(current, past)
    for older in stored.findall("History/Entry"):
        if not secrets_of(older) <= _values(current):
            entries.add_history(current, older)
    entries.touch(current, kdbx.version)
    return True


Fate = Literal["there", "wiped", "removed"]


def fate(kdbx: Kdbx, parcel: Parcel) -> Fate:
    """What has become of the parcel's entry in the database.

    `there`: with all its tokens. `wiped`: gone, or back in an older state, and nobody said so. `removed`:
    deleted, in the recycle bin, or revoked, as its owner wanted.
    """
    current = entries.find(kdbx, parcel.uuid)
    if current is None:
        return "removed" if _deleted_since(kdbx, parcel) else "wiped"
    tags = set(entries.tags_of(current))
    if is_recycled(kdbx, current) or (
        entries.REVOKED in tags and not tags & {entries.PENDING, entries.ACTIVE}
    ):
        return "removed"
    return "wiped" if has_lost(current, parcel) else "there"


def has_lost(current: _Element, parcel: Parcel) -> bool:
    """Whether a secret of the parcel's entry is nowhere in this state of the entry, nor in its history."""
    return not secrets_of(parcel.entry) <= _values(current)


def password_set_since(current: _Element, parcel: Parcel) -> bool:
    """Whether the entry's owner has evidently set another password after the parcel was packed."""
    password = entries.field(current, "Password")
    return bool(password) and password not in _values(parcel.entry) and _newer(current, parcel.entry)


def is_recycled(kdbx: Kdbx, element: _Element) -> bool:
    """Whether the entry or group is in the recycle bin (or is the bin)."""
    bin_uuid = kdbx.tree.findtext("Meta/RecycleBinUUID")
    if not bin_uuid or bin_uuid == entries.ZERO_UUID:
        return False
    return any(node.findtext("UUID") == bin_uuid for node in _with_ancestors(element))


def was_deleted(kdbx: Kdbx, identity: UUID) -> bool:
    """Whether somebody deleted the entry or group for good, as the database remembers."""
    return next(_deletions(kdbx, identity), None) is not None


def _deleted_since(kdbx: Kdbx, parcel: Parcel) -> bool:
    """Whether it was deleted after its last change: an older deletion was of something else, the bare reservation.

    The rule of KeePassXC's own merge (`src/core/Merger.cpp`).
    """
    changed = entries.modified(parcel.entry)
    for deletion in _deletions(kdbx, parcel.uuid):
        when = entries.decode_time(deletion.findtext("DeletionTime"))
        if when is None or changed is None or when >= changed - AHEAD_OF_THE_CLOCK:
            return True
    return False


def secrets_of(entry: _Element) -> set[str]:
    """The tokens of this state: the password and what waits to be it; empty ones do not count.

    While a token is pending, protected fields count too: values that failed a check are kept there.
    """
    found = {entries.field(entry, "Password"), entries.field(entry, PENDING_TOKEN)}
    if entries.PENDING in entries.tags_of(entry):
        found |= {value.text or "" for value in entry.findall("String/Value[@Protected='True']")}
    return found - {""}


def _group_for(kdbx: Kdbx, groups: tuple[Group, ...]) -> _Element:
    innermost = groups[-1].uuid if groups else None
    group = None if innermost is None else entries.find_group(kdbx, innermost)
    if group is None or is_recycled(kdbx, group):
        group, made = layout.ensure_group(kdbx, tuple(group.name for group in groups))
        _give_identities(kdbx, made, groups)
    return group


def _values(entry: _Element) -> set[str]:
    """The values of all fields, past ones too."""
    return {value.text for state in _states(entry) for value in state.findall("String/Value") if value.text}


def _states(entry: _Element) -> Iterable[_Element]:
    return [entry, *entry.findall("History/Entry")]


def _with_ancestors(element: _Element) -> Iterator[_Element]:
    yield element
    yield from element.iterancestors("Group")


def _newer(one: _Element, other: _Element) -> bool:
    mine, theirs = entries.modified(one), entries.modified(other)
    return mine is not None and theirs is not None and mine > theirs


def _for_version(parcel: Parcel, version: tuple[int, int]) -> _Element:
    """The entry with its times as this version of the format writes them."""
    entry = deepcopy(parcel.entry)
    for state in _states(entry):
        for tag in TIMES:
            element = state.find(f"Times/{tag}")
            moment = None if element is None else entries.decode_time(element.text)
            if element is not None and moment is not None:
                element.text = entries.encode_time(moment, version)
    return entry


def _take_over(current: _Element, stored: _Element, *, edited_since: bool) -> None:
    """Make the entry what the stored state says, but for attachments, foreign tags and later edits."""
    for string in stored.findall("String"):
        key, value = string.findtext("Key") or "", string.find("Value")
        if value is None or (edited_since and key in PERSONAL and entries.field(current, key)):
            continue
        if key == "Password" and not value.text:
            continue  # what is the password now may be a token too
        protected = value.get("Protected") == "True" or None
        entries.set_field(current, key, value.text or "", protected=protected)
    known, kept = _values(stored), set(entries.keys_of(stored))
    for key in entries.keys_of(current):
        if key.endswith(PENDING_SUFFIX) and key not in kept:
            if key == PENDING_TOKEN and entries.field(current, key) not in known:
                continue  # another token than the stored one: evidence, and perhaps of worth
            entries.drop_field(current, key)
    foreign = [tag for tag in entries.tags_of(current) if tag not in entries.STATE_TAGS]
    ours = [tag for tag in entries.tags_of(stored) if tag in entries.STATE_TAGS | {entries.TAG}]
    entries.set_tags(current, [*foreign, *(tag for tag in ours if tag not in foreign)])
    for path in ("Times/ExpiryTime", "Times/Expires", "AutoType", "CustomData"):
        theirs, mine = stored.find(path), current.find(path)
        if theirs is not None and mine is not None and (parent := mine.getparent()) is not None:
            parent.replace(mine, deepcopy(theirs))


def _give_identities(kdbx: Kdbx, made: list[UUID], groups: tuple[Group, ...]) -> None:
    """Let groups that were made anew be the ones they were."""
    for fresh, group in zip(reversed(made), reversed(groups), strict=False):
        if (
            group.uuid is None
            or was_deleted(kdbx, group.uuid)
            or entries.find_group(kdbx, group.uuid) is not None
        ):
            continue
        element = entries.find_group(kdbx, fresh)
        if element is not None:
            entries.child(element, "UUID").text = entries.encode_uuid(group.uuid)


def _forget_deletion(kdbx: Kdbx, identity: UUID) -> None:
    """A merge would take an entry away again that the database still calls deleted."""
    for deletion in list(_deletions(kdbx, identity)):
        parent = deletion.getparent()
        if parent is not None:
            parent.remove(deletion)


def _deletions(kdbx: Kdbx, identity: UUID) -> Iterator[_Element]:
    wanted = entries.encode_uuid(identity)
    for deletion in kdbx.tree.iterfind("Root/DeletedObjects/DeletedObject"):
        if deletion.findtext("UUID") == wanted:
            yield deletion
