"""Why a write failed, where the operating system has no reason of its own (`automation.os_reason` has those)."""

from __future__ import annotations

from enum import Enum

from automation.text import say


class Reason(Enum):
    """The value is the end of the text's id, `vault-reason-<value>`."""

    CHANGED_TOO_OFTEN = "changed-too-often"
    CREDENTIALS_CHANGED = "credentials-changed"
    DAMAGED = "damaged"
    DIFFERS = "differs"
    GONE = "gone"
    MOUNTED = "mounted"
    OTHER_ENTRIES = "other-entries"

    def told(self) -> str:
        """The text in the operator's language."""
        return say(f"vault-reason-{self.value}")
