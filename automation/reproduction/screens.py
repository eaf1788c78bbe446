"""What AP's screens said and held that the replica's do not: other names, missing controls, fields, dialogs.

Names come from the run's aria snapshots, compared with the recorded screens of the same version, and from what its
error tells. Only controls that the assistant knows count: the rest of a page stopped nobody.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from automation.evidence.record import RunRecord, StepRecord
from automation.replica.scenario import Screen, is_on_pages
from automation.text import say

if TYPE_CHECKING:
    from automation.ap.catalogue import Control
    from automation.calibration.differences import Difference
    from automation.calibration.snapshots import Node

_AFTER: Final = {
    "krok-1-sposob": "consent",
    "krok-1-oswiadczenie": "context",
    "krok-1-podmiot": "signature-kind",
    "krok-1-podpis": "signature",
    "krok-2-zadanie-1": "menu",
    "krok-2-zadanie-2": "token-form",
    "krok-2-zadanie-3": "token-form",
    "krok-3-pola": "token-form",
    "uniewaznienie-lista": "token-list",
}
"""Which recorded screen there is at the end of a step."""
_SAME_SCREEN: Final = 0.35
"""How alike a screen must be to a recorded one to be that screen; its one missing control may be half of it."""
_PLACES: Final = {"menu": "menu", "main": "main", "dialog": "dialog"}
_IN_MENU: Final = frozenset({"krok-2-zadanie-1", "krok-2-zadanie-2", "uniewaznienie-menu"})
_QUOTED: Final = re.compile(r"„([^”]+)”")
_LONGEST: Final = 120
_QUESTION: Final = ("Wykryto inną aktywną sesję", "Zakończ sesję", "Pozostaw")
"""Title and answers of the replica's dialog that nothing closes."""
_FIELDS: Final = {"checkbox": "checkbox", "switch": "checkbox", "combobox": "select", "listbox": "select"}
_FIELD_LABEL: Final = "Cel wydania tokena"
_BOX_LABEL: Final = "Znam zasady korzystania z tokenów"
_CANNOT: Final = frozenset(
    {
        "form-read-back",
        "page-unexpected",
        "sign-request-unexpected",
        "list-unexpected",
        "wrong-token",
        "journal-lost",
        "token-suspect",
        "token-rescued",
        "wrong-origin",
        "certificate-refused",
        "wrong-context-shown",
        "unexpected",
    }
)
"""Ends whose cause the replica does not have."""


