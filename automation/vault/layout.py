"""New groups and entries, laid out as KeePassXC writes them (`src/format/KdbxXmlWriter.cpp`)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from automation.vault.entries import (
    ZERO_UUID,
    child,
    encode_time,
    encode_uuid,
    groups_at,
    set_attributes,
    set_expiry,
    set_field,
    storable,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from automation.vault.entries import EntryDraft
    from automation.vault.kdbx import Kdbx

KEY_ICON: Final = "0"
FOLDER_ICON: Final = "48"

# KeePassXC's own name (`src/browser/BrowserService.cpp`, OPTION_HIDE_ENTRY) and its TRUE_STR.
HIDE_FROM_BROWSER: Final = ("BrowserHideEntry", "true")


def ensure_group(kdbx: Kdbx, path: tuple[str, ...]) -> tuple[_Element, list[uuid.UUID]]:
    """The group at this path, and the identities of those that had to be made, outermost first."""
    from lxml.etree import SubElement  # noqa: PLC0415

    group = kdbx.tree.findall("Root/Group")[0]
    made: list[uuid.UUID] = []
    for depth, name in enumerate(path, start=1):
        there = [] if made else groups_at(kdbx, path[:depth])
        if there:
            group = there[0]
            continue
        identity = uuid.uuid4()
        made.append(identity)
        group = SubElement(group, "Group")
        SubElement(group, "UUID").text = encode_uuid(identity)
        SubElement(group, "Name").text = storable(name)
        SubElement(group, "Notes")
        SubElement(group, "IconID").text = FOLDER_ICON
        _add_times(group, kdbx.version)
        SubElement(group, "IsExpanded").text = "True"
        SubElement(group, "DefaultAutoTypeSequence")
        SubElement(group, "EnableAutoType").text = "null"
        SubElement(group, "EnableSearching").text = "null"
        SubElement(group, "LastTopVisibleEntry").text = ZERO_UUID
    return group, made


def new_entry(kdbx: Kdbx, draft: EntryDraft, identity: uuid.UUID) -> _Element:
    """An entry without a token, laid out as KeePassXC writes one."""
    from lxml.etree import Element, SubElement  # noqa: PLC0415

    entry = Element("Entry")
    SubElement(entry, "UUID").text = encode_uuid(identity)
    SubElement(entry, "IconID").text = KEY_ICON
    SubElement(entry, "ForegroundColor")
    SubElement(entry, "BackgroundColor")
    SubElement(entry, "OverrideURL")
    SubElement(entry, "Tags")
    _add_times(entry, kdbx.version)
    for key in ("Title", "UserName", "URL", "Notes"):
        set_field(entry, key, "")
    set_field(entry, "Password", "", protected=True)
    fill_in(entry, draft, kdbx.version)
    return entry


def fill_in(entry: _Element, draft: EntryDraft, version: tuple[int, int]) -> None:
    """Give the entry everything the draft says, and keep autofill and auto-type away from it."""
    from lxml.etree import SubElement  # noqa: PLC0415

    set_field(entry, "Title", draft.title)
    set_field(entry, "UserName", draft.username)
    set_field(entry, "URL", draft.url)
    set_field(entry, "Notes", draft.notes)
    set_attributes(entry, draft.attributes)
    set_expiry(entry, draft.expires, version)
    auto_type = child(entry, "AutoType")
    child(auto_type, "Enabled").text = "False"
    if auto_type.find("DataTransferObfuscation") is None:
        SubElement(auto_type, "DataTransferObfuscation").text = "0"
        SubElement(auto_type, "DefaultSequence")
    if version < (4, 0):
        # KDBX 3.1 has no custom data in entries: KeePassXC would silently make the file KDBX 4 at its next
        # save, which older programs that share it cannot read. Hiding from the browser is not worth that.
        return
    key, value = HIDE_FROM_BROWSER
    custom_data = child(entry, "CustomData")
    for item in custom_data.findall("Item"):
        if item.findtext("Key") == key:
            child(item, "Value").text = value
            return
    item = SubElement(custom_data, "Item")
    SubElement(item, "Key").text = key
    SubElement(item, "Value").text = value


def insert(group: _Element, entry: _Element) -> None:
    """Put the entry into the group, before its subgroups, as KeePassXC orders them."""
    first_subgroup = group.find("Group")
    if first_subgroup is None:
        group.append(entry)
    else:
        first_subgroup.addprevious(entry)


def _add_times(element: _Element, version: tuple[int, int]) -> None:
    from lxml.etree import SubElement  # noqa: PLC0415

    now = encode_time(datetime.now(UTC), version)
    times = SubElement(element, "Times")
    for tag, text in (
        ("LastModificationTime", now),
        ("CreationTime", now),
        ("LastAccessTime", now),
        ("ExpiryTime", now),
        ("Expires", "False"),
        ("UsageCount", "0"),
        ("LocationChanged", now),
    ):
        SubElement(times, tag).text = text
