"""What the operator sees while a command runs, and when it has ended."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from automation.errors import AssistantError, Exit
from automation.evidence.result import CheckItem, RecoveredRun, Result
from automation.evidence.steps import Onlooker, Step
from automation.outlets import guarded
from automation.text import has_text, language, say

if TYPE_CHECKING:
    from rich.status import Status

_MARKS: Final = {"done": "[green]✓[/]", "failed": "[red]✗[/]"}


def make_console(*, to_stderr: bool) -> Console:
    """A console that shows no secret, and never fails on a character that the terminal cannot show."""
    stream = sys.stderr if to_stderr else sys.stdout
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return Console(file=guarded(stream), highlight=False)


class Progress(Onlooker):
    """Observes a run: one line a step, and while a step is under way, what it is."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status: Status | None = None

    def step_begins(self, step: Step) -> None:
        """Show what is being done."""
        if self._console.is_terminal:
            self._status = self._console.status(escape(step.title))
            self._status.start()

    def step_ends(self, step: Step) -> None:
        """Leave a line of it."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        self._console.print(
            f" {_MARKS[step.outcome]} {escape(step.title)} [dim]{_seconds(step.duration_ms)}[/]",
            soft_wrap=True,
        )
        guide = f"step-{step.id}.do"
        if step.outcome == "failed" and has_text(guide):
            told = say("guide-says", text=" ".join(say(guide, **step.values).split()))
            self._console.print(f"   [dim]{escape(told)}[/]", soft_wrap=True)

    def curtain(self, *, is_open: bool) -> None:
        """Say when the moment that matters begins."""
        if is_open:
            self._console.print(f"   [bold yellow]{escape(say('curtain-opens'))}[/]", soft_wrap=True)

    def told(self, message: str) -> None:
        """Show what a person is to do, above the step that waits for it."""
        self._console.print(f"   [bold yellow]{escape(message)}[/]", soft_wrap=True)

    def warned(self, warning: str) -> None:
        """Show a warning where it comes up."""
        self._console.print(f" [yellow]![/] {escape(warning)}", soft_wrap=True)


def error_texts(error: AssistantError, command: str) -> tuple[str, str, str]:
    """What happened, what it means for the token, what to do now.

    Most errors say that no token was generated. `recover` generates none either, but there it is about older ones.
    """
    what, token, now = (
        say(f"error-{error.code}.{part}", **error.details) for part in ("what", "token", "now")
    )
    if command == "recover" and token.startswith(say("nothing-generated")):
        token = say("recover-no-more-known")
    return what, token, now


def show_error(console: Console, error: AssistantError, command: str = "") -> None:
    """What happened, what it means for the token, what to do now."""
    body = Text()
    for part, text in zip(("what", "token", "now"), error_texts(error, command), strict=True):
        body.append(say(f"error-part-{part}") + "  ", style="bold")
        body.append(text + "\n")
    colour = "red" if error.exit is not Exit.INTERRUPTED else "yellow"
    _show_closing(console, say("error-title", code=int(error.exit)), body, colour)


def show_stored(console: Console, result: Result) -> None:
    """Where the token is, what it is good for, and what comes next (guide, Krok 5)."""
    if result.vault is None:
        return
    body = Text()
    for label, value in (
        ("summary-vault", result.vault.path),
        ("summary-entry", result.vault.entry_path),
        ("summary-reference", result.reference_number or "?"),
        ("summary-presses", str(result.refresh_presses)),
    ):
        body.append(f"{say(label)}: ", style="bold")
        body.append(f"{value}\n")
    body.append("\n" + say("good-for", environment=result.environment or "local") + "\n")
    body.append("\n" + say("next-revoked" if result.revoked else "next-krok-5") + "\n")
    _show_closing(console, say("stored-title"), body, "green")


def show_checks(console: Console, checks: list[CheckItem]) -> None:
    """What `doctor` found, one line a thing."""
    console.print(f"\n[bold]{escape(say('doctor-title'))}[/]")
    for check in checks:
        mark = _MARKS["done"] if check.ok else _MARKS["failed"]
        console.print(f" {mark} {escape(check.text)}", soft_wrap=True)


def show_runs(console: Console, runs: list[RecoveredRun]) -> None:
    """What became of each run that ended too early, one paragraph a run."""
    console.print(f"\n[bold]{escape(say('recover-title'))}[/]")
    for run in runs:
        mark = _MARKS["done"] if run.settled else "[yellow]•[/]"
        pressed = (
            run.pressed_at and f"{datetime.fromisoformat(run.pressed_at).astimezone():%d.%m.%Y %H:%M:%S}"
        )
        about = (run.nip and f"NIP {run.nip}", run.environment, pressed)
        console.print(f"\n {mark} [bold]{escape(run.token_name or '?')}[/]", soft_wrap=True)
        console.print(f"   [dim]{escape(' · '.join(part for part in about if part))}[/]", soft_wrap=True)
        console.print(f"   {escape(run.message)}", soft_wrap=True)
        if run.advice is not None:
            console.print(f"   [bold]{escape(say('error-part-now'))}[/] {escape(run.advice)}", soft_wrap=True)


def show_line(console: Console, text: str, *, style: str = "") -> None:
    """One paragraph. Never wrapped by us: it may be a path or a command to copy."""
    console.print(Text(text, style=style), soft_wrap=True)


def _show_closing(console: Console, title: str, body: Text, colour: str) -> None:
    """The last word of a run. No frame: it would break the paths and commands that people copy from here."""
    body.rstrip()
    console.print()
    console.print(Text(title, style=f"bold {colour}"))
    console.print(body, soft_wrap=True)


def _seconds(milliseconds: int) -> str:
    text = f"{milliseconds / 1000:.1f} s"
    return text.replace(".", ",") if language() == "pl" else text
