"""Signs AP's request by a program of the operator's: for cards, tokens and signatures in the cloud."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation import private
from automation.browser.profiles import temporary_folder
from automation.errors import SigningFailedError, WrongSettingError
from automation.operator_command import CommandError, EndlessOutputError, arguments_of, run_command
from automation.os_reason import os_reason
from automation.signing.request import CHALLENGE_SECONDS, AuthTokenRequest
from automation.signing.signed import LONGEST, check_signed
from automation.text import say

if TYPE_CHECKING:
    from automation.signing import Pause

INPUT: Final = "{input}"
OUTPUT: Final = "{output}"


class CommandSigner:
    """Runs a program that signs.

    `{input}` and `{output}` in its arguments stand for files in a folder of the run's own, gone afterwards. Without
    `{input}` it reads the request from its standard input, without `{output}` it prints the signed one.
    """

    def __init__(self, command: str, *, limit: float) -> None:
        """Args:
        command: a command line, or a JSON list of arguments; no shell sees it.
        limit: seconds that it may take; AP's challenge does not live longer than ten minutes anyway.

        Raises:
            WrongSettingError: it is no command, or there is no such program.
        """
        try:
            self._arguments = arguments_of(command)
        except CommandError as error:
            raise WrongSettingError(setting="sign_command", reason=error.reason) from None
        program = shutil.which(self._arguments[0])
        if program is None:
            reason = f"{self._arguments[0]}: {say('os-reason-not-there')}"
            raise WrongSettingError(setting="sign_command", reason=reason)
        self._arguments[0] = program  # Windows runs a `.cmd` by its full name only
        self._limit = min(limit, CHALLENGE_SECONDS)

    def sign(self, request: AuthTokenRequest, pause: Pause) -> bytes:
        """The request as the program signed it.

        Raises:
            SigningFailedError: the program failed or took too long, or gave something else.
        """
        with temporary_folder() as folder:
            source, target = folder / "request.xml", folder / "signed.xml"
            try:
                private.write_file(source, request.content)
                printed = self._run(source, target, request, pause)
                content = _read(target) if self._names(OUTPUT) else bytes(printed)
            except OSError as error:
                raise SigningFailedError(reason=os_reason(error)) from None
        if not content.strip():
            raise SigningFailedError(reason=say("signed-nothing"))
        check_signed(content, request)
        return content

    def _names(self, placeholder: str) -> bool:
        return any(placeholder in argument for argument in self._arguments)

    def _run(self, source: Path, target: Path, request: AuthTokenRequest, pause: Pause) -> bytearray:
        given = None if self._names(INPUT) else request.content
        try:
            return run_command(
                _filled(self._arguments, source, target),
                seconds=self._limit,
                longest=LONGEST,
                given=given,
                pause=pause,
            )
        except EndlessOutputError:
            raise SigningFailedError(reason=say("signed-too-long")) from None
        except CommandError as error:
            raise SigningFailedError(reason=error.reason) from None


def _filled(arguments: Sequence[str], source: Path, target: Path) -> list[str]:
    return [argument.replace(INPUT, str(source)).replace(OUTPUT, str(target)) for argument in arguments]


def _read(path: Path) -> bytes:
    with suppress(FileNotFoundError), path.open("rb") as file:
        return file.read(LONGEST + 1)
    return b""
