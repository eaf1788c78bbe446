"""Where a password comes from. Never from the command line, where every process could read it.

Sources, in this order: a file, the environment or `.env`, a command, the operating system's keyring, the person at the
terminal. A source that was named is never passed over: if it fails, so does the run.

In the keyring it is kept under this program's name and the full path of what it opens:
`keyring set ap-token-assistant /home/jan/firma.kdbx`.
"""

from __future__ import annotations

import getpass
import os
import queue
import stat
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from automation.errors import AssistantError, RunInterruptedError, WrongSettingError
from automation.os_reason import os_reason
from automation.password_command import LONGEST, NoPasswordError, output_of
from automation.secret import Secret
from automation.text import say

KEYRING_SERVICE: Final = "ap-token-assistant"
_FILE_SECONDS: Final = 60.0
"""A named pipe may be a little late; a dead network folder may never answer."""
_KEYRING_SECONDS: Final = {True: 60.0, False: 5.0}
"""With somebody there, who may have to unlock it first, and without."""
_NAP: Final = 0.1

Warn = Callable[..., None]
"""As `Run.warn`: the name of a warning, and its values."""


@dataclass(frozen=True, slots=True)
class PasswordSources:
    """The sources of one password that the settings name."""

    setting: str
    """The setting's name: `vault_password` is `AP_VAULT_PASSWORD`, `--vault-password-file`..."""
    value: Secret | None
    file: Path | None
    command: str | None

    @property
    def named(self) -> bool:
        """Whether there is any."""
        return any(source is not None for source in (self.value, self.file, self.command))

    @property
    def option(self) -> str:
        """How the options begin."""
        return "--" + self.setting.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment's variable."""
        return f"AP_{self.setting.upper()}"


def find_password(
    sources: PasswordSources,
    opens: Path,
    *,
    question: str,
    missing: AssistantError,
    may_skip: bool,
    warn: Warn,
    may_ask: bool,
) -> Secret | None:
    """The password; None where it may be skipped and nobody has one.

    To be called under `Interruption.at_prompt`: a person or a program may have to be waited for.

    Args:
        sources: what the settings name.
        opens: the file that it opens, for the keyring.
        question: what a person is asked.
        missing: raised where there is none.
        may_skip: whether it can be done without.
        warn: told when a file with the password is open to others, or when several sources were named.
        may_ask: whether somebody may be asked at the terminal, if there is one.

    Raises:
        WrongSettingError: a source that was named does not give a password.
        AssistantError: `missing`: no source has one and nobody can be asked.
        RunInterruptedError: a signal came meanwhile.
    """
    file, value, command = sources.file, sources.value, sources.command
    given: list[tuple[str, Callable[[], Secret]]] = []
    if file is not None:
        given.append((f"{sources.option}-file", lambda: _from_file(file, warn)))
    if value is not None:
        given.append((sources.variable, lambda: _from_environment(value, sources.variable, warn)))
    if command is not None:
        given.append((f"{sources.option}-command", lambda: _secret(output_of(command))))
    if len(given) > 1:
        warn("password-sources", used=given[0][0], ignored=", ".join(name for name, _ in given[1:]))
    may_ask = may_ask and is_terminal()
    if given:
        return _from_named(*given[0])
    found = _from_keyring(opens, warn, seconds=_KEYRING_SECONDS[may_ask])
    if found is None and may_ask:
        return _from_person(sources.setting, question, missing, may_skip=may_skip)
    if found is None and not may_skip:
        raise missing
    return found


def _from_named(name: str, get: Callable[[], Secret]) -> Secret:
    try:
        return get()
    except NoPasswordError as error:
        setting = name.removeprefix("--").replace("-", "_")
        raise WrongSettingError(setting=setting, reason=error.reason) from None


def _from_file(path: Path, warn: Warn) -> Secret:
    if path.is_dir():
        raise NoPasswordError(f"{path}: {say('reason-folder')}")
    try:
        content, status = _in_time(lambda: _read(path), _FILE_SECONDS)
        secret = _secret(content)
    except TimeoutError:
        raise NoPasswordError(f"{path}: {say('reason-silent', seconds=round(_FILE_SECONDS))}") from None
    except OSError as error:
        raise NoPasswordError(f"{path}: {os_reason(error)}") from None
    except NoPasswordError as error:
        raise NoPasswordError(f"{path}: {error.reason}") from None
    if _is_open_to_others(status):
        warn("password-file-open", path=str(path))
    return secret


