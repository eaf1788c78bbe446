"""What the vault has to tell the operator although it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notice:
    """The text `warning-<id>` and its values; never a secret."""

    id: str
    values: Mapping[str, str | int] = field(default_factory=dict)
