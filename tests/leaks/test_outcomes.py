"""The whole job with every kind of evidence, in every outcome: afterwards no secret is anywhere but in the vault.

Each test is one run of the real command (some two), watched from start to end. What the search finds in such places
when something does leak is shown in `test_planted` and `test_search`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from automation.replica.scenario import Scenario
from automation.replica.server import Replica

from .needles import Needle, new_password
from .people import change_a_page
from .scene import Ended, Scene
from .screen import ClipboardReader, screen_with_reader
from .search import Find, Search

pytestmark = [
    pytest.mark.browser,
    pytest.mark.keepassxc,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

LEAKY = Path(__file__).with_name("leaky.py")
MAY_LOOK = sys.platform == "linux" and os.geteuid() == 0
"""Whether the command's own environment can be read: for other processes of the same user it has closed it."""
HELD_BACK = 3.0
"""Seconds that AP holds back an answer in which something has to happen."""


def _trace_being_recorded(find: Find) -> bool:
    """What AP has sent is in a trace until it is cleaned, never a token: it is recorded in the run's temporary
    folder, which nobody else can look into, and which is gone with the run, or, after a SIGKILL, at the next start.
    """
    place = find.place.partition(" > ")[0]
    is_raw_trace = "/playwright-artifacts-" in place or "/trace-" in place
    is_temporary = place.startswith(("short-lived tmp/ap-token-", "tmp/ap-token-"))
    return find.needle in {"session", "PESEL"} and is_temporary and is_raw_trace


def _must_be_clean(
    scene: Scene,
    *,
    but: Callable[[Find], bool] = lambda _: False,
    leaving: Sequence[str] = (),
    nip: bool = True,
) -> Search:
    search = scene.must_not_leak(
        but=lambda find: but(find) or _trace_being_recorded(find), leaving=leaving, nip=nip
    )
    left = [str(path) for path in scene.folder("tmp").rglob("playwright*")]
    assert not left, left
    return search


def _looked_at(search: Search, *parts: str) -> None:
    """The search has been everywhere: a test that looks at nothing proves nothing."""
    for part in parts:
        assert any(part in place for place in search.places), f"{part} was not looked at"


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
"""All outcomes; else, of those that look alike from here, one of each kind."""

usually_left_out = pytest.mark.skipif(not THOROUGH, reason="HYPOTHESIS_PROFILE=thorough runs all outcomes")

# --- what goes well -------------------------------------------------------------------------------


def test_generate_and_revoke_with_everything_switched_on() -> None:
    """Debug log, trace, pictures; a key file, a password in the environment; then AP's list, with a PESEL in it."""
    with Scene(password_from="environment", key_file=True, every_step=True) as scene:
        ended = scene.run(AP_LOG_LEVEL="DEBUG")
        assert (ended.code, ended.error) == (0, None), ended.err
        reference = ended.json["reference_number"]
        revoked = scene.run(scene.words("revoke", reference), AP_LOG_LEVEL="DEBUG")
        assert revoked.code == 0, revoked.err
        search = _must_be_clean(scene)
        assert {needle.name for needle in search.needles} == {
            "token", "beginning of the token", "session", "password", "key file", "PESEL",
        }  # fmt: skip
        _looked_at(
            search, "stdout 1", "stderr 2", "journal.jsonl", "run.json", "trace.zip > trace.network", "> picture",
            "vault/firma.kdbx", "data/", "/Default/Cookies", "cmdline of the command", "cmdline of chromium below it",
            "environ of node", *(["environ of the command"] if MAY_LOOK else []),
        )  # fmt: skip


@usually_left_out
def test_rehearse_with_a_report_for_the_scheduler() -> None:
    """JUnit; the password from a command that somebody can see at work."""
    with Scene(password_from="command") as scene:
        report = scene.folder("recordings") / "out" / "report.xml"
        words = scene.words("rehearse", "--junit", report)
        ended = scene.run(words, AP_LOG_LEVEL="DEBUG")
        assert ended.code == 0, ended.err
        _looked_at(_must_be_clean(scene), "report.xml", "cmdline of python below it")


@usually_left_out
def test_a_run_under_playwrights_own_debug_log() -> None:
    """`DEBUG=pw:api` on the replica: Playwright writes its log of every call to stderr."""
    with Scene() as scene:
        ended = scene.run(DEBUG="pw:api")
        assert ended.code == 0, ended.err
        assert "pw:api" in ended.err
        _must_be_clean(scene)


