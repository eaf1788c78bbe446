"""AP's number of an error, which its help desk asks for: a trace id of W3C's, as AP's error screens show it."""

from __future__ import annotations

from typing import Final

EVENT_ID_FORM: Final = r"\b00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\b"
"""A regular expression, for Python and for a page's scripts alike."""
