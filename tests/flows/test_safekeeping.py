"""Where the token goes: the escrow, the vault, a rescue database, and when nothing works, this process."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page

from automation.ap.app import Ap
from automation.environments import environment
from automation.errors import (
    JournalLostError,
    StillRecordingError,
    TokenNotSafeError,
    TokenRescuedError,
    TokenSuspectError,
)
from automation.evidence.folder import RunFolder
from automation.evidence.journal import Journal
from automation.evidence.steps import Fact, FactValues, Step
from automation.evidence.tracing import Tracer
from automation.secret import Secret
from automation.vault import durable
from tests.flows.conftest import ENTRY, PASSWORD, Bench
from tests.flows.repeating import LossyPath
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]


class Recorder:
    """Keeps the facts of a run, and may do something when one comes."""

    def __init__(self, when: Mapping[Fact, Callable[[], None]] | None = None) -> None:
        self.facts: list[tuple[Fact, dict[str, Any]]] = []
        self._when = when or {}

    def step_begins(self, step: Step) -> None:
        """Nothing."""

    def step_ends(self, step: Step) -> None:
        """Nothing."""

    def curtain(self, *, is_open: bool) -> None:
        """Nothing."""

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Keep it."""
        self.facts.append((fact, dict(values)))
        self._when.get(fact, lambda: None)()

    def warned(self, warning: str) -> None:
        """Nothing."""

    @property
    def names(self) -> list[Fact]:
        """The facts without their values."""
        return [fact for fact, _ in self.facts]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@dataclass
class Disk:
    """A disk that fills up once the token is ordered, for so many writes."""

    vault_writes: int = 0
    rescue_writes: int = 0
    _ordered: bool = False

    def fill_at_the_order(self, b: Bench) -> None:
        """From the press on writes fail."""
        b.run.observers.append(Recorder({Fact.ORDERING: lambda: setattr(self, "_ordered", True)}))

    def write(self, kind: str) -> None:
        """Raise if this write is one that fails."""
        left = getattr(self, kind)
        if self._ordered and left:
            setattr(self, kind, left - 1)
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """A disk under the vault and the rescue databases."""
    disk = Disk()
    limit_of = {"store.replace_file": "vault_writes", "rescue.create_file": "rescue_writes"}
    for place, kind in limit_of.items():
        name = place.partition(".")[2]
        original = getattr(durable, name)
        monkeypatch.setattr(f"automation.vault.{place}", _limited(original, disk, kind))
    monkeypatch.setattr("flows.safekeeping._AGAIN", 0.2)
    return disk


def _limited(original: Callable[..., Any], disk: Disk, kind: str) -> Callable[..., Any]:
    def write(*args: Any, **options: Any) -> Any:
        disk.write(kind)
        return original(*args, **options)

    return write


@pytest.mark.parametrize("direct", [False, True])
def test_the_token_is_on_disk_before_the_page_has_it(
    bench: Benches, judge: KeePassXc, *, direct: bool
) -> None:
    """When the page is told of the token, KeePassXC finds it in the database already, as ap-pending."""
    b = bench(direct=direct)
    seen: list[str] = []
    b.page.on(
        "response",
        lambda response: (
            seen.extend([b.stored(judge), b.stored(judge, "Tags")])
            if response.request.method == "POST" and response.url.endswith("/tokens")
            else None
        ),
    )
    b.generate()
    (issued,) = b.audit.issued.values()
    assert seen[0] == issued.value
    assert "ap-pending" in seen[1]
    assert "ap-active" in b.stored(judge, "Tags")


def test_the_facts_of_a_run_come_in_this_order(bench: Benches) -> None:
    """What `recover` reads."""
    b = bench()
    recorder = Recorder()
    b.run.observers.append(recorder)
    receipt = b.generate()
    assert recorder.names == [Fact.RESERVED, Fact.ORDERING, Fact.ESCROWED, Fact.CONFIRMED, Fact.VERIFIED]
    facts = dict(recorder.facts)
    assert facts[Fact.RESERVED] == {
        "entry_uuid": receipt.entry_uuid,
        "entry_path": receipt.entry_path,
        "validity_days": None,  # AP 2.2.9 does not ask
    }
    assert facts[Fact.ESCROWED] == facts[Fact.CONFIRMED] == {"reference_number": receipt.reference_number}


