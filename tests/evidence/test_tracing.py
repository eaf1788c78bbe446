"""The trace ends before a token can be in it, and holds no other secret either."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route

from automation import private
from automation.errors import StillRecordingError
from automation.evidence import tracing
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Seen, Step
from automation.evidence.trace_cleaning import clean_trace
from automation.evidence.tracing import FILE_NAME, Tracer
from automation.secret import MASK
from flows.run import Run

pytestmark = pytest.mark.browser

TOKEN = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """The run's temporary folder."""
    private.make_folder(tmp_path / "scratch")
    return tmp_path / "scratch"


def content(path: Path) -> str:
    """Everything in a trace, as text."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def show(page: Page, text: str) -> None:
    """Let a page show something, and act on it, so that a running trace records it."""
    page.evaluate("(text) => { document.body.innerHTML = `<button>${text}</button>`; }", text)
    page.get_by_role("button").click()


def test_the_trace_stops_for_good_when_the_curtain_opens(
    page: Page, folder: RunFolder, step: Step, scratch: Path
) -> None:
    """What came before is in it; the token is not, nor anything after, and no event starts it again."""
    tracer = Tracer(folder, page.context, scratch)
    path = folder.path / FILE_NAME
    show(page, "przed-kurtyną")
    assert not path.exists()
    tracer.curtain(is_open=True)
    written = path.read_bytes()
    assert "przed-kurtyną" in content(path)
    show(page, TOKEN)
    tracer.curtain(is_open=False)
    tracer.step_begins(step)
    step.outcome = "failed"
    tracer.step_ends(step)
    tracer.curtain(is_open=True)
    tracer.warned("Uwaga")
    show(page, "po-kurtynie")
    tracer.stop()
    assert path.read_bytes() == written
    assert "919f7044" not in content(path)
    assert sorted(file.name for file in folder.path.iterdir()) == [FILE_NAME]


def test_nothing_records_any_more_once_the_curtain_is_open(
    page: Page, folder: RunFolder, scratch: Path
) -> None:
    """Playwright itself says so: a new trace could be started."""
    Tracer(folder, page.context, scratch).curtain(is_open=True)
    page.context.tracing.start()
    page.context.tracing.stop()


@pytest.mark.parametrize("moment", ["curtain", "credential"])
def test_a_recording_that_cannot_be_ended_ends_the_run(
    page: Page, folder: RunFolder, scratch: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before anything secret is on the page; one that ends without leaving a file is good enough."""
    tracer = Tracer(folder, page.context, scratch)
    run = Run(observers=[tracer])
    begins = run.curtain if moment == "curtain" else run.credential
    stop = page.context.tracing.stop

    def refuse(**_: object) -> None:
        raise Error("Tracing.stop: no")

    with monkeypatch.context() as broken:
        broken.setattr(page.context.tracing, "stop", refuse)
        with pytest.raises(StillRecordingError), begins():
            pytest.fail("nobody may get here")
    run = Run(observers=[tracer])
    begins = run.curtain if moment == "curtain" else run.credential
    with monkeypatch.context() as broken:
        broken.setattr(page.context.tracing, "stop", lambda **values: refuse() if values else stop())
        with begins():
            assert not tracer.is_recording
    assert not (folder.path / FILE_NAME).exists()


def test_a_failed_step_ends_the_trace(page: Page, folder: RunFolder, step: Step, scratch: Path) -> None:
    """It is the last one worth seeing; a step that went well is not."""
    tracer = Tracer(folder, page.context, scratch)
    step.outcome = "done"
    tracer.step_ends(step)
    assert not (folder.path / FILE_NAME).exists()
    show(page, "nieudane")
    step.outcome = "failed"
    tracer.step_ends(step)
    assert "nieudane" in content(folder.path / FILE_NAME)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_the_trace_is_the_users_alone(page: Page, folder: RunFolder, scratch: Path) -> None:
    """0600, though Playwright would let everybody read it."""
    tracer = Tracer(folder, page.context, scratch)
    show(page, "cokolwiek")
    tracer.stop()
    path = folder.path / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size > 0


