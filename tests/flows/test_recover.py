"""Runs that stop dead between the reservation and a verified token, and what `recover` makes of each, twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from automation.ap.menu import Menu
from automation.ap.token_list import TokenList
from automation.console import make_console
from automation.errors import AssistantError, RecoveryOpenError, RecoveryWaitsError
from automation.evidence.folder import RunFolder
from automation.evidence.journal import FILE_NAME, Journal
from automation.evidence.result import RecoveredRun, Result
from automation.evidence.steps import Fact, FactValues, Step
from automation.execution import Job
from automation.jobs.recover import recover_job
from automation.secret import Secret
from automation.settings import load_settings
from automation.vault import Credentials, Vault
from flows.login import sign_in
from flows.run import Run
from tests.flows.conftest import ENTRY, NAME, NIP, PASSWORD, Bench
from tests.replica.client import Client
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]


class Died(BaseException):
    """The run ends here, as if its process had been killed: no handler of ours sees it."""


class Death:
    """Observes a run, and ends it."""

    def __init__(self, *, fact: Fact | None = None, step: str | None = None) -> None:
        self._fact = fact
        self._step = step

    def step_begins(self, step: Step) -> None:
        """At a step."""
        if step.id == self._step:
            raise Died

    def step_ends(self, step: Step) -> None:
        """Nothing."""

    def curtain(self, *, is_open: bool) -> None:
        """Nothing."""

    def noted(self, fact: Fact, _values: FactValues) -> None:
        """At a fact: after or before the journal has it, as the observers' order is."""
        if fact is self._fact:
            raise Died

    def warned(self, warning: str) -> None:
        """Nothing."""


@dataclass
class Scene:
    """A bench whose runs die, and `recover` on the same vault."""

    bench: Bench
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    judge: KeePassXc

    def die(self, death: Death, *, before_it_is_noted: bool = False) -> None:
        """Generate a token up to a point."""
        b = self.bench
        vault = Vault.open(b.vault.path, Credentials(Secret(PASSWORD)))
        run = b.run = Run()
        b.run.on_step = b.ap.begin_step
        journal = Journal(RunFolder(self.folder / "recordings", "generate", "local"), "generate")
        run.observers = [death, journal] if before_it_is_noted else [journal, death]
        b.page.context.clear_cookies()
        run.note(
            Fact.WANTED,
            environment="local",
            base_url=b.order.environment.address,
            nip=NIP,
            token_name=b.order.token_name,
            permissions=", ".join(b.order.permissions),
            vault=str(b.vault.path.resolve()),
        )
        b.vault = vault
        with vault, pytest.raises(Died):
            b.generate()

    def recover(self, *, yes: bool = False) -> tuple[list[RecoveredRun], AssistantError | None]:
        """What `recover` says of each run, and how it ended."""
        b = self.bench
        b.page.context.clear_cookies()
        settings = load_settings(
            vault=b.vault.path,
            vault_password=Secret(PASSWORD),
            base_url=b.replica.base_url,
            recordings=self.folder / "recordings",
        )
        job = Job(settings, Result("recover"), Run(), make_console(to_stderr=True), command="recover")
        job.run.on_step = b.ap.begin_step
        place = SimpleNamespace(
            ap=b.ap
        )  # the bench's own browser: one cannot be started in another's process
        self.monkeypatch.setattr("automation.jobs.recover.job_workplace", lambda *_: nullcontext(place))
        try:
            recover_job(job, yes=yes)
        except AssistantError as error:
            return job.result.runs, error
        return job.result.runs, None

    def recover_twice(self, *, yes: bool = False) -> RecoveredRun:
        """What was made of the only run; a second time there is nothing to do, and nothing is done."""
        (run,), error = self.recover(yes=yes)
        assert (run.settled, error) == (True, None), run.message
        before, seen = self.digest(), len(self.bench.audit.events)
        assert self.recover(yes=yes) == ([], None)
        assert (self.digest(), len(self.bench.audit.events)) == (before, seen)
        return run

    def digest(self) -> str:
        """The vault's content."""
        return hashlib.sha256(self.bench.vault.path.read_bytes()).hexdigest()

    def shown(self, attribute: str = "Password") -> str:
        """What KeePassXC finds in the entry."""
        return self.bench.stored(self.judge, attribute)

    @property
    def tags(self) -> set[str]:
        """The entry's tags, as KeePassXC has them."""
        return set(self.shown("Tags").replace(";", ",").split(","))

    @property
    def is_gone(self) -> bool:
        """Whether nothing of ours is left in the vault."""
        return not any("KSeF" in path for path in self.bench.entries(self.judge))

    def journal(self) -> Path:
        """The journal of the run that died last."""
        return max(
            self.folder.glob("recordings/*-generate-*/" + FILE_NAME), key=lambda each: each.stat().st_mtime
        )

    def let_time_pass(self, minutes: int) -> None:
        """Let the run have happened so long ago."""
        lines = []
        for line in self.journal().read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            at = datetime.fromisoformat(noted["at"]) - timedelta(minutes=minutes)
            lines.append(json.dumps({**noted, "at": at.isoformat()}, ensure_ascii=False))
        self.journal().write_text("\n".join(lines) + "\n", encoding="utf-8")

    def order_elsewhere(self, name: str = NAME) -> str:
        """Somebody orders a token of this name by other means. Its number."""
        client = Client(self.bench.replica.base_url)
        client.log_in()
        return str(client.order(name).json["referenceNumber"])


