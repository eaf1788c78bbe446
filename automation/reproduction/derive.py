"""From a run's record to a scenario of the replica: AP as the customer had it, as far as it can be known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from automation import environments
from automation.environments import Login
from automation.evidence.record import RunRecord, StepRecord
from automation.replica.identifiers import is_nip
from automation.replica.scenario import PERMISSIONS, Scenario, Screen
from automation.reproduction import limits
from automation.reproduction.screens import screens_of
from automation.reproduction.traffic import has_failed, kind_of, traffic_of
from automation.text import say

VERSIONS: Final = ("2.1.8", "2.2.9", "3.0.0")
"""Those that the replica has, oldest first."""
PRACTICE_NIP: Final = "1234563218"
"""Valid, and nobody's: where the record has none."""
_LABEL_LONGEST: Final = 80
_USUAL_PACE: Final = 1.0
_USUAL_LABEL: Final = "Środowisko Testowe"
_ABSENT_IN_218: Final = "Introspection"
_ABSENT_EVERYWHERE: Final = "CollectiveIdentifierManage"
_ON_SCREEN: Final[dict[str, Screen]] = {
    "krok-1-stan": "home",
    "krok-2-zadanie-1": "home",
    "krok-2-zadanie-2": "home",
    "krok-2-zadanie-3": "token-form",
    "krok-3-pola": "token-form",
    "krok-3-sprawdzenie": "token-form",
    "krok-4-odswiez": "progress",
    "krok-4-czekanie": "progress",
    "krok-4-kopiuj": "issued",
}
"""Which screen a step is done on."""
_BRINGS: Final[dict[str, Screen]] = {
    "krok-1-uwierzytelnienie": "home",
    "krok-1-strona-glowna": "home",
    "krok-2-zadanie-2": "token-form",
    "krok-3-generuj": "progress",
}
"""Which screen a step waits for."""
_CONSENT: Final = "krok-1-oswiadczenie"
_CONTEXT: Final = "krok-1-podmiot"
_PRESS: Final = "krok-4-odswiez"
_WATCH: Final = "krok-4-czekanie"
_COPY: Final = "krok-4-kopiuj"


@dataclass(frozen=True, slots=True)
class Derived:
    """What a run's AP was like."""

    scenario: Scenario
    approximations: list[str] = field(default_factory=list)
    """What the replica does otherwise than the customer's AP, in the operator's language."""


def scenario_from(record: RunRecord, snapshots: Mapping[str, str]) -> Derived:
    """The replica as the customer's AP was. Any record gives a valid scenario, whoever has written it.

    Args:
        record: the run.
        snapshots: the texts of its aria snapshots, by the names that the record has for them.
    """
    said: list[str] = []
    values: dict[str, Any] = {
        "version": _version(record, said),
        **_surroundings(record, said),
        **_menu(record),
        **_token(record, said),
    }
    values["permissions"] = _permissions(record, values["version"], said)
    traffic = traffic_of(record, by_certificate=login_of(record) is Login.CERTIFICATE)
    said += traffic.said
    values |= {
        "errors": tuple(traffic.errors),
        "delays": (*traffic.delays, *traffic.too_late),
        "strict_screens": traffic.strict_screens,
    }
    if _ended_unasked(record):
        values["logged_out"] = _logged_out(record, said)
    screens = screens_of(record, snapshots, values["version"], _covered(record))
    said += screens.said
    values |= screens.values
    values["controls"] = (
        *screens.controls,
        *_absent_boxes(record, values["version"]),
        *_copying(record),
    )
    if _is_watched(record):
        values["controls"] += ({"name": "Odśwież", "change": "missing"},)
        if any(step.id == _COPY for step in record.steps):
            values["refreshes_itself"] = _pace(record)
    return Derived(Scenario.model_validate(values), list(dict.fromkeys(said)))


def login_of(record: RunRecord) -> Login:
    """How the replay logs in: with a certificate where the customer did, by test authentication otherwise."""
    login = record.settings.login if record.settings is not None else Login.TEST
    return Login.CERTIFICATE if login == Login.CERTIFICATE else Login.TEST


def logs_in_alike(record: RunRecord) -> bool:
    """Whether the replay logs in as the customer did, so that the login's steps can be compared."""
    return record.settings is None or record.settings.login == login_of(record)


