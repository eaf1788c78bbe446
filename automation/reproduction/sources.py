"""What is to be replayed: a bundle, a run's folder, a scenario of the replica's, or one of the ready cases."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from automation.errors import OriginalUnknownError
from automation.evidence.reading import is_run, read_run
from automation.evidence.record import RunRecord

if TYPE_CHECKING:
    from automation.cases import Case
    from automation.replica.scenario import Scenario

_LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one picture or snapshot."""
_NEAR: Final = 5
_WORD: Final = 4
"""Letters of a word by which a case can be meant."""


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be replayed, and all that came with it."""

    kind: Literal["bundle", "run", "case", "scenario"]
    name: str
    record: RunRecord | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures and snapshots, by the names that the record has for them."""
    case: Case | None = None
    scenario: Scenario | None = None

    @property
    def snapshots(self) -> dict[str, str]:
        """The texts of the aria snapshots."""
        steps = self.record.steps if self.record is not None else ()
        return {
            step.snapshot: self.files[step.snapshot].decode("utf-8", "replace")
            for step in steps
            if step.snapshot is not None and step.snapshot in self.files
        }


def original(given: str, recordings: Path) -> Original:
    """Find what is meant: what is at a path first, then a run by its name, then a ready case.

    Args:
        given: what the operator named.
        recordings: where this machine's runs are.

    Raises:
        OriginalUnknownError: nothing of this name; its message has names that are near.
        RunUnreadableError, BundleRefusedError, WrongScenarioError: it is there, and cannot be used.
    """
    from automation.cases import ready_cases  # noqa: PLC0415  loads the replica's models

    path = Path(given).expanduser()
    with suppress(OSError, ValueError):  # a name that can be no path is none
        if path.is_dir():
            return _run(path)
        if path.is_file():
            return _file(path)
        if path.name == given and is_run(recordings / given):
            return _run(recordings / given)
    cases = ready_cases()
    if given in cases:
        return Original("case", given, case=cases[given])
    runs = _runs(recordings)
    near = get_close_matches(given, [*cases, *runs], n=_NEAR, cutoff=0.5)
    words = [word for word in given.casefold().split("-") if len(word) >= _WORD]
    near = near or [case for case in cases if any(word in case for word in words)][:_NEAR]
    raise OriginalUnknownError(original=given, near=", ".join(near) or "-")


def _runs(recordings: Path) -> list[str]:
    try:
        return [folder.name for folder in recordings.iterdir() if is_run(folder)]
    except OSError:
        return []


def _run(folder: Path) -> Original:
    record = read_run(folder)
    names = {name for step in record.steps for name in (step.picture, step.snapshot) if name is not None}
    files = {}
    for name in names:
        with suppress(OSError):
            file = folder / name
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= _LARGEST:
                files[name] = file.read_bytes()
    return Original("run", folder.resolve().name, record, files)


def _file(path: Path) -> Original:
    if path.suffix.casefold() == ".toml":
        from automation.replica.scenario import load_scenario  # noqa: PLC0415  this kind only

        return Original("scenario", path.name, scenario=load_scenario(path))
    from automation.bundle.reading import read_bundle  # noqa: PLC0415  this kind only

    bundle = read_bundle(path)
    # A bundle keeps them in folders of their own; the record has the bare names.
    files = {name.rpartition("/")[2]: content for name, content in bundle.files.items()}
    return Original("bundle", path.name, bundle.record, files)
