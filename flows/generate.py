"""The whole job: from login to a token that was read back from the vault (guide, Krok 1 to 4)."""

from __future__ import annotations

import time

from automation.ap.app import Ap
from automation.ap.issued import Issued
from automation.ap.progress import Progress, TokenStatus
from automation.ap.token_form import AfterSubmit, Submitted, TokenForm
from automation.errors import (
    AssistantError,
    OrderDoubtfulError,
    OrderUnknownError,
    SessionEndedError,
    TokenFailedError,
    TokenNotReadyError,
    TokenNotSafeError,
)
from automation.secret import Secret
from automation.text import say
from automation.vault import Place, Vault
from flows.check import open_token_form
from flows.login import sign_in
from flows.order import Order, Receipt
from flows.run import Run
from flows.stake import checked_token, give_up, settle_doubt, token_at_stake


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
        place = run.place = vault.reserve(order.entry(ap_version=ap.version), replace=order.replace)
    with run.curtain():
        submitted = press_generate(run, ap, form, place, order)
        with token_at_stake(run):
            if submitted.screen is AfterSubmit.IN_PROGRESS:
                wait_for_token(run, ap, order, place)
            shown_at = time.monotonic()
            copied, on_page = copy_token(run, ap)
            with run.step("krok-4-zapis"):
                token = checked_token(run, place, copied, on_page, order)
                run.reference_number = token.reference_number
                place.confirm(token.value, order.issued_attributes(token, submitted.pressed_on))
                durable_at = time.monotonic()
                place.verify(token.value)
    answered_at = submitted.answered_at
    return Receipt(
        reference_number=token.reference_number,
        entry_uuid=str(place.uuid),
        entry_path=place.path,
        issue_to_durable_ms=round((durable_at - answered_at) * 1000) if answered_at is not None else None,
        shown_to_durable_ms=round((durable_at - shown_at) * 1000),
    )


def press_generate(run: Run, ap: Ap, form: TokenForm, place: Place, order: Order) -> Submitted:
    """Krok 3, the press. A refusal that surely made no token takes the reservation back."""
    try:
        with run.step("krok-3-generuj"):
            submitted = form.submit_once(order.token_name)
    except (OrderDoubtfulError, OrderUnknownError) as doubt:
        raise settle_doubt(run, ap, order, doubt) from None
    except AssistantError:
        give_up(run, place)
        raise
    run.presses = 0
    if submitted.orders > 1:
        run.warn("several-orders", count=submitted.orders)
    return submitted


def wait_for_token(run: Run, ap: Ap, order: Order, place: Place) -> None:
    """Krok 4, Zadanie 1: press `Odśwież`, once a retry, until the token is shown."""
    progress = Progress(ap)
    started = time.monotonic()
    status = progress.status()
    while status is not TokenStatus.SHOWN:
        if progress.presses >= order.refresh_limit:
            raise TokenNotReadyError(
                reference=run.reference_number or "?",
                presses=progress.presses,
                seconds=round(time.monotonic() - started),
            )
        with run.step("krok-4-odswiez", press=progress.presses + 1):
            try:
                status = progress.refresh_once(order.refresh_interval)
            finally:
                run.presses = progress.presses
                run.reference_number = progress.reference_number or run.reference_number
            if status is TokenStatus.WINDOW_GONE:
                status = progress.status_after_gap()
            if status is TokenStatus.FAILED:
                give_up(run, place)
                raise TokenFailedError(reference=run.reference_number or "?")
            if status is TokenStatus.SESSION_ENDED:
                raise SessionEndedError(step=ap.step)
            if status is TokenStatus.WINDOW_GONE:
                raise TokenNotSafeError(
                    reference=run.reference_number or "?", reason=say("reason-window-gone")
                )


def copy_token(run: Run, ap: Ap) -> tuple[Secret, list[Secret]]:
    """Krok 4, Zadanie 2: the copy icon, once. Returns what was copied and what the page itself holds."""
    with run.step("krok-4-kopiuj"):
        issued = Issued(ap)
        on_page = issued.tokens_on_page()
        copied = issued.copy_once()
        if copied is None and len(on_page) == 1:
            # The icon failed, but the page holds exactly one token: taken whole, not as far as one can see.
            run.warn("copied-from-page")
            copied = on_page[0]
        if copied is None:
            raise TokenNotSafeError(reference=run.reference_number or "?", reason=say("reason-not-copied"))
        return copied, on_page
