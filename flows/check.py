"""Krok 1 and 2: can this user get a proper token? Nothing is generated."""

from __future__ import annotations

from automation.ap.app import Ap
from automation.ap.menu import Menu, MenuState
from automation.ap.token_form import Checkbox, TokenForm
from automation.errors import (
    CheckboxLockedError,
    NoInvoicesMenuError,
    NoInvoicesNorPermissionsMenuError,
    NoPermissionsMenuError,
    NoTokensMenuError,
)
from automation.ksef_token import INVOICE_PERMISSIONS, Permission
from flows.login import sign_in
from flows.order import Identity, permission_list
from flows.run import Run


def check_user(run: Run, ap: Ap, identity: Identity, permissions: tuple[Permission, ...]) -> None:
    """Log in and say whether the token form lets this user have these permissions.

    Raises:
        PermissionsError: it does not; which one says what to do.
    """
    sign_in(run, ap, identity)
    open_token_form(run, ap, permissions)


def open_token_form(run: Run, ap: Ap, permissions: tuple[Permission, ...]) -> TokenForm:
    """From the home page to a form on which the wanted permissions can be ticked."""
    menu = Menu(ap)
    with run.step("krok-1-stan"):
        must_offer_tokens(menu.state())
    with run.step("krok-2-zadanie-1"):
        menu.open_tokens()
    with run.step("krok-2-zadanie-2"):
        menu.open_token_form()
    form = TokenForm(ap)
    with run.step("krok-2-zadanie-3"):
        must_be_free(run, form.checkboxes(permissions), permissions)
    return form


def must_offer_tokens(menu: MenuState) -> None:
    """The guide's reading of the menu after login."""
    if not menu.invoices and not menu.permissions:
        raise NoInvoicesNorPermissionsMenuError
    if not menu.invoices:
        raise NoInvoicesMenuError
    if not menu.permissions:
        raise NoPermissionsMenuError
    if not menu.tokens:
        raise NoTokensMenuError


def must_be_free(run: Run, boxes: dict[Permission, Checkbox], permissions: tuple[Permission, ...]) -> None:
    """The guide's look at the checkboxes: the wanted ones must not be locked.

    Raises:
        CheckboxLockedError: one is locked.
    """
    locked = [permission for permission in permissions if boxes[permission] is Checkbox.LOCKED]
    if locked:
        raise CheckboxLockedError(permissions=permission_list(locked))
    others = [p for p in INVOICE_PERMISSIONS if p not in permissions and boxes[p] is Checkbox.LOCKED]
    if others:
        run.warn("checkbox-locked", permissions=permission_list(others))
