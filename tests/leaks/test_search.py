"""Planted in bytes: the search finds a secret in every form and in everything that packs it, and nothing else."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import os
import secrets
import sqlite3
import struct
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .needles import PART, Needle, new_password
from .pictures import is_readable_in
from .search import Find, Search

TOKEN = secrets.token_hex(32)
OTHER = secrets.token_hex(32)
"""A clean twin: as secret, and nobody looks for it."""
PASSWORD = new_password()
OTHER_PASSWORD = new_password()
SESSION = secrets.token_urlsafe(32)
KEY_FILE = secrets.token_bytes(96)
PRIVATE_KEY = base64.b64encode(secrets.token_bytes(1190)).decode()
PESEL = "44051401359"
NEEDLES = (
    Needle("token", TOKEN),
    Needle("password", PASSWORD),
    Needle("session", SESSION),
    Needle("key file", KEY_FILE),
    Needle("private key", PRIVATE_KEY),
    Needle("PESEL", PESEL),
)


def found_in(content: bytes, *needles: Needle) -> set[str]:
    """The names of what is found."""
    search = Search(needles or NEEDLES, reader=None)
    search.content("here", content)
    return {find.needle for find in search.finds}


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "capitals": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "url": lambda text: urllib.parse.quote(text, safe="").encode(),
    "url-everything": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "form": lambda text: urllib.parse.urlencode({"q": text}).encode(),
    "json": lambda text: json.dumps({"q": text}).encode(),
    "json-in-json": lambda text: json.dumps(json.dumps({"q": text})).encode(),
    "html": lambda text: html.escape(text).encode(),
    "html-numbers": lambda text: "".join(f"&#{ord(each)};" for each in text).encode(),
    "repr": lambda text: repr(text.encode()).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "hex-dump": lambda text: text.encode().hex(" ", 2).encode(),
    "base64-0": lambda text: base64.b64encode(text.encode()),
    "base64-1": lambda text: base64.b64encode(b"x" + text.encode() + b"xyz"),
    "base64-2": lambda text: base64.b64encode(b"xy" + text.encode() + b"x"),
    "base64-url": lambda text: base64.urlsafe_b64encode(b"?>" + text.encode()),
    "base64-lines": lambda text: base64.encodebytes(b"q" * 50 + text.encode()),
    "base64-utf-16": lambda text: base64.b64encode(b"x\0" + text.encode("utf-16-le")),
    "lines": lambda text: "\n".join(text[at : at + 7] for at in range(0, len(text), 7)).encode(),
    "table": lambda text: "".join(f"│ {text[at : at + 20]} │\n" for at in range(0, len(text), 20)).encode(),
    "json-lines": lambda text: f"{text[:20]}\\u0020{text[20:]}".encode(),
    "colours": lambda text: f"\x1b[1m{text[:30]}\x1b[0m\x1b[2m{text[30:]}\x1b[0m".encode(),
    "a-part": lambda text: text[5:18].encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "value", "other"),
    [("token", TOKEN, OTHER), ("password", PASSWORD, OTHER_PASSWORD)],
    ids=["token", "password"],
)
def test_a_secret_is_found_in_every_form_and_its_twin_is_not(
    name: str, value: str, other: str, form: str
) -> None:
    """In the middle of other bytes."""
    write = FORMS[form]
    around = os.urandom(500), os.urandom(500)
    assert found_in(around[0] + b"\n" + write(value) + b"\n" + around[1]) == {name}
    assert not found_in(around[0] + b"\n" + write(other) + b"\n" + around[1])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("session", f"Set-Cookie: ap-session={SESSION}; HttpOnly".encode()),
        ("session", f'{{"name":"Cookie","value":"{SESSION}"}}'.encode("utf-16-le")),
        ("session", base64.b64encode(f"a: {SESSION}".encode())),
        ("key file", KEY_FILE),
        ("key file", KEY_FILE[40:60]),
        ("key file", KEY_FILE.hex().encode()),
        ("key file", base64.b64encode(b"?" + KEY_FILE)),
        ("private key", "\n".join(PRIVATE_KEY[at : at + 64] for at in range(0, 1500, 64)).encode()),
        ("private key", base64.b64decode(PRIVATE_KEY).hex().encode()),
        ("PESEL", f'"authorIdentifier":{{"type":"Pesel","value":"{PESEL}"}}'.encode()),
    ],
    ids=[
        "header", "utf-16", "base64", "raw", "raw-part", "hex", "base64-of-bytes", "pem", "der-in-hex", "json",
    ],
)  # fmt: skip
def test_every_kind_of_secret_is_found(name: str, content: bytes) -> None:
    """Cookie, key file, private key, PESEL."""
    needles = (*NEEDLES, Needle("private key", base64.b64decode(PRIVATE_KEY)))
    assert found_in(b"before " + content + b" after", *needles) == {name}


@given(start=st.integers(0, 64 - PART), length=st.integers(PART, 64), before=st.binary(), after=st.binary())
def test_any_part_is_found_anywhere(start: int, length: int, before: bytes, after: bytes) -> None:
    """Twelve characters in a row are enough, wherever in the secret they are from."""
    assert "token" in found_in(
        before + b"|" + TOKEN[start : start + length].encode().ljust(PART) + after
    ) or (len(TOKEN[start : start + length]) < PART)


@given(st.binary(max_size=5000))
def test_nothing_is_found_in_what_holds_nothing(content: bytes) -> None:
    """Other bytes, and other secrets of the same make."""
    assert not found_in(content + OTHER.encode() + OTHER_PASSWORD.encode())


def test_eleven_characters_are_not_called_a_leak() -> None:
    """Where the line is."""
    assert not found_in(TOKEN[5:16].encode())
    assert found_in(TOKEN[5:17].encode()) == {"token"}


def test_a_find_never_shows_the_secret() -> None:
    """Neither the needle nor what a failing test prints."""
    search = Search(NEEDLES, reader=None)
    search.content("here", TOKEN.encode())
    (find,) = search.finds
    assert find == Find("here", "token", "plain")
    assert TOKEN[:8] not in f"{find} {find!r} {NEEDLES[0]!r}"


def test_what_is_too_short_cannot_be_searched_for() -> None:
    """It would be found anywhere, or nowhere."""
    with pytest.raises(ValueError, match="too short"):
        Needle("PIN", "1234")


# --- packed ---------------------------------------------------------------------------------------


def zipped(content: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive like a trace: the content after much else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("trace.trace", b'{"type":"action"}\n' * 1000)
        archive.writestr("resources/0a1b.json", b'{"token":"' + content + b'"}' + b" " * 300)
    return out.getvalue()


def without_directory(content: bytes) -> bytes:
    """What is left of an archive whose writer was killed."""
    whole = zipped(content)
    return whole[: whole.index(b"PK\x01\x02")]


def png_with_text(content: bytes) -> bytes:
    """A PNG of one pixel with a compressed text beside it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(content * 4))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def data_address(content: bytes) -> bytes:
    """What a page can have in it in the place of a file's address."""
    return b"data:application/octet-stream;base64," + base64.b64encode(content)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "zip": zipped,
    "zip-stored": lambda content: zipped(content, method=zipfile.ZIP_STORED),
    "zip-bzip2": lambda content: zipped(content, method=zipfile.ZIP_BZIP2),
    "zip-in-zip": lambda content: zipped(zipped(content)),
    "zip-cut-off": without_directory,
    "zip-behind-a-page": lambda content: b"<!doctype html>" + zipped(content),
    "zip-in-base64": lambda content: b'<template id="data">' + base64.b64encode(zipped(content)) + b"</template>",
    "gzip": gzip.compress,
    "gzip-cut-off": lambda content: gzip.compress(content + os.urandom(9000).hex().encode())[:-3000],
    "gzip-in-a-log": lambda content: os.urandom(99) + gzip.compress(content) + os.urandom(99),
    "zlib": zlib.compress,
    "zlib-in-a-cache-entry": lambda content: b"http://127.0.0.1/\0" + zlib.compress(content, 1) + b"HTTP/1.1 200 OK",
    "zlib-in-zlib": lambda content: zlib.compress(b"???" + zlib.compress(content, 9)),
    "gzip-in-base64": lambda content: b'"' + base64.b64encode(gzip.compress(content)) + b'"',
    "picture-in-a-drawing-in-a-page": lambda content: b'<img src="' + data_address(
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="' + data_address(png_with_text(content)) + b'"/></svg>'
    ) + b'">',
    "data-address-in-a-data-address": lambda content: b"data:text/html," + urllib.parse.quote(
        b'<a href="' + data_address(gzip.compress(content)) + b'">', safe=""
    ).encode(),
    "data-address-in-a-scripts-json": lambda content: b"<script type=application/json>" + json.dumps(
        {"picture": data_address(png_with_text(content)).decode()}
    ).replace("/", "\\/").replace("+", "\\u002b").encode() + b"</script>",
    "data-address-with-the-alphabet-of-addresses": lambda content: b"data:application/zip;base64,"
    + base64.urlsafe_b64encode(zipped(content)),
    "report-in-a-bundle-in-an-archive": lambda content: zipped(zipped(
        b'<!doctype html><a download href="' + data_address(zipped(content)) + b'">'
    )),
    "png-text": png_with_text,
    "png-text-in-a-page": lambda content: b"data:image/png;base64," + base64.b64encode(png_with_text(content)),
}  # fmt: skip


