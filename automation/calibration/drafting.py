"""Drafts corrections to AP's wording from what a person points at in the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Error, Locator

from automation.ap.app import Ap
from automation.ap.catalogue import TEXT, Control, correct, known_versions
from automation.ap.names import plain
from automation.ap.pointing import picking
from automation.calibration.overlay import Overlay, read_overlay, why_not
from automation.calibration.snapshots import Node, parse
from automation.keyboard import Keyboard
from automation.text import say

_PATIENCE: Final = 180.0
"""Seconds for one answer. AP ends sessions after 20 to 30 idle minutes (assumed)."""
_TRIES: Final = 3
_LEVELS: Final = 5
"""How far above what was clicked the control may be: a label in a button, an icon in a link."""
_LONGEST: Final = 60
"""Characters; of a longer name only the beginning is taken."""
_ICON_WORD: Final = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
_NUMBER: Final = re.compile(r"\d{5}")


class Drafter:
    """Asks about what cannot be told, once about each control, and keeps what came of it."""

    def __init__(self, path: Path, scratch: Path, keyboard: Keyboard, tell: Callable[[str], None]) -> None:
        """Args:
        path: the person's corrections, if there are some already; what is accepted goes there.
        scratch: a folder of the run's own: what is drafted holds for this run at once.
        keyboard: the terminal.
        tell: shows the person a line.

        Raises:
            WrongSettingError: the corrections that are there are not valid.
        """
        self.path = path
        self.keyboard = keyboard
        self.overlay = read_overlay(path) if path.is_file() else Overlay()
        self.drafted: list[str] = []
        """The ids of the controls that got a name."""
        self._asked: set[str] = set()
        self._file = scratch / "ap-catalogue.toml"
        self._tell = tell

    def ask_for(self, ap: Ap, missing: list[Control]) -> None:
        """Have the person point at each of these, and take the names for them.

        Raises:
            RunInterruptedError: Ctrl-C.
        """
        for wanted in missing:
            pressable = [role for role in wanted.roles if role not in {TEXT, "heading"}]
            if wanted.id not in self._asked and pressable:
                self._asked.add(wanted.id)
                name = self._pointed_at(ap, wanted)
                if name is not None:
                    self._take(ap, wanted, name)

    def accept(self) -> None:
        """Write the corrections to the person's file, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_name(self.path.name + ".new")
        new.write_text(self.overlay.written(), encoding="utf-8", newline="\n")
        new.replace(self.path)

    def _take(self, ap: Ap, wanted: Control, name: str) -> None:
        version = ap.version or known_versions()[-1]
        self.overlay = self.overlay.with_name(wanted.id, version, name)
        self.drafted.append(wanted.id)
        self._file.write_text(self.overlay.written(), encoding="utf-8")
        correct(self._file)
        self._tell(say("calibrate-taken", control=wanted.label(None), name=name))

    def _pointed_at(self, ap: Ap, wanted: Control) -> str | None:
        """The accessible name of what the person points at; None if nothing fit was pointed at."""
        known = wanted.label(ap.version)
        for _ in range(_TRIES):
            self.keyboard.forget()
            self._tell(say("calibrate-point", control=known, seconds=round(_PATIENCE)))
            with picking(ap.page) as picked:
                outcome = ap.patience.until(
                    {"picked": lambda: bool(picked), "skipped": self.keyboard.has_line}, seconds=_PATIENCE
                )
            if outcome != "picked" or picked[0] is None:
                self._tell(say("calibrate-skipped", control=known))
                return None
            node = control_at(picked[0], wanted)
            if node is None:
                self._tell(say("calibrate-other-kind", control=known))
                continue
            name = name_of(node)
            reason = self._why_not(ap, wanted, name)
            if reason is None:
                return name
            self._tell(reason)
        return None

    def _why_not(self, ap: Ap, wanted: Control, name: str) -> str | None:
        if not name:
            return say("calibrate-nameless")
        if wanted.pattern(ap.version).match(name):
            return say("calibrate-known", name=name)
        if _NUMBER.search(name):
            return say("overlay-no-name", name=name)
        return why_not(wanted, name, self.overlay)


def control_at(locator: Locator, wanted: Control) -> Node | None:
    """The control that was pointed at, or that what was pointed at is a part of, if it is of the wanted kind."""
    for _ in range(_LEVELS):
        try:
            told = parse(locator.aria_snapshot(timeout=2000)).children
        except Error:
            return None
        if told and told[0].role in wanted.roles:
            return told[0]
        locator = locator.locator("xpath=..")
    return None


def name_of(node: Node) -> str:
    """A control's name as the catalogue writes it: without icon words and star; of a long one the beginning."""
    name = plain(_ICON_WORD.sub(" ", node.name)).strip("* ").removesuffix(":")
    if len(name) <= _LONGEST:
        return name
    return name[:_LONGEST].rsplit(" ", 1)[0] + "…"