def screen_of(step: StepRecord | None) -> Screen:
    """On which screen a step is done."""
    return _ON_SCREEN.get(step.id, "login") if step is not None else "login"


def _covered(record: RunRecord) -> tuple[Screen, float]:
    """The screen on which the run ended, and how long it had been there when the last step began."""
    step = record.failed_step
    if step is None:
        return "login", 0.0
    screen = _BRINGS.get(step.id) or screen_of(step)
    brought = next((each for each in record.steps if _BRINGS.get(each.id) == screen), None)
    if brought is None or brought is step:
        return screen, 0.0
    since = _seconds(brought.started_at, step.started_at) - (brought.duration_ms or 0) / 1000
    return screen, min(max(since, 0.0), limits.LONGEST_DELAY)


# --- what surrounds the screens -------------------------------------------------------------------


def _version(record: RunRecord, said: list[str]) -> str:
    """The replica's nearest: the newest that is not newer, or its oldest."""
    if record.ap_version in VERSIONS:
        return str(record.ap_version)
    numbers = tuple(int(part[:9]) for part in re.findall(r"\d+", record.ap_version or ""))
    if not numbers:
        nearest = "2.2.9"
        if record.ap_version is not None or record.menu is not None:
            said.append(say("approximation-version-unknown", version=nearest))
        return nearest
    known = {version: tuple(map(int, version.split("."))) for version in VERSIONS}
    older = [version for version in VERSIONS if known[version] <= numbers]
    nearest = older[-1] if older else VERSIONS[0]
    said.append(say("approximation-version", theirs=(record.ap_version or "?")[:40], version=nearest))
    return nearest


def _surroundings(record: RunRecord, said: list[str]) -> dict[str, Any]:
    """Header, banner, and the ways to log in, of which the replay's own is always one."""
    known = {each.name: each for each in (environments.PRODUCTION, environments.DEMO, environments.TEST)}
    meant = known.get(record.environment or "")
    label = record.header_label
    if label is None:
        label = (meant.header_label if meant is not None else _USUAL_LABEL) or ""
    label = " ".join(label.split())[:_LABEL_LONGEST]
    if meant is not None and Login.TEST not in meant.logins:
        said.append(say("approximation-login-page"))
    if not logs_in_alike(record):
        assert record.settings is not None  # noqa: S101  otherwise they are alike
        said.append(say("approximation-login", login=record.settings.login[:40]))
    elif login_of(record) is Login.CERTIFICATE:
        said.append(say("approximation-certificate"))
    nip = record.nip if record.nip is not None and is_nip(record.nip) else None
    if nip is None:
        said.append(say("approximation-nip", nip=PRACTICE_NIP))
    offers_test = not (record.error is not None and record.error.code == "login-way-missing")
    ids = {step.id for step in record.steps}
    return {
        "environment_label": label,
        "test_banner": label == _USUAL_LABEL,
        "test_login": offers_test,
        "test_consent": _CONTEXT not in ids or _CONSENT in ids,
    }


def _menu(record: RunRecord) -> dict[str, Any]:
    if record.menu is None:
        # Who got as far as the form has all that leads there.
        reached = bool(record.checkboxes) or record.ordered
        return {"invoices_menu": True, "permissions_menu": True, "tokens_menu": True} if reached else {}
    return {
        "invoices_menu": record.menu.invoices,
        "permissions_menu": record.menu.permissions,
        "tokens_menu": record.menu.tokens,
        "certificates_menu": record.menu.certificates,
    }


# --- the form -------------------------------------------------------------------------------------


def _permissions(record: RunRecord, version: str, said: list[str]) -> tuple[str, ...]:
    """What the user may do, by the form's checkboxes."""
    boxes = record.checkboxes
    if not boxes:
        usual = Scenario.model_fields["permissions"].default
        return tuple(dict.fromkeys((*usual, *(each for each in record.permissions if each in PERMISSIONS))))
    new = sorted(name for name, state in boxes.items() if state != "absent" and not _has_box(version, name))
    if new:
        said.append(say("approximation-boxes-new", boxes=", ".join(new)[:300]))
    return tuple(name for name in PERMISSIONS if boxes.get(name) == "free")


