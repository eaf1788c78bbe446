"""The ready scenarios: each one ends on the replica as its file says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.cases import Case, MishapKind, ready_cases
from automation.cases.mishaps import Mishap
from automation.environments import DEMO
from automation.errors import (
    AssistantError,
    CheckboxLockedError,
    NoInvoicesMenuError,
    NoInvoicesNorPermissionsMenuError,
    NoPermissionsMenuError,
    NoTokensMenuError,
)
from automation.replica.server import Replica
from automation.secret import Secret
from automation.settings import Settings
from automation.text import LANGUAGES, language, use_language
from automation.vault import Credentials, Vault
from automation.vault.kdbx import NEW_DATABASE_KDF
from flows.check import check_user
from flows.generate import generate_token
from flows.order import Identity, Order
from flows.rehearse import rehearse
from flows.run import Run

NIP = "1234563218"


@dataclasses.dataclass
class End:
    """How a case ended."""

    exit_code: int = 0
    error: str | None = None
    step: str | None = None
    run: Run = dataclasses.field(default_factory=Run)


def replayed(case: Case, replica: Replica, page: Page, folder: Path) -> End:
    """Do on the replica what the customer did."""
    end = End()
    local = case.environment(replica.base_url)
    try:
        patient: dict[str, Any] = {"timeout": 60.0, "refresh_limit": 8, "nip": NIP}
        settings = Settings(**(patient | case.settings()))
        order = Order(
            environment=local,
            identity=Identity(NIP),
            token_name=settings.token_name,
            permissions=settings.permissions,
            group=settings.vault_group(local),
            replace=False,
            refresh_interval=settings.refresh_interval,
            refresh_limit=settings.refresh_limit,
            validity_days=settings.validity_days,
        )
        run = end.run
        ap = Ap(page, local, timeout=settings.timeout, still_wanted=run.interruption.check)
        run.on_step = ap.begin_step
        if case.mishap is not None:
            run.observers.append(Mishap(case.mishap, ap))
        if case.command == "check":
            check_user(run, ap, order.identity, order.permissions)
        else:
            vault = Vault.open(folder / "vault.kdbx", Credentials(Secret("proba")), create=True)
            with vault:
                (rehearse if case.command == "rehearse" else generate_token)(run, ap, vault, order)
    except AssistantError as error:
        end.exit_code, end.error = int(error.exit), error.code
        end.step = next((step.id for step in end.run.steps if step.outcome == "failed"), None)
    return end


@pytest.fixture
def _cheap_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
    monkeypatch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)


@pytest.mark.browser
@pytest.mark.usually(2)
@pytest.mark.usefixtures("_cheap_vault")
@pytest.mark.parametrize("case_id", list(ready_cases()))
def test_a_case_ends_as_its_file_says(
    replica: Callable[..., Replica], page: Page, tmp_path: Path, case_id: str
) -> None:
    """Exit code, error and failed step are the file's; the replica's audit has what the answer says of the token."""
    case = ready_cases()[case_id]
    served = replica(case.replica)
    end = replayed(case, served, page, tmp_path)
    expected = case.expect
    assert (end.exit_code, end.error, end.step) == (expected.exit_code, expected.error, expected.step)
    audit = served.audit()
    if case.mishap is not None:
        (lost,) = audit.uncopied_tokens
        assert audit.issued[lost].status in {"Pending", "Active"}
        assert "page-held" not in str(end.run.warnings)
    elif end.exit_code == 0:
        assert len(audit.issued) == (0 if case.command == "check" else 1)
        assert not audit.lost_tokens
    elif end.exit_code not in {6, 8}:
        assert not audit.issued


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_case_says_what_the_customer_says_and_what_to_answer(code: str) -> None:
    """Three texts each, no two titles alike; who lost a token is told to revoke it and to make a new one."""
    before = language()
    use_language(code)
    try:
        cases = ready_cases()
        told = {case.id: (case.title, case.says, case.answer) for case in cases.values()}
    finally:
        use_language(before)
    assert len({title for title, _, _ in told.values()}) == len(told) > 40
    assert all(len(says) < 200 < len(answer) + 100 < 800 for _, says, answer in told.values())
    lost = [answer for case_id, (_, _, answer) in told.items() if cases[case_id].mishap]
    assert len(lost) == len(get_args(MishapKind))
    assert all(("unieważnić" in answer) or ("revoke" in answer) for answer in lost)


def test_the_guides_verdicts_and_losses_are_all_there() -> None:
    """Each way in which Krok 1 and 2 can end, and each mistake that a person can make, has a case."""
    cases = ready_cases().values()
    ends = {case.expect.error for case in cases}
    krok_1_and_2 = {NoInvoicesMenuError, NoPermissionsMenuError, NoInvoicesNorPermissionsMenuError}
    assert {leaf().code for leaf in krok_1_and_2 | {NoTokensMenuError, CheckboxLockedError}} <= ends
    assert {case.mishap for case in cases} >= set(get_args(MishapKind))
    presses = {case.replica.refreshes_needed for case in cases if case.expect.exit_code == 0}
    assert {0, 1, 3} <= presses


@pytest.mark.browser
def test_a_mistake_is_never_made_on_a_real_ap(page: Page) -> None:
    """Only the replica is left unprotected."""
    with pytest.raises(ValueError, match="demo"):
        Mishap("reload", Ap(page, DEMO, timeout=5))
