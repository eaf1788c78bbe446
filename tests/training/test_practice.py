"""Practice: the trainee's own hands, by real mouse and keys; the audit of the replica tells what AP got to know."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import ElementHandle, Page

from automation.ap.app import Ap
from automation.ap.partner import Act, Doer
from automation.environments import environment
from automation.errors import RunInterruptedError
from automation.evidence.steps import Step
from automation.text import say
from automation.training.cards import Card
from automation.training.panel import HOST, Panel
from automation.training.scores import Scores
from automation.training.trainee import Practice
from flows.run import Run
from tests.flows.conftest import NAME, Bench
from tests.flows.conftest import bench as bench  # noqa: PLC0414  a fixture of the flows' tests, used here as well
from tests.vault.conftest import judge as judge  # noqa: PLC0414  likewise
from tests.vault.judge import KeePassXc

pytestmark = pytest.mark.browser

Benches = Callable[..., Bench]
Mistake = Callable[["Trainee"], None]


_TRIES_AGAIN = 1.5
"""Seconds after which somebody whose press has missed (the panel was just moving) presses once more."""


class Trainee:
    """Sits at the window: does what the panel asks for, and before that the mistakes of a list, each once.

    Acts whenever the run waits, as a person would; knows nothing but what is on the screen, and where the wanted
    control is.
    """

    def __init__(self, lesson: Practice, page: Page, mistakes: dict[tuple[str, str], list[Mistake]]) -> None:
        self.lesson = lesson
        self.page = page
        self.said: list[str] = []
        self._mistakes = mistakes
        self._seen: object = None
        self._acted_at = 0.0
        self._is_busy = False
        still_wanted = lesson.ap.patience.still_wanted

        def attentive() -> None:
            still_wanted()
            if not self._is_busy:
                self._is_busy = True
                self._look()
                self._is_busy = False

        lesson.ap.patience.still_wanted = attentive

    def _look(self) -> None:
        shown = self.lesson._shown
        is_new = shown is not self._seen
        if shown is None or not (is_new or time.monotonic() - self._acted_at > _TRIES_AGAIN):
            return
        self._acted_at = time.monotonic()
        self._seen, card = shown, shown.card
        self.said += [self.lesson.feedback.text] if self.lesson.feedback else []
        wanted = self.lesson.wanted
        todo = "ask" if card.question else wanted.kind if wanted else "wait"
        left = self._mistakes.get((self.lesson.step_id, todo), [])
        if left and is_new:
            left.pop(0)(self)
        elif card.question:
            self.choose("fine", "local", "manager")
        elif wanted is not None:
            self._do(wanted)
        elif any(button.id == "next" for button in card.buttons):
            self.page.keyboard.press("Enter")

    def _do(self, wanted: Act) -> None:
        element = wanted.find()
        assert element is not None
        if wanted.kind == "fill":
            self.press(element)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(wanted.value)
        elif wanted.kind == "choose":
            self.press(element)
            self.press(self.page.wait_for_selector(f"[role=option]:has-text('{wanted.value}')"))
        else:
            self.press(element)

    def press(self, element: ElementHandle | None) -> None:
        """With the mouse, in the middle; the panel gets out of the way first."""
        assert element is not None
        element.evaluate("(element) => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        self.page.wait_for_function(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        box = element.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def press_called(self, role: Any, name: str, *, nth: int = 0) -> None:
        """What is called so."""
        found = self.page.get_by_role(role, name=name).nth(nth)
        self.press(found.element_handle())

    def choose(self, *ids: str) -> None:
        """The first of these answers that is offered."""
        offered = (self.page.locator(f"{HOST} [data-choice={each}]") for each in ids)
        self.press(next(choice for choice in offered if choice.count()).element_handle())


def practice(b: Bench, scores: Scores) -> Practice:
    """Practice on a bench."""
    panel = Panel(b.page, origins=b.ap.environment.origins, language="pl")
    lesson = Practice(b.run, b.ap, panel, scores=scores)
    b.run.observers.append(lesson)
    b.ap.hand.partner = lesson
    return lesson


def _fill_wrongly(trainee: Trainee) -> None:
    wanted = trainee.lesson.wanted
    assert wanted is not None
    trainee._do(Act("fill", "", value=f"{NAME} ", find=wanted.find))
    trainee.page.keyboard.press("Tab")


def _copy_by_selection(trainee: Trainee) -> None:
    trainee.press(trainee.page.get_by_role("heading", name="Generowanie tokena").element_handle())
    trainee.page.evaluate("() => getSelection().selectAllChildren(document.querySelector('main'))")
    trainee.page.keyboard.press("Control+c")


def _keys(keys: str) -> Mistake:
    return lambda trainee: trainee.page.keyboard.press(keys)


def _press(role: str, name: str, nth: int = 0) -> Mistake:
    return lambda trainee: trainee.press_called(role, name, nth=nth)


def _press_by_key(role: Any, name: str) -> Mistake:
    def press(trainee: Trainee) -> None:
        trainee.page.get_by_role(role, name=name).focus()
        trainee.page.keyboard.press("Enter")

    return press


def _mistakes() -> dict[tuple[str, str], list[Mistake]]:
    return {
        ("krok-1-adres", "ask"): [lambda trainee: trainee.choose("production")],
        ("krok-2-zadanie-1", "press"): [_press("button", "Certyfikaty")],
        ("krok-2-zadanie-3", "ask"): [
            lambda trainee: trainee.press_called("button", "Generuj token"),
            lambda trainee: trainee.choose("wrong"),
        ],
        ("krok-3-pola", "fill"): [_fill_wrongly],
        ("krok-3-pola", "tick"): [
            _press("checkbox", "przeglądanie uprawnień"),
            _press("checkbox", "przeglądanie uprawnień"),
        ],
        ("krok-4-odswiez", "press"): [
            _keys("F5"),
            _keys("Alt+ArrowLeft"),
            lambda trainee: trainee.page.close(run_before_unload=True),
        ],
        ("krok-4-odswiez", "wait"): [_press("button", "Odśwież")],
        ("krok-4-kopiuj", "press"): [
            _press("button", "Wygeneruj kolejny token"),
            _press_by_key("link", "Lista tokenów"),
            _copy_by_selection,
        ],
        ("krok-4-zapis", "ask"): [lambda trainee: trainee.choose("notepad")],
    }


_IN_OTHER_WORDS = {"wrong-environment", "other-press", "wrong-text", "notepad", "another-token", "token-list"}
"""What is told more exactly than by the rule's own text."""


