"""`Generowanie tokena`: the name, the checkboxes, and the one press that cannot be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.ap.catalogue import control, permission_control
from automation.ap.finder import Box, quotable
from automation.ap.form_scripts import COMPLAINTS, REQUIRED
from automation.ap.gateway import Exchange
from automation.ap.token_terms import Validity
from automation.errors import (
    NO_REASON,
    ApTooManyRequestsError,
    ApUnreachableError,
    AssistantError,
    ControlUnresponsiveError,
    FormReadBackError,
    OptionNotOfferedError,
    OrderDoubtfulError,
    OrderHeldBackError,
    OrderRejectedError,
    OrderUnknownError,
    PermissionRefusedError,
    PolicyError,
    RequiredFieldUnknownError,
    SessionEndedError,
)
from automation.ksef_token import Permission

_RENEWAL: Final = "renewal"
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
        self._validity = Validity(ap)
        self._days: int | None = None

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

    def fill_in(
        self,
        name: str,
        permissions: tuple[Permission, ...],
        *,
        validity_days: int | None = None,
        renewable: bool = False,
    ) -> None:
        """Enter the name, tick exactly the wanted permissions, untick every other; the same for what 2027 brings.

        Args:
            name: the token's name.
            permissions: what it may do.
            validity_days: for how long it is to be valid; None: as AP's form proposes, if it does.
            renewable: whether it may renew itself.

        Raises:
            RequiredFieldUnknownError: the form asks for something that nobody knows.
            OptionNotOfferedError: the form cannot do what was asked for.
            MissingSettingError: the form asks for the validity, and nobody has said it.
        """
        self._validity.fill_in(validity_days)
        self._ap.hand.fill(control("token-name"), name)
        boxes = self._boxes()
        if renewable and not any(_is(box, _RENEWAL) for box in boxes):
            raise self._not_offered("--renewable")
        for box in boxes:
            wanted = self._wanted(box, permissions, renewable=renewable)
            if box.control is not None and box.is_enabled and box.is_ticked != wanted:
                self._ap.hand.tick(box.control, ticked=wanted)

    def read_back(
        self,
        name: str,
        permissions: tuple[Permission, ...],
        *,
        validity_days: int | None = None,
        renewable: bool = False,
    ) -> None:
        """Prove that the form holds what was asked for and nothing else.

        Raises:
            FormReadBackError: a field or a checkbox differs, or there is a ticked box that nobody knows.
            RequiredFieldUnknownError, OptionNotOfferedError, MissingSettingError: as `fill_in`; it came meanwhile.
        """
        if self._ap.hand.read(control("token-name")) != name:
            raise self._differs(control("token-name").label(self._ap.version))
        boxes = self._boxes()
        for box in boxes:
            if box.control is None:
                continue
            if box.is_ticked != self._wanted(box, permissions, renewable=renewable):
                raise self._differs(box.control.label(self._ap.version))
        ticked = sum(box.is_ticked for box in boxes)  # of boxes that nobody knows, too
        if ticked != len(permissions) + renewable:
            raise self._differs(f"{ticked} ≠ {len(permissions) + renewable}")
        self._days = self._validity.read_back(validity_days)
        self.must_be_known()

    def validity_days(self) -> int | None:
        """For how many days the token will be valid, as the form said when it was read back; None if it did not."""
        return self._days

    def must_be_known(self) -> None:
        """Prove that the form asks for nothing that nobody knows.

        Raises:
            RequiredFieldUnknownError: it does.
        """
        name = self._ap.finder.find(control("token-name"), enabled=False, timeout=self._ap.timeout)
        boxes = [box.handle for box in self._boxes() if box.control is not None]
        known = [name, *boxes, *filter(None, [self._validity.field()])]
        fields = self._ap.page.evaluate(REQUIRED, [name, known])
        if fields:
            found = "; ".join(f"„{quotable(field)}”" for field in fields)
            raise RequiredFieldUnknownError(fields=found, step=self._ap.step, version=self._ap.version or "?")

    def must_be_ready(self) -> None:
        """Prove that the press is possible, before anything depends on it.

        Raises:
            ControlMissingError, ControlAmbiguousError: `Generuj token` cannot be told or is disabled.
            PageCoveredError: something lies over it.
        """
        submit = self._ap.finder.find(
            control("form-submit"), near=control("token-name"), timeout=self._ap.timeout
        )
        self._ap.hand.overlays.clear(submit)

    def submit_once(self, name: str) -> Submitted:
        """Press `Generuj token`, once, and wait for one of the two windows. Never retried.

        Raises:
            OrderRejectedError, PermissionRefusedError, ApTooManyRequestsError, SessionEndedError,
            OrderHeldBackError, ControlUnresponsiveError: AP made no token, for certain.
            OrderDoubtfulError, OrderUnknownError: AP failed, or never answered; there may be a token.
        """
        pressed_at = self._ap.gateway.now()
        presses: list[float] = []

        def about_to() -> None:
            self._ap.hand.overlays.hands_off()  # a token is at stake from here on
            presses.append(self._ap.gateway.now())

        try:
            self._ap.hand.press(
                control("form-submit"),
                near=control("token-name"),
                about_to=about_to,
            )
            outcome = self._ap.patience.until(
                {
                    "issued": self._ap.shows("issued"),
                    "in-progress": self._ap.shows("in-progress"),
                    "accepted": lambda: self._is_accepted(pressed_at),
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
        if outcome in {"issued", "in-progress", "accepted"}:
            return Submitted(
                AfterSubmit.ISSUED if outcome == "issued" else AfterSubmit.IN_PROGRESS,
                orders[0].answered_at if orders else None,
                len(orders),
                maybe_repeated=len(orders) > 1 or any(order.maybe_repeated for order in orders),
            )
        if not orders and outcome is None:
            # Nothing was sent: the form itself held the order back.
            if reason := self._ap.alerts() or self._complaints():
                raise OrderHeldBackError(reason=reason, version=self._ap.version or "?")
            raise ControlUnresponsiveError(
                control=control("form-submit").label(self._ap.version),
                step=self._ap.step,
                version=self._ap.version or "?",
            )
        if outcome == "refused":
            raise self._refusal(orders[-1])
        raise OrderUnknownError(name=name, listed="?")

    def _complaints(self) -> str:
        """What the form writes beside the fields that it finds wrong, where that is no alert."""
        try:
            texts: list[str] = self._ap.page.evaluate(COMPLAINTS)
        except Error:
            return ""
        return "; ".join(dict.fromkeys(quotable(text) for text in texts if text))

    def _is_accepted(self, pressed_at: float) -> bool:
        """AP accepted the order, and its page has had time to show one of the two windows by its usual heading."""
        accepted = self._ap.gateway.accepted_orders_since(pressed_at)
        return bool(accepted) and self._ap.gateway.now() - (accepted[0].answered_at or 0) >= _AFTER_ANSWER

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
            return OrderDoubtfulError(status=order.status or "-", reason=reason or NO_REASON, listed="?")
        return OrderRejectedError(status=order.status or "-", reason=reason or NO_REASON)

    def _reason(self) -> str:
        self._ap.patience.until({"alert": lambda: bool(self._ap.words_of_failure())}, seconds=_AFTER_ANSWER)
        return self._ap.words_of_failure()

    @staticmethod
    def _speaks_of_permissions(reason: str) -> bool:
        # Codes 26001 and 26002 of the API's contract, by code or by wording.
        return any(
            sign in reason for sign in ("26001", "26002", "uprawnień których nie posiadasz", "typu kontekstu")
        )

    def _boxes(self) -> list[Box]:
        return self._ap.finder.boxes((*map(permission_control, Permission), control(_RENEWAL)))

    def _states(self) -> dict[Permission, Checkbox]:
        boxes = self._boxes()
        return {permission: _state(boxes, permission) for permission in Permission}

    @staticmethod
    def _wanted(box: Box, permissions: tuple[Permission, ...], *, renewable: bool) -> bool:
        if _is(box, _RENEWAL):
            return renewable
        return any(_is(box, permission_control(permission).id) for permission in permissions)

    def _not_offered(self, option: str) -> OptionNotOfferedError:
        return OptionNotOfferedError(option=option, step=self._ap.step, version=self._ap.version or "?")

    def _differs(self, field: str) -> FormReadBackError:
        return FormReadBackError(field=field, step=self._ap.step)


def _state(boxes: list[Box], permission: Permission) -> Checkbox:
    matches = [box for box in boxes if _is(box, permission_control(permission).id)]
    if not matches:
        return Checkbox.ABSENT
    return Checkbox.FREE if all(box.is_enabled for box in matches) else Checkbox.LOCKED


def _is(box: Box, control_id: str) -> bool:
    return box.control is not None and box.control.id == control_id
