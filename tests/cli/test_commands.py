"""The commands as their users call them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

CONTRACT = {
    "schema", "outcome", "exit_code", "environment", "base_url", "ap_version", "nip", "token_name", "permissions",
    "reference_number", "vault", "refresh_presses", "issue_to_durable_ms", "shown_to_durable_ms", "steps",
    "warnings", "error", "run_dir",
}  # fmt: skip


def test_a_rehearsal_needs_nothing_and_leaves_a_readable_database(
    ap_token: Command, judge: KeePassXc
) -> None:
    """No option at all: exit 0, the JSON contract, a database that KeePassXC opens with the password told."""
    ended = ap_token("--json", "rehearse", "--refresh-interval", "2", AP_VAULT_PASSWORD=None)
    assert ended.code == 0, ended.err
    result = ended.json
    assert set(result) >= CONTRACT
    assert result["outcome"] == "stored"
    assert result["revoked"] is True
    assert result["permissions"] == ["InvoiceWrite", "InvoiceRead"]
    assert result["refresh_presses"] == 1
    assert result["ap_version"] == "2.2.9"
    assert result["shown_to_durable_ms"] >= 0
    assert [step["outcome"] for step in result["steps"]] == ["done"] * len(result["steps"])
    told = judge.opening(password="proba-ksef")
    token = told.show(Path(result["vault"]["path"]), result["vault"]["entry_path"], "Password")
    assert token.startswith(result["reference_number"] + f"|nip-{NIP}|")
    assert token not in ended.out + ended.err
    run_json = json.loads((Path(result["run_dir"]) / "run.json").read_text(encoding="utf-8"))
    assert run_json == result
    journal = (Path(result["run_dir"]) / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["event"] for line in journal]
    assert events.count("step-begins") == events.count("step-ends") == len(result["steps"])
    assert token not in "".join(journal)


def test_generate_tells_where_the_token_is_and_what_it_is_good_for(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc
) -> None:
    """The end of a run for a person: vault, entry, environment, the production ERP, Krok 5."""
    replica = ap()
    ended = ap_token(
        "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--refresh-interval", "2",
        "--vault", "nowa.kdbx", "--create-vault",
    )  # fmt: skip
    assert ended.code == 0, ended.out + ended.err
    (issued,) = replica.audit().issued.values()
    entry = f"KSeF/Lokalne/{NIP}/iCargo wystawianie i przeglądanie faktur"
    vault = ap_token.folder / "nowa.kdbx"
    assert judge.opening(password=PASSWORD).show(vault, entry, "Password") == issued.value
    for said in (
        str(vault),
        entry,
        issued.reference,
        "iCargo",
        "nie zadziała",
        "Krok 5",
        "Krok 2, zadanie 3",
    ):
        assert said in ended.out
    assert issued.value not in ended.out + ended.err
    assert replica.wait_until(lambda seen: bool(seen.copies)).copies


@pytest.mark.usually(1)
@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_user_without_rights_is_exit_3(ap_token: Command, ap: Callable[..., Replica], command: str) -> None:
    """`check` and `generate` say the same, and AP is not asked for a token."""
    replica = ap(permissions=["CredentialsRead", "CredentialsManage"])
    more = ("--vault", "v.kdbx", "--create-vault") if command == "generate" else ()
    ended = ap_token("--json", command, "--env", "local", "--base-url", replica.base_url, "--nip", NIP, *more)
    assert ended.code == 3
    assert ended.json["outcome"] == "refused"
    assert ended.json["error"]["code"] == "no-invoices-menu"
    assert "wyloguj" in ended.json["error"]["advice"]
    assert not replica.audit().token_posts


def test_check_says_that_a_user_can_and_generates_nothing(
    ap_token: Command, ap: Callable[..., Replica]
) -> None:
    """Exit 0, `checked`, and no order."""
    replica = ap()
    ended = ap_token("--json", "check", "--env", "local", "--base-url", replica.base_url, "--nip", NIP)
    assert (ended.code, ended.json["outcome"]) == (0, "checked")
    assert not replica.audit().token_posts


@pytest.mark.usually(1)
@pytest.mark.parametrize(
    ("escrow", "code", "advice"),
    [(True, "token-unconfirmed", "ap-token recover"), (False, "token-not-safe", "Liście tokenów")],
)
def test_a_token_at_risk_is_told_by_number_and_place(
    ap_token: Command, ap: Callable[..., Replica], escrow: bool, code: str, advice: str
) -> None:
    """AP ends the session while the token is waited for: exit 8, its number, its entry, what to do."""
    replica = ap(escrow=escrow, errors=[{"method": "GET", "path": "/tokens/*", "nth": 1, "status": 401}])
    ended = ap_token(
        "--json", "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", "v.kdbx",
        "--create-vault",
    )  # fmt: skip
    result = ended.json
    assert (ended.code, result["outcome"], result["error"]["code"]) == (8, "failed", code)
    assert result["reference_number"] == next(iter(replica.audit().issued))
    assert result["reference_number"] in result["error"]["message"]
    assert result["vault"]["path"] == str(ap_token.folder / "v.kdbx")
    assert result["refresh_presses"] == 1
    assert advice in result["error"]["advice"]


def test_revoke_takes_an_entry_and_marks_it(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc
) -> None:
    """The token of an entry, found by its path, is revoked in AP and tagged in the vault."""
    replica = ap()
    where = ("--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", "firma.kdbx")
    made = ap_token("--json", "generate", *where, "--create-vault", "--refresh-interval", "2").json
    ended = ap_token("--json", "revoke", made["vault"]["entry_path"], *where)
    assert (ended.code, ended.json["outcome"]) == (0, "revoked"), ended.err
    assert [revocation.reference for revocation in replica.audit().revocations] == [made["reference_number"]]
    told = judge.opening(password=PASSWORD)
    tags = told.show(ap_token.folder / "firma.kdbx", made["vault"]["entry_path"], "Tags")
    assert set(tags.split(",")) == {"ksef", "ap-revoked"}


def test_doctor_looks_at_everything(ap_token: Command, ap: Callable[..., Replica]) -> None:
    """Browser, clipboard, AP, its wording, vault, KeePassXC, disk, power; a field by another name is told and found."""
    replica = ap(wording={"Nazwa tokena": "Nazwa tokenu"})
    ended = ap_token(
        "--json", "doctor", "--env", "local", "--base-url", replica.base_url, "--vault", "firma.kdbx",
        "--nip", NIP, "--login", "test",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    checks = {check["id"]: check["ok"] for check in ended.json["checks"]}
    assert set(checks) == {"browser", "clipboard", "ap", "wording", "vault", "keepassxc", "disk", "power"}
    assert all(checks[each] for each in ("browser", "clipboard", "wording", "vault"))
    told = [(each["kind"], each["control"], each["old"], each["new"]) for each in ended.json["differences"]]
    assert told == [("renamed", "token-name", "Nazwa tokena", "Nazwa tokenu")]
    assert replica.audit().token_posts == []


@pytest.mark.usually(0)
def test_doctor_tells_what_ap_calls_a_lost_control_now(ap_token: Command, ap: Callable[..., Replica]) -> None:
    """Exit 5, and what it was called and is called; not that the user lacks a permission."""
    replica = ap(wording={"Tokeny": "Klucze API"})
    ended = ap_token(
        "--json", "doctor", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--login", "test"
    )
    assert (ended.code, ended.json["error"]["code"]) == (5, "control-missing"), ended.err
    assert {check["id"]: check["ok"] for check in ended.json["checks"]}["wording"] is False
    told = [(each["kind"], each["old"], each["new"]) for each in ended.json["differences"]]
    assert told == [("renamed", "Tokeny", "Klucze API")]


@pytest.mark.usually(0)
def test_junit_has_a_case_for_every_step(ap_token: Command) -> None:
    """What a scheduler shows."""
    ended = ap_token("--json", "rehearse", "--refresh-interval", "2", "--junit", "out/rehearsal.xml")
    assert ended.code == 0
    suite = ET.parse(ap_token.folder / "out" / "rehearsal.xml").getroot()  # noqa: S314  our own file
    assert [case.get("name") for case in suite.iter("testcase")] == [
        step["title"] for step in ended.json["steps"]
    ]


@pytest.mark.usually(0)
def test_the_password_is_not_inherited_by_the_browser(ap_token: Command, ap: Callable[..., Replica]) -> None:
    """No process that the command starts has the vault's password in its environment."""
    psutil = pytest.importorskip("psutil")
    replica = ap(refreshes_needed=3)
    running = ap_token.start(
        "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", "v.kdbx",
        "--create-vault", "--refresh-interval", "2",
    )  # fmt: skip
    replica.wait_until(lambda audit: bool(audit.status_reads), seconds=60)
    children = psutil.Process(running.pid).children(recursive=True)
    environments = []
    for child in children:
        try:
            environments.append(child.environ())
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, out + err
    assert any("chrom" in child.name() for child in children if child.is_running()) or environments
    assert environments
    assert not any(PASSWORD in value for each in environments for value in each.values())