def test_an_ap_that_sends_no_token_with_its_answer_costs_nothing(bench: Benches, judge: KeePassXc) -> None:
    """The token is stored when it is copied, without a warning."""
    b = bench(escrow=False)
    recorder = Recorder()
    b.run.observers.append(recorder)
    receipt = b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert Fact.ESCROWED not in recorder.names
    assert not b.run.warnings
    assert receipt.issue_to_durable_ms is not None


_ANOTHER_VALUE = """
const original = Response.prototype.json;
Response.prototype.json = async function json() {
  const body = await original.call(this);
  if (body && typeof body.token === "string") body.token = body.token.replace(/.{4}$/, "0123");
  return body;
};
"""


def test_two_different_values_are_both_stored_and_reported(
    bench: Benches, page: Page, judge: KeePassXc
) -> None:
    """The page shows another token than AP's answer carried: both are kept, exit 8."""
    page.add_init_script(_ANOTHER_VALUE)
    b = bench()
    with pytest.raises(TokenSuspectError) as caught:
        b.generate()
    assert caught.value.exit == 8
    (issued,) = b.audit.issued.values()
    exported = judge.opening(password=PASSWORD).run("export", "-f", "xml", b.vault.path)
    assert issued.value in exported
    assert re.sub(".{4}$", "0123", issued.value) in exported
    assert "ap-pending" in b.stored(judge, "Tags")


def test_a_vault_that_fails_at_the_escrow_and_works_again_loses_nothing(
    bench: Benches, judge: KeePassXc, tmp_path: Path, disk: Disk
) -> None:
    """The escrow goes into a rescue database; when the vault takes the token after all, that one is removed."""
    disk.vault_writes = 1
    b = bench()
    disk.fill_at_the_order(b)
    recorder = Recorder()
    b.run.observers.append(recorder)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert Fact.RESCUED in recorder.names
    assert not list(tmp_path.glob("*ratunek*"))


def test_a_vault_that_stays_broken_leaves_a_rescue_database(
    bench: Benches, judge: KeePassXc, disk: Disk
) -> None:
    """Exit 8; the message and the journal name the file, and KeePassXC opens it with the same password."""
    disk.vault_writes = 1_000
    b = bench()
    disk.fill_at_the_order(b)
    recorder = Recorder()
    b.run.observers.append(recorder)
    with pytest.raises(TokenRescuedError) as caught:
        b.generate()
    assert caught.value.exit == 8
    (issued,) = b.audit.issued.values()
    rescue = Path(str(caught.value.details["rescue"]))
    assert judge.opening(password=PASSWORD).show(rescue, ENTRY, "Password") == issued.value
    assert recorder.facts[-1] == (
        Fact.RESCUED,
        {"path": str(rescue), "reference_number": issued.reference},
    )
    assert caught.value.details["reference"] == issued.reference
    assert len(list(rescue.parent.glob("*ratunek*"))) == 1


def test_a_suspect_token_that_the_vault_does_not_take_is_rescued_too(
    bench: Benches, page: Page, judge: KeePassXc, disk: Disk
) -> None:
    """Two values, and a broken vault: both values are in the rescue database."""
    page.add_init_script(_ANOTHER_VALUE)
    disk.vault_writes = 1_000
    b = bench()
    disk.fill_at_the_order(b)
    with pytest.raises(TokenRescuedError) as caught:
        b.generate()
    (issued,) = b.audit.issued.values()
    exported = judge.opening(password=PASSWORD).run(
        "export", "-f", "xml", str(caught.value.details["rescue"])
    )
    assert issued.value in exported
    assert re.sub(".{4}$", "0123", issued.value) in exported


def test_a_token_that_cannot_be_written_anywhere_is_held_until_it_can(
    bench: Benches, judge: KeePassXc, disk: Disk
) -> None:
    """The process keeps the token, the page stays open, and as soon as the disk is back the token is stored."""
    disk.vault_writes, disk.rescue_writes = 12, 1_000_000
    b = bench()
    disk.fill_at_the_order(b)
    recorder = Recorder()
    b.run.observers.append(recorder)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert Fact.HOLDING in recorder.names
    assert any("NIE zamykaj" in warning for warning in b.run.warnings)
    assert not b.page.is_closed()


