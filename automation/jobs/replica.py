"""`ap-token replica`."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from automation.console import show_line
from automation.errors import PortTakenError
from automation.execution import Job
from automation.text import say


def replica_job(job: Job, port: int, scenario: Path | None) -> None:
    """Serve the local AP until it is stopped."""
    with ExitStack() as stack:
        _serve(job, port, scenario, stack)


def _serve(job: Job, port: int, scenario: Path | None, stack: ExitStack) -> None:
    from automation.replica.scenario import Scenario, load_scenario  # noqa: PLC0415  no other command serves one
    from automation.replica.server import Replica  # noqa: PLC0415

    described = load_scenario(scenario) if scenario is not None else Scenario()

    try:
        replica = stack.enter_context(Replica(described, port=port))
    except OSError as error:
        raise PortTakenError(port=port, reason=error.strerror or "?") from None
    job.result.base_url = replica.base_url
    show_line(job.console, say("replica-ready", address=replica.base_url), style="bold green")
    audit = replica.base_url.replace("/web/", "/__replica__/audit")
    show_line(job.console, say("replica-hint", audit=audit))
    job.run.interruption.wait()
    job.result.outcome = "served"
