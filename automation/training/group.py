"""The results of a group in one table: at the terminal, as a page, and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from rich import box
from rich.table import Table
from rich.text import Text

from automation import private
from automation.console import show_line
from automation.environments import AP_TIME
from automation.errors import WrongSettingError
from automation.evidence.result import TrainingResult
from automation.os_reason import os_reason
from automation.report.telling import clock, day, seconds
from automation.text import language, printable, say
from automation.training.exercises import exercises
from automation.training.pages import render
from automation.training.results import Collected, collect, person
from automation.training.summary import Remembered, mistakes_made, title_of, verdict_of

if TYPE_CHECKING:
    from rich.console import Console

PAGE_NAME: Final = "results.html"
SHEET_NAME: Final = "results.csv"

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may take for a formula (OWASP, "CSV Injection")."""

State = Literal["passed", "tried", "untried"]


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one trainee is with one exercise, or with the whole job."""

    title: str
    state: State
    tries: int


@dataclass(frozen=True, slots=True)
class Row:
    """One trainee."""

    name: str
    exercises: tuple[Cell, ...]
    practice: Cell
    tries: int
    mistakes: int
    hints: int
    time: str
    last: datetime

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The exercises, and last the whole job."""
        return (*self.exercises, self.practice)

    @property
    def passed(self) -> str:
        """How many exercises of how many: `3/8`."""
        return f"{sum(cell.state == 'passed' for cell in self.exercises)}/{len(self.exercises)}"

    @property
    def day(self) -> str:
        """When the last try was."""
        return day(self.last)


@dataclass(frozen=True, slots=True)
class Try:
    """One try, in words."""

    moment: str
    day: str
    clock: str
    name: str
    what: str
    passed: bool
    verdict: str
    mistakes: tuple[Remembered, ...]
    hints: int
    time: str


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One rule, and how often it was broken by how many."""

    rule: Remembered
    people: int

    @property
    def count(self) -> str:
        """`1×`."""
        return say("training-times", count=self.rule.count)


@dataclass(frozen=True, slots=True)
class Group:
    """All that the table shows."""

    language: str
    folder: str
    summary: str
    titles: tuple[str, ...]
    """Of the exercises, and last of the whole job: what `Row.cells` are about."""
    rows: tuple[Row, ...]
    tries: tuple[Try, ...]
    """Newest first."""
    rules: tuple[BrokenRule, ...]
    """Most frequent first."""
    unread: tuple[str, ...]

    @property
    def unread_told(self) -> str:
        """What to say of the files that were passed over."""
        return say("results-unread", files=", ".join(self.unread))


def group_of(folder: Path) -> Group:
    """The group whose results lie in a folder. What was only looked at is no try.

    Raises:
        WrongSettingError: the folder cannot be read, or holds no result.
    """
    return _grouped(folder, collect(folder))


def _grouped(folder: Path, collected: Collected) -> Group:
    tries = [result for result in collected.results if result.passed is not None]
    if not tries:
        raise WrongSettingError(setting="--results", reason=say("reason-results-none"))
    by_person: dict[str, list[TrainingResult]] = defaultdict(list)
    for result in tries:
        by_person[person(result.trainee)].append(result)
    people: Counter[str] = Counter()
    for own in by_person.values():
        people.update({mistake.rule for result in own for mistake in result.mistakes})
    return Group(
        language=language(),
        folder=folder.resolve().name,
        summary=say(
            "results-summary", trainees=len(by_person), tries=len(tries), folder=folder.resolve().name
        ),
        titles=(*(exercise.title for exercise in exercises().values()), say("results-practice")),
        rows=tuple(sorted(map(_row, by_person.values()), key=lambda row: row.name.casefold())),
        tries=tuple(_try(result) for result in reversed(tries)),
        rules=tuple(BrokenRule(rule, people[rule.id]) for rule in mistakes_made(tries)),
        unread=collected.unread,
    )


def write_group(folder: Path, group: Group) -> tuple[Path, Path]:
    """Write the page and the sheet into the folder; their paths.

    Raises:
        WrongSettingError: they cannot be written.
    """
    page, sheet = folder / PAGE_NAME, folder / SHEET_NAME
    try:
        private.write_file(page, render("results.html.j2", group=group).encode("utf-8", "replace"))
        private.write_file(sheet, sheet_of(group))
    except OSError as error:
        raise WrongSettingError(setting="--results", reason=f"{folder}: {os_reason(error)}") from None
    return page, sheet


def sheet_of(group: Group) -> bytes:
    """All tries for a spreadsheet: UTF-8 that Excel recognises, `;` between cells as a Polish one wants."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    head = ("trainee", "date", "what", "passed", "mistakes", "rules", "hints", "time")
    writer.writerow(say(f"results-sheet-{each}") for each in head)
    for each in group.tries:
        writer.writerow(
            (
                cell(each.name),
                cell(f"{each.day} {each.clock}"),
                cell(each.what),
                say("results-yes" if each.passed else "results-no"),
                sum(mistake.count for mistake in each.mistakes),
                cell(", ".join(mistake.name for mistake in each.mistakes)),
                each.hints,
                cell(each.time),
            )
        )
    return out.getvalue().encode("utf-8-sig")


