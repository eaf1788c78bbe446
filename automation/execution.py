"""How every command is run and ends: settings, console, run folder, signals, errors, JSON, exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from automation.console import Progress, error_texts, make_console, show_error, show_line
from automation.errors import (
    AssistantError,
    Exit,
    NotReproducedError,
    UnexpectedError,
    WrongOptionError,
    WrongSettingError,
)
from automation.evidence.log import LogObserver, set_up_logging
from automation.evidence.result import ErrorResult, Outcome, Result, StepResult, VaultPlace
from automation.evidence.steps import Seen
from automation.hardening import harden
from automation.interruption import Interruption
from automation.os_reason import os_reason
from automation.outlets import guard_process, kind_and_place, unguarded
from automation.text import say
from automation.usage import is_plain_help, usage_reason

if TYPE_CHECKING:
    from rich.console import Console

    from automation.evidence.folder import RunFolder
    from automation.evidence.unrevoked import UnrevokedTokens
    from automation.settings import Settings
    from flows.run import Run

_OUTCOMES: dict[Exit, Outcome] = {
    Exit.PERMISSIONS: "refused",
    Exit.POLICY: "refused",
    Exit.INTERRUPTED: "interrupted",
}


@dataclass(slots=True)
class Job:
    """What a command works with."""

    settings: Settings
    result: Result
    run: Run
    console: Console
    folder: RunFolder | None = None
    command: str = ""
    may_ask: bool = True
    """Whether a person may be asked at the terminal: not where a program reads the result."""
    own_replica: bool = False
    """Whether AP is a replica that the command has started itself, and which ends with it."""
    closing: list[Callable[[], None]] = field(default_factory=list)
    """What to tell the operator after all else, when the command has succeeded."""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What is made of the run's folder once it is complete, however the run ended."""

    @property
    def unrevoked(self) -> UnrevokedTokens:
        """The tokens of rehearsals that AP still has."""
        from automation.evidence.unrevoked import UnrevokedTokens  # noqa: PLC0415  not for help

        return UnrevokedTokens(warn=self.run.warn)

    def make_folder(self, environment: str) -> None:
        """Make the run's folder and keep the journal in it."""
        from automation.evidence.folder import RunFolder  # noqa: PLC0415  not every command leaves one
        from automation.evidence.journal import Journal  # noqa: PLC0415

        self.folder = RunFolder(self.settings.recordings, self.command, environment)
        self.result.run_dir = str(self.folder.path)
        self.run.observers.append(Journal(self.folder, self.command))
        from automation.jobs.report import report_afterwards  # noqa: PLC0415  not every command leaves a folder

        report_afterwards(self)


@dataclass(slots=True)
class Invocation:
    """One call of the program."""

    as_json: bool

    def run(
        self,
        command: str,
        options: Mapping[str, object],
        body: Callable[[Job], None],
        *,
        junit: Path | None = None,
        leaves_folder: bool = True,
    ) -> None:
        """Run a command to its end, however it ends, and leave with its exit code."""
        from automation.settings import load_settings  # noqa: PLC0415  0.4 s, not needed for help
        from flows.run import Run  # noqa: PLC0415

        console = make_console(to_stderr=self.as_json)
        result = Result(command)
        interruption = Interruption(lambda: show_line(console, say("interrupt-waits"), style="bold yellow"))
        run = Run(interruption, [Progress(console)])
        job: Job | None = None
        with interruption.listening():
            try:
                if set_up_logging():
                    run.observers.append(LogObserver())
                if junit is not None:
                    _must_be_writable(junit)
                job = Job(
                    load_settings(**options), result, run, console, command=command, may_ask=not self.as_json
                )
                body(job)
                result.exit_code = int(Exit.INTERRUPTED if interruption.requested else Exit.DONE)
                _note_run(result, run)
            except AssistantError as error:
                _fail(console, result, run, error)
            except Exception as error:
                _fail(console, result, run, _unexpected(error))
            _note_run(result, run)
            if result.error is None and job is not None:
                for tell in job.closing:
                    tell()
            if leaves_folder and job is not None and job.folder is not None:
                with suppress(OSError):
                    job.folder.write_json("run.json", result.as_json())
                _look_back(job, console)
        if junit is not None:
            from automation.evidence.junit import write_junit  # noqa: PLC0415  schedulers only

            with suppress(OSError):  # whether it can be written was asked at the start
                write_junit(junit, result)
        if self.as_json:
            _print_json(result)
        sys.exit(result.exit_code)


