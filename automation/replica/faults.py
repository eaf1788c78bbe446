"""Errors and delays that a scenario plans."""

from __future__ import annotations

import time
from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from starlette.responses import Response

from automation.replica.scenario import Delay, Fault, Scenario

if TYPE_CHECKING:
    from starlette.requests import Request

    from automation.replica.world import World

API = "/webs/api/v2"
CUT = "ap.cut"
"""Where a request's scope keeps what breaks its connection."""
KEPT = "ap.kept"
"""Where it keeps whether the connection has carried a request before."""

_REPEATED_WITHIN = 1.0
"""Seconds within which a browser has sent a request whose connection broke once more; nobody presses so fast again."""


class Faults:
    """Counts requests against the scenario's plans."""

    def __init__(self, scenario: Scenario) -> None:
        self._errors = scenario.errors
        self._delays = scenario.delays
        self._seen: Counter[int] = Counter()
        self._cut: dict[tuple[str, str], tuple[Fault, float]] = {}

    def plan(self, method: str, path: str) -> tuple[Fault | None, float]:
        """The error to answer with, if any, and how long to hold the answer back. Counts the request."""
        if (repeated := self._repeated(method, path)) is not None:
            return repeated, 0.0
        # All rules count every request, also behind one that answers, so that `nth` means what it says.
        errors = [rule for rule in self._errors if self._due(rule, method, path)]
        delays = [rule for rule in self._delays if self._due(rule, method, path)]
        return (errors[0] if errors else None), sum(rule.seconds for rule in delays)

    def expect_repetition(self, fault: Fault, method: str, path: str) -> None:
        """A kept connection was just broken by this rule: the browser itself will send the request again."""
        self._cut[method, path] = (fault, time.monotonic() + _REPEATED_WITHIN)

    def _repeated(self, method: str, path: str) -> Fault | None:
        """The rule by which the same request was cut a moment ago, told once."""
        fault, until = self._cut.pop((method, path), (None, 0.0))
        return fault if time.monotonic() < until else None

    def _due(self, rule: Fault | Delay, method: str, path: str) -> bool:
        if rule.method not in ("*", method) or not _matches(rule.path, path):
            return False
        self._seen[id(rule)] += 1
        if rule.nth is None or (isinstance(rule, Fault) and rule.every):
            return True
        return self._seen[id(rule)] == rule.nth


def cut(world: World, fault: Fault, request: Request) -> Response:
    """Break the connection of a request; the answer that is returned reaches nobody."""
    if request.scope[KEPT]:  # on a fresh connection no browser tries again
        world.faults.expect_repetition(fault, request.method, request.url.path)
    request.scope[CUT]()
    return Response(status_code=502)


def _matches(pattern: str, path: str) -> bool:
    if pattern.startswith("/web"):
        return fnmatchcase(path, pattern)
    return path.startswith(API + "/") and fnmatchcase(path.removeprefix(API), pattern)
