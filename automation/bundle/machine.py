"""Whose computer this is: names that must not leave it."""

from __future__ import annotations

import getpass
import os
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_NOBODYS: Final = frozenset(
    {"admin", "administrator", "demo", "local", "localhost", "root", "test", "user", "users"}
)
"""Names of accounts and machines that tell nothing of anybody, and are words of our texts."""
_SHORTEST: Final = 3


def personal_names() -> tuple[str, ...]:
    """Names of the person who is logged in, each part on its own, and of this computer."""
    names = [part for whole in _accounts() for part in (whole, *re.split(r"[\s,._-]+", whole))]
    names += [part for whole in _hosts() for part in (whole, whole.partition(".")[0])]
    return tuple(
        name
        for name in dict.fromkeys(names)
        if len(name) >= _SHORTEST and not name.isdigit() and name.casefold() not in _NOBODYS
    )


def home_folders() -> tuple[str, ...]:
    """The home folder, as paths may be written."""
    with suppress(RuntimeError):
        home = Path.home()
        if home != Path(home.anchor):
            return tuple(dict.fromkeys((str(home), home.as_posix(), str(home.resolve()))))
    return ()


def _accounts() -> Iterator[str]:
    with suppress(OSError, KeyError, ImportError):
        yield getpass.getuser()
    if os.name == "nt":
        yield _windows_display_name()
        return
    import pwd  # noqa: PLC0415  there is none on Windows

    with suppress(KeyError):
        yield pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0]


def _windows_display_name() -> str:
    """The full name of the account (`GetUserNameExW`, `NameDisplay`); empty for an account without one."""
    import ctypes  # noqa: PLC0415  Windows only

    size = ctypes.c_ulong(256)
    name = ctypes.create_unicode_buffer(size.value)
    found = ctypes.windll.secur32.GetUserNameExW(3, name, ctypes.byref(size))  # type: ignore[attr-defined,unused-ignore]
    return name.value if found else ""


def _hosts() -> Iterator[str]:
    with suppress(OSError):
        yield socket.gethostname()
    yield os.environ.get("COMPUTERNAME", "")
