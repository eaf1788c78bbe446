"""Pictures show the page and no secret on it; where that is not certain, there is none."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route

from automation.evidence.camera import Camera
from automation.evidence.folder import RunFolder
from automation.evidence.steps import Step

pytestmark = pytest.mark.browser

TOKENS = tuple(
    f"20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|{half * 8}" for half in ("919f7044", "0b1d55ae")
)
PESELS = ("44051401458", "90090515836")
STYLE = "<style>* { font: 16px monospace } .narrow { width: 90px; white-space: nowrap }</style>"

PLACES = {
    "a line of text": "<p>Token: {secret}</p>",
    "a box that it overflows": "<div class=narrow>{secret}</div>",
    "several elements": "<p>{cut}</p>",
    "lines": "<pre>{lines}</pre>",
    "lines of its end only": "<pre>{end}</pre>",
    "a field": "<input size=120 readonly value='{secret}'>",
    "a text area": "<textarea cols=120>{secret}</textarea>",
    "a placeholder": "<input size=120 placeholder='{secret}'>",
    "a list to choose from": "<select><option>{secret}</option></select>",
    "an editable element": "<div contenteditable>{secret}</div>",
    "a shadow root": "<div><template shadowrootmode=open><b>{secret}</b></template></div>",
    "a shadow root's own text": "<div><template shadowrootmode=open>{secret}</template></div>",
    "a shadow root within one": "<div><template shadowrootmode=open><span><template shadowrootmode=open>{secret}"
    "</template></span></template></div>",
    "a frame of the page's own": '<iframe width=900 srcdoc="<style>*{{font:16px monospace}}</style><p>{secret}</p>">'
    "</iframe>",
    "an element without a box": "<p><span style='display: contents'>{secret}</span></p>",
    "a stylesheet": "<style>#it::before {{ content: '{secret}' }}</style><p id=it></p>",
    "a drawing": "<svg width=900 height=40><text y=20>{secret}</text></svg>",
    "an element that insists": "<style>p {{ opacity: 1 !important }}</style><p>{secret}</p>",
    "an element that is faded in": "<style>@keyframes in {{ from {{ opacity: 0.9 }} }}</style>"
    "<p style='animation: in 60s'>{secret}</p>",
    "a moving element": "<p style='opacity: 1; transition: opacity 60s'>{secret}</p>",
    "a dialog on top": "<dialog id=it>{secret}</dialog>",
}


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time for a busy machine; the tests of the time limits take it away again."""
    monkeypatch.setattr("automation.evidence.camera._PROBE_MS", 20_000)
    monkeypatch.setattr("automation.evidence.camera._PICTURE_MS", 20_000)


def fill(page: Page, template: str, secret: str) -> None:
    """Show a page with a secret somewhere."""
    cut = "".join(f"<span>{secret[at : at + 5]}</span>" for at in range(0, len(secret), 5))
    lines = "\n".join(secret[at : at + 9] for at in range(0, len(secret), 9))
    end = "\n".join(secret[at : at + 4] for at in range(len(secret) - 24, len(secret), 4))
    page.goto("about:blank")
    body = template.format(secret=secret, cut=cut, lines=lines, end=end)
    page.evaluate(
        """(html) => {
          document.body.setHTMLUnsafe(html);
          document.querySelector("dialog")?.showModal();
          for (const each of document.querySelectorAll("[style]")) each.style.cssText = each.style.cssText;
        }""",
        f"{STYLE}<h1>Krok 4</h1>{body}",
    )
    page.wait_for_timeout(50)  # frames load


def answered(answer: dict[str, Any], route: Route) -> None:
    """Answer a request."""
    route.fulfill(**answer)


def failed(step: Step) -> Step:
    """The step, having failed."""
    step.outcome = "failed"
    return step


