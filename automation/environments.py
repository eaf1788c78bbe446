"""The environments of AP: address, allowed origins, logins, legal effect.

Source: the Ministry's three independent environments (written guide, introduction) and AP's public
pages; `local` is the replica, or any other AP that this machine serves to itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from automation.addresses import is_loopback, origin_of
from automation.errors import AddressNotLoopbackError, UnknownEnvironmentError, WrongBaseUrlError


class Login(StrEnum):
    """The ways into AP that the assistant can take."""

    TEST = "test"
    """Test authentication, on the test environment and the replica alone."""
    CERTIFICATE = "certificate"
    """A signed request: qualified signature or seal; on test also with a self-signed certificate."""
    LOGIN_GOV = "login-gov"
    """The national login: a person logs in, in a visible window."""
    SESSION = "session"
    """The session of an earlier login, kept in the vault."""


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
    also_origins: tuple[str, ...] = ()
    """Further origins whose pages are AP's own; none is known."""
    frame_origins: tuple[str, ...] = ()
    """Further origins that a frame inside AP's pages may have; none is known. The place to correct if AP has one."""
    maintenance: tuple[int, int] | None = None
    """The hours, Polish time, between which it may be down for announced maintenance."""

    def __post_init__(self) -> None:
        listed = (self.origin, *self.also_origins, *self.frame_origins)
        for origin in listed:
            if origin_of(origin) != origin or not (origin.startswith("https://") or is_loopback(origin)):
                raise ValueError(origin)  # a mistake in this file: plain http is for this machine only

    @property
    def origin(self) -> str:
        """Scheme, host and port of the address."""
        return origin_of(self.address)

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that a page must have to be acted on."""
        return (self.origin, *self.also_origins)

    def owns(self, url: str) -> bool:
        """Whether a page at this URL belongs to the environment."""
        return origin_of(url) in self.origins

    def may_log_in_at(self, url: str) -> bool:
        """Whether the browser may be there while a person logs in: nobody knows all hosts of state and banks.

        Any https page; for an AP of this machine also plain http on this machine.
        """
        return url.startswith("https://") or (is_loopback(self.address) and is_loopback(url))

    def may_frame(self, url: str) -> bool:
        """Whether AP's pages may have a frame with this URL.

        `about:blank` and `about:srcdoc` have the origin of the page that made them, a `blob:` names it; a `data:` URL
        has an origin of its own, which is nobody's. A browser's own error page in a frame is no place to act.
        """
        if url == "" or url.startswith(("about:blank", "about:srcdoc", "chrome-error:")):
            return True
        return origin_of(url.removeprefix("blob:")) in (*self.origins, *self.frame_origins)


AP_TIME: Final = ZoneInfo("Europe/Warsaw")
"""In which AP's screens and announcements tell the time, and so do reports, which travel."""
_MAINTENANCE: Final = (16, 18)
"""Announced for the test environments (AP's public pages)."""

PRODUCTION: Final = Environment(
    "production",
    "https://ap.ksef.mf.gov.pl/web/",
    vault_group="Produkcja",
    logins=(Login.LOGIN_GOV, Login.CERTIFICATE, Login.SESSION),
    legal_effect=True,
    header_label="",
)
DEMO: Final = Environment(
    "demo",
    "https://ap-demo.ksef.mf.gov.pl/web/",
    vault_group="Demo",
    logins=(Login.LOGIN_GOV, Login.CERTIFICATE, Login.SESSION),
    legal_effect=False,
    header_label="Środowisko Demonstracyjne",  # assumed: no picture of the demo header is known
    maintenance=_MAINTENANCE,
)
TEST: Final = Environment(
    "test",
    "https://ap-test.ksef.mf.gov.pl/web/",
    vault_group="Test",
    logins=(Login.TEST, Login.CERTIFICATE, Login.SESSION),
    legal_effect=False,
    header_label="Środowisko Testowe",
    maintenance=_MAINTENANCE,
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
        logins=tuple(Login),
        legal_effect=False,
        header_label=None,
    )


def _loopback_address(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        _ = parts.port
    except ValueError:
        raise WrongBaseUrlError(address=base_url) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongBaseUrlError(address=base_url)
    if not is_loopback(base_url):
        raise AddressNotLoopbackError(address=base_url)
    path = parts.path.rstrip("/") or "/web"
    return f"{parts.scheme}://{parts.netloc}{path}/"
