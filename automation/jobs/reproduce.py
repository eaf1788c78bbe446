"""`ap-token reproduce`."""

from __future__ import annotations

from automation.execution import Job


def reproduce_job(job: Job, original: str | None, *, list_scenarios: bool) -> None:
    """Replay a run, a bundle or a scenario on the replica."""
    _ = job, original, list_scenarios
