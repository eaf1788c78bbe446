"""Finds a browser: the one in the settings, else an installed Edge, Chrome or Chromium, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from automation.errors import BrowserUnusableError

_COMMANDS: Final = (
    "microsoft-edge",
    "microsoft-edge-stable",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
)
_WINDOWS: Final = (
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
)
_MACOS: Final = (
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_CHANNELS: Final = ("chrome", "msedge")


@dataclass(frozen=True, slots=True)
class BrowserChoice:
    """How to get at a browser, in Playwright's terms."""

    kind: Literal["executable", "channel", "endpoint"]
    value: str


def chosen_browser(setting: str | None) -> BrowserChoice | None:
    """The browser that the setting names, or an installed one; None when there is none of either.

    Raises:
        BrowserUnusableError: the setting names a program that is not there.
    """
    if setting is None or setting == "chromium":
        installed = installed_browsers(only_chromium=setting == "chromium")
        path = next(installed, None)
        return BrowserChoice("executable", str(path)) if path else None
    if setting.startswith(("ws://", "wss://", "http://", "https://")):
        return BrowserChoice("endpoint", setting)
    if setting in _CHANNELS:
        return BrowserChoice("channel", setting)
    path = Path(setting).expanduser()
    found = path if path.is_file() else shutil.which(setting)
    if not found:
        raise BrowserUnusableError(browser=setting, reason="-")
    return BrowserChoice("executable", str(found))


def installed_browsers(*, only_chromium: bool = False) -> Iterator[Path]:
    """Browsers installed on this machine: Edge, Chrome, Chromium, in this order."""
    for path in _usual_places():
        if path.is_file() and (not only_chromium or _is_chromium(path)):
            yield path


def _is_chromium(path: Path) -> bool:
    # On Windows all three programs are called alike, and the product's folder tells.
    own_name = path.parent.parent.name if sys.platform == "win32" else path.name
    return "chromium" in own_name.casefold()


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        yield from (Path(root) / program for program in _WINDOWS for root in roots if root)
    elif sys.platform == "darwin":
        yield from (Path(path) for path in _MACOS)
    else:
        yield from (Path(path) for command in _COMMANDS if (path := shutil.which(command)))
