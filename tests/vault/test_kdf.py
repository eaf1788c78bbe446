"""Key derivation: the same keys as pykeepass and KeePassXC, faster, and ahead of time."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

import pytest
from construct import Container
from pykeepass.kdbx_parsing.common import aes_kdf as slow_aes_kdf
from pykeepass.kdbx_parsing.common import compute_key_composite
from pykeepass.kdbx_parsing.kdbx4 import compute_transformed

from automation.vault.kdf import CHUNK_ROUNDS, KEYS_AHEAD, Kdf, KeyAhead, aes_kdf

from .databases import UUIDS
from .judge import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMPOSITE = bytes(range(32))
CHEAP = Kdf("aes", bytes(32), rounds=10)


@pytest.mark.parametrize("rounds", [0, 1, 2, 1000, CHUNK_ROUNDS - 1, CHUNK_ROUNDS, 2 * CHUNK_ROUNDS + 7])
def test_aes_kdf_in_c_equals_round_by_round(rounds: int) -> None:
    """CBC over zero blocks gives what pykeepass gets by encrypting block by block, at every chunk border."""
    seed = secrets.token_bytes(32)
    assert aes_kdf(seed, rounds, COMPOSITE) == slow_aes_kdf(seed, rounds, COMPOSITE)


@pytest.mark.parametrize("algorithm", ["argon2d", "argon2id"])
def test_argon2_equals_pykeepass(algorithm: Literal["argon2d", "argon2id"]) -> None:
    """Both kinds of Argon2 give the key that pykeepass derives from the same header."""
    kdf = Kdf(algorithm, secrets.token_bytes(32), rounds=3, memory=1024 * 1024, parallelism=2)
    values = {"$UUID": UUIDS[algorithm], "S": kdf.seed, "I": 3, "M": kdf.memory, "P": 2, "V": 0x13}
    parameters = Container({key: Container(value=value) for key, value in values.items()})
    header = Container(kdf_parameters=Container(data=Container(dict=parameters)))
    context = Container(
        _=Container(
            _=Container(password=PASSWORD, keyfile=None, transformed_key=None),
            header=Container(value=Container(dynamic_header=header)),
        )
    )
    assert kdf.derive(compute_key_composite(PASSWORD)) == compute_transformed(context)


@pytest.mark.parametrize(
    "kdf",
    [
        Kdf("aes", b"short", rounds=10),
        Kdf("argon2d", bytes(32), rounds=1, memory=1024, parallelism=4),
        Kdf("argon2id", bytes(32), rounds=1, memory=2**60, parallelism=1),
    ],
)
def test_impossible_parameters_are_a_value_error(kdf: Kdf) -> None:
    """Parameters that no machine can satisfy end in an error, not in a crash or a wrong key."""
    with pytest.raises(ValueError, match=r"\w"):
        kdf.derive(COMPOSITE)


@pytest.fixture
def ahead() -> Iterator[KeyAhead]:
    """A pool of keys, closed with the test."""
    pool = KeyAhead(COMPOSITE)
    yield pool
    pool.close()


def test_every_prepared_key_has_its_own_seed(ahead: KeyAhead) -> None:
    """No two files share a seed, whether the key was derived ahead or on the spot."""
    keys = [ahead.take(CHEAP) for _ in range(3 * KEYS_AHEAD)]
    assert len({key.kdf.seed for key in keys} | {CHEAP.seed}) == len(keys) + 1
    assert all(key.transformed == key.kdf.derive(COMPOSITE) for key in keys)


def test_a_key_is_given_out_once_however_many_ask(ahead: KeyAhead) -> None:
    """The run's writes and the copies beside them take keys from different threads."""
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: ahead.take(CHEAP), range(64)))
    assert len({key.kdf.seed for key in keys}) == 64


def test_keys_are_derived_ahead_one_at_a_time(ahead: KeyAhead, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool fills up without being asked, with never two derivations at once, and then rests."""
    at_work, most, count = 0, 0, 0
    derive = Kdf.derive

    def watched(kdf: Kdf, composite: bytes) -> bytes:
        nonlocal at_work, most, count
        at_work, count = at_work + 1, count + 1
        most = max(most, at_work)
        time.sleep(0.01)
        at_work -= 1
        return derive(kdf, composite)

    monkeypatch.setattr(Kdf, "derive", watched)
    ahead.start(CHEAP)
    _wait_for(lambda: count == KEYS_AHEAD and not _deriving())
    ahead.take(CHEAP)
    ahead.start(CHEAP)
    assert not _deriving()  # enough are left for now: the machine is the browser's
    for _ in range(KEYS_AHEAD - 1):
        ahead.take(CHEAP)
    ahead.start(CHEAP)
    _wait_for(lambda: count == 2 * KEYS_AHEAD and not _deriving())
    assert most == 1


def test_a_key_prepared_for_other_costs_is_not_used(ahead: KeyAhead) -> None:
    """When the database's key settings were changed meanwhile, all further keys have the new ones."""
    ahead.take(CHEAP)
    dearer = Kdf("aes", bytes(32), rounds=20)
    assert {ahead.take(dearer).kdf.rounds for _ in range(2 * KEYS_AHEAD)} == {20}


def test_a_failed_derivation_is_reported_to_whoever_takes_the_key(ahead: KeyAhead) -> None:
    """What failed in the background fails in the foreground too, each time, and never hangs."""
    impossible = Kdf("argon2d", b"", rounds=1, memory=1024, parallelism=4)
    ahead.start(impossible)
    for _ in range(2):
        with pytest.raises(ValueError, match=r"\w"):
            ahead.take(impossible)
    assert ahead.take(CHEAP).kdf.costs_as(CHEAP)


def test_a_closed_pool_derives_no_more(ahead: KeyAhead) -> None:
    """After the run's end nothing keeps the processor busy; a key can still be had, derived on the spot."""
    ahead.start(Kdf("aes", bytes(32), rounds=3_000_000))
    ahead.close()
    _wait_for(lambda: not _deriving())
    assert ahead.take(CHEAP).kdf.costs_as(CHEAP)
    assert not _deriving()


def test_a_program_that_ends_does_not_wait_for_keys() -> None:
    """A minute's derivation under way does not hold up the end of the process, nor spoil its exit code."""
    code = (
        "from automation.vault.kdf import Kdf, KeyAhead\n"
        "KeyAhead(bytes(32)).start(Kdf('aes', bytes(32), rounds=4_000_000_000))"
    )
    subprocess.run([sys.executable, "-c", code], timeout=20, check=True)


def test_a_prepared_key_never_shows_itself(ahead: KeyAhead) -> None:
    """Its text form has no key in it."""
    key = ahead.take(CHEAP)
    assert key.transformed.hex() not in repr(key)
    assert repr(key.transformed) not in repr(key)


def _deriving() -> bool:
    return any(thread.name == "vault-keys" for thread in threading.enumerate())


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
