"""`W realizacji`: the window in which only `Odśwież` may be pressed, once per retry.

What the page is at is told by what it holds and by what AP's gateway answered, and not by the heading alone. Where
`Odśwież` cannot be told with certainty nothing is pressed: a person points at it, or the page is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Final

from playwright.sync_api import ElementHandle, Error

from automation.ap.app import Ap
from automation.ap.at_stake import can_be_used, may_cost_the_token, nearest, on_top, press, reading
from automation.ap.catalogue import control
from automation.ap.gateway import Exchange
from automation.ap.issued import Issued
from automation.ap.partner import Act
from automation.ap.pointing import Pointing
from automation.ap.token_list import TokenList

_REQUEST_COMES_WITHIN: Final = 2.0
"""Seconds after a press within which AP's page asks its gateway, if it asks at all."""

_TOLD_WITHIN: Final = 5.0
"""Seconds within which `Odśwież` can be told; a page that is still being drawn, or goes on by itself, takes less."""

_TOLD_AGAIN_WITHIN: Final = 0.5
"""Seconds for another look, after the page was watched for an interval."""

_LATELY: Final = 30.0
"""Seconds within which a page that refreshes itself asks its gateway again."""


class TokenStatus(Enum):
    """What is known of the token that was ordered."""

    PENDING = "pending"
    SHOWN = "shown"
    FAILED = "failed"
    SESSION_ENDED = "session-ended"
    WINDOW_GONE = "window-gone"
    """The page shows neither window any more."""
    ACTIVE_UNSEEN = "active-unseen"
    """AP's gateway says that the token is active, but the page does not show it."""


