"""Where the vault's password comes from, and that it is taken as it is."""

from __future__ import annotations

import getpass
import io
import json
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import keyring
import psutil
import pytest
from keyring.errors import KeyringError

from automation import passwords as module
from automation.errors import RunInterruptedError, VaultPasswordMissingError, WrongSettingError
from automation.interruption import Interruption
from automation.password_command import LONGEST, NoPasswordError, output_of
from automation.secret import Secret
from automation.settings import Settings, load_settings
from automation.text import say
from automation.vault_password import KEYRING_SERVICE, find_vault_password

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


def unheard(_warning: str, **_values: str | int) -> None:
    """A warning that the test is not about."""


def heard(warnings: list[str]) -> Callable[..., None]:
    """Notes the texts of warnings, as the operator would read them."""
    return lambda warning, **values: warnings.append(say(f"warning-{warning}", **values))


def vault_password(settings: Settings, vault: Path, *, warn: Callable[..., None]) -> Secret | None:
    """With somebody there to ask, if there is a terminal."""
    return find_vault_password(settings, vault, warn=warn, may_ask=True)


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
    assert revealed(vault_password(settings, vault, warn=heard(warnings))) == PASSWORD
    assert warnings == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o602])
def test_a_file_open_to_others_is_warned_of(
    tmp_path: Path, vault: Path, warnings: list[str], mode: int
) -> None:
    """To read it, or to put another password there. It is used all the same."""
    file = tmp_path / "haslo.txt"
    file.write_text(PASSWORD, encoding="utf-8")
    file.chmod(mode)
    settings = load_settings(vault_password_file=file)
    assert revealed(vault_password(settings, vault, warn=heard(warnings))) == PASSWORD
    assert warnings == [say("warning-password-file-open", path=str(file))]


@pytest.mark.parametrize(
    "content",
    [None, "hasło".encode("cp1250"), b"", b"\nx", b"x" * (LONGEST + 1)],
    ids=["missing", "cp1250", "empty", "empty-line", "endless"],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, vault: Path, content: bytes | None) -> None:
    """By name and reason, without quoting it."""
    file = tmp_path / "haslo.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_file=file), vault, warn=unheard)
    assert caught.value.details["setting"] == "vault_password_file"
    assert str(file) in str(caught.value.details["reason"])
    assert "xxx" not in str(caught.value.details)


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
        (shlex.join([sys.executable, "-c", "import os; os.write(1, b'\\xff')"]), "UTF-8"),
        (shlex.join([sys.executable, "-c", "print()"]), "pusty"),
        (shlex.join([sys.executable, "-c", "while True: print('x' * 1000)"]), "za długie"),
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


@pytest.mark.skipif(os.name != "posix", reason="named pipes and descriptors as paths are POSIX's")
@pytest.mark.parametrize("kind", ["fifo", "descriptor"])
def test_a_pipe_gives_it_as_a_file_does(tmp_path: Path, vault: Path, warnings: list[str], kind: str) -> None:
    """`<(pass show firma)`, `/dev/fd/3`; nobody else can read it, whatever its permissions say."""
    if kind == "fifo":
        path = tmp_path / "pipe"
        os.mkfifo(path, 0o644)
        threading.Thread(target=lambda: path.write_bytes(PASSWORD.encode() + b"\n"), daemon=True).start()
    else:
        readable, writable = os.pipe()
        os.write(writable, PASSWORD.encode() + b"\n")  # left open: the line's end is enough
        path = Path(f"/dev/fd/{readable}")
    settings = load_settings(vault_password_file=path)
    assert revealed(vault_password(settings, vault, warn=heard(warnings))) == PASSWORD
    assert warnings == []


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX's")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for_for_ever(
    tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unattended job ends with a message."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    monkeypatch.setattr(module, "_FILE_SECONDS", 0.3)
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_file=path), vault, warn=unheard)
    assert "brak odpowiedzi" in str(caught.value.details["reason"])
    os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))  # lets the reader go


