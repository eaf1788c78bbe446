"""Other programs and other runs on the same database: no change is lost, neither theirs nor ours."""

from __future__ import annotations

import dataclasses
import errno
import os
import shutil
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from automation.errors import (
    AssistantError,
    VaultNotWritableError,
    VaultWriteFailedError,
)
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, store
from automation.vault.kdf import Kdf
from automation.vault.reasons import Reason

from .conftest import ENTRY, NIP
from .databases import raw_xml
from .judge import PASSWORD, KeePassXc

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")


def test_second_assistant_is_refused(database: Path, credentials: Credentials) -> None:
    """Two runs on one database would work with each other's entries; the second one is told."""
    code = (
        "import sys; from pathlib import Path\n"
        "from automation.errors import VaultBusyError\n"
        "from automation.secret import Secret\n"
        "from automation.vault import Credentials, Vault\n"
        "try: Vault.open(Path(sys.argv[1]), Credentials(Secret(sys.argv[2])))\n"
        "except VaultBusyError: print('busy')\n"
    )
    command = [sys.executable, "-c", code, str(database), PASSWORD]
    with Vault.open(database, credentials):
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert out == "busy\n"
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == ""


def test_failed_opening_releases_the_lock(database: Path, credentials: Credentials) -> None:
    """After a wrong password the right one works at once, in the same process too."""
    with pytest.raises(AssistantError):
        Vault.open(database, Credentials(Secret("wrong")))
    Vault.open(database, credentials).close()


