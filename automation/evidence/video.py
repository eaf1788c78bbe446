"""A video of a run: `--video`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from automation.execution import Job

if TYPE_CHECKING:
    from flows.opening import Workplace


@contextmanager
def recorded_video(job: Job, place: Workplace) -> Iterator[None]:
    """Record what the page shows in here."""
    _ = job, place
    yield
