"""In a browser with a window, on a real X server: what the operating system's clipboard gets to see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Error, Page

from automation.browser.clipboard import ClipboardCapture
from automation.ksef_token import TOKEN_FORM

from . import x_selections
from .copying import LONG, WAYS, copy, serving, went_well
from .x_selections import CLIPBOARD, PRIMARY, Witness, on, screen

pytestmark = pytest.mark.browser

CANARY = "było w schowku"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is."""
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server."""
    if x_selections.libraries() is None:
        if os.environ.get("CI"):
            pytest.fail("no Xvfb, libX11 or libXfixes")
        pytest.skip("no Xvfb, libX11 or libXfixes")
    with screen() as display:
        yield display


@pytest.fixture(scope="module")
def window(
    display: str, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """A browser with a window on it."""
    browser = browser_type.launch(**{**browser_type_launch_args, "headless": False, "env": on(display)})
    yield browser
    browser.close()


@pytest.fixture
def witness(display: str) -> Iterator[Witness]:
    """Somebody who watches the clipboard from the start of the test."""
    libraries = x_selections.libraries()
    assert libraries is not None
    witness = Witness(display, *libraries)
    yield witness
    witness.close()


def put_canary(window: Browser) -> None:
    """Put into the clipboard what is none of ours."""
    context = window.new_context()
    page = context.new_page()
    page.route("https://canary.test/", lambda route: route.fulfill(body="<p>"))
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://canary.test")
    page.goto("https://canary.test/")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", CANARY)
    context.close()


@pytest.fixture
def empty(window: Browser, witness: Witness) -> Iterator[Page]:
    """An empty page; in the clipboard is something that is none of ours."""
    put_canary(window)
    context = window.new_context()
    page = context.new_page()
    wait_for(page, lambda: witness.text() == CANARY)
    witness.changes()
    yield page
    context.close()


def wait_for(page: Page, holds: Callable[[], bool]) -> None:
    """The browser tells the system of a copy some milliseconds later."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(20)
    pytest.fail("never")


@pytest.mark.usually(8)
@pytest.mark.parametrize("way", WAYS)
def test_the_systems_clipboard_never_sees_an_isolated_copy(
    empty: Page, address: str, witness: Witness, way: str
) -> None:
    """Nobody takes over the clipboard or the primary selection; the value arrives whole; the page is content."""
    made = ClipboardCapture(empty)
    empty.goto(address)
    with made as capture:
        outcome = copy(empty, way)
        empty.wait_for_timeout(100)
    assert [value.reveal() for value in capture.copied] == [LONG]
    assert outcome == went_well(way)
    assert witness.changes() == []
    assert witness.text(CLIPBOARD) == CANARY


def test_the_witness_sees_a_copy_that_nobody_caught(empty: Page, address: str, witness: Witness) -> None:
    """Clipboard and primary selection both: else the tests here would prove nothing."""
    empty.goto(address)
    copy(empty, "command: text area")
    wait_for(empty, lambda: witness.text() == LONG)
    assert set(witness.changes()) == {CLIPBOARD, PRIMARY}
    assert witness.text(PRIMARY) == LONG


def test_a_person_can_copy_by_hand_after_an_isolated_copy(
    empty: Page, address: str, witness: Witness
) -> None:
    """When all else has failed, the page stays open and the icon works as ever."""
    made = ClipboardCapture(empty)
    empty.goto(address)
    with made:
        copy(empty, "writeText")
    copy(empty, "writeText")
    wait_for(empty, lambda: witness.text() == LONG)


@pytest.mark.parametrize(
    "way",
    [
        "writeText",
        "writeText kept and bound",
        "write of a promise",
        "command: text area",
        "command: text area in a frame",
        "command: listener on the window",
    ],
)
def test_a_copy_to_the_system_is_taken_as_well_and_cleared(
    empty: Page, address: str, witness: Witness, way: str
) -> None:
    """The clipboard holds it, as by hand, until it is cleared."""
    made = ClipboardCapture(empty, system=True)
    empty.goto(address)
    with made as capture:
        outcome = copy(empty, way)
        wait_for(empty, lambda: witness.text() == LONG)
    assert [value.reveal() for value in capture.copied] == [LONG]
    assert outcome == went_well(way)
    assert made.clear() is True
    wait_for(empty, lambda: not witness.text())


def test_something_else_in_the_clipboard_is_not_cleared(
    window: Browser, empty: Page, address: str, witness: Witness
) -> None:
    """The operator has copied another text meanwhile, in another window."""
    made = ClipboardCapture(empty, system=True)
    empty.goto(address)
    with made:
        copy(empty, "writeText")
    wait_for(empty, lambda: witness.text() == LONG)
    put_canary(window)
    wait_for(empty, lambda: witness.text() == CANARY)
    witness.changes()
    assert made.clear() is False
    assert witness.changes() == []
    assert witness.text() == CANARY


def test_clearing_works_on_the_next_document_and_leaves_the_permissions(
    empty: Page, address: str, witness: Witness
) -> None:
    """AP has gone on to another page; afterwards it may read the clipboard no more than before."""
    made = ClipboardCapture(empty, system=True)
    empty.goto(address)
    states = """async () => [(await navigator.permissions.query({ name: "clipboard-read" })).state,
      (await navigator.permissions.query({ name: "clipboard-write" })).state]"""
    before = empty.evaluate(states)
    with made:
        copy(empty, "writeText")
    wait_for(empty, lambda: witness.text() == LONG)
    empty.goto(f"{address}/?next")
    assert made.clear() is True
    wait_for(empty, lambda: not witness.text())
    assert empty.evaluate(states) == before


def test_a_clipboard_out_of_reach_is_an_error(empty: Page, address: str) -> None:
    """The caller has to tell the operator."""
    made = ClipboardCapture(empty, system=True)
    empty.goto(address)
    with made:
        copy(empty, "writeText")
    empty.close()
    with pytest.raises(Error):
        made.clear()


@pytest.mark.usually(1)
@pytest.mark.parametrize(("choice", "method"), [("isolated", "exec-command"), ("system", "clipboard-api")])
def test_the_whole_job_in_a_window(
    display: str,
    witness: Witness,
    tmp_path: Path,
    browser_type_launch_args: dict[str, Any],
    choice: str,
    method: str,
) -> None:
    """Somebody who notes every change of clipboard and primary selection has a token only where one was wanted."""
    (tmp_path / "scenario.toml").write_text(f'copy_method = "{method}"\n', encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "automation.cli",
        "--json",
        "rehearse",
        "--headed",
        "--clipboard",
        choice,
    ]
    browser = browser_type_launch_args.get("executable_path") or browser_type_launch_args["channel"]
    run = subprocess.Popen(
        [*command, "--browser", str(browser), "--scenario", "scenario.toml"],
        cwd=tmp_path,
        env={**on(display), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    noted = set()
    while run.poll() is None:
        noted |= {witness.text(selection) or "" for selection in set(witness.changes())}
        time.sleep(0.005)
    result = json.loads(run.communicate()[0])
    assert (result["outcome"], result["warnings"]) == ("stored", [])
    assert [bool(re.search(TOKEN_FORM, text)) for text in noted if "|" in text] == [True] * (
        choice == "system"
    )
    assert not witness.text()