def taken(folder: RunFolder, page: Page, step: Step, *, behind: bool) -> bytes | None:
    """The picture of a step that failed."""
    warnings: list[str] = []
    camera = Camera(folder, page, every_step=False, warn=lambda: warnings.append("no picture"))
    camera.curtain(is_open=behind)
    camera.step_ends(failed(step))
    path = folder.path / "01-krok-1-adres.png"
    if not path.exists():
        assert warnings == ["no picture"]
        return None
    content = path.read_bytes()
    path.unlink()
    if keep := os.environ.get("KEEP_PICTURES"):
        Path(keep).mkdir(exist_ok=True)
        (Path(keep) / f"{len(list(Path(keep).iterdir())):03}.png").write_bytes(content)
    return content


@pytest.mark.usually(6)
@pytest.mark.parametrize("behind", [True, False], ids=["behind the curtain", "before it"])
@pytest.mark.parametrize("place", PLACES)
def test_two_tokens_make_the_same_picture(
    page: Page, folder: RunFolder, step: Step, place: str, *, behind: bool
) -> None:
    """So nothing of either is in it; without the mask the pictures differ, and so do those of two pages."""
    pictures, bare = [], []
    for token in TOKENS:
        fill(page, PLACES[place], token)
        bare.append(page.screenshot(animations="allow"))
        before = page.content().replace(' style=""', "")  # Playwright leaves those
        pictures.append(taken(folder, page, step, behind=behind))
        assert page.content().replace(' style=""', "") == before
    assert bare[0] != bare[1]
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]
    page.evaluate("() => { document.querySelector('h1').textContent = 'Krok 3'; }")
    assert taken(folder, page, step, behind=behind) != pictures[0]


@pytest.mark.parametrize("place", ["a line of text", "a field", "a shadow root", "a frame of the page's own"])
def test_two_pesels_make_the_same_picture(page: Page, folder: RunFolder, step: Step, place: str) -> None:
    """Also in an ordinary step's picture."""
    pictures = []
    for pesel in PESELS:
        fill(page, PLACES[place], pesel)
        pictures.append(taken(folder, page, step, behind=False))
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("kind", ["password", "file", "text autocomplete=one-time-code"])
def test_guarded_fields_are_never_shown(page: Page, folder: RunFolder, step: Step, kind: str) -> None:
    """Not even how long a password is."""
    pictures = []
    for value in ("", "abc"):
        fill(page, f"<input type={kind}>", "")
        if kind != "file":
            page.locator("input").fill(value)
        elif value:
            page.locator("input").set_input_files({"name": "klucz.pem", "mimeType": "", "buffer": b"x"})
        pictures.append(taken(folder, page, step, behind=False))
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]


def test_behind_the_curtain_no_field_is_shown(page: Page, folder: RunFolder, step: Step) -> None:
    """Before it, what was typed is worth seeing."""
    seen = {}
    for behind in (True, False):
        for value in ("wystawianie", "przegladanie"):
            fill(page, f"<input value={value}>", "")
            seen[behind, value] = taken(folder, page, step, behind=behind)
    assert seen[True, "wystawianie"] == seen[True, "przegladanie"]
    assert seen[False, "wystawianie"] != seen[False, "przegladanie"]


def test_a_page_that_cannot_be_searched_is_not_shown(page: Page, folder: RunFolder, step: Step) -> None:
    """No script can look into a closed shadow root."""
    fill(page, "<div id=it></div>", "")
    page.evaluate(
        "(token) => { document.querySelector('#it').attachShadow({ mode: 'closed' }).textContent = token; }",
        TOKENS[0],
    )
    assert taken(folder, page, step, behind=True) is None


def test_a_token_that_comes_meanwhile_spoils_the_picture(page: Page, folder: RunFolder, step: Step) -> None:
    """What was not there when the page was searched may be in the picture, so it is thrown away."""
    fill(page, "<p></p>", "")
    page.evaluate(  # a new one each time: a second attempt is no better
        """(token) => new MutationObserver(() => setTimeout(() => {
             document.body.insertAdjacentHTML("beforeend", `<p>${token}</p>`);
           })).observe(document.body, { attributes: true, subtree: true })""",
        TOKENS[0],
    )
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<input type=password>')")
    assert taken(folder, page, step, behind=False) is None


