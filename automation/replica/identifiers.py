"""Numbers that KSeF mints and checks: references, tokens, NIPs, event ids."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Literal

ContextType = Literal["Nip", "InternalId", "NipVatUe"]

_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
_TOKEN_CONTEXT = {"Nip": "nip", "InternalId": "internalId", "NipVatUe": "nipVatUe"}


def crc8(text: str) -> int:
    """CRC-8 with polynomial 0x07 and initial value 0x00, as at the end of a reference number."""
    crc = 0
    for byte in text.encode("ascii"):
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x07 if crc & 0x80 else crc << 1) & 0xFF
    return crc


def mint_reference(kind: str = "EC", *, day: datetime | None = None) -> str:
    """A new reference number: `EC` for a token, `CR` for a challenge, `AU` for a login."""
    date = (day or datetime.now(UTC)).strftime("%Y%m%d")
    # KSeF's own numbers end their third group in three zeros.
    body = f"{date}-{kind}-{secrets.token_hex(4)[:7]}000-{secrets.token_hex(5)}".upper()
    return f"{body}-{crc8(body):02X}"


def mint_token(reference: str, context_type: ContextType, context: str) -> str:
    """A new token's value, for the reference number and the context that it is issued in."""
    return f"{reference}|{_TOKEN_CONTEXT[context_type]}-{context}|{secrets.token_hex(32)}"


def mint_event_id() -> str:
    """The event id that an error screen and an error answer of the gateway show."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def is_nip(text: str) -> bool:
    """Ten digits whose last one is the checksum of the nine before."""
    if not re.fullmatch(r"[0-9]{10}", text):
        return False
    checksum = sum(int(digit) * weight for digit, weight in zip(text[:9], _NIP_WEIGHTS, strict=True)) % 11
    return checksum == int(text[9])


def is_context(context_type: str, value: str) -> bool:
    """A NIP, an internal identifier (`<NIP>-<5 digits>`) or a composite one (`<NIP>-<VAT-UE number>`)."""
    if context_type == "Nip":
        return is_nip(value)
    form = {"InternalId": r"([0-9]{10})-[0-9]{5}", "NipVatUe": r"([0-9]{10})-[A-Z]{2}[A-Z0-9+*]{2,12}"}
    match = re.fullmatch(form.get(context_type, r"(?!)"), value)
    return match is not None and is_nip(match[1])
