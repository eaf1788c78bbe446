"""What is noted of AP's page and gateway."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.environments import environment
from automation.evidence.observations import Observations, path_pattern
from automation.evidence.steps import Seen, Step
from automation.replica.answers import error_answer

EVENT_ID = "00-7be31f5a90c24d68b1e7f3a52c9d8e04-5d1b7c3e9a2f4806-01"
SECRET = "Jan Kowalski 44051401359"  # what an answer may quote
KNOWN_ROUTES = [
    "/web/",
    "/web/login",
    "/web/home",
    "/web/tokens/generate-token",
    "/web/tokens/token-list",
    "/web/sessions-history",
    "/web/permissions/grant-permissions",
    "/web/certificates/request-certificate",
]

# --- paths ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", KNOWN_ROUTES)
def test_known_routes_stay_as_they_are(route: str) -> None:
    """A route is a word or two, and tells whoever was not there which screen it was."""
    assert path_pattern(route) == route


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/webs/api/v2/tokens", "/tokens"),
        ("/webs/api/v2/tokens/20251010-EC-1DCE3E3000-12ECB5B36E-45", "/tokens/{id}"),
        ("/webs/api/v2/auth/xades-signature", "/auth/xades-signature"),
        ("/webs/api/v2/auth/ksef-token", "/auth/ksef-token"),
        ("/webs/api/tokens/", "/tokens/"),
        ("/webs/api/v2/sessions/7/invoices/1234563218-20251010-AB", "/sessions/{id}/invoices/{id}"),
        ("/webs/api/v2/u/6F9619FF-8B86-D011-B42D-00C04FC964FF", "/u/{id}"),
        ("/web/nip:1234563218/home", "/web/{id}/home"),
        ("/web/123-456-32-18", "/web/{id}"),
        ("/web/%31%32%33%34", "/web/{id}"),
        ("/web/step2", "/web/step2"),
        ("/web/", "/web/"),
    ],
)
def test_what_changes_from_run_to_run_is_left_out(path: str, pattern: str) -> None:
    """Numbers and ids become `{id}`, whatever stands beside them; the gateway's own root is left out."""
    assert path_pattern(path) == pattern


_DECORATION = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs", "Nd"]), max_size=8)


@settings(deadline=None)
@given(
    root=st.sampled_from(["/web/", "/webs/api/v2/", "/", "/app/webs/api/"]),
    digits=st.text("0123456789", min_size=4, max_size=32),
    before=_DECORATION,
    after=_DECORATION,
    separator=st.sampled_from(["", "-", " ", "."]),
    escaped=st.integers(0, 2),
)
def test_no_number_of_a_person_or_token_survives(
    root: str, digits: str, before: str, after: str, separator: str, escaped: int
) -> None:
    """Whatever is written around a NIP, a PESEL or a part of a reference number, and however it is escaped."""
    part = before + separator.join(re.findall(r"\d{1,3}", digits)) + after
    for _ in range(escaped):
        part = quote(part, safe="")
    seen = path_pattern(f"{root}tokens/{part}")
    assert sum(character.isdigit() for character in seen) == 0
    assert seen.endswith("/{id}")


# --- answers ------------------------------------------------------------------------------------


