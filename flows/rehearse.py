"""The rehearsal: the whole job, then the clean-up, so that it leaves nothing behind in AP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from automation.ap.app import Ap
from automation.errors import (
    AssistantError,
    BrowserClosedError,
    InterfaceError,
    RehearsalInterruptedError,
    RehearsalListChangedError,
    RehearsalTokenLeftError,
    RunInterruptedError,
)
from automation.evidence.unrevoked import UnrevokedToken, UnrevokedTokens
from automation.text import say
from automation.vault import Vault
from flows.generate import generate_token
from flows.order import Order, Receipt
from flows.revoke import revoke_on_list
from flows.run import Run


def rehearse(
    run: Run, ap: Ap, vault: Vault, order: Order, unrevoked: UnrevokedTokens | None = None
) -> Receipt:
    """Make a token, prove that it is in the vault, revoke it, mark its entry; and what earlier rehearsals left.

    Args:
        run: told of the steps.
        ap: where.
        vault: where the token goes.
        order: which token.
        unrevoked: keeps in mind what could not be revoked; None where AP itself will be gone.

    Raises:
        AssistantError: as `generate_token`.
        RehearsalTokenLeftError, RehearsalListChangedError, RehearsalInterruptedError: all went well, but AP still
            has the token.
    """
    receipt = generate_token(run, ap, vault, order)
    if unrevoked is not None:
        unrevoked.put_down(token_of(order, receipt.reference_number, str(vault.path), receipt.entry_uuid))
    try:
        revoke_on_list(run, ap, receipt.reference_number, marking(vault, receipt.entry_uuid))
    except AssistantError as error:
        raise _left(error, order, receipt.reference_number, str(vault.path)) from None
    if unrevoked is not None:
        unrevoked.strike_out(receipt.reference_number)
        _revoke_earlier(run, ap, vault, order, unrevoked)
    return receipt


def token_of(order: Order, reference_number: str, vault: str, entry_uuid: str | None) -> UnrevokedToken:
    """What is to be remembered of a rehearsal's token while AP has it."""
    return UnrevokedToken(
        environment=order.environment.name,
        base_url=order.environment.address,
        nip=order.identity.nip,
        reference_number=reference_number,
        token_name=order.token_name,
        vault=vault,
        entry_uuid=entry_uuid,
        since=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def marking(vault: Vault, entry_uuid: str) -> Callable[[], None]:
    """What marks an entry of the vault as that of a revoked token."""
    return lambda: vault.mark_revoked(UUID(entry_uuid), revoked_at=datetime.now(UTC))


def _revoke_earlier(run: Run, ap: Ap, vault: Vault, order: Order, unrevoked: UnrevokedTokens) -> None:
    """What earlier rehearsals could not revoke here. If it still cannot be done, it stays on record."""
    for token in unrevoked.all():
        if (token.base_url, token.nip) != (order.environment.address, order.identity.nip):
            continue
        in_this_vault = token.entry_uuid is not None and Path(token.vault) == Path(vault.path)
        mark = marking(vault, token.entry_uuid) if in_this_vault and token.entry_uuid else lambda: None
        try:
            revoke_on_list(run, ap, token.reference_number, mark)
        except (RunInterruptedError, BrowserClosedError):
            return  # this rehearsal is complete; the next one will try again
        except AssistantError as error:
            run.warn("not-revoked-either", reference=token.reference_number, reason=_said(error))
        else:
            unrevoked.strike_out(token.reference_number)


def _left(error: AssistantError, order: Order, reference_number: str, vault: str) -> AssistantError:
    kind: type[AssistantError] = RehearsalTokenLeftError
    if isinstance(error, RunInterruptedError | BrowserClosedError):
        kind = RehearsalInterruptedError
    elif isinstance(error, InterfaceError):
        kind = RehearsalListChangedError
    return kind(
        reference=reference_number, reason=_said(error), environment=order.environment.name, vault=vault
    )


def _said(error: AssistantError) -> str:
    return say(f"error-{error.code}.what", **error.details)