SECRETS = {
    "cookie set by AP": "ciastko-ustawione-4821",
    "cookie put there": "ciastko-wlozone-9917",
    "authorization": "naglowek-upowazniony-5533",
    "header of its own": "naglowek-wlasny-2290",
    "query": "kod-z-adresu-7745",
    "fragment": "kod-z-kotwicy-3381",
    "sent": "wyslane-w-tresci-6612",
    "answered": "odpowiedziane-w-tresci-1180",
    "filled in": "wpisane-przez-fill-4475",
    "typed": "wpisane-z-klawiatury-8823",
    "handed to a script": "argument-skryptu-5590",
    "given back by a script": "wynik-skryptu-2217",
    "in a hidden field": "ukryte-w-polu-9034",
    "in a text area": "wielowierszowe-pole-3328",
    "in a meta element": "znacznik-meta-6641",
    "in the console": "powiedziane-konsoli-7702",
    "stored": "w-magazynie-strony-1156",
    "token": "919f7044" * 8,
    "pesel": "44051401458",
}


def answered(route: Route) -> None:
    """AP, full of secrets."""
    kind = "text/html; charset=utf-8"
    headers = {"set-cookie": f"ap-session={SECRETS['cookie set by AP']}; HttpOnly; Path=/"}
    if "/webs/api/" in route.request.url:
        kind, body = "application/json", json.dumps({"accessToken": SECRETS["answered"]})
    elif route.request.url.endswith(".css"):
        kind, body = "text/css", "h1 { color: rgb(1, 2, 3) }"
    else:
        body = f"""<meta name=csrf-token content={SECRETS["in a meta element"]}><link rel=stylesheet href=/look.css>
          <h1>Przed kurtyną</h1><label>Pole<input></label><input type=password><textarea></textarea>
          <input type=hidden name=SAMLResponse value={SECRETS["in a hidden field"]}>
          <p>PESEL {SECRETS["pesel"]}</p><p>{TOKEN}</p><p id=echo></p>"""
    route.fulfill(body=body, headers=headers | {"content-type": kind})


def visit(page: Page) -> None:
    """Do everything by which a secret can get into a trace."""
    page.route("https://ap.example/**", answered)
    page.context.add_cookies(
        [{"name": "other", "value": SECRETS["cookie put there"], "url": "https://ap.example/"}]
    )
    page.goto(f"https://ap.example/web/?code={SECRETS['query']}#state={SECRETS['fragment']}")
    page.get_by_label("Pole").fill(SECRETS["filled in"])
    page.locator("[type=password]").press_sequentially(SECRETS["typed"])
    page.locator("textarea").fill(SECRETS["in a text area"])
    assert page.get_by_label("Pole").input_value() == SECRETS["filled in"]
    page.evaluate("(text) => { window.seen = text; }", SECRETS["handed to a script"])
    page.evaluate("() => 'wynik-skryptu-' + '2217'")
    page.evaluate("() => console.log('powiedziane-' + 'konsoli-7702')")
    page.evaluate("(text) => localStorage.setItem('x', text)", SECRETS["stored"])
    page.evaluate(
        """async ([authorization, own, sent]) => {
          const answer = await fetch("/webs/api/v2/auth", {
            method: "POST", body: JSON.stringify({ sent }),
            headers: { authorization: `Bearer ${authorization}`, "x-ap-session": own },
          });
          await answer.text();
          // A page may show what it was given, anywhere.
          document.querySelector("#echo").textContent = authorization;
          document.querySelector("#echo").title = own;
        }""",
        [SECRETS["authorization"], SECRETS["header of its own"], SECRETS["sent"]],
    )
    page.get_by_role("heading").click()


@pytest.fixture
def traced(browser: Browser, folder: RunFolder, scratch: Path, browser_context_args: dict[str, Any]) -> Path:
    """The trace of such a visit."""
    context = browser.new_context(**browser_context_args)
    tracer = Tracer(folder, context, scratch)
    visit(context.new_page())
    tracer.stop()
    context.close()
    assert not list(scratch.iterdir())
    return folder.path / FILE_NAME


