"""The entries that wait for a token, and the values that are in the vault: what `recover` reads, and never changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from automation.ksef_token import KsefToken, MalformedTokenError, parse
from automation.secret import Secret
from automation.vault import entries, transfer
from automation.vault.transfer import PENDING_SUFFIX, PENDING_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from lxml.etree import _Element

    from automation.vault.entries import EntryView
    from automation.vault.kdbx import Kdbx
    from automation.vault.vault import Vault

ISSUED_AT: Final = "Issued at"


@dataclass(frozen=True)
class Held:
    """An entry, and what it holds, as far as `recover` must know."""

    view: EntryView
    since: datetime | None
    """When it was reserved, by the entry's own times; the earliest that it can have been."""
    replaces: bool
    """Whether it is an older token's entry, in which the new one was to take its place."""
    tokens: tuple[KsefToken, ...]
    """The tokens that wait in it, each value once; of an entry that waits for nothing, its own."""
    doubtful: bool
    """Whether it holds a value that is no token, or several that differ: which one is right is unknown."""
    until: datetime | None = None
    """The latest that it can have been reserved: somebody may have edited it since."""
    beside: KsefToken | None = None
    """The token that waits beside an older one, whatever the tags say."""
    past_titles: tuple[str, ...] = ()
    """What it was called before, as its history tells."""
    is_recycled: bool = False
    """Whether it lies in the recycle bin."""

    @property
    def is_reserved(self) -> bool:
        """Whether it waits for a token that has not come."""
        return entries.RESERVED in self.view.tags and not self.is_pending

    @property
    def is_pending(self) -> bool:
        """Whether it has a token that AP has not confirmed."""
        return entries.PENDING in self.view.tags

    @property
    def is_revoked(self) -> bool:
        """Whether its token was revoked, and that was noted."""
        return entries.REVOKED in self.view.tags

    @property
    def issued_at(self) -> datetime | None:
        """When its token (the waiting one, if there is an older one) was ordered, as the entry says."""
        text = self.view.attributes.get(ISSUED_AT + (PENDING_SUFFIX if self.replaces else ""), "")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """Where in the vault the value of a token is."""

    view: EntryView
    is_current: bool
    """False where only the entry's history has it."""
    is_recycled: bool = False
    """Whether it is in the recycle bin, and nowhere else."""
    is_single: bool = True
    """False where several values differ that all call themselves this token's."""


def waiting(vault: Vault) -> list[Held]:
    """The entries that wait for a token, reserved or pending, also those in the recycle bin."""
    kdbx = vault.store.current()
    return [
        held for entry in entries.walk(kdbx) if (held := _held(kdbx, entry)).is_reserved or held.is_pending
    ]


def look_at(vault: Vault, uuid: UUID) -> Held | None:
    """The entry with this identity, read from the disk."""
    kdbx = vault.store.read_back()
    entry = entries.find(kdbx, uuid)
    return None if entry is None else _held(kdbx, entry)


def was_deleted(vault: Vault, uuid: UUID) -> bool:
    """Whether somebody deleted the entry for good, as the database remembers."""
    return transfer.was_deleted(vault.store.current(), uuid)


def values_in(vault: Vault) -> dict[str, Found]:
    """Every token whose value is in the vault, by its reference number, in histories and the recycle bin too.

    Where there are several places, the best is told: rather current than past, rather not in the bin.
    """
    kdbx = vault.store.current()
    found: dict[str, Found] = {}
    values: dict[str, set[Secret]] = {}
    for entry in entries.walk(kdbx):
        states = [(entry, True), *((past, False) for past in entry.findall("History/Entry"))]
        tokens = [(token, is_current) for state, is_current in states for _, token in _tokens_of(state)]
        is_recycled = bool(tokens) and transfer.is_recycled(kdbx, entry)
        for token, is_current in tokens:
            number = token.reference_number
            values.setdefault(number, set()).add(token.value)
            here, known = Found(entries.view(entry), is_current, is_recycled), found.get(number)
            if known is None or _rank(here) > _rank(known):
                found[number] = here
    return {number: replace(place, is_single=len(values[number]) == 1) for number, place in found.items()}


def _rank(found: Found) -> tuple[bool, bool]:
    return not found.is_recycled, found.is_current


# --- inside --------------------------------------------------------------------------------------


def _held(kdbx: Kdbx, entry: _Element) -> Held:
    tags = entries.tags_of(entry)
    password = entries.field(entry, "Password")
    waiting_token = entries.field(entry, PENDING_TOKEN)
    reserved_only = entries.RESERVED in tags and entries.PENDING not in tags
    past = entry.findall("History/Entry")
    # A reservation that somebody has edited has past states too, but all of them are reservations.
    had_more = any(
        entries.RESERVED not in entries.tags_of(one) or entries.field(one, "Password") for one in past
    )
    replaces = bool(waiting_token) or (reserved_only and bool(password or had_more or entries.ACTIVE in tags))
    named = _tokens_of(entry)
    beside = next((token for key, token in named if key == PENDING_TOKEN), None)
    doubtful = False
    if entries.PENDING in tags:
        protected = {entries.field(entry, key) for key in _protected_keys(entry)}
        if waiting_token and password not in protected - {waiting_token}:
            named = [(key, token) for key, token in named if key != "Password"]  # the older token
        values = {token.value for _, token in named}
        whole = waiting_token or password
        doubtful = len(values) != 1 or not any(whole == token.value.reveal() for _, token in named)
    elif reserved_only:
        named = []
    else:
        named = [(key, token) for key, token in named if key == "Password"]
    return Held(
        view=entries.view(entry),
        since=_reserved_since(entry, past) if replaces else _time(entry, "CreationTime"),
        replaces=replaces,
        tokens=tuple({token.value: token for _, token in named}.values()),
        doubtful=doubtful,
        until=entries.modified(entry),
        beside=beside,
        past_titles=tuple(dict.fromkeys(entries.field(one, "Title") for one in past)),
        is_recycled=transfer.is_recycled(kdbx, entry),
    )


def _reserved_since(entry: _Element, past: list[_Element]) -> datetime | None:
    """When an older token's entry was marked as reserved: the first state that says so."""
    marked = [one for one in past if entries.RESERVED in entries.tags_of(one)]
    return _time(marked[0] if marked else entry, "LastModificationTime")


def _time(entry: _Element, name: str) -> datetime | None:
    return entries.decode_time(entry.findtext(f"Times/{name}"))


def _tokens_of(entry: _Element) -> list[tuple[str, KsefToken]]:
    """The fields of this state of an entry whose values have the form of a token."""
    found = []
    for key in entries.keys_of(entry):
        value = entries.field(entry, key)
        if "|" not in value:
            continue
        try:
            found.append((key, parse(Secret(value))))
        except MalformedTokenError:
            continue
    return found


def _protected_keys(entry: _Element) -> Iterator[str]:
    for string in entry.findall("String"):
        value, key = string.find("Value"), string.findtext("Key") or ""
        if value is not None and value.get("Protected") == "True" and key not in entries.STANDARD_FIELDS:
            yield key
