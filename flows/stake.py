"""What to do when a token may exist that is not safe: keep what there is, find out what is true, say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from automation.ap.app import Ap
from automation.ap.menu import Menu
from automation.ap.token_list import ListedToken, TokenList
from automation.errors import (
    AssistantError,
    Exit,
    OrderDoubtfulError,
    OrderUnknownError,
    RunInterruptedError,
    TokenFailedError,
    TokenNotReadyError,
    TokenNotSafeError,
    TokenSuspectError,
)
from automation.ksef_token import KsefToken, MalformedTokenError, parse
from automation.secret import Secret
from automation.text import say
from automation.vault import Place
from flows.order import Order
from flows.run import Run

_CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far this machine's clock and KSeF's may be apart when a new token is told from an old one."""


@contextmanager
def token_at_stake(run: Run) -> Iterator[None]:
    """From here on whatever goes wrong is about a token that was issued and is not safe."""
    try:
        yield
    except (TokenFailedError, TokenNotReadyError):
        raise
    except AssistantError as error:
        if error.exit is Exit.TOKEN_NOT_SAFE:
            raise
        interrupted = isinstance(error, RunInterruptedError)
        reason = (
            say("reason-interrupted") if interrupted else say(f"error-{error.code}.what", **error.details)
        )
        raise TokenNotSafeError(reference=run.reference_number or "?", reason=reason) from None


def give_up(run: Run, place: Place) -> None:
    """There surely is no token: take the reservation back."""
    place.release()
    run.place = None


def checked_token(run: Run, place: Place, copied: Secret, on_page: list[Secret], order: Order) -> KsefToken:
    """Everything that can be checked about a copied value: form, checksum, NIP, and what the page holds.

    Raises:
        TokenSuspectError: something is wrong. What was copied, and what the page held, is stored all the same.
    """
    reason = None
    token = None
    try:
        token = parse(copied)
    except MalformedTokenError as error:
        reason = f"reason-token-{error.reason}"
    else:
        if token.context != f"nip-{order.identity.nip}":
            reason = "reason-token-context"
        elif not on_page:
            run.warn("not-compared")  # the form, the checksum and the NIP are right all the same
        elif on_page != [copied]:
            reason = "reason-token-differs"
    if token is not None and reason is None:
        return token
    values = {"copied": copied}
    values |= {f"on page {number}": value for number, value in enumerate(on_page, 1) if value != copied}
    text = say(reason or "reason-token-form")
    place.store_suspect(values, text)
    raise TokenSuspectError(reason=text, entry=place.path)


def settle_doubt(
    run: Run, ap: Ap, order: Order, doubt: OrderDoubtfulError | OrderUnknownError
) -> AssistantError:
    """AP failed to answer the order, or answered with a failure: its token list may tell what is true.

    Returns:
        The error to end with. The reservation stays: there may be a token.
    """
    since = datetime.now(UTC) - _CLOCKS_DIFFER
    try:
        with run.step("lista-po-bledzie"):
            made = _ordered_since(ap, order.token_name, since)
    except AssistantError:
        return doubt
    if made:
        run.reference_number = made[-1].reference_number
        references = ", ".join(
            token.reference_number for token in made
        )  # Chromium may have repeated the request
        return TokenNotSafeError(reference=references, reason=say("reason-made-all-the-same"))
    # A list without the token is no proof: KSeF may still be at work on it.
    return type(doubt)(**(doubt.details | {"listed": "no"}))


def _ordered_since(ap: Ap, name: str, since: datetime) -> list[ListedToken]:
    """The tokens of this name that AP's list has, ordered since a moment."""
    token_list = TokenList(ap)
    menu = Menu(ap)
    menu.open_tokens()
    menu.open_token_list()
    listed = token_list.all_listed()
    return [
        token
        for token in listed
        if token.name == name and (token.created_at is None or token.created_at >= since)
    ]
