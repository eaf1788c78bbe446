"""What `recover` makes of journals, entries and AP's list, without a browser: nothing that may be safe is revoked."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from automation.ap.token_list import ListedToken
from automation.errors import Exit, RecoveryOpenError, VaultWriteFailedError
from automation.evidence.past_runs import PastRun, past_runs
from automation.evidence.steps import Fact
from automation.jobs.recover import _tell
from automation.jobs.recover_rescues import is_takeable
from automation.ksef_token import KsefToken
from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, entries, recovery
from automation.vault.entries import EntryView
from automation.vault.kdbx import NEW_DATABASE_KDF
from automation.vault.recovery import Found, Held
from flows.recover import Rules, _Settling
from flows.recover_case import Case, Rescue, State
from flows.recover_judge import judge, pair, settle_rescues
from flows.recover_rivals import Others, others
from flows.run import Run

NAME, NIP = "iCargo wystawianie", "1234563218"
PATH = f"KSeF/Lokalne/{NIP}/{NAME}"
PRESSED = datetime.now(UTC) - timedelta(hours=2)
OURS = "20261123-EC-0000000001-0000000001-01"
OTHER = "20261123-EC-0000000002-0000000002-02"
VAULT = Path("/skarbce/firma.kdbx")
UUID_1 = uuid4()


def _past(
    folder: str = "przebieg-1", *, vault: Path = VAULT, pressed: datetime = PRESSED, **facts: Any
) -> PastRun:
    """A run that pressed; facts by their names, each with its values."""
    wanted = {"nip": NIP, "environment": "local", "token_name": NAME, "vault": str(vault)}
    told: dict[str, Mapping[str, Any]] = {
        "wanted": wanted,
        "reserved": {"entry_uuid": str(UUID_1), "entry_path": PATH},
    }
    told |= {"ordering": {}} | facts
    return PastRun(
        folder=Path(folder),
        command="generate",
        pid=None,
        process_started=None,
        facts={Fact(name): values for name, values in told.items()},
        times={Fact(name): pressed for name in told},
        last_line_at=pressed,
    )


def _token(number: str = OURS, end: str = "a") -> KsefToken:
    return KsefToken(number, f"nip-{NIP}", Secret(f"{number}|nip-{NIP}|{end * 64}"))


def _held(
    *tags: str,
    tokens: Iterable[KsefToken] = (),
    issued: datetime = PRESSED,
    **values: Any,
) -> Held:
    view = EntryView(UUID_1, PATH, NAME, NIP, "", ("ksef", *tags), {"Issued at": issued.isoformat()})
    stated: dict[str, Any] = {"since": PRESSED, "replaces": False, "tokens": tuple(tokens), "doubtful": False}
    return Held(view=view, **(stated | values))


def _judged(
    past: PastRun | None, held: Held | None, values: Mapping[str, Found] | None = None, **more: Any
) -> Case:
    case = Case(past, held, VAULT)
    judge(case, values or {}, was_deleted=lambda _: more.get("was_deleted", True))
    return case


def _listed(number: str, *, after: timedelta = timedelta(seconds=1), status: str = "Active") -> ListedToken:
    return ListedToken(number, NAME, status, PRESSED + after)


class _List:
    """AP's list, and what is revoked on it."""

    def __init__(self, *, is_complete: bool = True) -> None:
        self.is_complete = is_complete
        self.revoked: list[str] = []

    def revoke(self, number: str) -> None:
        """Note it."""
        self.revoked.append(number)

    def status_of(self, _number: str) -> str | None:
        """AP does not tell."""
        return None


def _settled(
    case: Case,
    *listed: ListedToken,
    known: Others | None = None,
    values: Mapping[str, Found] | None = None,
    knows: bool = False,
    is_complete: bool = True,
) -> list[str]:
    """Settle a case with `--yes`: the numbers that were revoked."""
    token_list = _List(is_complete=is_complete)
    no_vault: Any = None  # a case without an entry needs none
    rules = Rules(values or {}, Others, lambda *_: knows, lambda *_: True)
    _Settling(
        Run(),
        SimpleNamespace(version=None),  # type: ignore[arg-type]
        no_vault,
        token_list,  # type: ignore[arg-type]
        list(listed),
        rules,
        known or Others(),
        case,
    ).settle()
    return token_list.revoked


