"""What the page copies is taken whole, whatever way it copies, and only what it copies because of the press."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from automation.addresses import origin_of
from automation.browser.clipboard import ClipboardCapture

from .copying import LONG, TOKEN, WAYS, copy, serving, went_well

pytestmark = pytest.mark.browser

BEFORE = "było w schowku"
EARLY_REFERENCES = [way for way in WAYS if "kept" in way and "command" not in way]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is."""
    with serving() as address:
        yield address


@pytest.fixture
def capture(page: Page) -> ClipboardCapture:
    """Made as the product makes it: for a page that is still empty."""
    return ClipboardCapture(page)


@pytest.fixture
def ap(capture: ClipboardCapture, page: Page, address: str) -> Page:
    """The page, and something in the clipboard that is none of ours."""
    assert capture.copied == ()
    return visited(page, address)


def visited(page: Page, address: str) -> Page:
    """Go there."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(address)
    page.evaluate("(text) => navigator.clipboard.writeText(text)", BEFORE)
    return page


def test_on_other_sites_pages_there_is_nothing_of_the_capture(page: Page, address: str) -> None:
    """On a bank's page, where a person logs in: no name, no listener, no function but the browser's own."""
    site = "https://bank.example/"
    page.context.route(f"{site}**", lambda route: route.fulfill(body="<p>Bank</p>"))
    page.goto(site)
    other = page.context.new_page()
    capture = ClipboardCapture(other, origins=(origin_of(address),))
    other.goto(site)
    assert traces(other) == traces(page)
    visited(other, address)
    assert traces(other) != traces(page)
    with capture:
        copy(other, "writeText")
    assert values(capture) == [LONG]


def traces(page: Page) -> list[object]:
    """What there is on a page's window that a script may have put there."""
    session = page.context.new_cdp_session(page)

    def look(expression: str, method: str) -> dict[str, Any]:
        found = session.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
        return dict(session.send(method, {"objectId": found}))

    listeners = look("window", "DOMDebugger.getEventListeners")["listeners"]
    functions = (
        "Clipboard.prototype.writeText",
        "Document.prototype.execCommand",
        "Function.prototype.toString",
    )
    inside = [look(each, "Runtime.getProperties").get("internalProperties") for each in functions]
    names = page.evaluate("() => Object.getOwnPropertyNames(window).sort()")
    return [
        names,
        sorted(each["type"] for each in listeners),
        [[one["name"] for one in each] for each in inside if each],
    ]


def clipboard(page: Page) -> str:
    """What the browser's clipboard holds."""
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def values(capture: ClipboardCapture) -> list[str]:
    """What was caught, in the clear."""
    return [value.reveal() for value in capture.copied]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_copying_is_caught_whole(ap: Page, capture: ClipboardCapture, way: str) -> None:
    """The whole value, once; the page sees its copy succeed, its focus come back; the clipboard keeps what it had."""
    with capture:
        assert copy(ap, way) == went_well(way)
    assert values(capture) == [LONG]
    assert clipboard(ap) == BEFORE


@pytest.mark.usually(8)
@pytest.mark.parametrize("way", [way for way in WAYS if way not in EARLY_REFERENCES])
def test_a_page_that_was_there_before_is_caught_as_well(page: Page, address: str, way: str) -> None:
    """Only a reference to the browser's own function, kept from before, cannot be had then."""
    visited(page, address)
    with ClipboardCapture(page) as capture:
        assert copy(page, way) == went_well(way)
    assert values(capture) == [LONG]
    assert clipboard(page) == BEFORE


@pytest.mark.parametrize(
    "way", ["writeText kept and bound", "write", "command: text area", "command: listener"]
)
def test_afterwards_the_page_copies_for_itself_again(ap: Page, capture: ClipboardCapture, way: str) -> None:
    """With the next press."""
    with capture:
        copy(ap, way)
    assert clipboard(ap) == BEFORE
    assert copy(ap, way) == went_well(way)
    assert clipboard(ap) == LONG


