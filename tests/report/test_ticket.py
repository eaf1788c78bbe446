"""The text for a ticket, and the pictures of a report: what goes in and what does not."""

from __future__ import annotations

import struct
import zlib

import pytest

from automation.errors import TokenUnconfirmedError
from automation.evidence.record import PressRecord, RunRecord
from automation.report.pages import render_run
from automation.report.pictures import picture
from automation.report.story import story_of
from tests.report import runs


def test_a_ticket_names_nobody() -> None:
    """The token's name, folders and the vault may name a person; the NIP and the reference number may stay."""
    error = TokenUnconfirmedError(
        reference=runs.REFERENCE, reason="-", entry=f"KSeF/{runs.TOKEN_NAME}", vault=runs.VAULT
    )
    run = runs.record(
        outcome="failed",
        exit_code=8,
        error=runs.error_of(error),
        token_safe=False,
        steps=runs.steps(5, "failed"),
    )
    ticket = story_of(run, {}).ticket
    assert runs.REFERENCE in ticket
    assert "1234563218" in ticket
    assert "token-unconfirmed" in ticket
    assert "Nowak" not in ticket
    assert "/home" not in ticket


def test_a_ticket_says_what_ap_said() -> None:
    """AP's words, its event number and the status are what the help desk asks for."""
    ticket = story_of(runs.failed_at_the_menu(), {}).ticket
    assert runs.AP_WORDS in ticket
    assert runs.EVENT_ID in ticket
    assert "GET /context → 503" in ticket


def _png_that_claims(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        _png_that_claims(60_000, 60_000),
        runs.drawn("red", "GIF"),
    ],
    ids=["empty", "svg", "head only", "enormous", "gif"],
)
def test_what_is_no_safe_picture_is_left_out(content: bytes) -> None:
    """A stranger's file is shown only if its own bytes say that it is a PNG, WebP or JPEG of a sane size."""
    assert picture("a.png", {"a.png": content}) is None


def test_no_number_in_a_record_stops_its_report() -> None:
    """A stranger's record may claim times without end, before the beginning, and all at the same moment."""
    far = runs.START.replace(year=2200)
    exchange = runs.exchange(1, "GET", "/x", 0, 503).model_copy(update={"retry_after": 1e308})
    for took in (2**53, -(2**53), 0):
        run = runs.record(
            ended_at=runs.START.replace(year=2000),
            steps=[step.model_copy(update={"duration_ms": took, "started_at": far}) for step in runs.steps()],
            exchanges=[exchange.model_copy(update={"duration_ms": took, "status": -took, "step": took})] * 3,
            presses=[PressRecord(number=took, pressed_at=at) for at in (far, far, runs.START)],
            issue_to_durable_ms=took,
        )
        assert "<main" in render_run(run, {})


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_picture_is_told_by_its_bytes(kind: str) -> None:
    """What a file is called does not matter."""
    found = picture("a.png", {"a.png": runs.drawn("red", kind)})
    assert found is not None
    assert found.uri.startswith(f"data:image/{kind.lower()};base64,")
    assert (found.width, found.height) == (288, 180)


def test_the_same_screen_is_shown_once() -> None:
    """A step after which the page looked the same refers to the earlier picture."""
    run: RunRecord = runs.record()
    same = runs.drawn("white")
    rows = [
        row
        for stretch in story_of(run, dict.fromkeys(runs.pictures_of(run), same)).stretches
        for row in stretch.rows
    ]
    assert [row.same_as for row in rows if row.picture] == [None, 1, 1, 1, 1]
