"""A lesson that explains: what was held back, whenever it happens, and what was right or wrong in an answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from playwright.sync_api import ElementHandle, Error

from automation.ap.partner import Act
from automation.text import say
from automation.training.cards import Button, Card, Choice, Feedback
from automation.training.coach import Moment, is_called, remark
from automation.training.lesson import EVENT, ORDER, STAKE_LIMIT, Lesson
from automation.training.pace import MANUAL, Pace
from automation.training.panel import Hold, Panel, PanelEvent
from automation.training.turn import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from automation.ap.app import Ap
    from automation.keyboard import Keyboard
    from automation.training.scores import RuleId
    from flows.run import Run

_TWICE_WITHIN: Final = 1.0
"""Seconds after a press within which the same press again is one hand's double click."""
_UNDER_HAND_JS: Final = "(element) => element.matches(':hover, :focus, :focus-within')"
_HELD_BACK: Final = ("held", "reload", "back", "copy", "close")
"""What the panel tells of without having let it through."""


class _Shown(NamedTuple):
    """What is on the panel, to be shown again with something else said."""

    card: Card
    targets: Sequence[ElementHandle]
    near: Sequence[ElementHandle]
    hold: Hold


class Scorer(Protocol):
    """Who keeps count (`automation.training.scores.Scores`)."""

    def mistake(self, rule: RuleId, step_id: str) -> None:
        """A rule was broken in a step."""

    def good(self, step_id: str) -> None:
        """The trainee did a step."""

    def hint(self, step_id: str) -> None:
        """A hint was asked for."""

    def helped(self, step_id: str) -> None:
        """The assistant did a step in the trainee's place."""


