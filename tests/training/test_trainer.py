"""The step-through: what is shown before what is done, and who says when."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from playwright.sync_api import ElementHandle, Error

from automation.ap.partner import Act
from automation.errors import BrowserClosedError, Exit, RunInterruptedError, WrongSettingError
from automation.evidence.steps import Step
from automation.keyboard import Keyboard
from automation.power import Power
from automation.text import has_text, say
from automation.training.cards import Card
from automation.training.pace import MANUAL, Pace, parse_pace
from automation.training.panel import HOST, Hold, Panel, PanelEvent
from automation.training.trainer import Trainer
from tests.flows.conftest import Bench
from tests.flows.conftest import bench as bench  # noqa: PLC0414  a fixture of the flows' tests, used here as well
from tests.vault.conftest import judge as judge  # noqa: PLC0414  likewise
from tests.vault.judge import KeePassXc

Benches = Callable[..., Bench]

AT_ONCE = Pace(is_auto=True, seconds=0)
BRISK = Pace(seconds=0)
"""At a person's nods, without any motion."""
NEXT = PanelEvent("button", "next")
BACK = PanelEvent("button", "back")
REPEAT = PanelEvent("button", "repeat")
END = PanelEvent("button", "end")


@dataclass
class _Shown:
    """One card as it was shown."""

    card: Card
    targets: int
    hold: Hold
    orders: int = 0
    """How many tokens had been ordered by then."""

    @property
    def asks(self) -> bool:
        return any(button.id == "next" for button in self.card.buttons)


@dataclass
class _Audience:
    """A panel without a page, and whoever sits before it."""

    answers: Callable[[_Shown], Iterable[PanelEvent]] = lambda _shown: [NEXT]
    """What is done when a card asks."""
    orders: Callable[[], int] = lambda: 0
    shown: list[_Shown] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    _done: deque[PanelEvent] = field(default_factory=deque)

    def show(
        self,
        card: Card,
        *,
        targets: Sequence[ElementHandle] = (),
        near: Sequence[ElementHandle] = (),  # noqa: ARG002  the panel's signature
        hold: Hold = Hold.OFF,
    ) -> None:
        shown = _Shown(card, len(targets), hold, self.orders())
        self.shown.append(shown)
        if shown.asks:
            self._done.extend(self.answers(shown))

    def events(self) -> list[PanelEvent]:
        done = list(self._done)
        self._done.clear()
        return done

    def hold(self, hold: Hold) -> None: ...
    def watch(self, element: ElementHandle | None) -> None: ...
    def lets(self, element: ElementHandle) -> None: ...
    def glide(self, _element: ElementHandle, _seconds: float) -> None:
        self.moves.append("glide")

    def ripple(self) -> None: ...
    def flash(self) -> None:
        self.moves.append("flash")

    def close(self) -> None: ...

    @property
    def rules(self) -> list[str]:
        """The guide's rules that were explained."""
        return [shown.card.feedback.rule for shown in self.shown if shown.card.feedback is not None]

    @property
    def asked(self) -> list[_Shown]:
        return [shown for shown in self.shown if shown.asks]


def taught(
    b: Bench, panel: object, *, pace: Pace = MANUAL, keyboard: Keyboard | None = None, **settings: Any
) -> Trainer:
    """A step-through beside a bench's run."""
    lesson = Trainer(b.run, b.ap, cast(Panel, panel), pace=pace, keyboard=keyboard, **settings)
    b.run.observers.append(lesson)
    b.ap.hand.partner = lesson
    return lesson


# --- pace -------------------------------------------------------------------------------------------


def test_a_pace_is_manual_by_length_or_in_seconds() -> None:
    """What the option says is what the lesson does; a longer text is shown for longer."""
    short, long = Card("", "Tokeny"), Card("", "Tokeny", do="Proszę nacisnąć " * 20)
    assert parse_pace("manual").seconds_for(long) is None
    auto = parse_pace("auto")
    assert 0 < (auto.seconds_for(short) or 0) < (auto.seconds_for(long) or 0) <= 25
    assert parse_pace("auto:3s").seconds_for(long) == 3
    assert parse_pace("AUTO:1,5").seconds_for(short) == 1.5
    assert parse_pace("auto:0s").glide == 0


@pytest.mark.parametrize(
    "text", ["", "fast", "auto:", "auto:s", "auto:-3s", "auto:3min", "auto:nan", "auto:9999s"]
)
def test_another_pace_is_refused(text: str) -> None:
    """Nonsense is a wrong setting, said before anything begins."""
    with pytest.raises(WrongSettingError) as caught:
        parse_pace(text)
    assert caught.value.exit is Exit.USAGE


