"""The KSeF token: its form, its checksum, its context, and the permissions that AP lets one choose.

Source of the form and the checksum: the public contract of the KSeF API, version 2, and five public
reference numbers on which the checksum was verified (`tests/test_ksef_token.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from automation.secret import Secret

MAX_LENGTH: Final = 160
NAME_MIN_LENGTH: Final = 5
NAME_MAX_LENGTH: Final = 256

_REFERENCE = r"[0-9]{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}"
_NIP_CONTEXT = r"nip-[0-9]{10}"
_INTERNAL_CONTEXT = r"internalId-[0-9]{10}-[0-9]{5}"
_TOKEN = re.compile(rf"({_REFERENCE})\|({_NIP_CONTEXT}|{_INTERNAL_CONTEXT})\|([0-9a-f]{{64}})")
TOKEN_FORM: Final = re.compile(rf"(?<![\w-]){_REFERENCE}\|[A-Za-z]+-[0-9-]+\|[0-9a-f]{{64}}(?!\w)")
"""A token anywhere in a text, whatever its context."""


class Permission(StrEnum):
    """What a token may do, by the API's names (enum `KsefTokenPermissionType` of the contract)."""

    INVOICE_WRITE = "InvoiceWrite"
    INVOICE_READ = "InvoiceRead"
    CREDENTIALS_READ = "CredentialsRead"
    CREDENTIALS_MANAGE = "CredentialsManage"
    SUBUNIT_MANAGE = "SubunitManage"
    INTROSPECTION = "Introspection"
    ENFORCEMENT_OPERATIONS = "EnforcementOperations"
    COLLECTIVE_IDENTIFIER_MANAGE = "CollectiveIdentifierManage"


INVOICE_PERMISSIONS: Final = (Permission.INVOICE_WRITE, Permission.INVOICE_READ)


class MalformedTokenError(ValueError):
    """A text is not a KSeF token. `reason` names the part that is wrong, never its content."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class KsefToken:
    """A token taken apart: `reference_number|context|secret`."""

    reference_number: str
    context: str
    value: Secret

    @property
    def nip(self) -> str:
        """The ten digits of the NIP that the token's context names (also of an internal identifier)."""
        return self.context.split("-")[1]


def parse(value: Secret) -> KsefToken:
    """Take a token apart and check its form and checksum.

    Raises:
        MalformedTokenError: with `reason` one of `length`, `form`, `checksum`.
    """
    text = value.reveal()
    if not 0 < len(text) <= MAX_LENGTH:
        raise MalformedTokenError("length")
    match = _TOKEN.fullmatch(text)
    if match is None:
        raise MalformedTokenError("form")
    reference_number, context, _ = match.groups()
    if not is_reference_number(reference_number):
        raise MalformedTokenError("checksum")
    return KsefToken(reference_number, context, value)


def is_reference_number(text: str) -> bool:
    """Whether a text is a KSeF reference number with a right checksum."""
    if re.fullmatch(_REFERENCE, text) is None:
        return False
    body, _, checksum = text.rpartition("-")
    return crc8(body.encode("ascii")) == int(checksum, 16)


def crc8(data: bytes) -> int:
    """CRC-8 with polynomial 0x07 and initial value 0x00, as KSeF's reference numbers use it."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = ((register << 1) ^ 0x07 if register & 0x80 else register << 1) & 0xFF
    return register
