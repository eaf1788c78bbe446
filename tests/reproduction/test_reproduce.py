"""`ap-token reproduce`: a run on one replica, and the same again on another that was set up from its record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from automation.replica.server import Replica
from tests.cli.conftest import NIP, Command
from tests.cli.conftest import ap as ap  # noqa: PLC0414  fixtures of the commands' tests, used here as well
from tests.cli.conftest import ap_token as ap_token  # noqa: PLC0414

pytestmark = pytest.mark.browser

ENDINGS: dict[str, tuple[dict[str, Any], str | None]] = {
    "no Faktury": ({"invoices_menu": False}, "no-invoices-menu"),
    "a broken connection, then two presses more": (
        {"errors": [{"method": "GET", "path": "/tokens/*", "cut": True}], "refreshes_needed": 2},
        None,
    ),
    "a locked box": ({"permissions": ["InvoiceRead", "CredentialsManage"]}, "checkbox-locked"),
    "the order answered with 500": (
        {"errors": [{"method": "POST", "path": "/tokens", "status": 500}]},
        "order-doubtful",
    ),
    "Failed": ({"outcome": "Failed"}, "token-failed"),
    "the order cut off": ({"errors": [{"method": "POST", "path": "/tokens", "cut": True}]}, "order-unknown"),
    "a session that ended while waiting": (
        {"errors": [{"method": "GET", "path": "/tokens/*", "status": 401}]},
        "token-unconfirmed",
    ),
    "a button with another name": (
        {"controls": [{"name": "Generuj token", "change": "renamed", "place": "main", "to": "Zatwierdź"}]},
        "control-missing",
    ),
    "one more required field": ({"extra_field": "select"}, "required-field-unknown"),
}


@pytest.mark.usually(1)
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_happens_again(ap_token: Command, ap: Callable[..., Replica], ending: str) -> None:
    """Whatever AP did: the replica, set up from what the run has left, does it too, step by step."""
    scenario, error = ENDINGS[ending]
    call = ["--env", "local", "--base-url", ap(**scenario).base_url, "--nip", NIP]
    call += ["--vault", "v.kdbx", "--refresh-interval", "2", "--timeout", "15"]
    original = ap_token("--json", "generate", *call).json
    assert (original["error"] or {"code": None})["code"] == error
    again = ap_token("--json", "reproduce", Path(original["run_dir"]).name)
    assert again.code == 0, again.err
    result = again.json
    assert result["outcome"] == "reproduced"
    told = result["reproduction"]
    assert (told["source"], told["here_error"], told["here_exit_code"]) == (
        "run",
        error,
        original["exit_code"],
    )
    assert all(step["same"] for step in told["steps"])
    presses = [step["id"] for step in told["steps"]].count("krok-4-odswiez")
    assert presses == (original["refresh_presses"] or 0)
    kept = json.loads((Path(result["run_dir"]) / "reproduction.json").read_text(encoding="utf-8"))
    assert kept["original"]["nip"] == NIP
    assert list(Path(result["run_dir"]).glob("original-*.*"))


def test_a_run_that_the_replica_cannot_repeat_is_told_apart(ap_token: Command) -> None:
    """A record that says what no AP does: exit 5, what differs, and both ends in the result."""
    folder = ap_token.folder / "recordings" / "klient"
    folder.mkdir(parents=True)
    at = "2026-11-23T12:00:00+00:00"
    lines: list[dict[str, Any]] = [
        {"event": "begins", "command": "check", "assistant": "1", "language": "pl"},
        {"event": "step-begins", "number": 1, "id": "krok-1-adres", "title": "Krok 1"},
        {
            "event": "step-ends",
            "number": 1,
            "outcome": "failed",
            "duration_ms": 5,
            "error": "page-unexpected",
        },
    ]
    journal = "".join(json.dumps({"at": at, **line}) + "\n" for line in lines)
    (folder / "journal.jsonl").write_text(journal, encoding="utf-8")
    error = {"code": "page-unexpected", "message": "-", "advice": "-"}
    end = {"schema": 1, "outcome": "failed", "exit_code": 5, "error": error}
    (folder / "run.json").write_text(json.dumps(end), encoding="utf-8")
    ended = ap_token("--json", "reproduce", "klient")
    result = ended.json
    assert (ended.code, result["outcome"], result["error"]["code"]) == (5, "different", "not-reproduced")
    told = result["reproduction"]
    assert (told["same"], told["original_error"], told["here_error"]) == (False, "page-unexpected", None)
    assert any("page-unexpected" in text for text in told["approximations"])


def test_a_name_that_is_nothing_is_answered_with_names_that_are_near(ap_token: Command) -> None:
    """Exit 2; the library is listed with what the customer says and what to answer."""
    ended = ap_token("--json", "reproduce", "brak-faktury")
    assert (ended.code, ended.json["error"]["code"]) == (2, "original-unknown")
    assert "brak-faktur" in ended.json["error"]["advice"]
    listed = ap_token("--json", "reproduce", "--list").json
    assert listed["outcome"] == "listed"
    assert all(case["says"] and case["answer"] for case in listed["scenarios"])
