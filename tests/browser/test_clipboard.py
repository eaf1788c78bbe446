"""What the page copies is taken whole, whatever way it copies, and nothing is left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from automation.browser.clipboard import ClipboardCapture

pytestmark = pytest.mark.browser

TOKEN = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8
BEFORE = "było w schowku"

HTML = f"""<!doctype html><meta charset="utf-8"><title>AP</title><script src="/page.js" defer></script>
<button>Kopiuj</button><div id="strip" style="width: 90px; overflow-x: auto; white-space: nowrap">{TOKEN}</div>"""

PLAIN = "'text/plain': new Blob([token], { type: 'text/plain' })"
WAYS = {
    "writeText": "return navigator.clipboard.writeText(token)",
    "writeText on a reference kept from before": "return clipboard.writeText(token)",
    "writeText with a listener for its promise": (
        "return navigator.clipboard.writeText(token).then(() => { document.title = 'copied'; })"
    ),
    "write": f"return navigator.clipboard.write([new ClipboardItem({{ {PLAIN} }})])",
    "write of a promise": (
        "const text = Promise.resolve(new Blob([token], { type: 'text/plain' }));"
        "return clipboard.write([new ClipboardItem({ 'text/plain': text })])"
    ),
    "write beside HTML": (
        "const html = new Blob(['<b>x</b>'], { type: 'text/html' });"
        f"return clipboard.write([new ClipboardItem({{ 'text/html': html, {PLAIN} }})])"
    ),
    "execCommand with a text area": """
        const area = document.createElement("textarea");
        area.value = token;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();""",
    "execCommand with a field": """
        const field = document.createElement("input");
        field.value = token;
        field.readOnly = true;
        document.body.append(field);
        field.focus();
        field.setSelectionRange(0, 9999);
        document.execCommand("Copy");
        field.remove();""",
    "execCommand with a selection": """
        document.activeElement.blur();
        const range = document.createRange();
        range.selectNodeContents(document.getElementById("strip"));
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        document.execCommand("copy");
        selection.removeAllRanges();""",
    "execCommand with a listener": """
        document.addEventListener("copy", (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          event.clipboardData.setData("text/plain", token);
        }, { once: true, capture: true });
        document.execCommand("copy");""",
}
SCRIPT = """
const token = %(token)s;
const { clipboard } = navigator;
const ways = { %(ways)s };
let way = null;
addEventListener("hashchange", () => { way = ways[decodeURIComponent(location.hash.slice(1))]; });
document.querySelector("button").addEventListener("click", async () => { await way(); document.title += " done"; });
"""
POLICY = "default-src 'none'; script-src 'self'; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class _Pages(BaseHTTPRequestHandler):
    """One page and its script, under a policy that allows nothing else."""

    def do_GET(self) -> None:
        """Answer."""
        ways = ",".join(f"{name!r}: async () => {{ {body} }}" for name, body in WAYS.items())
        script = SCRIPT % {"token": repr(TOKEN), "ways": ways}
        is_script = self.path == "/page.js"
        self.send_response(200)
        self.send_header("Content-Type", f"text/{'javascript' if is_script else 'html'}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write((script if is_script else HTML).encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ap(page: Page, address: str) -> Page:
    """The page, and something in the clipboard that is none of ours."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(address)
    page.evaluate("(text) => navigator.clipboard.writeText(text)", BEFORE)
    return page


def copy(page: Page, way: str) -> None:
    """Let the page copy in one of its ways, by a press of its button, and be done with it."""
    page.evaluate("(way) => { document.title = 'AP'; location.hash = encodeURIComponent(way); }", way)
    page.get_by_role("button", name="Kopiuj").click()
    page.wait_for_function("() => document.title.endsWith(' done')")


def clipboard(page: Page) -> str:
    """What the browser's clipboard holds."""
    return str(page.evaluate("() => navigator.clipboard.readText()"))


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_copying_is_caught_whole(ap: Page, way: str) -> None:
    """The whole value, once; the page sees its copy succeed; the real clipboard keeps what it had."""
    with ClipboardCapture(ap) as capture:
        copy(ap, way)
        copied = capture.copied
    assert [secret.reveal() for secret in copied] == [TOKEN]
    assert clipboard(ap) == BEFORE


