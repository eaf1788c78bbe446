"""What can go wrong between the press of Generuj token and a verified entry."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from automation.errors import (
    ApTooManyRequestsError,
    AssistantError,
    OrderDoubtfulError,
    OrderRejectedError,
    OrderUnknownError,
    PermissionRefusedError,
    SessionEndedError,
    TokenFailedError,
    TokenNotReadyError,
    TokenNotSafeError,
    TokenSuspectError,
    TokenUnconfirmedError,
)
from automation.evidence.steps import Fact, FactValues, Step
from tests.flows.conftest import ENTRY, Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]


@pytest.mark.usually(3)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 400, "code": 26001}, PermissionRefusedError),
        ({"status": 400, "code": 26002}, PermissionRefusedError),
        ({"status": 400, "code": 21405}, OrderRejectedError),
        ({"status": 401}, SessionEndedError),
        ({"status": 403}, PermissionRefusedError),
        ({"status": 429, "retry_after": 7}, ApTooManyRequestsError),
    ],
    ids=lambda value: str(value.get("code", value["status"])) if isinstance(value, dict) else "",
)
def test_a_refused_order_is_sent_once_and_leaves_no_entry(
    bench: Benches, judge: KeePassXc, fault: dict[str, object], error: type[AssistantError]
) -> None:
    """AP refuses the order: it is never repeated, and the reservation is taken back."""
    b = bench(errors=[{"method": "POST", "path": "/tokens", **fault}])
    with pytest.raises(error):
        b.generate()
    assert len(b.audit.token_posts) == 1
    assert not b.audit.issued
    assert not any("KSeF" in path for path in b.entries(judge))


def test_a_token_made_behind_an_error_is_found_and_reported(bench: Benches, judge: KeePassXc) -> None:
    """AP answers 504 although the token was made: its list gives the token away, by its reference number."""
    b = bench(errors=[{"method": "POST", "path": "/tokens", "status": 504, "processed": True}])
    with pytest.raises(TokenNotSafeError) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))
    assert len(b.audit.token_posts) == 1
    assert ENTRY in b.entries(judge)


def test_doubt_that_the_list_cannot_settle_stays_doubt(bench: Benches, judge: KeePassXc) -> None:
    """AP fails the order and its list, too: nothing is claimed, and the reservation stays."""
    b = bench(
        timeout=4,
        errors=[
            {"method": "POST", "path": "/tokens", "status": 500},
            {"method": "GET", "path": "/tokens", "every": True, "status": 500},
        ],
    )
    with pytest.raises(OrderDoubtfulError):
        b.generate()
    assert ENTRY in b.entries(judge)


def _orders(route: Route, answer: Callable[[Route], None]) -> None:
    if route.request.method == "POST":
        answer(route)
    else:
        route.continue_()


def test_an_error_of_aps_own_is_looked_up_and_not_called_a_refusal(bench: Benches, judge: KeePassXc) -> None:
    """After a 500 the list is asked; that it has no token is said, but not taken for proof."""
    b = bench(errors=[{"method": "POST", "path": "/tokens", "status": 500}])
    with pytest.raises(OrderDoubtfulError) as caught:
        b.generate()
    assert (caught.value.exit, caught.value.details["listed"]) == (6, "no")
    assert len(b.audit.token_posts) == 1
    assert ENTRY in b.entries(judge)


def test_the_reservation_of_an_ended_run_makes_way_for_the_next(bench: Benches, judge: KeePassXc) -> None:
    """A second run after a doubtful end needs no --replace, and leaves one entry."""
    b = bench(errors=[{"method": "POST", "path": "/tokens", "status": 500}])
    with pytest.raises(OrderDoubtfulError):
        b.generate()
    b.page.context.clear_cookies()
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert b.entries(judge).count(ENTRY) == 1


def test_an_order_without_an_answer_is_looked_up(bench: Benches, page: Page) -> None:
    """The connection breaks before the order reaches AP: the list is asked, and exit 8 claims nothing."""
    b = bench()
    page.route(re.compile(r"/tokens$"), lambda route: _orders(route, lambda r: r.abort("connectionreset")))
    with pytest.raises(OrderUnknownError) as caught:
        b.generate()
    assert caught.value.details["listed"] == "no"
    assert not b.audit.issued


def test_an_order_without_an_answer_and_without_a_list_is_unknown(
    bench: Benches, page: Page, judge: KeePassXc
) -> None:
    """The network is gone for good: there may be a token, and the message says so (exit 8)."""
    b = bench(timeout=4)

    def cut(route: Route) -> None:
        page.route(re.compile(r"/webs/"), lambda later: later.abort("internetdisconnected"))
        route.abort("connectionreset")

    page.route(re.compile(r"/tokens$"), lambda route: _orders(route, cut))
    with pytest.raises(OrderUnknownError) as caught:
        b.generate()
    assert caught.value.exit == 8
    assert ENTRY in b.entries(judge)


def test_a_token_that_ksef_fails_to_make_leaves_no_entry(bench: Benches, judge: KeePassXc) -> None:
    """Status Failed is final: the error has the reference number, the reservation is gone."""
    b = bench(outcome="Failed")
    with pytest.raises(TokenFailedError) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))
    assert not any("KSeF" in path for path in b.entries(judge))


@pytest.mark.usually(1)
@pytest.mark.parametrize("escrow", [True, False])
def test_a_token_that_never_becomes_active_is_named(
    bench: Benches, judge: KeePassXc, *, escrow: bool
) -> None:
    """The limit of presses is kept; with escrow the token waits in the vault, else it is named for revocation."""
    b = bench(ready_after=600, refresh_limit=2, escrow=escrow)
    with pytest.raises(TokenNotReadyError) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))
    assert caught.value.exit == 6
    assert len(b.audit.status_reads) == b.run.presses == 2
    assert caught.value.details["escrowed"] == ("yes" if escrow else "no")
    assert_where_the_token_is(b, judge, escrow=escrow)


def assert_where_the_token_is(b: Bench, judge: KeePassXc, *, escrow: bool) -> None:
    """With escrow it is in the vault, tagged ap-pending; without, the entry is a bare reservation."""
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == (issued.value if escrow else "")
    assert ("ap-pending" if escrow else "ap-reserved") in b.stored(judge, "Tags")


AT_RISK = pytest.mark.parametrize(
    ("escrow", "error"),
    [(True, TokenUnconfirmedError), (False, TokenNotSafeError)],
    ids=["escrow", "no-escrow"],
)


@AT_RISK
def test_a_session_that_ends_while_waiting_is_survived_by_the_escrow(
    bench: Benches, judge: KeePassXc, *, escrow: bool, error: type[AssistantError]
) -> None:
    """401 on a status read: the page is gone, and the message says where the token is (exit 8)."""
    b = bench(escrow=escrow, errors=[{"method": "GET", "path": "/tokens/*", "nth": 1, "status": 401}])
    with pytest.raises(error) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))
    assert_where_the_token_is(b, judge, escrow=escrow)


@AT_RISK
def test_a_closed_window_after_the_order_is_survived_by_the_escrow(
    bench: Benches, judge: KeePassXc, *, escrow: bool, error: type[AssistantError]
) -> None:
    """The operator closes the browser in W realizacji."""
    b = bench(refreshes_needed=2, escrow=escrow)
    on_step = b.run.on_step

    def close_while_waiting(title: str) -> None:
        on_step(title)
        if b.run.presses == 1:
            b.page.close()

    b.run.on_step = close_while_waiting
    with pytest.raises(error):
        b.generate()
    assert_where_the_token_is(b, judge, escrow=escrow)


def test_a_first_ctrl_c_after_the_order_still_saves_the_token(bench: Benches, judge: KeePassXc) -> None:
    """One signal behind the curtain is noted; the token is stored before the run ends."""
    b = bench(refreshes_needed=2)
    on_step = b.run.on_step

    def interrupt_while_waiting(title: str) -> None:
        on_step(title)
        if b.run.presses == 1 and not b.run.interruption.requested:
            signal.raise_signal(signal.SIGINT)

    b.run.on_step = interrupt_while_waiting
    with b.run.interruption.listening():
        b.generate()
    assert b.run.interruption.requested
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value


@AT_RISK
def test_a_second_ctrl_c_gives_up_waiting_and_says_so(
    bench: Benches, judge: KeePassXc, *, escrow: bool, error: type[AssistantError]
) -> None:
    """Whoever insists gets out, and is told where the token is or which one to revoke."""
    b = bench(ready_after=600, escrow=escrow)
    on_step = b.run.on_step

    def interrupt_twice(title: str) -> None:
        on_step(title)
        if b.run.presses == 1:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    b.run.on_step = interrupt_twice
    with b.run.interruption.listening(), pytest.raises(error) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))
    assert_where_the_token_is(b, judge, escrow=escrow)


_DEAF_ICON = """
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && button.textContent.includes("Kopiuj")) event.stopImmediatePropagation();
}, true);
"""
_LYING_ICON = """
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !button.textContent.includes("Kopiuj")) return;
  event.stopImmediatePropagation();
  const shown = document.body.textContent.match(/\\d{8}-EC-\\S+\\|nip-\\d+\\|[0-9a-f]{64}/)[0];
  const value = window.lie(shown);
  navigator.clipboard.writeText(value);
}, true);
"""


def test_a_deaf_copy_icon_does_not_cost_the_token(bench: Benches, page: Page, judge: KeePassXc) -> None:
    """The icon hands over nothing: the whole value is taken from the page, checked, and a warning given."""
    page.add_init_script(_DEAF_ICON)
    b = bench()
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert len(b.run.warnings) == 1


@pytest.mark.usually(2)
@pytest.mark.parametrize(
    "lie",
    [
        "(shown) => shown.slice(0, 60)",
        "(shown) => shown + ' '",
        "(shown) => shown.replace(/.$/, (last) => last === '0' ? '1' : '0')",
        "(shown) => shown.replace('nip-1234563218', 'nip-5265877635')",
    ],
    ids=["cut", "space", "one-digit", "other-nip"],
)
def test_a_copy_that_is_not_right_is_kept_and_reported(
    bench: Benches, page: Page, judge: KeePassXc, lie: str
) -> None:
    """What was copied fails a check: it is stored together with what the page holds, and exit 8 says so."""
    page.add_init_script(f"window.lie = {lie};" + _LYING_ICON)
    b = bench()
    with pytest.raises(TokenSuspectError):
        b.generate()
    (issued,) = b.audit.issued.values()
    exported = judge.opening(password="zażółć gęślą jaźń 1").run("export", "-f", "xml", b.vault.path)
    assert issued.value in exported
    assert "ap-pending" in b.stored(judge, "Tags")
    assert b.run.place is not None


_SHOWS_BY_ITSELF = """
new MutationObserver(() => {
  const heading = [...document.querySelectorAll("h2")].find((each) => each.textContent.includes("W realizacji"));
  if (!heading || window.shownAlready) return;
  window.shownAlready = true;
  // AP finds out by itself that the token is ready, while nobody presses anything.
  for (const button of document.querySelectorAll("main button"))
    if (button.textContent.includes("Odśwież")) setTimeout(() => {
      button.click();
      button.remove();
    }, 50);
}).observe(document, { childList: true, subtree: true });
"""


def test_a_window_that_changes_by_itself_does_not_cost_the_token(
    bench: Benches, page: Page, judge: KeePassXc
) -> None:
    """AP shows the token before Odśwież can be pressed: it is copied all the same."""
    page.add_init_script(_SHOWS_BY_ITSELF)
    b = bench(delays=[{"method": "GET", "path": "/tokens/*", "seconds": 1}], timeout=4)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value


_ONLY_THE_ICON_KNOWS = r"""
let whole = "";
new MutationObserver(() => {
  const form = /\d{8}-EC-\S+\|nip-\d+\|[0-9a-f]{64}/;
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (form.test(node.data)) { whole = node.data.match(form)[0]; node.data = whole.slice(0, 20) + "…"; }
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.usually(1)
@pytest.mark.parametrize("escrow", [True, False])
def test_a_page_that_hides_the_token_only_costs_the_comparison(
    bench: Benches, page: Page, judge: KeePassXc, *, escrow: bool
) -> None:
    """The page shows a part, the icon copies all: compared with AP's answer, else stored with a warning."""
    page.add_init_script(_ONLY_THE_ICON_KNOWS)
    b = bench(escrow=escrow)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert len(b.run.warnings) == (0 if escrow else 1)


_DUMB_PAGE = _ONLY_THE_ICON_KNOWS + _DEAF_ICON


def test_a_page_that_gives_nothing_away_is_replaced_by_aps_answer(
    bench: Benches, page: Page, judge: KeePassXc
) -> None:
    """Neither the icon nor the page has the token: the one from AP's answer is stored, with a warning."""
    page.add_init_script(_DUMB_PAGE)
    b = bench()
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert "ap-active" in b.stored(judge, "Tags")
    assert len(b.run.warnings) == 1


class _ClosesTheWindow:
    """An observer by whose hand the window goes between two steps."""

    def __init__(self, page: Page, after: str) -> None:
        self._page, self._after = page, after

    def step_begins(self, step: Step) -> None:
        """Nothing."""

    def step_ends(self, step: Step) -> None:
        """Close it."""
        if step.id == self._after:
            self._page.close()

    def curtain(self, *, is_open: bool) -> None:
        """Nothing."""

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing."""

    def warned(self, warning: str) -> None:
        """Nothing."""


@pytest.mark.usually(1)
@pytest.mark.parametrize(("escrow", "error"), [(True, TokenUnconfirmedError), (False, TokenNotSafeError)])
def test_a_window_closed_between_two_steps_is_told_as_such(
    bench: Benches, judge: KeePassXc, escrow: bool, error: type[AssistantError]
) -> None:
    """No step is there to translate the browser's word for it; the token's fate is told all the same."""
    b = bench(escrow=escrow)
    b.run.observers.append(_ClosesTheWindow(b.page, "krok-3-generuj"))
    with pytest.raises(error):
        b.generate()
    assert len(b.audit.issued) == 1
    if escrow:
        assert b.stored(judge) == next(iter(b.audit.issued.values())).value
