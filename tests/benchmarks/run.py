"""`python -m tests.benchmarks.run`: whole runs on the replica; what each says of itself in its JSON.

See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from automation.ap.app import Ap
from automation.browser.session import open_browser
from automation.environments import environment
from automation.evidence.folder import RunFolder
from automation.evidence.journal import Journal
from automation.ksef_token import INVOICE_PERMISSIONS
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.vault import Vault
from flows.generate import generate_token
from flows.order import Identity, Order, Receipt
from flows.run import Run

from .databases import CREDENTIALS, derivations, make

NIP: Final = "1234563218"
REPEATS: Final = 50


@dataclass(frozen=True)
class Row:
    """What the runs on one database say, in milliseconds."""

    kdf: str
    entries: int
    measure: str
    median_ms: float
    worst_ms: float
    times: int


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.benchmarks.run")
    parser.add_argument("--entries", type=int, nargs="+", default=[10, 1000], metavar="N")
    parser.add_argument("--kdf", nargs="+", metavar="WORD", help="only those whose name begins with a WORD")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="runs on each database")
    parser.add_argument(
        "--ready-after", type=float, default=1.5, help="seconds that AP takes from the order to the token"
    )
    parser.add_argument("--no-escrow", action="store_true", help="AP does not send the token with its answer")
    parser.add_argument("--folder", type=Path, help="where the databases lie: the disk that is measured")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    scenario = Scenario(ready_after=options.ready_after, escrow=not options.no_escrow)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for name, kdf in derivations().items():
            if options.kdf and not name.lower().startswith(tuple(word.lower() for word in options.kdf)):
                continue
            for count in options.entries:
                path = Path(folder) / f"{len(rows)}.kdbx"
                make(path, count=count, kdf=kdf)
                found = [
                    Row(name, count, measure, statistics.median(values), max(values), len(values))
                    for measure, values in measured(path, options.repeats, scenario).items()
                ]
                rows += found
                if not options.json:
                    for row in found:
                        _print(row)
    if options.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=2) + "\n")


def _print(row: Row) -> None:
    sys.stdout.write(
        f"{row.kdf:38} {row.entries:6} entries  {row.measure:22} median {row.median_ms:6.0f} ms"
        f"  worst of {row.times} {row.worst_ms:6.0f} ms\n"
    )
    sys.stdout.flush()


def measured(path: Path, repeats: int, scenario: Scenario) -> dict[str, list[float]]:
    """Both figures of each run, every run with a browser, a replica and a copy of the database of its own."""
    issue: list[float] = []
    shown: list[float] = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            vault = Path(shutil.copy(path, Path(folder) / "vault.kdbx"))
            receipt = one_run(vault, Path(folder), scenario)
        issue.append(float(receipt.issue_to_durable_ms or 0))
        shown.append(float(receipt.shown_to_durable_ms or 0))
    return {"issue_to_durable_ms": issue, "shown_to_durable_ms": shown}


def one_run(path: Path, folder: Path, scenario: Scenario) -> Receipt:
    """The whole job, journal and all."""
    with (
        replica(scenario) as address,
        Vault.open(path, CREDENTIALS) as vault,
        open_browser(None, headed=False) as session,
    ):
        run = Run(observers=[Journal(RunFolder(folder, "generate", "local"), "generate")])
        ap = Ap(session.page, environment("local", address), timeout=30)
        run.on_step = ap.begin_step
        order = Order(
            environment=ap.environment,
            identity=Identity(NIP),
            token_name="iCargo pomiar",
            permissions=INVOICE_PERMISSIONS,
            group=("KSeF", ap.environment.vault_group, NIP),
            replace=False,
            refresh_interval=2.0,
            refresh_limit=10,
        )
        return generate_token(run, ap, vault, order)


@contextmanager
def replica(scenario: Scenario) -> Iterator[str]:
    """A replica; its address."""
    with Replica(scenario) as served:
        yield served.base_url


if __name__ == "__main__":
    main()
