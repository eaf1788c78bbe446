"""Why the operating system refused something, in the operator's language."""

from __future__ import annotations

import errno
import os
from typing import Final

from automation.text import say

_KNOWN: Final = {
    errno.ENOSPC: "no-space",
    errno.EDQUOT: "no-space",
    errno.EACCES: "no-access",
    errno.EPERM: "no-access",
    errno.EROFS: "read-only",
    errno.ENOENT: "not-there",
    errno.ENOTDIR: "not-there",
    errno.EBUSY: "busy",
    errno.EIO: "disk-error",
    errno.ELOOP: "links",
}


def os_reason(failure: OSError | int) -> str:
    """The reason of an error or an error number; the system's own words where there are no better ones."""
    number = failure if isinstance(failure, int) else failure.errno or 0
    if number in _KNOWN:
        return say(f"os-reason-{_KNOWN[number]}")
    return (failure.strerror if isinstance(failure, OSError) else None) or os.strerror(number)
