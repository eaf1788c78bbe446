"""`--backup`: the database as it was before the run's first write."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, durable

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")


@pytest.fixture
def backup(database: Path) -> Path:
    """Where the copy goes."""
    return database.with_name("firma.kdbx.bak")


def test_the_copy_is_the_state_before_the_first_write(
    database: Path, backup: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """One copy a run, made before the reservation, whole, in the place of an earlier one."""
    backup.write_bytes(b"an earlier copy")
    database.chmod(0o640)
    before = database.read_bytes()
    with Vault.open(database, credentials, backup=True) as vault:
        assert backup.read_bytes() == b"an earlier copy"
        place = vault.reserve(draft)
        assert backup.read_bytes() == before
        place.confirm(TOKEN, {})
        assert vault.take_notices() == []
    assert backup.read_bytes() == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o640
    assert sorted(path.name for path in database.parent.iterdir()) == ["firma.kdbx", "firma.kdbx.bak"]


def test_nobody_who_did_not_ask_gets_one(
    database: Path, backup: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """Nor does a run that writes nothing, nor one that has just made the database."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft)
    Vault.open(database, credentials, backup=True).close()
    assert not backup.exists()


@pytest.mark.usefixtures("cheap_creation")
def test_a_new_database_needs_none(tmp_path: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """There is nothing to copy."""
    with Vault.open(tmp_path / "nowa.kdbx", credentials, create=True, backup=True) as vault:
        vault.reserve(draft)
    assert [path.name for path in tmp_path.iterdir()] == ["nowa.kdbx"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_copys_place_is_not_followed(
    database: Path, backup: Path, tmp_path: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """Somebody's file behind it stays as it was."""
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    backup.symlink_to(theirs)
    before = database.read_bytes()
    with Vault.open(database, credentials, backup=True) as vault:
        vault.reserve(draft)
    assert theirs.read_bytes() == b"theirs"
    assert (backup.is_symlink(), backup.read_bytes()) == (False, before)


def test_a_copy_that_fails_is_a_notice(
    database: Path,
    backup: Path,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The run goes on, an earlier copy stays, no temporary file is left."""
    backup.write_bytes(b"an earlier copy")
    write = durable.__dict__["_write_beside"]

    def full(target: Path, content: bytes, *, like: Path | None, **given: Any) -> Path:
        if target == backup:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written: Path = write(target, content, like=like, **given)
        return written

    monkeypatch.setattr(durable, "_write_beside", full)
    with Vault.open(database, credentials, backup=True) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
        (notice,) = vault.take_notices()
    assert (notice.id, notice.values["path"]) == ("backup-failed", str(backup))
    assert backup.read_bytes() == b"an earlier copy"
    assert sorted(path.name for path in database.parent.iterdir()) == ["firma.kdbx", "firma.kdbx.bak"]
