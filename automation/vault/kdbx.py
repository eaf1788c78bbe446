"""The KDBX container: bytes to XML tree and back.

`pykeepass` does the container; what is added here is what its own `save` lacks: a key derived by us, fresh
seeds for every write, no stale `HeaderHash`, and speed (`automation.vault.protection`).
Format: https://keepass.info/help/kb/kdbx.html
"""

from __future__ import annotations

import secrets
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from automation.errors import VaultCredentialsError, VaultNotKdbxError, VaultUnsupportedError
from automation.vault.header import AES_KDFS, ARGON2D, ARGON2ID
from automation.vault.kdf import SEED_LENGTH, Kdf, PreparedKey
from automation.vault.protection import UNKNOWN_STREAM, protected_xml, unprotect
from automation.vault.twofish import CompiledTwofish, is_compiled

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

KDBX_MAGIC: Final = bytes.fromhex("03d9a29a67fb4bb5")
KEEPASS_1_MAGIC: Final = bytes.fromhex("03d9a29a65fb4bb5")

IV_LENGTHS: Final = {"aes256": 16, "twofish": 16, "chacha20": 12}

# What KeePassXC 2.7 gives a new database (`Argon2Kdf.cpp`: 64 MiB, 10 iterations), with two lanes.
NEW_DATABASE_KDF: Final = Kdf("argon2d", b"", rounds=10, memory=64 * 1024 * 1024, parallelism=2)

# Credential checks, as `pykeepass` names their place; any other failed checksum is damage.
CREDENTIAL_CHECKS: Final = frozenset({"(parsing) -> body -> cred_check", "(parsing) -> cred_check"})


class Kdbx:
    """A database in memory: its header, its attachments and its XML tree.

    `tree` is lxml's; protected values are in the clear in it.
    """

    def __init__(self, container: Any, tree: _ElementTree) -> None:  # noqa: ANN401  construct's containers have no types
        self._container = container
        self.tree = tree

    @property
    def version(self) -> tuple[int, int]:
        """(3, 1) or (4, 0) or (4, 1)."""
        header = self._container.header.value
        return header.major_version, header.minor_version

    @property
    def kdf(self) -> Kdf:
        """The key derivation of the file as it was read or last built."""
        return _kdf_of(self._container)

    @property
    def attachments(self) -> list[bytes]:
        """The files in the inner header (KDBX 4), each with a byte of flags before it; always empty in KDBX 3.1."""
        if self.version < (4, 0):
            return []
        return [binary.data for binary in self._container.body.payload.inner_header.binary]

    @attachments.setter
    def attachments(self, files: list[bytes]) -> None:
        from construct import Container, ListContainer  # noqa: PLC0415  with pykeepass

        inner = self._container.body.payload.inner_header
        inner.binary = ListContainer(Container(type="binary", data=data) for data in files)

    def copy(self) -> Kdbx:
        """A copy that can be changed without touching this one. The attachments' bytes are shared."""
        container = self._container.copy()
        container.header = deepcopy(self._container.header)
        container.body = self._container.body.copy()
        container.body.payload = self._container.body.payload.copy()
        if self.version >= (4, 0):
            container.body.payload.inner_header = self._container.body.payload.inner_header.copy()
        return Kdbx(container, deepcopy(self.tree))

    def build(self, key: PreparedKey) -> bytes:
        """The file's bytes, under this key and with fresh seeds throughout.

        Args:
            key: derived with the seed that goes into the header. Never use one twice.
        """
        container = self._container
        _refresh_seeds(container, key.kdf.seed)
        container.header.pop("data", None)  # else the header's old bytes would be written back as they were
        # KDBX 3.1 stores a hash of the header in the XML. With fresh seeds it is stale, and KeePassXC then
        # refuses the file ("Header doesn't match hash"). It may be left out, so it is.
        for element in self.tree.xpath("/KeePassFile/Meta/HeaderHash"):
            element.getparent().remove(element)
        stream, stream_key = _inner_stream(container)
        container.body.payload.xml = protected_xml(self.tree, stream=stream, key=stream_key)
        try:
            built: bytes = _format().build(
                container, password=None, keyfile=None, transformed_key=key.transformed, decrypt=True
            )
        finally:
            del container.body.payload.xml
        return built


