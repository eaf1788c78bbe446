"""What `recover` does in the vault: find entries that wait for a token, and finish, free or mark each."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from automation.errors import VaultWriteFailedError
from automation.ksef_token import KsefToken, MalformedTokenError, parse
from automation.secret import Secret
from automation.vault import entries
from automation.vault.entries import EntryDraft
from automation.vault.reasons import Reason
from automation.vault.transfer import PENDING_SUFFIX, PENDING_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from lxml.etree import _Element

    from automation.vault.entries import EntryView
    from automation.vault.kdbx import Kdbx
    from automation.vault.place import Place
    from automation.vault.vault import Vault

STATUS: Final = "KSeF status"
ISSUED_AT: Final = "Issued at"
_DEAD_SUFFIX: Final = " (revoked)"
_MADE_TOGETHER: Final = timedelta(seconds=2)
"""A reservation and the groups made for it get their creation times within this."""


@dataclass(frozen=True)
class Held:
    """An entry, and what it holds, as far as `recover` must know."""

    view: EntryView
    since: datetime | None
    """When it was reserved, by the entry's own times."""
    replaces: bool
    """Whether it is an older token's entry, in which the new one was to take its place."""
    tokens: tuple[KsefToken, ...]
    """The tokens that wait in it, each value once; of an entry that waits for nothing, its own."""
    doubtful: bool
    """Whether it holds a value that is no token, or several that differ: which one is right is unknown."""

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


def waiting(vault: Vault) -> list[Held]:
    """The entries that wait for a token, reserved or pending, without those in the recycle bin."""
    return [
        held
        for entry in entries.walk(vault.store.current(), recycled=False)
        if (held := _held(entry)).is_reserved or held.is_pending
    ]


def look_at(vault: Vault, uuid: UUID) -> Held | None:
    """The entry with this identity, read from the disk."""
    entry = entries.find(vault.store.read_back(), uuid)
    return None if entry is None else _held(entry)


def values_in(vault: Vault) -> dict[str, Found]:
    """Every token whose value is in the vault, by its reference number; the recycle bin does not count."""
    found: dict[str, Found] = {}
    for entry in entries.walk(vault.store.current(), recycled=False):
        for state, is_current in [(entry, True), *((past, False) for past in entry.findall("History/Entry"))]:
            for _, token in _tokens_of(state):
                if is_current or token.reference_number not in found:
                    found[token.reference_number] = Found(entries.view(entry), is_current)
    return found


def confirm(
    vault: Vault,
    held: Held,
    token: KsefToken,
    *,
    draft: EntryDraft | None,
    expires: datetime,
    issued_at: datetime | None,
) -> None:
    """Make the entry's waiting token its own (tag `ap-active`), and read it back from the disk.

    Args:
        vault: the database.
        held: the entry.
        token: the token that AP calls active.
        draft: what an older token's entry is to say from now on; None to leave all but the expiry as it is.
        expires: the token's last moment, where there is no draft.
        issued_at: when the token was ordered, if that is known.

    Raises:
        VaultWriteFailedError: it is not on disk; the value is where it was.
    """
    attributes = {"KSeF reference number": token.reference_number, "KSeF context": token.context}
    if issued_at is not None:
        attributes[ISSUED_AT] = issued_at.isoformat(timespec="seconds")
    place = _place(vault, held, draft, expires)
    place.confirm(token.value, attributes)
    place.verify(token.value)


def finish(vault: Vault, held: Held) -> None:
    """Finish the entry of a token that is safe: only the tag `ap-active`, no leftover that says the same again.

    Raises:
        VaultWriteFailedError: it could not be written, or what was read back from the disk differs.
    """

    def change(kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, held.view.uuid)
        if entry is None:
            return False
        before = deepcopy(entry)
        password = entries.field(entry, "Password")
        for key in _pending_keys(entry):
            if key != PENDING_TOKEN or entries.field(entry, key) == password:
                entries.drop_field(entry, key)
        if [tag for tag in entries.tags_of(entry) if tag in entries.STATE_TAGS] != [entries.ACTIVE]:
            entries.set_state(entry, entries.ACTIVE)
        if entries.same(entry, before):
            return False
        entries.touch(entry, kdbx.version)
        return True

    vault.write(change, prove=True)
    vault.seal(held.view.uuid)
    now = look_at(vault, held.view.uuid)
    if now is None or now.tokens != held.tokens or entries.ACTIVE not in now.view.tags:
        raise VaultWriteFailedError(vault=str(vault.path), reason=Reason.DIFFERS.told())