def _has_box(version: str, permission: str) -> bool:
    """Whether the replica's form has a checkbox for a permission."""
    if permission not in PERMISSIONS or permission == _ABSENT_EVERYWHERE:
        return False
    return not (version == "2.1.8" and permission == _ABSENT_IN_218)


def _absent_boxes(record: RunRecord, version: str) -> list[dict[str, str]]:
    """Checkboxes that the customer's form did not have and the replica's has."""
    from automation.ap.catalogue import permission_labels  # noqa: PLC0415  reads the catalogue file

    labels = {permission.value: label for permission, label in permission_labels().items()}
    return [
        {"name": labels[name], "change": "missing", "place": "main"}
        for name in PERMISSIONS
        if record.checkboxes.get(name) == "absent" and _has_box(version, name)
    ]


# --- the token ------------------------------------------------------------------------------------


def _token(record: RunRecord, said: list[str]) -> dict[str, Any]:
    """How the token came: at once, after how many status reads, or not at all."""
    presses = limits.presses(record)
    failed = record.error is not None and record.error.code == "token-failed"
    shown = any(step.id == _COPY for step in record.steps)
    reads = [exchange for exchange in record.exchanges if kind_of(exchange) == "read"]
    answered = sum(not has_failed(exchange) for exchange in reads)
    values: dict[str, Any] = {"outcome": "Failed" if failed else "Active"}
    if any(warning.id == "no-escrow" for warning in record.warnings):
        values["escrow"] = False
    if record.error is not None and record.error.code == "token-not-ready":
        values["refreshes_needed"] = limits.refresh_limit(record) + 1
        if presses > limits.refresh_limit(record):
            said.append(say("approximation-presses", presses=presses, taken=limits.refresh_limit(record)))
        return values
    if not shown and not presses and not failed:
        return values
    if shown and not presses and not _is_watched(record):
        return values | {"direct": True}
    pressed = presses or answered
    if reads and presses:  # a press whose answer was an error finds nothing
        pressed = max(min(presses, len(reads)) - sum(has_failed(each) for each in reads[:presses]), 1)
    if not shown and not failed and record.failed_step is not None:
        pressed += 1  # it was still in progress when the run ended
    return values | {"refreshes_needed": min(pressed, 60)}


def _is_watched(record: RunRecord) -> bool:
    """Whether nobody pressed `Odśwież`, because it could not be told."""
    ids = {step.id for step in record.steps}
    return _WATCH in ids and _PRESS not in ids


def _pace(record: RunRecord) -> float:
    """Seconds after which the page asked for the status again, by itself."""
    sent = [exchange.sent_at for exchange in record.exchanges if kind_of(exchange) == "read"]
    if len(sent) < 2:
        return _USUAL_PACE
    return round(min(max(_seconds(sent[0], sent[-1]) / (len(sent) - 1), 0.2), limits.LONGEST_DELAY), 2)


def _copying(record: RunRecord) -> list[dict[str, str]]:
    """The copy icon did nothing, and the token came from elsewhere."""
    if any(warning.id in {"copied-from-page", "copied-from-escrow"} for warning in record.warnings):
        return [{"name": "Kopiuj", "change": "dead", "place": "main"}]
    return []


# --- a session that AP ended by itself --------------------------------------------------------------


def _ended_unasked(record: RunRecord) -> bool:
    """Whether AP ended the session without a request of this step having told so."""
    step = record.failed_step
    if step is None or record.error is None or step.error != "session-ended" or step.id not in _ON_SCREEN:
        return False
    return not any(exchange.step == step.number and exchange.status == 401 for exchange in record.exchanges)


def _logged_out(record: RunRecord, said: list[str]) -> dict[str, Any]:
    """Where, and how long after that screen had come: the last step took until the session was found to be over."""
    step = record.failed_step
    said.append(say("approximation-logged-out"))
    there, took = _covered(record)[1], (step.duration_ms or 0) / 1000 if step is not None else 0.0
    return {"screen": screen_of(step), "seconds": min(max(there + took, 0.0), limits.LONGEST_DELAY)}


def _seconds(earlier: datetime, later: datetime) -> float:
    try:
        return max((later - earlier).total_seconds(), 0.0)
    except TypeError:  # one of a stranger's moments has no time zone
        return 0.0