def _found(**values: bool) -> Found:
    return Found(_held().view, **({"is_current": True} | values))


# --- whose entry, whose token ---------------------------------------------------------------------


def test_the_token_of_a_later_run_in_the_same_entry_is_not_the_dead_ones(tmp_path: Path) -> None:
    """A run with `--replace` came after: the first one's token is still to be looked for."""
    dead = _past(vault=tmp_path)
    later = _past("przebieg-2", vault=tmp_path, pressed=PRESSED + timedelta(minutes=5), verified={})
    now = _held("ap-active", tokens=[_token(OTHER)], issued=PRESSED + timedelta(minutes=5))
    (case,) = pair([dead, later], [], {str(UUID_1): now}, tmp_path)
    judge(case, {OTHER: _found()}, was_deleted=lambda _: True)
    assert (case.state, case.held) == (State.UNKNOWN, None)


def test_a_token_issued_long_after_the_press_is_another_runs() -> None:
    """Also where the later run's journal is on another machine."""
    late = _held("ap-active", tokens=[_token(OTHER)], issued=PRESSED + timedelta(minutes=5))
    assert _judged(_past(), late).state is State.UNKNOWN
    assert _judged(_past(), _held("ap-active", tokens=[_token()])).state is State.SAFE


def test_a_run_that_gave_the_entry_back_owns_nothing_in_it(tmp_path: Path) -> None:
    """What waits in the entry is still the first one's."""
    dead, later = (
        _past(vault=tmp_path, escrowed={"reference_number": OURS}),
        _past("2", vault=tmp_path, released={}),
    )
    held = _held("ap-pending", tokens=[_token()])
    (case,) = pair([dead, later], [held], {str(UUID_1): held}, tmp_path)
    assert case.held is held


def test_a_run_is_not_settled_with_a_copy_while_its_own_vault_is_there(tmp_path: Path) -> None:
    """The token may be there: nothing is revoked or freed, and the vault is named."""
    own = tmp_path / "firma.kdbx"
    own.touch()
    past, copied = _past(vault=own, escrowed={"reference_number": OURS}), _held("ap-reserved")
    (case,) = pair([past], [copied], {str(UUID_1): copied}, tmp_path / "kopia.kdbx")
    judge(case, {}, was_deleted=lambda _: True)
    assert (case.is_open, case.exit) == (False, Exit.AP_FAILED)
    assert str(own) in case.message + str(case.advice)


def test_without_a_word_from_the_journal_or_the_entry_ap_is_asked() -> None:
    """A user has removed the tags: the token is not called safe."""
    case = _judged(_past(escrowed={"reference_number": OURS}), _held(tokens=[_token()]))
    assert (case.state, case.token) == (State.PENDING, _token())
    confirmed = _judged(_past(confirmed={"reference_number": OURS}), _held(tokens=[_token()]))
    assert confirmed.state is State.SAFE


def test_a_token_beside_an_older_one_waits_whatever_the_tags_say() -> None:
    """The waiting one is confirmed, not the older."""
    held = _held("ap-active", tokens=[_token(OTHER)], replaces=True, beside=_token())
    case = _judged(_past(escrowed={"reference_number": OURS}), held, {OURS: _found()})
    assert (case.state, case.token) == (State.PENDING, _token())


def test_an_old_rescue_does_not_bring_a_revoked_token_back() -> None:
    """Nothing was new in it, and the entry says `ap-revoked`."""
    entry = _held("ap-revoked", tokens=[_token()])
    (case,) = settle_rescues([], [Rescue(Path("r.kdbx"), UUID_1, is_new=False)], VAULT, lambda _: entry)
    assert case.state is State.REVOKED


def test_a_rescue_that_does_not_open_is_no_matter_where_the_vault_has_the_value() -> None:
    """It was merged by hand, and the password has changed since."""
    case = _judged(_past(rescued={"path": "r.kdbx"}), _held("ap-pending", tokens=[_token()]))
    assert settle_rescues([case], [Rescue(Path("r.kdbx"), None, "x")], VAULT, lambda _: None) == []
    assert (case.state, case.is_open) == (State.PENDING, True)


# --- what may be somewhere is not revoked -----------------------------------------------------------