def test_no_secret_is_in_a_trace(traced: Path) -> None:
    """Searched in every file of the archive; Playwright's own words and ours are still there."""
    text = content(traced)
    assert [name for name, secret in SECRETS.items() if secret in text] == []
    assert "Przed kurtyną" in text
    assert "rgb(1, 2, 3)" in text
    assert "https://ap.example/webs/api/v2/auth" in text
    assert MASK in text
    with zipfile.ZipFile(traced) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".jpeg", ".png", ".json", ".html"))]


def test_the_raw_trace_holds_them(
    browser: Browser, tmp_path: Path, browser_context_args: dict[str, Any]
) -> None:
    """The other test searches in the right way, and each of these gets into a trace."""
    context = browser.new_context(**browser_context_args)
    context.tracing.start(snapshots=True)
    visit(context.new_page())
    context.tracing.stop(path=tmp_path / "raw.zip")
    context.close()
    text = content(tmp_path / "raw.zip")
    assert [name for name, secret in SECRETS.items() if secret not in text] == []


def test_the_trace_opens_in_the_viewer(traced: Path, browser: Browser) -> None:
    """Playwright's own viewer lists the actions and shows the page as it was."""
    page = browser.new_page()  # the viewer needs a service worker, which our contexts do not let in
    driver = [
        sys.executable,
        "-m",
        "playwright",
        "show-trace",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        str(traced),
    ]
    with subprocess.Popen(driver, stdout=subprocess.PIPE, text=True, start_new_session=True) as viewer:
        assert viewer.stdout is not None
        try:
            found = next(filter(None, (re.search(r"http://\S+", line) for line in viewer.stdout)))
            page.goto(found[0])
            page.locator(".action-title", has_text="Click").first.click()
            shown = page.frame_locator("iframe[name=snapshot]:visible").get_by_role("heading")
            shown.filter(has_text="Przed kurtyną").wait_for()
            assert shown.evaluate("(element) => getComputedStyle(element).color") == "rgb(1, 2, 3)"
        finally:
            page.close()
            os.killpg(viewer.pid, 15) if os.name == "posix" else viewer.terminate()


def test_nothing_is_recorded_while_a_credential_is_on_the_page(
    page: Page, folder: RunFolder, scratch: Path
) -> None:
    """What comes before and after is in two traces; what was typed in between, sent and answered, in neither."""
    tracer = Tracer(folder, page.context, scratch)
    run = Run(observers=[tracer])
    show(page, "przed-poswiadczeniem")
    with run.credential():
        page.set_content("<input type=password>")
        page.locator("input").fill("haslo-certyfikatu")
        show(page, "w-trakcie")
        page.set_content("")  # the credential is off the page when the block ends
    show(page, "po-poswiadczeniu")
    with run.curtain():
        show(page, TOKEN)
        with run.credential():
            show(page, TOKEN)
    show(page, "po-kurtynie")
    tracer.stop()
    assert not run.warnings
    first, second = (content(folder.path / name) for name in (FILE_NAME, "trace-2.zip"))
    assert "przed-poswiadczeniem" in first
    assert "po-poswiadczeniu" in second
    for text in (first, second):
        assert not [
            word for word in ("haslo-certyfikatu", "w-trakcie", "919f7044", "po-kurtynie") if word in text
        ]
    assert sorted(path.name for path in folder.path.iterdir()) == ["trace-2.zip", FILE_NAME]


