"""One run that ended too early: what its journal and the vault say of it, and what came of settling it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from automation.addresses import origin_of
from automation.environments import AP_TIME, DEMO, LOCAL_NAME, PRODUCTION, TEST, Environment, environment
from automation.errors import AssistantError, Exit
from automation.evidence.past_runs import PastRun
from automation.evidence.result import RecoveredRun
from automation.evidence.steps import Fact
from automation.ksef_token import KsefToken, Permission
from automation.text import say
from automation.vault import EntryDraft
from automation.vault.recovery import Held
from flows.order import Identity, Order

if TYPE_CHECKING:
    from automation.ap.token_list import ListedToken

CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far this machine's clock and KSeF's may be apart."""
ORDER_TAKES: Final = timedelta(minutes=5)
"""How long after the press an order may still reach KSeF."""
CLOCK_WRONG: Final = timedelta(days=3)
"""How wrong the clock of a machine can be that still reaches AP: no further, or its certificates would not be valid."""
LONGEST_RUN: Final = timedelta(minutes=60)
"""How long a run may wait for its token."""
_TOLD: Final = 10
"""Numbers that one text tells."""
PROOF_AFTER: Final = timedelta(minutes=10)
"""How long after the press a list without the token proves that there is none: KSeF may be at work on it."""


LONGEST_VALIDITY: Final = 365
"""Days; AP's form takes no more."""


class State(StrEnum):
    """How a run was found."""

    RUNNING = "running"
    """Its process is still at work."""
    SAFE = "safe"
    """The token is the entry's, `ap-active`; only the last look was missing."""
    PENDING = "pending"
    """The token is in the vault; AP has not confirmed it."""
    SUSPECT = "suspect"
    """Values are in the vault, but which of them is the token is not known."""
    UNKNOWN = "unknown"
    """A token may have been made; its value is nowhere."""
    STALE = "stale"
    """`Generuj token` was never pressed; at most a reservation is left."""
    SUPERSEDED = "superseded"
    """The token's value is in the vault, at another place than its own."""
    REVOKED = "revoked"
    """The entry says that the token is revoked."""
    RESCUED = "rescued"
    """The token is in a rescue database."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """A rescue database that was found."""

    path: Path
    entry: UUID | None
    """The entry that its token was moved to; None if that failed."""
    reason: str = ""
    """Why it failed."""
    is_new: bool = True
    """Whether anything in it was not in the vault yet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a token's value may be safe although it is not in the vault at hand: then it is not revoked."""

    outcome: str
    """The text `recover-open-<outcome>` says where it is, and what to do."""
    path: str = "?"
    """The place."""
    exit: Exit = Exit.TOKEN_NOT_SAFE