@pytest.mark.parametrize("way", WAYS)
def test_afterwards_the_page_copies_for_itself_again(ap: Page, way: str) -> None:
    """Every function is the browser's own again."""
    with ClipboardCapture(ap) as capture:
        pass
    copy(ap, way)
    assert capture.copied == ()
    assert clipboard(ap) == TOKEN


def test_the_pages_functions_are_the_browsers_own_again(ap: Page) -> None:
    """By identity and by descriptor, in the order in which a page could look."""
    look = """() => {
      const describe = (object, name) => {
        const own = Object.getOwnPropertyDescriptor(object, name);
        return own && [own.configurable, own.enumerable, own.writable, String(own.value)];
      };
      return JSON.stringify([
        Object.getOwnPropertyNames(navigator),
        Object.getOwnPropertyNames(navigator.clipboard), Object.getOwnPropertyNames(document).sort(),
        Object.getOwnPropertyNames(Clipboard.prototype).sort(), Object.getOwnPropertyNames(Document.prototype).sort(),
        describe(Clipboard.prototype, "writeText"), describe(Clipboard.prototype, "write"),
        describe(Document.prototype, "execCommand"),
      ]);
    }"""
    before = ap.evaluate(look)
    with ClipboardCapture(ap):
        during = ap.evaluate(look)
    assert ap.evaluate(look) == before
    assert during != before


def test_no_trace_of_the_capture_is_on_the_window(ap: Page) -> None:
    """Neither meanwhile nor afterwards: no name on the global object but those that Playwright always sets."""
    names = (
        "() => Object.getOwnPropertyNames(window).filter((name) => !name.startsWith('__playwright')).sort()"
    )
    before = ap.evaluate(names)
    with ClipboardCapture(ap):
        assert ap.evaluate(names) == before
    assert ap.evaluate(names) == before


def test_what_the_page_copies_is_masked(ap: Page) -> None:
    """It comes as a secret, and does not show itself."""
    with ClipboardCapture(ap) as capture:
        copy(ap, "writeText")
        assert TOKEN not in repr(capture.copied)
        assert capture.copied[0].reveal() == TOKEN


def test_a_second_capture_works_like_the_first(ap: Page) -> None:
    """On the same page, with what the first caught unchanged."""
    captures = []
    for way in ("writeText", "execCommand with a text area"):
        with ClipboardCapture(ap) as capture:
            copy(ap, way)
        captures.append([secret.reveal() for secret in capture.copied])
    assert captures == [[TOKEN], [TOKEN]]


def test_another_command_still_works(ap: Page) -> None:
    """Only copying is taken over."""
    with ClipboardCapture(ap) as capture:
        ap.evaluate("() => document.execCommand('selectAll')")
        assert TOKEN in str(ap.evaluate("() => getSelection().toString()"))
    assert capture.copied == ()


def test_a_page_that_is_gone_is_no_error(ap: Page) -> None:
    """It left, or was closed: the patched functions went with it."""
    with ClipboardCapture(ap):
        ap.goto("about:blank")
    with ClipboardCapture(ap):
        ap.close()


def test_an_error_behind_the_capture_comes_out(ap: Page) -> None:
    """And the functions are restored all the same."""
    with pytest.raises(KeyError), ClipboardCapture(ap):
        raise KeyError
    copy(ap, "writeText")
    assert clipboard(ap) == TOKEN


def test_a_browser_without_a_clipboard_of_its_own_is_served(page: Page) -> None:
    """On a page without a secure origin there is only `execCommand`."""
    page.route(
        "http://ap.test/", lambda route: route.fulfill(body="<textarea></textarea>", content_type="text/html")
    )
    page.goto("http://ap.test/")
    assert page.evaluate("() => navigator.clipboard === undefined")
    with ClipboardCapture(page) as capture:
        page.get_by_role("textbox").fill(TOKEN)
        page.get_by_role("textbox").select_text()
        assert page.evaluate("() => document.execCommand('copy')") is True
    assert [secret.reveal() for secret in capture.copied] == [TOKEN]
