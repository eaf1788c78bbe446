"""`ap-token report`."""

from __future__ import annotations

from pathlib import Path

from automation.execution import Job


def report_job(
    job: Job, run: str | None, *, index: bool, opens: bool, bundle: Path | None, mask_nip: bool
) -> None:
    """Write the report of a run, of a bundle, or the index of all runs, and open it."""
    _ = job, run, index, opens, bundle, mask_nip
