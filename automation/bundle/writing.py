"""Makes a bundle of a run's folder: chosen, masked, below its limit, and the same bytes for the same run and moment."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.bundle.manifest import (
    LARGEST_SNAPSHOT,
    LIMIT,
    MANIFEST,
    PICTURES,
    RECORD,
    SNAPSHOTS,
    Manifest,
    control_number,
    entry_of,
)
from automation.bundle.pictures import FORMATS, LEVELS, PictureError, encoded, opened, painted
from automation.bundle.selection import file_stem, masked_record, masker_for, names_somebody
from automation.evidence.reading import read_run
from automation.evidence.record import RunRecord, StepRecord, WarningRecord
from automation.text import say

if TYPE_CHECKING:
    from PIL.Image import Image

    from automation.bundle.masking import Masker

_SHOWN: Final = ("krok-", "rezerwacja", "przegladarka")
"""Beginnings of the ids of steps whose pictures may be in a bundle: the guide's own. Others show the token list, with
names that people gave, or are not known."""
_LIST: Final = "token-list"
_LARGEST_FILE: Final = 16_000_000
_SNAPSHOTS_TOGETHER: Final = 1_000_000
_RESERVE: Final = 30_000
"""Bytes for what is written of the pictures themselves: names, hashes, a warning."""
_PER_FILE: Final = 600
_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can tell: when a file was made is in the record."""


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """A bundle, ready to be shown and written."""

    content: bytes
    code: str
    """Its control number."""
    record: RunRecord
    files: Mapping[str, bytes]
    """Pictures and snapshots, by the names that the record has."""
    masked: int
    """Places in texts from which something was taken out."""
    painted: int
    """Places in pictures that were painted over."""


def make_bundle(folder: Path, *, mask_nip: bool, made_at: datetime) -> MadeBundle:
    """Make a bundle of a run that has left this folder, whatever became of it.

    Args:
        folder: the run's.
        mask_nip: whether the NIP is to be hidden as well.
        made_at: now.

    Raises:
        RunUnreadableError: there is no run in it that can be read.
    """
    run = read_run(folder)
    masker = masker_for(run, mask_nip=mask_nip)
    pictures = {
        step.number: picture
        for step in run.steps
        if (picture := _picture(folder, run, step, mask_nip=mask_nip))
    }
    snapshots = _snapshots(folder, run, masker)
    record = masked_record(
        run,
        masker,
        pictures={number: picture.name for number, picture in pictures.items()},
        snapshots={number: name for number, (name, _) in snapshots.items()},
    )
    unsafe = sum(step.picture is not None and step.number not in pictures for step in run.steps)
    if unsafe:
        note = say("warning-bundle-pictures-unsafe", pictures=unsafe)
        record = _noted(record, "bundle-pictures-unsafe", note, unsafe)
    files = {name: content for name, content in snapshots.values() if name in _names(record)}
    room = LIMIT - _RESERVE - len(_zipped(record, files, made_at)[0])
    shown = {number: pictures[number] for number in pictures if pictures[number].name in _names(record)}
    fitting, level = _fitting(shown, run.failed_step, room)
    if level or len(fitting) < len(shown):
        left_out = len(shown) - len(fitting)
        note = say("warning-bundle-smaller", pictures=left_out)
        record = _noted(_without_others(record, fitting), "bundle-smaller", note, left_out)
    files |= {pictures[number].name: content for number, content in fitting.items()}
    content, code = _zipped(record, files, made_at)
    regions = sum(pictures[number].regions for number in fitting)
    return MadeBundle(content, code, record, files, masker.count, regions)


@dataclass(frozen=True, slots=True)
class _Picture:
    name: str
    image: Image
    regions: int

    def encoded(self, level: int) -> bytes:
        return encoded(self.image, self.name.rpartition(".")[2], level)


def _picture(folder: Path, run: RunRecord, step: StepRecord, *, mask_nip: bool) -> _Picture | None:
    """A step's picture, painted over; None where it is not certain that nothing personal is left."""
    ending = (step.picture or "").rpartition(".")[2]
    if step.regions is None or ending not in FORMATS or not _may_be_shown(step) or names_somebody(run, step):
        return None
    kinds = {"field", "nip"} if mask_nip else {"field"}
    regions = [region for region in step.regions if region.kind in kinds]
    try:
        image = painted(opened(_content(folder, step.picture), ending), regions)
    except PictureError:
        return None
    return _Picture(f"{file_stem(step)}.{ending}", image, len(regions))


