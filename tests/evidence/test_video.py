"""A video shows a run at a pace that can be followed, and never a token that is not made up."""

from __future__ import annotations

import base64
import functools
import io
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from playwright.sync_api import Page, Route, expect

from automation import private
from automation.errors import VideoImpossibleError, WrongSettingError
from automation.evidence import video_drawing as drawing
from automation.evidence import video_encoding
from automation.evidence.folder import RunFolder
from automation.evidence.reading import read_run
from automation.evidence.steps import Seen, Step
from automation.evidence.video import Video
from automation.evidence.video_captions import LINE, Cue, Mark, chapter_cues, readable, reading_ms, webvtt
from automation.evidence.video_events import Chapter, Notice, Pointed, Shot, Title
from automation.evidence.video_lesson import Narration
from automation.evidence.video_page import PageWatch
from automation.evidence.video_publishing import (
    CAPTIONS_NAME,
    CHAPTERS_NAME,
    VIDEO_NAME,
    must_be_writable,
    publish_video,
)
from automation.evidence.video_timeline import Timeline
from automation.text import say
from automation.training.cards import Card

TOKEN = "20251010-EC-1DCE3E3000-12ECB5B36E-45|nip-5265877635|" + "919f7044" * 8
SHOWN = 6.0
"""Seconds that every title and card together stay below, in the tests' short runs."""

PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<h1>Generowanie tokena</h1><p id="whole"></p><p id="parts"></p><p><input id="field"></p><div id="host"></div>
<p id="restless"></p>
<table><tr><td id="number">PESEL: 44051401359</td><td>16.02.2026</td></tr></table>
<script src="/page.js"></script>"""
# The token is the only thing in magenta, so that a single dot of it tells, in whichever picture.
STYLE = """body { font: 20px monospace } input { font: inherit; width: 1400px } p, div { white-space: nowrap }
h1 { color: #00f }
#whole, #parts, #field, #host, #restless { color: #f0f } #number { color: #f00 }"""
# However a page may come to show a token: at once, in parts, as a field's value, in a shadow root, again and again.
SCRIPT = """
const token = atob("%s");
const show = () => {
  document.querySelector("#whole").textContent = token;
  document.querySelector("#parts").replaceChildren(...token.match(/.{1,9}/g).map((part) => {
    const span = document.createElement("span");
    span.textContent = part;
    return span;
  }));
  document.querySelector("#field").value = token;
  document.querySelector("#host").attachShadow({ mode: "open" }).innerHTML = `<b>${token}</b>`;
  let left = 12;
  const again = () => {
    const fresh = document.createElement("i");
    fresh.textContent = token;
    document.querySelector("#restless").replaceChildren(fresh);
    if (left--) setTimeout(() => requestAnimationFrame(again), 20);
    else document.title = "shown";
  };
  again();
};
addEventListener("load", () => setTimeout(show, 200));
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """The run's temporary folder."""
    private.make_folder(tmp_path / "scratch")
    return tmp_path / "scratch"


@pytest.fixture
def ap_with_token(page: Page) -> Page:
    """A page that will show a token, under a policy that allows nothing but its own files."""
    policy = {"content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'"}
    script = SCRIPT % base64.b64encode(TOKEN.encode()).decode()

    def answer(route: Route) -> None:
        path = route.request.url.rpartition("/")[2]
        kind, body = {
            "page.css": ("text/css", STYLE),
            "page.js": ("text/javascript", script),
        }.get(path, ("text/html", PAGE))
        route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=policy)

    page.route("https://ap.example/**", answer)
    return page


def frames(file: Path) -> Iterator[tuple[int, Image.Image]]:
    """Each picture of a video, with its time in milliseconds."""
    with av.open(str(file)) as video:
        for frame in video.decode(video=0):
            picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
            yield round(frame.time * 1000), picture


def shows(file: Path, red: int, green: int, blue: int) -> bool:
    """Whether any picture of a video has as much as a dot of a colour."""
    wanted = tuple(value > 127 for value in (red, green, blue))
    for _, picture in frames(file):
        # Thin letters come out pale: what counts is which channels stand out from which.
        channels = picture.crop((0, 0, *drawing.PAGE)).split()
        bright = [channel for channel, is_bright in zip(channels, wanted, strict=True) if is_bright]
        dark = [channel for channel, is_bright in zip(channels, wanted, strict=True) if not is_bright]
        over = [ImageChops.subtract(each, other) for each in bright for other in dark]
        if sum(functools.reduce(ImageChops.darker, over).histogram()[90:]):
            return True
    return False


