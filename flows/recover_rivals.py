"""Who else may have ordered a token of the same name at the same time: other runs, dead or alive.

What may be another run's, whose value may well be safe where that run has put it, is never revoked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from automation.evidence.past_runs import PastRun
from automation.evidence.steps import Fact
from flows.recover_case import CLOCKS_DIFFER, ORDER_TAKES, Case, normal

if TYPE_CHECKING:
    from automation.ap.token_list import ListedToken


@dataclass(frozen=True, slots=True)
class Rival:
    """A run that may have ordered a token, and is not known to have ordered another one."""

    name: str
    environment: str | None
    nip: str | None
    earliest: datetime | None
    """When it can have pressed; None: nobody knows."""
    latest: datetime | None
    vault: str
    """The database that its token was to go to."""
    run: str
    """Its folder."""
    may_be_safe: bool
    """Whether its value may be somewhere else than in the vault at hand."""

    def may_own(self, token: ListedToken, case: Case) -> bool:
        """Whether this token of a case's may be this run's as well."""
        if normal(token.name) != normal(self.name):
            return False
        if (
            None not in {self.environment, case.environment_name}
            and self.environment != case.environment_name
        ):
            return False
        if None not in {self.nip, case.nip} and self.nip != case.nip:
            return False
        created = token.created_at
        if created is None or self.earliest is None or self.latest is None:
            return True
        return self.earliest - CLOCKS_DIFFER <= created <= self.latest + ORDER_TAKES + CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of runs other than the one in question, at one moment."""

    not_ours: frozenset[str] = frozenset()
    """Reference numbers that belong to other runs, or whose values are in the vault."""
    others_own: frozenset[str] = frozenset()
    """Of these, the numbers that runs name as their own."""
    busy_names: frozenset[str] = frozenset()
    """Names of tokens that other runs, still alive, are making: theirs must not be taken for a dead run's."""
    rivals: tuple[Rival, ...] = ()
    """Runs that ended too early, and of which nobody knows a number."""

    def is_busy(self, case: Case) -> bool:
        """Whether another run is making a token of this name just now."""
        return normal(case.token_name) in self.busy_names

    def owner(self, token: ListedToken, case: Case) -> Rival | None:
        """A run whose token this may be as well, safe in a place that is not at hand."""
        return next(
            (rival for rival in self._of(case) if rival.may_be_safe and rival.may_own(token, case)), None
        )

    def presses(self, tokens: Iterable[ListedToken], case: Case) -> int:
        """How many other runs that ended too early can have ordered one of these."""
        listed = list(tokens)
        return sum(any(rival.may_own(token, case) for token in listed) for rival in self._of(case))

    def explains(self, token: ListedToken, case: Case) -> bool:
        """Whether another run that ended too early can have ordered this token."""
        return any(rival.may_own(token, case) for rival in self._of(case))

    def _of(self, case: Case) -> Iterable[Rival]:
        mine = str(case.past.folder) if case.past else str(case.held.view.uuid) if case.held else ""
        return (rival for rival in self.rivals if rival.run != mine)


def others(runs: Iterable[PastRun], cases: Iterable[Case], in_vault: Iterable[str]) -> Others:
    """Who else there is, by the journals as they are now and the cases at hand.

    Args:
        runs: all past runs.
        cases: what is to be settled now.
        in_vault: the numbers of the tokens whose values are in the vault.
    """
    known, ours_and_nobodys = list(runs), list(cases)
    ours = {case.past.folder: case for case in ours_and_nobodys if case.past}
    numbers = {number for past in known if past.folder not in ours for number in past.known_numbers}
    numbers |= {number for case in ours_and_nobodys for number in case.numbers}
    rivals = []
    for past in known:
        if past.folder not in ours and not past.is_closed and past.ordered and not past.known_numbers:
            rivals.append(_of_run(past))
    rivals += [_of_case(case) for case in ours_and_nobodys if not case.numbers and _may_have_ordered(case)]
    return Others(
        not_ours=frozenset(numbers | set(in_vault)),
        others_own=frozenset(numbers),
        busy_names=frozenset(
            normal(past.token_name or "")
            for past in known
            if past.folder not in ours and not past.is_closed and past.is_alive()
        ),
        rivals=tuple(rivals),
    )


def _may_have_ordered(case: Case) -> bool:
    return not case.settled and (case.past is None or case.past.ordered)


def _of_run(past: PastRun) -> Rival:
    pressed = past.pressed_at or past.last_line_at
    return Rival(
        name=past.token_name or "",
        environment=past.value("environment", Fact.WANTED),
        nip=past.value("nip", Fact.WANTED),
        earliest=pressed,
        latest=pressed,
        vault=str(past.vault or "?"),
        run=str(past.folder),
        may_be_safe=True,
    )


def _of_case(case: Case) -> Rival:
    earliest, latest = case.pressed_between or (None, None)
    return Rival(
        name=case.token_name,
        environment=case.environment_name,
        nip=case.nip,
        earliest=earliest,
        latest=latest,
        vault=str(case.belongs_to or case.vault or "?"),
        run=str(case.past.folder) if case.past else str(case.held.view.uuid) if case.held else "?",
        may_be_safe=case.kept is not None or case.belongs_to is not None,
    )
