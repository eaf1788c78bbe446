"""A command of the operator's: run without a shell, never waited for in vain, and nothing of it left running."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Final

from automation.hardening import SECRET_VARIABLES
from automation.os_reason import os_reason
from automation.text import say

_NAP: Final = 0.1


class CommandError(Exception):
    """A command cannot be run or has failed. Says why, in the operator's language, and never what it printed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class EndlessOutputError(CommandError):
    """A command printed more than is wanted of it."""


def arguments_of(command: str) -> list[str]:
    """The program and its arguments, from a command line or a JSON list.

    Raises:
        CommandError: it is neither.
    """
    words: list[object] = []
    with suppress(ValueError):
        if command.lstrip().startswith("["):
            words = json.loads(command)
        elif os.name == "nt":  # Windows's paths have backslashes, which POSIX rules would eat
            words = [part.strip('"') for part in shlex.split(command, posix=False)]
        else:
            words = list(shlex.split(command))
    arguments = [word for word in words if isinstance(word, str)]
    if not arguments or len(arguments) != len(words):
        raise CommandError(say("reason-not-a-command"))
    return arguments


def run_command(
    arguments: Sequence[str],
    *,
    seconds: float,
    longest: int,
    given: bytes | None = None,
    pause: Callable[[float], None] | None = None,
) -> bytearray:
    """What a command prints.

    Its stderr is the terminal's, and so is its keyboard unless something is given to it, so that it can ask; it
    inherits no password of ours. However this ends, also by a signal, nothing of it is left running.

    Args:
        arguments: the program and its arguments.
        seconds: how long it may take.
        longest: bytes; an endless output is not read to its end.
        given: what it reads from its standard input, if not the keyboard.
        pause: lets so many seconds pass between two looks at it; may raise to end it.

    Raises:
        CommandError: it cannot be run, fails, takes too long.
        EndlessOutputError: it prints too much.
    """
    hidden = {name.upper() for name in SECRET_VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name.upper() not in hidden}
    try:
        process = subprocess.Popen(  # noqa: S603  the operator's own command, as an argument list, without a shell
            list(arguments),
            stdin=None if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
    except OSError as error:
        raise CommandError(os_reason(error)) from None
    except ValueError:
        raise CommandError(say("reason-not-a-command")) from None
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    output = bytearray()
    reader = threading.Thread(target=_read, args=(process.stdout, output, longest), daemon=True)
    reader.start()
    if given is not None:
        threading.Thread(target=_write, args=(process.stdin, given), daemon=True).start()
    try:
        _wait(process, output, seconds, longest, pause or _Nap(process))
        reader.join(1)  # what it has left running may keep the pipe open
    finally:
        _end(process)
    return output


class _Nap:
    """Waits for a process for a moment."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def __call__(self, seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)


def _read(pipe: IO[bytes], output: bytearray, longest: int) -> None:
    with pipe, suppress(OSError, ValueError):
        while len(output) <= longest and (chunk := os.read(pipe.fileno(), 4096)):
            output += chunk


def _write(pipe: IO[bytes], given: bytes) -> None:
    with suppress(OSError, ValueError), pipe:  # a command may end without having read it
        pipe.write(given)


def _wait(
    process: subprocess.Popen[bytes],
    output: bytearray,
    seconds: float,
    longest: int,
    pause: Callable[[float], None],
) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None:
        if len(output) > longest:
            break
        if time.monotonic() > end:
            raise CommandError(say("reason-timeout", seconds=round(seconds)))
        pause(_NAP)
    if len(output) > longest:  # nobody reads on, of which it may have died
        raise EndlessOutputError(say("reason-too-long"))
    if process.returncode:
        raise CommandError(say("reason-exit-code", code=process.returncode))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it with its children, if it still runs. Not by its process group: it needs ours to use the terminal."""
    if process.poll() is not None:
        return
    import psutil  # noqa: PLC0415  only where something went wrong

    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in family:
        with suppress(psutil.Error):
            child.kill()
    process.wait()
