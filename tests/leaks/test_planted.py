"""Planted where a run could leave it: the search finds the token in every kind of place, and no twin of it."""

from __future__ import annotations

import base64
import io
import os
import re
import secrets
import subprocess
import sys
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import FloatRect, Page

from .needles import Needle
from .pictures import Reader
from .scene import NIP, Scene
from .screen import screen_with_reader
from .search import Search
from .watch import Watcher

SECRET = secrets.token_hex(32)
TWIN = secrets.token_hex(32)
NEEDLE = Needle("token", SECRET)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

SLEEPER = "import time; time.sleep(0.5)"


# --- processes and files that are there for a moment ----------------------------------------------


def watched(tmp_path: Path, *words: str, **environment: str) -> set[str]:
    """What the search finds after a watcher has looked on; the words are a program for a child's child."""
    folder = tmp_path / "tmp"
    folder.mkdir(exist_ok=True)
    watcher = Watcher((folder,), tmp_path / "kept")
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder), **environment},
    )
    watcher.start(process.pid)
    assert process.wait(30) == 0
    watcher.stop()
    search = Search((NEEDLE,), reader=None)
    for sample in watcher.samples:
        search.content(f"{sample.what} of {'command' if sample.is_command else 'child'}", sample.content)
    for link, path in watcher.kept.items():
        search.content(f"short-lived {Path(path).name}", link.read_bytes())
    assert len(list(folder.iterdir())) == 0
    return {find.place for find in search.finds}


@LINUX
def test_a_secret_among_a_programs_arguments_is_found(tmp_path: Path) -> None:
    """Of a program that lives for half a second, two levels down."""
    assert watched(tmp_path, SLEEPER, SECRET) == {"cmdline of command", "cmdline of child"}
    assert not watched(tmp_path, SLEEPER, TWIN)


@LINUX
def test_a_secret_in_a_programs_environment_is_found(tmp_path: Path) -> None:
    """Whoever inherits it shows it."""
    assert watched(tmp_path, SLEEPER, T=SECRET) == {"environ of command", "environ of child"}
    assert not watched(tmp_path, SLEEPER, T=TWIN)


@LINUX
def test_a_secret_in_a_file_that_is_gone_by_the_end_is_found(tmp_path: Path) -> None:
    """Written below TMPDIR, and deleted again; the secret comes to it by a pipe of nobody's."""
    program = (
        "import pathlib, tempfile, time\n"
        "with tempfile.NamedTemporaryFile(suffix='.plain') as file:\n"
        "    file.write(bytes.fromhex({!r})); file.flush(); time.sleep(0.1)"
    )
    # In the arguments it is as hex of the token with every bit turned, which no form of it is.
    turned = program.replace("bytes.fromhex({!r})", "bytes(255 - b for b in bytes.fromhex({!r}))")
    for secret, is_found in ((SECRET, True), (TWIN, False)):
        found = watched(tmp_path, turned.format(bytes(255 - byte for byte in secret.encode()).hex()))
        assert bool(found) is is_found
        assert all(place.endswith(".plain") for place in found)


# --- pictures -------------------------------------------------------------------------------------


def _page_with(secret: str) -> str:
    """A screen of AP's kind: 14 pixels, a menu beside it, the token cut off as in AP."""
    return f"""<!doctype html><meta charset="utf-8">
      <style>body {{ font: 14px "Open Sans", Roboto, "DejaVu Sans", sans-serif; margin: 24px; display: flex }}
        nav {{ width: 260px }} main {{ width: 900px }}</style>
      <nav><p>Faktury</p><p>Uprawnienia</p><p>Tokeny</p><p>Certyfikaty</p></nav>
      <main><h1>Token został wygenerowany</h1>
        <p>Numer referencyjny 20260801-EC-4263281000-FE338EBE5B-DE, Środowisko Testowe, 2026-08-01 07:10:24</p>
        <p>20260801-EC-4263281000-FE338EBE5B-DE|nip-{NIP}|{secret[:24]}…</p>
        <p>Zdarzenie 00-{TWIN[:32]}-{TWIN[32:48]}-01</p></main>"""


