"""A page that copies in every way a page can, under the strictest policy, and what it takes to press its button."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from playwright.sync_api import Page

TOKEN: Final = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8
LONG: Final = TOKEN + "|zażółć gęślą jaźń – „ć”\U0001f511|" + "x" * 160
"""More than 200 characters, not all of them ASCII. The page makes it: no file that it loads has it whole."""

_SELECT: Final = """
  const select = (element) => {
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(element);
    const selection = element.ownerDocument.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const withArea = (parent, then, tag = "textarea") => {
    const focused = document.activeElement;
    const area = parent.ownerDocument.createElement(tag);
    area.value = token;
    parent.append(area);
    area.focus();
    area.select();
    const done = then();
    area.remove();
    window.focus();
    focused?.focus();
    return done;
  };
  const listening = (listener, ...more) => {
    document.addEventListener("copy", listener, { once: true, capture: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", listener, true);
    return done;
  };
"""
_PLAIN: Final = "'text/plain': new Blob([token], { type: 'text/plain' })"

ASYNC_WAYS: Final = {
    "writeText": "return navigator.clipboard.writeText(token)",
    "writeText kept": "return kept.clipboard.writeText(token)",
    "writeText kept and bound": "return kept.writeText(token)",
    "writeText kept uncurried": "return kept.call(token)",
    "write": f"return navigator.clipboard.write([new ClipboardItem({{ {_PLAIN} }})])",
    "write kept and bound": f"return kept.write([new ClipboardItem({{ {_PLAIN} }})])",
    "write of a string": "return navigator.clipboard.write([new ClipboardItem({ 'text/plain': token })])",
    "write of a promise": """
        const text = new Promise((resolve) => setTimeout(() => resolve(new Blob([token], { type: 'text/plain' })), 30));
        return navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);""",
    "write beside HTML": f"""
        const html = new Blob(['<b>x</b>'], {{ type: 'text/html' }});
        return navigator.clipboard.write([new ClipboardItem({{ 'text/html': html, {_PLAIN} }})]);""",
    "writeText with a way out": """
        return navigator.clipboard.writeText(token).catch(() => withArea(document.body,
          () => document.execCommand('copy')));""",
}
COMMAND_WAYS: Final = {
    "text area": "return withArea(document.body, () => document.execCommand('copy'))",
    "text area and a kept command": "return withArea(document.body, () => kept.execCommand('copy'))",
    "text area, cut": "return withArea(document.body, () => document.execCommand('cut'))",
    "field": "return withArea(document.body, () => document.execCommand('Copy'), 'input')",
    "editable span": """
        const span = document.createElement("span");
        span.contentEditable = "true";
        span.textContent = token;
        document.body.append(span);
        span.focus();
        select(span);
        const done = document.execCommand("copy");
        span.remove();
        return done;""",
    "range": """
        const strip = document.getElementById("strip");
        strip.textContent = token;
        document.activeElement.blur();
        select(strip);
        const done = document.execCommand("copy");
        getSelection().removeAllRanges();
        strip.textContent = "";
        return done;""",
    "text area in a shadow": """
        const host = document.createElement("div");
        document.body.append(host);
        const root = host.attachShadow({ mode: "open" });
        const done = withArea(root, () => document.execCommand("copy"));
        host.remove();
        return done;""",
    "text area in a dialog": """
        const dialog = document.createElement("dialog");
        document.body.append(dialog);
        dialog.showModal();
        const done = withArea(dialog, () => document.execCommand("copy"));
        dialog.remove();
        return done;""",
    "text area in a frame": """
        const { contentDocument } = document.querySelector("iframe");
        return withArea(contentDocument.body, () => contentDocument.execCommand("copy"));""",
    "listener": """
        return listening((event) => {
          event.preventDefault();
          event.clipboardData.setData("text/plain", token);
        });""",
    "listener that lets nobody else listen": """
        return listening((event) => {
          event.stopImmediatePropagation();
          event.clipboardData.setData("text/plain", token);
          event.preventDefault();
        });""",
    "listener on the window": """
        const listener = (event) => {
          event.stopImmediatePropagation();
          event.clipboardData.items.add(token, "text/plain");
          event.returnValue = false;
        };
        addEventListener("copy", listener, true);
        const done = withArea(document.body, () => document.execCommand("copy"));
        removeEventListener("copy", listener, true);
        return done;""",
    "several listeners": """
        const areas = [];
        const first = (event) => { event.clipboardData.setData("text/plain", "inne"); };
        const second = (event) => {
          if (event.defaultPrevented) throw new Error("prevented by nobody");
          event.clipboardData.clearData();
          event.clipboardData.setData("text/plain", token);
          event.preventDefault();
        };
        document.body.addEventListener("copy", first, { once: true });
        document.body.addEventListener("copy", second, { once: true });
        return document.execCommand("copy");""",
    "listener that only looks": """
        const look = (event) => { event.clipboardData.setData("text/plain", "nie"); };
        return withArea(document.body, () => listening(look));""",
}
WAYS: Final = {**ASYNC_WAYS, **{f"command: {name}": body for name, body in COMMAND_WAYS.items()}}

_SCRIPT: Final = """
const token = %(token)s.join("");
const { writeText, write } = Clipboard.prototype;
const kept = {
  clipboard: navigator.clipboard,
  writeText: navigator.clipboard.writeText.bind(navigator.clipboard),
  write: write.bind(navigator.clipboard),
  call: Function.prototype.call.bind(writeText, navigator.clipboard),
  execCommand: document.execCommand.bind(document),
};
%(helpers)s
const ways = { %(ways)s };
let way = null;
addEventListener("hashchange", () => { way = ways[decodeURIComponent(location.hash.slice(1))]; });
document.querySelector("button").addEventListener("click", async (event) => {
  const focused = document.activeElement;
  let outcome;
  try { outcome = await way(); } catch (error) { outcome = String(error); }
  if (document.activeElement !== focused && document.activeElement !== document.body) outcome = "focus is lost";
  document.title = `done: ${outcome}`;
});
"""
_HTML: Final = """<!doctype html><meta charset="utf-8"><title>AP</title><script src="/page.js" defer></script>
<button>Kopiuj</button><p id="strip"></p><iframe src="/frame"></iframe>"""
POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"


class _Pages(BaseHTTPRequestHandler):
    """The page and its script, under a policy that allows nothing else."""

    def do_GET(self) -> None:
        """Answer."""
        ways = ",".join(f"{name!r}: async () => {{ {body} }}" for name, body in WAYS.items())
        pieces = [LONG[at : at + 20] for at in range(0, len(LONG), 20)]
        script = _SCRIPT % {"token": repr(pieces), "ways": ways, "helpers": _SELECT}
        is_script = self.path == "/page.js"
        self.send_response(200)
        self.send_header("Content-Type", f"text/{'javascript' if is_script else 'html'}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        page = "<!doctype html><p>Ramka</p>" if self.path == "/frame" else _HTML
        self.wfile.write((script if is_script else page).encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """The page's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def copy(page: Page, way: str) -> str:
    """Let the page copy in one of its ways, by a press of its button; gives what the page made of the outcome."""
    page.evaluate("(way) => { document.title = 'AP'; location.hash = encodeURIComponent(way); }", way)
    page.wait_for_function("() => decodeURIComponent(location.hash.slice(1)) !== '' ")
    page.get_by_role("button", name="Kopiuj").click()
    page.wait_for_function("() => document.title.startsWith('done: ')")
    return page.title().removeprefix("done: ")


def went_well(way: str) -> str:
    """What the page sees of a copy that succeeds."""
    return "undefined" if way in ASYNC_WAYS else "true"
