"""Where values come from, and what is said of those that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from automation.environments import DEMO, TEST, Login
from automation.errors import (
    LoginNotOfferedError,
    MissingSettingError,
    UnknownEnvironmentError,
    UnknownPermissionError,
    WrongNipError,
    WrongSettingError,
    WrongTokenNameError,
)
from automation.ksef_token import Permission
from automation.settings import FILE_NAME, Settings, load_settings

PASSWORD = "tajne hasło"


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without settings, and an environment without `AP_...`."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("AP_"):
            monkeypatch.delenv(name)


def wrong(**options: object) -> WrongSettingError:
    """The complaint about a value."""
    with pytest.raises(WrongSettingError) as caught:
        load_settings(**options)
    return caught.value


def test_sources_are_asked_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Option, environment, `.env`, `ap-token.toml`, default: the first that has a value wins."""
    assert load_settings().system == "iCargo"
    (tmp_path / FILE_NAME).write_text('system = "z pliku"\n', encoding="utf-8")
    assert load_settings().system == "z pliku"
    (tmp_path / ".env").write_text("AP_SYSTEM=z .env\n", encoding="utf-8")
    assert load_settings().system == "z .env"
    monkeypatch.setenv("AP_SYSTEM", "ze środowiska")
    assert load_settings().system == "ze środowiska"
    assert load_settings(system="z opcji").system == "z opcji"


def test_an_option_that_was_not_given_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is no value; False and 0 would be."""
    monkeypatch.setenv("AP_HEADED", "true")
    assert load_settings(headed=None).headed is True
    assert load_settings(headed=False).headed is False


def test_an_empty_variable_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`AP_NIP=` is not a NIP."""
    (tmp_path / FILE_NAME).write_text('nip = "1234563218"\n', encoding="utf-8")
    monkeypatch.setenv("AP_NIP", "")
    assert load_settings().nip == "1234563218"


def test_a_file_may_hold_every_kind_of_value(tmp_path: Path) -> None:
    """Texts, numbers, truth values, lists, paths."""
    (tmp_path / FILE_NAME).write_text(
        'env = "demo"\nrefresh_interval = 7.5\nheaded = true\npermission = ["InvoiceRead"]\nvault = "~/a.kdbx"\n',
        encoding="utf-8",
    )
    settings = load_settings()
    assert settings.environment is DEMO
    assert settings.refresh_interval == 7.5
    assert settings.headed
    assert settings.permissions == (Permission.INVOICE_READ,)
    assert settings.vault == Path.home() / "a.kdbx"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ('sytsem = "x"\n', "sytsem"),
        ('AP_NIP = "x"\n', "AP_NIP"),
        (f'vault_password = "{PASSWORD}"\n', "vault_password"),
        ("env = demo\n", "line 1"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str, hint: str) -> None:
    """An unknown name, a password, or no TOML: the complaint names the file and the name, no value."""
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    error = wrong()
    assert error.details["setting"] == FILE_NAME
    assert hint in str(error.details["reason"])
    assert PASSWORD not in str(error.details)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """As Windows's editors may leave it."""
    (tmp_path / FILE_NAME).write_bytes('system = "żółw"\n'.encode("cp1250"))
    assert wrong().details["setting"] == FILE_NAME