@dataclass(slots=True)
class Case:
    """A run, the entry that was its place, and how both stand."""

    past: PastRun | None
    held: Held | None
    vault: Path | None
    state: State = State.UNKNOWN
    action: str = "none"
    settled: bool = False
    exit: Exit = Exit.DONE
    """What the command ends with because of this run, if it is not settled."""
    numbers: list[str] = field(default_factory=list)
    message: str = ""
    advice: str | None = None
    imported_from: Rescue | None = None
    """The rescue database that was taken in just now."""
    kept: Kept | None = None
    """Where the value may be although it is not at hand."""
    belongs_to: Path | None = None
    """The database that the run's journal names, if that is there and another one."""
    revoked: list[str] = field(default_factory=list)
    """The numbers of the tokens that were revoked just now."""
    given_environment: str | None = None
    """The operator's word, where nothing else tells."""
    given_nip: str | None = None
    """The same."""
    given_address: str | None = None
    """AP's address for `local`: a replica has another port each time."""

    @property
    def is_open(self) -> bool:
        """Whether nothing has been said of it yet."""
        return not self.message

    @property
    def token_name(self) -> str:
        """The token's name."""
        return (self.past.token_name if self.past else None) or (self.held.view.title if self.held else "?")

    @property
    def nip(self) -> str | None:
        """In whose name it was ordered."""
        told = self.past.value("nip", Fact.WANTED) if self.past else None
        if told or self.held is None:
            return told or self.given_nip
        named = re.fullmatch(r"nip-([0-9]{10})", self.held.view.attributes.get("KSeF context", ""))
        return (named[1] if named else self.held.view.username) or self.given_nip

    @property
    def environment_name(self) -> str | None:
        """Where it was ordered."""
        told = self.past.value("environment", Fact.WANTED) if self.past else None
        if told:
            return told
        url = self.held.view.url if self.held else ""
        known = next((each.name for each in (PRODUCTION, DEMO, TEST) if each.owns(url)), None)
        return known or (LOCAL_NAME if origin_of(url) else self.given_environment)

    def environment(self) -> Environment | None:
        """The environment to ask; None where nobody knows it.

        Raises:
            AssistantError: it is known, but not as one that can be asked.
        """
        name = self.environment_name
        if name is None:
            return None
        if name != LOCAL_NAME:
            return environment(name)
        told = self.past.value("base_url", Fact.WANTED) if self.past else None
        return environment(name, self.given_address or told or (self.held.view.url if self.held else None))

    @property
    def pressed_at(self) -> datetime | None:
        """When `Generuj token` was pressed; where no journal tells, the earliest that it can have been."""
        if self.past is not None and self.past.ordered:
            return self.past.pressed_at or self.past.last_line_at
        return (self.held.issued_at or self.held.since) if self.held else None

    @property
    def when(self) -> str:
        """When it was pressed, as AP shows times."""
        return self.pressed_at.astimezone(AP_TIME).strftime("%d.%m.%Y %H:%M") if self.pressed_at else "?"

    @property
    def pressed_between(self) -> tuple[datetime, datetime] | None:
        """The earliest and the latest that it can have been pressed."""
        earliest = latest = self.pressed_at
        if earliest is None or latest is None:
            return None
        if self.past is not None and self.past.ordered:
            if self.past.pressed_at is None:  # the line that tells is damaged
                earliest = self.past.times.get(Fact.RESERVED, self.past.times.get(Fact.WANTED, earliest))
            return min(earliest, latest), latest
        if self.held is not None and self.held.until is not None:
            latest = max(latest, min(self.held.until, earliest + LONGEST_RUN))
        return earliest, latest

    @property
    def is_recent(self) -> bool:
        """Whether the press is so recent that absence from AP's list proves nothing."""
        pressed = self.pressed_between
        return pressed is None or datetime.now(UTC) - pressed[1] < PROOF_AFTER

    @property
    def may_still_run(self) -> bool:
        """Whether a run whose journal is not here may be at work on another computer that shares the vault."""
        return self.pressed_at is None or datetime.now(UTC) - self.pressed_at < LONGEST_RUN

    @property
    def names(self) -> frozenset[str]:
        """What the token may be called: without a journal, all that its entry has ever been called."""
        if self.past is not None and self.past.token_name:
            return frozenset({normal(self.past.token_name)})
        past = self.held.past_titles if self.held else ()
        return frozenset(normal(name) for name in (self.token_name, *past))

    @property
    def token(self) -> KsefToken | None:
        """The token that waits in the vault."""
        if self.held is None or self.state is not State.PENDING:
            return None
        return self.held.beside or self.held.tokens[0]

    def draft(self, ap_version: str | None) -> EntryDraft | None:
        """What the run's entry was to say; None if no journal tells."""
        where, nip, pressed = self.environment(), self.nip, self.pressed_at
        permissions = tuple(
            Permission(word)
            for word in re.findall(
                r"\w+", (self.past.value("permissions", Fact.WANTED) or "") if self.past else ""
            )
            if word in set(Permission)
        )
        if where is None or nip is None or pressed is None or not permissions or self.held is None:
            return None
        order = Order(
            environment=where,
            identity=Identity(nip),
            token_name=self.token_name,
            permissions=permissions,
            group=tuple(self.held.view.path.split("/")[:-1]),
            replace=self.held.replaces,
            refresh_interval=0,
            refresh_limit=0,
        )
        return order.entry(ap_version=ap_version, validity_days=self.validity_days, now=pressed)

    @property
    def validity_days(self) -> int | None:
        """For how long the token was ordered, where AP's form had said so."""
        told = self.past.facts.get(Fact.RESERVED, {}).get("validity_days") if self.past else None
        return told if isinstance(told, int) and 1 <= told <= LONGEST_VALIDITY else None

    def settle(self, outcome: str, action: str, **values: str) -> None:
        """Say that nothing is left to be done: the text `recovered-<outcome>`."""
        self._say(say(f"recovered-{outcome}", **(self._values() | values)))
        self.advice, self.action, self.settled, self.exit = None, action, True, Exit.DONE
        if self.past is not None:
            self.past.note_recovered(self.numbers, state=self.state.value, action=action)

    def leave(self, outcome: str, exit_code: Exit, **values: str) -> None:
        """Say what is left to be done: the text `recover-open-<outcome>`."""
        message = say(f"recover-open-{outcome}.what", **(self._values() | values))
        if self.revoked:
            message = say("recovered-so-far", revoked=_some(self.revoked)) + " " + message
        self._say(message)
        self.advice = say(f"recover-open-{outcome}.now", **(self._values() | values))
        self.settled, self.exit = False, exit_code

    def _say(self, message: str) -> None:
        if (rescue := self.imported_from) is not None:
            imported = "recovered-imported" if rescue.is_new else "recovered-imported-nothing"
            message = say(imported, path=str(rescue.path)) + " " + message
        self.message = message

    def leave_kept(self, kept: Kept) -> None:
        """Say where the value may be although it is not at hand."""
        self.leave(kept.outcome, kept.exit, path=kept.path)

    def leave_unasked(self, error: AssistantError) -> None:
        """Say that AP could not be asked, and what that means here."""
        reason = say(f"error-{error.code}.what", **error.details)
        if self.kept is not None:
            self.leave_kept(self.kept)
        elif self.state is State.PENDING:
            self.leave("pending-unasked", Exit.AP_FAILED, reason=reason)
        else:
            self.leave("unknown-unasked", Exit.TOKEN_NOT_SAFE, reason=reason)

    def leave_unwritten(self, error: AssistantError) -> None:
        """Say that the vault could not be written, and what that means here."""
        reason = say(f"error-{error.code}.what", **error.details)
        if self.revoked:
            self.leave("revoked-unwritten", Exit.AP_FAILED, reason=reason)
        else:
            is_there = self.state in {State.SAFE, State.PENDING, State.STALE}
            self.leave("vault-failed", Exit.AP_FAILED if is_there else Exit.TOKEN_NOT_SAFE, reason=reason)

    def orders(self, listed: Iterable[ListedToken], *, not_ours: frozenset[str]) -> list[ListedToken]:
        """The tokens on AP's list that this run has evidently ordered: by number, else by name and time.

        Args:
            listed: AP's list.
            not_ours: numbers that belong to other runs, or whose values are in the vault.
        """
        return [
            token
            for token in listed
            if token.reference_number in self.numbers
            or (token.reference_number not in not_ours and self._may_have_ordered(token))
        ]

    def _may_have_ordered(self, token: ListedToken) -> bool:
        pressed = self.pressed_between
        if not self.bears_its_name(token) or pressed is None or not self._can_be_nobodys(token):
            return False
        created, (earliest, latest) = token.created_at, pressed
        return created is None or earliest - CLOCKS_DIFFER <= created <= latest + ORDER_TAKES + CLOCKS_DIFFER

    def _can_be_nobodys(self, token: ListedToken) -> bool:
        """Whether nobody has used it, and it may do what this run ordered: else somebody else ordered it."""
        wanted = re.findall(r"\w+", (self.past.value("permissions", Fact.WANTED) or "") if self.past else "")
        differs = bool(wanted and token.permissions) and set(wanted) != token.permissions
        return not token.is_used and not differs

    def bears_its_name(self, token: ListedToken) -> bool:
        """Whether a token on AP's list is called as this run's is, or may be, called."""
        return normal(token.name) in self.names

    def may_be_of_a_wrong_clock(self, token: ListedToken) -> bool:
        """Whether it may be this run's although the times differ: this machine's clock may have been wrong."""
        pressed, created = self.pressed_between, token.created_at
        if not self.bears_its_name(token) or pressed is None:
            return False
        return created is None or pressed[0] - CLOCK_WRONG <= created <= pressed[1] + CLOCK_WRONG

    def result(self) -> RecoveredRun:
        """The case as the command's result tells it."""
        return RecoveredRun(
            run_dir=str(self.past.folder) if self.past else None,
            environment=self.environment_name,
            nip=self.nip,
            token_name=self.token_name,
            pressed_at=self.pressed_at.isoformat(timespec="seconds") if self.pressed_at else None,
            state=self.state.value,
            action=self.action,
            settled=self.settled,
            reference_numbers=self.numbers,
            entry_path=self._entry(),
            vault=str(self.vault) if self.vault else None,
            message=self.message,
            advice=self.advice,
        )

    def _entry(self) -> str | None:
        if self.held is not None:
            return self.held.view.path
        return self.past.value("entry_path", Fact.RESERVED) if self.past else None

    def _values(self) -> dict[str, str]:
        return {
            "name": self.token_name,
            "reference": _some(self.numbers) or "?",
            "entry": self._entry() or "?",
            "vault": str(self.vault) if self.vault else "?",
            "when": self.when,
        }


def _some(numbers: list[str]) -> str:
    """Numbers for a text, which takes no endless list."""
    return ", ".join(numbers[:_TOLD]) + ("…" if len(numbers) > _TOLD else "")


def normal(text: str) -> str:
    """A name as it is compared: the same letters, however they are encoded."""
    return unicodedata.normalize("NFC", text).strip()
