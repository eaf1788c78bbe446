"""`ap-token recover`: which rescue databases are this vault's, and moving what is in them into it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.errors import AssistantError, RunInterruptedError
from automation.evidence.past_runs import PastRun
from automation.evidence.steps import Fact
from automation.text import say

if TYPE_CHECKING:
    from automation.execution import Job
    from automation.vault import Vault
    from flows.recover_case import Rescue

_LARGEST: Final = 64 * 1024 * 1024
"""Bytes; a rescue database holds one entry."""


def import_rescues(job: Job, vault: Vault, runs: list[PastRun]) -> list[Rescue]:
    """Move what is in this vault's rescue databases into it. Those of other vaults are left, with a warning."""
    from automation.vault import recovery  # noqa: PLC0415
    from automation.vault.rescue import import_rescued  # noqa: PLC0415
    from flows.recover_case import Rescue  # noqa: PLC0415

    file = real(vault.path) or vault.path
    rescues = []
    for path in _to_import(job, vault, file, runs):
        try:
            with job.run.step("odzyskiwanie-import", path=str(path)):
                before = _content(file)
                entry = import_rescued(vault, path).uuid
                rescues.append(Rescue(path, entry, is_new=before is None or _content(file) != before))
        except RunInterruptedError:
            raise
        except AssistantError as error:
            reason = say(f"error-{error.code}.what", **error.details)
            numbers = {number for past in told_of(path, runs) for number in past.known_numbers}
            if (
                numbers and numbers <= recovery.values_in(vault).keys()
            ):  # merged by hand, and the password changed
                job.run.warn("rescue-not-removed", path=str(path), reason=reason)
            else:
                rescues.append(Rescue(path, None, reason))
    return rescues


def told_of(path: Path, runs: Iterable[PastRun]) -> list[PastRun]:
    """The runs whose journals name this rescue database."""
    wanted = real(path)
    told = ((past, past.value("path", Fact.RESCUED)) for past in runs)
    return [past for past, text in told if text is not None and real(Path(text)) == wanted]


def is_takeable(path: Path, *, must_be_own: bool) -> bool:
    """Whether this is a file that may be read at all: a pipe would block, and anybody may put one in a shared folder.

    Args:
        path: the file.
        must_be_own: whether it has to be this user's: where others may put files too.
    """
    try:
        status = path.lstat() if must_be_own else path.stat()
    except (OSError, ValueError):
        return False
    is_own = not must_be_own or not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST and is_own


def real(path: Path | None) -> Path | None:
    """The real file that a path leads to; None where nobody can tell."""
    try:
        return path.resolve() if path is not None else None
    except (OSError, RuntimeError, ValueError):
        return None


def is_there(path: Path | None) -> bool:
    """Whether there is such a file; also where we may not look."""
    try:
        return path is not None and path.exists()
    except OSError:
        return True
    except ValueError:
        return False


def _content(file: Path) -> bytes | None:
    with suppress(OSError):
        return file.read_bytes()
    return None


def _to_import(job: Job, vault: Vault, file: Path, runs: list[PastRun]) -> list[Path]:
    """The rescue databases of this vault: told so by a run's journal, or seen to be by what is in them."""
    from automation.vault.rescue import rescue_files  # noqa: PLC0415

    told = [
        Path(text)
        for past in runs
        if not past.is_closed and real(past.vault) == file and (text := past.value("path", Fact.RESCUED))
    ]
    found: list[Path] = []
    for path in dict.fromkeys([*rescue_files(file), *told]):
        tellers = told_of(path, runs)
        is_beside = path.parent == file.parent
        if not is_takeable(path, must_be_own=not tellers and not is_beside):
            continue
        is_ours = any(real(past.vault) == file for past in tellers)
        is_anothers = any(is_there(past.vault) for past in tellers)
        if is_ours or (not is_anothers and (is_beside or _belongs(vault, path))):
            found.append(path)
        else:
            job.run.warn("rescue-of-another", path=str(path), vault=str(vault.path))
    return found


def _belongs(vault: Vault, path: Path) -> bool:
    """Whether the entries in a rescue database are, or were, this vault's: by their identities and their groups'."""
    from automation.vault import entries, transfer  # noqa: PLC0415

    kdbx = vault.store.current()
    with suppress(AssistantError):
        return any(
            entries.find(kdbx, parcel.uuid) is not None
            or transfer.was_deleted(kdbx, parcel.uuid)
            or any(group.uuid and entries.find_group(kdbx, group.uuid) is not None for group in parcel.groups)
            for parcel in transfer.unpack(vault.open_beside(path))
        )
    return False
