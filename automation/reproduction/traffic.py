"""From what AP's gateway answered to how the replica answers: errors, broken connections, late answers.

Requests are told by what they are for (order, status read, list, revocation); what else an AP asks its gateway is its
own affair. Such a request matters only where it ended the run: then the request that the replica makes in the same
step gets its fate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from automation.evidence.record import ExchangeRecord, RunRecord
from automation.replica.scenario import Delay, Fault, Method
from automation.reproduction import limits
from automation.text import say

Kind = Literal["order", "read", "list", "revoke", "other"]

_PATHS: Final[dict[Kind, tuple[Method, str]]] = {
    "order": ("POST", "/tokens"),
    "read": ("GET", "/tokens/*"),
    "list": ("GET", "/tokens"),
    "revoke": ("DELETE", "/tokens/*"),
}
_MOST: Final = 40
"""Rules of one kind; a page that asks every second makes many."""
_SHORT_PAUSE: Final = 5
"""Seconds that AP asks to wait, at most, where the run goes on after it."""
_ENDS_BY_REQUEST: Final = frozenset(
    {
        "ap-failed",
        "ap-maintenance",
        "ap-too-many-requests",
        "ap-too-slow",
        "ap-unreachable",
        "login-failed",
        "permission-refused",
        "session-ended",
        "signature-refused",
    }
)
"""Ends that a request's fate explains."""
_USUAL_STATUS: Final = {
    "login-failed": 400,
    "signature-refused": 400,
    "ap-too-many-requests": 429,
    "permission-refused": 403,
    "session-ended": 401,
}
_LOGIN_REFUSED: Final = 415
_SIGNATURE_REFUSED: Final = 9105
"""KSeF's codes that AP's pages tell apart."""
_MADE_ALL_THE_SAME: Final = frozenset({"token-not-safe", "token-unconfirmed"})


@dataclass(slots=True)
class Traffic:
    """How the replica answers."""

    errors: list[Fault] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    too_late: list[Delay] = field(default_factory=list)
    """Answers that the run did not wait for."""
    strict_screens: bool = False
    said: list[str] = field(default_factory=list)
    """What could not be done as it was."""


def kind_of(exchange: ExchangeRecord) -> Kind:
    """What a request is for."""
    is_one = re.fullmatch(r"/tokens/[^/]+/?", exchange.path) is not None
    if re.fullmatch(r"/tokens/?", exchange.path):
        return {"POST": "order", "GET": "list"}.get(exchange.method, "other")  # type: ignore[return-value]
    if is_one and exchange.method in {"GET", "DELETE"}:
        return "read" if exchange.method == "GET" else "revoke"
    return "other"


def has_failed(exchange: ExchangeRecord) -> bool:
    """Whether a request ended without success, or did not end."""
    return exchange.broken or exchange.status is None or exchange.status >= 400


def traffic_of(record: RunRecord, *, by_certificate: bool) -> Traffic:
    """The answers that the replica gives in this run's place.

    Args:
        record: the run.
        by_certificate: the replay logs in with a certificate; otherwise by test authentication.
    """
    traffic = Traffic()
    for kind in _PATHS:
        same = [exchange for exchange in record.exchanges if kind_of(exchange) == kind]
        if len(same) > _MOST:
            traffic.said.append(say("approximation-many-requests", count=len(same), taken=_MOST))
        for nth, exchange in enumerate(same[:_MOST], 1):
            _add(traffic, record, exchange, kind, nth)
    _add_the_end(traffic, record, by_certificate=by_certificate)
    _shorten(traffic)
    return traffic


def _add(traffic: Traffic, record: RunRecord, exchange: ExchangeRecord, kind: Kind, nth: int) -> None:
    """What became of the nth request of a kind."""
    method, path = _PATHS[kind]
    seconds = max(exchange.duration_ms or 0, 0) / 1000
    unanswered = exchange.status is None and not exchange.broken
    if exchange.step != _failed_step(record):
        if unanswered:  # it was under way when the run ended, and stopped nobody
            return
    elif unanswered or (limits.waited_in_vain(record) and seconds >= limits.timeout(record)):
        traffic.too_late.append(Delay(method=method, path=path, nth=nth, seconds=limits.too_long(record)))
        seconds = 0.0
    if seconds > limits.WORTH_REPLAYING:
        traffic.delays.append(Delay(method=method, path=path, nth=nth, seconds=round(seconds, 2)))
    if has_failed(exchange):
        processed = kind == "order" and record.error is not None and record.error.code in _MADE_ALL_THE_SAME
        traffic.errors.append(_fault(record, exchange, method, path, nth=nth, processed=processed))


def _fault(
    record: RunRecord,
    exchange: ExchangeRecord,
    method: Method,
    path: str,
    *,
    nth: int,
    processed: bool = False,
) -> Fault:
    if exchange.broken or exchange.status is None or not 400 <= exchange.status <= 599:
        return Fault(method=method, path=path, nth=nth, cut=True, processed=processed)
    pause = exchange.retry_after
    if pause is not None and exchange.step != _failed_step(record):
        pause = min(pause, _SHORT_PAUSE)
    if pause is None and exchange.status == 429 and path.startswith("/tokens/"):
        pause = 0
    return Fault(
        method=method,
        path=path,
        nth=nth,
        status=exchange.status,
        retry_after=None if pause is None else min(round(max(pause, 0)), 86_400),
        code=exchange.code if exchange.code is not None else _code(record, exchange),
        processed=processed,
    )


