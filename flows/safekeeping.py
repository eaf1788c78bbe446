"""Where an issued token is kept: the vault; if that fails, a rescue database; if that fails, this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from automation.ap.app import Ap
from automation.ap.escrow import Escrow
from automation.errors import (
    RunInterruptedError,
    StillRecordingError,
    TokenNotSafeError,
    TokenRescuedError,
    TokenUnconfirmedError,
    VaultError,
)
from automation.evidence.steps import Fact
from automation.ksef_token import KsefToken, MalformedTokenError, parse
from automation.os_reason import os_reason
from automation.secret import Secret
from automation.text import say
from automation.vault import Place
from flows.order import Order
from flows.run import Run

_ATTEMPTS: Final = 2
"""Another program may have saved its own, older state between the write and the look at it."""
_AGAIN: Final = 2.0
"""Seconds between two attempts to store a token that only this process holds."""


class Safekeeping:
    """Puts one token away, whatever happens to the vault meanwhile."""

    def __init__(
        self, run: Run, ap: Ap, place: Place, order: Order, *, validity_days: int | None = None
    ) -> None:
        """Args:
        run: told what becomes of the token.
        ap: where the token comes from.
        place: the entry reserved for it.
        order: what was ordered.
        validity_days: for how long the token will be valid, as AP's form says; None where it does not.
        """
        self.place = place
        self.order = order
        self._run = run
        self._patience = ap.patience
        self._escrow = Escrow(ap.page, self._take_escrow)
        self._ordered_at = datetime.now(UTC)
        self._rescue_file: Path | None = None
        self._in_vault = False
        self._reason = "-"
        self._escrowed_at: float | None = None
        self._secured_at: float | None = None
        self._confirmed_at: float | None = None
        run.note(
            Fact.RESERVED,
            entry_uuid=str(place.uuid),
            entry_path=place.path,
            validity_days=validity_days,
        )

    @contextmanager
    def escrow_armed(self) -> Iterator[None]:
        """Hold AP's answer to the order until the token in it is on disk.

        A run that is stopped in here before the order leaves no reservation behind.
        """
        if not self._escrow.arm():
            self._run.warn("no-escrow")
        try:
            yield
        except (RunInterruptedError, StillRecordingError):
            self.give_up()
            raise
        finally:
            self._escrow.disarm()
            if self._escrow.kept_from_leaving:
                self._run.warn("page-held")

    @property
    def escrowed(self) -> tuple[Secret, ...]:
        """What AP's answer to the order carried; usually one token, none if this AP does not send it."""
        return self._escrow.tokens

    def loads_refused(self) -> int:
        """How often AP's page was kept from loading itself anew, or another of AP's pages."""
        return self._escrow.loads_refused

    def settle_escrow(self) -> None:
        """Wait until what AP's answer carried is on disk, and put on record what became of it."""
        self._escrow.settle()
        if self._in_vault:
            self._run.note(Fact.ESCROWED, reference_number=self._run.reference_number)
        self._note_rescue()

    def secure(self, tokens: tuple[Secret, ...]) -> None:
        """Put the one token that AP's page shows on disk at once, before it is known to be right (`ap-pending`)."""
        if len(tokens) == 1 and not self.has_token:
            self._take_escrow(tokens[0])
            self._secured_at = self._escrowed_at
            self._note_rescue()

    def give_up(self) -> None:
        """There surely is no token: take the reservation back. With a token stored this does nothing."""
        if self._run.place is None or self.has_token:
            return
        self.place.release()
        self._run.place = None
        self._run.note(Fact.RELEASED)

    def withdraw(self) -> None:
        """AP says that the token failed: it is none and never will be."""
        self.place.withdraw()
        self._drop_rescue_file()
        self._in_vault = False
        self._run.place = None
        self._run.note(Fact.RELEASED)

    def _take_escrow(self, token: Secret) -> None:
        """Store a token that AP's page has not shown yet (`ap-pending`). Never raises: the page is waiting."""
        number, attributes = self._facts_of(token)
        self._run.reference_number = self._run.reference_number or number
        try:
            self.place.pending(token, attributes)
            self._in_vault = True
        except Exception as error:
            self._rescue(error)
        self._escrowed_at = time.monotonic() if self.has_token else None
        if self._in_vault and number is not None:
            self.place.prepare_to_confirm(token, attributes)

    @property
    def has_token(self) -> bool:
        """Whether a token is on disk, in the vault or in a rescue database."""
        return self._in_vault or self._rescue_file is not None

    def issue_to_durable_ms(self, answered_at: float | None) -> int | None:
        """From AP's answer that carried the token to the return of the disk; without escrow, from AP's answer to the
        order (`answered_at`). None as long as there is no token, or where nobody saw the answer.
        """
        if self._escrow.answered_at is not None and self._escrowed_at is not None:
            return round((self._escrowed_at - self._escrow.answered_at) * 1000)
        return _milliseconds(answered_at, self._secured_at or self._confirmed_at)

    def shown_to_durable_ms(self, shown_at: float | None) -> int | None:
        """From the page's change that showed the token to the return of the disk: of the first write after it.

        That is the confirmation (`ap-active`) of a token that AP's answer carried, and was safe before. Without escrow
        it is the value as the page shows it (`ap-pending`), which is stored before `Kopiuj` is pressed.
        """
        return _milliseconds(shown_at, self._secured_at or self._confirmed_at)

    def confirm(self, token: KsefToken) -> None:
        """Store the token that AP has shown (`ap-active`), and read it back from disk.

        Raises:
            TokenRescuedError: the vault failed; the token is in a rescue database.
            TokenNotSafeError: nothing could be written until the operator said to stop.
        """
        attributes = self.order.issued_attributes(token, self._ordered_at)

        def write() -> None:
            self.place.confirm(token.value, attributes)
            self._confirmed_at = time.monotonic()
            self._run.note(Fact.CONFIRMED, reference_number=token.reference_number)
            self.place.verify(token.value)

        self._put(write)
        self._run.note(Fact.VERIFIED)
        self._drop_rescue_file()  # if the vault had failed at the escrow, it works again

    def keep_suspect(self, values: Mapping[str, Secret], text: str) -> None:
        """Store values that failed a check.

        Raises:
            TokenRescuedError, TokenNotSafeError: as `confirm`.
        """
        self._put(lambda: self.place.store_suspect(values, text))
        self._in_vault = True

    def unconfirmed(self, reason: str) -> TokenUnconfirmedError | TokenRescuedError | TokenNotSafeError:
        """What to end with when AP's page came to nothing: it depends on where the token is by now."""
        reference = self._run.reference_number or "?"
        if self._in_vault:
            return TokenUnconfirmedError(
                reference=reference, reason=reason, entry=self.place.path, vault=self.place.vault
            )
        if self._rescue_file is not None:
            return self._rescued(reason)
        return TokenNotSafeError(reference=reference, reason=reason)

    # --- inside ----------------------------------------------------------------------------------

    def _put(self, write: Callable[[], None]) -> None:
        for _ in range(_ATTEMPTS):
            try:
                write()
            except VaultError as error:
                failure = error
            else:
                return
        self._rescue(failure)
        if self._rescue_file is None:
            self._hold(write)
            return
        self._note_rescue()
        raise self._rescued(self._reason)

    def _rescue(self, error: Exception) -> None:
        self._reason = _reason_of(error)
        try:
            rescued = self.place.rescue()
        except VaultError:
            return
        if self._rescue_file is not None and self._rescue_file != rescued:
            self._drop_rescue_file()  # an earlier state of the same entry
        self._rescue_file = rescued

    def _hold(self, write: Callable[[], None]) -> None:
        """Nothing can be written: keep the token in memory and the page open, and try again and again."""
        run, place = self._run, self.place
        run.note(Fact.HOLDING, reference_number=run.reference_number)
        run.warn("holding", reason=self._reason, vault=place.vault, reference=run.reference_number or "?")
        with run.interruption.exposed() as told_to_stop:
            while not told_to_stop():
                self._patience.idle(_AGAIN)
                try:
                    write()
                except VaultError as error:
                    self._rescue(error)
                else:
                    return
                if self._rescue_file is not None:
                    self._note_rescue()
                    raise self._rescued(self._reason)
        raise TokenNotSafeError(
            reference=run.reference_number or "?", reason=say("reason-held-in-vain", reason=self._reason)
        )

    def _note_rescue(self) -> None:
        if self._rescue_file is not None:
            self._run.note(
                Fact.RESCUED, path=str(self._rescue_file), reference_number=self._run.reference_number
            )

    def _rescued(self, reason: str) -> TokenRescuedError:
        return TokenRescuedError(
            reference=self._run.reference_number or "?",
            reason=reason,
            vault=self.place.vault,
            rescue=str(self._rescue_file),
        )

    def _drop_rescue_file(self) -> None:
        """Remove a rescue database whose entry is safe elsewhere; if that fails it only lies about."""
        if self._rescue_file is None:
            return
        try:
            self._rescue_file.unlink()
        except OSError as error:
            self._run.warn("rescue-not-removed", path=str(self._rescue_file), reason=os_reason(error))
        self._rescue_file = None

    def _facts_of(self, token: Secret) -> tuple[str | None, dict[str, str]]:
        try:
            parsed = parse(token)
        except MalformedTokenError:
            return None, {}  # stored as it came; whether it is a token is judged when the page shows one
        return parsed.reference_number, self.order.issued_attributes(parsed, self._ordered_at)


def _milliseconds(begin: float | None, end: float | None) -> int | None:
    return None if begin is None or end is None else round((end - begin) * 1000)


def _reason_of(error: Exception) -> str:
    if isinstance(error, VaultError):
        return str(error.details.get("reason") or say(f"error-{error.code}.what", **error.details))
    return type(error).__name__  # a bug: its message may quote anything
