"""What browser and driver write meanwhile is in one folder of ours, and gone afterwards, however a run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from automation import private
from automation.browser import profiles
from automation.errors import BrowserPlaceError, BrowserUnusableError

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions, users or links")
browser = pytest.mark.browser

RUN = """
import sys
from automation.browser.session import open_browser
from automation.hardening import harden
harden()
with open_browser(None, headed=False) as session:
    session.page.goto("data:text/html,<h1>AP</h1>")
    session.page.context.tracing.start(snapshots=True)
    print(session.scratch, flush=True)
    sys.stdin.readline()
"""


GROUPS = """
import os, psutil
from automation.browser.session import open_browser
with open_browser(None, headed=False) as session:
    below = psutil.Process().children(recursive=True)
    driver = next(process for process in below if "run-driver" in process.cmdline())
    print(os.getpgid(driver.pid) != os.getpgid(0), session.page.evaluate("1"))
"""


@posix
@browser
def test_a_signal_to_the_group_leaves_the_driver_alone() -> None:
    """A closed terminal sends its signal to the whole group: who saves a token then still has a browser."""
    told = subprocess.run([sys.executable, "-c", GROUPS], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "1"]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own, to see what Chromium leaves there."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="h") as folder:
        monkeypatch.setenv("HOME", folder)
        yield Path(folder)


@pytest.fixture
def temporary(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:  # noqa: ARG001  beside it, not in it
    """The system's folder for temporary files, with a short path (pytest's own are too long for sockets)."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(folder)


@pytest.fixture
def place(home: Path, temporary: Path) -> Path:  # noqa: ARG001  no place outside of the test's own
    """Where runs make their folders."""
    place = next(profiles.temporary_places())
    assert place.parent == temporary
    return place


@pytest.fixture
def started(place: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:  # noqa: ARG001  its places
    """Start runs in processes of their own, as the leaders of groups."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        run = subprocess.Popen(
            [sys.executable, "-c", RUN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        running.append(run)
        return run

    yield start
    for run in running:
        if run.poll() is None:
            kill_family(run.pid)
        run.communicate()


def scratch_of(run: subprocess.Popen[str]) -> Path:
    """The run's folder, once its browser is there."""
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip())
    assert folder.is_dir()
    return folder


def family(pid: int) -> list[psutil.Process]:
    """The process, the driver, the browser with all of its processes."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def is_alive(process: psutil.Process) -> bool:
    """Whether it still runs; one that nobody has buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill_family(pid: int) -> None:
    """End all of them at once, as a power cut or the system's out-of-memory killer would."""
    doomed = family(pid)
    for process in doomed:
        process.suspend()
    for process in doomed:
        process.send_signal(signal.SIGKILL)


def left(place: Path) -> list[str]:
    """What is in the place besides its lock."""
    return sorted(path.name for path in place.iterdir() if path.name != ".lock")


@browser
def test_all_that_is_written_is_in_the_folder_and_gone_afterwards(
    started: Callable[[], subprocess.Popen[str]], temporary: Path, home: Path, place: Path
) -> None:
    """Profile, artifacts, traces: nothing beside it in the temporary folder, no crash reports in the home."""
    run = started()
    scratch = scratch_of(run)
    inside = [path.name for path in scratch.iterdir()]
    assert any("profile" in name for name in inside)
    assert any("artifacts" in name for name in inside)
    assert list(temporary.iterdir()) == [place]
    if os.name == "posix":
        assert scratch.stat().st_mode & 0o777 == 0o700
        assert place.stat().st_mode & 0o777 == 0o700
    browsers = [each for each in family(run.pid) if str(scratch) in " ".join(each.cmdline())]
    assert browsers
    run.communicate("\n")
    assert run.returncode == 0
    assert left(place) == []
    assert list(temporary.iterdir()) == [place]
    assert not (home / ".config" / "chromium").exists()
    assert [each for each in browsers if is_alive(each)] == []


