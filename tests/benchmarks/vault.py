"""`python -m tests.benchmarks.vault`: storing a token, and opening, beside pykeepass and keepassxc-cli.

All measured in one run, on the same files, on the same disk. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from automation.secret import Secret
from automation.vault import Vault
from automation.vault.kdbx import read_kdf
from automation.vault.kdf import Kdf
from automation.vault.store import Store

from .databases import COMPOSITE, CREDENTIALS, PASSWORD, derivations, draft, make

TOKEN: Final = Secret("20261122-EC-1A2B3C4D5E-0F1E2D3C4B-5A|nip-1234563218|" + 64 * "0")
REPEATS: Final = 50
OTHERS_REPEATS: Final = 5  # of what takes a whole process or a whole derivation
OTHERS_LIMIT_SECONDS: Final = 20.0

OPEN_COLD = (
    "import time; start = time.perf_counter()\n"
    "import sys; from pathlib import Path; from automation.secret import Secret\n"
    "from automation.vault import Credentials, Vault\n"
    "Vault.open(Path(sys.argv[1]), Credentials(Secret(sys.argv[2])))\n"
    "print(time.perf_counter() - start)"
)
PYKEEPASS = (
    "import sys, time; from pykeepass import PyKeePass\n"
    "start = time.perf_counter()\n"
    "database = PyKeePass(sys.argv[1], sys.argv[2])\n"
    "opened = time.perf_counter()\n"
    "database.add_entry(database.root_group, str(start), 'u', 'p'); database.save()\n"
    "print(opened - start, time.perf_counter() - start)"
)


@dataclass(frozen=True)
class Row:
    """One way to do one thing to one database; times in milliseconds, None where the time limit was met."""

    kdf: str
    entries: int
    what: str
    median_ms: float | None
    worst_ms: float | None
    times: int


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.benchmarks.vault")
    parser.add_argument("--entries", type=int, nargs="+", default=[10, 1000, 10_000], metavar="N")
    parser.add_argument("--kdf", nargs="+", metavar="WORD", help="only those whose name begins with a WORD")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="writes with the key ready")
    parser.add_argument("--ours", action="store_true", help="leave out pykeepass and keepassxc-cli")
    parser.add_argument("--folder", type=Path, help="where the databases lie: the disk that is measured")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows: list[Row] = []
    chosen = {
        name: kdf
        for name, kdf in derivations().items()
        if not options.kdf or name.lower().startswith(tuple(word.lower() for word in options.kdf))
    }
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for name, kdf in chosen.items():
            for count in options.entries:
                path = Path(folder) / "measured.kdbx"
                make(path, count=count, kdf=kdf)
                for row in measured(path, name, count, repeats=options.repeats, others=not options.ours):
                    rows.append(row)
                    if not options.json:
                        _print(row)
    if options.json:
        json.dump({"load": _load(), "rows": [asdict(row) for row in rows]}, sys.stdout, indent=1)
        sys.stdout.write("\n")


def measured(path: Path, kdf: str, count: int, *, repeats: int, others: bool) -> Iterator[Row]:
    """Everything that is measured on one database, as it comes."""

    def row(what: str, seconds: list[float]) -> Row:
        if not seconds:
            return Row(kdf, count, what, None, None, 0)
        milliseconds = [round(1000 * second, 1) for second in seconds]
        return Row(kdf, count, what, statistics.median(milliseconds), max(milliseconds), len(milliseconds))

    yield row("key derivation alone", [_derive(read_kdf(path.read_bytes(), vault=""))])
    yield row("open: ours", _times(OTHERS_REPEATS, lambda: _open(path)))
    yield row("open: ours, imports cold", [_cold(path) for _ in range(OTHERS_REPEATS)])
    if others and shutil.which("keepassxc-cli"):
        yield row("open: keepassxc-cli ls", _times(OTHERS_REPEATS, lambda: _cli("ls", "-q", path)))
    reserve, ready = _writes(_copy(path), repeats)
    yield row("write: ours, key ready", ready)
    yield row("write: ours, reserve (proven)", [reserve])
    yield row("write: ours, key not ready", _writes_cold(_copy(path)))
    if others:
        if shutil.which("keepassxc-cli"):
            copy = _copy(path)
            titles = iter(range(OTHERS_REPEATS))
            yield row(
                "write: keepassxc-cli add",
                _times(OTHERS_REPEATS, lambda: _cli("add", "-q", copy, f"nowy {next(titles)}")),
            )
        pairs = _pykeepass(_copy(path))
        yield row("open: pykeepass", [opened for opened, _ in pairs])
        yield row("write: pykeepass (open, add, save)", [whole for _, whole in pairs])


def _writes(path: Path, repeats: int) -> tuple[float, list[float]]:
    """Reserve, then store as a run does, waiting before each for the keys derived ahead, as AP makes us wait."""
    store_times = []
    with Vault.open(path, CREDENTIALS) as vault:
        _wait_for_keys(vault._store)
        start = time.perf_counter()
        place = vault.reserve(draft())
        reserve = time.perf_counter() - start
        for number in range(repeats):
            _wait_for_keys(vault._store)
            start = time.perf_counter()
            place.pending(TOKEN, {"KSeF reference number": str(number)})
            store_times.append(time.perf_counter() - start)
    return reserve, store_times


def _writes_cold(path: Path) -> list[float]:
    """Store with a pool that has no key: the first write right after opening."""
    seconds = []
    for _ in range(OTHERS_REPEATS):
        with Vault.open(path, CREDENTIALS) as vault:
            start = time.perf_counter()
            vault.reserve(draft())
            seconds.append(time.perf_counter() - start)
    return seconds


def _wait_for_keys(store: Store) -> None:
    while store._ahead._worker is not None:
        time.sleep(0.005)


def _open(path: Path) -> None:
    Vault.open(path, CREDENTIALS).close()


def _cold(path: Path) -> float:
    return float(_python(OPEN_COLD, path).stdout)


def _pykeepass(path: Path) -> list[tuple[float, float]]:
    """(seconds to open, seconds for all) in a process of its own, so that it can be stopped."""
    pairs = []
    for _ in range(OTHERS_REPEATS):
        try:
            opened, whole = _python(PYKEEPASS, path, timeout=OTHERS_LIMIT_SECONDS).stdout.split()
        except subprocess.TimeoutExpired:
            break
        pairs.append((float(opened), float(whole)))
    return pairs


def _python(code: str, path: Path, *, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, path, PASSWORD],
        capture_output=True,
        text=True,
        check=True,
        timeout=timeout,
    )


def _cli(*arguments: str | Path) -> None:
    subprocess.run(
        ["keepassxc-cli", *arguments], input=f"{PASSWORD}\n", capture_output=True, text=True, check=True
    )


def _derive(kdf: Kdf) -> float:
    return min(_times(3, lambda: kdf.derive(COMPOSITE)))


def _settle() -> None:
    """Let the keys that a closed vault was still deriving come to their end: they would take the cores."""
    for thread in threading.enumerate():
        if thread.name == "vault-keys":
            thread.join()


def _times(count: int, action: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(count):
        _settle()
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return seconds


def _copy(path: Path) -> Path:
    copy = path.with_name("copy.kdbx")
    shutil.copy(path, copy)
    return copy


def _load() -> list[float]:
    """What else the machine was doing: its load averages, where it has them."""
    return [round(load, 1) for load in os.getloadavg()] if hasattr(os, "getloadavg") else []


def _print(row: Row) -> None:
    if row.median_ms is None or row.worst_ms is None:
        times = f"> {OTHERS_LIMIT_SECONDS:.0f} s".rjust(10)
    else:
        times = f"{row.median_ms:10.1f} {row.worst_ms:10.1f} {row.times:4}"
    sys.stdout.write(f"{row.kdf:18} {row.entries:6} {row.what:36} {times}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
