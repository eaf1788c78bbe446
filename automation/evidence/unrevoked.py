"""Rehearsals' tokens that AP still has: kept in one small file until they are revoked.

A token is put down before its revocation is tried, so that it is not forgotten when the process dies in between. The
file is in the user's own data folder and not among the run folders: those may be pruned, or be elsewhere next time.
Nothing in it is secret.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from automation import private

APPLICATION: Final = "ap-token"
FILE_NAME: Final = "unrevoked.json"
_LOCK_SECONDS: Final = 5.0
_LARGEST: Final = 1024 * 1024
"""Bytes; beyond this the file is none of ours."""


@dataclass(frozen=True, slots=True)
class UnrevokedToken:
    """A token of a rehearsal that AP still has."""

    environment: str
    base_url: str
    """AP's address: a local AP is another one at every start."""
    nip: str
    reference_number: str
    token_name: str
    vault: str
    """The database that its entry is in."""
    entry_uuid: str | None
    """Its entry; None where the token never got as far as its own place."""
    since: str
    """When it was ordered or stored, ISO 8601."""

    @property
    def day(self) -> str:
        """The day of `since`, as people here write it."""
        return f"{datetime.fromisoformat(self.since).astimezone():%d.%m.%Y %H:%M}"


class UnrevokedTokens:
    """The file. Whatever is wrong with it, no run fails for it: what cannot be kept is told as a warning."""

    def __init__(self, path: Path | None = None, warn: Callable[..., None] = lambda *_, **__: None) -> None:
        """Args:
        path: the file; the user's own if not given.
        warn: told a warning's id and its values.
        """
        self._path = path if path is not None else _users_file()
        self._warn = warn

    def all(self) -> list[UnrevokedToken]:
        """What is known, oldest first."""
        return sorted(self._read(), key=lambda token: token.since)

    def put_down(self, token: UnrevokedToken) -> None:
        """Remember a token, before its revocation is tried."""
        self._change(lambda known: [*_without(known, token.reference_number), token])

    def strike_out(self, reference_number: str) -> None:
        """Forget a token that AP has no longer."""
        if any(token.reference_number == reference_number for token in self._read()):
            self._change(lambda known: _without(known, reference_number))

    def _read(self) -> list[UnrevokedToken]:
        try:
            if self._path.stat().st_size > _LARGEST:
                return []
            entries: Any = json.loads(self._path.read_text(encoding="utf-8"))["tokens"]
        except (OSError, ValueError, KeyError, TypeError):
            return []
        tokens = []
        for entry in entries if isinstance(entries, list) else []:
            with suppress(TypeError, ValueError):  # a newer version's entry, or a damaged one
                token = UnrevokedToken(**entry)
                datetime.fromisoformat(token.since)
                tokens.append(token)
        return tokens

    def _change(self, change: Callable[[list[UnrevokedToken]], Iterable[UnrevokedToken]]) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415  only where there is something to keep

        from automation.os_reason import os_reason  # noqa: PLC0415

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                tokens = [asdict(token) for token in change(self._read())]
                content = json.dumps({"schema": 1, "tokens": tokens}, ensure_ascii=False, indent=1)
                private.write_file(self._path, content.encode("utf-8"))
        except Timeout:
            self._warn("unrevoked-not-kept", path=str(self._path), reason=Timeout.__name__)
        except (OSError, NotImplementedError) as error:
            reason = os_reason(error) if isinstance(error, OSError) else type(error).__name__
            self._warn("unrevoked-not-kept", path=str(self._path), reason=reason)


def _without(tokens: list[UnrevokedToken], reference_number: str) -> list[UnrevokedToken]:
    return [token for token in tokens if token.reference_number != reference_number]


def _users_file() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415  not for help

    return user_data_path(APPLICATION, appauthor=False) / FILE_NAME
