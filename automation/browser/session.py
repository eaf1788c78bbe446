"""Opens a browser with one fresh page, and closes both whatever happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserType, Error, Page, ViewportSize, sync_playwright

from automation.browser.find import BrowserChoice, chosen_browser
from automation.browser.profiles import driver_uses, temporary_folder
from automation.environments import AP_TIME
from automation.errors import BrowserMissingError, BrowserUnusableError

_QUIET_ARGUMENTS: Final = (
    # Traffic of the browser's own has no place in a run, least of all on a machine behind a strict firewall.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
_VIEWPORT: Final[ViewportSize] = {"width": 1440, "height": 900}
_LAUNCH_TIMEOUT_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A running browser and its one page."""

    page: Page
    product: str
    """The browser and its version, for the record."""
    scratch: Path
    """A folder that is the user's alone and goes with the session."""


@contextmanager
def open_browser(setting: str | None, *, headed: bool) -> Iterator[BrowserSession]:
    """A browser in a fresh, private profile. Its signals are ours: Ctrl-C does not close it under the run.

    What it and Playwright write meanwhile is in a folder of the run's own, which goes with it.

    Raises:
        BrowserMissingError: there is none.
        BrowserUnusableError: it does not start.
        BrowserPlaceError: there is no safe place for that folder.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        with driver_uses(folder):
            playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium
        choice = chosen_browser(setting)
        if choice is None and os.path.exists(chromium.executable_path):  # noqa: PTH110  a str from Playwright
            choice = BrowserChoice("executable", chromium.executable_path)
        if choice is None:
            raise BrowserMissingError
        browser = _start(chromium, choice, headed=headed)
        try:
            context = browser.new_context(
                locale="pl-PL",
                timezone_id=AP_TIME.key,
                viewport=_VIEWPORT,
                ignore_https_errors=False,
                accept_downloads=True,  # AP's request to be signed; it comes into the run's own folder
                service_workers="block",  # requests that a worker makes would be out of sight
            )
            page = context.new_page()
            yield BrowserSession(page, f"{browser.browser_type.name} {browser.version}", folder)
        finally:
            with suppress(Error):  # it may be gone already; what matters has its own checks
                browser.close()


def _start(chromium: BrowserType, choice: BrowserChoice, *, headed: bool) -> Browser:
    try:
        if choice.kind == "endpoint":
            if choice.value.startswith("ws"):
                return chromium.connect(choice.value)
            return chromium.connect_over_cdp(choice.value)
        options: dict[str, Any] = {
            "headless": not headed,
            "args": list(_QUIET_ARGUMENTS),
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
            "timeout": _LAUNCH_TIMEOUT_MS,
        }
        key = "channel" if choice.kind == "channel" else "executable_path"
        options[key] = choice.value
        if not _may_use_sandbox():
            return chromium.launch(**options)
        try:
            return chromium.launch(**options, chromium_sandbox=True)
        except Error as error:
            # Some systems (containers, Ubuntu's AppArmor rules) deny Chromium its sandbox.
            if "sandbox" not in str(error).casefold():
                raise
            return chromium.launch(**options)
    except Error as error:
        raise BrowserUnusableError(browser=choice.value, reason=_first_line(error)) from None


def _may_use_sandbox() -> bool:
    return sys.platform == "win32" or os.geteuid() != 0


def _first_line(error: Error) -> str:
    return (str(error).strip().splitlines() or ["-"])[0][:200]
