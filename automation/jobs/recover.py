"""`ap-token recover`."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from automation.consent import Consent, is_nip_retyped
from automation.console import show_line, show_runs
from automation.errors import (
    AssistantError,
    Exit,
    MissingSettingError,
    RecoveryOpenError,
    RecoveryWaitsError,
    RunInterruptedError,
    VaultBusyError,
    VaultError,
)
from automation.evidence.past_runs import PastRun, past_runs
from automation.evidence.steps import Fact
from automation.execution import Job
from automation.jobs.common import identity_for, job_workplace, vault_opener
from automation.jobs.recover_rescues import import_rescues, is_there, real
from automation.text import say

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.environments import Environment
    from automation.vault import Vault
    from automation.vault.recovery import Found
    from flows.recover import Rules
    from flows.recover_case import Case, Rescue

_NAMED: Final = 3
"""Names that the last message tells; all of them stand in the list above it."""
_YES: Final = frozenset({"t", "tak", "y", "yes"})


def recover_job(job: Job, *, yes: bool, production: bool = False) -> None:
    """Find the runs that ended too early, settle each, and tell of each.

    Args:
        job: what the command works with.
        yes: whether `--yes` was given: revoke without asking.
        production: whether `--production` was given: also on production, if the settings allow it as well.
    """
    found = past_runs(job.settings.recordings)
    if found.unreadable:
        job.run.warn("journals-unreadable", count=len(found.unreadable), path=str(found.unreadable[0]))
    if job.settings.vault is None:
        _tell(job, _from_journals(found.runs))
    else:
        may_revoke = _Revocations(
            Consent(job.settings, production, job.console, job.run.interruption, job.may_ask), yes=yes
        )
        _settle(job, job.settings.vault, found.runs, may_revoke)


def _from_journals(runs: list[PastRun]) -> list[Case]:
    """Without a vault: what the journals say, and which vault each run needs."""
    from flows.recover_case import Case, State  # noqa: PLC0415  only here and below
    from flows.recover_judge import judge_by_journal  # noqa: PLC0415

    cases = []
    for past in runs:
        if past.is_closed or not (past.ordered or Fact.RESERVED in past.facts):
            continue
        case = Case(past, None, past.vault)
        judge_by_journal(case)
        if case.state is State.RUNNING:
            case.leave("running", Exit.DONE)
        elif case.state is State.STALE:
            case.leave("journal-stale", Exit.DONE)
        elif case.state in {State.SAFE, State.PENDING}:
            case.leave("journal-stored", Exit.AP_FAILED)
        elif case.state is State.RESCUED:
            case.leave("journal-rescued", Exit.TOKEN_NOT_SAFE, path=past.value("path", Fact.RESCUED) or "?")
        else:
            case.leave("journal-unknown", Exit.TOKEN_NOT_SAFE)
        cases.append(case)
    return cases


def _settle(job: Job, path: Path, runs: list[PastRun], may_revoke: _Revocations) -> None:
    """Open the vault, and settle what concerns it."""
    opener = vault_opener(job, path, create=False)
    try:
        with job.run.step("skarbiec"):
            vault = opener()
    except VaultBusyError:
        living = [past for past in runs if real(past.vault) == real(path) and past.is_alive()]
        _show(job, _from_journals(living))
        raise
    except VaultError:
        _show(job, _from_journals([past for past in runs if real(past.vault) == real(path)]))
        raise
    from flows.recover import settle_in_vault  # noqa: PLC0415  loads Playwright: not before the vault is open

    with vault:
        vault.restore_wiped()
        rescues = import_rescues(job, vault, runs)
        cases = _cases(job, vault, runs, rescues)
        _name_runs_of_other_vaults(job, runs, cases)
        if cases:
            job.make_folder(next((name for case in cases if (name := case.environment_name)), "-"))
        try:
            for case in cases:
                try:
                    settle_in_vault(job.run, vault, case)
                except VaultError as error:
                    case.leave_unwritten(error)
            _ask_ap(job, vault, cases, _rules(job, vault, cases, may_revoke))
        except RunInterruptedError:
            for case in cases:
                if case.is_open:
                    case.leave("interrupted", Exit.TOKEN_NOT_SAFE)
            show_runs(job.console, [case.result() for case in cases])
            raise
        finally:
            job.result.runs = [case.result() for case in cases]
            for number in (
                n for run in job.result.runs if run.action == "revoked" for n in run.reference_numbers
            ):
                job.unrevoked.strike_out(number)
            for case in cases:
                _remember_rehearsal(job, case)
            for notice in vault.take_notices():
                job.run.warn(notice.id, **notice.values)
    _tell(job, cases, vault=path)


def _show(job: Job, cases: list[Case]) -> None:
    """Tell of each run, as far as it came."""
    job.result.runs = [case.result() for case in cases]
    show_runs(job.console, job.result.runs)


def _cases(job: Job, vault: Vault, runs: list[PastRun], rescues: list[Rescue]) -> list[Case]:
    """Everything that is to be settled, judged."""
    from automation.vault import recovery  # noqa: PLC0415
    from flows.recover_judge import judge, pair, settle_rescues  # noqa: PLC0415

    values = recovery.values_in(vault)
    runs = [past.reopened() if _is_wiped(vault, past, values) else past for past in runs]
    named = {}
    for past in runs:
        with suppress(ValueError):
            uuid = past.value("entry_uuid", Fact.RESERVED)
            if not past.is_closed and uuid and (held := recovery.look_at(vault, UUID(uuid))) is not None:
                named[uuid] = held
    path = real(vault.path) or vault.path
    cases = pair(runs, recovery.waiting(vault), named, path)
    for case in cases:
        judge(case, values, was_deleted=lambda uuid: recovery.was_deleted(vault, uuid))
    cases += settle_rescues(cases, rescues, path, lambda uuid: recovery.look_at(vault, uuid))
    for case in cases:
        case.given_environment, case.given_nip = job.settings.env, job.settings.nip
        case.given_address = job.settings.base_url
    return cases


def _is_wiped(vault: Vault, past: PastRun, values: Mapping[str, Found]) -> bool:
    """Whether a run's verified token has gone from this vault since, and nobody has removed it on purpose.

    Another program may save an older state over it, and the run be killed before the second copy is on disk.
    """
    from automation.vault import recovery  # noqa: PLC0415

    if not past.is_verified_only or past.reference_number is None or past.reference_number in values:
        return False
    if real(past.vault) != (real(vault.path) or vault.path):
        return False
    with suppress(ValueError):
        uuid = UUID(past.value("entry_uuid", Fact.RESERVED) or "")
        held = recovery.look_at(vault, uuid)
        return held.is_reserved if held is not None else not recovery.was_deleted(vault, uuid)
    return False


def _rules(job: Job, vault: Vault, cases: list[Case], may_revoke: _Revocations) -> Rules:
    """What has to be known to settle them."""
    from automation.vault import recovery  # noqa: PLC0415
    from flows.recover import Rules  # noqa: PLC0415
    from flows.recover_rivals import others  # noqa: PLC0415

    values = recovery.values_in(vault)
    return Rules(
        values=values,
        others=lambda: others(past_runs(job.settings.recordings).runs, cases, values),
        is_not_ours=may_revoke.is_not_ours,
        may_revoke=may_revoke.agreed,
    )


def _remember_rehearsal(job: Job, case: Case) -> None:
    """A rehearsal's token was to be revoked: the next rehearsal does what the dead one could not."""
    past, is_alive = case.past, case.settled and case.action in {"confirmed", "finished"}
    if past is None or past.command != "rehearse" or not is_alive:
        return
    from automation.evidence.unrevoked import UnrevokedToken  # noqa: PLC0415

    where = case.environment()
    for number in case.numbers[:1]:
        token = UnrevokedToken(
            environment=case.environment_name or "?",
            base_url=where.address if where else "",
            nip=case.nip or "?",
            reference_number=number,
            token_name=case.token_name,
            vault=str(case.vault or "?"),
            entry_uuid=str(case.held.view.uuid) if case.held else None,
            since=(case.pressed_at or datetime.now(UTC)).isoformat(timespec="seconds"),
        )
        job.unrevoked.put_down(token)
        job.run.warn(
            "unrevoked",
            environment=token.environment,
            since=token.day,
            name=token.token_name,
            reference=number,
            nip=token.nip,
            vault=token.vault,
        )


