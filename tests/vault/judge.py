"""`keepassxc-cli`, the judge: what is in a database is what KeePassXC says is in it."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "zażółć gęślą jaźń 1"


@dataclass(frozen=True)
class KeePassXc:
    """Runs `keepassxc-cli` with these credentials."""

    password: str | None = PASSWORD
    key_file: Path | None = None

    def opening(self, *, password: str | None, key_file: Path | None = None) -> KeePassXc:
        """The same judge with other credentials."""
        return replace(self, password=password, key_file=key_file)

    def run(self, command: str, *arguments: str | Path, answers: tuple[str, ...] = ()) -> str:
        """Run a command on a database and return what it prints."""
        options: list[str | Path] = [] if self.key_file is None else ["-k", self.key_file]
        if self.password is None:
            options.append("--no-password")
        typed = [*([] if self.password is None else [self.password]), *answers]
        done = subprocess.run(
            ["keepassxc-cli", command, "-q", *options, *arguments],
            input="".join(f"{line}\n" for line in typed),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"keepassxc-cli {command}: {done.stderr}{done.stdout}"
        return done.stdout

    def create(self, path: Path) -> None:
        """A database as `db-create` makes them: KDBX 3.1, AES-KDF of 0.1 seconds, the least it allows."""
        options: list[str | Path] = ["-t", "100"]
        if self.password is not None:
            options.append("-p")
        if self.key_file is not None:
            options += ["--set-key-file", self.key_file]
        subprocess.run(
            ["keepassxc-cli", "db-create", "-q", *options, path],
            input=f"{self.password}\n{self.password}\n",
            capture_output=True,
            text=True,
            check=True,
        )

    def paths(self, path: Path) -> list[str]:
        """All groups and entries, as paths."""
        return [line for line in self.run("ls", "-R", "-f", path).splitlines() if line != "[empty]"]

    def show(self, path: Path, entry: str, attribute: str) -> str:
        """One attribute of an entry, protected or not."""
        return self.run("show", "-s", "-a", attribute, path, entry).removesuffix("\n")

    def add(self, path: Path, title: str) -> None:
        """Somebody else adds an entry, with the password `theirs`."""
        self.run("add", "-p", path, title, answers=("theirs", "theirs"))

    def export(self, path: Path) -> ET.Element:
        """The whole database as KeePassXC reads it, but for what it makes up on reading."""
        tree = ET.fromstring(self.run("export", "-f", "xml", path))  # noqa: S314  the judge is trusted
        for data in tree.iter("CustomData"):
            for item in data.findall("Item"):
                if item.findtext("Key") == "_LAST_MODIFIED":
                    data.remove(item)
            data[:] = sorted(data, key=lambda item: item.findtext("Key") or "")  # kept in a hash there
        pool = tree.find("Meta/Binaries")
        if pool is not None:  # numbered anew at every export: attachments are put where they are referred to
            content = {binary.get("ID"): binary.text for binary in pool}
            pool.clear()
            for value in tree.iterfind(".//Binary/Value[@Ref]"):
                value.text = content[value.attrib.pop("Ref")]
        return tree

    def entry(self, path: Path, title: str) -> ET.Element:
        """The one entry with this title, out of the export."""
        (found,) = [
            entry
            for group in self.export(path).iter("Group")
            for entry in group.findall("Entry")
            if fields(entry).get("Title") == title
        ]
        return found


def fields(entry: ET.Element) -> dict[str, str]:
    """All fields of an exported entry."""
    return {
        string.findtext("Key", ""): string.findtext("Value", "") or "" for string in entry.findall("String")
    }


def history(entry: ET.Element) -> list[dict[str, str]]:
    """The fields of the past states of an exported entry, oldest first."""
    return [fields(past) for past in entry.findall("History/Entry")]


def tags(entry: ET.Element) -> set[str]:
    """The tags of an exported entry."""
    return set((entry.findtext("Tags") or "").replace(",", ";").split(";"))


def canonical(tree: ET.Element, *, without: str | None = None) -> str:
    """The tree as text to compare, without the top-level group of this name."""
    for group in tree.findall("Root/Group"):
        for sub in group.findall("Group"):
            if sub.findtext("Name") == without:
                group.remove(sub)
    ET.indent(tree)
    return ET.tostring(tree, encoding="unicode")
