"""Where the vault's password comes from, and that it is taken as it is."""

from __future__ import annotations

import getpass
import io
import json
import os
import shlex
import sys
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringError

from automation.errors import VaultPasswordMissingError, WrongSettingError
from automation.secret import Secret
from automation.settings import load_settings
from automation.vault_password import KEYRING_SERVICE, vault_password

PASSWORD = " zażółć „gęślą” $HOME 'jaźń' "
ECHO = "import sys; sys.stdout.buffer.write(sys.argv[1].encode())"


class Terminal(io.StringIO):
    """A stdin in front of which somebody sits."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.fixture(autouse=True)
def _nobody_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no keyring, no terminal."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("AP_"):
            monkeypatch.delenv(name)
    monkeypatch.setattr(keyring, "get_password", lambda _service, _user: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO())


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Where the database would be."""
    return tmp_path / "firma.kdbx"


@pytest.fixture
def warnings() -> list[str]:
    """What was warned of."""
    return []


def unheard(_path: str) -> None:
    """A warning that the test is not about."""


def revealed(password: Secret | None) -> str | None:
    """The password in the clear."""
    return None if password is None else password.reveal()


@pytest.mark.parametrize(
    "content",
    [
        PASSWORD.encode(),
        PASSWORD.encode() + b"\n",
        PASSWORD.encode() + b"\r\n",
        b"\xef\xbb\xbf" + PASSWORD.encode() + b"\r\n",
        PASSWORD.encode() + b"\nsecond line\n",
    ],
    ids=["bare", "newline", "crlf", "bom-crlf", "two-lines"],
)
def test_a_file_gives_its_first_line(
    tmp_path: Path, vault: Path, warnings: list[str], content: bytes
) -> None:
    """Whole, with its spaces, but without a byte order mark and line end."""
    file = tmp_path / "haslo.txt"
    file.write_bytes(content)
    file.chmod(0o600)
    settings = load_settings(vault_password_file=file)
    assert revealed(vault_password(settings, vault, warn=warnings.append)) == PASSWORD
    assert warnings == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_open_to_others_is_warned_of(
    tmp_path: Path, vault: Path, warnings: list[str], mode: int
) -> None:
    """It is used all the same."""
    file = tmp_path / "haslo.txt"
    file.write_text(PASSWORD, encoding="utf-8")
    file.chmod(mode)
    settings = load_settings(vault_password_file=file)
    assert revealed(vault_password(settings, vault, warn=warnings.append)) == PASSWORD
    assert warnings == [str(file)]


@pytest.mark.parametrize("content", [None, "hasło".encode("cp1250")], ids=["missing", "cp1250"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, vault: Path, content: bytes | None) -> None:
    """By name and reason, without quoting it."""
    file = tmp_path / "haslo.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_file=file), vault, warn=unheard)
    assert caught.value.details["setting"] == "vault_password_file"
    assert str(file) in str(caught.value.details["reason"])


def test_the_environment_gives_it(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`AP_VAULT_PASSWORD`, as it is."""
    monkeypatch.setenv("AP_VAULT_PASSWORD", PASSWORD)
    assert revealed(vault_password(load_settings(), vault, warn=unheard)) == PASSWORD


@pytest.mark.parametrize("as_json", [False, True])
def test_a_command_gives_it_without_a_shell(vault: Path, as_json: bool) -> None:
    """As a command line or as a JSON list; nothing in it is expanded."""
    arguments = [sys.executable, "-c", ECHO, PASSWORD + "\r\nmore"]
    command = json.dumps(arguments) if as_json else shlex.join(arguments)
    settings = load_settings(vault_password_command=command)
    assert revealed(vault_password(settings, vault, warn=unheard)) == PASSWORD


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (shlex.join([sys.executable, "-c", f"print('{KEYRING_SERVICE}'); raise SystemExit(3)"]), "kodem 3"),
        ("./there-is-no-such-program", "nie ma takiego pliku"),
        ("'unfinished", "to nie jest polecenie"),
        ('["unfinished', "to nie jest polecenie"),
        ("[1, 2]", "to nie jest polecenie"),
        ("[]", "to nie jest polecenie"),
        (" ", "to nie jest polecenie"),
        (shlex.join([sys.executable, "-c", "import os; os.write(1, b'\\xff')"]), "to nie jest polecenie"),
    ],
)
def test_a_failing_command_is_refused_with_its_reason(vault: Path, command: str, reason: str) -> None:
    """In Polish, and without what it printed."""
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_command=command), vault, warn=unheard)
    assert caught.value.details["setting"] == "vault_password_command"
    assert reason in str(caught.value.details["reason"])
    assert KEYRING_SERVICE not in str(caught.value.details)


def test_the_keyring_gives_it(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under this program's name and the database's path."""
    kept = {(KEYRING_SERVICE, str(vault.resolve())): PASSWORD}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    assert revealed(vault_password(load_settings(), vault, warn=unheard)) == PASSWORD


@pytest.mark.parametrize("failure", [KeyringError("locked"), RuntimeError("no backend"), OSError("no bus")])
def test_a_keyring_that_fails_is_passed_over(
    vault: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    """A machine without one is not an error by itself."""

    def fail(_service: str, _user: str) -> str:
        raise failure

    monkeypatch.setattr(keyring, "get_password", fail)
    with pytest.raises(VaultPasswordMissingError):
        vault_password(load_settings(), vault, warn=unheard)


def test_the_person_at_the_terminal_is_asked_last(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an echo, and with the database's path in the question."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())

    def ask(question: str) -> str:
        asked.append(question)
        return PASSWORD

    monkeypatch.setattr(getpass, "getpass", ask)
    assert revealed(vault_password(load_settings(), vault, warn=unheard)) == PASSWORD
    assert str(vault) in asked[0]


def test_no_source_is_told_before_anything_else(vault: Path) -> None:
    """Nobody can be asked: an error that says so, not an empty password."""
    with pytest.raises(VaultPasswordMissingError) as caught:
        vault_password(load_settings(), vault, warn=unheard)
    assert caught.value.details == {"vault": str(vault)}


def test_a_key_file_alone_may_open_the_vault(tmp_path: Path, vault: Path) -> None:
    """Then there is no password, which is not the same as an empty one."""
    assert vault_password(load_settings(key_file=tmp_path / "klucz.keyx"), vault, warn=unheard) is None


def test_a_named_source_is_not_passed_over(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that fails does not fall back to the keyring: the operator named it."""
    monkeypatch.setattr(keyring, "get_password", lambda _service, _user: PASSWORD)
    with pytest.raises(WrongSettingError):
        vault_password(load_settings(vault_password_command="there-is-no-such-program"), vault, warn=unheard)


def test_the_sources_are_asked_in_order(tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, environment, command, keyring."""
    file = tmp_path / "haslo.txt"
    file.write_text("file", encoding="utf-8")
    command = shlex.join([sys.executable, "-c", ECHO, "command"])
    monkeypatch.setattr(keyring, "get_password", lambda _service, _user: "keyring")
    monkeypatch.setenv("AP_VAULT_PASSWORD", "environment")
    everything = load_settings(vault_password_file=file, vault_password_command=command)
    assert revealed(vault_password(everything, vault, warn=unheard)) == "file"
    without_file = everything.model_copy(update={"vault_password_file": None})
    assert revealed(vault_password(without_file, vault, warn=unheard)) == "environment"
    without_environment = without_file.model_copy(update={"vault_password": None})
    assert revealed(vault_password(without_environment, vault, warn=unheard)) == "command"
    assert revealed(vault_password(load_settings(), vault, warn=unheard)) == "keyring"
