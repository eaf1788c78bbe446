"""The inner stream: the same as pykeepass's, but that nothing is lost in it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from construct import Pass
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pykeepass.kdbx_parsing.common import ChaCha20Stream, Salsa20Stream

from automation.vault.entries import NOT_XML, set_field
from automation.vault.protection import RAW, protected_xml, unprotect

KEY = bytes(range(64))
STREAMS = {"chacha20": ChaCha20Stream, "salsa20": Salsa20Stream}
TEXT = st.text(max_size=20).filter(lambda text: not NOT_XML.search(text) and "\r" not in text)
VALUES = st.lists(st.tuples(TEXT, st.booleans()), max_size=8)


def _tree(values: list[tuple[str, bool]]) -> Any:
    root = etree.Element("Entry")
    for text, is_protected in values:
        value = etree.SubElement(etree.SubElement(root, "String"), "Value")
        value.text = text or None
        if is_protected:
            value.set("Protected", "True")
    return root.getroottree()


def _texts(tree: Any) -> list[str]:
    return [value.text or "" for value in tree.iter("Value")]


@settings(deadline=None)
@given(values=VALUES, stream=st.sampled_from(sorted(STREAMS)))
def test_one_pass_equals_value_by_value(values: list[tuple[str, bool]], stream: str) -> None:
    """Pykeepass reads what is encrypted here, what pykeepass encrypts is read here, and the tree is unharmed."""
    theirs = STREAMS[stream](lambda _: KEY, Pass)
    tree = _tree(values)
    before = etree.tostring(tree)
    ours = etree.fromstring(protected_xml(tree, stream=stream, key=KEY)).getroottree()
    assert etree.tostring(tree) == before
    assert _texts(theirs._decode(ours, None, "")) == [text for text, _ in values]
    back = theirs._encode(_tree(values), None, "")
    unprotect(back, stream=stream, key=KEY)
    assert _texts(back) == [text for text, _ in values]


@settings(deadline=None)
@given(value=st.binary(min_size=1, max_size=30), then=TEXT)
def test_whatever_bytes_a_protected_value_has_they_survive(value: bytes, then: str) -> None:
    """Control characters, bytes that are no text: written back as they were, unless the value is changed."""
    tree = _tree([("x" * len(value), True), ("po nim", True)])
    first, second = tree.iter("Value")
    first.set(RAW, _base64(value))  # as if read from a file
    first.text = NOT_XML.sub("", value.decode(errors="replace"))
    xml = protected_xml(tree, stream="chacha20", key=KEY)
    assert RAW.encode() not in xml
    read = etree.fromstring(xml).getroottree()
    unprotect(read, stream="chacha20", key=KEY)
    assert protected_xml(deepcopy(read), stream="chacha20", key=KEY) == xml
    assert second.text == _texts(read)[1] == "po nim"
    entry = read.getroot()
    etree.SubElement(entry.find("String"), "Key").text = "Password"
    set_field(entry, "Password", then)
    again = etree.fromstring(protected_xml(read, stream="chacha20", key=KEY)).getroottree()
    unprotect(again, stream="chacha20", key=KEY)
    assert _texts(again) == [then, "po nim"]


def test_the_mark_counts_however_it_is_written() -> None:
    """KeePassXC takes `true` as well; a value overlooked would shift the stream for all that follow."""
    tree = _tree([("a", True), ("b", True)])
    next(tree.iter("Value")).set("Protected", "true")
    read = etree.fromstring(protected_xml(tree, stream="chacha20", key=KEY)).getroottree()
    assert _texts(read)[0] != "a"
    unprotect(read, stream="chacha20", key=KEY)
    assert _texts(read) == ["a", "b"]


@pytest.mark.parametrize("stream", ["none", "arcfourvariant", "other"])
def test_another_inner_stream_is_refused(stream: str) -> None:
    """KeePassXC opens no such file either; nothing is guessed."""
    with pytest.raises(NotImplementedError):
        unprotect(_tree([("YQ==", True)]), stream=stream, key=KEY)


def test_a_value_that_is_not_base64_is_damage() -> None:
    """It is not passed over, for a save would then write something else in its place."""
    with pytest.raises(ValueError, match=r"\w"):
        unprotect(_tree([("abc", True)]), stream="chacha20", key=KEY)


def _base64(value: bytes) -> str:
    from base64 import b64encode  # noqa: PLC0415

    return b64encode(value).decode()
