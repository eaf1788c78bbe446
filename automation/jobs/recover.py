"""`ap-token recover`."""

from __future__ import annotations

import os
import queue
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
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
from automation.text import say

if TYPE_CHECKING:
    from automation.ap.app import Ap
    from automation.environments import Environment
    from automation.vault import Vault
    from flows.recover import Rules
    from flows.recover_case import Case, Rescue

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
        living = [past for past in runs if _real(past.vault) == _real(path) and past.is_alive()]
        job.result.runs = [case.result() for case in _from_journals(living)]
        show_runs(job.console, job.result.runs)
        raise
    from flows.recover import settle_in_vault  # noqa: PLC0415  loads Playwright: not before the vault is open

    with vault:
        vault.restore_wiped()
        rescues = _import_rescues(job, vault, runs)
        cases, rules = _cases(job, vault, runs, rescues, may_revoke)
        if cases:
            job.make_folder(next((name for case in cases if (name := case.environment_name)), "-"))
        try:
            for case in cases:
                try:
                    settle_in_vault(job.run, vault, case)
                except VaultError as error:
                    reason = say(f"error-{error.code}.what", **error.details)
                    case.leave("vault-failed", Exit.AP_FAILED, reason=reason)
            _ask_ap(job, vault, cases, rules)
        finally:
            job.result.runs = [case.result() for case in cases]
            for number in (
                n for run in job.result.runs if run.action == "revoked" for n in run.reference_numbers
            ):
                job.unrevoked.strike_out(number)
            for notice in vault.take_notices():
                job.run.warn(notice.id, **notice.values)
    _tell(job, cases)


def _import_rescues(job: Job, vault: Vault, runs: list[PastRun]) -> list[Rescue]:
    """Move what is in rescue databases into the vault."""
    from automation.vault.rescue import import_rescued, rescue_files  # noqa: PLC0415
    from flows.recover_case import Rescue  # noqa: PLC0415

    file = _real(vault.path) or vault.path
    told = [
        past.value("path", Fact.RESCUED) for past in runs if not past.is_closed and _real(past.vault) == file
    ]
    paths = dict.fromkeys([*rescue_files(file), *(Path(path) for path in told if path)])
    rescues = []
    for path in (path for path in paths if path.exists()):
        try:
            with job.run.step("odzyskiwanie-import", path=str(path)):
                rescues.append(Rescue(path, import_rescued(vault, path).uuid))
        except RunInterruptedError:
            raise
        except AssistantError as error:
            rescues.append(Rescue(path, None, say(f"error-{error.code}.what", **error.details)))
    return rescues


def _cases(
    job: Job, vault: Vault, runs: list[PastRun], rescues: list[Rescue], may_revoke: _Revocations
) -> tuple[list[Case], Rules]:
    """Everything that is to be settled, judged, and what has to be known for it."""
    from automation.vault import recovery  # noqa: PLC0415
    from flows.recover import Rules  # noqa: PLC0415
    from flows.recover_judge import judge, pair, settle_rescues  # noqa: PLC0415

    named = {}
    for past in runs:
        with suppress(ValueError):
            uuid = past.value("entry_uuid", Fact.RESERVED)
            if not past.is_closed and uuid and (held := recovery.look_at(vault, UUID(uuid))) is not None:
                named[uuid] = held
    path = _real(vault.path) or vault.path
    cases = pair(runs, recovery.waiting(vault), named, path)
    values = recovery.values_in(vault)
    for case in cases:
        case.given_environment, case.given_nip = job.settings.env, job.settings.nip
        case.given_address = job.settings.base_url
        judge(case, values)
    cases += settle_rescues(cases, rescues, path, lambda uuid: recovery.look_at(vault, uuid))
    ours = {case.past.folder for case in cases if case.past}
    numbers = {past.reference_number for past in runs if past.folder not in ours}
    numbers |= {number for case in cases for number in case.numbers}
    rules = Rules(
        not_ours=frozenset({*values, *(number for number in numbers if number)}),
        busy_names=frozenset(
            past.token_name or "" for past in runs if not past.is_closed and past.is_alive()
        ),
        may_revoke=may_revoke.agreed,
    )
    return cases, rules


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


def _tell(job: Job, cases: list[Case]) -> None:
    """Show what became of each run, and end accordingly.

    Raises:
        RecoveryOpenError: a token may exist that is not safe.
        RecoveryWaitsError: the values are safe, but AP has not had its say.
    """
    job.result.runs = [case.result() for case in cases]
    if not cases:
        job.result.outcome = "recovered"
        job.closing.append(lambda: show_line(job.console, say("recover-nothing-to-do"), style="bold green"))
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
    return ", ".join(dict.fromkeys(case.token_name for case in cases))


def _real(path: Path | None) -> Path | None:
    try:
        return path.resolve() if path is not None else None
    except (OSError, RuntimeError):
        return None


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
