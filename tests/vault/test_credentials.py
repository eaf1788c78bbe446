"""What opens a database, judged by KeePassXC."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from automation.errors import KeyFileError, VaultCredentialsError
from automation.secret import Secret
from automation.vault import Credentials, Vault
from automation.vault.store import Store

from .databases import kdbx4
from .judge import PASSWORD, KeePassXc

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(7, 39))

KEY_FILES = {
    "xml-1.0": f"""<?xml version="1.0" encoding="utf-8"?>
<KeyFile><Meta><Version>1.00</Version></Meta>
<Key><Data>{base64.b64encode(KEY).decode()}</Data></Key></KeyFile>""".encode(),
    "xml-2.0": f"""<?xml version="1.0" encoding="utf-8"?>
<KeyFile><Meta><Version>2.0</Version></Meta><Key><Data Hash="{hashlib.sha256(KEY).hexdigest()[:8].upper()}">
{KEY.hex(" ", 4).upper()}
</Data></Key></KeyFile>""".encode(),
    "raw": KEY,
    "hexadecimal": KEY.hex().encode(),
    "nearly-hexadecimal": KEY.hex()[:62].encode() + b"  ",
    "xml-utf-16": f"""<?xml version="1.0" encoding="utf-16"?>
<KeyFile><Meta><Version>1.00</Version></Meta>
<Key><Data>{base64.b64encode(KEY).decode()}</Data></Key></KeyFile>""".encode("utf-16"),
    "any-file": b"\x89PNG any file will do",
}


@pytest.mark.keepassxc
@pytest.mark.parametrize("kind", KEY_FILES)
@pytest.mark.parametrize("password", [None, PASSWORD], ids=["alone", "with-password"])
@pytest.mark.usefixtures("cheap_creation")
def test_key_file_means_what_it_means_to_keepassxc(
    tmp_path: Path, judge: KeePassXc, kind: str, password: str | None
) -> None:
    """A database made by us with a key file, with or without a password, opens in KeePassXC."""
    key_file = tmp_path / "key"
    key_file.write_bytes(KEY_FILES[kind])
    path = tmp_path / "new.kdbx"
    credentials = Credentials(Secret(password) if password else None, key_file)
    Vault.open(path, credentials, create=True).close()
    assert judge.opening(password=password, key_file=key_file).paths(path) == []


@pytest.mark.keepassxc
def test_database_made_by_keepassxc_with_a_key_file_opens(tmp_path: Path, judge: KeePassXc) -> None:
    """Password and key file together, both as KeePassXC made them."""
    path, key_file = tmp_path / "a.kdbx", tmp_path / "key"
    judge.opening(password=PASSWORD, key_file=key_file).create(path)
    Vault.open(path, Credentials(Secret(PASSWORD), key_file)).close()
    with pytest.raises(VaultCredentialsError):
        Vault.open(path, Credentials(Secret(PASSWORD)))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_password_opens_in_either_unicode_form(tmp_path: Path, form: str) -> None:
    """`ń` typed on another system has other bytes; both forms open a database made with NFC."""
    path = kdbx4(tmp_path / "a.kdbx")
    typed = unicodedata.normalize("NFD" if form == "NFD" else "NFC", PASSWORD)
    Vault.open(path, Credentials(Secret(typed))).close()


@pytest.mark.parametrize(
    ("typed", "form"), [("NFC", "given"), ("NFD", "nfc")], ids=["as-typed", "typed-on-macos"]
)
def test_store_tells_which_form_of_the_password_opened_it(tmp_path: Path, typed: str, form: str) -> None:
    """Whoever opened the database only in another Unicode form can be told so."""
    path = kdbx4(tmp_path / "a.kdbx")
    password = unicodedata.normalize("NFC" if typed == "NFC" else "NFD", PASSWORD)
    store = Store.opened(file=path, shown=path, credentials=Credentials(Secret(password)))
    store.close()
    assert store.password_form == form


def test_every_candidate_key_names_the_form_in_it(tmp_path: Path) -> None:
    """Given first, then what differs from it; without a password there is one key."""
    key_file = tmp_path / "key"
    key_file.write_bytes(KEY)

    def forms(password: str | None, *, file: Path | None = None) -> list[str]:
        credentials = Credentials(None if password is None else Secret(password), file)
        return [candidate.password_form for candidate in credentials.composite_keys(vault="")]

    assert forms("ascii") == ["given"]
    assert forms(unicodedata.normalize("NFC", PASSWORD)) == ["given", "nfd"]
    assert forms(unicodedata.normalize("NFD", PASSWORD)) == ["given", "nfc"]
    assert forms("\u212b") == ["given", "nfc", "nfd"]  # the angstrom sign is in neither form
    assert forms(None, file=key_file) == ["none"]
    assert forms("", file=key_file) == ["given", "none"]


@pytest.mark.parametrize(
    "credentials",
    [Credentials(Secret("wrong")), Credentials(Secret("")), Credentials(None)],
    ids=["wrong", "empty", "none"],
)
def test_wrong_password_is_said_so(tmp_path: Path, credentials: Credentials) -> None:
    """A wrong, an empty and a missing password are told apart from a damaged file."""
    with pytest.raises(VaultCredentialsError):
        Vault.open(kdbx4(tmp_path / "a.kdbx"), credentials)


@pytest.mark.keepassxc
def test_wrong_password_of_a_kdbx3_is_said_so(kdbx3: Path) -> None:
    """The older format has no checksum of its own for credentials; the answer is the same."""
    with pytest.raises(VaultCredentialsError):
        Vault.open(kdbx3, Credentials(Secret("wrong")))


def test_database_without_credentials_is_not_created(tmp_path: Path) -> None:
    """An empty password would make a database open to everybody."""
    with pytest.raises(VaultCredentialsError):
        Vault.open(tmp_path / "a.kdbx", Credentials(Secret("")), create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        KEY_FILES["xml-2.0"].replace(b'Hash="', b'Hash="00'),
        b"<KeyFile><Meta><Version>2.0</Version></Meta><Key><Data>xyz</Data></Key></KeyFile>",
        b"<KeyFile><Meta><Version>3.0</Version></Meta><Key><Data>00</Data></Key></KeyFile>",
        re.sub(rb' Hash="\w+"', b"", KEY_FILES["xml-2.0"]),
        re.sub(rb"(<Meta>.*</Meta>)(.*</Key>)", rb"\2\1", KEY_FILES["xml-2.0"], flags=re.DOTALL),
        KEY_FILES["xml-1.0"].replace(b"1.00", b"1.5"),
        re.sub(rb"<Version>.*</Version>", b"", KEY_FILES["xml-1.0"]),
        re.sub(rb"<Data>.*</Data>", b"<Data>" + base64.b64encode(KEY * 2) + b"</Data>", KEY_FILES["xml-1.0"]),
        KEY_FILES["xml-1.0"].replace(b"<KeyFile>", b"<!DOCTYPE KeyFile><KeyFile>"),
    ],
    ids=[
        "missing",
        "empty",
        "wrong-hash",
        "not-hex",
        "future-version",
        "no-hash",
        "version-last",
        "version-1.5",
        "no-version",
        "64-bytes",
        "doctype",
    ],
)
def test_unusable_key_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A key file that is damaged, or that KeePassXC reads in a way of its own, is the error, not the password.

    A database made with one of these would open here, but not in KeePassXC 2.7.4.
    """
    key_file = tmp_path / "key"
    if content is not None:
        key_file.write_bytes(content)
    with pytest.raises(KeyFileError) as caught:
        Vault.open(kdbx4(tmp_path / "a.kdbx"), Credentials(Secret(PASSWORD), key_file))
    assert caught.value.details == {"key_file": str(key_file)}
