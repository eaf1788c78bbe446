"""The one type that carries a secret through the program."""

from __future__ import annotations

import hmac
from typing import Any, Final, NoReturn

MASK: Final = "••••••••"


class Secret:
    """A text that prints, formats and compares without ever showing itself.

    It cannot be pickled or copied into JSON by accident; `reveal()` is the only way to the value, so
    that the places where a secret is in the clear can be found by searching for that word.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

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
        return hmac.compare_digest(self.__value.encode(), other.__value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not serialised")

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:  # noqa: ANN401  pydantic's own signature
        """Let settings hold a `Secret`: read from a string, shown as the mask."""
        from pydantic_core import core_schema  # noqa: PLC0415  only settings need pydantic

        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls(str(value)),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )
