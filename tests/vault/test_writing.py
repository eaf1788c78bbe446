"""Whatever happens on disk: the old file or the new one, whole, as private as before, no change lost."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from automation.errors import (
    AssistantError,
    VaultBusyError,
    VaultNotWritableError,
    VaultWriteFailedError,
)
from automation.os_reason import os_reason
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, durable

from .conftest import ENTRY
from .databases import kdbx4, raw_xml
from .judge import PASSWORD, KeePassXc

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534

posix = pytest.mark.skipif(os.name == "nt", reason="permission bits are POSIX")
as_root = pytest.mark.skipif(not ROOT, reason="only root may do this")


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """As an ordinary user would run: root is not stopped by permission bits."""
    if not ROOT:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that an ordinary user can reach, with a database of theirs."""
    folder = Path(tempfile.mkdtemp(prefix="ap-vault-"))
    path = kdbx4(folder / "a.kdbx")
    if ROOT:
        os.chown(folder, NOBODY, NOBODY)
        os.chown(path, NOBODY, NOBODY)
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


# --- the file and its folder ---------------------------------------------------------------------


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(database: Path, credentials: Credentials, draft: EntryDraft, mode: int) -> None:
    """A private database stays private, a shared one stays shared."""
    database.chmod(mode)
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    assert database.stat().st_mode & 0o777 == mode


@posix
def test_temporary_file_is_never_wider(
    database: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At no moment can anybody read the new file who could not read the old one."""
    seen: list[int] = []
    fsync = os.fsync

    def watching(descriptor: int) -> None:
        seen.extend(file.stat().st_mode & 0o777 for file in database.parent.glob("*.tmp"))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watching)
    old_mask = os.umask(0)
    try:
        with Vault.open(database, credentials) as vault:
            vault.reserve(draft)
    finally:
        os.umask(old_mask)
    assert set(seen) == {0o600}


@posix
def test_another_name_of_the_file_is_told(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """A hard link keeps the old state: whoever made it for a synchronised folder has to know."""
    other = database.with_name("dowiązanie.kdbx")
    other.hardlink_to(database)
    before = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        assert [notice.id for notice in vault.take_notices()] == ["hard-link"]
        vault.reserve(draft).confirm(TOKEN, {})
    assert other.read_bytes() == before


@posix
@as_root
def test_owner_and_group_stay(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """A run as root does not take somebody's database away from them."""
    os.chown(database, 1234, 5678)
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft)
    status = database.stat()
    assert (status.st_uid, status.st_gid) == (1234, 5678)