def _kept_cases() -> dict[str, Case]:
    escrowed = {"reference_number": OURS}
    history = _held("ap-pending", doubtful=True)
    in_bin = _held("ap-pending", tokens=[_token()], is_recycled=True)
    elsewhere = _past(vault=Path("/pendrive/firma.kdbx"), escrowed=escrowed)
    return {
        "rescue-missing": _judged(_past(rescued={"path": "/pendrive/r.kdbx"}), _held("ap-reserved")),
        "stored-elsewhere": _judged(elsewhere, _held("ap-reserved")),
        "entry-missing": _judged(_past(escrowed=escrowed), None, was_deleted=False),
        "in-history": _judged(_past(escrowed=escrowed), history),
        "recycled": _judged(_past(escrowed=escrowed), in_bin),
    }


@pytest.mark.parametrize("outcome", list(_kept_cases()))
def test_a_value_that_may_be_somewhere_is_not_revoked(outcome: str) -> None:
    """Neither with `--yes`; and it is said where it may be, with exit 8."""
    case = _kept_cases()[outcome]
    values = {OURS: _found(is_current=False)} if outcome == "in-history" else {}
    assert _settled(case, _listed(OURS), values=values) == []
    assert (case.settled, case.exit) == (False, Exit.TOKEN_NOT_SAFE)
    assert "Niczego nie unieważniono" in case.message
    assert "ap-token" in str(case.advice)


def test_a_value_that_its_owner_deleted_for_good_is_lost() -> None:
    """The database remembers the deletion: then the token goes."""
    case = _judged(_past(escrowed={"reference_number": OURS}), None, was_deleted=True)
    assert _settled(case, _listed(OURS)) == [OURS]
    assert (case.settled, case.action) == (True, "revoked")


def test_what_may_be_another_vaults_run_is_left() -> None:
    """Same name and time, no number known: that vault first. With its number known there is no doubt."""
    mine = _judged(_past(), None)
    theirs = _past("przebieg-2", vault=Path("/skarbce/druga.kdbx"))
    assert _settled(mine, _listed(OURS), known=others([theirs], [mine], [])) == []
    assert "/skarbce/druga.kdbx" in str(mine.advice)
    known = dataclasses.replace(theirs, facts={**theirs.facts, Fact.ESCROWED: {"reference_number": OTHER}})
    mine = _judged(_past(), None)
    assert _settled(mine, _listed(OURS), _listed(OTHER), known=others([known], [mine], [])) == [OURS]


def test_a_token_is_only_taken_for_a_twin_if_it_was_made_at_once() -> None:
    """The browser repeats at once; what came four minutes before or six after is somebody's."""
    case = _judged(_past(escrowed={"reference_number": OURS}), _held("ap-pending", tokens=[_token()]))
    early = _listed(OTHER, after=timedelta(minutes=-4))
    late = _listed("20261123-EC-3", after=timedelta(minutes=6))
    assert _settled(case, _listed(OURS, status="Pending"), early, late) == []
    assert case.exit is Exit.AP_FAILED  # AP has not had its say of its own token


def test_a_twin_is_not_revoked_while_another_run_is_making_one() -> None:
    """It may be the living run's."""
    case = _judged(_past(escrowed={"reference_number": OURS}), _held("ap-pending", tokens=[_token()]))
    busy = Others(busy_names=frozenset({NAME}))
    assert _settled(case, _listed(OURS), _listed(OTHER), known=busy) == []
    assert case.exit is Exit.TOKEN_NOT_SAFE


def test_more_tokens_than_one_press_makes_are_left() -> None:
    """One of the three is somebody else's."""
    case = _judged(_past(), None)
    three = [_listed(f"20261123-EC-{each}") for each in range(3)]
    assert _settled(case, *three) == []
    assert not case.settled
    case = _judged(_past(), None)
    assert _settled(case, _listed(OURS), _listed(OTHER, after=timedelta(minutes=5))) == []
    case = _judged(_past(), None)
    assert _settled(case, _listed(OURS), _listed(OTHER)) == [OURS, OTHER]
    case, second = _judged(_past(), None), _judged(_past("2", pressed=PRESSED + timedelta(minutes=5)), None)
    known = others([], [case, second], [])
    assert _settled(case, _listed(OURS), _listed(OTHER, after=timedelta(minutes=5)), known=known) == [
        OURS,
        OTHER,
    ]


