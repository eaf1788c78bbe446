"""A command of the operator's that prints a password: run without a shell, never shown, never waited for in vain."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, Final

from automation.hardening import SECRET_VARIABLES
from automation.os_reason import os_reason
from automation.text import say

COMMAND_SECONDS: Final = 120.0
"""A password manager may ask its owner to unlock it first."""
LONGEST: Final = 1 << 16
"""Bytes. No password is longer; an endless output is not read to its end."""


class NoPasswordError(Exception):
    """A source gave no password. Says why, in the operator's language, and never what it gave instead."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def output_of(command: str, *, seconds: float = COMMAND_SECONDS) -> bytearray:
    """What a command prints.

    Its keyboard and its stderr are the terminal's, so that it can ask; it inherits no password of ours. However this
    ends, also by a signal, nothing of it is left running.

    Args:
        command: a command line, or a JSON list of arguments.
        seconds: how long it may take.

    Raises:
        NoPasswordError: it cannot be run, fails, takes too long or prints too much.
    """
    hidden = {name.upper() for name in SECRET_VARIABLES}
    environment = {name: value for name, value in os.environ.items() if name.upper() not in hidden}
    try:
        process = subprocess.Popen(  # noqa: S603  the operator's own command, as an argument list, without a shell
            _arguments(command), stdout=subprocess.PIPE, env=environment
        )
    except OSError as error:
        raise NoPasswordError(os_reason(error)) from None
    except (ValueError, TypeError, IndexError):
        raise NoPasswordError(say("reason-not-a-command")) from None
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    output = bytearray()
    reader = threading.Thread(target=_read, args=(process.stdout, output), daemon=True)
    reader.start()
    try:
        _wait(process, output, seconds)
        reader.join(1)  # what it has left running may keep the pipe open
    finally:
        _end(process)
    return output


def _arguments(command: str) -> list[str]:
    if command.lstrip().startswith("["):
        words = json.loads(command)
        if not all(isinstance(word, str) for word in words):
            raise TypeError
        return list(words)
    if os.name == "nt":  # Windows's paths have backslashes, which POSIX rules would eat
        return [part.strip('"') for part in shlex.split(command, posix=False)]
    return shlex.split(command)


def _read(pipe: IO[bytes], output: bytearray) -> None:
    with pipe, suppress(OSError, ValueError):
        while len(output) <= LONGEST and (chunk := os.read(pipe.fileno(), 4096)):
            output += chunk


def _wait(process: subprocess.Popen[bytes], output: bytearray, seconds: float) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None:
        if len(output) > LONGEST:
            break
        if time.monotonic() > end:
            raise NoPasswordError(say("reason-timeout", seconds=round(seconds)))
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
    if len(output) > LONGEST:  # nobody reads on, of which it may have died
        raise NoPasswordError(say("reason-too-long"))
    if process.returncode:
        raise NoPasswordError(say("reason-exit-code", code=process.returncode))


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
