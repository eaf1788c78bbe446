"""AP as the flows see it: one page of one environment, and its screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.ap.alerts import Alerts
from automation.ap.catalogue import control
from automation.ap.finder import Finder, is_page_change
from automation.ap.gateway import Exchange, GatewayWatch
from automation.ap.hand import Hand
from automation.ap.header import Header
from automation.ap.partner import Act
from automation.ap.waiting import Patience
from automation.browser.clipboard import ClipboardCapture
from automation.browser.guard import OriginGuard
from automation.environments import Environment
from automation.errors import (
    NO_REASON,
    ApFailedError,
    ApTooManyRequestsError,
    ApTooSlowError,
    ApUnreachableError,
    BrowserClosedError,
    CertificateRefusedError,
    PermissionRefusedError,
    SessionEndedError,
)

_LOGIN_ROUTE: Final = "/login"
_GRACE: Final = 5.0
"""Seconds that a screen still may come after AP's gateway answered some request with an error."""
_VERSION: Final = re.compile(r"\bWersja\s+(\d+(?:\.\d+)+)", re.IGNORECASE)


class Ap:
    """One AP in one browser page."""

    def __init__(
        self,
        page: Page,
        environment: Environment,
        *,
        timeout: float,
        still_wanted: Callable[[], None] = lambda: None,
        system_clipboard: bool = False,
    ) -> None:
        """Args:
        page: an empty page of a fresh context.
        environment: where to go, and where alone to act.
        timeout: seconds that one screen may take.
        still_wanted: asked between looks at the page; raises when the run is to stop.
        system_clipboard: the operating system's clipboard gets the token too.
        """
        self.page = page
        self.environment = environment
        self.timeout = timeout
        self.clipboard = ClipboardCapture(page, system=system_clipboard, origins=environment.origins)
        self.gateway = GatewayWatch(page)
        self.logged_in = False
        self.nip = ""
        """The context that was asked for at the login; empty before it."""
        self._crashed = False
        self.said = Alerts(page)
        self._still_wanted = still_wanted
        self.patience = Patience(page, self._check_alive)
        self.finder = Finder(page, self.patience)
        self.guard = OriginGuard(page, environment)
        self.header = Header(page, environment, self.finder, self.patience)
        self.hand = Hand(
            page,
            self.finder,
            self.patience,
            may_press=self.guard.may_press,
            may_type=self.guard.may_type,
            timeout=timeout,
        )
        page.on("crash", self._on_crash)

    @property
    def version(self) -> str | None:
        """AP's version as its pages show it, once seen."""
        return self.finder.version

    @property
    def step(self) -> str:
        """The title of the step under way, for messages."""
        return self.finder.step

    def begin_step(self, title: str) -> None:
        """Know the step under way."""
        self.finder.step = title
        self.finder.forget()
        if (
            not self.guard.has_token_at_stake
        ):  # then each look at the page costs time that the token does not have
            self.said.note_standing()

    def open(self) -> None:
        """Go to AP's first page.

        Raises:
            ApUnreachableError: no answer.
            ApFailedError, ApTooManyRequestsError: an answer that is an error.
            WrongOriginError: AP's address leads elsewhere.
            CertificateRefusedError: the certificate there does not hold.
        """
        self.logged_in = False
        if self.hand.partner is not None:
            self.hand.partner.does(Act("open", self.environment.address))
        self.guard.arm()
        try:
            response = self.page.goto(
                self.environment.address, wait_until="commit", timeout=self.timeout * 1000
            )
        except PlaywrightTimeoutError:
            raise ApTooSlowError(step=self.step, seconds=round(self.timeout)) from None
        except Error as error:
            if self.is_gone:
                raise
            self.guard.tell_what_was_kept_out()
            # A lost connection is the usual case; the browser's own word for it helps whoever looks into it.
            found = re.search(r"net::ERR_\w+", str(error))
            if found and found[0].startswith("net::ERR_CERT_"):
                raise CertificateRefusedError(origin=self.environment.origin, reason=found[0]) from None
            raise ApUnreachableError(
                address=self.environment.address, reason=found[0] if found else "-"
            ) from None
        self.guard.check()
        # Not left to `goto`, which would not notice that the guard has broken off where the page went next.
        if self.patience.until({"loaded": self._is_loaded}, seconds=self.timeout) is None:
            raise ApTooSlowError(step=self.step, seconds=round(self.timeout))
        if response is not None and response.status >= 400:
            raise self._error(Exchange("GET", urlsplit(response.url).path, 0, 0, response.status))

    def _is_loaded(self) -> bool:
        try:
            return bool(self.page.evaluate("() => document.readyState !== 'loading'"))
        except Error as error:
            if is_page_change(error):
                return False
            raise

    def check_place(self) -> None:
        """Prove that address, certificate, environment and context are the ones asked for: before what binds.

        Raises:
            WrongOriginError, CertificateRefusedError: this is not AP's page, or not AP's alone.
            WrongEnvironmentShownError, WrongContextShownError: AP's header says otherwise.
        """
        self.guard.check(strict=True)
        self.header.check_environment()
        self.header.check_context(self.nip, within=self.timeout)

    def read_version(self) -> None:
        """Take AP's version from the page, where it shows one."""
        match = _VERSION.search(self.text_of_page())
        if match is None:  # the page's own text has nothing of what stands in shadow roots
            shown = self.page.get_by_text(_VERSION)
            match = next((found for text in _texts(shown) if (found := _VERSION.search(text))), None)
        if match:
            self.finder.version = match[1]

    def text_of_page(self) -> str:
        """What the page says, as a person would read it. Not for pages that may show a token."""
        text: str = self.page.evaluate("() => document.body ? document.body.innerText : ''")
        return text

    def alerts(self) -> str:
        """What AP itself says went wrong, in one text."""
        return " ".join(self.said.spoken())[:300]

    def words_of_failure(self) -> str:
        """The same where it is known that something has failed: messages without a role count as well."""
        return " ".join(self.said.of_failure())[:300]

    def expect(
        self, conditions: Mapping[str, Callable[[], bool]], *, since: float, seconds: float | None = None
    ) -> str:
        """Wait until one of the conditions holds, and say which.

        Args:
            conditions: what may come, by name.
            since: the gateway's moment after which a failed request explains why nothing comes.
            seconds: how long to wait; the usual time for a screen if not given.

        Raises:
            SessionEndedError: AP went back to its login.
            ApFailedError, ApTooManyRequestsError, PermissionRefusedError: AP's gateway answered with an error.
            ApTooSlowError: nothing came.
        """
        limit = self.timeout if seconds is None else seconds
        deadline = self.gateway.now() + limit
        while True:
            for name, holds in conditions.items():
                if holds():
                    return name
            self._raise_failure(since)
            if self.gateway.now() >= deadline:
                raise ApTooSlowError(step=self.step, seconds=round(limit))
            self.patience.next_change()

    def shows(self, control_id: str) -> Callable[[], bool]:
        """A condition: the control is visible."""
        return lambda: self.finder.is_shown(control(control_id))

    @property
    def at_login(self) -> bool:
        """Whether the page is AP's login."""
        url = self.page.url
        return self.environment.owns(url) and urlsplit(url).path.rstrip("/").endswith(_LOGIN_ROUTE)

    @property
    def is_gone(self) -> bool:
        """Whether the page was closed or has crashed."""
        return self._crashed or self.page.is_closed()

    def session_has_ended(self, since: float) -> bool:
        """Whether AP has ended the session since a moment."""
        refused = any(exchange.status == 401 for exchange in self.gateway.failures_since(since))
        return self.logged_in and (refused or self.at_login)

    def raise_if_overloaded(self, since: float) -> None:
        """Say so if AP's gateway itself failed or asked for a pause, whatever the page made of it.

        Raises:
            ApFailedError, ApTooManyRequestsError: it did.
        """
        for failure in self.gateway.failures_since(since):
            if failure.broken or failure.status == 429 or (failure.status or 0) >= 500:
                raise self._error(failure)

    def _raise_failure(self, since: float) -> None:
        if self.session_has_ended(since):
            raise SessionEndedError(step=self.step)
        for failure in self.gateway.failures_since(since):
            if self.gateway.now() - (failure.answered_at or 0) >= _GRACE:
                raise self._error(failure)

    def _error(self, failure: Exchange) -> Exception:
        if failure.status == 429:
            return ApTooManyRequestsError(seconds=round(failure.retry_after or 60), step=self.step)
        if failure.status == 403:
            return PermissionRefusedError(reason=self.alerts() or "403")
        return ApFailedError(
            status=failure.status or "-",
            request=f"{failure.method} {failure.path}",
            step=self.step,
            reason=self.words_of_failure() or NO_REASON,
        )

    def _check_alive(self) -> None:
        if self.is_gone:
            raise BrowserClosedError
        self.guard.look()
        if self.logged_in and self.at_login:
            raise SessionEndedError(step=self.step)
        self._still_wanted()

    def _on_crash(self, _page: Page) -> None:
        self._crashed = True


def _texts(shown: Locator) -> list[str]:
    try:
        return shown.all_inner_texts()
    except Error as error:
        if is_page_change(error):
            return []
        raise
