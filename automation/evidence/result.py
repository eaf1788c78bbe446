"""What a command says of itself on stdout with `--json`, and in `run.json`: an allow-list, nothing else.

The shape is a contract (`schema: 1`); schedulers and scripts read it. The data classes have slots: what they do not
name cannot be put into them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from automation.redaction import redacted

Outcome = Literal[
    "stored",
    "checked",
    "revoked",
    "recovered",
    "refused",
    "failed",
    "interrupted",
    "served",
    "healthy",
    "reported",
    "reproduced",
    "different",
    "listed",
    "trained",
]

TrainingMode = Literal["show", "practice", "exercise"]
"""The assistant shows the steps; a person does them; a person does them and something goes wrong on purpose."""


@dataclass(slots=True)
class VaultPlace:
    """Where in the vault the token is."""

    path: str
    entry_uuid: str
    entry_path: str


@dataclass(slots=True)
class StepResult:
    """One step, as it went."""

    id: str
    title: str
    outcome: str
    duration_ms: int


@dataclass(slots=True)
class ErrorResult:
    """What went wrong: `message` says what happened and what it means for the token, `advice` what to do."""

    code: str
    message: str
    advice: str


@dataclass(slots=True)
class CheckItem:
    """One thing that `doctor` looked at."""

    id: str
    ok: bool
    text: str


@dataclass(slots=True)
class DifferenceItem:
    """One thing in which AP's screens differ from the recorded ones, as `doctor` found it."""

    kind: str
    """renamed, moved, new, gone, retyped (another kind of control), required (a field that must be filled in)."""
    screen: str
    role: str
    old: str | None
    """The name as recorded; None for what is new."""
    new: str | None
    """The name now; None for what is gone."""
    place: str
    was: str | None
    """The former place, or the former role."""
    control: str | None
    """The catalogue's id, where it is a control that the assistant knows."""
    text: str


@dataclass(slots=True)
class RecoveredRun:
    """One run that ended between the press of `Generuj token` and a safe token, and what `recover` made of it."""

    run_dir: str | None
    """None where only the vault knows of the run."""
    environment: str | None
    nip: str | None
    token_name: str | None
    pressed_at: str | None
    """When `Generuj token` was pressed, or, where no journal tells, when the entry was reserved."""
    state: str
    """How it was found: running, safe, pending, suspect, unknown, stale, superseded, revoked, rescued."""
    action: str
    """What was done: none, finished, confirmed, revoked, freed, marked."""
    settled: bool
    reference_numbers: list[str]
    entry_path: str | None
    vault: str | None
    message: str
    advice: str | None


@dataclass(slots=True)
class ComparedStep:
    """One step of a customer's run beside the same one on the replica. None: there was no such step."""

    id: str
    title: str
    original: str | None
    original_ms: int | None
    here: str | None
    here_ms: int | None
    same: bool


@dataclass(slots=True)
class ReproductionResult:
    """Whether the replica did what the customer's AP did."""

    source: str
    """What was replayed: a scenario's name, or `bundle`, or `run`."""
    same: bool
    original_exit_code: int | None
    original_error: str | None
    here_exit_code: int
    here_error: str | None
    steps: list[ComparedStep] = field(default_factory=list)
    approximations: list[str] = field(default_factory=list)
    """What the replica cannot do as the customer's AP did it, in the operator's language."""


@dataclass(slots=True)
class ScenarioItem:
    """One of the ready scenarios."""

    id: str
    title: str
    says: str
    """What the customer says."""
    answer: str
    """What to answer."""


@dataclass(slots=True)
class ExerciseItem:
    """One of the exercises of `train`."""

    id: str
    alias: str
    """The same in English: either can be asked for."""
    title: str
    task: str
    """What the trainee is told beforehand; it does not give the answer away."""


@dataclass(slots=True)
class TrainingMistake:
    """One rule of the guide that was broken in one step."""

    rule: str
    """The rule's id (`automation.training.scores.RULES`)."""
    step: str
    """The step's id."""
    count: int = 1


@dataclass(slots=True)
class TrainingResult:
    """How a lesson, a practice or an exercise went. Nothing of the token is in it."""

    mode: TrainingMode
    exercise: str | None
    """The exercise's id."""
    trainee: str | None
    environment: str | None
    started_at: str
    """ISO 8601, UTC."""
    seconds: float
    passed: bool | None
    """Whether it counts, see `automation.training.scores`; None where nobody did anything but look."""
    mistakes: list[TrainingMistake] = field(default_factory=list)
    """In the order in which they were first made."""
    well: list[str] = field(default_factory=list)
    """What was done without a mistake, and without having it done: ids of steps, and of questions
    (`question-<id>`)."""
    hints: int = 0
    helped: list[str] = field(default_factory=list)
    """Steps that the assistant did in the trainee's place."""
    certificate: str | None = None
    """The file, where one was written."""


@dataclass(slots=True)
class Result:
    """The result of one command."""

    command: str
    outcome: Outcome = "failed"
    exit_code: int = 1
    environment: str | None = None
    base_url: str | None = None
    ap_version: str | None = None
    nip: str | None = None
    token_name: str | None = None
    permissions: list[str] = field(default_factory=list)
    reference_number: str | None = None
    vault: VaultPlace | None = None
    refresh_presses: int | None = None
    issue_to_durable_ms: int | None = None
    shown_to_durable_ms: int | None = None
    revoked: bool = False
    steps: list[StepResult] = field(default_factory=list)
    checks: list[CheckItem] = field(default_factory=list)
    differences: list[DifferenceItem] = field(default_factory=list)
    runs: list[RecoveredRun] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: ErrorResult | None = None
    run_dir: str | None = None
    browser: str | None = None
    report: str | None = None
    """The HTML report, where one was written."""
    bundle: str | None = None
    """The support bundle, where one was written."""
    bundle_code: str | None = None
    """Its control number: read out to whoever receives it."""
    video: str | None = None
    reproduction: ReproductionResult | None = None
    scenarios: list[ScenarioItem] = field(default_factory=list)
    exercises: list[ExerciseItem] = field(default_factory=list)
    training: TrainingResult | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON object. Texts in it (a path, a message of AP's) are redacted."""
        return {"schema": 1, **redacted(self)}