def test_the_password_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read once; no child process inherits it, and the settings never show it."""
    monkeypatch.setenv("AP_VAULT_PASSWORD", PASSWORD)
    settings = load_settings()
    assert "AP_VAULT_PASSWORD" not in os.environ
    assert settings.vault_password is not None
    assert settings.vault_password.reveal() == PASSWORD
    assert PASSWORD not in repr(settings) + settings.model_dump_json()


def test_the_password_leaves_the_environment_when_settings_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a wrong value nor a wrong file keeps it there."""
    monkeypatch.setenv("AP_VAULT_PASSWORD", PASSWORD)
    wrong(timeout=0)
    assert "AP_VAULT_PASSWORD" not in os.environ
    monkeypatch.setenv("AP_VAULT_PASSWORD", PASSWORD)
    (tmp_path / FILE_NAME).write_text("x = 1\n", encoding="utf-8")
    wrong()
    assert "AP_VAULT_PASSWORD" not in os.environ


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("timeout", "0", "wartość musi być większa niż 0"),
        ("timeout", "601", "wartość może wynosić najwyżej 600"),
        ("timeout", "szybko", "to nie jest liczba"),
        ("timeout", "nan", None),
        ("refresh_interval", "1.9", "wartość musi wynosić co najmniej 2"),
        ("refresh_interval", "nan", None),
        ("refresh_limit", "0", "wartość musi wynosić co najmniej 1"),
        ("refresh_limit", "1.5", "to nie jest liczba całkowita"),
        ("headed", "może", "dozwolone: true albo false"),
    ],
)
def test_a_wrong_value_is_explained_in_polish(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, reason: str | None
) -> None:
    """The complaint names the setting and says what is allowed."""
    monkeypatch.setenv(f"AP_{setting.upper()}", value)
    error = wrong()
    assert error.details["setting"] == setting
    if reason is not None:
        assert error.details["reason"] == reason


@pytest.mark.parametrize(
    ("given", "nip"),
    [("1234563218", "1234563218"), ("123-456-32-18", "1234563218"), (" 526 587 76 35 ", "5265877635")],
)
def test_a_nip_is_taken_with_or_without_hyphens(given: str, nip: str) -> None:
    """As people write it."""
    assert load_settings(nip=given).taxpayer == nip


@pytest.mark.parametrize(
    "nip",
    ["1234563219", "123456321", "12345632180", "0123456789a", "abc", "PESEL", "12345632l8", "١٢٣٤٥٦٣٢١٨"],
)
def test_a_wrong_nip_is_refused(nip: str) -> None:
    """Wrong checksum, wrong length, not digits."""
    with pytest.raises(WrongNipError) as caught:
        _ = load_settings(nip=nip).taxpayer
    assert caught.value.details == {"nip": nip}


@pytest.mark.parametrize(("name", "option"), [("taxpayer", "--nip"), ("environment", "--env")])
def test_a_missing_value_names_its_option(name: str, option: str) -> None:
    """Nothing has a default that could do harm: neither whose token nor where."""
    with pytest.raises(MissingSettingError) as caught:
        getattr(load_settings(), name)
    assert caught.value.details["option"] == option


def test_local_needs_an_address() -> None:
    """`local` alone says nothing."""
    with pytest.raises(MissingSettingError) as caught:
        _ = load_settings(env="local").environment
    assert caught.value.details["option"] == "--base-url"


def test_an_unknown_environment_is_refused() -> None:
    """With the names that there are."""
    with pytest.raises(UnknownEnvironmentError):
        _ = load_settings(env="prod").environment


@pytest.mark.parametrize(
    ("given", "permissions"),
    [
        (("InvoiceRead",), [Permission.INVOICE_READ]),
        (("invoiceread",), [Permission.INVOICE_READ]),
        (("przeglądanie faktur",), [Permission.INVOICE_READ]),
        (("  Przeglądanie   FAKTUR ",), [Permission.INVOICE_READ]),
        (("przeglądanie faktur", "InvoiceRead"), [Permission.INVOICE_READ]),
        (("InvoiceRead", "wystawianie faktur"), [Permission.INVOICE_WRITE, Permission.INVOICE_READ]),
        (("przeglądanie historii sesji (generowanie UPO)",), [Permission.INTROSPECTION]),
    ],
)
def test_permissions_go_by_either_name(given: tuple[str, ...], permissions: list[Permission]) -> None:
    """AP's wording or the API's name, in any case; each once, in AP's order."""
    assert list(load_settings(permission=given).permissions) == permissions


