"""How runs that ended too early stand, by their journals and the vault, before anybody is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from automation.errors import Exit
from automation.evidence.past_runs import PastRun
from automation.evidence.steps import Fact
from automation.vault.entries import ACTIVE
from automation.vault.recovery import Found, Held
from flows.recover_case import Case, Kept, Rescue, State, normal

_SAME_PRESS: Final = timedelta(minutes=1)
"""How far the entry's word of when its token was ordered may lie outside of what the journal says."""
_WITHOUT_ITS_VAULT: Final = {
    State.STALE: Exit.DONE,
    State.SAFE: Exit.AP_FAILED,
    State.PENDING: Exit.AP_FAILED,
}
"""What the command ends with because of a run whose own vault is another one; else a token may not be safe."""
_RESERVED_WITHIN: Final = timedelta(minutes=1)
"""How long after a run's last line the reservation that it could not note any more was made."""


def pair(
    runs: Iterable[PastRun], waiting: Iterable[Held], by_uuid: Mapping[str, Held], vault: Path
) -> list[Case]:
    """Who belongs to whom: the runs that ended too early, and the entries of this vault that wait.

    Args:
        runs: all past runs, oldest first.
        waiting: the entries that wait for a token.
        by_uuid: the entries that journals name and that are in the vault.
        vault: the database's real path.
    """
    owners: dict[str, PastRun] = {}
    cases: list[Case] = []
    known = list(runs)
    for past in known:
        uuid = past.value("entry_uuid", Fact.RESERVED)
        if uuid is not None and not past.gave_back:
            owners[uuid] = past  # a later run that reserved the same entry owns what is in it
    unclaimed = {str(held.view.uuid): held for held in waiting}
    for past in known:
        uuid = past.value("entry_uuid", Fact.RESERVED)
        held = by_uuid.get(uuid or "")
        if past.is_closed or (held is None and not _is_of(past, vault)):
            continue
        if uuid is None and not past.ordered:
            held = next((each for each in unclaimed.values() if _reserved_by(past, each)), None)
            if held is None and not past.facts.keys() & {Fact.RESCUED}:
                continue  # it died before it did anything that could be left over
        elif held is not None and owners.get(uuid or "") is not past:
            held = None
        if held is not None:
            unclaimed.pop(str(held.view.uuid), None)
        case = Case(past, held, vault)
        if not _is_of(past, vault) and past.vault is not None and _exists(past.vault):
            case.belongs_to = past.vault
        cases.append(case)
    return [*cases, *(Case(None, held, vault) for held in unclaimed.values())]


def judge(case: Case, values: Mapping[str, Found], *, was_deleted: Callable[[UUID], bool]) -> None:
    """Find out how a run stands.

    Args:
        case: the run; its `state`, its `numbers` and where its value may be (`kept`) are set.
        values: the tokens whose values are in the vault, by number.
        was_deleted: whether somebody has deleted an entry of the vault for good.
    """
    past, held = case.past, case.held
    number = past.reference_number if past else None
    case.numbers = list(dict.fromkeys([*([number] if number else []), *(past.revoking if past else ())]))
    if past is not None and past.is_alive():
        case.state = State.RUNNING
    elif past is not None and case.belongs_to is not None:
        judge_by_journal(case)
        case.leave(
            "other-vault", _WITHOUT_ITS_VAULT.get(case.state, Exit.TOKEN_NOT_SAFE), path=str(case.belongs_to)
        )
    elif held is not None and (held.is_pending or _waits_unmarked(held, number)):
        _judge_pending(case, held, number)
    elif past is not None and not past.ordered:
        case.state = State.STALE
    elif held is not None and not held.is_reserved and _is_its_own(case, held, number):
        _judge_its_own(case, held)
    elif number is not None and number in values:
        _judge_elsewhere(case, values[number])
    else:
        case.state = State.UNKNOWN
        case.kept = _where_it_may_be(case, was_deleted)
        if case.kept is not None and case.kept.outcome == "rescue-missing":
            case.state = State.RESCUED
        if held is not None and not held.is_reserved:
            case.held = None  # somebody else's by now


def _judge_pending(case: Case, held: Held, number: str | None) -> None:
    """A value waits in the entry."""
    there = [token.reference_number for token in held.tokens]
    if held.beside is not None and not held.doubtful:
        there = [held.beside.reference_number]
    # Its owner may have put another token's value here than the one that the run has stored.
    is_another = number is not None and bool(there) and number not in there
    case.state = State.SUSPECT if held.doubtful or is_another or not there else State.PENDING
    case.numbers = list(dict.fromkeys([*case.numbers, *there]))
    if held.is_recycled:
        case.kept = Kept("recycled", held.view.path)


def _judge_its_own(case: Case, held: Held) -> None:
    """The entry waits for nothing, and its password is the run's token."""
    case.numbers = [token.reference_number for token in held.tokens] or case.numbers
    is_safe = (case.past is not None and Fact.CONFIRMED in case.past.facts) or ACTIVE in held.view.tags
    case.state = State.REVOKED if held.is_revoked else State.SAFE if is_safe else State.PENDING
    if held.is_recycled and case.state is not State.REVOKED:
        case.state, case.kept = State.PENDING, Kept("recycled", held.view.path)


