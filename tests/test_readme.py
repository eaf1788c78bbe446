"""The README says what is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from automation.environments import NAMES
from automation.errors import Exit

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_help_shown_is_the_programs_own() -> None:
    """The block under `ap-token --help` is what the command prints."""
    shown = re.search(r"\$ ap-token --help\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", "AP_LANG": "pl"}
    printed = subprocess.run(
        [sys.executable, "-m", "automation.cli", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=True,
    ).stdout
    assert _lines(shown[1]) == _lines(printed)


def test_every_exit_code_is_explained() -> None:
    """The table of exit codes has exactly those that the program uses."""
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert explained == {int(code) for code in Exit}


def test_every_path_named_exists() -> None:
    """Where the README sends a newcomer, there is something."""
    named = re.findall(r"`((?:automation|flows|recordings|\.ci)[\w./-]*)`", README)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_option_named_is_one() -> None:
    """The options in the README's examples exist."""
    source = (ROOT / "automation" / "options.py").read_text(encoding="utf-8")
    source += (ROOT / "automation" / "commands.py").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<=[ `(])--[a-z][a-z-]+", README))
    others = {"--require-hashes", "--no-deps", "--no-build-isolation", "--help"}
    assert {option for option in named - others if f'"{option}' not in source} == set()


def test_every_make_target_named_is_one() -> None:
    """`make ...` in the README is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [
        target for target in re.findall(r"`?make ([a-z]+)", README) if f"\n{target}:" not in makefile
    ] == []


def test_every_environment_named_is_one() -> None:
    """`--env ...` in the README names environments."""
    assert set(re.findall(r"--env ([a-z]+)\b(?= +--nip)", README)) <= set(NAMES)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]
