"""Practice: the trainee does it, and the assistant watches.

The panel says what to reach, helps on request and after a while, confirms, and explains what went wrong. What could
cost a token is held back in the page before it happens, and the token's storage waits for nobody.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from playwright.sync_api import ElementHandle

from automation.ap.catalogue import control
from automation.ap.partner import Act, Doer
from automation.errors import RunInterruptedError
from automation.text import say
from automation.training.cards import Button, Card, Choice, Feedback
from automation.training.coach import about, control_of_id, difference, is_it, is_seen_on_page
from automation.training.explaining import Explaining, Scorer
from automation.training.form_watch import FormWatch
from automation.training.guide import hint_of
from automation.training.lesson import ENDED, EVENT, ORDER, STAKE_LIMIT
from automation.training.pace import MANUAL, Pace
from automation.training.panel import Hold, Panel, PanelEvent
from automation.training.questions import FINE, WRONG, question_for
from automation.training.quiz import Quiz, where_to_keep, which_address
from automation.training.turn import NOWHERE, Turn

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.evidence.steps import Step
    from automation.keyboard import Keyboard
    from automation.training.scores import RuleId
    from flows.run import Run

HINT_AFTER: Final = 20.0
"""Seconds without the right move after which the panel says where to look."""
SPOTLIGHT_AFTER: Final = 45.0
"""Seconds after which it points there."""

_SAVED: Final = "krok-4-zapis"
"""The step after which the token is safe."""
_TYPED_FOR: Final = 0.7
"""Seconds for which a text stays right before it counts as whole: whoever types on is not done."""


class Practice(Explaining):
    """The same flow, done by the trainee."""

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
        hint_after: float = HINT_AFTER,
        spotlight_after: float = SPOTLIGHT_AFTER,
    ) -> None:
        """Args:
        run, ap, panel, scores, pace, keyboard, stake_limit: as of `Explaining`.
        hint_after: seconds without the right move after which the panel says where to look.
        spotlight_after: seconds after which it points there.
        """
        super().__init__(run, ap, panel, scores=scores, pace=pace, keyboard=keyboard, stake_limit=stake_limit)
        self.key_pause = pace.key_pause
        self._help_after = (hint_after, spotlight_after)
        self._form = FormWatch(ap)
        self._answer: str | None = None
        self._is_own_work = False
        self._is_helped = False
        self._choosing = ""
        self._is_mending = False

    # --- steps -------------------------------------------------------------------------------------

    def begins(self, step: Step) -> None:
        """Show the step; where one only looks, ask what is to be seen."""
        self._answer, self._is_own_work, self._is_helped = None, False, False
        self._form.begin_step(step.points_at)
        if self.card is None:
            return
        if step.points_at:
            self._answer = self._asked_about(step)
        self.present(replace(self.card, status=say("practice-working")))

    def ends(self, step: Step) -> None:
        """Say what was good of it, or whether the answer was right."""
        self.wanted = None
        if self._answer is not None:
            self._judge(step, said_fine=self._answer == FINE)
        elif step.outcome == "done" and self._is_own_work and not self._is_helped:
            self.scores.good(step.id)
            if not self.is_unread:
                self.feedback = Feedback("good", say("practice-good", title=self.step_card().title))
        if step.id == _SAVED and step.outcome == "done":
            self._ask_where_to_keep()

    def _asked_about(self, step: Step) -> str | None:
        question = question_for(step.id)
        text_id = f"question-{question.id}" if question is not None else "practice-check"
        choices = [Choice(each, say(f"{text_id}.{each}")) for each in (FINE, WRONG)]
        hold = self.rest
        toggle = self.reach.seen("menu-toggle")
        if toggle and not self._looked_at(step):
            hold = Hold.GUIDED  # the menu is folded away: let it be opened
            self.reach.watch(toggle[0])
        return self.ask(
            self.step_card(), say(text_id), choices, find=lambda: self._looked_at(step), hold=hold
        )

    def _looked_at(self, step: Step) -> list[ElementHandle]:
        return [element for each in step.points_at for element in self.reach.seen(each)]

    def _judge(self, step: Step, *, said_fine: bool) -> None:
        """The flow's own check of the step says whether the trainee has seen what there was to be seen."""
        is_fine = step.outcome == "done"
        if not is_fine and not is_seen_on_page(step.error):
            return
        if said_fine == is_fine:
            self.scores.good(step.id)
            self.feedback = Feedback(
                "good", say("practice-seen-fine" if is_fine else "practice-seen-problem")
            )
            return
        rule: RuleId = "missed-problem" if said_fine else "false-alarm"
        self.scores.mistake(rule, step.id)
        self.feedback = about(rule)

    def _ask_where_to_keep(self) -> None:
        quiz = where_to_keep()
        if self._ask_until_right(quiz, seconds=self._stake_limit):
            self.nod(self.step_card(), seconds=self._stake_limit)

    def _ask_until_right(self, quiz: Quiz, *, seconds: float | None = None) -> bool:
        """Ask until the right answer comes; each wrong one is explained and counted. False if nobody answers."""
        card = Card(self.step_card().part, quiz.title, self.step_card().stage, is_large=self._is_page_empty)
        while True:
            choice = self.ask(card, quiz.question, quiz.choices, seconds=seconds)
            if choice is None:
                return False
            self.feedback = quiz.feedback(choice)
            if choice == quiz.right:
                self.scores.good(self.step_id)  # with a mistake in the step it does not count
                return True
            self.scores.mistake(quiz.rule, self.step_id)

    # --- acts --------------------------------------------------------------------------------------

    def does(self, act: Act) -> Doer:
        """Have the trainee do it. See `automation.ap.partner.Partner`."""
        while self._hears():
            self.explain(self.take())
        self.must_go_on()
        if act.kind == "open":
            self._ask_until_right(which_address(self.ap.environment))
            self.present(replace(self.step_card(), status=say("practice-opening", address=act.name)))
            return Doer.ASSISTANT
        if act.kind != "press" and act.is_done():
            return Doer.PERSON
        if self._is_mending:
            return Doer.ASSISTANT
        if self.is_ended or not self.can_be_answered or (act.kind == "press" and act.name == self._choosing):
            return self._by_assistant(act)
        self.wanted = act
        try:
            doer = self._taken(Turn(act, time.monotonic()))
        finally:
            self.wanted = None
            self.reach.watch(None)
        if doer is Doer.PERSON:
            self._is_own_work, self.is_unread = True, False
            if act.kind == "press":
                self.present(replace(self.step_card(), status=say(_waits_after(act))))
            else:
                self.on_panel(lambda panel: panel.hold(self.rest))
                if self.feedback is not None and self.feedback.kind == "mistake":
                    self.feedback = Feedback("good", say("practice-put-right"))
        return doer

    def _taken(self, turn: Turn) -> Doer:
        """The trainee's turn, to its end."""
        act = turn.act
        if self.feedback is not None and self.feedback.kind in {"hint", "info"}:
            self.feedback = None
        deadline = self.deadline()
        turn.told = self._form.text_left(act) if act.kind == "fill" else None
        self._follow(turn)
        self._present(turn)
        conditions = {
            EVENT: self._hears,  # first: what makes the act needless may have come because of a press
            **{f"needless-{name}": holds for name, holds in act.unless.items()},
            "done": lambda: act.kind != "press" and self._is_right(turn),
            "moved": lambda: self._follow(turn),
            "help": lambda: self._help_is_due(turn),
        }
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                outcome = self.until(conditions, seconds=left)
            except RunInterruptedError:
                if not self._was_pressed_before_the_end(turn):
                    raise
                return Doer.PERSON
            if outcome == EVENT:
                doer = self._after(self.take(), turn)
                if doer is not None:
                    return doer
            elif outcome == "done":
                self._form.note_done(act)
                return Doer.PERSON
            elif outcome == "moved":
                self._present(turn)
            elif outcome == "help":
                self._help(turn)
            elif outcome in {None, ENDED} or not self.can_be_answered:
                return self._by_assistant(act, late=outcome is None)
            elif self._has_pressed():  # what was waited for came because of the press
                continue
            else:
                return Doer.NOBODY

    def _follow(self, turn: Turn) -> bool:
        leads_back = self.step_id.startswith(("krok-2", "krok-3")) and not self._is_curtain_open
        return self.reach.follow(turn, may_lead_back=leads_back)

    def _after(self, event: PanelEvent, turn: Turn) -> Doer | None:
        """What one event means for the turn; who did the act, if that is over."""
        if event.kind == "pressed":
            if turn.detour:
                turn.back_from_detour()
                return None
            if turn.act.kind == "press":
                self._is_pressed(turn.act)
                return Doer.PERSON
            self.on_panel(
                lambda panel: panel.hold(self._hold_for(turn.act))
            )  # a field was let through: go on
        elif event == PanelEvent("button", "hint"):
            self.scores.hint(self.step_id)
            self._help(turn)
        elif event == PanelEvent("button", "do-it"):
            self._put_right(turn)
            return self._by_assistant(turn.act, asked=True)
        else:
            if event.kind == "held" and is_it(turn.act, event.value):
                # Drawn anew a moment ago, or a field that does not look like one: let it through.
                turn.element, turn.is_held_back = None, True
            self.explain(event)
        return None

    def _put_right(self, turn: Turn) -> None:
        """What the trainee has spoiled in the form, the assistant mends, too."""
        self._is_mending = True
        try:
            for box_id in self._form.strange_boxes():
                self.ap.hand.tick(control_of_id(box_id), ticked=False)
            fault = self._form.undone()
            if fault is not None and fault.kind == "tick":
                self.ap.hand.tick(control_of_id(fault.control_id), ticked=fault.ticked)
            elif fault is not None and fault.kind == "fill":
                self.ap.hand.fill(control_of_id(fault.control_id), fault.value)
        finally:
            self._is_mending = False
            turn.fault = None

    def _is_pressed(self, act: Act) -> None:
        self.pressed(act)
        self.is_ordered = self.is_ordered or act.control_id == ORDER

    def _was_pressed_before_the_end(self, turn: Turn) -> bool:
        """Whether the trainee had pressed it when the lesson was ended: then it goes on until the token is safe."""
        self.reach.watch(None)
        self._listen()
        if not any(event.kind == "pressed" for event in self._heard) or turn.detour:
            return False
        self._is_pressed(turn.act)
        return turn.act.control_id == ORDER

    def _by_assistant(self, act: Act, *, asked: bool = False, late: bool = False) -> Doer:
        """Let the assistant do it, and say so."""
        self._choosing = act.value if act.kind == "choose" else ""
        self.is_ordered = self.is_ordered or act.control_id == ORDER
        if asked or late:
            self._is_helped = True
            self.scores.helped(self.step_id)
            text_id = "practice-done-for-you" if asked else "practice-done-late"
            self.feedback = Feedback("info", say(text_id, name=act.name))
        self.reach.watch(None)
        hold = self.rest if act.kind == "press" else self._hold_for(act)
        self.present(replace(self.step_card(), status=say(_waits_after(act))), hold=hold)
        if act.kind == "tick" and (box := act.find()) is not None:
            self.lets(box)
        return Doer.ASSISTANT

    # --- the form ----------------------------------------------------------------------------------

    def _is_right(self, turn: Turn) -> bool:
        """Whether a field is as it should be, and nothing else in the form has been changed for the worse."""
        self._tell_of_strange_boxes()
        act = turn.act
        is_done = act.is_done()
        if not is_done:
            turn.right_since = None
            if act.kind == "fill":
                self._tell_of_difference(turn)
        self._look_for_faults(turn, is_done=is_done)
        if not is_done or turn.fault is not None:
            return False
        turn.right_since = turn.right_since or time.monotonic()
        return act.kind != "fill" or time.monotonic() - turn.right_since >= _TYPED_FOR

    def _look_for_faults(self, turn: Turn, *, is_done: bool) -> None:
        """What has to be put right first: the card asks for that, then."""
        before = turn.fault.name if turn.fault is not None else ""
        strange = self._form.strange_boxes()
        if strange:
            box_id, name = next(iter(strange.items()))
            turn.fault = Act(
                "tick", name, box_id, ticked=False, find=lambda: next(iter(self.reach.seen(box_id)), None)
            )
        else:
            turn.fault = self._form.undone() if is_done else None
            if turn.fault is not None and turn.fault.name != before:
                self.feedback = Feedback("info", say("practice-undone", name=turn.fault.name))
        if (turn.fault.name if turn.fault is not None else "") != before:
            self._present(turn)

    def _tell_of_strange_boxes(self) -> None:
        had_strange = self._form.has_strange
        for _ in self._form.newly_strange():
            self.scores.mistake("wrong-permission", self.step_id)
            self.say_of_it(about("wrong-permission"))
        if had_strange and not self._form.has_strange:
            self.say_of_it(Feedback("good", say("practice-unticked")))

    def _tell_of_difference(self, turn: Turn) -> None:
        text = self._form.text_left(turn.act)
        if text is None or text == turn.told:
            return
        turn.told = text
        self.scores.mistake("wrong-text", self.step_id)
        told = about("wrong-text")
        self.say_of_it(replace(told, text=difference(text, turn.act.value)))

    # --- the card ----------------------------------------------------------------------------------

    def _present(self, turn: Turn) -> None:
        act = turn.fault or turn.act
        names = {"name": act.name, "value": act.value}
        kind = "untick" if act.kind == "tick" and not act.ticked else act.kind
        status = say(f"practice-{kind}", **names)
        if turn.detour == NOWHERE:
            status = say("practice-gone", **names)
        elif turn.detour:
            status = say("practice-way-back", name=act.name, way=control(turn.detour).label(self.ap.version))
        help_ids = (("hint", "practice-hint"), ("hint", "practice-point"), ("do-it", "practice-do-it"))
        button_id, label = help_ids[turn.help_given]
        buttons = (Button(button_id, say(label)), self.button_end())
        value = act.value if act.kind == "fill" else ""
        card: Card = replace(self.step_card(), status=status, value=value, buttons=buttons)
        element = act.find() if turn.fault is not None else turn.element
        found = [element] if element is not None else []
        self.present(
            card,
            targets=found if turn.help_given > 1 else (),
            near=found,
            hold=self._hold_for(turn.act),
        )

    def _hold_for(self, act: Act) -> Hold:
        if self._is_curtain_open:
            return Hold.STAKE
        # The options of some drawn lists look like nothing in particular.
        return Hold.OFF if act.kind == "choose" and not self.reach.seen(ORDER) else Hold.GUIDED

    def _help_is_due(self, turn: Turn) -> bool:
        waited = time.monotonic() - max(turn.began, self.said_at)  # what was just said is to be read first
        return turn.help_given < len(self._help_after) and waited >= self._help_after[turn.help_given]

    def _help(self, turn: Turn) -> None:
        """One more help: where to look; then, pointing at it."""
        turn.help_given = min(turn.help_given + 1, len(self._help_after))
        if turn.help_given == 1:
            hint = hint_of(self.step) if self.step is not None and turn.fault is None else ""
            name = (turn.fault or turn.act).name
            self.feedback = Feedback("hint", f"{hint} {say('practice-look-for', name=name)}".strip())
        self._present(turn)


def _waits_after(act: Act) -> str:
    """The text that says what is waited for once an act is done."""
    return "practice-wait" if act.control_id == "refresh" else "practice-working"
