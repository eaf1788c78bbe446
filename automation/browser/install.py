"""Makes sure there is a browser: `python -m automation.browser.install`, called by `make`.

In this order: the browser in the settings, an installed Edge, Chrome or Chromium, Playwright's own
(downloaded), the `chromium` package (root on Debian or Ubuntu). One clear message if none can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from automation.browser.find import chosen_browser
from automation.errors import AssistantError
from automation.settings import load_settings
from automation.text import say

_DOWNLOAD_SECONDS: Final = 600


def ensure_browser(setting: str | None) -> str | None:
    """The browser to use, installed if need be; None when none can be had."""
    choice = chosen_browser(setting)
    if choice is not None:
        return choice.value
    return _playwrights_own() or _downloaded() or _from_package()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only when nothing is installed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _downloaded() -> str | None:
    print(say("browser-downloading"), file=sys.stderr)  # noqa: T201  the set-up's progress
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=_DOWNLOAD_SECONDS)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        return None
    return _playwrights_own()


def _from_package() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or sys.platform == "win32" or os.geteuid() != 0:
        return None
    print(say("browser-installing-package"), file=sys.stderr)  # noqa: T201  the set-up's progress
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(  # noqa: S603  a fixed command
                [apt, "-q", *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                env=environment,
                stdout=sys.stderr,
            )
        except (subprocess.SubprocessError, OSError):
            return None
    choice = chosen_browser(None)
    return choice.value if choice else None


def main() -> int:
    """Set up a browser and say which; exit code 1 when there is none to be had."""
    try:
        found = ensure_browser(load_settings().browser)
    except AssistantError as error:
        print(say(f"error-{error.code}.what", **error.details), file=sys.stderr)  # noqa: T201
        return 1
    if found is None:
        print(say("error-browser-missing.what"), say("error-browser-missing.now"), file=sys.stderr)  # noqa: T201
        return 1
    print(say("browser-found", browser=found))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