def free(vault: Vault, held: Held) -> None:
    """Take a reservation back: a bare entry goes, with the groups made for it; an older token's loses the mark.

    Raises:
        VaultWriteFailedError: it could not be written. Nothing secret is in a reservation.
    """
    _place(vault, held).release()


def mark_dead(vault: Vault, held: Held, *, status: str) -> None:
    """Note that the token that waits in the entry is none (any more). Its value stays.

    An entry of its own gets the tag `ap-revoked` and expires. In an older token's entry the waiting fields
    get names that say so, and the entry is the older token's again.

    Raises:
        VaultWriteFailedError: it could not be written.
    """

    def change(kdbx: Kdbx) -> bool:
        entry = entries.find(kdbx, held.view.uuid)
        if entry is None or entries.PENDING not in entries.tags_of(entry):
            return False
        if entries.field(entry, PENDING_TOKEN):
            for key in _pending_keys(entry):
                value = entries.field(entry, key)
                entries.drop_field(entry, key)
                renamed = key.removesuffix(PENDING_SUFFIX) + _DEAD_SUFFIX
                entries.set_field(entry, renamed, value, protected=key == PENDING_TOKEN or None)
            ours = {entries.RESERVED, entries.PENDING}
            entries.set_tags(entry, [tag for tag in entries.tags_of(entry) if tag not in ours])
            entries.set_field(entry, STATUS + _DEAD_SUFFIX, status)
        else:
            entries.set_state(entry, entries.REVOKED)
            entries.set_field(entry, STATUS, status)
            entries.set_expiry(entry, datetime.now(UTC), kdbx.version)
        entries.touch(entry, kdbx.version)
        return True

    vault.write(change, prove=True)
    vault.seal(held.view.uuid)


# --- inside --------------------------------------------------------------------------------------


def _place(
    vault: Vault, held: Held, draft: EntryDraft | None = None, expires: datetime | None = None
) -> Place:
    """The place that the ended run had, made anew from what is in the vault now."""
    kdbx = vault.store.current()
    entry = entries.find(kdbx, held.view.uuid)
    assert entry is not None  # noqa: S101  it was just looked at, and the vault is locked
    original = deepcopy(entry) if held.replaces else None
    if original is not None:
        for key in _pending_keys(original):
            entries.drop_field(original, key)
        ours = {entries.RESERVED, entries.PENDING}
        entries.set_tags(original, [tag for tag in entries.tags_of(original) if tag not in ours])
    return vault.place_at(
        entry,
        draft=draft or _draft_of(entry, expires or datetime.now(UTC)),
        original=original,
        made_groups=[] if held.replaces else list(_groups_made_with(entry)),
    )


def _held(entry: _Element) -> Held:
    tags = entries.tags_of(entry)
    password = entries.field(entry, "Password")
    waiting_token = entries.field(entry, PENDING_TOKEN)
    reserved_only = entries.RESERVED in tags and entries.PENDING not in tags
    replaces = bool(waiting_token) or (
        reserved_only and bool(password or entry.find("History/Entry") is not None or entries.ACTIVE in tags)
    )
    named = _tokens_of(entry)
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
    times = "Times/LastModificationTime" if replaces else "Times/CreationTime"
    return Held(
        view=entries.view(entry),
        since=entries.decode_time(entry.findtext(times)),
        replaces=replaces,
        tokens=tuple({token.value: token for _, token in named}.values()),
        doubtful=doubtful,
    )


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


def _pending_keys(entry: _Element) -> list[str]:
    return [key for key in entries.keys_of(entry) if key.endswith(PENDING_SUFFIX)]


def _draft_of(entry: _Element, expires: datetime) -> EntryDraft:
    """The draft of an entry that is to stay as it is, but for its expiry."""
    return EntryDraft(
        group=tuple(entries.path_of(entry).split("/")[:-1]),
        title=entries.field(entry, "Title"),
        username=entries.field(entry, "UserName"),
        url=entries.field(entry, "URL"),
        notes=entries.field(entry, "Notes"),
        expires=expires,
        attributes={},
    )


def _groups_made_with(entry: _Element) -> Iterator[UUID]:
    """The groups that were evidently made for the entry, outermost first: as old as it is."""
    born = entries.decode_time(entry.findtext("Times/CreationTime"))
    for group in reversed(list(entry.iterancestors("Group"))[:-1]):
        made = entries.decode_time(group.findtext("Times/CreationTime"))
        identity = entries.uuid_of(group)
        if born and made and identity and abs(born - made) <= _MADE_TOGETHER:
            yield identity
