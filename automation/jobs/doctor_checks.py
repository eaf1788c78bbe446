"""What `ap-token doctor` looks at on this computer: clipboard, database, KeePassXC, disk, power."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from automation.browser.clipboard import ClipboardCapture
from automation.browser.session import BrowserSession
from automation.errors import VaultMissingError, VaultPasswordMissingError
from automation.execution import Job
from automation.jobs.common import vault_opener
from automation.power import power
from automation.text import say

_ENOUGH_DISK: Final = 200 * 1024 * 1024
_KEEPASSXC: Final = ("keepassxc-cli", "keepassxc")


def look_at_clipboard(session: BrowserSession) -> tuple[bool, str]:
    """Whether a copy is caught, and what to say of it."""
    page = session.page
    page.set_content("<textarea></textarea>")
    sample = (
        f"doctor {secrets.token_hex(8)}"  # a word of its own: what is caught counts as a secret from then on
    )
    with ClipboardCapture(page) as capture:
        page.locator("textarea").fill(sample)
        page.locator("textarea").press("ControlOrMeta+a")
        page.locator("textarea").press("ControlOrMeta+c")
    caught = [value.reveal() for value in capture.copied]
    return caught == [sample], say("doctor-clipboard")


def look_at_vault(job: Job, path: Path) -> tuple[bool, str]:
    """Whether the database can be used.

    Raises:
        VaultError: it cannot.
    """
    try:
        opener = vault_opener(job, path, create=False)
    except VaultPasswordMissingError:
        # Without a password only the file can be looked at.
        if not path.is_file():
            raise VaultMissingError(vault=str(path)) from None
        return True, say("doctor-vault", vault=str(path))
    with opener() as vault:
        return True, say("doctor-vault-opened", vault=str(vault.path))


def look_at_keepassxc() -> tuple[bool, str]:
    """Whether there is a KeePassXC on this computer."""
    for command in _KEEPASSXC:
        found = shutil.which(command) or _in_program_files(command)
        if found is not None:
            try:
                done = subprocess.run(  # noqa: S603  a program found on this machine, with a fixed argument
                    [found, "--version"], capture_output=True, text=True, timeout=20, check=False
                )
            except (OSError, subprocess.SubprocessError):
                continue
            return True, say(
                "doctor-keepassxc", version=done.stdout.strip().splitlines()[0] if done.stdout else "?"
            )
    return False, say("doctor-no-keepassxc")


def _in_program_files(command: str) -> str | None:
    path = Path(os.environ.get("PROGRAMFILES", "")) / "KeePassXC" / f"{command}.exe"
    return str(path) if sys.platform == "win32" and path.is_file() else None


def look_at_disk(recordings: Path) -> tuple[bool, str]:
    """Whether there is room for what runs leave behind."""
    folder = recordings.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    enough = free >= _ENOUGH_DISK
    return enough, say("doctor-disk" if enough else "doctor-disk-low", megabytes=free // (1024 * 1024))


def look_at_power(minimum: int) -> tuple[bool, str]:
    """Whether the computer has mains power, or a battery that is charged enough.

    Args:
        minimum: percent, `battery_minimum` of the settings.
    """
    now = power()
    if now.percent is None:
        return True, say("doctor-power-none")
    if now.on_mains:
        return True, say("doctor-power-mains", percent=now.percent)
    low = now.is_low(minimum)
    text = "doctor-power-low" if low else "doctor-power-battery"
    return not low, say(text, percent=now.percent, minimum=minimum)
