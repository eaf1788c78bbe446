"""From a run's record to a scenario: nothing of AP's that can be had is lost, and what cannot is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.errors import NotReplayableError
from automation.replica.scenario import Fault, Scenario
from automation.reproduction.derive import scenario_from
from automation.reproduction.replay import plan_for
from automation.settings import Settings
from tests.reproduction.records import (
    ALL_FREE,
    FORM,
    LOGIN,
    MENU,
    ORDER,
    SETTINGS,
    any_record,
    error,
    exchange,
    record,
    steps,
)

SNAPSHOTS = {
    "a.yaml": Path("recordings/ap-ui/2.2.9/token-form.yaml").read_text(encoding="utf-8"),
    "b.yaml": '- main:\n  - button "Wyślij zamówienie"\n: no snapshot [',
}
GENERATE = len(LOGIN) + len(FORM) + len(ORDER)
"""The number of the step that presses `Generuj token`."""


@settings(deadline=None, max_examples=40)
@given(
    any_record,
    st.dictionaries(st.sampled_from(sorted(SNAPSHOTS)), st.sampled_from(sorted(SNAPSHOTS.values()))),
)
def test_any_record_gives_a_scenario_and_settings(given_record: Any, snapshots: dict[str, str]) -> None:
    """Whoever has written a bundle: a valid scenario that ends in time, texts for what differs, valid settings."""
    derived = scenario_from(given_record, snapshots)
    assert Scenario.model_validate(derived.scenario.model_dump()) == derived.scenario
    assert all(derived.approximations)
    assert sum(delay.seconds for delay in derived.scenario.delays) <= 20 + 21 * 20
    try:
        plan = plan_for(given_record, derived.scenario)
    except NotReplayableError:
        return
    values = Settings(**{name: value for name, value in plan.settings.items() if value is not None})
    assert values.taxpayer
    assert values.token_name
    assert values.permissions
    assert values.timeout <= 60


def test_menu_checkboxes_version_and_label_are_the_customers() -> None:
    """What stood in the menu, which boxes were free, locked or not there, what the header said."""
    boxes = ALL_FREE | {
        "InvoiceWrite": "locked",
        "InvoiceRead": "absent",
        "CollectiveIdentifierManage": "free",
    }
    derived = scenario_from(
        record(
            environment="production",
            header_label="",
            ap_version="2.2.11",
            menu=MENU.model_copy(update={"certificates": False}),
            checkboxes=boxes,
        ),
        {},
    )
    scenario = derived.scenario
    assert (scenario.version, scenario.environment_label, scenario.test_banner) == ("2.2.9", "", False)
    assert scenario.menu == {"invoices": True, "permissions": True, "tokens": True, "certificates": False}
    assert "InvoiceWrite" not in scenario.permissions
    assert "CredentialsManage" in scenario.permissions
    assert [(control.name, control.change) for control in scenario.controls] == [
        ("przeglądanie faktur", "missing")
    ]
    said = " ".join(derived.approximations)
    assert "2.2.11" in said
    assert "CollectiveIdentifierManage" in said


@pytest.mark.parametrize(
    ("exchanges", "values", "expected"),
    [
        (
            [exchange(GENERATE, "POST", "/tokens", 500)],
            {"error": error("order-doubtful", status=500)},
            {"method": "POST", "path": "/tokens", "status": 500},
        ),
        (
            [exchange(GENERATE, "POST", "/tokens", 504)],
            {"error": error("token-not-safe")},
            {"method": "POST", "path": "/tokens", "status": 504, "processed": True},
        ),
        (
            [exchange(GENERATE, "POST", "/tokens", None, broken=True)],
            {"error": error("order-unknown")},
            {"method": "POST", "path": "/tokens", "cut": True},
        ),
        (
            [exchange(GENERATE, "POST", "/tokens", 400)],
            {"error": error("permission-refused", reason="Nie można (…) dla obecnego typu kontekstu.")},
            {"method": "POST", "path": "/tokens", "status": 400, "code": 26002},
        ),
        (
            [exchange(GENERATE, "GET", "/tokens/{id}"), exchange(GENERATE, "GET", "/tokens/{id}", 503)],
            {},
            {"method": "GET", "path": "/tokens/*", "nth": 2, "status": 503},
        ),
        (
            [exchange(6, "POST", "/login/step-two", 503), exchange(1, "GET", "/me", 401)],
            {"error": error("ap-failed", status=503), "steps": steps(*LOGIN, failed="ap-failed")},
            {"method": "POST", "path": "/auth/test-signature", "status": 503},
        ),
        (
            [],
            {"error": error("ap-unreachable"), "steps": steps("krok-1-adres", failed="ap-unreachable")},
            {"method": "GET", "path": "/web/*", "every": True, "cut": True},
        ),
    ],
)
def test_a_request_meets_the_same_fate(
    exchanges: list[object], values: dict[str, object], expected: dict[str, object]
) -> None:
    """The order, a status read, a login by other requests than the replica's, an AP that is not there."""
    usual = {"steps": steps(*LOGIN, *FORM, *ORDER, failed="order-doubtful")}
    scenario = scenario_from(record(**(usual | values), exchanges=tuple(exchanges)), {}).scenario
    assert scenario.errors == (Fault.model_validate(expected),)