def test_a_belated_copy_goes_nowhere(ap: Page, capture: ClipboardCapture) -> None:
    """The page copies once more after the value was taken, without a press of its own."""
    with capture:
        copy(ap, "writeText")
    ap.evaluate("() => ways.writeText()")
    assert clipboard(ap) == BEFORE
    assert values(capture) == [LONG]


def test_what_is_copied_before_the_press_does_not_count(ap: Page, capture: ClipboardCapture) -> None:
    """A page's script may copy something else by itself; only the press makes it the token."""
    with capture:
        ap.evaluate("() => navigator.clipboard.writeText('podrzucone')")
        ap.evaluate(
            "() => document.querySelector('button').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))"
        )
        ap.evaluate("() => navigator.clipboard.writeText('podrzucone')")
        copy(ap, "writeText")
    assert values(capture) == [LONG]


def test_different_values_are_all_told(ap: Page, capture: ClipboardCapture) -> None:
    """The first comes first."""
    ap.evaluate(
        "() => { ways.both = async () => { await ways.writeText(); await navigator.clipboard.writeText('inne'); }; }"
    )
    with capture:
        copy(ap, "both")
    assert values(capture) == [LONG, "inne"]


def test_what_the_page_copies_is_masked(ap: Page, capture: ClipboardCapture) -> None:
    """It comes as a secret, and does not show itself."""
    with capture:
        copy(ap, "writeText")
    assert LONG not in repr(capture.copied)


def test_a_second_capture_works_like_the_first(ap: Page, capture: ClipboardCapture) -> None:
    """On the same page; what the first caught is gone from it."""
    for way in ("writeText", "command: text area"):
        with capture:
            assert capture.copied == ()
            copy(ap, way)
        assert values(capture) == [LONG]


def test_another_command_still_works(ap: Page, capture: ClipboardCapture) -> None:
    """Only copying is taken over."""
    with capture:
        ap.evaluate("() => document.execCommand('selectAll')")
        assert "Kopiuj" in str(ap.evaluate("() => getSelection().toString()"))
    assert capture.copied == ()


def test_wrong_calls_fail_as_ever(ap: Page, capture: ClipboardCapture) -> None:
    """Without an argument, on another object, with a symbol: the browser's own errors."""
    call = """async () => {
      const tried = [];
      const calls = [() => navigator.clipboard.writeText(), () => navigator.clipboard.writeText.call({}, "x"),
        () => navigator.clipboard.writeText(Symbol("x")), () => navigator.clipboard.write("x")];
      for (const call of calls) tried.push(await call().catch((error) => error.constructor.name));
      return tried;
    }"""
    with capture:
        assert ap.evaluate(call) == ["TypeError"] * 4


def test_a_page_that_is_gone_is_no_error(ap: Page, capture: ClipboardCapture) -> None:
    """It left, or was closed: what was armed went with it."""
    with capture:
        ap.goto("about:blank")
    with capture:
        ap.close()


def test_an_error_behind_the_capture_comes_out(ap: Page, capture: ClipboardCapture) -> None:
    """And the page copies for itself all the same."""
    with pytest.raises(KeyError), capture:
        raise KeyError
    copy(ap, "writeText")
    assert clipboard(ap) == LONG


def test_a_document_written_anew_is_served(capture: ClipboardCapture, page: Page) -> None:
    """`document.open` takes all listeners off the window."""
    page.set_content("<textarea></textarea>")
    with capture:
        page.get_by_role("textbox").fill(TOKEN)
        page.get_by_role("textbox").press("ControlOrMeta+a")
        page.get_by_role("textbox").press("ControlOrMeta+c")
    assert values(capture) == [TOKEN]


def test_a_page_without_a_clipboard_of_its_own_is_served(capture: ClipboardCapture, page: Page) -> None:
    """On a page without a secure origin there is only `execCommand`."""
    html = "<textarea></textarea><button onclick='document.querySelector(`textarea`).select();"
    html += "document.title = document.execCommand(`copy`)'>"
    page.route("http://ap.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://ap.test/")
    assert page.evaluate("() => navigator.clipboard === undefined")
    with capture:
        page.get_by_role("textbox").fill(TOKEN)
        page.get_by_role("button").click()
        page.wait_for_function("() => document.title === 'true'")
    assert values(capture) == [TOKEN]
