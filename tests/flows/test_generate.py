"""The whole job when AP does what it should."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from automation.errors import EntryExistsError
from automation.ksef_token import Permission
from flows.order import permission_list
from tests.flows.conftest import ENTRY, NAME, NIP, Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]


@pytest.mark.usually(4)
@pytest.mark.parametrize(
    "scenario",
    [
        {"refreshes_needed": 1},
        {"refreshes_needed": 2},
        {"direct": True, "refreshes_needed": 0},
        {"copy_method": "exec-command"},
        {"escrow": False},
        {"icons_exposed": True},
        {"strict_csp": False},
    ],
    ids=lambda scenario: "-".join(f"{key}={value}" for key, value in scenario.items()),
)
def test_the_token_in_the_vault_is_the_one_issued(
    bench: Benches, judge: KeePassXc, scenario: dict[str, object]
) -> None:
    """KeePassXC reads back exactly what AP made, whatever way AP showed and copied it."""
    b = bench(**scenario)
    receipt = b.generate()
    audit = b.replica.wait_until(lambda seen: bool(seen.copies))
    (issued,) = audit.issued.values()
    assert b.stored(judge) == issued.value
    assert receipt.reference_number == issued.reference
    assert issued.permissions == ("InvoiceWrite", "InvoiceRead")
    assert issued.name == NAME
    assert len(audit.token_posts) == 1
    assert len(audit.status_reads) == b.run.presses == scenario.get("refreshes_needed", 1)
    assert [copy.reference for copy in audit.copies] == [issued.reference]
    assert not audit.decoy_copies
    assert not audit.lost_tokens
    assert not b.run.warnings


def test_the_entry_is_as_keepassxc_users_expect_one(bench: Benches, judge: KeePassXc) -> None:
    """Group, title, user name, address, tags, expiry and attributes are those of the contract."""
    b = bench()
    receipt = b.generate()
    assert receipt.entry_path == ENTRY
    assert b.stored(judge, "UserName") == NIP
    assert b.stored(judge, "URL") == b.replica.base_url
    assert set(b.stored(judge, "Tags").split(",")) == {"ksef", "ap-active"}
    assert b.stored(judge, "KSeF reference number") == receipt.reference_number
    assert b.stored(judge, "KSeF permissions") == "InvoiceWrite, InvoiceRead"
    assert b.stored(judge, "KSeF context") == f"nip-{NIP}"
    assert b.stored(judge, "AP version") == "2.2.9"
    assert b.stored(judge, "Issued at").startswith("20")
    assert "iCargo" in b.stored(judge, "Notes")


def test_presses_are_never_closer_together_than_the_interval(bench: Benches) -> None:
    """AP sees at least the set interval between any two presses of Odśwież."""
    b = bench(refreshes_needed=4)
    b.generate()
    times = [read.at for read in b.audit.status_reads]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 2.0


def test_a_press_waits_for_the_answer_to_the_one_before(bench: Benches) -> None:
    """While an answer is late nothing is pressed, and the interval begins when it came."""
    b = bench(refreshes_needed=2, delays=[{"method": "GET", "path": "/tokens/*", "seconds": 3}])
    b.generate()
    first, second = (read.at for read in b.audit.status_reads)
    assert second - first >= 5.0


def test_a_pause_that_ap_asks_for_is_kept(bench: Benches) -> None:
    """After 429 with Retry-After the next press waits that long, and the token still comes."""
    b = bench(errors=[{"method": "GET", "path": "/tokens/*", "nth": 1, "status": 429, "retry_after": 4}])
    b.generate()
    first, second = (read.at for read in b.audit.status_reads)
    assert second - first >= 4.0


def test_a_failed_status_read_does_not_end_the_run(bench: Benches, judge: KeePassXc) -> None:
    """After a 500 the window W realizacji is still there, so Odśwież is pressed again in due time."""
    b = bench(errors=[{"method": "GET", "path": "/tokens/*", "nth": 1, "status": 500}])
    b.generate()
    assert [read.http_status for read in b.audit.status_reads] == [500, 200]
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value


def test_exactly_the_wanted_permissions_are_ticked(bench: Benches) -> None:
    """Another choice of permissions is ordered to the letter."""
    b = bench(wanted=(Permission.INVOICE_READ, Permission.INTROSPECTION))
    b.generate()
    assert [post.permissions for post in b.audit.token_posts] == [("InvoiceRead", "Introspection")]


def test_a_name_with_quotes_slashes_and_emoji_survives(bench: Benches, judge: KeePassXc) -> None:
    """The name reaches AP and the entry as it was given."""
    name = 'Zażółć "gęślą" <b>jaźń</b> & co; a, b 🦆'
    b = bench(token_name=name)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert issued.name == name
    assert b.stored(judge, "Title", f"KSeF/Lokalne/{NIP}/{name}") == name


def test_a_second_token_of_the_same_name_is_refused_before_anything_is_ordered(bench: Benches) -> None:
    """An entry that exists stops the run at the reservation; AP never sees the order."""
    b = bench()
    b.generate()
    b.page.context.clear_cookies()
    with pytest.raises(EntryExistsError):
        b.generate()
    assert len(b.audit.token_posts) == 1


def test_replace_keeps_the_old_token_in_the_entrys_history(bench: Benches, judge: KeePassXc) -> None:
    """With replace the entry has the new token, and its history the old one."""
    b = bench(replace=True)
    first = b.generate()
    b.page.context.clear_cookies()
    second = b.generate()
    assert first.entry_uuid == second.entry_uuid
    issued = b.audit.issued
    assert b.stored(judge) == issued[second.reference_number].value
    exported = judge.opening(password="zażółć gęślą jaźń 1").run("export", "-f", "xml", b.vault.path)
    assert issued[first.reference_number].value in exported


def test_the_permission_list_speaks_aps_words() -> None:
    """Messages call permissions what the form calls them."""
    assert "wystawianie faktur" in permission_list([Permission.INVOICE_WRITE])
