"""A bundle comes from a stranger: whatever is not as ours are is refused, with a reason, and touches nothing."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from automation.bundle.manifest import LIMIT, entry_of
from automation.bundle.reading import is_bundle, read_bundle
from automation.bundle.writing import make_bundle
from automation.errors import BundleNewerError, BundleRefusedError
from automation.text import say
from tests.bundle.conftest import MOMENT, picture, run_folder

PICTURE = "pictures/01-krok-1-adres.png"
SNAPSHOT = "snapshots/01-krok-1-adres.yaml"
RECORD = "record.json"
MANIFEST = "manifest.json"

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A good bundle's files."""
    run = run_folder(tmp_path_factory.mktemp("run"), steps=("krok-1-adres",))
    made = make_bundle(run, mask_nip=False, made_at=MOMENT)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def files(good: Files) -> Files:
    """The same, to be changed."""
    return dict(good)


def put(files: Files, name: str, content: bytes) -> Files:
    """With another content of one file, and a manifest that says so."""
    return listed({**files, name: content})


def edited(files: Files, name: str, old: bytes, new: bytes) -> Files:
    """With other bytes in one file, and a manifest that says so unless it is the manifest."""
    assert old in files[name]
    changed = {**files, name: files[name].replace(old, new)}
    return changed if name == MANIFEST else listed(changed)


def listed(files: Files) -> Files:
    """The same with a manifest that says so."""
    manifest = json.loads(files[MANIFEST])
    told = {name: entry_of(content).model_dump() for name, content in files.items() if name != MANIFEST}
    return {**files, MANIFEST: json.dumps({**manifest, "files": told}).encode()}


def zipped(files: Files, change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> bytes:
    """A ZIP of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            archive.writestr(entry, content)
    return file.getvalue()


def refused(content: bytes, place: Path) -> str:
    """Why it is refused."""
    (place / "b.zip").write_bytes(content)
    with pytest.raises(BundleRefusedError) as caught:
        read_bundle(place / "b.zip")
    assert list(place.glob("*")) == [place / "b.zip"]
    return str(caught.value.details["reason"])


def reason(name: str) -> str:
    """As the operator reads it."""
    return say(f"bundle-refused-{name}")


def record_with(files: Files, **changes: Any) -> Files:
    """A record in which something was changed, the manifest with it."""
    record = {**json.loads(files[RECORD]), **changes}
    return listed({**files, RECORD: json.dumps(record).encode()})


def webp_as_png() -> bytes:
    """A picture of another kind than its name says."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "WEBP")
    return file.getvalue()


def with_text() -> bytes:
    """A picture with something to read in its file."""
    file, more = io.BytesIO(), PngInfo()
    more.add_text("Comment", "Jan Kowalski")
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=more)
    return file.getvalue()


