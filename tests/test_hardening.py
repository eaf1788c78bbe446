"""The process keeps its memory, its environment and its children's output to itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.hardening import child_environment, watching_variable
from tests.cli.conftest import Command
from tests.cli.conftest import ap_token as ap_token  # noqa: PLC0414  a fixture of the commands' tests

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
posix = pytest.mark.skipif(os.name != "posix", reason="no such limits on Windows")

PASSWORD = "hasło-kanarek-7351"


def run_python(code: str, **variables: str) -> str:
    """What a program prints that runs in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout.strip()


@linux
@pytest.mark.parametrize("name", ["AP_VAULT_PASSWORD", "AP_CERTIFICATE_PASSWORD", "ap_vault_password"])
def test_the_password_leaves_the_environment_that_others_can_read(name: str) -> None:
    """`/proc/<pid>/environ` has it no more, though the settings still read it; the rest is as it was."""
    code = f"""
import os
from pathlib import Path
from automation.hardening import harden, forget_passwords
harden()
initial = Path("/proc/self/environ").read_bytes()
assert {PASSWORD!r}.encode() not in initial, "seen by others"
assert b"UNTOUCHED=tak" in initial
assert os.environ[{name!r}] == {PASSWORD!r}, "lost before it was read"
if {name!r}.upper() == "AP_VAULT_PASSWORD":
    from automation.settings import load_settings
    assert load_settings().vault_password.reveal() == {PASSWORD!r}
forget_passwords()
assert {name!r} not in os.environ
import subprocess
child = subprocess.run(["env"], capture_output=True, check=True).stdout
assert {PASSWORD!r}.encode() not in child and b"UNTOUCHED=tak" in child
print("well")
"""
    assert run_python(code, **{name: PASSWORD, "UNTOUCHED": "tak"}) == "well"


@linux
def test_without_hardening_everybody_could_read_it() -> None:
    """The other test looks in the right place: taking the variable out is not enough."""
    code = f"""
import os
from pathlib import Path
os.environ.pop("AP_VAULT_PASSWORD")
assert {PASSWORD!r}.encode() in Path("/proc/self/environ").read_bytes()
print("well")
"""
    assert run_python(code, AP_VAULT_PASSWORD=PASSWORD) == "well"


@posix
def test_there_are_no_core_dumps() -> None:
    """Neither of this process nor of its children; on Linux not even for a crash reporter, whom only 1 stops."""
    code = """
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)) if %r else None
from automation.hardening import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE))
child = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
print(subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True).stdout.strip())
""" % (os.geteuid() == 0)
    limit = 1 if sys.platform == "linux" else 0
    assert run_python(code).splitlines() == [f"({limit}, {limit})"] * 2


@posix
def test_a_limit_of_none_at_all_stays() -> None:
    """What an administrator has forbidden cannot be raised, and is better."""
    code = """
import os, resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from automation.hardening import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""
    assert run_python(code) == "(0, 0)"


@linux
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="root decides who runs it")
def test_other_processes_of_the_user_cannot_look_in() -> None:
    """Neither at the memory nor at the environment; what the journal asks of its own process is still answered."""
    code = """
import ctypes, os, subprocess, psutil
from automation.hardening import harden
os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # a change of user has the same effect
def looked(name):
    done = subprocess.run(["head", "-c1", f"/proc/{os.getpid()}/{name}"], capture_output=True, text=True)
    return "Permission denied" in done.stderr