def step(name: str, number: int = 1) -> Step:
    """A step under way, with its own title."""
    values: dict[str, str | int] = {"address": "https://ap.example/", "name": "ERP", "press": 1}
    return Step(name, say(f"step-{name}", **values), number, datetime.now(UTC), values=values)


@pytest.mark.browser
@pytest.mark.parametrize("shows_token", [False, True], ids=["covered", "shown"])
def test_the_replicas_token_is_in_no_picture_unless_it_is_wanted(
    ap_with_token: Page, folder: RunFolder, scratch: Path, shows_token: bool
) -> None:
    """However the page shows it, it is covered before it is painted; and the page works on as if nothing were."""
    page = ap_with_token
    video = Video(page, folder.path, scratch, is_replica=True, shows_token=shows_token)
    video.begin("Film", "replika")
    video.step_begins(step("krok-4-kopiuj"))
    video.curtain(is_open=True)
    assert not video.is_recording  # of what may not be recorded
    page.goto("https://ap.example/web/")
    expect(page).to_have_title("shown")
    whole = page.locator("#whole")
    assert whole.inner_text() == TOKEN
    assert whole.evaluate("(element) => getComputedStyle(element).opacity") == "1"  # so the finder sees it
    page.wait_for_timeout(300)  # what has been painted is on its way
    video.step_ends(step("krok-4-kopiuj"))
    video.curtain(is_open=False)
    video.finish("Gotowe", "")
    assert shows(folder.path / VIDEO_NAME, 0, 0, 255)  # the heading
    assert shows(folder.path / VIDEO_NAME, 255, 0, 255) is shows_token
    assert not shows(folder.path / VIDEO_NAME, 255, 0, 0)  # a personal number never


@pytest.mark.browser
def test_on_a_real_environment_a_video_is_made_of_masked_pictures_only(
    page: Page, folder: RunFolder, scratch: Path
) -> None:
    """What the page shows is never recorded live, and from the curtain on a card says that there is no picture."""

    def pictured(colour: str, name: str) -> None:
        show(colour)
        (folder.path / name).write_bytes(page.screenshot())
        video.witnessed(Seen.PICTURE, {"step": 1, "file": name, "regions": []})

    def show(colour: str) -> None:
        page.set_content(f"<body style='background: {colour}'></body>")

    video = Video(page, folder.path, scratch, is_replica=False, shows_token=True)
    video.begin("Film", "demo")
    video.step_begins(step("krok-3-pola"))
    show("#f0f")
    page.wait_for_timeout(200)
    pictured("#0f0", "01.png")
    video.step_ends(step("krok-3-pola"))
    video.curtain(is_open=True)
    assert not video.is_recording
    video.step_begins(step("krok-4-kopiuj", 2))
    pictured("#f00", "02.png")
    video.curtain(is_open=False)
    pictured("#f00", "03.png")  # of a step that began behind the curtain
    video.finish("Gotowe", "")
    assert shows(folder.path / VIDEO_NAME, 0, 255, 0)
    assert not shows(folder.path / VIDEO_NAME, 255, 0, 255)
    assert not shows(folder.path / VIDEO_NAME, 255, 0, 0)
    assert say("step-krok-4-kopiuj").partition(": ")[2] in (folder.path / CAPTIONS_NAME).read_text(
        encoding="utf-8"
    )