# --- the whole job ----------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.keepassxc
def test_every_step_is_shown_once_in_order_before_it_is_done(bench: Benches, judge: KeePassXc) -> None:
    """Each step of the guide waits for one nod; *Wstecz* re-reads, *Powtórz* points again, and neither is a nod."""
    b = bench()
    titles: list[str] = []

    def answers(shown: _Shown) -> list[PanelEvent]:
        is_new = shown.card.title not in titles
        titles.append(shown.card.title)
        if is_new and shown.card.title == "Generuj token":
            return [REPEAT, PanelEvent("held", "Wyloguj"), BACK, BACK]
        return [NEXT]

    panel = _Audience(answers, orders=lambda: len(b.audit.token_posts))
    taught(b, panel, pace=BRISK)
    b.generate()
    assert [step.outcome for step in b.run.steps] == ["done"] * len(b.run.steps)
    new = [shown for n, shown in enumerate(panel.asked) if shown.card.title not in titles[:n]]
    with_text = [step for step in b.run.steps if has_text(f"step-{step.id}.do")]
    assert len(with_text) >= 12
    for step, shown in zip(with_text, new, strict=True):
        assert shown.card.title.casefold() in step.title.casefold()
        assert shown.orders == (1 if step.id.startswith("krok-4") else 0)
        is_read = step.id == "krok-4-zapis" or not step.id.startswith("krok-4")
        assert shown.hold is (Hold.HELD if is_read else Hold.STAKE)
        assert shown.targets == {
            "krok-1-adres": 0,
            "krok-1-stan": 4,
            "krok-2-zadanie-3": 2,
            "krok-3-sprawdzenie": 3,
            "rezerwacja": 0,
            "krok-4-zapis": 0,
        }.get(step.id, 1)
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert not b.run.warnings
    assert panel.moves == ["flash", "glide"]
    assert say("lesson-held") in [shown.card.feedback.text for shown in panel.shown if shown.card.feedback]
    assert [shown.card.status for shown in panel.asked].count(say("lesson-read-before")) >= 2


ORDER = "Naciśnięcie Generuj token (jeden raz)"
COPY = "Kopiuj (ikona kopiowania)"


class _Seated(Panel):
    """The real panel, and somebody who sits before its page with keys and a mouse."""

    def __init__(self, b: Bench, does: Callable[[Card], bool]) -> None:
        """Args:
        b: whose page it is.
        does: does something else than to nod; whether it did.
        """
        super().__init__(b.page, origins=b.ap.environment.origins, language="pl")
        self._does = does
        self._nods = itertools.cycle(("Enter", "Space", "ArrowRight", "PageDown"))

    def show(
        self,
        card: Card,
        *,
        targets: Sequence[ElementHandle] = (),
        near: Sequence[ElementHandle] = (),  # noqa: ARG002  the panel's signature
        hold: Hold = Hold.OFF,
    ) -> None:
        super().show(card, targets=targets, hold=hold)
        if any(button.id == "next" for button in card.buttons) and not self._does(card):
            self._page.keyboard.press(next(self._nods))


@pytest.mark.browser
@pytest.mark.keepassxc
def test_ending_before_the_order_generates_nothing(bench: Benches, judge: KeePassXc) -> None:
    """*Zakończ* on the very card of the order: the curtain is open, and still nothing is ordered or left behind."""
    b = bench(direct=True, refreshes_needed=0)

    def ends(card: Card) -> bool:
        if card.title == ORDER:
            b.page.locator(f"{HOST} button", has_text="Zakończ").click()
        return card.title == ORDER

    taught(b, _Seated(b, ends), pace=BRISK)
    with pytest.raises(RunInterruptedError) as caught:
        b.generate()
    assert caught.value.exit is Exit.INTERRUPTED
    assert b.run.steps[-1].id == "krok-3-generuj"
    assert not b.audit.token_posts
    assert not any("KSeF" in path for path in b.entries(judge))
    assert not b.run.warnings


@pytest.mark.browser
@pytest.mark.keepassxc
def test_ending_at_stake_saves_the_token_first(bench: Benches, judge: KeePassXc) -> None:
    """While the token is on the page F5 is explained, and after *Zakończ* nobody is asked any more: it is saved."""
    b = bench(direct=True, refreshes_needed=0, escrow=False)
    said: list[str] = []
    asked: list[str] = []

    def tries(card: Card) -> bool:
        asked.append(card.title)
        if card.title != COPY:
            return False
        if card.feedback is None:
            b.page.keyboard.press("F5")
        else:
            said.append(b.page.locator(f"{HOST} [role=alert]").inner_text())
            b.page.locator(f"{HOST} button", has_text="Zakończ").click()
        return True

    lesson = taught(b, _Seated(b, tries), pace=BRISK)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert lesson.is_ended
    assert asked[-1] == COPY
    assert len(said) == 1
    assert say("rule-reload.rule") in said[0]
    assert not b.audit.lost_tokens
    assert not b.run.warnings