def test_a_token_of_another_time_may_be_the_runs_if_the_clock_was_wrong() -> None:
    """It is named and left; a person who knows whose it is lets the run be settled."""
    stranger = _listed(OTHER, after=timedelta(hours=3))
    case = _judged(_past(), None)
    assert _settled(case, stranger) == []
    assert (case.exit, case.numbers) == (Exit.TOKEN_NOT_SAFE, [OTHER])
    case = _judged(_past(), None)
    assert _settled(case, stranger, knows=True) == []
    assert (case.settled, case.action) == (True, "freed")


def test_a_dead_namesake_does_not_settle_a_press_of_a_minute_ago() -> None:
    """It may be another's, and the run's own token not be listed yet."""
    now = datetime.now(UTC)
    dead = ListedToken(OTHER, NAME, "Revoked", now - timedelta(minutes=3))
    case = _judged(_past(pressed=now - timedelta(minutes=1)), None)
    assert _settled(case, dead) == []
    assert (case.settled, case.exit) == (False, Exit.TOKEN_NOT_SAFE)


def test_a_list_not_seen_to_its_end_settles_nothing() -> None:
    """What was found goes; the rest may have the other one."""
    case = _judged(_past(), None)
    assert _settled(case, _listed(OURS), is_complete=False) == [OURS]
    assert (case.settled, case.exit) == (False, Exit.TOKEN_NOT_SAFE)


def test_a_token_in_the_vault_is_not_said_never_to_have_been_made() -> None:
    """Its number is told."""
    case = _judged(_past(), None)
    known = others([], [case], [OURS])
    assert _settled(case, _listed(OURS), known=known, values={OURS: _found()}) == []
    assert (case.state, case.numbers, case.settled) == (State.SUPERSEDED, [OURS], True)


# --- journals ---------------------------------------------------------------------------------------


def _journal(folder: Path, *lines: object) -> PastRun:
    folder.mkdir(parents=True)
    text = "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines)
    (folder / "journal.jsonl").write_text(text, encoding="utf-8")
    (run,) = past_runs(folder.parent).runs
    return run


AT = {"at": "2026-11-23T10:00:00+00:00"}
RESERVED = {**AT, "event": "reserved", "entry_uuid": str(UUID_1), "entry_path": PATH}


def test_a_damaged_line_is_no_proof_that_nothing_was_pressed(tmp_path: Path) -> None:
    """Neither are steps after the press; only a whole journal is."""
    cut = '{"at": "2026-11-23T10:00:0'
    assert not _journal(tmp_path / "a" / "1", RESERVED, cut).ordered
    assert _journal(tmp_path / "b" / "1", RESERVED, "x" + cut, RESERVED).ordered
    step = {**AT, "event": "step-begins", "id": "krok-4-odswiez", "number": 18}
    assert _journal(tmp_path / "c" / "1", RESERVED, step, step, step).ordered


def test_values_that_no_run_notes_are_not_told(tmp_path: Path) -> None:
    """They would be too long for a text, or no path at all."""
    wanted = {**AT, "event": "wanted", "token_name": "x" * 5000, "vault": "a\0b", "nip": NIP}
    past = _journal(tmp_path / "r" / "1", wanted, RESERVED, {**AT, "event": "ordering"})
    assert past.token_name is None
    (case,) = pair([past], [], {str(UUID_1): _held("ap-reserved")}, VAULT)
    judge(case, {}, was_deleted=lambda _: True)
    assert case.state is State.UNKNOWN


def test_what_recover_found_is_known_ever_after(tmp_path: Path) -> None:
    """The numbers are in the journal: another run's recovery leaves them alone."""
    past = _journal(tmp_path / "r" / "1", RESERVED, {**AT, "event": "ordering"})
    past.note_recovered([OURS, OTHER], state="pending", action="confirmed")
    (again,) = past_runs(tmp_path / "r").runs
    assert (again.is_closed, again.known_numbers) == (True, frozenset({OURS, OTHER}))


def test_a_verified_token_that_has_gone_since_is_looked_for(tmp_path: Path) -> None:
    """Killed right after: another program's older state is in the file. A run that came to its end looked again."""
    lines = [RESERVED, {**AT, "event": "confirmed", "reference_number": OURS}, {**AT, "event": "verified"}]
    past = _journal(tmp_path / "r" / "1", *lines)
    assert (past.is_verified_only, past.reopened().is_closed, past.reopened().ordered) == (True, False, True)
    (past.folder / "run.json").touch()
    assert not past.is_verified_only


