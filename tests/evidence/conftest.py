"""A run's folder and a step in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from automation.evidence.folder import RunFolder
from automation.evidence.steps import Step


@pytest.fixture
def _open_umask() -> Iterator[None]:
    """The most careless setting there is: what is private is so by its own doing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path, _open_umask: None) -> RunFolder:
    """A folder made under an open umask."""
    return RunFolder(tmp_path / "recordings", "generate", "demo")


@pytest.fixture
def step() -> Step:
    """A step under way."""
    return Step("krok-1-adres", "Otwórz AP", 1, datetime.now(UTC))
