"""Fixtures of the vault's tests."""

from __future__ import annotations

import dataclasses
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft
from automation.vault.kdbx import NEW_DATABASE_KDF

from .databases import kdbx4
from .judge import PASSWORD, KeePassXc

if TYPE_CHECKING:
    from pathlib import Path

NIP = "1234563218"
TITLE = "iCargo wystawianie i przeglądanie faktur"
ENTRY = f"KSeF/Demo/{NIP}/{TITLE}"


@pytest.fixture(scope="session")
def judge() -> KeePassXc:
    """KeePassXC's own command line. In CI its absence is a failure."""
    if shutil.which("keepassxc-cli") is None:
        if os.environ.get("CI"):
            pytest.fail("keepassxc-cli is missing, and in CI nothing else judges databases")
        pytest.skip("keepassxc-cli is not installed")
    return KeePassXc()


@pytest.fixture
def credentials() -> Credentials:
    """The test password."""
    return Credentials(Secret(PASSWORD))


@pytest.fixture
def draft() -> EntryDraft:
    """An entry as a run makes it."""
    return EntryDraft(
        group=("KSeF", "Demo", NIP),
        title=TITLE,
        username=NIP,
        url="https://ap-demo.ksef.mf.gov.pl",
        notes="Token dla iCargo.\nNie działa na produkcji.",
        expires=datetime(2027, 11, 30, 22, 59, 59, tzinfo=UTC),
        attributes={"KSeF permissions": "wystawianie faktur, przeglądanie faktur"},
    )


@pytest.fixture
def cheap_creation(monkeypatch: pytest.MonkeyPatch) -> None:
    """New databases with a key derivation of a millisecond."""
    cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
    monkeypatch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A KDBX 4 database with a cheap key, with content, alone in its folder."""
    folder = tmp_path / "vault"
    folder.mkdir()
    return kdbx4(folder / "firma.kdbx", lived_in=True)


@pytest.fixture
def kdbx3(tmp_path: Path, judge: KeePassXc) -> Path:
    """A KDBX 3.1 database as `keepassxc-cli db-create` makes them."""
    path = tmp_path / "stara.kdbx"
    judge.create(path)
    return path