def read_kdf(content: bytes, *, vault: str) -> Kdf:
    """The key derivation that a file asks for, from its outer header; no key is needed.

    Raises:
        VaultNotKdbxError: the file is not a KeePass database, or its header is damaged.
        VaultUnsupportedError: the file is of another version, or uses a cipher or derivation unknown here.
    """
    if content.startswith(KEEPASS_1_MAGIC):
        raise VaultUnsupportedError(vault=vault, reason="KeePass 1")
    if not content.startswith(KDBX_MAGIC) or len(content) < 12:
        raise VaultNotKdbxError(vault=vault)
    minor, major = (int.from_bytes(content[at : at + 2], "little") for at in (8, 10))
    if major not in {3, 4}:
        raise VaultUnsupportedError(vault=vault, reason=f"KDBX {major}.{minor}")
    # The dummy key keeps pykeepass from deriving one; nothing is decrypted with it.
    container = _parse(content, bytes(32), vault=vault, decrypt=False)
    try:
        return _kdf_of(container)
    except LookupError:
        raise VaultUnsupportedError(vault=vault, reason="KDF") from None
    except AttributeError:
        raise VaultNotKdbxError(vault=vault) from None


def read_kdbx(content: bytes, key: PreparedKey, *, vault: str) -> Kdbx:
    """The database in these bytes.

    Raises:
        VaultCredentialsError: the key is not the file's.
        VaultNotKdbxError: the file is damaged.
        VaultUnsupportedError: it holds something that would not survive a save.
    """
    container = _parse(content, key.transformed, vault=vault, decrypt=True)
    tree = _read_xml(container, vault=vault)
    dtd = tree.docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):  # no two programs make the same of them
        raise VaultUnsupportedError(vault=vault, reason="XML: ENTITY")
    if tree.getroot().tag != "KeePassFile" or tree.find("Root/Group") is None:
        raise VaultNotKdbxError(vault=vault)
    return Kdbx(container, tree)


def _read_xml(container: Any, *, vault: str) -> _ElementTree:  # noqa: ANN401  see Kdbx
    """The tree out of the container, protected values in the clear."""
    from lxml.etree import C14NError, XMLParser, XMLSyntaxError, fromstring, tostring  # noqa: PLC0415  with pykeepass

    try:
        xml = container.body.payload.pop("xml")
        # Blank text between elements is only indentation, unless something else than elements parts a value's text.
        parted = b"<!--" in xml or b"<![CDATA[" in xml or xml.count(b"<?") > 1
        # No entities; a KDBX 3.1 has its attachments in here.
        parser = XMLParser(remove_blank_text=not parted, resolve_entities=False, huge_tree=True)
        tree = fromstring(xml, parser).getroottree()
        stream, key = _inner_stream(container)
        unprotect(tree, stream=stream, key=key)
        if b"xmlns" in xml:
            tostring(tree, method="c14n")  # so are trees compared: a namespace may be one that it refuses
    except C14NError:
        raise VaultUnsupportedError(vault=vault, reason="XML: xmlns") from None
    except NotImplementedError as error:
        raise VaultUnsupportedError(vault=vault, reason=str(error)) from None
    except (XMLSyntaxError, ValueError, AttributeError, KeyError):
        raise VaultNotKdbxError(vault=vault) from None
    return tree


def _inner_stream(container: Any) -> tuple[str, bytes]:  # noqa: ANN401  see Kdbx
    """The name and the key of the cipher over protected values.

    Raises:
        NotImplementedError: it cannot be that one.
    """
    header = container.header.value.dynamic_header
    if container.header.value.major_version >= 4:
        header = container.body.payload.inner_header
    elif header.protected_stream_id.data != "salsa20":
        raise NotImplementedError(UNKNOWN_STREAM)  # KeePassXC takes it for Salsa20 without looking
    return header.protected_stream_id.data, header.protected_stream_key.data


