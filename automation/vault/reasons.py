"""Why a write failed, where the system has no words of its own for it (`strerror` has the rest)."""

from __future__ import annotations

from enum import Enum

from automation.text import has_text, say


class Reason(Enum):
    """The value is the English text; the text catalogue has it as `vault-reason-<name>`."""

    CHANGED_TOO_OFTEN = "another program keeps changing the file"
    CREDENTIALS_CHANGED = "its password or key file was changed meanwhile"
    DAMAGED = "the file on disk is damaged"
    DIFFERS = "what was read back differs from what was written"
    GONE = "the entry is not in the file"

    def told(self) -> str:
        """The text in the operator's language. Never fails: this is said when a token may be at stake."""
        text_id = f"vault-reason-{self.name.lower().replace('_', '-')}"
        return say(text_id) if has_text(text_id) else self.value
