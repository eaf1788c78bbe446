"""What opens a database: a password, a key file, or both, and the key that they make together."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree

from automation.errors import KeyFileError, VaultCredentialsError

if TYPE_CHECKING:
    from pathlib import Path

    from automation.secret import Secret

RAW_KEY_LENGTH: Final = 32
HEX_KEY: Final = re.compile(rb"[0-9A-Fa-f]{64}")
FIRST_TAG: Final = re.compile(rb"<([A-Za-z_][^\s/>]*)")

# Which form of the password makes a key: as it was given, one of the Unicode forms where that differs, or
# no password at all.
PasswordForm = Literal["given", "nfc", "nfd", "none"]


@dataclass(frozen=True, repr=False)
class CompositeKey:
    """One key to try, and the form of the password that is in it."""

    key: bytes
    password_form: PasswordForm


@dataclass(frozen=True)
class Credentials:
    """The password and the key file, as the operator gave them."""

    password: Secret | None = None
    key_file: Path | None = None

    def composite_keys(self, *, vault: str) -> list[CompositeKey]:
        """The composite keys to try, likeliest first.

        The same password typed on macOS and on Windows may differ in bytes (`ń` as one code point or as
        two), and KeePassXC hashes what it was given. So the password is tried as given, then in the
        Unicode forms NFC and NFD; for plain ASCII the three are one.

        Args:
            vault: the database, named in the error.

        Raises:
            VaultCredentialsError: neither a password nor a key file was given.
            KeyFileError: the key file cannot be read, or is damaged.
        """
        key_part = b"" if self.key_file is None else _read_key_file(self.key_file)
        if self.password is None or not (self.password or key_part):
            if not key_part:
                raise VaultCredentialsError(vault=vault)
            return [_composite(b"", key_part, "none")]
        given = self.password.reveal()
        forms: dict[str, PasswordForm] = {given: "given"}
        forms.setdefault(unicodedata.normalize("NFC", given), "nfc")
        forms.setdefault(unicodedata.normalize("NFD", given), "nfd")
        keys = [
            _composite(hashlib.sha256(text.encode()).digest(), key_part, form) for text, form in forms.items()
        ]
        if not given:
            keys.append(_composite(b"", key_part, "none"))  # empty may mean "no password"
        return keys


def _composite(password_part: bytes, key_part: bytes, form: PasswordForm) -> CompositeKey:
    return CompositeKey(hashlib.sha256(password_part + key_part).digest(), form)


def _read_key_file(path: Path) -> bytes:
    """The 32 bytes a key file stands for: KeePass XML (1.0, 2.0), raw, hexadecimal, else its SHA-256.

    The order and the rules are KeePassXC's (`src/keys/FileKey.cpp`), which refuses an empty file. What it reads in a
    way of its own (an XML key file that is not as KeePass writes them) is refused: a database made with a key that
    is another one there would open nowhere else.

    Raises:
        KeyFileError: the file cannot be read, is empty, its own checksum does not fit, or it is an unusual one.
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise KeyFileError(key_file=str(path)) from None
    if not content:
        raise KeyFileError(key_file=str(path))
    try:
        key = _key_from_xml(content)
    except ValueError:
        raise KeyFileError(key_file=str(path)) from None
    if key is not None:
        return key
    if len(content) == RAW_KEY_LENGTH:
        return content
    if HEX_KEY.fullmatch(content):
        return bytes.fromhex(content.decode("ascii"))
    return hashlib.sha256(content).digest()


def _key_from_xml(content: bytes) -> bytes | None:
    """The key of a KeePass XML key file, None when the file is not one.

    Raises:
        ValueError: it is one, but is damaged, or not as KeePass writes them.
    """
    flat = content.replace(b"\0", b"")  # UTF-16
    if b"<KeyFile" not in flat:
        return None
    if b"<!DOCTYPE" in flat:  # the way in for entity bombs
        first = FIRST_TAG.search(flat)
        if first is not None and first[1] == b"KeyFile":
            raise ValueError("DOCTYPE")
        return None
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  without a DOCTYPE, see above
    except ElementTree.ParseError:
        return None  # KeePassXC, too, then takes it for any file
    if root.tag != "KeyFile":
        return None
    parts = [part.tag for part in root]
    version, data = root.findtext("Meta/Version"), root.find("Key/Data")
    # KeePassXC reads from start to end, and has to know the version by the time it comes to the key.
    if version is None or data is None or parts.index("Meta") > parts.index("Key"):
        raise ValueError("parts")
    text = "".join((data.text or "").split())
    if version.startswith("1.0"):
        key = base64.b64decode(text, validate=True)
    elif version == "2.0":
        key = bytes.fromhex(text)
        if hashlib.sha256(key).digest()[:4].hex() != data.get("Hash", "").lower():
            raise ValueError("hash")
    else:
        raise ValueError("version")
    if len(key) != RAW_KEY_LENGTH:
        raise ValueError("length")
    return key