@cache
def _format() -> Any:  # noqa: ANN401  construct has no types
    """The description of KDBX by pykeepass of KDBX, but for the XML: that stays bytes, and is done in `protection`."""
    from construct import Bytes, Checksum, GreedyBytes, If, IfThenElse, Struct, Switch, this  # noqa: PLC0415
    from pykeepass.kdbx_parsing import common, kdbx, kdbx3, kdbx4  # noqa: PLC0415  0.25 s, for databases only

    ciphers4 = _with_fast_twofish(kdbx4.DecryptedPayload)
    is_compressed = this._.header.value.dynamic_header.compression_flags.data.compression
    payload4 = common.Reparsed(Struct("inner_header" / kdbx4.InnerHeader, "xml" / GreedyBytes))(
        IfThenElse(is_compressed, common.Decompressed(ciphers4), ciphers4)
    )
    blocks = common.Concatenated(kdbx3.PayloadBlocks)
    start_bytes = this._._.header.value.dynamic_header.stream_start_bytes.data
    is_compressed3 = this._._.header.value.dynamic_header.compression_flags.data.compression
    payload3 = common.Reparsed(
        Struct(
            "cred_check" / Checksum(Bytes(32), start_bytes, this),
            "xml" / IfThenElse(is_compressed3, common.Decompressed(blocks), blocks),
        )
    )(_with_fast_twofish(kdbx3.Body.payload.subcon.thensubcon.subcon))
    return Struct(
        "header" / kdbx.KDBX.header,
        "body"
        / Switch(
            this.header.value.major_version,
            {
                3: Struct(*kdbx3.Body.subcons[:-1], "payload" / If(this._._.decrypt, payload3)),
                4: Struct(*kdbx4.Body.subcons[:-1], "payload" / If(this._._.decrypt, payload4)),
            },
        ),
    )


def _with_fast_twofish(ciphers: Any) -> Any:  # noqa: ANN401  construct has no types
    """The same choice of ciphers, but that Twofish is not pykeepass's own where there is a faster one."""
    from construct import Switch  # noqa: PLC0415  with pykeepass
    from pykeepass.kdbx_parsing.common import TwoFishPayload  # noqa: PLC0415

    if not is_compiled():
        return ciphers
    payload = TwoFishPayload(ciphers.cases["twofish"].subcon)
    payload.get_cipher = CompiledTwofish
    return Switch(ciphers.keyfunc, {**ciphers.cases, "twofish": payload})


def _parse(content: bytes, transformed: bytes, *, vault: str, decrypt: bool) -> Any:  # noqa: ANN401  see Kdbx
    from construct import ChecksumError, ConstructError, MappingError  # noqa: PLC0415  with pykeepass

    # `from None` throughout: what construct reports may quote what it has decrypted.
    try:
        container = _format().parse(
            content, password=None, keyfile=None, transformed_key=transformed, decrypt=decrypt
        )
    except ChecksumError as error:
        if error.path in CREDENTIAL_CHECKS:
            raise VaultCredentialsError(vault=vault) from None
        raise VaultNotKdbxError(vault=vault) from None
    except MappingError as error:
        part = "cipher" if (error.path or "").endswith("data") else "header"
        raise VaultUnsupportedError(vault=vault, reason=f"KDBX: {part}") from None
    except (ConstructError, ValueError, KeyError, AttributeError, OSError, ArithmeticError):
        raise VaultNotKdbxError(vault=vault) from None
    except Exception as error:
        if type(error).__name__ == "error":  # zlib.error: truncated after the credentials were proven
            raise VaultNotKdbxError(vault=vault) from None
        raise VaultUnsupportedError(vault=vault, reason="KDBX") from None
    return container


