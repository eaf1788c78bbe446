"""Runs the real command and stops it, whole, at chosen boundaries of what it does on the disk.

    python launcher.py --json generate ...

A *boundary* is the moment before or after one operation on a watched folder: a file opened for writing, half of
its bytes written, all of them, `fsync`, a rename, a removal, the folder's `fsync`. Its key says which, for instance
`before rename vault/.firma.kdbx.*.tmp #2`: the second rename of such a file. Every key passed goes to a log; at a key
that was asked for the process stops itself (SIGSTOP: every thread, at once) and waits for whoever started it, who may
kill it there, alone or with all its children, or do something to the disk and let it go on.

What is asked for comes in environment variables, because the arguments are the command's own:
`CRASH_ROOTS` (JSON, name to folder), `CRASH_LOG` (a file), `CRASH_STOPS` (JSON, a list of keys),
`CRASH_IMAGE` (a folder, see `disk_image`; empty for none).

Nothing of the product is changed, but for this: a write through `os.fdopen` goes to the file in two halves.
"""

from __future__ import annotations

import json
import os
import re
import shutil  # noqa: F401  looks at `os` when it is loaded, so that has to be before anything is wrapped
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_write = os.write  # what the log is written with, once `os.write` is a boundary itself
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_VARIES = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d-?\d\d-?\d\dZ-([a-z]+)-[a-z]+-[0-9a-f]{4}"), r"RUN-\1"),
    (re.compile(r"(?<![0-9a-f])\d{4}-?\d\d-?\d\d(?![0-9a-f])(T\d\d[-:]?\d\d[-:]?\d\dZ?)?"), "*"),
    (re.compile(r"[0-9a-f]{8,}"), "*"),
)


