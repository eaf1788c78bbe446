"""Signs AP's login request (XAdES): with a certificate, by a program of the operator's, or by a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from automation.signing.request import AuthTokenRequest

Pause = Callable[[float], None]
"""Lets so many seconds pass while the browser's window stays usable; raises when the run is to stop."""


class Signer(Protocol):
    """Whoever signs AP's request. What is signed is binding, so it can be nothing but a request that was read."""

    def sign(self, request: AuthTokenRequest, pause: Pause) -> bytes:
        """The request with a XAdES signature, as a file for AP.

        Args:
            request: what AP asks to be signed.
            pause: how to wait.

        Raises:
            LoginError: it could not be signed.
        """
        ...
