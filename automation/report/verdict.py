"""The verdict: what happened, what it means for the token, what to do now."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from automation.errors import NO_REASON, Exit
from automation.evidence.event_id import EVENT_ID_FORM
from automation.evidence.record import ErrorRecord, RunRecord
from automation.report.telling import Telling, clock, error_telling, step_title
from automation.text import has_text, say


class Sign(StrEnum):
    """How a run ended, at a glance. Each has a shape and a word of its own, not only a colour."""

    OK = "ok"
    REFUSED = "refused"
    """The user, or the policy, does not allow it: nothing is broken."""
    FAILED = "failed"
    DANGER = "danger"
    """A token exists, or may exist, and is not safe."""
    STOPPED = "stopped"
    RUNNING = "running"


class Fate(StrEnum):
    """What has become of the token."""

    NONE = "none"
    SAFE = "safe"
    REVOKED = "revoked"
    PENDING = "pending"
    """In the vault, but AP has not confirmed it."""
    RESCUED = "rescued"
    LOST = "lost"
    UNKNOWN = "unknown"
    """There may be one."""
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands at the top of the report."""

    sign: Sign
    sign_word: str
    headline: str
    what: str
    token: str
    now: str
    fate: Fate | None
    """None where the command was not about a token of its own."""
    fate_word: str


_FATES: Final = {
    "token-unconfirmed": Fate.PENDING,
    "token-rescued": Fate.RESCUED,
    "token-not-safe": Fate.LOST,
    "token-suspect": Fate.SUSPECT,
    "order-unknown": Fate.UNKNOWN,
    "order-doubtful": Fate.UNKNOWN,
    "order-rejected": Fate.NONE,
    "order-held-back": Fate.NONE,
    "token-failed": Fate.NONE,
}
_RECOVERED: Final = {
    "finished": Fate.SAFE,
    "confirmed": Fate.SAFE,
    "revoked": Fate.REVOKED,
    "freed": Fate.NONE,
    "marked": Fate.NONE,
}
"""What has become of the token, by what `recover` did."""
_AT_RISK: Final = frozenset({Fate.PENDING, Fate.RESCUED, Fate.LOST, Fate.UNKNOWN, Fate.SUSPECT})
_HEADLINES: Final = {
    Exit.UNEXPECTED: "exit-1",
    Exit.USAGE: "exit-2",
    Exit.PERMISSIONS: "exit-3",
    Exit.LOGIN: "exit-4",
    Exit.INTERFACE: "exit-5",
    Exit.AP_FAILED: "exit-6",
    Exit.VAULT: "exit-7",
    Exit.TOKEN_NOT_SAFE: "exit-8",
    Exit.POLICY: "exit-9",
    Exit.INTERRUPTED: "exit-130",
}
_AP_FAILED: Final = {
    Fate.SAFE: "exit-6-safe",
    Fate.UNKNOWN: "exit-6-unknown",
    Fate.PENDING: "exit-6-pending",
    Fate.LOST: "exit-6-lost",
}
"""AP's failure told by what it means for the token, where there may be one."""
_NOT_SAFE: Final = {
    Fate.UNKNOWN: "exit-8-unknown",
    Fate.PENDING: "exit-8-pending",
    Fate.RESCUED: "exit-8-rescued",
    Fate.SUSPECT: "exit-8-suspect",
}
"""The same for a token that is not safe, or may be."""
_ENDINGS: Final = frozenset({"stored", "checked", "revoked", "recovered", "reproduced", "different"})
_NOT_REPRODUCED: Final = "not-reproduced"
_EVENT: Final = re.compile(rf"(?:Identyfikator zdarzenia:?\s*)?{EVENT_ID_FORM}")
_WAIT: Final = "ap-too-many-requests"
_OWN_TOKEN: Final = frozenset({"generate", "rehearse", "train", "check"})


def fate_of(record: RunRecord) -> Fate | None:
    """What has become of the run's token, as far as its record tells."""
    if record.command not in _OWN_TOKEN:
        return None
    if record.revoked:
        return Fate.REVOKED
    settled = _RECOVERED.get(record.recovered or "")
    if settled is None and record.error is not None:
        settled = _fate_by_error(record.error)
    if settled is not None:
        return settled
    if record.released and not record.token_safe:
        return Fate.NONE
    if not record.ordered or record.token_safe:
        return Fate.SAFE if record.token_safe else Fate.NONE
    # The journal's `escrowed` is what makes a number known before the end.
    return Fate.PENDING if record.reference_number and record.error is None else Fate.UNKNOWN


def _fate_by_error(error: ErrorRecord) -> Fate | None:
    if error.code == "token-not-ready":
        return Fate.PENDING if error.details.get("escrowed") == "yes" else Fate.LOST
    return _FATES.get(error.code)


def verdict_of(
    record: RunRecord, *, running: bool = False, original: RunRecord | None = None, case: str | None = None
) -> Verdict:
    """What to tell first.

    Args:
        record: the run.
        running: whether its process is still at work; only asked where the record is not finished.
        original: the customer's run, if this is its reproduction: what to do is said of that one.
        case: the ready scenario that was replayed, if one was.
    """
    told = _verdict_of(record, running=running)
    if record.command != "reproduce" or not record.finished:
        return told
    if original is not None:
        theirs = _verdict_of(original, running=False)
        return replace(
            told,
            what=f"{told.what} {say('report-at-customer')} {theirs.what}",
            token=f"{told.token} {say('report-at-customer')} {theirs.token or theirs.fate_word}",
            now=theirs.now,
        )
    answer = f"case-{case}.answer"
    return replace(told, now=say(answer)) if case is not None and has_text(answer) else told


