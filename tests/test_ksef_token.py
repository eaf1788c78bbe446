"""The token's form and checksum, judged by what KSeF itself has published."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from automation.ksef_token import MAX_LENGTH, MalformedTokenError, crc8, is_reference_number, parse
from automation.secret import Secret

PUBLIC = (
    "20251010-EC-1DCE3E3000-12ECB5B36E-45",
    "20251007-CR-2FFB3BA000-AA3F3D1415-07",
    "20251106-CR-1E88E55000-4D3C803C92-D7",
    "20251112-AU-20C9EF6000-0B92C45751-B9",
    "20251007-CR-2FDA516000-D92517129E-04",
)
"""Reference numbers that KSeF's public documents show."""
REFERENCE = PUBLIC[0]
NIP = "5265877635"
CONTEXT = f"nip-{NIP}"
HEX = "919f7044" * 8


def token(reference: str = REFERENCE, context: str = CONTEXT, secret: str = HEX) -> Secret:
    """A token put together."""
    return Secret(f"{reference}|{context}|{secret}")


def reason(value: Secret) -> str:
    """Why a value is no token."""
    with pytest.raises(MalformedTokenError) as caught:
        parse(value)
    assert str(caught.value) == caught.value.reason, "the value is quoted"
    return caught.value.reason


@pytest.mark.parametrize("reference", PUBLIC)
def test_public_reference_numbers_have_a_right_checksum(reference: str) -> None:
    """CRC-8 as implemented agrees with every reference number that KSeF has published."""
    assert is_reference_number(reference)


def test_crc8_gives_the_check_value_of_the_standard() -> None:
    """CRC-8/SMBUS (0x07, 0x00): "123456789" gives 0xF4."""
    assert crc8(b"123456789") == 0xF4


def test_a_token_is_taken_apart() -> None:
    """Reference number, context, NIP and the whole value come out."""
    parsed = parse(token())
    assert (parsed.reference_number, parsed.context, parsed.nip) == (REFERENCE, CONTEXT, NIP)
    assert parsed.value == token()
    assert HEX not in repr(parsed)


def test_an_internal_identifier_is_a_context() -> None:
    """`internalId-NIP-12345` is good too, and its NIP is the company's."""
    parsed = parse(token(context=f"internalId-{NIP}-12345"))
    assert parsed.context == f"internalId-{NIP}-12345"
    assert parsed.nip == NIP


@given(
    reference=st.sampled_from(PUBLIC),
    place=st.integers(0, len(REFERENCE) - 1),
    put=st.one_of(st.sampled_from(string.digits + "ABCDEF-"), st.characters(codec="utf-8")),
)
@example(reference=REFERENCE, place=0, put="٢")  # a digit, too, but not one of ours
def test_a_changed_character_of_the_reference_is_noticed(reference: str, place: int, put: str) -> None:
    """No single changed character passes: the form or the checksum tells, without any other error."""
    changed = reference[:place] + put + reference[place + 1 :]
    if changed == reference:
        assert parse(token(reference)).reference_number == reference
    else:
        assert not is_reference_number(changed)
        assert reason(token(changed)) in {"form", "checksum"}


@pytest.mark.parametrize("reference", PUBLIC)
def test_swapped_neighbours_of_the_reference_are_noticed(reference: str) -> None:
    """The usual slip of whoever types a number."""
    for place in range(len(reference) - 1):
        swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        assert swapped == reference or not is_reference_number(swapped)


@pytest.mark.parametrize(
    "value",
    [
        f"{REFERENCE}|{CONTEXT}|{HEX[:-1]}",
        f"{REFERENCE}|{CONTEXT}|{HEX}0",
        f"{REFERENCE}|{CONTEXT}|{HEX.upper()}",
        f"{REFERENCE}|{CONTEXT}|{HEX}\n",
        f" {REFERENCE}|{CONTEXT}|{HEX}",
        f"{REFERENCE}|{CONTEXT}",
        f"{REFERENCE.lower()}|{CONTEXT}|{HEX}",
        f"{REFERENCE}|nip-123|{HEX}",
        f"{REFERENCE}|NIP-{NIP}|{HEX}",
        f"{REFERENCE}|internalId-{NIP}|{HEX}",
        f"{REFERENCE}|internalId-{NIP}-1234|{HEX}",
        f"{REFERENCE}|nip-٥٢٦٥٨٧٧٦٣٥|{HEX}",
        f"{REFERENCE}|{CONTEXT}|{HEX}|",
        "Kopiuj",
    ],
)
def test_anything_else_is_refused_by_its_form(value: str) -> None:
    """A cut, padded or otherwise altered value is no token."""
    assert reason(Secret(value)) == "form"


@pytest.mark.parametrize("length", [0, MAX_LENGTH + 1, 100_000])
def test_an_empty_or_overlong_value_is_refused_by_its_length(length: int) -> None:
    """160 characters are the most that the contract allows."""
    assert reason(Secret("a" * length)) == "length"


def test_a_value_of_160_characters_is_judged_by_its_form() -> None:
    """The limit itself is allowed; the longest real token (an internal identifier's) stays below it."""
    assert reason(Secret("a" * MAX_LENGTH)) == "form"
    assert len(token(context=f"internalId-{NIP}-12345").reveal()) < MAX_LENGTH
