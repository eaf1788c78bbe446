"""AP's way in, in every known version: the landing page, the cards, the consent, the context, the test signature.

Version 2.2.9 begins with the cards and has the context and the test signature on one page; 2.1.8 begins with a landing
page and has a page of its own for each. No screen is told by the version: what the page offers is what is done.
"""

from __future__ import annotations

from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.home import wait_for_home
from automation.environments import Login
from automation.errors import LoginWayMissingError

_WAYS: Final = {
    Login.TEST: "test-login",
    Login.CERTIFICATE: "certificate-login",
    Login.LOGIN_GOV: "login-gov",
}
"""The control of each way in."""
_SETTLES: Final = 0.5
"""Seconds within which the rest of a form is there once its first field is."""


class LoginScreens:
    """From AP's first page to its home page."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap

    def open(self, login: Login = Login.TEST) -> None:
        """Go to AP and wait for the ways to log in, of which this one must be offered.

        Raises:
            LoginWayMissingError: AP offers others only.
        """
        since = self._ap.gateway.now()
        self._ap.open()
        seen = self._ap.expect(
            {"cards": lambda: bool(self.offered()), "landing": self._ap.shows("enter")}, since=since
        )
        self._ap.read_version()
        self._ap.header.check_environment()
        if seen == "landing":
            self.leave_landing()
        wanted = self._ap.shows(_WAYS[login])
        if not self._ap.patience.until({"wanted": wanted}, seconds=_SETTLES):
            raise LoginWayMissingError(login=login, offered=", ".join(self.offered()) or "-")

    def leave_landing(self) -> None:
        """From the landing page (2.1.8) to the ways to log in."""
        since = self._ap.gateway.now()
        self._ap.hand.press(control("enter"))
        self._ap.expect({"cards": lambda: bool(self.offered())}, since=since)
        self._ap.read_version()
        self._ap.header.check_environment()

    def offered(self) -> list[str]:
        """What AP calls the known ways in that it offers now."""
        ways = (control(way) for way in _WAYS.values())
        return [way.label(self._ap.version) for way in ways if self._ap.finder.is_shown(way)]

    def choose_test_login(self) -> str:
        """Take test authentication, and say what AP shows next: `consent` (a dialog) or `context`."""
        since = self._ap.gateway.now()
        self._ap.hand.press(control(_WAYS[Login.TEST]))
        return self._ap.expect(
            {"consent": self._ap.shows("consent"), "context": self._ap.shows("context-nip")}, since=since
        )

    def accept_test_environment(self) -> None:
        """Tick the statement that this is a test environment, and go on."""
        since = self._ap.gateway.now()
        self._ap.hand.tick(control("consent"))
        self._ap.hand.press(control("consent-continue"))
        self._ap.expect({"context": self._ap.shows("context-nip")}, since=since)

    def enter_context(self, nip: str) -> None:
        """Say in whose name one logs in and, where AP asks so here, that the certificate names its holder."""
        self._tick_if_offered("context-kind-nip")
        self._ap.hand.fill(control("context-nip"), nip)
        self._tick_if_offered("certificate-names-subject")
        self._ap.read_version()

    @property
    def asks_for_signature(self) -> bool:
        """Whether the page has the part for the test signature."""
        return self._ap.shows("signature-kind")()

    def leave_context(self, nip: str) -> str:
        """Press what ends the context page (2.1.8: `Uwierzytelnij`), and say what comes.

        Returns:
            `signature` (the test signature's page) or `home`.

        Raises:
            LoginFailedError, ApFailedError, WrongContextShownError: as `authenticate`.
        """
        signature = {"signature": lambda: self.asks_for_signature}
        since = self._ap.gateway.now()
        self._ap.hand.press(control("context-continue"))
        comes = wait_for_home(
            self._ap, nip, since=since, or_else={**signature, "question": self.asks_on_a_page_of_its_own}
        )
        if comes == "question":
            since = self._ap.gateway.now()
            self._ap.hand.tick(control("certificate-names-subject"))
            self._ap.hand.press(control("question-continue"))
            comes = wait_for_home(self._ap, nip, since=since, or_else=signature)
        return comes

    def asks_on_a_page_of_its_own(self) -> bool:
        """Whether this is the page (2.1.8) that asks nothing but whether the certificate names its holder."""
        return (
            self._ap.shows("certificate-names-subject")()
            and self._ap.shows("question-continue")()
            and not self._ap.shows("context-nip")()
        )

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
        wait_for_home(self._ap, nip, since=since)

    def _tick_if_offered(self, control_id: str) -> None:
        if self._ap.patience.until({"shown": self._ap.shows(control_id)}, seconds=_SETTLES):
            self._ap.hand.tick(control(control_id))
