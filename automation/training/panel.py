"""The training panel: what is drawn over AP's page, and what it tells of the person at the window.

Its code (`web/`) runs in a world of its own in AP's top document, before the page's own scripts, which see nothing of
it but one element. It draws by calls of the DOM alone, so neither a strict Content-Security-Policy nor trusted types
matter.
https://chromedevtools.github.io/devtools-protocol/tot/Page/#method-addScriptToEvaluateOnNewDocument
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import resources
from itertools import count
from typing import Any, Final, Literal

from playwright.sync_api import CDPSession, Dialog, ElementHandle, Error, Page

from automation.ap.finder import is_page_change
from automation.ap.page_scripts import PANEL_HOST
from automation.browser.devtools import has_crashed, let_go
from automation.text import say
from automation.training.cards import Card

HOST: Final[str] = PANEL_HOST
"""The tag of the one element that is put into AP's document, outside of its body. The finder and the camera pass over
it."""

_PARTS: Final = ("world.js", "card.js", "spot.js", "hold.js", "start.js")
_WORDS: Final = (
    "good",
    "mistake",
    "hint",
    "info",
    "stop",
    "warning",
    "note",
    "why",
    "value",
    "rule",
    "done",
    "stage",
)
_STAGES: Final = 5

# From the page's world to the panel's, which alone listens to this name.
_HAND_OVER_JS: Final = """(element, [name, key]) => EventTarget.prototype.dispatchEvent.call(element,
  new CustomEvent(name, { detail: key, bubbles: true, composed: true }))"""


class Hold(StrEnum):
    """What a person may do to AP's page meanwhile. The panel itself can always be used, and one can always scroll."""

    OFF = "off"
    """Everything: the assistant acts, or a person logs in."""
    HELD = "held"
    """Nothing: something is being shown or asked. While there is a button `next` or `pause`, here and in `STAKE`, keys
    press the panel's buttons wherever the focus is: Enter, Space, the right arrow and Page Down `next`, the left arrow
    and Page Up `back`, R `repeat`, P `pause`."""
    GUIDED = "guided"
    """Fields and boxes, and the one control that the step is about (`watch`); what else can be pressed is held back."""
    STAKE = "stake"
    """A token is at stake: the watched control, and nothing else. Reloading, going back and copying by selection are
    held back (of the panel's own text, too), and closing asks first."""


EventKind = Literal["button", "choice", "field", "pressed", "held", "reload", "back", "copy", "close"]


@dataclass(frozen=True, slots=True)
class PanelEvent:
    """What the person did."""

    kind: EventKind
    """`button`: in the panel, or by its key; `choice`: an answer; `field`: what is in the field, right before the
    primary button's own event; `pressed`: the watched control was pressed; `held`: something else was, and was held
    back; the others: what was tried and held back while a token is at stake."""
    value: str = ""
    """The button's or the choice's id; the field's text; what is called so that was pressed (60 characters at most,
    never anything like a token)."""


