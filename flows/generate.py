"""The whole job: from login to a token that was read back from the vault (guide, Krok 1 to 4)."""

from __future__ import annotations

import time

from automation.ap.app import Ap
from automation.ap.issued import Issued
from automation.ap.pointing import Pointing
from automation.ap.progress import Progress, TokenStatus
from automation.ap.token_form import AfterSubmit, Submitted, TokenForm
from automation.errors import (
    AssistantError,
    OrderDoubtfulError,
    OrderUnknownError,
    SessionEndedError,
    TokenNotReadyError,
    TokenNotSafeError,
)
from automation.evidence.steps import Fact, Seen
from automation.text import say
from automation.vault import Vault
from flows.check import boxes_of, open_token_form
from flows.login import sign_in
from flows.opening import pass_on_notices
from flows.order import Order, Receipt
from flows.run import Run
from flows.safekeeping import Safekeeping
from flows.stake import (
    Copied,
    checked_token,
    escrowed_token,
    failure,
    look_for_a_second_token,
    nothing_closed,
    settle_doubt,
    token_at_stake,
)


def generate_token(run: Run, ap: Ap, vault: Vault, order: Order) -> Receipt:
    """Make one KSeF token and put it into the vault.

    Raises:
        PermissionsError, LoginError, InterfaceError, ApError, VaultError, PolicyError: nothing was issued,
            or AP did not finish (the message says which).
        TokenNotSafeError, TokenSuspectError, OrderUnknownError: a token was or may have been issued.
    """
    sign_in(run, ap, order.identity, vault)
    return make_token(run, ap, vault, order)


def make_token(run: Run, ap: Ap, vault: Vault, order: Order) -> Receipt:
    """The same for somebody who is logged in."""
    form = open_token_form(run, ap, order.permissions)
    with run.step("krok-3-pola", name=order.token_name):
        form.fill_in(
            order.token_name,
            order.permissions,
            validity_days=order.validity_days,
            renewable=order.renewable,
        )
    with run.step("krok-3-sprawdzenie", points_at=("token-name", *boxes_of(order.permissions))):
        form.read_back(
            order.token_name,
            order.permissions,
            validity_days=order.validity_days,
            renewable=order.renewable,
        )
        form.must_be_ready()
        ap.check_place()
    with run.step("rezerwacja"):
        vault.restore_wiped()  # what another program has wiped since the last run
        validity_days = form.validity_days()
        place = run.place = vault.reserve(
            order.entry(ap_version=ap.version, validity_days=validity_days), replace=order.replace
        )
    pass_on_notices(run, vault)
    keeping = Safekeeping(run, ap, place, order, validity_days=validity_days)
    with keeping.escrow_armed(), run.curtain(), ap.guard.token_at_stake(run.warn), nothing_closed(ap):
        submitted = press_generate(run, ap, form, keeping)
        with token_at_stake(keeping):
            pointing = Pointing(ap, run.warn, asked_to_stop=lambda: run.interruption.requested)
            is_shown = wait_for_token(run, ap, keeping, pointing)
            with Issued(ap, pointing) as issued:
                copied = copy_token(run, keeping, issued) if is_shown else escrowed_token(run, keeping)
                with run.step("krok-4-zapis"):
                    token = checked_token(run, keeping, copied)
                    keeping.confirm(token)
            shown_at = ap.patience.shown_at() if is_shown else None
    if submitted.maybe_repeated:
        look_for_a_second_token(run, ap, order, token)
    return Receipt(
        reference_number=token.reference_number,
        entry_uuid=str(place.uuid),
        entry_path=place.path,
        issue_to_durable_ms=keeping.issue_to_durable_ms(submitted.answered_at),
        shown_to_durable_ms=keeping.shown_to_durable_ms(shown_at),
    )


