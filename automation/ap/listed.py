"""What AP's gateway lists, and which row of its table is a token's.

AP shows names and dates, and names repeat. A row counts as a token's only if that is proven, and by what is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from typing import Any, Final

from automation.ap.names import plain
from automation.environments import AP_TIME

REFERENCE_NUMBER: Final = re.compile(
    r"(?<![0-9A-Z])\d{8}-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}(?![0-9A-Z])", re.IGNORECASE
)
"""A reference number anywhere in a text."""

_ACTIVATED_WITHIN: Final = timedelta(minutes=5)
"""AP's column is of the activation, the gateway's date of the order: KSeF takes seconds from one to the other."""

_DAY: Final = r"(?:(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))"
_MOMENT: Final = re.compile(rf"\b{_DAY},?[ T](?P<time>\d\d:\d\d:\d\d)\b")

Cells = Sequence[str]
"""What the cells of a row say."""


@dataclass(frozen=True, slots=True)
class ListedToken:
    """One token as AP's gateway lists it."""

    reference_number: str
    name: str
    status: str
    created_at: datetime | None
    """When it was ordered, where the gateway says so."""
    permissions: frozenset[str] = frozenset()
    """What it may do, by the API's names; empty where the gateway does not say."""
    is_used: bool = False
    """Whether somebody has used it, and so has its value."""

    @property
    def created_as_shown(self) -> str:
        """When it was ordered, as AP's table writes it (`01.07.2026 09:10:24`)."""
        if self.created_at is None:
            return "?"
        return self.created_at.astimezone(AP_TIME).strftime("%d.%m.%Y %H:%M:%S")


class Proof(Enum):
    """By what a row is known to be a token's."""

    NUMBER = auto()
    """The row shows the reference number."""
    DATE = auto()
    """The row shows its name and the second of its order, and there is one such row and one such token."""
    PLACE = auto()
    """The page's own last answer has as many tokens of the name as the table has rows, and no date speaks against it.

    It stands on the table being that answer, in its order, so it is not enough where nobody looks at what the page
    sends when it is pressed.
    """


def row_of(
    token: ListedToken,
    rows: Sequence[Cells],
    *,
    answered: Sequence[ListedToken],
    known: Sequence[ListedToken],
) -> tuple[int, Proof] | None:
    """Which row of AP's table is a token's, and what proves it; None if that cannot be told.

    Args:
        token: the token.
        rows: the table's rows.
        answered: what the page's own last answer lists, in its order.
        known: all that the page's own answers have listed so far.
    """
    numbers = [{number.upper() for number in REFERENCE_NUMBER.findall("\n".join(cells))} for cells in rows]
    numbered = [place for place, shown in enumerate(numbers) if token.reference_number in shown]
    if numbered:
        return (numbered[0], Proof.NUMBER) if len(numbered) == 1 and len(numbers[numbered[0]]) == 1 else None
    named = [
        place for place, cells in enumerate(rows) if _name(token) in map(plain, cells) and not numbers[place]
    ]
    dated = [place for place in named if _second(token) in _moments(rows[place])]
    twins = [each for each in known if (_name(each), _second(each)) == (_name(token), _second(token))]
    if len(dated) == len(twins) == 1:
        return dated[0], Proof.DATE
    namesakes = [each for each in answered if _name(each) == _name(token)]
    order = [each.reference_number for each in namesakes]
    fits = len(namesakes) == len(named) and all(map(_may_be, namesakes, (rows[place] for place in named)))
    if not fits or token.reference_number not in order:
        return None
    return named[order.index(token.reference_number)], Proof.PLACE


def listed_in(body: Any) -> list[ListedToken]:  # noqa: ANN401  an answer's JSON
    """The tokens in an answer to `GET /tokens` (public contract)."""
    entries = body.get("tokens", []) if isinstance(body, dict) else []
    return [
        ListedToken(
            str(entry.get("referenceNumber", "")),
            str(entry.get("description", "")),
            str(entry.get("status", "")),
            _moment(str(entry.get("dateCreated", ""))),
            frozenset(map(str, entry.get("requestedPermissions") or ())),
            bool(entry.get("lastUseDate")),
        )
        for entry in entries
        if isinstance(entry, dict)
    ]


def _may_be(token: ListedToken, cells: Cells) -> bool:
    """Whether no date in the row speaks against the token. AP dates only active tokens."""
    ordered, shown = _second(token), _moments(cells)
    if ordered is None:
        return True
    return not shown or any(ordered <= moment <= ordered + _ACTIVATED_WITHIN for moment in shown)


def _name(token: ListedToken) -> str:
    return plain(token.name)


def _second(token: ListedToken) -> datetime | None:
    """The second of the order, by AP's clocks."""
    return token.created_at and token.created_at.astimezone(AP_TIME).replace(microsecond=0, tzinfo=None)


def _moments(cells: Cells) -> list[datetime]:
    """The moments that a row shows, by AP's clocks."""
    return list(_each_moment(cells))


def _each_moment(cells: Cells) -> Iterator[datetime]:
    for found in _MOMENT.finditer("\n".join(cells)):
        day = found["iso"] or f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
        try:
            yield datetime.fromisoformat(f"{day} {found['time']}")
        except ValueError:
            continue  # no date after all


def _moment(timestamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