@dataclass(slots=True)
class Screens:
    """How the replica's screens are to look."""

    values: dict[str, Any] = field(default_factory=dict)
    """Of the scenario: popups, extra_field, form_complaint, wording."""
    controls: list[dict[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def screens_of(
    record: RunRecord, snapshots: Mapping[str, str], version: str, place: tuple[Screen, float]
) -> Screens:
    """What is to be different on the replica's screens.

    Args:
        record: the run.
        snapshots: the texts of its aria snapshots, by name.
        version: of the replica.
        place: the screen on which the run ended, if it did not end well, and how many seconds that screen had been
            there.
    """
    found = Screens()
    nodes = _nodes(record, snapshots)
    changed = _changed(nodes, version)
    code = record.error.code if record.error is not None else ""
    details = record.error.details if record.error is not None else {}
    culprit = _culprit(record, version) if code.startswith("control-") else None
    for difference, known in changed:
        if known == culprit or difference.kind != "renamed" or difference.new is None:
            continue
        if known.pattern(version).match(difference.new) or not _is_told(known, difference.new):
            continue  # the same name, or one that the run cannot have taken for it
        _rename(found, known, difference, version)
    if culprit is not None:
        _alter_culprit(found, culprit, [each for each, known in changed if known == culprit], code, version)
    elif code.startswith("control-"):
        found.said.append(say("approximation-control", control=str(details.get("control", "?"))[:_LONGEST]))
    elif code == "page-covered":
        _cover(found, str(details.get("found", "")), place)
    elif code == "required-field-unknown":
        _require(found, str(details.get("fields", "")), nodes)
    elif code == "order-held-back":
        complaint = str(details.get("reason", "")).strip(" -")[:300]
        found.values["form_complaint"] = complaint or "Pole jest wymagane."
    elif code in _CANNOT:
        found.said.append(say("approximation-cause", error=code))
    return found


def _nodes(record: RunRecord, snapshots: Mapping[str, str]) -> list[tuple[StepRecord, Node]]:
    from automation.calibration.snapshots import SnapshotError, curated, marked_required, parse  # noqa: PLC0415

    nodes = []
    for step in record.steps:
        text = snapshots.get(step.snapshot) if step.snapshot is not None else None
        if text is None:
            continue
        try:
            nodes.append((step, curated(marked_required(parse(text), set()), _AFTER.get(step.id, ""))))
        except (SnapshotError, ValueError, RecursionError):
            continue  # a stranger's file; the others may do
    return nodes


def _changed(nodes: list[tuple[StepRecord, Node]], version: str) -> list[tuple[Difference, Control]]:
    """Controls that the assistant knows and that have another name, or are gone, once each."""
    if not nodes:
        return []
    from automation.calibration.differences import differences, similarity  # noqa: PLC0415  with snapshots only
    from automation.calibration.overlay import all_controls  # noqa: PLC0415
    from automation.calibration.recordings import recordings  # noqa: PLC0415

    recorded = recordings(Path(os.devnull))  # the replica's own names, and nobody else's
    if version not in recorded:
        return []
    screens, controls = recorded[version].screens, tuple(all_controls())
    by_id = {control.id: control for control in controls}
    once: dict[tuple[str, str | None], tuple[Difference, Control]] = {}
    for step, node in nodes:
        name = _AFTER.get(step.id) if step.outcome == "done" else None
        if name is None or name not in screens:
            likeness = {each: similarity(old, node) for each, old in screens.items()}
            name = max(likeness, key=lambda each: likeness[each])
            if likeness[name] < _SAME_SCREEN:
                continue
        for each in differences(screens[name], node, name, controls, version):
            if each.control in by_id and each.kind in {"renamed", "gone"}:
                once.setdefault((each.control or "", each.new), (each, by_id[each.control or ""]))
    return list(once.values())


def _culprit(record: RunRecord, version: str) -> Control | None:
    """The control that the run ended for: its error has the label, the step tells which of several."""
    from automation.calibration.overlay import all_controls  # noqa: PLC0415  reads the catalogue

    assert record.error is not None  # noqa: S101  asked by the caller
    label = record.error.details.get("control")
    step = record.failed_step.id if record.failed_step is not None else ""
    labelled = [
        each for each in all_controls() if label in {each.label(version), each.label(record.ap_version)}
    ]
    in_menu = [each for each in labelled if (each.scope == "menu") == (step in _IN_MENU)]
    return next(iter(in_menu or labelled), None)


def _is_told(known: Control, name: str) -> bool:
    """Whether the assistant takes something of this name for the control."""
    words = bool(known.rewordings.match(name)) or known.has_its_words(name)
    return words and not known.is_denied(name)


def _alter_culprit(
    found: Screens, culprit: Control, changes: list[Difference], code: str, version: str
) -> None:
    """What the run could not go on for: a control under another name, not there, there twice, without effect."""
    renamed = next((each for each in changes if each.kind == "renamed" and each.new), None)
    if code == "control-missing" and renamed is not None and _rename(found, culprit, renamed, version):
        return
    change = {
        "control-missing": "missing",
        "control-ambiguous": "doubled",
        "control-unresponsive": "dead",
    }.get(code)
    name = _name_on_pages(culprit, version)
    if change is None or name is None:
        found.said.append(say("approximation-control", control=culprit.label(version)))
        return
    found.controls.append(_in_place(culprit, {"name": name, "change": change}))


def _rename(found: Screens, known: Control, difference: Difference, version: str) -> bool:
    name = _name_on_pages(known, version, difference.old)
    to = " ".join((difference.new or "").replace("*", " ").split())[:_LONGEST]
    if name is None or not to or "…" in to or to == name:
        return False
    found.controls.append(_in_place(known, {"name": name, "change": "renamed", "to": to}))
    return True


def _in_place(known: Control, control: dict[str, str]) -> dict[str, str]:
    place = _PLACES.get(known.scope)
    return control | ({"place": place} if place is not None else {})


def _name_on_pages(known: Control, version: str, recorded: str | None = None) -> str | None:
    """What the replica's pages call a control."""
    names = (recorded or "", *known.names_in(version), *known.names_in(None))
    bare = (" ".join(name.removesuffix("…").replace("*", " ").split()) for name in names)
    return next((name for name in bare if name and is_on_pages(name)), None)


def _cover(found: Screens, told: str, place: tuple[Screen, float]) -> None:
    """A dialog that nobody knows: with the customer's title and answers, as far as it quotes them."""
    texts = [text[:_LONGEST] for text in _QUOTED.findall(told)]
    found.values["popups"] = ({"screen": place[0], "kind": "choice", "seconds": place[1]},)
    answers = [[], texts[1:]] if len(texts) == 2 else [texts[1:2], texts[2:3]]
    names = (texts[:1], *answers)
    found.values["wording"] = {
        old: new[0] for old, new in zip(_QUESTION, names, strict=True) if new and new[0] != old
    }
    if len(texts) == 2:
        found.controls.append({"name": _QUESTION[1], "change": "missing", "place": "dialog"})
    found.said.append(say("approximation-dialog"))


def _require(found: Screens, told: str, nodes: list[tuple[StepRecord, Node]]) -> None:
    """A field that the form requires and nobody knows."""
    labels = _QUOTED.findall(told) or [told]
    label = " ".join(labels[0].replace("*", " ").split())[:_LONGEST]
    roles = [
        node.role
        for _, root in reversed(nodes)
        for node in root.walk()
        if " ".join(node.name.replace("*", " ").split()) == label
    ]
    kind = next((_FIELDS[role] for role in roles if role in _FIELDS), "text")
    found.values["extra_field"] = kind
    if label:
        found.values["wording"] = {_BOX_LABEL if kind == "checkbox" else _FIELD_LABEL: label}
    if len(labels) > 1:
        found.said.append(say("approximation-fields", count=len(labels)))