def _stop_when(
    running: subprocess.Popen[str], replica: Replica, condition: Callable[[Replica], bool], number: int
) -> tuple[int, str]:
    deadline = time.monotonic() + 60
    while not condition(replica):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)  # watching another process from outside: there is nothing to wait on
    if number == signal.SIGINT:
        os.killpg(running.pid, number)  # a terminal sends Ctrl-C to the whole group, the browser included
    else:
        os.kill(running.pid, number)  # a scheduler asks the one process it started
    out, err = running.communicate(timeout=90)
    return running.returncode, out + err


@pytest.mark.skipif(os.name == "nt", reason="process groups and signals of POSIX")
def test_ctrl_c_before_the_order_leaves_nothing(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc
) -> None:
    """Exit 130 soon after Ctrl-C, no order, no entry, no file that was not there."""
    replica = ap()
    running = ap_token.start(
        "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", "v.kdbx",
        "--no-keep-session",
    )  # fmt: skip
    code, said = _stop_when(running, replica, lambda r: bool(r.audit().logins), signal.SIGINT)
    assert code == 130, said
    assert not replica.audit().token_posts
    assert judge.opening(password=PASSWORD).paths(ap_token.folder / "v.kdbx") == []
    assert {path.name for path in ap_token.folder.iterdir()} == {"v.kdbx", "firma.kdbx", "recordings"}


