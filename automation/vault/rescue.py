"""The rescue database: where a token goes when its own database cannot be written at that moment.

A new small KDBX 4 with the same credentials, in the next usable place: beside the database, in the user's
data folder, in the folder for temporary files. The entry keeps its identity and its groups, so that
KeePassXC can merge the file by hand (Database → Merge From Database), and `import_rescued` can do it.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.errors import VaultError, VaultNotKdbxError, VaultWriteFailedError
from automation.os_reason import os_reason
from automation.text import say
from automation.vault import entries, transfer
from automation.vault.access import identity_of
from automation.vault.blank import blank_tree
from automation.vault.durable import create_file, force_folder_to_disk, make_folder
from automation.vault.kdbx import new_kdbx, read_kdbx
from automation.vault.reasons import Reason
from automation.vault.sealed import APPLICATION

if TYPE_CHECKING:
    from automation.vault.entries import EntryView
    from automation.vault.kdf import PreparedKey
    from automation.vault.store import Store
    from automation.vault.transfer import Parcel
    from automation.vault.vault import Vault

RESCUE_NOTE: Final = "Rescue note"
"""The attribute that says which database a rescued entry belongs to; the notes say it too."""

OWN_FOLDER: Final = "rescue"
# File names have 255 bytes on every usual file system; time, number and the writing itself take some.
STEM_BYTES: Final = 160
SAME_SECOND: Final = 100


def rescue_folders(file: Path, *, home: tuple[int, int] | None = None) -> list[Path]:
    """Where a rescue database of this database may lie, in the order in which they are tried.

    Args:
        file: the real database.
        home: what its folder was when it was opened (`identity_of`). Where a drive is gone its mount point may
            still be there, another folder: what is written there is hidden as soon as the drive is back, so
            that folder is left out.
    """
    from platformdirs import user_data_path  # noqa: PLC0415  only when something went wrong

    folders: list[Path] = []
    with suppress(OSError):
        if home in {None, identity_of(file.parent)}:
            folders.append(file.parent)
    folders.append(user_data_path(APPLICATION, appauthor=False) / OWN_FOLDER)
    with suppress(OSError):
        folders.append(Path(tempfile.gettempdir()))
    return folders


def rescue_files(file: Path) -> list[Path]:
    """The rescue databases that are there and bear this database's name, oldest first.

    Args:
        file: the real database.
    """
    beginning = f"{_stem(file)}-ratunek-"
    found: list[Path] = []
    for folder in dict.fromkeys(rescue_folders(file)):
        with suppress(OSError):
            found += [path for path in folder.glob("*.kdbx") if path.name.startswith(beginning)]
    return sorted(found, key=lambda path: path.name)


def write_rescue(
    parcel: Parcel, *, file: Path, home: tuple[int, int] | None, shown: str, store: Store
) -> Path:
    """Store the entry in a new rescue database, read it back, and return where it is.

    Args:
        parcel: the entry with everything that was to be stored.
        file: the real database that cannot be written.
        home: what its folder was when it was opened.
        shown: the path the operator knows.
        store: the database's, for a key.

    Raises:
        VaultWriteFailedError: no place works, or the key cannot be derived.
    """
    note = say("rescue-note", vault=shown)
    parcel = transfer.pack(parcel.entry, parcel.groups)
    notes = entries.field(parcel.entry, "Notes")
    entries.set_field(parcel.entry, "Notes", f"{notes}\n\n{note}".strip())
    entries.set_field(parcel.entry, RESCUE_NOTE, note)
    try:
        content = _proven(parcel, store.key_beside(), shown=shown)
    except VaultError as error:
        reason = str(error.details.get("reason", error.code))
        raise VaultWriteFailedError(vault=shown, reason=reason) from None
    reasons = []
    for folder in rescue_folders(file, home=home):
        try:
            return _create(folder, _stem(file), content)
        except OSError as error:
            reasons.append(f"{folder}: {os_reason(error)}")
    raise VaultWriteFailedError(vault=shown, reason="; ".join(reasons))


def import_rescued(vault: Vault, rescue_path: Path) -> EntryView:
    """Move the entry of a rescue database into the open vault, see that it is there, remove the rescue.

    What is newer in the vault stays (see `transfer.put_back`). Stopped at any point, it may be done again;
    with the entry there already nothing is written. A rescue to which somebody added entries is left.

    Raises:
        VaultUnreadableError: there is no such file, or it cannot be read.
        VaultCredentialsError: it does not open with the vault's credentials.
        VaultNotKdbxError: it is not a rescue database, or is damaged.
        VaultWriteFailedError: the vault could not be written, or does not hold the entry. The rescue stays.
    """
    kdbx = vault.open_beside(rescue_path)
    parcels = transfer.unpack(kdbx)
    rescued = [parcel for parcel in parcels if entries.field(parcel.entry, RESCUE_NOTE)]
    if not rescued:
        raise VaultNotKdbxError(vault=str(rescue_path))
    for parcel in rescued:
        _drop_note(parcel)
        view = vault.take_in(parcel)
    if len(parcels) > len(rescued):
        vault.warn("rescue-not-removed", path=str(rescue_path), reason=Reason.OTHER_ENTRIES.told())
        return view
    try:
        rescue_path.unlink()
        force_folder_to_disk(rescue_path.parent)
    except OSError as error:
        vault.warn("rescue-not-removed", path=str(rescue_path), reason=os_reason(error))
    return view


def _proven(parcel: Parcel, key: PreparedKey, *, shown: str) -> bytes:
    """The bytes of a database with this entry, seen to hold it.

    Raises:
        VaultError: they do not.
    """
    kdbx = new_kdbx(blank_tree(), key.kdf)
    transfer.insert(kdbx, parcel)
    content = kdbx.build(key)
    found = entries.find(read_kdbx(content, key, vault=shown), parcel.uuid)
    if found is None or transfer.has_lost(found, parcel):
        raise VaultWriteFailedError(vault=shown, reason=Reason.DIFFERS.told())
    return content


def _create(folder: Path, stem: str, content: bytes) -> Path:
    """A new file (0600) in this folder, on disk and read back. Never overwrites.

    Raises:
        OSError: the folder does not take it.
    """
    if folder.name == OWN_FOLDER:
        make_folder(folder)
    beginning = f"{stem}-ratunek-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for number in range(1, SAME_SECOND):
        path = folder / (f"{beginning}.kdbx" if number == 1 else f"{beginning}-{number}.kdbx")
        with suppress(FileExistsError):
            create_file(path, content)
            return path
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _drop_note(parcel: Parcel) -> None:
    entry = parcel.entry
    note = entries.field(entry, RESCUE_NOTE)
    notes = entries.field(entry, "Notes").removesuffix(note).rstrip()
    entries.set_field(entry, "Notes", notes)
    entries.drop_field(entry, RESCUE_NOTE)


def _stem(file: Path) -> str:
    return file.stem.encode(errors="ignore")[:STEM_BYTES].decode(errors="ignore")
