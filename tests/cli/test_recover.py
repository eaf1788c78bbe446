"""`ap-token recover`, after the real command died at a given fact of its journal, by SIGKILL."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command, Ended
from tests.vault.judge import KeePassXc

pytestmark = [
    pytest.mark.browser,
    pytest.mark.keepassxc,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's"),
]

ENTRY = f"KSeF/Lokalne/{NIP}/iCargo wystawianie i przeglądanie faktur"
SESSION = f"KSeF/Lokalne/{NIP}/Sesja Aplikacji Podatnika"

# Dies before (or after) a fact is written down, or before a step begins.
_DIES = """
import os, signal, sys
from automation.evidence.journal import Journal
from automation.cli import main
fact, when = sys.argv.pop(1), sys.argv.pop(1)
noted = Journal.noted
def note(self, this, values):
    if when == "before" and this == fact: os.kill(os.getpid(), signal.SIGKILL)
    noted(self, this, values)
    if when == "after" and this == fact: os.kill(os.getpid(), signal.SIGKILL)
Journal.noted = note
begins = Journal.step_begins
def begin(self, step):
    if when == "step" and step.id == fact: os.kill(os.getpid(), signal.SIGKILL)
    begins(self, step)
Journal.step_begins = begin
sys.exit(main())
"""


@dataclass
class Scene:
    """A command that can be made to die, its vault, and a replica."""

    command: Command
    replica: Replica
    told: KeePassXc

    @property
    def vault(self) -> Path:
        """The database."""
        return self.command.folder / "firma.kdbx"

    @property
    def where(self) -> tuple[str, ...]:
        """The options that every call here needs."""
        return ("--env", "local", "--base-url", self.replica.base_url, "--nip", NIP, "--vault", "firma.kdbx")

    def die(self, when: str, fact: str, *more: str) -> None:
        """Run `generate` up to this point of its journal."""
        words = ("--json", "generate", *self.where, "--create-vault", "--refresh-interval", "2", *more)
        done = subprocess.run(
            [sys.executable, "-c", _DIES, fact, when, *words],
            cwd=self.command.folder,
            env=self.command.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr

    def recover_answering(self, answer: str) -> tuple[str, int]:
        """Call `recover` at a terminal where this is typed: all that it says, and its exit code."""
        ours, theirs = os.openpty()
        try:
            os.write(ours, f"{answer}\n".encode())
            done = subprocess.run(
                self.command.line("recover", "--vault", "firma.kdbx", "--base-url", self.replica.base_url),
                cwd=self.command.folder,
                env=self.command.environment(),
                stdin=theirs,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
        finally:
            os.close(ours)
            os.close(theirs)
        return done.stdout, done.returncode

    def recover(self, *more: str) -> Ended:
        """Call `recover`."""
        return self.command("--json", "recover", "--vault", "firma.kdbx", *more)

    def recover_twice(self, *more: str) -> dict[str, Any]:
        """Call `recover`; the second call finds nothing to do, and does nothing. The only run of the first."""
        first = self.recover("--base-url", self.replica.base_url, *more)
        assert (first.code, first.json["outcome"]) == (0, "recovered"), first.err
        before, seen = self.digest(), len(self.replica.audit().events)
        second = self.recover("--base-url", self.replica.base_url, *more)
        assert (second.code, second.json["runs"]) == (0, []), second.err
        assert self.digest() == before
        assert len(self.replica.audit().events) == seen
        (run,) = first.json["runs"]
        found: dict[str, Any] = run
        assert found["settled"] is True
        return found

    def digest(self) -> str:
        """The vault's content."""
        return hashlib.sha256(self.vault.read_bytes()).hexdigest()

    def shown(self, attribute: str = "Password") -> str:
        """What KeePassXC finds in the entry."""
        return self.told.show(self.vault, ENTRY, attribute)

    def entries(self) -> list[str]:
        """All that KeePassXC finds."""
        return self.told.paths(self.vault)


@pytest.fixture
def scene(ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc) -> Callable[..., Scene]:
    """Set a scene; keywords of the replica's scenario."""

    def ready(**scenario: object) -> Scene:
        return Scene(ap_token, ap(**scenario), judge.opening(password=PASSWORD))

    return ready


