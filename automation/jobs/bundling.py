"""Makes a support bundle of a run, once the person has seen what is in it."""

from __future__ import annotations

from pathlib import Path

from automation.execution import Job


def bundle_afterwards(job: Job, bundle: Path, *, mask_nip: bool) -> None:
    """Have a bundle made of this run when it is over, however it ends.

    Raises:
        WrongSettingError: nothing can be written there.
    """
    _ = job, bundle, mask_nip
