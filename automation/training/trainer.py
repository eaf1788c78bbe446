"""The step-through: each step is explained and pointed at, waits for a nod, and is then done by the assistant, visibly.

A card waits for its nod once: where the step looks at something, when it begins; where it does something, before the
first thing that is done; where it does neither, after it. It stays while the step's other acts are shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from playwright.sync_api import ElementHandle, Error

from automation.ap.partner import Act, Doer
from automation.evidence.steps import Step
from automation.power import power
from automation.text import say
from automation.training.cards import Button, Card, Feedback
from automation.training.coach import Moment, control_of_id, remark
from automation.training.lesson import ENDED, EVENT, ORDER, STAKE_LIMIT, Lesson
from automation.training.pace import MANUAL, Pace
from automation.training.panel import Hold, Panel, PanelEvent

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.keyboard import Keyboard
    from flows.run import Run

_COMES: Final = 3.0
"""Seconds that what is to be looked at may take to come."""
_REFRESH: Final = "refresh"
_HELD_BACK: Final = ("held", "reload", "back", "copy", "close")
"""What the panel tells of without having let it through."""
_WITH_POWER: Final = "krok-3-generuj"
"""The step before which the guide wants a charged battery or mains power."""


class Trainer(Lesson):
    """Shows the flow to an audience."""

    def __init__(
        self,
        run: Run,
        ap: Ap,
        panel: Panel,
        *,
        pace: Pace = MANUAL,
        keyboard: Keyboard | None = None,
        stake_limit: float = STAKE_LIMIT,
    ) -> None:
        """Args as `Lesson`."""
        super().__init__(run, ap, panel, pace=pace, keyboard=keyboard, stake_limit=stake_limit)
        self.key_pause = pace.key_pause
        self._read: list[Card] = []
        """The cards shown before the present one, for *Wstecz*."""
        self._was_asked = False
        """Whether the present step's card had its nod."""
        self._is_late = False
        """Whether a token was at stake, and nobody nodded in time."""
        self._has_refreshed = False
        self._acting: tuple[Card, list[ElementHandle]] | None = None
        """What is shown while the assistant acts."""

    # --- when a card is shown ----------------------------------------------------------------------

    def begins(self, step: Step) -> None:
        """Show what is looked at, and wait for a nod; what is done is shown when it is about to be done."""
        self._was_asked = False
        if self.card is None:
            self.on_panel(lambda panel: panel.hold(self._while_acting))
            return
        now = power()
        if step.id == _WITH_POWER and not now.on_mains:
            warning = say("lesson-battery", percent=now.percent if now.percent is not None else "?")
            self.card = replace(self.card, warnings=(warning, *self.card.warnings))
        if step.points_at:
            self._ask(lambda: self._looked_at(step.points_at), status="lesson-look")
        self._show_acting()

    def ends(self, step: Step) -> None:
        """A card that had no occasion before is shown now: what it tells of is done."""
        if self.card is None or self._was_asked or step.outcome != "done":
            return
        if self.is_at_stake:  # a token that AP shows is not left there, unsaved, until somebody nods
            self._read.append(self.card)
        else:
            self._ask(list, status="lesson-was-done")

    def does(self, act: Act) -> Doer:
        """Show the act, with a nod before the step's first; then it is the assistant's."""
        self.must_go_on()
        if act.is_done():
            return Doer.ASSISTANT  # who finds nothing left to do; nor is there anything to see
        if self.card is not None and self._is_asking:
            if self._was_asked:
                self._show_acting(act)
                self.ap.patience.pause(self.pace.rest)
            elif self._ask(lambda: _where(act), status="lesson-nod", unless=act.unless) in act.unless:
                return Doer.NOBODY
            else:
                self._show_acting(act)  # there is nothing left to nod to
            self._glide(act)
        self._hears()
        self.must_go_on()
        self.is_ordered = self.is_ordered or (act.control_id == ORDER and self._is_curtain_open)
        self._has_refreshed = self._has_refreshed or act.control_id == _REFRESH
        if self.card is not None:
            self._show_acting(act)
        return Doer.ASSISTANT

    def hears_meanwhile(self) -> None:
        """While the assistant waits for AP and a token is at stake, what could cost it is explained at once."""
        for _ in range(len(self._heard)):
            feedback = self._explained(self.take())
            if feedback is not None and self._acting is not None:
                card, targets = self._acting
                self.show(replace(card, feedback=feedback), targets=targets, hold=self._while_acting)

    @property
    def _is_asking(self) -> bool:
        """Whether nods are waited for; not where somebody ended the lesson or went away, and a token is at stake."""
        return not self.is_ended and not (self._is_late and self.is_at_stake)

    @property
    def _while_acting(self) -> Hold:
        return Hold.STAKE if self.is_at_stake else Hold.OFF

    def _show_acting(self, act: Act | None = None) -> None:
        """Show the step's card while it is done."""
        assert self.card is not None  # noqa: S101  nothing else is shown
        if self.is_ended:
            status = say("lesson-ending")
        elif self._is_late and self.is_at_stake:
            status = say("lesson-late")
        else:
            status = say("lesson-refreshing" if act and act.control_id == _REFRESH else "lesson-acting")
        card = replace(self.card, status=status, buttons=(self.button_end(),))
        targets = _where(act) if act is not None else []
        self._acting = (card, targets)
        self.show(card, targets=targets, hold=self._while_acting)

    def _glide(self, act: Act) -> None:
        if not self.pace.glide:
            return
        self._glide_to(_where(act))
        if act.kind != "fill":
            self.on_panel(lambda panel: panel.ripple())

    def _glide_to(self, found: list[ElementHandle]) -> None:
        if found:
            self.on_panel(lambda panel: panel.glide(found[0], self.pace.glide))

    def _looked_at(self, control_ids: tuple[str, ...]) -> list[ElementHandle]:
        """What a step looks at, as far as it is there."""
        controls = [control_of_id(control_id) for control_id in control_ids]
        found: list[ElementHandle] = []

        def is_there() -> bool:
            found[:] = [handle for each in controls for handle in self.ap.finder.matches(each)[:1]]
            return bool(found)

        self.ap.patience.until({"there": is_there}, seconds=_COMES)
        return found

    # --- a card that waits for a nod ---------------------------------------------------------------

    def _ask(
        self,
        targets: Callable[[], list[ElementHandle]],
        *,
        status: str,
        unless: Mapping[str, Callable[[], bool]] | None = None,
    ) -> str | None:
        """Show the step's card and wait for a nod, or for the pace's time.

        Args:
            targets: finds what to point at.
            status: the text that says what is waited for.
            unless: what makes it needless.

        Returns:
            Which of `unless` came, or `ENDED`; None: it was nodded to, or the time is over.
        """
        assert self.card is not None  # noqa: S101  nothing else is asked
        self._was_asked = True
        self._read.append(self.card)
        if not self._is_asking:
            return ENDED
        self.forget_what_was_done()
        present = replace(self.card, status=say("lesson-auto" if self.pace.is_auto else status))
        reading = _Reading([*self._read[:-1], present], targets)
        reading.starts(self.seconds_for(present))
        self._show_read(reading)
        stake_ends = self.deadline()
        while True:
            ends = [end for end in (reading.ends_at, stake_ends) if end is not None]
            left = max(min(ends) - time.monotonic(), 0) if ends else None
            outcome = self.until(unless, seconds=left)
            if outcome == EVENT:
                if self._is_nod(self.take(), reading):
                    return None
                continue
            if outcome is None and stake_ends is not None and time.monotonic() >= stake_ends:
                self._is_late = True
                self.tell("lesson-late")
            return outcome

    def _is_nod(self, event: PanelEvent, reading: _Reading) -> bool:
        """Do what the person wants to see; whether it was the nod."""
        if event.kind != "button":
            self._show_read(reading, self._explained(event))
        elif event.value == "next" and reading.is_present:
            return True
        elif event.value in {"next", "back"}:
            reading.turn(1 if event.value == "next" else -1)
            self._show_read(reading)
        elif event.value == "pause":
            reading.pause_or_go_on()
            self._show_read(reading)
        elif event.value == "repeat" and reading.is_present:
            self._show_read(reading)
            self.on_panel(lambda panel: panel.flash())
            self._glide_to(reading.targets())
        return False

    def _explained(self, event: PanelEvent) -> Feedback | None:
        """What to say to somebody who did something to AP's page, which is the assistant's now."""
        if event.kind not in _HELD_BACK or self.step is None:
            return None
        if self.is_at_stake:
            moment = Moment(self.step.id, at_stake=True, has_refreshed=self._has_refreshed)
            said = remark(event, moment)
            if said.rule is not None:
                return said.feedback
        return Feedback("info", say("lesson-held"))

    def _show_read(self, reading: _Reading, feedback: Feedback | None = None) -> None:
        card = reading.card if reading.is_present else replace(reading.card, status=say("lesson-read-before"))
        if reading.is_paused:
            card = replace(card, status=say("lesson-paused"))
        targets = reading.targets() if reading.is_present else []
        buttons = self._buttons(reading, can_repeat=bool(targets))
        self.show(
            replace(
                card,
                buttons=buttons,
                feedback=feedback,
                seconds=reading.goes_on_in,
                is_large=self._is_page_empty,
            ),
            targets=targets,
            hold=Hold.STAKE if self.is_at_stake else Hold.HELD,
        )

    def _buttons(self, reading: _Reading, *, can_repeat: bool) -> tuple[Button, ...]:
        if self.pace.is_auto and reading.is_present:
            label = say("lesson-go-on" if reading.is_paused else "lesson-pause")
            return (Button("pause", label, keys="P"), self.button_end())
        back = (Button("back", say("lesson-back"), keys="←"),) if reading.at else ()
        repeat = (Button("repeat", say("lesson-repeat"), keys="R"),) if can_repeat else ()
        return (self.button_next(), *back, *repeat, self.button_end())

    def typed(self, line: str) -> PanelEvent | None:
        """As in every lesson; where it goes by itself there is a pause in the place of *Powtórz*."""
        event = super().typed(line)
        is_pause = self.pace.is_auto and event == PanelEvent("button", "repeat")
        return PanelEvent("button", "pause") if is_pause else event