def _judge_elsewhere(case: Case, found: Found) -> None:
    """The value of the run's token is in the vault, but not where the run has put it."""
    case.state = State.SUPERSEDED
    if found.is_recycled:
        case.state, case.held = State.UNKNOWN, None
        case.kept = Kept("recycled", found.view.path)


def _where_it_may_be(case: Case, was_deleted: Callable[[UUID], bool]) -> Kept | None:
    """Where the run has put a value that is not in the vault, if it may still be there."""
    past = case.past
    if past is None:
        return None
    rescue = past.value("path", Fact.RESCUED)
    if rescue is not None:
        return Kept("rescue-missing", rescue)
    if not past.facts.keys() & {Fact.ESCROWED, Fact.CONFIRMED}:
        return None
    if case.vault is None or not _is_of(past, case.vault):
        return Kept("stored-elsewhere", str(past.vault or "?"))
    if case.held is None and not _is_deleted(past, was_deleted):
        # The entry is not in the database that the journal names, and nobody has deleted it there: this file
        # is another one than it was, an older copy perhaps.
        return Kept("entry-missing", str(case.vault))
    return None


def _is_deleted(past: PastRun, was_deleted: Callable[[UUID], bool]) -> bool:
    try:
        return was_deleted(UUID(past.value("entry_uuid", Fact.RESERVED) or ""))
    except ValueError:
        return True  # no entry was noted: nothing speaks for its being elsewhere


def _waits_unmarked(held: Held, number: str | None) -> bool:
    """Whether the run's token waits beside an older one, although somebody has removed the tag that says so."""
    return held.beside is not None and held.beside.reference_number == number


def settle_rescues(
    cases: list[Case], rescues: Iterable[Rescue], vault: Path, look: Callable[[UUID], Held | None]
) -> list[Case]:
    """Say of each rescue database what became of it, in its run's case; those without a run are returned."""
    more = []
    for rescue in rescues:
        case = next((case for case in cases if _was_rescued_to(case, rescue)), None)
        if case is None:
            case = Case(None, None if rescue.entry is None else look(rescue.entry), vault)
            more.append(case)
        if rescue.entry is None:
            if case.state not in {State.PENDING, State.SAFE, State.SUPERSEDED, State.REVOKED}:
                case.state = State.RESCUED
                case.leave("rescue-failed", Exit.TOKEN_NOT_SAFE, path=str(rescue.path), reason=rescue.reason)
            continue  # the vault has the value as well: the file may lie where it is
        case.imported_from = rescue
        if case in more and case.held is not None:
            _judge_its_own(case, case.held)
            if not case.held.tokens:
                case.state = State.SUPERSEDED
    return more


def _was_rescued_to(case: Case, rescue: Rescue) -> bool:
    if rescue.entry is not None and case.held is not None and case.held.view.uuid == rescue.entry:
        return True
    told = case.past.value("path", Fact.RESCUED) if case.past else None
    return told is not None and Path(told) == rescue.path


def judge_by_journal(case: Case) -> None:
    """The same without the vault: what the journal alone tells."""
    past = case.past
    assert past is not None  # noqa: S101  without a vault there are only journals
    case.numbers = [past.reference_number] if past.reference_number else []
    told = past.facts.keys()
    if past.is_alive():
        case.state = State.RUNNING
    elif Fact.RESCUED in told:
        case.state = State.RESCUED
    elif Fact.CONFIRMED in told:
        case.state = State.SAFE
    elif Fact.ESCROWED in told:
        case.state = State.PENDING
    else:
        case.state = State.UNKNOWN if past.ordered else State.STALE


def _is_its_own(case: Case, held: Held, number: str | None) -> bool:
    """Whether the token of an entry that waits for nothing is the one that this run ordered."""
    if number is not None:
        return any(token.reference_number == number for token in held.tokens)
    pressed, issued = case.past.pressed_at if case.past else None, held.issued_at
    if not held.tokens or case.past is None or pressed is None or issued is None:
        return False
    begun = min(pressed, case.past.times.get(Fact.RESERVED, pressed))
    return begun - _SAME_PRESS <= issued <= pressed + _SAME_PRESS


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True  # there is something that we may not see
    except ValueError:
        return False


def _is_of(past: PastRun, vault: Path) -> bool:
    told = past.vault
    try:
        return told is not None and told.resolve() == vault
    except (OSError, RuntimeError, ValueError):
        return False


def _reserved_by(past: PastRun, held: Held) -> bool:
    """Whether a reservation was made by a run that died before it could note so."""
    wanted, last, since = past.times.get(Fact.WANTED), past.last_line_at, held.since
    if wanted is None or last is None or since is None or not held.is_reserved:
        return False
    same = normal(held.view.title) == normal(past.token_name or "")
    return same and wanted - timedelta(seconds=1) <= since <= last + _RESERVED_WITHIN
