"""Whatever a database holds, in whatever format: a run changes nothing but its own entry.

Judged by KeePassXC's own export before and after. `HYPOTHESIS_PROFILE=thorough` tries many more databases.
"""

from __future__ import annotations

import base64
import dataclasses
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault
from automation.vault.entries import NOT_XML, STANDARD_FIELDS

from .conftest import ENTRY, TITLE
from .databases import CIPHERS, KDFS, fill_kdbx3, filled_kdbx4
from .judge import PASSWORD, KeePassXc, canonical, fields, history, tags

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
PENDING_VALUE = "20261122-EC-0000000000-0000000000-00|nip-1234563218|wstępny"
GROUP_TIME = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOKEN = "20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef"

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=30).filter(
    lambda text: not NOT_XML.search(text)
)
NAME = TEXT.filter(lambda text: bool(text.strip()) and text not in STANDARD_FIELDS)
MOMENT = st.datetimes(datetime(1980, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants bounds without a zone
TAG = st.text(st.characters(categories=["L", "N"], include_characters=" -ąę"), min_size=1, max_size=12)


@dataclass(frozen=True)
class Made:
    """An entry of a made-up database."""

    title: str
    password: str
    notes: str
    custom: dict[str, tuple[str, bool]]  # name to value and whether it is protected
    tags: list[str]
    expires: datetime | None
    attachments: dict[str, bytes]
    modified: datetime


@dataclass(frozen=True)
class Content:
    """What a made-up database holds: groups within groups, entries with their past, deleted objects."""

    groups: list[str]
    entries: list[tuple[int, Made, list[Made]]]  # depth of the group, the entry, its history
    deleted: list[tuple[bytes, datetime]]


MADE = st.builds(
    Made,
    title=TEXT,
    password=TEXT,
    notes=TEXT,
    custom=st.dictionaries(NAME, st.tuples(TEXT, st.booleans()), max_size=3),
    tags=st.lists(TAG, max_size=3),
    expires=st.none() | MOMENT,
    attachments=st.dictionaries(NAME, st.binary(max_size=200), max_size=2),
    modified=MOMENT,
)
CONTENT = st.builds(
    Content,
    groups=st.lists(TEXT.filter(lambda name: name != "KSeF"), max_size=3),
    entries=st.lists(st.tuples(st.integers(0, 3), MADE, st.lists(MADE, max_size=2)), max_size=4),
    deleted=st.lists(st.tuples(st.binary(min_size=16, max_size=16), MOMENT), max_size=2),
)
# Every version, cipher and derivation at least once; the thorough profile tries all combinations.
FORMATS = [
    ("3.1", "aes256", "aes-keepass"),
    ("4.0", "aes256", "argon2d"),
    ("4.0", "chacha20", "argon2id"),
    ("4.0", "twofish", "aes-keepassxc"),
    ("4.1", "aes256", "aes-keepass"),
]
if THOROUGH:
    FORMATS = FORMATS[:1] + [(v, c, k) for v in ("4.0", "4.1") for c in CIPHERS for k in KDFS]


@pytest.fixture(scope="module")
def blank_kdbx3(judge: KeePassXc, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database as `keepassxc-cli db-create` makes it."""
    path = tmp_path_factory.mktemp("blank") / "a.kdbx"
    judge.create(path)
    return path.read_bytes()


@pytest.mark.keepassxc
@pytest.mark.parametrize(("version", "cipher", "kdf"), FORMATS)
@settings(
    max_examples=25 if THOROUGH else 4,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes of keepassxc-cli
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=CONTENT)
def test_a_run_changes_nothing_but_its_own_entry(
    *,
    tmp_path: Path,
    judge: KeePassXc,
    draft: EntryDraft,
    blank_kdbx3: bytes,
    version: str,
    cipher: str,
    kdf: str,
    content: Content,
) -> None:
    """Reserved, pending, confirmed: KeePassXC then reads our entry, and all else as it read it before."""
    path = tmp_path / "a.kdbx"
    if version == "3.1":
        path.write_bytes(blank_kdbx3)
        fill_kdbx3(path, _filling(content))
    else:
        path.write_bytes(filled_kdbx4(_filling(content), cipher=cipher, kdf=kdf, minor=int(version[-1])))
    before = canonical(judge.export(path), without="KSeF")
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        place = vault.reserve(draft)
        place.pending(Secret(PENDING_VALUE), {"KSeF reference number": "1"})
        place.confirm(Secret(TOKEN), {"KSeF reference number": "1"})
        place.verify(Secret(TOKEN))
    after = judge.export(path)
    (ours,) = [entry for entry in after.iter("Entry") if fields(entry).get("Password") == TOKEN]
    assert fields(ours)["Title"] == TITLE
    assert tags(ours) == {"ksef", "ap-active"}
    assert [past["Password"] for past in history(ours)] == [PENDING_VALUE]
    assert canonical(after, without="KSeF") == before


@pytest.mark.keepassxc
@pytest.mark.parametrize("version", ["3.1", "4.0"])
def test_control_characters_in_other_passwords_survive(
    tmp_path: Path, judge: KeePassXc, draft: EntryDraft, blank_kdbx3: bytes, version: str
) -> None:
    """XML cannot hold them, but a protected value can: a run leaves such a password as it was."""
    odd = "przed\x01\x0b\x1fpo"
    path = tmp_path / "a.kdbx"
    path.write_bytes(
        blank_kdbx3 if version == "3.1" else filled_kdbx4(_nothing, cipher="aes256", kdf="argon2d", minor=0)
    )
    judge.run("add", "-p", path, "dziwne", answers=(odd, odd))
    judge.run("add", "-p", path, "zwykłe", answers=("zwykłe", "zwykłe"))
    assert judge.show(path, "dziwne", "Password") == odd
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        vault.reserve(draft).confirm(Secret(TOKEN), {})
    assert judge.show(path, "dziwne", "Password") == odd
    assert judge.show(path, "zwykłe", "Password") == "zwykłe"
    assert judge.show(path, ENTRY, "Password") == TOKEN


@pytest.mark.keepassxc
def test_an_odd_password_that_is_replaced_is_kept_in_the_history(
    tmp_path: Path, judge: KeePassXc, draft: EntryDraft
) -> None:
    """The token takes its place; the old one stays, byte for byte, one state back."""
    odd = "stare\x01hasło"
    path = tmp_path / "a.kdbx"
    path.write_bytes(filled_kdbx4(_nothing, cipher="aes256", kdf="argon2d", minor=0))
    judge.run("add", "-p", path, TITLE, answers=(odd, odd))
    draft = dataclasses.replace(draft, group=())
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        place = vault.reserve(draft, replace=True)
        place.confirm(Secret(TOKEN), {})
        place.verify(Secret(TOKEN))
        (entry,) = vault.entries_tagged("ap-active")
        vault.mark_revoked(entry.uuid, revoked_at=datetime.now(UTC))
    assert judge.show(path, TITLE, "Password") == TOKEN
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        vault.reserve(dataclasses.replace(draft, title="inny"))  # and once more through a whole write
    entry_now = judge.entry(path, TITLE)
    # The export is XML itself and leaves the character out: it was not lost before that.
    assert [past["Password"] for past in history(entry_now)] == ["starehasło", TOKEN]


@pytest.mark.keepassxc
def test_large_attachment_inside_a_kdbx3_survives(
    tmp_path: Path, judge: KeePassXc, draft: EntryDraft, blank_kdbx3: bytes
) -> None:
    """KDBX 3.1 has attachments inside the XML, where parsers stop at 10 MB unless told not to."""
    path, scan = tmp_path / "a.kdbx", tmp_path / "skan.tif"
    path.write_bytes(blank_kdbx3)
    scan.write_bytes(os.urandom(9_000_000))
    judge.run("add", path, "umowa")
    judge.run("attachment-import", path, "umowa", "skan.tif", scan)
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        vault.reserve(draft).confirm(Secret(TOKEN), {})
    judge.run("attachment-export", path, "umowa", "skan.tif", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == scan.read_bytes()


def _nothing(_database: Any) -> None:
    """A blank database."""


def _filling(content: Content) -> Callable[[Any], None]:
    """What puts this content into a pykeepass database, element by element."""

    def fill(database: Any) -> None:
        from lxml.etree import SubElement  # noqa: PLC0415

        def time(moment: datetime) -> str:
            text: str = database._encode_time(moment)
            return text.replace("+00:00", "Z")

        groups = [database.tree.find("Root/Group")]
        for name in content.groups:
            group = SubElement(groups[-1], "Group")
            SubElement(group, "UUID").text = _uuid()
            SubElement(group, "Name").text = name
            _add_times(group, time, GROUP_TIME, None)  # else KeePassXC makes times up whenever it reads
            groups.append(group)
        for depth, made, past in content.entries:
            group = groups[min(depth, len(groups) - 1)]
            identity = _uuid()
            entry = _entry(database, made, identity, time)
            states = SubElement(entry, "History")
            states.extend(_entry(database, state, identity, time) for state in past)
            group.insert(len(group.findall("Entry")) + 2, entry)
        gone = database.tree.find("Root/DeletedObjects")
        for raw, moment in content.deleted:
            deleted = SubElement(gone, "DeletedObject")
            SubElement(deleted, "UUID").text = base64.b64encode(raw).decode()
            SubElement(deleted, "DeletionTime").text = time(moment)

    return fill


def _entry(database: Any, made: Made, identity: str, time: Callable[[datetime], str]) -> Any:
    from lxml.etree import Element, SubElement  # noqa: PLC0415

    entry = Element("Entry")
    SubElement(entry, "UUID").text = identity
    SubElement(entry, "Tags").text = ";".join(made.tags) or None
    _add_times(entry, time, made.modified, made.expires)
    standard = {"Title": (made.title, False), "Password": (made.password, True), "Notes": (made.notes, False)}
    for key, (value, is_protected) in (standard | made.custom).items():
        string = SubElement(entry, "String")
        SubElement(string, "Key").text = key
        element = SubElement(string, "Value")
        element.text = value or None
        if is_protected:
            element.set("Protected", "True")
    for key, data in made.attachments.items():
        binary = SubElement(entry, "Binary")
        SubElement(binary, "Key").text = key
        SubElement(binary, "Value", Ref=str(database.add_binary(data)))
    return entry


def _add_times(
    element: Any, time: Callable[[datetime], str], modified: datetime, expires: datetime | None
) -> None:
    from lxml.etree import SubElement  # noqa: PLC0415

    times = SubElement(element, "Times")
    for tag in ("LastModificationTime", "CreationTime", "LastAccessTime", "LocationChanged"):
        SubElement(times, tag).text = time(modified)
    SubElement(times, "ExpiryTime").text = time(expires or modified)
    SubElement(times, "Expires").text = str(expires is not None)


def _uuid() -> str:
    return base64.b64encode(uuid.uuid4().bytes).decode()