@pytest.mark.keepassxc
def test_linked_database_stays_a_link(
    database: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The file behind the link is replaced, not the link, and both paths meet at one lock."""
    link = tmp_path / "link.kdbx"
    link.symlink_to(database)
    with Vault.open(link, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
        with pytest.raises(VaultBusyError):
            Vault.open(database, credentials)
    assert link.is_symlink()
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
    assert list(tmp_path.glob(".*")) == []


def test_nothing_is_left_beside_the_database(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """After a run the folder holds the database alone: no temporary file, no lock."""
    with Vault.open(database, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    assert list(database.parent.iterdir()) == [database]


def test_opening_changes_nothing(database: Path, credentials: Credentials) -> None:
    """Proving that the database can be used does not touch it."""
    before = database.read_bytes(), database.stat().st_mtime_ns
    Vault.open(database, credentials).close()
    assert (database.read_bytes(), database.stat().st_mtime_ns) == before


# --- what cannot be written ----------------------------------------------------------------------


@posix
@pytest.mark.parametrize("target", ["file", "folder"])
def test_read_only_is_said_before_anything_is_generated(
    database: Path, credentials: Credentials, target: str
) -> None:
    """A file or folder without write permission is refused on opening, for root too."""
    locked = database if target == "file" else database.parent
    locked.chmod(0o444 if target == "file" else 0o555)
    try:
        with pytest.raises(VaultNotWritableError) as caught:
            Vault.open(database, credentials)
    finally:
        locked.chmod(0o700)
    assert caught.value.details == {"vault": str(database), "reason": os_reason(errno.EACCES)}


@posix
@as_root
@pytest.mark.parametrize("change", ["file of another", "folder of another", "sticky folder"])
def test_ordinary_user_without_rights_is_told(
    shared_folder: Path, credentials: Credentials, change: str
) -> None:
    """The check asks the system as the user who runs, so it sees more than the owner's bits."""
    path = shared_folder / "a.kdbx"
    if change == "file of another":
        os.chown(path, 0, 0)
        path.chmod(0o644)
    else:
        os.chown(shared_folder, 0, 0)
    if change == "sticky folder":
        shared_folder.chmod(0o1777)
        os.chown(path, 0, NOBODY)
        path.chmod(0o666)
    with unprivileged(), pytest.raises(VaultNotWritableError):
        Vault.open(path, credentials)


@posix
def test_ordinary_user_with_rights_succeeds(
    shared_folder: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """The counterpart: nothing of the check stands in the way of a user who owns the database."""
    with unprivileged(), Vault.open(shared_folder / "a.kdbx", credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})


@as_root
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
def test_read_only_file_system_is_named(tmp_path: Path, credentials: Credentials) -> None:
    """A read-only mount stops root as well, and the reason is the system's own."""
    mount = tmp_path / "mount"
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount here")
    try:
        path = kdbx4(mount / "a.kdbx")
        subprocess.run(["mount", "-o", "remount,ro", mount], check=True)
        with pytest.raises(VaultNotWritableError) as caught:
            Vault.open(path, credentials)
        assert caught.value.details["reason"] == os_reason(errno.EROFS)
    finally:
        subprocess.run(["umount", mount], check=True)


def test_database_in_a_missing_folder_is_not_created(tmp_path: Path, credentials: Credentials) -> None:
    """A mistyped path does not grow folders."""
    with pytest.raises(VaultNotWritableError) as caught:
        Vault.open(tmp_path / "no" / "a.kdbx", credentials, create=True)
    assert caught.value.details["reason"] == os_reason(errno.ENOENT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_failed_write_leaves_the_old_file(
    database: Path,
    credentials: Credentials,
    draft: EntryDraft,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
) -> None:
    """A full disk or a refused rename is one plain error, without the token, and the file is as it was."""

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os_reason(errno.ENOSPC))

    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        before = database.read_bytes()
        monkeypatch.setattr(os if call == "fsync" else Path, call, fails)
        monkeypatch.setattr(durable, "exchanged", lambda *_: False)
        with pytest.raises(VaultWriteFailedError) as caught:
            place.confirm(TOKEN, {})
        monkeypatch.undo()
        assert caught.value.details == {"vault": str(database), "reason": os_reason(errno.ENOSPC)}
        assert _says_nothing(caught.value, TOKEN, Secret(PASSWORD))
        assert database.read_bytes() == before
        assert not list(database.parent.glob("*.tmp"))
        place.confirm(TOKEN, {})  # and the next attempt is not hindered by the last
        place.verify(TOKEN)


def test_database_deleted_during_a_run_is_said_so(
    database: Path, credentials: Credentials, draft: EntryDraft
) -> None:
    """The write fails with the system's reason; nothing is left behind."""
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        database.unlink()
        with pytest.raises(VaultWriteFailedError) as caught:
            place.confirm(TOKEN, {})
    assert caught.value.details["reason"] == os_reason(errno.ENOENT)
    assert list(database.parent.iterdir()) == []


def test_holder_on_windows_is_waited_for(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There another program may hold the file for moments; the replacement is tried again."""
    attempts: list[Path] = []
    replace = Path.replace

    def held_twice(source: Path, target: Path) -> Path:
        attempts.append(target)
        if len(attempts) < 3:
            raise PermissionError(errno.EACCES, os_reason(errno.EACCES))
        return replace(source, target)

    monkeypatch.setattr(durable, "WINDOWS", True)
    monkeypatch.setattr(durable, "exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "replace", held_twice)
    assert durable.replace_file(database, b"new", expected=durable.digest(database.read_bytes()))
    assert database.read_bytes() == b"new"
    assert len(attempts) == 3


def test_every_write_has_fresh_seeds(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """No two files of a run share a header, so none shares a key, a seed or an IV."""
    headers = {database.read_bytes()[12:250]}
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        for step in (place.pending, place.confirm, place.confirm):
            headers.add(database.read_bytes()[12:250])
            step(TOKEN, {})
    headers.add(database.read_bytes()[12:250])
    assert len(headers) == 5


def test_no_secret_in_errors_or_texts(database: Path, credentials: Credentials, draft: EntryDraft) -> None:
    """Neither the token nor the password shows in an error, its causes, or an object's text form."""
    with pytest.raises(AssistantError) as wrong:
        Vault.open(database, Credentials(Secret("złe hasło")))
    assert _says_nothing(wrong.value, Secret("złe hasło"))
    with Vault.open(database, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, {})
        texts = repr((vault, place, vault.find(ENTRY), credentials)) + str(vars(place)) + str(vars(vault))
    assert TOKEN.reveal() not in texts
    assert PASSWORD not in texts
    assert TOKEN.reveal() in raw_xml(database)


def _says_nothing(error: BaseException, *secrets: Secret) -> bool:
    told = ""
    cause: BaseException | None = error
    while cause is not None:
        told += f"{cause!r} {cause} {vars(cause)}"
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return not any(secret.reveal() in told for secret in secrets)


def test_what_a_killed_run_left_half_written_is_swept_up(database: Path, credentials: Credentials) -> None:
    """Only our own temporary files of this database go, and only under its lock."""
    folder = database.parent
    ours = folder / f".{database.name}.0123456789abcdef01234567.tmp"
    others = [
        folder / ".other.kdbx.0123456789abcdef01234567.tmp",
        folder / f".{database.name}.notours.tmp",
        folder / "a.tmp",
    ]
    for path in (ours, *others):
        path.write_bytes(b"half")
    Vault.open(database, credentials).close()
    assert not ours.exists()
    assert all(path.exists() for path in others)