@posix
@browser
def test_a_crash_leaves_nothing(
    started: Callable[[], subprocess.Popen[str]], temporary: Path, home: Path, place: Path
) -> None:
    """A dump is a picture of the memory, in which the token may be: it is in the run's folder, and goes with it."""
    run = started()
    scratch = scratch_of(run)
    for process in family(run.pid):
        if "--type=renderer" in process.cmdline():
            process.send_signal(signal.SIGSEGV)
    deadline = time.monotonic() + 10
    while not (dumps := list(scratch.glob("**/*.dmp"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert dumps
    run.communicate("\n")
    everything = [*temporary.glob("**/*"), *home.glob("**/*"), *Path.cwd().iterdir()]
    assert [path for path in everything if path.suffix == ".dmp" or path.name.startswith("core")] == []
    assert left(place) == []


@posix
@browser
def test_the_next_start_sweeps_what_a_killed_run_left(
    started: Callable[[], subprocess.Popen[str]], place: Path
) -> None:
    """Everything killed at once: the folder stays, full, until the next start. A living run's is not touched."""
    dead, alive = started(), started()
    dead_folder, alive_folder = scratch_of(dead), scratch_of(alive)
    assert dead_folder != alive_folder
    kill_family(dead.pid)
    dead.wait()
    assert any(dead_folder.iterdir())
    before = sorted(path.name for path in alive_folder.iterdir())
    with profiles.temporary_folder() as mine:
        assert left(place) == sorted([alive_folder.name, mine.name])
        assert sorted(path.name for path in alive_folder.iterdir()) == before
    assert alive.poll() is None
    alive.communicate("\n")
    assert alive.returncode == 0
    assert left(place) == []


@posix
@browser
def test_driver_and_browser_end_with_the_assistant(
    started: Callable[[], subprocess.Popen[str]], place: Path
) -> None:
    """The assistant alone is killed: nothing goes on in its name, and the next start finds nothing to keep."""
    run = started()
    scratch_of(run)
    children = family(run.pid)[1:]
    assert len(children) >= 3
    run.kill()
    run.wait()
    _, running = psutil.wait_procs(children, timeout=15)
    assert [each for each in running if is_alive(each)] == []
    with profiles.temporary_folder() as mine:
        assert left(place) == [mine.name]


@posix
@browser
def test_the_browser_ends_with_its_driver(started: Callable[[], subprocess.Popen[str]], place: Path) -> None:
    """Assistant and driver are killed together; the browser notices that nobody is there."""
    run = started()
    scratch_of(run)
    driver, *browsers = family(run.pid)[1:]
    for pid in (driver.pid, run.pid):
        os.kill(pid, signal.SIGKILL)
    run.wait()
    _, running = psutil.wait_procs(browsers, timeout=15)
    assert [each for each in running if is_alive(each)] == []
    with profiles.temporary_folder() as mine:
        assert left(place) == [mine.name]


def test_an_error_removes_the_folder_as_well(place: Path) -> None:
    """However the block ends."""

    def fail() -> None:
        with profiles.temporary_folder() as folder:
            (folder / "Cookies").write_text("x", encoding="utf-8")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert left(place) == []


def test_two_runs_have_two_folders(place: Path) -> None:
    """Also in one process, and the end of one is not the end of the other."""
    with profiles.temporary_folder() as first:
        with profiles.temporary_folder() as second:
            assert first != second
        assert left(place) == [first.name]


@posix
def test_links_are_not_followed(place: Path, tmp_path: Path) -> None:
    """Neither in a dead run's folder nor beside it."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x", encoding="utf-8")
    with profiles.temporary_folder():
        pass
    private.make_folder(place / "dead")
    (place / "dead" / "link").symlink_to(precious)
    (place / "beside").symlink_to(precious)
    (place / "dead2").mkdir(mode=0o700)
    (place / "dead2" / ".lock").symlink_to(precious / "file")
    with profiles.temporary_folder() as folder:
        assert left(place) == sorted([folder.name, "beside", "dead2"])
    assert (precious / "file").read_text(encoding="utf-8") == "x"


@posix
@pytest.mark.parametrize("how", ["link", "open to others", "file"])
def test_a_place_that_is_not_safe_is_not_used(place: Path, tmp_path: Path, how: str) -> None:
    """Whoever made it: nothing is put there and nothing removed; the next place is taken."""
    trap = tmp_path / "trap"
    private.make_folder(trap)
    (trap / "old").mkdir(mode=0o700)
    if how == "link":
        place.symlink_to(trap)
    elif how == "file":
        place.touch()
    else:
        place.mkdir()
        (place / "old").mkdir(mode=0o700)
        place.chmod(0o755)
    with profiles.temporary_folder() as folder:
        assert folder.parent != place
        assert private.is_private(folder)
    assert (trap / "old").is_dir()
    assert how == "file" or (place / "old").is_dir()


@posix
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give a folder away")
def test_somebody_elses_place_is_not_used(place: Path) -> None:
    """Made beforehand by another user, in the folder that everybody shares."""
    place.mkdir(mode=0o700)
    os.chown(place, 12345, -1)
    with profiles.temporary_folder() as folder:
        assert folder.parent != place
    assert left(place) == []


@posix
def test_a_place_below_an_open_folder_is_not_used(place: Path, temporary: Path) -> None:
    """Whoever may rename it may put another in its stead; in a sticky one (`/tmp`) nobody else may."""
    temporary.chmod(0o777)
    with profiles.temporary_folder() as folder:
        assert folder.parent != place
    temporary.chmod(0o1777)
    with profiles.temporary_folder() as folder:
        assert folder.parent == place


@posix
def test_without_a_safe_place_there_is_no_run(temporary: Path, home: Path) -> None:
    """The error names the places."""
    places = list(profiles.temporary_places())
    for each in places:
        each.parent.mkdir(parents=True, exist_ok=True)
        each.touch()
    with pytest.raises(BrowserPlaceError) as caught, profiles.temporary_folder():
        pass
    assert str(temporary) in str(caught.value.details["places"])
    assert str(home) in str(caught.value.details["places"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Chromium's sockets are not in this folder")
def test_a_path_too_long_for_sockets_is_not_used(
    monkeypatch: pytest.MonkeyPatch, temporary: Path, home: Path
) -> None:
    """Chromium would not start there."""
    long = temporary / ("x" * 40)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(temporary))
    with profiles.temporary_folder() as folder:
        assert folder.parent == temporary / "ap-token" / "browser"
    assert home.is_dir()


def test_only_the_driver_is_told(place: Path) -> None:
    """This process's environment stays as it is, for other threads are at work; ours and telltales stay out."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AP_VAULT_PASSWORD", "ap_certificate_password", "SSLKEYLOGFILE", "KEPT"):
            patch.setenv(name, "x")
        before = dict(os.environ)
        module, original = profiles._driver_environment()
        with profiles.driver_uses(place):
            given = module.get_driver_env()
            assert dict(os.environ) == before
        assert module.get_driver_env is original
    assert {given[name] for name in ("TMPDIR", "TMP", "TEMP")} == {str(place)}
    assert given["KEPT"] == "x"
    assert not {"AP_VAULT_PASSWORD", "ap_certificate_password", "SSLKEYLOGFILE"} & set(given)


def test_a_playwright_that_cannot_be_told_is_not_used(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Better no run than a profile in an unknown place."""
    monkeypatch.setattr(profiles, "_TRANSPORTS", ("json",))
    with pytest.raises(BrowserUnusableError), profiles.driver_uses(place):
        pass
