"""The copy of the database as it was before the run, for who wants one (`--backup`)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from automation.vault import durable

if TYPE_CHECKING:
    from pathlib import Path


def backup_path(file: Path) -> Path:
    """Where the copy lies: `firma.kdbx.bak` beside `firma.kdbx`."""
    return file.with_name(f"{file.name}.bak")


def back_up(file: Path) -> None:
    """Copy the database beside itself, durably, in the place of an earlier copy.

    The copy has the database's permissions and is never more open. A link in its place is replaced, not
    followed.

    Args:
        file: the real database.

    Raises:
        OSError: it could not be copied. An earlier copy is as it was.
    """
    target = backup_path(file)
    temporary = durable._write_beside(target, file.read_bytes(), like=file)
    try:
        durable.patiently_replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    durable.force_folder_to_disk(target.parent)