@pytest.mark.keepassxc
def test_every_mistake_is_explained_and_counted_once_and_none_costs_the_token(
    bench: Benches, judge: KeePassXc
) -> None:
    """All of them in one run: AP's page is neither left nor pressed too soon, and the token is in the vault."""
    b = bench(refreshes_needed=2)
    scores = Scores()
    mistakes = _mistakes()
    trainee = Trainee(practice(b, scores), b.page, mistakes)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert not any(mistakes.values())
    counted = Counter(
        {mistake.rule: mistake.count for mistake in scores.result("practice", is_complete=True).mistakes}
    )
    assert counted == Counter(
        {
            "wrong-environment": 1, "other-press": 1, "generate-too-soon": 1, "false-alarm": 1, "wrong-text": 1,
            "wrong-permission": 1, "reload": 1, "back": 1, "close": 1, "refresh-too-soon": 1, "another-token": 1,
            "token-list": 1, "copy-by-selection": 1, "notepad": 1,
        }
    )  # fmt: skip
    for rule in counted.keys() - _IN_OTHER_WORDS:
        assert any(say(f"rule-{rule}.what") in said for said in trainee.said), rule
    assert not b.audit.lost_tokens
    assert [event for event in b.audit.events if event.kind == "page-load"][1:] == []
    times = [read.at for read in b.audit.status_reads]
    assert len(times) == 2
    assert min(later - earlier for earlier, later in pairwise(times)) >= b.order.refresh_interval
    assert len(b.audit.token_posts) == 1
    assert not b.run.warnings


PAGE = """
<main><button id="wanted">Tokeny</button> <button id="other">Certyfikaty</button>
<label><input type="checkbox" id="box"> wystawianie faktur</label>
<label>Nazwa tokena <input id="name"></label> <p id="presses">0</p></main>
<script>
  addEventListener("click", (event) => {
    if (event.target.id !== "wanted") return;
    presses.textContent = 1 + +presses.textContent;
    wanted.replaceWith(wanted.cloneNode(true));
  });
</script>
"""