def test_a_token_in_the_vault_is_confirmed_by_the_list(scene: Callable[..., Scene]) -> None:
    """Dead after the escrow: AP says that the token is active, so the entry becomes `ap-active`."""
    s = scene()
    s.die("after", "escrowed")
    assert "ap-pending" in s.shown("Tags")
    run = s.recover_twice()
    (issued,) = s.replica.audit().issued.values()
    assert (run["state"], run["action"]) == ("pending", "confirmed")
    assert run["reference_numbers"] == [issued.reference]
    assert s.shown() == issued.value
    assert set(s.shown("Tags").split(",")) == {"ksef", "ap-active"}
    assert s.shown("KSeF reference number") == issued.reference
    assert not s.replica.audit().revocations


def test_the_person_at_the_terminal_is_asked(scene: Callable[..., Scene]) -> None:
    """A token whose value is lost is revoked if the answer is yes; anything else leaves it, and exit 8 says so."""
    s = scene(escrow=False)
    s.die("step", "krok-4-kopiuj")
    (issued,) = s.replica.audit().issued.values()
    said, code = s.recover_answering("nie")
    assert code == 8
    assert issued.reference in said
    assert not s.replica.audit().revocations
    said, code = s.recover_answering("tak")
    assert code == 0, said
    assert "Unieważnić go? [t/N]" in said
    assert [revoked.reference for revoked in s.replica.audit().revocations] == [issued.reference]
    # The run has left AP's session there, which is no concern of `recover`.
    assert [path for path in s.entries() if not path.endswith("/")] == [SESSION]


@pytest.mark.usually(0)
def test_without_a_vault_runs_are_listed_and_nothing_is_changed(scene: Callable[..., Scene]) -> None:
    """The vault that each run needs is named; no password is asked for."""
    s = scene()
    s.die("after", "escrowed")
    before = s.digest()
    ended = s.command("--json", "recover", AP_VAULT_PASSWORD=None)
    (issued,) = s.replica.audit().issued.values()
    assert ended.code == 6
    (run,) = ended.json["runs"]
    assert (run["state"], run["settled"], run["reference_numbers"]) == ("pending", False, [issued.reference])
    assert run["vault"] == str(s.vault)
    assert str(s.vault) in run["advice"]
    assert s.digest() == before


@pytest.mark.usually(0)
def test_an_ap_that_does_not_answer_leaves_the_run_open(scene: Callable[..., Scene]) -> None:
    """The value is in the vault: exit 6, and what to do by hand; a lost value would be exit 8."""
    s = scene()
    s.die("after", "escrowed")
    s.replica.stop()
    ended = s.recover("--base-url", s.replica.base_url)
    (run,) = ended.json["runs"]
    assert (ended.code, run["settled"]) == (6, False)
    assert "Liście tokenów" in run["advice"] or "Listę tokenów" in run["advice"]


def test_a_running_run_is_left_alone(scene: Callable[..., Scene]) -> None:
    """Its vault is locked (exit 7), and without --vault it is listed as running."""
    s = scene(refreshes_needed=30)
    running = s.command.start("generate", *s.where, "--refresh-interval", "2", AP_LOOK_AGAIN="0")
    try:
        s.replica.wait_until(lambda seen: bool(seen.status_reads), seconds=60)
        listed = s.command("--json", "recover")
        assert (listed.code, [run["state"] for run in listed.json["runs"]]) == (0, ["running"])
        busy = s.recover("--yes")
        assert (busy.code, busy.json["error"]["code"]) == (7, "vault-busy")
        assert [run["state"] for run in busy.json["runs"]] == ["running"]
        assert not s.replica.audit().revocations
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


@pytest.mark.usually(0)
def test_a_person_reads_what_happened_and_what_to_do(scene: Callable[..., Scene]) -> None:
    """One paragraph a run, in Polish, without the token."""
    s = scene()
    s.die("after", "escrowed")
    ended = s.command("recover", "--vault", "firma.kdbx", "--base-url", s.replica.base_url)
    (issued,) = s.replica.audit().issued.values()
    assert ended.code == 0, ended.out
    for said in ("iCargo", issued.reference, ENTRY, "bezpieczny", NIP):
        assert said in ended.out
    assert issued.value not in ended.out + ended.err
    again = s.command("recover", "--vault", "firma.kdbx")
    assert "Nie ma nic do zrobienia" in again.out