def test_what_stopped_nobody_is_no_fault() -> None:
    """An AP that answers 401 to the question who is logged in does so to everybody: the run went on."""
    exchanges = (exchange(1, "GET", "/session", 401), exchange(9, "GET", "/news", 404))
    assert scenario_from(record(exchanges=exchanges), {}).scenario.errors == ()


def test_answers_are_as_late_as_a_person_may_wait() -> None:
    """Short ones are not worth it, long ones are cut and said to be; one that never came comes too late here too."""
    reads = tuple(exchange(GENERATE, "GET", "/tokens/{id}", duration_ms=each) for each in (200, 1500, 90_000))
    derived = scenario_from(record(exchanges=reads), {})
    assert [(delay.nth, delay.seconds) for delay in derived.scenario.delays] == [(2, 1.5), (3, 5.0)]
    assert "5 s" in " ".join(derived.approximations)
    never = record(
        exchanges=(exchange(GENERATE, "POST", "/tokens", None),),
        error=error("order-unknown"),
        steps=steps(*LOGIN, *FORM, *ORDER, failed="order-unknown"),
    )
    late = scenario_from(never, {}).scenario
    assert [delay.seconds > plan_for(never, late).settings["timeout"] for delay in late.delays] == [True]
    assert late.errors[0].cut


def test_the_token_comes_after_as_many_reads() -> None:
    """Presses, a press whose answer was an error, no press at all, a token that never came, one that failed."""
    done = steps(*LOGIN, *FORM, *ORDER, "krok-4-odswiez", "krok-4-kopiuj")
    reads = tuple(exchange(GENERATE + 1, "GET", "/tokens/{id}", status) for status in (503, 200, 200))
    several = scenario_from(record(steps=done, refresh_presses=3, exchanges=reads), {}).scenario
    assert (several.refreshes_needed, several.direct) == (2, False)
    shown = (*done[:-2], done[-1])
    assert scenario_from(record(steps=shown, refresh_presses=0), {}).scenario.direct
    late = record(steps=done[:-1], refresh_presses=60, error=error("token-not-ready"))
    scenario = scenario_from(late, {}).scenario
    assert scenario.refreshes_needed > plan_for(late, scenario).settings["refresh_limit"] == 10
    assert scenario_from(record(error=error("token-failed")), {}).scenario.outcome == "Failed"


def test_a_page_that_went_on_by_itself_does_so_again() -> None:
    """Nobody could tell `Odśwież`, and the token came all the same."""
    went_on = steps(*LOGIN, *FORM, *ORDER, "krok-4-czekanie", "krok-4-kopiuj")
    scenario = scenario_from(record(steps=went_on, refresh_presses=0), {}).scenario
    assert scenario.refreshes_itself
    assert [(control.name, control.change) for control in scenario.controls] == [("Odśwież", "missing")]


