"""Databases of every format, made with `pykeepass`, not with the product; key derivations are cheap."""

from __future__ import annotations

import base64
import io
import uuid
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from automation.vault.kdf import Kdf

from .judge import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Change = Callable[[bytes], bytes]

CIPHERS = ("aes256", "chacha20", "twofish")
KDFS = ("argon2d", "argon2id", "aes-keepass", "aes-keepassxc")

UUIDS = {
    "argon2d": bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c"),
    "argon2id": bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6"),
    "aes-keepass": bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea"),
    "aes-keepassxc": bytes.fromhex("7c02bb8279a74ac0927d114a00648238"),
}

LIVED_IN = """
<Group>
 <UUID>AAECAwQFBgcICQoLDA0ODw==</UUID>
 <Name>Firma "Żuk" &amp; syn</Name><Notes>ważne</Notes><IconID>48</IconID>
 <CustomIconUUID>EBESExQVFhcYGRobHB0eHw==</CustomIconUUID>
 <Times><LastModificationTime>{now}</LastModificationTime><CreationTime>{now}</CreationTime>
  <LastAccessTime>{now}</LastAccessTime><ExpiryTime>{now}</ExpiryTime><Expires>False</Expires>
  <UsageCount>3</UsageCount><LocationChanged>{now}</LocationChanged></Times>
 <IsExpanded>False</IsExpanded><EnableAutoType>false</EnableAutoType>
 <CustomData><Item><Key>group key</Key><Value>group value</Value></Item></CustomData>
 <FutureElement kind="group">keep me</FutureElement>
 <Entry>
  <UUID>ICEiIyQlJicoKSorLC0uLw==</UUID><IconID>0</IconID>
  <CustomIconUUID>EBESExQVFhcYGRobHB0eHw==</CustomIconUUID>
  <ForegroundColor>#FF0000</ForegroundColor><OverrideURL>cmd://x</OverrideURL><Tags>bank;ważne,stare</Tags>
  <Times><LastModificationTime>{now}</LastModificationTime><CreationTime>{now}</CreationTime>
   <LastAccessTime>{now}</LastAccessTime><ExpiryTime>{now}</ExpiryTime><Expires>True</Expires>
   <UsageCount>7</UsageCount><LocationChanged>{now}</LocationChanged></Times>
  <String><Key>Title</Key><Value>Konto "główne"; bank</Value></String>
  <String><Key>UserName</Key><Value>jan</Value></String>
  <String><Key>Password</Key><Value Protected="True">stare hasło</Value></String>
  <String><Key>URL</Key><Value>https://bank.example</Value></String>
  <String><Key>Notes</Key><Value>linia 1
linia 2</Value></String>
  <String><Key>PIN</Key><Value Protected="True">1234</Value></String>
  <String><Key>otp</Key><Value>otpauth://totp/x?secret=JBSWY3DPEHPK3PXP</Value></String>
  <Binary><Key>umowa.pdf</Key><Value Ref="0"/></Binary>
  <AutoType><Enabled>True</Enabled><DataTransferObfuscation>0</DataTransferObfuscation>
   <DefaultSequence>{{USERNAME}}</DefaultSequence>
   <Association><Window>Bank*</Window><KeystrokeSequence>{{ENTER}}</KeystrokeSequence></Association></AutoType>
  <CustomData><Item><Key>entry key</Key><Value>entry value</Value></Item></CustomData>
  <FutureElement kind="entry">keep me too</FutureElement>
  <History><Entry>
   <UUID>ICEiIyQlJicoKSorLC0uLw==</UUID><IconID>0</IconID>
   <Times><LastModificationTime>{now}</LastModificationTime><CreationTime>{now}</CreationTime>
    <LastAccessTime>{now}</LastAccessTime><ExpiryTime>{now}</ExpiryTime><Expires>False</Expires>
    <UsageCount>1</UsageCount><LocationChanged>{now}</LocationChanged></Times>
   <String><Key>Title</Key><Value>Konto</Value></String>
   <String><Key>Password</Key><Value Protected="True">jeszcze starsze</Value></String>
   <Binary><Key>umowa.pdf</Key><Value Ref="0"/></Binary>
  </Entry></History>
 </Entry>
</Group>"""

