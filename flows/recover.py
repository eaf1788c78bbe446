"""Settle runs that ended between the press of `Generuj token` and a token that is safe.

What the vault alone can settle is settled there; the rest needs AP's list of tokens. Nothing is ever ordered,
nothing is revoked without consent, and whatever is done may be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from automation.ap.app import Ap
from automation.ap.menu import Menu
from automation.ap.token_list import ListedToken, TokenList
from automation.errors import AssistantError, Exit, RunInterruptedError, VaultError
from automation.ksef_token import KsefToken
from automation.text import say
from automation.vault import Vault, recovery
from automation.vault.recovery import Found, Held
from flows.login import sign_in
from flows.order import Identity, last_moment_of_use
from flows.recover_case import Case, State
from flows.recover_rivals import Others
from flows.run import Run

_DEAD: Final = frozenset({"Failed", "Revoking", "Revoked"})


_REPEATED_WITHIN: Final = timedelta(minutes=2)
"""Chromium repeats a request at once; KSeF itself dates both tokens."""
_ONE_PRESS_MAKES: Final = 2
"""Tokens, if the browser repeats the request. More that fit by name and time are not all of one run."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What settling needs to know beyond the cases."""

    values: Mapping[str, Found]
    """The tokens whose values are in the vault, by number."""
    others: Callable[[], Others]
    """Reads what other runs there are: also such as have begun only just now."""
    is_not_ours: Callable[[Ap, str], bool]
    """Asks the operator whether a token is known to be somebody else's; False where there is nobody to ask."""
    may_revoke: Callable[[Ap, str, str], bool]
    """Asks the operator a question about a taxpayer's (NIP) token, while AP's page stays alive; False also where there
    is nobody to ask."""


def settle_in_vault(run: Run, vault: Vault, case: Case) -> None:
    """Settle what needs nothing but the vault; other cases stay open.

    Raises:
        VaultWriteFailedError: the vault could not be written.
    """
    if not case.is_open:
        return
    if case.state is State.RUNNING:
        case.leave("running", Exit.DONE)
    elif case.state is State.REVOKED:
        case.settle("already-revoked", "none")
    elif case.state is State.SUPERSEDED:
        _free(run, vault, case.held)
        case.settle("superseded", "freed" if case.held and case.held.is_reserved else "none")
    elif case.state is State.SAFE and case.held is not None:
        with run.step("odzyskiwanie-wpis", entry=case.held.view.path):
            recovery.finish(vault, case.held)
        case.settle("safe", "finished")
    elif case.state is State.STALE:
        _free(run, vault, case.held)
        case.settle("stale", "freed" if case.held else "none")


def settle_in_ap(
    run: Run, ap: Ap, vault: Vault, cases: list[Case], *, identity: Identity, rules: Rules
) -> None:
    """Log in, read the list of tokens, and settle what only AP can tell.

    Raises:
        AssistantError: AP could not be asked; cases that nothing was said of are still open.
    """
    sign_in(run, ap, identity, vault)
    token_list = TokenList(ap)
    menu = Menu(ap)
    with run.step("odzyskiwanie-menu"):
        menu.open_tokens()
    with run.step("odzyskiwanie-lista"):
        menu.open_token_list()
        listed = token_list.all_listed()
    # Only now: whatever AP lists was ordered before, and the order noted before that.
    others = rules.others()
    for case in cases:
        settling = _Settling(run, ap, vault, token_list, listed, rules, others, case)
        try:
            settling.settle()
        except RunInterruptedError:
            raise
        except VaultError as error:
            case.leave_unwritten(error)
        except AssistantError as error:
            case.leave_unasked(error)