def _code(record: RunRecord, exchange: ExchangeRecord) -> int | None:
    """KSeF's code, where only the run's end tells it."""
    if record.error is None or exchange.status != 400:
        return None
    if record.error.code == "permission-refused":
        return 26002 if "kontekstu" in str(record.error.details.get("reason", "")) else 26001
    return None


# --- the request that ended the run, where it is none that every AP has ------------------------------


def _add_the_end(traffic: Traffic, record: RunRecord, *, by_certificate: bool) -> None:
    step, error = record.failed_step, record.error
    if step is None or error is None or error.code not in _ENDS_BY_REQUEST:
        return
    in_step = [exchange for exchange in record.exchanges if exchange.step == step.number]
    if any(kind_of(exchange) != "other" and has_failed(exchange) for exchange in in_step):
        return  # that request is the replica's too, and has its fate already
    asked = _asked_in(step.id, by_certificate=by_certificate)
    if asked is None:
        if error.code != "session-ended":  # which the scenario has another way for
            traffic.said.append(say("approximation-no-request", step=step.title))
        return
    method, path, nth = asked
    traffic.strict_screens = path == "/session"
    failed = [exchange for exchange in in_step if has_failed(exchange)]
    if error.code == "ap-too-slow":
        if failed and failed[-1].status is not None:
            traffic.errors.append(_fault(record, failed[-1], method, path, nth=nth))
        traffic.too_late.append(Delay(method=method, path=path, nth=nth, seconds=limits.too_long(record)))
    elif error.code == "ap-unreachable":
        traffic.errors.append(Fault(method=method, path=path, every=True, cut=True))
    else:
        traffic.errors.append(_last_word(record, failed, method, path, nth))


def _last_word(record: RunRecord, failed: list[ExchangeRecord], method: Method, path: str, nth: int) -> Fault:
    """The answer that ended the run: the one on record, else the one that its error tells of."""
    assert record.error is not None  # noqa: S101  asked by the caller
    code = record.error.code
    told = str(record.error.details.get("status", ""))
    usual = _USUAL_STATUS.get(code) or (int(told) if re.fullmatch(r"[45]\d\d", told) else 503)
    # A page that logs in may be refused something on the way; what counts is what fits the end.
    fitting = [each for each in failed if each.status == usual] or failed
    status = fitting[-1].status if fitting else usual
    if fitting and status is None:
        return Fault(method=method, path=path, nth=nth, cut=True)
    if status is None or not 400 <= status <= 599 or (code == "session-ended" and status != 401):
        status = usual
    pause = fitting[-1].retry_after if fitting else record.error.details.get("seconds")
    known = fitting[-1].code if fitting else None
    refused = {"login-failed": _LOGIN_REFUSED, "signature-refused": _SIGNATURE_REFUSED}.get(code)
    return Fault(
        method=method,
        path=path,
        nth=nth,
        status=status,
        code=known if known is not None else refused,
        retry_after=min(round(float(pause)), 86_400)
        if status == 429 and isinstance(pause, int | float) and pause >= 0
        else None,
    )


def _asked_in(step_id: str, *, by_certificate: bool) -> tuple[Method, str, int] | None:
    """What the replica's page asks in a step: method, path, and which such request of the run it is."""
    login = "/auth/xades-signature" if by_certificate else "/auth/test-signature"
    asked: dict[str, tuple[Method, str, int]] = {
        "krok-1-adres": ("GET", "/web/*", 1),
        "krok-1-zadanie": ("POST", "/auth/challenge", 1),
        "krok-1-uwierzytelnienie": ("POST", login, 1),
        # The first is made when the page is opened, the second by the home page.
        "krok-2-zadanie-2": ("GET", "/session", 3),
        "lista-po-bledzie": ("GET", "/tokens", 1),
        "uniewaznienie-lista": ("GET", "/tokens", 1),
        "uniewaznienie-token": ("DELETE", "/tokens/*", 1),
    }
    return asked.get(step_id)


# --- not for minutes ----------------------------------------------------------------------------------


def _shorten(traffic: Traffic) -> None:
    """Hold answers back no longer than a person would wait for a reproduction."""
    left, whole = limits.ALL_DELAYS, sum(delay.seconds for delay in traffic.delays)
    kept = []
    for delay in traffic.delays:
        seconds = round(min(delay.seconds, limits.LONGEST_DELAY, left), 2)
        left = max(left - seconds, 0.0)
        if seconds > 0:
            kept.append(delay.model_copy(update={"seconds": seconds}))
    traffic.delays = kept
    if sum(delay.seconds for delay in kept) < whole:
        traffic.said.append(say("approximation-delays", seconds=round(limits.LONGEST_DELAY)))


def _failed_step(record: RunRecord) -> int | None:
    step = record.failed_step
    return step.number if step is not None else None
