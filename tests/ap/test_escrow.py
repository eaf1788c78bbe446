"""The escrow against a server that answers as it likes: what is taken, when the page gets it, what is never done."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from automation.ap.escrow import Escrow
from automation.ap.gateway import GatewayWatch
from automation.secret import Secret
from tests.ap.raw_server import Answer, RawServer, Request, answer_with

pytestmark = pytest.mark.browser

TOKEN = f"20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|{'ab' * 32}"
ORDERED = answer_with(
    json.dumps({"referenceNumber": TOKEN.split("|", maxsplit=1)[0], "token": TOKEN}).encode()
)

_ORDER_JS = """() => {
  window.got = null;
  fetch("/webs/api/v2/tokens", { method: "POST", body: '{"description": "iCargo"}' })
    .then(async (answer) => { window.got = await answer.text(); })
    .catch((error) => { window.got = `failed: ${error}`; });
}"""


class Disk:
    """Stands for the disk: takes its time, and remembers what came and when."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.stored: list[Secret] = []
        self.done_at = 0.0

    def store(self, token: Secret) -> None:
        """Force a token to disk."""
        time.sleep(self.seconds)
        self.stored.append(token)
        self.done_at = time.monotonic()


@contextmanager
def armed(
    page: Page, answer: Answer, disk: Disk, hold_at_most: float = 5.0
) -> Iterator[tuple[RawServer, Escrow]]:
    """A page of the server with the escrow armed."""
    with RawServer(answer).running() as server:
        page.goto(server.base_url)
        escrow = Escrow(page, disk.store, hold_at_most=hold_at_most)
        assert escrow.arm()
        yield server, escrow
        escrow.disarm()


def order(page: Page, seconds: float = 10.0) -> tuple[str, float]:
    """Order a token as AP's page does; what the page got, and when."""
    page.evaluate(_ORDER_JS)
    page.wait_for_function("() => window.got !== null", timeout=seconds * 1000)
    return str(page.evaluate("() => window.got")), time.monotonic()


def ordered(connection: socket.socket, _request: Request) -> bool:
    """The usual answer."""
    connection.sendall(ORDERED)
    return True


def test_the_page_gets_its_answer_only_when_the_token_is_on_disk(page: Page) -> None:
    """The disk takes 0.7 s: the page's answer comes after it, whole and unchanged; the request was sent once."""
    disk = Disk(0.7)
    with armed(page, ordered, disk) as (server, escrow):
        began = time.monotonic()
        got, got_at = order(page)
        assert disk.done_at - began >= 0.7
        assert got_at > disk.done_at
        assert got.encode() == ORDERED.partition(b"\r\n\r\n")[2]
        assert [request.body for request in server.posts] == [b'{"description": "iCargo"}']
        assert disk.stored == list(escrow.tokens) == [Secret(TOKEN)]
        assert escrow.answered_at is not None
        assert began < escrow.answered_at < disk.done_at


def test_a_page_that_leaves_at_once_does_not_take_the_token_along(page: Page) -> None:
    """The page navigates as soon as it has its answer: the token was taken before, and the page is kept."""
    disk = Disk()
    with armed(page, ordered, disk) as (server, escrow):
        leave = f"() => fetch('/webs/api/v2/tokens', {{method: 'POST'}}).then(() => location = '{server.base_url}x')"
        page.evaluate(f"() => {{ ({leave})(); }}")
        deadline = time.monotonic() + 10
        while not escrow.kept_from_leaving and time.monotonic() < deadline:
            page.wait_for_timeout(20)
        assert escrow.kept_from_leaving
        assert not page.url.endswith("/x")
        assert disk.stored == [Secret(TOKEN)]
    page.goto(server.base_url + "x")  # afterwards it may go where it likes


def test_a_page_is_not_loaded_anew_while_its_token_is_at_stake(page: Page) -> None:
    """Neither by a press of something that reloads, nor by a form; before the order both work."""
    with armed(page, ordered, Disk()) as (_, escrow):
        page.reload()
        assert not escrow.kept_from_leaving
        order(page)
        page.set_content(
            "<p>kept</p><button onclick='location.reload()'>a</button><form><button>b</button></form>"
        )
        for name in ("a", "b"):
            escrow.loads_refused = 0
            page.get_by_role("button", name=name).click(no_wait_after=True)
            deadline = time.monotonic() + 10
            while not escrow.kept_from_leaving and time.monotonic() < deadline:
                page.wait_for_timeout(20)
            assert escrow.kept_from_leaving
            assert page.get_by_text("kept").is_visible()


def test_a_slow_disk_holds_the_page_no_longer_than_the_limit(page: Page) -> None:
    """After the limit the page gets its answer, and the token is stored all the same."""
    disk = Disk(2.5)
    with armed(page, ordered, disk, hold_at_most=0.5) as (_, escrow):
        began = time.monotonic()
        _, got_at = order(page)
        assert 0.5 <= got_at - began < 2.4
        assert not disk.stored
        escrow.settle()
        assert disk.stored == [Secret(TOKEN)]


