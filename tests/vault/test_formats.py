"""Every format that KeePassXC writes is read and written so that KeePassXC reads it back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from automation.errors import VaultMissingError, VaultNotKdbxError, VaultUnsupportedError
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault
from automation.vault.blank import blank_tree
from automation.vault.entries import NOT_XML, storable
from automation.vault.kdbx import new_kdbx
from automation.vault.store import Store

from .conftest import ENTRY
from .databases import ATTACHMENT, CIPHERS, KDFS, kdbx4, live_in_kdbx3, raw_xml
from .judge import PASSWORD, KeePassXc, fields

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
    keys = [store.take_key(), store.take_key()]
    assert all(key.kdf.costs_as(store.kdf) for key in keys)
    assert len({store.kdf.seed, *(key.kdf.seed for key in keys)}) == 3
    beside.write_bytes(new_kdbx(blank_tree(), store.kdf).build(keys[0]))
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
def test_kdbx3_with_protected_attachments_is_refused(kdbx3: Path, credentials: Credentials) -> None:
    """Pykeepass would spoil every protected value after such an attachment; better no token than that."""
    from lxml import etree  # noqa: PLC0415
    from pykeepass import PyKeePass  # noqa: PLC0415

    from .databases import transformed_key  # noqa: PLC0415

    with kdbx3.open("rb") as file:
        database = PyKeePass(file, transformed_key=transformed_key(kdbx3))
    binary = etree.SubElement(database.tree.find("Meta/Binaries"), "Binary", ID="0", Protected="True")
    binary.text = "AAAA"
    database.save(kdbx3, transformed_key=transformed_key(kdbx3))
    with pytest.raises(VaultUnsupportedError):
        Vault.open(kdbx3, credentials)


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
