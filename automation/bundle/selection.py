"""What of a run's record a bundle has: named field by field, so that a new one is in no bundle by accident.

Texts of ours (titles, messages, warnings) are not copied but said anew, from their ids and masked values: whatever
somebody has typed into a title is gone with its value. AP's own texts are masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from automation.bundle.masking import MASK, Masker, is_known_address, is_public_number
from automation.environments import NAMES
from automation.evidence.record import (
    BrowserRecord,
    ErrorRecord,
    ExchangeRecord,
    MenuRecord,
    PressRecord,
    RunRecord,
    SettingsRecord,
    StepRecord,
    Values,
    WarningRecord,
)
from automation.ksef_token import Permission
from automation.redaction import redacted
from automation.text import MissingTextError, language, say

_MOST_STEPS: Final = 300
"""Also of presses and warnings."""
_MOST_EXCHANGES: Final = 1000
_MOST_TEXTS: Final = 5
"""Of AP's for one step. No run has as many; a bundle stays small whatever the journal has."""
_NOTES: Final = 2
"""Warnings that a bundle adds of its own."""
_LARGEST_NUMBER: Final = 10**9 - 1
"""A longer one could be somebody's."""
_LARGEST_CODE: Final = 999_999
"""KSeF's error codes have five digits."""
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TEXTS: Final = frozenset(
    {"control", "field", "fields", "found", "hours", "known", "listed", "offered", "option", "permission"}
    | {"permissions", "question", "reason", "setting", "shown", "step"}
)
"""Values that AP, the system or we have worded."""
_QUOTED: Final = frozenset({"found", "reason", "shown"})
"""Those in which the page may be quoted."""
_WORDS: Final = frozenset(
    {
        "command",
        "day",
        "environment",
        "escrowed",
        "form",
        "ignored",
        "kind",
        "login",
        "missing",
        "observer",
        "place",
    }
    | {"recorded", "since", "status", "taken_at", "used", "variable", "version"}
)
"""Values that are technical words."""


def masker_for(record: RunRecord, *, mask_nip: bool) -> Masker:
    """What takes personal data out of this run's texts."""
    return Masker(_known(record), nip=record.nip, mask_nip=mask_nip)


def _known(record: RunRecord) -> Iterator[str]:
    """What a bundle leaves out and other texts may quote."""
    yield record.token_name or ""
    if record.vault is not None:
        yield from (record.vault.path, record.vault.entry_path, record.vault.entry_uuid)
    parts: list[Values] = [step.values for step in record.steps] + [each.values for each in record.warnings]
    for values in (*parts, record.error.details if record.error is not None else {}):
        yield from (value for name, value in values.items() if name in _LEFT_OUT and isinstance(value, str))


_LEFT_OUT: Final = frozenset(
    {"browser", "certificate", "entry", "group", "key_file", "name", "names", "path", "places", "rescue"}
    | {"run", "title", "vault"}
)
"""Values that are known to be somebody's own, and are looked for elsewhere as well. What is in no list is left out."""


