"""One memory of what was read off pictures, for all workers."""

from __future__ import annotations

import os

import pytest

from .scene import Scene


@pytest.fixture(scope="session", autouse=True)
def _memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    Scene.memory = shared / "read-off-pictures"
    Scene.memory.mkdir(exist_ok=True)
