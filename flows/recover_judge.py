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
from automation.vault.recovery import Found, Held
from flows.recover_case import Case, Rescue, State, normal

_SAME_PRESS: Final = timedelta(minutes=1)
"""How much earlier than the journal's fact the entry may say that its token was ordered."""
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
        if uuid is not None:
            owners[uuid] = past  # a later run that reserved the same entry owns what waits in it
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
        elif (
            held is not None and (held.is_reserved or held.is_pending) and owners.get(uuid or "") is not past
        ):
            held = None
        if held is not None:
            unclaimed.pop(str(held.view.uuid), None)
        cases.append(Case(past, held, vault))
    return [*cases, *(Case(None, held, vault) for held in unclaimed.values())]


def judge(case: Case, values: Mapping[str, Found]) -> None:
    """Find out how a run stands.

    Args:
        case: the run; its `state` and `numbers` are set.
        values: the tokens whose values are in the vault, by number.
    """
    past, held = case.past, case.held
    number = past.reference_number if past else None
    case.numbers = [number] if number else []
    ordered = past is None or past.ordered
    if past is not None and past.is_alive():
        case.state = State.RUNNING
    elif held is not None and held.is_pending:
        case.state = State.SUSPECT if held.doubtful else State.PENDING
        case.numbers = list(dict.fromkeys([*case.numbers, *(t.reference_number for t in held.tokens)]))
    elif not ordered:
        case.state = State.STALE
    elif held is not None and not held.is_reserved and _is_its_own(case, held, number):
        case.state = State.REVOKED if held.is_revoked else State.SAFE
        case.numbers = [token.reference_number for token in held.tokens] or case.numbers
    elif number is not None and number in values:
        case.state = State.SUPERSEDED
    else:
        case.state = State.UNKNOWN
        if held is not None and not held.is_reserved:
            case.held = None  # somebody else's by now


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
            case.state = State.RESCUED
            case.leave("rescue-failed", Exit.TOKEN_NOT_SAFE, path=str(rescue.path), reason=rescue.reason)
            continue
        case.imported_from = rescue.path
        if case in more:
            case.state = State.SAFE
            case.numbers = [token.reference_number for token in case.held.tokens] if case.held else []
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
    return (
        bool(held.tokens) and pressed is not None and issued is not None and issued >= pressed - _SAME_PRESS
    )


def _is_of(past: PastRun, vault: Path) -> bool:
    told = past.vault
    try:
        return told is not None and told.resolve() == vault
    except (OSError, RuntimeError):
        return False


def _reserved_by(past: PastRun, held: Held) -> bool:
    """Whether a reservation was made by a run that died before it could note so."""
    wanted, last, since = past.times.get(Fact.WANTED), past.last_line_at, held.since
    if wanted is None or last is None or since is None or not held.is_reserved:
        return False
    same = normal(held.view.title) == normal(past.token_name or "")
    return same and wanted - timedelta(seconds=1) <= since <= last + _RESERVED_WITHIN
