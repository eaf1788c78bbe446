"""Krok 1: log in to AP by test authentication."""

from __future__ import annotations

from automation.ap.app import Ap
from automation.ap.login import LoginScreens
from flows.order import Identity
from flows.run import Run


def sign_in(run: Run, ap: Ap, identity: Identity) -> None:
    """From AP's first page to the home page of the taxpayer."""
    login = LoginScreens(ap)
    with run.step("krok-1-adres", address=ap.environment.address):
        login.open()
    with run.step("krok-1-sposob"):
        login.choose_test_login()
    with run.step("krok-1-oswiadczenie"):
        login.accept_test_environment()
    with run.step("krok-1-podmiot", nip=identity.nip):
        login.enter_context(identity.nip)
    with run.step("krok-1-podpis"):
        login.sign_test_request(identity.nip)
    with run.step("krok-1-uwierzytelnienie"):
        login.authenticate(identity.nip)
