"""Key derivation at the speed of KeePassXC, and ahead of time.

`pykeepass` derives AES-KDF keys round by round in Python: a database that KeePassXC opens in one second
takes it more than a minute. Here AES-KDF runs in C on both halves at once, and the key for the next
write is derived on a background thread while the browser works, so that storing a token waits for
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field, replace
from typing import Final, Literal

SEED_LENGTH: Final = 32
BLOCK: Final = 16
CHUNK_ROUNDS: Final = 16_384  # 256 KiB of zeros: stays in the processor's cache

Algorithm = Literal["aes", "argon2d", "argon2id"]


@dataclass(frozen=True)
class Kdf:
    """How a database turns its composite key into the transformed key.

    Fields follow the KDBX header: `rounds` (AES: transform rounds, Argon2: iterations), `memory` in
    bytes, `version` of Argon2. Nothing here is secret.
    """

    algorithm: Algorithm
    seed: bytes
    rounds: int
    memory: int = 0
    parallelism: int = 1
    version: int = 0x13

    def reseeded(self) -> Kdf:
        """The same cost with a fresh seed, for the next write."""
        return replace(self, seed=secrets.token_bytes(SEED_LENGTH))

    def costs_as(self, other: Kdf) -> bool:
        """Whether only the seeds differ."""
        return replace(self, seed=b"") == replace(other, seed=b"")

    def derive(self, composite: bytes) -> bytes:
        """The transformed key.

        Raises:
            ValueError: the parameters are outside what the algorithm allows on this machine.
        """
        if self.algorithm == "aes":
            return aes_kdf(self.seed, self.rounds, composite)
        return _argon2(self, composite)


@dataclass(frozen=True, repr=False)
class PreparedKey:
    """A transformed key and the derivation (with its seed) that gave it."""

    kdf: Kdf
    transformed: bytes


def aes_kdf(seed: bytes, rounds: int, composite: bytes) -> bytes:
    """AES-KDF: each 16-byte half encrypted `rounds` times with AES-ECB, then SHA-256 of both.

    In CBC mode every block is the encryption of (plaintext xor previous ciphertext). With a plaintext
    of zeros it is the encryption of the previous ciphertext, so N rounds of ECB on a block are CBC over
    N zero blocks with that block as IV: one call in C in place of N calls from Python. `cryptography`
    lets go of the interpreter meanwhile, so the halves run in parallel.

    Raises:
        ValueError: the seed is not an AES key.
    """
    second: list[bytes] = []
    errors: list[ValueError] = []

    def other_half() -> None:
        try:
            second.append(_encrypt_over_and_over(seed, rounds, composite[BLOCK:]))
        except ValueError as error:
            errors.append(error)

    thread = threading.Thread(target=other_half, name="aes-kdf", daemon=True)
    thread.start()
    try:
        first = _encrypt_over_and_over(seed, rounds, composite[:BLOCK])
    finally:
        thread.join()
    if errors:
        raise errors[0]
    return hashlib.sha256(first + second[0]).digest()


def _encrypt_over_and_over(seed: bytes, rounds: int, block: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415  40 ms that not every command needs
        Cipher,
        algorithms,
        modes,
    )

    encryptor = Cipher(algorithms.AES(seed), modes.CBC(block)).encryptor()
    zeros = memoryview(bytes(BLOCK * CHUNK_ROUNDS))
    out = bytearray(
        BLOCK * CHUNK_ROUNDS + BLOCK - 1
    )  # update_into asks for room for one block more, less a byte
    while rounds:
        size = BLOCK * min(rounds, CHUNK_ROUNDS)
        encryptor.update_into(zeros[:size], out)
        block = bytes(out[size - BLOCK : size])
        rounds -= size // BLOCK
    return block


def _argon2(kdf: Kdf, composite: bytes) -> bytes:
    from argon2 import low_level  # noqa: PLC0415  loaded only for databases that use it
    from argon2.exceptions import HashingError  # noqa: PLC0415

    kind = low_level.Type.D if kdf.algorithm == "argon2d" else low_level.Type.ID
    try:
        derived: bytes = low_level.hash_secret_raw(
            secret=composite,
            salt=kdf.seed,
            time_cost=kdf.rounds,
            memory_cost=kdf.memory // 1024,
            parallelism=kdf.parallelism,
            hash_len=32,
            type=kind,
            version=kdf.version,
        )
    except (HashingError, OverflowError) as error:
        raise ValueError(str(error)) from None
    return derived


@dataclass(repr=False)
class _Job:
    """One derivation under way."""

    kdf: Kdf
    composite: bytes
    done: threading.Event = field(default_factory=threading.Event)
    transformed: bytes | None = None

    def run(self) -> None:
        try:
            self.transformed = self.kdf.derive(self.composite)
        except (ValueError, MemoryError):
            self.transformed = None  # derived again, and reported, by whoever needs it
        finally:
            self.done.set()


class KeyAhead:
    """Derives the key for the next write in the background."""

    def __init__(self, composite: bytes) -> None:
        self._composite = composite
        self._job: _Job | None = None

    def start(self, like: Kdf) -> None:
        """Begin to derive a key as costly as `like`, with a fresh seed, unless one is under way."""
        if self._job is not None and self._job.kdf.costs_as(like):
            return
        job = _Job(like.reseeded(), self._composite)
        # A daemon: a program that ends does not wait for a key that nobody will use.
        threading.Thread(target=job.run, name="next-vault-key", daemon=True).start()
        self._job = job

    def take(self, like: Kdf) -> PreparedKey:
        """The key for this write: the one derived ahead, waited for, or else derived now.

        A key is given out once, so that no two writes share a seed.

        Raises:
            ValueError: the parameters are outside what the algorithm allows on this machine.
        """
        job, self._job = self._job, None
        if job is not None and job.kdf.costs_as(like):
            job.done.wait()
            if job.transformed is not None:
                return PreparedKey(job.kdf, job.transformed)
        kdf = like.reseeded()
        return PreparedKey(kdf, kdf.derive(self._composite))
