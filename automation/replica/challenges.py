"""The challenges that KSeF hands out for requests to be signed, each good for one login."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.replica.identifiers import mint_reference

if TYPE_CHECKING:
    from automation.replica.signatures import Refused


@dataclass
class _Challenge:
    issued_at: float
    context: tuple[str, str] | None
    used: bool = False


class Challenges:
    """Those that were handed out.

    Args:
        seconds: how long one may be used.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._issued: dict[str, _Challenge] = {}

    def issue(self, context: tuple[str, str] | None) -> str:
        """A new one, for a context (type and value) if the page named it."""
        challenge = mint_reference("CR")
        self._issued[challenge] = _Challenge(time.monotonic(), context)
        return challenge

    def redeem(self, challenge: str, context: tuple[str, str]) -> Refused | None:
        """Use one up with a good signature. The answer says why it cannot be; None when it can."""
        known = self._issued.get(challenge)
        if known is None:
            return "unknown-challenge"
        if known.used:
            return "used-challenge"
        if time.monotonic() - known.issued_at > self._seconds:
            return "expired-challenge"
        if known.context is not None and known.context != context:
            return "other-context"
        known.used = True
        return None
