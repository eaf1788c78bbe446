"""A walk through every screen of AP that is there without a token being generated: nothing but navigation."""

from __future__ import annotations

from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.login import LoginScreens
from automation.ap.menu import Menu
from automation.calibration.survey import Survey
from automation.errors import (
    ApTooSlowError,
    ControlMissingError,
    InterfaceError,
    LoginWayMissingError,
    PermissionsError,
)
from automation.ksef_token import Permission
from automation.vault import Vault
from flows.check import open_token_form
from flows.login import sign_in
from flows.order import Identity
from flows.run import Run

_NOT_FOR_ALL: Final = (
    "test-login",
    "certificate-login",
    "login-gov",
    "menu-invoices",
    "menu-permissions",
    "menu-tokens",
)


def look_around(
    run: Run,
    ap: Ap,
    survey: Survey,
    identity: Identity | None,
    *,
    permissions: tuple[Permission, ...],
    vault: Vault | None = None,
) -> None:
    """From AP's first page to the token list, each control looked for as in a real run.

    Args:
        run: told of the steps.
        ap: where.
        survey: takes the screens; it observes the run.
        identity: who logs in, and how; None to see only what comes before that.
        permissions: the checkboxes to look for.
        vault: has the session of an earlier login, for login by session.

    Raises:
        InterfaceError: a control that a real run needs cannot be told.
        PermissionsError, LoginError, ApError: as in a real run.
    """
    run.observers.append(survey)
    try:
        with run.step("krok-1-adres", address=ap.environment.address):
            _see_ways_in(ap, survey)
        if identity is None:
            return
        sign_in(run, ap, identity, vault)
        survey.look("home")
        form = open_token_form(run, ap, permissions)
        with run.step("doctor-formularz"):
            name = control("token-name")
            # AP may lock the button until the form is filled in.
            ap.finder.find(control("form-submit"), enabled=False, near=name, timeout=ap.timeout)
            form.must_be_known()
        with run.step("doctor-lista"):
            Menu(ap).open_token_list()
        survey.look("token-list")
    except (ApTooSlowError, InterfaceError, LoginWayMissingError, PermissionsError) as error:
        changed = survey.changed(survey.look_where_it_stopped())
        if not isinstance(error, ApTooSlowError):
            # Under a new name it looks like one that is not offered, or not to this user; what is gone is just that.
            changed = [each for each in changed if each.kind == "renamed" and each.control in _NOT_FOR_ALL]
        if changed and not isinstance(error, InterfaceError):
            raise ControlMissingError(
                control=changed[0].old or "?",
                step=ap.step,
                version=ap.version or "?",
                found=f"„{changed[0].new}”" if changed[0].new else "-",
            ) from None
        raise
    finally:
        if survey in run.observers:  # one that fails is let go
            run.observers.remove(survey)


def _see_ways_in(ap: Ap, survey: Survey) -> None:
    """AP's first page, and the ways to log in."""
    login = LoginScreens(ap)
    since = ap.gateway.now()
    ap.open()
    try:
        shown = ap.expect({"ways": lambda: bool(login.offered()), "landing": ap.shows("enter")}, since=since)
    except ApTooSlowError:
        ap.finder.find(control("test-login"), timeout=0)  # AP is there: what is missing is a known way in
        raise
    ap.read_version()
    ap.header.check_environment()
    if shown == "landing":
        survey.look("landing")
        login.leave_landing()
    survey.look("login")
