"""Scenario files."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation.errors import WrongScenarioError
from automation.replica.scenario import Scenario, load_scenario


def test_an_empty_file_is_the_usual_case(tmp_path: Path) -> None:
    """Every value has a default."""
    file = tmp_path / "scenario.toml"
    file.write_text("", encoding="utf-8")
    assert load_scenario(file) == Scenario()


def test_a_file_sets_what_it_says(tmp_path: Path) -> None:
    """Values, delays and errors are read from TOML."""
    file = tmp_path / "scenario.toml"
    file.write_text(
        """
        environment_label = "Środowisko Demonstracyjne"
        refreshes_needed = 3
        permissions = ["InvoiceRead"]

        [[errors]]
        method = "GET"
        path = "/tokens/*"
        nth = 2
        status = 429
        retry_after = 7

        [[delays]]
        path = "/tokens"
        seconds = 0.5
        """,
        encoding="utf-8",
    )
    scenario = load_scenario(file)
    assert scenario.environment_label == "Środowisko Demonstracyjne"
    assert scenario.errors[0].retry_after == 7
    assert scenario.delays[0].method == "*"
    assert scenario.menu == {"invoices": True, "permissions": False, "tokens": False, "certificates": False}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("refreshes = 3", "refreshes: Extra inputs are not permitted"),
        ("[[errors]]\npath = '/tokens'\nstatus = 200", "errors.0.status: "),
        ("nip = '1234563219'", "nip: Value error, not a NIP"),
        ("direct = true\noutcome = 'Failed'", "direct shows the token at once"),
        ("version = '3.0'", "version: "),
        ("[[popups]]\nscreen = 'home'\nkind = 'advert'", "popups.0.kind: "),
        ("[wording]\n'Odswież' = 'Odśwież status'", "wording: Value error, no page has the text: Odswież"),
        ("= 1", "line 1"),
    ],
)
def test_a_wrong_file_says_where_it_is_wrong(tmp_path: Path, text: str, reason: str) -> None:
    """Each mistake is one `location: message`."""
    file = tmp_path / "scenario.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongScenarioError) as caught:
        load_scenario(file)
    assert reason in str(caught.value.details["reason"])
    assert caught.value.details["path"] == str(file)


def test_a_missing_file_is_a_wrong_scenario(tmp_path: Path) -> None:
    """The operator hears of the file, not of an exception."""
    with pytest.raises(WrongScenarioError):
        load_scenario(tmp_path / "none.toml")


def test_tokens_may_be_there_without_permissions_menu() -> None:
    """The menu's items can be told apart from the permissions."""
    scenario = Scenario(permissions=("InvoiceRead", "InvoiceWrite"), tokens_menu=True)
    assert scenario.menu == {"invoices": True, "permissions": False, "tokens": True, "certificates": False}
