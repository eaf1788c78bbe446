"""Revocation and rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from automation.errors import RevocationFailedError, TokenNotListedError
from flows.rehearse import rehearse
from flows.revoke import revoke_token
from tests.flows.conftest import Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]


def test_a_rehearsal_leaves_no_living_token(bench: Benches, judge: KeePassXc) -> None:
    """The token is stored, then revoked in AP, and its entry is marked."""
    b = bench()
    receipt = rehearse(b.run, b.ap, b.vault, b.order)
    (issued,) = b.audit.issued.values()
    assert [(r.reference, r.http_status < 400) for r in b.audit.revocations] == [
        (receipt.reference_number, True)
    ]
    assert issued.status in {"Revoking", "Revoked"}
    assert b.stored(judge) == issued.value
    assert set(b.stored(judge, "Tags").split(",")) == {"ksef", "ap-revoked"}
    assert not b.audit.lost_tokens


def test_the_right_one_of_two_tokens_of_a_name_is_revoked(bench: Benches) -> None:
    """AP's table shows no reference numbers: of two rows of one name, the date tells."""
    twins = [
        {"name": "Bliźniak testowy", "created": "2026-05-01T08:00:00Z"},
        {"name": "Bliźniak testowy", "created": "2026-06-01T08:00:00Z"},
    ]
    b = bench(replace=True, tokens=twins)
    wanted = b.generate().reference_number
    b.page.context.clear_cookies()
    b.generate()
    b.page.context.clear_cookies()
    marked: list[datetime] = []
    revoke_token(b.run, b.ap, b.order.identity, wanted, lambda: marked.append(datetime.now(UTC)))
    assert [revocation.reference for revocation in b.audit.revocations] == [wanted]
    assert marked


def test_a_token_that_is_not_listed_is_not_guessed(bench: Benches) -> None:
    """An unknown reference number revokes nothing and marks nothing."""
    b = bench()

    def never() -> None:
        pytest.fail("marked")

    with pytest.raises(TokenNotListedError):
        revoke_token(b.run, b.ap, b.order.identity, "20251010-EC-1DCE3E3000-12ECB5B36E-45", never)
    assert not b.audit.revocations


def test_a_revocation_that_ap_refuses_is_reported(bench: Benches, judge: KeePassXc) -> None:
    """AP answers 500 to the revocation: the token lives, the entry stays as it was."""
    b = bench(errors=[{"method": "DELETE", "path": "/tokens/*", "status": 500}])
    with pytest.raises(RevocationFailedError):
        rehearse(b.run, b.ap, b.vault, b.order)
    assert "ap-active" in b.stored(judge, "Tags")
    entry = b.vault.find(next(iter(b.audit.issued)))
    assert isinstance(entry.uuid, UUID)
