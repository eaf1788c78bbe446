"""For how long the token is to be valid, and whether it may renew itself: what AP's form is expected to ask from 2027.

Nobody has seen that form. The field is found by what it is (`catalogue.toml`, `validity` and `renewal`); what it turns
out to be decides what can be done with it, and anything else stops the run before a token is ordered.
"""

from __future__ import annotations

import re
from typing import Any, Final

from playwright.sync_api import ElementHandle

from automation.ap.app import Ap
from automation.ap.catalogue import Control, control
from automation.ap.form_scripts import VALIDITY
from automation.errors import (
    ControlAmbiguousError,
    ControlUnresponsiveError,
    FormReadBackError,
    MissingSettingError,
    OptionNotOfferedError,
    RequiredFieldUnknownError,
)

_LONGEST: Final = 365
"""Days that a token of 2027 can be valid at most (announced by the API team, 2026-09-10)."""
_OPTION: Final = "--validity-days"


class Validity:
    """The validity field, where the form has one."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self._control = control("validity")

    def fill_in(self, days: int | None) -> None:
        """Put the wanted number of days into the field; without a wish AP's own choice is left as it is.

        Raises:
            MissingSettingError: AP asks, and nobody has said for how long.
            OptionNotOfferedError: there is no field for the wish, or it takes no number of days, or not this one.
            RequiredFieldUnknownError: AP asks for something else, such as a date.
        """
        field = self.field()
        if field is None:
            if days is not None:
                raise self._not_offered()
            return
        seen = self._look_at(field)
        if days is None:
            self._must_hold_something(seen)
        elif seen["kind"] == "date":
            raise self._not_offered()
        elif seen["kind"] == "select":
            self._choose(days, seen)
        else:
            self._ap.hand.fill(self._control, str(days))

    def read_back(self, days: int | None) -> int | None:
        """For how many days the token will be valid, as the form says; None if it does not.

        Raises:
            FormReadBackError: the form says something else than was asked for, or refuses it.
            MissingSettingError, RequiredFieldUnknownError, OptionNotOfferedError: as `fill_in`.
        """
        field = self.field()
        if field is None:
            if days is not None:
                raise self._not_offered()
            return None
        seen = self._look_at(field)
        held = _days(seen)
        if days is None:
            self._must_hold_something(seen)
        elif held != days:
            raise self._differs()
        if seen["isRefused"]:
            raise self._differs()
        return held

    def field(self) -> ElementHandle | None:
        """The field, if there is one.

        Raises:
            ControlAmbiguousError: there are several.
        """
        found = self._ap.finder.matches(self._control)
        if len(found) > 1:
            self._ap.finder.find(self._control, enabled=False, timeout=self._ap.timeout)
        return found[0] if found else None

    def _look_at(self, field: ElementHandle) -> dict[str, Any]:
        seen: dict[str, Any] = self._ap.page.evaluate(VALIDITY, field)
        return seen

    def _must_hold_something(self, seen: dict[str, Any]) -> None:
        """AP's own choice may stand, if there is one and it can be one."""
        held = _days(seen)
        if seen["isEmpty"] and seen["isRequired"]:
            if seen["kind"] == "date":
                raise RequiredFieldUnknownError(fields=self._label, step=self._ap.step, version=self._version)
            raise MissingSettingError(setting="validity_days", option=_OPTION)
        if not seen["isEmpty"] and seen["kind"] == "number" and held is None:
            raise self._differs()

    def _choose(self, days: int, seen: dict[str, Any]) -> None:
        option = next((text for text in seen["options"] if _number(text) == days), f"{days}…")
        names: dict[str, tuple[str, ...]] = {"": (option, f"{days} dni", f"{days} dni…", f"{days} dzień")}
        wish = Control("validity-option", ("option", "menuitem", "listitem"), "page", names)
        try:
            self._ap.hand.choose(self._control, wish)
        except (ControlUnresponsiveError, ControlAmbiguousError):
            raise self._not_offered() from None

    @property
    def _label(self) -> str:
        return self._control.label(self._ap.version)

    @property
    def _version(self) -> str:
        return self._ap.version or "?"

    def _not_offered(self) -> OptionNotOfferedError:
        return OptionNotOfferedError(option=_OPTION, step=self._ap.step, version=self._version)

    def _differs(self) -> FormReadBackError:
        return FormReadBackError(field=self._label, step=self._ap.step)


def _days(seen: dict[str, Any]) -> int | None:
    """What the field shows, as a number of days; None if it is none, or no possible one."""
    number = None if seen["kind"] == "date" else _number(seen["shown"])
    return number if number is not None and 1 <= number <= _LONGEST else None


def _number(text: str) -> int | None:
    """The one number of days in a text such as `90 dni`."""
    found = re.fullmatch(r"\D*?(\d+)(?:\s*(?:dni|dzień|d))?\b\D*", text.strip())
    return int(found[1]) if found and not re.search(r"miesi|tygod|lat|rok", text.casefold()) else None
