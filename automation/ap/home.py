"""The end of every login: AP's home page, for the right NIP, or AP's refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.errors import (
    NO_REASON,
    ApFailedError,
    ApTooSlowError,
    LoginFailedError,
    PermissionRefusedError,
    SessionEndedError,
)

_TIMED_OUT: Final = "Przekroczenie czasu oczekiwania"
"""How AP's message begins when KSeF, not the person, is to blame (seen on demo, January 2026)."""
_STILL_LOGGING_IN: Final = ("authenticate", "context-nip")
"""Controls of the login; a page that shows one is not the home page, whatever else is on it."""


def wait_for_home(
    ap: Ap,
    nip: str,
    *,
    since: float,
    or_else: Mapping[str, Callable[[], bool]] | None = None,
    seconds: float | None = None,
) -> str:
    """Wait for the home page of this NIP, and prove that it is the right one. Then the run is logged in.

    Args:
        ap: where a login was sent off.
        nip: in whose name.
        since: the gateway's moment right before that.
        or_else: what else may come in a login of several pages, by name; looked for first.
        seconds: how long to wait; the usual time for a screen if not given.

    Returns:
        `home`, or the name of what else came.

    Raises:
        LoginFailedError: AP refused.
        ApFailedError: KSeF did not answer AP.
        WrongContextShownError, WrongEnvironmentShownError: another NIP's or environment's home page came.
    """
    conditions = {
        **(or_else or {}),
        "home": lambda: home_is_shown(ap, nip),
        "refused": ap.shows("login-failed"),
    }
    try:
        outcome = ap.expect(conditions, since=since, seconds=seconds)
    except (ApFailedError, ApTooSlowError, PermissionRefusedError, SessionEndedError) as error:
        refused = [e for e in ap.gateway.failures_since(since) if e.status in {400, 401, 403}]
        if refused or (isinstance(error, ApTooSlowError) and ap.alerts()):
            raise LoginFailedError(reason=ap.alerts() or NO_REASON) from None
        raise
    if outcome == "refused":
        raise_refusal(ap, since)
    if outcome == "home":
        prove_home(ap, nip)
    return outcome


def home_is_shown(ap: Ap, nip: str) -> bool:
    """Whether this is the home page: of this NIP, or of another one, which `prove_home` tells."""
    if any(ap.finder.is_shown(control(each)) for each in _STILL_LOGGING_IN):
        return False
    return ap.header.context() == nip or ap.finder.menu_root() is not None


def prove_home(ap: Ap, nip: str) -> None:
    """Prove that the home page is the right environment's and NIP's; from now on the run is logged in.

    Raises:
        PolicyError: it is not.
    """
    ap.logged_in = True
    ap.nip = nip
    ap.read_version()
    ap.check_place()


def raise_refusal(ap: Ap, since: float) -> None:
    """Say why AP shows `Uwierzytelnienie nie powiodło się`.

    Raises:
        ApFailedError, ApTooManyRequestsError: AP or KSeF itself failed.
        LoginFailedError: AP refused.
    """
    ap.raise_if_overloaded(since)
    reason = ap.alerts() or control("login-failed").label()
    if _TIMED_OUT in reason or _TIMED_OUT in ap.text_of_page():
        raise ApFailedError(status="-", request="-", step=ap.step, reason=_TIMED_OUT)
    raise LoginFailedError(reason=reason)