def _read(path: Path) -> tuple[bytearray, os.stat_result]:
    """The first line of a file, a pipe or a descriptor (`/dev/fd/3`), and what kind of file it is."""
    content = bytearray()
    with path.open("rb", buffering=0) as file:
        if file.isatty():
            raise NoPasswordError(say("reason-terminal"))  # what is typed there would be seen
        while b"\n" not in content and len(content) <= LONGEST and (chunk := file.read(4096)):
            content += chunk
        return content, os.fstat(file.fileno())


def _is_open_to_others(status: os.stat_result) -> bool:
    """Whether others can read the file or put another in its place. Windows's access lists are not looked at."""
    if os.name != "posix" or not stat.S_ISREG(status.st_mode):
        return False
    return bool(status.st_mode & 0o066) or status.st_uid not in {0, os.geteuid()}


def _from_environment(password: Secret, variable: str, warn: Warn) -> Secret:
    """The variable's value, which may also have come from `.env`."""
    file = Path(".env")
    with suppress(OSError, ValueError):
        if _is_open_to_others(file.stat()):
            from dotenv import dotenv_values  # noqa: PLC0415  pydantic-settings', where the file is open only

            if variable in {name.upper() for name in dotenv_values(file, interpolate=False)}:
                warn("password-file-open", path=str(file.resolve()))
    try:
        password.reveal().encode()
    except UnicodeEncodeError:  # the system's bytes were no UTF-8
        raise NoPasswordError(say("reason-not-utf8")) from None
    return password


def _from_keyring(opens: Path, warn: Warn, *, seconds: float) -> Secret | None:
    """What the keyring has; None where there is none. One that waits to be unlocked is not waited for for ever."""

    def ask() -> Secret | None:
        import keyring  # noqa: PLC0415  only where no other source was named

        found = keyring.get_password(KEYRING_SERVICE, str(opens.resolve()))
        return Secret(found) if found else None

    try:
        found: Secret | None = _in_time(ask, seconds)
    except TimeoutError:
        warn("keyring-silent", seconds=round(seconds))
    except RunInterruptedError:
        raise
    except Exception:  # of D-Bus, of a back end: no keyring is no error, the next source is asked
        return None
    else:
        return found
    return None


def _from_person(setting: str, question: str, missing: AssistantError, *, may_skip: bool) -> Secret | None:
    """What is typed at the terminal, which must not show it.

    Raises:
        WrongSettingError: the terminal would show it.
        AssistantError: `missing`: the person has closed the input.
        RunInterruptedError: Ctrl-C, which on Windows is a key like any other while a password is typed.
    """
    try:
        with warnings.catch_warnings():
            # Where the echo cannot be switched off, Python warns and asks all the same. Not here.
            warnings.simplefilter("error", getpass.GetPassWarning)
            typed = getpass.getpass(question + " ")
    except getpass.GetPassWarning:
        raise WrongSettingError(setting=setting, reason=say("reason-would-echo")) from None
    except UnicodeDecodeError:
        raise WrongSettingError(setting=setting, reason=say("reason-not-utf8")) from None
    except KeyboardInterrupt:
        raise RunInterruptedError from None
    except EOFError:
        raise missing from None
    return Secret(typed) if typed or not may_skip else None


def _secret(content: bytearray) -> Secret:
    """The first line; the buffer is wiped.

    Raises:
        NoPasswordError: it is empty, endless, or not UTF-8.
    """
    try:
        if len(content) > LONGEST:
            raise NoPasswordError(say("reason-too-long"))
        line = content.split(b"\n", 1)[0].removesuffix(b"\r").removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        raise NoPasswordError(say("reason-not-utf8")) from None
    finally:
        content[:] = bytes(len(content))
    if not line:
        raise NoPasswordError(say("reason-empty-password"))
    return Secret(line)


def is_terminal() -> bool:
    """Whether somebody may sit in front of this program."""
    try:
        return sys.stdin is not None and sys.stdin.isatty()
    except ValueError:  # closed
        return False


def _in_time(ask: Callable[[], Any], seconds: float) -> Any:  # noqa: ANN401  whatever is asked for
    """What somebody answers elsewhere, so that nobody waits for ever.

    Raises:
        TimeoutError: there was no answer in time; it is not waited for any more.
    """
    answers: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def answer() -> None:
        try:
            answers.put((True, ask()))
        except BaseException as error:  # handed over
            answers.put((False, error))

    threading.Thread(target=answer, daemon=True).start()
    end = time.monotonic() + seconds
    while True:
        with suppress(queue.Empty):
            is_answer, given = answers.get(timeout=_NAP)
            if not is_answer:
                raise given
            return given
        if time.monotonic() > end:
            raise TimeoutError