@dataclass(frozen=True, slots=True)
class _Settling:
    """One case, before AP's list."""

    _run: Run
    _ap: Ap
    _vault: Vault
    _list: TokenList
    _listed: list[ListedToken]
    _rules: Rules
    _others: Others
    _case: Case

    def settle(self) -> None:
        if self._case.state is State.PENDING:
            self._pending()
        else:
            self._unknown()

    def _pending(self) -> None:
        """The value is in the vault: AP knows whether it is a token yet."""
        case, token = self._case, self._case.token
        assert token is not None  # noqa: S101  that is what pending means
        assert case.held is not None  # noqa: S101
        number = token.reference_number
        twins = self._twins(number)
        if not self._others.is_busy(case):
            # Another run that ended too early will look for its own: what may be that goes with it, or not at all.
            twins = [twin for twin in twins if self._others.owner(twin, case) is None]
        if not self._may_go(twins) or not self._revoke(twins):
            return
        status = self._status(number)
        if status in _DEAD:
            self._mark(status)
            case.settle("dead", "marked", status=status)
        elif status is None and self._list.is_complete and not case.is_recent:
            self._mark("-")
            case.settle("never-listed", "marked")
        elif case.kept is not None:
            case.leave_kept(case.kept)
        elif status == "Active":
            self._confirm(case.held, token)
            case.settle("confirmed", "confirmed")
        else:
            case.leave("pending", Exit.AP_FAILED)
        if twins:
            revoked = [twin.reference_number for twin in twins]
            case.message += " " + say("recovered-twins", twins=", ".join(revoked))
            case.numbers += revoked

    def _confirm(self, held: Held, token: KsefToken) -> None:
        issued = self._case.pressed_at
        with self._run.step("odzyskiwanie-wpis", entry=held.view.path):
            recovery.confirm(
                self._vault,
                held,
                token,
                draft=self._case.draft(self._ap.version),
                expires=last_moment_of_use(issued or datetime.now(UTC), self._case.validity_days),
                issued_at=issued,
            )

    def _twins(self, number: str) -> list[ListedToken]:
        """Living tokens of the same press: Chromium itself repeats a request whose connection closed too early."""
        ours = next((each for each in self._listed if each.reference_number == number), None)
        if ours is None or ours.created_at is None:
            return []
        return [
            each
            for each in self._orders()
            if each.reference_number != number
            and each.status not in _DEAD
            and each.created_at is not None
            and abs(each.created_at - ours.created_at) <= _REPEATED_WITHIN
        ]

    def _unknown(self) -> None:
        """The value is nowhere, or not known to be right: what was made of the order must go."""
        case = self._case
        orders = self._orders()
        known = set(case.numbers)
        case.numbers = list(dict.fromkeys([*case.numbers, *(each.reference_number for each in orders)]))
        living = [each for each in orders if each.status not in _DEAD]
        if living and case.kept is not None:
            case.leave_kept(case.kept)
            return
        if not self._are_lost(living):
            return
        if living and case.past is None and case.may_still_run:
            case.leave("no-journal", Exit.TOKEN_NOT_SAFE, living=_listed_as(living))
            return
        if not self._may_go([each for each in living if each.reference_number not in known]):
            return
        if not self._revoke(living):
            return
        if not self._list.is_complete:
            # The browser may have made two, and the other one be on the rest of it.
            case.leave("list-incomplete", Exit.TOKEN_NOT_SAFE)
        elif not orders and (stored := self._stored()):
            case.numbers = stored
            case.state = State.SUPERSEDED
            _free(self._run, self._vault, case.held)
            case.settle("superseded", "none")
        elif case.is_recent and not living and not known & {each.reference_number for each in orders}:
            # A dead namesake proves nothing: it may be another's, and this run's own not be listed yet.
            case.leave("too-recent", Exit.TOKEN_NOT_SAFE)
        elif orders or not self._may_be_a_strangers():
            self._close(orders, living)

    def _stored(self) -> list[str]:
        """The tokens of this name and time whose values are in the vault, and which no other run knows as its own."""
        case = self._case
        return [
            each.reference_number
            for each in case.orders(self._listed, not_ours=frozenset())
            if each.reference_number in self._rules.values
            and each.reference_number not in self._others.others_own
        ]

    def _close(self, orders: list[ListedToken], living: list[ListedToken]) -> None:
        """No token of the order lives any more: the entry says so, or goes."""
        case = self._case
        suspect = case.state is State.SUSPECT
        if suspect:
            self._mark(orders[0].status if orders and not living else "Revoked")
        else:
            _free(self._run, self._vault, case.held)
        if living:
            case.settle("revoked-suspect" if suspect else "revoked", "revoked")
        else:
            case.settle("dead-order" if orders else "nothing-made", "marked" if suspect else "freed")

    def _are_lost(self, living: list[ListedToken]) -> bool:
        """Whether no value in the vault can be one of these tokens; else it is said where it is."""
        known = self._case.numbers
        for token in sorted(living, key=lambda each: known.index(each.reference_number)):
            found = self._rules.values.get(token.reference_number)
            if found is not None and found.is_single:
                outcome = "recycled" if found.is_recycled else "suspect" if found.is_current else "in-history"
                self._case.leave(
                    outcome, Exit.TOKEN_NOT_SAFE, path=found.view.path, living=token.reference_number
                )
                return False
        return True

    def _may_go(self, tokens: list[ListedToken]) -> bool:
        """Whether tokens that only name and time connect with this run can be nobody else's."""
        if not tokens:
            return True
        case = self._case
        if self._others.is_busy(case):
            case.leave("busy", Exit.TOKEN_NOT_SAFE)
            return False
        for token in tokens:
            rival = self._others.owner(token, case)
            if rival is not None:
                living = token.reference_number
                case.leave("contested", Exit.TOKEN_NOT_SAFE, living=living, path=rival.vault, run=rival.run)
                return False
        times = [each.created_at for each in tokens if each.created_at is not None]
        at_once = len(times) == len(tokens) and max(times) - min(times) <= _REPEATED_WITHIN
        presses = 1 + self._others.presses(tokens, case)
        if len(tokens) > _ONE_PRESS_MAKES * presses or (len(tokens) > presses == 1 and not at_once):
            case.leave("several", Exit.TOKEN_NOT_SAFE, living=_listed_as(tokens))
            return False
        return True

    def _may_be_a_strangers(self) -> bool:
        """Whether AP lists a living token of this name that no run explains: the clock may have been wrong."""
        case = self._case
        strangers = [
            each
            for each in self._listed
            if each.status not in _DEAD
            and each.reference_number not in self._others.not_ours
            and case.may_be_of_a_wrong_clock(each)
            and not self._others.explains(each, case)
            and not self._is_not_ours(each)
        ]
        if strangers:
            case.numbers += [each.reference_number for each in strangers]
            case.leave("namesakes", Exit.TOKEN_NOT_SAFE, living=_listed_as(strangers))
        return bool(strangers)

    def _is_not_ours(self, token: ListedToken) -> bool:
        question = say(
            "ask-not-ours",
            name=token.name,
            reference=token.reference_number,
            created=token.created_as_shown,
            when=self._case.when,
        )
        return self._rules.is_not_ours(self._ap, question)

    def _revoke(self, tokens: list[ListedToken]) -> bool:
        """Revoke each, after asking; False if one of them still lives."""
        case = self._case
        for token in tokens:
            number = token.reference_number
            is_suspect = case.state is State.SUSPECT or number in self._rules.values
            question = say(
                "ask-revoke-suspect" if is_suspect else "ask-revoke",
                name=token.name,
                reference=number,
                created=token.created_as_shown,
                nip=case.nip or "?",
                environment=case.environment_name or "?",
            )
            if not self._rules.may_revoke(self._ap, case.nip or "?", question):
                outcome = "not-revoked-suspect" if is_suspect else "not-revoked"
                case.leave(outcome, Exit.TOKEN_NOT_SAFE, living=number)
                return False
            if case.past is not None:
                case.past.note_revoking(number)
            try:
                with self._run.step("uniewaznienie-token", reference=number):
                    self._list.revoke(number)
            except RunInterruptedError:
                raise
            except AssistantError as error:
                reason = say(f"error-{error.code}.what", **error.details)
                case.leave(
                    "revocation-failed",
                    Exit.TOKEN_NOT_SAFE,
                    living=number,
                    created=token.created_as_shown,
                    reason=reason,
                )
                return False
            case.revoked.append(number)
            self._listed[self._listed.index(token)] = replace(token, status="Revoked")
        return True

    def _status(self, number: str) -> str | None:
        """What AP says of a token; its list is asked first, the token itself if the list has no last word."""
        on_list = next((each.status for each in self._listed if each.reference_number == number), None)
        if on_list in {None, "Pending"}:
            with self._run.step("odzyskiwanie-status", reference=number):
                return self._list.status_of(number) or on_list
        return on_list

    def _orders(self) -> list[ListedToken]:
        return self._case.orders(self._listed, not_ours=self._others.not_ours)

    def _mark(self, status: str) -> None:
        if self._case.held is not None:
            with self._run.step("odzyskiwanie-wpis", entry=self._case.held.view.path):
                recovery.mark_dead(self._vault, self._case.held, status=status)


def _listed_as(tokens: list[ListedToken]) -> str:
    """Tokens by number and by what AP's table shows, where there are no numbers."""
    return "; ".join(f"{token.reference_number} ({token.created_as_shown})" for token in tokens)


def _free(run: Run, vault: Vault, held: Held | None) -> None:
    if held is not None and held.is_reserved:
        with run.step("odzyskiwanie-rezerwacja", entry=held.view.path):
            recovery.free(vault, held)
