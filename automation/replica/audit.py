"""What the browser really did, as this side of the wire saw it. Tests judge by it."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from automation.replica.scenario import PopupKind

TokenStatus = Literal["Pending", "Active", "Failed", "Revoking", "Revoked"]


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: float
    """Seconds since the replica started, by a clock that never jumps."""


class PageLoad(_Seen):
    """The browser fetched the document: first visit, reload, or a typed address."""

    kind: Literal["page-load"] = "page-load"
    path: str


class RouteChange(_Seen):
    """The page went from one of AP's routes to another without a load."""

    kind: Literal["route"] = "route"
    path: str


class Login(_Seen):
    """An attempt to log in."""

    kind: Literal["login"] = "login"
    nip: str
    """The context, as it was given; empty where AP did not get to know it."""
    method: Literal["test", "certificate", "login-gov"]
    http_status: int
    reason: str | None = None
    """Why a signed request (`automation.replica.signatures.Refused`) or a return was refused; AP does not tell."""

    @property
    def accepted(self) -> bool:
        """Whether a session began."""
        return self.http_status < 400 and self.reason is None


Stranger = Literal["login-gov", "identity"]
"""A host that is not AP's: the stand-in for login.gov.pl, and the one for Profil zaufany and banks."""


class StrangersPage(_Seen):
    """The browser fetched a page of another host's, on the way through login.gov.pl."""

    kind: Literal["strangers-page"] = "strangers-page"
    host: Stranger
    path: str


class StrangersInput(_Seen):
    """Something was pressed or typed on such a page. What was typed is never kept."""

    kind: Literal["strangers-input"] = "strangers-input"
    host: Stranger
    act: Literal["press", "type"]
    control: str
    """What the control is called."""
    trusted: bool
    """By the browser's own input, as from a mouse or keyboard; otherwise by a script in the page."""


class TokenPost(_Seen):
    """A `POST /tokens`. Even when it was answered with an error, `reference` tells of a token made."""

    kind: Literal["token-post"] = "token-post"
    name: str
    permissions: tuple[str, ...]
    http_status: int
    code: int | None = None
    reference: str | None = None
    status: TokenStatus | None = None
    validity_days: int | None = None
    """As ordered on the form of 2027; none where the order had no such field."""
    renewable: bool | None = None
    """As `validity_days`."""


class StatusRead(_Seen):
    """A `GET /tokens/{reference}`: one press of `Odśwież`. `at` is when the request came."""

    kind: Literal["status-read"] = "status-read"
    reference: str
    http_status: int
    status: TokenStatus | None = None


class TokenShown(_Seen):
    """The page showed a token's value."""

    kind: Literal["token-shown"] = "token-shown"
    reference: str


class PageLeft(_Seen):
    """The page that waited for a token, or showed it, went away."""

    kind: Literal["page-left"] = "page-left"
    reference: str
    how: Literal["route", "pagehide", "page-load", "logout", "dialog"]
    """Another screen, the tab closed or went elsewhere, the document was fetched anew, logging out, or its dialog
    was closed."""
    shown: bool
    before_copy: bool
    """The token is lost for good, if there was any."""


class Copy(_Seen):
    """A copy control was pressed."""

    kind: Literal["copy"] = "copy"
    target: Literal["token", "sha256", "id", "reference"]
    """`token` is the right one; the others are decoys."""
    reference: str | None = None


class CopyFailed(_Seen):
    """The browser refused to write to the clipboard."""

    kind: Literal["copy-failed"] = "copy-failed"
    target: str
    reference: str | None = None


class ButtonPress(_Seen):
    """One of the two buttons below the token, which leave the page."""

    kind: Literal["button"] = "button"
    name: str
    reference: str | None = None
    before_copy: bool


class PopupClosed(_Seen):
    """A pop-up of the scenario's was answered or dismissed."""

    kind: Literal["popup"] = "popup"
    popup: PopupKind
    by: str
    """The button's words as AP has them, or `icon`, `escape`, `backdrop`."""


class DecoyPress(_Seen):
    """A hidden twin of a control was pressed, which no person could have done."""

    kind: Literal["decoy"] = "decoy"
    name: str


