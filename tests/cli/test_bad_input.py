"""Wrong calls: the right exit code, a Polish message, a JSON object, and AP never asked for anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command
from tests.vault.judge import KeePassXc

LOCAL = ("--env", "local", "--base-url", "http://127.0.0.1:9/web/", "--nip", NIP)


@pytest.mark.parametrize(
    ("words", "code", "error", "said"),
    [
        ((*LOCAL[:4], "--nip", "1234563219"), 2, "wrong-nip", "nie jest poprawnym NIP"),
        ((*LOCAL[:4], "--nip", "123456321"), 2, "wrong-nip", "10 cyfr"),
        ((*LOCAL, "--name", "abcd"), 2, "wrong-token-name", "od 5 do 256"),
        ((*LOCAL, "--name", "x" * 257), 2, "wrong-token-name", "257"),
        ((*LOCAL, "--permission", "czytanie w myślach"), 2, "unknown-permission", "wystawianie faktur"),
        (("--env", "preprod", "--nip", NIP), 2, "unknown-environment", "production, demo, test, local"),
        (("--nip", NIP), 2, "missing-setting", "--env"),
        (("--env", "local", "--nip", NIP), 2, "missing-setting", "--base-url"),
        (
            ("--env", "test", "--base-url", "http://127.0.0.1:9/web/", "--nip", NIP),
            2,
            "wrong-base-url",
            "local",
        ),
        (("--env", "local", "--base-url", "ftp://127.0.0.1/", "--nip", NIP), 2, "wrong-base-url", "http"),
        (
            ("--env", "local", "--base-url", "http://ap.ksef.mf.gov.pl.example/web/", "--nip", NIP),
            9,
            "address-not-loopback",
            "nie należy do tego komputera",
        ),
        (
            ("--env", "local", "--base-url", "http://127.0.0.1@example.com/web/", "--nip", NIP),
            9,
            "address-not-loopback",
            "nie należy do tego komputera",
        ),
        (("--env", "demo", "--nip", NIP), 2, "login-not-offered", "demo"),
        (("--env", "production", "--nip", NIP), 9, "production-consent-missing", "--production"),
        ((*LOCAL, "--refresh-interval", "1"), 2, "wrong-setting", "co najmniej 2"),
        (LOCAL, 2, "missing-setting", "--vault"),
        ((*LOCAL, "--vault", "nie-ma.kdbx"), 7, "vault-missing", "--create-vault"),
        ((*LOCAL, "--colour", "red"), 2, "wrong-option", "--colour"),
        ((*LOCAL, "--timeout", "dużo"), 2, "wrong-option", "--timeout"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    ap_token: Command, words: tuple[str, ...], code: int, error: str, said: str
) -> None:
    """Exit code, JSON and a message in Polish that names the remedy."""
    ended = ap_token("--json", "generate", *words)
    assert ended.code == code, ended.err
    result = ended.json
    assert result["schema"] == 1
    assert result["exit_code"] == code
    assert result["outcome"] == ("refused" if code == 9 else "failed")
    assert result["error"]["code"] == error
    assert said in result["error"]["message"] + result["error"]["advice"]
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_the_message_comes_in_english_when_asked_for(ap_token: Command) -> None:
    """`--lang en` before the command."""
    ended = ap_token("--lang", "en", "generate", *LOCAL[:4], "--nip", "1234563219")
    assert ended.code == 2
    assert "is not a valid NIP" in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("revoke",), "REFERENCE|ENTRY"),
        (("generuj",), "Nie ma polecenia „generuj”"),
        (("--lang", "de", "generate"), "pl, en"),
        (("rehearse", "--junit", "/proc/none/x.xml"), "--junit"),
    ],
)
def test_a_call_that_cannot_be_understood_says_why(
    ap_token: Command, words: tuple[str, ...], said: str
) -> None:
    """Commands, arguments and global options too."""
    ended = ap_token(*words)
    assert ended.code == 2
    assert said in ended.out + ended.err
    assert "Traceback" not in ended.err


def test_without_a_command_the_help_is_shown(ap_token: Command) -> None:
    """And nothing that looks like a failure."""
    ended = ap_token()
    assert (ended.code, "generate" in ended.out, ended.err) == (2, True, "")


def test_rehearsals_never_run_on_production(ap_token: Command) -> None:
    """Refused by policy, whatever else is said."""
    ended = ap_token("--json", "rehearse", "--env", "production", "--nip", NIP)
    assert (ended.code, ended.json["error"]["code"]) == (9, "production-refused")


def test_a_wrong_scenario_names_the_place(ap_token: Command) -> None:
    """The scenario's file is checked strictly, and the message says where it is wrong."""
    (ap_token.folder / "s.toml").write_text("refreshes_neded = 2\n", encoding="utf-8")
    ended = ap_token("--json", "rehearse", "--scenario", "s.toml")
    assert (ended.code, ended.json["error"]["code"]) == (2, "wrong-scenario")
    assert "refreshes_neded" in ended.json["error"]["message"]


Damage = Callable[[Path], None]


def _garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 100)


def _read_only(path: Path) -> None:
    path.chmod(0o400)


def _read_only_folder(path: Path) -> None:
    path.parent.chmod(0o500)


@pytest.mark.browser
@pytest.mark.keepassxc
@pytest.mark.parametrize(
    ("damage", "password", "error"),
    [
        (None, "inne-haslo", "vault-credentials"),
        (_garbage, PASSWORD, "vault-not-kdbx"),
        (_read_only, PASSWORD, "vault-not-writable"),
        (_read_only_folder, PASSWORD, "vault-not-writable"),
    ],
    ids=["password", "not-kdbx", "read-only", "read-only-folder"],
)
def test_an_unusable_vault_stops_before_ap_is_asked(
    ap_token: Command,
    ap: Callable[..., Replica],
    judge: KeePassXc,
    damage: Damage | None,
    password: str,
    error: str,
) -> None:
    """Exit 7, AP sees no login, and the file is byte for byte what it was."""
    folder = ap_token.folder / "vault"
    folder.mkdir()
    path = folder / "firma.kdbx"
    judge.opening(password=PASSWORD).create(path)
    if damage is not None:
        damage(path)
    before = path.read_bytes()
    replica = ap()
    ended = ap_token(
        "--json", "generate", "--env", "local", "--base-url", replica.base_url, "--nip", NIP, "--vault", path,
        AP_VAULT_PASSWORD=password,
    )  # fmt: skip
    folder.chmod(0o700)
    assert (ended.code, ended.json["error"]["code"]) == (7, error), ended.err
    assert not replica.audit().logins
    assert path.read_bytes() == before
    assert [left.name for left in folder.iterdir()] == [path.name]


@pytest.mark.browser
def test_ap_that_is_down_is_exit_6(ap_token: Command) -> None:
    """Nobody listens at the address."""
    ended = ap_token("--json", "check", *LOCAL)
    assert (ended.code, ended.json["error"]["code"]) == (6, "ap-unreachable")


def test_without_a_password_nobody_is_asked_in_vain(ap_token: Command) -> None:
    """No source and no terminal: exit 2 at once, not a prompt that waits for ever."""
    shutil.copy(__file__, ap_token.folder / "v.kdbx")
    ended = ap_token("--json", "generate", *LOCAL, "--vault", "v.kdbx", AP_VAULT_PASSWORD=None)
    assert (ended.code, ended.json["error"]["code"]) == (2, "vault-password-missing")
