"""What is private is so from its first moment, on POSIX and on Windows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from automation import private

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


@pytest.fixture(params=[0o000, 0o077, 0o777], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """A file's permissions."""
    return path.stat().st_mode & 0o777


@posix
@pytest.mark.usefixtures("_umask")
def test_folders_are_the_users_alone(tmp_path: Path) -> None:
    """0700, neither more nor less, whatever the umask."""
    private.make_folder(tmp_path / "a")
    assert mode(tmp_path / "a") == 0o700
    assert private.is_private(tmp_path / "a")


@posix
def test_files_are_the_users_alone_before_they_have_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0600 from the start: a file that is narrowed later was open for a moment."""
    before = os.umask(0)
    monkeypatch.setattr(os, "chmod", None)
    monkeypatch.setattr(os, "fchmod", None)
    try:
        with private.open_file(tmp_path / "a") as file:
            assert mode(tmp_path / "a") == 0o600
            file.write(b"x")
        private.write_file(tmp_path / "b", b"y")
    finally:
        os.umask(before)
    assert mode(tmp_path / "b") == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@posix
def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """Whoever can put a link there must not choose what is overwritten."""
    (tmp_path / "victim").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="link"):
        private.open_file(tmp_path / "link")
    private.write_file(tmp_path / "link", b"new")
    assert (tmp_path / "victim").read_bytes() == b"old"
    assert (tmp_path / "link").read_bytes() == b"new"


@posix
def test_what_others_can_reach_is_not_private(tmp_path: Path) -> None:
    """Wider permissions, a link, a file, nothing."""
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o750)
    private.make_folder(tmp_path / "closed")
    (tmp_path / "link").symlink_to(tmp_path / "closed")
    (tmp_path / "file").touch(0o600)
    names = ("open", "link", "file", "missing")
    assert [private.is_private(tmp_path / name) for name in names] == [False] * 4


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the write fails, the old one is there, and nothing else."""
    private.write_file(tmp_path / "a", b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        private.write_file(tmp_path / "a", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"old")]


def test_windows_gets_an_access_list(tmp_path: Path) -> None:
    """For the owner, SYSTEM and the administrators, by number (names are translated); nothing is inherited."""
    calls: list[list[str]] = []

    def run(arguments: list[str], **_: Any) -> None:
        calls.append(arguments)

    private.restrict_on_windows(tmp_path / "Zażółć gęślą", run)
    (call,) = calls
    assert call[0].endswith("icacls.exe")
    assert call[1:] == [
        str(tmp_path / "Zażółć gęślą"),
        "/inheritance:r",
        "/grant:r",
        "*S-1-3-4:(OI)(CI)F",
        "*S-1-5-18:(OI)(CI)F",
        "*S-1-5-32-544:(OI)(CI)F",
        "/q",
    ]


@pytest.mark.parametrize(
    "failure", [subprocess.CalledProcessError(5, "icacls"), subprocess.TimeoutExpired("icacls", 20)]
)
def test_windows_that_refuses_is_an_error(tmp_path: Path, failure: Exception) -> None:
    """A folder that could not be closed is not used."""

    def run(*_: Any, **__: Any) -> None:
        raise failure

    with pytest.raises(OSError, match="icacls"):
        private.restrict_on_windows(tmp_path, run)


def test_a_folder_that_cannot_be_closed_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody should find it and put something into it."""

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(1, "no")

    monkeypatch.setattr(Path, "chmod", fail)
    monkeypatch.setattr(private, "restrict_on_windows", fail)
    with pytest.raises(PermissionError):
        private.make_folder(tmp_path / "a")
    assert not list(tmp_path.iterdir())