class Revocation(_Seen):
    """A `DELETE /tokens/{reference}`."""

    kind: Literal["revocation"] = "revocation"
    reference: str
    http_status: int


class Logout(_Seen):
    """The user logged out."""

    kind: Literal["logout"] = "logout"
    nip: str


class SessionExpired(_Seen):
    """A request came with a session that had been idle for too long."""

    kind: Literal["session-expired"] = "session-expired"
    nip: str


Event = Annotated[
    PageLoad
    | RouteChange
    | Login
    | StrangersPage
    | StrangersInput
    | TokenPost
    | StatusRead
    | TokenShown
    | PageLeft
    | Copy
    | CopyFailed
    | ButtonPress
    | PopupClosed
    | DecoyPress
    | Revocation
    | Logout
    | SessionExpired,
    Field(discriminator="kind"),
]


class IssuedToken(BaseModel):
    """A token that this replica made. Its value is as made up as the replica itself."""

    model_config = ConfigDict(frozen=True)

    reference: str
    name: str
    permissions: tuple[str, ...]
    nip: str
    value: str
    status: TokenStatus


class Audit(BaseModel):
    """Everything seen so far, in order, and the tokens issued."""

    model_config = ConfigDict(frozen=True)

    events: tuple[Event, ...]
    issued: dict[str, IssuedToken]
    """By reference number."""

    @property
    def logins(self) -> list[Login]:
        """Logins that were accepted."""
        return [event for event in self.events if isinstance(event, Login) and event.accepted]

    @property
    def refusals(self) -> list[Login]:
        """Logins that were not accepted."""
        return [event for event in self.events if isinstance(event, Login) and not event.accepted]

    @property
    def strangers_inputs(self) -> list[StrangersInput]:
        """Everything pressed or typed on pages that are not AP's."""
        return [event for event in self.events if isinstance(event, StrangersInput)]

    @property
    def token_posts(self) -> list[TokenPost]:
        """Every `POST /tokens`, refused ones too."""
        return [event for event in self.events if isinstance(event, TokenPost)]

    @property
    def status_reads(self) -> list[StatusRead]:
        """Every status read: the presses of `Odśwież`."""
        return [event for event in self.events if isinstance(event, StatusRead)]

    @property
    def copies(self) -> list[Copy]:
        """Presses of the token's own `Kopiuj`."""
        return [event for event in self.events if isinstance(event, Copy) and event.target == "token"]

    @property
    def decoy_copies(self) -> list[Copy]:
        """Presses of other copy icons."""
        return [event for event in self.events if isinstance(event, Copy) and event.target != "token"]

    @property
    def popups_closed(self) -> list[PopupClosed]:
        """Pop-ups that are out of the way, and how that came."""
        return [event for event in self.events if isinstance(event, PopupClosed)]

    @property
    def decoy_presses(self) -> list[DecoyPress]:
        """Presses of hidden twins."""
        return [event for event in self.events if isinstance(event, DecoyPress)]

    @property
    def lost_tokens(self) -> list[str]:
        """Reference numbers of tokens whose page was left before the copy. A token that failed is no loss.

        A browser that is killed tells nothing; `uncopied_tokens` knows those too.
        """
        left = [event.reference for event in self.events if isinstance(event, PageLeft) and event.before_copy]
        return [reference for reference in left if self.issued[reference].status != "Failed"]

    @property
    def uncopied_tokens(self) -> list[str]:
        """Reference numbers of tokens whose `Kopiuj` was never pressed."""
        copied = {copy.reference for copy in self.copies}
        return [reference for reference in self.issued if reference not in copied]

    @property
    def revocations(self) -> list[Revocation]:
        """Revocations that AP accepted."""
        return [e for e in self.events if isinstance(e, Revocation) and e.http_status < 400]


class Recorder:
    """Collects events. Written by the server's thread alone; a snapshot may be taken from any."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._events: list[Event] = []

    def now(self) -> float:
        """Seconds since the start."""
        return round(time.monotonic() - self._start, 4)

    def add(self, event: Event | None) -> None:
        """Keep an event."""
        if event is not None:
            self._events.append(event)

    def events(self) -> tuple[Event, ...]:
        """The events so far."""
        return tuple(self._events)
