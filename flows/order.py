"""What a run is asked for, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from automation.ap.catalogue import describe_permissions, permission_labels
from automation.environments import AP_TIME, Environment, Login
from automation.ksef_token import KsefToken, Permission
from automation.signing import Signer
from automation.text import say
from automation.vault import EntryDraft

_LAST_DAY_OF_2026_TOKENS: Final = datetime(2027, 11, 30, tzinfo=AP_TIME).date()
"""Tokens issued up to the end of 2026 can be used until this day (announced by the API team, 2026-09-10)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """In whose name one logs in, and how."""

    nip: str
    login: Login = Login.TEST
    signer: Signer | None = None
    """Who signs AP's request, with certificate login; None with the other logins."""
    limit: float = 600.0
    """Seconds that a person has to log in or sign."""
    keep_session: bool = False
    """Whether the session is to be kept in the vault."""


@dataclass(frozen=True, slots=True)
class Order:
    """The token that is wanted, and where it goes."""

    environment: Environment
    identity: Identity
    token_name: str
    permissions: tuple[Permission, ...]
    group: tuple[str, ...]
    replace: bool
    refresh_interval: float
    refresh_limit: int
    validity_days: int | None = None
    """For how long the token is to be valid; None: AP's form does not ask, or its own choice is taken."""
    renewable: bool = False

    def entry(
        self, *, ap_version: str | None, validity_days: int | None = None, now: datetime | None = None
    ) -> EntryDraft:
        """The vault entry to reserve for the token.

        Args:
            ap_version: AP's, as its pages show it.
            validity_days: for how long the token will be valid, as AP's form says; None where it does not.
            now: when the token is issued.
        """
        now = now or datetime.now(UTC)
        return EntryDraft(
            group=self.group,
            title=self.token_name,
            username=self.identity.nip,
            url=self.environment.address,
            notes=self._notes(),
            expires=last_moment_of_use(now, validity_days),
            attributes={
                "KSeF permissions": ", ".join(self.permissions),
                "KSeF context": f"nip-{self.identity.nip}",
                "AP version": ap_version or "?",
            },
        )

    def issued_attributes(self, token: KsefToken, issued_at: datetime) -> dict[str, str]:
        """What the entry says of the token once there is one."""
        return {
            "KSeF reference number": token.reference_number,
            "KSeF context": token.context,
            "Issued at": issued_at.isoformat(timespec="seconds"),
        }

    def _notes(self) -> str:
        return "\n".join(
            (
                say(
                    "entry-notes-for",
                    name=self.token_name,
                    permissions=describe_permissions(self.permissions),
                ),
                say("good-for", environment=self.environment.name),
                say("entry-notes-once"),
            )
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """A token that is safe: where it is, and what it took."""

    reference_number: str
    entry_uuid: str
    entry_path: str
    issue_to_durable_ms: int | None
    """From AP's answer that carried the order's result to the return of the disk; None if the answer was not seen."""
    shown_to_durable_ms: int | None
    """From the page's change that showed the token to the return of the disk (`Safekeeping.shown_to_durable_ms`)."""


def permission_list(permissions: tuple[Permission, ...] | list[Permission]) -> str:
    """The permissions by AP's labels, for a message."""
    labels = permission_labels()
    return ", ".join(f"„{labels[permission]}”" for permission in permissions)


def last_moment_of_use(issued_at: datetime, validity_days: int | None = None) -> datetime:
    """When a token issued now can no longer be used, in UTC.

    Tokens of 2026 have a common last day. From 2027 on a token is valid for 1 to 365 days; where AP's
    form does not say for how long, the longest is assumed.
    """
    local = issued_at.astimezone(AP_TIME)
    if validity_days is not None:
        last_day = local.date() + timedelta(days=validity_days)
    else:
        last_day = _LAST_DAY_OF_2026_TOKENS if local.year <= 2026 else local.date() + timedelta(days=365)
    return datetime.combine(last_day, time(23, 59, 59), tzinfo=AP_TIME).astimezone(UTC)
