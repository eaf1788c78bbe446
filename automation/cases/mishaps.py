"""A person's mistake in the middle of a run, done to AP's page as the person's own hand did it.

The assistant keeps AP's page from being loaded anew while a token is at stake, and stores the token before the page
has it (`automation.ap.escrow`). The customer had no assistant: so the browser of a replay refuses it the means for
both, and nothing stands between the mistake and the token. On the replica alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Error

from automation.ap.app import Ap
from automation.cases import MishapKind
from automation.environments import LOCAL_NAME
from automation.evidence.steps import Onlooker, Step

_TAKES: Final = 10_000
"""Milliseconds, at most, for a press and for AP to go where it leads."""

_BEFORE_THE_ORDER: Final = "rezerwacja"
_ORDER: Final = "krok-3-generuj"
_REFRESH: Final = "krok-4-odswiez"
_COPY: Final = "krok-4-kopiuj"


class Mishap(Onlooker):
    """Observes a run and makes a mistake at one moment of it: in `W realizacji`, or when the token is shown."""

    def __init__(self, kind: MishapKind, ap: Ap) -> None:
        """Args:
        kind: what the person did.
        ap: on which page; the replica's, no other AP will do.

        Raises:
            ValueError: it is not the replica's.
        """
        if ap.environment.name != LOCAL_NAME:
            raise ValueError(ap.environment.name)
        self._kind = kind
        self._page = ap.page
        self._moment = _REFRESH if kind.endswith("-while-waiting") else _COPY
        self._is_done = False

    def step_begins(self, step: Step) -> None:
        """Before `Odśwież` is pressed for the first time, or before the token that is shown is copied."""
        if step.id == _ORDER:
            self._allow_holding()
        if step.id == self._moment and not self._is_done:
            self._is_done = True
            self._do()

    def step_ends(self, step: Step) -> None:
        """From here to the press of `Generuj token` the assistant prepares to hold AP's page and answer."""
        if step.id == _BEFORE_THE_ORDER:
            self._refuse_holding()

    def _do(self) -> None:
        page = self._page
        match self._kind:
            case "reload" | "reload-while-waiting":
                page.reload(wait_until="commit")
            case "close" | "close-while-waiting":
                page.close()
            case "token-list":
                self._leave(lambda: page.get_by_role("button", name="Lista tokenów").click(timeout=_TAKES))
            case "another-token":
                again = page.get_by_role("button", name="Wygeneruj kolejny token")
                self._leave(lambda: again.click(timeout=_TAKES))
            case "back":
                self._leave(lambda: page.evaluate("() => history.back()"))

    def _leave(self, act: Callable[[], object]) -> None:
        """Do what leaves the token behind, and wait until it is out of sight: nobody is faster than that."""
        shown = self._page.get_by_role("button", name="Kopiuj").first
        act()
        shown.wait_for(state="hidden", timeout=_TAKES)

    # What the assistant asks the browser for is a DevTools session of its own (`automation.ap.escrow`).

    def _refuse_holding(self) -> None:
        def refused(*_: object) -> None:
            raise Error("refused, as there was no assistant")

        vars(self._page.context)["new_cdp_session"] = refused

    def _allow_holding(self) -> None:
        vars(self._page.context).pop("new_cdp_session", None)
