"""The rescue database: when the vault fails at the worst moment, the token is on disk all the same."""

from __future__ import annotations

import base64
import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from automation.errors import (
    VaultCredentialsError,
    VaultNotKdbxError,
    VaultUnreadableError,
    VaultWriteFailedError,
)
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Place, Vault, rescue, store
from automation.vault.rescue import import_rescued, rescue_files

from .conftest import ENTRY, NIP, TITLE
from .databases import kdbx4
from .judge import PASSWORD, KeePassXc, fields, history, tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.keepassxc

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
OTHER = Secret("20261122-EC-FFFFFFFFFF-0F1E2D3C4B-5A|nip-1234563218|fedcba9876543210")
ISSUED = {"KSeF reference number": "20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A"}
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

mounts = pytest.mark.skipif(not (ROOT and sys.platform == "linux"), reason="mounts a tmpfs")

STEPS: dict[str, Callable[[Place], None]] = {
    "pending": lambda place: place.pending(TOKEN, ISSUED),
    "confirm": lambda place: place.confirm(TOKEN, ISSUED),
    "suspect": lambda place: place.store_suspect({"copied": TOKEN, "on page 1": OTHER}, "Różnią się."),
}

WAYS_TO_FAIL: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:300]),
    "not a database": lambda path: path.write_bytes(b"\0" * 5000),
    "folder gone": lambda path: shutil.rmtree(path.parent),
    "other password": lambda path: KeePassXc().run("db-edit", "-p", path, answers=("nowe", "nowe")),
}


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's data folder and the folder for temporary files, of this test alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


def own_folder() -> Path:
    """Where rescue databases go that do not go beside theirs."""
    return platformdirs.user_data_path("ap-token", appauthor=False) / "rescue"


def fail(*_: object, **__: object) -> bool:
    """What a full disk says to every write of the database."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def tmpfs(tmp_path: Path) -> Iterator[Path]:
    """A small medium of its own, mounted."""
    mount = tmp_path / "nośnik"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", mount], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no right to mount here")
    yield mount
    subprocess.run(["umount", "-l", mount], check=False, capture_output=True)


# --- writing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("way", WAYS_TO_FAIL)
def test_whatever_fails_the_rescue_holds_what_was_to_be_stored(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, way: str, step: str
) -> None:
    """Deleted, damaged, folder gone, password changed: the rescue opens with the run's password."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        WAYS_TO_FAIL[way](database)
        with pytest.raises(VaultWriteFailedError):
            STEPS[step](place)
        path = place.rescue()
    assert path.parent == (own_folder() if way == "folder gone" else database.parent)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert judge.paths(path) == ["KSeF/", "KSeF/Demo/", f"KSeF/Demo/{NIP}/", ENTRY]
    entry = judge.entry(path, TITLE)
    assert fields(entry)["Password"] == TOKEN.reveal()
    assert tags(entry) == {"ksef", "ap-active" if step == "confirm" else "ap-pending"}
    assert entry.findtext("UUID") == base64.b64encode(place.uuid.bytes).decode()
    assert str(database) in fields(entry)["Notes"]
    assert fields(entry)["Notes"].startswith(draft.notes)
    if step == "suspect":
        assert fields(entry)["on page 1"] == OTHER.reveal()


