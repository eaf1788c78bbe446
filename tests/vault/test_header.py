"""The key derivation that is read off a file before anything is loaded is the one that pykeepass then reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.vault.header import guessed_kdf
from automation.vault.kdbx import read_kdf

from .databases import KDFS, kdbx4

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kdf", KDFS)
def test_the_guess_is_right(tmp_path: Path, kdf: str) -> None:
    """KDBX 4, each derivation."""
    content = kdbx4(tmp_path / "a.kdbx", kdf=kdf).read_bytes()
    assert guessed_kdf(content) == read_kdf(content, vault="")


@pytest.mark.keepassxc
def test_the_guess_is_right_for_kdbx3(kdbx3: Path) -> None:
    """As `keepassxc-cli db-create` makes it."""
    content = kdbx3.read_bytes()
    assert guessed_kdf(content) == read_kdf(content, vault="")


@given(st.binary(max_size=300), st.integers(0, 300), st.sampled_from([3, 4]))
def test_of_anything_else_nothing_is_guessed_or_something_harmless(tail: bytes, cut: int, major: int) -> None:
    """Cut or made up: no error, whatever it is."""
    head = bytes.fromhex("03d9a29a67fb4bb5") + bytes([0, 0, major, 0])
    guessed_kdf((head + tail)[:cut])
