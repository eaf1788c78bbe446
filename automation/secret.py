"""The one type that carries a secret through the program, and the list of those there are.

Every `Secret` is on the list while it lives, so that `automation.redaction`, the second line, can look for its
value in whatever leaves the process. From `remember_secrets()` on (every command calls it) a value stays on the
list until the process ends: what fails last of all, when the objects are gone (an exception nobody fetched, an
exit handler), must not say it either. That costs little secrecy: Python cannot wipe a text, and the open database holds
the same values until the end.
"""

from __future__ import annotations

import hmac
from typing import Any, Final, NoReturn, SupportsIndex
from weakref import WeakValueDictionary

MASK: Final = "••••••••"


class Secret:
    """A text that prints, formats and compares without ever showing itself.

    It cannot be pickled or copied into JSON by accident; `reveal()` is the only way to the value, so
    that the places where a secret is in the clear can be found by searching for that word.

    Args:
        value: the text.
        public: everybody may know it (the rehearsal's password stands in README): it is wrapped because it
            goes where secrets go, but nothing looks for it in the output.
    """

    __slots__ = ("__value", "__weakref__")

    def __init__(self, value: str, *, public: bool = False) -> None:
        self.__value = value
        if not public:
            _living[id(self)] = self
            if _remembers:
                _remembered[value] = None

    def reveal(self) -> str:
        """The text itself. Call it where the value is handed over, and nowhere earlier."""
        return self.__value

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __format__(self, format_spec: str) -> str:
        return format(MASK, format_spec)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self.__value), _bytes(other.__value))

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a Secret is not serialised")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not serialised")

    def __getstate__(self) -> NoReturn:
        # Python's own would hand out the slots, and so the value.
        raise TypeError("a Secret is not serialised")

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("a Secret has no subclasses: theirs might show it")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:  # noqa: ANN401  pydantic's own signature
        """Let settings hold a `Secret`: read from a string, shown as the mask."""
        from pydantic_core import core_schema  # noqa: PLC0415  only settings need pydantic

        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls(str(value)),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )


_living: Final[WeakValueDictionary[int, Secret]] = WeakValueDictionary()
# By identity: of two equal secrets, each must count for as long as it lives.
_remembered: Final[dict[str, None]] = {}
_remembers = False


def known_secrets() -> frozenset[str]:
    """The values to look for in what leaves the process. For `automation.redaction` only."""
    return frozenset(_remembered).union(secret.reveal() for secret in list(_living.values()))


def remember_secrets(*, on: bool = True) -> None:
    """Keep every value on the list until the process ends, also when its `Secret` is gone; off: forget the dead."""
    global _remembers  # noqa: PLW0603  the process's, as its output is
    _remembers = on
    _remembered.clear()
    if on:
        _remembered.update(dict.fromkeys(known_secrets()))


def _bytes(text: str) -> bytes:
    # What the environment or a terminal gave in another encoding has surrogates, on which an error would quote it.
    return text.encode("utf-8", "surrogatepass")