def cell(text: str) -> str:
    """A text that a spreadsheet takes for nothing but a text."""
    shown = printable(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def show_group(console: Console, group: Group) -> None:
    """The table at the terminal: a line for each trainee, then the rules."""
    console.print()
    show_line(console, say("results-title"), style="bold")
    show_line(console, group.summary, style="dim")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("results-trainee"), ratio=1, overflow="fold")
    for text_id in ("exercises", "practice", "tries", "mistakes", "time"):
        table.add_column(say(f"results-{text_id}"), justify="right", no_wrap=True)
    for row in group.rows:
        table.add_row(
            Text(row.name),
            row.passed,
            say(f"results-{_STATES[row.practice.state]}"),
            str(row.tries),
            str(row.mistakes),
            row.time,
        )
    console.print(table)
    show_line(console, say("results-rules") if group.rules else say("results-none"), style="bold")
    for broken in group.rules:
        console.print(Text.assemble(f" {broken.rule.count}× ", (broken.rule.name, "bold")), soft_wrap=True)
    if group.unread:
        show_line(console, group.unread_told, style="yellow")


_STATES: Final[dict[State, str]] = {"passed": "done", "tried": "not-yet", "untried": "untried"}


def _row(own: list[TrainingResult]) -> Row:
    """One trainee's, oldest first."""
    return Row(
        name=_name(own[-1]),
        exercises=tuple(
            _cell(exercise.title, [each for each in own if each.exercise == exercise.id])
            for exercise in exercises().values()
        ),
        practice=_cell(say("results-practice"), [each for each in own if each.mode == "practice"]),
        tries=len(own),
        mistakes=sum(mistake.count for each in own for mistake in each.mistakes),
        hints=sum(each.hints for each in own),
        time=seconds(sum(each.seconds for each in own) * 1000),
        last=_moment(own[-1]),
    )


def _cell(title: str, tries: list[TrainingResult]) -> Cell:
    state: State = "untried" if not tries else "tried"
    return Cell(title, "passed" if any(each.passed for each in tries) else state, len(tries))


def _try(result: TrainingResult) -> Try:
    moment = _moment(result)
    return Try(
        moment=moment.astimezone(AP_TIME).isoformat(timespec="seconds"),
        day=day(moment),
        clock=clock(moment)[:5],
        name=_name(result),
        what=title_of(result, is_short=True),
        passed=bool(result.passed),
        verdict=verdict_of(result),
        mistakes=tuple(mistakes_made([result])),
        hints=result.hints,
        time=seconds(result.seconds * 1000),
    )


def _name(result: TrainingResult) -> str:
    return result.trainee or say("training-no-name")


def _moment(result: TrainingResult) -> datetime:
    return datetime.fromisoformat(result.started_at)
