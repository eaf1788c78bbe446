"""Other writers of the same file, and what killed writers leave: nobody's work is lost, and nothing is opened wider."""

from __future__ import annotations

import os
import struct
import sys
from typing import TYPE_CHECKING

import pytest

from automation.errors import EntryWaitsError, VaultMissingError
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, durable
from automation.vault.exchange import exchanged
from automation.vault.sealed import sealed_path

from .conftest import ENTRY

if TYPE_CHECKING:
    from pathlib import Path

    from .judge import KeePassXc

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
OTHER_TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|fedcba9876543210")
LEFT = ".{}.0123456789abcdef01234567.tmp"

exchange = pytest.mark.skipif(
    sys.platform not in {"linux", "darwin"}, reason="files cannot change places here"
)
linux = pytest.mark.skipif(sys.platform != "linux", reason="access lists as Linux keeps them")


@exchange
@pytest.mark.keepassxc
def test_a_save_in_the_moment_of_our_rename_is_merged(
    database: Path,
    judge: KeePassXc,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """KeePassXC saves after our last look at the file and before the rename: both changes end on disk."""
    added: list[str] = []

    def too_late(one: Path, other: Path) -> bool:
        if not added:
            added.append("w ostatniej chwili")
            judge.add(database, added[0])
        return exchanged(one, other)

    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        monkeypatch.setattr(durable, "exchanged", too_late)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
    assert {added[0], ENTRY} <= set(judge.paths(database))
    assert [path.name for path in database.parent.iterdir()] == [database.name]


@exchange
def test_a_save_overtaken_twice_is_kept_beside_and_told(
    database: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two others write within our rename: the newer one is merged with, the older one lies beside it, with a notice."""
    calls: list[int] = []
    before = database.read_bytes()

    def crowded(one: Path, other: Path) -> bool:
        calls.append(1)
        if len(calls) <= 2:
            database.write_bytes(before + bytes(len(calls)))  # what follows a database is not looked at
        return exchanged(one, other)

    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        before = database.read_bytes()
        monkeypatch.setattr(durable, "exchanged", crowded)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
        (notice,) = [notice for notice in vault.take_notices() if notice.id == "kept-beside"]
    (kept,) = database.parent.glob("firma-konflikt-*.kdbx")
    assert notice.values["path"] == str(kept)
    assert kept.read_bytes() == before + bytes(1)


def test_a_killed_writer_leaves_nothing_of_its_own_and_loses_nothing_of_others(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """What is neither old nor ours, and is a whole database, was somebody's save in the moment of the kill."""
    theirs = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    sealed = sealed_path(database)
    for path, content in ((database, theirs), (sealed, b"half"), (durable_backup(database), b"half")):
        path.with_name(LEFT.format(path.name)).write_bytes(content)
    with Vault.open(database, credentials) as vault:
        assert "kept-beside" in [notice.id for notice in vault.take_notices()]
        vault.reserve(draft, replace=True).confirm(OTHER_TOKEN, {})
    (kept,) = database.parent.glob("firma-konflikt-*.kdbx")
    assert kept.read_bytes() == theirs
    assert not [*database.parent.glob(".*.tmp"), *sealed.parent.glob(".*.tmp")]


def durable_backup(database: Path) -> Path:
    """Where a backup lies."""
    return database.with_name(f"{database.name}.bak")


@linux
@pytest.mark.parametrize("mode", [0o640, 0o660])
def test_a_folders_access_list_lets_nobody_in(
    database: Path, credentials: Credentials, draft: EntryDraft, mode: int
) -> None:
    """The folder gives what is made in it an access list; the database had none, and has none."""
    database.chmod(mode)
    everybody = 0xFFFFFFFF
    named = [(1, 6, everybody), (2, 6, 1500), (4, 5, everybody), (0x10, 7, everybody), (0x20, 0, everybody)]
    entries = b"".join(struct.pack("<HHI", *entry) for entry in named)
    try:
        os.setxattr(database.parent, "system.posix_acl_default", struct.pack("<I", 2) + entries)
    except OSError:
        pytest.skip("no access lists on this file system")
    with Vault.open(database, credentials, backup=True) as vault:
        vault.reserve(draft)
    for file in (database, durable_backup(database)):
        assert durable.ACCESS_LIST not in os.listxattr(file)
        assert file.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_lock_belongs_to_whom_the_database_belongs(database: Path, credentials: Credentials) -> None:
    """So a run of another user that was killed does not shut the database's owner out."""
    os.chown(database, 1234, 5678)
    with Vault.open(database, credentials):
        lock = database.with_name(f".{database.name}.ap-token.lock").stat()
        assert (lock.st_uid, lock.st_gid) == (1234, 5678)


def test_a_database_that_goes_while_it_is_opened_is_missing(
    database: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No new one is made in its place that nobody asked for."""

    def gone(*_: object, **__: object) -> None:
        database.unlink()

    monkeypatch.setattr("automation.vault.vault.check_writable", gone)
    with pytest.raises(VaultMissingError):
        Vault.open(database, credentials)
    assert not list(database.parent.iterdir())


def test_what_was_read_is_on_disk(
    database: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run may have been killed between its rename and the disk: who reads its work forces it there."""
    forced: list[int] = []
    fsync = os.fsync

    def noting(descriptor: int) -> None:
        forced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    with Vault.open(database, credentials):
        assert forced == [database.stat().st_ino, database.parent.stat().st_ino]


@pytest.mark.keepassxc
@pytest.mark.parametrize("when", ["reserved", "pending"])
def test_a_reservation_thrown_away_comes_out_of_the_bin_with_its_token(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, when: str
) -> None:
    """Who removes the odd empty entry in KeePassXC knows of no token: it is where the run says, with a notice."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        if when == "pending":
            place.pending(TOKEN, {})
        judge.run("rm", database, ENTRY)
        assert ENTRY not in judge.paths(database)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
        assert "taken-from-bin" in [notice.id for notice in vault.take_notices()]
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.keepassxc
def test_a_reservation_deleted_for_good_is_no_wish_about_the_token(
    database: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """It was deleted before it had a token; an older state that wipes the token later is undone all the same."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        for _ in range(2):  # into the bin, then out of it
            judge.run(
                "rm", database, next(path for path in judge.paths(database) if path.endswith(draft.title))
            )
        deleted = database.read_bytes()
        for _ in range(6):
            place.confirm(TOKEN, {})  # each is a second later for KeePass: the run takes its time
        place.verify(TOKEN)
    database.write_bytes(deleted)
    with Vault.open(database, credentials) as vault:
        assert [entry.path for entry in vault.restore_wiped()] == [ENTRY]
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.parametrize("replaced", [False, True], ids=["new", "replaced"])
def test_a_token_that_waits_is_never_written_over(
    database: Path, credentials: Credentials, draft: EntryDraft, replaced: bool
) -> None:
    """A run died with its token in the entry: the next one is sent to `recover`, whatever it was called with."""
    with Vault.open(database, credentials) as vault:
        if replaced:
            vault.reserve(draft).confirm(OTHER_TOKEN, {})
        vault.reserve(draft, replace=replaced).pending(TOKEN, {})
    content = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        for replace in (False, True):
            with pytest.raises(EntryWaitsError):
                vault.reserve(draft, replace=replace)
    assert database.read_bytes() == content