@pytest.mark.parametrize(
    "answer",
    [
        answer_with(b'{"referenceNumber": "20251010-EC-1DCE3E3000-12ECB5B36E-45"}'),
        answer_with(b'{"token": ""}'),
        answer_with(b'{"token": 5}'),
        answer_with(b"[]"),
        answer_with(b""),
        answer_with(b"\xff\xfe not text"),
        answer_with(b'{"code": 21405}', status="400 Bad Request"),
        answer_with(b'{"token": "%s"}' % TOKEN.encode(), status="500 Internal Server Error"),
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
    ids=["no-token", "empty", "number", "list", "nothing", "bytes", "400", "500", "302", "204"],
)
def test_an_answer_without_a_token_costs_nothing(page: Page, answer: bytes) -> None:
    """The page gets it as it is, at once, and nothing is stored."""
    disk = Disk()

    def send(connection: socket.socket, _request: Request) -> bool:
        connection.sendall(answer)
        return True

    with armed(page, send, disk) as (server, escrow):
        began = time.monotonic()
        _, got_at = order(page)
        assert got_at - began < 2
        assert not disk.stored
        assert escrow.answered_at is None
        assert len(server.posts) == 1


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"result": {"value": TOKEN}}),
        f"<p>{TOKEN}</p>",
        json.dumps({"token": {"raw": TOKEN}, "again": TOKEN}),
    ],
)
def test_a_token_in_another_place_of_the_answer_is_found_by_its_form(page: Page, body: str) -> None:
    """AP's gateway may wrap the public contract's answer."""
    disk = Disk()

    def send(connection: socket.socket, _request: Request) -> bool:
        connection.sendall(answer_with(body.encode()))
        return True

    with armed(page, send, disk):
        order(page)
        assert disk.stored == [Secret(TOKEN)]


def test_a_token_of_an_unknown_form_is_stored_as_it_came(page: Page) -> None:
    """Whether it is a token is judged later; what AP calls one is kept."""
    disk = Disk()

    def send(connection: socket.socket, _request: Request) -> bool:
        connection.sendall(answer_with(b'{"token": "nowa-postac-2027"}'))
        return True

    with armed(page, send, disk):
        order(page)
        assert disk.stored == [Secret("nowa-postac-2027")]


def test_an_answer_that_breaks_in_the_middle_is_no_answer(page: Page) -> None:
    """Half a token is none; the page learns of the failure as it would without us."""
    disk = Disk()

    def send(connection: socket.socket, _request: Request) -> bool:
        connection.sendall(ORDERED[: len(ORDERED) - 30])
        return False

    with armed(page, send, disk):
        got, _ = order(page)
        assert got.startswith("failed:")
        assert not disk.stored


def test_a_stalled_answer_does_not_stop_the_run_from_looking_around(page: Page) -> None:
    """While AP's answer hangs half-way the page can be asked; when it is complete, the token is taken."""
    disk = Disk()
    go_on = threading.Event()

    def send(connection: socket.socket, _request: Request) -> bool:
        connection.sendall(ORDERED[:-20])
        go_on.wait(10)
        connection.sendall(ORDERED[-20:])
        return True

    with armed(page, send, disk):
        page.evaluate(_ORDER_JS)
        began = time.monotonic()
        while time.monotonic() - began < 1:
            assert page.evaluate("() => document.title") == "AP"
        assert not disk.stored
        go_on.set()
        page.wait_for_function("() => window.got !== null")
        assert disk.stored == [Secret(TOKEN)]


def test_other_requests_are_not_held(page: Page) -> None:
    """Status reads and the list pass by while an order's answer is on its way to the disk."""
    disk = Disk(1.0)
    with armed(page, ordered, disk) as (server, _):
        page.evaluate("() => fetch('/webs/api/v2/tokens?pageSize=10').then((answer) => answer.text())")
        page.evaluate("() => fetch('/webs/api/v2/tokens/123').then((answer) => answer.text())")
        assert not disk.stored
        assert not server.posts


def test_an_order_that_chromium_repeats_by_itself_is_noticed(page: Page) -> None:
    """A kept-alive connection closes before the answer: Chromium sends the POST again, over a new one."""
    disk = Disk()
    dropped: list[Request] = []

    def send(connection: socket.socket, request: Request) -> bool:
        if not dropped:
            dropped.append(request)
            return False
        connection.sendall(ORDERED)
        return True

    watch = GatewayWatch(page)
    with armed(page, send, disk) as (server, _):
        order(page)
        assert len(server.posts) == 2
        assert disk.stored == [Secret(TOKEN)]
        (exchange,) = watch.orders_since(0)
        assert exchange.maybe_repeated


def test_an_order_over_a_kept_connection_is_no_cause_for_doubt(page: Page) -> None:
    """The usual case: nothing was repeated, so nothing has to be looked up."""
    watch = GatewayWatch(page)
    with armed(page, ordered, Disk()):
        order(page)
        (exchange,) = watch.orders_since(0)
        assert not exchange.maybe_repeated


def test_nothing_is_held_after_disarming(page: Page) -> None:
    """A second order passes by."""
    disk = Disk()
    with armed(page, ordered, disk) as (_, escrow):
        order(page)
        escrow.disarm()
        order(page)
        assert disk.stored == [Secret(TOKEN)]


def test_a_browser_that_cannot_hold_answers_only_costs_the_escrow(page: Page) -> None:
    """The page is gone: arming says so and raises nothing."""
    gone = page.context.new_page()
    gone.close()
    assert not Escrow(gone, Disk().store).arm()
