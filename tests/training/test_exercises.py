"""The exercises: each goes wrong on the replica as its file says, and ends well for whoever knows the guide."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

import automation.errors
from automation.ap.app import Ap
from automation.errors import AssistantError, NoPermissionsMenuError, WrongSettingError
from automation.ksef_token import INVOICE_PERMISSIONS
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.secret import Secret
from automation.text import LANGUAGES, has_text, language, say, use_language
from automation.training.cards import Card
from automation.training.exercises import RANDOM, Exercise, exercise_named, exercises
from automation.training.questions import FINE, QUESTIONS, WRONG, question_for, question_for_error
from automation.training.scores import RULES, Scores
from automation.vault import Credentials, Vault
from automation.vault.kdbx import NEW_DATABASE_KDF
from flows.order import Identity, Order, Receipt
from flows.run import Run
from flows.train import Classroom, train

NIP = "1234563218"
NAME = "iCargo wystawianie i przeglądanie faktur"
_USUAL = ("token-przepadl", "brak-faktur")
_OTHERS = [each for each in exercises() if each not in _USUAL]
_ROWS = [_USUAL[0], *_OTHERS[:3], _USUAL[1], *_OTHERS[3:]]
"""The usual run takes the first and the one in the middle."""


@dataclasses.dataclass
class Class:
    """A trainee who knows the guide, or first gives the wrong answers."""

    scores: Scores = dataclasses.field(default_factory=Scores)
    knows: bool = True
    told: list[Card] = dataclasses.field(default_factory=list)
    asked: list[Card] = dataclasses.field(default_factory=list)

    def ask(self, card: Card) -> str:
        """Answer a question's card."""
        self.asked.append(card)
        question = next(each for each in QUESTIONS.values() if say(f"question-{each.id}") == card.question)
        right = question.right or ""
        if self.knows:
            return right
        tried = {each.feedback for each in self.asked if each.question == card.question}
        wrong = [each for each in question.choices if each != right and question.feedback(each) not in tried]
        return wrong[0] if wrong else right


def done(
    exercise: Exercise, replica: Replica, page: Page, folder: Path, trainee: Class
) -> tuple[Receipt | None, Run]:
    """Do an exercise without anybody at the window but the trainee's answers."""
    local = exercise.environment(replica.base_url)
    run = Run()
    ap = Ap(page, local, timeout=60)
    run.on_step = ap.begin_step
    order = Order(
        environment=local,
        identity=Identity(NIP),
        token_name=NAME,
        permissions=tuple(INVOICE_PERMISSIONS),
        group=("KSeF", "Lokalne", NIP),
        replace=False,
        refresh_interval=2,
        refresh_limit=8,
    )

    def ask(card: Card) -> str:
        ap.patience.pause(0.05)  # as whoever waits for an answer does
        return trainee.ask(card)

    room = Classroom(replica.restage, trainee.told.append, ask, trainee.scores)
    with Vault.open(folder / "vault.kdbx", Credentials(Secret("proba")), create=True) as vault:
        return train(run, ap, vault, order, exercise=exercise, classroom=room), run


@pytest.fixture(autouse=True)
def _same_language_afterwards() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


@pytest.mark.browser
@pytest.mark.usually(2)
@pytest.mark.parametrize("exercise_id", _ROWS)
def test_an_exercise_goes_wrong_and_ends_as_its_file_says(
    replica: Callable[..., Replica],
    page: Page,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    exercise_id: str,
) -> None:
    """Each attempt ends with its error, the questions are asked then, and where there can be one, a token is safe."""
    cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
    monkeypatch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)
    exercise = exercises()[exercise_id]
    served, trainee = replica(), Class()
    receipt, run = done(exercise, served, page, tmp_path, trainee)

    wanted = [attempt.ends_with for attempt in exercise.attempts if attempt.ends_with is not None]
    assert [step.error for step in run.steps if step.outcome == "failed"] == wanted
    questions = [*exercise.asks_first, *(each for attempt in exercise.attempts for each in attempt.asks)]
    assert [card.question for card in trainee.asked] == [say(f"question-{each}") for each in questions]
    assert exercise.task(NAME) in trainee.told[0].do
    result = trainee.scores.result("exercise", is_complete=True)
    assert (result.passed, result.mistakes) == (True, [])
    assert result.well == [f"question-{each}" for each in questions]

    audit = served.audit()
    assert (receipt is None) == (exercise.attempts[-1].ends_with is not None)
    assert [each.status for each in audit.issued.values()] == ([] if receipt is None else ["Active"])
    assert not audit.lost_tokens
    if exercise.lost_minutes_ago is not None:
        (revoked,) = audit.revocations
        assert revoked.reference not in audit.issued  # the colleague's, not the new one
    if exercise_id == "kilka-odswiezen":
        assert run.presses == 4
    if exercise_id == "token-od-razu":
        assert run.presses == 0


