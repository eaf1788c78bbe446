"""AP's session, as it can be kept and taken up again: AP's own cookies, in which the session is.

Whether AP keeps anything of a session elsewhere (local storage) is not known; assumed: nothing that a login needs.
Other hosts' cookies, those of login.gov.pl and of banks among them, are never kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self
from urllib.parse import urlsplit

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.home import home_is_shown, prove_home
from automation.ap.login import LoginScreens
from automation.secret import Secret

_SCHEMA: Final = 1
_FIELDS: Final = (
    "name",
    "value",
    "domain",
    "path",
    "expires",
    "httpOnly",
    "secure",
    "sameSite",
    "partitionKey",
)
"""What Playwright tells of a cookie and takes back."""
_SHORTEST_SECRET: Final = 16
"""Characters from which on a cookie's value is looked for in all output: a language or a NIP is no secret."""
_QUIET: Final = 1.0
"""Seconds without traffic after which AP's login page is what AP has decided on."""


@dataclass(frozen=True, slots=True, repr=False)
class ApSession:
    """A session of one AP and one NIP."""

    address: str
    """The environment's."""
    nip: str
    taken_at: datetime
    cookies: tuple[dict[str, Any], ...]
    _secrets: tuple[Secret, ...] = ()
    """The cookies' values, so that they are on the list of what must not be shown."""

    @classmethod
    def of(cls, ap: Ap) -> Self:
        """The session that this page has."""
        host = urlsplit(ap.environment.address).hostname or ""
        found: list[Any] = ap.page.context.cookies()
        cookies = [
            {key: cookie[key] for key in _FIELDS if cookie.get(key) is not None}
            for cookie in found
            if _belongs(cookie["domain"], host)
        ]
        return cls(ap.environment.address, ap.nip, datetime.now(UTC), *_with_secrets(cookies))

    @classmethod
    def read(cls, kept: Secret) -> Self | None:
        """The session as `written`; None where it is none."""
        try:
            found = json.loads(kept.reveal())
            if found["schema"] != _SCHEMA:
                return None
            taken_at = datetime.fromisoformat(found["taken_at"])
            return cls(found["address"], found["nip"], taken_at, *_with_secrets(found["cookies"]))
        except (ValueError, LookupError, TypeError):
            return None

    def written(self) -> Secret:
        """The session as JSON, to be kept."""
        content = {
            "schema": _SCHEMA,
            "address": self.address,
            "nip": self.nip,
            "taken_at": self.taken_at.isoformat(timespec="seconds"),
            "cookies": self.cookies,
        }
        # Not looked for as a whole: its secrets are on the list each for itself, and its address and time are none.
        return Secret(json.dumps(content, ensure_ascii=False), public=True)

    def is_for(self, ap: Ap, nip: str) -> bool:
        """Whether it is of this AP and this NIP."""
        return (self.address, self.nip) == (ap.environment.address, nip)

    def take_up(self, ap: Ap) -> bool:
        """Go to AP with this session.

        Returns:
            False where AP asks for a login: the session has ended.

        Raises:
            WrongContextShownError, WrongEnvironmentShownError: another NIP's or environment's home page came.
        """
        ap.guard.arm()
        host = urlsplit(ap.environment.address).hostname or ""
        own: list[Any] = [cookie for cookie in self.cookies if _belongs(str(cookie.get("domain")), host)]
        ap.page.context.add_cookies(own)
        since = ap.gateway.now()
        ap.open()
        login = LoginScreens(ap)

        def asks_for_login() -> bool:
            if not ap.gateway.is_quiet(_QUIET):
                return False
            return _refused(ap, since) or (ap.header.context() is None and bool(login.offered()))

        conditions = {"home": lambda: home_is_shown(ap, self.nip), "login": asks_for_login}
        seen = ap.expect(conditions | {"landing": ap.shows("enter")}, since=since)
        if seen == "landing":  # 2.1.8 may show it to people who are logged in, too (assumed)
            since = ap.gateway.now()
            ap.hand.press(control("enter"))
            seen = ap.expect(conditions, since=since)
        if seen == "home":
            prove_home(ap, self.nip)
        return seen == "home"


def _refused(ap: Ap, since: float) -> bool:
    return any(exchange.status == 401 for exchange in ap.gateway.failures_since(since))


def _belongs(domain: str, host: str) -> bool:
    bare = domain.lstrip(".").casefold()
    return bool(bare) and (host == bare or (domain.startswith(".") and host.endswith(f".{bare}")))


def _with_secrets(cookies: list[dict[str, Any]]) -> tuple[tuple[dict[str, Any], ...], tuple[Secret, ...]]:
    values = (str(cookie["value"]) for cookie in cookies)
    return tuple(cookies), tuple(Secret(value) for value in values if len(value) >= _SHORTEST_SECRET)
