"""`W realizacji`: the window in which only `Odśwież` may be pressed, once per retry."""

from __future__ import annotations

from enum import Enum
from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.gateway import Exchange
from automation.errors import ControlUnresponsiveError, InterfaceError

_REQUEST_COMES_WITHIN: Final = 2.0
"""Seconds after a press within which AP's page asks its gateway, if it asks at all."""

_FAILED_PRESSES: Final = 3
"""Presses that may fail to reach `Odśwież` before it counts as out of order."""


class TokenStatus(Enum):
    """What is known of the token that was ordered."""

    PENDING = "pending"
    SHOWN = "shown"
    FAILED = "failed"
    SESSION_ENDED = "session-ended"
    WINDOW_GONE = "window-gone"
    """The page shows neither window any more."""


class Progress:
    """The window `W realizacji`."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self.presses = 0
        self.ksef_says_failed = False
        """Whether AP's gateway itself said that the token failed, and not only words on the page."""
        self._failed_presses = 0
        self._ready_at = 0.0

    @property
    def reference_number(self) -> str | None:
        """The token's, as AP's page named it when it asked for the status; None before that."""
        reads = [
            exchange.status_read_of for exchange in self._ap.gateway.exchanges if exchange.status_read_of
        ]
        return reads[-1] if reads else None

    def status(self) -> TokenStatus:
        """What the page shows now."""
        if self._ap.finder.is_shown(control("issued")):
            return TokenStatus.SHOWN
        if self._ap.finder.is_shown(control("in-progress")):
            return TokenStatus.PENDING
        if self._ap.finder.is_shown(control("token-failed")):
            return TokenStatus.FAILED
        return TokenStatus.WINDOW_GONE

    def refresh_once(self, interval: float) -> TokenStatus:
        """Press `Odśwież` once, wait for the answer, and then until the next press is due.

        The next press is due `interval` seconds after the answer (later, if AP asked for a longer pause), so
        AP never sees two closer together. Comes back at once when the token is shown or can no longer be.
        """
        self.wait_until_due()
        pressed_at = self._ap.gateway.now()
        try:
            self._ap.hand.press(control("refresh"))
        except InterfaceError:
            return self._without_a_press(interval)
        self.presses += 1
        answer = self._answer(pressed_at)
        self._ready_at = self._ap.gateway.now() + interval
        if answer is not None:
            self._ready_at = max(self._ready_at, (answer.answered_at or 0) + (answer.retry_after or 0))
        outcome = self._ap.patience.until(
            {
                "shown": self._ap.shows("issued"),
                "failed": self._ap.shows("token-failed"),
                "session-ended": lambda: self._ap.session_has_ended(pressed_at),
                "due": lambda: self._ap.gateway.now() >= self._ready_at,
            },
            seconds=self._ready_at - self._ap.gateway.now() + 1,
        )
        if outcome == "session-ended":
            return TokenStatus.SESSION_ENDED
        if answer is not None and _says_failed(answer):
            self.ksef_says_failed = True
            return TokenStatus.FAILED
        return self.status()

    def _without_a_press(self, interval: float) -> TokenStatus:
        """`Odśwież` could not be pressed: the window may have changed by itself, or something lay over it."""
        status = self.status()
        self._failed_presses += 1
        if status is TokenStatus.PENDING and self._failed_presses >= _FAILED_PRESSES:
            raise ControlUnresponsiveError(
                control=control("refresh").label(self._ap.version),
                step=self._ap.step,
                version=self._ap.version or "?",
            )
        self._ready_at = self._ap.gateway.now() + interval
        return status

    def status_after_gap(self) -> TokenStatus:
        """What comes after a moment in which the page showed neither window."""
        self._ap.patience.until(
            {"window": lambda: self.status() is not TokenStatus.WINDOW_GONE}, seconds=self._ap.timeout
        )
        return self.status()

    def wait_until_due(self) -> None:
        """Wait until the interval since the last answer is over."""
        left = self._ready_at - self._ap.gateway.now()
        if left > 0:
            self._ap.patience.pause(left)

    def _answer(self, pressed_at: float) -> Exchange | None:
        """The answer to the press; None when AP's page asked nothing that the watch could see."""

        def reads() -> list[Exchange]:
            return [e for e in self._ap.gateway.since(pressed_at) if e.status_read_of is not None]

        self._ap.patience.until(
            {"asked": lambda: bool(reads()), "shown": self._ap.shows("issued")}, seconds=_REQUEST_COMES_WITHIN
        )
        self._ap.patience.until(
            {"answered": lambda: all(read.is_over for read in reads())}, seconds=self._ap.timeout
        )
        return reads()[-1] if reads() else None


def _says_failed(read: Exchange) -> bool:
    """Whether a status read said `Failed` (the public contract's word), whatever the page makes of it."""
    if read.response is None or read.status != 200:
        return False
    try:
        body = read.response.json()
    except Exception:
        return False
    status = body.get("status") if isinstance(body, dict) else None
    code = status.get("description") if isinstance(status, dict) else status
    return code == "Failed"
