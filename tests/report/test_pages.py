"""The report in a real browser: what is seen first, that it works by keyboard and phone, and that it is sealed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from automation.errors import NoInvoicesMenuError
from automation.evidence.record import RunRecord
from automation.evidence.result import ComparedStep, ReproductionResult
from automation.report.pages import render_run, write_report
from tests.report import runs

pytestmark = pytest.mark.browser

HOSTILE: Final = (
    "</script><script>window.hurt=1</script><img src=x onerror='window.hurt=1'>"
    "<a href='javascript:window.hurt=1'>x</a>{{7*7}}\u202e\u2066" + "W" * 300
)
_CHECK: Final = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const levels = all('h1,h2,h3,h4').map((heading) => Number(heading.tagName[1]));
  const ids = all('[id]').map((element) => element.id);
  const named = (e) => e.textContent.trim() || e.getAttribute('aria-label') || e.querySelector('img[alt]');
  return {
    imagesWithoutText: all('img:not([alt]), img[alt=""]').length,
    headings: levels.filter((level) => level === 1).length,
    jumps: levels.filter((level, i) => i && level > levels[i - 1] + 1).length,
    twins: ids.filter((id, i) => ids.indexOf(id) !== i),
    nameless: all('a[href], button').filter((element) => !named(element)).length,
    deadLinks: all('a[href^="#"]').filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => a.hash),
    scripts: document.scripts.length,
    inline: all('[style], [onclick], [onerror], [onload]').length,
    badLinks: all('a').filter((a) => !['file:', 'about:'].includes(a.protocol)).map((a) => a.href),
    sideways: document.documentElement.scrollWidth > innerWidth,
    main: all('main').length, lang: document.documentElement.lang, hurt: window.hurt ?? 0,
  };
}"""
SOUND: Final = {
    "imagesWithoutText": 0,
    "headings": 1,
    "jumps": 0,
    "twins": [],
    "nameless": 0,
    "deadLinks": [],
    "scripts": 1,
    "inline": 0,
    "badLinks": [],
    "sideways": False,
    "main": 1,
    "lang": "pl",
    "hurt": 0,
}