def test_holding_ends_when_it_is_told_to(bench: Benches, disk: Disk) -> None:
    """One signal is enough while nothing but waiting is left; the message names the token (exit 8)."""
    disk.vault_writes = disk.rescue_writes = 1_000_000
    b = bench()
    disk.fill_at_the_order(b)

    def stop_soon() -> None:
        threading.Timer(0.7, lambda: signal.raise_signal(signal.SIGINT)).start()

    b.run.observers.append(Recorder({Fact.HOLDING: stop_soon}))
    with b.run.interruption.listening(), pytest.raises(TokenNotSafeError) as caught:
        b.generate()
    assert caught.value.details["reference"] == next(iter(b.audit.issued))


def test_holding_survives_a_page_that_goes(bench: Benches, judge: KeePassXc, disk: Disk) -> None:
    """The value is in this process: the page is not needed any more."""
    disk.vault_writes, disk.rescue_writes = 12, 1_000_000
    b = bench()
    disk.fill_at_the_order(b)
    b.run.observers.append(Recorder({Fact.HOLDING: b.page.close}))
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value


def test_a_run_stopped_before_the_order_leaves_no_reservation(bench: Benches, judge: KeePassXc) -> None:
    """Ctrl-C right after the reservation was written."""
    b = bench()
    recorder = Recorder({Fact.RESERVED: lambda: signal.raise_signal(signal.SIGINT)})
    b.run.observers.append(recorder)
    with b.run.interruption.listening(), pytest.raises(Exception, match="run-interrupted"):
        b.generate()
    assert not any("KSeF" in path for path in b.entries(judge))
    assert not b.audit.token_posts
    assert recorder.names == [Fact.RESERVED, Fact.RELEASED]


def test_nothing_is_ordered_while_something_records(
    bench: Benches, judge: KeePassXc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trace that cannot be ended would have the token in it: the run stops, and the reservation is taken back."""
    b = bench()
    context = b.page.context
    tracer = Tracer(RunFolder(tmp_path, "generate", "local"), context, tmp_path)
    b.run.observers.append(tracer)
    with monkeypatch.context() as broken:
        broken.setattr(context.tracing, "stop", _refuse)
        with pytest.raises(StillRecordingError):
            b.generate()
    context.tracing.stop()
    assert not any("KSeF" in path for path in b.entries(judge))
    assert not b.audit.token_posts


def _refuse(**_: object) -> None:
    raise Error("Tracing.stop: no")


def test_nothing_is_ordered_that_no_journal_tells_of(
    bench: Benches, judge: KeePassXc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk with the journal is full: after a death nobody would know of the token, so none is ordered."""
    b = bench()
    folder = RunFolder(tmp_path, "generate", "local")
    append = folder.append_line

    def full(name: str, content: Mapping[str, Any], *, durable: bool = True) -> None:
        if content["event"] == Fact.RESERVED:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(name, content, durable=durable)

    monkeypatch.setattr(folder, "append_line", full)
    b.run.observers.append(Journal(folder, "generate"))
    with pytest.raises(JournalLostError) as caught:
        b.generate()
    assert caught.value.details["path"] == str(folder.path / "journal.jsonl")
    assert not any("KSeF" in path for path in b.entries(judge))
    assert not b.audit.token_posts


@pytest.fixture
def lossy(bench: Benches) -> Iterator[Bench]:
    """A bench whose first order loses its answer, connection and all."""
    b = bench()
    with LossyPath(urlsplit(b.replica.base_url).port or 0).running() as address:
        local = environment("local", address)
        order = dataclasses.replace(b.order, environment=local)
        ap = Ap(b.page, local, timeout=10, still_wanted=b.run.interruption.check)
        b.run.on_step = ap.begin_step
        yield dataclasses.replace(b, ap=ap, order=order)


def test_an_order_that_the_browser_repeats_is_reported(lossy: Bench, judge: KeePassXc) -> None:
    """AP made two tokens from one press: one is in the vault, the other one is named."""
    lossy.generate()
    assert len(lossy.audit.issued) == 2
    kept = lossy.stored(judge).partition("|")[0]
    (other,) = set(lossy.audit.issued) - {kept}
    (warning,) = lossy.run.warnings
    assert kept in warning
    assert other in warning


def test_a_warning_never_holds_a_token(lossy: Bench) -> None:
    """What is told of the two tokens is their numbers."""
    lossy.generate()
    told = json.dumps([lossy.run.warnings, [step.title for step in lossy.run.steps]])
    for token in lossy.audit.issued.values():
        assert Secret(token.value) != Secret(told)
        assert token.value.rpartition("|")[2] not in told
