"""KeePassXC beside us: seen while it has the database unlocked, and survived when it wipes an entry."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, Vault, keepassxc
from automation.vault.keepassxc import who_has_it_open

from . import keepassxc_window as window
from .conftest import ENTRY
from .databases import kdbx4
from .judge import KeePassXc

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|0123456789abcdef")

linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
with_window = pytest.mark.skipif(
    shutil.which("keepassxc") is None, reason="KeePassXC itself is not installed"
)


# --- seeing it ------------------------------------------------------------------------------------


@linux
@with_window
@pytest.mark.keepassxc
def test_an_unlocked_database_is_seen(database: Path, tmp_path: Path, credentials: Credentials) -> None:
    """The real KeePassXC: this database and no other, from unlocking until it ends; one notice a run."""
    neighbour = kdbx4(database.with_name("inna.kdbx"))
    with window.keepassxc(database, tmp_path / "home") as pid:
        window.wait_until(lambda: who_has_it_open(database), "KeePassXC opens the database")
        assert who_has_it_open(database) == keepassxc.KeePassXcSeen(pid, has_database=True)
        assert who_has_it_open(neighbour) is None
        with Vault.open(database, credentials) as vault:
            vault.look_for_keepassxc()
            assert [(notice.id, notice.values) for notice in vault.notices] == [
                ("keepassxc-open", {"vault": str(database)})
            ]
    assert who_has_it_open(database) is None


@linux
@with_window
@pytest.mark.keepassxc
def test_a_locked_database_is_nobodys(database: Path, tmp_path: Path) -> None:
    """A KeePassXC that asks for the password has read nothing that it could write back."""
    with window.keepassxc(database, tmp_path / "home", unlock=False) as pid:
        window.wait_until(lambda: _has_inotify(pid), "it starts to watch its settings")
        time.sleep(1)
        assert who_has_it_open(database) is None


def _has_inotify(pid: int) -> bool:
    """Whether the process has got as far as to have an inotify handle, for whatever it is."""
    found = []
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(handle.readlink()))
        except OSError:
            continue
    return any("inotify" in target for target in found)


@pytest.fixture
def watch(database: Path, tmp_path: Path) -> Iterator[object]:
    """Start a program of this name that watches the database as KeePassXC does; `tail -f` does."""
    tail = shutil.which("tail")
    if tail is None:
        pytest.skip("no tail here")
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str) -> int:
        program = tmp_path / name
        shutil.copy(tail, program)
        started.append(subprocess.Popen([program, "-f", database], stdout=subprocess.DEVNULL))
        window.wait_until(lambda: _has_inotify(started[-1].pid), "it watches")
        return started[-1].pid

    yield start
    for process in started:
        process.kill()
        process.wait()


@linux
@pytest.mark.parametrize("name", ["keepassxc", "KeePassXC-2.7.4-x86_64.AppImage", ".keepassxc-wrapped"])
def test_every_packaging_is_seen(database: Path, watch: object, name: str) -> None:
    """Distribution, Flatpak and snap run `keepassxc`; an AppImage and NixOS have names of their own."""
    assert callable(watch)
    pid = watch(name)
    window.wait_until(lambda: who_has_it_open(database), "the watch is set")
    assert who_has_it_open(database) == keepassxc.KeePassXcSeen(pid, has_database=True)


@linux
@pytest.mark.parametrize("name", ["keepassxc-cli", "keepassxc-proxy", "tail"])
def test_others_with_a_watch_are_not_it(database: Path, watch: object, name: str) -> None:
    """The command line and the browser's bridge hold no database open; a sync client watches it too."""
    assert callable(watch)
    watch(name)
    time.sleep(0.3)
    assert who_has_it_open(database) is None


@linux
def test_looking_takes_milliseconds(database: Path) -> None:
    """It happens at every opening: the best of five looks takes less than 30 ms."""
    took = []
    for _ in range(5):
        started = time.perf_counter()
        who_has_it_open(database)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.030


def test_looking_never_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, no list of processes: nobody is seen, and nothing is raised."""
    assert who_has_it_open(tmp_path / "nie ma.kdbx") is None
    monkeypatch.setattr(keepassxc, "PROC", tmp_path / "nie ma")
    assert who_has_it_open(Path(__file__)) is None


def test_elsewhere_a_running_keepassxc_is_told(
    database: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows and macOS do not show whose watch it is, so that it runs has to do."""

    class Process:
        def __init__(self, pid: int, name: str | None) -> None:
            self.pid, self.info = pid, {"name": name}

    import psutil  # noqa: PLC0415

    running = [Process(1, None), Process(2, "keepassxc-proxy.exe"), Process(3, "KeePassXC.exe")]
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(psutil, "process_iter", lambda _: running)
    assert who_has_it_open(database) == keepassxc.KeePassXcSeen(3, has_database=False)
    monkeypatch.undo()
    monkeypatch.setattr(
        "automation.vault.vault.who_has_it_open",
        lambda _: keepassxc.KeePassXcSeen(3, has_database=False),
    )
    with Vault.open(database, credentials) as vault:
        assert [notice.id for notice in vault.take_notices()] == ["keepassxc-running"]


# --- surviving it ---------------------------------------------------------------------------------


@linux
@pytest.mark.keepassxc
def test_keepassxc_wipes_our_entry_and_it_is_put_back(
    database: Path, tmp_path: Path, judge: KeePassXc, credentials: Credentials, draft: EntryDraft
) -> None:
    """The real thing: an entry open for editing while we store, then OK.

    KeePassXC notices our save and does not reload, as an entry is being edited; it takes the file's new
    checksum for its own (`FileWatcher::checkFileChanged`) and so saves over it without a word.
    """
    libraries = window.libraries()
    if libraries is None:
        pytest.skip("no KeePassXC, no Xvfb or no libXtst")
    if not (2, 7, 0) <= _version() < (2, 7, 10):
        pytest.skip("later versions do not wipe, and other ones have another window")
    database = kdbx4(tmp_path / "mała.kdbx")
    judge.add(database, "bank")
    with (
        window.screen(*libraries) as (display, person),
        window.keepassxc(database, tmp_path / "home", display=display) as pid,
        Vault.open(database, credentials) as vault,
    ):
        place = vault.reserve(draft)
        window.wait_until(lambda: who_has_it_open(database), "KeePassXC opens the database")
        assert judge.paths(database).count(ENTRY) == 1
        time.sleep(2)
        person.clicks(window.FIRST_ENTRY)
        person.clicks(window.EDIT)
        place.confirm(TOKEN, {})
        place.verify(TOKEN)
        stored = database.read_bytes()
        time.sleep(2)  # KeePassXC looks at the change, and leaves it
        person.clicks(window.TITLE)
        person.presses("End")
        person.presses("x")
        person.clicks(window.OK)
        window.wait_until(lambda: database.read_bytes() != stored, f"KeePassXC ({pid}) saves over our state")
        window.wait_until(lambda: who_has_it_open(database), "KeePassXC has finished saving")
        assert judge.show(database, ENTRY, "Password") == ""  # without a word, on either side
        assert [entry.path for entry in vault.restore_wiped()] == [ENTRY]
        assert "entry-restored" in [notice.id for notice in vault.take_notices()]
    assert judge.show(database, ENTRY, "Password") == TOKEN.reveal()
    assert "bankx" in judge.paths(database)  # nor is KeePassXC's change lost


def _version() -> tuple[int, ...]:
    printed = subprocess.run(
        ["keepassxc-cli", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return tuple(int(part) for part in printed.split(".")[:3])
