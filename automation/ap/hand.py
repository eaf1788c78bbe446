"""The hand: what is done to a control, by the assistant itself.

A person may look on, or do it instead (`automation.ap.partner`); pages only ever ask for the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from playwright.sync_api import ElementHandle, Error, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.ap.catalogue import TEXT, Control
from automation.ap.finder import Finder, is_page_change
from automation.ap.names import plain
from automation.ap.overlays import Overlays
from automation.ap.partner import Act, Doer, Partner
from automation.ap.waiting import Patience
from automation.errors import ControlUnresponsiveError, FormReadBackError, InterfaceError

_GENTLE: Final = 1.0
"""Seconds for the mouse to reach a control before the keyboard is tried instead."""

_SETTLES: Final = 0.5
"""Seconds that a control may take to show what was done to it."""
_LIST_TAKES: Final = 3.0
"""Seconds that a drawn select may take to show its options."""
_NUMBER_OF_TRIES: Final = 3


_IS_FOCUSED_JS: Final = "(element) => element.matches(':focus-within')"

# Some libraries write the choice beside the element that has the role.
_AROUND_JS: Final = """(element) => [
  element.value, element.innerText, element.parentElement?.innerText, element.parentElement?.parentElement?.innerText,
  element.parentElement?.parentElement?.parentElement?.innerText,
].join(" ").replace(/\\s+/g, " ")"""


MayAct = Callable[[ElementHandle], None]


class Hand:
    """Presses, ticks, fills and chooses, each time proving first that the page may be acted on."""

    def __init__(
        self,
        page: Page,
        finder: Finder,
        patience: Patience,
        *,
        may_press: MayAct,
        may_type: MayAct,
        timeout: float,
    ) -> None:
        """Args:
        page: where the controls are.
        finder: looks for them.
        patience: waits for the page.
        may_press: proves that an element may be pressed; raises where it may not.
        may_type: proves that something may be put into an element.
        timeout: seconds that a control may take to come.
        """
        self._page = page
        self._finder = finder
        self._patience = patience
        self._guard = may_press
        self._may_type = may_type
        self._timeout = timeout
        self.partner: Partner | None = None
        """To whom each act is shown, or who does it."""
        self.overlays = Overlays(page, finder, patience, may_press=self._may_press, timeout=timeout)
        """Looks what lies over a control before it is acted on."""

    def _may_press(self, handle: ElementHandle) -> None:
        self._guard(handle)
        self._lets(handle)

    def _lets(self, handle: ElementHandle) -> None:
        if self.partner is not None:
            self.partner.lets(handle)

    def _together(
        self,
        act: Act,
        wanted: Control,
        near: Control | None = None,
        *,
        tells: Callable[[], bool] | None = None,
    ) -> Doer:
        """Offer an act to the partner, if there is one.

        Args:
            act: the act, without what is the same for all.
            wanted: its control.
            near: as in `press`.
            tells: whether the control is in the wanted state.
        """
        if self.partner is None:
            return Doer.ASSISTANT

        def find() -> ElementHandle | None:
            try:
                handle = self._finder.find(wanted, near=near, timeout=0)
                self._guard(handle)
            except (InterfaceError, Error):
                return None
            return handle

        whole = replace(
            act,
            name=wanted.label(self._finder.version),
            control_id=wanted.id,
            find=find,
            is_done=tells or act.is_done,
        )
        return self.partner.does(whole)

    def press(
        self, wanted: Control, *, near: Control | None = None, about_to: Callable[[], None] = lambda: None
    ) -> None:
        """Press a control. Looked up anew if the page replaced it before the press; never pressed twice.

        Args:
            wanted: what to press.
            near: a control whose form it stands in.
            about_to: called right before the mouse moves: after it, nobody can say that nothing was pressed.

        Raises:
            ControlMissingError, ControlAmbiguousError: it cannot be told.
            PageCoveredError: something unknown lies over it.
            ControlUnresponsiveError: something without words does, or it never came to rest.
        """
        if self.partner is not None:
            self.overlays.clear(self._finder.find(wanted, near=near, timeout=self._timeout))
            if self._together(Act("press", "", about_to=about_to), wanted, near) is not Doer.ASSISTANT:
                return
        for _ in range(_NUMBER_OF_TRIES):
            handle = self._finder.find(wanted, near=near, timeout=self._timeout)
            self.overlays.clear(handle)
            if not self._still_there(handle):
                continue
            about_to()
            try:
                handle.click(timeout=self._timeout * 1000, no_wait_after=True)
            except PlaywrightTimeoutError:
                self.overlays.clear(handle)  # it may have come meanwhile: then it can be named
                break
            except Error as error:
                # Playwright says so before the mouse goes down, so nothing has been pressed.
                if "not attached" not in str(error):
                    raise
            else:
                return
        raise self._unresponsive(wanted)

    def hover(self, wanted: Control) -> None:
        """Bring the mouse over a control anew, without pressing: some menus open under it.

        Raises:
            ControlMissingError, ControlAmbiguousError: it cannot be told.
            ControlUnresponsiveError: the mouse does not reach it.
        """
        handle = self._finder.find(wanted, timeout=self._timeout)
        self.overlays.clear(handle)
        self._may_press(handle)
        try:
            self._page.mouse.move(0, 0)
            handle.hover(timeout=_GENTLE * 1000)
        except PlaywrightTimeoutError:
            raise self._unresponsive(wanted) from None

    def _still_there(self, handle: ElementHandle) -> bool:
        """Prove that an element may be pressed; False if its page went away meanwhile."""
        try:
            self._may_press(handle)
        except Error as error:
            if not is_page_change(error):
                raise
            return False
        return True

    def tick(self, wanted: Control, *, ticked: bool = True) -> None:
        """Bring a checkbox or radio into a state, whatever state it is in.

        Raises:
            ControlUnresponsiveError: it does not keep the state.
        """
        if self.partner is not None:
            self._finder.find(wanted, timeout=self._timeout)
            self._together(
                Act("tick", "", ticked=ticked), wanted, tells=lambda: self._is_ticked(wanted) == ticked
            )
        for _ in range(_NUMBER_OF_TRIES):
            handle = self._finder.find(wanted, timeout=self._timeout)
            try:
                if handle.is_checked() == ticked:
                    return
                self.overlays.clear(handle)
                self._may_type(handle)
                self._toggle(handle, ticked=ticked)
                if handle.is_checked() == ticked:
                    return
            except Error as error:
                if not is_page_change(error):
                    raise
        raise self._unresponsive(wanted)

    def tick_found(self, handle: ElementHandle, name: str) -> None:
        """Tick a box that the catalogue has no name for, such as that of a row.

        Args:
            handle: the box.
            name: what a person knows it by.
        """
        self._guard(handle)
        if self.partner is not None:
            self.partner.does(Act("tick", name, find=lambda: handle, is_done=handle.is_checked))
        if not handle.is_checked():
            self._may_press(handle)  # once more: a partner may have taken minutes
            handle.set_checked(True, timeout=self._timeout * 1000)

    def _is_ticked(self, wanted: Control) -> bool | None:
        found = self._finder.matches(wanted)
        try:
            return found[0].is_checked() if len(found) == 1 else None
        except Error:
            return None

    def _toggle(self, handle: ElementHandle, *, ticked: bool) -> None:
        self._lets(handle)
        try:
            handle.set_checked(ticked, timeout=_GENTLE * 1000)
        except Error:
            # Some boxes show their new state a moment after the click: to act again would undo it.
            done = {"done": lambda: handle.is_checked() == ticked}
            if self._patience.until(done, seconds=_SETTLES):
                return
            # The drawing of some libraries lies over their native input; the keyboard reaches it all the same.
            handle.focus()
            self._key(handle, "Space")
            self._patience.until(done, seconds=_SETTLES)

    def fill(self, wanted: Control, value: str) -> None:
        """Put a text into a field, and read it back.

        Raises:
            FormReadBackError: the field holds something else.
        """
        ways = (False, True)
        if self.partner is not None:
            self._finder.find(wanted, timeout=self._timeout)
            act = Act("fill", "", value=value)
            self._together(act, wanted, tells=lambda: self._holds(wanted, value))
            if self._holds(wanted, value):
                return
            ways = (True, False)  # key by key, for whoever looks on
        for typed in ways:
            handle = self._finder.find(wanted, timeout=self._timeout)
            try:
                self.overlays.clear(handle)
                self._may_type(handle)
                if typed:  # some masked fields only take keys
                    handle.select_text()
                    self._key(handle, "Delete")
                    for character in value:
                        if not self._key(handle, character, is_text=True):
                            break
                        if self.partner is not None:
                            self._patience.idle(self.partner.key_pause)
                else:
                    handle.fill(value, timeout=self._timeout * 1000)
                if handle.input_value() == value:
                    handle.evaluate("(element) => element.blur()")  # validation often waits for it
                    return
            except Error as error:
                if not is_page_change(error):
                    raise
        raise FormReadBackError(field=wanted.label(self._finder.version), step=self._finder.step)

    def _holds(self, wanted: Control, value: str) -> bool:
        found = self._finder.matches(wanted)
        try:
            return len(found) == 1 and found[0].input_value() == value
        except Error:
            return False

    def _key(self, handle: ElementHandle, key: str, *, is_text: bool = False) -> bool:
        """Press one key in an element. Keys go wherever the focus is, so nothing is pressed once it is elsewhere.

        Returns:
            Whether it was pressed.
        """
        focused = handle.evaluate(_IS_FOCUSED_JS)
        self._may_type(handle)
        if focused and is_text:
            self._page.keyboard.type(key)
        elif focused:
            self._page.keyboard.press(key)
        return bool(focused)

    def read(self, wanted: Control) -> str:
        """What a field holds."""
        return self._finder.find(wanted, enabled=False, timeout=self._timeout).input_value()

    def choose(self, wanted: Control, option: Control) -> None:
        """Choose an option of a select, native or drawn.

        Raises:
            ControlUnresponsiveError: the list does not open, or the choice is not kept.
        """
        handle = self._finder.find(wanted, timeout=self._timeout)
        chosen = option.label(self._finder.version)
        if _shown_value(handle) == _compared(chosen):
            return
        if self.partner is not None:
            act = Act("choose", "", value=chosen)
            self._together(act, wanted, tells=lambda: self._shows_choice(wanted, chosen))
            if self._shows_choice(wanted, chosen):
                return
            handle = self._finder.find(wanted, timeout=self._timeout)
        self.overlays.clear(handle)
        self._may_type(handle)
        if handle.evaluate("(element) => element.tagName") == "SELECT":
            handle.select_option(label=chosen)
            return
        self.press(self._open(wanted, handle, option))
        closed = self._patience.until(
            {"closed": lambda: not self._finder.is_shown(option)}, seconds=self._timeout
        )
        if closed is None:
            self._page.keyboard.press("Escape")
        if self._patience.until({"kept": lambda: self._keeps(wanted, chosen)}, seconds=_GENTLE) is None:
            raise self._unresponsive(wanted)

    def _shows_choice(self, wanted: Control, chosen: str) -> bool:
        shown = self._finder.matches(wanted)
        try:
            return len(shown) == 1 and (
                _shown_value(shown[0]) == _compared(chosen)
                or _compared(chosen) in _compared(str(shown[0].evaluate(_AROUND_JS)))
            )
        except Error:
            return False

    def _keeps(self, wanted: Control, chosen: str) -> bool:
        """Whether a drawn select shows the choice, in itself or right beside itself."""
        shown = self._finder.matches(wanted)
        return len(shown) != 1 or _compared(chosen) in _compared(str(shown[0].evaluate(_AROUND_JS)))

    def _open(self, wanted: Control, handle: ElementHandle, option: Control) -> Control:
        """Open a drawn select; returns the option as it can be found in the open list."""
        # Some libraries give the role to hidden doubles, and draw the list from plain elements.
        drawn = replace(option, roles=(TEXT,))
        for way in ("mouse", "keyboard"):
            try:
                self._lets(handle)
                if way == "mouse":
                    handle.click(timeout=_GENTLE * 1000)
                else:
                    handle.focus()
                    self._key(handle, "Alt+ArrowDown")
            except PlaywrightTimeoutError:
                continue
            ways_to_see = {
                "option": lambda: self._finder.is_shown(option),
                "drawn": lambda: self._finder.is_shown(drawn),
            }
            seen = self._patience.until(ways_to_see, seconds=_LIST_TAKES)
            if seen is not None:
                return option if seen == "option" else drawn
        raise self._unresponsive(wanted)

    def _unresponsive(self, wanted: Control) -> ControlUnresponsiveError:
        return ControlUnresponsiveError(
            control=wanted.label(self._finder.version),
            step=self._finder.step,
            version=self._finder.version or "?",
        )


def _shown_value(select: ElementHandle) -> str:
    """What a select shows as chosen; some libraries keep it in an input, some in plain text."""
    text: str = select.evaluate(
        "(element) => element.tagName === 'SELECT' ? element.selectedOptions[0]?.text ?? ''"
        " : (element.value || element.innerText || '')"
    )
    return _compared(text)


def _compared(text: str) -> str:
    """A choice as it is compared: AP may draw it in capitals."""
    return plain(text).casefold()
