"""A step of a run, its facts, and those who watch runs: the console, the journal, the recorder, the trainer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

StepOutcome = Literal["running", "done", "failed"]


@dataclass(slots=True)
class Step:
    """One step as it goes."""

    id: str
    title: str
    number: int
    started_at: datetime
    outcome: StepOutcome = "running"
    duration_ms: int = 0
    error: str | None = None
    """The code of the error it ended with."""
    values: Mapping[str, str | int] = field(default_factory=dict)
    """What its title was made with, so that it can be told in another language."""
    points_at: tuple[str, ...] = ()
    """The catalogue's ids of the controls that one looks at in it, where it does nothing to them."""


class Fact(StrEnum):
    """What a run's journal keeps of the token's fate; `recover` reads it after a run that died.

    Written before what it announces (`WANTED`, `ORDERING`) or after what it reports is on disk (the others).
    """

    WANTED = "wanted"
    """A token is to be made: environment, base_url, nip, token_name, permissions, vault."""
    CONSENTED = "consented"
    """Production was agreed to: how."""
    RESERVED = "reserved"
    """The entry is in the vault, without a secret: entry_uuid, entry_path."""
    RELEASED = "released"
    """The reservation was taken back: there is no token."""
    ORDERING = "ordering"
    """`Generuj token` is about to be pressed."""
    ESCROWED = "escrowed"
    """The token, as AP's answer carried it, is in the vault (`ap-pending`): reference_number."""
    CONFIRMED = "confirmed"
    """The token that AP has shown is in the vault (`ap-active`): reference_number."""
    VERIFIED = "verified"
    """It was read back from disk: the token is safe."""
    RESCUED = "rescued"
    """The vault failed; the token is in a rescue database: path."""
    HOLDING = "holding"
    """Nothing could be written; the process holds the token and tries again."""
    REVOKED = "revoked"
    """The token was revoked in AP: reference_number."""
    RECOVERED = "recovered"
    """`recover` has settled the run: state."""


FactValues = Mapping[str, str | int | None]


class Seen(StrEnum):
    """What a run's journal keeps of how it went, for those who were not there. Nothing here decides a token's fate.

    Never a secret, never what a field holds, never an answer's body.
    """

    SETTINGS = "settings"
    """How the run was set up, as in `automation.evidence.record.SettingsRecord`."""
    BROWSER = "browser"
    """With what it ran: browser, packages, system."""
    SCREEN = "screen"
    """Where a step has ended: step, route, ap_version, header_label."""
    MENU = "menu"
    """Which items AP's menu has: invoices, permissions, tokens, certificates."""
    CHECKBOXES = "checkboxes"
    """What the token form offers: permission (the API's name) to `free`, `locked` or `absent`."""
    EXCHANGE = "exchange"
    """One request to AP's gateway, as in `automation.evidence.record.ExchangeRecord`."""
    AP_SAYS = "ap-says"
    """What AP itself said in a step went wrong: step, texts, event_ids."""
    PRESSED = "pressed"
    """`Odśwież` was pressed: number, pressed_at."""
    PICTURE = "picture"
    """There is a picture of a step: step, file, regions (as in `automation.evidence.record.RegionRecord`)."""
    SNAPSHOT = "snapshot"
    """There is an aria snapshot of a step: step, file."""
    TRACE = "trace"
    """There is a trace: file."""
    VIDEO = "video"
    """There is a video: file."""
    WARNING = "warning"
    """A warning, as the operator read it: id, values, text."""
    ERROR = "error"
    """What the command ended with: code, details."""


class Observer(Protocol):
    """Somebody who watches a run."""

    def step_begins(self, step: Step) -> None:
        """A step is about to be done."""

    def step_ends(self, step: Step) -> None:
        """A step is done or has failed (`step.outcome`)."""

    def curtain(self, *, is_open: bool) -> None:
        """From an open curtain to a closed one, a token may be in sight: nothing may record the page."""

    def noted(self, fact: Fact, values: FactValues) -> None:
        """A fact about the token's fate. Never a secret."""

    def warned(self, warning: str) -> None:
        """Something is worth a warning; the run goes on."""


@runtime_checkable
class Chronicler(Protocol):
    """An observer on which `recover` depends: without it nothing is ordered."""

    chronicle: Path
    """Where it keeps what it was told."""


class Onlooker:
    """An observer that does nothing about what it does not care for; the base of most."""

    def step_begins(self, step: Step) -> None:
        """Nothing."""

    def step_ends(self, step: Step) -> None:
        """Nothing."""

    def curtain(self, *, is_open: bool) -> None:
        """Nothing."""

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing."""

    def warned(self, warning: str) -> None:
        """Nothing."""


@runtime_checkable
class Announcer(Protocol):
    """An observer that speaks to the person at the screen."""

    def told(self, message: str) -> None:
        """What the person is to do, or how long the run still waits for it. Not kept on record."""


@runtime_checkable
class Witness(Protocol):
    """An observer that keeps what was seen on the way."""

    def witnessed(self, what: Seen, values: Mapping[str, Any]) -> None:
        """Something for those who were not there. Values are what JSON can hold."""


@runtime_checkable
class Recorder(Protocol):
    """An observer that records what the page shows."""

    @property
    def is_recording(self) -> bool:
        """Whether it records just now, of its own accord or because it could not be stopped."""

    def credential(self, *, is_open: bool) -> None:
        """A credential is on the page from the one call to the other: nothing is recorded in between."""