def _look_back(job: Job, console: Console) -> None:
    """What is made of a run's folder once it is complete. The run itself is over, and its exit code stands."""
    assert job.folder is not None  # noqa: S101  asked by the caller
    for make in job.afterwards:
        try:
            make()
        except Exception as raised:
            error = raised if isinstance(raised, AssistantError) else _unexpected(raised)
            if job.result.error is not None:
                show_error(console, error)
                continue
            outcome = job.result.outcome
            _fail(console, job.result, None, error)
            job.result.outcome = outcome  # what was made of the run is another matter
    from automation.evidence.pruning import prune  # noqa: PLC0415  not for help

    with suppress(OSError):
        prune(
            job.settings.recordings,
            keep=job.folder.path,
            runs=job.settings.keep_runs,
            days=job.settings.keep_days,
        )
    show_line(console, say("run-folder", path=str(job.folder.path)), style="dim")
    if job.result.report:
        show_line(console, say("report-written", path=job.result.report), style="bold")


def run_command_line(words: list[str]) -> int:
    """Parse and run; the exit code. Errors of usage come out in the operator's language, and as JSON if wanted."""
    harden()
    guard_process()
    from typer.main import get_command  # noqa: PLC0415

    from automation.commands import app  # noqa: PLC0415  declares the options in the chosen language

    try:
        code = get_command(app).main(args=words, prog_name="ap-token", standalone_mode=False)
    except Exception as error:
        if is_plain_help(error):
            return int(Exit.USAGE)
        reason = usage_reason(error)
        if reason is None:
            raise
        as_json = "--json" in words
        result = Result("ap-token")
        _fail(make_console(to_stderr=True), result, None, WrongOptionError(reason=reason))
        if as_json:
            _print_json(result)
        return result.exit_code
    return code if isinstance(code, int) else 0


def _must_be_writable(report: Path) -> None:
    """See that the report can be written before there is anything to report.

    Raises:
        WrongSettingError: it cannot.
    """
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.touch()
    except OSError as error:
        raise WrongSettingError(setting="--junit", reason=f"{report}: {os_reason(error)}") from None


def _note_run(result: Result, run: Run) -> None:
    result.reference_number = result.reference_number or run.reference_number
    result.refresh_presses = run.presses
    if run.place is not None and result.vault is None:
        result.vault = VaultPlace(str(Path(run.place.vault).resolve()), str(run.place.uuid), run.place.path)
    result.steps = [StepResult(step.id, step.title, step.outcome, step.duration_ms) for step in run.steps]
    result.warnings = list(run.warnings)


def _fail(console: Console, result: Result, run: Run | None, error: AssistantError) -> None:
    result.exit_code = int(error.exit)
    result.outcome = (
        "different" if isinstance(error, NotReproducedError) else _OUTCOMES.get(error.exit, "failed")
    )
    what, token, now = error_texts(error, result.command)
    result.error = ErrorResult(error.code, f"{what} {token}", now)
    if run is not None:
        run.see(Seen.ERROR, code=error.code, details=error.details)
    show_error(console, error, result.command)


def _unexpected(error: Exception) -> UnexpectedError:
    """A bug: the type and the place are told, the message is not, for it may quote a secret."""
    kind, place = kind_and_place(type(error), error.__traceback__)
    return UnexpectedError(kind=kind, place=place)


def _print_json(result: Result) -> None:
    # Redacted text by text: the stream's own redaction could take JSON's quotes along with a secret.
    content = json.dumps(result.as_json(), ensure_ascii=False, indent=2).encode("utf-8", "replace")
    stdout = unguarded(sys.stdout)
    stdout.buffer.write(content + b"\n")
    stdout.flush()