@dataclass
class Desk:
    """Practice on a page of its own, without a run of the flow."""

    page: Page
    run: Run = field(default_factory=Run)
    scores: Scores = field(default_factory=Scores)

    def lesson(self, **times: Any) -> Practice:
        """In the middle of a step."""
        self.page.set_content(PAGE)
        local = environment("local", "http://127.0.0.1:1/web/")
        ap = Ap(self.page, local, timeout=5, still_wanted=self.run.interruption.check)
        lesson = Practice(
            self.run, ap, Panel(self.page, origins=(), language="pl"), scores=self.scores, **times
        )
        lesson.step_begins(step("krok-2-zadanie-1"))
        return lesson

    def press(self, control_id: str = "menu-tokens") -> Act:
        """The press of the button."""
        return Act("press", "Tokeny", control_id, find=lambda: self.page.query_selector("#wanted"))

    @property
    def presses(self) -> str | None:
        """What the page got to know."""
        return self.page.locator("#presses").text_content()

    def button(self, button_id: str) -> Mistake:
        """What presses a button of the panel's."""
        found = self.page.locator(f"{HOST} [data-button={button_id}]")
        return lambda trainee: trainee.press(found.element_handle())


def step(step_id: str, **values: Any) -> Step:
    """A step under way."""
    return Step(step_id, "Krok 2, zadanie 1: Tokeny", 1, datetime.now(UTC), **values)


def test_help_comes_bit_by_bit_and_at_last_the_assistant_does_it(page: Page) -> None:
    """Asked for: where to look, then light on it, then the act itself. Two asked for are two hints."""
    desk = Desk(page)
    lesson = desk.lesson()
    steps = [desk.button("hint"), desk.button("hint"), desk.button("do-it")]
    Trainee(lesson, page, {("krok-2-zadanie-1", "press"): steps})
    assert lesson.does(desk.press()) is Doer.ASSISTANT
    result = desk.scores.result("practice", is_complete=True)
    assert (result.hints, result.helped, result.mistakes) == (2, ["krok-2-zadanie-1"], [])
    lesson.close()


