"""What the operator sees of a reproduction: the two runs in a table, what differs, what to answer a customer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rich import box
from rich.table import Table
from rich.text import Text

from automation.console import show_line
from automation.evidence.result import ReproductionResult, ScenarioItem
from automation.text import language, say

if TYPE_CHECKING:
    from rich.console import Console

_MARKS: Final = {"done": ("✓", "green"), "failed": ("✗", "red"), "running": ("…", "yellow")}
_NOTHING: Final = "–"


def show_comparison(console: Console, result: ReproductionResult) -> None:
    """The two runs side by side, and what the replica did otherwise."""
    beside = any(step.original is not None for step in result.steps)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(say("compared-step"), ratio=1, overflow="fold")
    table.add_column(
        say("compared-original" if beside else "compared-expected"), justify="right", no_wrap=True
    )
    table.add_column(say("compared-here"), justify="right", no_wrap=True)
    table.add_column(say("compared-same"), justify="center", no_wrap=True)
    for step in result.steps:
        table.add_row(
            Text(step.title, style="" if step.same else "bold"),
            _cell(step.original, step.original_ms) if beside else "",
            _cell(step.here, step.here_ms),
            _sameness(step.same) if beside else "",
        )
    table.add_section()
    ends = (result.original_exit_code, result.original_error), (result.here_exit_code, result.here_error)
    known = beside or result.original_exit_code is not None
    errors = list(dict.fromkeys(error or _NOTHING for _, error in (ends if known else ends[1:])))
    table.add_row(
        Text(say("compared-end", errors=" ≠ ".join(errors)), style="bold"),
        _NOTHING if ends[0][0] is None else str(ends[0][0]),
        str(ends[1][0]),
        _sameness(ends[0] == ends[1]) if known and ends[0][0] is not None else "",
    )
    console.print()
    console.print(table)
    if result.approximations:
        show_line(console, say("compared-approximations"), style="bold")
        for text in result.approximations:
            show_line(console, f" • {text}")


def show_answer(console: Console, case: ScenarioItem) -> None:
    """What the customer of a ready case says, and what to answer."""
    console.print()
    show_line(console, case.title, style="bold")
    _labelled(console, say("case-label-says"), case.says)
    _labelled(console, say("case-label-answer"), case.answer)


def show_cases(console: Console, cases: Iterable[ScenarioItem]) -> None:
    """The library, one paragraph a case."""
    show_line(console, say("cases-title"), style="bold")
    for case in cases:
        console.print()
        console.print(Text.assemble((case.id, "bold cyan"), "  ", (case.title, "bold")), soft_wrap=True)
        _labelled(console, say("case-label-says"), case.says)
        _labelled(console, say("case-label-answer"), case.answer)
    console.print()
    show_line(console, say("cases-hint"), style="dim")


def _sameness(same: bool) -> Text:
    return Text("=", style="green") if same else Text("≠", style="bold red")


def _labelled(console: Console, label: str, text: str) -> None:
    console.print(Text.assemble("  ", (f"{label} ", "dim"), text), soft_wrap=True)


def _cell(outcome: str | None, milliseconds: int | None) -> Text:
    if outcome is None:
        return Text(_NOTHING, style="dim")
    mark, colour = _MARKS.get(outcome, _MARKS["failed"])
    took = "" if milliseconds is None else f"{milliseconds / 1000:.1f} s "
    return Text.assemble((took.replace(".", ",") if language() == "pl" else took, "dim"), (mark, colour))
