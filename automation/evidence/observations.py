"""Notes on a run, taken from AP's page and gateway after each step: where it was, what AP said, what it was asked.

Only what stands in `automation.evidence.record` is noted: routes and paths without their changing parts, statuses,
times, AP's own words about what went wrong. No bodies, no fields, no addresses: of an answer that is an error, KSeF's
code and AP's number of the event alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.gateway import GATEWAY_PATH, Exchange
from automation.evidence.event_id import EVENT_ID_FORM
from automation.evidence.steps import Onlooker, Seen, Step

_EVENT_ID: Final = re.compile(EVENT_ID_FORM)
_CODE: Final = re.compile(r'"(?:exceptionCode|errorCode|code)"\s*:\s*"?(\d{3,6})\b')
"""KSeF's error code in an answer: the public contract's name for it, and two that are **assumed**."""
_LARGEST: Final = 65_536
"""Bytes of an answer that are looked at."""
_OPAQUE: Final = re.compile(r"(?=.*\d).{16,}|[0-9a-f-]{16,}|.{61,}", re.IGNORECASE)
"""What nobody would call a route: too long for a word, or long and with a number in it."""
_VERSION_PART: Final = re.compile(r"v\d+")


def path_pattern(path: str) -> str:
    """A path with `{id}` for each part that changes from run to run; of the gateway's, what is below its root.

    Parts change that are numbers or ids: of tokens, taxpayers, sessions. A known route has at most a digit or two.
    """
    below = path.partition(GATEWAY_PATH)[2]
    parts = (below if below else path.lstrip("/")).split("/")
    if below and parts and _VERSION_PART.fullmatch(parts[0]):
        del parts[0]
    return "/" + "/".join("{id}" if _changes(part) else part for part in parts)[:200]


def _changes(part: str) -> bool:
    plain = unquote(part)
    digits = sum(character.isdigit() for character in plain)
    return (
        digits > 3
        or (digits > 0 and digits == len(plain))
        or re.search(r"\d{4}", part) is not None
        or _OPAQUE.fullmatch(plain) is not None
    )


class Observations(Onlooker):
    """Observes a run and puts on record what AP did."""

    def __init__(self, ap: Ap, see: Callable[..., None]) -> None:
        """Args:
        ap: whose page and gateway.
        see: puts it on record (`Run.see`).
        """
        self._ap = ap
        self._see = see
        self._noted: set[Exchange] = set()
        self._labels: dict[bool, str] = {}
        # The gateway's clock only counts; this is what turns it into the time of day.
        self._epoch = datetime.now(UTC) - timedelta(seconds=ap.gateway.now())
        self._begun: list[tuple[float, int]] = []

    def step_begins(self, step: Step) -> None:
        """Requests from now on are this step's."""
        self._begun.append((self._ap.gateway.now(), step.number))

    def step_ends(self, step: Step) -> None:
        """Note what was asked and answered, where the page is, and what AP says went wrong."""
        self.note_exchanges()
        if self._ap.is_gone:
            return
        failed = step.outcome == "failed"
        if failed or any(exchange.failed for exchange in self._ap.gateway.since(self._begun[-1][0])):
            self._note_complaints(step)
        parts = urlsplit(self._ap.page.url)
        own = self._ap.environment.owns(self._ap.page.url)
        self._see(
            Seen.SCREEN,
            step=step.number,
            route=path_pattern(parts.path) if own else None,
            ap_version=self._ap.version,
            header_label=self._label(),
        )

    def note_exchanges(self, *, all_of_them: bool = False) -> None:
        """Note the requests that are over, once each.

        Args:
            all_of_them: those without an answer as well: the run is at its end.
        """
        for exchange in self._ap.gateway.exchanges:
            if exchange in self._noted or not (_is_whole(exchange) or all_of_them):
                continue
            self._noted.add(exchange)
            answered = exchange.answered_at
            code, event_id = self._told_by(exchange)
            self._see(
                Seen.EXCHANGE,
                step=self._step_at(exchange.sent_at),
                method=exchange.method,
                path=path_pattern(exchange.path),
                sent_at=self._time_of_day(exchange.sent_at).isoformat(timespec="milliseconds"),
                duration_ms=None if answered is None else round((answered - exchange.sent_at) * 1000),
                status=exchange.status,
                broken=exchange.broken,
                retry_after=exchange.retry_after,
                code=code,
                event_id=event_id,
            )

    def _told_by(self, exchange: Exchange) -> tuple[int | None, str | None]:
        """KSeF's code and AP's event id in an answer that is an error. Of its body nothing else is kept."""
        is_error = exchange.status is not None and exchange.status >= 400
        if not is_error or not _is_whole(exchange) or exchange.response is None or self._ap.is_gone:
            return None, None
        try:
            said = exchange.response.body()[:_LARGEST].decode("utf-8", errors="replace")
        except Error:  # the page that asked is gone, and the answer with it
            return None, None
        code, event_id = _CODE.search(said), _EVENT_ID.search(said)
        # An answer without a code of KSeF's own may repeat the status in its place.
        is_ksefs = code is not None and int(code[1]) != exchange.status
        return int(code[1]) if code and is_ksefs else None, event_id[0] if event_id else None

    def _label(self) -> str | None:
        """The header's word for the environment; looked up twice in a run, before and after the login."""
        logged_in = self._ap.logged_in
        if logged_in not in self._labels:
            with suppress(Error):
                self._labels[logged_in] = self._ap.header.label()
        return self._labels.get(logged_in) or self._labels.get(False)

    def _step_at(self, moment: float) -> int:
        return next((number for begun, number in reversed(self._begun) if begun <= moment), 0)

    def _time_of_day(self, moment: float) -> datetime:
        return self._epoch + timedelta(seconds=moment)

    def _note_complaints(self, step: Step) -> None:
        said = self._ap.said.of_failure()
        if said:
            ids = list(dict.fromkeys(found for text in said for found in _EVENT_ID.findall(text)))
            self._see(Seen.AP_SAYS, step=step.number, texts=said, event_ids=ids)


def _is_whole(exchange: Exchange) -> bool:
    """Whether nothing more comes; to ask for the body of an error earlier would be to wait for it, without a limit."""
    if exchange.response is None or not exchange.failed:
        return exchange.is_over
    return exchange.response.request.timing["responseEnd"] >= 0
