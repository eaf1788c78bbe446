"""Which browser is taken."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from automation.browser.find import BrowserChoice, chosen_browser, installed_browsers
from automation.errors import BrowserUnusableError, Exit

posix = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="browsers are looked up on PATH on Linux only"
)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing on it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(programs: Path, *names: str) -> list[Path]:
    """Put programs on the PATH."""
    paths = [programs / name for name in names]
    for path in paths:
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)
    return paths


@posix
def test_an_installed_browser_is_found_in_the_order_of_the_contract(programs: Path) -> None:
    """Edge, Chrome, Chromium."""
    chromium, chrome, edge = install(programs, "chromium", "google-chrome", "microsoft-edge")
    assert list(installed_browsers()) == [edge, chrome, chromium]
    assert chosen_browser(None) == BrowserChoice("executable", str(edge))


@posix
def test_without_any_browser_there_is_no_choice(programs: Path) -> None:
    """None, so that one can be installed."""
    assert programs.is_dir()
    assert chosen_browser(None) is None
    assert chosen_browser("chromium") is None


@posix
def test_chromium_means_chromium(programs: Path) -> None:
    """Not the first that is there; Debian's and Ubuntu's names."""
    install(programs, "google-chrome", "microsoft-edge")
    assert chosen_browser("chromium") is None
    (ubuntu,) = install(programs, "chromium-browser")
    assert chosen_browser("chromium") == BrowserChoice("executable", str(ubuntu))
    (debian,) = install(programs, "chromium")
    assert chosen_browser("chromium") == BrowserChoice("executable", str(debian))


@posix
def test_chromium_does_not_mean_any_browser_in_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program's own name counts."""
    folder = tmp_path / "chromium-tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    install(folder, "google-chrome")
    assert chosen_browser("chromium") is None


@posix
def test_a_program_that_cannot_be_run_is_not_found(programs: Path) -> None:
    """A file of that name is not enough."""
    (path,) = install(programs, "chromium")
    path.chmod(0o644)
    assert chosen_browser(None) is None


@pytest.mark.parametrize("channel", ["chrome", "msedge"])
def test_a_channel_is_left_to_playwright(channel: str) -> None:
    """It knows where they are."""
    assert chosen_browser(channel) == BrowserChoice("channel", channel)


@pytest.mark.parametrize(
    "endpoint", ["ws://127.0.0.1:9222/x", "wss://host/x", "http://127.0.0.1:9222", "https://host/"]
)
def test_an_endpoint_is_taken_as_it_is(endpoint: str) -> None:
    """A running browser, here or elsewhere."""
    assert chosen_browser(endpoint) == BrowserChoice("endpoint", endpoint)


def test_a_path_or_a_command_is_a_program(
    tmp_path: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By path, by `~`, or by its name on PATH."""
    (path,) = install(programs, "moja-przegladarka")
    assert chosen_browser(str(path)) == BrowserChoice("executable", str(path))
    assert chosen_browser("moja-przegladarka") == BrowserChoice(
        "executable", shutil.which("moja-przegladarka") or ""
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert chosen_browser("~/bin/moja-przegladarka") == BrowserChoice("executable", str(path))


@pytest.mark.parametrize("setting", ["/nie/ma/takiej", "nie-ma-takiej", "firefox-nie-ma", ""])
def test_a_named_browser_that_is_not_there_is_refused(programs: Path, setting: str) -> None:
    """The operator named it: no other is taken in its place."""
    install(programs, "chromium")
    with pytest.raises(BrowserUnusableError) as caught:
        chosen_browser(setting)
    assert caught.value.exit is Exit.USAGE
    assert caught.value.details["browser"] == setting


def test_a_folder_is_no_browser(tmp_path: Path) -> None:
    """Though it may be executable."""
    with pytest.raises(BrowserUnusableError):
        chosen_browser(str(tmp_path))
