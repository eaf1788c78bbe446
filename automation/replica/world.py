"""KSeF behind this AP: sessions, tokens and their statuses, by the scenario."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from automation.replica.audit import (
    Audit,
    IssuedToken,
    Logout,
    PageLeft,
    Recorder,
    SessionExpired,
    TokenStatus,
)
from automation.replica.challenges import Challenges
from automation.replica.faults import Faults
from automation.replica.identifiers import ContextType, mint_reference, mint_token
from automation.replica.scenario import Scenario

_IDLE_SECONDS = 1800.0  # assumed: nobody has published AP's session lifetime


@dataclass
class Token:
    """A token as KSeF keeps it."""

    reference: str
    name: str
    permissions: tuple[str, ...]
    author: str
    context: str
    created: str
    status: TokenStatus
    details: tuple[str, ...] = ()
    last_used: str | None = None
    value: str | None = None
    """Of tokens made here only: those that were there before have none to give away."""
    handed_over: bool = False
    """Without escrow: the page got the value already."""
    ordered_at: float = 0.0
    reads: int = 0


@dataclass
class Session:
    """Somebody logged in."""

    nip: str
    context_type: ContextType
    context: str
    used_at: float
    open_token: str | None = None
    """The token whose page is open and whose value was not copied yet."""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))


@dataclass
class Departure:
    """Somebody who left for login.gov.pl and was not let in yet."""

    context: tuple[ContextType, str] | None
    """Whom they act for; None until it is chosen."""
    proven: bool = False
    """They have shown who they are."""
    ticket: str = ""
    """What lets them in when they come back."""


@dataclass(frozen=True)
class Hosts:
    """Origins of AP and of the strangers that it sends people to; empty where there is none."""

    ap: str = ""
    login_gov: str = ""
    identity: str = ""
    """Where a person shows who they are: a stand-in for Profil zaufany and banks."""


class World:
    """All that lasts between requests. Used by the server's thread alone, but for `audit`.

    Args:
        scenario: how AP behaves.
        hosts: where it is.
    """

    def __init__(self, scenario: Scenario, hosts: Hosts | None = None) -> None:
        self.scenario = scenario
        self.hosts = hosts if hosts is not None else Hosts()
        self.challenges = Challenges(scenario.challenge_seconds)
        self.departures: dict[str, Departure] = {}
        """By the state that goes with them from page to page."""
        self.recorder = Recorder()
        self.faults = Faults(scenario)
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, Token] = {}
        self._seeded: set[str] = set()
        self._shown: set[str] = set()
        self._copied: set[str] = set()
        self._left: set[str] = set()

    def restage(self, scenario: Scenario) -> None:
        """Behave otherwise from now on, as on another day: nobody is logged in any more.

        What was seen and what was issued stays. For moments at which no request is under way.
        """
        self.scenario = scenario
        self.faults = Faults(scenario)
        self._sessions = {}

    # --- sessions ---------------------------------------------------------------------------

    def open_session(self, nip: str, context_type: ContextType, context: str) -> Session:
        """Let somebody in."""
        session = Session(nip, context_type, context, time.monotonic())
        self._sessions[session.key] = session
        self._seed(session)
        return session

    def session(self, key: str | None, *, touch: bool = True) -> Session | None:
        """The session of this cookie, unless it ended."""
        session = self._sessions.get(key or "")
        if session is None:
            return None
        now = time.monotonic()
        if now - session.used_at > (self.scenario.session_seconds or _IDLE_SECONDS):
            del self._sessions[session.key]
            self.recorder.add(SessionExpired(at=self.recorder.now(), nip=session.nip))
            return None
        if touch:
            session.used_at = now
        return session

    def close_session(self, session: Session, *, logout: bool) -> None:
        """End a session, by the user's wish or by a 401 of the scenario's."""
        self._sessions.pop(session.key, None)
        if logout:
            self.leave(session, session.open_token, how="logout")
            self.recorder.add(Logout(at=self.recorder.now(), nip=session.nip))

    # --- tokens -----------------------------------------------------------------------------

    def issue(self, session: Session, name: str, permissions: tuple[str, ...]) -> Token:
        """Make a token: its value exists from now on, though it is `Pending` yet."""
        reference = mint_reference()
        token = Token(
            reference=reference,
            name=name,
            permissions=permissions,
            author=session.nip,
            context=session.context,
            created=datetime.now(UTC).isoformat(timespec="milliseconds"),
            status="Active" if self.scenario.direct else "Pending",
            value=mint_token(reference, session.context_type, session.context),
            ordered_at=time.monotonic(),
        )
        self._tokens[reference] = token
        session.open_token = reference
        return token

    def read_status(self, token: Token) -> None:
        """One status read: the one that the scenario names finds the outcome."""
        token.reads += 1
        if token.status == "Revoking":
            token.status = "Revoked"
        if token.status != "Pending" or token.reads < self.scenario.refreshes_needed:
            return
        if time.monotonic() - token.ordered_at < self.scenario.ready_after:
            return
        token.status = self.scenario.outcome
        if token.status == "Failed":
            token.details = (self.scenario.failure_details,)

    def token(self, session: Session, reference: str) -> Token | None:
        """A token of the session's context; others do not exist for it."""
        token = self._tokens.get(reference)
        return token if token is not None and token.context == session.context else None

    def tokens(self, session: Session) -> list[Token]:
        """The context's tokens, newest first."""
        mine = [token for token in self._tokens.values() if token.context == session.context]
        return sorted(mine, key=lambda token: token.created, reverse=True)

    def _seed(self, session: Session) -> None:
        if session.context in self._seeded:
            return
        self._seeded.add(session.context)
        for listed in self.scenario.tokens:
            reference = mint_reference(day=datetime.fromisoformat(listed.created))
            self._tokens[reference] = Token(
                reference=reference,
                name=listed.name,
                permissions=listed.permissions,
                author=listed.author or session.nip,
                context=session.context,
                created=listed.created,
                status="Active",
                last_used=listed.last_used,
            )

    # --- what the page tells ----------------------------------------------------------------

    def shown(self, reference: str) -> None:
        """The page showed the token's value."""
        self._shown.add(reference)

    def copied(self, session: Session | None, reference: str) -> None:
        """The token's own copy control was pressed."""
        self._copied.add(reference)
        if session is not None and session.open_token == reference:
            session.open_token = None

    def was_copied(self, reference: str | None) -> bool:
        """Whether the token's own copy control was pressed."""
        return reference in self._copied

    def leave(
        self, session: Session | None, reference: str | None, *, how: str, copied: bool = False
    ) -> None:
        """The page of a token went away. Told by the page, or inferred; kept once."""
        if session is not None and session.open_token == reference:
            session.open_token = None
        if reference is None or reference in self._left or reference not in self._tokens:
            return
        self._left.add(reference)
        self.recorder.add(
            PageLeft.model_validate(
                {
                    "at": self.recorder.now(),
                    "reference": reference,
                    "how": how,
                    "shown": reference in self._shown,
                    # The page's own word counts too: its notices may overtake one another.
                    "before_copy": not (copied or reference in self._copied),
                }
            )
        )

    def audit(self) -> Audit:
        """A snapshot of what was seen; may be taken from any thread."""
        issued = [token for token in list(self._tokens.values()) if token.value is not None]
        return Audit(
            events=self.recorder.events(),
            issued={
                token.reference: IssuedToken(
                    reference=token.reference,
                    name=token.name,
                    permissions=token.permissions,
                    nip=token.author,
                    value=token.value or "",
                    status=token.status,
                )
                for token in issued
            },
        )
