"""What opens a database: a password, a key file, or both, and the key that they make together."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.etree import ElementTree

from automation.errors import KeyFileError, VaultCredentialsError

if TYPE_CHECKING:
    from pathlib import Path

    from automation.secret import Secret

RAW_KEY_LENGTH: Final = 32
HEX_KEY_LENGTH: Final = 64

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

    The order and the rules are KeePassXC's (`src/keys/FileKey.cpp`), which refuses an empty file.

    Raises:
        KeyFileError: the file cannot be read, is empty, or its own checksum does not fit.
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
    if len(content) == HEX_KEY_LENGTH:
        try:
            return bytes.fromhex(content.decode("ascii"))
        except ValueError:
            pass  # 64 bytes that are not hexadecimal are a file like any other
    return hashlib.sha256(content).digest()


def _key_from_xml(content: bytes) -> bytes | None:
    """The key of a KeePass XML key file, None when the file is not one.

    Raises:
        ValueError: it is one, but is damaged.
    """
    if b"<KeyFile" not in content or b"<!DOCTYPE" in content:
        return None
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  a DOCTYPE, the way in for entity bombs, is refused above
    except ElementTree.ParseError:
        return None
    version = root.findtext("Meta/Version", "").strip()
    data = root.find("Key/Data")
    if root.tag != "KeyFile" or data is None or not version:
        return None
    text = "".join((data.text or "").split())
    if version.startswith("1."):
        return base64.b64decode(text, validate=True)
    if not version.startswith("2."):
        raise ValueError(version)
    key = bytes.fromhex(text)
    expected = data.get("Hash")
    if expected and hashlib.sha256(key).digest()[:4].hex() != expected.strip().lower():
        raise ValueError("hash")
    return key
