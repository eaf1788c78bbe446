"""Replicas on demand, and a real Chromium in front of them."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from automation.replica.scenario import Scenario
from automation.replica.server import Replica

from .client import Client
from .visitor import Visitor


@pytest.fixture
def start() -> Iterator[Callable[..., Replica]]:
    """Start a replica with a scenario's values; it stops with the test."""
    with ExitStack() as stack:

        def started(**values: object) -> Replica:
            return stack.enter_context(Replica(Scenario.model_validate(values)))

        yield started


@pytest.fixture
def enter(start: Callable[..., Replica]) -> Callable[..., tuple[Replica, Client]]:
    """Start a replica and log in to its API."""

    def entered(**values: object) -> tuple[Replica, Client]:
        replica = start(**values)
        client = Client(replica.base_url)
        assert client.log_in().status == 200
        return replica, client

    return entered


@pytest.fixture(scope="package")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser for this folder: the one of the settings, else what is installed."""
    candidates = [
        os.environ.get("AP_BROWSER"),
        *map(shutil.which, ("chromium", "google-chrome", "microsoft-edge")),
    ]
    executable = next(filter(None, candidates), None)
    with ExitStack() as stack:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            playwright = stack.enter_context(sync_playwright())
        else:
            # Another folder's tests keep theirs for the whole session, and a thread can have but one.
            playwright = request.getfixturevalue("playwright")
        launched = playwright.chromium.launch(executable_path=executable, chromium_sandbox=False)
        stack.callback(launched.close)
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new page of AP's usual size. What the page itself complains about fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, timezone_id="Europe/Warsaw")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    complaints: list[str] = []
    opened = context.new_page()
    opened.set_default_timeout(5000)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    # A refused request is logged by the browser too; scenarios order such.
    opened.on(
        "console",
        lambda line: (
            complaints.append(line.text)
            if line.type == "error" and not line.text.startswith("Failed to load resource")
            else None
        ),
    )
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def visit(start: Callable[..., Replica], page: Page) -> Callable[..., Visitor]:
    """Start a replica for somebody who has a browser."""

    def visited(**values: object) -> Visitor:
        return Visitor(page, start(**values))

    return visited