def _ask_ap(job: Job, vault: Vault, cases: list[Case], rules: Rules) -> None:
    """Log in once for each environment and NIP that something needs to be asked of."""
    from flows.recover import settle_in_ap  # noqa: PLC0415

    groups: dict[tuple[Environment, str], list[Case]] = {}
    for case in cases:
        if case.is_open:
            try:
                groups.setdefault(_whom_to_ask(job, case), []).append(case)
            except AssistantError as error:
                case.leave_unasked(error)
    for (environment, nip), theirs in groups.items():
        try:
            with job_workplace(job, environment) as place:
                # Where nothing can be settled yet, the vault stays as it is, to the byte: no session goes into it.
                identity = identity_for(job, environment, nip, keep_session=False)
                settle_in_ap(job.run, place.ap, vault, theirs, identity=identity, rules=rules)
        except RunInterruptedError:
            raise
        except AssistantError as error:
            for case in theirs:
                if case.is_open:
                    case.leave_unasked(error)


def _whom_to_ask(job: Job, case: Case) -> tuple[Environment, str]:
    """The AP and the taxpayer of a case.

    Raises:
        AssistantError: they are not known, or there is no way to log in there.
    """
    environment, nip = case.environment(), case.nip
    if environment is None:
        raise MissingSettingError(setting="env", option="--env")
    job.settings.login_for(environment)
    taxpayer = job.settings.model_copy(update={"nip": nip}).taxpayer
    return environment, taxpayer