def test_any_number_of_open_runs_can_be_told() -> None:
    """The last message names a few; no text is too long."""
    cases = []
    for number in range(80):
        case = Case(_past(f"p{number}"), None, VAULT)
        case.numbers = [f"{OURS}-{each}" for each in range(80)]
        case.leave("journal-unknown", Exit.TOKEN_NOT_SAFE)
        case.past = dataclasses.replace(
            case.past,
            facts={Fact.WANTED: {"token_name": f"{number:03} " + "ż" * 70}},  # type: ignore[type-var]
        )
        cases.append(case)
    job = SimpleNamespace(
        result=SimpleNamespace(runs=[]), console=SimpleNamespace(print=lambda *_, **__: None)
    )
    with pytest.raises(RecoveryOpenError) as ended:
        _tell(job, cases)  # type: ignore[arg-type]
    assert "000" in str(ended.value.details["names"])


# --- the vault --------------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[Vault]:
    """A vault that opens at once."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
    monkeypatch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)
    with Vault.open(tmp_path / "v.kdbx", Credentials(Secret("x")), create=True) as opened:
        yield opened


def _reserved(vault: Vault) -> UUID:
    expires = datetime.now(UTC) + timedelta(days=9)
    return vault.reserve(EntryDraft(("KSeF",), NAME, NIP, "", "", expires, {})).uuid


def _removed(vault: Vault, uuid: UUID) -> None:
    def remove(kdbx: Any) -> bool:
        entry = entries.find(kdbx, uuid)
        assert entry is not None
        entry.getparent().remove(entry)
        return True

    vault.write(remove)


def test_an_entry_that_is_deleted_meanwhile_is_no_crash(vault: Vault) -> None:
    """There is nothing to free; a token cannot be confirmed in it."""
    uuid = _reserved(vault)
    held = recovery.look_at(vault, uuid)
    assert held is not None
    _removed(vault, uuid)
    recovery.free(vault, held)
    with pytest.raises(VaultWriteFailedError):
        recovery.confirm(vault, held, _token(), draft=None, expires=datetime.now(UTC), issued_at=None)


def test_a_password_set_meanwhile_is_not_removed_with_the_reservation(vault: Vault) -> None:
    """Its owner put it there while `recover` asked."""
    uuid = _reserved(vault)
    held = recovery.look_at(vault, uuid)
    assert held is not None

    def use(kdbx: Any) -> bool:
        entry = entries.find(kdbx, uuid)
        assert entry is not None
        entries.set_field(entry, "Password", "własne", protected=True)
        return True

    vault.write(use)
    recovery.free(vault, held)
    entry = entries.find(vault.store.read_back(), uuid)
    assert entry is not None
    assert entries.field(entry, "Password") == "własne"


def test_an_edited_reservation_is_as_old_as_it_is(vault: Vault) -> None:
    """A note and a new title do not make it a younger one, nor an older token's."""
    uuid = _reserved(vault)
    born = datetime.now(UTC) - timedelta(hours=1)

    def edit(kdbx: Any) -> bool:
        entry = entries.find(kdbx, uuid)
        assert entry is not None
        entries.child(entries.child(entry, "Times"), "CreationTime").text = entries.encode_time(
            born, kdbx.version
        )
        entries.add_history(entry, entry)
        entries.set_field(entry, "Title", "co to jest?")
        entries.touch(entry, kdbx.version)
        return True

    vault.write(edit)
    held = recovery.look_at(vault, uuid)
    assert held is not None
    assert (held.replaces, held.since) == (False, born.replace(microsecond=0))
    case = Case(None, held, VAULT)
    judge(case, {}, was_deleted=lambda _: True)
    assert case.names == {NAME, "co to jest?"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX's")
def test_a_pipe_named_like_a_rescue_is_not_read(tmp_path: Path) -> None:
    """It would never end."""
    os.mkfifo(tmp_path / "firma-ratunek-1.kdbx")
    assert not is_takeable(tmp_path / "firma-ratunek-1.kdbx", must_be_own=False)
