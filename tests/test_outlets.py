"""The ways out of the process: whatever prints, warns or dies, no secret comes out."""

from __future__ import annotations

import io
import itertools
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.console import make_console
from automation.outlets import GuardedStream, guard_process, guarded, unguarded
from automation.secret import MASK, Secret
from tests.secrets_of_tests import TOKEN
from tests.test_redaction import LONG_PASSWORDS, PIECE, PLAIN, pieces

VALUE = "Tajne-Hasło-Bazy-2026"


@pytest.fixture
def secret() -> Secret:
    """One that is known."""
    return Secret(VALUE)


@contextmanager
def guarded_process() -> Iterator[None]:
    """This process, guarded as a command is. Not a fixture: pytest changes the streams between set-up and test."""
    undo = guard_process()
    try:
        yield
    finally:
        undo()


@settings(deadline=None)
@given(LONG_PASSWORDS, st.lists(st.integers(0, 70), max_size=8), st.booleans())
def test_a_secret_in_several_writes_is_masked(value: str, cuts: list[int], flushes: bool) -> None:
    """Wherever it is cut, and though each piece is flushed."""
    secret = Secret(value)
    stream = io.StringIO()
    guard = GuardedStream(stream)
    text = f"hasło: {value} koniec\n"
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    for start, end in itertools.pairwise(places):
        guard.write(text[start:end])
        if flushes:
            guard.flush()
    guard.drain()
    left = stream.getvalue()
    assert not {piece for piece in pieces(value) if len(piece) >= PIECE and piece in left}, left
    assert secret


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PLAIN, "\n", "x", "2025", "2025-", " "]), max_size=12))
def test_what_is_no_secret_comes_out_whole(texts: list[str]) -> None:
    """Nothing is lost or doubled by waiting."""
    secrets = [Secret(TOKEN), Secret(VALUE)]
    stream = io.StringIO()
    guard = GuardedStream(stream)
    guard.writelines(texts)
    guard.drain()
    joined = "".join(texts)
    if MASK not in stream.getvalue():
        assert stream.getvalue() == joined
    assert secrets


def test_an_ordinary_line_does_not_wait(secret: Secret) -> None:
    """A question without a line's end is seen at once."""
    stream = io.StringIO()
    guarded(stream).write("Unieważnić go? [t/N] ")
    assert stream.getvalue() == "Unieważnić go? [t/N] "
    assert secret


def test_a_stream_is_guarded_once() -> None:
    """And can be had without its guard, for what has been redacted already."""
    stream = io.StringIO()
    guard = guarded(stream)
    assert guarded(guard) is guard
    assert unguarded(guard) is stream
    assert unguarded(stream) is stream


def test_a_stream_takes_text_only(secret: Secret) -> None:
    """As a text stream does; libraries find out by trying."""
    with pytest.raises(TypeError):
        guarded(io.StringIO()).write(b"x")  # type: ignore[arg-type]
    assert secret


def test_the_bytes_beneath_are_guarded_too(secret: Secret) -> None:
    """Also what is no UTF-8 passes unharmed."""
    raw = io.BytesIO()
    text = io.TextIOWrapper(raw, encoding="utf-8")
    guarded(text).buffer.write(b"\xff " + VALUE.encode())
    assert raw.getvalue() == b"\xff " + MASK.encode()
    assert secret


def test_the_console_masks_what_it_wraps(secret: Secret, capsys: pytest.CaptureFixture[str]) -> None:
    """Rich breaks lines in the middle of a word if it must."""
    console = make_console(to_stderr=True)
    console.width = 14
    console.print(f"hasło {VALUE} i [red]{VALUE[:7]}[/][bold]{VALUE[7:]}[/]")
    console.file.flush()
    err = capsys.readouterr().err
    assert MASK in err
    assert VALUE not in err.replace("\n", "")
    assert "Hasło-B" not in err
    assert secret


def test_whatever_prints_is_masked(capsys: pytest.CaptureFixture[str], secret: Secret) -> None:
    """On both streams, and a library's own handler too."""
    with guarded_process():
        print(f"x {VALUE}")  # noqa: T201  the way out under test
        print(f"y {VALUE}", file=sys.stderr)  # noqa: T201
        logging.StreamHandler(sys.stderr).handle(logging.makeLogRecord({"msg": f"z {VALUE}"}))
    assert capsys.readouterr() == (f"x {MASK}\n", f"y {MASK}\nz {MASK}\n")
    assert secret


class _Broken:
    def __del__(self) -> None:
        raise ValueError(VALUE)


def _fail() -> None:
    raise OSError(VALUE)


def test_uncaught_exceptions_tell_type_and_place_only(capsys: pytest.CaptureFixture[str]) -> None:
    """In the main thread, in another one, and where Python can do nothing but tell; no secret need be known."""
    with guarded_process():
        try:
            _fail()
        except OSError as error:
            sys.excepthook(OSError, error, error.__traceback__)
        thread = threading.Thread(target=_fail)
        thread.start()
        thread.join()
        broken = _Broken()
        del broken
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" (test_outlets.py:")[0] for line in lines] == [
        "ap-token: OSError",
        "ap-token: OSError",
        "ap-token: ValueError",
    ]


UNSEEN = f"""
import asyncio, logging, sys, warnings
from automation.evidence.log import set_up_logging
from automation.outlets import guard_process
from automation.secret import Secret
guard_process()
set_up_logging()
known = Secret({VALUE!r})
async def lost():
    async def fail():
        raise RuntimeError({VALUE!r})
    asyncio.ensure_future(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(lost())
logging.getLogger("some.library").error("%s %d", {VALUE!r}, "no number")
warnings.warn({VALUE!r})
del known
sys.stderr.write({VALUE[:9]!r})
class Late:
    def __del__(self):
        raise LookupError({VALUE!r})
late = Late()
raise ValueError({VALUE!r})
"""


@pytest.mark.parametrize("level", ["", "DEBUG"])
def test_nothing_comes_out_at_the_very_end(level: str) -> None:
    """Exceptions nobody fetched, libraries' records, exit handlers, the last exception, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", UNSEEN],
        capture_output=True,
        env={"AP_LOG_LEVEL": level, "PYTHONUTF8": "1"},
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert not {piece for piece in pieces(VALUE) if piece in done.stdout + done.stderr.replace(VALUE[:9], "")}
    assert "ap-token: ValueError (<string>:" in done.stderr
    assert "Traceback" not in done.stderr
    assert f"UserWarning: {MASK}" in done.stderr
    assert ('"logger": "asyncio"' in done.stderr) is bool(level)
    assert ('"logger": "some.library"' in done.stderr) is bool(level)
