"""Krok 1: log in to AP, in whichever way was asked for."""

from __future__ import annotations

from automation.ap.app import Ap
from automation.ap.login import LoginScreens
from automation.environments import Login
from automation.vault import Vault
from flows.login_certificate import by_certificate
from flows.login_gov import through_login_gov
from flows.login_session import keep_session, with_session
from flows.order import Identity
from flows.run import Run


def sign_in(run: Run, ap: Ap, identity: Identity, vault: Vault | None = None) -> None:
    """From AP's first page to the home page of the taxpayer.

    Args:
        run: told of the steps.
        ap: where to log in.
        identity: who logs in, and how.
        vault: has the session of an earlier login, and takes that of this one; None where no vault is in use.

    Raises:
        LoginError: nobody is logged in.
    """
    if identity.login is Login.SESSION:
        with_session(run, ap, identity, vault)
        return
    login = LoginScreens(ap)
    with run.step("krok-1-adres", address=ap.environment.address):
        login.open(identity.login)
    if identity.login is Login.CERTIFICATE:
        by_certificate(run, ap, identity)
    elif identity.login is Login.LOGIN_GOV:
        through_login_gov(run, ap, identity)
    else:
        by_test_signature(run, login, identity)
    keep_session(run, ap, identity, vault)


def by_test_signature(run: Run, login: LoginScreens, identity: Identity) -> None:
    """Test authentication, on the test environment and the replica alone."""
    with run.step("krok-1-sposob"):
        shown = login.choose_test_login()
    if shown == "consent":
        with run.step("krok-1-oswiadczenie"):
            login.accept_test_environment()
    with run.step("krok-1-podmiot", nip=identity.nip):
        login.enter_context(identity.nip)
        if not login.asks_for_signature and login.leave_context(identity.nip) == "home":
            return
    with run.step("krok-1-podpis"):
        login.sign_test_request(identity.nip)
    with run.step("krok-1-uwierzytelnienie"):
        login.authenticate(identity.nip)
