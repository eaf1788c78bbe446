"""Settle runs that ended between the press of `Generuj token` and a token that is safe.

What the vault alone can settle is settled there; the rest needs AP's list of tokens. Nothing is ever ordered,
nothing is revoked without consent, and whatever is done may be done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from automation.ap.app import Ap
from automation.ap.menu import Menu
from automation.ap.token_list import ListedToken, TokenList
from automation.errors import AssistantError, Exit, RunInterruptedError
from automation.text import say
from automation.vault import Vault, recovery
from automation.vault.recovery import Held
from flows.login import sign_in
from flows.order import Identity, last_moment_of_use
from flows.recover_case import Case, State
from flows.run import Run

_DEAD: Final = frozenset({"Failed", "Revoking", "Revoked"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What settling needs to know beyond the cases."""

    not_ours: frozenset[str]
    """Reference numbers that belong to other runs, or whose values are in the vault."""
    busy_names: frozenset[str]
    """Names of tokens that other runs, still alive, are making: theirs must not be taken for a dead run's."""
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
        case.settle("superseded", "none")
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
    for case in cases:
        settling = _Settling(run, ap, vault, token_list, listed, rules, case)
        try:
            settling.settle()
        except RunInterruptedError:
            raise
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
        # Chromium itself repeats a request whose connection closed before the answer: one press, two tokens.
        twins = [t for t in self._orders() if t.reference_number != number and t.status not in _DEAD]
        if not self._revoke(twins):
            return
        status = self._status(number)
        if status == "Active":
            with self._run.step("odzyskiwanie-wpis", entry=case.held.view.path):
                issued = case.pressed_at
                recovery.confirm(
                    self._vault,
                    case.held,
                    token,
                    draft=case.draft(self._ap.version),
                    expires=last_moment_of_use(issued or datetime.now(UTC)),
                    issued_at=issued,
                )
            case.settle("confirmed", "confirmed")
        elif status in _DEAD:
            self._mark(status)
            case.settle("dead", "marked", status=status)
        elif status is None and self._list.is_complete and not case.is_recent:
            self._mark("-")
            case.settle("never-listed", "marked")
        else:
            case.leave("pending", Exit.AP_FAILED)
        if twins:
            revoked = [twin.reference_number for twin in twins]
            case.message += " " + say("recovered-twins", twins=", ".join(revoked))
            case.numbers += revoked

    def _unknown(self) -> None:
        """The value is nowhere, or not known to be right: what was made of the order must go."""
        case = self._case
        if case.token_name in self._rules.busy_names:
            case.leave("busy", Exit.TOKEN_NOT_SAFE)
            return
        orders = self._orders()
        case.numbers = list(dict.fromkeys([*case.numbers, *(each.reference_number for each in orders)]))
        living = [each for each in orders if each.status not in _DEAD]
        if not self._revoke(living):
            return
        if not orders and not self._list.is_complete:
            case.leave("list-incomplete", Exit.TOKEN_NOT_SAFE)
        elif not orders and case.is_recent:
            case.leave("too-recent", Exit.TOKEN_NOT_SAFE)
        else:
            suspect = case.state is State.SUSPECT
            if suspect:
                self._mark(orders[0].status if orders and not living else "Revoked")
            else:
                _free(self._run, self._vault, case.held)
            if living:
                case.settle("revoked-suspect" if suspect else "revoked", "revoked")
            else:
                case.settle("dead-order" if orders else "nothing-made", "marked" if suspect else "freed")

    def _revoke(self, tokens: list[ListedToken]) -> bool:
        """Revoke each, after asking; False if one of them still lives."""
        case = self._case
        for token in tokens:
            number = token.reference_number
            question = say(
                "ask-revoke",
                name=token.name,
                reference=number,
                created=token.created_as_shown,
                nip=case.nip or "?",
                environment=case.environment_name or "?",
            )
            if not self._rules.may_revoke(self._ap, case.nip or "?", question):
                case.leave("not-revoked", Exit.TOKEN_NOT_SAFE, living=number)
                return False
            try:
                with self._run.step("uniewaznienie-token", reference=number):
                    self._list.revoke(number)
            except RunInterruptedError:
                raise
            except AssistantError as error:
                reason = say(f"error-{error.code}.what", **error.details)
                case.leave("revocation-failed", Exit.TOKEN_NOT_SAFE, living=number, reason=reason)
                return False
        return True

    def _status(self, number: str) -> str | None:
        """What AP says of a token; its list is asked first, the token itself if the list has no last word."""
        on_list = next((each.status for each in self._listed if each.reference_number == number), None)
        if on_list in {None, "Pending"}:
            with self._run.step("odzyskiwanie-status", reference=number):
                return self._list.status_of(number) or on_list
        return on_list

    def _orders(self) -> list[ListedToken]:
        return self._case.orders(self._listed, not_ours=self._rules.not_ours)

    def _mark(self, status: str) -> None:
        if self._case.held is not None:
            with self._run.step("odzyskiwanie-wpis", entry=self._case.held.view.path):
                recovery.mark_dead(self._vault, self._case.held, status=status)


def _free(run: Run, vault: Vault, held: Held | None) -> None:
    if held is not None and held.is_reserved:
        with run.step("odzyskiwanie-rezerwacja", entry=held.view.path):
            recovery.free(vault, held)