def _shot(page: Page, secret: str, kind: str) -> bytes:
    page.set_content(_page_with(secret))
    part = FloatRect(x=0, y=0, width=1180, height=230)  # the rest is empty, and costs time
    if kind == "jpeg":
        return page.screenshot(type="jpeg", quality=80, clip=part)
    content = page.screenshot(type="png", clip=part)
    return content if kind == "png" else _made_anew(content, kind)


def _made_anew(content: bytes, kind: str) -> bytes:
    """A picture as a report or a bundle may have it: WebP, fewer colours, smaller."""
    picture, out = Image.open(io.BytesIO(content)).convert("RGB"), io.BytesIO()
    if kind == "webp":
        picture.save(out, "WEBP", quality=60)
    elif kind == "few-colours":
        picture.quantize(64).save(out, "PNG")
    else:
        picture.resize((picture.width // 2, picture.height // 2)).save(out, "WEBP", quality=50)
    return out.getvalue()


@pytest.fixture(scope="module")
def shots() -> dict[tuple[str, str], bytes]:
    """Screenshots, taken once."""
    return {}


@pytest.fixture
def shot(page: Page, shots: dict[tuple[str, str], bytes]) -> Callable[[str, str], bytes]:
    """A screenshot of a page that shows this."""

    def taken(secret: str, kind: str = "png") -> bytes:
        if (secret, kind) not in shots:
            shots[secret, kind] = _shot(page, secret, kind)
        return shots[secret, kind]

    return taken


def _read_off(content: bytes) -> set[str]:
    reader = Reader(Scene.memory)
    search = Search((NEEDLE,), reader=reader)
    search.content("here", content)
    assert reader.read
    return {find.form for find in search.finds}


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_secret_on_a_screenshot_is_found(shot: Callable[..., bytes], kind: str) -> None:
    """Drawn at the size of AP's own text, and cut off as there; a screen with another token is clean."""
    assert "readable" in _read_off(shot(SECRET, kind))
    assert not _read_off(shot(secrets.token_hex(32), kind))


@pytest.mark.browser
def test_a_secret_on_a_picture_in_an_archive_or_a_page_is_found(shot: Callable[..., bytes]) -> None:
    """As in a trace, as in a report within a bundle that somebody has packed, as in an entry of the browser's cache."""

    def zipped(name: str, content: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return out.getvalue()

    def report(picture: bytes) -> bytes:
        return b'<!doctype html><img alt="" src="data:image/webp;base64,' + base64.b64encode(picture) + b'">'

    assert "readable" in _read_off(zipped("resources/page@0a-1.jpeg", shot(SECRET, "jpeg")))
    in_bundle = [
        zipped("a.zip", zipped("report.html", report(shot(text, "webp")))) for text in (TWIN, SECRET)
    ]
    assert [bool(_read_off(content)) for content in in_bundle] == [False, True]
    assert "readable" in _read_off(
        b"http://127.0.0.1/picture.png\0\0\0" + shot(SECRET) + b"\0HTTP/1.1 200 OK"
    )


@pytest.mark.browser
def test_a_secret_on_one_picture_of_many_is_found(shot: Callable[..., bytes]) -> None:
    """Only what has changed is read, be it a few letters of a number; what has not was read before."""
    empty, twin = shot(""), shot(TWIN)
    anew = [_made_anew(twin, kind) for kind in ("webp", "few-colours", "half")]
    for order in (
        [shot(SECRET), empty],
        [empty, twin, *anew, shot(SECRET), twin],
        [*anew[:2], shot(SECRET, "webp")],
    ):
        search = Search((NEEDLE,), reader=Reader(Scene.memory))
        for number, content in enumerate(order):
            search.content(f"{number}.png", content)
        secret = next(number for number, content in enumerate(order) if content in shots_of_the_secret(shot))
        assert {find.place for find in search.finds} == {f"{secret}.png > picture"}


def shots_of_the_secret(shot: Callable[..., bytes]) -> tuple[bytes, bytes]:
    """As it is, and as WebP."""
    return shot(SECRET), shot(SECRET, "webp")


def test_what_was_read_is_not_read_again() -> None:
    """Drawn again, encoded anew, painted over or made smaller: reading takes most of a search's time."""
    search, anew = Search((NEEDLE,)), _drawn(TWIN, "and some more")
    search.content("0.png", anew)
    assert search.reader is not None
    calls = []
    search.reader._ocr = lambda *words: calls.append(words) or ""  # type: ignore[method-assign,func-returns-value]
    painted = Image.open(io.BytesIO(anew))
    painted.paste(0, (0, 0, 300, 40))
    out = io.BytesIO()
    painted.save(out, "PNG")
    contents = [out.getvalue(), *(_made_anew(anew, kind) for kind in ("webp", "few-colours", "half"))]
    for number, content in enumerate(contents, 1):
        search.content(f"{number}.png", content)
    assert search.reader.read == len(contents) + 1
    assert not calls
    search.content("9.png", _drawn(SECRET, "and some more"))
    assert calls


def test_a_secret_that_comes_sign_by_sign_is_found() -> None:
    """Typed, as a video shows it: what a frame adds is narrower than anything that can be read."""
    search = Search((NEEDLE,))
    for end in range(1, 25):
        search.content(f"{end}.png", _drawn(SECRET[:end]))
    assert search.finds


def _drawn(*lines: str) -> bytes:
    """Lines of text on white."""
    picture, out = Image.new("L", (600, 120), 255), io.BytesIO()
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((40, 50 + 30 * number), line, fill=0, font=ImageFont.load_default(15))
    picture.save(out, "PNG")
    return out.getvalue()


def _video(frames: list[bytes], kind: str, codec: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as file:
        stream: Any = None
        for number, content in enumerate(frames):
            with av.open(io.BytesIO(content), "r") as picture:
                frame = next(picture.decode(video=0))
            if stream is None:
                stream = file.add_stream(codec, rate=25)
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
                stream.bit_rate = 1_000_000
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


@pytest.mark.browser
@pytest.mark.usually(1)
@pytest.mark.parametrize(("kind", "codec"), [("webm", "libvpx"), ("mp4", "mpeg4")])
def test_a_secret_in_a_frame_of_a_video_is_found(shot: Callable[..., bytes], kind: str, codec: str) -> None:
    """Two frames of it, less than a tenth of a second, in the middle of others of which it differs in a few letters."""
    twin = shot(TWIN)
    assert "readable" in _read_off(_video([twin, *[shot(SECRET)] * 2, twin], kind, codec))
    assert not _read_off(_video([twin], kind, codec))


@pytest.mark.browser
def test_secrets_are_told_apart_on_a_screen_full_of_them(page: Page) -> None:
    """Tokens, references and event ids, and one that is looked for among nine that are not there."""
    shown = [secrets.token_hex(32) for _ in range(5)]
    lines = "".join(f"<p>{secrets.token_hex(5).upper()}-{secrets.token_hex(2)} {each}</p>" for each in shown)
    page.set_content(f"<body style='font: 14px sans-serif'>{lines}")
    others = tuple(Needle("not there", secrets.token_hex(32)) for _ in range(9))
    search = Search((Needle("there", shown[3]), *others))
    search.content("here", page.screenshot(clip=FloatRect(x=0, y=0, width=900, height=200)))
    assert {find.needle for find in search.finds} == {"there"}


# --- the clipboard --------------------------------------------------------------------------------


@LINUX
def test_a_secret_that_was_in_the_clipboard_for_a_moment_is_found() -> None:
    """Put there, taken over by something else a moment later: whoever watches has seen it."""
    program = (
        "import sys, tkinter\n"
        "window = tkinter.Tk()\n"
        "for text in (sys.argv[1], 'nothing'):\n"
        "    window.clipboard_clear(); window.clipboard_append(text); window.update()\n"
        "    window.after(500, window.quit); window.mainloop()\n"
    )
    pytest.importorskip("tkinter")
    for secret, is_found in ((SECRET, True), (TWIN, False)):
        with screen_with_reader() as reader:
            subprocess.run(
                [sys.executable, "-c", program, secret],
                env={**os.environ, "DISPLAY": reader.display},
                check=True,
            )
        search = Search((NEEDLE,), reader=None)
        for selection, content in [*reader.read, *reader.left.items()]:
            search.content(selection, content)
        assert bool(search.finds) is is_found
        assert reader.changes


# --- the product, made to leak --------------------------------------------------------------------


@LINUX
@pytest.mark.browser
@pytest.mark.keepassxc
def test_a_product_that_leaks_is_caught_in_every_place() -> None:
    """One run with a leak in each kind of place, and what is made of it: the search names every one of them."""
    leaks = "journal,streams,step_picture,snapshot,trace,child,temporary,wiping,sweeping"
    with Scene(password_from="environment", every_step=True) as scene:
        scene.start(scene.words(), program=(Path(__file__).with_name("leaky.py"), leaks))
        ended = scene.finish()
        assert ended.code == 0, ended.out + ended.err
        made = scene.run(scene.words("report", "--bundle", scene.folder("data") / "bundle.zip"))
        assert made.code == 0, made.out + made.err
        pictures = scene.run_folder_named("generate").glob("[0-9]*-krok-*.png")
        made_of_it = (
            max(path.name for path in pictures),
            "trace.zip",
            "report.html",
            "bundle.zip",
            "bundle-preview.html",
        )
        searches = [scene.search(pictures=False), *(scene.search_of(name) for name in made_of_it)]
        finds = {(_kind(find.place), find.needle, find.form) for each in searches for find in each.finds}
        if os.geteuid() != 0:  # nobody but root sees the environment of a process that is not dumpable
            finds.add(("environ of the command", "password", "plain"))
        assert finds >= {
            ("stdout", "token", "plain"), ("stderr", "token", "plain"), ("a picture", "token", "readable"),
            ("a snapshot", "token", "plain"), ("report.html", "token", "readable"),
            ("bundle.zip", "token", "readable"), ("bundle-preview.html", "token", "readable"),
            ("cmdline of a child", "token", "plain"), ("environ of a child", "token", "plain"),
            ("environ of the command", "password", "plain"), ("a short-lived file", "token", "plain"),
            ("the browser's folder", "token", "plain"), ("the trace", "token", "plain"),
            ("the trace", "token", "readable"),
        }, sorted(finds)  # fmt: skip
        assert any(
            place == "journal.jsonl" and needle == "token" and form.startswith("base64")
            for place, needle, form in finds
        )


_KINDS = (
    (r"(?!short-lived).*/(journal\.jsonl|report\.html|bundle\.zip|bundle-preview\.html)(?: > .*)?", r"\1"),
    (r"(stdout|stderr) .*", r"\1"),
    (r"(cmdline|environ) of .* below it", r"\1 of a child"),
    (r"(environ of the command)", r"\1"),
    (r"short-lived tmp/tmp.*", "a short-lived file"),
    (r"tmp/ap-token-.*", "the browser's folder"),
    (r".*trace\.zip > .*", "the trace"),
    (r".*/[0-9]+-krok-[^/]+\.png > .*", "a picture"),
    (r".*/[0-9]+-krok-[^/]+\.yaml", "a snapshot"),
)


def _kind(place: str) -> str:
    return next(
        (re.sub(pattern, name, place) for pattern, name in _KINDS if re.fullmatch(pattern, place)), place
    )
