"""The guide's cards: each step of the flows has its texts, in both languages, for whoever sits there."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console

from automation.console import Progress
from automation.environments import DEMO, LOCAL_NAME, TEST, environment
from automation.evidence.steps import Step
from automation.ksef_token import INVOICE_PERMISSIONS
from automation.report.pages import render_run
from automation.report.telling import spoken, step_title
from automation.text import LANGUAGES, has_text, language, say, use_language, use_texts
from automation.text.overlay import GUIDE
from automation.training.cards import Card
from automation.training.guide import LessonMode, card_for, done_card, has_card, hint_of, intro_card
from flows.order import Identity, Order
from tests.report import runs

ROOT: Final = Path(__file__).parents[2]

WITHOUT_CARD: Final = {
    "przegladarka": "there is no page yet",
    "skarbiec": "there is no page yet",
    "krok-1-zachowanie-sesji": "nothing of AP is touched, and nobody has to do it by hand",
    "po-chwili": "the browser is closed by then",
    "doctor-formularz": "a look around of `doctor`, no part of the guide",
    "doctor-lista": "a look around of `doctor`, no part of the guide",
    "odzyskiwanie-menu": "only `recover` does it, which nobody is trained in",
    "odzyskiwanie-lista": "only `recover` does it, which nobody is trained in",
    "odzyskiwanie-status": "only `recover` does it, which nobody is trained in",
    "odzyskiwanie-wpis": "only `recover` does it, which nobody is trained in",
    "odzyskiwanie-rezerwacja": "only `recover` does it, which nobody is trained in",
    "odzyskiwanie-import": "only `recover` does it, which nobody is trained in",
}
"""The steps of which nothing is to be shown or practised, and why."""

VALUES: Final[dict[str, str | int]] = {
    "address": "https://ap-demo.ksef.mf.gov.pl/web/",
    "nip": "1234563218",
    "name": "iCargo wystawianie i przeglądanie faktur",
    "press": 2,
    "reference": "20251010-EC-1DCE3E3000-12ECB5B36E-45",
    "entry": "KSeF/Demo/1234563218/iCargo",
    "path": "rescue.kdbx",
}
"""What steps are told with."""


@pytest.fixture(autouse=True)
def _same_texts_afterwards() -> Iterator[None]:
    before = language()
    yield
    use_texts(None)
    use_language(before)


def _steps_of_flows() -> set[str]:
    """The ids of `run.step("...")`, wherever it stands."""
    found = set()
    for folder in ("automation", "flows"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "step" and node.args:
                    step_id = node.args[0]
                    assert isinstance(step_id, ast.Constant), f"{file}:{node.lineno}: no plain id"
                    found.add(str(step_id.value))
    return found


STEPS: Final = sorted(_steps_of_flows())
WITH_CARD: Final = [step_id for step_id in STEPS if step_id not in WITHOUT_CARD]


def _step(step_id: str) -> Step:
    return Step(step_id, say(f"step-{step_id}", **VALUES), 1, datetime.now(UTC), values=VALUES)


def _order(name: str = DEMO.name) -> Order:
    where = environment(name, "http://127.0.0.1:8080/web/" if name == LOCAL_NAME else None)
    identity = Identity(nip="1234563218")
    return Order(
        where, identity, "iCargo", INVOICE_PERMISSIONS, ("KSeF", "Demo", "1234563218"), False, 5.0, 60
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_step_of_the_flows_has_its_guide_text(code: str) -> None:
    """A step that is added to a flow needs a text to be shown and practised, and nothing else."""
    use_language(code)
    assert len(STEPS) > len(WITHOUT_CARD) > 0
    assert [step_id for step_id in WITH_CARD if not has_card(step_id)] == []
    assert [step_id for step_id in WITH_CARD if not has_text(f"step-{step_id}.why")] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_has_no_card_is_named_with_its_reason(code: str) -> None:
    """No step is on the list that has a card all the same, or that no flow has any more."""
    use_language(code)
    assert WITHOUT_CARD.keys() <= set(STEPS)
    parts = [f"step-{step_id}.{part}" for step_id in WITHOUT_CARD for part in GUIDE]
    assert [part for part in parts if has_text(part)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_card_comes_out_whole(code: str) -> None:
    """Title, part, progress and texts are there for every step, with their values put in."""
    use_language(code)
    for step_id in WITH_CARD:
        card = card_for(_step(step_id))
        assert card.title, step_id
        assert card.title[0] in {card.title[0].upper(), "“"}
        assert not card.title.startswith("Krok"), step_id
        assert card.do, step_id
        assert card.why, step_id
        assert not set("{}$") & set(
            "".join((card.title, card.do, card.why, *card.warnings, hint_of(_step(step_id))))
        )
        told = re.match(r"krok-(\d)", step_id)
        if told is not None:
            assert card.stage == int(told[1])
            assert card.part.startswith(f"Krok {told[1]}")


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_guides_warnings_stand_where_they_belong(code: str) -> None:
    """Environments at the address, the menu's meaning after login, the one showing, the one press, STOP."""
    use_language(code)
    hosts = ("https://ap.ksef.mf.gov.pl/web/", "ap-demo.ksef.mf.gov.pl", "ap-test.ksef.mf.gov.pl", "iCargo")
    said = {step_id: " ".join(card_for(_step(step_id)).warnings) for step_id in WITH_CARD}
    expected = {
        "krok-1-adres": hosts,
        "krok-1-stan": ("Faktury", "Uprawnienia", "22 330 03 30"),
        "krok-2-zadanie-3": ("Krok",),
        "krok-3-generuj": ("UPS", "STOP", "99%", "W realizacji"),
        "krok-4-kopiuj": ("STOP", "Lista tokenów", "Wygeneruj kolejny token", "Ctrl+C"),
        "krok-4-zapis": ("Notatnik",),
    }
    missing = {(step, word) for step, words in expected.items() for word in words if word not in said[step]}
    assert missing == set()
    assert len(card_for(_step("krok-1-stan")).warnings) == 3  # one for each state of the menu