def _verdict_of(record: RunRecord, *, running: bool) -> Verdict:
    fate = fate_of(record)
    if not record.finished:
        key = "running" if running else "killed"
        sign = Sign.RUNNING if running else Sign.DANGER if fate in _AT_RISK else Sign.STOPPED
        told = _as_recovered(record, _unfinished(record, key, fate))
        return _verdict(sign, fate, key, told)
    if record.error is not None:
        told = _as_recovered(record, _error(record.error, record))
        return _verdict(_sign(record, fate), fate, _headline(record, fate), told)
    return _ended(record, fate)


def _error(error: ErrorRecord, record: RunRecord) -> Telling:
    """What an error says; of AP's own failure only the plain fact, for the rest stands right below."""
    if isinstance(error.details.get("reason"), str):  # AP's number of the error has its own place below
        reason = _EVENT.sub("", str(error.details["reason"])).strip() or NO_REASON
        error = error.model_copy(update={"details": {**error.details, "reason": reason}})
    told = error_telling(error, record.steps)
    if error.code == "ap-failed" and told.token:
        status = str(error.details.get("status", "-"))
        what = say("report-what-ap-failed", status="none" if status == "-" else status)
        return Telling(what, told.token, told.now)
    return told


def _ended(record: RunRecord, fate: Fate | None) -> Verdict:
    """A run that came to its end without an error."""
    if record.exit_code == Exit.INTERRUPTED:
        told = Telling(say("report-what-interrupted"), _token(record, fate), _now(fate))
        return _verdict(Sign.STOPPED, fate, "exit-130", told)
    key: str = record.outcome if record.outcome in _ENDINGS else "done"
    if key == "stored" and record.revoked:
        key = "rehearsed"
    sign = Sign.OK if record.exit_code == Exit.DONE else Sign.FAILED
    if key == "different":
        sign = Sign.REFUSED
    token = say("good-for", environment=record.environment or "local") if key == "stored" else None
    now = {"stored": say("next-krok-5"), "rehearsed": say("next-revoked")}.get(key)
    told = Telling(
        say(f"report-what-{key}"), token or say(f"report-token-{key}"), now or say(f"report-now-{key}")
    )
    return _verdict(sign, fate, key, told)


def _unfinished(record: RunRecord, key: str, fate: Fate | None) -> Telling:
    step = record.failed_step or (record.steps[-1] if record.steps else None)
    title = step_title(step).rstrip(".") if step is not None else "–"
    at = clock(record.ended_at or record.started_at)
    if key == "running":
        what, now = say("report-what-running", step=title, at=at), say("report-now-running")
    else:
        what, now = say("report-what-killed", step=title, at=at), _now(fate)
    return Telling(what, _token(record, fate), now)


def _as_recovered(record: RunRecord, told: Telling) -> Telling:
    """What is told of a run, unless `recover` has settled it since."""
    if record.recovered is None:
        return told
    done = say("report-fate-told-recovered", action=record.recovered)
    return Telling(told.what, done, say("report-now-recovered"))


def _token(record: RunRecord, fate: Fate | None) -> str:
    return say(f"report-fate-told-{fate or 'other'}", reference=record.reference_number or "–")


def _now(fate: Fate | None) -> str:
    if fate is Fate.SAFE:
        return say("next-krok-5")
    return say("report-now-recover") if fate in _AT_RISK else say("report-now-again")


def _headline(record: RunRecord, fate: Fate | None) -> str:
    if record.error is not None and record.error.code == _NOT_REPRODUCED:
        return "different"
    try:
        ended = Exit(record.exit_code or 1)
    except ValueError:  # a stranger's record
        ended = Exit.UNEXPECTED
    if record.error is not None and record.error.code == _WAIT:
        return "exit-6-wait"
    if ended is Exit.AP_FAILED and fate in _AP_FAILED:
        return _AP_FAILED[fate]
    if ended is Exit.TOKEN_NOT_SAFE and fate in _NOT_SAFE:
        return _NOT_SAFE[fate]
    return _HEADLINES[ended]


def _sign(record: RunRecord, fate: Fate | None) -> Sign:
    if record.exit_code == Exit.TOKEN_NOT_SAFE or fate in _AT_RISK:
        return Sign.DANGER
    is_other = record.error is not None and record.error.code == _NOT_REPRODUCED
    if is_other or record.exit_code in {Exit.PERMISSIONS, Exit.POLICY}:
        return Sign.REFUSED
    return Sign.STOPPED if record.exit_code == Exit.INTERRUPTED else Sign.FAILED


def _verdict(sign: Sign, fate: Fate | None, headline: str, told: Telling) -> Verdict:
    return Verdict(
        sign=sign,
        sign_word=say("report-sign-different" if headline == "different" else f"report-sign-{sign}"),
        headline=say(f"report-headline-{headline}"),
        what=told.what,
        token=told.token,
        now=told.now,
        fate=fate,
        fate_word=say(f"report-fate-{fate}") if fate is not None else "",
    )