@pytest.mark.browser
@pytest.mark.keepassxc
def test_nobody_is_waited_for_too_long_while_a_token_is_at_stake(bench: Benches, judge: KeePassXc) -> None:
    """Who only tries to reload the page is told the rule; then the assistant saves the token without a nod."""
    b = bench()
    panel = _Audience(
        lambda shown: [NEXT] if shown.hold is Hold.HELD else [PanelEvent("reload")][: len(panel.rules) == 0]
    )
    taught(b, panel, pace=BRISK, stake_limit=0.5)
    b.generate()
    assert b.stored(judge) == next(iter(b.audit.issued.values())).value
    assert len(panel.rules) == 1
    assert not b.audit.lost_tokens
    assert COPY not in [shown.card.title for shown in panel.asked]


class _Broken:
    """A panel of which nothing works."""

    def __getattr__(self, name: str) -> object:
        def fails(*_args: object, **_settings: object) -> None:
            raise Error(f"{name}: Execution context was destroyed")

        return fails


@dataclass
class _Typist:
    """A terminal at which somebody presses Enter again and again."""

    lines: int = 0

    def forget(self) -> None: ...
    def has_line(self) -> bool:
        return True

    def line(self, _while_waiting: Callable[[], None]) -> str:
        self.lines += 1
        return ""


@pytest.mark.browser
@pytest.mark.keepassxc
def test_without_a_panel_the_terminal_leads(bench: Benches, judge: KeePassXc) -> None:
    """A panel of which nothing works neither stops nor alters the run: it is a warning, and Enter is a nod."""
    b = bench(direct=True, refreshes_needed=0)
    typist = _Typist()
    lesson = taught(b, _Broken(), pace=BRISK, keyboard=cast(Keyboard, typist))
    lesson.begin(Card("", "Wstęp"))
    b.generate()
    lesson.finish(Card("", "Gratulujemy"))
    lesson.close()
    assert b.stored(judge) == next(iter(b.audit.issued.values())).value
    assert typist.lines >= 12
    assert b.run.warnings == [say("warning-training-panel")]


@pytest.mark.browser
def test_a_show_goes_on_by_itself(bench: Benches) -> None:
    """With the pace `auto` nobody has to press anything, also where nothing can be pressed."""
    b = bench()
    silent = _Audience(lambda _shown: [])
    taught(b, silent, pace=AT_ONCE).begin(Card("", "Wstęp"))
    taught(b, _Broken(), pace=BRISK).begin(Card("", "Wstęp"))
    assert len(silent.shown) == 1


@pytest.mark.browser
def test_on_battery_the_order_has_a_warning(bench: Benches, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the press that cannot be taken back the guide wants the charger plugged in; elsewhere it is no matter."""
    b = bench()
    monkeypatch.setattr("automation.training.trainer.power", lambda: Power(41, on_mains=False))
    panel = _Audience()
    lesson = taught(b, panel, pace=AT_ONCE)
    for step_id in ("krok-2-zadanie-1", "krok-3-generuj"):
        lesson.step_begins(Step(step_id, "Krok: naciśnięcie", 1, datetime.now(UTC)))
    first, second = (shown.card.warnings for shown in panel.shown)
    assert say("lesson-battery", percent=41) not in first
    assert second[0] == say("lesson-battery", percent=41)


@pytest.mark.browser
def test_a_window_closed_at_the_first_card_is_told_as_such(bench: Benches) -> None:
    """Closing the window before anything began is an error with words for it, and the last card waits for nobody."""
    b = bench()

    def closes(_shown: _Shown) -> list[PanelEvent]:
        b.page.close()
        return []

    lesson = taught(b, _Audience(closes))
    with pytest.raises(BrowserClosedError) as caught:
        lesson.begin(Card("", "Wstęp"))
    lesson.fail(caught.value)


class _Pausing(_Audience):
    """Somebody who presses *Pauza*, and *Wznów* only long after the card's time."""

    looks: int = 0

    def events(self) -> list[PanelEvent]:
        self.looks += 1
        return [PanelEvent("button", "pause")] if self.looks in {2, 9} else []


@pytest.mark.browser
def test_a_pause_stops_the_clock(bench: Benches) -> None:
    """*Pauza* keeps the card that is shown by itself, and *Wznów* goes on with it."""
    b = bench()
    panel = _Pausing()
    lesson = taught(b, panel, pace=Pace(is_auto=True, seconds=0.6))
    lesson.step_begins(Step("krok-1-adres", "Krok 1: adres", 1, datetime.now(UTC), values={"address": "AP"}))
    panel.looks = 0
    lesson.does(Act("open", "AP"))
    auto, paused = say("lesson-auto"), say("lesson-paused")
    statuses = [shown.card.status for shown in panel.shown if shown.card.status in {auto, paused}]
    assert statuses == [auto, paused, auto]
    assert panel.looks >= 9
