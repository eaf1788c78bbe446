"""How long a reproduction may take: what a customer waited minutes for is shortened here, and said to be."""

from __future__ import annotations

from typing import Final

from automation.evidence.record import RunRecord

WORTH_REPLAYING: Final = 0.3
"""Seconds; answers that come sooner are as good as at once."""
LONGEST_DELAY: Final = 5.0
"""Seconds that one answer is held back, at most."""
ALL_DELAYS: Final = 20.0
"""Seconds that all answers together are held back, at most."""
_ALL_PRESSES: Final = 20.0
_LEAST_INTERVAL: Final = 2.0
_TIMEOUT: Final = 30.0
_SHORT_TIMEOUT: Final = 15.0
_LONGER_THAN_TIMEOUT: Final = 5.0
_WAITED_IN_VAIN: Final = frozenset({"ap-too-slow", "control-missing", "order-unknown", "order-doubtful"})
"""Ends that come when the time for a screen is over."""
_MOST_PRESSES: Final = 10


def waited_in_vain(record: RunRecord) -> bool:
    """Whether the run ended because something did not come in time."""
    return record.error is not None and record.error.code in _WAITED_IN_VAIN


def timeout(record: RunRecord) -> float:
    """Seconds that the replica may take for one screen."""
    wanted = record.settings.timeout if record.settings is not None else _TIMEOUT
    if waited_in_vain(record):
        return min(max(wanted, 1.0), _SHORT_TIMEOUT)
    return min(max(wanted, _TIMEOUT), 2 * _TIMEOUT)  # this machine may be slower than the customer's


def too_long(record: RunRecord) -> float:
    """Seconds after which an answer surely comes too late."""
    return timeout(record) + _LONGER_THAN_TIMEOUT


def presses(record: RunRecord) -> int:
    """How often `Odśwież` was pressed."""
    return max(len(record.presses), record.refresh_presses or 0)


def refresh_limit(record: RunRecord) -> int:
    """Presses after which the replay gives up: as the customer's run did, or ten, whichever comes first."""
    if record.error is not None and record.error.code == "token-not-ready":
        return min(max(presses(record), 1), _MOST_PRESSES)
    return min(max(presses(record) + 2, _MOST_PRESSES), 60)


def refresh_interval(record: RunRecord) -> float:
    """Seconds between two presses: the customer's, unless all of them together took too long."""
    wanted = record.settings.refresh_interval if record.settings is not None else _LEAST_INTERVAL
    return max(_LEAST_INTERVAL, min(wanted, _ALL_PRESSES / max(presses(record), 1)))
