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
    others = {"--remote-debugging-port", "--require-hashes", "--no-deps", "--no-build-isolation", "--help"}
    assert named - others - set(re.findall(r"--[a-z][a-z-]+", source)) == set()


def test_every_example_is_a_command_line_that_the_program_takes() -> None:
    """Also those for cron, systemd and Windows: each option is one of that very command's."""
    from typer.main import get_command  # noqa: PLC0415  declares the options, as the program does

    from automation.commands import app  # noqa: PLC0415

    group = get_command(app)
    lines = re.findall(r"(?:ap-token|-Argument \"|ExecStart=\S+) +([a-z]+)((?: +[^\s#`]+)+)", README)
    checked = 0
    for name, rest in lines:
        command = getattr(group, "commands").get(name)  # noqa: B009  a group, whatever Typer calls its type
        options = re.findall(r"(?<= )--[a-z-]+", rest)
        if command is not None:
            known = {word for param in command.params for word in (*param.opts, *param.secondary_opts)}
            assert set(options) <= known | {"--help"}, (name, options)
            checked += bool(options)
    assert checked >= 10


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
