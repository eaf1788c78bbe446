"""The gate for revocations: what AP's page sends to revoke a token leaves the browser only if it names the right one.

AP's table shows no reference numbers, so a tick alone proves little. What the page sends when the revocation is
confirmed is held in the browser, at the request stage of the DevTools domain `Fetch`, and looked at: it must name
the token that is to be revoked, and no other. Anything else is broken off before AP hears of it.
https://chromedevtools.github.io/devtools-protocol/tot/Fetch/

A page that has more rows ticked goes on with the next token as soon as AP has answered for the first, so the gate is
not opened again: it stays for as long as the page does. What the origin guard and the escrow hold as well is held by
each in turn.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import CDPSession, Error, Page

from automation.ap.gateway import GATEWAY_PATH
from automation.ap.listed import REFERENCE_NUMBER

_PATTERNS: Final = (f"*{GATEWAY_PATH}*", "*/tokens*")
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
_TOKENS: Final = re.compile(r"/tokens(?![^/:])(?P<rest>.*)$", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z_:-]*", re.IGNORECASE)
"""A step of a path that says what is done, and to nobody in particular: `revoke`."""


@dataclass(slots=True)
class Leaving:
    """What the page has sent, or was about to send, since one token's revocation was wanted."""

    reference_number: str
    is_held: bool = False
    """Whether anything is held at all: not every browser can."""
    let_go: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of what revokes the token."""
    refused: list[str] = field(default_factory=list)
    """What each request said that was kept from AP."""

    def revokes(self, method: str, path: str) -> bool:
        """Whether a request that was sent revokes the token."""
        if self.is_held:
            return (method, path) in self.let_go
        return method not in _READS and self.reference_number in path

    def may_revoke_another(self, method: str, path: str) -> bool:
        """Whether a request that was sent, and that nobody could hold, may revoke another token."""
        tokens = _TOKENS.search(path)
        if self.is_held or method in _READS or tokens is None or self.revokes(method, path):
            return False
        return method != "POST" or bool(tokens["rest"].strip("/"))


def others_in(texts: Iterable[str], reference_number: str) -> str:
    """The tokens that texts name, other than this one, for a message."""
    numbers = {number.upper() for text in texts for number in REFERENCE_NUMBER.findall(unquote(text))}
    return ", ".join(sorted(numbers - {reference_number})) or "?"


class RevocationGate:
    """Watches over what one page sends to AP's gateway. One for each page."""

    _of_pages: ClassVar[dict[Page, RevocationGate]] = {}

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession | None = None
        self._wanted: set[str] = set()
        self._leaving = Leaving("")

    @classmethod
    def of(cls, page: Page) -> RevocationGate:
        """The gate of a page."""

        def forget(_: Page) -> None:
            cls._of_pages.pop(page, None)

        if page not in cls._of_pages:
            cls._of_pages[page] = cls(page)
            page.once("close", forget)
        return cls._of_pages[page]

    def watch_for(self, reference_number: str) -> Leaving:
        """Let nothing leave from now on that revokes a token other than this one, or one wanted before.

        Returns:
            What comes of it.
        """
        self._wanted.add(reference_number)
        if self._session is None:
            with suppress(Error):  # not every browser can
                session = self._page.context.new_cdp_session(self._page)
                session.on("Fetch.requestPaused", partial(self._on_paused, session))
                session.send("Fetch.enable", {"patterns": [{"urlPattern": each} for each in _PATTERNS]})
                self._session = session
        self._leaving = Leaving(reference_number, is_held=self._session is not None)
        return self._leaving

    def _on_paused(self, session: CDPSession, paused: dict[str, Any]) -> None:
        held = {"requestId": paused["requestId"]}
        with suppress(Error):  # the page is closing
            if self._may_leave(paused["request"]):
                session.send("Fetch.continueRequest", held)
            else:
                session.send("Fetch.failRequest", held | {"errorReason": "Aborted"})

    def _may_leave(self, request: dict[str, Any]) -> bool:
        method, address = str(request["method"]), urlsplit(str(request["url"]))
        if method in _READS:
            return True
        path, body = unquote(address.path), _body_of(request)
        text = "\n".join((path, unquote(address.query), body or ""))
        numbers = frozenset(number.upper() for number in REFERENCE_NUMBER.findall(text))
        tokens = _TOKENS.search(path)
        if tokens is None or (method == "POST" and not tokens["rest"].strip("/") and body is not None):
            # Of an order, and of whatever else the page may send, it matters only that it names no other token.
            may_leave = not any("-EC-" in number for number in numbers - self._wanted)
        else:
            steps = (step for step in tokens["rest"].split("/") if step.upper() not in self._wanted)
            names_it = len(numbers) == 1 and numbers <= self._wanted and body is not None
            may_leave = names_it and all(_WORD.fullmatch(step) for step in steps)
            if may_leave and self._leaving.reference_number in numbers:
                self._leaving.let_go.append((method, address.path))
        if not may_leave:
            self._leaving.refused.append(text)
        return may_leave


def _body_of(request: dict[str, Any]) -> str | None:
    """What a request carries; None if that cannot be told."""
    parts = request.get("postDataEntries") or []
    if parts and all("bytes" in part for part in parts):
        return b"".join(base64.b64decode(part["bytes"]) for part in parts).decode("utf-8", errors="replace")
    if "postData" in request:
        return str(request["postData"])
    return None if request.get("hasPostData") else ""
