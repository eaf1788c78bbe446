"""Masked aria snapshots of AP's screens: what a screen reader would tell of the controls at the end of a step.

They have roles and names of landmarks, headings and controls, as `automation.calibration.snapshots` keeps them: no
texts, nothing that is in fields, no rows of data, no numbers. What the camera would hide (`camera_rules`) has no name
here either, nor has a control of the header that bears a word that is not AP's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from playwright.sync_api import Error, Page

from automation import private
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
from automation.evidence.eyes import Eyes
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Fact, FactValues, Seen, Step

_ANSWER_MS: Final = 100
_ANSWER_FAILED_MS: Final = 500
"""Milliseconds that the page may take to answer; more where a step has failed, and nothing waits."""

_FIELDS: Final = frozenset({"textbox", "searchbox", "spinbutton", "slider", "combobox", "listbox"})
_TELLING: Final = (CONTROLS | {"heading"}) - _FIELDS
"""What shows its name itself; a field's name is its label's."""

Box = tuple[float, float, float, float]


class Snapshots:
    """Observes a run and writes `NN-<step>.yaml` into its folder."""

    def __init__(
        self,
        folder: RunFolder,
        page: Page,
        *,
        eyes: Eyes | None = None,
        see: Callable[..., None] = lambda *_, **__: None,
    ) -> None:
        """Args:
        folder: the run's.
        page: what to tell of.
        eyes: what searches the page, where somebody else needs it, too.
        see: puts on record that there is one (`Run.see`).
        """
        self._folder = folder
        self._page = page
        self._eyes = eyes or Eyes(page)
        self._see = see
        self._behind_curtain = False
        self._credential = False

    def step_begins(self, step: Step) -> None:
        """Nothing: a snapshot shows how a step has ended."""

    def step_ends(self, step: Step) -> None:
        """Write the snapshot, if one is due. A page that does not answer has none."""
        failed = step.outcome == "failed"
        if self._credential or (self._behind_curtain and not failed) or self._page.is_closed():
            return
        with suppress(Error, SnapshotError, OSError):
            text = written(self._snapshot(_ANSWER_FAILED_MS if failed else _ANSWER_MS))
            name = f"{step.number:02}-{re.sub(r'[^a-z0-9-]', '-', step.id)}.yaml"
            private.write_file(self._folder.path / name, text.encode())
            self._see(Seen.SNAPSHOT, step=step.number, file=name)

    def curtain(self, *, is_open: bool) -> None:
        """From an open curtain to a closed one there is a snapshot only of a step that failed."""
        self._behind_curtain = is_open

    def credential(self, *, is_open: bool) -> None:
        """Nothing is told of a page with a password or a key on it."""
        self._credential = is_open

    @property
    def is_recording(self) -> bool:
        """Never: snapshots are single."""
        return False

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing to tell."""

    def warned(self, warning: str) -> None:
        """Nothing to tell."""

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
