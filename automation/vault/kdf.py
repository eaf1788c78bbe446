"""Key derivation at the speed of KeePassXC, and ahead of time.

`pykeepass` derives AES-KDF keys round by round in Python: a database that KeePassXC opens in one second
takes it more than a minute. Here AES-KDF runs in C on both halves at once, and the keys for the next
writes are derived on a background thread while the browser works, so that storing a token waits for
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, replace
from typing import Final, Literal

SEED_LENGTH: Final = 32
BLOCK: Final = 16
CHUNK_ROUNDS: Final = 16_384  # 256 KiB of zeros: stays in the processor's cache

# A run writes AP's session, the reservation, the escrow and the confirmation.
KEYS_AHEAD: Final = 4
# With as many as this in hand nothing is derived: a derivation beside a write takes half the machine from it.
ENOUGH_KEYS: Final = 2

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


class KeyAhead:
    """A small pool of keys for the writes to come, derived ahead on a background thread.

    One derivation at a time: AES-KDF and Argon2 use two cores as it is, and Argon2 much memory. Every key
    has a seed of its own and is given out once, so that no two files share one. Any thread may call.
    """

    def __init__(self, composite: bytes) -> None:
        self._composite = composite
        self._like: Kdf | None = None
        self._ready: list[PreparedKey] = []
        self._worker: threading.Thread | None = None
        self._closed = False
        self._wanted = KEYS_AHEAD
        self._changed = threading.Condition()

    def start(self, like: Kdf) -> None:
        """Begin to derive keys as costly as `like`, if few are left; those for another cost are thrown away.

        To be called whenever there is time: after opening, after each write.
        """
        self._wanted = KEYS_AHEAD
        self._derive_unless(like, ENOUGH_KEYS)

    def hold_back(self) -> None:
        """Derive no more than is asked for, until the next `start`: something else needs the machine."""
        self._wanted = 1

    def take(self, like: Kdf) -> PreparedKey:
        """A key for one write, as costly as `like`: derived ahead, waited for, or else (after a failure) derived now.

        Raises:
            ValueError: the parameters are outside what the algorithm allows on this machine.
            MemoryError: the derivation needs more memory than there is.
        """
        self._derive_unless(like, 1)

        def is_there() -> bool:
            return bool(self._ready) or self._worker is None or not self._serves(like)

        with self._changed:
            self._changed.wait_for(is_there)
            if self._ready and self._serves(like):
                return self._ready.pop(0)
        kdf = like.reseeded()
        return PreparedKey(kdf, kdf.derive(self._composite))

    def close(self) -> None:
        """Forget the keys and derive no more, but for what is under way. May be called twice."""
        with self._changed:
            self._closed = True
            self._ready.clear()
            self._changed.notify_all()

    def _derive_unless(self, like: Kdf, there_are: int) -> None:
        with self._changed:
            if self._closed:
                return
            if self._like is None or not self._like.costs_as(like):
                self._like = like
                self._ready.clear()
                self._changed.notify_all()
            if self._worker is None and len(self._ready) < there_are:
                # A daemon: a program that ends does not wait for a key that nobody will use.
                self._worker = threading.Thread(target=self._fill, name="vault-keys", daemon=True)
                self._worker.start()

    def _serves(self, like: Kdf) -> bool:
        return not self._closed and self._like is not None and self._like.costs_as(like)

    def _fill(self) -> None:
        while (kdf := self._next()) is not None:
            try:
                transformed = kdf.derive(self._composite)
            except (ValueError, MemoryError):
                # Derived again, and reported, by whoever needs it.
                with self._changed:
                    self._worker = None
                    self._changed.notify_all()
                return
            with self._changed:
                if self._serves(kdf):
                    self._ready.append(PreparedKey(kdf, transformed))
                    self._changed.notify_all()

    def _next(self) -> Kdf | None:
        """What to derive next; None when the pool is full or closed, and the thread is to end."""
        with self._changed:
            if self._closed or self._like is None or len(self._ready) >= self._wanted:
                self._worker = None
                self._changed.notify_all()
                return None
            return self._like.reseeded()
