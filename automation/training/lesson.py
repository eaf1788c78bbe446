"""A lesson: watches a run as an observer, sits beside the assistant's hand, and speaks through the panel.

What is common to the step-through (`trainer.py`) and to practice (`trainee.py`): the step under way and its card, what
the person does in the window and at the terminal, waiting for it, and ending. A lesson never changes the flow. When its
panel fails, the terminal speaks in its place, and the run goes on.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import ElementHandle, Error

from automation.ap.partner import Act, Doer
from automation.errors import AssistantError, BrowserClosedError, RunInterruptedError
from automation.evidence.steps import Fact, Onlooker, Seen, Step
from automation.text import say
from automation.training.cards import Card, tell_readers
from automation.training.guide import card_for, has_card
from automation.training.pace import MANUAL, Pace
from automation.training.panel import Hold, Panel, PanelEvent
from automation.training.wording import button_close, button_end, button_next, event_typed, failure_card

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.keyboard import Keyboard
    from flows.run import Run

EVENT: Final = "event"
"""`Lesson.until`: the person has done something; `Lesson.take` says what."""
ENDED: Final = "ended"
"""`Lesson.until`: the person has ended the lesson; a token is at stake, and the assistant saves it by itself."""

ORDER: Final = "form-submit"
"""The control whose press orders the token."""

STAKE_LIMIT: Final = 240.0
"""Seconds that a person is waited for while a token is at stake. AP ends sessions after 20 idle minutes (assumed)."""

_EMPTY_PAGE: Final = "about:blank"
_TICK: Final = 0.1
"""Seconds between two looks for an answer to the last card."""
_AGAIN: Final = 0.3
"""Seconds after which a page that has just been replaced by another is shown the card again."""
_POINTING: Final = ("point-at", "pointed-wrong")
"""Warnings that ask the person to point at a control, with a click that the page does not hear of."""


class Lesson(Onlooker, ABC):
    """What is taught during one run. An observer of the run (`Run.observers`) and the hand's partner (`Hand.partner`).

    Subclasses say what to do when a step begins (`begins`) and ends (`ends`), and who does an act (`does`).
    """

    button_next = staticmethod(button_next)
    button_end = staticmethod(button_end)
    key_pause: float = 0.0
    """Seconds between two keys where a text is typed before somebody's eyes."""

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
        """Args:
        run: the run that is watched.
        ap: where it acts.
        panel: on AP's page.
        pace: how long a card is shown where nobody has to press anything.
        keyboard: the terminal, where there is one; it understands what the panel's buttons say.
        stake_limit: seconds that a person is waited for while a token is at stake.
        """
        self.run = run
        self.ap = ap
        self.panel = panel
        self.pace = pace
        self.step: Step | None = None
        """The step under way, or the last one."""
        self.card: Card | None = None
        """The card of the step under way; None where the guide says nothing of it."""
        self.is_ordered = False
        """Whether `Generuj token` was pressed, or is just going to be (whoever acts says so): nobody stops the run."""
        self.is_safe = False
        """Whether the token was read back from the vault."""
        self._is_curtain_open = False
        self._keyboard = keyboard
        self._stake_limit = stake_limit
        self._heard: deque[PanelEvent] = deque()
        self._panel_works = True
        self._told: tuple[str, str] | None = None
        """What the terminal said last in the panel's place."""
        self._is_telling = False
        self._is_waiting = False
        still_wanted = ap.patience.still_wanted

        def attentive() -> None:
            self._overhear()
            still_wanted()

        ap.patience.still_wanted = attentive

    # --- for subclasses to fill in -----------------------------------------------------------------

    def begins(self, step: Step) -> None:
        """A step is about to be done. To end the run there is `end`: what it raises is passed over."""

    def ends(self, step: Step) -> None:
        """A step is done or has failed (`step.outcome`)."""

    @abstractmethod
    def does(self, act: Act) -> Doer:
        """See `automation.ap.partner.Partner`."""

    def hears_meanwhile(self) -> None:
        """The person has done something while the run itself waits for AP; `take` says what. Must not raise."""

    # --- what a lesson knows -----------------------------------------------------------------------

    @property
    def is_at_stake(self) -> bool:
        """Whether a token was ordered that is not safe yet."""
        return self.is_ordered and self._is_curtain_open and not self.is_safe

    @property
    def is_ended(self) -> bool:
        """Whether the person has ended the lesson (in the panel, at the terminal, with Ctrl-C)."""
        return self.run.interruption.requested

    def end(self) -> None:
        """End the lesson, as Ctrl-C would: at stake the token is saved first."""
        self.run.interruption.ask_to_stop()

    def must_go_on(self) -> None:
        """Stop here if the lesson was ended and nothing was ordered yet.

        Raises:
            RunInterruptedError: so it is. The run itself would order the token first, once the curtain is open.
        """
        if self.is_ended and not self.is_ordered:
            raise RunInterruptedError

    # --- the panel ---------------------------------------------------------------------------------

    def show(
        self,
        card: Card,
        *,
        targets: Sequence[ElementHandle] = (),
        near: Sequence[ElementHandle] = (),
        hold: Hold = Hold.OFF,
    ) -> None:
        """Show a card in the panel; where the panel fails, say at the terminal what it would have said. Never raises.

        Args:
            card: what to show.
            targets: what to point at.
            near: what not to cover, although it is not pointed at.
            hold: what a person may do to AP's page meanwhile.
        """
        for tries_left in (1, 0) if self._panel_works else (0,):
            try:
                self.panel.show(card, targets=targets, near=near, hold=hold)
            except Exception:  # whatever it is, it may not stop a run
                if tries_left and not self.ap.is_gone:
                    self.ap.patience.idle(_AGAIN)  # the page may just be replaced by another
            else:
                self._panel_works = True
                return
        self._panel_is_lost()
        if not self.ap.is_gone and self._told != (card.title, card.do):
            self._told = (card.title, card.do)
            self.tell("lesson-told", title=card.title, text=card.do)

    def on_panel(self, what: Callable[[Panel], object]) -> None:
        """Have something else done by the panel, if it works. Never raises."""
        try:
            what(self.panel)
        except Exception:  # as in `show`
            self._panel_is_lost()

    def _panel_is_lost(self) -> None:
        if self._panel_works and not self.ap.is_gone:
            self.run.warn("training-panel")
        self._panel_works = False

    def tell(self, text_id: str, **values: str) -> None:
        """Say something at the terminal."""
        self._is_telling = True
        try:
            self.run.tell_person(text_id, **values)
        finally:
            self._is_telling = False

    def lets(self, element: ElementHandle) -> None:
        """See `automation.ap.partner.Partner`."""
        try:
            self.panel.lets(element)
        except Exception:  # as in `show`
            self._panel_is_lost()
            with suppress(Exception):
                self.panel.hold(Hold.OFF)  # rather nothing held back than the assistant's own press

    # --- the person --------------------------------------------------------------------------------

    def until(
        self, conditions: Mapping[str, Callable[[], bool]] | None = None, *, seconds: float | None = None
    ) -> str | None:
        """Wait for the person, and for whatever else may come. Whoever ends the lesson meanwhile is heard.

        Args:
            conditions: what may come, by name.
            seconds: how long to wait; for ever if not given. While a token is at stake see `deadline`.

        Returns:
            The name of a condition, `EVENT`, or `ENDED`; None when the time is over.

        Raises:
            RunInterruptedError: the lesson was ended, and nothing was ordered yet.
            BrowserClosedError, SessionEndedError: AP is gone.
        """
        watched = {**(conditions or {}), EVENT: self._hears, ENDED: lambda: self.is_ended}
        before, self._is_waiting = self._is_waiting, True
        try:
            outcome = self.ap.patience.until(watched, seconds=float("inf") if seconds is None else seconds)
        except Error:
            if self.ap.is_gone:  # between two steps nobody else translates it
                raise BrowserClosedError from None
            raise
        finally:
            self._is_waiting = before
        self.must_go_on()
        return outcome

    def take(self) -> PanelEvent:
        """The next thing that the person has done, after `until` has said `EVENT`."""
        return self._heard.popleft()

    def deadline(self) -> float | None:
        """Until when a person may be waited for from now on (`time.monotonic()`); None: for ever."""
        return time.monotonic() + self._stake_limit if self.is_at_stake else None

    def forget_what_was_done(self) -> None:
        """What was done before is no answer to what is asked now."""
        self._listen()
        ends = [event for event in self._heard if _is_end(event)]
        self._heard = deque(ends)

    def typed(self, line: str) -> PanelEvent | None:
        """What a line typed at the terminal means; None: nothing."""
        return event_typed(line)

    def _hears(self) -> bool:
        self._listen()
        while self._heard and _is_end(self._heard[0]):
            self._heard.popleft()
            self.end()
        return bool(self._heard)

    def _overhear(self) -> None:
        """Whoever ends the lesson while the run waits for AP is heard as well."""
        if self._is_waiting:
            return
        self._is_waiting = True  # what is done about it may wait for AP, too
        try:
            if self._hears():
                self.hears_meanwhile()
        finally:
            self._is_waiting = False

    def _listen(self) -> None:
        try:
            self._heard.extend(self.panel.events())
        except Exception:  # as in `show`
            self._panel_is_lost()
        if self._keyboard is not None and self._keyboard.has_line():
            event = self.typed(self._keyboard.line(lambda: None))
            if event is not None:
                self._heard.append(event)

    @property
    def _is_page_empty(self) -> bool:
        return self.ap.page.url == _EMPTY_PAGE

    @property
    def can_be_answered(self) -> bool:
        """Whether anybody could say something: in the panel, or at the terminal."""
        return self._panel_works or self._keyboard is not None

    # --- the first card and the last ---------------------------------------------------------------

    def begin(self, intro: Card) -> None:
        """Show the first card, on the empty page, and wait for a nod.

        Raises:
            RunInterruptedError: the person rather stops.
        """
        if self._keyboard is not None:
            self._keyboard.forget()
            self.tell("lesson-lines")
        card = replace(intro, buttons=(self.button_next(), self.button_end()), is_large=True)
        tell_readers(self.run.observers, intro)
        self.show(card, hold=Hold.HELD)
        with suppress(Error):
            self.ap.page.bring_to_front()  # a browser that opens an empty page sends keys to its address bar
        ends_at = self._ends_by_itself(card)
        while True:
            left = None if ends_at is None else max(ends_at - time.monotonic(), 0)
            outcome = self.until(seconds=left)
            if outcome != EVENT or self.take() == PanelEvent("button", "next"):
                return

    def finish(self, card: Card) -> None:
        """Show the last card, and wait until it was read."""
        self._show_last(card)

    def fail(self, error: AssistantError) -> None:
        """Show what went wrong, what that means for the token and what to do now; wait until it was read."""
        self._show_last(failure_card(error))

    def close(self) -> None:
        """Take the panel away."""
        with suppress(Exception):  # as in `show`
            self.panel.close()

    def _show_last(self, card: Card) -> None:
        if self.is_ended or self.ap.is_gone:
            return
        last = replace(card, buttons=(button_close(),), is_large=True)
        tell_readers(self.run.observers, card)
        self.show(last, hold=Hold.HELD)
        ends_at = self._ends_by_itself(last)
        # Not `until`: a session that has ended, or a login that failed, is no reason to take this card away.
        while not self.is_ended and not self.ap.is_gone and self.can_be_answered:
            self._listen()
            if any(event.value in {"next", "end"} for event in self._heard if event.kind == "button"):
                return
            self._heard.clear()
            if ends_at is not None and time.monotonic() >= ends_at:
                return
            self.ap.patience.idle(_TICK)

    def seconds_for(self, card: Card) -> float | None:
        """For how long a card is shown; None: until somebody nods. Where nobody can, by the length of its text."""
        return (self.pace if self.can_be_answered else replace(self.pace, is_auto=True)).seconds_for(card)

    def _ends_by_itself(self, card: Card) -> float | None:
        seconds = self.seconds_for(card)
        return None if seconds is None else time.monotonic() + seconds

    # --- the run, observed -------------------------------------------------------------------------

    def step_begins(self, step: Step) -> None:
        """Make the step's card, and show it as the lesson does."""
        self.step = step
        self.card = card_for(step) if has_card(step.id) else None
        with suppress(AssistantError, Error):  # what it is about, the run finds out by itself
            self.begins(step)

    def step_ends(self, step: Step) -> None:
        """Let the lesson say what there is to say after a step."""
        with suppress(AssistantError, Error):
            self.ends(step)

    def curtain(self, *, is_open: bool) -> None:
        """Know whether a token may be in sight."""
        self._is_curtain_open = is_open

    def noted(self, fact: Fact, values: Mapping[str, Any]) -> None:  # noqa: ARG002  an observer's signature
        """Know when the token is safe."""
        if fact is Fact.VERIFIED:
            self.is_safe = True

    def told(self, message: str) -> None:
        """What a person is to do outside of the lesson (log in at login.gov.pl) stands in the panel, too."""
        if not self._is_telling and self._panel_works:
            card = self.card or (Card(part="", title=self.step.title) if self.step is not None else None)
            if card is not None:
                self.show(replace(card, status=message, buttons=()), hold=Hold.OFF)

    def witnessed(self, what: Seen, values: Mapping[str, Any]) -> None:
        """Where the assistant asks a person to point at a control, the panel says so and lets the click through.

        It says nothing else meanwhile: nobody knows what it lies over.
        """
        if what is Seen.WARNING and values.get("id") in _POINTING:
            self.show(Card(part="", title=say("lesson-point"), do=str(values.get("text", ""))))


def _is_end(event: PanelEvent) -> bool:
    return event == PanelEvent("button", "end")