def test_whoever_answers_wrong_is_told_why_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every wrong answer is explained with the guide's rule; the first one counts, and costs the pass."""

    def ends(*_: object) -> None:
        raise NoPermissionsMenuError

    monkeypatch.setattr("flows.train.generate_token", ends)
    trainee, staged = Class(knows=False), list[Scenario]()
    room = Classroom(staged.append, trainee.told.append, trainee.ask, trainee.scores)
    order: Any = SimpleNamespace(token_name=NAME, permissions=())
    nothing: Any = SimpleNamespace(logged_in=True)
    exercise = exercises()["brak-uprawnien"]
    assert train(nothing, nothing, nothing, order, exercise=exercise, classroom=room) is None
    assert staged == [exercise.attempts[0].replica]
    question = QUESTIONS["no-permissions"]
    assert len(trainee.asked) == len(question.choices)
    explained = [card.feedback for card in trainee.asked[1:] if card.feedback is not None]
    assert {each.kind for each in explained} == {"mistake"}
    assert {each.rule for each in explained} == {say("rule-wrong-remedy.rule")}
    assert trainee.told[-1].feedback == question.feedback(question.right or "")
    result = trainee.scores.result("exercise", is_complete=True)
    assert result.passed is False
    assert [(each.rule, each.count) for each in result.mistakes] == [("wrong-remedy", 1)]
    assert result.well == []

    other = exercises()["brak-faktur"]  # an error that it is not about is nobody's exercise
    with pytest.raises(NoPermissionsMenuError):
        train(nothing, nothing, nothing, order, exercise=other, classroom=room)


def test_exercises_know_their_errors_questions_and_names() -> None:
    """Errors and questions that the files name exist; either name finds an exercise; the draw spares those done."""
    known = exercises()
    codes = {
        leaf().code
        for _, leaf in inspect.getmembers(automation.errors, inspect.isclass)
        if issubclass(leaf, AssistantError)
    }
    for exercise in known.values():
        asked = [*exercise.asks_first, *(each for attempt in exercise.attempts for each in attempt.asks)]
        assert set(asked) <= QUESTIONS.keys()
        assert all(QUESTIONS[each].right in QUESTIONS[each].choices for each in asked)
        ends = {attempt.ends_with for attempt in exercise.attempts} - {None}
        assert ends <= codes
        assert [question_for_error(code) for code in ends if code] == [
            QUESTIONS[attempt.asks[-1]] for attempt in exercise.attempts if attempt.asks
        ]
        assert exercise_named(exercise.alias.upper()) is exercise is exercise_named(exercise.id)
    *done_before, left = known
    assert {exercise_named(RANDOM, done=done_before).id for _ in range(20)} == {left}
    assert exercise_named(RANDOM, done=list(known)).id in known
    with pytest.raises(WrongSettingError, match="wrong-setting") as refused:
        exercise_named("no-such")
    assert all(each in str(refused.value.details["reason"]) for each in known)


def test_steps_in_which_one_only_looks_have_a_question_that_the_flow_answers() -> None:
    """Where the trainee judges a screen, the choices are `fine` and `wrong`, and nobody knows the answer beforehand."""
    for step in ("krok-1-stan", "krok-2-zadanie-3", "krok-3-sprawdzenie"):
        question = question_for(step)
        assert question is not None
        assert (question.choices, question.right) == ((FINE, WRONG), None)
    assert question_for("krok-4-odswiez") is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_exercise_question_and_rule_can_be_told(code: str) -> None:
    """All texts are there; no task gives its exercise's name away; the answers to one question differ."""
    use_language(code)
    for exercise in exercises().values():
        task = exercise.task(NAME)
        assert exercise.title.casefold() not in task.casefold()
        assert exercise.learnt
        assert has_text(f"exercise-{exercise.id}.then") == (len(exercise.attempts) > 1)
    for question in QUESTIONS.values():
        card = question.card(part="", title="")
        assert len({choice.text for choice in card.choices}) == len(question.choices) > 1
        if question.right is not None:
            assert {question.feedback(each).text for each in question.choices}
            assert question.feedback(question.right).kind == "good"
    assert all(say(f"rule-{rule}{part}") for rule in RULES for part in ("", ".what", ".rule", ".now"))