@pytest.mark.browser
def test_masked_pictures_of_a_lesson_are_without_its_panel(
    page: Page, folder: RunFolder, scratch: Path
) -> None:
    """They show how a step has ended while the next one is told of; in the window the panel is back at once."""
    page.set_content("<body style='background: #0f0'></body>")
    page.evaluate(
        """() => {
          const panel = document.documentElement.appendChild(document.createElement("ap-token-training"));
          panel.attachShadow({ mode: "open" }).innerHTML =
            "<button style='position: fixed; inset: 0; background: #f0f'>Dalej</button>";
          panel.shadowRoot.firstChild.focus();
        }"""
    )
    video = Video(page, folder.path, scratch, is_replica=False, shows_token=False, is_lesson=True)
    colours = []
    for is_pictured in (True, False):
        if is_pictured:
            video.step_ends(step("krok-3-pola"))
        else:
            video.others_are_done()
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        colours.append(picture.getpixel((picture.width // 2, picture.height // 4)))
        assert page.evaluate("document.activeElement.localName") == "ap-token-training"
    assert colours == [(0, 255, 0), (255, 0, 255)]


@pytest.mark.usually(0)
@pytest.mark.browser
def test_a_run_that_fails_leaves_a_video_that_can_be_watched(tmp_path: Path) -> None:
    """`check --video` of an AP that does not answer: video, captions, a place in the record, and files of one's own."""
    words = [
        "check",
        "--env",
        "local",
        "--base-url",
        "http://127.0.0.1:9/web/",
        "--nip",
        "1234563218",
        "--video",
    ]
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AP_") or name == "AP_BROWSER"
    }
    done = subprocess.run(
        [sys.executable, "-m", "automation.cli", "--json", *words],
        cwd=tmp_path, env=kept, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert result["exit_code"] == 6
    run = Path(result["run_dir"])
    assert Path(result["video"]) == run / VIDEO_NAME
    record = read_run(run)
    assert record.video == VIDEO_NAME
    assert all((run / name).stat().st_mode & 0o077 == 0 for name in (VIDEO_NAME, CAPTIONS_NAME))
    captions = (run / CAPTIONS_NAME).read_text(encoding="utf-8").casefold()
    assert all(
        step.title.partition(": ")[2].casefold() in captions
        for step in record.steps
        if step.id.startswith("krok")
    )
    times = [at for at, _ in frames(run / VIDEO_NAME)]
    ends = re.findall(r"--> (\d\d):(\d\d):(\d\d)\.(\d{3})", captions)
    assert times == sorted(set(times))
    hours, minutes, seconds, ms = map(int, ends[-1])
    assert 0 < times[-1] - ((hours * 60 + minutes) * 60 + seconds) * 1000 - ms < SHOWN * 1000  # the last card
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) <= 1000


class Reel:
    """An encoder that keeps what it is given."""

    def __init__(self) -> None:
        self.pictures: list[tuple[int, Image.Image]] = []

    def add(self, picture: Image.Image, at_ms: int) -> None:
        """Keep it."""
        self.pictures.append((at_ms, picture))

    def close(self, chapters: Sequence[Mark] = (), length_ms: int = 0) -> bool:  # noqa: ARG002
        """Nothing more."""
        return False

    def colours(self, start_ms: int, end_ms: int) -> set[tuple[int, ...]]:
        """What colours the middle of the page has in a time."""
        middle = (drawing.PAGE[0] // 2, drawing.PAGE[1] // 2)
        found = [picture.getpixel(middle) for at, picture in self.pictures if start_ms <= at < end_ms]
        return {each for each in found if isinstance(each, tuple)}


def shot(colour: str, at: float, *, doubtful: bool = False) -> Shot:
    """A page of one colour."""
    content = io.BytesIO()
    Image.new("RGB", drawing.PAGE, colour).save(content, "PNG")
    return Shot(content.getvalue(), at, doubtful)


def test_a_second_of_a_run_becomes_a_video_that_can_be_followed() -> None:
    """Titles stand long enough, presses are shown before what they do, long waits are short; times only grow."""
    reel = Reel()
    timeline = Timeline(reel, "zasłonięte")
    timeline.open("Film", "")
    for event in (
        Chapter("Krok 1", "Logowanie", 0.0), Title("Pierwszy", "Krok 1", 0.0), shot("red", 0.3),
        Pointed(100, 100, 1440, True, 0.35), shot("lime", 0.4),
        shot("gray", 0.42, doubtful=True), Title("Drugi", "Krok 1", 0.5), shot("blue", 0.9),
        Pointed(200, 200, 1440, False, 60.0), Notice("Od tej chwili", "", 60.1), Title("Trzeci", "", 60.2),
    ):  # fmt: skip
        timeline.take(event)
    length = timeline.close("Gotowe", "", 61.0)
    times = [at for at, _ in reel.pictures]
    assert times == sorted(set(times))
    assert times[-1] == length
    first, second, third = timeline.cues
    assert [cue.text for cue in timeline.cues] == ["Pierwszy", "Drugi", "Trzeci"]
    assert all(cue.end_ms - cue.start_ms >= 1500 for cue in timeline.cues)
    assert first.end_ms <= second.start_ms < second.end_ms <= third.start_ms
    assert second.end_ms - second.start_ms < 8000  # of which the run waited for a minute
    # The press stands on the page as it was, and what came while the camera was at work never shows.
    assert {(255, 0, 0), (0, 255, 0)} <= reel.colours(first.start_ms, first.end_ms)
    assert (128, 128, 128) not in reel.colours(0, length)
    assert reel.colours(second.start_ms, second.end_ms - 2600) == {(0, 0, 255)}
    assert (0, 0, 255) not in reel.colours(third.start_ms, third.end_ms)


def test_captions_are_webvtt() -> None:
    """Times with milliseconds, signs that mean something escaped, no cue without a length."""
    text = webvtt(
        [Cue("Krok <1> & „Odśwież”\n", 0, 61_001), Cue("nic", 5, 5), Cue("b", 3_600_000, 3_600_500)]
    )
    assert text == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:01:01.001\nKrok &lt;1&gt; &amp; „Odśwież”\n\n"
        "3\n01:00:00.000 --> 01:00:00.500\nb\n"
    )


def lesson() -> Title:
    """A step as a lesson tells it."""
    return Title(
        "Odśwież – naciśnięcie 1.", "Krok 4, zadanie 1", 1.0, "Krok 4, zadanie 1: Pokazanie tokena",
        ("Naciskamy „Odśwież”. Tylko jeden raz.", "KSeF potrzebuje chwili na przetworzenie żądania, np. kilku sekund. "
         "Token pokaże się dopiero po naciśnięciu „Odśwież”, a nie sam, choćby długo na niego czekać."),
        ("Tej strony nie wolno zamykać.",),
    )  # fmt: skip


def test_a_lesson_waits_for_its_readers_and_draws_no_pointer_of_its_own() -> None:
    """What is said is read before AP's page is acted on, however fast that was; only the panel's own pointer shows."""
    reel = Reel()
    timeline = Timeline(reel, "zasłonięte", narrated=True, paced=True)
    timeline.open("Lekcja", "")
    for event in (
        Chapter("Krok 4", "", 1.0), lesson(), shot("red", 1.1), Pointed(100, 100, 1440, True, 1.2),
        shot("lime", 1.3), Title("Kopiuj", "Krok 4, zadanie 2", 2.0, "Krok 4, zadanie 2: Kopiuj"), shot("blue", 2.1),
    ):  # fmt: skip
        timeline.take(event)
    length = timeline.close("Koniec lekcji", "", 3.0)
    title, *said, last = timeline.cues
    assert [cue.is_title for cue in timeline.cues] == [True, *(False for _ in said), True]
    assert " ".join(" ".join(cue.text.split()) for cue in said) == " ".join(
        (*lesson().said, *lesson().warnings)
    )
    assert all(cue.end_ms - cue.start_ms >= reading_ms(cue.text) for cue in timeline.cues)
    assert all(len(cue.text.splitlines()) <= 2 for cue in timeline.cues)
    assert reel.colours(title.start_ms + 200, said[-1].start_ms) == {(255, 0, 0)}
    assert (0, 255, 0) in reel.colours(said[-1].start_ms, last.start_ms)
    pages = [
        picture.crop((0, 0, *drawing.PAGE))
        for at, picture in reel.pictures
        if title.start_ms <= at < last.end_ms
    ]
    assert {len(page.getcolors() or ()) for page in pages} == {1}  # neither an arrow nor a ring
    assert [mark.title for mark in timeline.marks] == [
        "Lekcja", "Krok 4, zadanie 1: Pokazanie tokena", "Krok 4, zadanie 2: Kopiuj", "Koniec lekcji",
    ]  # fmt: skip
    assert timeline.marks[1].start_ms < title.start_ms  # with its card
    assert length == reel.pictures[-1][0]


def test_a_lessons_chapters_are_the_guides_kroki_and_zadania() -> None:
    """Several steps are one chapter; a step of no chapter belongs to the one before; a card of no step is its own."""
    narration = Narration(is_lesson=True)
    first = narration.of_card(Card("Wstęp", "Jak powstaje token KSeF", do="Kolejno:"))
    assert (first.mark, first.said) == ("Wstęp: Jak powstaje token KSeF", ("Kolejno:",))
    marks = []
    for name in (
        "krok-1-adres",
        "krok-1-stan",
        "krok-2-zadanie-3",
        "krok-3-pola",
        "rezerwacja",
        "krok-4-odswiez",
    ):
        *cards, title = narration.of(step(name))
        assert isinstance(title, Title)
        assert [type(card) for card in cards] == (
            [Chapter] if name not in {"krok-1-stan", "rezerwacja"} else []
        )
        assert title.said[0] == say(f"step-{name}.do", **step(name).values)
        marks.append(title.mark)
    assert [mark.partition(":")[0] for mark in marks] == [
        "Krok 1", "Krok 1", "Krok 2, zadanie 3", "Krok 3", "Krok 3", "Krok 4, zadanie 1",
    ]  # fmt: skip
    assert marks[3] == marks[4]
    assert marks[0] != marks[1]


@given(st.lists(st.text("aąbWz.,!–(„” ", min_size=1, max_size=60), max_size=30).map("".join))
def test_every_caption_of_a_lesson_can_be_read(text: str) -> None:
    """Two lines of 42 letters at most, and not a letter is lost."""
    captions = readable(text)
    assert all(0 < len(line) <= LINE for caption in captions for line in caption.split("\n"))
    assert all(len(caption.split("\n")) <= 2 for caption in captions)
    assert "".join("".join(captions).split()) == "".join(text.split())


def test_a_list_is_said_as_one_sentence() -> None:
    """Its items are not a caption each; one that is a sentence stays one."""
    assert readable("W menu są pozycje:\n- „Faktury”\n- „Tokeny”") == [
        "W menu są pozycje:",
        "„Faktury”, „Tokeny”.",
    ]
    assert readable("- Jeden raz.\n- Potem czekamy.") == ["Jeden raz.", "Potem czekamy."]


def a_lessons_folder(folder: Path) -> list[Mark]:
    """A video with captions and chapters, as a run leaves them, but small."""
    marks = [Mark("Lekcja <1>", 0), Mark("Krok 1: Żółć", 400), Mark("Koniec", 800)]
    (folder / VIDEO_NAME).touch()
    encoder = video_encoding.encoder(folder / VIDEO_NAME, (64, 48))
    for at in range(0, 1200, 100):
        encoder.add(Image.new("RGB", (64, 48), (at // 5, 0, 0)), at)
    assert encoder.close(marks, 1100)
    cues = [Cue("Adres", 400, 600, is_title=True), Cue("Otwieramy <AP>\n& czekamy.", 600, 800)]
    (folder / CAPTIONS_NAME).write_text(webvtt(cues), encoding="utf-8")
    (folder / CHAPTERS_NAME).write_text(webvtt(chapter_cues(marks, 1100)), encoding="utf-8")
    return marks


def _comes_true(page: Page, condition: str) -> bool:
    """As `wait_for_function`, whose `eval` the page's policy forbids."""
    look = (
        f"for (let n = 0; n < 200 && !({condition}); n++) await new Promise((done) => setTimeout(done, 50));"
    )
    return bool(page.evaluate(f"async () => {{ {look} return {condition}; }}"))


@pytest.mark.browser
def test_a_lesson_is_published_with_chapters_captions_and_a_page(
    page: Page, folder: RunFolder, tmp_path: Path
) -> None:
    """Chapters are in the file itself, and the page works from a disk, where browsers load no captions from beside."""
    marks = a_lessons_folder(folder.path)
    with av.open(str(folder.path / VIDEO_NAME)) as video:
        found = video.chapters()
    assert [each["metadata"]["title"] for each in found] == [mark.title for mark in marks]
    assert [each["start"] * (each["time_base"] or 0) for each in found] == [0, Fraction(2, 5), Fraction(4, 5)]
    target = tmp_path / "intranet" / "lekcja ż.webm"
    must_be_writable(target)
    assert list(target.parent.iterdir()) == []
    written = publish_video(folder.path, target)
    assert [file.name for file in written] == [
        "lekcja ż.webm", "lekcja ż.vtt", "lekcja ż.chapters.vtt", "lekcja ż.html",
    ]  # fmt: skip
    assert sorted(target.parent.iterdir()) == sorted(written)
    if os.name == "posix":
        assert {file.stat().st_mode & 0o077 for file in written} == {0}
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(written[-1].as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Lekcja <1>")
    expect(page.get_by_text("Adres. Otwieramy <AP> & czekamy.")).to_be_visible()
    page.get_by_role("button", name="Krok 1: Żółć").click()
    assert _comes_true(page, "document.querySelector('video').currentTime >= 0.4")
    page.evaluate("for (const track of document.querySelector('video').textTracks) track.mode = 'showing'")
    told = "[...document.querySelector('video').textTracks].every((track) => track.cues?.length)"
    assert _comes_true(page, told)
    cues = "Array.from(document.querySelector('video').textTracks[0].cues, (cue) => cue.getCueAsHTML().textContent)"
    assert page.evaluate(cues) == ["Adres", "Otwieramy <AP>\n& czekamy."]
    assert {url for url in asked if not url.startswith("data:")} == {
        written[0].as_uri(),
        written[-1].as_uri(),
    }
    assert complaints == []
    must_be_writable(target)  # its own page is written over


def test_where_a_lesson_cannot_go_is_said_before_there_is_one(tmp_path: Path) -> None:
    """Another suffix, a folder, somebody else's page, a place that is no folder."""
    (tmp_path / "index.html").write_text("<h1>Intranet</h1>", encoding="utf-8")
    (tmp_path / "folder.webm").mkdir()
    for target in ("lesson.mp4", "index.webm", "folder.webm", "index.html/lesson.webm"):
        with pytest.raises(WrongSettingError):
            must_be_writable(tmp_path / target)
    assert {file.name for file in tmp_path.iterdir()} == {"index.html", "folder.webm"}


@pytest.mark.browser
def test_a_covered_token_is_not_marked_where_the_training_panel_stands(page: Page) -> None:
    """The panel stands before the token, and what it says is to be read."""
    boxes: list[list[float]] = []

    def told(message: dict[str, Any]) -> None:
        if message["kind"] == "covered":
            boxes[:] = message["boxes"]

    page.set_content(
        f"<p id=token style='position: fixed; inset: 100px auto auto 100px; width: 600px'>{TOKEN}"
    )
    watch = PageWatch(page, told, origins=None, covers=True, shows_token=False)
    page.evaluate(
        """() => {
          const panel = document.documentElement.appendChild(document.createElement("ap-token-training"));
          panel.attachShadow({ mode: "open" }).innerHTML =
            "<div style='position: fixed; left: 0; top: 0; width: 300px; height: 900px'></div>";
        }"""
    )
    for _ in range(50):
        page.wait_for_timeout(20)
        if boxes and boxes[0][0] > 100:
            break
    watch.close()
    assert [[left, left + width] for left, _, width, _ in boxes] == [[300, 700]]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")
def test_without_pyav_playwrights_ffmpeg_makes_the_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found where Playwright puts it, and gets a Matroska stream. A stand-in: the real one cannot be had here."""
    monkeypatch.setattr(video_encoding, "_has_pyav", lambda: False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(VideoImpossibleError):
        video_encoding.must_be_possible()
    program = _stand_in(tmp_path)
    assert video_encoding.playwrights_ffmpeg() == program
    video_encoding.must_be_possible()
    file = tmp_path / "video.webm"
    file.touch()
    encoder = video_encoding.encoder(file, drawing.SIZE)
    for at, colour in ((0, "red"), (40, "lime"), (2500, "blue")):
        encoder.add(Image.new("RGB", drawing.SIZE, colour), at)
    assert not encoder.close([Mark("Krok 1", 0)], 2500)  # it cannot write chapters, and says so
    made = [(at, picture.size, picture.getpixel((700, 400))) for at, picture in frames(file)]
    assert [(at, size) for at, size, _ in made] == [
        (0, drawing.SIZE),
        (40, drawing.SIZE),
        (2500, drawing.SIZE),
    ]
    assert [pixel.index(max(pixel)) for _, _, pixel in made if isinstance(pixel, tuple)] == [0, 1, 2]


def _stand_in(browsers: Path) -> Path:
    """A program that reads and writes as ffmpeg does, where Playwright would have put its own."""
    import playwright  # noqa: PLC0415

    listed = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    known = json.loads(listed.read_text(encoding="utf-8"))["browsers"]
    revision = next(each["revision"] for each in known if each["name"] == "ffmpeg")
    name = "ffmpeg-mac" if sys.platform == "darwin" else "ffmpeg-linux"
    program = browsers / f"ffmpeg-{revision}" / name
    program.parent.mkdir()
    program.write_text(
        f"""#!{sys.executable}
import sys, av
from fractions import Fraction
words = sys.argv[1:]
assert words[words.index("-f") + 1] == "matroska" and words[words.index("-i") + 1] == "pipe:0"
with av.open(sys.stdin.buffer, format="matroska") as given, av.open(words[-1], "w", format="webm") as made:
    stream = None
    for frame in given.decode(video=0):
        if stream is None:
            stream = made.add_stream("libvpx-vp9", rate=25)
            stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
            stream.codec_context.time_base = Fraction(1, 1000)
            stream.options = {{"deadline": "realtime", "cpu-used": "8"}}
        at = round(frame.time * 1000)
        frame = frame.reformat(format="yuv420p")
        frame.pts, frame.time_base = at, Fraction(1, 1000)
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))
""",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return program
