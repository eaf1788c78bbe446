"""The permission picture: AP's menu and the token form's checkboxes as found, with what the guide advises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from automation.ap.catalogue import permission_labels
from automation.evidence.record import BoxState, RunRecord
from automation.ksef_token import INVOICE_PERMISSIONS, Permission
from automation.text import say

_MENU: Final = {
    "invoices": "Faktury",
    "permissions": "Uprawnienia",
    "tokens": "Tokeny",
    "certificates": "Certyfikaty",
}
"""AP's own words, in the order of its menu."""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One item of AP's side menu."""

    name: str
    there: bool
    means: str
    """What it is for, or what its absence means."""


@dataclass(frozen=True, slots=True)
class Box:
    """One checkbox of the token form."""

    name: str
    api_name: str
    state: BoxState
    word: str
    wanted: bool
    """Whether this token was to have it, or the guide asks for it."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the user may do, as AP shows it."""

    menu: tuple[MenuItem, ...]
    menu_advice: str
    menu_ok: bool
    boxes: tuple[Box, ...]
    boxes_advice: str
    boxes_ok: bool


def permissions_of(record: RunRecord) -> Permissions | None:
    """The picture; None where the run did not get as far as the menu."""
    if record.menu is None and not record.checkboxes:
        return None
    menu: tuple[MenuItem, ...] = ()
    advice, menu_ok = "", True
    if record.menu is not None:
        there = record.menu.model_dump()
        menu = tuple(
            MenuItem(name, there[key], say(f"report-menu-{key}", there="yes" if there[key] else "no"))
            for key, name in _MENU.items()
        )
        case = _menu_case(invoices=there["invoices"], rights=there["permissions"], tokens=there["tokens"])
        advice, menu_ok = say(f"report-menu-advice-{case}"), case == "complete"
    boxes = tuple(_boxes(record))
    locked = [box for box in boxes if box.wanted and box.state != "free"]
    return Permissions(
        menu=menu,
        menu_advice=advice,
        menu_ok=menu_ok,
        boxes=boxes,
        boxes_advice=say("report-boxes-locked" if locked else "report-boxes-free") if boxes else "",
        boxes_ok=not locked,
    )


def _menu_case(*, invoices: bool, rights: bool, tokens: bool) -> str:
    if not invoices and not rights:
        return "neither"
    if not invoices:
        return "no-invoices"
    if not rights:
        return "no-permissions"
    return "complete" if tokens else "no-tokens"


def _boxes(record: RunRecord) -> list[Box]:
    labels = {str(permission): label for permission, label in permission_labels().items()}
    wanted = record.permissions or tuple(str(permission) for permission in INVOICE_PERMISSIONS)
    known = [str(permission) for permission in Permission if str(permission) in record.checkboxes]
    others = [name for name in record.checkboxes if name not in known]
    return [
        Box(
            name=labels.get(name, name),
            api_name=name,
            state=record.checkboxes[name],
            word=say(f"report-box-{record.checkboxes[name]}"),
            wanted=name in wanted,
        )
        for name in (*known, *others)
    ]
