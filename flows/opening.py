"""Opens what a flow works with: the browser with AP in it and, beside it, the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from automation.ap.app import Ap
from automation.browser.session import BrowserSession, open_browser
from automation.environments import Environment
from automation.errors import AssistantError
from automation.text import say
from automation.vault import Vault
from flows.clipboard import ClipboardTidier
from flows.login_session import keep_newer_session
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
    fills_screen: bool = False,
    timeout: float,
    system_clipboard: bool = False,
    open_vault: Callable[[], Vault] | None = None,
    look_again: float = 0.0,
) -> Iterator[Workplace]:
    """Start the browser; meanwhile open the vault. Nothing has been asked of AP when this is ready.

    What another program wipes from the vault during the run is put back at its end: when the browser is closed,
    and once more `look_again` seconds after that.

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
            stack.callback(
                _look_again, run, opening, look_again
            )  # after the browser, before the vault is closed
        with run.step("przegladarka"):
            session = stack.enter_context(open_browser(browser, headed=headed, fills_screen=fills_screen))
            run.interruption.last_resort = session.break_off
        vault = None
        if opening is not None:
            with run.step("skarbiec"):
                vault = opening.result()
            pass_on_notices(run, vault)
        ap = Ap(
            session.page,
            environment,
            timeout=timeout,
            still_wanted=run.interruption.check,
            system_clipboard=system_clipboard,
        )
        if system_clipboard:
            run.observers.append(ClipboardTidier(run, ap.clipboard, headed=headed))
        run.on_step = ap.begin_step
        yield Workplace(ap, session, vault)
        keep_newer_session(ap, vault)


def _look_again(run: Run, opening: Future[Vault], seconds: float) -> None:
    """See that what the run has stored is still there: another program may have saved an older state over it."""
    if opening.exception() is not None:
        return
    vault = opening.result()
    try:
        if run.place is None:
            return
        if vault.restore_wiped() or not seconds or run.interruption.requested:
            return
        with run.step("po-chwili"):
            run.interruption.sleep(seconds)
            vault.restore_wiped()
    except AssistantError as error:
        run.warn("not-looked-again", reason=say(f"error-{error.code}.what", **error.details))
    finally:
        vault.sessions.wait()  # it has a notice where AP's session could not be kept
        pass_on_notices(run, vault)


def pass_on_notices(run: Run, vault: Vault) -> None:
    """Let the operator read what the vault has to say although it works."""
    for notice in vault.take_notices():
        run.warn(notice.id, **notice.values)


def _close(opening: Future[Vault]) -> None:
    if opening.exception() is None:
        opening.result().close()