@pytest.mark.parametrize(
    "copy_method", ["clipboard-api", pytest.param("exec-command", marks=usually_left_out)]
)
def test_a_run_in_a_window(copy_method: str) -> None:
    """On a screen whose clipboard somebody reads at every change: the token is never in it."""
    with screen_with_reader() as reader, Scene(copy_method=copy_method) as scene:
        ended = _run_in_a_window(scene, reader)
        assert ended.code == 0, ended.err
        _looked_at(_must_be_clean(scene), "CLIPBOARD", "PRIMARY", "cmdline of chromium below it")


@usually_left_out
def test_a_run_that_uses_the_clipboard() -> None:
    """`--clipboard system`: whoever watches the clipboard sees the token, and nobody finds it there afterwards."""
    with screen_with_reader() as reader, Scene() as scene:
        ended = _run_in_a_window(scene, reader, "--clipboard", "system")
        assert ended.code == 0, ended.err
        seen = {find.place for find in scene.search().finds if find.needle == "token"}
        assert "CLIPBOARD" in seen
        _must_be_clean(scene, but=lambda find: find.place in {"CLIPBOARD", "PRIMARY"})


def _run_in_a_window(scene: Scene, reader: ClipboardReader, *more: str) -> Ended:
    words = scene.words("generate", "--headed", *more)
    words.remove("--trace")
    ended = scene.run(words, DISPLAY=reader.display)
    reader.stop()
    for selection, content in reader.read:
        scene.also_look_at(selection, content)
    for selection, content in reader.left.items():
        scene.also_look_at(f"{selection} in the end", content)
    return ended


# --- what is refused, or fails, before a token is ordered -----------------------------------------

EARLY: dict[str, tuple[int, dict[str, Any]]] = {
    "permissions": (3, {"permissions": ["CredentialsRead", "CredentialsManage"]}),
    "login": (4, {"errors": [{"path": "/auth/*", "every": True, "status": 401}]}),
    "ap-fails": (6, {"errors": [{"method": "GET", "path": "/web/*", "every": True, "status": 503}]}),
}


@usually_left_out
@pytest.mark.parametrize("outcome", EARLY)
def test_a_run_that_makes_no_token(outcome: str) -> None:
    """Exit 3, 4, 6: nothing was issued, and what has been typed and answered is nowhere."""
    code, scenario = EARLY[outcome]
    with Scene(password_from="environment", **scenario) as scene:
        ended = scene.run(AP_LOG_LEVEL="DEBUG")
        assert ended.code == code, ended.err
        assert not scene.audit.issued
        _must_be_clean(scene)


@usually_left_out
def test_a_screen_that_is_not_as_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 5: a button has another name, and the message quotes what is there instead."""
    change_a_page(tmp_path, monkeypatch, "pages/token-form.js", "button('Generuj token'", "button('Dalej'")
    with Scene() as scene:
        ended = scene.run([*scene.words(), "--timeout", "4"], AP_LOG_LEVEL="DEBUG")
        assert ended.code == 5, ended.err
        _must_be_clean(scene)


def test_a_wrong_password() -> None:
    """Exit 7: neither the right one nor the one that was given is anywhere."""
    with Scene(password_from="environment", key_file=True) as scene:
        wrong = new_password()
        ended = scene.run(AP_VAULT_PASSWORD=wrong, AP_LOG_LEVEL="DEBUG")
        assert ended.code == 7, ended.err
        search = _must_be_clean(scene)
        again = scene.search(pictures=False, more=(Needle("wrong password", wrong),))
        assert not [find for find in again.finds if find.needle == "wrong password"]
        _looked_at(search, "stderr 1")


@usually_left_out
def test_a_page_that_leads_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 9: AP's first page goes on to another server, which gets neither a name nor a cookie."""
    with Replica(Scenario()) as elsewhere:
        leave = f'if (!"{elsewhere.base_url}".startsWith(location.origin)) location.replace("{elsewhere.base_url}");'
        change_a_page(tmp_path, monkeypatch, "main.js", "", f"{leave}\n")
        with Scene() as scene:
            ended = scene.run(AP_LOG_LEVEL="DEBUG")
            assert ended.code == 9, ended.err
            assert not elsewhere.audit().logins
            _must_be_clean(scene)


@usually_left_out
def test_ctrl_c_before_the_order() -> None:
    """Exit 130, and nobody was asked for a token."""
    with Scene() as scene:
        scene.start(scene.words())
        scene.when(lambda seen: seen.logins)
        scene.interrupt()
        ended = scene.finish()
        assert ended.code == 130, ended.err
        _must_be_clean(scene)


# --- what goes wrong when there is a token --------------------------------------------------------

