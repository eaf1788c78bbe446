"""Entries and groups as KeePassXC keeps them in the XML tree.

Elements are addressed by walking, never by XPath with a value put in: a `"` in a title would break the
query. Only what a function names is changed; whatever else an entry has (attachments, custom data, unknown
elements) stays as it is.
"""

from __future__ import annotations

import base64
import re
import struct
import uuid
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from automation.vault.kdbx import Kdbx

TAG: Final = "ksef"
RESERVED: Final = "ap-reserved"
PENDING: Final = "ap-pending"
ACTIVE: Final = "ap-active"
REVOKED: Final = "ap-revoked"
SESSION: Final = "ap-session"
"""Of an entry that keeps AP's session: no token's (`automation.vault.sessions`)."""
STATE_TAGS: Final = frozenset({RESERVED, PENDING, ACTIVE, REVOKED})

REFERENCE: Final = "KSeF reference number"
REVOKED_AT: Final = "Revoked at"

STANDARD_FIELDS: Final = frozenset({"Title", "UserName", "Password", "URL", "Notes"})
ZERO_UUID: Final = base64.b64encode(bytes(16)).decode()

YEAR_ONE: Final = datetime(1, 1, 1, tzinfo=UTC)
# What XML 1.0 cannot hold. KeePassXC drops such characters, here they are written out: nothing is lost.
NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class EntryDraft:
    """An entry as it is to be made: everything but the token.

    `group` is the path from the root; `expires` (with its time zone) is the token's last moment;
    `attributes` are the additional ones, not protected.
    """

    group: tuple[str, ...]
    title: str
    username: str
    url: str
    notes: str
    expires: datetime
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class EntryView:
    """What may be shown of an entry: no password, no protected attribute."""

    uuid: uuid.UUID
    path: str
    title: str
    username: str
    url: str
    tags: tuple[str, ...]
    attributes: Mapping[str, str]


# --- text, time, identity ------------------------------------------------------------------------


