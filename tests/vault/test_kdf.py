"""Key derivation: the same keys as pykeepass and KeePassXC, faster, and ahead of time."""

from __future__ import annotations

import secrets
from typing import Literal

import pytest
from construct import Container
from pykeepass.kdbx_parsing.common import aes_kdf as slow_aes_kdf
from pykeepass.kdbx_parsing.common import compute_key_composite
from pykeepass.kdbx_parsing.kdbx4 import compute_transformed

from automation.vault.kdf import CHUNK_ROUNDS, Kdf, KeyAhead, aes_kdf

from .databases import UUIDS
from .judge import PASSWORD

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


def test_every_prepared_key_has_its_own_seed() -> None:
    """No two writes share a seed, whether the key was derived ahead or on the spot."""
    ahead = KeyAhead(COMPOSITE)
    ahead.start(CHEAP)
    keys = [ahead.take(CHEAP), ahead.take(CHEAP)]
    ahead.start(CHEAP)
    keys.append(ahead.take(CHEAP))
    assert len({key.kdf.seed for key in keys} | {CHEAP.seed}) == 4
    assert all(key.transformed == key.kdf.derive(COMPOSITE) for key in keys)


def test_a_key_prepared_for_other_costs_is_not_used() -> None:
    """When the database's key settings were changed meanwhile, the write uses the new ones."""
    ahead = KeyAhead(COMPOSITE)
    ahead.start(CHEAP)
    dearer = Kdf("aes", bytes(32), rounds=20)
    assert ahead.take(dearer).kdf.rounds == 20


def test_a_prepared_key_never_shows_itself() -> None:
    """Its text form has no key in it."""
    ahead = KeyAhead(COMPOSITE)
    key = ahead.take(CHEAP)
    assert key.transformed.hex() not in repr(key)
    assert repr(key.transformed) not in repr(key)