def masked_record(
    record: RunRecord, masker: Masker, *, pictures: Mapping[int, str], snapshots: Mapping[int, str]
) -> RunRecord:
    """The record as a bundle has it, in the language of today.

    Args:
        record: the run's.
        masker: made for it.
        pictures: names of the bundle's pictures, by the number of the step.
        snapshots: the same for snapshots.
    """
    chosen = RunRecord(
        command=masker.word(record.command),
        language="en" if language() == "en" else "pl",
        assistant=masker.word(record.assistant),
        started_at=record.started_at,
        ended_at=record.ended_at,
        finished=record.finished,
        outcome=record.outcome,
        exit_code=record.exit_code,
        error=_error(record.error, masker) if record.error is not None else None,
        environment=record.environment if record.environment in NAMES else None,
        base_url=masker.address(record.base_url) if record.base_url is not None else None,
        nip=None if masker.mask_nip else _nip(record.nip),
        permissions=tuple(name for name in record.permissions if name in set(Permission)),
        reference_number=_reference(record.reference_number),
        refresh_presses=record.refresh_presses,
        issue_to_durable_ms=record.issue_to_durable_ms,
        shown_to_durable_ms=record.shown_to_durable_ms,
        revoked=record.revoked,
        ordered=record.ordered,
        released=record.released,
        token_safe=record.token_safe,
        recovered=masker.word(record.recovered) if record.recovered is not None else None,
        settings=_settings(record.settings, masker) if record.settings is not None else None,
        browser=_browser(record.browser, masker) if record.browser is not None else None,
        ap_version=masker.word(record.ap_version) if record.ap_version is not None else None,
        header_label=masker.word(record.header_label) if record.header_label is not None else None,
        menu=_menu(record.menu) if record.menu is not None else None,
        checkboxes={name: state for name, state in record.checkboxes.items() if name in set(Permission)},
        steps=tuple(
            _step(step, masker, picture=pictures.get(step.number), snapshot=snapshots.get(step.number))
            for step in record.steps[-_MOST_STEPS:]
        ),
        presses=tuple(
            PressRecord(number=press.number, pressed_at=press.pressed_at)
            for press in record.presses[-_MOST_STEPS:]
        ),
        exchanges=tuple(_exchange(each, masker) for each in record.exchanges[-_MOST_EXCHANGES:]),
        warnings=tuple(_warning(each, masker) for each in record.warnings[-_MOST_STEPS:]),
    )
    # The second line, for what has the form of a secret and is none of the above.
    return RunRecord.model_validate(redacted(chosen.model_dump(mode="json")))


def names_somebody(record: RunRecord, step: StepRecord) -> bool:
    """Whether AP's own words in a step had to be masked: a picture of it shows them as they were."""
    said = list(step.ap_says)
    if record.error is not None and step is record.failed_step:
        said += [str(value) for name, value in record.error.details.items() if name in _QUOTED]
    masker = masker_for(record, mask_nip=False)
    for text in said:
        masker.text(text)
    return masker.count > 0


def is_choice(record: RunRecord) -> bool:
    """Whether a record can be one that `masked_record` has made: nothing is in it that is in no bundle."""
    return (
        record.token_name is None
        and record.vault is None
        and record.video is None
        and not record.traces
        and record.environment in {None, *NAMES}
        and (record.base_url is None or is_known_address(record.base_url))
        and record.nip == _nip(record.nip)
        and record.reference_number == _reference(record.reference_number)
        and {*record.permissions, *record.checkboxes} <= set(Permission)
        and max(len(record.steps), len(record.presses), len(record.warnings)) <= _MOST_STEPS + _NOTES
        and len(record.exchanges) <= _MOST_EXCHANGES
        and all(step.regions is None and len(step.ap_says) <= _MOST_TEXTS for step in record.steps)
    )


def file_stem(step: StepRecord) -> str:
    """The name in a bundle of what belongs to a step: `03-krok-1-adres`."""
    return f"{step.number:02}-{step.id if _ID.fullmatch(step.id) else 'krok'}"


def _step(step: StepRecord, masker: Masker, *, picture: str | None, snapshot: str | None) -> StepRecord:
    step_id = _id(step.id, masker)
    values = masked_values(step.values, masker)
    return StepRecord(
        number=step.number,
        id=step_id,
        title=_said(f"step-{step_id}", values),
        values=values,
        started_at=step.started_at,
        outcome=step.outcome,
        duration_ms=step.duration_ms,
        error=masker.word(step.error) if step.error is not None else None,
        behind_curtain=step.behind_curtain,
        route=masker.route(step.route) if step.route is not None else None,
        picture=picture,
        snapshot=snapshot,
        ap_says=tuple(masker.text(text) for text in step.ap_says[:_MOST_TEXTS]),
        event_ids=tuple(each for each in step.event_ids[:_MOST_TEXTS] if is_public_number(each)),
    )


