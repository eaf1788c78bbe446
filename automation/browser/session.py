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

from automation.browser.devtools import know_of_crashes
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
_NOT_TRANSLATED_JS: Final = """(() => {
  if (window !== top) return;
  const mark = () => {
    if (!document.head) return false;
    const meta = document.createElement("meta");
    meta.name = "google";
    meta.content = "notranslate";
    document.head.append(meta);
    return true;
  };
  const whenThereIsOne = (_, observer) => { if (mark()) observer.disconnect(); };
  if (!mark()) new MutationObserver(whenThereIsOne).observe(document, { childList: true, subtree: true });
})()"""
"""Where the system speaks another language, Chrome offers to translate what is in Polish: its offer lies over the page,
and whoever takes it sends what AP shows, a token among it, to somebody else. No switch of Chrome's turns it off."""
_LAUNCH_TIMEOUT_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class BrowserSession:
    """A running browser and its one page."""

    page: Page
    product: str
    """The browser and its version, for the record."""
    scratch: Path
    """A folder that is the user's alone and goes with the session."""

    @staticmethod
    def break_off() -> None:
        """End Playwright's driver, and with it whatever waits for the page's answer. Any thread may call.

        For a page that stands still: Playwright sets no limit to how long it waits for such a one.
        """
        import psutil  # noqa: PLC0415  20 ms, for a last resort

        for process in psutil.Process().children():
            with suppress(psutil.Error):
                if "run-driver" in process.cmdline():
                    process.kill()


@contextmanager
def open_browser(
    setting: str | None, *, headed: bool, fills_screen: bool = False
) -> Iterator[BrowserSession]:
    """A browser in a fresh, private profile. Its signals are ours: Ctrl-C does not close it under the run.

    What it and Playwright write meanwhile is in a folder of the run's own, which goes with it.

    Args:
        setting: which browser, see `automation.browser.find`.
        headed: with a window.
        fills_screen: the window is as large as the screen, and the page as large as the window: for people who work
            in it. Otherwise the page has the same size everywhere, and may not fit the screen.

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
                **({"no_viewport": True} if fills_screen else {"viewport": _VIEWPORT}),
                ignore_https_errors=False,
                accept_downloads=True,  # AP's request to be signed; it comes into the run's own folder
                service_workers="block",  # requests that a worker makes would be out of sight
            )
            if headed or choice.kind == "endpoint":
                context.add_init_script(_NOT_TRANSLATED_JS)
            page = context.new_page()
            know_of_crashes(page)
            if fills_screen:
                _fill_screen(page)
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


def _fill_screen(page: Page) -> None:
    """Make the window as large as the screen, also where no window manager could maximise it."""
    with suppress(Error):  # a browser that runs elsewhere may have no window
        width, height = page.evaluate("() => [screen.availWidth, screen.availHeight]")
        session = page.context.new_cdp_session(page)
        window = session.send("Browser.getWindowForTarget")["windowId"]
        for bounds in (
            {"left": 0, "top": 0, "width": width, "height": height},
            {"windowState": "maximized"},
        ):
            session.send("Browser.setWindowBounds", {"windowId": window, "bounds": bounds})
        session.detach()


def _may_use_sandbox() -> bool:
    return sys.platform == "win32" or os.geteuid() != 0


def _first_line(error: Error) -> str:
    return (str(error).strip().splitlines() or ["-"])[0][:200]
