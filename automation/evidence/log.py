"""The log on stderr (`AP_LOG_LEVEL`): facts for whoever looks into a problem. Never a value from a page.

Only this program's own logger is set up; libraries, some of which log what they are given, stay silent.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Final

from automation.errors import WrongSettingError
from automation.evidence.steps import Fact, FactValues, Step

LOGGER: Final = logging.getLogger("ap-token")
_VARIABLE: Final = "AP_LOG_LEVEL"


def set_up_logging() -> bool:
    """Log to stderr if `AP_LOG_LEVEL` asks for it; whether it does.

    Raises:
        WrongSettingError: it names no level.
    """
    level = os.environ.get(_VARIABLE, "").upper()
    LOGGER.propagate = False
    if not level:
        LOGGER.addHandler(logging.NullHandler())
        return False
    if level not in logging.getLevelNamesMapping():
        raise WrongSettingError(setting=_VARIABLE, reason="DEBUG, INFO, WARNING, ERROR")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(level)
    return True


class LogObserver:
    """Observes a run for the log."""

    def step_begins(self, step: Step) -> None:
        """At DEBUG."""
        LOGGER.debug("step %d %s begins", step.number, step.id)

    def step_ends(self, step: Step) -> None:
        """At INFO, a failure at ERROR."""
        level = logging.INFO if step.outcome == "done" else logging.ERROR
        LOGGER.log(
            level,
            "step %d %s %s in %d ms %s",
            step.number,
            step.id,
            step.outcome,
            step.duration_ms,
            step.error or "",
        )

    def curtain(self, *, is_open: bool) -> None:
        """At INFO."""
        LOGGER.info("curtain %s", "opens" if is_open else "closes")

    def noted(self, fact: Fact, values: FactValues) -> None:
        """At INFO."""
        LOGGER.info("%s %s", fact.value, " ".join(f"{name}={value}" for name, value in values.items()))

    def warned(self, warning: str) -> None:
        """At WARNING."""
        LOGGER.warning("%s", warning)
