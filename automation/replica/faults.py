"""Errors and delays that a scenario plans."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

from automation.replica.scenario import Delay, Fault, Scenario

API = "/webs/api/v2"


class Faults:
    """Counts requests against the scenario's plans."""

    def __init__(self, scenario: Scenario) -> None:
        self._errors = scenario.errors
        self._delays = scenario.delays
        self._seen: Counter[int] = Counter()

    def plan(self, method: str, path: str) -> tuple[Fault | None, float]:
        """The error to answer with, if any, and how long to hold the answer back. Counts the request."""
        # All rules count every request, also behind one that answers, so that `nth` means what it says.
        errors = [rule for rule in self._errors if self._due(rule, method, path)]
        delays = [rule for rule in self._delays if self._due(rule, method, path)]
        return (errors[0] if errors else None), sum(rule.seconds for rule in delays)

    def _due(self, rule: Fault | Delay, method: str, path: str) -> bool:
        if rule.method not in ("*", method) or not _matches(rule.path, path):
            return False
        self._seen[id(rule)] += 1
        if rule.nth is None or (isinstance(rule, Fault) and rule.every):
            return True
        return self._seen[id(rule)] == rule.nth


def _matches(pattern: str, path: str) -> bool:
    if pattern.startswith("/web"):
        return fnmatchcase(path, pattern)
    return path.startswith(API + "/") and fnmatchcase(path.removeprefix(API), pattern)
