"""What may leave AP's page while a token is being revoked, and which row of its table counts as the token's."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from automation.ap.listed import ListedToken, Proof, row_of
from automation.ap.revocation import Leaving, RevocationGate, others_in
from automation.browser.guard import OriginGuard
from automation.environments import environment
from tests.ap.raw_server import RawServer, Request, answer_with

OURS = "20260501-EC-1DCE3E3000-12ECB5B36E-45"
OTHER = "20260601-EC-2FFB3BA000-AA3F3D1415-07"

# As a page that has more rows ticked than one: each in its turn, whatever became of the one before.
_SEND_JS = """async (requests) => {
  const outcomes = [];
  for (const [method, path, body] of requests)
    outcomes.push(await fetch(path, { method, body }).then((answer) => answer.status, () => "kept"));
  return outcomes;
}"""

_SEND_FROM_WORKER_JS = """async (path) => new Promise((resolve) => {
  const sending = `fetch("${location.origin}${path}", { method: "DELETE" })`;
  const script = `${sending}.then(() => postMessage("sent"), () => postMessage("kept"))`;
  new Worker(URL.createObjectURL(new Blob([script]))).onmessage = (message) => resolve(message.data);
})"""


def _post(connection: socket.socket, _request: Request) -> bool:
    connection.sendall(answer_with(b"{}", status="200 OK"))
    return True


@pytest.fixture
def own_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page of its own: gates stay for as long as their page does."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_nothing_leaves_that_revokes_another_token(own_page: Page) -> None:
    """Whatever way the page asks for it, and from wherever: AP hears of the right token, and of harmless things."""
    page = own_page
    tokens = "/webs/api/v2/tokens"
    allowed = [
        ("DELETE", f"{tokens}/{OURS}", None),
        ("POST", f"{tokens}/revoke", f'{{"referenceNumber": "{OURS}"}}'),
        ("POST", "/webs/api/v2/auth/token/refresh", '{"of": "20260601-AU-2FFB3BA000-AA3F3D1415-07"}'),
        ("POST", tokens, '{"description": "iCargo"}'),
    ]
    kept = [
        ("DELETE", f"{tokens}/{OTHER}", None),
        ("DELETE", f"{tokens}/{OTHER.lower()}?for={OURS}", None),
        ("DELETE", f"{tokens}/4711", f'["{OURS}"]'),
        ("DELETE", tokens, None),
        ("POST", f"{tokens}/revoke", f'["{OURS}", "{OTHER}"]'),
        ("PATCH", f"/webs/api/v2/token/{OTHER}", '{"status": "Revoked"}'),
    ]
    with RawServer(_post).running() as server:
        OriginGuard(page, environment("local", server.base_url)).arm()
        page.goto(server.base_url)
        leaving = RevocationGate.of(page).watch_for(OURS)
        assert leaving.is_held
        assert page.evaluate(_SEND_JS, kept) == ["kept"] * len(kept)
        assert page.evaluate(_SEND_FROM_WORKER_JS, f"{tokens}/{OTHER}") == "kept"
        assert not leaving.let_go
        assert len(leaving.refused) == len(kept) + 1
        assert others_in(leaving.refused, OURS) == OTHER
        assert page.evaluate(_SEND_JS, allowed) == [200] * len(allowed)
        written = [(each.method, each.path) for each in server.requests if each.method != "GET"]
        assert written == [(method, path) for method, path, _ in allowed]
        assert leaving.let_go == written[:2]


def test_what_cannot_be_held_is_noticed_all_the_same() -> None:
    """In a browser that holds nothing, a request that revokes another token is told from the right one."""
    leaving, tokens = Leaving(OURS), "/webs/api/v2/tokens"
    assert leaving.revokes("DELETE", f"{tokens}/{OURS}")
    assert not leaving.may_revoke_another("DELETE", f"{tokens}/{OURS}")
    assert leaving.may_revoke_another("DELETE", f"{tokens}/{OTHER}")
    assert not any(
        leaving.may_revoke_another(*each) for each in (("POST", tokens), ("GET", f"{tokens}/{OTHER}"))
    )


def _token(number: str, second: int | None, name: str = "iCargo", status: str = "Active") -> ListedToken:
    moment = None if second is None else datetime(2026, 6, 1, 8, 0, second, 400, tzinfo=UTC)
    return ListedToken(number, name, status, moment)


ONE, TWO = _token(OURS, 10), _token(OTHER, 40)
AT_10, AT_40, NEW = (
    ("", "iCargo", "01.06.2026 10:00:10"),
    ("", "iCargo", "01.06.2026 10:00:40"),
    ("", "iCargo", "-"),
)
WAITS = _token(OURS, 10, status="Pending")


@pytest.mark.parametrize(
    ("rows", "answered", "known", "expected"),
    [
        ([AT_40, AT_10], [TWO, ONE], [TWO, ONE], (1, Proof.DATE)),
        # The only row of the name is another token's: ours is pending, or on another page of the table.
        ([("", "iCargo", "01.06.2026 11:00:00")], [TWO], [TWO, ONE], None),
        ([("", "iCargo", "01.06.2026 11:00:00")], [ONE], [ONE], None),
        ([NEW], [TWO], [TWO, WAITS], None),
        ([NEW], [WAITS], [TWO, WAITS], (0, Proof.PLACE)),
        ([NEW], [WAITS, TWO], [TWO, WAITS], None),
        ([AT_40, NEW], [TWO, WAITS], [TWO, WAITS], (1, Proof.PLACE)),
        # AP's column is of the activation, some seconds after the order.
        ([("", "iCargo", "1.06.2026, 10:00:14", "-")], [ONE], [ONE], (0, Proof.PLACE)),
        ([("", "iCargo", f"nr {OURS}"), AT_10], [ONE], [ONE], (0, Proof.NUMBER)),
        ([("", "iCargo", f"nr {OTHER}", "01.06.2026 10:00:10")], [ONE], [ONE], None),
        ([("", "iCargo dla biura", "01.06.2026 10:00:10")], [ONE], [ONE], None),
    ],
)
def test_a_row_is_a_tokens_only_if_that_is_proven(
    rows: list[tuple[str, ...]],
    answered: list[ListedToken],
    known: list[ListedToken],
    expected: tuple[int, Proof] | None,
) -> None:
    """Name and date, or the number, or the place in the page's own last answer where no date speaks against it."""
    assert row_of(ONE, rows, answered=answered, known=known) == expected
