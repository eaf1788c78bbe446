"""Takes what a page hands to the clipboard; whether the system's clipboard gets it too is the operator's choice.

*isolated* (the default): while armed, whatever the page copies ends here. The operating system's clipboard, and so
any clipboard manager, never sees it; the page is told that its copy succeeded. *system*: the page copies as it
would by hand, and the value is taken all the same; `clear` empties the clipboard afterwards if it still holds it. What
others keep cannot be taken back from here: the history of Windows (Win+V) and its synchronisation, those of Klipper,
GPaste and other managers, and on X11 the primary selection (the middle mouse button) until the browser closes.
Without a window the browser has a clipboard of its own, which the system never sees in either mode.

How it works. A script runs in every document of the page before the page's own (`clipboard_script`), and lets
everything pass until armed. `navigator.clipboard.writeText` and `write` are proxies from then on, so a reference
that the page keeps is one too; `execCommand("copy")` by whatever reference begins with a `copy` event, which is
heard first. The value travels as the argument of a binding of the DevTools protocol, which neither traces nor
Playwright's call logs hold. The binding's name is random, and off the global object before the page's own code runs.
Only what is copied after a real press counts.
https://chromedevtools.github.io/devtools-protocol/tot/Runtime/#method-addBinding

Out of reach: a document that loads while armed (it starts unarmed), and frames of other origins (their copies go
nowhere while armed, but are not taken).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

from playwright.sync_api import CDPSession, Error, Frame, JSHandle, Page

from automation.addresses import origin_of
from automation.browser.clipboard_script import ARM_JS, CLEAR_JS, INSTALL_IN_JS, INSTALL_JS
from automation.browser.devtools import let_go
from automation.secret import Secret

_HAS_PRIMARY_SELECTION: Final = sys.platform not in {"win32", "darwin"}
_PERMISSIONS: Final = ("clipboard-read", "clipboard-write")


class ClipboardCapture:
    """Catches the copies of one page for as long as the `with` block lasts; may be entered again."""

    def __init__(self, page: Page, *, system: bool = False, origins: tuple[str, ...] | None = None) -> None:
        """Args:
        page: best still empty: only in documents that load from now on are we there before their scripts.
        system: let the operating system's clipboard have what is copied, too.
        origins: those of the documents to be in (`addresses.origin_of`); in others the script leaves nothing behind.
            All, if not given.
        """
        self._mode = "system" if system else "isolated"
        self._page = page
        self._origins = None if origins is None else [_as_browsers_write(origin) for origin in origins]
        self._key = secrets.token_hex(16)
        self._name = f"_{secrets.token_hex(8)}"
        self._session: CDPSession | None = None
        self._controls: list[JSHandle] = []
        self._armed = False
        self._copied: list[Secret] = []
        self._install()

    def __enter__(self) -> ClipboardCapture:
        """Arm.

        Raises:
            Error: the page is gone or cannot be armed. What it copies goes wherever the page sends it.
        """
        self._copied.clear()
        self._controls = [self._arm(self._page.main_frame)]
        for frame in self._page.frames[1:]:
            with suppress(Error):  # it went away, or is of another origin
                self._controls.append(self._arm(frame))
        self._armed = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for controls in self._controls:
            with suppress(Error):  # the document is gone, and what was armed in it
                controls.evaluate("(controls) => controls.disarm()")
        self._armed = False

    @property
    def copied(self) -> tuple[Secret, ...]:
        """What was copied after the press, in order, each value once. Kept until the next `with`."""
        return tuple(self._copied)

    def clear(self) -> bool:
        """Empty the clipboard if it still holds a value that was caught last. Never anything else.

        Returns:
            Whether it held one.

        Raises:
            Error: the clipboard cannot be looked at, because the page is gone.
        """
        session = self._page.context.new_cdp_session(self._page)
        context = {"browserContextId": session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]}
        try:
            # One at a time: to grant some permissions in one go denies the page all others.
            for name in _PERMISSIONS:
                permission = {"permission": {"name": name}, "setting": "granted", **context}
                session.send("Browser.setPermission", {**permission, "origin": origin_of(self._page.url)})
            # The page compares: the value neither goes into it nor comes out of it.
            digests = [hashlib.sha256(value.reveal().encode()).hexdigest() for value in self._copied]
            return bool(self._page.evaluate(CLEAR_JS, [self._key, digests]))
        finally:
            let_go(session, self._page)  # the permissions go with it

    # --- inside ----------------------------------------------------------------------------------

    def _arm(self, frame: Frame) -> JSHandle:
        arguments = [self._key, self._mode, _HAS_PRIMARY_SELECTION]
        try:
            return frame.evaluate_handle(ARM_JS, arguments)
        except Error:
            if self._page.is_closed():
                raise
        # The document has lost the script, or never got it: better late than never.
        self._expose()
        frame.evaluate(f"([key, name]) => {{ ({INSTALL_JS})(key, name); }}", [self._key, self._name])
        return frame.evaluate_handle(ARM_JS, arguments)

    def _install(self) -> None:
        """Into the documents there are and all that come."""
        with suppress(Error):  # arming tries again, and says so if it cannot
            session = self._expose()
            session.send("Page.enable")
            given = json.dumps([self._key, self._name, self._origins])
            source = f"({INSTALL_IN_JS})(...{given})"
            script = {"source": source, "runImmediately": True}
            session.send("Page.addScriptToEvaluateOnNewDocument", script)

    def _expose(self) -> CDPSession:
        """Put the binding on the window, from where the script takes it."""
        if self._session is None:
            self._session = self._page.context.new_cdp_session(self._page)
            self._session.on("Runtime.bindingCalled", self._on_called)
            self._session.send("Runtime.enable")  # else the next document has no binding
        else:
            self._session.send("Runtime.removeBinding", {"name": self._name})
        self._session.send("Runtime.addBinding", {"name": self._name})
        return self._session

    def _on_called(self, called: dict[str, Any]) -> None:
        if not self._armed or called["name"] != self._name:
            return
        value = Secret(called["payload"])
        if value not in self._copied:
            self._copied.append(value)


def _as_browsers_write(origin: str) -> str:
    """An origin without the port that goes without saying."""
    scheme, _, host = origin.partition("://")
    return f"{scheme}://{host.removesuffix(':443' if scheme == 'https' else ':80')}"