print(looked("environ"), looked("maps"))
harden()
print(looked("environ"), looked("maps"))
me = psutil.Process()
print(me.create_time() > 0, me.pid == os.getpid(), len(me.children()))
"""
    assert run_python(code).splitlines() == ["False False", "True True", "True True 0"]


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"DEBUG": "pw:api"}, "DEBUG"),
        ({"DEBUG": "pw:protocol"}, "DEBUG"),
        ({"DEBUG": "pw:*"}, "DEBUG"),
        ({"DEBUG": "pw*"}, "DEBUG"),
        ({"DEBUG": "p*"}, "DEBUG"),
        ({"DEBUG": "*"}, "DEBUG"),
        ({"DEBUG": "*:api"}, "DEBUG"),
        ({"DEBUG": "express:*,pw:browser"}, "DEBUG"),
        ({"DEBUG": "express:*  pw:browser"}, "DEBUG"),
        ({"DEBUG": "*,-pw:*"}, "DEBUG"),
        ({"DEBUG": "1"}, None),
        ({"DEBUG": "true"}, None),
        ({"DEBUG": "express:*"}, None),
        ({"DEBUG": "-pw:*"}, None),
        ({"DEBUG": ""}, None),
        ({"DEBUGP": "1"}, "DEBUGP"),
        ({"PWDEBUG": "1"}, "PWDEBUG"),
        ({"PWDEBUG": "console"}, "PWDEBUG"),
        ({"PWDEBUG": "0"}, None),
        ({"PW_TEST_SCREENSHOT_NO_FONTS_READY": "1"}, "PW_TEST_SCREENSHOT_NO_FONTS_READY"),
        ({"PW_LANG_NAME": "python"}, None),
        ({"NODE_DEBUG": "http"}, "NODE_DEBUG"),
        ({"NODE_OPTIONS": "--inspect=127.0.0.1:9229"}, "NODE_OPTIONS"),
        ({"NODE_OPTIONS": "--max-old-space-size=4096 --require /tmp/spy.js"}, "NODE_OPTIONS"),
        ({"NODE_OPTIONS": "-r /tmp/spy.js"}, "NODE_OPTIONS"),
        ({"NODE_OPTIONS": "--tls-keylog=/tmp/keys"}, "NODE_OPTIONS"),
        ({"NODE_OPTIONS": "--report-on-signal"}, "NODE_OPTIONS"),
        ({"NODE_OPTIONS": "--max-old-space-size=4096 --use-openssl-ca"}, None),
        ({"NODE_EXTRA_CA_CERTS": "/etc/ssl/ca.pem", "PLAYWRIGHT_BROWSERS_PATH": "/opt"}, None),
        ({}, None),
    ],
)
def test_what_watches_a_run_is_known(variables: dict[str, str], found: str | None) -> None:
    """And what other programs use is left to them."""
    assert watching_variable(variables) == found


@given(st.text(alphabet="pw:*a-", max_size=8))
def test_whatever_reaches_playwright_is_found(pattern: str) -> None:
    """Judged by the rule of the `debug` library: `*` is any text, everything else is itself, `-` takes away."""
    import re  # noqa: PLC0415

    if pattern.startswith("-"):
        return
    expression = re.escape(pattern).replace(r"\*", ".*")
    names = ("pw:api", "pw:protocol", "pw:browser", "pw:channel", "pw:error", "pw:a", "pw:p")
    if any(re.fullmatch(expression, name) for name in names):
        assert watching_variable({"DEBUG": pattern}) == "DEBUG"


def test_children_are_told_no_secrets_and_asked_to_write_none() -> None:
    """Settings of ours, TLS keys, logs."""
    given_to_us = {
        "AP_NIP": "x",
        "ap_vault_password": "x",
        "SSLKEYLOGFILE": "x",
        "CHROME_LOG_FILE": "x",
        "PATH": "p",
    }
    assert child_environment(given_to_us) == {"PATH": "p"}


@pytest.mark.parametrize("variable", ["DEBUG", "PWDEBUG"])
@pytest.mark.parametrize("environment", ["demo", "test"])
def test_a_real_environment_is_refused_while_watched(
    ap_token: Command, environment: str, variable: str
) -> None:
    """Exit 9, the variable is named, no browser was started."""
    value = "pw:api" if variable == "DEBUG" else "1"
    ended = ap_token("--json", "doctor", "--env", environment, **{variable: value})
    assert ended.code == 9
    assert ended.json["error"]["code"] == "run-watched"
    assert variable in ended.json["error"]["message"]
    assert "pw:" not in ended.err


@pytest.mark.usually(0)
@pytest.mark.browser
def test_the_replica_may_be_watched(ap_token: Command, tmp_path: Path) -> None:
    """With a warning; and not even then does a TLS key, the password or the token come out."""
    keys = tmp_path / "keys.log"
    ended = ap_token("--json", "rehearse", DEBUG="pw:api", SSLKEYLOGFILE=str(keys))
    assert ended.code == 0, ended.err
    assert "pw:api" in ended.err
    assert any("DEBUG" in warning for warning in ended.json["warnings"])
    assert not keys.exists()
    assert "|nip-" not in ended.err
    assert "|nip-" not in json.dumps(ended.json)
