"""Putting an entry back never loses a value, whatever the two states of it are."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.vault import EntryDraft, entries, layout, transfer
from automation.vault.blank import blank_tree
from automation.vault.kdbx import NEW_DATABASE_KDF, Kdbx, new_kdbx
from automation.vault.transfer import PENDING_TOKEN, Group, Parcel

if TYPE_CHECKING:
    from lxml.etree import _Element

ENTRY = UUID(int=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DRAFT = EntryDraft(("KSeF", "Demo"), "tytuł", "1234563218", "https://ap", "notatka", NOON, {"a": "b"})

values = st.sampled_from(["", "token 1", "token 2", "stary token", "hasło właściciela"])
states = st.fixed_dictionaries(
    {
        "Password": values,
        PENDING_TOKEN: values,
        "copied": values,
        "Notes": st.sampled_from(["notatka", "moje", ""]),
        "tags": st.sets(st.sampled_from(["ksef", "bank", *sorted(entries.STATE_TAGS)])),
        "modified": st.integers(0, 3),
    }
)
histories = st.lists(states, max_size=3)


def made(state: dict[str, object], past: list[dict[str, object]]) -> _Element:
    """The entry in this state, with these past ones."""
    kdbx = database()
    entry = layout.new_entry(kdbx, DRAFT, ENTRY)
    for key in ("Password", "Notes", PENDING_TOKEN, "copied"):
        if state[key] or key in entries.STANDARD_FIELDS:
            protected = None if key == "Notes" else True
            entries.set_field(entry, key, str(state[key]), protected=protected)
    tags = state["tags"]
    assert isinstance(tags, set)
    entries.set_tags(entry, sorted(tags))
    seconds = state["modified"]
    assert isinstance(seconds, int)
    changed = NOON + timedelta(seconds=seconds)
    entries.child(entries.child(entry, "Times"), "LastModificationTime").text = entries.encode_time(
        changed, kdbx.version
    )
    for older in past:
        entries.add_history(entry, made(older, []))
    return entry


def database() -> Kdbx:
    """An empty one."""
    return new_kdbx(blank_tree(), NEW_DATABASE_KDF)


def all_values(entry: _Element) -> set[str]:
    """Every value of the entry, past ones too."""
    return {value.text for value in entry.iterfind(".//String/Value") if value.text}


@settings(deadline=None)
@given(stored=states, stored_past=histories, current=states, past=histories)
def test_no_value_of_either_state_is_lost(
    stored: dict[str, object],
    stored_past: list[dict[str, object]],
    current: dict[str, object],
    past: list[dict[str, object]],
) -> None:
    """What stood there stays, at least in the history; every token is there; doing it again changes nothing."""
    kdbx = database()
    group, _ = layout.ensure_group(kdbx, DRAFT.group)
    layout.insert(group, made(current, past))
    parcel = Parcel(made(stored, stored_past), ())
    entry = entries.find(kdbx, ENTRY)
    assert entry is not None
    before = deepcopy(entry)
    changed = transfer.put_back(kdbx, parcel)
    assert changed == (not transfer.secrets_of(parcel.entry) <= all_values(before))
    assert all_values(before) | transfer.secrets_of(parcel.entry) <= all_values(entry)
    password, its_own = entries.field(before, "Password"), all_values(parcel.entry)
    if password and password not in its_own and current["modified"] > stored["modified"]:  # type: ignore[operator]
        assert entries.field(entry, "Password") == password
    elif changed:
        assert entries.field(entry, "Password") == (stored["Password"] or password)
    after = deepcopy(entry)
    assert not transfer.put_back(kdbx, parcel)
    assert entries.same(entry, after)


@settings(deadline=None)
@given(stored=states, past=histories)
def test_a_packed_entry_that_is_gone_comes_back_as_it_was(
    stored: dict[str, object], past: list[dict[str, object]]
) -> None:
    """Everything but attachments and icons, in groups that keep their identities, and only once."""
    entry = made(stored, past)
    groups = (Group(UUID(int=2), "KSeF"), Group(UUID(int=3), "Demo"))
    kdbx = database()
    parcel = transfer.pack(entry, groups)
    assert transfer.put_back(kdbx, parcel)
    found = entries.find(kdbx, ENTRY)
    assert found is not None
    assert entries.same(found, entry)
    assert transfer.groups_of(found) == groups
    assert [one.uuid for one in transfer.unpack(kdbx)] == [ENTRY]
    assert not transfer.put_back(kdbx, parcel)