def storable(text: str) -> str:
    r"""The text as XML can hold it: characters that it cannot are written as `\uXXXX`."""
    return NOT_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def encode_time(moment: datetime, version: tuple[int, int]) -> str:
    """A time as the format writes it: seconds since year 1 in base64 (KDBX 4), ISO 8601 in UTC (KDBX 3.1).

    Raises:
        ValueError: the time has no zone, so it names no moment.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    moment = moment.astimezone(UTC)
    if version >= (4, 0):
        seconds = (moment - YEAR_ONE) // timedelta(seconds=1)
        return base64.b64encode(struct.pack("<Q", seconds)).decode()
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def decode_time(text: str | None) -> datetime | None:
    """The moment, whichever of the two ways it is written; None when it is neither."""
    if not text:
        return None
    try:
        if "T" in text and text.endswith("Z") and "-" in text:
            return datetime.fromisoformat(text)
        (seconds,) = struct.unpack("<Q", base64.b64decode(text, validate=True))
        return YEAR_ONE + timedelta(seconds=seconds)
    except (ValueError, struct.error, OverflowError):
        return None


def uuid_of(element: _Element) -> uuid.UUID | None:
    """The identity of an entry or group."""
    try:
        return uuid.UUID(bytes=base64.b64decode(element.findtext("UUID") or ""))
    except ValueError:
        return None


def encode_uuid(identity: uuid.UUID) -> str:
    """The identity as the XML has it."""
    return base64.b64encode(identity.bytes).decode()


# --- reading -------------------------------------------------------------------------------------


def field(entry: _Element, key: str) -> str:
    """The value of a standard field or an additional attribute; empty when there is none."""
    value = _value(entry, key)
    return "" if value is None else value.text or ""


def tags_of(entry: _Element) -> tuple[str, ...]:
    """The tags. KeePassXC separates them with `;`, KeePass and older files also with `,`."""
    return tuple(tag.strip() for tag in re.split("[;,]", entry.findtext("Tags") or "") if tag.strip())


def view(entry: _Element) -> EntryView:
    """What may be shown of the entry."""
    identity = uuid_of(entry)
    assert identity is not None  # noqa: S101  entries are found by it
    attributes = {}
    for string in entry.findall("String"):
        key, value = string.findtext("Key") or "", string.find("Value")
        if key in STANDARD_FIELDS or value is None or _is_protected(key, value):
            continue
        attributes[key] = value.text or ""
    return EntryView(
        uuid=identity,
        path=path_of(entry),
        title=field(entry, "Title"),
        username=field(entry, "UserName"),
        url=field(entry, "URL"),
        tags=tags_of(entry),
        attributes=attributes,
    )


def path_of(entry: _Element) -> str:
    """Groups and title joined by `/`, without the root group, as `keepassxc-cli` takes them."""
    names = [field(entry, "Title")]
    group = entry.getparent()
    while group is not None and group.tag == "Group":
        parent = group.getparent()
        if parent is not None and parent.tag == "Group":
            names.append(group.findtext("Name") or "")
        group = parent
    return "/".join(reversed(names))


def walk(kdbx: Kdbx, *, recycled: bool = True) -> Iterator[_Element]:
    """Every entry, but for history; without those in the recycle bin unless `recycled`.

    One without an identity (KeePassXC makes one up whenever it reads it) is no entry of ours, and is left out.
    """
    bin_uuid = None if recycled else kdbx.tree.findtext("Meta/RecycleBinUUID")
    pending = kdbx.tree.findall("Root/Group")
    while pending:
        group = pending.pop()
        if bin_uuid not in {None, ZERO_UUID} and group.findtext("UUID") == bin_uuid:
            continue
        yield from (entry for entry in group.findall("Entry") if uuid_of(entry) is not None)
        pending.extend(reversed(group.findall("Group")))


def find(kdbx: Kdbx, identity: uuid.UUID) -> _Element | None:
    """The entry with this identity."""
    wanted = encode_uuid(identity)
    for element in kdbx.tree.iter("UUID"):  # in C over all but the identities: a third of the time of a walk
        if element.text == wanted and (entry := element.getparent()) is not None and entry.tag == "Entry":
            parent = entry.getparent()
            if parent is not None and parent.tag == "Group":  # not a past state
                return entry
    return None


def groups_at(kdbx: Kdbx, path: tuple[str, ...]) -> list[_Element]:
    """All groups at this path; names need not be unique in KeePass."""
    groups: list[_Element] = kdbx.tree.findall("Root/Group")[:1]
    for name in path:
        groups = [
            sub
            for group in groups
            for sub in group.findall("Group")
            if sub.findtext("Name") == storable(name)
        ]
    return groups


def find_group(kdbx: Kdbx, identity: uuid.UUID) -> _Element | None:
    """The group with this identity."""
    wanted = encode_uuid(identity)
    return next((group for group in kdbx.tree.iter("Group") if group.findtext("UUID") == wanted), None)


def keys_of(entry: _Element) -> list[str]:
    """The names of all fields."""
    return [string.findtext("Key") or "" for string in entry.findall("String")]


def modified(entry: _Element) -> datetime | None:
    """When the entry was last changed."""
    return decode_time(entry.findtext("Times/LastModificationTime"))


def same(one: _Element, other: _Element) -> bool:
    """Whether two entries are the same in everything."""
    from lxml.etree import tostring  # noqa: PLC0415  loaded with the first database

    # Copied into trees of their own: tostring would otherwise follow what stands after the element.
    return bool(tostring(deepcopy(one), method="c14n") == tostring(deepcopy(other), method="c14n"))


def _value(entry: _Element, key: str) -> _Element | None:
    for string in entry.findall("String"):
        if string.findtext("Key") == key:
            return string.find("Value")
    return None


def _is_protected(key: str, value: _Element) -> bool:
    # One-time-password seeds are secret even where another program left them unprotected.
    return value.get("Protected") == "True" or key.lower().startswith(("otp", "timeotp", "hmacotp", "totp"))


# --- changing ------------------------------------------------------------------------------------


def set_field(entry: _Element, key: str, value: str, *, protected: bool | None = None) -> None:
    """Set a field in place, or add it after the other ones. `protected=None` leaves that as it is."""
    from lxml.etree import SubElement  # noqa: PLC0415  loaded with the first database

    element = _value(entry, key)
    if element is None:
        string = SubElement(entry, "String")
        strings = entry.findall("String")
        if len(strings) > 1:
            strings[-2].addnext(string)  # keep the order in which KeePassXC writes
        SubElement(string, "Key").text = storable(key)
        element = SubElement(string, "Value")
    element.text = storable(value) or None
    if protected:
        element.set("Protected", "True")


def set_attributes(entry: _Element, attributes: Mapping[str, str], *, protected: bool | None = None) -> None:
    """Set additional attributes. One named like a standard field gets another name: this must never fail."""
    for key, value in attributes.items():
        set_field(entry, f"{key} (AP)" if key in STANDARD_FIELDS else key, value, protected=protected)


def drop_field(entry: _Element, key: str) -> None:
    """Remove an additional attribute, if it is there."""
    value = _value(entry, key)
    if value is not None and (string := value.getparent()) is not None:
        entry.remove(string)


def set_state(entry: _Element, state: str) -> None:
    """Make this the entry's only `ap-` tag, and see that it is tagged `ksef`; other tags stay."""
    others = [tag for tag in tags_of(entry) if tag not in STATE_TAGS]
    set_tags(entry, [*others, *([] if TAG in others else [TAG]), state])


def set_tags(entry: _Element, tags: list[str]) -> None:
    """Write the tags as KeePassXC does."""
    child(entry, "Tags").text = ";".join(tags) or None


def set_expiry(entry: _Element, moment: datetime, version: tuple[int, int]) -> None:
    """Let the entry expire. The time alone does nothing: there is a flag beside it."""
    times = child(entry, "Times")
    child(times, "ExpiryTime").text = encode_time(moment, version)
    child(times, "Expires").text = "True"


def touch(entry: _Element, version: tuple[int, int]) -> None:
    """Mark the entry as modified, at least one second later than before.

    KeePassXC's merge compares these times in whole seconds and ignores an entry that is not newer
    (`src/core/Merger.cpp`), and our writes may follow within one second.
    """
    times = child(entry, "Times")
    now = datetime.now(UTC).replace(microsecond=0)
    before = modified(entry)
    if before is not None and now <= before:
        now = before + timedelta(seconds=1)
    child(times, "LastModificationTime").text = encode_time(now, version)
    child(times, "LastAccessTime").text = encode_time(now, version)


def add_history(entry: _Element, past: _Element) -> None:
    """Put a state of the entry, without its own history, at the end of the entry's history."""
    past = deepcopy(past)
    for history in past.findall("History"):
        past.remove(history)
    child(entry, "History").append(past)


def child(element: _Element, tag: str) -> _Element:
    """The child with this tag, made if need be."""
    from lxml.etree import SubElement  # noqa: PLC0415

    found = element.find(tag)
    return SubElement(element, tag) if found is None else found