@dataclass(slots=True)
class _Reading:
    """The cards that can be read just now, and which of them is shown."""

    cards: list[Card]
    """Those read before, and the present one."""
    targets: Callable[[], list[ElementHandle]]
    """What the present one points at."""
    at: int = -1
    ends_at: float | None = None
    """When the present one is taken away (`time.monotonic()`); None: not by itself."""
    left: float | None = None
    """Seconds that were left of it when a pause began."""

    def __post_init__(self) -> None:
        self.at = len(self.cards) - 1

    @property
    def card(self) -> Card:
        return self.cards[self.at]

    @property
    def is_present(self) -> bool:
        return self.at == len(self.cards) - 1

    @property
    def is_paused(self) -> bool:
        return self.left is not None

    @property
    def goes_on_in(self) -> float:
        """Seconds after which it is taken away; 0: not by itself."""
        return 0.0 if self.ends_at is None else max(self.ends_at - time.monotonic(), 0)

    def starts(self, seconds: float | None) -> None:
        """From now on it is shown for so many seconds."""
        self.ends_at = None if seconds is None else time.monotonic() + seconds

    def turn(self, pages: int) -> None:
        """Turn to a card before or after. Whoever reads what was before is not hurried."""
        self.at = min(max(self.at + pages, 0), len(self.cards) - 1)
        if not self.is_present and not self.is_paused:
            self.pause_or_go_on()

    def pause_or_go_on(self) -> None:
        """Stop the clock, or let it go on."""
        if self.left is not None:
            self.starts(self.left)
            self.left = None
        elif self.ends_at is not None:
            self.left = max(self.ends_at - time.monotonic(), 0)
            self.ends_at = None


def _where(act: Act) -> list[ElementHandle]:
    """The control of an act, if it is there."""
    try:
        element = act.find()
    except Error:
        return []  # the page has just gone on
    return [element] if element is not None else []
