"""AP's screens for logging in with a certificate: from the ways to log in to the signed request and the home page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from playwright.sync_api import Download, ElementHandle, Error, FileChooser, FilePayload

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.ap.home import wait_for_home
from automation.browser.profiles import temporary_folder
from automation.errors import (
    ControlUnresponsiveError,
    LoginFailedError,
    SignatureRefusedError,
    SignRequestUnexpectedError,
)
from automation.signing.request import AuthTokenRequest, read_request
from automation.text import say

SIGNED_NAME: Final = "zadanie-autoryzacyjne-podpisane.xml"
"""What AP is told the file is called; it wants `.xml`."""
_COMES_WITHIN: Final = 5.0
"""Seconds that the browser may take to ask for a file, and AP to show that it has it."""
_LONGEST_REASON: Final = 300


class SigningScreens:
    """What lies between the ways to log in and the home page, for a certificate."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap

    def choose(self) -> None:
        """Take the login by certificate."""
        since = self._ap.gateway.now()
        self._ap.hand.press(control("certificate-login"))
        self._ap.expect({"context": self._ap.shows("context-nip")}, since=since)

    def leave_context(self) -> None:
        """Go on to the request.

        Version 2.2.9 asks on the context's page whether the certificate names its holder, 2.1.8 on the next one.
        """
        since = self._ap.gateway.now()
        asks_later = self._ap.shows("context-continue")()
        self._ap.hand.press(control("context-continue" if asks_later else "question-continue"))
        comes = {"request": self._ap.shows("download-request"), "question": self._asks_on_a_page_of_its_own}
        if self._ap.expect(comes, since=since) == "question":
            self._ap.hand.tick(control("certificate-names-subject"))
            self._ap.hand.press(control("question-continue"))
            self._ap.expect({"request": comes["request"]}, since=since)
        self._ap.read_version()

    def _asks_on_a_page_of_its_own(self) -> bool:
        return (
            self._ap.shows("certificate-names-subject")()
            and self._ap.shows("question-continue")()
            and not self._ap.shows("context-nip")()
        )

    def download(self, nip: str) -> AuthTokenRequest:
        """Have AP hand out the request, and read it.

        Raises:
            SignRequestUnexpectedError: it is anything but a request to log in for this NIP.
        """
        came: list[Download] = []
        since = self._ap.gateway.now()
        with self._listening("download", came):
            self._ap.hand.press(control("download-request"))
            self._ap.expect({"file": lambda: bool(came)}, since=since)
        return read_request(_content(came[0]), nip)

    def upload(self, signed: bytes) -> None:
        """Give AP the signed request, from memory: by its button and the browser's question for a file.

        Raises:
            ControlUnresponsiveError: no file is asked for.
        """
        asked: list[FileChooser] = []
        button = control("add-signed-request")
        with self._listening("filechooser", asked):
            if self._ap.patience.until({"shown": self._ap.shows(button.id)}, seconds=_COMES_WITHIN):
                self._ap.hand.press(button)
                self._ap.patience.until({"asked": lambda: bool(asked)}, seconds=_COMES_WITHIN)
        field = asked[0].element if asked else self._only_file_field()
        self._ap.guard.may_type(field)
        field.set_input_files(FilePayload(name=SIGNED_NAME, mimeType="application/xml", buffer=signed))
        # AP shows the file's name. Should it not, its `Dalej` tells whether it has the file.
        name = self._ap.page.get_by_text(SIGNED_NAME)
        self._ap.patience.until({"named": lambda: name.count() > 0}, seconds=_COMES_WITHIN)

    def _only_file_field(self) -> ElementHandle:
        fields = self._ap.page.locator("input[type=file]").element_handles()
        if len(fields) != 1:
            raise ControlUnresponsiveError(
                control=control("add-signed-request").label(self._ap.version),
                step=self._ap.step,
                version=self._ap.version or "?",
            )
        return fields[0]

    def hand_in(self, nip: str) -> None:
        """Press `Dalej` and wait for the home page of this NIP.

        Raises:
            SignatureRefusedError: AP does not take the signature.
            ApFailedError: KSeF did not answer AP.
            WrongContextShownError: another NIP's home page came.
        """
        since = self._ap.gateway.now()
        self._ap.hand.press(control("signing-continue"))
        try:
            wait_for_home(self._ap, nip, since=since)
        except LoginFailedError as error:
            reason = self._refusal() or str(error.details["reason"])
            raise SignatureRefusedError(reason=reason) from None

    def _refusal(self) -> str:
        """AP's own words, which stand around its heading, and its event id."""
        title = control("login-failed").label(self._ap.version)
        lines = [" ".join(line.split()) for line in self._ap.text_of_page().splitlines()]
        starts = [number for number, line in enumerate(lines) if line.startswith(title)]
        if not starts:
            return ""
        return " ".join(line for line in lines[starts[0] :] if line)[:_LONGEST_REASON]

    @contextmanager
    def _listening(self, event: Literal["download", "filechooser"], heard: list[Any]) -> Iterator[None]:
        """Note what the page tells of, for as long as the block lasts."""

        def hear(thing: object) -> None:
            heard.append(thing)

        self._ap.page.on(event, hear)
        try:
            yield
        finally:
            self._ap.page.remove_listener(event, hear)


def _content(download: Download) -> bytes:
    """What a download brought. The file goes at once: it is no secret, but nobody needs it either."""
    try:
        with temporary_folder() as folder:
            copy = folder / "request.xml"
            download.save_as(copy)  # also where the browser runs on another machine
            content = copy.read_bytes()
        download.delete()
    except (Error, OSError):
        raise SignRequestUnexpectedError(reason=say("request-not-downloaded")) from None
    return content
