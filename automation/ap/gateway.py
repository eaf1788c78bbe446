"""Listens to AP's own gateway: which request was sent, when its answer came, with what status.

Only methods, paths, statuses and times are kept; bodies are never touched here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response

GATEWAY_PATH: Final = "/webs/api/"
"""Where AP's front end finds its gateway, on its own origin (known route)."""

_SENT_AT_ONCE_MS: Final = 3.0
"""On a kept connection a request leaves within a millisecond (measured: 0.3 to 1.3), a repeated one after 6 or more."""

_TOKENS = re.compile(r"/tokens/?$")
_TOKEN_STATUS = re.compile(r"/tokens/([^/]+)/?$")


@dataclass(slots=True, eq=False)
class Exchange:
    """One request to the gateway and what became of it. Times are `time.monotonic()` seconds."""

    method: str
    path: str
    sent_at: float
    answered_at: float | None = None
    status: int | None = None
    """HTTP status; None while there is no answer, or when the connection failed."""
    retry_after: float | None = None
    broken: bool = False
    """The connection failed before the answer was complete."""
    maybe_repeated: bool = False
    """The browser itself may have sent it twice: it does so, `POST` too, when a kept-alive connection closes before
    the answer. It never tells, but the request whose answer came then began late, or on a connection of its own."""
    response: Response | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether the answer came, or will never come."""
        return self.status is not None or self.broken

    @property
    def failed(self) -> bool:
        """Whether it ended without success."""
        return self.broken or (self.status is not None and self.status >= 400)

    @property
    def is_order(self) -> bool:
        """Whether it orders a token."""
        return self.method == "POST" and _TOKENS.search(self.path) is not None

    @property
    def status_read_of(self) -> str | None:
        """The reference number whose status it reads, if it is a status read."""
        match = _TOKEN_STATUS.search(self.path)
        return match[1] if match and self.method == "GET" else None


class GatewayWatch:
    """The gateway's traffic of one page, in order."""

    def __init__(self, page: Page, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_request: dict[Request, Exchange] = {}
        self.exchanges: list[Exchange] = []
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_failed)

    def now(self) -> float:
        """The time by the watch's clock."""
        return self._clock()

    def since(self, moment: float) -> list[Exchange]:
        """What was sent at or after a moment."""
        return [exchange for exchange in self.exchanges if exchange.sent_at >= moment]

    def failures_since(self, moment: float) -> list[Exchange]:
        """What was sent since then and failed."""
        return [exchange for exchange in self.since(moment) if exchange.failed]

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing is under way and nothing has been for so long."""
        now = self._clock()
        return all(
            exchange.is_over and now - (exchange.answered_at or exchange.sent_at) >= seconds
            for exchange in self.exchanges[-50:]
        )

    def orders_since(self, moment: float) -> list[Exchange]:
        """The requests that ordered a token since then."""
        return [exchange for exchange in self.since(moment) if exchange.is_order]

    def accepted_orders_since(self, moment: float) -> list[Exchange]:
        """Those of them that AP accepted: a token was issued."""
        return [order for order in self.orders_since(moment) if order.status is not None and not order.failed]

    def last_order_at(self) -> float:
        """When the last order was sent; the beginning of time if there was none."""
        return max((exchange.sent_at for exchange in self.exchanges if exchange.is_order), default=0.0)

    def _on_request(self, request: Request) -> None:
        path = urlsplit(request.url).path
        if GATEWAY_PATH in path:
            exchange = Exchange(request.method, path, self._clock())
            self._by_request[request] = exchange
            self.exchanges.append(exchange)

    def _on_response(self, response: Response) -> None:
        exchange = self._by_request.get(response.request)
        if exchange is not None:
            exchange.answered_at = self._clock()
            exchange.status = response.status
            exchange.retry_after = _seconds(response.headers.get("retry-after"))
            timing = response.request.timing
            exchange.maybe_repeated = (
                timing["connectStart"] >= 0 or timing["requestStart"] >= _SENT_AT_ONCE_MS
            )
            exchange.response = response

    def _on_failed(self, request: Request) -> None:
        exchange = self._by_request.get(request)
        if exchange is not None and exchange.status is None:
            exchange.answered_at = self._clock()
            exchange.broken = True


def _seconds(retry_after: str | None) -> float | None:
    # The contract gives seconds; a date, which HTTP allows too, is not worth a second clock here.
    return float(retry_after) if retry_after and re.fullmatch(r"\d{1,5}", retry_after) else None