def test_closed_vault_writes_no_more(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """Without the lock nothing is written."""
    vault = Vault.open(database, credentials)
    place = vault.reserve(draft)
    vault.close()
    vault.close()
    with pytest.raises(RuntimeError):
        place.confirm(TOKEN, {})


@pytest.mark.keepassxc
def test_change_between_our_steps_is_merged(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """What KeePassXC saves between any two of our writes is kept, and so is ours."""
    with Vault.open(database, credentials) as vault:
        judge.add(database, "przed rezerwacją")
        place = vault.reserve(draft)
        judge.add(database, "po rezerwacji")
        judge.run("edit", "--notes", "ich notatka", database, ENTRY)
        place.pending(TOKEN, {})
        judge.add(database, "po depozycie")
        place.confirm(TOKEN, {})
        judge.add(database, "po potwierdzeniu")
        place.verify(TOKEN)
    assert {"przed rezerwacją", "po rezerwacji", "po depozycie", "po potwierdzeniu", ENTRY} <= set(
        judge.paths(database)
    )
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
    assert judge.show(database, ENTRY, "Notes") == "ich notatka"
    assert judge.show(database, "po rezerwacji", "Password") == "theirs"


@pytest.mark.keepassxc
def test_change_during_our_write_is_merged(
    database: Path,
    judge: KeePassXc,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A save between our reading the file and our replacing it is noticed; both changes end on disk."""
    replace_file = store.__dict__["replace_file"]
    saved: list[str] = []

    def slow(target: Path, content: bytes, **given: Any) -> bool:
        if not saved:
            saved.append("ktoś")
            judge.add(database, "ktoś inny")
        return bool(replace_file(target, content, **given))

    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        monkeypatch.setattr(store, "replace_file", slow)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
    assert {"ktoś inny", ENTRY} <= set(judge.paths(database))


@pytest.mark.keepassxc
@pytest.mark.parametrize("step", ["pending", "confirm", "suspect"])
def test_wiped_entry_is_put_back(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, step: str
) -> None:
    """When another program saves an older state over our reservation, the token is stored all the same."""
    before = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        database.write_bytes(before)
        actions: dict[str, Callable[[], None]] = {
            "pending": lambda: place.pending(TOKEN, {}),
            "confirm": lambda: place.confirm(TOKEN, {}),
            "suspect": lambda: place.store_suspect({"Copied": TOKEN}, "note"),
        }
        actions[step]()
        place.verify(TOKEN)
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
    assert judge.show(database, ENTRY, "UserName") == NIP


@pytest.mark.keepassxc
def test_keepassxc_merge_takes_our_later_state(
    database: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A KeePassXC that saw the reservation takes the token on merging, however fast it followed."""
    seen = tmp_path / "seen.kdbx"
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        shutil.copy(database, seen)
        place.pending(TOKEN, {})
        place.confirm(TOKEN, {})
    judge.run("merge", "--same-credentials", seen, database)
    assert judge.show(seen, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.keepassxc
def test_password_changed_meanwhile_is_said_so(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A database that no longer opens with our credentials is left alone, with a plain reason."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        judge.run("db-edit", "-p", database, answers=("nowe", "nowe"))
        content = database.read_bytes()
        with pytest.raises(VaultWriteFailedError) as caught:
            place.confirm(TOKEN, {})
    assert caught.value.details["reason"] == Reason.CREDENTIALS_CHANGED.told()
    assert database.read_bytes() == content


def test_half_written_file_is_waited_for(
    database: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that writes in place leaves the file cut off for moments; we look again."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        whole = database.read_bytes()
        database.write_bytes(whole[:-100])
        monkeypatch.setattr("automation.vault.store.time.sleep", lambda _: database.write_bytes(whole))
        place.confirm(TOKEN, {})
        place.verify(TOKEN)


@pytest.mark.keepassxc
def test_after_their_save_only_the_reading_waits_for_a_key(
    database: Path,
    judge: KeePassXc,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their file has a seed of its own, which takes a key to read; the key to write with is there already."""
    derived: list[threading.Thread] = []
    derive = Kdf.derive

    def noted(kdf: Kdf, composite: bytes) -> bytes:
        derived.append(threading.current_thread())
        return derive(kdf, composite)

    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        judge.add(database, "ktoś inny")
        monkeypatch.setattr(Kdf, "derive", noted)
        place.confirm(TOKEN, {})
        assert derived.count(threading.current_thread()) == 1
        place.verify(TOKEN)
        assert derived.count(threading.current_thread()) == 1


@pytest.mark.parametrize("when", ["before", "after", "read back"])
@pytest.mark.parametrize("replace", [False, True])
def test_a_reservation_that_fails_leaves_nothing(
    database: Path,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
    *,
    replace: bool,
) -> None:
    """Whether the write failed before the new file was in place or after it, there is no reserved entry."""
    draft = dataclasses.replace(draft, group=('Firma "Żuk" & syn',), title='Konto "główne"; bank')
    if not replace:
        draft = dataclasses.replace(draft, title="nowy")
    before = raw_xml(database)
    replace_file = store.__dict__["replace_file"]
    failed: list[str] = []

    def failing(target: Path, content: bytes, **given: Any) -> bool:
        if failed:
            return bool(replace_file(target, content, **given))
        failed.append(when)
        if when != "before":
            replace_file(target, content, **given)
        if when == "read back":
            raise KeyboardInterrupt
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(store, "replace_file", failing)
    with Vault.open(database, credentials) as vault:
        expected = KeyboardInterrupt if when == "read back" else VaultWriteFailedError
        with pytest.raises(expected):
            vault.reserve(draft, replace=replace)
        assert vault.entries_tagged("ap-reserved") == []
    assert raw_xml(database) == before


@pytest.mark.skipif(not (ROOT and sys.platform == "linux"), reason="mounts")
def test_a_database_mounted_by_itself_is_refused_before_anything_is_made(
    database: Path, tmp_path: Path, credentials: Credentials
) -> None:
    """A container given this one file cannot replace it (EBUSY): said at opening, with what to do."""
    mounted = tmp_path / "w kontenerze" / "firma.kdbx"
    mounted.parent.mkdir()
    mounted.touch()
    if subprocess.run(["mount", "--bind", database, mounted], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount here")
    try:
        with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
            Path(shutil.copy(database, tmp_path / "nowa")).replace(mounted)
        with pytest.raises(VaultNotWritableError) as caught:
            Vault.open(mounted, credentials)
    finally:
        subprocess.run(["umount", mounted], check=True)
    assert caught.value.details["reason"] == Reason.MOUNTED.told()
    Vault.open(database, credentials).close()


@pytest.mark.keepassxc
@pytest.mark.parametrize(("made", "typed", "form"), [("NFD", "NFC", "nfd"), ("NFC", "NFD", "nfc")])
def test_a_password_in_another_unicode_form_is_told(
    tmp_path: Path, made: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"], form: str
) -> None:
    """A database made on another system opens, and the operator learns why KeePassXC may refuse the password."""
    path = tmp_path / "a.kdbx"
    KeePassXc().opening(password=unicodedata.normalize(made, PASSWORD)).create(path)
    with Vault.open(path, Credentials(Secret(unicodedata.normalize(typed, PASSWORD)))) as vault:
        (notice,) = vault.take_notices()
        assert (notice.id, notice.values) == ("password-form", {"vault": str(path), "form": form})
        assert vault.notices == [notice]
        assert vault.take_notices() == []