class Explaining(Lesson):
    """What `Practice` has of explaining: also while the run itself waits for AP, when nobody is asked for anything."""

    def __init__(
        self,
        run: Run,
        ap: Ap,
        panel: Panel,
        *,
        scores: Scorer,
        pace: Pace = MANUAL,
        keyboard: Keyboard | None = None,
        stake_limit: float = STAKE_LIMIT,
    ) -> None:
        """Args:
        run, ap, panel, pace, keyboard, stake_limit: as of `Lesson`.
        scores: keeps count.
        """
        super().__init__(run, ap, panel, pace=pace, keyboard=keyboard, stake_limit=stake_limit)
        self.scores = scores
        self.feedback: Feedback | None = None
        """What was said last of what the trainee has done; it stays until there is something else to say."""
        self.said_at = 0.0
        """When that was (`time.monotonic()`)."""
        self.is_unread = False
        """Whether what was said last is of something that the trainee has done wrong since the last right thing."""
        self.reach = Reach(ap, panel, self._has_pressed)
        self.wanted: Act | None = None
        """What the trainee is to do just now."""
        self._shown: _Shown | None = None
        self._last_press: tuple[Act, float] | None = None
        self._has_refreshed = False
        self._is_waited_for = False
        still_wanted = ap.patience.still_wanted

        def attentive() -> None:
            still_wanted()
            self._overhear()

        ap.patience.still_wanted = attentive

    # --- showing -----------------------------------------------------------------------------------

    @property
    def step_id(self) -> str:
        """Of the step under way."""
        return self.step.id if self.step is not None else ""

    @property
    def rest(self) -> Hold:
        """What a person may do while nothing is wanted."""
        return Hold.STAKE if self._is_curtain_open and not self.is_safe else Hold.HELD

    def step_card(self) -> Card:
        """The card of the step under way, also where the guide says nothing of it."""
        title = self.step.title if self.step is not None else ""
        return self.card or Card(part="", title=title)

    def present(
        self,
        card: Card,
        *,
        targets: Sequence[ElementHandle] = (),
        near: Sequence[ElementHandle] = (),
        hold: Hold | None = None,
    ) -> None:
        """Show a card with what was said last. What a person may do is nothing, if not given."""
        hold = self.rest if hold is None else hold
        self._shown = _Shown(card, targets, near, hold)
        self.show(replace(card, feedback=self.feedback), targets=targets, near=near, hold=hold)

    def say_of_it(self, feedback: Feedback) -> None:
        """Say something of what was done, on the card that is shown."""
        self.feedback = feedback
        self.said_at = time.monotonic()
        if self._shown is not None:
            card, targets, near, hold = self._shown
            self.present(card, targets=targets, near=near, hold=hold)

    def _show_last(self, card: Card) -> None:
        super()._show_last(replace(card, feedback=card.feedback or self.feedback))

    def _has_pressed(self) -> bool:
        self._listen()
        return any(event.kind == "pressed" for event in self._heard)

    # --- explaining --------------------------------------------------------------------------------

    def pressed(self, act: Act) -> None:
        """Remember that the trainee has pressed something: pressed at once again, it is a double click."""
        self._last_press = (act, time.monotonic())
        self._has_refreshed = self._has_refreshed or act.control_id == "refresh"

    def explain(self, event: PanelEvent) -> None:
        """Say at once what a move that was held back is about, and count it."""
        if event.kind not in _HELD_BACK:
            return
        last, at = self._last_press or (None, 0.0)
        moment = Moment(
            self.step_id,
            wanted=self.wanted,
            at_stake=self.is_at_stake,
            has_refreshed=self._has_refreshed,
            just_pressed=last if time.monotonic() - at < _TWICE_WITHIN else None,
            on_form=is_called(event.value, ORDER) and self._is_under_hand(ORDER),
        )
        found = remark(event, moment)
        if found.rule is not None:
            self.scores.mistake(found.rule, self.step_id)
        self.is_unread = found.feedback.kind != "info"
        self.say_of_it(found.feedback)

    def _is_under_hand(self, control_id: str) -> bool:
        """Whether it is this control that the mouse is on, or that the keyboard is at."""
        try:
            return any(element.evaluate(_UNDER_HAND_JS) for element in self.reach.seen(control_id))
        except Error:
            return False

    def until(
        self, conditions: Mapping[str, Callable[[], bool]] | None = None, *, seconds: float | None = None
    ) -> str | None:
        """See `Lesson.until`; what is heard meanwhile is for whoever waits."""
        before, self._is_waited_for = self._is_waited_for, True
        try:
            return super().until(conditions, seconds=seconds)
        finally:
            self._is_waited_for = before

    def _overhear(self) -> None:
        """While the run waits for AP: what a person tries meanwhile is explained at once. Never raises."""
        if self._is_waited_for:
            return
        self._is_waited_for = True  # what is shown may take a while itself
        try:
            while self._hears():
                self.explain(self.take())
        finally:
            self._is_waited_for = False

    # --- asking ------------------------------------------------------------------------------------

    def ask(
        self,
        card: Card,
        question: str,
        choices: Sequence[Choice],
        *,
        find: Callable[[], Sequence[ElementHandle]] | None = None,
        hold: Hold | None = None,
        seconds: float | None = None,
    ) -> str | None:
        """Ask something; AP's page is held meanwhile.

        Args:
            card: of the step.
            question: what is asked.
            choices: the answers.
            find: finds what it is about, to be pointed at when a hint is asked for; without it there is no hint.
            hold: what may be done to AP's page meanwhile; nothing, if not given.
            seconds: how long to wait; for ever if not given.

        Returns:
            The id of the choice; None if nobody answered, or the lesson was ended.

        Raises:
            RunInterruptedError: as `Lesson.until`.
        """
        hint = Button("hint", say("practice-hint"))
        buttons = (hint, self.button_end()) if find is not None else (self.button_end(),)
        # Question and answers are to be in sight, also in a small window.
        near = find() if find is not None else ()
        asked = replace(
            card, why="", warnings=(), note="", question=question, choices=tuple(choices), buttons=buttons
        )
        known = [choice.id for choice in choices]
        numbers = {str(number): choice for number, choice in enumerate(known, 1)}
        self.forget_what_was_done()
        self.present(asked, near=near, hold=hold)
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if self.until(seconds=left) != EVENT:
                return None
            event = self.take()
            if event.kind == "choice" and event.value in known:
                return event.value
            if event.kind == "field" and event.value in numbers:  # at the terminal
                return numbers[event.value]
            if event == PanelEvent("button", "hint") and find is not None:
                self.scores.hint(self.step_id)
                self.present(asked, targets=find(), hold=hold)
            self.explain(event)

    def nod(self, card: Card, *, seconds: float) -> None:
        """Let a card be read: until *Dalej*, or for so many seconds."""
        read = replace(card, buttons=(self.button_next(), self.button_end()))
        self.present(read)
        deadline = time.monotonic() + seconds
        while self.until(seconds=max(0.0, deadline - time.monotonic())) == EVENT:
            event = self.take()
            if event == PanelEvent("button", "next"):
                return
            self.explain(event)
