"""AP's way in: the cards, the consent, the context, the test signature."""

from __future__ import annotations

from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.errors import (
    ApFailedError,
    ApTooSlowError,
    LoginFailedError,
    PermissionRefusedError,
    SessionEndedError,
)

_TIMED_OUT: Final = "Przekroczenie czasu oczekiwania"
"""How AP's message begins when KSeF, not the person, is to blame (seen on demo, January 2026)."""


class LoginScreens:
    """From AP's first page to its home page."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap

    def open(self) -> None:
        """Go to AP and wait for the ways to log in."""
        since = self._ap.gateway.now()
        self._ap.open()
        self._ap.expect({"cards": self._ap.shows("test-login")}, since=since)
        self._ap.read_version()
        self._ap.header.check_environment()

    def choose_test_login(self) -> None:
        """Press `Zaloguj` on the card of test authentication."""
        since = self._ap.gateway.now()
        self._ap.hand.press(control("test-login"))
        self._ap.expect({"consent": self._ap.shows("consent")}, since=since)

    def accept_test_environment(self) -> None:
        """Tick the statement that this is a test environment, and go on."""
        since = self._ap.gateway.now()
        self._ap.hand.tick(control("consent"))
        self._ap.hand.press(control("consent-continue"))
        self._ap.expect({"context": self._ap.shows("context-nip")}, since=since)

    def enter_context(self, nip: str) -> None:
        """Say in whose name one logs in."""
        self._ap.hand.tick(control("context-kind-nip"))
        self._ap.hand.fill(control("context-nip"), nip)
        self._ap.hand.tick(control("certificate-names-subject"))

    def sign_test_request(self, nip: str) -> None:
        """Fill in the test signature: a company's seal with this NIP."""
        self._ap.hand.choose(control("signature-kind"), control("signature-kind-seal"))
        self._ap.hand.fill(control("signature-nip"), nip)

    def authenticate(self, nip: str) -> None:
        """Press `Uwierzytelnij do aplikacji testowej` and wait for the home page of this NIP.

        Raises:
            LoginFailedError: AP refused.
            ApFailedError: KSeF did not answer AP.
            WrongContextShownError: another NIP's home page came.
        """
        since = self._ap.gateway.now()
        self._ap.hand.press(control("authenticate"))
        try:
            outcome = self._ap.expect(
                {
                    "home": lambda: self._home_is_shown(nip),
                    "refused": self._ap.shows("login-failed"),
                },
                since=since,
            )
        except (ApFailedError, ApTooSlowError, PermissionRefusedError, SessionEndedError) as error:
            refused = [e for e in self._ap.gateway.failures_since(since) if e.status in {400, 401, 403}]
            if refused or (isinstance(error, ApTooSlowError) and self._ap.alerts()):
                raise LoginFailedError(reason=self._ap.alerts() or "-") from None
            raise
        if outcome == "refused":
            self._ap.raise_if_overloaded(since)
            reason = self._ap.alerts() or control("login-failed").label()
            if _TIMED_OUT in reason or _TIMED_OUT in self._ap.text_of_page():
                raise ApFailedError(status="-", request="-", step=self._ap.step, reason=_TIMED_OUT)
            raise LoginFailedError(reason=reason)
        self._ap.logged_in = True
        self._ap.nip = nip
        self._ap.read_version()
        self._ap.check_place()

    def _home_is_shown(self, nip: str) -> bool:
        if self._ap.finder.is_shown(control("authenticate")):
            return False
        return self._ap.header.context() == nip or self._ap.finder.menu_root() is not None
