"""Nothing happens on production by mistake: consent, in a terminal and without one.

Production itself cannot be reached, so the replica is declared to have legal effect; all else is the real command.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from automation.replica.identifiers import mint_reference
from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command
from tests.cli.terminal import Terminal, in_terminal
from tests.vault.judge import KeePassXc

_LEGAL_EFFECT = """
import dataclasses, automation.environments as known
real = known.environment
known.environment = lambda name, base_url=None: dataclasses.replace(real(name, base_url), legal_effect=True)
from automation.cli import main
main()
"""
NAME = "iCargo próba zgody"
RETYPE = "Przepisz NIP"

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

Start = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture(autouse=True)
def _no_database_yet(ap_token: Command) -> None:
    """A database that is there afterwards is one that the command has made."""
    for database in ap_token.folder.glob("*.kdbx"):
        database.unlink()


@pytest.fixture
def with_effect(ap_token: Command) -> Start:
    """Starts the command in a terminal, with an AP that counts as production."""

    def start(*words: str | Path, **environment: str | None) -> AbstractContextManager[Terminal]:
        line = [sys.executable, "-c", _LEGAL_EFFECT, *map(str, words)]
        settings = dict.fromkeys(("NO_COLOR", "FORCE_COLOR", "CI")) | {"TERM": "xterm"} | environment
        return in_terminal(line, ap_token.folder, ap_token.environment(**settings))

    return start


def _generate(replica: Replica, *more: str) -> tuple[str, ...]:
    where = ("--env", "local", "--base-url", replica.base_url, "--nip", NIP)
    return ("generate", *where, "--name", NAME, "--vault", "firma.kdbx", "--create-vault", *more)


@pytest.mark.parametrize(
    ("flag", "setting", "code", "error"),
    [
        ((), None, 9, "production-consent-missing"),
        ((), NIP, 9, "production-consent-missing"),
        (("--production",), None, 9, "production-consent-missing"),
        (("--production",), "5260250274", 9, "production-consent-missing"),
        # Consent is given; what stops it is the next thing to be checked.
        (("--production",), f"5260250274, {NIP}", 2, "login-not-offered"),
    ],
)
@pytest.mark.parametrize("command", ["generate", "revoke"])
def test_without_a_terminal_it_takes_both_the_setting_and_the_flag(
    ap_token: Command, command: str, flag: tuple[str, ...], setting: str | None, code: int, error: str
) -> None:
    """Either alone, or another taxpayer's NIP, is refused with exit 9, before anything else is looked at."""
    token = (mint_reference(),) if command == "revoke" else ("--vault", "firma.kdbx")
    ended = ap_token(
        "--json", command, *token, "--env", "production", "--nip", NIP, *flag, AP_PRODUCTION_NIPS=setting
    )
    assert (ended.code, ended.json["error"]["code"]) == (code, error), ended.err
    assert list(ap_token.folder.iterdir()) == []


def test_the_flag_in_a_settings_file_is_no_flag(ap_token: Command) -> None:
    """Both in one place would be one thing: the flag is read from the command line alone."""
    (ap_token.folder / "ap-token.toml").write_text(f'production = true\nproduction_nips = ["{NIP}"]\n')
    ended = ap_token("--json", "generate", "--env", "production", "--nip", NIP, AP_PRODUCTION="1")
    assert (ended.code, ended.json["error"]["code"]) == (2, "wrong-setting")
    (ap_token.folder / "ap-token.toml").write_text(f'production_nips = ["{NIP}"]\n')
    ended = ap_token("--json", "generate", "--env", "production", "--nip", NIP, AP_PRODUCTION="1")
    assert (ended.code, ended.json["error"]["code"]) == (9, "production-consent-missing")


