"""With `--clipboard system` the token is in the clipboard as by hand, and does not stay there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.browser.clipboard import ClipboardCapture
from automation.errors import AssistantError, TokenSuspectError, WrongSettingError
from automation.evidence.steps import Fact, FactValues, Step
from automation.settings import load_settings
from automation.text import say
from flows.clipboard import ClipboardTidier
from flows.run import Run
from tests.browser.copying import LONG, copy, serving

from .conftest import Bench

LYING_ICON = """
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !button.textContent.includes("Kopiuj")) return;
  event.stopImmediatePropagation();
  navigator.clipboard.writeText("20251010-EC-1DCE3E3000");
}, true);
"""


class Onlooker:
    """Observes a run, and looks into the clipboard when the curtain closes."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.saw = ""

    def step_begins(self, step: Step) -> None:
        """Nothing."""

    def step_ends(self, step: Step) -> None:
        """Nothing."""

    def curtain(self, *, is_open: bool) -> None:
        """Look."""
        if not is_open:
            self.saw = clipboard(self._page)

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing."""

    def warned(self, warning: str) -> None:
        """Nothing."""


def clipboard(page: Page) -> str:
    """What the browser's clipboard holds."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    held = str(page.evaluate("() => navigator.clipboard.readText()"))
    page.context.clear_permissions()
    return held


def with_the_systems_clipboard(bench: Bench) -> Onlooker:
    """Set a bench up like `--clipboard system`, with somebody who looks before the tidier acts."""
    bench.ap = Ap(
        bench.page,
        bench.order.environment,
        timeout=10,
        still_wanted=bench.run.interruption.check,
        system_clipboard=True,
    )
    bench.run.on_step = bench.ap.begin_step
    onlooker = Onlooker(bench.page)
    bench.run.observers += [onlooker, ClipboardTidier(bench.run, bench.ap.clipboard, headed=True)]
    return onlooker


@pytest.mark.browser
@pytest.mark.parametrize("method", ["clipboard-api", "exec-command"])
def test_the_token_is_in_the_clipboard_until_the_curtain_closes(
    bench: Callable[..., Bench], method: str
) -> None:
    """There when the token is stored, gone when the run ends; and the run is none the worse for it."""
    b = bench(copy_method=method)
    onlooker = with_the_systems_clipboard(b)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert onlooker.saw == issued.value
    assert clipboard(b.page) == ""
    assert b.run.warnings == []


@pytest.mark.browser
def test_it_is_gone_after_an_error_too(bench: Callable[..., Bench], page: Page) -> None:
    """What was copied is not the token: it may be a part of it."""
    page.add_init_script(LYING_ICON)
    b = bench()
    onlooker = with_the_systems_clipboard(b)
    with pytest.raises(TokenSuspectError):
        b.generate()
    assert onlooker.saw == "20251010-EC-1DCE3E3000"
    assert clipboard(b.page) == ""


@pytest.mark.browser
def test_by_default_the_clipboard_never_has_it(bench: Callable[..., Bench]) -> None:
    """Not even at the moment when the curtain closes."""
    b = bench()
    onlooker = Onlooker(b.page)
    b.run.observers.append(onlooker)
    b.generate()
    assert onlooker.saw == ""


@pytest.fixture
def copied(page: Page) -> Iterator[ClipboardCapture]:
    """A page that has copied to the system's clipboard."""
    with serving() as address:
        capture = ClipboardCapture(page, system=True)
        page.goto(address)
        with capture:
            copy(page, "writeText")
        assert clipboard(page) == LONG
        yield capture


@pytest.mark.browser
def test_the_last_place_that_has_the_token_is_left_alone(copied: ClipboardCapture, page: Page) -> None:
    """Nothing could be written: the operator is told, and may still paste. Once it is on disk it is cleared."""
    run = Run()
    tidier = ClipboardTidier(run, copied, headed=True)
    tidier.noted(Fact.HOLDING, {})
    tidier.curtain(is_open=False)
    assert clipboard(page) == LONG
    assert run.warnings == [say("warning-clipboard-left")]
    tidier.noted(Fact.RESCUED, {})
    tidier.curtain(is_open=False)
    assert clipboard(page) == ""


@pytest.mark.browser
def test_a_clipboard_out_of_reach_is_told(copied: ClipboardCapture, page: Page) -> None:
    """The page is gone: the operator has to clear it."""
    page.close()
    run = Run()
    ClipboardTidier(run, copied, headed=True).curtain(is_open=False)
    assert run.warnings == [say("warning-clipboard-not-cleared")]


@pytest.mark.browser
def test_a_browser_without_a_window_is_told(page: Page) -> None:
    """Its clipboard is not the system's."""
    run = Run()
    ClipboardTidier(run, ClipboardCapture(page, system=True), headed=False)
    assert run.warnings == [say("warning-clipboard-headless")]


def test_there_is_no_third_way() -> None:
    """Another word is a wrong setting, and the message says which are right."""
    with pytest.raises(WrongSettingError) as caught:
        load_settings(clipboard="klipper")
    assert isinstance(caught.value, AssistantError)
    assert "isolated" in str(caught.value.details["reason"])
    assert load_settings().clipboard == "isolated"