def test_a_frame_of_another_origin_is_hidden(page: Page, folder: RunFolder, step: Step) -> None:
    """Nobody can search it from here."""
    pictures = []
    for text in ("raz", "dwa"):
        fill(page, f"<iframe sandbox srcdoc='<h1>{text}</h1>'></iframe>", "")
        pictures.append(taken(folder, page, step, behind=False))
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]


def test_strict_policy_changes_nothing(page: Page, folder: RunFolder, step: Step) -> None:
    """A page that forbids inline styles is masked all the same."""
    pictures = []
    for token in TOKENS:
        answer: dict[str, Any] = {
            "body": f"<h1>AP</h1><pre>{token}</pre>",
            "headers": {
                "content-type": "text/html; charset=utf-8",
                "content-security-policy": "default-src 'self'; style-src 'self'",
            },
        }
        page.route("https://ap.example/**", partial(answered, answer))
        page.goto("https://ap.example/")
        assert token in page.inner_text("body")
        pictures.append(taken(folder, page, step, behind=True))
        page.unroute_all()
    assert pictures[0] is not None
    assert pictures[0] == pictures[1]


def test_pictures_are_taken_when_they_are_due(page: Page, folder: RunFolder, step: Step) -> None:
    """With `--trace` one a step; behind the curtain of failures only; with a credential on the page none."""
    fill(page, "<p>cokolwiek</p>", "")

    def has_picture(camera: Camera, outcome: str) -> bool:
        step.outcome = "failed" if outcome == "failed" else "done"
        camera.step_ends(step)
        there = [path for path in folder.path.iterdir() if path.suffix == ".png"]
        for path in there:
            path.unlink()
        return bool(there)

    every, only_failures = (Camera(folder, page, every_step=each) for each in (True, False))
    assert has_picture(every, "done")
    assert not has_picture(only_failures, "done")
    assert has_picture(only_failures, "failed")
    every.credential(is_open=True)
    assert not has_picture(every, "failed")
    every.credential(is_open=False)
    every.curtain(is_open=True)
    assert not has_picture(every, "done")
    assert has_picture(every, "failed")
    every.curtain(is_open=False)
    assert has_picture(every, "done")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_picture_is_the_users_alone(page: Page, folder: RunFolder, step: Step) -> None:
    """0600 under any umask, and nothing half-written beside it."""
    fill(page, "<p>cokolwiek</p>", "")
    Camera(folder, page, every_step=True).step_ends(failed(step))
    assert [(path.name, path.stat().st_mode & 0o777) for path in folder.path.iterdir()] == [
        ("01-krok-1-adres.png", 0o600)
    ]


def test_a_page_that_hangs_costs_little_time(
    page: Page, folder: RunFolder, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No picture, one warning, and the run goes on."""
    monkeypatch.undo()
    warnings: list[str] = []
    page.evaluate("() => { setTimeout(() => { const end = Date.now() + 4000; while (Date.now() < end); }); }")
    time.sleep(0.2)
    started = time.perf_counter()
    Camera(folder, page, every_step=True, warn=lambda: warnings.append("-")).step_ends(failed(step))
    assert time.perf_counter() - started < 2.5
    assert warnings == ["-"]
    assert not list(folder.path.iterdir())


@pytest.mark.parametrize("how", ["closed", "crashed"])
def test_a_page_that_is_gone_gives_no_picture(
    page: Page, folder: RunFolder, step: Step, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no warning: that the page is gone is said elsewhere."""
    monkeypatch.undo()
    warnings: list[str] = []
    if how == "closed":
        page.close()
    else:
        with pytest.raises(Error):
            page.goto("chrome://crash")
    started = time.perf_counter()
    Camera(folder, page, every_step=True, warn=lambda: warnings.append("-")).step_ends(failed(step))
    assert time.perf_counter() - started < 2.5
    assert warnings == []
    assert not list(folder.path.iterdir())
