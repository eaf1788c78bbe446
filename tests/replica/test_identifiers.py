"""Numbers that the replica mints."""

from __future__ import annotations

import re

import pytest

from automation.replica.identifiers import crc8, is_context, is_nip, mint_reference, mint_token


@pytest.mark.parametrize(
    "reference",
    [
        "20251010-EC-1DCE3E3000-12ECB5B36E-45",
        "20251007-CR-2FFB3BA000-AA3F3D1415-07",
        "20251106-CR-1E88E55000-4D3C803C92-D7",
        "20251112-AU-20C9EF6000-0B92C45751-B9",
        "20251007-CR-2FDA516000-D92517129E-04",
    ],
)
def test_checksum_agrees_with_public_reference_numbers(reference: str) -> None:
    """KSeF's own reference numbers end in the checksum that the replica computes."""
    body, checksum = reference.rsplit("-", 1)
    assert crc8(body) == int(checksum, 16)


def test_minted_tokens_have_ksefs_form() -> None:
    """A token is a reference number with its checksum, the context, and 64 hex digits."""
    reference = mint_reference()
    body, checksum = reference.rsplit("-", 1)
    assert re.fullmatch(r"\d{8}-EC-[0-9A-F]{10}-[0-9A-F]{10}", body)
    assert crc8(body) == int(checksum, 16)
    assert re.fullmatch(
        rf"{reference}\|nip-1234563218\|[0-9a-f]{{64}}", mint_token(reference, "Nip", "1234563218")
    )


def test_a_nip_needs_its_checksum() -> None:
    """Ten digits alone are no NIP."""
    assert is_nip("1234563218")
    assert is_nip("5265877635")
    assert not is_nip("1234563219")
    assert not is_nip("123456321")
    assert not is_nip("１２３４５６３２１８")


def test_contexts_begin_with_a_nip() -> None:
    """An internal identifier is a NIP and five digits."""
    assert is_context("InternalId", "1234563218-00001")
    assert not is_context("InternalId", "1234563219-00001")
    assert not is_context("Pesel", "44051401359")
