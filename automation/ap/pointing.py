"""Pointing: a person shows what is what, where the assistant cannot tell with certainty.

While it lasts, clicks in the window only point (Playwright's locator picker): the page hears nothing of them, nor of
Escape. It ends when something fit was pointed at, when the page goes on by itself, when the time is over, or with
Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

from playwright.sync_api import ElementHandle, Error, Locator, Page

from automation.ap.app import Ap
from automation.ap.at_stake import can_be_used, control_of, may_cost_the_token
from automation.ap.catalogue import Control
from automation.browser.devtools import has_crashed, let_go

_PATIENCE: Final = 240.0
"""Seconds that a person is waited for. AP ends sessions after 20 to 30 idle minutes (assumed)."""


class Pointing:
    """Asks the person at the window, if there is one, and remembers what was pointed at."""

    def __init__(
        self,
        ap: Ap,
        warn: Callable[..., None],
        *,
        asked_to_stop: Callable[[], bool],
        patience: float = _PATIENCE,
    ) -> None:
        """Args:
        ap: the page.
        warn: tells the person something, by a warning's id and its values.
        asked_to_stop: whether Ctrl-C was pressed: the first one ends the asking.
        patience: seconds for one answer.
        """
        self._ap = ap
        self._warn = warn
        self._asked_to_stop = asked_to_stop
        self._patience = patience
        self._pointed_at: dict[str, Locator] = {}
        self._questions = 0
        self._in_vain = False

    def known(self, wanted: Control) -> ElementHandle | None:
        """What was pointed at before, if it is still there and fit to be pressed."""
        locator = self._pointed_at.get(wanted.id)
        return self._fit(locator, wanted) if locator is not None else None

    @property
    def is_possible(self) -> bool:
        """Whether there is a window, and nobody let a question go unanswered before."""
        return not self._in_vain and not self._asked_to_stop() and has_window(self._ap.page)

    def ask_for(self, wanted: Control, unless: Mapping[str, Callable[[], bool]]) -> ElementHandle | None:
        """Have a control pointed at.

        Args:
            wanted: what is looked for.
            unless: what makes the question needless when it comes.

        Returns:
            The control, which may be pressed; None if nobody answered or the question became needless.
        """
        name = wanted.label(self._ap.version)
        self._questions += 1
        self._warn("point-at", control=name, question=self._questions)
        ends = {"stop": self._asked_to_stop, **unless}
        deadline = self._ap.gateway.now() + self._patience
        while (left := deadline - self._ap.gateway.now()) > 0:
            with picking(self._ap.page) as picked:
                outcome = self._ap.patience.until({"picked": lambda: bool(picked), **ends}, seconds=left)
            if outcome is not None and outcome != "picked":
                return None
            locator = picked[0] if outcome == "picked" else None
            if locator is None:
                break
            element = self._fit(locator, wanted)
            if element is not None:
                self._pointed_at[wanted.id] = locator
                return element
            self._questions += 1
            self._warn("pointed-wrong", control=name, question=self._questions)
        self._in_vain = True
        return None

    @staticmethod
    def _fit(locator: Locator, wanted: Control) -> ElementHandle | None:
        """The one control that was pointed at; None if it is several, out of sight, or may cost the token."""
        try:
            elements = locator.element_handles()
            if len(elements) != 1:
                return None
            element = control_of(elements[0])
            if not can_be_used(element) or may_cost_the_token(element):
                return None
            name = element.evaluate(
                "(element) => element.innerText || element.ariaLabel || element.title || ''"
            )
        except Error:
            return None  # from the page's own words, which are not repeated: it may be the token that was pointed at
        return None if wanted.is_denied(name) else element


def has_window(page: Page) -> bool:
    """Whether the browser has a window in which a person can point. Asked of the browser itself."""
    browser = page.context.browser
    try:
        session = browser.new_browser_cdp_session() if browser is not None else None
        line = str(session.send("SystemInfo.getInfo")["commandLine"]) if session is not None else ""
        if session is not None:
            session.detach()
    except Error:
        return False
    program = line.split(" --", 1)[0]
    return bool(line) and "--headless" not in line and "headless" not in program


@contextmanager
def picking(page: Page) -> Iterator[list[Locator | None]]:
    """While it lasts, a click in the page points. Yields what was pointed at, once it was (None: it broke off).

    The picker blocks whoever calls it until then, so it is called from the handler of an event of the browser's: that
    runs beside the caller, who goes on.
    """
    picked: list[Locator | None] = []

    def pick(_event: object) -> None:
        try:
            picked.append(page.pick_locator())
        except Error:
            picked.append(None)

    session = page.context.new_cdp_session(page)
    session.once("Runtime.executionContextCreated", pick)
    session.send("Runtime.enable")  # tells of every document there is, and so calls the handler
    try:
        yield picked
    finally:
        with suppress(Error):  # the page is gone
            if not picked and not has_crashed(page):
                page.cancel_pick_locator()
        let_go(session, page)
