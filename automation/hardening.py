"""What the process does for its secrets before it has any: no core dumps, no passwords in its environment.

`harden()` comes first of all, in the main thread. Nothing here may stop a run: what a system does not offer is left.
What it cannot do is said in `SECURITY.md`: an administrator, or a debugger that was there first, sees everything.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

SECRET_VARIABLES: Final = ("AP_VAULT_PASSWORD", "AP_CERTIFICATE_PASSWORD")
"""Settings that hold a password. pydantic-settings reads them in any case (`ap_vault_password`)."""

_TELL_TALES: Final = frozenset(
    {
        "SSLKEYLOGFILE",  # the keys of every TLS connection; Chromium, Node and Python write them
        "CHROME_LOG_FILE",
        "CHROME_USER_DATA_DIR",  # the everyday profile in place of ours
    }
)
"""Variables that make a child keep or send what it should not; no child of ours gets them."""

_PRINTS_PLAYWRIGHT: Final = re.compile(r"(p|pw|pw:)?\*.*|pw:.*")
_WATCHING: Final = (
    "DEBUGP",  # Playwright's Python side prints every message
    "PWDEBUG",
    "PWDEBUGIMPL",
    "NODE_DEBUG",
    "NODE_DEBUG_NATIVE",
    "NODE_V8_COVERAGE",
    "SELENIUM_REMOTE_URL",  # the browser is started on another machine
)
_NOT_SET: Final = ("", "0", "false")
_HARMLESS_PW: Final = ("PW_LANG_NAME", "PW_LANG_NAME_VERSION", "PW_CLI_DISPLAY_VERSION")
_HARMLESS_NODE: Final = re.compile(
    r"--(max-|stack-size|use-|no-warnings|dns-result-order|openssl-|tls-(cipher-list|min-|max-)|"
    r"no-network-family|network-family|secure-heap)"
)

_PR_SET_DUMPABLE: Final = 4  # prctl(2)
_SEM_NO_DIALOGS: Final = (
    0x0001 | 0x0002 | 0x8000
)  # SetErrorMode: no critical-error, fault or open-file dialogs
_WER_NO_HEAP: Final = 0x0001  # WerSetFlags: a report holds no heap
_CORE_LIMIT: Final = 1 if sys.platform == "linux" else 0


def harden() -> None:
    """Call it once, at the program's very start and before any thread or child."""
    _no_core_dumps()
    _wipe_initial_environment(SECRET_VARIABLES)
    for name in list(os.environ):
        if name.upper() in _TELL_TALES:
            os.environ.pop(name, None)


def forget_passwords() -> None:
    """Take the passwords out of this process's environment, once the settings have read them."""
    for name in list(os.environ):
        if name.upper() in SECRET_VARIABLES:
            os.environ.pop(name, None)


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child may know of an environment: no settings of ours, and nothing that makes it tell tales."""
    return {
        name: value
        for name, value in environment.items()
        if not name.upper().startswith("AP_") and name.upper() not in _TELL_TALES
    }


def watching_variable(environment: Mapping[str, str]) -> str | None:
    """The first variable under which Playwright, Node or a person sees everything that is typed and answered.

    `DEBUG` counts where one of its patterns reaches Playwright's own names (`pw:…`); `NODE_OPTIONS` where it holds
    anything but options that are known to be harmless.
    """
    for pattern in re.split(r"[\s,]+", environment.get("DEBUG", "")):
        if _PRINTS_PLAYWRIGHT.fullmatch(pattern):
            return "DEBUG"
    for name in _WATCHING:
        if environment.get(name, "").casefold() not in _NOT_SET:
            return name
    for name in environment:
        if name.startswith(("PW_", "PWTEST_")) and name not in _HARMLESS_PW:
            return name
    options = re.findall(r"(?:^|\s)(-\S*)", environment.get("NODE_OPTIONS", ""))
    if any(not _HARMLESS_NODE.match(option) for option in options):
        return "NODE_OPTIONS"
    return None


def _no_core_dumps() -> None:
    if sys.platform == "win32":
        with suppress(OSError, AttributeError):
            # Both are inherited by children.
            ctypes.windll.kernel32.SetErrorMode(_SEM_NO_DIALOGS)
            ctypes.windll.wer.WerSetFlags(_WER_NO_HEAP)
        return
    import resource  # noqa: PLC0415  not on Windows

    # Children inherit it. On Linux 0 still lets a crash reporter have the dump (`core_pattern` with a pipe), and
    # 1 does not (`fs/coredump.c`), nor is it room enough for a file.
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 0 if 0 <= most < _CORE_LIMIT else _CORE_LIMIT
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            # Nor can the user's other processes look into this one's memory then (ptrace, /proc/<pid>/mem).
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _wipe_initial_environment(names: tuple[str, ...]) -> None:
    """Overwrite values where the system keeps them for `/proc/<pid>/environ` and `ps e`.

    Taking a variable out of `os.environ` leaves the text in the block that the process was started with.
    `os.environ` itself keeps its copy until the settings have read it. Windows has no such block.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError, AttributeError):
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_void_p
        for name in [name for name in os.environ if name.upper() in names]:
            place = getenv(os.fsencode(name))
            if place:
                ctypes.memset(place, 0, len(ctypes.string_at(place)))