LATE: dict[str, tuple[int, dict[str, Any]]] = {
    "unconfirmed": (8, {"errors": [{"method": "GET", "path": "/tokens/*", "status": 401}]}),
    "not-safe": (8, {"escrow": False, "errors": [{"method": "GET", "path": "/tokens/*", "status": 401}]}),
    "not-ready": (6, {"ready_after": 600}),
    "token-failed": (6, {"outcome": "Failed"}),
}


@pytest.mark.parametrize("outcome", LATE if THOROUGH else list(LATE)[:1])
def test_a_run_whose_token_comes_to_nothing(outcome: str) -> None:
    """Exit 6 and 8, with pictures of what failed behind the curtain."""
    code, scenario = LATE[outcome]
    with Scene(**scenario) as scene:
        ended = scene.run([*scene.words(), "--refresh-limit", "1"], AP_LOG_LEVEL="DEBUG")
        assert ended.code == code, ended.err
        assert len(scene.audit.issued) == 1
        _must_be_clean(scene)


@usually_left_out
def test_a_token_that_is_not_what_it_seems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 8: the copied value is another one than the page's. Both are kept, and neither is told."""
    change_a_page(
        tmp_path, monkeypatch, "clipboard.js", "writeText(text)", 'writeText(text.replace(/.$/, "!"))'
    )
    with Scene() as scene:
        ended = scene.run(AP_LOG_LEVEL="DEBUG")
        assert ended.code == 8, ended.err
        _must_be_clean(scene)


@usually_left_out
def test_ctrl_c_after_the_order() -> None:
    """Exit 130, when the token is safe."""
    with Scene(refreshes_needed=2) as scene:
        scene.start(scene.words())
        scene.when(lambda seen: seen.status_reads)
        scene.interrupt()
        ended = scene.finish()
        assert ended.code == 130, ended.err
        _must_be_clean(scene)


@usually_left_out
def test_a_browser_that_dies_with_the_token_on_its_page() -> None:
    """Exit 8: what Playwright has to say of it quotes nothing."""
    delays = [{"method": "GET", "path": "/tokens/*", "seconds": HELD_BACK}]
    with Scene(delays=delays) as scene:
        scene.start(scene.words(), environment={"AP_LOG_LEVEL": "DEBUG"})
        scene.when(lambda seen: seen.status_reads)
        browsers = [each for each in scene.family() if "chrom" in each.name()]
        assert browsers
        browsers[0].kill()
        ended = scene.finish()
        assert ended.code == 8, ended.err
        _must_be_clean(scene)


def test_a_killed_run_and_the_recovery() -> None:
    """SIGKILL with the token on the page: all that is left is the user's alone, has no token in it, and is swept."""
    with Scene(password_from="environment", key_file=True) as scene:
        scene.start(scene.words(), environment={"AP_LOG_LEVEL": "DEBUG"})
        scene.when(lambda seen: any(event.kind == "token-shown" for event in seen.events))
        scene.kill()
        assert scene.finish().code < 0
        search = scene.must_not_leak(pictures=False, but=_trace_being_recorded)
        _looked_at(search, "/Default/")
        left = [path for path in scene.folder("tmp").iterdir() if path.is_dir()]
        assert left
        assert all(path.stat().st_mode & 0o077 == 0 for path in left)
        recovered = scene.run(scene.words("recover", "--yes"), AP_LOG_LEVEL="DEBUG")
        assert recovered.code == 0, recovered.err
        _must_be_clean(scene)


@usually_left_out
def test_a_rescue_database_and_the_recovery() -> None:
    """Exit 8: the vault's folder is gone when the token comes. It is rescued, and later taken over."""
    delays = [{"method": "POST", "path": "/tokens", "seconds": HELD_BACK}]
    with Scene(delays=delays) as scene:
        folder, away = scene.folder("vault"), scene.folder("own") / "away"
        scene.start(scene.words(), environment={"AP_LOG_LEVEL": "DEBUG"})
        scene.when(lambda seen: seen.issued)
        shutil.move(folder, away)
        ended = scene.finish()
        assert ended.code == 8, ended.err
        assert ended.error == "token-rescued"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(away, folder)
        recovered = scene.run(scene.words("recover", "--yes"), AP_LOG_LEVEL="DEBUG")
        assert recovered.code == 0, recovered.err
        _looked_at(_must_be_clean(scene), "ratunek")


@usually_left_out
def test_a_bug_with_the_token_in_its_message() -> None:
    """Exit 8: Python's own error, told by its kind and place alone."""
    with Scene() as scene:
        scene.start(scene.words(), program=(LEAKY, "bug"), environment={"AP_LOG_LEVEL": "DEBUG"})
        ended = scene.finish()
        assert ended.code in {1, 8}, ended.err
        _must_be_clean(scene)