ICON = """<Icon><UUID>EBESExQVFhcYGRobHB0eHw==</UUID><Data>iVBORw0KGgo=</Data></Icon>"""
DELETED = """<DeletedObject><UUID>MDEyMzQ1Njc4OTo7PD0+Pw==</UUID>
<DeletionTime>{now}</DeletionTime></DeletedObject>"""
META = """<Item><Key>meta key</Key><Value>meta value</Value></Item>"""
ATTACHMENT = b"%PDF-1.7 \x00\x01\x02 made up"


def kdbx4(
    path: Path, *, cipher: str = "aes256", kdf: str = "argon2d", lived_in: bool = False, minor: int = 0
) -> Path:
    """A KDBX 4 database with the test password."""
    path.write_bytes(_kdbx4_bytes(cipher, kdf, lived_in, minor))
    path.chmod(0o600)
    return path


@cache
def _kdbx4_bytes(cipher: str, kdf: str, lived_in: bool, minor: int) -> bytes:
    return filled_kdbx4(live_in if lived_in else lambda _: None, cipher=cipher, kdf=kdf, minor=minor)


def filled_kdbx4(
    fill: Callable[[Any], None], *, cipher: str, kdf: str, minor: int, change: Change | None = None
) -> bytes:
    """A KDBX 4 database with the test password and what `fill` puts into the pykeepass database.

    `change` is given the XML as pykeepass would write it, encrypted values and all.
    """
    from pykeepass import PyKeePass  # noqa: PLC0415

    blank, transformed = _blank_kdbx4(cipher, kdf, minor)
    database = PyKeePass(io.BytesIO(blank), transformed_key=transformed)
    fill(database)
    out = io.BytesIO()
    with _written_as(change):
        database.save(out, transformed_key=transformed)
    return out.getvalue()


@cache
def _blank_kdbx4(cipher: str, kdf: str, minor: int) -> tuple[bytes, bytes]:
    """An empty database and its transformed key."""
    from pykeepass import PyKeePass  # noqa: PLC0415
    from pykeepass.pykeepass import BLANK_DATABASE_LOCATION, BLANK_DATABASE_PASSWORD  # noqa: PLC0415

    database = PyKeePass(BLANK_DATABASE_LOCATION, BLANK_DATABASE_PASSWORD)
    database.password = PASSWORD
    database.kdbx.header.value.minor_version = minor
    header = database.kdbx.header.value.dynamic_header
    header.cipher_id.data = cipher
    transformed = _cheapen(header.kdf_parameters.data.dict, kdf)
    out = io.BytesIO()
    database.save(out, transformed_key=transformed)
    return out.getvalue(), transformed


def _cheapen(parameters: Any, kdf: str) -> bytes:
    """Make the derivation cheap, and derive with pykeepass's own functions."""
    from construct import Container  # noqa: PLC0415
    from pykeepass.kdbx_parsing.common import aes_kdf, compute_key_composite  # noqa: PLC0415

    composite = compute_key_composite(PASSWORD)
    parameters["$UUID"].value = UUIDS[kdf]
    seed = parameters["S"].value
    if kdf.startswith("aes"):
        for key in ("I", "M", "P", "V"):
            del parameters[key]
        parameters["R"] = Container(type=0x05, key="R", value=1000, next_byte=0)
        parameters["S"].next_byte = 0x05
        return bytes(aes_kdf(seed, 1000, composite))
    parameters["I"].value, parameters["M"].value = 2, 1024 * 1024
    return Kdf(
        "argon2d" if kdf == "argon2d" else "argon2id", seed, 2, 1024 * 1024, parameters["P"].value
    ).derive(composite)