Scenes = Callable[..., Scene]


@pytest.fixture
def scene(
    bench: Callable[..., Bench], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: KeePassXc
) -> Scenes:
    """Set a scene; keywords as of a bench."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def ready(**values: object) -> Scene:
        b = bench(**values)
        b.vault.close()
        return Scene(b, tmp_path, monkeypatch, judge)

    return ready


ESCROWED = Death(fact=Fact.ESCROWED)
COPYING = Death(step="krok-4-kopiuj")


# --- pending: the value is in the vault -----------------------------------------------------------


def test_a_pending_token_is_confirmed_by_aps_list(scene: Scenes) -> None:
    """AP says that the token is active: its entry becomes `ap-active`."""
    s = scene()
    s.die(ESCROWED)
    assert "ap-pending" in s.tags
    run = s.recover_twice()
    (issued,) = s.bench.audit.issued.values()
    assert (run.state, run.action, run.reference_numbers) == ("pending", "confirmed", [issued.reference])
    assert (s.shown(), s.tags) == (issued.value, {"ksef", "ap-active"})
    assert s.shown("KSeF reference number") == issued.reference
    assert not s.bench.audit.revocations
    assert json.loads(s.journal().read_text(encoding="utf-8").splitlines()[-1])["event"] == "recovered"


def test_a_token_that_ksef_still_works_on_waits(scene: Scenes) -> None:
    """Nothing changes, exit 6; once AP says Active, the next call confirms it."""
    s = scene(refreshes_needed=2)
    s.die(ESCROWED)
    before = s.digest()
    (run,), error = s.recover()
    assert isinstance(error, RecoveryWaitsError)
    assert (run.state, run.settled, s.digest()) == ("pending", False, before)
    assert s.recover_twice().action == "confirmed"


def test_a_token_that_ksef_failed_to_make_is_marked_and_kept(scene: Scenes) -> None:
    """Status Failed: no `ap-pending` any more, but the value is still there."""
    s = scene(outcome="Failed")
    s.die(ESCROWED)
    run = s.recover_twice()
    (issued,) = s.bench.audit.issued.values()
    assert (run.action, "Failed" in run.message) == ("marked", True)
    assert (s.shown(), s.tags) == (issued.value, {"ksef", "ap-revoked"})


@pytest.mark.usually(0)
def test_two_tokens_from_one_press_are_noticed(scene: Scenes) -> None:
    """The one whose value is not in the vault is revoked, after asking; the other one is confirmed."""
    s = scene()
    s.die(ESCROWED)
    (kept,) = s.bench.audit.issued
    twin = s.order_elsewhere()
    (asked,), error = s.recover()
    assert isinstance(error, RecoveryOpenError)
    assert twin in asked.message
    run = s.recover_twice(yes=True)
    assert (run.action, run.reference_numbers) == ("confirmed", [kept, twin])
    assert [revoked.reference for revoked in s.bench.audit.revocations] == [twin]
    assert s.shown() == s.bench.audit.issued[kept].value


@pytest.mark.usually(0)
def test_a_replaced_entry_gets_its_new_token_and_keeps_the_old_one(scene: Scenes) -> None:
    """The old token goes into the history, what was marked as pending is gone."""
    s = scene(replace=True)
    s.die(Death(fact=Fact.VERIFIED))
    old = s.shown()
    s.die(ESCROWED)
    assert (s.shown(), "ap-pending" in s.tags) == (old, True)
    run = s.recover_twice()
    (issued,) = [each for each in s.bench.audit.issued.values() if each.value != old]
    assert (run.state, run.action) == ("pending", "confirmed")
    assert (s.shown(), s.tags) == (issued.value, {"ksef", "ap-active"})
    exported = s.judge.opening(password=PASSWORD).run("export", "-f", "xml", s.bench.vault.path)
    assert old in exported
    assert "(pending)" not in exported


@pytest.mark.usually(0)
def test_a_failed_token_leaves_a_replaced_entry_to_the_old_one(scene: Scenes) -> None:
    """The old token stays the entry's; the value that failed is kept under a name that says so."""
    s = scene(replace=True, outcome="Failed")
    with Vault.open(s.bench.vault.path, Credentials(Secret(PASSWORD))) as vault:
        place = vault.reserve(s.bench.order.entry(ap_version=None))
        place.confirm(Secret("stary"), {})
    s.die(ESCROWED)
    assert s.recover_twice().action == "marked"
    (issued,) = s.bench.audit.issued.values()
    assert (s.shown(), s.tags) == ("stary", {"ksef", "ap-active"})
    assert s.shown("KSeF token (revoked)") == issued.value


