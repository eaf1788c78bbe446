"""The origin guard: the assistant acts on AP's own pages only.

It works at two places. The *gate* holds every page and frame that AP's window is about to load, and lets through what
belongs to the environment; anything else is broken off before its server hears of it, and AP's page stays as it is.
The *check*, right before each act, proves the window, its frames, the other windows, the certificate and the very
element that is acted on; it needs no faith in the gate. Before the order whatever is found stops the run. Behind the
curtain a token is at stake: what the gate keeps out, and windows that open, are then only worth a warning.

While a person logs in, on the pages of the state and of banks, the gate lets through all that comes by https, and
other windows may open. The check is as strict as ever: nothing is acted on but AP's own page.

The gate is the DevTools domain `Fetch`, for documents alone: AP's own traffic is neither slowed down nor changed.
https://chromedevtools.github.io/devtools-protocol/tot/Fetch/
Of certificates the browser tells in `Security`, also when it was started so as to put up with bad ones.
https://chromedevtools.github.io/devtools-protocol/tot/Security/
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Literal

from playwright.sync_api import CDPSession, ElementHandle, Error, Frame, Page

from automation.addresses import origin_of, place_of
from automation.environments import Environment
from automation.errors import ApUnreachableError, CertificateRefusedError, WrongOriginError

_ERROR_PAGE: Final = "chrome-error:"
_SECURITY_COMES_WITHIN: Final = 2.0
"""Seconds after a page within which the browser tells of its certificate; it does so before anything can be done."""
_BAD_STATES: Final = ("insecure", "insecure-broken")

# Where the element's document is, and where what is put into it or a press on it would lead. A form's fields can bear
# the names of its properties, so these are read from the prototype.
_LEADS_TO_JS: Final = """(element) => {
  const up = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const closest = (selector) => {
    for (let node = element; node; node = up(node)) if (node.matches?.(selector)) return node;
    return null;
  };
  const read = (type, name, object) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(object);
  const form = element.form instanceof HTMLFormElement ? element.form : closest("form");
  const link = closest("a[href], area[href]");
  const leads = [];
  if (form && Element.prototype.hasAttribute.call(form, "action")) leads.push(read(HTMLFormElement, "action", form));
  if (element.hasAttribute("formaction")) leads.push(element.formAction);
  if (link && typeof link.href === "string") leads.push(link.href);
  return [element.ownerDocument.defaultView?.location.href ?? "", leads.map(String)];
}"""


class OriginGuard:
    """Watches over one window of one environment."""

    def __init__(self, page: Page, environment: Environment) -> None:
        self._page = page
        self._environment = environment
        self._session: CDPSession | None = None
        self._main_frame = ""
        self._kept_out: list[tuple[str, str]] = []
        self._security: dict[str, Any] = {}
        self._warn: Callable[..., None] | None = None
        self._person: Callable[..., None] | None = None
        self._whereabouts: Literal["here", "leaving", "away"] = "here"
        self._asked_at = 0.0
        page.on("framenavigated", self._on_navigated)

    def arm(self) -> None:
        """Close the gate, before the first page is asked for. A second call does nothing."""
        if self._session is not None:
            return
        session = self._page.context.new_cdp_session(self._page)
        session.on("Fetch.requestPaused", self._on_document)
        session.on("Security.visibleSecurityStateChanged", self._on_security)
        self._main_frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._session = session
        documents = {"urlPattern": "*", "resourceType": "Document", "requestStage": "Request"}
        session.send("Fetch.enable", {"patterns": [documents]})
        session.send("Security.enable")

    # --- the check -------------------------------------------------------------------------------

    def look(self, *, strict: bool = False) -> None:
        """Prove that nothing foreign is about. Asks the browser nothing, so it may be called as often as one likes.

        Args:
            strict: stop for a frame or another window even behind the curtain: nothing has been ordered yet.

        Raises:
            WrongOriginError: the window, a frame in it or another window is somewhere else, or was about to be.
            ApUnreachableError: the browser shows its own error page.
        """
        if self._session is None:
            return
        warn = None if strict else self._warn
        self.tell_what_was_kept_out(strict=strict)
        if self._person is not None:
            return
        url = self._page.url
        if url.startswith(_ERROR_PAGE):
            self._raise_if_refused()
            # The gate lets nothing foreign get that far, so it is AP itself that did not answer.
            raise ApUnreachableError(address=self._environment.address, reason="-")
        if not self._environment.owns(url):
            raise self._wrong("page", place_of(url))
        self._look_at_frames(warn)
        for window in self._strange_windows():
            self._object("window", place_of(window.url), warn)
            with suppress(Error):  # it may be closing by itself
                window.close()

    def tell_what_was_kept_out(self, *, strict: bool = False) -> None:
        """Say what the gate has kept out since the last time.

        Raises:
            WrongOriginError: something, and no token is at stake.
        """
        kept_out, self._kept_out = self._kept_out, []
        for place, origin in kept_out:
            if self._person is not None:
                self._person("login-page-kept-out", origin=origin)
                continue
            self._object(place, origin, None if strict else self._warn)

    def check(self, *, strict: bool = False) -> None:
        """Prove that the window may be acted on.

        Args:
            strict: as `look`.

        Raises:
            WrongOriginError: as `look`; or the browser is where a person logs in.
            CertificateRefusedError: the page came with a certificate that does not hold.
        """
        self.look(strict=strict)
        if not self._environment.owns(self._page.url):
            raise self._wrong("page", place_of(self._page.url))
        if self._person is not None:
            self._look_at_frames(None)
        self._check_certificate()

    def may_type(self, element: ElementHandle) -> None:
        """Prove that something may be put into an element.

        Raises:
            WrongOriginError, CertificateRefusedError: it may not.
        """
        self._check_element(element, self._environment.owns)

    def may_press(self, element: ElementHandle) -> None:
        """Prove that an element may be pressed: where a person logs in, a press may also lead there.

        Raises:
            WrongOriginError, CertificateRefusedError: it may not.
        """
        person = self._person is not None
        self._check_element(element, self._environment.may_log_in_at if person else self._environment.owns)

    def _check_element(self, element: ElementHandle, may_lead_to: Callable[[str], bool]) -> None:
        document, leads = element.evaluate(_LEADS_TO_JS)
        self.check()  # after the question, with which came whatever the browser had to tell
        if not self._environment.owns(document):
            raise self._wrong("page", place_of(document))
        for url in leads:
            # What a script does is done by AP's own page; where it leads is seen when it leads there.
            if not url.startswith("javascript:") and not may_lead_to(url.removeprefix("blob:")):
                raise self._wrong("form", place_of(url))

    def _check_certificate(self) -> None:
        if not origin_of(self._page.url).startswith("https:"):
            return  # plain http on this machine
        waited = 0.0
        while "certificateSecurityState" not in self._security and waited < _SECURITY_COMES_WITHIN:
            self._page.wait_for_timeout(50)
            waited += 0.05
        self._raise_if_refused()
        state = str(self._security.get("securityState", "-"))
        if state in _BAD_STATES or "certificateSecurityState" not in self._security:
            raise CertificateRefusedError(origin=place_of(self._page.url), reason=state[:60])

    def _raise_if_refused(self) -> None:
        reason = self._security.get("certificateSecurityState", {}).get("certificateNetworkError")
        if reason:
            raise CertificateRefusedError(origin=self._environment.origin, reason=str(reason)[:60])

    # --- behind the curtain -------------------------------------------------------------------------

    @property
    def has_token_at_stake(self) -> bool:
        """Whether a token is being ordered, or was and is not stored yet."""
        return self._warn is not None

    @contextmanager
    def token_at_stake(self, warn: Callable[..., None]) -> Iterator[None]:
        """A token is being ordered: from here on only the loss of AP's own page ends the run.

        Args:
            warn: told a warning's id and its values.
        """
        self._warn = warn
        try:
            yield
        finally:
            with suppress(Error, WrongOriginError):  # said if need be; the next check comes anyway
                self.look()
            self._warn = None

    # --- while a person logs in -------------------------------------------------------------------

    @contextmanager
    def waiting_for_person(self, warn: Callable[..., None]) -> Iterator[None]:
        """A person logs in: strangers' pages may come, in this window and in others. All that is left of them at the
        end are other windows, which are closed.

        Args:
            warn: told a warning's id and its values.
        """
        self._person = warn
        try:
            yield
        finally:
            self.tell_what_was_kept_out()
            self._person = None
            for window in self._strange_windows():
                with suppress(Error):  # it may be closing by itself
                    window.close()

    def shows_ap(self, *, settled: float) -> bool:
        """Whether the window shows AP's own page and is not on its way to another.

        For while a person logs in: a question put to a page that is being left is answered by the next one, on which no
        script of ours is to run.

        Args:
            settled: seconds within which no other page was asked for.
        """
        is_here = self._whereabouts == "here" and self._environment.owns(self._page.url)
        return is_here and time.monotonic() - self._asked_at >= settled

    # --- inside ----------------------------------------------------------------------------------

    def _look_at_frames(self, warn: Callable[..., None] | None) -> None:
        for frame in self._page.frames[1:]:
            if not self._environment.may_frame(frame.url):
                self._object("frame", place_of(frame.url), warn)

    def _strange_windows(self) -> list[Page]:
        return [
            window
            for window in self._page.context.pages
            if window is not self._page and not self._may_stay(window)
        ]

    def _object(self, place: str, origin: str, warn: Callable[..., None] | None) -> None:
        if warn is None:
            raise self._wrong(place, origin)
        warn("kept-out", place=place, origin=origin)

    def _wrong(self, place: str, origin: str) -> WrongOriginError:
        return WrongOriginError(place=place, origin=origin, environment=self._environment.name)

    def _may_stay(self, window: Page) -> bool:
        """Whether another window is AP's own (a help page, a print view) or empty."""
        return window.is_closed() or self._environment.may_frame(window.url)

    def _on_document(self, paused: dict[str, Any]) -> None:
        url = str(paused["request"]["url"])
        in_window = paused.get("frameId") == self._main_frame
        if in_window:
            self._asked_at = time.monotonic()
        if self._person is not None:
            allowed = not in_window or self._environment.may_log_in_at(url)
        else:
            allowed = self._environment.owns(url) if in_window else self._environment.may_frame(url)
        if not allowed:
            self._kept_out.append(("page" if in_window else "frame", place_of(url)))
        elif in_window and not self._environment.owns(url):
            self._whereabouts = "leaving"
        elif in_window and self._whereabouts == "leaving":
            self._whereabouts = "away"  # it was sent back before it got there
        if self._session is None:
            return
        with suppress(Error):  # the page is closing
            if allowed:
                self._session.send("Fetch.continueRequest", {"requestId": paused["requestId"]})
            else:  # "Aborted" leaves the page that is there in its place; other reasons put an error page there
                self._session.send(
                    "Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "Aborted"}
                )

    def _on_navigated(self, frame: Frame) -> None:
        if frame.parent_frame is not None:
            return
        if not self._environment.owns(frame.url):
            self._whereabouts = "away"
        elif self._whereabouts == "away":
            self._whereabouts = "here"

    def _on_security(self, changed: dict[str, Any]) -> None:
        self._security = changed.get("visibleSecurityState", {})
