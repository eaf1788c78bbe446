"""The key derivation that a KDBX file asks for, read from its first bytes alone.

`pykeepass` tells it as well, but takes about as long to load as a key takes to derive. So that both can go on at
once, this guess comes first; it is used only where pykeepass then says the same.
Format: https://keepass.info/help/kb/kdbx.html
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from automation.vault.kdf import Kdf

if TYPE_CHECKING:
    from collections.abc import Iterator

# KeePass writes the first in KDBX 4, KeePassXC the second (`src/format/KeePass2.cpp`); pykeepass knows one.
AES_KDFS: Final = (
    bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea"),
    bytes.fromhex("7c02bb8279a74ac0927d114a00648238"),
)
ARGON2D: Final = bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c")
ARGON2ID: Final = bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6")

_AFTER_VERSION: Final = 12
_END, _TRANSFORM_SEED, _TRANSFORM_ROUNDS, _KDF_PARAMETERS = 0, 5, 6, 11


def guessed_kdf(content: bytes) -> Kdf | None:
    """The file's key derivation; None where it is not as usual."""
    try:
        major = int.from_bytes(content[10:12], "little")
        fields = dict(_fields(content, "<BI" if major == 4 else "<BH"))
        if major == 4:
            return _of_parameters(dict(_parameters(fields[_KDF_PARAMETERS])))
        return Kdf("aes", fields[_TRANSFORM_SEED], int.from_bytes(fields[_TRANSFORM_ROUNDS], "little"))
    except (LookupError, struct.error, UnicodeDecodeError):
        return None


def _of_parameters(values: dict[str, bytes]) -> Kdf | None:
    numbers = {name: int.from_bytes(value, "little") for name, value in values.items()}
    if values["$UUID"] in AES_KDFS:
        return Kdf("aes", values["S"], numbers["R"])
    algorithm = {ARGON2D: "argon2d", ARGON2ID: "argon2id"}[values["$UUID"]]
    return Kdf(
        "argon2d" if algorithm == "argon2d" else "argon2id",
        values["S"],
        numbers["I"],
        memory=numbers["M"],
        parallelism=numbers["P"],
        version=numbers["V"],
    )


def _fields(content: bytes, form: str) -> Iterator[tuple[int, bytes]]:
    """The fields of the outer header: a number, a length, so many bytes."""
    at = _AFTER_VERSION
    while True:
        number, length = struct.unpack_from(form, content, at)
        at += struct.calcsize(form)
        if number == _END:
            return
        yield number, content[at : at + length]
        at += length


def _parameters(dictionary: bytes) -> Iterator[tuple[str, bytes]]:
    """The values of a variant dictionary, after its version: a type, a name and a value, each with its length."""
    at = 2
    while dictionary[at] != _END:
        (length,) = struct.unpack_from("<I", dictionary, at + 1)
        name = dictionary[at + 5 : at + 5 + length].decode()
        at += 5 + length
        (length,) = struct.unpack_from("<I", dictionary, at)
        yield name, dictionary[at + 4 : at + 4 + length]
        at += 4 + length
