"""What to do when a token may exist that is not safe: keep what there is, find out what is true, say it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from playwright.sync_api import Error

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
from flows.order import Order
from flows.run import Run
from flows.safekeeping import Safekeeping

_CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""How far this machine's clock and KSeF's may be apart when a new token is told from an old one."""

_REPEATED_WITHIN: Final = timedelta(minutes=2)
"""How far apart, by KSeF's own clock, the tokens of one order can be: a browser repeats a request at once."""


@contextmanager
def token_at_stake(keeping: Safekeeping) -> Iterator[None]:
    """From here on whatever goes wrong is about a token that was issued."""
    try:
        yield
    except (TokenFailedError, TokenNotReadyError):
        raise
    except TokenNotSafeError as error:
        raise keeping.unconfirmed(str(error.details["reason"])) from None
    except AssistantError as error:
        if error.exit is Exit.TOKEN_NOT_SAFE:
            raise
        interrupted = isinstance(error, RunInterruptedError)
        reason = (
            say("reason-interrupted") if interrupted else say(f"error-{error.code}.what", **error.details)
        )
        raise keeping.unconfirmed(reason) from None
    except Error:  # between two steps, where nobody translates it
        raise keeping.unconfirmed(say("error-browser-closed.what")) from None


@contextmanager
def nothing_closed(ap: Ap) -> Iterator[None]:
    """From the press of `Generuj token` on nothing that lies over AP's page is closed, until this ends."""
    try:
        yield
    finally:
        ap.hand.overlays.hands_on()


@dataclass(frozen=True, slots=True)
class Copied:
    """A token as it came from AP's page, and everything it can be compared with."""

    value: Secret
    on_page: tuple[Secret, ...]
    """What the page itself holds; usually the one token."""
    escrowed: tuple[Secret, ...]
    """What AP's answer to the order carried, if it carries the token at all."""


def escrowed_token(run: Run, keeping: Safekeeping) -> Copied:
    """The token as AP's answer carried it: AP says that it is active, but its page never showed it."""
    run.warn("confirmed-unseen")
    return Copied(keeping.escrowed[0], (), keeping.escrowed)


def failure(run: Run, keeping: Safekeeping, *, ksef_says_so: bool) -> AssistantError:
    """What to end with when AP shows that the token failed. Words on the page take back nothing that is stored."""
    reference = run.reference_number or "?"
    if keeping.has_token and not ksef_says_so:
        return TokenNotSafeError(reference=reference, reason=say("reason-shown-as-failed"))
    keeping.withdraw()
    return TokenFailedError(reference=reference)


def checked_token(run: Run, keeping: Safekeeping, copied: Copied) -> KsefToken:
    """Everything that can be checked about a copied value: form, checksum, NIP, the page's own and AP's answer.

    Raises:
        TokenSuspectError: something is wrong. Every value there is is stored all the same.
    """
    token = _checked(run, keeping.order, copied)
    if isinstance(token, KsefToken):
        return token
    keeping.keep_suspect(_values_to_keep(copied), token)
    raise TokenSuspectError(reason=token, entry=keeping.place.path)


def _checked(run: Run, order: Order, copied: Copied) -> KsefToken | str:
    """The token, or the text that says what is wrong with it."""
    try:
        token = parse(copied.value)
    except MalformedTokenError as error:
        return say(f"reason-token-{error.reason}")
    if token.context != f"nip-{order.identity.nip}":
        return say("reason-token-context")
    if len(copied.escrowed) > 1:
        return say("reason-several-tokens")
    if copied.escrowed and copied.escrowed != (copied.value,):
        return say("reason-token-not-escrowed")
    # The page may hold several where AP's answer says which is right.
    if copied.on_page and (
        copied.value not in copied.on_page or (len(copied.on_page) > 1 and not copied.escrowed)
    ):
        return say("reason-token-differs")
    if not copied.on_page and not copied.escrowed:
        run.warn("not-compared")  # the form, the checksum and the NIP are right all the same
    return token


def _values_to_keep(copied: Copied) -> dict[str, Secret]:
    """Every different value there is of a token that is not as it should be, by where it comes from."""
    values = {"copied": copied.value}
    for source, others in (("on page", copied.on_page), ("in AP's answer", copied.escrowed)):
        values |= {
            f"{source} {number}": value for number, value in enumerate(others, 1) if value != copied.value
        }
    return values


def look_for_a_second_token(run: Run, ap: Ap, order: Order, kept: KsefToken) -> None:
    """The browser may have sent the order twice: ask AP whether it made two tokens, and say so."""
    listed = TokenList(ap).from_gateway()
    made_at = next((t.created_at for t in listed if t.reference_number == kept.reference_number), None)
    others = [
        token.reference_number
        for token in listed
        if token.name == order.token_name
        and token.reference_number != kept.reference_number
        and made_at is not None
        and token.created_at is not None
        and abs(token.created_at - made_at) <= _REPEATED_WITHIN
    ]
    if others:
        run.warn(
            "order-repeated", count=len(others) + 1, kept=kept.reference_number, others=", ".join(others)
        )


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
