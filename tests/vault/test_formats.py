"""Every format that KeePassXC writes is read and written so that KeePassXC reads it back."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from automation.errors import VaultMissingError, VaultNotKdbxError, VaultUnsupportedError
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault
from automation.vault.blank import blank_tree
from automation.vault.entries import NOT_XML, storable
from automation.vault.kdbx import _format, new_kdbx
from automation.vault.store import Store
from automation.vault.twofish import CompiledTwofish, is_compiled

from .conftest import ENTRY
from .databases import (
    ATTACHMENT,
    CIPHERS,
    KDFS,
    fill_kdbx3,
    filled_kdbx4,
    kdbx4,
    live_in,
    live_in_kdbx3,
    protected_binary,
    raw_xml,
)
from .judge import PASSWORD, KeePassXc, canonical, fields

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")
EMPTY_KDBX = bytes.fromhex("03d9a29a67fb4bb5")


@pytest.mark.usually(6)
@pytest.mark.keepassxc
@pytest.mark.parametrize("kdf", KDFS)
@pytest.mark.parametrize("cipher", CIPHERS)
def test_every_kdbx4_opens_in_keepassxc_after_a_run(
    *, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft, cipher: str, kdf: str
) -> None:
    """Cipher and key derivation stay what they were, and so does all the rest."""
    path = kdbx4(tmp_path / "a.kdbx", cipher=cipher, kdf=kdf, lived_in=True)
    before, settings_before = raw_xml(path), _settings(judge, path)
    with Vault.open(path, credentials) as vault:
        place = vault.reserve(draft)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
    assert judge.show(path, ENTRY, "Password") == TOKEN.reveal()
    assert _settings(judge, path) == settings_before
    assert raw_xml(path, without="KSeF") == before


@pytest.mark.keepassxc
def test_kdbx_4_1_stays_4_1(
    tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """KeePassXC 2.7 writes the minor version 1 where its newer features are used."""
    path = kdbx4(tmp_path / "a.kdbx", lived_in=True, minor=1)
    with Vault.open(path, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    assert path.read_bytes()[8:12] == b"\x01\x00\x04\x00"
    assert judge.show(path, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.keepassxc
def test_lived_in_kdbx3_survives_a_run(
    kdbx3: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Attachments inside the XML, protected values of the older stream cipher, history: all as it was."""
    live_in_kdbx3(kdbx3)
    before = raw_xml(kdbx3)
    with Vault.open(kdbx3, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    assert raw_xml(kdbx3, without="KSeF") == before
    assert kdbx3.read_bytes()[8:12] == b"\x01\x00\x03\x00"  # still version 3.1
    owned = 'Firma "Żuk" & syn/Konto "główne"; bank'
    assert judge.show(kdbx3, owned, "PIN") == "1234"
    judge.run("attachment-export", kdbx3, owned, "umowa.pdf", tmp_path / "umowa.pdf")
    assert (tmp_path / "umowa.pdf").read_bytes() == ATTACHMENT
    assert judge.show(kdbx3, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.keepassxc
def test_created_database_is_as_keepassxc_would_make_it(
    tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """KDBX 4, AES-256, Argon2d with KeePassXC's own cost, readable by its owner alone."""
    path = tmp_path / "nowa.kdbx"
    with Vault.open(path, credentials, create=True) as vault:
        assert path.stat().st_mode & 0o777 == 0o600
        vault.reserve(draft)
    assert _settings(judge, path) == ["Cipher: AES 256-bit", "KDF: Argon2d (10 rounds, 65536 KB)"]
    assert path.read_bytes()[8:12] == b"\x00\x00\x04\x00"
    assert ENTRY in judge.paths(path)


@pytest.mark.keepassxc
@pytest.mark.parametrize("kdf", KDFS)
def test_another_database_of_ours_has_the_same_key_derivation(
    tmp_path: Path, judge: KeePassXc, credentials: Credentials, kdf: str
) -> None:
    """A copy kept beside the database opens with the same password, at the same cost, in KeePassXC too."""
    path, beside = kdbx4(tmp_path / "a.kdbx", kdf=kdf), tmp_path / "b.kdbx"
    store = Store.opened(file=path, shown=path, credentials=credentials)
    made = [new_kdbx(blank_tree(), store.kdf).build(store.key_beside()) for _ in range(2)]
    assert (
        len({content[12:52] for content in (path.read_bytes(), *made)}) == 3
    )  # the master seed is each one's own
    beside.write_bytes(made[0])
    store.close()
    assert _settings(judge, beside)[-1] == _settings(judge, path)[-1]
    Vault.open(beside, credentials).close()


@pytest.mark.usefixtures("cheap_creation")
def test_existing_database_is_never_created_anew(tmp_path: Path, credentials: Credentials) -> None:
    """`create` opens a database that is there, and keeps what is in it."""
    path = kdbx4(tmp_path / "a.kdbx", lived_in=True)
    content = path.read_bytes()
    with Vault.open(path, credentials, create=True) as vault:
        assert vault.find('Firma "Żuk" & syn/Konto "główne"; bank').username == "jan"
    assert path.read_bytes() == content


def test_missing_database_is_said_so(tmp_path: Path, credentials: Credentials) -> None:
    """Without `create` nothing is made, not even a lock."""
    with pytest.raises(VaultMissingError):
        Vault.open(tmp_path / "a.kdbx", credentials)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"<html>", EMPTY_KDBX, EMPTY_KDBX + b"\x00\x00\x04\x00", EMPTY_KDBX + bytes(range(200))],
)
def test_file_that_is_no_database_is_said_so(
    tmp_path: Path, credentials: Credentials, content: bytes
) -> None:
    """Whatever the bytes, the answer is one of two errors, and no file is left beside."""
    path = tmp_path / "a.kdbx"
    path.write_bytes(content)
    with pytest.raises((VaultNotKdbxError, VaultUnsupportedError)):
        Vault.open(path, credentials)
    assert list(tmp_path.iterdir()) == [path]


def test_folder_is_no_database(tmp_path: Path, credentials: Credentials) -> None:
    """A folder in the place of the file is said to be no database."""
    with pytest.raises(VaultNotKdbxError):
        Vault.open(tmp_path, credentials)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("cipher", CIPHERS)
def test_truncated_database_is_damaged(
    tmp_path: Path, credentials: Credentials, kept: float, cipher: str
) -> None:
    """A file cut off anywhere is refused, with the right password too."""
    path = kdbx4(tmp_path / "a.kdbx", cipher=cipher, lived_in=True)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(VaultNotKdbxError):
        Vault.open(path, credentials)


@pytest.mark.keepassxc
@pytest.mark.parametrize("cut", [1, 32, 48, 400])
def test_truncated_kdbx3_is_damaged(kdbx3: Path, credentials: Credentials, cut: int) -> None:
    """The older format checks less; a cut-off file is refused all the same."""
    content = kdbx3.read_bytes()
    kdbx3.write_bytes(content[:-cut])
    with pytest.raises(VaultNotKdbxError):
        Vault.open(kdbx3, credentials)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes.fromhex("03d9a29a65fb4bb5") + bytes(100), "KeePass 1"),
        (EMPTY_KDBX + b"\x00\x00\x02\x00" + bytes(100), "KDBX 2.0"),
        (EMPTY_KDBX + b"\x00\x00\x05\x00" + bytes(100), "KDBX 5.0"),
    ],
)
def test_other_versions_are_named(
    tmp_path: Path, credentials: Credentials, content: bytes, reason: str
) -> None:
    """A database of a format that is not supported is not called damaged."""
    path = tmp_path / "a.kdbx"
    path.write_bytes(content)
    with pytest.raises(VaultUnsupportedError) as caught:
        Vault.open(path, credentials)
    assert caught.value.details["reason"] == reason


