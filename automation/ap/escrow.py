"""The escrow: AP's answer to the order carries the token, and the page gets it only when that is on disk.

The answer is held in the browser itself, at the response stage of the DevTools domain `Fetch`: the request
is Chrome's own, unchanged and never repeated. To ask for the body afterwards is too late, for a page that
navigates takes it along. https://chromedevtools.github.io/devtools-protocol/tot/Fetch/

From then on the page stays where it is, too: what would load it anew or another one in its place is broken off,
whoever caused it, for AP shows a token once.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Page

from automation.addresses import origin_of
from automation.ap.gateway import GATEWAY_PATH
from automation.ksef_token import TOKEN_FORM
from automation.secret import Secret

HOLD_AT_MOST: Final = 5.0
"""Seconds after which the page gets its answer even if the disk has not said that the token is safe."""

_ORDERS: Final = tuple(f"*{GATEWAY_PATH}*/tokens{end}" for end in ("", "/", "\\?*"))
_DOCUMENTS: Final = {"urlPattern": "*", "resourceType": "Document", "requestStage": "Request"}
_LONGEST: Final = 4096
"""Characters; a longer `token` is not one."""


class Escrow:
    """Takes the token out of AP's answer and has it stored before the page sees it.

    Optional by nature: an AP that does not send the token there, or a browser that cannot hold an answer,
    costs nothing.
    """

    def __init__(
        self, page: Page, store: Callable[[Secret], None], *, hold_at_most: float = HOLD_AT_MOST
    ) -> None:
        """Args:
        page: AP's page.
        store: forces a token to disk, or does what else can be done; called on a thread of its own, once a
            token, and never raises.
        hold_at_most: seconds that the page may be kept waiting.
        """
        self._page = page
        self._store = store
        self._hold_at_most = hold_at_most
        self._session: CDPSession | None = None
        self._storing: list[threading.Thread] = []
        self._tokens: list[Secret] = []
        self._main_frame = ""
        self._is_issued = False
        self.answered_at: float | None = None
        """When AP's answer with the first token arrived (`time.monotonic()` seconds)."""
        self.loads_refused = 0
        """How often AP's page was about to be loaded anew or replaced, and was kept from it."""

    @property
    def kept_from_leaving(self) -> bool:
        """Whether AP's page was kept from that at all."""
        return self.loads_refused > 0

    @property
    def tokens(self) -> tuple[Secret, ...]:
        """What AP's answers carried, each value once; usually one, none if this AP does not send it."""
        return tuple(self._tokens)

    def arm(self) -> bool:
        """Hold the next answers to an order. False when this browser cannot."""
        try:
            session = self._page.context.new_cdp_session(self._page)
            session.on("Fetch.requestPaused", self._on_paused)
            self._main_frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
            patterns = [{"urlPattern": pattern, "requestStage": "Response"} for pattern in _ORDERS]
            session.send("Fetch.enable", {"patterns": [*patterns, _DOCUMENTS]})
        except Error:
            return False
        self._session = session
        return True

    def settle(self) -> None:
        """Wait for a token that is still being stored."""
        for thread in self._storing:
            thread.join()

    def disarm(self) -> None:
        """Hold nothing any more."""
        self.settle()
        if self._session is not None:
            try:
                # Not `detach`: Playwright first asks the page something then, and one that has crashed never answers.
                self._session.send("Fetch.disable")
            except Error:
                return  # the page is gone, and the session with it
            finally:
                self._session = None

    def _on_paused(self, paused: dict[str, Any]) -> None:
        arrived = time.monotonic()
        if "responseStatusCode" not in paused and "responseErrorReason" not in paused:
            self._on_document(paused)
            return
        try:
            if paused["request"]["method"] == "POST" and 200 <= paused.get("responseStatusCode", 0) < 300:
                self._is_issued = True
                self._take(self._body_of(paused["requestId"]), arrived)
        finally:
            self._let_go(paused["requestId"])

    def _on_document(self, paused: dict[str, Any]) -> None:
        # Pages of other origins are the guard's business, which hears of them next.
        is_own = origin_of(paused["request"]["url"]) == origin_of(self._page.url)
        stays = self._is_issued and is_own and paused.get("frameId") == self._main_frame
        if self._session is None:
            return
        with suppress(Error):  # the page is closing
            if stays:  # "Aborted" leaves the page that is there in its place
                self.loads_refused += 1
                refusal = {"requestId": paused["requestId"], "errorReason": "Aborted"}
                self._session.send("Fetch.failRequest", refusal)
            else:
                self._session.send("Fetch.continueRequest", {"requestId": paused["requestId"]})

    def _body_of(self, request: str) -> bytes:
        session = self._session
        if session is None:
            return b""
        try:
            answer = session.send("Fetch.getResponseBody", {"requestId": request})
        except Error:
            return b""  # the page closed, or the connection broke in the middle of the answer
        body = str(answer.get("body", ""))
        return base64.b64decode(body) if answer.get("base64Encoded") else body.encode()

    def _take(self, body: bytes, arrived: float) -> None:
        for token in _tokens_in(body):
            if token in self._tokens:
                continue
            self._tokens.append(token)
            self.answered_at = self.answered_at or arrived
            thread = threading.Thread(target=self._store, args=(token,), name="escrow")
            thread.start()
            self._storing.append(thread)
            thread.join(max(0.0, arrived + self._hold_at_most - time.monotonic()))

    def _let_go(self, request: str) -> None:
        if self._session is None:
            return
        try:
            self._session.send("Fetch.continueResponse", {"requestId": request})
        except Error:
            return  # nothing is left to be let go of


def _tokens_in(body: bytes) -> list[Secret]:
    """The `token` of the public contract; else whatever in the answer has the form of one."""
    text = body.decode("utf-8", errors="replace")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    named = answer.get("token") if isinstance(answer, dict) else None
    if isinstance(named, str) and 0 < len(named) <= _LONGEST:
        return [Secret(named)]
    return [Secret(match) for match in dict.fromkeys(re.findall(TOKEN_FORM, text))]
