"""Through login.gov.pl goes a person; the assistant waits, types nothing, and goes on with the right NIP alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Page

from automation.ap.login_gov import LoginGov
from automation.environments import Login
from automation.errors import (
    BrowserClosedError,
    Exit,
    LoginNeedsPersonError,
    LoginTimedOutError,
    LoginWayMissingError,
    WrongContextShownError,
)
from automation.evidence.steps import Fact, FactValues, Step
from flows.login import sign_in
from tests.flows.conftest import NIP, Bench

pytestmark = pytest.mark.browser
Benches = Callable[..., Bench]

OTHER = "5265877635"
DEMO = {"test_login": False, "environment_label": "", "login_gov_nips": (NIP, OTHER)}

# On strangers' pages, whoever watches the page's changes or measures its elements is put on the audit's record.
WITNESS = """
  if (location.hostname === "localhost") {
    const told = (control) =>
      navigator.sendBeacon("/notice", JSON.stringify({ act: "type", control, trusted: false }));
    window.MutationObserver = class { constructor() { told("watched"); } observe() {} };
    window.getComputedStyle = () => { told("measured"); return {}; };
  }
"""


@dataclass
class Person:
    """Logs in on whatever page comes, as far as told, by the browser's own input."""

    b: Bench
    company: str = NIP
    gets_to: str = "/companies"
    recorded: list[bool] = field(default_factory=list)
    is_recording: bool = True

    def __post_init__(self) -> None:
        self.b.page.on("load", self.comes_to)
        self.b.page.on("popup", lambda window: window.on("load", self.comes_to))

    def comes_to(self, page: Page) -> None:
        """A page is there: do what it asks for."""
        if not page.url.startswith((self.b.replica.login_gov_url, self.b.replica.identity_url)):
            return
        self.recorded.append(self.is_recording)
        if "/login" in page.url and self.gets_to != "/login":
            page.get_by_role("link", name="Profil zaufany").click()
        elif "/sign-in" in page.url:
            page.get_by_label("Nazwa użytkownika").fill("maria")
            page.get_by_label("Hasło").fill("nie dla asystenta")
            page.get_by_role("button", name="Zaloguj się").click()
        elif "/code" in page.url:
            page.get_by_label("Kod z SMS").fill("123456")
            page.get_by_role("button", name="Potwierdź").click()
        elif "/companies" in page.url:
            page.get_by_role("link", name=f"NIP {self.company}").click()

    # As an observer of the run: would a recorder have seen the page?

    def credential(self, *, is_open: bool) -> None:
        """Recorders are told here to stop."""
        self.is_recording = not is_open

    def step_begins(self, step: Step) -> None:
        """Nothing."""

    def step_ends(self, step: Step) -> None:
        """Nothing."""

    def curtain(self, *, is_open: bool) -> None:
        """Nothing."""

    def noted(self, fact: Fact, values: FactValues) -> None:
        """Nothing."""

    def warned(self, warning: str) -> None:
        """Nothing."""


def log_in(b: Bench, limit: float = 60.0) -> None:
    """One run."""
    sign_in(b.run, b.ap, replace(b.order.identity, login=Login.LOGIN_GOV, limit=limit))


def with_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the browser pass for one that a person sees."""
    monkeypatch.setattr(LoginGov, "must_have_window", lambda _: None)


def test_the_person_logs_in_and_the_assistant_only_waits(
    bench: Benches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that was typed and pressed on strangers' pages was the person's; nothing of ours ran or recorded there."""
    b = bench(timeout=30.0, login_gov_popup=True, **DEMO)
    b.page.context.add_init_script(WITNESS)
    with pytest.raises(LoginNeedsPersonError) as refused:
        log_in(b)
    assert refused.value.exit is Exit.LOGIN
    with_window(monkeypatch)
    person = Person(b)
    b.run.observers.append(person)
    log_in(b)
    assert (b.ap.logged_in, b.ap.nip) == (True, NIP)
    assert b.page.context.pages == [b.page]
    assert [(event.control, event.trusted) for event in b.audit.strangers_inputs] == [
        ("Profil zaufany", True),
        ("Nazwa użytkownika", True),
        ("Hasło", True),
        ("Zaloguj się", True),
        ("Kod z SMS", True),
        ("Potwierdź", True),
        (f"NIP {NIP}", True),
    ]
    assert set(person.recorded) == {False}
    assert person.is_recording
    assert [(login.method, login.nip) for login in b.audit.logins] == [("login-gov", NIP)]


def test_another_company_or_nobody_ends_the_run(bench: Benches, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another NIP's home page: exit 9. The limit is over: exit 4. The window is closed: exit 130."""
    with_window(monkeypatch)
    b = bench(timeout=30.0, **DEMO)
    with pytest.raises(LoginWayMissingError) as missing:
        sign_in(b.run, b.ap, b.order.identity)
    assert "login.gov.pl" in str(missing.value.details["offered"])
    person = Person(b, company=OTHER)
    with pytest.raises(WrongContextShownError):
        log_in(b)
    b.page.context.clear_cookies()
    person.gets_to = "/login"
    with pytest.raises(LoginTimedOutError):
        log_in(b, limit=1.0)
    assert b.page.url == "about:blank"
    b.page.on("load", lambda page: page.close() if "/login?" in page.url else None)
    with pytest.raises(BrowserClosedError):
        log_in(b)


def test_a_context_that_ap_asks_for_is_given_on_its_own_page(
    bench: Benches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version 2.1.8 asks before it leaves; the NIP is typed there and nowhere else."""
    with_window(monkeypatch)
    b = bench(version="2.1.8", timeout=30.0, **DEMO)
    Person(b)
    log_in(b)
    assert (b.ap.version, b.ap.nip) == ("2.1.8", NIP)
    assert {event.control for event in b.audit.strangers_inputs if event.act == "type"} == {
        "Nazwa użytkownika",
        "Hasło",
        "Kod z SMS",
    }