def test_every_permission_goes_by_both_names() -> None:
    """Nothing that the API knows is out of reach."""
    for permission in Permission:
        assert load_settings(permission=(permission.value,)).permissions == (permission,)


def test_a_variable_lists_permissions_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """`AP_PERMISSION="a, b"`; by default the two invoice permissions."""
    assert load_settings().permissions == (Permission.INVOICE_WRITE, Permission.INVOICE_READ)
    monkeypatch.setenv("AP_PERMISSION", "przeglądanie faktur, CredentialsRead,")
    assert load_settings().permissions == (Permission.INVOICE_READ, Permission.CREDENTIALS_READ)


@pytest.mark.parametrize("given", ["faktury", "Invoice", "wystawianie", "przegladanie faktur", "*"])
def test_an_unknown_permission_is_refused_with_the_known_ones(given: str) -> None:
    """No guessing at what a token may do."""
    with pytest.raises(UnknownPermissionError) as caught:
        _ = load_settings(permission=(given,)).permissions
    assert caught.value.details["permission"] == given
    assert "wystawianie faktur (InvoiceWrite)" in str(caught.value.details["known"])


def test_no_permission_at_all_is_refused() -> None:
    """A token that may do nothing is nobody's wish."""
    with pytest.raises(MissingSettingError):
        _ = load_settings(permission=()).permissions


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "iCargo wystawianie i przeglądanie faktur"),
        ({"system": "SAP"}, "SAP wystawianie i przeglądanie faktur"),
        ({"permission": ("InvoiceRead",)}, "iCargo przeglądanie faktur"),
        ({"permission": ("InvoiceRead", "Introspection")}, None),
        ({"name_template": "{permissions} dla {system}"}, "wystawianie i przeglądanie faktur dla iCargo"),
        ({"name": "  Mój token  "}, "Mój token"),
        ({"name": "12345"}, "12345"),
        ({"name": "ż" * 256}, "ż" * 256),
    ],
)
def test_the_name_is_given_or_made(options: dict[str, object], name: str | None) -> None:
    """The template says for what the token is and what it may do, as the guide asks."""
    made = load_settings(**options).token_name
    if name is None:
        assert made == "iCargo przeglądanie faktur, przeglądanie historii sesji (generowanie UPO)"
    else:
        assert made == name


@pytest.mark.parametrize(
    "name", ["", "abcd", "  ab  ", "x" * 257, "dwie\nlinie", "tabu\tlator", "null\0bajt"]
)
def test_a_name_that_ap_would_refuse_is_refused_first(name: str) -> None:
    """5 to 256 characters in one line."""
    with pytest.raises(WrongTokenNameError):
        _ = load_settings(name=name).token_name


@pytest.mark.parametrize("template", ["{nip}", "{", "{0}", "{system.__class__.__mro__[9]}", "{system!x}"])
def test_a_wrong_template_is_refused(template: str) -> None:
    """Only `system` and `permissions` can be filled in."""
    with pytest.raises(WrongSettingError) as caught:
        _ = load_settings(name_template=template).token_name
    assert caught.value.details["setting"] == "name_template"


def test_the_vaults_group_follows_environment_and_nip() -> None:
    """Unless one is given."""
    settings = load_settings(nip="1234563218")
    assert settings.vault_group(TEST) == ("KSeF", "Test", "1234563218")
    assert load_settings(group="Firma/Tokeny/").vault_group(TEST) == ("Firma", "Tokeny")
    with pytest.raises(WrongSettingError):
        load_settings(group="/").vault_group(TEST)


def test_only_an_offered_login_is_taken() -> None:
    """Test authentication exists on the test environment alone."""
    assert load_settings().login_for(TEST) is Login.TEST
    with pytest.raises(LoginNotOfferedError):
        load_settings().login_for(DEMO)


def test_settings_cannot_be_changed() -> None:
    """What a run began with holds to its end."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings().nip = "1234563218"  # type: ignore[misc]
    assert Settings.model_config["frozen"]
