"""Leaves the original beside its reproduction: `reproduction.json` and the customer's pictures, for the report."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from automation import private
from automation.evidence.folder import RunFolder
from automation.evidence.record import RunRecord
from automation.evidence.result import ReproductionResult
from automation.redaction import redacted
from automation.reproduction.sources import Original

FILE_NAME: Final = "reproduction.json"
_PREFIX: Final = "original-"
_LARGEST: Final = 16 * 1024 * 1024
_LONGEST: Final = 70
"""Characters of a picture's name; ours are shorter."""


class Kept(BaseModel):
    """A reproduction as its folder tells it."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    source: Annotated[str, Field(max_length=400)]
    """What was replayed: the name of a bundle, a run, a case or a scenario's file."""
    kind: Annotated[str, Field(max_length=20)]
    comparison: ReproductionResult
    original: RunRecord | None = None
    """The customer's run; its pictures are in this folder, by the names that it has for them here. None: a ready
    scenario, of which there was no run."""
    scenario: dict[str, Any] = {}
    """How the replica was set up, as far as it was not as usual."""


def keep(folder: RunFolder, original: Original, result: ReproductionResult, scenario: dict[str, Any]) -> None:
    """Write it down. The vault of the original is nobody's business here."""
    record = original.record
    if record is not None:
        steps = []
        for step in record.steps:
            content = original.files.get(step.picture or "")
            name = (
                f"{_PREFIX}{step.picture}"
                if content is not None and len(step.picture or "") <= _LONGEST
                else None
            )
            if content is not None and name is not None:
                private.write_file(folder.path / name, content)
            steps.append(step.model_copy(update={"picture": name, "snapshot": None}))
        record = record.model_copy(update={"steps": tuple(steps), "vault": None, "traces": (), "video": None})
    kept = Kept(
        source=original.name[:400],
        kind=original.kind,
        comparison=result,
        original=record,
        scenario=scenario,
    )
    folder.write_json(FILE_NAME, redacted(kept.model_dump(mode="json")))


def read_kept(folder: Path) -> Kept | None:
    """The reproduction in a run's folder; None where there is none, or none that can be read."""
    path = folder / FILE_NAME
    with suppress(OSError, ValueError, RecursionError, ValidationError):
        if path.is_file() and path.stat().st_size <= _LARGEST:
            return TypeAdapter(Kept).validate_python(json.loads(path.read_bytes()), strict=False)
    return None