class Panel:
    """The panel on one page. It comes back by itself in every new document of AP's."""

    def __init__(self, page: Page, *, origins: tuple[str, ...], language: str) -> None:
        """Args:
        page: AP's.
        origins: where it is shown; besides, on the browser's empty page.
        language: of its texts, for screen readers.

        Raises:
            Error: the page is gone.
        """
        self._page = page
        self._events: list[PanelEvent] = []
        self._card: Card | None = None
        self._hold = Hold.OFF
        self._context: int | None = None
        self._keys = count(1)
        self._handover = f"_{secrets.token_hex(8)}"
        self._binding = f"_{secrets.token_hex(8)}"
        world = f"training-{secrets.token_hex(4)}"
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.on("Runtime.bindingCalled", self._on_called)
        self._session.send("Runtime.enable")  # else the next document has no binding
        self._session.send("Runtime.addBinding", {"name": self._binding, "executionContextName": world})
        self._session.send("Page.enable")
        source = self._source(origins, language)
        script = {"source": source, "worldName": world, "runImmediately": True}
        self._script: str = self._session.send("Page.addScriptToEvaluateOnNewDocument", script)["identifier"]
        page.on("dialog", self._on_dialog)

    def show(
        self,
        card: Card,
        *,
        targets: Sequence[ElementHandle] = (),
        near: Sequence[ElementHandle] = (),
        hold: Hold = Hold.OFF,
    ) -> None:
        """Show a card; point at these elements of the page, and stay clear of them.

        Where the panel is not shown just now (another origin, a document that is going) it comes with the next
        document, without what was pointed at.

        Args:
            card: what to show.
            targets: what to point at.
            near: stay clear of these, too, without pointing at them. What is watched is stayed clear of anyway.
            hold: what a person may do meanwhile.

        Raises:
            Error: the page is gone.
        """
        self._card, self._hold = card, hold
        self._show(self._handed(targets), self._handed(near))

    def hold(self, hold: Hold) -> None:
        """Change what a person may do.

        Raises:
            Error: the page is gone.
        """
        self._hold = hold
        self._call("hold", hold.value)

    def watch(self, element: ElementHandle | None) -> None:
        """Let a person press this control, once, and tell of it. From then on everything is held until the next `show`,
        `hold` or `watch`. In a new document nothing is watched.

        Raises:
            Error: the page is gone.
        """
        keys = self._handed([element] if element is not None else [])
        self._call("watch", keys[0] if keys else None)

    def lets(self, element: ElementHandle) -> None:
        """The assistant presses this element next: let that press through, whatever is held, and the panel out of its
        way. Tells nothing of it.

        Raises:
            Error: the page is gone.
        """
        self._call("lets", *self._handed([element]))

    def glide(self, element: ElementHandle, seconds: float) -> None:
        """Move the drawn pointer there in so many seconds, and come back when it is there: at once, where the person
        wants no motion.

        Raises:
            Error: the page is gone.
        """
        for key in self._handed([element]):
            self._call("glide", key, seconds)

    def ripple(self) -> None:
        """Show a press where the pointer is.

        Raises:
            Error: the page is gone.
        """
        self._call("ripple")

    def flash(self) -> None:
        """Draw the eye to what is pointed at once more.

        Raises:
            Error: the page is gone.
        """
        self._call("flash")

    def events(self) -> list[PanelEvent]:
        """What the person has done since the last call, in order. Each wakes `Patience`: the page changes with it."""
        events, self._events = self._events, []
        return events

    def hide(self) -> None:
        """Take the panel away. Nothing is held any more.

        Raises:
            Error: the page is gone.
        """
        self._card, self._hold = None, Hold.OFF
        self._call("hide")

    def close(self) -> None:
        """Take it away for good."""
        if has_crashed(self._page):
            return
        with suppress(Error):
            self.hide()
        with suppress(Error):
            self._page.remove_listener("dialog", self._on_dialog)
            self._session.send("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._script})
        let_go(self._session, self._page)

    def _source(self, origins: tuple[str, ...], language: str) -> str:
        words: dict[str, Any] = {word: say(f"panel-{word}") for word in (*_WORDS, "region", "focus")}
        words["stages"] = [
            say("panel-stage-of", number=number, all=_STAGES) for number in range(1, _STAGES + 1)
        ]
        web = resources.files(__package__).joinpath("web")
        config = {
            "binding": self._binding,
            "handover": self._handover,
            "origins": origins,
            "tag": HOST,
            "css": web.joinpath("panel.css").read_text(encoding="utf-8"),
            "words": words,
            "language": language,
        }
        code = "\n".join(web.joinpath(part).read_text(encoding="utf-8") for part in _PARTS)
        return f"((config) => {{\n{code}\n}})({json.dumps(config)})"

    def _show(self, targets: list[str], near: list[str]) -> None:
        if self._card is None:
            return
        card = asdict(self._card)
        card["isLarge"] = card.pop("is_large")
        for button in card["buttons"]:
            button["isPrimary"] = button.pop("is_primary")
        self._call("show", card, targets, near, self._hold.value)

    def _handed(self, elements: Sequence[ElementHandle]) -> list[str]:
        """Give elements over to the panel's world, by keys of one use. What has gone meanwhile has none."""
        keys = []
        for element in elements if self._context is not None else ():
            key = str(next(self._keys))
            try:
                element.evaluate(_HAND_OVER_JS, [self._handover, key])
            except Error as error:
                if not is_page_change(error):
                    raise
                continue
            keys.append(key)
        return keys

    def _call(self, method: str, *arguments: Any) -> None:  # noqa: ANN401  whatever JSON can carry
        if self._context is None:
            return
        given = ", ".join(json.dumps(argument) for argument in arguments)
        question = {
            "expression": f"training.{method}({given})",
            "contextId": self._context,
            "awaitPromise": method == "glide",
        }
        try:
            answer = self._session.send("Runtime.evaluate", question)
        except Error as error:
            if self._page.is_closed() or not (is_page_change(error) or "context" in str(error)):
                raise
            return  # a new document will say that it is ready
        if "exceptionDetails" in answer:
            raise Error(str(answer["exceptionDetails"].get("exception", {}).get("description", method)))

    def _on_called(self, called: dict[str, Any]) -> None:
        if called["name"] != self._binding:
            return
        message = json.loads(called["payload"])
        if message["kind"] != "ready":
            self._events.append(PanelEvent(message["kind"], str(message.get("value", ""))))
            return
        self._context = called["executionContextId"]
        with suppress(Error):  # the document may be gone again
            self._show([], [])

    def _on_dialog(self, dialog: Dialog) -> None:
        # What Playwright does by itself where nobody listens, but for leaving while a token is at stake.
        with suppress(Error):
            if dialog.type == "beforeunload" and self._hold is Hold.STAKE:
                self._events.append(PanelEvent("close"))
                dialog.dismiss()
            elif dialog.type == "beforeunload":
                dialog.accept()
            else:
                dialog.dismiss()