def huge_png() -> bytes:
    """A few bytes that ask for sixty gigabytes of memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 150_000, 150_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


VAULT = {"path": "a", "entry_uuid": "b", "entry_path": "c"}
DEEP = b"".join(b"  " * depth + b"- main:\n" for depth in range(170))
CONTENTS: dict[str, tuple[str, Callable[[Files], Files]]] = {
    "no manifest": ("none", lambda files: {name: c for name, c in files.items() if name != MANIFEST}),
    "another program's": ("none", lambda files: {**files, MANIFEST: b'{"format": "else", "version": 1}'}),
    "manifest is no JSON": ("none", lambda files: {**files, MANIFEST: b"\xff{"}),
    "manifest too deep": ("none", lambda files: {**files, MANIFEST: b"[" * 20_000 + b"]" * 20_000}),
    "manifest says more": ("manifest", lambda files: {**files, MANIFEST: files[MANIFEST][:-1] + b', "x": 1}'}),
    "version 0": ("manifest", lambda files: edited(files, MANIFEST, b'"version": 1', b'"version": 0')),
    "a file changed": ("changed", lambda files: {**files, SNAPSHOT: files[SNAPSHOT] + b"\n"}),
    "a file gone": ("changed", lambda files: {name: c for name, c in files.items() if name != PICTURE}),
    "a file more": ("changed", lambda files: {**files, "pictures/02-krok-1.png": picture()}),
    "a vault": ("foreign", lambda files: {**files, "firma.kdbx": b"x"}),
    "a report": ("foreign", lambda files: {**files, "pictures/01-krok.html": b"x"}),
    "deeper": ("foreign", lambda files: {**files, "pictures/a/01-krok.png": b"x"}),
    "listed and foreign": ("manifest", lambda files: listed({**files, "run.json": b"{}"})),
    "climbs": ("path", lambda files: {**files, "../x.png": b""}),
    "climbs inside": ("path", lambda files: {**files, "pictures/../../x.png": b""}),
    "absolute": ("path", lambda files: {**files, "/etc/x.png": b""}),
    "drive": ("path", lambda files: {**files, "C:x.png": b""}),
    "backslash": ("path", lambda files: {**files, "pictures\\x.png": b""}),
    "control": ("path", lambda files: {**files, "pictures/\x1b[2J.png": b""}),
    "same but for case": ("twice", lambda files: {**files, "RECORD.json": b""}),
    "a folder": ("special", lambda files: {**files, "pictures/": b""}),
    "bomb": ("bomb", lambda files: {**files, PICTURE: bytes(11_000_000)}),
    "record is no JSON": ("record", lambda files: put(files, RECORD, b"x")),
    "record too deep": ("record", lambda files: put(files, RECORD, b'{"a":' * 5000 + b"1" + b"}" * 5000)),
    "record says more": ("record", lambda files: record_with(files, password="x")),
    "record has a vault": ("record", lambda files: record_with(files, vault=VAULT)),
    "record names another file": ("record", lambda files: record_with(files, steps=[])),
    "record names a path": ("record", lambda files: record_with(files, video="../x.webm")),
    "terminal codes": ("record", lambda files: record_with(files, ap_version="\x1b]0;x\x07")),
    "right to left": ("record", lambda files: record_with(files, ap_version="\u202e1.0")),
    "twice in the record": ("record", lambda files: put(files, RECORD, b'{"format": 1, ' + files[RECORD][1:])),
    "not a number": ("record", lambda files: edited(files, RECORD, b'"timeout": 30.0', b'"timeout": NaN')),
    "no picture": ("picture", lambda files: put(files, PICTURE, b"<svg/>")),
    "another picture": ("picture", lambda files: put(files, PICTURE, webp_as_png())),
    "more than a picture": ("picture", lambda files: put(files, PICTURE, files[PICTURE] + b"<script>")),
    "texts in a picture": ("picture", lambda files: put(files, PICTURE, with_text())),
    "elsewhere": ("record", lambda files: record_with(files, base_url="https://ap-demo.ksef.mf.gov.pl.evil.pl/web/")),
    "odd NIP": ("record", lambda files: record_with(files, nip="../../x")),
    "cut picture": ("picture", lambda files: put(files, PICTURE, files[PICTURE][:-20])),
    "huge picture": ("picture", lambda files: put(files, PICTURE, huge_png())),
    "no snapshot": ("snapshot", lambda files: put(files, SNAPSHOT, b"key: !!python/object x")),
    "deep snapshot": ("snapshot", lambda files: put(files, SNAPSHOT, DEEP)),
    "snapshot with codes": ("snapshot", lambda files: put(files, SNAPSHOT, '- button "\x9b2J"\n'.encode())),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTENTS)
def test_a_bundle_with_the_wrong_content_is_refused(case: str, files: Files, tmp_path: Path) -> None:
    """Each for its own reason."""
    why, change = CONTENTS[case]
    place = tmp_path / "place"
    place.mkdir()
    assert refused(zipped(change(files)), place) == reason(why)


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    """With some bytes exchanged, once."""
    at = content.index(old)
    assert len(old) == len(new)
    return content[:at] + new + content[at + len(old) :]


def overlapping(files: Files) -> bytes:
    """Two entries of the list that share their data."""
    content = zipped(files)
    names = list(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first, second = (archive.getinfo(name).header_offset for name in names[-2:])
    return patched(
        content, struct.pack("<I", second) + names[-1].encode(), struct.pack("<I", first) + names[-1].encode()
    )


def lying_size(files: Files) -> bytes:
    """An entry that inflates to more than the list says."""
    content = zipped({**files, PICTURE: bytes(300_000)})
    return content.replace(struct.pack("<I", 300_000), struct.pack("<I", 1000))


def twice(files: Files) -> bytes:
    """One name, two contents."""
    file = io.BytesIO(zipped(files))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(RECORD, b"{}")
    return file.getvalue()


def linked(entry: zipfile.ZipInfo) -> None:
    """Makes links of pictures."""
    if entry.filename == PICTURE:
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16


def with_comment(files: Files) -> bytes:
    """A ZIP with a comment of its own."""
    file = io.BytesIO(zipped(files))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"hello"
    return file.getvalue()


def checksum(files: Files) -> bytes:
    """The record's, as a ZIP has it."""
    return struct.pack("<I", zlib.crc32(files[RECORD]))


