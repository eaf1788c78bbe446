"""What has to hold after any death, and after a recovery. KeePassXC and AP's audit are the judges."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.vault.judge import fields, history, tags

from .scene import GROUP, NAME, OLD_TOKEN

if TYPE_CHECKING:
    from automation.replica.audit import IssuedToken
    from tests.vault.judge import KeePassXc

    from .scene import Ended, Scene

RESCUE = "*-ratunek-*.kdbx"
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """One entry of a database, as KeePassXC exports it."""

    path: str
    xml: str
    fields: dict[str, str]
    past: list[dict[str, str]]
    tags: frozenset[str]

    def holds(self, value: str) -> bool:
        """Whether the value is anywhere in the entry, or was."""
        return any(value in state.values() for state in (self.fields, *self.past))


def entries(judge: KeePassXc, path: Path) -> dict[uuid.UUID, Kept]:
    """All entries by their identity. Fails if KeePassXC cannot open the database."""
    found: dict[uuid.UUID, Kept] = {}

    def walk(group: ET.Element, above: str) -> None:
        for entry in group.findall("Entry"):
            identity = uuid.UUID(bytes=b64decode(entry.findtext("UUID", "")))
            assert identity not in found, f"two entries are {identity}"
            found[identity] = Kept(
                above + fields(entry).get("Title", ""),
                ET.tostring(entry, encoding="unicode").strip(),
                fields(entry),
                history(entry),
                frozenset(tags(entry)),
            )
        for sub in group.findall("Group"):
            walk(sub, f"{above}{sub.findtext('Name')}/")

    root = judge.export(path).find("Root/Group")
    assert root is not None
    for moment in [time for times in root.iter("Times") for time in times]:
        moment.text = _plain_time(moment.text or "")
    ET.indent(root)  # the judge sorts what has no order, and with it the blanks in between
    walk(root, "")
    return found


def _plain_time(text: str) -> str:
    """A time as KDBX 3.1 has it: KeePassXC exports one database either way, by what else is in it."""
    try:
        seconds = int.from_bytes(b64decode(text, validate=True), "little")
    except ValueError:
        return text  # "True", or a time that is plain already
    return (
        (_YEAR_ONE + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ") if len(text) == 12 else text
    )


def nothing_else_changed(scene: Scene, before: dict[uuid.UUID, Kept]) -> None:
    """The database opens, and every entry that was there is there as it was, the token being replaced included."""
    now = entries(scene.judge, scene.vault)
    for identity, entry in before.items():
        assert identity in now, f"{entry.path} is gone"
        if scene.situation.replace and entry.path == f"{GROUP}/{NAME}":
            assert now[identity].holds(OLD_TOKEN), "the token that was to be replaced is gone"
            continue
        assert now[identity] == entry, f"{entry.path} was changed:\n{entry.xml}\n{now[identity].xml}"


def no_token_in_the_clear(scene: Scene, *more: str) -> None:
    """No file of the run's, temporary ones and the browser's profile included, has a token outside of a KDBX."""
    secrets = [
        part for token in scene.audit.issued.values() for part in (token.value, token.value.split("|")[-1])
    ]
    needles = [(text.encode(), text.encode("utf-16-le")) for text in (*secrets, *more)]
    for path in _files(scene):
        content = path.read_bytes()
        for plain, wide in needles:
            assert plain not in content, f"{path} has a token in it"
            assert wide not in content, f"{path} has a token in it"
        if path.suffix == ".tmp" or ".kdbx" in path.name:
            assert path.stat().st_mode & 0o077 == 0, f"{path} can be read by others"


def places_of(scene: Scene, token: IssuedToken) -> list[str]:
    """Where KeePassXC finds the token: the vault, rescue databases."""
    found = [f"vault: {e.path}" for e in entries(scene.judge, scene.vault).values() if e.holds(token.value)]
    for rescue in rescues(scene):
        found += [
            f"{rescue}: {e.path}" for e in entries(scene.judge, rescue).values() if e.holds(token.value)
        ]
    return found


def rescues(scene: Scene) -> list[Path]:
    """The rescue databases that there are."""
    return sorted(path for path in _files(scene) if path.match(RESCUE))


def every_token_is_accounted_for(scene: Scene, report: dict[str, Any] | None) -> None:
    """Each token that AP issued is in the vault, or a rescue database, or `recover` names it.

    Args:
        scene: where.
        report: what `recover` said; None when it was not asked, so that the vault alone counts.
    """
    named = str(
        [] if report is None else [[run["reference_numbers"], run["token_name"]] for run in report["runs"]]
    )
    for token in scene.audit.issued.values():
        if token.status == "Failed" or places_of(scene, token):
            continue
        assert token.reference in named or token.name in named, f"nobody knows of {token.reference}"


def waits_for_proof(scene: Scene, ended: Ended) -> bool:
    """Whether `recover` could not know yet that no token was made: exit 8, its reservation kept, all said."""
    open_runs = [run for run in ended.json["runs"] if not run["settled"]]
    if not open_runs:
        return False
    assert not scene.audit.issued, "there is a token, and AP lists it"
    assert ended.code == 8
    assert [(run["state"], run["reference_numbers"]) for run in open_runs] == [("unknown", [])]
    assert open_runs[0]["advice"]
    return True


def recovery_is_complete(scene: Scene, ended: Ended) -> None:
    """After `recover --yes`: each token is active in the vault or revoked at AP, and nothing is left reserved."""
    now = entries(scene.judge, scene.vault)
    for token in scene.audit.issued.values():
        if token.status in {"Failed", "Revoking", "Revoked"}:
            continue
        active = [
            e for e in now.values() if e.fields.get("Password") == token.value and "ap-active" in e.tags
        ]
        assert active, f"{token.reference} is {token.status} at AP and not active in the vault:\n{ended.out}"
    assert ended.code == 0, ended.out + ended.err
    left = [entry.path for entry in now.values() if entry.tags & {"ap-reserved", "ap-pending"}]
    assert not left, f"left behind: {left}"
    assert not rescues(scene), "a rescue database was not taken in"


@dataclass(frozen=True)
class Footprint:
    """What a second recovery must not change."""

    vault: str
    revocations: int
    orders: int

    @classmethod
    def of(cls, scene: Scene) -> Footprint:
        """Of now."""
        audit = scene.audit
        asked = [event for event in audit.events if event.kind == "revocation"]
        return cls(sha256(scene.vault.read_bytes()).hexdigest(), len(asked), len(audit.token_posts))


def _files(scene: Scene) -> list[Path]:
    folders = (scene.vault_dir, scene.recordings, scene.data, scene.tmp)
    return [
        path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    ]
