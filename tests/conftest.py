"""What the tests share: a real browser set up as the product sets up its own, and replicas on demand.

`browser`, `context` and `page` are pytest-playwright's; only what they are made with is ours.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from automation.browser.find import BrowserChoice, chosen_browser
from automation.replica.scenario import Scenario
from automation.replica.server import Replica


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> dict[str, Any]:
    """The browser of the settings, else an installed one. In CI its absence is a failure."""
    choice = chosen_browser(os.environ.get("AP_BROWSER"))
    own = playwright.chromium.executable_path
    if choice is None and Path(own).is_file():
        choice = BrowserChoice("executable", own)
    if choice is None or choice.kind == "endpoint":
        message = "no browser program: `make test` finds or installs one"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    key = "channel" if choice.kind == "channel" else "executable_path"
    # Root has no sandbox, and some systems deny it to others; the pages here are the tests' own.
    return {**browser_type_launch_args, key: choice.value, "chromium_sandbox": False}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A context like the product's."""
    return {
        **browser_context_args,
        "locale": "pl-PL",
        "timezone_id": "Europe/Warsaw",
        "viewport": {"width": 1440, "height": 900},
        "service_workers": "block",
    }


@pytest.fixture(scope="session", autouse=True)
def _data_folder_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the product keeps in the user's data folder stays out of the folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def replica() -> Iterator[Callable[[Scenario | None], Replica]]:
    """Start a replica with a scenario (the usual case without one); it stops with the test."""
    with ExitStack() as stack:

        def started(scenario: Scenario | None = None) -> Replica:
            return stack.enter_context(Replica(scenario))

        yield started


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
"""Every row of every table; else, of the long ones, as many as their marker `usually` says."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast tests first: what needs a browser or KeePassXC waits until the rest has had its say."""
    if not THOROUGH:
        left_out = _left_out(items)
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]
    items.sort(
        key=lambda item: sum(item.get_closest_marker(slow) is not None for slow in ("browser", "keepassxc"))
    )


def _left_out(items: list[pytest.Item]) -> set[pytest.Item]:
    """The rows of long tables that the usual run does without: it keeps some, spread evenly, the first among them."""
    tables: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("usually") is not None:
            tables.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out: set[pytest.Item] = set()
    for rows in tables.values():
        marker = rows[0].get_closest_marker("usually")
        wanted = min(int(marker.args[0]), len(rows)) if marker is not None else len(rows)
        kept = {round(number * len(rows) / wanted) for number in range(wanted)}
        left_out.update(row for number, row in enumerate(rows) if number not in kept)
    return left_out