@pytest.mark.skipif(os.name != "posix", reason="devices as files are POSIX's")
@pytest.mark.parametrize(
    ("path", "reason"), [("/", "katalog"), ("/dev/null", "pusty"), ("/dev/zero", "za długie")]
)
def test_what_is_no_file_is_refused(vault: Path, path: str, reason: str) -> None:
    """A folder, nothing, an endless device."""
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_file=Path(path)), vault, warn=unheard)
    assert reason in str(caught.value.details["reason"])


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX's")
def test_a_terminal_is_no_password_file(vault: Path) -> None:
    """What is typed into one is seen."""
    main, side = os.openpty()
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(vault_password_file=Path(os.ttyname(side))), vault, warn=unheard)
    assert "terminal" in str(caught.value.details["reason"])
    os.close(main)
    os.close(side)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o644, True)])
def test_an_open_env_file_with_the_password_is_warned_of(
    tmp_path: Path, vault: Path, warnings: list[str], mode: int, warned: bool
) -> None:
    """`.env` in the working folder."""
    file = tmp_path / ".env"
    file.write_text(f"AP_NIP=1234563218\nap_vault_password='{KEYRING_SERVICE}'\n", encoding="utf-8")
    file.chmod(mode)
    assert revealed(vault_password(load_settings(), vault, warn=heard(warnings))) == KEYRING_SERVICE
    assert [str(file) in warning for warning in warnings] == ([True] if warned else [])


def test_an_open_env_file_without_the_password_is_not(
    tmp_path: Path, vault: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other settings are no secret."""
    (tmp_path / ".env").write_text("AP_NIP=1234563218\n", encoding="utf-8")
    (tmp_path / ".env").chmod(0o644)
    monkeypatch.setenv("AP_VAULT_PASSWORD", PASSWORD)
    vault_password(load_settings(), vault, warn=heard(warnings))
    assert warnings == []


@pytest.mark.skipif(os.name != "posix", reason="Windows's environment is Unicode")
def test_an_environment_that_is_no_utf8_is_refused(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without quoting it."""
    monkeypatch.setenv("AP_VAULT_PASSWORD", os.fsdecode(b"has\xb3o-tajne"))
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(), vault, warn=unheard)
    assert "UTF-8" in str(caught.value.details["reason"])
    assert "tajne" not in str(caught.value.details)


def test_several_sources_are_warned_of(vault: Path, tmp_path: Path, warnings: list[str]) -> None:
    """With the one that is used and the ones that are not."""
    file = tmp_path / "haslo.txt"
    file.write_text("file", encoding="utf-8")
    file.chmod(0o600)
    settings = load_settings(vault_password_file=file, vault_password_command="there-is-no-such-program")
    assert revealed(vault_password(settings, vault, warn=heard(warnings))) == "file"
    assert len(warnings) == 1
    assert "Użyto: --vault-password-file" in warnings[0]
    assert "pominięto: --vault-password-command" in warnings[0]


def test_a_command_inherits_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ours; the rest of the environment it needs."""
    for name in ("AP_VAULT_PASSWORD", "ap_vault_password", "AP_CERTIFICATE_PASSWORD"):
        monkeypatch.setenv(name, PASSWORD)
    monkeypatch.setenv("GPG_TTY", "/dev/pts/7")
    tell = (
        "import os; print(os.environ['GPG_TTY'], [name for name in os.environ if 'PASSWORD' in name.upper()])"
    )
    assert bytes(output_of(shlex.join([sys.executable, "-c", tell]))).decode().strip() == "/dev/pts/7 []"


FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "w") as file:
    file.write(str(child.pid))
time.sleep(60)
"""


def _gone(file: Path) -> bool:
    """Whether the process whose number is in the file has ended, or ends within a few seconds."""
    number = int(file.read_text(encoding="ascii"))
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_a_command_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    """Nothing of it is left."""
    file = tmp_path / "pid"
    with pytest.raises(NoPasswordError, match="ciągu 2 s"):
        output_of(shlex.join([sys.executable, "-c", FAMILY, str(file)]), seconds=2)
    assert _gone(file)


