"""Krok 1 through login.gov.pl: a person logs in, the assistant waits and types nothing."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.home import prove_home
from automation.ap.login_gov import LoginGov
from flows.order import Identity
from flows.run import Run


def through_login_gov(run: Run, ap: Ap, identity: Identity) -> None:
    """From the ways to log in to the home page, by a person's hands.

    While the person logs in nothing is recorded: no trace, no picture, no text of any page.

    Raises:
        LoginNeedsPersonError: the browser has no window.
        LoginTimedOutError: nobody logged in within the limit.
        LoginFailedError, ApFailedError: AP refused.
        BrowserClosedError: the person closed the window.
        WrongContextShownError, WrongEnvironmentShownError: another NIP's or environment's home page came.
    """
    screens = LoginGov(ap)
    with run.step("krok-1-login-gov"):
        screens.must_have_window()
    with run.credential():
        try:
            with run.step("krok-1-czekanie"), ap.guard.waiting_for_person(run.warn):
                screens.wait_for_person(
                    identity.nip,
                    seconds=identity.limit,
                    tell=lambda left: run.tell_person(
                        "person-log-in", nip=identity.nip, minutes=round(left / 60)
                    ),
                )
        except BaseException:
            with suppress(Error):  # whatever bank's page is open: nobody shall take a picture of it
                ap.page.goto("about:blank")
            raise
    with run.step("krok-1-strona-glowna"):
        prove_home(ap, identity.nip)
