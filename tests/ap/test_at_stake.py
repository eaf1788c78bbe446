"""What may be pressed while a token is at stake, and which copy icon is the token's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.ap.at_stake import may_cost_the_token
from automation.ap.issued import Issued
from automation.ap.pointing import Pointing
from automation.environments import environment

pytestmark = pytest.mark.browser

REFERENCE = "20251010-EC-1DCE3E3000-12ECB5B36E-45"
TOKEN = f"{REFERENCE}|nip-5265877635|{'ab' * 32}"

HARMLESS = """
<button id="1">Odśwież</button> <a id="2" role="button">Odśwież</a> <a id="3" href="javascript:void(0)">Odśwież</a>
<form><button id="4">Sprawdź status</button></form> <span id="5" role="button" tabindex="0">ODŚWIEŻ</span>
<button id="6" aria-describedby="note">Odśwież</button>
<p id="note">Uwaga! Aby wyświetlić token, użyj przycisku [Odśwież]. Jeżeli opuścisz stronę, token przepadnie.</p>
"""
COSTLY = """
<a id="1" href="/web/tokens/form">Odśwież</a> <a id="2" href="">Odśwież</a> <a id="3" href="#/home">Odśwież</a>
<a id="4" href="#"><button type="button">Odśwież</button></a> <form action="/x"><button id="5">Odśwież</button></form>
<form method="dialog"><button id="6">Odśwież</button></form> <button id="7">Odśwież stronę</button>
<button id="8" title="Zamknij okno">Odśwież</button> <button id="9" class="btn-close"></button>
<button id="10" mat-dialog-close>Odśwież</button> <button id="11" popovertarget="p">Odśwież</button>
<button id="12" aria-label="Wygeneruj kolejny token">x</button> <form><button id="13" formaction="/y">OK</button></form>
<button id="14">Lista tokenów</button> <button id="15" aria-describedby="tip">Odśwież</button>
<div id="tip" role="tooltip">Przeładuj stronę</div> <button id="16">close</button>
"""


@pytest.mark.parametrize(("body", "costly"), [(HARMLESS, False), (COSTLY, True)], ids=["harmless", "costly"])
def test_what_could_navigate_reload_or_close_is_never_pressed(page: Page, body: str, *, costly: bool) -> None:
    """By where it leads, what it submits, what it closes and what it is called, of itself or in its tooltip."""
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=f"<base href='/web/'>{body}", content_type="text/html; charset=utf-8"
        ),
    )
    page.goto("http://ap.test/web/tokens/form")
    elements = page.locator("[id]:not(p):not(div)").element_handles()
    told = {element.get_attribute("id"): may_cost_the_token(element) for element in elements}
    assert set(told.values()) == {costly}, told


@pytest.fixture
def issued(page: Page) -> Issued:
    """The window with the token, on a page of its own."""
    ap = Ap(page, environment("local", "http://127.0.0.1:9"), timeout=2)
    return Issued(ap, Pointing(ap, lambda *_, **__: None, asked_to_stop=lambda: True))


def _row(label: str, value: str, button: str) -> str:
    return f"<div><span>{label}</span> <code>{value}</code> {button}</div>"


ICON = '<button data-here="{}"><svg data-testid="ContentCopyIcon" width="9" height="9"></svg></button>'
THIS, OTHER = ICON.format("this"), ICON.format("other")
KOPIUJ = "<button {}>Kopiuj</button>"

CHOICES = {
    "each-row-has-its-own": _row("Numer", REFERENCE, KOPIUJ)
    + _row("Token", TOKEN, KOPIUJ.format("data-here=this")),
    "icons-alone": _row("Numer", REFERENCE, OTHER) + _row("Token", TOKEN, THIS),
    "in-one-box": f"<p>{REFERENCE}</p><p>{KOPIUJ}</p><p>{TOKEN}</p><p style='margin:-34px 0 0 900px'>"
    + KOPIUJ.format("data-here=this")
    + "</p>",
    "the-other-one-is-nearer": _row(
        "Token", TOKEN, "<button aria-label='Kopiuj numer referencyjny'>content_copy</button>"
    )
    + "<footer><button data-here=this>Kopiuj token</button></footer>",
    "named-by-its-tooltip": "<i hidden id=tip>Kopiuj do schowka</i>"
    + _row("Token", TOKEN, "<button data-here=this aria-describedby=tip><i>content_copy</i></button>"),
    "in-a-field": f"<div><input readonly value='{TOKEN}'>{THIS}</div><div>{REFERENCE}{OTHER}</div>",
    "one-of-them-hidden": _row(
        "Token", TOKEN, f"<b style='position:absolute;left:-999px'>{KOPIUJ}</b>" + THIS
    ),
}
NO_CHOICE = {
    "another-value's": _row("Token", TOKEN, "") + _row("Numer", REFERENCE, OTHER),
    "called-something-else": _row("Token", TOKEN, "<button>Kopiuj link</button>"),
    "two-of-a-kind": f"<div>{TOKEN} {KOPIUJ} {KOPIUJ}</div>",
    "closes": _row("Token", TOKEN, "<a href='/web/'>Kopiuj</a>"),
    "nothing-says-copy": _row("Token", TOKEN, "<button><svg width=9 height=9></svg></button>"),
}


def test_the_tokens_own_copy_icon_is_told_from_others(page: Page, issued: Issued) -> None:
    """By name or icon, and by the smallest box that it shares with the token; else none is pressed."""
    found = {}
    for name, body in {**CHOICES, **NO_CHOICE}.items():
        page.set_content(body.replace(" {}", ""))
        element = issued.copy_control()
        found[name] = element.get_attribute("data-here") if element is not None else None
    assert found == dict.fromkeys(CHOICES, "this") | dict.fromkeys(NO_CHOICE)


def test_a_token_is_issued_whatever_the_heading_says(page: Page, issued: Issued) -> None:
    """It is seen in a strip, a field, in pieces and in a shadow root; what nobody can see does not count."""
    shadow = "<div><template shadowrootmode=open><pre>{}</pre></template></div>"
    in_sight = [
        f"<pre>{TOKEN}</pre>",
        f"<input readonly value='{TOKEN}'>",
        f"<p><b>{REFERENCE}|</b><b>nip-5265877635|{'ab' * 32}</b></p>",
        shadow.format(TOKEN),
    ]
    for body in in_sight:
        page.goto("about:blank")
        page.set_content(body)
        assert issued.is_in_sight(), body
    for body in [f"<pre hidden>{TOKEN}</pre>", f"<pre>{REFERENCE}</pre>", f"<script>'{TOKEN}'</script>"]:
        page.set_content(body)
        assert not issued.is_in_sight(), body
