"""Reserve, pending, confirm, verify, release, revoke: each step judged by KeePassXC."""

from __future__ import annotations

import base64
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from automation.errors import EntryExistsError, EntryNotFoundError, VaultWriteFailedError
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault

from .conftest import ENTRY, NIP, TITLE
from .databases import raw_xml
from .judge import KeePassXc, canonical, fields, history, tags

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.keepassxc

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
OTHER = Secret("20261122-EC-FFFFFFFFFF-0F1E2D3C4B-5A|nip-1234563218|fedcba9876543210")
REFERENCE = "20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A"
ISSUED = {"KSeF reference number": REFERENCE, "Issued at": "2026-11-22T18:00:00+01:00"}
EPOCH = datetime(1, 1, 1, tzinfo=UTC)


def test_kdbx3_opens_in_keepassxc_after_every_step(
    kdbx3: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The format of `db-create`, whose header hash pykeepass leaves stale, survives every write of ours."""
    with Vault.open(kdbx3, credentials) as vault:
        vault.reserve(draft).release()
        assert judge.paths(kdbx3) == []
        place = vault.reserve(draft)
        assert judge.show(kdbx3, ENTRY, "Password") == ""
        place.pending(TOKEN, ISSUED)
        assert judge.show(kdbx3, ENTRY, "Password") == TOKEN.reveal()
        place.confirm(TOKEN, ISSUED)
        place.verify(TOKEN)
        assert tags(judge.entry(kdbx3, TITLE)) == {"ksef", "ap-active"}
        vault.mark_revoked(place.uuid, revoked_at=datetime.now(UTC))
        assert tags(judge.entry(kdbx3, TITLE)) == {"ksef", "ap-revoked"}
    assert kdbx3.read_bytes()[8:12] == b"\x01\x00\x03\x00"  # still version 3.1


def test_kdbx3_stays_kdbx3_when_keepassxc_saves_it_next(
    kdbx3: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Custom data in an entry would make KeePassXC turn the file into KDBX 4, which others may not read."""
    with Vault.open(kdbx3, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, ISSUED)
    judge.add(kdbx3, "następny")
    assert kdbx3.read_bytes()[8:12] == b"\x01\x00\x03\x00"
    assert judge.show(kdbx3, ENTRY, "Password") == TOKEN.reveal()


def test_entry_is_as_keepassxc_users_expect(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Group, fields, icon, expiry, no auto-type, hidden from the browser extension, no history."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.pending(TOKEN, ISSUED)
        place.confirm(TOKEN, ISSUED)
        assert place.path == ENTRY
    entry = judge.entry(database, TITLE)
    assert fields(entry) == {
        "Title": TITLE,
        "UserName": NIP,
        "Password": TOKEN.reveal(),
        "URL": draft.url,
        "Notes": draft.notes,
        **draft.attributes,
        **ISSUED,
    }
    assert entry.findtext("IconID") == "0"
    assert entry.findtext("Times/Expires") == "True"
    assert entry.findtext("AutoType/Enabled") == "False"
    assert [(i.findtext("Key"), i.findtext("Value")) for i in entry.iter("Item")] == [
        ("BrowserHideEntry", "true")
    ]
    assert history(entry) == []
    assert ENTRY in judge.paths(database)


def test_expiry_is_the_moment_that_was_meant(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A time of another zone is stored as the same moment in UTC; a time without a zone is refused."""
    warsaw = datetime.fromisoformat("2027-11-30T23:59:59+01:00")
    with Vault.open(database, credentials) as vault:
        vault.reserve(replace(draft, expires=warsaw))
        with pytest.raises(ValueError, match="zone"):
            vault.reserve(replace(draft, title="inny", expires=warsaw.replace(tzinfo=None)))
    export = judge.entry(database, TITLE).findtext("Times/ExpiryTime")
    assert export is not None
    seconds = int.from_bytes(base64.b64decode(export), "little")
    assert seconds == int((warsaw - EPOCH).total_seconds())


def test_reservation_holds_no_secret(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Before the press there is an entry on disk, tagged as reserved, without a password."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft)
        entry = judge.entry(database, TITLE)
        assert fields(entry)["Password"] == ""
        assert tags(entry) == {"ksef", "ap-reserved"}


def test_released_reservation_leaves_no_trace(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A run that generated nothing takes its entry and the groups it made away again."""
    before = raw_xml(database)
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).release()
    assert raw_xml(database) == before
    judge.export(database)


def test_release_keeps_groups_that_others_use(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A group made for the entry stays when somebody put another entry into it meanwhile."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        judge.add(database, "KSeF/Demo/obcy")
        place.release()
    assert "KSeF/Demo/obcy" in judge.paths(database)
    assert f"KSeF/Demo/{NIP}/" not in judge.paths(database)


def test_release_never_removes_a_token(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Once a value was stored, giving the place up does nothing."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.pending(TOKEN, ISSUED)
        place.release()
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


def test_everything_else_survives_unchanged(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Groups, entries, history, attachments, icons, custom data and unknown elements are as they were."""
    before, exported = raw_xml(database), canonical(judge.export(database))
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, ISSUED)
        vault.mark_revoked(place.uuid, revoked_at=datetime.now(UTC))
    assert raw_xml(database, without="KSeF") == before
    assert canonical(judge.export(database), without="KSeF") == exported
    assert "FutureElement" in before


def test_same_title_is_refused_before_anything_is_written(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """Without `replace` an entry with this title stops the run, and the file is not touched."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, ISSUED)
        content = database.read_bytes()
        with pytest.raises(EntryExistsError) as caught:
            vault.reserve(draft)
    assert caught.value.details == {"title": TITLE, "group": f"KSeF/Demo/{NIP}", "vault": str(database)}
    assert database.read_bytes() == content


def test_replaced_token_stays_the_password_until_confirmed(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The old token is not given up for one that AP has not shown yet; then it goes into the history."""
    with Vault.open(database, credentials) as vault:
        first = vault.reserve(draft)
        first.confirm(TOKEN, ISSUED)
        place = vault.reserve(replace(draft, notes="nowe"), replace=True)
        assert place.uuid == first.uuid
        assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
        place.pending(OTHER, {"KSeF reference number": "new"})
        entry = judge.entry(database, TITLE)
        assert fields(entry)["Password"] == TOKEN.reveal()
        assert OTHER.reveal() in fields(entry).values()
        assert fields(entry)["KSeF reference number"] == REFERENCE
        assert vault.find("new").uuid == first.uuid
        place.confirm(OTHER, {"KSeF reference number": "new"})
        place.verify(OTHER)
    entry = judge.entry(database, TITLE)
    assert fields(entry) == {
        **fields(entry),
        "Password": OTHER.reveal(),
        "KSeF reference number": "new",
        "Notes": "nowe",
    }
    assert tags(entry) == {"ksef", "ap-active"}
    (past,) = entry.findall("History/Entry")
    assert fields(past)["Password"] == TOKEN.reveal()
    assert fields(past)["Notes"] == draft.notes
    assert tags(past) == {"ksef", "ap-active"}
    assert not any("pending" in key for key in {**fields(entry), **fields(past)})


def test_token_that_replaces_a_revoked_one_is_not_called_revoked(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Tag, date and expiry of the revoked token are history; the entry speaks of the new one."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, ISSUED)
        vault.mark_revoked(place.uuid, revoked_at=datetime.now(UTC))
        vault.reserve(draft, replace=True).confirm(OTHER, {})
    entry = judge.entry(database, TITLE)
    assert tags(entry) == {"ksef", "ap-active"}
    assert "Revoked at" not in fields(entry)
    assert "Revoked at" in history(entry)[-1]
    assert judge.run("db-info", database).count("Number of expired entries: 1") == 1  # the bank's


def test_released_replacement_restores_the_entry_exactly(
    database: Path, credentials: Credentials, draft: EntryDraft, judge: KeePassXc
) -> None:
    """An entry that was to be replaced, history, attachments and all, is as it was, times included."""
    lived_in = replace(draft, group=('Firma "Żuk" & syn',), title='Konto "główne"; bank')
    before = raw_xml(database)
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(lived_in, replace=True)
        assert "ap-reserved" in tags(judge.entry(database, lived_in.title))
        place.release()
    assert raw_xml(database) == before


def test_replacing_keeps_history_attachments_and_own_attributes(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A replaced entry keeps what its owner added, and its older history below the new one."""
    lived_in = replace(draft, group=('Firma "Żuk" & syn',), title='Konto "główne"; bank')
    with Vault.open(database, credentials) as vault:
        vault.reserve(lived_in, replace=True).confirm(TOKEN, ISSUED)
    entry = judge.entry(database, lived_in.title)
    assert fields(entry)["PIN"] == "1234"
    assert entry.findtext("Binary/Key") == "umowa.pdf"
    assert [past["Password"] for past in history(entry)] == ["jeszcze starsze", "stare hasło"]
    assert {"bank", "ważne", "stare", "ksef", "ap-active"} == tags(entry)


def test_two_entries_with_the_title_cannot_be_replaced(
    database: Path, credentials: Credentials, draft: EntryDraft, judge: KeePassXc
) -> None:
    """Which one is meant cannot be known, so the run stops before anything is generated."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, ISSUED)
        judge.add(database, f"KSeF/Demo/{NIP}/inny")
        judge.run("edit", "-t", TITLE, database, f"KSeF/Demo/{NIP}/inny")
        with pytest.raises(EntryNotFoundError):
            vault.reserve(draft, replace=True)


def test_the_reservation_of_an_ended_run_makes_way(
    database: Path, credentials: Credentials, draft: EntryDraft, judge: KeePassXc
) -> None:
    """A bare reservation is no token: the next run takes its place without being told to replace it."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft)
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, ISSUED)
    assert judge.paths(database).count(f"KSeF/Demo/{NIP}/{TITLE}") == 1
    assert judge.show(database, f"KSeF/Demo/{NIP}/{TITLE}", "Password") == TOKEN.reveal()


def test_suspect_values_are_all_kept(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """What failed a check is stored both ways, protected, even where XML could not hold it as it is."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.pending(TOKEN, ISSUED)
        place.store_suspect({"Copied": OTHER, "Password": Secret("nul \x00 byte")}, "Wartości różnią się.")
        place.store_suspect({"Copied": OTHER, "Password": Secret("nul \x00 byte")}, "Wartości różnią się.")
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Password"] == OTHER.reveal()
    assert fields(entry)["Copied"] == OTHER.reveal()
    assert fields(entry)["Password (AP)"] == r"nul \u0000 byte"
    assert [past["Password"] for past in history(entry)] == [TOKEN.reveal()]
    assert fields(entry)["Notes"] == f"{draft.notes}\n\nWartości różnią się."
    assert "ap-pending" in tags(entry)
    protected = {
        s.findtext("Key") for s in entry.findall("String") if s.find("Value[@ProtectInMemory]") is not None
    }
    assert {"Password", "Copied", "Password (AP)"} <= protected


def test_verify_notices_what_is_not_as_stored(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """Another password, an older file, a missing or damaged file: none of them passes as stored."""
    empty = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        reserved = database.read_bytes()
        place.confirm(TOKEN, ISSUED)
        place.verify(TOKEN)
        with pytest.raises(VaultWriteFailedError):
            place.verify(OTHER)
        for content in (reserved, empty, b"garbage"):
            database.write_bytes(content)
            with pytest.raises(VaultWriteFailedError) as caught:
                place.verify(TOKEN)
            assert TOKEN.reveal() not in str(caught.value.details)
        database.unlink()
        with pytest.raises(VaultWriteFailedError):
            place.verify(TOKEN)


def test_find_by_uuid_path_and_reference_number(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """The three ways to name an entry lead to the same one; what is shown of it is not secret."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(replace(draft, title="z \"cudzysłowem\"; [i] 'tak'"))
        place.confirm(TOKEN, ISSUED)
        for description in (str(place.uuid), f"{{{place.uuid}}}", place.path, f"/{place.path}", REFERENCE):
            entry = vault.find(description)
            assert (entry.uuid, entry.path, entry.username) == (place.uuid, place.path, NIP)
        assert entry.attributes == {**draft.attributes, **ISSUED}
        assert TOKEN.reveal() not in repr(entry)
        owned = vault.find('Firma "Żuk" & syn/Konto "główne"; bank')
        assert set(owned.attributes) == set()  # PIN is protected, otp is secret by its nature
        for unknown in ("", "KSeF", str(uuid.uuid4()), "20261122-EC-0000000000-0000000000-00"):
            with pytest.raises(EntryNotFoundError):
                vault.find(unknown)


def test_recycled_entries_are_not_meant(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """An entry in the recycle bin answers to its UUID alone, and its title may be used again."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, ISSUED)
        judge.run("rm", database, ENTRY)
        with pytest.raises(EntryNotFoundError):
            vault.find(REFERENCE)
        assert vault.entries_tagged("ap-active") == []
        assert vault.find(str(place.uuid)).title == TITLE
        vault.reserve(draft)
        assert [entry.path for entry in vault.entries_tagged("ap-reserved")] == [ENTRY]


def test_revoked_entry_keeps_token_and_history(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A revoked token is tagged, dated and expired; marking it twice changes nothing more."""
    when = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, ISSUED)
        vault.mark_revoked(place.uuid, revoked_at=when)
        content = database.read_bytes()
        vault.mark_revoked(place.uuid, revoked_at=when)
        assert database.read_bytes() == content
        with pytest.raises(EntryNotFoundError):
            vault.mark_revoked(uuid.uuid4(), revoked_at=when)
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Revoked at"] == "2026-11-22T18:00:00+00:00"
    assert fields(entry)["Password"] == TOKEN.reveal()
    assert tags(entry) == {"ksef", "ap-revoked"}
    assert [tags(past) for past in entry.findall("History/Entry")] == [{"ksef", "ap-active"}]
    assert judge.run("db-info", database).count("Number of expired entries: 2") == 1  # ours and the bank's