def _error(error: ErrorRecord, masker: Masker) -> ErrorRecord:
    code, details = _id(error.code, masker), masked_values(error.details, masker)
    what, token, now = (_said(f"error-{code}.{part}", details) for part in ("what", "token", "now"))
    return ErrorRecord(code=code, details=details, message=f"{what} {token}", advice=now)


def _warning(warning: WarningRecord, masker: Masker) -> WarningRecord:
    warning_id, values = _id(warning.id, masker), masked_values(warning.values, masker)
    text = _said(f"warning-{warning_id}", values)
    return WarningRecord(at=warning.at, id=warning_id, values=values, text=text)


def _exchange(exchange: ExchangeRecord, masker: Masker) -> ExchangeRecord:
    return ExchangeRecord(
        step=exchange.step,
        method=masker.word(exchange.method),
        path=masker.route(exchange.path),
        sent_at=exchange.sent_at,
        duration_ms=exchange.duration_ms,
        status=exchange.status,
        broken=exchange.broken,
        retry_after=exchange.retry_after,
        event_id=exchange.event_id if exchange.event_id and is_public_number(exchange.event_id) else None,
        code=exchange.code if exchange.code is not None and 0 <= exchange.code <= _LARGEST_CODE else None,
    )


def _settings(settings: SettingsRecord, masker: Masker) -> SettingsRecord:
    return SettingsRecord(
        login=masker.word(settings.login),
        headed=settings.headed,
        timeout=settings.timeout,
        refresh_interval=settings.refresh_interval,
        refresh_limit=settings.refresh_limit,
        validity_days=settings.validity_days,
        renewable=settings.renewable,
    )


def _browser(browser: BrowserRecord, masker: Masker) -> BrowserRecord:
    return BrowserRecord(
        product=masker.word(browser.product),
        playwright=masker.word(browser.playwright),
        python=masker.word(browser.python),
        system=masker.word(browser.system),
    )


def _menu(menu: MenuRecord) -> MenuRecord:
    return MenuRecord(
        invoices=menu.invoices,
        permissions=menu.permissions,
        tokens=menu.tokens,
        certificates=menu.certificates,
    )


def masked_values(values: Mapping[str, str | int | float], masker: Masker) -> Values:
    """What a text was made with: numbers, known words, AP's messages; the mask in the place of all else."""
    return {name: _value(name, value, masker) for name, value in values.items() if _is_name(name)}


def _value(name: str, value: str | int | float, masker: Masker) -> str | int | float:
    if not isinstance(value, str):
        return value if abs(value) <= _LARGEST_NUMBER else MASK
    if value == "-":  # there was nothing to tell
        return value
    if name == "nip" and not masker.mask_nip:
        return _nip(value) or MASK
    if name in _TEXTS:
        return masker.text(value)
    return masker.word(value) if name in _WORDS else _OTHERS.get(name, _left_out)(masker, value)


def _left_out(masker: Masker, _: str) -> str:
    masker.count += 1
    return MASK


def _request(masker: Masker, value: str) -> str:
    method, _, path = value.partition(" ")
    return f"{masker.word(method)} {masker.route(path)}"


_OTHERS: Final[Mapping[str, Callable[[Masker, str], str]]] = {
    "reference": lambda _, value: _reference(value) or MASK,
    "address": lambda masker, value: masker.address(value) or MASK,
    "origin": lambda masker, value: masker.address(value) or MASK,
    "request": _request,
}


def _said(text_id: str, values: Values) -> str:
    """Our own text, with the masked values; its id where it is not one that we know."""
    try:
        return say(text_id, **values)
    except MissingTextError:
        return text_id


def _id(text: str, masker: Masker) -> str:
    word = masker.word(text)
    return word if _ID.fullmatch(word) else "?"


def _is_name(name: str) -> bool:
    return re.fullmatch("[a-z_]{1,40}", name) is not None


def _nip(text: str | None) -> str | None:
    return text if text is not None and re.fullmatch("[0-9]{10}", text) else None


def _reference(text: str | None) -> str | None:
    return text if text is not None and is_public_number(text) else None