def live_in(database: Any) -> None:
    """Fill a pykeepass database with all that must survive: attachments, icons, history, unknown XML."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from lxml import etree  # noqa: PLC0415

    now = database._encode_time(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)).replace("+00:00", "Z")
    database.add_binary(ATTACHMENT)
    parser = etree.XMLParser(remove_blank_text=True)
    root = database.tree.find("Root/Group")
    root.append(etree.fromstring(LIVED_IN.format(now=now), parser))
    database.tree.find("Root/DeletedObjects").append(etree.fromstring(DELETED.format(now=now), parser))
    meta = database.tree.find("Meta")
    for tag, content in (("CustomIcons", ICON), ("CustomData", META)):
        parent = meta.find(tag)
        if parent is None:
            parent = etree.SubElement(meta, tag)
        parent.append(etree.fromstring(content))
    etree.SubElement(meta, "FutureElement").text = "keep me as well"


def live_in_kdbx3(path: Path) -> None:
    """The same in a KDBX 3.1 database that KeePassXC made."""
    fill_kdbx3(path, live_in)


def fill_kdbx3(path: Path, fill: Callable[[Any], None], *, change: Change | None = None) -> None:
    """Fill a KDBX 3.1 database that KeePassXC made; what only KDBX 4 has is left out. `change` as above."""
    from pykeepass import PyKeePass  # noqa: PLC0415

    with path.open("rb") as file:
        database = PyKeePass(file, transformed_key=transformed_key(path))
    fill(database)
    for stale in database.tree.findall("Meta/HeaderHash"):
        stale.getparent().remove(stale)
    # Groups and entries have custom data in KDBX 4 only.
    for data in database.tree.findall("Root//CustomData"):
        data.getparent().remove(data)
    key = transformed_key(path)
    with _written_as(change):
        database.save(path, transformed_key=key)
    path.chmod(0o600)


@contextmanager
def _written_as(change: Change | None) -> Iterator[None]:
    import pytest  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415
    from pykeepass.kdbx_parsing import common  # noqa: PLC0415

    def encode(_xml: object, tree: Any, *_context: object) -> bytes:
        xml: bytes = etree.tostring(tree)
        return xml if change is None else change(xml)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(common.XML, "_encode", encode)
        yield


def protected_binary(xml: bytes, *, number: int, placeholder: bytes, content: bytes) -> bytes:
    """Make a protected attachment (KDBX 3.1) of a protected value that pykeepass wrote in its place.

    pykeepass protects text only; the keystream between text and what was written serves any bytes.
    """
    before = f'<Value ID="{number}" Protected="True">'.encode()
    head, _, rest = xml.partition(before)
    sealed, _, tail = rest.partition(b"</Value>")
    stream = zip(base64.b64decode(sealed), placeholder, content, strict=True)
    text = base64.b64encode(bytes(one ^ two ^ three for one, two, three in stream))
    return head + before.replace(b"Value", b"Binary") + text + b"</Binary>" + tail


def transformed_key(path: Path) -> bytes:
    """The key of a database with the test password, at a speed that pykeepass does not have."""
    from pykeepass.kdbx_parsing.common import compute_key_composite  # noqa: PLC0415

    from automation.vault.kdbx import read_kdf  # noqa: PLC0415

    return read_kdf(path.read_bytes(), vault="").derive(compute_key_composite(PASSWORD))


def raw_xml(path: Path, *, without: str | None = None, without_entry: uuid.UUID | None = None) -> str:
    """The XML as it is in the file, unknown elements and all, for comparing."""
    from lxml import etree  # noqa: PLC0415
    from pykeepass import PyKeePass  # noqa: PLC0415

    with path.open("rb") as file:
        tree = PyKeePass(file, transformed_key=transformed_key(path)).tree
    for element in tree.findall("Meta/HeaderHash"):
        element.getparent().remove(element)
    for group in tree.findall("Root/Group/Group"):
        if group.findtext("Name") == without:
            group.getparent().remove(group)
    for entry in tree.findall("Root//Group/Entry"):
        if without_entry is not None and base64.b64decode(entry.findtext("UUID")) == without_entry.bytes:
            entry.getparent().remove(entry)
    text: str = etree.tostring(tree, method="c14n").decode()
    return text
