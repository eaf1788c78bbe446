"""A person signs AP's request, with whatever program they have; the assistant waits for the signed file."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation import private
from automation.errors import NotSignedError, SigningFailedError
from automation.os_reason import os_reason
from automation.signing.request import CHALLENGE_SECONDS, AuthTokenRequest
from automation.signing.signed import LONGEST, check_signed
from automation.text import say

if TYPE_CHECKING:
    from automation.signing import Pause

REQUEST_NAME: Final = "zadanie-autoryzacyjne.xml"
_LOOK: Final = 0.5
"""Seconds between two looks into the folder."""

State = tuple[int, int]
"""A file's size and when it was changed."""


class PersonSigner:
    """Puts the request where a person finds it, says what to do, and waits."""

    def __init__(self, folder: Callable[[], Path], *, tell: Callable[[str], None], limit: float) -> None:
        """Args:
        folder: a folder that is the operator's alone; asked for when it is needed.
        tell: lets the operator read something.
        limit: seconds that the person has; AP's challenge does not live longer than ten minutes anyway.
        """
        self._folder = folder
        self._tell = tell
        self._limit = min(limit, CHALLENGE_SECONDS)

    def sign(self, request: AuthTokenRequest, pause: Pause) -> bytes:
        """The request as the person signed it: whatever file with such a signature comes into the folder.

        Nothing of it stays behind: a signed file names a person, often by PESEL.

        Raises:
            NotSignedError: there was none in time.
            SigningFailedError: the request cannot be put there.
        """
        place = self._folder() / "podpis"
        source = place / REQUEST_NAME
        try:
            try:
                private.make_folder(place)
                private.write_file(source, request.content)
            except OSError as error:
                raise SigningFailedError(reason=f"{place}: {os_reason(error)}") from None
            minutes = max(1, round(self._limit / 60))
            self._tell(say("sign-by-hand", request=str(source), folder=str(place), minutes=minutes))
            return self._await(place, request, pause)
        finally:
            _remove(place)

    def _await(self, place: Path, request: AuthTokenRequest, pause: Pause) -> bytes:
        end = time.monotonic() + self._limit
        judged: dict[str, State] = {name: state for name, state, _ in _files(place)}
        seen = dict(judged)
        while time.monotonic() < end:
            for name, state, path in _files(place):
                # A file that still grows is looked at when it has come to rest.
                if judged.get(name) != state and seen.get(name) == state:
                    judged[name] = state
                    content = self._judge(path, request)
                    if content is not None:
                        return content
                seen[name] = state
            pause(_LOOK)
        raise NotSignedError(minutes=max(1, round(self._limit / 60)))

    def _judge(self, path: Path, request: AuthTokenRequest) -> bytes | None:
        try:
            with path.open("rb") as file:
                content = file.read(LONGEST + 1)
            check_signed(content, request)
        except OSError as error:
            self._tell(say("sign-by-hand-wrong", file=path.name, reason=os_reason(error)))
        except SigningFailedError as error:
            self._tell(say("sign-by-hand-wrong", file=path.name, reason=str(error.details["reason"])))
        else:
            return content
        return None


def _files(place: Path) -> list[tuple[str, State, Path]]:
    found = []
    with suppress(OSError):
        for path in sorted(place.iterdir()):
            with suppress(OSError):
                state = path.stat()
                if path.is_file() and state.st_size:
                    found.append((path.name, (state.st_size, state.st_mtime_ns), path))
    return found


def _remove(place: Path) -> None:
    with suppress(OSError):
        for path in place.iterdir():
            with suppress(OSError):
                path.unlink()
        place.rmdir()
