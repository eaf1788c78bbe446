"""Reads `catalogue.toml`: what each control of AP is called, by version, and how a name is matched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, cast

from automation.ksef_token import INVOICE_PERMISSIONS, Permission

Scope = Literal["page", "dialog", "menu", "main"]
TEXT: Final = "text"
"""The pseudo-role of a plain text: the listed last resort."""

# Angular Material draws an icon as a word that a font turns into a picture; where the page does not hide
# it from screen readers, the word is part of the control's name ("sync Odśwież"). Most such words have an
# underscore, which no Polish label has. Of those without one, the words that could just as well belong to a
# label ("Kopiuj link" is not "Kopiuj") count in front of it only.
_SURE_ICON: Final = (
    r"[a-z0-9]+(?:_[a-z0-9]+)+|add|autorenew|cached|check|chevron|clear|close|delete|done|download|edit|error"
    r"|help|launch|lock|login|logout|refresh|renew|search|sync|update|upload|verified|visibility|warning"
)
_ICON_BEFORE: Final = (
    rf"(?:{_SURE_ICON}|badge|copy|group|groups|history|home|info|key|list|menu|people|receipt|schedule|token)"
)
_ICON_AFTER: Final = rf"(?:{_SURE_ICON})"


@dataclass(frozen=True, slots=True)
class Control:
    """One control of AP: what it is and what it is called."""

    id: str
    roles: tuple[str, ...]
    scope: Scope
    names: dict[str, tuple[str, ...]]

    def names_in(self, version: str | None) -> tuple[str, ...]:
        """Its names in a version of AP; in an unknown one, every name it ever had, newest first."""
        if version in self.names:
            return self.names[version]
        newest_first = sorted(self.names, key=_version_key, reverse=True)
        return tuple(dict.fromkeys(name for known in newest_first for name in self.names[known]))

    def label(self, version: str | None = None) -> str:
        """What AP calls it, for people."""
        return self.names_in(version)[0].removesuffix("…")

    def pattern(self, version: str | None) -> re.Pattern[str]:
        """Matches the control's accessible name, for Playwright's `get_by_role(name=...)`."""
        return name_pattern(self.names_in(version))


def name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the names: whole, whatever the case, with icon words and stars around it."""
    alternatives = "|".join(_words(name) for name in names)
    return re.compile(
        rf"^\s*(?:\*\s*)?(?:{_ICON_BEFORE}\s+)*(?:{alternatives})(?:\s+{_ICON_AFTER})*\s*$", re.IGNORECASE
    )


def _words(name: str) -> str:
    # A star may also stand between a label and the hint that the page makes part of the name.
    words = r"(?:\s*\*)?\s+".join(re.escape(word) for word in name.removesuffix("…").split())
    if name.endswith("…"):
        return words + r"(?!\w).*"
    # A required field's star may stand right behind the label or behind a space.
    return words + r"\s*:?\s*\*?"


@cache
def control(control_id: str) -> Control:
    """The control with this id (a `KeyError` is a typing mistake in the code)."""
    return _controls()[control_id]


@cache
def permission_control(permission: Permission) -> Control:
    """The checkbox of a permission on the token form."""
    names = _names(_catalogue()["permission"][permission.value])
    return Control(f"permission.{permission.value}", ("checkbox", "switch"), "main", names)


@cache
def known_versions() -> tuple[str, ...]:
    """The versions of AP whose wording is recorded, oldest first."""
    return tuple(
        sorted({version for control in _controls().values() for version in control.names}, key=_version_key)
    )


def permission_labels() -> dict[Permission, str]:
    """What AP calls each permission."""
    return {permission: permission_control(permission).label() for permission in Permission}


def describe_permissions(permissions: tuple[Permission, ...]) -> str:
    """The permissions in one phrase, as the guide puts it: `wystawianie i przeglądanie faktur`."""
    labels = permission_labels()
    if permissions == INVOICE_PERMISSIONS:
        (first, noun), (second, _) = (labels[permission].split(" ", 1) for permission in permissions)
        return f"{first} i {second} {noun}"
    return ", ".join(labels[permission] for permission in permissions)


@cache
def _controls() -> dict[str, Control]:
    return {
        control_id: Control(control_id, tuple(entry["roles"]), cast("Scope", entry["scope"]), _names(entry))
        for control_id, entry in _catalogue()["control"].items()
    }


def _names(entry: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {version: tuple(names) for version, names in entry["names"].items()}


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("automation.ap").joinpath("catalogue.toml").read_text(encoding="utf-8")
    )


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