def with_extra(entry: zipfile.ZipInfo) -> None:
    """Data beside the name that programs read differently."""
    entry.extra = struct.pack("<HH4s", 0x7075, 4, b"abcd")


LISTED = b"PK\1\2\x14\3\x14\0\0\0"
"""How an entry's line in the list begins; the last two bytes are its flags."""
ELSEWHERE = b"../../../../krok-1-adres.png"
LAYOUTS: dict[str, tuple[str, Callable[[Files], bytes]]] = {
    "empty": ("none", lambda _: b""),
    "no ZIP": ("none", lambda _: b"PK\3\4 but no more"),
    "cut": ("none", lambda files: zipped(files)[:-30]),
    "too large": ("large", lambda files: zipped(files) + bytes(LIMIT)),
    "too many": ("bomb", lambda files: zipped(files | {f"pictures/{n:04}-a.png": b"" for n in range(800)})),
    "twice": ("twice", twice),
    "links": ("special", lambda files: zipped(files, linked)),
    "encrypted": ("encrypted", lambda files: zipped(files).replace(LISTED, LISTED[:-2] + b"\1\0")),
    "something before": ("layout", lambda files: b"#!/bin/sh\n" + zipped(files)),
    "something after": ("none", lambda files: zipped(files) + b"MZ" * 40_000),
    "comment": ("layout", with_comment),
    "extra": ("layout", lambda files: zipped(files, with_extra)),
    "overlapping": ("layout", overlapping),
    "other name inside": ("layout", lambda files: patched(zipped(files), PICTURE.encode(), ELSEWHERE)),
    "lying size": ("bomb", lying_size),
    "wrong checksum": ("changed", lambda files: zipped(files).replace(checksum(files), b"abcd")),
    "damaged": ("changed", lambda files: patched(zipped(files), zlib.compress(files[RECORD])[2:12], bytes(10))),
}  # fmt: skip


@pytest.mark.parametrize("case", LAYOUTS)
def test_a_zip_that_is_built_otherwise_is_refused(case: str, files: Files, tmp_path: Path) -> None:
    """No room is left for what two programs would read differently, or what no list names."""
    why, build = LAYOUTS[case]
    place = tmp_path / "place"
    place.mkdir()
    assert refused(build(files), place) == reason(why)


def test_a_newer_bundle_says_to_update(files: Files, tmp_path: Path) -> None:
    """It may have files and fields that this version does not know."""
    manifest = {**json.loads(files[MANIFEST]), "version": 2, "more": True}
    place = tmp_path / "b.zip"
    place.write_bytes(zipped({**files, MANIFEST: json.dumps(manifest).encode(), "sound/01.ogg": b"x"}))
    with pytest.raises(BundleNewerError) as caught:
        read_bundle(place)
    assert caught.value.details["version"] == 2
    assert caught.value.exit == 2


def test_what_is_no_file_is_no_bundle(files: Files, tmp_path: Path) -> None:
    """A folder, a pipe, nothing at all; a good one is one."""
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe", "nothing.zip"):
        with pytest.raises(BundleRefusedError):
            read_bundle(tmp_path / name)
        assert not is_bundle(tmp_path / name)
    (tmp_path / "b.zip").write_bytes(zipped(files))
    assert is_bundle(tmp_path / "b.zip")
    assert read_bundle(tmp_path / "b.zip").record.command == "check"
