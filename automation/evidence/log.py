"""The log on stderr (`AP_LOG_LEVEL`): facts for whoever looks into a problem. Never a value from a page.

One JSON object a line: `at` (UTC), `level`, `event`, `fields`. The words of libraries, some of which log what they are
given (asyncio quotes exceptions that nobody fetched, Playwright quotes what was typed), are never passed on: of
their warnings the log tells whose it was, and an exception's type and place. The standard library does all this
in forty lines.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime
from typing import Final

from automation.errors import WrongSettingError
from automation.evidence.steps import Fact, FactValues, Step
from automation.outlets import kind_and_place, unguarded
from automation.redaction import redacted

LOGGER: Final = logging.getLogger("ap-token")
_VARIABLE: Final = "AP_LOG_LEVEL"


def set_up_logging() -> bool:
    """Log to stderr if `AP_LOG_LEVEL` asks for it; whether it does. Libraries' own words are never shown.

    Raises:
        WrongSettingError: it names no level.
    """
    level = os.environ.get(_VARIABLE, "").upper()
    root = logging.getLogger()
    logging.raiseExceptions = (
        False  # Python's report of a record that cannot be formatted quotes its arguments
    )
    root.addHandler(logging.NullHandler())  # without any handler, Python would print libraries' warnings
    LOGGER.propagate = False
    if not level:
        LOGGER.addHandler(logging.NullHandler())
        return False
    if level not in logging.getLevelNamesMapping():
        raise WrongSettingError(setting=_VARIABLE, reason="DEBUG, INFO, WARNING, ERROR")
    # Redacted field by field: the stream's own redaction could take JSON's quotes along with a secret.
    stream = unguarded(sys.stderr)
    own, theirs = logging.StreamHandler(stream), logging.StreamHandler(stream)
    own.setFormatter(_OwnRecord())
    theirs.setFormatter(_LibraryRecord())
    theirs.setLevel(logging.WARNING)
    LOGGER.addHandler(own)
    LOGGER.setLevel(level)
    root.addHandler(theirs)
    return True


def log(level: int, event: str, /, **fields: object) -> None:
    """Log a fact with its fields; a `Secret` among them, or the value of one in a text, comes out masked."""
    LOGGER.log(level, event, extra={"fields": fields})


class _OwnRecord(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = dict(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"], fields["place"] = kind_and_place(record.exc_info[0], record.exc_info[2])
        return _line(record, record.getMessage(), fields)


class _LibraryRecord(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = {"logger": record.name, "place": f"{record.filename}:{record.lineno}"}
        if record.exc_info and record.exc_info[0] is not None:
            fields["exception"], fields["place"] = kind_and_place(record.exc_info[0], record.exc_info[2])
        return _line(record, "library", fields)


def _line(record: logging.LogRecord, event: str, fields: dict[str, object] | dict[str, str]) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    said = {"at": at, "level": record.levelname, "event": event, "fields": fields}
    return json.dumps(redacted(said), ensure_ascii=False)


class LogObserver:
    """Observes a run for the log."""

    def step_begins(self, step: Step) -> None:
        """At DEBUG."""
        log(logging.DEBUG, "step-begins", id=step.id, number=step.number)

    def step_ends(self, step: Step) -> None:
        """At INFO, a failure at ERROR."""
        log(
            logging.INFO if step.outcome == "done" else logging.ERROR,
            "step-ends",
            id=step.id,
            number=step.number,
            outcome=step.outcome,
            duration_ms=step.duration_ms,
            error=step.error,
        )

    def curtain(self, *, is_open: bool) -> None:
        """At INFO."""
        log(logging.INFO, "curtain-opens" if is_open else "curtain-closes")

    def noted(self, fact: Fact, values: FactValues) -> None:
        """At INFO."""
        log(logging.INFO, fact.value, **values)

    def warned(self, warning: str) -> None:
        """At WARNING."""
        log(logging.WARNING, "warning", text=warning)