@pytest.mark.parametrize("packing", PACKED)
def test_a_secret_is_found_in_what_packs_it_and_its_twin_is_not(packing: str) -> None:
    """Archives and compressed streams, inside of one another, whole and cut off."""
    pack = PACKED[packing]
    assert TOKEN.encode() not in pack(TOKEN.encode()) or packing == "zip-stored"
    assert found_in(pack(TOKEN.encode())) == {"token"}
    assert found_in(pack(TOKEN.encode("utf-16-le"))) == {"token"}
    assert not found_in(pack(OTHER.encode()))


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le"])
def test_a_secret_is_found_in_a_browsers_database(tmp_path: Path, encoding: str) -> None:
    """In a row, in a deleted row, and in the write-ahead log that is not in the database yet."""
    for number, secret in enumerate((TOKEN, OTHER)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(sqlite3.connect(folder / "Cookies")) as database:
            database.execute(f"PRAGMA encoding = '{encoding}'")
            database.execute("PRAGMA journal_mode = wal")
            database.execute("PRAGMA secure_delete = off")
            database.execute("CREATE TABLE cookies (value TEXT)")
            database.executemany("INSERT INTO cookies VALUES (?)", [(secret,), ("another",)])
            database.commit()
            database.execute("DELETE FROM cookies WHERE value <> 'another'")
            database.commit()
            search = Search(NEEDLES, reader=None)
            search.folder(folder, "profile")
        assert {find.place for find in search.finds} == (
            {"profile/Cookies-wal"} if secret == TOKEN else set()
        )
        search = Search(NEEDLES, reader=None)
        search.folder(folder, "profile")
        assert {find.place for find in search.finds} == ({"profile/Cookies"} if secret == TOKEN else set())


def test_a_folder_is_searched_whole(tmp_path: Path) -> None:
    """Hidden files, files in folders, names, targets of links; each find says where."""
    (tmp_path / "a" / ".hidden").mkdir(parents=True)
    (tmp_path / "a" / ".hidden" / "log.1").write_text(f"x{TOKEN}y")
    (tmp_path / "a" / SESSION).touch()
    (tmp_path / "link").symlink_to(f"/nowhere/{PESEL}")
    (tmp_path / "clean").write_text(OTHER)
    search = Search(NEEDLES, reader=None)
    search.folder(tmp_path, "tmp")
    assert {(find.place, find.needle) for find in search.finds} == {
        ("tmp/a/.hidden/log.1", "token"),
        ("name of tmp/a/...", "session"),
        ("target of tmp/link", "PESEL"),
    }


# --- read off a screen ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read",
    [
        lambda text: text.replace("0", "O").replace("1", "l").replace("5", "S").replace("8", "B"),
        lambda text: " ".join(text[at : at + 9] for at in range(0, 64, 9)),
        lambda text: text[:24] + "…",
        lambda text: "".join(("x" if at % 6 == 4 else sign) for at, sign in enumerate(text)),
        lambda text: "".join(sign for at, sign in enumerate(text) if at % 6 != 4),
    ],
    ids=["confused", "broken-up", "cut-off", "misread", "lost"],
)
def test_a_misread_secret_is_known_again(read: Callable[[str], str]) -> None:
    """Signs that look alike, and one in six misread or lost."""
    around = "Token został wygenerowany. Skopiuj go teraz: "
    assert is_readable_in(TOKEN, around + read(TOKEN) + " Kopiuj")
    assert not is_readable_in(TOKEN, around + read(OTHER) + " Kopiuj")


@given(st.text(alphabet="0123456789abcdef \n", max_size=3000))
def test_other_hexadecimal_numbers_are_not_taken_for_the_secret(text: str) -> None:
    """Screens are full of reference numbers and event ids."""
    assert not is_readable_in(TOKEN, text)
