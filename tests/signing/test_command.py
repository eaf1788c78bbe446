"""A program of the operator's signs: a real one, by files and by pipes, and never for too long."""

from __future__ import annotations

import json
import shlex
import sys
import time
from pathlib import Path

import psutil
import pytest

from automation.errors import RunInterruptedError, SigningFailedError, WrongSettingError
from automation.signing.command import CommandSigner
from automation.signing.request import AuthTokenRequest
from tests.signing.conftest import REQUEST, no_pause

BY_FILES = """
import os, shutil, sys
assert open(sys.argv[2], "rb").read() == open(sys.argv[1] + "/request.xml", "rb").read()
open(sys.argv[1] + "/seen", "w").write(sys.argv[2] + "\\n" + str([n for n in os.environ if "PASSWORD" in n.upper()]))
shutil.copy(sys.argv[1] + "/signed.xml", sys.argv[3])
print("noise on the standard output")
"""
BY_PIPES = """
import sys
assert sys.stdin.buffer.read() == open(sys.argv[1] + "/request.xml", "rb").read()
sys.stdout.buffer.write(open(sys.argv[1] + "/signed.xml", "rb").read())
"""
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1] + "/pid", "w").write(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path, signed: bytes) -> Path:
    """What the programs work with; its name has a space, as Windows's folders do."""
    place = tmp_path / "mój podpis"
    place.mkdir()
    (place / "request.xml").write_bytes(REQUEST.encode())
    (place / "signed.xml").write_bytes(signed)
    return place


def command(program: str, folder: Path, *placeholders: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-c", program, str(folder), *placeholders]


def test_a_program_signs_by_files_or_by_pipes(
    folder: Path, request_of_ap: AuthTokenRequest, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a JSON list or a command line; it inherits no password, and its files are gone afterwards."""
    monkeypatch.setenv("AP_CERTIFICATE_PASSWORD", "tajne")
    by_files = CommandSigner(json.dumps(command(BY_FILES, folder, "{input}", "{output}")), limit=60)
    assert by_files.sign(request_of_ap, no_pause) == signed
    place, passwords = (folder / "seen").read_text(encoding="utf-8").splitlines()
    assert not Path(place).parent.exists()
    assert passwords == "[]"
    by_pipes = CommandSigner(shlex.join(command(BY_PIPES, folder)), limit=60)
    assert by_pipes.sign(request_of_ap, no_pause) == signed


@pytest.mark.parametrize(
    ("program", "placeholders", "reason"),
    [
        ("raise SystemExit(3)", (), "kodem 3"),
        ("pass", ("{output}",), "nie oddał"),
        ("pass", (), "nie oddał"),
        ("print('signed, trust me')", (), "nie jest plik XML"),
        (f"import sys; sys.stdout.buffer.write({REQUEST.encode()!r})", (), "nie ma podpisu"),
    ],
    ids=["fails", "no file", "nothing", "prose", "unsigned"],
)
def test_a_program_that_does_not_sign_is_told_with_its_reason(
    folder: Path, request_of_ap: AuthTokenRequest, program: str, placeholders: tuple[str, ...], reason: str
) -> None:
    """Nothing is sent to AP then."""
    signer = CommandSigner(json.dumps(command(program, folder, *placeholders)), limit=60)
    with pytest.raises(SigningFailedError) as caught:
        signer.sign(request_of_ap, no_pause)
    assert reason in str(caught.value.details["reason"])


@pytest.mark.parametrize("ended_by", ["limit", "operator"])
def test_a_program_that_takes_too_long_is_ended_with_its_children(
    folder: Path, request_of_ap: AuthTokenRequest, ended_by: str
) -> None:
    """By the limit, or because the operator stops the run."""
    file = folder / "pid"

    def pause(seconds: float) -> None:
        time.sleep(seconds)
        if ended_by == "operator" and file.exists() and file.read_text(encoding="ascii"):
            raise RunInterruptedError

    signer = CommandSigner(json.dumps(command(FAMILY, folder)), limit=60 if ended_by == "operator" else 3)
    with pytest.raises(RunInterruptedError if ended_by == "operator" else SigningFailedError):
        signer.sign(request_of_ap, pause)
    number = int(file.read_text(encoding="ascii"))
    end = time.monotonic() + 5
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("wrong", ["there-is-no-such-program {input}", "'unfinished", "[]", '["a", 1]'])
def test_a_command_that_cannot_be_run_is_refused_beforehand(wrong: str) -> None:
    """Before any browser starts."""
    with pytest.raises(WrongSettingError) as caught:
        CommandSigner(wrong, limit=60)
    assert caught.value.details["setting"] == "sign_command"