def _kdf_of(container: Any) -> Kdf:  # noqa: ANN401  see Kdbx
    """Raises LookupError for a derivation that is not known."""
    header = container.header.value.dynamic_header
    if container.header.value.major_version == 3:
        return Kdf("aes", header.transform_seed.data, header.transform_rounds.data)
    parameters = header.kdf_parameters.data.dict
    kind, seed = parameters["$UUID"].value, parameters["S"].value
    if kind in AES_KDFS:
        return Kdf("aes", seed, parameters["R"].value)
    if kind not in {ARGON2D, ARGON2ID}:
        raise LookupError(kind)
    return Kdf(
        "argon2d" if kind == ARGON2D else "argon2id",
        seed,
        rounds=parameters["I"].value,
        memory=parameters["M"].value,
        parallelism=parameters["P"].value,
        version=parameters["V"].value,
    )


def _refresh_seeds(container: Any, kdf_seed: bytes) -> None:  # noqa: ANN401  see Kdbx
    """Give the header the seed that the key was derived with, and everything else random afresh.

    No two writes may share a key and an IV: their difference would show what changed between them.
    """
    header = container.header.value.dynamic_header
    header.master_seed.data = secrets.token_bytes(SEED_LENGTH)
    header.encryption_iv.data = secrets.token_bytes(IV_LENGTHS[header.cipher_id.data])
    if container.header.value.major_version == 3:
        header.transform_seed.data = kdf_seed
        header.stream_start_bytes.data = secrets.token_bytes(SEED_LENGTH)
        header.protected_stream_key.data = secrets.token_bytes(SEED_LENGTH)
    else:
        header.kdf_parameters.data.dict["S"].value = kdf_seed
        inner = container.body.payload.inner_header
        inner.protected_stream_key.data = secrets.token_bytes(len(inner.protected_stream_key.data))


def new_kdbx(tree: _ElementTree, kdf: Kdf) -> Kdbx:
    """An unwritten KDBX 4 with this content: AES-256 and gzip, as KeePassXC makes them, under any derivation."""
    from construct import Container, ListContainer  # noqa: PLC0415  with pykeepass

    def item(kind: str, data: object) -> Container:
        return Container(id=kind, data=data)

    def parameter(kind: int, key: str, value: object) -> Container:
        return Container(type=kind, key=key, value=value, next_byte=kind)

    if kdf.algorithm == "aes":
        parameters = [
            parameter(0x42, "$UUID", AES_KDFS[0]),
            parameter(0x05, "R", kdf.rounds),
            parameter(0x42, "S", kdf.seed),
        ]
    else:
        parameters = [
            parameter(0x42, "$UUID", ARGON2D if kdf.algorithm == "argon2d" else ARGON2ID),
            parameter(0x05, "I", kdf.rounds),
            parameter(0x05, "M", kdf.memory),
            parameter(0x04, "P", kdf.parallelism),
            parameter(0x42, "S", kdf.seed),
            parameter(0x04, "V", kdf.version),
        ]
    parameters[-1].next_byte = 0  # how pykeepass finds the dictionary's end
    items = [
        item("cipher_id", "aes256"),
        item("compression_flags", Container(compression=True)),
        item("master_seed", b""),
        item("encryption_iv", b""),
        item(
            "kdf_parameters",
            Container(version=b"\x00\x01", dict=Container({one.key: one for one in parameters})),
        ),
        item("end", b"\r\n\r\n"),
    ]
    inner = Container(
        protected_stream_id=Container(type="protected_stream_id", data="chacha20"),
        protected_stream_key=Container(type="protected_stream_key", data=bytes(64)),
        binary=ListContainer(),
        end=Container(type="end", data=b""),
    )
    header = Container(
        sig1=KDBX_MAGIC[:4],
        sig2=KDBX_MAGIC[4:],
        minor_version=0,
        major_version=4,
        dynamic_header=Container({one.id: one for one in items}),
    )
    return Kdbx(
        Container(header=Container(value=header), body=Container(payload=Container(inner_header=inner))),
        tree,
    )
