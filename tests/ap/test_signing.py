"""The request and the signed file, as pages of other component libraries hand them out and take them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.ap.signing import SigningScreens
from automation.environments import environment
from automation.errors import ControlUnresponsiveError
from tests.signing.conftest import CHALLENGE, NIP, REQUEST

pytestmark = pytest.mark.browser
TAKE = """<script>
  const tell = ({ target: { files: [file] } }) => {
    document.body.append(file.name);
    file.text().then((text) => { document.title = text; });
  };
  const chosen = (input) => { input.type = "file"; input.onchange = tell; return input; };
  document.querySelectorAll("input").forEach(chosen);
</script>"""

UPLOADS = {
    "a label with a role": '<label role="button" tabindex="0">Dodaj plik<input type="file" hidden></label>',
    "a label without one": '<label>Dodaj plik<input type="file" hidden></label>',
    "a button and a hidden field": """<button onclick="this.nextElementSibling.click()">
        <span aria-hidden="true">upload</span>DODAJ PLIK</button><input type="file" hidden>""",
    "nothing but the field": '<label for="f">Podpisane żądanie</label><input type="file" id="f">',
    "a field made on the press": """<button
        onclick="chosen(document.createElement('input')).click()">Dodaj plik</button>""",
    "a web component": """<x-upload></x-upload><script>
      customElements.define("x-upload", class extends HTMLElement { connectedCallback() {
        const root = this.attachShadow({ mode: "open" });
        root.innerHTML = "<button>Dodaj plik</button><input hidden>";
        root.querySelector("button").onclick = () => chosen(root.querySelector("input")).click();
      } });</script>""",
}
SAVE = "const a = document.createElement('a'); a.download = 'x.xml'; a.href = address; a.click();"
DOWNLOADS = {
    "a blob": f'<button onclick="const address = window.URL.createObjectURL(new Blob([R])); {SAVE}">'
    "Pobierz żądanie autoryzacyjne</button>",
    "a data address": f"<button onclick=\"const address = 'data:,' + encodeURIComponent(R); {SAVE}\">"
    "Pobierz żądanie autoryzacyjne</button>",
    "a link to the server": '<a href="/request" download>Pobierz żądanie autoryzacyjne</a>',
    "an attachment in a new window": """<button onclick="window.open('/request')">
        Pobierz żądanie autoryzacyjne</button>""",
}


class Server(BaseHTTPRequestHandler):
    """Serves a page, and the request as an attachment: a browser's own downloads cannot be routed."""

    page: ClassVar[str] = ""

    def do_GET(self) -> None:
        """Answer."""
        is_request = self.path == "/request"
        self.send_response(200)
        self.send_header("Content-Type", "application/xml" if is_request else "text/html; charset=utf-8")
        if is_request:
            self.send_header("Content-Disposition", "attachment")
        self.end_headers()
        self.wfile.write((REQUEST if is_request else self.page).encode())

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def screens(page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], SigningScreens]]:
    """AP's page with this content; shorter waits than in earnest."""
    monkeypatch.setattr("automation.ap.signing._COMES_WITHIN", 0.7)
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/web/"
        ap = Ap(page, environment("local", address), timeout=5)

        def shown(html: str) -> SigningScreens:
            Server.page = f"<!doctype html><script>const R = `{REQUEST}`;</script>{html}{TAKE}"
            page.goto(address)
            return SigningScreens(ap)

        yield shown
        server.shutdown()


def test_the_signed_request_is_given_however_the_page_takes_files(
    page: Page, screens: Callable[[str], SigningScreens]
) -> None:
    """From memory, into a field that is hidden, drawn over, or not there before the press."""
    for kind, html in UPLOADS.items():
        screens(html).upload(f"<signed>{kind}</signed>".encode())
        page.wait_for_function("title => document.title === title", arg=f"<signed>{kind}</signed>")
    with pytest.raises(ControlUnresponsiveError):
        screens('<input type="file"><input type="file">').upload(b"")


def test_the_request_is_read_however_the_page_hands_it_out(screens: Callable[[str], SigningScreens]) -> None:
    """From memory, from an address, from the server."""
    for kind, html in DOWNLOADS.items():
        assert screens(html).download(NIP).challenge == CHALLENGE, kind
