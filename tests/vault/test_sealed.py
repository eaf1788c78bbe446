"""The sealed second copy, and what is put back from it when another program wipes an entry of ours."""

from __future__ import annotations

import base64
import re
import shutil
import stat
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Place, Vault, sealed
from automation.vault.sealed import sealed_path

from .conftest import ENTRY, NIP, TITLE
from .databases import raw_xml
from .judge import KeePassXc, fields, history, tags

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.keepassxc

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
OTHER = Secret("20261122-EC-FFFFFFFFFF-0F1E2D3C4B-5A|nip-1234563218|fedcba9876543210")
REFERENCE = {"KSeF reference number": "20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A"}


def store_token(database: Path, credentials: Credentials, draft: EntryDraft) -> Place:
    """One run, as far as the vault is concerned."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.pending(TOKEN, REFERENCE)
        place.confirm(TOKEN, REFERENCE)
        place.verify(TOKEN)
    return place


def restore(database: Path, credentials: Credentials) -> tuple[list[str], list[str]]:
    """The paths put back by a fresh run, and the ids of its notices."""
    with Vault.open(database, credentials) as vault:
        restored = [entry.path for entry in vault.restore_wiped()]
        return restored, [notice.id for notice in vault.take_notices()]


# --- the copy -------------------------------------------------------------------------------------


def test_the_copy_holds_the_entry_under_the_same_credentials(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """It lies in the user's data folder, private, and KeePassXC opens it and finds the token in its group."""
    place = store_token(database, credentials, draft)
    copy = sealed_path(database)
    assert judge.show(copy, ENTRY, "Password") == TOKEN.reveal()
    assert judge.paths(copy) == ["KSeF/", "KSeF/Demo/", f"KSeF/Demo/{NIP}/", ENTRY]
    assert judge.entry(copy, TITLE).findtext("UUID") == base64.b64encode(place.uuid.bytes).decode()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700


