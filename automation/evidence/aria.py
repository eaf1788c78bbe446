"""Masked aria snapshots of AP's screens: what a screen reader would tell of the controls at the end of a step.

They have roles and names of landmarks, headings and controls, as `automation.calibration.snapshots` keeps them: no
texts, nothing that is in fields, no rows of data, no numbers. What the camera would hide (`camera_rules`) has no name
here either, nor has a control of the header that bears a word that is not AP's.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from playwright.sync_api import Error

from automation.calibration.snapshots import (
    CONTROLS,
    MASK,
    Node,
    SnapshotError,
    curated,
    is_own_word,
    seen,
    written,
)
from automation.evidence.camera_rules import LIST_PATH
from automation.evidence.steps import Seen, Step
from automation.evidence.stills import Stills

_ANSWER_MS: Final = 100
_ANSWER_FAILED_MS: Final = 500
"""Milliseconds that the page may take to answer; more where a step has failed, and nothing waits."""

_FIELDS: Final = frozenset({"textbox", "searchbox", "spinbutton", "slider", "combobox", "listbox"})
_TELLING: Final = (CONTROLS | {"heading"}) - _FIELDS
"""What shows its name itself; a field's name is its label's."""

Box = tuple[float, float, float, float]


class Snapshots(Stills):
    """Observes a run and writes `NN-<step>.yaml` into its folder."""

    def step_ends(self, step: Step) -> None:
        """Write the snapshot, if one is due. A page that does not answer has none."""
        if not self._is_due(step) or self._page.is_closed():
            return
        limit = _ANSWER_FAILED_MS if step.outcome == "failed" else _ANSWER_MS
        with suppress(Error, SnapshotError, OSError):
            self._keep(Seen.SNAPSHOT, step, "yaml", written(self._snapshot(limit)).encode())

    def _snapshot(self, timeout: float) -> Node:
        """What the page shows now, without what is personal."""
        screen = "token-list" if LIST_PATH in self._page.url else ""
        snapshot = seen(self._page, timeout=timeout)
        places = self._eyes.ask("named")
        hidden, headers = ([_box(each) for each in places[key]] for key in ("hidden", "headers"))
        return curated(_without_names(snapshot, hidden, headers), screen)


def _without_names(node: Node, hidden: list[Box], headers: list[Box]) -> Node:
    """The tree, the names masked of what lies where something is hidden, and of what in a header is not AP's own."""
    name = node.name
    told = next((state.removeprefix("box=") for state in node.states if state.startswith("box=")), None)
    if name and told is not None and node.role in _TELLING:
        box = _box(told.split(","))
        is_hidden = any(_covers(box, each) or _covers(each, box) for each in hidden)
        in_header = node.role != "heading" and any(_covers(each, box) for each in headers)
        if is_hidden or (in_header and not is_own_word(name)):
            name = MASK
    children = tuple(_without_names(child, hidden, headers) for child in node.children)
    return replace(node, name=name, children=children)


def _covers(outer: Box, inner: Box) -> bool:
    """Whether one box has the other in it, to a pixel; neither is empty."""
    left, top, width, height = inner
    return (
        min(width, height, outer[2], outer[3]) > 0
        and left >= outer[0] - 1
        and top >= outer[1] - 1
        and left + width <= outer[0] + outer[2] + 1
        and top + height <= outer[1] + outer[3] + 1
    )


def _box(numbers: list[Any]) -> Box:
    left, top, width, height = map(float, numbers)
    return left, top, width, height
