"""Two files change places in one step, where the system can do that.

A plain rename destroys what stood at the target at that moment, whatever it was. After an exchange it is still
there, and can be looked at. Linux has `renameat2(2)` with `RENAME_EXCHANGE` for it, macOS `renamex_np(2)` with
`RENAME_SWAP`; Python has neither.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_RENAME_SWAP: Final = 2


def exchanged(one: Path, other: Path) -> bool:
    """Let two files change places. False, and nothing is done, where system or file system cannot."""
    if sys.platform not in {"linux", "darwin"}:
        return False
    import ctypes  # noqa: PLC0415  writers only

    call: Any
    try:
        system = ctypes.CDLL(None)
        call = system.renameat2 if sys.platform == "linux" else system.renamex_np
    except (OSError, AttributeError):
        return False  # an old C library
    sys.audit("os.rename", str(one), str(other), -1, -1)  # as Python tells of its own renames
    source, target = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        return bool(call(_AT_FDCWD, source, _AT_FDCWD, target, _RENAME_EXCHANGE) == 0)
    return bool(call(source, target, _RENAME_SWAP) == 0)
