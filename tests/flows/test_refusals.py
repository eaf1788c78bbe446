"""Users and screens with which no token can be made: nothing is ordered, and the reason is the right one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from automation.errors import (
    ApFailedError,
    ApTooManyRequestsError,
    ApUnreachableError,
    AssistantError,
    BrowserClosedError,
    CheckboxLockedError,
    ControlAmbiguousError,
    ControlMissingError,
    FormReadBackError,
    LoginFailedError,
    NoInvoicesMenuError,
    NoInvoicesNorPermissionsMenuError,
    NoPermissionsMenuError,
    NoTokensMenuError,
    SessionEndedError,
    WrongContextShownError,
)
from tests.flows.conftest import Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]

_ALL_BUT_INVOICES = ["CredentialsRead", "CredentialsManage", "SubunitManage"]


def must_stop(b: Bench, judge: KeePassXc, error: type[AssistantError]) -> None:
    """The run ends with this error, AP got no order, the database has no trace of the run."""
    with pytest.raises(error):
        b.generate()
    assert not b.audit.token_posts
    assert not any("KSeF" in path for path in b.entries(judge))


@pytest.mark.usually(4)
@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ({"permissions": _ALL_BUT_INVOICES}, NoInvoicesMenuError),
        ({"permissions": ["InvoiceWrite", "InvoiceRead"]}, NoPermissionsMenuError),
        ({"permissions_menu": False, "tokens_menu": True}, NoPermissionsMenuError),
        ({"permissions": ["Introspection"]}, NoInvoicesNorPermissionsMenuError),
        ({"tokens_menu": False}, NoTokensMenuError),
        ({"permissions": ["InvoiceRead", *_ALL_BUT_INVOICES]}, CheckboxLockedError),
        ({"permissions": ["InvoiceWrite", *_ALL_BUT_INVOICES]}, CheckboxLockedError),
    ],
    ids=[
        "no-faktury",
        "no-uprawnienia",
        "tokeny-alone",
        "neither",
        "no-tokeny",
        "write-locked",
        "read-locked",
    ],
)
def test_a_user_without_rights_is_told_which(
    bench: Benches, judge: KeePassXc, scenario: dict[str, object], error: type[AssistantError]
) -> None:
    """Each state of menu and checkboxes has its own error, and none of them orders anything."""
    must_stop(bench(**scenario), judge, error)


def test_a_menu_that_comes_late_is_not_taken_for_missing_rights(bench: Benches) -> None:
    """The guide's verdict waits until AP has answered everything it was asked."""
    b = bench(delays=[{"method": "GET", "path": "/*", "seconds": 2.5}], timeout=20)
    b.generate()
    assert len(b.replica.wait_until(lambda seen: bool(seen.copies)).copies) == 1


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_an_error_of_aps_gateway_at_login_stops_the_run(bench: Benches, status: int) -> None:
    """Every request of the login answered with an error: the right error, and nothing ordered."""
    b = bench(errors=[{"path": "/auth/*", "every": True, "status": status}])
    with pytest.raises((ApFailedError, ApTooManyRequestsError, LoginFailedError)) as caught:
        b.generate()
    if status >= 500:
        assert isinstance(caught.value, ApFailedError)
    if status == 429:
        assert isinstance(caught.value, ApTooManyRequestsError)
    assert not b.audit.token_posts


def test_a_session_that_ends_before_the_order_is_said_so(bench: Benches, judge: KeePassXc) -> None:
    """AP going back to its login in the middle is an ended session, not a changed screen."""
    b = bench()
    on_step = b.run.on_step

    def log_out_behind_the_back(title: str) -> None:
        on_step(title)
        if "Generuj token" in title and "zadanie 2" in title:
            b.page.context.clear_cookies()
            b.page.evaluate("() => { location.href = '/web/login'; }")

    b.run.on_step = log_out_behind_the_back
    must_stop(b, judge, SessionEndedError)


def test_ap_that_is_down_is_said_so(bench: Benches) -> None:
    """No answer at the address: AP is unreachable, with the browser's own word for why."""
    b = bench()
    b.replica.stop()
    with pytest.raises(ApUnreachableError) as caught:
        b.generate()
    assert "ERR_CONNECTION_REFUSED" in str(caught.value.details["reason"])


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_first_page_that_is_an_error_is_aps_failure(bench: Benches, status: int) -> None:
    """An error page instead of AP."""
    b = bench(errors=[{"method": "GET", "path": "/web/*", "every": True, "status": status}])
    with pytest.raises((ApFailedError, ApTooManyRequestsError)):
        b.generate()


_RENAME = """
new MutationObserver(() => {
  for (const label of document.querySelectorAll("main button .mdc-button__label")) {
    if (label.textContent === "Generuj token") label.textContent = "Dalej";
  }
}).observe(document, { childList: true, subtree: true });
"""
_DOUBLE = """
new MutationObserver(() => {
  const button = [...document.querySelectorAll("main form button, main button[type=submit]")]
    .find((each) => each.textContent.includes("Generuj token"));
  if (button && !document.querySelector("[data-double]")) {
    const double = button.cloneNode(true);
    double.dataset.double = "";
    button.after(double);
  }
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize(
    ("script", "error"),
    [(_RENAME, ControlMissingError), (_DOUBLE, ControlAmbiguousError)],
    ids=["missing", "twice"],
)
def test_a_form_that_is_not_as_expected_stops_before_the_press(
    bench: Benches, page: Page, judge: KeePassXc, script: str, error: type[AssistantError]
) -> None:
    """A control that is missing, or there twice: no order, no entry."""
    page.add_init_script(script)
    must_stop(bench(timeout=5), judge, error)


@pytest.mark.usually(2)
@pytest.mark.parametrize(
    "meddle",
    [
        "document.querySelectorAll('main input[type=checkbox]')[2].click()",
        "document.querySelectorAll('main input[type=checkbox]')[0].click()",
        "document.querySelector('main textarea').value += '!'",
    ],
    ids=["ticks-another", "unticks-one", "changes-the-name"],
)
def test_the_fields_are_read_back_before_the_press(bench: Benches, judge: KeePassXc, meddle: str) -> None:
    """Whatever changes the form after it was filled in is noticed."""
    b = bench(timeout=5)
    on_step = b.run.on_step

    def meddle_before_the_check(title: str) -> None:
        on_step(title)
        if title.startswith("Krok 3: sprawdzenie"):
            b.page.evaluate(f"() => {{ {meddle} }}")

    b.run.on_step = meddle_before_the_check
    must_stop(b, judge, FormReadBackError)


def test_another_companys_context_stops_the_run(bench: Benches, page: Page, judge: KeePassXc) -> None:
    """The NIP in AP's header must be the one that was asked for."""
    page.add_init_script(
        """new MutationObserver(() => {
          for (const text of document.querySelectorAll("header *")) {
            if (text.childElementCount === 0 && text.textContent.includes("1234563218"))
              text.textContent = text.textContent.replace("1234563218", "5265877635");
          }
        }).observe(document, { childList: true, subtree: true, characterData: true });"""
    )
    must_stop(bench(timeout=5), judge, WrongContextShownError)


def test_closing_the_window_before_the_order_leaves_nothing(bench: Benches, judge: KeePassXc) -> None:
    """The operator closes the browser while the form is being filled in."""
    b = bench()
    on_step = b.run.on_step

    def close_at_the_form(title: str) -> None:
        on_step(title)
        if title.startswith("Krok 3: nazwa"):
            b.page.close()

    b.run.on_step = close_at_the_form
    must_stop(b, judge, BrowserClosedError)