def test_a_trace_that_cannot_be_cleaned_is_not_kept(
    page: Page, folder: RunFolder, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither raw nor in part, and recording has ended."""

    def fail(*_: object, **__: object) -> bytes:
        raise ValueError("not a trace")

    monkeypatch.setattr(tracing, "clean_trace", fail)
    tracer = Tracer(folder, page.context, scratch)
    show(page, "cokolwiek")
    with pytest.raises(ValueError, match="not a trace"):
        tracer.stop()
    assert not list(folder.path.iterdir())
    assert not list(scratch.iterdir())
    page.context.tracing.start()
    page.context.tracing.stop()


def test_what_nobody_knows_yet_is_dropped(tmp_path: Path) -> None:
    """A later version of Playwright may put anything into a trace: events, parameters, options, files."""
    raw = tmp_path / "raw.zip"
    events: list[dict[str, Any]] = [
        {"type": "context-options", "options": {"httpCredentials": {"password": "A1"}, "viewport": None}},
        {
            "type": "before",
            "callId": "1",
            "method": "x",
            "params": {"novelty": "A2", "url": "u"},
            "novelty": "A3",
        },
        {"type": "after", "callId": "1", "result": "A4", "error": {"name": "E", "message": "first\nA5"}},
        {"type": "novelty", "text": "A6"},
        {"type": "event", "method": "novelty", "params": {"text": "A7"}},
    ]
    exchange = {
        "request": {
            "url": "https://ap.example/?a=B1#B2",
            "headers": [{"name": "novelty", "value": "B3"}],
            "queryString": [{"name": "a", "value": "B1"}],
            "postData": {"mimeType": "text/plain", "text": "B4"},
        },
        "response": {
            "headers": [{"name": "Set-Cookie", "value": "B5"}],
            "cookies": [{"name": "a", "value": "B5"}],
            "redirectURL": "https://ap.example/?code=B6",
            "content": {"mimeType": "application/json", "text": "B7"},
        },
        "_webSocketMessages": ["B8"],
    }
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("trace.trace", "\n".join(map(json.dumps, events)))
        archive.writestr("trace.network", json.dumps({"type": "resource-snapshot", "snapshot": exchange}))
        archive.writestr("novelty.bin", "A8")
        archive.writestr("resources/x.html", "A9")
    cleaned = tmp_path / "cleaned.zip"
    cleaned.write_bytes(clean_trace(raw, secrets=[]))
    text = content(cleaned)
    assert not re.search(r"[AB]\d", text)
    kinds = [json.loads(line)["type"] for line in text.splitlines() if line]
    assert sorted(kinds) == ["after", "before", "context-options", "resource-snapshot"]
    assert "first" in text


def test_a_trace_of_a_run_that_went_well_is_not_kept(
    page: Page, folder: RunFolder, step: Step, scratch: Path
) -> None:
    """Without `--trace`: neither in the run's folder nor raw beside it."""
    tracer = Tracer(folder, page.context, scratch, always=False)
    show(page, "przed-kurtyną")
    step.outcome = "done"
    tracer.step_ends(step)
    tracer.curtain(is_open=True)
    assert not tracer.is_recording
    tracer.curtain(is_open=False)
    tracer.stop()
    assert not list(folder.path.iterdir())
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("moment", ["before the curtain", "behind it", "after it"])
def test_a_trace_of_a_run_that_failed_is_kept(
    page: Page, folder: RunFolder, step: Step, scratch: Path, moment: str
) -> None:
    """Whenever it failed, it is what came before the curtain; behind it nothing is done that could wait."""
    said: list[Any] = []
    tracer = Tracer(
        folder, page.context, scratch, always=False, see=lambda what, **values: said.append((what, values))
    )

    def fails() -> None:
        step.outcome = "failed"
        tracer.step_ends(step)

    show(page, "przed-kurtyną")
    if moment == "before the curtain":
        fails()
    else:
        tracer.curtain(is_open=True)
        show(page, TOKEN)
        if moment == "behind it":
            fails()
            assert not list(folder.path.iterdir())
        tracer.curtain(is_open=False)
        if moment == "after it":
            fails()
        show(page, "po-kurtynie")
    tracer.stop()
    assert said == [(Seen.TRACE, {"file": FILE_NAME})]
    text = content(folder.path / FILE_NAME)
    assert "Frame" in text
    assert "919f7044" not in text
    assert "po-kurtynie" not in text
    assert not list(scratch.iterdir())
