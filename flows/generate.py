"""The whole job: from login to a token that was read back from the vault (guide, Krok 1 to 4)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from automation.ap.app import Ap
from automation.ap.issued import Issued
from automation.ap.progress import Progress, TokenStatus
from automation.ap.token_form import AfterSubmit, Submitted, TokenForm
from automation.errors import (
    AssistantError,
    Exit,
    OrderUnknownError,
    RunInterruptedError,
    SessionEndedError,
    TokenFailedError,
    TokenNotReadyError,
    TokenNotSafeError,
    TokenSuspectError,
)
from automation.ksef_token import KsefToken, MalformedTokenError, parse
from automation.secret import Secret
from automation.text import say
from automation.vault import Place, Vault
from flows.check import open_token_form
from flows.login import sign_in
from flows.order import Order, Receipt
from flows.run import Run


@dataclass(slots=True)
class Stake:
    """What is known of the token while it is not safe yet."""

    place: Place
    reference_number: str | None = None
    presses: int = 0
    shown_at: float | None = None
    pressed_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def generate_token(run: Run, ap: Ap, vault: Vault, order: Order) -> Receipt:
    """Make one KSeF token and put it into the vault.

    Raises:
        PermissionsError, LoginError, InterfaceError, ApError, VaultError, PolicyError: nothing was issued,
            or AP did not finish (the message says which).
        TokenNotSafeError, TokenSuspectError, OrderUnknownError: a token was or may have been issued.
    """
    sign_in(run, ap, order.identity)
    form = open_token_form(run, ap, order.permissions)
    with run.step("krok-3-pola", name=order.token_name):
        form.fill_in(order.token_name, order.permissions)
    with run.step("krok-3-sprawdzenie"):
        form.read_back(order.token_name, order.permissions)
        form.must_be_ready()
    with run.step("rezerwacja"):
        place = vault.reserve(order.entry(ap_version=ap.version), replace=order.replace)
    with run.curtain():
        stake = Stake(place)
        submitted = press_generate(run, form, order, stake)
        with token_at_stake(stake):
            if submitted.screen is AfterSubmit.IN_PROGRESS:
                wait_for_token(run, ap, order, stake)
            stake.shown_at = time.monotonic()
            token = copy_token(run, ap, order, stake)
            with run.step("krok-4-zapis"):
                attributes = {
                    "KSeF reference number": token.reference_number,
                    "KSeF context": token.context,
                    "Issued at": stake.pressed_at.isoformat(timespec="seconds"),
                }
                place.confirm(token.value, attributes)
                durable_at = time.monotonic()
                place.verify(token.value)
    return Receipt(
        reference_number=token.reference_number,
        entry_uuid=str(place.uuid),
        entry_path=place.path,
        refresh_presses=stake.presses,
        issue_to_durable_ms=_milliseconds(submitted.answered_at, durable_at),
        shown_to_durable_ms=_milliseconds(stake.shown_at, durable_at) or 0,
    )


def press_generate(run: Run, form: TokenForm, order: Order, stake: Stake) -> Submitted:
    """Krok 3, the press. A refusal that surely made no token takes the reservation back."""
    try:
        with run.step("krok-3-generuj"):
            stake.pressed_at = datetime.now(UTC)
            submitted = form.submit_once(order.token_name)
    except OrderUnknownError:
        raise
    except AssistantError:
        stake.place.release()
        raise
    if submitted.orders > 1:
        run.warn("several-orders", count=submitted.orders)
    return submitted


def wait_for_token(run: Run, ap: Ap, order: Order, stake: Stake) -> None:
    """Krok 4, Zadanie 1: press `Odśwież`, once a retry, until the token is shown."""
    progress = Progress(ap)
    status = progress.status()
    started = time.monotonic()
    while status is not TokenStatus.SHOWN:
        if stake.presses >= order.refresh_limit:
            raise TokenNotReadyError(
                reference=stake.reference_number or "?",
                presses=stake.presses,
                seconds=round(time.monotonic() - started),
            )
        with run.step("krok-4-odswiez", press=stake.presses + 1):
            status = progress.refresh_once(order.refresh_interval)
            stake.presses = progress.presses
            stake.reference_number = progress.reference_number
            if status is TokenStatus.FAILED:
                raise TokenFailedError(reference=stake.reference_number or "?")
            if status is TokenStatus.SESSION_ENDED:
                raise SessionEndedError(step=ap.step)
            if status is TokenStatus.WINDOW_GONE:
                status = _after_window_is_gone(progress, ap, stake)


def _after_window_is_gone(progress: Progress, ap: Ap, stake: Stake) -> TokenStatus:
    """Between two windows there may be an empty moment; beyond it the token cannot be shown any more."""
    ap.patience.until(
        {"window": lambda: progress.status() is not TokenStatus.WINDOW_GONE}, seconds=ap.timeout
    )
    status = progress.status()
    if status is TokenStatus.FAILED:
        raise TokenFailedError(reference=stake.reference_number or "?")
    if status is TokenStatus.WINDOW_GONE:
        raise TokenNotSafeError(reference=stake.reference_number or "?", reason=say("reason-window-gone"))
    return status


def copy_token(run: Run, ap: Ap, order: Order, stake: Stake) -> KsefToken:
    """Krok 4, Zadanie 2: the copy icon, once; then everything that can be checked about the value."""
    with run.step("krok-4-kopiuj"):
        issued = Issued(ap)
        on_page = issued.tokens_on_page()
        copied = issued.copy_once()
        if copied is None and len(on_page) == 1:
            # The icon failed, but the page holds exactly one token: it is taken whole, not as far as one can see.
            run.warn("copied-from-page")
            copied = on_page[0]
        if copied is None:
            raise TokenNotSafeError(reference=stake.reference_number or "?", reason=say("reason-not-copied"))
        try:
            token = parse(copied)
        except MalformedTokenError as error:
            raise _kept_as_suspect(stake, copied, on_page, f"token-{error.reason}") from None
        stake.reference_number = token.reference_number
        if token.context != f"nip-{order.identity.nip}":
            raise _kept_as_suspect(stake, copied, on_page, "token-context")
        if on_page != [copied]:
            raise _kept_as_suspect(stake, copied, on_page, "token-differs")
        return token


def _kept_as_suspect(stake: Stake, copied: Secret, on_page: list[Secret], reason: str) -> AssistantError:
    """Store what was copied, and what the page held, although it is not as it should be: nothing is lost."""
    values = {"copied": copied}
    values |= {f"on page {number}": value for number, value in enumerate(on_page, 1) if value != copied}
    text = say(f"reason-{reason}")
    stake.place.store_suspect(values, text)
    return TokenSuspectError(reason=text, entry=stake.place.path)


@contextmanager
def token_at_stake(stake: Stake) -> Iterator[None]:
    """From here on whatever goes wrong is about a token that was issued and is not safe."""
    try:
        yield
    except AssistantError as error:
        if error.exit in {Exit.TOKEN_NOT_SAFE, Exit.AP_FAILED} and not _is_about_the_page(error):
            raise
        raise TokenNotSafeError(
            reference=stake.reference_number or "?", reason=_reason(error)
        ) from None


def _is_about_the_page(error: AssistantError) -> bool:
    return error.exit is Exit.AP_FAILED and not isinstance(error, TokenFailedError | TokenNotReadyError)


def _reason(error: AssistantError) -> str:
    if isinstance(error, RunInterruptedError):
        return say("reason-interrupted")
    return say(f"error-{error.code}.what", **error.details)


def _milliseconds(start: float | None, end: float) -> int | None:
    return None if start is None else round((end - start) * 1000)