def _snapshots(folder: Path, run: RunRecord, masker: Masker) -> dict[int, tuple[str, bytes]]:
    """Name and content of each step's snapshot: controls and headings, their names masked."""
    found: dict[int, tuple[str, bytes]] = {}
    together = 0
    for step in run.steps:
        if step.snapshot is None or not _may_be_shown(step):
            continue
        content = masked_snapshot(_content(folder, step.snapshot), masker)
        if content is None or together + len(content) > _SNAPSHOTS_TOGETHER:
            continue
        together += len(content)
        found[step.number] = (f"{file_stem(step)}.yaml", content)
    return found


def masked_snapshot(content: bytes, masker: Masker) -> bytes | None:
    """A snapshot as a bundle has it; None for what is none, or is too large."""
    from automation.calibration.snapshots import (  # noqa: PLC0415  loads Playwright
        Node,
        SnapshotError,
        curated,
        parse,
        written,
    )

    def masked(node: Node) -> Node:
        return replace(node, name=masker.text(node.name), children=tuple(map(masked, node.children)))

    if len(content) > LARGEST_SNAPSHOT:
        return None
    try:
        text = written(masked(curated(parse(content.decode("utf-8")), "")))
    except (SnapshotError, ValueError, RecursionError):
        return None
    return text.encode() or None


def _may_be_shown(step: StepRecord) -> bool:
    """Whether a step shows a page of AP's on which there are no names that people gave."""
    return step.id.startswith(_SHOWN) and step.route is not None and _LIST not in step.route


def _content(folder: Path, name: str | None) -> bytes:
    """A file of the run's folder; empty where there is no plain file of a sane size."""
    try:
        path = folder / (name or "")
        status = path.lstat()
        return path.read_bytes() if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST_FILE else b""
    except OSError:
        return b""


def _fitting(
    pictures: Mapping[int, _Picture], failed: StepRecord | None, room: int
) -> tuple[dict[int, bytes], int]:
    """The pictures that have room, made as small as it takes: the failed step's and the last ones stay longest."""
    contents: dict[int, bytes] = {}
    level = 0
    for level in range(LEVELS):
        contents = {number: picture.encoded(level) for number, picture in pictures.items()}
        if _size(contents) <= room:
            return contents, level
    for number in sorted(
        contents, key=lambda number: (failed is not None and number == failed.number, number)
    ):
        if _size(contents) <= room:
            break
        del contents[number]
    return contents, level


def _size(contents: Mapping[int, bytes]) -> int:
    return sum(len(content) + _PER_FILE for content in contents.values())


def _names(record: RunRecord) -> set[str]:
    return {name for step in record.steps for name in (step.picture, step.snapshot) if name is not None}


def _without_others(record: RunRecord, fitting: Mapping[int, bytes]) -> RunRecord:
    steps = tuple(
        step if step.number in fitting else step.model_copy(update={"picture": None}) for step in record.steps
    )
    return record.model_copy(update={"steps": steps})


def _noted(record: RunRecord, warning_id: str, text: str, pictures: int) -> RunRecord:
    """The record with a warning of the bundle's own."""
    warning = WarningRecord(
        at=record.ended_at or record.started_at, id=warning_id, values={"pictures": pictures}, text=text
    )
    return record.model_copy(update={"warnings": (*record.warnings, warning)})


def _zipped(record: RunRecord, files: Mapping[str, bytes], made_at: datetime) -> tuple[bytes, str]:
    """The ZIP and its control number."""
    contents = {RECORD: record.model_dump_json(indent=1).encode()}
    for name, content in files.items():
        contents[(SNAPSHOTS if name.endswith(".yaml") else PICTURES) + name] = content
    manifest = Manifest(
        made_at=made_at,
        assistant=metadata.version("ap-token-assistant"),
        files={name: entry_of(content) for name, content in sorted(contents.items())},
    )
    head = manifest.model_dump_json(indent=1).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        for name, content in [(MANIFEST, head), *sorted(contents.items())]:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3  # the same on every system
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            entry.compress_type = zipfile.ZIP_STORED if name.startswith(PICTURES) else zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
    return file.getvalue(), control_number(head)
