"""The environments of AP: address, allowed origins, logins, legal effect.

Source: the Ministry's three independent environments (written guide, introduction) and AP's public
pages; `local` is the replica, or any other AP that this machine serves to itself.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from automation.errors import AddressNotLoopbackError, UnknownEnvironmentError, WrongBaseUrlError


class Login(StrEnum):
    """The ways into AP that the assistant can take."""

    TEST = "test"


@dataclass(frozen=True, slots=True)
class Environment:
    """One AP: where it is and what may be done there."""

    name: str
    address: str
    """AP's first page, ending in `/web/`."""
    vault_group: str
    """The group below `KSeF/` that keeps its tokens apart from those of the other environments."""
    logins: tuple[Login, ...]
    legal_effect: bool
    """Whether what is done there binds the taxpayer."""
    header_label: str | None
    """What AP's header says of the environment; "" for no label at all, None for any label."""

    @property
    def origin(self) -> str:
        """Scheme, host and port that a page must have to be acted on."""
        return origin_of(self.address)

    def owns(self, url: str) -> bool:
        """Whether a page at this URL belongs to the environment."""
        return origin_of(url) == self.origin


PRODUCTION: Final = Environment(
    "production",
    "https://ap.ksef.mf.gov.pl/web/",
    vault_group="Produkcja",
    logins=(),
    legal_effect=True,
    header_label="",
)
DEMO: Final = Environment(
    "demo",
    "https://ap-demo.ksef.mf.gov.pl/web/",
    vault_group="Demo",
    logins=(),
    legal_effect=False,
    header_label="Środowisko Demonstracyjne",  # assumed: no picture of the demo header is known
)
TEST: Final = Environment(
    "test",
    "https://ap-test.ksef.mf.gov.pl/web/",
    vault_group="Test",
    logins=(Login.TEST,),
    legal_effect=False,
    header_label="Środowisko Testowe",
)

LOCAL_NAME: Final = "local"
NAMES: Final = (PRODUCTION.name, DEMO.name, TEST.name, LOCAL_NAME)


def environment(name: str, base_url: str | None = None) -> Environment:
    """The environment with this name; `local` also needs the address it is served at.

    Raises:
        UnknownEnvironmentError: no environment has this name.
        WrongBaseUrlError: an address with another environment than `local`, or not an http(s) address.
        AddressNotLoopbackError: an address that another machine could answer.
    """
    for known in (PRODUCTION, DEMO, TEST):
        if known.name == name:
            if base_url is not None:
                raise WrongBaseUrlError(address=base_url)
            return known
    if name != LOCAL_NAME:
        raise UnknownEnvironmentError(environment=name, known=", ".join(NAMES))
    return Environment(
        LOCAL_NAME,
        _loopback_address(base_url or ""),
        vault_group="Lokalne",
        logins=(Login.TEST,),
        legal_effect=False,
        header_label=None,
    )


def origin_of(url: str) -> str:
    """The origin of a URL (`scheme://host:port`), or "" where it has none that can be trusted."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or (443 if parts.scheme == 'https' else 80)}"


def _loopback_address(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError:
        raise WrongBaseUrlError(address=base_url) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongBaseUrlError(address=base_url)
    if not _is_loopback(parts):
        raise AddressNotLoopbackError(address=base_url)
    path = parts.path.rstrip("/") or "/web"
    return f"{parts.scheme}://{parts.netloc}{path}/"


def _is_loopback(parts: SplitResult) -> bool:
    if "@" in parts.netloc or parts.hostname is None:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False