def test_storing_does_not_wait_for_the_copy_but_closing_does(
    database: Path,
    judge: KeePassXc,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A slow data folder costs the token nothing; what was kept is on disk when the vault is closed."""
    create_file, go_on = sealed.__dict__["create_file"], threading.Event()

    def slow(target: Path, content: bytes) -> None:
        assert go_on.wait(30)
        create_file(target, content)

    monkeypatch.setattr(sealed, "create_file", slow)
    vault = Vault.open(database, credentials)
    place = vault.reserve(draft)
    place.pending(TOKEN, {})
    place.confirm(TOKEN, {})
    place.verify(TOKEN)
    assert not sealed_path(database).exists()
    threading.Timer(0.3, go_on.set).start()
    vault.close()
    assert judge.show(sealed_path(database), ENTRY, "Password") == TOKEN.reveal()


def test_a_copy_that_cannot_be_written_is_a_notice(
    database: Path,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """With no data folder to write to, the run goes on, the token is stored, and the operator is told once."""
    nowhere = tmp_path / "a file"
    nowhere.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(nowhere))
    vault = Vault.open(database, credentials)
    place = vault.reserve(draft)
    place.pending(TOKEN, {})
    place.confirm(TOKEN, {})
    place.verify(TOKEN)
    vault.close()
    (notice,) = vault.take_notices()
    assert notice.id == "sealed-copy-failed"
    assert notice.values["vault"] == str(database)
    assert vault.take_notices() == []


def test_a_copy_under_an_old_password_is_put_aside_and_said_so_once(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """After a change of password the old copy still opens with the old one, and a new copy is begun."""
    store_token(database, credentials, draft)
    judge.run("db-edit", "-p", database, answers=("nowe", "nowe"))
    fresh = Credentials(Secret("nowe"))
    with Vault.open(database, fresh) as vault:
        assert vault.restore_wiped() == []
        (notice,) = vault.take_notices()
        vault.reserve(replace(draft, title="drugi")).confirm(OTHER, {})
    assert notice.id == "sealed-copy-old"
    (aside,) = sealed_path(database).parent.glob(f"{sealed_path(database).stem}-old-*.kdbx")
    assert notice.values["path"] == str(aside)
    assert judge.show(aside, ENTRY, "Password") == TOKEN.reveal()
    new = judge.opening(password="nowe")
    assert new.show(sealed_path(database), f"KSeF/Demo/{NIP}/drugi", "Password") == OTHER.reveal()
    assert restore(database, fresh) == ([], [])


def test_a_damaged_copy_is_put_aside(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """What cannot be read is not overwritten either."""
    store_token(database, credentials, draft)
    sealed_path(database).write_bytes(b"damaged")
    assert restore(database, credentials) == ([], ["sealed-copy-old"])
    assert not sealed_path(database).exists()


def test_tokens_of_a_database_that_lay_here_before_are_not_put_into_another(
    database: Path, credentials: Credentials, draft: EntryDraft, judge: KeePassXc
) -> None:
    """A new database under the old path and password is another one; the old copy is put aside."""
    store_token(database, credentials, draft)
    database.unlink()
    judge.create(database)
    assert restore(database, credentials) == ([], ["sealed-copy-old"])
    assert judge.paths(database) == []


def test_copies_of_two_databases_do_not_meet(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """A database of the same name elsewhere, a copied one, has a copy of its own: nothing is put into it."""
    copied = database.parent / "inny folder" / database.name
    copied.parent.mkdir()
    shutil.copy(database, copied)
    store_token(database, credentials, draft)
    content = copied.read_bytes()
    assert restore(copied, credentials) == ([], [])
    assert copied.read_bytes() == content
    assert sealed_path(copied) != sealed_path(database)


def test_a_linked_database_has_one_copy(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """Whichever path the operator gives, it is the same database."""
    link = database.with_name("link.kdbx")
    link.symlink_to(database)
    store_token(link, credentials, draft)
    assert sealed_path(database).exists()


def test_a_revoked_token_leaves_the_copy(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """Nobody needs it back; without any other token the copy is removed."""
    place = store_token(database, credentials, draft)
    with Vault.open(database, credentials) as vault:
        vault.mark_revoked(place.uuid, revoked_at=datetime.now(UTC))
    assert not sealed_path(database).exists()


def test_a_second_run_keeps_the_first_token_in_the_copy(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The copy grows with the tokens."""
    store_token(database, credentials, draft)
    with Vault.open(database, credentials) as vault:
        vault.reserve(replace(draft, title="drugi")).confirm(OTHER, {})
    copy = sealed_path(database)
    assert judge.show(copy, ENTRY, "Password") == TOKEN.reveal()
    assert judge.show(copy, f"KSeF/Demo/{NIP}/drugi", "Password") == OTHER.reveal()


# --- putting back ---------------------------------------------------------------------------------


def test_a_wiped_entry_is_put_back_where_it_was(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The state from before the run, saved over ours: the entry comes back whole, and nothing else changes."""
    before, everything_else = database.read_bytes(), raw_xml(database)
    store_token(database, credentials, draft)
    stored = judge.entry(database, TITLE)
    database.write_bytes(before)
    assert restore(database, credentials) == ([ENTRY], ["entry-restored"])
    put_back = judge.entry(database, TITLE)
    assert fields(put_back) == fields(stored)
    assert [put_back.findtext(path) for path in ("UUID", "Times/ExpiryTime", "Times/Expires", "Tags")] == [
        stored.findtext(path) for path in ("UUID", "Times/ExpiryTime", "Times/Expires", "Tags")
    ]
    assert raw_xml(database, without="KSeF") == everything_else
    content = database.read_bytes()
    assert restore(database, credentials) == ([], [])
    assert database.read_bytes() == content


@pytest.mark.parametrize("step", ["reserved", "pending"])
def test_an_entry_back_in_an_older_state_gets_its_token(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, step: str
) -> None:
    """Back to a reservation, or to another pending value: the token is the password again, nothing is lost."""
    older: dict[str, bytes] = {}
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        older["reserved"] = database.read_bytes()
        place.pending(OTHER, {})
        older["pending"] = database.read_bytes()
        place.confirm(TOKEN, REFERENCE)
    database.write_bytes(older[step])
    assert restore(database, credentials) == ([ENTRY], ["entry-restored"])
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Password"] == TOKEN.reveal()
    assert fields(entry)["KSeF reference number"] == REFERENCE["KSeF reference number"]
    assert tags(entry) == {"ksef", "ap-active"}
    assert OTHER.reveal() in {past["Password"] for past in history(entry)}


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_replaced_entry_back_in_its_old_state_gets_the_new_token(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, *, confirmed: bool
) -> None:
    """The old token is in the file again: the new one waits beside it as before, or is the password again."""
    store_token(database, credentials, draft)
    older = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft, replace=True)
        place.pending(OTHER, {"KSeF reference number": "new"})
        if confirmed:
            place.confirm(OTHER, {"KSeF reference number": "new"})
    stored = judge.entry(database, TITLE)
    database.write_bytes(older)
    assert restore(database, credentials) == ([ENTRY], ["entry-restored"])
    entry = judge.entry(database, TITLE)
    assert fields(entry) == fields(stored)
    assert tags(entry) == tags(stored)
    assert TOKEN.reveal() in {fields(entry)["Password"], *(past["Password"] for past in history(entry))}


def test_suspect_values_come_back_all(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Each value that failed a check may be the token."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        reserved = database.read_bytes()
        place.store_suspect({"copied": TOKEN, "on page 1": OTHER}, "Wartości się różnią.")
    database.write_bytes(reserved)
    assert restore(database, credentials) == ([ENTRY], ["entry-restored"])
    found = fields(judge.entry(database, TITLE))
    assert (found["copied"], found["on page 1"], found["Password"]) == (
        TOKEN.reveal(),
        OTHER.reveal(),
        TOKEN.reveal(),
    )


def test_a_password_set_by_the_owner_stays(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Somebody used the older state and set a password there: it stays, our token goes into the history."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        reserved = database.read_bytes()
        place.confirm(TOKEN, REFERENCE)
    database.write_bytes(reserved)
    time.sleep(2.1)  # times are whole seconds, and our writes take at least one each
    judge.run("edit", "-p", database, ENTRY, answers=("moje własne", "moje własne"))
    assert restore(database, credentials) == ([ENTRY], ["token-in-history"])
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Password"] == "moje własne"
    assert TOKEN.reveal() in {past["Password"] for past in history(entry)}
    content = database.read_bytes()
    assert restore(database, credentials) == ([], [])
    assert database.read_bytes() == content


def test_a_password_changed_in_the_newest_state_is_nobodys_loss(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """KeePassXC keeps our token in the history then: nothing is missing, nothing is written."""
    store_token(database, credentials, draft)
    judge.run("edit", "-p", database, ENTRY, answers=("moje własne", "moje własne"))
    content = database.read_bytes()
    assert restore(database, credentials) == ([], [])
    assert database.read_bytes() == content


@pytest.mark.parametrize("times", [1, 2])
def test_an_entry_removed_on_purpose_stays_removed(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, times: int
) -> None:
    """In the recycle bin, or deleted for good: the owner's decision, and the copy forgets it too."""
    store_token(database, credentials, draft)
    for path in [ENTRY, f"Recycle Bin/{TITLE}"][:times]:
        judge.run("rm", database, path)
    content = database.read_bytes()
    assert restore(database, credentials) == ([], [])
    assert database.read_bytes() == content
    assert not sealed_path(database).exists()


def test_kdbx3_gets_its_entry_back_in_its_own_format(
    kdbx3: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The copy is KDBX 4, which writes times in another way; KeePassXC reads the right ones."""
    before = kdbx3.read_bytes()
    store_token(kdbx3, credentials, draft)
    stored = judge.entry(kdbx3, TITLE)
    kdbx3.write_bytes(before)
    assert restore(kdbx3, credentials) == ([ENTRY], ["entry-restored"])
    entry = judge.entry(kdbx3, TITLE)
    assert entry.findtext("Times/ExpiryTime") == stored.findtext("Times/ExpiryTime")
    assert entry.findtext("Times/CreationTime") == stored.findtext("Times/CreationTime")
    assert fields(entry) == fields(stored)
    assert kdbx3.read_bytes()[8:12] == b"\x01\x00\x03\x00"
    for path, form in ((kdbx3, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), (sealed_path(kdbx3), r"[\w+/]{11}=")):
        times = re.findall(r"<(?:\w+Time|LocationChanged)>([^<]+)<", raw_xml(path))
        assert len(times) > 10
        assert [one for one in times if not re.fullmatch(form, one)] == []


def test_a_wipe_during_the_run_is_noticed_in_the_same_run(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Some seconds after the end the vault, still open, is looked at again."""
    before = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
        assert vault.restore_wiped() == []
        database.write_bytes(before)
        assert [entry.path for entry in vault.restore_wiped()] == [ENTRY]
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


def test_opening_changes_nothing(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """`doctor` opens too: putting back is asked for, and until then the wiped state stays."""
    before = database.read_bytes()
    store_token(database, credentials, draft)
    database.write_bytes(before)
    Vault.open(database, credentials).close()
    assert database.read_bytes() == before
