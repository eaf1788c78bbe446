"""How a lesson went, in words: for the panel's last card, the console, the certificate and the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from automation.console import show_line
from automation.evidence.result import ExerciseItem, TrainingResult
from automation.report.telling import seconds
from automation.text import has_text, say
from automation.training.cards import Card, Feedback
from automation.training.exercises import exercises

if TYPE_CHECKING:
    from rich.console import Console

_QUESTION: Final = "question-"


@dataclass(frozen=True, slots=True)
class Remembered:
    """One rule that was broken."""

    id: str
    name: str
    count: int
    what: str
    rule: str
    now: str

    @property
    def times(self) -> str:
        """`3×`; nothing for once."""
        return say("training-times", count=self.count) if self.count > 1 else ""


def title_of(result: TrainingResult, *, is_short: bool = False) -> str:
    """What was done: shown, practised, or which exercise; in short without saying that it is one."""
    if result.mode != "exercise":
        return say(f"training-{result.mode}")
    known = exercises().get(result.exercise or "")
    title = known.title if known is not None else result.exercise or "?"
    return title if is_short else say("training-exercise-named", title=title)


def verdict_of(result: TrainingResult) -> str:
    """`zaliczone` or not; nothing where nobody did anything but look."""
    if result.passed is None:
        return ""
    return say("training-passed" if result.passed else "training-not-passed")


def well_done(results: Iterable[TrainingResult]) -> list[str]:
    """What was done well, as far as it is worth a word, each once."""
    told: dict[str, None] = {}
    for result in results:
        for each in result.well:
            text_id = "training-well-question" if each.startswith(_QUESTION) else f"training-well-{each}"
            if has_text(text_id):
                told[say(text_id)] = None
    return list(told)


def mistakes_made(results: Iterable[TrainingResult]) -> list[Remembered]:
    """Each rule that was broken, with how often: the most frequent first."""
    counts: Counter[str] = Counter()
    for result in results:
        for mistake in result.mistakes:
            counts[mistake.rule] += mistake.count
    return [
        Remembered(
            rule,
            say(f"rule-{rule}"),
            count,
            *(say(f"rule-{rule}.{part}") for part in ("what", "rule", "now")),
        )
        for rule, count in counts.most_common()
    ]


def time_of(result: TrainingResult) -> str:
    """How long it took."""
    return seconds(result.seconds * 1000)


def summary_card(result: TrainingResult) -> Card:
    """The last card: what went well, each mistake with its rule, the time."""
    if result.passed is None:
        return Card(part="", title=say("training-summary-show"), status=_totals(result), is_large=True)
    known = exercises().get(result.exercise or "")
    feedback = Feedback("good", say("training-passed-why"))
    if not result.passed:
        feedback = Feedback("info", say("training-not-passed-why"))
    well = well_done([result])
    return Card(
        part=say("training-summary"),
        title=f"{title_of(result)} – {verdict_of(result)}",
        do="\n".join(
            (
                *((f"{say('training-learnt')}: {known.learnt}",) if known is not None else ()),
                *((f"{say('training-well')}:", *(f"- {each}" for each in well)) if well else ()),
            )
        ),
        warnings=tuple(
            f"{mistake.name}{f' ({mistake.times})' if mistake.times else ''}. {mistake.rule}"
            for mistake in mistakes_made([result])
        ),
        status=_totals(result),
        feedback=feedback,
        is_large=True,
    )


def show_summary(console: Console, result: TrainingResult) -> None:
    """The same at the terminal."""
    console.print()
    verdict = verdict_of(result)
    colour = "green" if result.passed else "yellow"
    if not verdict:
        show_line(console, say("training-summary-show"), style="bold green")
        show_line(console, _totals(result), style="dim")
        return
    console.print(
        Text.assemble((title_of(result), "bold"), " – ", (verdict, f"bold {colour}")), soft_wrap=True
    )
    show_line(console, say("training-passed-why" if result.passed else "training-not-passed-why"))
    well = well_done([result])
    if well:
        show_line(console, f"{say('training-well')}:", style="bold")
        for each in well:
            console.print(Text.assemble((" ✓ ", "green"), each), soft_wrap=True)
    mistakes = mistakes_made([result])
    show_line(
        console, f"{say('training-mistakes')}:" if mistakes else say("training-no-mistakes"), style="bold"
    )
    for mistake in mistakes:
        console.print(
            Text.assemble((" • ", "yellow"), (mistake.name, "bold"), f" {mistake.times}".rstrip()),
            soft_wrap=True,
        )
        show_line(console, f"   {mistake.rule}")
    show_line(console, _totals(result), style="dim")
    if result.certificate is not None:
        show_line(console, say("certificate-written", path=result.certificate), style="bold")


def show_exercises(console: Console, items: Sequence[ExerciseItem]) -> None:
    """All exercises, one paragraph each."""
    show_line(console, say("exercises-title"), style="bold")
    for item in items:
        console.print()
        console.print(
            Text.assemble((item.id, "bold cyan"), (f" ({item.alias})", "cyan"), "  ", (item.title, "bold")),
            soft_wrap=True,
        )
        console.print(Text.assemble("  ", (f"{say('exercises-task')} ", "dim"), item.task), soft_wrap=True)
    console.print()
    show_line(console, say("exercises-hint"), style="dim")


def _totals(result: TrainingResult) -> str:
    return say("training-totals", time=time_of(result), hints=result.hints, helped=len(result.helped))
