"""Corrections to AP's wording that a person has accepted: `ap-catalogue.toml`, laid over the program's catalogue.

The file has the form of `automation/ap/catalogue.toml`, and nothing of it but names by AP version: what a control is,
where it is looked for and what it must never be called stays the program's. Read strictly, for a wrong name in it
would be a wrong press.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from automation.ap.catalogue import Control, control, control_ids, correct, permission_control
from automation.ap.names import list_pattern
from automation.errors import WrongSettingError
from automation.ksef_token import Permission
from automation.os_reason import os_reason
from automation.text import say

_AT_STAKE: Final = frozenset({"refresh", "copy"})
"""What is pressed while a token may be lost."""
_SPECIAL: Final = re.compile(r"[|\[\]\n]")
"""What has a meaning of its own in the catalogue's names."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Names = dict[Version, Annotated[tuple[Name, ...], Field(min_length=1, max_length=8)]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Strict):
    """One control's further names."""

    names: Names


class Overlay(_Strict):
    """The file."""

    control: dict[str, Entry] = {}
    permission: dict[Permission, Entry] = {}

    def named(self) -> Iterator[tuple[Control, str, str]]:
        """Every control of it, with each version and name."""
        for wanted, entry in self._entries():
            for version, names in entry.names.items():
                for name in names:
                    yield wanted, version, name

    def with_name(self, control_id: str, version: str, name: str) -> Overlay:
        """The same with one name more, in place of those of this version."""
        kind, _, permission = control_id.partition(".")
        group, key = (
            ("permission", Permission(permission)) if kind == "permission" else ("control", control_id)
        )
        entries: dict[str, Entry] = dict(getattr(self, group))
        before = entries[key].names if key in entries else {}
        return self.model_copy(update={group: {**entries, key: Entry(names={**before, version: (name,)})}})

    def written(self) -> str:
        """The file's text."""
        lines = [f"# {line}" for line in say("overlay-head").splitlines()]
        for group in ("control", "permission"):
            for key, entry in getattr(self, group).items():
                lines += ["", f"[{group}.{key}]"]
                for version, names in entry.names.items():
                    quoted = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
                    lines.append(f'names."{version}" = [{quoted}]')
        return "\n".join(lines) + "\n"

    def _entries(self) -> Iterator[tuple[Control, Entry]]:
        for control_id, entry in self.control.items():
            yield control(control_id), entry
        for permission, entry in self.permission.items():
            yield permission_control(permission), entry


def use_overlay(path: Path, warn: Callable[..., None]) -> None:
    """Lay the person's corrections over the catalogue, if there is such a file, and say so.

    Args:
        path: it.
        warn: tells the person something, by a warning's id and its values.

    Raises:
        WrongSettingError: the file cannot be read, or says what it must not.
    """
    if not path.is_file():
        return
    overlay = read_overlay(path)
    correct(path)
    names = ", ".join(dict.fromkeys(f"„{name}”" for _, _, name in overlay.named()))
    warn("catalogue-corrected", path=str(path), names=names or "-")


def read_overlay(path: Path) -> Overlay:
    """Read the file and check everything in it.

    Raises:
        WrongSettingError: it cannot be read, or says what it must not.
    """
    try:
        overlay = Overlay.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        mistake = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise _wrong(path, f"{'.'.join(str(part) for part in mistake['loc'])}: {mistake['msg']}") from None
    except OSError as error:
        raise _wrong(path, os_reason(error)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from None
    unknown = sorted(set(overlay.control) - set(control_ids()))
    if unknown:
        raise _wrong(path, say("overlay-unknown", controls=", ".join(unknown)))
    for wanted, _, name in overlay.named():
        reason = why_not(wanted, name, overlay)
        if reason is not None:
            raise _wrong(path, f"{wanted.id}: {reason}")
    return overlay


def why_not(wanted: Control, name: str, overlay: Overlay | None = None) -> str | None:
    """Why a control must not have this name; None where it may.

    Args:
        wanted: the control.
        name: the name.
        overlay: corrections to which the name belongs, or is to belong.
    """
    words = name.removesuffix("…").split()
    is_short = name.endswith("…") and len(" ".join(words)) < 8
    if _SPECIAL.search(name) or is_short or (wanted.id.startswith("permission.") and len(words) < 2):
        return say("overlay-no-name", name=name)
    if wanted.is_denied(name) or (wanted.id in _AT_STAKE and _may_cost_the_token(name)):
        return say("overlay-denied", name=name)
    theirs: Mapping[str, list[str]] = _names_of(overlay)
    for other in all_controls():
        if other.id == wanted.id or not _may_meet(wanted, other):
            continue
        matches = other.pattern(None).match(name) or name.casefold() in theirs.get(other.id, [])
        if matches and not _share_a_name(wanted, other):
            return say("overlay-taken", name=name, other=other.label())
    return None


def all_controls() -> Iterable[Control]:
    """Every control of the catalogue, the permissions' checkboxes among them."""
    return (*map(control, control_ids()), *map(permission_control, Permission))


def _names_of(overlay: Overlay | None) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for wanted, _, name in overlay.named() if overlay is not None else ():
        names.setdefault(wanted.id, []).append(name.casefold())
    return names


def _may_meet(one: Control, other: Control) -> bool:
    """Whether the two could be taken for each other: of like roles, and looked for in the same part of a page."""
    return not set(one.roles).isdisjoint(other.roles) and {one.scope, other.scope} != {"menu", "main"}


def _share_a_name(one: Control, other: Control) -> bool:
    """Whether AP has one name for both anyway, on different screens."""
    return any(other.pattern(None).match(name.removesuffix("…")) for name in one.names_in(None))


def _may_cost_the_token(name: str) -> bool:
    from automation.ap.at_stake import DENIED  # noqa: PLC0415  loads Playwright, and is rarely asked

    return bool(list_pattern(DENIED).search(name))


def _wrong(path: Path, reason: str) -> WrongSettingError:
    return WrongSettingError(setting="catalogue", reason=f"{path}: {reason}")