def test_a_control_has_the_name_that_the_customer_saw() -> None:
    """The snapshot of the failed step has the button under another name: the form's button gets it, not the menu's."""
    snapshot = SNAPSHOTS["a.yaml"].replace('  - button "Generuj token"', '  - button "Zatwierdź zamówienie"')
    failed = steps(*LOGIN, *FORM, "krok-3-sprawdzenie", failed="control-missing")
    failed = (*failed[:-1], failed[-1].model_copy(update={"snapshot": "12.yaml"}))
    ended = {"steps": failed, "error": error("control-missing", control="Generuj token")}
    renamed = scenario_from(record(**ended), {"12.yaml": snapshot}).scenario.controls
    assert [(each.name, each.change, each.place, each.to) for each in renamed] == [
        ("Generuj token", "renamed", "main", "Zatwierdź zamówienie")
    ]
    gone = scenario_from(record(**ended), {}).scenario.controls
    assert [(each.name, each.change, each.place) for each in gone] == [("Generuj token", "missing", "main")]


def test_fields_dialogs_and_complaints_are_quoted() -> None:
    """A required field with its label, a dialog with its title and buttons, the form's own words."""
    failed = steps(*LOGIN, *FORM, failed="x")
    field = scenario_from(
        record(steps=failed, error=error("required-field-unknown", fields="„Powód wydania”")), {}
    ).scenario
    assert (field.extra_field, field.wording) == ("text", {"Cel wydania tokena": "Powód wydania"})
    found = "„Nowy regulamin”; „Akceptuję regulamin”; „Odrzuć”"
    dialog = scenario_from(record(steps=failed, error=error("page-covered", found=found)), {}).scenario
    assert [(popup.screen, popup.kind) for popup in dialog.popups] == [("token-form", "choice")]
    assert sorted(dialog.wording.values()) == ["Akceptuję regulamin", "Nowy regulamin", "Odrzuć"]
    held = scenario_from(record(steps=failed, error=error("order-held-back", reason="Podaj cel.")), {})
    assert held.scenario.form_complaint == "Podaj cel."


def test_a_session_that_nobody_ended_ends_by_itself() -> None:
    """AP went to its login without a request that told so: the replica does, after as long on the same screen."""
    failed = steps(*LOGIN, *FORM, failed="session-ended")
    derived = scenario_from(record(steps=failed, error=error("session-ended")), {})
    assert derived.scenario.logged_out is not None
    assert (derived.scenario.logged_out.screen, derived.scenario.logged_out.seconds) == ("token-form", 2.0)
    assert derived.approximations


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"command": "revoke"}, "command"),
        ({"steps": steps("przegladarka", "skarbiec", failed="vault-busy")}, "before-ap"),
        ({"steps": (), "error": error("wrong-nip")}, "before-ap"),
        (
            {
                "steps": steps("krok-1-adres", "krok-1-login-gov", failed="x"),
                "error": error("login-needs-person"),
            },
            "person",
        ),
    ],
)
def test_what_is_not_aps_doing_is_not_replayed(values: dict[str, object], reason: str) -> None:
    """Other commands, runs that never came to AP, logins that a person decided: said, with exit 2."""
    told = record(**values)
    with pytest.raises(NotReplayableError) as refused:
        plan_for(told, scenario_from(told, {}).scenario)
    assert refused.value.details["reason"] == reason


def test_a_run_that_was_stopped_is_replayed_up_to_there() -> None:
    """Killed, or ended by the vault: that step is the last that is compared, and no more is run than it takes."""
    killed = record(finished=False, exit_code=None, steps=steps(*LOGIN, failed="x", outcome="running"))
    plan = plan_for(killed, Scenario())
    assert (plan.command, plan.until) == ("check", len(LOGIN) - 1)
    vault = record(
        exit_code=7,
        error=error("entry-exists"),
        steps=steps(*LOGIN, *FORM, "rezerwacja", failed="entry-exists"),
        settings=SETTINGS.model_copy(update={"timeout": 60.0}),
    )
    plan = plan_for(vault, Scenario())
    assert (plan.command, plan.until) == ("generate", len(LOGIN) + len(FORM))