FOR_ONE_MODE: Final = {
    "pl": r"„?Dalej”? *\(|\b[Kk]liknij|\b[Nn]aciśnij|\basystent (naciska|klika|wpisuje|zaznacza)",
    "en": r"“Next”|\byou\b|\bthe assistant (presses|clicks|ticks)",
}
"""What would be true of the step-through alone, or of practice alone."""


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_steps_text_holds_for_whoever_does_it(code: str) -> None:
    """The same text is read while the assistant acts and while the trainee does: it speaks of neither's hands."""
    use_language(code)
    for step_id in WITH_CARD:
        card = card_for(_step(step_id))
        assert re.findall(FOR_ONE_MODE[code], "\n".join((card.do, card.why, *card.warnings))) == [], step_id


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_card_and_the_last_say_where_and_what_next(code: str) -> None:
    """Each mode and environment has words of its own; the last card says for which environment the token is good."""
    use_language(code)
    modes: tuple[LessonMode, ...] = ("show", "auto", "practice")
    names = (LOCAL_NAME, TEST.name, DEMO.name)
    first = [intro_card(_order(name), mode) for name in names for mode in modes]
    assert len(set(map(astuple, first))) == len(names) * len(modes)
    last = [done_card(_order(name)) for name in names]
    assert len({card.warnings for card in last}) == len(names)
    assert all("Krok 5" in card.part + card.do and "iCargo" in card.do for card in last)
    assert not set("{}$") & set("".join(str(astuple(card)) for card in (*first, *last)).replace("()", ""))


def test_a_step_that_the_guide_does_not_know_has_an_empty_card() -> None:
    """Nothing is shown of it, and nothing fails."""
    assert not has_card("skarbiec")
    card = card_for(_step("skarbiec"))
    assert card == Card(part="", title=card.title)


def test_a_companys_note_and_words_are_on_the_card(tmp_path: Path) -> None:
    """What the trainer's folder says is what the title and the card show; what it leaves out stays the program's."""
    before = card_for(_step("krok-3-pola"))
    text = "note-krok-3-pola = U nas: Gdańsk { $name }\nstep-krok-3-pola = Krok 3: nazwa\n    .warn = Uwaga\n"
    (tmp_path / "pl.ftl").write_text(text, encoding="utf-8")
    use_texts(tmp_path)
    card = card_for(_step("krok-3-pola"))
    assert card.note == f"U nas: Gdańsk {VALUES['name']}"
    assert (card.title, card.warnings) == ("Nazwa", ("Uwaga",))
    assert (card.do, card.why) == (before.do, before.why)
    assert before.note == card_for(_step("krok-3-generuj")).note == ""


def test_console_and_report_tell_what_the_guide_says_of_the_step_that_failed() -> None:
    """One text for all: what stands on the card stands in the terminal and in the report."""
    card = card_for(_step("krok-1-stan"))
    step = _step("krok-1-stan")
    step.outcome = "failed"
    told = io.StringIO()
    Progress(Console(file=told, width=500)).step_ends(step)
    assert " ".join(card.do.split()) in told.getvalue()
    page = render_run(runs.failed_at_the_menu(), {})
    for text in (*card.do.splitlines(), card.why, *card.warnings):
        assert text in page


def test_a_report_keeps_a_trainers_title(tmp_path: Path) -> None:
    """In the run's own report the step is called as it was in the run; titles of the program's are told anew."""
    (tmp_path / "pl.ftl").write_text("step-krok-1-stan = Krok 1: nasze menu\n", encoding="utf-8")
    use_texts(tmp_path)
    theirs = runs.steps(4)[-1]
    use_texts(None)
    assert step_title(theirs) == "Krok 1: nasze menu"
    ours = runs.steps(4)[-1]
    with spoken("en"):
        assert step_title(ours) == say("step-krok-1-stan")
        assert step_title(theirs) == "Krok 1: nasze menu"
