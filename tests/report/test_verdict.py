"""The verdict: every way in which a run can end is told, in both languages, with what it means for the token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from automation import errors
from automation.errors import AssistantError, NoInvoicesMenuError
from automation.evidence.reading import read_run
from automation.evidence.record import RunRecord
from automation.report.telling import spoken
from automation.report.verdict import Fate, Sign, verdict_of
from automation.text import LANGUAGES
from tests.report import runs

UNFINISHED: dict[str, Any] = {"finished": False, "exit_code": None, "outcome": "failed", "token_safe": False}


def _ended(error: AssistantError, **changes: Any) -> RunRecord:
    return runs.record(
        outcome="failed",
        exit_code=int(error.exit),
        error=runs.error_of(error),
        **({"token_safe": False} | changes),
    )


@pytest.mark.parametrize(
    ("run", "sign", "fate"),
    [
        (runs.record(), Sign.OK, Fate.SAFE),
        (runs.record(command="rehearse", revoked=True), Sign.OK, Fate.REVOKED),
        (
            runs.record(command="check", outcome="checked", ordered=False, token_safe=False),
            Sign.OK,
            Fate.NONE,
        ),
        (runs.record(command="revoke", outcome="revoked", revoked=True), Sign.OK, None),
        (runs.record(**UNFINISHED), Sign.DANGER, Fate.PENDING),
        (runs.record(**UNFINISHED, reference_number=None), Sign.DANGER, Fate.UNKNOWN),
        (runs.record(**UNFINISHED, ordered=False), Sign.STOPPED, Fate.NONE),
        (runs.record(**UNFINISHED | {"token_safe": True}), Sign.STOPPED, Fate.SAFE),
        (runs.record(**UNFINISHED, recovered="revoked"), Sign.STOPPED, Fate.REVOKED),
        (runs.record(outcome="interrupted", exit_code=130), Sign.STOPPED, Fate.SAFE),
        (_ended(NoInvoicesMenuError(), ordered=False), Sign.REFUSED, Fate.NONE),
        (_ended(errors.OrderUnknownError(name="-", listed="no")), Sign.DANGER, Fate.UNKNOWN),
        (_ended(errors.TokenNotSafeError(reference="-", reason="-")), Sign.DANGER, Fate.LOST),
        (_ended(errors.TokenFailedError(reference="-")), Sign.FAILED, Fate.NONE),
        (
            _ended(errors.TokenNotReadyError(reference="-", presses=3, seconds=9, escrowed="yes", vault="-")),
            Sign.DANGER,
            Fate.PENDING,
        ),
        (_ended(errors.UnexpectedError(kind="-", place="-")), Sign.DANGER, Fate.UNKNOWN),
    ],
)
def test_an_ending_has_its_sign_and_the_tokens_fate(run: RunRecord, sign: Sign, fate: Fate | None) -> None:
    """What is seen at a glance is what has become of the token."""
    verdict = verdict_of(run)
    assert (verdict.sign, verdict.fate) == (sign, fate)


def test_a_run_under_way_is_not_called_dead() -> None:
    """A run without a result may still be at work; then nobody is sent to `recover`."""
    verdict = verdict_of(runs.record(**UNFINISHED), running=True)
    assert verdict.sign is Sign.RUNNING
    assert "recover" not in verdict.now


def _leaves(root: type[AssistantError] = AssistantError) -> Iterator[type[AssistantError]]:
    for below in root.__subclasses__():
        yield from _leaves(below) if below.__subclasses__() else [below]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_told_in_the_readers_language(language: str) -> None:
    """Whatever a run ended with is told anew from its code and details, not in the words of the recording."""
    for leaf in set(_leaves()):
        listed = re.search(r"Details:([^.]*)", leaf.__doc__ or "")
        names = re.findall(r"\w+", re.sub(r"\(.*?\)", "", listed[1], flags=re.DOTALL)) if listed else []
        details: dict[str, str | int] = dict.fromkeys(names, 7)
        error = {"code": leaf().code, "details": details, "message": "recorded", "advice": "recorded"}
        with spoken(language):
            verdict = verdict_of(runs.record(outcome="failed", exit_code=int(leaf.exit), error=error))
        texts = (verdict.headline, verdict.what, verdict.token, verdict.now)
        assert all(texts), leaf
        assert "recorded" not in texts, leaf


def test_an_unknown_error_is_told_as_it_was_recorded() -> None:
    """A run of a newer version, or a stranger's record, may end with what nobody here knows."""
    for code, details in (("no-such", {}), ("ap-too-slow", {}), ("order-unknown.what", {"name": 1})):
        error = {"code": code, "details": details, "message": "so it was", "advice": "do that"}
        verdict = verdict_of(runs.record(outcome="failed", exit_code=77, error=error))
        assert (verdict.what, verdict.now) == ("so it was", "do that")


def test_a_killed_run_is_told_from_its_journal(tmp_path: Path) -> None:
    """After a death nothing but the journal tells that a token was ordered, and that its value is in the vault."""
    folder = runs.folder_of_run(tmp_path, command="generate", ends=False, tell=runs.killed_after_the_order)
    verdict = verdict_of(read_run(folder))
    assert (verdict.sign, verdict.fate) == (Sign.DANGER, Fate.PENDING)
    assert runs.REFERENCE in verdict.token
    assert "ap-token recover" in verdict.now
