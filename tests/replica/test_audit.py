"""The audit: tokens lost by leaving the page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from automation.replica.audit import ButtonPress, PageLeft, TokenShown

from .client import NIP
from .visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def reload(visitor: Visitor) -> None:
    """Press F5."""
    visitor.page.reload()


def close(visitor: Visitor) -> None:
    """Go somewhere else altogether."""
    visitor.page.goto("about:blank")


def choose_in_menu(visitor: Visitor) -> None:
    """Go to another screen by the menu."""
    visitor.page.get_by_role("link", name="Historia sesji").click()


def choose_the_same_in_menu(visitor: Visitor) -> None:
    """Choose the form again, at the same address."""
    visitor.page.get_by_role("navigation").get_by_role("link", name="Generuj token").click()


def go_back(visitor: Visitor) -> None:
    """Press the browser's back button."""
    visitor.page.go_back()


def log_out(visitor: Visitor) -> None:
    """Log out by the header."""
    visitor.page.get_by_role("button", name=NIP).click()
    visitor.page.get_by_role("menuitem", name="Wyloguj").click()


LEAVING = [reload, close, choose_in_menu, choose_the_same_in_menu, go_back, log_out]


@pytest.mark.parametrize("leave", LEAVING)
def test_leaving_before_the_copy_loses_the_token(visit: Visit, leave: Callable[[Visitor], None]) -> None:
    """However the page is left, the token is lost once, and no page shows it again."""
    visitor = visit().wait_for_token()
    (issued,) = visitor.audit.issued.values()
    leave(visitor)
    audit = visitor.replica.wait_until(lambda audit: audit.lost_tokens)
    assert audit.lost_tokens == [issued.reference]
    expect(visitor.page.get_by_text(issued.value)).to_have_count(0)


def test_leaving_while_waiting_loses_the_token_too(visit: Visit) -> None:
    """*W realizacji* holds the token in memory already; a reload forgets it."""
    visitor = visit().order()
    expect(visitor.heading("W realizacji")).to_be_visible()
    visitor.page.reload()
    audit = visitor.replica.wait_until(lambda audit: audit.lost_tokens)
    (left,) = [event for event in audit.events if isinstance(event, PageLeft)]
    assert not left.shown
    expect(visitor.page.get_by_label("Nazwa tokena")).to_have_value("")


@pytest.mark.parametrize("leave", [reload, choose_in_menu])
def test_leaving_after_the_copy_loses_nothing(visit: Visit, leave: Callable[[Visitor], None]) -> None:
    """The page's own end is in the audit, and no token is lost."""
    visitor = visit().wait_for_token()
    visitor.button("Kopiuj").click()
    expect(visitor.page.get_by_text("Skopiowano do schowka.")).to_be_visible()
    leave(visitor)
    audit = visitor.replica.wait_until(
        lambda audit: any(isinstance(event, PageLeft) for event in audit.events)
    )
    assert (audit.lost_tokens, audit.uncopied_tokens) == ([], [])
    assert len(audit.copies) == 1
    assert [event.kind for event in audit.events].count("page-left") == 1


@pytest.mark.parametrize("name", ["Lista tokenów", "Wygeneruj kolejny token"])
def test_the_buttons_below_the_token_lose_it(visit: Visit, name: str) -> None:
    """Both leave the page, and the audit says that it was before the copy."""
    visitor = visit().wait_for_token()
    visitor.button(name).click()
    audit = visitor.replica.wait_until(lambda audit: audit.lost_tokens)
    (press,) = [event for event in audit.events if isinstance(event, ButtonPress)]
    assert (press.name, press.before_copy) == (name, True)
    assert sum(isinstance(event, TokenShown) for event in audit.events) == 1


def test_a_whole_run_is_told_in_order(visit: Visit) -> None:
    """From the first page to the logout: what a good run looks like."""
    visitor = visit().log_in()
    page = visitor.page
    page.get_by_role("button", name="Tokeny").click()
    page.get_by_role("navigation").get_by_role("link", name="Generuj token").click()
    page.get_by_label("Nazwa tokena").fill("iCargo faktury")
    page.get_by_role("checkbox", name="przeglądanie faktur").check()
    visitor.button("Generuj token").click()
    visitor.button("Odśwież").click()
    visitor.button("Kopiuj").click()
    visitor.button("Lista tokenów").click()
    expect(visitor.heading("Lista tokenów")).to_be_visible()
    log_out(visitor)
    audit = visitor.replica.wait_until(
        lambda audit: audit.events[-1].kind == "route" and "logout" in str(audit)
    )
    kinds = [event.kind for event in audit.events if event.kind != "route"]
    assert kinds == [
        "page-load",
        "login",
        "token-post",
        "status-read",
        "token-shown",
        "copy",
        "button",
        "page-left",
        "logout",
    ]
    post = audit.token_posts[0]
    assert (post.name, post.permissions) == ("iCargo faktury", ("InvoiceRead",))
    times = [event.at for event in audit.events]
    assert times == sorted(times)
