"""Revoke a token: log in, find it on the list, revoke it, mark its entry."""

from __future__ import annotations

from collections.abc import Callable

from automation.ap.app import Ap
from automation.ap.menu import Menu
from automation.ap.token_list import TokenList
from automation.evidence.steps import Fact
from automation.vault import Vault
from flows.login import sign_in
from flows.order import Identity
from flows.run import Run


def revoke_token(
    run: Run,
    ap: Ap,
    identity: Identity,
    reference_number: str,
    mark_revoked: Callable[[], None],
    *,
    vault: Vault | None = None,
) -> None:
    """Revoke one token in AP, then do what marks its entry.

    Args:
        run: told of the steps.
        ap: where.
        identity: who logs in, and how.
        reference_number: the token's.
        mark_revoked: marks its entry.
        vault: has the session, as in `sign_in`.
    """
    sign_in(run, ap, identity, vault)
    revoke_on_list(run, ap, reference_number, mark_revoked)


def revoke_on_list(run: Run, ap: Ap, reference_number: str, mark_revoked: Callable[[], None]) -> None:
    """The same for somebody who is logged in."""
    menu = Menu(ap)
    token_list = TokenList(ap)
    with run.step("uniewaznienie-menu"):
        menu.open_tokens()
    with run.step("uniewaznienie-lista"):
        menu.open_token_list()
    with run.step("uniewaznienie-token", reference=reference_number):
        token_list.revoke(reference_number)
    run.note(Fact.REVOKED, reference_number=reference_number)
    with run.step("uniewaznienie-wpis"):
        mark_revoked()
