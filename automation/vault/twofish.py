"""Twofish in compiled code, where there is any for this machine.

`pykeepass` has Twofish in Python: a database with an attachment of one megabyte takes it seconds a write. `oxifish`
(bindings of RustCrypto's Twofish) has ready-made wheels for the usual systems only, so it is not a dependency
everywhere; without it pykeepass's cipher does the same, slowly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from oxifish import TwofishKey

BLOCK: Final = 16
WORTH_A_THREAD: Final = 1024
"""Bytes: half a millisecond."""


def is_compiled() -> bool:
    """Whether `CompiledTwofish` can be used on this machine."""
    try:
        import oxifish  # noqa: F401, PLC0415  only to see that it is there, and loads
    except ImportError:
        return False
    return True


class CompiledTwofish:
    """Twofish in CBC mode, with what pykeepass asks of a cipher; what is given is padded already."""

    def __init__(self, key: bytes, iv: bytes) -> None:
        from oxifish import TwofishKey  # noqa: PLC0415  not on every machine, and for databases only

        self._key: TwofishKey = TwofishKey(key)
        self._iv = iv

    def encrypt(self, data: bytes) -> bytes:
        """Raises ValueError when the data are not whole blocks."""
        return self._key.encrypt(data, iv=self._iv, padding="none")

    def decrypt(self, data: bytes) -> bytes:
        """Both halves at once: in CBC mode a block needs only the encrypted one before it.

        `oxifish` lets go of the interpreter meanwhile.

        Raises:
            ValueError: the data are not whole blocks.
        """
        middle = len(data) // 2 // BLOCK * BLOCK
        if middle < WORTH_A_THREAD:
            return self._key.decrypt(data, iv=self._iv, padding="none")
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  for databases only

        with ThreadPoolExecutor(1) as beside:
            second = beside.submit(
                self._key.decrypt, data[middle:], iv=data[middle - BLOCK : middle], padding="none"
            )
            return self._key.decrypt(data[:middle], iv=self._iv, padding="none") + second.result()