def _name_runs_of_other_vaults(job: Job, runs: list[PastRun], cases: list[Case]) -> None:
    """Warn of runs that ended too early, and that this vault can settle nothing of."""
    ours = {case.past.folder for case in cases if case.past}
    left: dict[Path | None, int] = {}
    for past in runs:
        if past.folder not in ours and past.ordered and not past.is_closed and not past.is_alive():
            left[past.vault] = left.get(past.vault, 0) + 1
    for path, count in left.items():
        warning = "runs-of-other-vault" if is_there(path) else "runs-of-missing-vault"
        job.run.warn(warning, count=count, vault=str(path or "?"))


def _tell(job: Job, cases: list[Case], *, vault: Path | None = None) -> None:
    """Show what became of each run, and end accordingly.

    Raises:
        RecoveryOpenError: a token may exist that is not safe.
        RecoveryWaitsError: the values are safe, but AP has not had its say.
    """
    job.result.runs = [case.result() for case in cases]
    if not cases:
        job.result.outcome = "recovered"
        nothing = say("recover-nothing-to-do-in", vault=str(vault)) if vault else say("recover-nothing-to-do")
        job.closing.append(lambda: show_line(job.console, nothing, style="bold green"))
        return
    show_runs(job.console, job.result.runs)
    unsafe = [case for case in cases if case.exit is Exit.TOKEN_NOT_SAFE]
    waiting = [case for case in cases if case.exit is Exit.AP_FAILED]
    if unsafe:
        raise RecoveryOpenError(count=len(unsafe), names=_names(unsafe))
    if waiting:
        raise RecoveryWaitsError(count=len(waiting), names=_names(waiting))
    job.result.outcome = "recovered"


def _names(cases: list[Case]) -> str:
    names = list(dict.fromkeys(case.token_name for case in cases))
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


@dataclass(frozen=True, slots=True)
class _Revocations:
    """Who says whether a token whose value is lost may be revoked: the options, the person, or nobody."""

    consent: Consent
    yes: bool

    def agreed(self, ap: Ap, nip: str, question: str) -> bool:
        """Whether this one may. On production a person retypes the NIP, and options alone do not do."""
        on_production = ap.environment.legal_effect
        if self.yes and (not on_production or self.consent.is_given(nip)):
            return True
        if not self.consent.may_ask or sys.stdin is None or not sys.stdin.isatty():
            return False
        if on_production:
            return is_nip_retyped(_ask(ap, f"{question}\n{say('production-retype')}"), nip)
        return _ask(ap, question).casefold() in _YES

    def is_not_ours(self, ap: Ap, question: str) -> bool:
        """Whether a person at the terminal knows that a token is somebody else's. `--yes` is no answer to that."""
        if self.yes or not self.consent.may_ask or sys.stdin is None or not sys.stdin.isatty():
            return False
        return _ask(ap, question).casefold() in _YES


def _ask(ap: Ap, question: str) -> str:
    """Ask at the terminal. The keyboard is read elsewhere, so that AP's page stays alive meanwhile."""
    sys.stderr.write(question + " ")
    sys.stderr.flush()
    answers: queue.Queue[str] = queue.Queue()
    # Read from the descriptor itself: a thread that waits in `input()` would hold a lock that Python wants at exit.
    read = threading.Thread(
        target=lambda: answers.put(os.read(sys.stdin.fileno(), 100).decode(errors="replace")), daemon=True
    )
    read.start()
    while answers.empty():
        ap.patience.next_change()
    return answers.get().strip()
