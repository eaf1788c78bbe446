"""A run as its folder tells it: what the report shows, a bundle carries, and `reproduce` sets the replica up from.

The models are strict and closed: what they do not name cannot be in them, whoever has written the file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from automation.evidence.result import Outcome
from automation.text import printable

Text = Annotated[str, Field(max_length=4000), AfterValidator(printable)]
"""Texts are short; a stranger's file may say otherwise."""
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.[a-z0-9]{2,5}$")]
"""The name of a file of the run's own folder: never a path."""
EventId = Annotated[str, Field(pattern=r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")]
"""A number that AP gives to an error (W3C trace context)."""
Whole = Annotated[int, Field(ge=-(2**53), le=2**53)]
"""A number that can be reckoned with; JSON itself knows no bounds."""


def _of_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2200:
        raise ValueError(moment.year)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_of_our_time)]
"""With its time zone, and so far from the ends of the calendar that it can be told in any other."""
Values = dict[Text, Text | Whole | float]
StepOutcome = Literal["running", "done", "failed"]
BoxState = Literal["free", "locked", "absent"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


class SettingsRecord(_Strict):
    """How a run was set up, as far as it matters to whoever wants to see the same."""

    login: Text
    headed: bool
    timeout: float
    """Seconds that AP may take for one screen."""
    refresh_interval: float
    """Seconds between two presses of `Odśwież`, at least."""
    refresh_limit: Whole
    validity_days: Whole | None = None
    renewable: bool = False


class BrowserRecord(_Strict):
    """With what a run was done."""

    product: Text
    """Such as `Chromium 131.0.6778.85`."""
    playwright: Text
    python: Text
    system: Text
    """Such as `Linux 6.1` or `Windows 11`. No name of a machine or a person."""


class MenuRecord(_Strict):
    """Which items AP's menu had after the login (guide, Krok 1)."""

    invoices: bool
    permissions: bool
    tokens: bool
    certificates: bool


class ExchangeRecord(_Strict):
    """One request to AP's gateway. No bodies, no addresses: a path's changing parts are `{id}`."""

    step: Whole
    """The number of the step in which it was sent; 0 before the first."""
    method: Text
    path: Text
    """Below the gateway's own path: `/tokens/{id}`."""
    sent_at: Moment
    duration_ms: Whole | None = None
    """None: no answer came while the run lasted."""
    status: Whole | None = None
    """HTTP status; None where the connection failed or no answer came."""
    broken: bool = False
    """The connection failed."""
    retry_after: float | None = None
    """Seconds that AP asked to wait."""
    code: Whole | None = None
    """KSeF's error code, such as 26001, where AP's answer had one."""
    event_id: EventId | None = None
    """AP's own number of what went wrong, where its answer had one."""


class RegionRecord(_Strict):
    """A place in a picture that a bundle may have to paint over; in the picture's own pixels."""

    kind: Literal["nip", "field"]
    """The taxpayer's NIP, or what somebody has typed."""
    x: float
    y: float
    width: float
    height: float


class StepRecord(_Strict):
    """One step, as it went."""

    number: Whole
    id: Text
    title: Text
    """In the language of the run."""
    values: Values = {}
    started_at: Moment
    outcome: StepOutcome
    """`running`: the run died in it."""
    duration_ms: Whole | None = None
    error: Text | None = None
    """The code of the error it ended with."""
    behind_curtain: bool = False
    """Nothing of what the page showed was kept, unless the step failed."""
    route: Text | None = None
    """AP's route at its end, such as `/web/home`; changing parts are `{id}`."""
    picture: FileName | None = None
    regions: tuple[RegionRecord, ...] | None = None
    """Where in the picture the NIP and typed values are; what is never to be seen is not in it at all. None: nobody
    has looked, so the picture is in no bundle."""
    snapshot: FileName | None = None
    ap_says: tuple[Text, ...] = ()
    """What AP itself said went wrong."""
    event_ids: tuple[Text, ...] = ()
    """AP's own numbers of what went wrong, for its help desk."""


class PressRecord(_Strict):
    """One press of `Odśwież`."""

    number: Whole
    pressed_at: Moment


class WarningRecord(_Strict):
    """A warning that the operator read."""

    at: Moment
    id: Text
    values: Values = {}
    text: Text
    """In the language of the run."""


class ErrorRecord(_Strict):
    """What the run ended with."""

    code: Text
    details: Values = {}
    message: Text
    """What happened and what it means for the token, in the language of the run."""
    advice: Text


class VaultRecord(_Strict):
    """Where in the vault the token is. Never in a bundle."""

    path: Text
    entry_uuid: Text
    entry_path: Text


class RunRecord(_Strict):
    """One run, whole."""

    format: Literal[1] = 1
    command: Text
    language: Literal["pl", "en"] = "pl"
    assistant: Text
    """Our own version."""
    started_at: Moment
    ended_at: Moment | None = None
    """When the last line of its journal was written."""
    finished: bool
    """False: the run was killed, and only its journal tells of it (or it is still under way)."""
    outcome: Outcome = "failed"
    exit_code: Whole | None = None
    """None: not finished."""
    error: ErrorRecord | None = None
    environment: Text | None = None
    base_url: Text | None = None
    nip: Text | None = None
    token_name: Text | None = None
    permissions: tuple[Text, ...] = ()
    """The wanted ones, by the API's names."""
    reference_number: Text | None = None
    vault: VaultRecord | None = None
    refresh_presses: Whole | None = None
    issue_to_durable_ms: Whole | None = None
    shown_to_durable_ms: Whole | None = None
    revoked: bool = False
    ordered: bool = False
    """`Generuj token` was pressed or about to be."""
    released: bool = False
    """The reserved entry was taken back after that: there is no token."""
    token_safe: bool = False
    """A token is in the vault, read back from disk."""
    recovered: Text | None = None
    """What `recover` has made of it afterwards: finished, confirmed, revoked, freed or marked."""
    settings: SettingsRecord | None = None
    browser: BrowserRecord | None = None
    ap_version: Text | None = None
    header_label: Text | None = None
    """What AP's header says of the environment; empty where it says nothing."""
    menu: MenuRecord | None = None
    checkboxes: dict[Text, BoxState] = {}
    """By the API's names."""
    steps: tuple[StepRecord, ...] = ()
    presses: tuple[PressRecord, ...] = ()
    exchanges: tuple[ExchangeRecord, ...] = ()
    warnings: tuple[WarningRecord, ...] = ()
    traces: tuple[FileName, ...] = ()
    video: FileName | None = None

    @property
    def failed_step(self) -> StepRecord | None:
        """The step that ended the run; one in which it died counts."""
        return next((step for step in reversed(self.steps) if step.outcome != "done"), None)
