"""Calls the installed command in a process of its own, as a person or a scheduler does."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.secret import Secret
from automation.vault import Credentials, Vault
from automation.vault.kdbx import NEW_DATABASE_KDF
from tests.vault.conftest import judge as judge  # noqa: PLC0414  a fixture of the vault's tests, used here as well

PASSWORD = "haslo-probne"
NIP = "1234563218"


@dataclass(frozen=True)
class Ended:
    """What a call left: exit code and output."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        result: dict[str, Any] = json.loads(self.out)
        return result


@dataclass(frozen=True)
class Command:
    """`ap-token` in a folder of its own, with an environment of its own."""

    folder: Path

    def environment(self, **changes: str | None) -> dict[str, str]:
        """Nothing of the developer's own settings gets in, and no language but the default."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AP_")}
        kept |= {name: value for name, value in os.environ.items() if name == "AP_BROWSER"}
        kept |= {"AP_VAULT_PASSWORD": PASSWORD, "PYTHONUTF8": "1", "COLUMNS": "200", "AP_LOOK_AGAIN": "0"}
        kept |= {"AP_PICTURES": "failure"}  # a picture a step is looked at elsewhere, and takes its time
        kept |= {name: value for name, value in changes.items() if value is not None}
        return {name: value for name, value in kept.items() if changes.get(name, "") is not None}

    def __call__(self, *words: str | Path, **environment: str | None) -> Ended:
        """Run to the end."""
        done = subprocess.run(
            self.line(*words),
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str | Path, **environment: str | None) -> subprocess.Popen[str]:
        """Start, and leave it running."""
        return subprocess.Popen(
            self.line(*words),
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    @staticmethod
    def line(*words: str | Path) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "automation.cli", *map(str, words)]


@cache
def _cheap_database() -> bytes:
    """An empty database whose key is derived in a millisecond: KeePassXC's usual one costs seconds of every run."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
        patch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)
        path = Path(folder, "empty.kdbx")
        Vault.open(path, Credentials(Secret(PASSWORD)), create=True).close()
        return path.read_bytes()


@pytest.fixture
def ap_token(tmp_path: Path) -> Command:
    """The command, in a folder with two empty databases: `firma.kdbx` and `v.kdbx`."""
    for name in ("firma.kdbx", "v.kdbx"):
        (tmp_path / name).write_bytes(_cheap_database())
        (tmp_path / name).chmod(0o600)
    return Command(tmp_path)


@pytest.fixture
def ap() -> Iterator[Callable[..., Replica]]:
    """An AP to call: a replica with a scenario's values."""
    with ExitStack() as stack:

        def started(**scenario: object) -> Replica:
            return stack.enter_context(Replica(Scenario.model_validate(scenario)))

        yield started