def test_a_value_that_is_not_right_is_revoked_and_kept(scene: Scenes) -> None:
    """Two values in one entry: which one is the token is not known, so it is revoked, after asking."""
    s = scene()
    s.die(ESCROWED)
    with Vault.open(s.bench.vault.path, Credentials(Secret(PASSWORD))) as vault:
        held = vault.find(ENTRY)
        from automation.vault import entries  # noqa: PLC0415

        def spoil(kdbx: object) -> bool:
            entry = entries.find(kdbx, held.uuid)  # type: ignore[arg-type]
            assert entry is not None
            stored = entries.field(entry, "Password")
            entries.set_field(entry, "in AP's answer 1", stored, protected=True)
            other = stored[:-1] + ("0" if stored[-1] != "0" else "1")  # the same number, another value
            entries.set_field(entry, "Password", other, protected=True)
            return True

        vault.write(spoil)
    (asked,), error = s.recover()
    assert (asked.state, isinstance(error, RecoveryOpenError)) == ("suspect", True)
    run = s.recover_twice(yes=True)
    (issued,) = s.bench.audit.issued.values()
    assert (run.action, run.reference_numbers) == ("revoked", [issued.reference])
    assert s.tags == {"ksef", "ap-revoked"}
    assert s.shown("in AP's answer 1") == issued.value


# --- unknown: the value is nowhere ----------------------------------------------------------------