@needs_terminal
@pytest.mark.browser
@pytest.mark.keepassxc
def test_the_operator_sees_what_will_be_made_and_retypes_the_nip(
    with_effect: Start, ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc
) -> None:
    """Environment, NIP, name, permissions and vault are on the screen; the NIP with dashes counts; it is on record."""
    replica = ap()
    with with_effect(*_generate(replica, "--refresh-interval", "2")) as terminal:
        seen = terminal.wait_for(RETYPE)
        for shown in ("PRODUKCJA", replica.base_url, NIP, NAME, "wystawianie faktur", "firma.kdbx"):
            assert shown in seen, shown
        assert replica.audit().events == ()
        terminal.type_line("5260250274")
        terminal.wait_for("nie jest ten NIP")
        terminal.type_line("123-456-32-18")
        assert terminal.end() == 0, terminal.seen
    assert len(replica.audit().token_posts) == 1
    vault = ap_token.folder / "firma.kdbx"
    assert judge.opening(password=PASSWORD).show(vault, f"KSeF/Lokalne/{NIP}/{NAME}", "UserName") == NIP
    (journal,) = ap_token.folder.glob("recordings/*/journal.jsonl")
    consents = [
        line for line in map(json.loads, journal.read_text().splitlines()) if line["event"] == "consented"
    ]
    assert [line["how"] for line in consents] == ["retyped"]


@needs_terminal
@pytest.mark.parametrize(
    ("lines", "code"),
    [(("",), 9), (("tak",) * 3, 9), ((NIP[:-1], f"{NIP}0", "1234563219"), 9), (None, 130)],
    ids=["enter", "yes", "nearly", "ctrl-c"],
)
def test_without_the_nip_nothing_is_done(
    with_effect: Start,
    ap_token: Command,
    ap: Callable[..., Replica],
    lines: tuple[str, ...] | None,
    code: int,
) -> None:
    """Enter alone, a plain yes, a NIP with a slip, Ctrl-C: AP was never called, and no vault was made."""
    replica = ap()
    with with_effect(*_generate(replica)) as terminal:
        terminal.wait_for(RETYPE)
        if lines is None:
            terminal.press_ctrl_c()
        for line in lines or ():
            terminal.type_line(line)
        assert terminal.end() == code, terminal.seen
    assert replica.audit().events == ()
    assert not list(ap_token.folder.iterdir())


@needs_terminal
@pytest.mark.browser
def test_a_job_with_setting_and_flag_is_not_asked(with_effect: Start, ap: Callable[..., Replica]) -> None:
    """Also not in a terminal, where somebody may try a schedule's command."""
    replica = ap()
    with with_effect(
        *_generate(replica, "--production", "--refresh-interval", "2"), AP_PRODUCTION_NIPS=NIP
    ) as terminal:
        assert terminal.end() == 0, terminal.seen
    assert RETYPE not in terminal.seen
    assert len(replica.audit().token_posts) == 1


@needs_terminal
def test_a_revocation_is_agreed_to_as_well(with_effect: Start, ap: Callable[..., Replica]) -> None:
    """It cannot be undone: the reference number is shown, and the NIP retyped."""
    replica = ap()
    reference = mint_reference()
    where = ("--env", "local", "--base-url", replica.base_url, "--nip", NIP)
    with with_effect("revoke", reference, *where) as terminal:
        assert reference in terminal.wait_for(RETYPE)
        terminal.type_line("")
        assert terminal.end() == 9
    assert replica.audit().events == ()


@needs_terminal
def test_ctrl_c_at_the_password_prompt_ends_the_run(with_effect: Start, ap: Callable[..., Replica]) -> None:
    """Nothing has begun, so nothing has to be waited for."""
    replica = ap()
    with with_effect(
        *_generate(replica, "--production"), AP_PRODUCTION_NIPS=NIP, AP_VAULT_PASSWORD=None
    ) as terminal:
        terminal.wait_for("Hasło")
        terminal.press_ctrl_c()
        assert terminal.end() == 130, terminal.seen
    assert replica.audit().events == ()
