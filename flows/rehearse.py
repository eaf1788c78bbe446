"""The rehearsal: the whole job, then the clean-up, so that it leaves nothing behind in AP."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from automation.ap.app import Ap
from automation.vault import Vault
from flows.generate import generate_token
from flows.order import Order, Receipt
from flows.revoke import revoke_on_list
from flows.run import Run


def rehearse(run: Run, ap: Ap, vault: Vault, order: Order) -> Receipt:
    """Make a token, prove that it is in the vault, revoke it, mark its entry."""
    receipt = generate_token(run, ap, vault, order)
    revoke_on_list(
        run,
        ap,
        receipt.reference_number,
        lambda: vault.mark_revoked(UUID(receipt.entry_uuid), revoked_at=datetime.now(UTC)),
    )
    return receipt
