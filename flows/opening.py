"""Opens what a flow works with: the browser with AP in it and, beside it, the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from automation.ap.app import Ap
from automation.browser.session import BrowserSession, open_browser
from automation.environments import Environment
from automation.vault import Vault
from flows.run import Run


@dataclass(frozen=True, slots=True)
class Workplace:
    """A browser with AP, and the vault where the command uses one."""

    ap: Ap
    browser: BrowserSession
    vault: Vault | None


@contextmanager
def workplace(
    run: Run,
    environment: Environment,
    *,
    browser: str | None,
    headed: bool,
    timeout: float,
    open_vault: Callable[[], Vault] | None = None,
) -> Iterator[Workplace]:
    """Start the browser; meanwhile open the vault. Nothing has been asked of AP when this is ready.

    Raises:
        VaultError: the vault cannot be used.
        BrowserMissingError, BrowserUnusableError: no browser.
    """
    with ExitStack() as stack:
        opening: Future[Vault] | None = None
        if open_vault is not None:
            # Deriving the key takes up to seconds of one core, the browser's start mostly waits for another.
            pool = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="vault"))
            opening = pool.submit(open_vault)
            stack.callback(_close, opening)
        with run.step("przegladarka"):
            session = stack.enter_context(open_browser(browser, headed=headed))
        vault = None
        if opening is not None:
            with run.step("skarbiec"):
                vault = opening.result()
        ap = Ap(session.page, environment, timeout=timeout, still_wanted=run.interruption.check)
        run.on_step = ap.begin_step
        yield Workplace(ap, session, vault)


def _close(opening: Future[Vault]) -> None:
    if opening.exception() is None:
        opening.result().close()
