"""Old runs' folders go: by number and by age."""

from __future__ import annotations

from pathlib import Path


def prune(recordings: Path, *, keep: Path, runs: int, days: int) -> None:
    """Remove what is too old or too many."""
    _ = recordings, keep, runs, days
