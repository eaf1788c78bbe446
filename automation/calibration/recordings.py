"""The recorded screens: `recordings/ap-ui/<version>/<screen>.yaml`, in the working folder or with the program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from automation.calibration.differences import similarity
from automation.calibration.snapshots import Node, SnapshotError, parse, written

FOLDER: Final = "ap-ui"
_VERSION: Final = re.compile(r"\d+(?:\.\d+)*")
_SCREEN: Final = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Recording:
    """The screens of one version of AP."""

    version: str
    screens: Mapping[str, Node]

    def likest(self, seen: Mapping[str, Node]) -> float:
        """How much these screens are like others, from 0 to 1."""
        common = [similarity(self.screens[name], seen[name]) for name in seen if name in self.screens]
        return sum(common) / len(common) if common else 0.0


def recordings(own: Path) -> dict[str, Recording]:
    """All recorded versions, oldest first. A version in the person's own folder takes the place of the program's.

    Args:
        own: the folder of runs, in which the person's own recordings are.
    """
    found: dict[str, Recording] = {}
    for place in (_of_the_program(), own / FOLDER):
        if place.is_dir():
            for folder in place.iterdir():
                if folder.is_dir() and _VERSION.fullmatch(folder.name):
                    screens = _screens(folder)
                    if screens:
                        found[folder.name] = Recording(folder.name, screens)
    return {version: found[version] for version in sorted(found, key=_key)}


def recording_for(
    version: str | None, known: Mapping[str, Recording], seen: Mapping[str, Node]
) -> Recording | None:
    """The recording to compare with: of the version itself, else of the nearest; None where there is none at all.

    Nearest is the newest that is not newer, or the oldest. Where AP does not tell its version, the one that is most
    like what was seen.
    """
    if not known:
        return None
    if version is None:
        return max(known.values(), key=lambda recording: recording.likest(seen))
    older = [each for each in known if _key(each) <= _key(version)]
    return known[older[-1] if older else next(iter(known))]


def record(own: Path, version: str, source: str, screens: Mapping[str, Node]) -> Path:
    """Write the screens down, in place of those recorded of this version before.

    Args:
        own: the folder of runs; the recordings go to `ap-ui/<version>` in it.
        version: of AP.
        source: where they were taken and when, for the first line of each file.
        screens: by id.

    Raises:
        OSError: it cannot be written.
    """
    folder = own / FOLDER / version
    folder.mkdir(parents=True, exist_ok=True)
    for screen, node in screens.items():
        (folder / f"{screen}.yaml").write_text(f"# {source}\n{written(node)}", encoding="utf-8", newline="\n")
    return folder


def _of_the_program() -> Traversable:
    """The recordings that came with the program: in its package, or in the repository that it runs from."""
    packaged = resources.files("automation.calibration").joinpath(FOLDER)
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "recordings" / FOLDER


def _screens(folder: Traversable) -> dict[str, Node]:
    screens = {}
    for file in _sorted(folder.iterdir()):
        screen, _, suffix = file.name.rpartition(".")
        if suffix == "yaml" and _SCREEN.fullmatch(screen):
            try:
                screens[screen] = parse(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, SnapshotError):
                continue  # a file that is no recording: doctor compares with the others
    return screens


def _sorted(files: Iterable[Traversable]) -> list[Traversable]:
    return sorted(files, key=lambda file: file.name)


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