class Boundaries:
    """Counts the boundaries, keeps the log, stops where it was asked to."""

    def __init__(self, roots: dict[str, str], log: int, stops: list[str]) -> None:
        self._roots = {name: os.path.realpath(folder) for name, folder in roots.items()}
        self._log = log
        self._stops = frozenset(stops)
        self._seen: Counter[str] = Counter()
        self._mutex = threading.Lock()
        self._about: dict[int, str] = {}

    def reach(self, moment: str, operation: str, label: str | None) -> None:
        """One boundary. Its place in the log is written before the process stops there."""
        if label is None:
            return
        with self._mutex:
            what = f"{moment} {operation} {label}"
            self._seen[what] += 1
            key = f"{what} #{self._seen[what]}"
            _write(self._log, f"{time.time():.3f}\t{key}\n".encode())
            if key in self._stops:
                # Sent to this very thread: sent to the process, it would let a thread in the background go on a bit.
                signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)

    def label(self, path: object) -> str | None:
        """The path within the watched folders, without what differs from run to run; None outside of them."""
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  the path may be gone; links stay links
        for name, root in self._roots.items():
            if whole == root or whole.startswith(root + os.sep):
                label = name + whole[len(root) :]
                for pattern, plain in _VARIES:
                    label = pattern.sub(plain, label)
                return label
        return None

    def label_of(self, descriptor: int) -> str | None:
        """The same for an open file; a journal's line is told by its event."""
        try:
            label = self.label(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115
        except OSError:
            return None
        return None if label is None else label + self._about.get(descriptor, "")

    def forget(self, descriptor: int) -> None:
        """The number belongs to another file now."""
        self._about.pop(descriptor, None)

    def tell_what(self, descriptor: int, content: bytes) -> None:
        """Remember which line of a journal is being written, until the next one."""
        try:
            line = json.loads(content)
            self._about[descriptor] = f" [{line['event']}{' ' + line['id'] if 'id' in line else ''}]"
        except (ValueError, KeyError, TypeError):
            self._about.pop(descriptor, None)


class _Halves:
    """A file whose writes have a middle."""

    def __init__(self, file: Any, boundaries: Boundaries) -> None:
        self._file = file
        self._boundaries = boundaries

    def __enter__(self) -> _Halves:
        self._file.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._file.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        descriptor = self._file.fileno()
        self._boundaries.tell_what(descriptor, content)
        label = self._boundaries.label_of(descriptor)
        middle = len(content) // 2
        for part, moment in ((content[:middle], "amid"), (content[middle:], "after")):
            self._file.write(part)
            self._file.flush()
            self._boundaries.reach(moment, "write", label)
        return len(content)


def watch(boundaries: Boundaries, fsynced: Callable[[int], None], created: Callable[[int], None]) -> None:
    """Put the boundaries around the operations."""
    real: dict[str, Callable[..., Any]] = {
        name: getattr(os, name)
        for name in (
            "open",
            "fdopen",
            "write",
            "fsync",
            "replace",
            "rename",
            "link",
            "unlink",
            "remove",
            "mkdir",
        )
    }

    def audited(event: str, arguments: tuple[Any, ...]) -> None:
        # What Python itself tells before it asks the system, whichever function was called.
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            boundaries.reach("before", "open", boundaries.label(arguments[0]))
        elif event in {"os.rename", "os.link", "os.remove", "os.mkdir"}:
            boundaries.reach("before", event.removeprefix("os."), boundaries.label(arguments[0]))

    def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
        descriptor: int = real["open"](path, flags, *more, **named)
        boundaries.forget(descriptor)
        if flags & WRITING and boundaries.label(path) is not None:
            created(descriptor)
            boundaries.reach("after", "open", boundaries.label(path))
        return descriptor

    def fdopened(descriptor: int, mode: str = "r", *more: Any, **named: Any) -> Any:
        file = real["fdopen"](descriptor, mode, *more, **named)
        is_ours = "b" in mode and mode != "rb" and boundaries.label_of(descriptor) is not None
        return _Halves(file, boundaries) if is_ours else file

    def written(descriptor: int, content: bytes) -> int:
        done: int = real["write"](descriptor, content)
        boundaries.reach("after", "write", boundaries.label_of(descriptor))
        return done

    def fsync(descriptor: int) -> None:
        label = boundaries.label_of(descriptor)
        boundaries.reach("before", "fsync", label)
        real["fsync"](descriptor)
        if label is not None:
            fsynced(descriptor)
        boundaries.reach("after", "fsync", label)

    def around(name: str, told: str) -> Callable[..., Any]:
        def done(path: Any, *more: Any, **named: Any) -> Any:
            result = real[name](path, *more, **named)
            boundaries.reach("after", told, boundaries.label(path))
            return result

        return done

    os.open, os.fdopen, os.fsync = opened, fdopened, fsync  # type: ignore[assignment]
    os.write = written  # type: ignore[assignment]
    for name, told in (
        ("replace", "rename"), ("rename", "rename"), ("link", "link"), ("unlink", "remove"), ("remove", "remove"),
        ("mkdir", "mkdir"),
    ):  # fmt: skip
        setattr(os, name, around(name, told))
    sys.addaudithook(audited)


def main() -> None:
    """Watch, then be the command."""
    log = os.open(os.environ.pop("CRASH_LOG"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    roots = json.loads(os.environ.pop("CRASH_ROOTS"))
    stops = json.loads(os.environ.pop("CRASH_STOPS"))
    image = os.environ.pop("CRASH_IMAGE")
    from automation.cli import main as command  # noqa: PLC0415  before anything is wrapped

    fsynced: Callable[[int], None] = lambda _: None  # noqa: E731
    created = fsynced
    if image:
        from tests.crash.disk_image import Recorder  # noqa: PLC0415  for power cuts only

        recorder = Recorder(Path(image))
        fsynced, created = recorder.fsynced, recorder.created
    tempfile.gettempdir()  # when it is full, Python would look for another one outside of the test
    watch(Boundaries(roots, log, stops), fsynced, created)
    command(sys.argv[1:])


if __name__ == "__main__":
    main()
