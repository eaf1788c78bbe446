"""The undisturbed run of each situation, counted once for all workers."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.vault.conftest import judge as judge  # noqa: PLC0414  a fixture of the vault's tests, used here as well

from .scene import SITUATIONS, Scene, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

_SAME_MOMENT = 0.003
"""Seconds; an operation's end and the beginning of the next one, with nothing in between."""
_QUIET_SHARE = 0.12
"""Of the deaths at boundaries: before the reservation there is nothing to lose."""
_FACTS = (
    "begins", "wanted", "reserved", "released", "ordering", "escrowed", "confirmed", "verified", "rescued", "holding",
    "revoked", "recovered",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """How a run goes that nobody disturbs."""

    passed: tuple[tuple[float, Stop], ...]
    began: float

    def at(self, fraction: float) -> Stop:
        """A boundary, from the first (0) to the last (1), those after the reservation in the main."""
        keys = [key for _, key in self._distinct()]
        reserved = next(number for number, key in enumerate(keys) if "vault/.firma.kdbx.*.tmp" in key)
        quiet, telling = keys[:reserved], keys[reserved:]
        if fraction < _QUIET_SHARE:
            return quiet[int(fraction / _QUIET_SHARE * len(quiet))]
        return telling[
            min(int((fraction - _QUIET_SHARE) / (1 - _QUIET_SHARE) * len(telling)), len(telling) - 1)
        ]

    def _distinct(self) -> list[tuple[float, Stop]]:
        """Without those that leave the disk as their neighbour does, and few of a journal's plain lines."""
        following = [*self.passed[1:], (float("inf"), "")]
        return [
            (at, key)
            for (at, key), (then, next_key) in zip(self.passed, following, strict=True)
            if not (key.startswith("after") and next_key.startswith("before") and then - at <= _SAME_MOMENT)
            and (_is_fact(key) or key.startswith(("amid write", "after fsync")) or "journal" not in key)
        ]

    @property
    def order_after(self) -> float:
        """Seconds from the start until the token is about to be ordered."""
        return next(at for at, key in self.passed if "[curtain-opens]" in key) - self.began

    @property
    def stored_after(self) -> float:
        """Seconds from there until the token is safe."""
        return (
            next(at for at, key in self.passed if "[curtain-closes]" in key) - self.began - self.order_after
        )


def _is_fact(key: Stop) -> bool:
    return any(f"journal.jsonl [{fact}]" in key for fact in _FACTS)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Course]:
    """The undisturbed run in a situation. It has to end well."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    known: dict[str, Course] = {}

    def of(situation: str) -> Course:
        if situation not in known:
            known[situation] = _measured(situation, shared / f"course-{situation}.json")
        return known[situation]

    return of


def _measured(situation: str, file: Path) -> Course:
    with FileLock(file.with_suffix(".lock")):
        if not file.exists():
            with Scene(SITUATIONS[situation]) as scene:
                scene.put_vault()
                began = scene.now()
                ended = scene.generate().finish()
                assert ended.code == 0, ended.out + ended.err
                file.write_text(json.dumps([scene.passed(), began]))
        passed, began = json.loads(file.read_text())
    return Course(tuple((at, key) for at, key in passed), began)
