"""Krok 1 and 2: can this user get a proper token? Nothing is generated."""

from __future__ import annotations

from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import known_versions
from automation.ap.menu import Menu, MenuState
from automation.ap.token_form import Checkbox, TokenForm
from automation.errors import (
    CheckboxLockedError,
    NoInvoicesMenuError,
    NoInvoicesNorPermissionsMenuError,
    NoPermissionsMenuError,
    NoTokensMenuError,
)
from automation.evidence.steps import Seen
from automation.ksef_token import INVOICE_PERMISSIONS, Permission
from automation.vault import Vault
from flows.login import sign_in
from flows.order import Identity, permission_list
from flows.run import Run

MENU: Final = ("menu-invoices", "menu-permissions", "menu-tokens", "menu-certificates")
"""What the guide has one look at after login."""


def check_user(
    run: Run, ap: Ap, identity: Identity, permissions: tuple[Permission, ...], vault: Vault | None = None
) -> None:
    """Log in and say whether the token form lets this user have these permissions.

    Raises:
        PermissionsError: it does not; which one says what to do.
    """
    sign_in(run, ap, identity, vault)
    open_token_form(run, ap, permissions)


def open_token_form(run: Run, ap: Ap, permissions: tuple[Permission, ...]) -> TokenForm:
    """From the home page to a form on which the wanted permissions can be ticked."""
    menu = Menu(ap)
    with run.step("krok-1-stan", points_at=MENU):
        found = menu.state()
        run.see(
            Seen.MENU,
            invoices=found.invoices,
            permissions=found.permissions,
            tokens=found.tokens,
            certificates=found.certificates,
        )
        must_offer_tokens(found)
        if ap.version is None:
            ap.read_version()  # it stands below the menu, which was folded away until now
    if ap.version not in known_versions():
        run.warn("version-unknown", version=ap.version or "none")
    with run.step("krok-2-zadanie-1"):
        menu.open_tokens()
    with run.step("krok-2-zadanie-2"):
        menu.open_token_form()
    form = TokenForm(ap)
    with run.step("krok-2-zadanie-3", points_at=boxes_of(permissions)):
        boxes = form.checkboxes(permissions)
        run.see(Seen.CHECKBOXES, **{str(permission): box.value for permission, box in boxes.items()})
        must_be_free(run, boxes, permissions)
        form.must_be_known()
    return form


def boxes_of(permissions: tuple[Permission, ...]) -> tuple[str, ...]:
    """The catalogue's ids of the permissions' checkboxes."""
    return tuple(f"permission.{permission}" for permission in permissions)


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