@pytest.mark.skipif(os.name != "posix", reason="a signal to oneself ends a process on Windows")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command_with_its_children(
    tmp_path: Path, vault: Path, number: signal.Signals
) -> None:
    """At once, though the run only notes signals otherwise."""
    file = tmp_path / "pid"

    def send() -> None:
        while not file.exists() or not file.read_text(encoding="ascii"):
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    threading.Thread(target=send, daemon=True).start()
    settings = load_settings(vault_password_command=shlex.join([sys.executable, "-c", FAMILY, str(file)]))
    started = time.monotonic()
    interruption = Interruption()
    with interruption.listening(), pytest.raises(RunInterruptedError), interruption.at_prompt():
        vault_password(settings, vault, warn=unheard)
    assert time.monotonic() - started < 30
    assert _gone(file)


def test_a_command_whose_child_keeps_the_pipe_does_not_hang(tmp_path: Path, vault: Path) -> None:
    """As `gpg` starts an agent that stays."""
    file = tmp_path / "pid"
    script = FAMILY.replace("time.sleep(60)\n", "print('haslo', flush=True)\n")
    settings = load_settings(vault_password_command=shlex.join([sys.executable, "-c", script, str(file)]))
    assert revealed(vault_password(settings, vault, warn=unheard)) == "haslo"
    os.kill(int(file.read_text(encoding="ascii")), signal.SIGTERM)


def test_a_keyring_that_waits_is_not_waited_for_for_ever(
    vault: Path, monkeypatch: pytest.MonkeyPatch, warnings: list[str]
) -> None:
    """Locked, with nobody to unlock it."""
    released = threading.Event()
    monkeypatch.setattr(keyring, "get_password", lambda _service, _user: released.wait(30))
    monkeypatch.setattr(module, "_KEYRING_SECONDS", {True: 30.0, False: 0.3})
    with pytest.raises(VaultPasswordMissingError):
        find_vault_password(load_settings(), vault, warn=heard(warnings), may_ask=False)
    released.set()
    assert "magazyn haseł nie odpowiedział" in warnings[0]


def test_nobody_is_asked_who_may_not_be(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--json` a program reads the output; it cannot answer."""
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _question: PASSWORD)
    with pytest.raises(VaultPasswordMissingError):
        find_vault_password(load_settings(), vault, warn=unheard, may_ask=False)


def test_a_terminal_that_would_show_the_password_is_refused(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would ask all the same, with an echo."""
    terminal = Terminal("typed in the clear\n")
    monkeypatch.setattr(sys, "stdin", terminal)

    def no_terminal(path: str, *_rest: object) -> int:
        raise OSError(path)

    monkeypatch.setattr(os, "open", no_terminal)
    with pytest.raises(WrongSettingError) as caught:
        vault_password(load_settings(), vault, warn=unheard)
    assert "pokazywałby" in str(caught.value.details["reason"])
    assert terminal.tell() == 0, "nothing was read"
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("typed", "has_key_file", "password"), [("", True, None), ("", False, ""), ("x", True, "x")]
)
def test_just_enter_means_the_key_file_alone(
    vault: Path, monkeypatch: pytest.MonkeyPatch, typed: str, has_key_file: bool, password: str | None
) -> None:
    """Without a key file it is the empty password, which a database may have."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda question: asked.append(question) or typed)  # type: ignore[func-returns-value]
    settings = load_settings(key_file=vault.with_suffix(".keyx")) if has_key_file else load_settings()
    assert revealed(vault_password(settings, vault, warn=unheard)) == password
    assert ("Enter" in asked[0]) is has_key_file


def test_a_closed_input_is_no_password(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-D."""

    def closed(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", closed)
    with pytest.raises(VaultPasswordMissingError):
        vault_password(load_settings(), vault, warn=unheard)