def test_a_token_whose_value_is_lost_is_revoked_after_asking(scene: Scenes) -> None:
    """Found by name and time; without consent it is named, and exit 8 says so."""
    s = scene(escrow=False)
    s.die(COPYING)
    (issued,) = s.bench.audit.issued.values()
    (asked,), error = s.recover()
    assert isinstance(error, RecoveryOpenError)
    assert (asked.state, asked.reference_numbers) == ("unknown", [issued.reference])
    assert not s.bench.audit.revocations
    run = s.recover_twice(yes=True)
    assert run.action == "revoked"
    assert [revoked.reference for revoked in s.bench.audit.revocations] == [issued.reference]
    assert s.is_gone


def test_both_tokens_of_a_repeated_order_are_revoked(scene: Scenes) -> None:
    """Neither value is anywhere; their rows in AP's table look alike."""
    s = scene(escrow=False)
    s.die(Death(step="krok-4-odswiez"))
    s.order_elsewhere()
    s.recover_twice(yes=True)
    assert {revoked.reference for revoked in s.bench.audit.revocations} == set(s.bench.audit.issued)


def test_tokens_of_other_names_times_and_runs_are_left_alone(scene: Scenes) -> None:
    """An old token of the name, one of another name, and one that is safe in the vault are not touched."""
    s = scene(escrow=False, tokens=[{"name": NAME, "created": "2026-05-01T08:00:00Z"}])
    s.die(COPYING)
    lost = set(s.bench.audit.issued)
    s.order_elsewhere("Zupełnie inny token")
    s.bench.order = replace(s.bench.order, replace=True)
    s.die(Death(fact=Fact.VERIFIED))  # the second attempt took the reservation's place, and came to its end
    runs, error = s.recover(yes=True)
    assert error is None
    assert {revoked.reference for revoked in s.bench.audit.revocations} == lost
    assert "ap-active" in s.tags
    assert [run.action for run in runs] == ["revoked"]


def test_an_order_that_was_never_made_is_proven_by_time_alone(scene: Scenes) -> None:
    """Dead just before the press: absence from the list counts only ten minutes later."""
    s = scene()
    s.die(Death(fact=Fact.ORDERING))
    (early,), error = s.recover(yes=True)
    assert isinstance(error, RecoveryOpenError)
    assert (early.settled, early.reference_numbers) == (False, [])
    assert not s.is_gone
    s.let_time_pass(minutes=11)
    run = s.recover_twice(yes=True)
    assert (run.state, run.action, s.is_gone) == ("unknown", "freed", True)


def test_a_reservation_without_a_journal_may_hide_a_token(scene: Scenes) -> None:
    """It is a run whose end nobody knows: a token of its name and time is revoked."""
    s = scene(escrow=False)
    s.die(COPYING)
    s.journal().unlink()
    (early,), error = s.recover(
        yes=True
    )  # on another computer that shares the vault, it may still be at work
    assert (early.settled, isinstance(error, RecoveryOpenError), s.bench.audit.revocations) == (
        False,
        True,
        [],
    )
    s.monkeypatch.setattr("flows.recover_case.LONGEST_RUN", timedelta(0))
    run = s.recover_twice(yes=True)
    assert (run.run_dir, run.state, run.action) == (None, "unknown", "revoked")
    assert run.reference_numbers == list(s.bench.audit.issued)
    assert s.is_gone


@pytest.mark.usually(0)
def test_an_older_tokens_entry_survives_the_loss_of_the_new_one(scene: Scenes) -> None:
    """No journal, no value: the new token is found by the time of the reservation; the old one stays as it was."""
    s = scene(escrow=False, replace=True)
    with Vault.open(s.bench.vault.path, Credentials(Secret(PASSWORD))) as vault:
        vault.reserve(s.bench.order.entry(ap_version=None)).confirm(
            Secret("stary"), {"Issued at": "2026-01-01T08:00:00+00:00"}
        )
    s.die(COPYING)
    s.journal().unlink()
    s.monkeypatch.setattr("flows.recover_case.LONGEST_RUN", timedelta(0))
    assert s.recover_twice(yes=True).action == "revoked"
    assert (s.shown(), s.tags) == ("stary", {"ksef", "ap-active"})


