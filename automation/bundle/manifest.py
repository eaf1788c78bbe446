"""What a bundle is made of: its names, its manifest, its limits, its control number.

A bundle is a ZIP with `manifest.json`, `record.json` (a `RunRecord`), `pictures/NN-step.png` (or `.webp`) and
`snapshots/NN-step.yaml`. Nothing else may be in one.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "ap-token-bundle"
VERSION: Final = 1
LIMIT: Final = 5_000_000
"""Bytes that a bundle may have."""
LARGEST_SNAPSHOT: Final = 60_000
"""Bytes of one snapshot; AP's largest screen has a tenth of it."""
MANIFEST: Final = "manifest.json"
RECORD: Final = "record.json"
PICTURES: Final = "pictures/"
SNAPSHOTS: Final = "snapshots/"

_STEP: Final = r"[0-9]{2,4}-[a-z0-9-]{1,60}"
_NAME: Final = re.compile(rf"{re.escape(RECORD)}|{PICTURES}{_STEP}\.(?:png|webp)|{SNAPSHOTS}{_STEP}\.yaml")

EntryName = Annotated[str, Field(pattern=f"^(?:{_NAME.pattern})$")]


class FileEntry(BaseModel):
    """One file of a bundle."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(BaseModel):
    """What is in a bundle, and what it hashes to."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: Literal["ap-token-bundle"] = FORMAT
    version: Literal[1] = VERSION
    made_at: datetime
    assistant: Annotated[str, Field(max_length=40)]
    """Version of the assistant that made it."""
    files: dict[EntryName, FileEntry]
    """All but the manifest itself."""


def is_entry_name(name: str) -> bool:
    """Whether a bundle may have a file of this name, the manifest apart."""
    return _NAME.fullmatch(name) is not None


def entry_of(content: bytes) -> FileEntry:
    """A file's line in the manifest."""
    return FileEntry(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def control_number(manifest: bytes) -> str:
    """What two people compare on the telephone to know that they have the same bundle: `4F2A-91C3-77D0`.

    Made from the manifest as it is in the ZIP, which has the hash of everything else.
    """
    digest = hashlib.sha256(manifest).hexdigest()[:12].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 12, 4))