@pytest.mark.keepassxc
def test_protected_attachments_of_a_kdbx3_survive(
    kdbx3: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """Keepass2Android and KeePass write them; the stream runs through them, and every byte stays. Here with Twofish."""
    files = {"plik": b"\xff\x00 zaj\xc4\x85c \x1b\r\n", "spakowany": gzip.compress(b"tekst", mtime=0)}

    def fill(database: Any) -> None:
        live_in(database)
        database.kdbx.header.value.dynamic_header.cipher_id.data = "twofish"
        pool, entry = database.tree.find("Meta/Binaries"), database.tree.find("Root/Group/Group/Entry")
        for number, (name, content) in enumerate(files.items(), start=7):
            etree.SubElement(pool, "Value", ID=str(number), Protected="True").text = "x" * len(content)
            binary = etree.SubElement(entry, "Binary")
            etree.SubElement(binary, "Key").text = name
            etree.SubElement(binary, "Value", Ref=str(number))

    def change(xml: bytes) -> bytes:
        for number, content in enumerate(files.values(), start=7):
            xml = protected_binary(xml, number=number, placeholder=b"x" * len(content), content=content)
        return xml.replace(b'ID="8" ', b'ID="8" Compressed="True" ')

    fill_kdbx3(kdbx3, fill, change=change)
    before = canonical(judge.export(kdbx3))
    with Vault.open(kdbx3, credentials) as vault:
        vault.reserve(draft).confirm(TOKEN, {})
    assert canonical(judge.export(kdbx3), without="KSeF") == before
    for name, content in (("plik", files["plik"]), ("spakowany", b"tekst"), ("umowa.pdf", ATTACHMENT)):
        judge.run("attachment-export", kdbx3, 'Firma "Żuk" & syn/Konto "główne"; bank', name, tmp_path / name)
        assert (tmp_path / name).read_bytes() == content
    assert judge.show(kdbx3, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.keepassxc
def test_values_survive_however_they_are_marked_and_written(
    tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """KeePassXC takes `1` and `TRUE` too. One mark overlooked would make garbage of all passwords that follow.

    Nor is a blank lost where a value has CDATA or a comment in it.
    """
    path = tmp_path / "a.kdbx"
    marks = iter([b"1", b"TRUE", b"true"])
    parted = b"<Value>  <![CDATA[<jan>]]> <!-- Jan --> i ona</Value>"

    def change(xml: bytes) -> bytes:
        xml = xml.replace(b"<Value>jan</Value>", parted)
        return re.sub(rb'(?<=Protected=")True', lambda _: next(marks), xml)

    path.write_bytes(filled_kdbx4(live_in, cipher="aes256", kdf="argon2d", minor=0, change=change))
    assert next(marks, None) is None
    before = canonical(judge.export(path))
    assert "  &lt;jan&gt;  i ona<" in before
    with Vault.open(path, credentials) as vault:
        assert "PIN" not in vault.find('Firma "Żuk" & syn/Konto "główne"; bank').attributes
        vault.reserve(draft).confirm(TOKEN, {})
    assert canonical(judge.export(path), without="KSeF") == before
    assert judge.show(path, ENTRY, "Password") == TOKEN.reveal()


@pytest.mark.parametrize(
    ("is_written", "instead"),
    [
        (b'<Value Protected="True">', b'<Value Protected="yes">'),
        (b'<Value Protected="True">', b'<Value Protected="True"><!-- aha -->'),
        (b"<Value>jan</Value>", b'<Future><Value Protected="True">YQ==</Value></Future>'),
        (b"<Name>Firma", b'<Name Protected="True">Firma'),
        (b"<KeePassFile>", b'<!DOCTYPE KeePassFile [<!ENTITY a "b">]><KeePassFile>'),
    ],
)
def test_a_database_in_which_it_is_uncertain_what_is_protected_is_refused(
    tmp_path: Path, credentials: Credentials, is_written: bytes, instead: bytes
) -> None:
    """Better no token than other people's passwords spoilt; nothing is written."""
    path = tmp_path / "a.kdbx"

    def change(xml: bytes) -> bytes:
        assert is_written in xml
        return xml.replace(is_written, instead, 1)

    path.write_bytes(filled_kdbx4(live_in, cipher="aes256", kdf="argon2d", minor=0, change=change))
    content = path.read_bytes()
    with pytest.raises(VaultUnsupportedError) as caught:
        Vault.open(path, credentials)
    assert str(caught.value.details["reason"]).startswith("XML: ")
    assert path.read_bytes() == content


@settings(deadline=None, max_examples=20)
@given(
    key=st.binary(min_size=32, max_size=32),
    iv=st.binary(min_size=16, max_size=16),
    blocks=st.integers(1, 8) | st.integers(126, 131),
)
def test_compiled_twofish_gives_the_bytes_of_pykeepass(key: bytes, iv: bytes, blocks: int) -> None:
    """Which of the two writes a database, and which reads it, makes no difference."""
    from pykeepass.kdbx_parsing.twofish import Twofish  # noqa: PLC0415

    data = hashlib.shake_256(key).digest(16 * blocks)
    sealed = CompiledTwofish(key, iv).encrypt(data)
    assert sealed == Twofish.new(key, mode=Twofish.MODE_CBC, IV=iv).encrypt(data)
    assert CompiledTwofish(key, iv).decrypt(sealed) == data


def test_twofish_is_read_and_written_without_compiled_code(
    tmp_path: Path, credentials: Credentials, draft: EntryDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where `oxifish` has no wheel the same file is done by pykeepass."""
    path = kdbx4(tmp_path / "a.kdbx", cipher="twofish", lived_in=True)
    _format.cache_clear()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "oxifish", None)
        with Vault.open(path, credentials) as vault:
            vault.reserve(draft).confirm(TOKEN, {})
    _format.cache_clear()
    assert is_compiled()
    with Vault.open(path, credentials) as vault:
        assert len(vault.entries_tagged("ap-active")) == 1


def test_import_is_cheap() -> None:
    """A command that needs no database does not pay for one."""
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = (
        "import sys, automation.vault; "
        "print({'pykeepass', 'lxml.etree', 'cryptography', 'argon2', 'filelock'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"


# The fixtures are the same for every example on purpose; a busy machine is no reason to fail.
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=40
).filter(lambda text: not NOT_XML.search(text))


@pytest.mark.keepassxc
@settings(max_examples=20, deadline=None, suppress_health_check=QUIET)
@given(title=XML_TEXT, notes=XML_TEXT, value=XML_TEXT, token=XML_TEXT.filter(bool))
@example(title="\"; '] | //*", notes="]]>", value="&amp;<x/>", token=" |x ")
@example(title="ą\u0301 👩‍💻 \u202e", notes="\n\n", value="  ", token="\t")
def test_whatever_text_survives_the_way_to_keepassxc(
    *, tmp_path: Path, judge: KeePassXc, draft: EntryDraft, title: str, notes: str, value: str, token: str
) -> None:
    """Any text in title, notes, an attribute or the password reads the same in KeePassXC."""
    path = kdbx4(tmp_path / "a.kdbx")
    filled = dataclasses.replace(draft, title=title, notes=notes, attributes={'Własny ; "klucz"': value})
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        place = vault.reserve(filled)
        place.confirm(Secret(token), {})
        place.verify(Secret(token))
        assert vault.find(str(place.uuid)).title == title
    entry = fields(judge.entry(path, title))
    assert (entry["Notes"], entry["Password"], entry['Własny ; "klucz"']) == (notes, token, value)


@settings(deadline=None)
@given(st.text())
def test_storable_text_is_xml_and_reversible_where_it_matters(text: str) -> None:
    """What XML can hold is not touched; the rest is written out, never dropped."""
    stored = storable(text)
    assert not NOT_XML.search(stored)
    assert len(stored) >= len(text)
    if not NOT_XML.search(text):
        assert stored == text


def _settings(judge: KeePassXc, path: Path) -> list[str]:
    lines = judge.run("db-info", path).splitlines()
    return [line for line in lines if line.startswith(("Cipher", "KDF"))]