def test_a_key_file_opens_the_rescue_too(
    tmp_path: Path, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same credentials, whatever they are, and the same cost of the key (here AES-KDF of KDBX 3.1)."""
    key_file = tmp_path / "klucz"
    key_file.write_bytes(b"any file at all")
    both = KeePassXc(key_file=key_file)
    both.create(tmp_path / "a.kdbx")
    with Vault.open(tmp_path / "a.kdbx", Credentials(Secret(PASSWORD), key_file)) as vault:
        place = vault.reserve(draft)
        monkeypatch.setattr(store, "replace_file", fail)
        with pytest.raises(VaultWriteFailedError):
            place.confirm(TOKEN, {})
        path = place.rescue()
    assert both.show(path, ENTRY, "Password") == TOKEN.reveal()
    rounds = [
        line for line in both.run("db-info", tmp_path / "a.kdbx").splitlines() if line.startswith("KDF")
    ]
    assert rounds == [line for line in both.run("db-info", path).splitlines() if line.startswith("KDF")]


def test_places_are_tried_in_turn(
    database: Path,
    tmp_path: Path,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside the database, the user's data folder, the temporary folder; then the failure names them all."""
    full: list[Path] = []
    create_file = rescue.__dict__["create_file"]

    def unless_full(target: Path, content: bytes) -> None:
        if target.parent in full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        create_file(target, content)

    monkeypatch.setattr(rescue, "create_file", unless_full)
    order = [database.parent, own_folder(), tmp_path / "tmp"]
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        monkeypatch.setattr(store, "replace_file", fail)
        with pytest.raises(VaultWriteFailedError):
            place.confirm(TOKEN, {})
        for folder in order:
            assert place.rescue().parent == folder
            full.append(folder)
        with pytest.raises(VaultWriteFailedError) as caught:
            place.rescue()
    assert all(str(folder) in str(caught.value.details["reason"]) for folder in order)
    assert sorted(rescue_files(database)) == sorted(p for f in order for p in f.glob("*-ratunek-*.kdbx"))
    assert len(rescue_files(database)) == 3
    assert stat.S_IMODE(own_folder().stat().st_mode) == 0o700
    assert not [path for folder in order for path in folder.iterdir() if path.suffix == ".tmp"]


@mounts
def test_a_full_disk_is_survived(
    tmpfs: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """A medium without a free block takes neither the database nor a rescue: the data folder does."""
    database = kdbx4(tmpfs / "firma.kdbx")
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        with (tmpfs / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(b"\0" * 4096)
        with pytest.raises(VaultWriteFailedError):
            place.confirm(TOKEN, {})
        path = place.rescue()
    assert path.parent == own_folder()
    assert judge.show(path, ENTRY, "Password") == TOKEN.reveal()
    assert judge.show(database, ENTRY, "Password") == ""  # whole, in its old state


@mounts
def test_a_drive_that_is_gone_leaves_no_rescue_on_its_mount_point(
    tmpfs: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The empty folder it was mounted on would hide the rescue as soon as the drive is back."""
    database = kdbx4(tmpfs / "firma.kdbx")
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        subprocess.run(["umount", "-l", tmpfs], check=True)
        with pytest.raises(VaultWriteFailedError):
            place.confirm(TOKEN, {})
        path = place.rescue()
    assert path.parent == own_folder()
    assert judge.show(path, ENTRY, "Password") == TOKEN.reveal()
    assert list(tmpfs.iterdir()) == []


def test_a_rescue_never_overwrites_another(
    database: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several within one second all stay."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        monkeypatch.setattr(store, "replace_file", fail)
        with pytest.raises(VaultWriteFailedError):
            place.confirm(TOKEN, {})
        made = [place.rescue() for _ in range(4)]
    assert len(set(made)) == 4
    assert all(path.exists() for path in made)


def test_what_one_failed_write_was_to_store_the_next_one_stores(
    database: Path,
    judge: KeePassXc,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that works again gets the escrowed value as well, even where it differs from the one shown."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        with monkeypatch.context() as full:
            full.setattr(store, "replace_file", fail)
            for _ in range(3):
                with pytest.raises(VaultWriteFailedError):
                    place.pending(OTHER, {})
        place.confirm(TOKEN, ISSUED)
        place.verify(TOKEN)
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Password"] == TOKEN.reveal()
    assert [past["Password"] for past in history(entry)] == [OTHER.reveal()]


# --- moving it into the database ------------------------------------------------------------------


@pytest.fixture
def rescued(
    database: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A rescue database, made because the disk was full after the reservation."""
    with Vault.open(database, credentials) as vault, monkeypatch.context() as full:
        place = vault.reserve(draft)
        full.setattr(store, "replace_file", fail)
        with pytest.raises(VaultWriteFailedError):
            place.pending(TOKEN, ISSUED)
        return place.rescue()


def test_keepassxc_merges_a_rescue_by_hand(database: Path, rescued: Path, judge: KeePassXc) -> None:
    """Whoever has no assistant at hand merges: the token comes into its own entry."""
    judge.run("merge", "--same-credentials", database, rescued)
    assert judge.paths(database).count(ENTRY) == 1
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


def test_an_imported_rescue_is_in_its_entry_and_the_file_is_gone(
    database: Path, rescued: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The reservation becomes the token's entry, as if nothing had happened: no note, no second entry."""
    with Vault.open(database, credentials) as vault:
        view = import_rescued(vault, rescued)
        assert vault.take_notices() == []
    assert (view.path, view.tags) == (ENTRY, ("ksef", "ap-pending"))
    assert not rescued.exists()
    entry = judge.entry(database, TITLE)
    assert fields(entry)["Password"] == TOKEN.reveal()
    assert fields(entry)["Notes"] == draft.notes
    assert "Rescue note" not in fields(entry)
    assert judge.paths(database).count(ENTRY) == 1


def test_importing_twice_changes_nothing(database: Path, rescued: Path, credentials: Credentials) -> None:
    """Killed between storing and removing, the import is done again: nothing is written, the file goes."""
    again = rescued.read_bytes()
    with Vault.open(database, credentials) as vault:
        first = import_rescued(vault, rescued)
    content = database.read_bytes()
    rescued.write_bytes(again)
    with Vault.open(database, credentials) as vault:
        assert import_rescued(vault, rescued) == first
        assert database.read_bytes() == content
        assert not rescued.exists()
        with pytest.raises(VaultUnreadableError):
            import_rescued(vault, rescued)
    assert database.read_bytes() == content


def test_an_import_loses_nothing_newer(
    database: Path, rescued: Path, judge: KeePassXc, credentials: Credentials
) -> None:
    """A password that the owner put into the reserved entry meanwhile stays; the token is in the history."""
    time.sleep(2.1)  # times are whole seconds, and our writes take at least one each
    judge.run("edit", "-p", "--notes", "moje", database, ENTRY, answers=("moje własne", "moje własne"))
    with Vault.open(database, credentials) as vault:
        import_rescued(vault, rescued)
    entry = judge.entry(database, TITLE)
    assert (fields(entry)["Password"], fields(entry)["Notes"]) == ("moje własne", "moje")
    assert TOKEN.reveal() in {past["Password"] for past in history(entry)}


@pytest.mark.parametrize("times", [1, 2])
def test_a_token_comes_back_even_where_its_reservation_was_removed(
    database: Path, rescued: Path, judge: KeePassXc, credentials: Credentials, times: int
) -> None:
    """The bare reservation in the bin, or deleted: the token is wanted all the same, and back in its group."""
    for path in [ENTRY, f"Recycle Bin/{TITLE}"][:times]:
        judge.run("rm", database, path)
    with Vault.open(database, credentials) as vault:
        assert import_rescued(vault, rescued).path == ENTRY
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
    deleted = [element.text for element in judge.export(database).iterfind(".//DeletedObject/UUID")]
    assert judge.entry(database, TITLE).findtext("UUID") not in deleted


def test_a_rescue_with_other_entries_is_left(
    database: Path, rescued: Path, judge: KeePassXc, credentials: Credentials
) -> None:
    """What somebody put into it would be lost with the file."""
    judge.add(rescued, "czyjś")
    with Vault.open(database, credentials) as vault:
        import_rescued(vault, rescued)
        assert [notice.id for notice in vault.take_notices()] == ["rescue-not-removed"]
    assert judge.show(rescued, "czyjś", "Password") == "theirs"
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


def test_what_is_no_rescue_of_this_database_is_not_imported(
    database: Path, rescued: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials
) -> None:
    """Other credentials, another kind of file: said so, both files left as they were."""
    ordinary = kdbx4(tmp_path / "inna.kdbx")
    judge.run("db-edit", "-p", rescued, answers=("nowe", "nowe"))
    files = {path: path.read_bytes() for path in (database, rescued, ordinary)}
    with Vault.open(database, credentials) as vault:
        with pytest.raises(VaultCredentialsError):
            import_rescued(vault, rescued)
        with pytest.raises(VaultNotKdbxError):
            import_rescued(vault, ordinary)
    assert {path: path.read_bytes() for path in files} == files
