"""What the vault has to tell the operator although it works."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notice:
    """The text `warning-<id>` and its values; never a secret."""

    id: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class Notices:
    """Collects notices from whichever thread has one, each once."""

    def __init__(self) -> None:
        self._all: list[Notice] = []
        self._taken = 0
        self._mutex = threading.Lock()

    def warn(self, notice_id: str, **values: str | int) -> None:
        """Add a notice, unless the same was given before."""
        notice = Notice(notice_id, values)
        with self._mutex:
            if notice not in self._all:
                self._all.append(notice)

    def all(self) -> list[Notice]:
        """Every notice so far, in order."""
        with self._mutex:
            return list(self._all)

    def take(self) -> list[Notice]:
        """The notices that have not been handed out yet."""
        with self._mutex:
            new = self._all[self._taken :]
            self._taken = len(self._all)
            return new
