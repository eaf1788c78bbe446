"""The inner stream: the second cipher, over every protected value in the XML.

One stream runs through all protected values in the order of the document. `pykeepass` decrypts them one
by one, copies the whole tree to encrypt them, and drops from other people's passwords the characters that
XML cannot hold. Here one call does all values, and every byte of them survives.
Format: https://keepass.info/help/kb/kdbx.html (inner encryption).
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, Final

from automation.vault.entries import NOT_XML

if TYPE_CHECKING:
    from lxml.etree import _Element, _ElementTree

SALSA20_NONCE: Final = bytes.fromhex("e830094b97205d2a")

# A protected value may hold what XML cannot (a control character, bytes that are no text). Its bytes then
# wait in this attribute, which is never written, for as long as the text made from them is unchanged.
RAW: Final = "ap-raw"

# What is said of a file that is refused.
UNKNOWN_STREAM: Final = "KDBX: inner stream"
UNKNOWN_MARK: Final = "XML: Protected"

# `Protected` as KeePassXC reads it (`KdbxXmlReader.cpp`, isTrueValue); KeePass writes "True".
TRUE: Final = frozenset({"true", "1"})
FALSE: Final = frozenset({"false", "0"})

# An element and the one it stands in: the way from a protected value up to the root. KeePassXC passes over
# what it does not know without a step of the stream, KeePass takes the step: what stands anywhere else
# cannot be read so that both are right, and one value wrongly read makes garbage of all that follow.
KNOWN_PLACES: Final = frozenset(
    {
        ("Value", "String"),
        ("Value", "Binary"),
        ("Value", "Item"),
        ("String", "Entry"),
        ("Binary", "Entry"),
        ("Item", "CustomData"),
        ("CustomData", "Entry"),
        ("CustomData", "Group"),
        ("CustomData", "Meta"),
        ("Binary", "Binaries"),
        ("Binaries", "Meta"),
        ("Entry", "Group"),
        ("Entry", "History"),
        ("History", "Entry"),
        ("Group", "Group"),
        ("Group", "Root"),
        ("Root", "KeePassFile"),
        ("Meta", "KeePassFile"),
    }
)


def unprotect(tree: _ElementTree, *, stream: str, key: bytes) -> None:
    """Decrypt every protected value of the tree in place. Each is then marked `Protected="True"`.

    An attachment inside the XML (KDBX 3.1) stays base64, as it is where it is not protected.

    Args:
        tree: as it is in the file.
        stream: the inner cipher, as pykeepass names it. KeePassXC opens "salsa20" and "chacha20" only.
        key: the stream's key, from the header.

    Raises:
        ValueError: a value is not base64.
        NotImplementedError: the inner cipher is not known here, or it is uncertain what is protected.
    """
    elements = [element for element in _normalised(tree) if element.text]
    sealed = [b64decode(element.text or "") for element in elements]
    clear = _process(b"".join(sealed), stream=stream, key=key)
    at = 0
    for element, value in zip(elements, sealed, strict=True):
        end = at + len(value)
        _set_clear(element, clear[at:end])
        at = end


def protected_xml(tree: _ElementTree, *, stream: str, key: bytes) -> bytes:
    """The tree as the XML of a file, with the protected values encrypted. The tree is as before afterwards.

    Raises:
        NotImplementedError: the inner cipher is not known here.
    """
    from lxml.etree import tostring  # noqa: PLC0415  loaded with the first database

    elements = [element for element in protected(tree) if element.text or RAW in element.attrib]
    texts = [element.text for element in elements]
    raws = [_raw_of(element) for element in elements]
    values = [_clear_of(element) if raw is None else raw for element, raw in zip(elements, raws, strict=True)]
    sealed = _process(b"".join(values), stream=stream, key=key)
    try:
        at = 0
        for element, value in zip(elements, values, strict=True):
            end = at + len(value)
            element.attrib.pop(RAW, None)
            element.text = b64encode(sealed[at:end]).decode()
            at = end
        xml: bytes = tostring(tree, encoding="utf-8", xml_declaration=True)
    finally:
        for element, text, raw in zip(elements, texts, raws, strict=True):
            element.text = text
            if raw is not None:
                element.set(RAW, b64encode(raw).decode())
    return xml


def protected(tree: _ElementTree) -> list[_Element]:
    """The elements marked as protected, in the order of the stream."""
    return [element for element, mark in _marks(tree) if mark in TRUE]


def _marks(tree: _ElementTree) -> list[tuple[_Element, str]]:
    # Asked for the attributes, libxml2 answers five times faster than asked for the elements that have them.
    return [(mark.getparent(), mark.lower()) for mark in tree.xpath("/descendant::*/@Protected")]


def _normalised(tree: _ElementTree) -> list[_Element]:
    """The protected elements, in the order of the stream; each is given the mark that all programs know.

    Raises:
        NotImplementedError: it is uncertain what is protected. Nothing is guessed: a wrong guess would be
            written into every password that follows.
    """
    known: set[_Element] = set()
    elements = []
    for element, mark in _marks(tree):
        if mark in FALSE:
            continue
        if mark not in TRUE or len(element) or not _is_known_place(element, known):
            raise NotImplementedError(UNKNOWN_MARK)
        if element.get("Protected") != "True":
            element.set("Protected", "True")
        elements.append(element)
    return elements


def _is_known_place(element: _Element, known: set[_Element]) -> bool:
    """Whether the way from this element to the root is one of KeePassXC's.

    Args:
        element: protected.
        known: the elements around those seen before, which need no second look; added to.
    """
    if element.tag not in {"Value", "Binary"} or (element.text and element.get("Ref") is not None):
        return False
    while (parent := element.getparent()) is not None:
        if (element.tag, parent.tag) not in KNOWN_PLACES:
            return False
        if parent in known:
            return True
        known.add(parent)
        element = parent
    return True


def _set_clear(element: _Element, value: bytes) -> None:
    if element.tag == "Binary":
        element.text = b64encode(value).decode()
        return
    text = _text_of(value)
    element.text = text
    if text.encode() != value:
        element.set(RAW, b64encode(value).decode())


def _clear_of(element: _Element) -> bytes:
    text = element.text or ""
    return b64decode(text) if element.tag == "Binary" else text.encode()


def _text_of(value: bytes) -> str:
    return NOT_XML.sub("", value.decode(errors="replace"))


def _raw_of(element: _Element) -> bytes | None:
    """The bytes that the file had, where the text cannot say them and has not been changed since."""
    kept = element.get(RAW)
    raw = None if kept is None else b64decode(kept)
    return raw if raw is not None and _text_of(raw) == (element.text or "") else None


def _process(data: bytes, *, stream: str, key: bytes) -> bytes:
    """Encrypt or decrypt: with a stream cipher that is the same."""
    from Cryptodome.Cipher import ChaCha20, Salsa20  # noqa: PLC0415  loaded with the first database

    cipher: Any
    if stream == "salsa20":
        cipher = Salsa20.new(key=hashlib.sha256(key).digest(), nonce=SALSA20_NONCE)
    elif stream == "chacha20":
        material = hashlib.sha512(key).digest()
        cipher = ChaCha20.new(key=material[:32], nonce=material[32:44])
    else:
        raise NotImplementedError(UNKNOWN_STREAM)
    processed: bytes = cipher.encrypt(data)
    return processed
