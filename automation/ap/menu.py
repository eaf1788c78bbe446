"""AP's side menu: what it offers tells what the user may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.errors import ApTooSlowError

_QUIET: Final = 1.0
"""Seconds without any traffic after which a menu item that is still missing is not coming."""
_UNFOLDS: Final = 3.0
"""Seconds that a menu may take to unfold."""


@dataclass(frozen=True, slots=True)
class MenuState:
    """Which of the items that matter are there (guide, Krok 1)."""

    invoices: bool
    permissions: bool
    tokens: bool
    certificates: bool

    @property
    def is_complete(self) -> bool:
        """Everything that making a token asks for."""
        return self.invoices and self.permissions and self.tokens


class Menu:
    """The side menu."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self._is_opened = False

    def state(self) -> MenuState:
        """What the menu offers, once it has settled.

        A complete menu is taken at once. For an incomplete one the assistant waits until AP has nothing more
        to ask its gateway: an item that is late must not be taken for one that the user may not see.
        """
        since = self._ap.gateway.now()
        self._ap.expect({"menu": self._is_open_or_opened}, since=since)
        seen = self._look()
        settled_since = self._ap.gateway.now()
        while not seen.is_complete:
            self._ap.patience.next_change()
            now_seen = self._look()
            # A menu without any item is one that is hidden behind something: what that is, is found meanwhile.
            if now_seen != seen or self._ap.finder.menu_root() is None:
                seen, settled_since = now_seen, self._ap.gateway.now()
            now = self._ap.gateway.now()
            settled = now - settled_since >= _QUIET and self._ap.gateway.is_quiet(_QUIET)
            if settled or now - since >= self._ap.timeout:
                break
        return seen

    def open_tokens(self) -> None:
        """Unfold `Tokeny`, unless it is unfolded. Pressed once at most: a second press would fold it again.

        Raises:
            ControlMissingError, ControlAmbiguousError: `Tokeny` or what it unfolds cannot be told.
        """
        if self._tokens_are_unfolded():
            return
        since = self._ap.gateway.now()
        self._ap.hand.press(control("menu-tokens"))
        unfolded = {"unfolded": self._ap.shows("menu-generate-token")}
        if self._ap.patience.until(unfolded, seconds=_UNFOLDS) is None and self._ap.gateway.is_quiet(_QUIET):
            # A menu that opens under the mouse may have been opened by the mouse's coming and closed by the press.
            self._ap.hand.hover(control("menu-tokens"))
        self._expect("menu-generate-token", since)

    def open_token_form(self) -> None:
        """Press `Generuj token` in the menu and wait for the form.

        Raises:
            ControlMissingError: no form came.
        """
        since = self._ap.gateway.now()
        self._ap.hand.press(control("menu-generate-token"))
        self._expect("token-name", since)

    def open_token_list(self) -> None:
        """Press `Lista tokenów` in the menu and wait for the list."""
        since = self._ap.gateway.now()
        self._ap.hand.press(control("menu-token-list"))
        self._ap.expect({"list": self._ap.shows("list-heading")}, since=since)

    def _expect(self, control_id: str, since: float) -> None:
        try:
            self._ap.expect({"there": self._ap.shows(control_id)}, since=since)
        except ApTooSlowError:
            if not self._ap.gateway.is_quiet(_QUIET):
                raise
            self._ap.finder.find(
                control(control_id), enabled=False, timeout=0
            )  # AP is done, without it: say so

    def _look(self) -> MenuState:
        self._ap.finder.forget()
        shown = {name: self._ap.finder.is_shown(control(f"menu-{name}")) for name in MenuState.__slots__}
        return MenuState(**shown)

    def _is_open_or_opened(self) -> bool:
        if self._ap.finder.menu_root() is not None:
            return True
        toggle = control("menu-toggle")
        # On a narrow window the menu is folded away behind a button.
        quiet = self._ap.gateway.is_quiet(_QUIET) and not self._is_opened
        if quiet and self._ap.finder.is_shown(toggle):
            self._is_opened = True  # a second press would close it
            self._ap.hand.press(toggle)
            opened = {"opened": lambda: self._ap.finder.menu_root() is not None}
            self._ap.patience.until(opened, seconds=_UNFOLDS)
        return self._ap.finder.menu_root() is not None

    def _tokens_are_unfolded(self) -> bool:
        tokens = self._ap.finder.find(control("menu-tokens"), timeout=self._ap.timeout)
        expanded = tokens.get_attribute("aria-expanded")
        if expanded is not None:
            return expanded == "true"
        return self._ap.finder.is_shown(control("menu-generate-token"))
