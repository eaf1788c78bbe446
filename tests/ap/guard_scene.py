"""AP's server, a stranger's, and the assistant between them: what the tests of the origin guard share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.environments import environment
from automation.errors import AssistantError, Exit, PolicyError, WrongOriginError
from tests.ap.hostile_server import Answer, WebServer

NIP = "1234563218"
FIELD = control("context-nip")
BUTTON = control("authenticate")
FORM = """<form method="post" action="/signed-in"><label>NIP firmy <input name="nip"></label>
<button>Uwierzytelnij do aplikacji testowej</button></form>"""


def ap_page(more: str = "", form: str = FORM) -> Answer:
    """AP, as far as is needed here, and something more."""
    return Answer(f'<!doctype html><html lang="pl"><meta charset="utf-8"><title>AP</title>{form}{more}')


@dataclass
class Scene:
    """AP's server, a stranger's, and the assistant between them."""

    own: WebServer
    evil: WebServer
    ap: Ap
    nip: str = NIP

    def log_in(self, look: float = 0.5) -> None:
        """What the assistant does on a page: look for a while (seconds), type, press, wait."""
        self.ap.open()
        self.ap.patience.pause(look)
        self.ap.hand.fill(FIELD, self.nip)
        self.ap.hand.press(BUTTON)
        self.ap.patience.pause(look)

    def must_stop(
        self, error: type[AssistantError] = WrongOriginError, *, look: float = 3.0, keys: int = 0
    ) -> AssistantError:
        """The assistant refuses, by policy, and the stranger has learnt nothing.

        Args:
            error: what the run ends with.
            keys: how many keys may have been on their way already when the stranger came.
            look: seconds within which the page has done its deed, on a machine that is busy with other things, too.
        """
        with pytest.raises(error) as caught:
            self.log_in(look)
        if self.ap.page.url.startswith(self.ap.environment.origin):
            self.ap.page.wait_for_timeout(200)  # a stranger that is still being loaded may yet speak up
        assert isinstance(caught.value, PolicyError)
        assert caught.value.exit is Exit.POLICY
        if keys == 0:
            assert self.evil.felt == []
        assert sum(each.startswith("keydown") for each in self.evil.felt) <= keys
        assert not any(each.startswith("click") for each in self.evil.felt)
        assert not self.evil.was_told(self.nip)
        return caught.value


@pytest.fixture
def fresh_context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A context of its own for each test: windows that a page opens would stay for the next one."""
    made = browser.new_context(**browser_context_args)
    yield made
    made.close()


@pytest.fixture
def scene(fresh_context: BrowserContext) -> Iterator[Callable[..., Scene]]:
    """Set up a scene: AP's pages by path, `{evil}` in them the stranger's address; values of the environment."""
    with ExitStack() as stack:

        def ready(pages: dict[str, Answer], *, at: str = "localhost", **changes: Any) -> Scene:
            own = stack.enter_context(WebServer().running())
            evil = stack.enter_context(WebServer().running())
            evil_address = f"http://{at}:{evil.port}"
            own.pages |= {
                path: dataclasses.replace(
                    answer,
                    body=answer.body.replace("{evil}", evil_address),
                    headers={
                        name: value.replace("{evil}", evil_address) for name, value in answer.headers.items()
                    },
                )
                for path, answer in pages.items()
            }
            local = environment("local", f"http://127.0.0.1:{own.port}/web/")
            changes = {
                name: tuple(each.replace("{evil}", evil_address) for each in value)
                for name, value in changes.items()
            }
            ap = Ap(fresh_context.new_page(), dataclasses.replace(local, **changes), timeout=3)
            return Scene(own, evil, ap)

        yield ready


Scenes = Callable[..., Scene]
