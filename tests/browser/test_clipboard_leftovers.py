"""What a page could find of the capture, and what recordings could."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from automation.browser.clipboard import ClipboardCapture

from .copying import LONG, copy, serving

pytestmark = pytest.mark.browser

# Everything a page can list: names and symbols of the globals, and how the functions concerned look.
LOOK = """() => {
  const describe = (object, name) => {
    const own = Object.getOwnPropertyDescriptor(object, name);
    const { value } = own;
    return [name, own.configurable, own.enumerable, own.writable, String(value), Object.getOwnPropertyNames(value),
      Function.prototype.toString.call(value), value.name, value.length, typeof value, "prototype" in value];
  };
  const names = (object) => Reflect.ownKeys(object).map(String).sort();
  return JSON.stringify([
    names(window), names(navigator), names(navigator.clipboard), names(document), names(document.documentElement),
    names(Clipboard.prototype), names(Document.prototype), names(Function.prototype), names(EventTarget.prototype),
    describe(Clipboard.prototype, "writeText"), describe(Clipboard.prototype, "write"),
    describe(Clipboard.prototype, "readText"), describe(Document.prototype, "execCommand"),
    describe(Function.prototype, "toString"), describe(EventTarget.prototype, "addEventListener"),
    Reflect.ownKeys(document.querySelector("iframe").contentWindow).map(String).sort(),
  ]);
}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is."""
    with serving() as address:
        yield address


def test_a_page_can_list_nothing_of_the_capture(page: Page, address: str) -> None:
    """Neither before, nor while armed, nor afterwards, nor on the next document: all looks as without it."""
    page.goto(address)
    without = page.evaluate(LOOK)
    capture = ClipboardCapture(page)
    assert page.evaluate(LOOK) == without, "right after its making"
    for document in ("first", "next", "last"):
        page.goto(f"{address}/?{document}")
        assert page.evaluate(LOOK) == without, f"{document}, before"
        with capture:
            assert page.evaluate(LOOK) == without, f"{document}, armed"
            copy(page, "writeText")
            assert page.evaluate(LOOK) == without, f"{document}, copied"
        assert page.evaluate(LOOK) == without, f"{document}, afterwards"


def test_a_document_that_comes_while_armed_is_as_clean(page: Page, address: str) -> None:
    """A navigation in the middle leaves no name of the binding either."""
    page.goto(address)
    without = page.evaluate(LOOK)
    with ClipboardCapture(page):
        page.goto(f"{address}/?next")
        assert page.evaluate(LOOK) == without
    assert page.evaluate(LOOK) == without


def test_the_pages_own_listeners_do_not_see_it_either(page: Page, address: str) -> None:
    """A `copy` event looks as ever: with its data, not prevented."""
    ClipboardCapture(page)
    page.goto(address)
    page.evaluate("""() => document.addEventListener("copy", (event) => {
      window.saw = [event.defaultPrevented, event.clipboardData.types.length, event.isTrusted, event.returnValue];
      event.preventDefault();
      window.saw.push(event.defaultPrevented);
    })""")
    copy(page, "command: text area")
    unarmed = page.evaluate("() => window.saw")
    with ClipboardCapture(page):
        copy(page, "command: text area")
    assert page.evaluate("() => window.saw") == unarmed == [False, 0, True, True, True]


def test_the_value_is_in_no_trace(page: Page, address: str, tmp_path: Path) -> None:
    """Even one that runs meanwhile, which none does; what `evaluate` gives is in it, to show that the search finds."""
    capture = ClipboardCapture(page)
    page.goto(address)
    page.context.tracing.start(snapshots=True, screenshots=False)
    with capture:
        copy(page, "writeText")
        copy(page, "command: text area")
    page.evaluate("() => token.slice(0, 40)")
    page.context.tracing.stop(path=tmp_path / "trace.zip")
    assert len(capture.copied) == 1
    with zipfile.ZipFile(tmp_path / "trace.zip") as archive:
        recorded = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert LONG[:40] in recorded
    assert LONG[20:60] not in recorded


_RUN = """
import sys
from playwright.sync_api import sync_playwright
from automation.browser.clipboard import ClipboardCapture
from tests.browser.copying import copy
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], chromium_sandbox=False)
    page = browser.new_page()
    capture = ClipboardCapture(page)
    page.goto(sys.argv[2])
    with capture:
        copy(page, "writeText")
    print("copied:", len(capture.copied))
    browser.close()
"""


def test_the_value_is_in_no_call_log(address: str, browser_type_launch_args: dict[str, str]) -> None:
    """`DEBUG=pw:api` prints every call, and not the value."""
    program = browser_type_launch_args.get("executable_path")
    if program is None:
        pytest.skip("the browser is known by its channel only")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(program), address],
        env={**os.environ, "DEBUG": "pw:api"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "copied: 1" in done.stdout
    assert "pw:api" in done.stderr
    assert LONG[20:60] not in done.stdout + done.stderr
