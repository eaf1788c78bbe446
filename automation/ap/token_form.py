"""`Generowanie tokena`: the name, the checkboxes, and the one press that cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.catalogue import control, permission_control
from automation.ap.gateway import Exchange
from automation.errors import (
    ApTooManyRequestsError,
    ApUnreachableError,
    AssistantError,
    ControlUnresponsiveError,
    FormReadBackError,
    OrderDoubtfulError,
    OrderRejectedError,
    OrderUnknownError,
    PermissionRefusedError,
    PolicyError,
    SessionEndedError,
)
from automation.ksef_token import Permission

_POWERLESS: Final = (400, 403)
_QUIET: Final = 1.0
"""Seconds without traffic or change after which a locked checkbox stays locked."""
_AFTER_ANSWER: Final = 5.0
"""Seconds that AP's page may take to show a refusal that its gateway has already given."""


class Checkbox(Enum):
    """What the form offers for one permission."""

    FREE = "free"
    LOCKED = "locked"
    ABSENT = "absent"


class AfterSubmit(Enum):
    """Which of Krok 4's two windows came."""

    IN_PROGRESS = "in-progress"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The press of `Generuj token` and what AP made of it."""

    screen: AfterSubmit
    answered_at: float | None
    """When AP's answer came, by the gateway watch's clock."""
    orders: int
    """How many requests for a token were seen; more than one is worth a warning."""
    maybe_repeated: bool
    """The browser itself may have sent the request twice."""


class TokenForm:
    """The form."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap

    def checkboxes(self, wanted: tuple[Permission, ...]) -> dict[Permission, Checkbox]:
        """Which permissions can be ticked (guide, Krok 2, Zadanie 3).

        Comes back at once when all wanted ones are free. AP may draw the boxes first and unlock them when it
        knows the user's permissions, so a locked one counts only when AP has nothing more to ask its gateway.

        Raises:
            ControlMissingError: the form has no box for a wanted permission.
        """
        since = self._ap.gateway.now()
        any_permission = [permission_control(permission) for permission in Permission]
        self._ap.expect(
            {"checkboxes": lambda: any(self._ap.finder.is_shown(box) for box in any_permission)}, since=since
        )
        states = self._states()
        settled_since = self._ap.gateway.now()
        while any(states[permission] is not Checkbox.FREE for permission in wanted):
            now = self._ap.gateway.now()
            if now - settled_since >= _QUIET and self._ap.gateway.is_quiet(_QUIET):
                break
            self._ap.patience.next_change()
            seen = self._states()
            if seen != states:
                states, settled_since = seen, self._ap.gateway.now()
        for permission in wanted:
            if states[permission] is Checkbox.ABSENT:
                self._ap.finder.find(permission_control(permission), enabled=False, timeout=0)
        return states

    def fill_in(self, name: str, permissions: tuple[Permission, ...]) -> None:
        """Enter the name, tick exactly the wanted permissions, untick every other."""
        self._ap.hand.fill(control("token-name"), name)
        for permission, state in self._states().items():
            if state is Checkbox.FREE:
                self._ap.hand.tick(permission_control(permission), ticked=permission in permissions)

    def read_back(self, name: str, permissions: tuple[Permission, ...]) -> None:
        """Prove that the form holds what was asked for and nothing else.

        Raises:
            FormReadBackError: a field or a checkbox differs, or there is a ticked box that nobody knows.
        """
        if self._ap.hand.read(control("token-name")) != name:
            raise self._differs(control("token-name").label(self._ap.version))
        for permission in Permission:
            box = permission_control(permission)
            matches = self._ap.finder.matches(box)
            if any(match.is_checked() for match in matches) != (permission in permissions):
                raise self._differs(box.label(self._ap.version))
        ticked = self._ap.finder.ticked_in_main()
        if ticked != len(permissions):
            raise self._differs(f"{ticked} ≠ {len(permissions)}")

    def must_be_ready(self) -> None:
        """Prove that the press is possible, before anything depends on it.

        Raises:
            ControlMissingError, ControlAmbiguousError: `Generuj token` cannot be told or is disabled.
        """
        self._ap.finder.find(control("form-submit"), near=control("token-name"), timeout=self._ap.timeout)

    def submit_once(self, name: str) -> Submitted:
        """Press `Generuj token`, once, and wait for one of the two windows. Never retried.

        Raises:
            OrderRejectedError, PermissionRefusedError, ApTooManyRequestsError, SessionEndedError,
            ControlUnresponsiveError: AP made no token, for certain.
            OrderDoubtfulError, OrderUnknownError: AP failed, or never answered; there may be a token.
        """
        pressed_at = self._ap.gateway.now()
        presses: list[float] = []
        try:
            self._ap.hand.press(
                control("form-submit"),
                near=control("token-name"),
                about_to=lambda: presses.append(self._ap.gateway.now()),
            )
            outcome = self._ap.patience.until(
                {
                    "issued": self._ap.shows("issued"),
                    "in-progress": self._ap.shows("in-progress"),
                    "refused": lambda: self._is_refused(pressed_at),
                    "broken": lambda: any(
                        order.broken for order in self._ap.gateway.orders_since(pressed_at)
                    ),
                },
                seconds=self._ap.timeout,
            )
        except (AssistantError, Error) as error:
            orders = self._ap.gateway.orders_since(pressed_at)
            if self._is_refused(pressed_at):
                raise self._refusal(orders[-1]) from None
            # A page that goes while it is being pressed may have sent the order without our seeing it.
            lost = self._ap.is_gone or isinstance(error, PolicyError | ApUnreachableError)
            if orders or (presses and lost):
                raise OrderUnknownError(name=name, listed="?") from None
            raise error from None
        orders = self._ap.gateway.orders_since(pressed_at)
        if outcome in {"issued", "in-progress"}:
            return Submitted(
                AfterSubmit(outcome),
                orders[0].answered_at if orders else None,
                len(orders),
                maybe_repeated=len(orders) > 1 or any(order.maybe_repeated for order in orders),
            )
        if not orders and outcome is None:
            # Nothing was sent: the form itself held the order back.
            raise ControlUnresponsiveError(
                control=control("form-submit").label(self._ap.version),
                step=self._ap.step,
                version=self._ap.version or "?",
            )
        if outcome == "refused":
            raise self._refusal(orders[-1])
        raise OrderUnknownError(name=name, listed="?")

    def _is_refused(self, pressed_at: float) -> bool:
        orders = self._ap.gateway.orders_since(pressed_at)
        return bool(orders) and all(order.status is not None and order.status >= 400 for order in orders)

    def _refusal(self, order: Exchange) -> AssistantError:
        if order.status == 401:
            return SessionEndedError(step=self._ap.step)
        reason = self._reason()
        if order.status == 429:
            return ApTooManyRequestsError(seconds=round(order.retry_after or 60), step=self._ap.step)
        if order.status in _POWERLESS and (order.status == 403 or self._speaks_of_permissions(reason)):
            return PermissionRefusedError(reason=reason or str(order.status))
        if (order.status or 0) >= 500:
            return OrderDoubtfulError(status=order.status or "-", reason=reason or "-", listed="?")
        return OrderRejectedError(status=order.status or "-", reason=reason or "-")

    def _reason(self) -> str:
        self._ap.patience.until(
            {"alert": lambda: bool(self._ap.alerts())},
            seconds=_AFTER_ANSWER,
        )
        return self._ap.alerts()

    @staticmethod
    def _speaks_of_permissions(reason: str) -> bool:
        # Codes 26001 and 26002 of the API's contract, by code or by wording.
        return any(
            sign in reason for sign in ("26001", "26002", "uprawnień których nie posiadasz", "typu kontekstu")
        )

    def _states(self) -> dict[Permission, Checkbox]:
        return {permission: self._state(permission) for permission in Permission}

    def _state(self, permission: Permission) -> Checkbox:
        matches = self._ap.finder.matches(permission_control(permission))
        if not matches:
            return Checkbox.ABSENT
        return Checkbox.FREE if all(match.is_enabled() for match in matches) else Checkbox.LOCKED

    def _differs(self, field: str) -> FormReadBackError:
        return FormReadBackError(field=field, step=self._ap.step)
