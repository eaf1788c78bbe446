"""The databases that are measured, made once a run: 10 to 10,000 entries under three key derivations."""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, entries, layout
from automation.vault.blank import blank_tree
from automation.vault.kdbx import NEW_DATABASE_KDF, new_kdbx
from automation.vault.kdf import Kdf, PreparedKey

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

    from automation.vault.kdbx import Kdbx

PASSWORD: Final = "benchmark"
CREDENTIALS: Final = Credentials(Secret(PASSWORD))
COMPOSITE: Final = CREDENTIALS.composite_keys(vault="")[0].key
EXPIRES: Final = datetime(2027, 11, 30, 22, 59, 59, tzinfo=UTC)

# The rounds of a trial derivation, long enough to foretell the time of a full one.
TRIALS: Final = (
    Kdf("argon2id", b"", rounds=2, memory=64 * 1024 * 1024, parallelism=2),
    Kdf("aes", b"", rounds=3_000_000),
)


def derivations() -> dict[str, Kdf]:
    """KeePassXC's default, and two that take this machine about one second, as its settings offer."""
    kdfs = {"Argon2d (default)": NEW_DATABASE_KDF}
    for trial in TRIALS:
        seeded = trial.reseeded()
        seconds = min(_seconds(seeded) for _ in range(3))
        kdfs[f"{_name(trial)} 1 s"] = replace(trial, rounds=round(trial.rounds / seconds))
    return kdfs


def make(path: Path, *, count: int, kdf: Kdf) -> None:
    """A database with this many entries: 50 a group, each with a password and an attribute, a third with a past."""
    kdbx = new_kdbx(blank_tree(), kdf)
    group = None
    for number in range(count):
        if group is None or number % 50 == 0:
            group, _ = layout.ensure_group(kdbx, (f"Grupa {number // 50}",))
        entry = _entry(kdbx, number)
        if number % 3 == 0:
            entries.add_history(entry, entry)
        layout.insert(group, entry)
    seeded = kdf.reseeded()
    path.write_bytes(kdbx.build(PreparedKey(seeded, seeded.derive(COMPOSITE))))


def draft() -> EntryDraft:
    """An entry as a run makes it."""
    return EntryDraft(
        group=("KSeF", "Demo", "1234563218"),
        title="iCargo wystawianie i przeglądanie faktur",
        username="1234563218",
        url="https://ap-demo.ksef.mf.gov.pl",
        notes="Token dla iCargo.",
        expires=EXPIRES,
        attributes={"KSeF permissions": "wystawianie faktur, przeglądanie faktur"},
    )


def _entry(kdbx: Kdbx, number: int) -> _Element:
    made = EntryDraft(
        group=(),
        title=f"Konto {number}",
        username=f"jan.{number}@przyklad.example",
        url=f"https://serwis-{number}.example/logowanie",
        notes="Zażółć gęślą jaźń.\n" * 3,
        expires=EXPIRES,
        attributes={"Numer klienta": str(number)},
    )
    entry = layout.new_entry(kdbx, made, uuid.uuid4())
    entries.set_field(entry, "Password", secrets.token_urlsafe(18), protected=True)
    return entry


def _seconds(kdf: Kdf) -> float:
    start = time.perf_counter()
    kdf.derive(COMPOSITE)
    return time.perf_counter() - start


def _name(kdf: Kdf) -> str:
    return {"aes": "AES-KDF", "argon2d": "Argon2d", "argon2id": "Argon2id"}[kdf.algorithm]