@pytest.mark.usually(1)
@pytest.mark.skipif(os.name == "nt", reason="process groups and signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_after_the_order_saves_the_token_first(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc, number: int
) -> None:
    """The token exists already, so it is stored; then exit 130."""
    replica = ap(refreshes_needed=2)
    running = ap_token.start(
        "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", "v.kdbx",
        "--create-vault", "--refresh-interval", "2",
    )  # fmt: skip
    code, said = _stop_when(running, replica, lambda r: bool(r.audit().status_reads), number)
    assert code == 130, said
    (issued,) = replica.audit().issued.values()
    entry = f"KSeF/Lokalne/{NIP}/iCargo wystawianie i przeglądanie faktur"
    assert (
        judge.opening(password=PASSWORD).show(ap_token.folder / "v.kdbx", entry, "Password") == issued.value
    )


@pytest.mark.skipif(os.name == "nt", reason="process groups and signals of POSIX")
def test_the_replica_serves_until_it_is_told_to_stop(ap_token: Command) -> None:
    """It prints its address when ready, and Ctrl-C ends it with exit 0."""
    running = ap_token.start("replica", "--port", "0", PYTHONUNBUFFERED="1")
    assert running.stdout is not None
    line = running.stdout.readline()
    assert "http://127.0.0.1:" in line
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 0, out + err


@pytest.mark.parametrize(
    "words", [(), ("generate",), ("check",), ("rehearse",), ("revoke",), ("replica",), ("doctor",)]
)
def test_help_needs_no_settings(ap_token: Command, words: tuple[str, ...]) -> None:
    """Help works anywhere, also beside a broken settings file."""
    (ap_token.folder / "ap-token.toml").write_text("= broken", encoding="utf-8")
    assert ap_token(*words, "--help").code == 0


def test_version_is_quick_and_alone(ap_token: Command) -> None:
    """Just the number."""
    ended = ap_token("--version")
    assert (ended.code, ended.out.strip().count(".")) == (0, 2)