def press_generate(run: Run, ap: Ap, form: TokenForm, keeping: Safekeeping) -> Submitted:
    """Krok 3, the press. A refusal that surely made no token takes the reservation back."""
    run.note(Fact.ORDERING)
    ordering_at = ap.gateway.now()
    try:
        with run.step("krok-3-generuj"):
            run.must_be_on_record()
            ap.check_place()  # once more: the reservation took its time
            submitted = form.submit_once(keeping.order.token_name)
    except (OrderDoubtfulError, OrderUnknownError) as doubt:
        keeping.settle_escrow()
        accepted = ap.gateway.accepted_orders_since(ordering_at)
        if accepted and not ap.is_gone:
            # A token was issued, and the page only looks other than expected: that may not stop the retrieval.
            submitted = Submitted(
                AfterSubmit.IN_PROGRESS,
                accepted[0].answered_at,
                len(accepted),
                maybe_repeated=len(accepted) > 1,
            )
        elif keeping.has_token:
            raise keeping.unconfirmed(say(f"error-{doubt.code}.what", **doubt.details)) from None
        else:
            raise settle_doubt(run, ap, keeping.order, doubt) from None
    except AssistantError:
        keeping.give_up()
        raise
    run.presses = 0
    keeping.settle_escrow()
    if submitted.orders > 1:
        run.warn("several-orders", count=submitted.orders)
    return submitted


def wait_for_token(run: Run, ap: Ap, keeping: Safekeeping, pointing: Pointing) -> bool:
    """Krok 4, Zadanie 1: press `Odśwież`, once a retry, until the token is shown.

    Where `Odśwież` cannot be told with certainty nothing is pressed: the page is kept and looked at, and with the
    token in the vault AP's gateway is asked whether it is active.

    Returns:
        Whether the page shows the token; if not, AP's gateway has said that it is active, and it is in the vault.
    """
    progress = Progress(ap, pointing, loads_refused=keeping.loads_refused)
    started = time.monotonic()
    status = progress.status()
    while status is not TokenStatus.SHOWN:
        refresh = progress.refresh_control()
        if progress.tries >= keeping.order.refresh_limit:
            if refresh is None:
                raise TokenNotSafeError(
                    reference=run.reference_number or "?", reason=say("reason-refresh-unknown")
                )
            raise TokenNotReadyError(
                reference=run.reference_number or "?",
                presses=progress.presses,
                seconds=round(time.monotonic() - started),
                escrowed="yes" if keeping.has_token else "no",
                vault=keeping.place.vault,
            )
        try:
            if refresh is not None:
                with run.step("krok-4-odswiez", press=progress.presses + 1):
                    status = progress.refresh_once(keeping.order.refresh_interval, refresh)
            else:
                with run.step("krok-4-czekanie"):
                    reference = run.reference_number if keeping.has_token else None
                    status = progress.watch_once(keeping.order.refresh_interval, reference=reference)
        finally:
            if progress.pressed_at is not None and progress.presses != run.presses:
                run.see(Seen.PRESSED, number=progress.presses, pressed_at=progress.pressed_at.isoformat())
            run.presses = progress.presses
            run.reference_number = progress.reference_number or run.reference_number
        if refresh is None and status is TokenStatus.PENDING:
            run.warn("refresh-unknown")
        if status is TokenStatus.FAILED:
            raise failure(run, keeping, ksef_says_so=progress.ksef_says_failed)
        if status is TokenStatus.SESSION_ENDED:
            raise SessionEndedError(step=ap.step)
        if status is TokenStatus.ACTIVE_UNSEEN:
            return False
    return True


def copy_token(run: Run, keeping: Safekeeping, issued: Issued) -> Copied:
    """Krok 4, Zadanie 2: the copy icon, once; and all that its value can be compared with."""
    with run.step("krok-4-kopiuj"):
        on_page = tuple(issued.tokens_on_page())
        keeping.secure(on_page)
        copied = issued.copy_once()
        if len(issued.copied) > 1:
            run.warn("copied-several", count=len(issued.copied))
        if copied is None and len(on_page) == 1:
            # The icon failed, but the page holds exactly one token: taken whole, not as far as one can see.
            run.warn("copied-from-page")
            copied = on_page[0]
        if copied is None and len(keeping.escrowed) == 1:
            run.warn("copied-from-escrow")
            copied = keeping.escrowed[0]
        if copied is None:
            raise TokenNotSafeError(reference=run.reference_number or "?", reason=say("reason-not-copied"))
        return Copied(copied, on_page, keeping.escrowed)
