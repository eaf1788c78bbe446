"""Reads addresses strictly: which origin a URL has, and whether it is this machine's own.

An origin is compared whole and as text, so a look-alike is just another origin. What must not happen is that this
reader and the browser see two different hosts in one URL; hence whatever is not written plainly has no origin here.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final

_LONGEST: Final = 80
"""Characters of an origin that a message shows."""

_ORIGIN: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?![^/?#])",
    re.ASCII | re.IGNORECASE,
)
"""What of a URL makes its origin. Everything that programs read differently (user names, backslashes, spaces,
letters other than ASCII, percent signs, empty ports) is no address here."""


def origin_of(url: str) -> str:
    """The origin of a URL (`scheme://host:port`), or "" where it has none that can be trusted."""
    match = _ORIGIN.match(url)
    if match is None:
        return ""
    scheme, host = match["scheme"].lower(), match["host"].lower()
    port = int(match["port"] or (443 if scheme == "https" else 80))
    if host.startswith("["):
        try:
            host = f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            return ""
    return f"{scheme}://{host}:{port}" if 0 < port < 65536 else ""


def is_loopback(url: str) -> bool:
    """Whether only this machine can answer at a URL: `localhost`, 127.0.0.0/8 or ::1, written in the usual way."""
    host = origin_of(url).partition("://")[2].rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def place_of(url: str) -> str:
    """Where a URL leads, for messages: its origin, else its scheme. Nothing else of it, for a page chose the rest."""
    without_user = re.sub(r"(?<=//)[^/?#\\]*@", "", url, count=1)
    found = origin_of(without_user) or (re.match(r"[a-z][a-z0-9+.-]{0,19}:", url) or ["?"])[0]
    return found if len(found) <= _LONGEST else f"…{found[-_LONGEST:]}"  # its end says whose a host is
