"""Revocation and rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from automation.ap.menu import Menu
from automation.ap.token_list import TokenList
from automation.errors import RehearsalTokenLeftError, TokenNotListedError, WrongTokenError
from automation.evidence.unrevoked import UnrevokedTokens
from flows.rehearse import rehearse
from flows.revoke import revoke_token
from tests.flows.conftest import NAME, NIP, Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]


def test_a_rehearsal_leaves_no_living_token(bench: Benches, judge: KeePassXc, tmp_path: Path) -> None:
    """The token is stored, then revoked in AP, and its entry is marked."""
    b = bench()
    unrevoked = UnrevokedTokens(tmp_path / "unrevoked.json")
    receipt = rehearse(b.run, b.ap, b.vault, b.order, unrevoked)
    assert unrevoked.all() == []
    (issued,) = b.audit.issued.values()
    assert [(r.reference, r.http_status < 400) for r in b.audit.revocations] == [
        (receipt.reference_number, True)
    ]
    assert issued.status in {"Revoking", "Revoked"}
    assert b.stored(judge) == issued.value
    assert set(b.stored(judge, "Tags").split(",")) == {"ksef", "ap-revoked"}
    assert not b.audit.lost_tokens


def test_the_right_one_of_two_tokens_of_a_name_is_revoked(bench: Benches) -> None:
    """AP's table shows no reference numbers: of two rows of one name, the date tells. Twice is as good as once."""
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
    b.page.context.clear_cookies()
    # The list shows active tokens only; what is not on it is asked for by its number.
    revoke_token(b.run, b.ap, b.order.identity, wanted, lambda: marked.append(datetime.now(UTC)))
    assert [revocation.reference for revocation in b.audit.revocations] == [wanted]
    assert len(marked) == 2


_SWAP_JS = """([from, to]) => {
  window.unchanged ??= window.fetch;
  window.fetch = (url, options) =>
    unchanged(options?.method === "DELETE" ? String(url).replace(from, to) : url, options);
}"""


def test_another_token_of_the_name_is_never_revoked(bench: Benches) -> None:
    """The token is on the table's second page, a newer one of its name on the first, and at the first try the page
    itself takes that for the ticked one: what it sends is kept from AP. Then the right one is revoked.
    """
    newer = [{"name": name, "created": "2030-01-01T08:00:00Z"} for name in (NAME, *("Inny system",) * 11)]
    b = bench(tokens=newer)
    wanted = b.generate().reference_number
    token_list, menu = TokenList(b.ap), Menu(b.ap)
    menu.open_tokens()
    menu.open_token_list()
    listed = token_list.all_listed()
    (namesake,) = (
        each.reference_number for each in listed if each.name == NAME and each.reference_number != wanted
    )
    b.page.evaluate(_SWAP_JS, [wanted, namesake])
    with pytest.raises(WrongTokenError) as wrong:
        token_list.revoke(wanted)
    assert wrong.value.details == {"reference": wanted, "other": namesake, "sent": "no"}
    assert not b.audit.revocations
    b.page.evaluate(_SWAP_JS, ["", ""])
    token_list.revoke(wanted)
    assert [revocation.reference for revocation in b.audit.revocations] == [wanted]


@pytest.mark.usually(0)
def test_a_token_that_is_not_listed_is_not_guessed(bench: Benches) -> None:
    """An unknown reference number revokes nothing and marks nothing."""
    b = bench()

    def never() -> None:
        pytest.fail("marked")

    with pytest.raises(TokenNotListedError):
        revoke_token(b.run, b.ap, b.order.identity, "20251010-EC-1DCE3E3000-12ECB5B36E-45", never)
    assert not b.audit.revocations


def test_a_token_that_could_not_be_revoked_is_kept_in_mind_until_it_is(
    bench: Benches, judge: KeePassXc, tmp_path: Path
) -> None:
    """AP answers 500 once: the entry stays as it was, the token on record; the next rehearsal revokes both."""
    b = bench(replace=True, errors=[{"method": "DELETE", "path": "/tokens/*", "status": 500}])
    unrevoked = UnrevokedTokens(tmp_path / "unrevoked.json")
    with pytest.raises(RehearsalTokenLeftError) as left:
        rehearse(b.run, b.ap, b.vault, b.order, unrevoked)
    (first,) = b.audit.issued.values()
    assert left.value.details["reference"] == first.reference
    assert "ap-active" in b.stored(judge, "Tags")
    (kept,) = unrevoked.all()
    assert (kept.reference_number, kept.nip, kept.vault) == (first.reference, NIP, str(b.vault.path))
    b.page.context.clear_cookies()
    receipt = rehearse(b.run, b.ap, b.vault, b.order, unrevoked)
    done = [revocation.reference for revocation in b.audit.revocations if revocation.http_status < 400]
    assert done == [receipt.reference_number, first.reference]
    assert unrevoked.all() == []