def test_help_comes_by_itself_too(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the text, after another the light; neither is a hint that was asked for."""
    desk = Desk(page)
    lesson = desk.lesson(hint_after=0.1, spotlight_after=0.2)
    shown: list[tuple[str, int]] = []
    present = lesson.present

    def seen(card: Card, **how: Any) -> None:
        present(card, **how)
        shown.append((lesson.feedback.kind if lesson.feedback else "", len(how.get("targets", ()))))

    monkeypatch.setattr(lesson, "present", seen)
    act = dataclasses.replace(desk.press(), unless={"lit": lambda: shown[-1][1] > 0})
    assert lesson.does(act) is Doer.NOBODY
    assert list(dict.fromkeys(shown)) == [("", 0), ("hint", 0), ("hint", 1)]
    assert desk.scores.result("practice", is_complete=True).hints == 0
    lesson.close()


def test_a_button_that_is_drawn_anew_is_pressed_once(page: Page) -> None:
    """The one that comes in its place, before the press or because of it, is followed, and never let through twice."""
    desk = Desk(page)
    lesson = desk.lesson()

    def twice(trainee: Trainee) -> None:
        trainee.page.evaluate("() => wanted.replaceWith(wanted.cloneNode(true))")
        trainee.press_called("button", "Tokeny")  # a moment too soon
        trainee.press_called("button", "Tokeny")

    def twice_again(trainee: Trainee) -> None:
        trainee.press_called("button", "Tokeny")
        trainee.press_called("button", "Tokeny")

    Trainee(lesson, page, {("krok-2-zadanie-1", "press"): [twice, twice_again]})
    assert lesson.does(desk.press()) is Doer.PERSON
    page.get_by_role("button", name="Tokeny").click()
    assert desk.presses == "1"
    lesson.close()


def test_at_stake_nobody_is_waited_for_longer_than_the_limit_nor_after_the_end(page: Page) -> None:
    """Then the assistant does it, and says so; ending before anything was ordered ends the run instead."""
    desk = Desk(page)
    lesson = desk.lesson(stake_limit=0.3)
    lesson.curtain(is_open=True)
    lesson.is_ordered = True
    assert lesson.does(desk.press("refresh")) is Doer.ASSISTANT
    assert lesson.feedback is not None
    assert lesson.feedback.text == say("practice-done-late", name="Tokeny")
    assert desk.scores.result("practice", is_complete=True).helped == ["krok-2-zadanie-1"]
    lesson.end()
    assert lesson.does(desk.press("copy")) is Doer.ASSISTANT
    lesson.is_ordered = False
    with pytest.raises(RunInterruptedError):
        lesson.does(desk.press("form-submit"))
    lesson.close()


def test_who_has_ordered_and_then_ends_has_ordered(page: Page) -> None:
    """The press of Generuj token counts, whatever is pressed right after it: from there on the token is saved."""
    desk = Desk(page)
    lesson = desk.lesson()
    lesson.curtain(is_open=True)

    def orders_and_ends(trainee: Trainee) -> None:
        trainee.press_called("button", "Tokeny")
        lesson.end()

    Trainee(lesson, page, {("krok-2-zadanie-1", "press"): [orders_and_ends]})
    assert lesson.does(desk.press("form-submit")) is Doer.PERSON
    assert lesson.is_ordered
    lesson.close()


def test_keys_do_all_that_the_mouse_does(page: Page) -> None:
    """Tab, Space, letters, Enter; the box, the field and the button are done by the person."""
    desk = Desk(page)
    lesson = desk.lesson()

    def at(element_id: str, *keys: str) -> Mistake:
        def by_keys(trainee: Trainee) -> None:
            for _ in range(12):
                trainee.page.keyboard.press("Tab")
                if trainee.page.evaluate("() => document.activeElement.id") == element_id:
                    break
            for key in keys:
                trainee.page.keyboard.press(key)

        return by_keys

    by_keys = {
        ("krok-2-zadanie-1", "tick"): [at("box", "Space")],
        ("krok-2-zadanie-1", "fill"): [at("name", *"faktury")],
        ("krok-2-zadanie-1", "press"): [at("other", "Enter"), at("wanted", "Enter")],
    }
    Trainee(lesson, page, by_keys)
    box, name = page.locator("#box"), page.locator("#name")
    tick = Act("tick", "wystawianie faktur", find=box.element_handle, is_done=box.is_checked)
    fill = Act(
        "fill",
        "Nazwa tokena",
        value="faktury",
        find=name.element_handle,
        is_done=lambda: name.input_value() == "faktury",
    )
    assert [lesson.does(act) for act in (tick, fill, desk.press())] == [Doer.PERSON] * 3
    assert desk.presses == "1"
    (mistake,) = desk.scores.result("practice", is_complete=True).mistakes
    assert (mistake.rule, mistake.count) == ("other-press", 1)
    lesson.close()


@pytest.mark.parametrize(
    ("answer", "error", "rule"),
    [
        ("fine", None, None),
        ("fine", "no-invoices-menu", "missed-problem"),
        ("wrong", "no-invoices-menu", None),
        ("wrong", None, "false-alarm"),
        ("fine", "session-ended", None),  # nobody could have seen that
    ],
)
def test_the_flows_own_check_judges_the_answer(
    page: Page, answer: str, error: str | None, rule: str | None
) -> None:
    """What was answered is right if the step ends so."""
    desk = Desk(page)
    lesson = desk.lesson()
    look = step("krok-1-stan", points_at=("menu-invoices",))
    Trainee(lesson, page, {("krok-1-stan", "ask"): [lambda trainee: trainee.choose(answer)]})
    lesson.step_begins(look)
    look.outcome, look.error = ("done", None) if error is None else ("failed", error)
    lesson.step_ends(look)
    result = desk.scores.result("practice", is_complete=True)
    assert [mistake.rule for mistake in result.mistakes] == ([rule] if rule else [])
    assert result.well == (["krok-1-stan"] if rule is None and error != "session-ended" else [])
    lesson.close()