class Progress:
    """The window `W realizacji`."""

    def __init__(self, ap: Ap, pointing: Pointing, *, loads_refused: Callable[[], int] = lambda: 0) -> None:
        """Args:
        ap: where the token was ordered.
        pointing: asks a person where the assistant cannot tell.
        loads_refused: how often the page was kept from loading anew: what led to that was not `Odśwież`.
        """
        self._ap = ap
        self._pointing = pointing
        self._issued = Issued(ap, pointing)
        self._token_list = TokenList(ap)
        self._said: dict[Exchange, str | None] = {}
        self._own_reads: set[Exchange] = set()
        self._ordered_at = ap.gateway.last_order_at()
        self._ready_at = 0.0
        self._told_within = _TOLD_WITHIN
        self._loads_refused = loads_refused
        self._disproved: list[ElementHandle] = []
        self._was_in_sight = False
        self.presses = 0
        self.pressed_at: datetime | None = None
        """The time of day of the last press."""
        self.tries = 0
        """Presses, and looks without a press."""
        self.ksef_says_failed = False
        """Whether AP's gateway itself said that the token failed, and not only words on the page."""

    @property
    def reference_number(self) -> str | None:
        """The token's, as AP's page named it when it asked for the status; None before that."""
        reads = self._status_reads()
        return reads[-1].status_read_of if reads else None

    def status(self) -> TokenStatus:
        """What the page is at now."""
        if self._issued.is_in_sight():
            return TokenStatus.SHOWN
        said = self._last_said()
        is_pending = self._shows("in-progress") or bool(self._candidates())
        # A list of stages may have both headings; then the gateway decides.
        if self._shows("issued") and (not is_pending or said == "Active"):
            return TokenStatus.SHOWN
        if is_pending:
            return TokenStatus.PENDING
        if said == "Active" and self._issued.copy_control() is not None:
            return TokenStatus.SHOWN
        if said in {None, "Failed"} and self._shows("token-failed"):
            return TokenStatus.FAILED
        return TokenStatus.WINDOW_GONE

    # --- with a press ------------------------------------------------------------------------------

    def refresh_control(self) -> ElementHandle | None:
        """`Odśwież`, proven harmless; None if it cannot be told, also by a person, or if it is not needed any more."""
        found: list[ElementHandle] = []

        def told() -> bool:
            certain = self._pointing.known(control("refresh"))
            if certain is None or self._is_disproved(certain):
                certain = self._the_one()
            found[:] = [certain] if certain is not None else []
            return bool(found)

        needless = {
            "shown": self._is_shown,
            "session-ended": lambda: self._ap.session_has_ended(self._ordered_at),
        }
        outcome = self._ap.patience.until({"told": told, **needless}, seconds=self._told_within)
        self._told_within = _TOLD_WITHIN if found else _TOLD_AGAIN_WITHIN
        if outcome is not None or self._refreshes_itself() or not self._pointing.is_possible:
            return found[0] if found else None
        return (
            self._pointing.ask_for(control("refresh"), unless={"told": told, **needless}) or self._the_one()
        )

    def refresh_once(self, interval: float, refresh: ElementHandle) -> TokenStatus:
        """Press `Odśwież` once, wait for the answer, and then until the next press is due.

        The next press is due `interval` seconds after the answer (later, if AP asked for a longer pause), so
        AP never sees two closer together. Comes back at once when the token is shown or can no longer be.
        """
        self._wait_until_due()
        self.tries += 1
        pressed_at = self._ap.gateway.now()
        if self._is_shown():
            return TokenStatus.SHOWN
        answer = None
        refused = self._loads_refused()
        pressed = datetime.now(UTC)
        act = Act(
            "press",
            control("refresh").label(self._ap.version),
            "refresh",
            find=lambda: self._the_one() or (refresh if can_be_used(refresh) else None),
            unless={
                "shown": self._is_shown,
                "failed": lambda: self._last_said() == "Failed",
                "session-ended": lambda: self._ap.session_has_ended(self._ordered_at),
            },
        )
        if press(self._ap, refresh, even_if_covered=True, act=act):
            self.presses += 1
            # A trainee presses when it suits them; nobody else takes any time.
            self.pressed_at = pressed if self._ap.hand.partner is None else datetime.now(UTC)
            answer = self._answer(pressed_at)
        if self._loads_refused() > refused:
            self._disproved.append(refresh)
        self._ready_at = self._ap.gateway.now() + interval
        if answer is not None:
            self._ready_at = max(self._ready_at, (answer.answered_at or 0) + (answer.retry_after or 0))
        return self._status_when_due()

    def _candidates(self) -> list[ElementHandle]:
        """What is called `Odśwież` and cannot cost the token, usable or not."""
        beside = reading(self._ap, control("in-progress"))
        found = self._ap.finder.matches(control("refresh"))
        if beside:  # not that of what opened over the page: it may load the page anew
            found = [element for element in found if nearest([element], beside) is not None]
        found = found or self._behind_what_opened()
        return [
            element
            for element in found
            if not may_cost_the_token(element) and not self._is_disproved(element)
        ]

    def _is_disproved(self, element: ElementHandle) -> bool:
        """Whether a press of this very element has tried to load the page anew."""
        try:
            return any(element.evaluate("(one, other) => one === other", other) for other in self._disproved)
        except Error:
            return False  # one of them is not on the page any more

    def _behind_what_opened(self) -> list[ElementHandle]:
        """`Odśwież` beside `W realizacji`, hidden from screen readers because something opened over the page."""
        name = control("refresh").pattern(self._ap.version)
        page = self._ap.page
        hidden = page.get_by_role("button", name=name, include_hidden=True).or_(
            page.get_by_role("link", name=name, include_hidden=True)
        )
        beside = reading(self._ap, control("in-progress"))
        seen = [
            element
            for element in hidden.element_handles()
            if can_be_used(element) and nearest([element], beside) is not None
        ]
        only = nearest(on_top(seen) or seen, beside)
        return [only] if only is not None else []

    def _the_one(self) -> ElementHandle | None:
        """The candidate that belongs to `W realizacji`, if exactly one can be used."""
        usable = [element for element in self._candidates() if can_be_used(element)]
        if len(usable) > 1:
            usable = on_top(usable) or usable
        if len(usable) <= 1:
            return usable[0] if usable else None
        return nearest(usable, reading(self._ap, control("in-progress")))

    def _answer(self, pressed_at: float) -> Exchange | None:
        """The answer to the press; None when AP's page asked nothing that the watch could see."""

        def reads() -> list[Exchange]:
            return [e for e in self._ap.gateway.since(pressed_at) if e.status_read_of is not None]

        self._ap.patience.until(
            {"asked": lambda: bool(reads()), "shown": self._is_shown}, seconds=_REQUEST_COMES_WITHIN
        )
        self._ap.patience.until(
            {"answered": lambda: all(read.is_over for read in reads()), "shown": self._is_shown},
            seconds=self._ap.timeout,
        )
        return reads()[-1] if reads() else None

    # --- without a press ---------------------------------------------------------------------------

    def watch_once(self, interval: float, *, reference: str | None) -> TokenStatus:
        """Leave the page as it is for so many seconds, and look whether it goes on by itself.

        Args:
            interval: seconds.
            reference: whose status to ask AP's gateway for, which is only reading. Given only when the token's value
                is safe already: an AP that hands it out with the status hands it out once.
        """
        self.tries += 1
        self._ready_at = self._ap.gateway.now() + interval
        status = self._status_when_due()
        if status not in {TokenStatus.PENDING, TokenStatus.WINDOW_GONE}:
            return status
        if reference is not None and not self._refreshes_itself():
            self._ask(reference)
        if self._last_said() == "Failed":
            self.ksef_says_failed = True
            return TokenStatus.FAILED
        if self._last_said() == "Active" and reference is not None:
            self._ap.patience.until({"shown": self._is_shown}, seconds=_TOLD_WITHIN)
            return TokenStatus.SHOWN if self._is_shown() else TokenStatus.ACTIVE_UNSEEN
        return status

    def _ask(self, reference: str) -> None:
        """Ask AP's gateway for the status, with AP's own session."""
        asked_at = self._ap.gateway.now()
        self._ap.guard.check()
        said = self._token_list.status_of(reference)
        own = [each for each in self._ap.gateway.since(asked_at) if each.status_read_of == reference]
        self._own_reads.update(own)
        for exchange in own[-1:]:
            self._said[exchange] = said

    def _refreshes_itself(self) -> bool:
        """Whether the page asks for the status again and again without being pressed."""
        reads = [read for read in self._status_reads() if read not in self._own_reads]
        lately = self._ap.gateway.now() - _LATELY
        return len(reads) >= self.presses + 2 and reads[-1].sent_at > lately

    # --- both --------------------------------------------------------------------------------------

    def _status_when_due(self) -> TokenStatus:
        """The status at the time of the next press, or as soon as it is final."""
        outcome = self._ap.patience.until(
            {
                "shown": self._is_shown,
                "failed": lambda: self._last_said() == "Failed",
                "session-ended": lambda: self._ap.session_has_ended(self._ordered_at),
                "due": lambda: self._ap.gateway.now() >= self._ready_at,
            },
            seconds=self._ready_at - self._ap.gateway.now() + 1,
        )
        if outcome == "shown":
            return TokenStatus.SHOWN
        if outcome == "session-ended":
            return TokenStatus.SESSION_ENDED
        if outcome == "failed":
            self.ksef_says_failed = True
            return TokenStatus.FAILED
        return self.status()

    def _wait_until_due(self) -> None:
        left = self._ready_at - self._ap.gateway.now()
        if left > 0:
            self._ap.patience.pause(left)

    def _shows(self, control_id: str) -> bool:
        return bool(self._ap.finder.matches(control(control_id)) or reading(self._ap, control(control_id)))

    def _is_shown(self) -> bool:
        """Whether the page shows the token. For waits: a long look only if AP's gateway leaves it open, and none at
        all once it has been in sight.
        """
        self._was_in_sight = self._was_in_sight or self._issued.is_in_sight()
        if self._was_in_sight:
            return True
        return self._last_said() in {None, "Active"} and self.status() is TokenStatus.SHOWN

    def _status_reads(self) -> list[Exchange]:
        return [each for each in self._ap.gateway.since(self._ordered_at) if each.status_read_of is not None]

    def _last_said(self) -> str | None:
        """What the gateway said of the token last, to the page or to us; None if nothing."""
        for read in reversed(self._status_reads()):
            if read.is_over and read not in self._said:
                self._said[read] = _status_in(read)
            if self._said.get(read) is not None:
                return self._said[read]
        return None


def _status_in(read: Exchange) -> str | None:
    """The status in an answer to a status read (the public contract's word), whatever the page makes of it."""
    if read.response is None or read.status != 200:
        return None
    try:
        body = read.response.json()
    except Exception:
        return None
    status = body.get("status") if isinstance(body, dict) else None
    code = status.get("description") if isinstance(status, dict) else status
    return code if isinstance(code, str) else None