class _Gateway(ThreadingHTTPServer):
    """AP's page, and a gateway that answers each path as it was told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/web/"


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Gateway)
        status, body = self.server.answers.get(self.path, (200, b"<h1>AP</h1>"))
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if body.startswith(b"{") else "text/html")
        self.send_header("Content-Length", str(len(body) + 1000 * self.path.endswith("never-ends")))
        self.end_headers()
        self.wfile.write(body)
        if self.path.endswith("never-ends"):
            self.wfile.flush()
            self.server.over.wait()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def gateway() -> Iterator[_Gateway]:
    """A gateway, until the test is over."""
    with _Gateway() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.over.set()
        server.shutdown()


class _Scene:
    """A page of AP's that asks its gateway, and what was noted of it."""

    def __init__(self, page: Page, gateway: _Gateway) -> None:
        self.seen: list[dict[str, Any]] = []
        self.page = page
        self.ap = Ap(page, environment("local", gateway.address), timeout=5)
        self.observations = Observations(self.ap, self.see)
        self.step = Step("krok-3-generuj", "Generuj", 1, datetime.now(UTC), outcome="done")
        page.goto(gateway.address)
        self.observations.step_begins(self.step)

    def see(self, what: Seen, /, **values: object) -> None:
        if what is Seen.EXCHANGE:
            self.seen.append(values)

    def asks(self, *paths: str) -> None:
        """The page asks, and has an answer's first bytes for each."""
        script = "(paths) => Promise.all(paths.map((path) => fetch('/webs/api/v2/' + path)))"
        self.page.evaluate(f"async (paths) => {{ await ({script})(paths); }}", list(paths))

    def noted(self, count: int) -> dict[str, dict[str, Any]]:
        """What was noted by path, once there is so much of it."""

        def enough() -> bool:
            self.observations.step_ends(self.step)
            return len(self.seen) >= count

        assert self.ap.patience.until({"noted": enough}, seconds=10)
        return {exchange["path"]: exchange for exchange in self.seen}


@pytest.mark.browser
def test_of_an_error_only_ksefs_code_and_aps_number_are_noted(page: Page, gateway: _Gateway) -> None:
    """The public contract's answers, others' and none: two numbers are kept and nothing of what the body quotes."""
    problem = {"title": SECRET, "errors": [{"code": "21405", "details": SECRET}], "traceId": EVENT_ID}
    gateway.answers = {
        "/webs/api/v2/order": (400, bytes(error_answer(400, code=26001, details=(SECRET,)).body)),
        "/webs/api/v2/problem": (400, json.dumps(problem).encode()),
        "/webs/api/v2/down": (503, bytes(error_answer(503).body)),
        "/webs/api/v2/proxy": (502, f"<h1>Bad Gateway {SECRET} {EVENT_ID}</h1>".encode()),
        "/webs/api/v2/damaged": (500, b'{"exceptionCode": 123456789, "code": [] ' + b"\xff" * 10),
        "/webs/api/v2/fine": (200, json.dumps({"exceptionCode": 26001, "eventId": EVENT_ID}).encode()),
    }
    scene = _Scene(page, gateway)
    scene.asks("order", "problem", "down", "proxy", "damaged", "fine")
    noted = scene.noted(6)
    codes = {path: exchange["code"] for path, exchange in noted.items()}
    assert codes == {
        "/order": 26001,
        "/problem": 21405,
        "/down": None,
        "/proxy": None,
        "/damaged": None,
        "/fine": None,
    }
    ids = {path: exchange["event_id"] for path, exchange in noted.items()}
    assert ids["/order"] is not None
    assert ids["/down"] is not None
    assert (ids["/problem"], ids["/proxy"]) == (EVENT_ID, EVENT_ID)
    assert (ids["/damaged"], ids["/fine"]) == (None, None)
    assert "Kowalski" not in str(scene.seen)


@pytest.mark.browser
def test_an_answer_that_never_ends_or_went_with_its_page_holds_up_nothing(
    page: Page, gateway: _Gateway
) -> None:
    """It is noted with its status, if need be at the end of the run; its body is not waited for."""
    error = bytes(error_answer(500, code=26001).body)
    gateway.answers = {"/webs/api/v2/never-ends": (500, error[:40]), "/webs/api/v2/gone": (500, error)}
    scene = _Scene(page, gateway)
    scene.asks("gone", "never-ends")
    page.goto(gateway.address + "another-document")
    scene.noted(1)
    scene.observations.note_exchanges(all_of_them=True)
    assert {exchange["path"]: exchange["status"] for exchange in scene.seen} == {
        "/never-ends": 500,
        "/gone": 500,
    }
    assert all(exchange["code"] is None for exchange in scene.seen)
    scene.asks("gone", "never-ends")
    page.close()
    scene.observations.note_exchanges(all_of_them=True)
    assert len(scene.seen) == 4