# --- what the vault alone can settle --------------------------------------------------------------


def test_a_stored_token_is_found_safe(scene: Scenes) -> None:
    """Dead between confirmed and verified, and before either was noted: read back, AP is not asked."""
    s = scene()
    s.die(Death(fact=Fact.CONFIRMED), before_it_is_noted=True)
    logins = len(s.bench.audit.logins)
    run = s.recover_twice()
    (issued,) = s.bench.audit.issued.values()
    assert (run.state, run.action, run.reference_numbers) == ("safe", "finished", [issued.reference])
    assert (s.shown(), s.tags) == (issued.value, {"ksef", "ap-active"})
    assert len(s.bench.audit.logins) == logins


@pytest.mark.parametrize("noted", [True, False])
def test_a_reservation_before_the_press_is_removed(scene: Scenes, noted: bool) -> None:
    """The journal shows that nothing was ordered, even where the reservation itself was not noted any more."""
    s = scene()
    s.die(Death(fact=Fact.RESERVED), before_it_is_noted=not noted)
    assert not s.is_gone
    run = s.recover_twice()
    assert (run.state, run.action, s.is_gone) == ("stale", "freed", True)


@pytest.mark.usually(0)
def test_a_replaced_entry_loses_only_the_mark(scene: Scenes) -> None:
    """The run stopped before the press: the old token's entry is as it was."""
    s = scene(replace=True)
    s.die(Death(fact=Fact.VERIFIED))
    before = (s.shown(), s.tags, s.shown("Notes"))
    s.die(Death(fact=Fact.RESERVED))
    assert "ap-reserved" in s.tags
    assert s.recover_twice().action == "freed"
    assert (s.shown(), s.tags, s.shown("Notes")) == before


def test_a_lost_journal_does_not_lose_the_token(scene: Scenes) -> None:
    """The vault's tags alone are enough: address and NIP stand in the entry."""
    s = scene()
    s.die(ESCROWED)
    s.journal().unlink()
    run = s.recover_twice()
    assert (run.run_dir, run.state, run.action) == (None, "pending", "confirmed")
    assert s.tags == {"ksef", "ap-active"}


def test_a_rescued_token_is_moved_into_the_vault(scene: Scenes) -> None:
    """What lies in a rescue database is imported first, then it is a pending token like any other."""
    s = scene()
    s.die(ESCROWED)
    whole = s.bench.vault.path.read_bytes()
    with Vault.open(s.bench.vault.path, Credentials(Secret(PASSWORD))) as vault:
        from automation.vault import recovery  # noqa: PLC0415
        from automation.vault.recovery import _place  # noqa: PLC0415

        (held,) = recovery.waiting(vault)
        rescued = _place(vault, held).rescue()
        vault.write(lambda kdbx: _remove_entry(kdbx, held.view.uuid))
    assert s.bench.vault.path.read_bytes() != whole
    run = s.recover_twice()
    assert (run.state, run.action, rescued.exists()) == ("pending", "confirmed", False)
    assert rescued.name in run.message
    assert s.tags == {"ksef", "ap-active"}


def test_the_whole_list_is_read_however_long(bench: Callable[..., Bench]) -> None:
    """More tokens than one page of the API has: all are there, and it is known that they are all."""
    b = bench(tokens=[{"name": f"Token numer {number:03}"} for number in range(230)])
    sign_in(b.run, b.ap, b.order.identity)
    token_list, menu = TokenList(b.ap), Menu(b.ap)
    menu.open_tokens()
    menu.open_token_list()
    assert len({token.reference_number for token in token_list.all_listed()}) == 230
    assert token_list.is_complete


def _remove_entry(kdbx: object, uuid: object) -> bool:
    from automation.vault import entries  # noqa: PLC0415

    entry = entries.find(kdbx, uuid)  # type: ignore[arg-type]
    assert entry is not None
    parent = entry.getparent()
    assert parent is not None
    parent.remove(entry)
    return True