@dataclass
class Desk:
    """A page that keeps what it complains of and asks for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def show(self, path: Path) -> None:
        """Open a file."""
        self.complaints.clear()
        self.requests.clear()
        self.page.goto(path.as_uri())

    def check(self) -> dict[str, Any]:
        """What is to be `SOUND`."""
        found: dict[str, Any] = self.page.evaluate(_CHECK)
        return found


@pytest.fixture
def desk(page: Page) -> Iterator[Desk]:
    """A browser's page at which nothing passes unseen."""
    desk = Desk(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.on("console", lambda message: desk.complaints.append(message.text))
    page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    page.on("dialog", lambda dialog: desk.complaints.append(dialog.message))
    page.on("request", lambda request: desk.requests.append(request.url))
    yield desk
    assert desk.complaints == []
    assert [url for url in desk.requests if not url.startswith(("file:", "data:image/"))] == []


def _written(folder: Path, run: RunRecord, **more: Any) -> Path:
    path = folder / "report.html"
    path.write_text(render_run(run, runs.pictures_of(run), **more), "utf-8")
    return path


def test_a_failed_run_is_understood_on_the_first_screen(desk: Desk, tmp_path: Path) -> None:
    """Without scrolling: what happened, the token, what to do, the step, its picture, AP's words and status."""
    desk.show(_written(tmp_path, runs.failed_at_the_menu()))
    page = desk.page
    first = page.get_by_role("region", name="AP zawiodła, token nie powstał")
    for text in ("Nie udało się", "Token nie powstał", runs.AP_WORDS, runs.EVENT_ID, "503"):
        expect(first.get_by_text(text, exact=True).first).to_be_in_viewport(ratio=1)
    expect(first.get_by_text("Spróbuj za kilka minut")).to_be_in_viewport(ratio=1)
    expect(first.get_by_text("chwilowo niedostępna")).to_be_in_viewport(ratio=1)
    expect(first.get_by_role("link", name="Krok 1: stan po zalogowaniu").first).to_be_in_viewport(ratio=1)
    expect(first.get_by_role("img")).to_be_in_viewport(ratio=1)
    assert desk.check() == SOUND
    expect(page.get_by_role("region", name="Uprawnienia użytkownika")).to_contain_text(
        "w sekcji Uprawnienia nadaj temu użytkownikowi wystawianie i odczyt faktur"
    )
    expect(page.get_by_role("region", name="Ostrzeżenia")).to_contain_text("Bateria: tylko 7%")
    page.set_viewport_size({"width": 390, "height": 844})
    assert desk.check() == SOUND
    expect(first.get_by_text("Spróbuj za kilka minut")).to_be_in_viewport(ratio=1)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button", name="Kopiuj tekst")).to_be_hidden()
    expect(first.get_by_role("img")).to_be_visible()


def test_pictures_and_copying_work_by_keyboard(desk: Desk, tmp_path: Path) -> None:
    """Enter enlarges a picture, arrows go on, Escape comes back; the ticket is copied even without a clipboard."""
    page = desk.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    desk.show(_written(tmp_path, runs.record()))
    assert desk.check() == SOUND
    links = page.locator("[data-large]")
    expect(links).to_have_count(5)
    links.nth(1).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("otwarcie Aplikacji Podatnika")
    expect(dialog.get_by_role("img")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("uwierzytelnienie i strona główna AP")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(links.nth(1)).to_be_focused()

    page.evaluate("document.addEventListener('copy', () => { window.taken = getSelection().toString(); })")
    button = page.get_by_role("button", name="Kopiuj tekst")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skopiowano.")).to_be_visible()
    assert page.evaluate("window.taken").strip() == page.locator("#ticket-text").inner_text().strip()

    curtain = page.get_by_text("Od tej chwili niczego nie zapisujemy: na ekranie może być token.")
    expect(curtain).to_be_visible()
    expect(page.locator(".curtain img")).to_have_count(0)
    expect(page.locator(".curtain li.step")).to_have_count(5)
    presses = page.get_by_role("region", name="Naciśnięcia „Odśwież”").first
    expect(presses.locator("circle.axis-press")).to_have_count(2 + 1)  # and the legend's
    expect(presses).to_contain_text("6,1 s")


def test_what_strangers_have_written_does_nothing(desk: Desk, tmp_path: Path) -> None:
    """Markup, scripts and turned text in every field of a record, and in both halves of a comparison, are only text."""
    run = _hostile(runs.failed_at_the_menu())
    found = ReproductionResult(
        source=HOSTILE,
        same=False,
        original_exit_code=6,
        original_error=HOSTILE,
        here_exit_code=0,
        here_error=None,
        steps=[ComparedStep(HOSTILE, HOSTILE, "done", 10, HOSTILE, None, same=False)],
        approximations=[HOSTILE],
    )
    files = dict.fromkeys(runs.pictures_of(run), HOSTILE.encode())
    page = render_run(
        run, files, links=True, comparison=found, original=run, original_files=runs.pictures_of(run)
    )
    assert "\u202e" not in page
    path = tmp_path / "report.html"
    path.write_text(page, "utf-8")
    desk.show(path)
    assert desk.check() == SOUND
    expect(desk.page.get_by_text("window.hurt=1", exact=False).first).to_be_visible()
    desk.page.set_viewport_size({"width": 390, "height": 844})
    assert desk.check() == SOUND


def _hostile(value: Any) -> Any:
    """The same record with every text that is not chosen from a list replaced."""
    told = value.model_dump()

    def replaced(inner: Any, name: str = "") -> Any:
        if isinstance(inner, dict):
            return {key: replaced(each, key) for key, each in inner.items()}
        if isinstance(inner, list | tuple):
            return [replaced(each, name) for each in inner]
        is_free = isinstance(inner, str) and name not in {"outcome", "language", "picture", "snapshot"}
        return HOSTILE if is_free else inner

    told = replaced(told) | {"checkboxes": {HOSTILE: "locked"}, "traces": (), "token_name": HOSTILE}
    return RunRecord.model_validate(told)


def test_a_reproduction_is_shown_beside_the_original(desk: Desk, tmp_path: Path) -> None:
    """Each step has both outcomes, both durations and both pictures, and a mark where they differ."""
    original, here = runs.failed_at_the_menu(), runs.record(command="reproduce", outcome="different")
    found = ReproductionResult(
        source="bundle",
        same=False,
        original_exit_code=6,
        original_error="ap-failed",
        here_exit_code=0,
        here_error=None,
        steps=[
            ComparedStep("krok-1-adres", "-", "done", 1000, "done", 900, same=True),
            ComparedStep("krok-1-stan", "-", "failed", 400, "done", 300, same=False),
            ComparedStep("krok-4-kopiuj", "-", None, None, "done", 200, same=False),
        ],
        approximations=["Czasy odpowiedzi AP zaokrąglono."],
    )
    desk.show(
        _written(
            tmp_path, here, comparison=found, original=original, original_files=runs.pictures_of(original)
        )
    )
    assert desk.check() == SOUND
    rows = desk.page.get_by_role("region", name="Obok siebie: klient i replika").first.locator("tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("ap-failed")
    expect(rows.nth(1)).to_contain_text("tak samo")
    expect(rows.nth(1).get_by_role("img")).to_have_count(2)
    expect(rows.nth(2)).to_contain_text("inaczej")
    expect(rows.nth(3)).to_contain_text("tego kroku nie było")


def test_a_runs_report_is_private_and_in_the_readers_language(desk: Desk, tmp_path: Path) -> None:
    """A run made in Polish is read in English; the file is its user's alone, and its policy lets nothing else in."""
    folder = runs.folder_of_run(tmp_path, error=NoInvoicesMenuError())
    path = write_report(folder, language="en")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    desk.show(path)
    assert desk.check() == SOUND | {"lang": "en"}
    page = desk.page
    expect(page.get_by_role("heading", level=1)).to_have_text("The user lacks permissions")
    expect(page.get_by_role("region", name="Step by step")).to_contain_text(
        "Krok 1: choosing test authentication"
    )
    page.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.hurt = 1';
        document.body.append(script); const image = new Image(); image.src = 'https://example.invalid/x.png'; }"""
    )
    page.wait_for_function("() => performance.now() > 0")
    assert page.evaluate("window.hurt ?? 0") == 0
    blocked = [text for text in desk.complaints if "Content Security Policy" in text]
    assert len(blocked) == len(desk.complaints) == 2
    desk.complaints.clear()
    desk.requests[:] = [url for url in desk.requests if "example.invalid" not in url]
