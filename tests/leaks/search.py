"""Searches bytes, files and folders for secrets, into everything that is packed in them.

A find tells the place, the secret's name and the form it has there, and never the secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from .needles import Needle, squeezed
from .pictures import Reader, is_readable_in
from .streams import is_archive, is_video, pictures, unpacked

_DEEPEST: Final = 6


@dataclass(frozen=True, order=True)
class Find:
    """A secret where it must not be."""

    place: str
    needle: str
    form: str

    def __str__(self) -> str:
        return f"{self.needle} in {self.place} ({self.form})"


@dataclass
class Search:
    """One search for some secrets, through as many places as it is shown."""

    needles: tuple[Needle, ...]
    finds: set[Find] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    """Everything that was looked at, packed things too."""
    reader: Reader | None = field(default_factory=Reader)
    """None where nothing is to be read off pictures."""
    _first: dict[bytes, str] = field(default_factory=dict)
    """Where each content was met first."""

    def folder(self, folder: Path, name: str) -> None:
        """Every file in a folder, hidden ones too, and the names of all that is in it."""
        for path in sorted(folder.rglob("*")):
            place = f"{name}/{path.relative_to(folder)}"
            self.text(f"name of {name}/{path.relative_to(folder).parent}/...", str(path.name))
            if path.is_symlink():
                self.text(f"target of {place}", str(path.readlink()))
            elif path.is_file():
                self.content(place, path.read_bytes())

    def text(self, place: str, text: str) -> None:
        """A text."""
        self.content(place, text.encode("utf-8", "surrogateescape"))

    def content(self, place: str, content: bytes, *, depth: int = 0) -> None:
        """Some bytes, and what is packed in them."""
        self.places.append(place)
        first = self._first.setdefault(sha256(content).digest(), place)
        if first != place:
            self._found_again(first, place)
            return
        self._compare(place, content)
        if depth >= _DEEPEST:
            return
        for name, inner in unpacked(content):
            self.content(f"{place} > {name}", inner, depth=depth + 1)
        if is_video(content):
            self._look_at(place, "video", content)
        elif not is_archive(content):
            for name, picture in pictures(content):
                self._look_at(place, name, picture)

    def _found_again(self, first: str, place: str) -> None:
        """Content that was looked at already holds here what it holds there."""
        for find in list(self.finds):
            if find.place == first or find.place.startswith(f"{first} > "):
                self.finds.add(replace(find, place=place + find.place.removeprefix(first)))

    def _compare(self, place: str, content: bytes) -> None:
        plain = squeezed(content)
        for needle in self.needles:
            for form in needle.forms:
                if form.is_in(content if form.raw else plain):
                    self.finds.add(Find(place, needle.name, form.name))

    def _look_at(self, place: str, what: str, content: bytes) -> None:
        if self.reader is None:
            return
        self.places.append(f"{place} > {what}")
        for text in self.reader.texts(content):
            self._compare(f"{place} > {what}", text.encode())
            for needle in self.needles:
                if needle.text is not None and not needle.whole and is_readable_in(needle.text, text):
                    self.finds.add(Find(f"{place} > {what}", needle.name, "readable"))


def searched(needles: Iterable[Needle], place: str, content: bytes) -> set[Find]:
    """The finds in some bytes."""
    search = Search(tuple(needles))
    search.content(place, content)
    return search.finds
