"""Reads `catalogue.toml`: what each control of AP is called, by version, and how a name is matched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, cast

from automation.ap.names import list_pattern, name_pattern, plain
from automation.errors import WrongSettingError
from automation.ksef_token import INVOICE_PERMISSIONS, Permission

__all__ = [
    "TEXT",
    "Control",
    "Harmless",
    "control",
    "control_ids",
    "correct",
    "describe_permissions",
    "dialog_controls",
    "harmless_overlays",
    "known_versions",
    "name_pattern",
    "permission_control",
    "permission_labels",
]

Scope = Literal["page", "dialog", "menu", "main"]
TEXT: Final = "text"
"""The pseudo-role of a plain text: the listed last resort."""


@dataclass(frozen=True, slots=True)
class Control:
    """One control of AP: what it is, what it is called, and what it is certainly not called."""

    id: str
    roles: tuple[str, ...]
    scope: Scope
    names: dict[str, tuple[str, ...]]
    """Its names, by the version of AP from which on they hold."""
    also: tuple[str, ...] = ()
    """Rewordings nobody has seen yet: taken when no known name is on the page."""
    containing: tuple[str, ...] = ()
    """Beginnings of words one of which its name has: taken when no rewording is on the page either."""
    never: tuple[str, ...] = ()
    """Beginnings of words that only another control's name has."""
    icons: tuple[str, ...] = ()
    """What its icon is called, for a control that has neither name nor text."""
    attributes: tuple[str, ...] = ()
    """CSS selectors by which it was seen: the last resort."""

    def names_in(self, version: str | None) -> tuple[str, ...]:
        """Its names in a version of AP; in an unknown one, every name it ever had, newest first."""
        newest_first = sorted(self.names, key=_version_key, reverse=True)
        if version in self.names:
            return self.names[version]
        if version in known_versions():
            since = [known for known in newest_first if _version_key(known) <= _version_key(version or "")]
            if since:
                return self.names[since[0]]
        return tuple(dict.fromkeys(name for known in newest_first for name in self.names[known]))

    def label(self, version: str | None = None) -> str:
        """What AP calls it, for people."""
        return self.names_in(version)[0].removesuffix("…")

    def pattern(self, version: str | None) -> re.Pattern[str]:
        """Matches the control's accessible name, for Playwright's `get_by_role(name=...)`."""
        return name_pattern(self.names_in(version))

    @property
    def rewordings(self) -> re.Pattern[str]:
        """Matches every name it ever had and those it may get, in any inflection."""
        return name_pattern((*self.names_in(None), *self.also), _inflections())

    def has_its_words(self, name: str) -> bool:
        """Whether a name has a word that tells it is this control, however it is put."""
        return bool(self.containing) and bool(list_pattern(self.containing).search(name))

    def is_denied(self, name: str) -> bool:
        """Whether a name has a word that only another control's name has."""
        return bool(self.never) and bool(list_pattern(self.never).search(name))


@dataclass(frozen=True, slots=True)
class Harmless:
    """Something that may lie over AP's page and can be closed without any other effect."""

    id: str
    signs: tuple[str, ...]
    """Beginnings of words one of which its text has."""
    never: tuple[str, ...]
    """Beginnings of words that it must not have: then it is something else."""
    close: tuple[str, ...]
    """Names of the button that closes it."""

    def is_this(self, text: str) -> bool:
        """Whether what one reads on it says that it is this overlay."""
        words = plain(text)
        return bool(list_pattern(self.signs).search(words)) and not list_pattern(self.never).search(words)

    @property
    def closes(self) -> re.Pattern[str]:
        """Matches the name of the button that closes it."""
        return name_pattern(self.close)


@cache
def control(control_id: str) -> Control:
    """The control with this id (a `KeyError` is a typing mistake in the code)."""
    return _controls()[control_id]


def control_ids() -> tuple[str, ...]:
    """The ids of all controls but the permissions' checkboxes."""
    return tuple(_controls())


@cache
def permission_control(permission: Permission) -> Control:
    """The checkbox of a permission on the token form."""
    entry = {"roles": ["checkbox", "switch"], "scope": "main"} | _catalogue()["permission"][permission.value]
    return _control(f"permission.{permission.value}", entry)


@cache
def dialog_controls() -> tuple[Control, ...]:
    """The controls of AP's own dialogs, by which these are told from strangers."""
    return tuple(each for each in _controls().values() if each.scope == "dialog")


@cache
def harmless_overlays() -> tuple[Harmless, ...]:
    """What may be closed if it lies over the page."""
    catalogue = _catalogue()
    never = tuple(catalogue.get("overlay-never", ()))
    return tuple(
        Harmless(overlay_id, tuple(entry["signs"]), (*never, *entry.get("never", ())), tuple(entry["close"]))
        for overlay_id, entry in catalogue.get("overlay", {}).items()
    )


@cache
def known_versions() -> tuple[str, ...]:
    """The versions of AP whose wording is recorded, oldest first."""
    return tuple(sorted(_catalogue()["versions"], key=_version_key))


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


def correct(overlay: Path | None) -> None:
    """Lay a person's corrections over the catalogue: a file of the same form, with only what differs.

    Args:
        overlay: the file; None to go without.

    Raises:
        WrongSettingError: it cannot be read, or is no catalogue.
    """
    before = list(_corrections)
    _corrections[:] = [] if overlay is None else [overlay]
    _forget()
    try:
        known_versions(), harmless_overlays(), _controls()
        for permission in Permission:
            permission_control(permission)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _corrections[:] = before
        _forget()
        raise WrongSettingError(setting="catalogue", reason=f"{overlay}: {error}") from None


_corrections: Final[list[Path]] = []
"""The file with a person's corrections, if there is one."""


def _forget() -> None:
    for cached in (
        control,
        permission_control,
        dialog_controls,
        harmless_overlays,
        known_versions,
        _controls,
        _inflections,
        _catalogue,
    ):
        cached.cache_clear()


@cache
def _controls() -> dict[str, Control]:
    return {control_id: _control(control_id, entry) for control_id, entry in _catalogue()["control"].items()}


def _control(control_id: str, entry: dict[str, Any]) -> Control:
    lists = {key: tuple(entry.get(key, ())) for key in ("also", "containing", "never", "icons", "attributes")}
    names = {version: tuple(names) for version, names in entry["names"].items()}
    return Control(control_id, tuple(entry["roles"]), cast("Scope", entry["scope"]), names, **lists)


@cache
def _inflections() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(forms) for forms in _catalogue()["inflections"])


@cache
def _catalogue() -> dict[str, Any]:
    catalogue = tomllib.loads(
        resources.files("automation.ap").joinpath("catalogue.toml").read_text(encoding="utf-8")
    )
    for overlay in _corrections:
        _merge(catalogue, tomllib.loads(overlay.read_text(encoding="utf-8")))
    return catalogue


def _merge(base: dict[str, Any], corrections: dict[str, Any]) -> None:
    for key, value in corrections.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        elif key == "versions":
            base[key] = list(dict.fromkeys([*base[key], *value]))
        else:
            base[key] = value


def _version_key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
