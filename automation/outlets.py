"""The ways out of the process, with the second line (`automation.redaction`) in front of each.

The streams are wrapped, so that nothing that prints has to remember it: the console, warnings, usage errors, a
library's own handler. Exceptions that nobody caught are told by type and place only; their words may quote
anything. What goes round Python's streams is not covered: a child process that inherits the descriptor (the password
command and the browser's driver do), `faulthandler` (which tells places only).
"""

from __future__ import annotations

import atexit
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO, cast

from automation.redaction import masked, open_end, redact, spans_in
from automation.secret import remember_secrets

_CONTEXT: Final = 64
"""Characters already written that are looked at again: a secret's beginning, too short to wait for, may be there."""
_MOST_HELD: Final = 1 << 16


class GuardedStream:
    """A text stream that masks secrets, also one that comes in two writes.

    The end of what was written waits if a secret may begin there, until the next write or `drain`.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.RLock()
        self._context = ""
        self._held = ""
        self._waits = True

    def write(self, text: str) -> int:
        """Write what can be written by now; the number of characters taken."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            self._put(self._held + text, all_of_it=not self._waits)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write one after the other."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Flush what has been written. What waits goes on waiting."""
        self._stream.flush()

    def drain(self, *, for_good: bool = False) -> None:
        """Write what waits; for good: from now on nothing waits, for the process ends."""
        with self._lock:
            self._waits = self._waits and not for_good
            self._put(self._held, all_of_it=True)
        self._stream.flush()

    @property
    def buffer(self) -> GuardedBytes:
        """The stream of bytes beneath, guarded as well."""
        return GuardedBytes(self._stream.buffer)

    @property
    def unguarded(self) -> TextIO:
        """The stream itself, for what has been redacted already."""
        return self._stream

    def _put(self, text: str, *, all_of_it: bool) -> None:
        seen = self._context + text
        written = len(self._context)
        spans = spans_in(seen)
        upto = len(seen) if all_of_it or len(text) > _MOST_HELD else max(written, open_end(seen))
        upto = max([upto, *(end for start, end in spans if start < upto)])
        visible = [
            (max(start, written) - written, end - written) for start, end in spans if written < end <= upto
        ]
        self._held, self._context = seen[upto:], seen[max(0, upto - _CONTEXT) : upto]
        if upto > written:
            self._stream.write(masked(seen[written:upto], visible))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else a stream has
        return getattr(self._stream, name)


class GuardedBytes:
    """The stream of bytes beneath a text stream, guarded write by write."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401  a BinaryIO, raw or buffered
        self._stream = stream

    def write(self, content: bytes) -> int:
        """Write UTF-8; the number of bytes taken."""
        text = bytes(content).decode("utf-8", "surrogateescape")
        self._stream.write(redact(text).encode("utf-8", "surrogateescape"))
        return len(content)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else a stream has
        return getattr(self._stream, name)


def guarded(stream: TextIO) -> TextIO:
    """The stream with the second line in front of it; the same if it has it already."""
    return stream if isinstance(stream, GuardedStream) else cast("TextIO", GuardedStream(stream))


def unguarded(stream: TextIO) -> TextIO:
    """The stream beneath, for what has been redacted already and must keep its form, as JSON must."""
    return stream.unguarded if isinstance(stream, GuardedStream) else stream


def guard_process() -> Callable[[], None]:
    """Guard this process's ways out, and remember every secret from now on. What is returned takes it all back."""
    before = (sys.stdout, sys.stderr, sys.excepthook, threading.excepthook, sys.unraisablehook)
    # Under `pythonw` there are no streams.
    sys.stdout, sys.stderr = (stream and guarded(stream) for stream in (sys.stdout, sys.stderr))
    sys.excepthook = _tell_uncaught
    threading.excepthook = lambda args: _tell_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _tell_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    remember_secrets()
    atexit.register(_drain)

    def undo() -> None:
        _drain()
        atexit.unregister(_drain)
        sys.stdout, sys.stderr, sys.excepthook, threading.excepthook, sys.unraisablehook = before
        remember_secrets(on=False)

    return undo


def kind_and_place(kind: type[BaseException], trace: TracebackType | None) -> tuple[str, str]:
    """What of an exception may always be told: its type, and its place (`file:line`), in own code if possible."""
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return kind.__name__, f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"


def _tell_uncaught(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, SystemExit) or sys.stderr is None:
        return
    name, place = kind_and_place(kind, trace)
    with suppress(Exception):  # there is nobody left to tell
        sys.stderr.write(f"ap-token: {name} ({place})\n")


def _drain() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, GuardedStream):
            with suppress(OSError, ValueError):  # closed, or nobody reads any more
                stream.drain(for_good=True)
