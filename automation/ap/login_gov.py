"""Login through login.gov.pl: a person does it, on pages of the state and of banks; here one waits.

Where AP asks for the context is not known (2.1.8 has a page for it before it leaves; it may also come on the way back):
it is filled in wherever AP's own page shows it. All else is the person's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.home import home_is_shown, raise_refusal
from automation.ap.login import LoginScreens
from automation.environments import Login
from automation.errors import NO_REASON, LoginFailedError, LoginNeedsPersonError, LoginTimedOutError

_LOOK_EVERY: Final = 0.3
"""Seconds between two looks at where the browser is."""
_SETTLED: Final = 0.7
"""Seconds after a press, a page or an answer of AP's within which AP sends the browser on, if it does."""
_HANGS: Final = 10.0
"""Seconds after which an answer that AP still waits for counts no more."""


class LoginGov:
    """From `Zaloguj przez login.gov.pl` to the home page, by a person's hands."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self._context_given = False
        self._pressed_at = 0.0

    def must_have_window(self) -> None:
        """See that a person can see the browser: ours, or one of theirs that we are connected to.

        Raises:
            LoginNeedsPersonError: it has no window.
        """
        session = self._ap.page.context.new_cdp_session(self._ap.page)
        try:
            if "Headless" in session.send("Browser.getVersion")["userAgent"]:
                raise LoginNeedsPersonError(login=Login.LOGIN_GOV)
        finally:
            with suppress(Error):
                session.detach()

    def wait_for_person(self, nip: str, *, seconds: float, tell: Callable[[float], None]) -> None:
        """Leave for login.gov.pl, and wait until a person has come back to AP's home page.

        Only for within `OriginGuard.waiting_for_person`, and where nothing records. Nothing is typed or pressed but on
        AP's own page, and no script of ours runs on others.

        Args:
            nip: in whose name, where AP asks.
            seconds: how long.
            tell: told the seconds that are left, at first and then each minute.

        Raises:
            LoginTimedOutError: nobody came back in time.
            LoginFailedError, ApFailedError: AP refused.
        """
        since = self._ap.gateway.now()
        self._press("login-gov")
        began = time.monotonic()
        told = -1
        while not self._home_is_shown(nip, since):
            left = seconds - (time.monotonic() - began)
            if left <= 0:
                raise LoginTimedOutError(seconds=round(seconds))
            if (minute := int((seconds - left) // 60)) > told:
                told = minute
                tell(left)
            self._ap.patience.still_wanted()
            self._ap.page.wait_for_timeout(_LOOK_EVERY * 1000)  # asks nothing of the page

    def _home_is_shown(self, nip: str, since: float) -> bool:
        """Look at the page if it is AP's own: is it the home page, does it refuse, does it ask for the context?"""
        if not self._may_look():
            return False
        if self._ap.shows("login-failed")():
            raise_refusal(self._ap, since)
        if self._ap.shows("context-nip")():
            self._give_context(nip)
            return False
        self._context_given = False
        return home_is_shown(self._ap, nip)

    def _may_look(self) -> bool:
        """Whether the page is AP's own, and not about to be left because of what was pressed."""
        pressed_for = time.monotonic() - self._pressed_at
        is_done = pressed_for >= _HANGS or self._ap.gateway.is_quiet(_SETTLED)
        return pressed_for >= _SETTLED and is_done and self._ap.guard.shows_ap(settled=_SETTLED)

    def _give_context(self, nip: str) -> None:
        if not self._context_given:
            LoginScreens(self._ap).enter_context(nip)
            self._press("context-continue")
            self._context_given = True
        elif time.monotonic() - self._pressed_at >= self._ap.timeout:
            raise LoginFailedError(reason=self._ap.alerts() or NO_REASON)

    def _press(self, control_id: str) -> None:
        self._ap.hand.press(control(control_id))
        self._pressed_at = time.monotonic()
