"""Nobody's name is in a picture; where NIP and typed values are is on record; a page at rest is pictured once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Page

from automation.evidence.camera import Camera
from automation.evidence.folder import RunFolder
from automation.evidence.record import RegionRecord
from automation.evidence.steps import Seen, Step

pytestmark = pytest.mark.browser

STYLE = "<style>* { font: 16px monospace }</style>"
Box = tuple[int, int, int, int]


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time for a busy machine."""
    monkeypatch.setattr("automation.evidence.camera._PROBE_MS", 20_000)
    monkeypatch.setattr("automation.evidence.camera._PICTURE_MS", 20_000)


def fill(page: Page, html: str) -> None:
    """Show a page, shadow roots and all."""
    page.evaluate("(html) => document.body.setHTMLUnsafe(html)", STYLE + html)


# The elements marked `kept` have to stay in the picture, those marked `name` must not.
PEOPLE = """
<header>
  <b class=kept>Krajowy System e-Faktur</b> <span class=kept>Aplikacja Podatnika KSeF</span>
  <b class=kept>Środowisko Testowe</b> <button class=kept>Menu</button> <button class=kept>1234563218</button>
  <button class=name>{name}</button> <span>Zalogowano jako: <i class=name>{name}</i></span>
  <div><template shadowrootmode=open><style>* {{ font: 16px monospace }}</style><a class=name>{name}</a>
    <a class=kept>Wyloguj się</a></template></div>
</header>
<main>
  <h1 class=kept>Lista tokenów</h1>
  <table>
    <thead><tr><th class=kept>Nazwa tokena</th><th class=kept>Imię i nazwisko</th><th>Data</th><th></th></tr></thead>
    <tr><td class=name>Token, {name}</td><td><span class=name>{name}</span></td>
      <td class=kept>01.07.2026 09:10:24</td><td><button class=kept>Unieważnij</button></td></tr>
  </table>
  <div role=grid>
    <div role=row><span role=columnheader class=kept>Twórca tokena</span></div>
    <div role=row><div role=gridcell class=name>{name}</div></div>
  </div>
  <x-list><template shadowrootmode=open><style>* {{ font: 16px monospace }}</style>
    <div role=row><slot></slot></div></template><p role=cell class=name>{name}</p></x-list>
  <dl><dt class=kept>Imię i nazwisko</dt><dd class=name>{name}</dd>
    <dt class=kept>Stan</dt><dd class=kept>Aktywny</dd></dl>
  <p class=name>Imię i nazwisko: {name}</p>
  <p><b class=kept>Nazwisko</b> <i class=name>{name}</i></p>
  <label class=kept for=who>Imię</label><input id=who class=name value="{name}">
  <label class=kept for=what>Nazwa tokena</label><input id=what class=kept value="iCargo">
  <table role=presentation><tr><td class=kept>Opis formularza</td><td><input class=kept value=x></td></tr></table>
</main>
"""
BAR = """<div style="display: flex; gap: 20px"><div class=kept>Aplikacja Podatnika KSeF</div><div>
  <div class=name>{name}</div></div></div>
  <h1 class=kept>Generowanie tokena</h1><p class=kept>Wygenerowany token służy do nawiązywania sesji</p>"""
"""A header that does not say that it is one."""
NAMES = ("Krystyna Nowakowska", "Mieczysław Żółtański"[:19])
BOXES_JS = """(name) => {
  const found = {};
  const boxOf = (element) => {
    if (element.matches("input")) {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left: left + 4, top: top + 4, right: right - 4, bottom: bottom - 4 };  // not its border
    }
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const walk = (root) => root.querySelectorAll("*").forEach((each) => {
    const { left, top, right, bottom } = boxOf(each);
    if (each.classList.contains(name)) found[`${left} ${top} ${each.outerHTML}`] =
      [Math.ceil(left), Math.ceil(top), Math.floor(right), Math.floor(bottom)];
    if (each.shadowRoot) walk(each.shadowRoot);
  });
  walk(document);
  return found;
}"""
"""Where the text is of each element of a class, or the inside of a field."""


@pytest.mark.parametrize("template", [PEOPLE, BAR], ids=["a header and tables", "a bar of no name"])
def test_nobodys_name_is_in_a_picture(page: Page, folder: RunFolder, step: Step, template: str) -> None:
    """Of two people the pictures are the same; AP's own words, column headers and buttons are still to be read."""
    pictures = []
    for name in NAMES:
        fill(page, template.format(name=name))
        before = page.content()
        step.outcome = "done"
        Camera(folder, page, every_step=True).step_ends(step)
        assert page.content().replace(' style=""', "") == before
        content = (folder.path / "01-krok-1-adres.png").read_bytes()
        picture = Image.open(io.BytesIO(content)).convert("L")
        pictures.append(picture)
        names, kept = page.evaluate(BOXES_JS, "name"), page.evaluate(BOXES_JS, "kept")
        assert [html for html, box in names.items() if picture.crop(box).getextrema() != (0, 0)] == []
        # With nothing to read there would be one colour, with a black box black and white at most.
        assert [html for html, box in kept.items() if len(set(picture.crop(box).tobytes())) < 5] == []
    assert ImageChops.difference(*pictures).getbbox() is None


TYPED = """
<header><span>Aplikacja Podatnika KSeF</span> <button>{nip}</button></header>
<p>Podmiot {nip}, PL{nip}</p>
<p>{grouped}</p>
<p>{cut}</p>
<p><template shadowrootmode=open><b>{nip}</b><input value="{text}"></template></p>
<input value="{nip}"> <input value="{text}"> <textarea>{text}</textarea> <div contenteditable>{text}</div>
<select><option>{nip}</option></select>
<p>Wybrany plik: <span>{text}.xml</span></p>
<iframe style="border: 3px solid; padding: 7px" width=500 height=60
  srcdoc="<p>{nip}</p><input value='{text}'>"></iframe>
<p style="margin-top: 1000px">{nip}</p>
"""


@pytest.mark.parametrize("quick", [True, False])
def test_painted_over_a_picture_tells_no_nip_and_nothing_typed(
    page: Page, folder: RunFolder, step: Step, *, quick: bool
) -> None:
    """Of two taxpayers the pictures are the same once their regions are black; before that they differ."""
    painted, bare, regions = [], [], []
    for nip, text in (("1234563218", "wystawianie"), ("5265877635", "przegladani")):
        grouped = f"{nip[:3]}-{nip[3:6]}-{nip[6:8]}-{nip[8:]}"
        cut = f"<i>{nip[:3]}</i><i>{nip[3:]}</i>"
        html = TYPED.format(nip=nip, grouped=grouped, cut=cut, text=text)
        fill(page, html)
        page.frames[1].locator("input").wait_for()
        said: list[Any] = []
        camera = Camera(
            folder,
            page,
            every_step=True,
            quick=quick,
            see=lambda what, said=said, **more: said.append((what, more)),
        )
        step.outcome = "done"
        camera.step_ends(step)
        ((what, values),) = said
        assert (what, values["step"], values["file"]) == (Seen.PICTURE, 1, "01-krok-1-adres.png")
        picture = Image.open(folder.path / values["file"]).convert("RGB")
        bare.append(picture.copy())
        regions.append([RegionRecord.model_validate(region) for region in values["regions"]])
        assert all(0 <= each.x < 1440 and each.y + each.height <= 900 for each in regions[-1])
        draw = ImageDraw.Draw(picture)
        for each in regions[-1]:
            draw.rectangle((each.x, each.y, each.x + each.width, each.y + each.height), fill="black")
        painted.append(picture)
    assert ImageChops.difference(*bare).getbbox() is not None
    assert ImageChops.difference(*painted).getbbox() is None
    assert {each.kind for each in regions[0]} == {"nip", "field"}
    assert sum(each.width * each.height for each in regions[0]) < 0.2 * 1440 * 900
    assert painted[0].getpixel((1400, 850)) == (255, 255, 255)


def test_a_page_that_has_not_changed_is_not_pictured_again(
    page: Page, folder: RunFolder, step: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step gets the same picture; what can be seen to change, moves, or has failed makes a new one."""
    shots: list[bytes] = []
    shot = Camera._shot

    def counted(camera: Camera) -> bytes:
        shots.append(shot(camera))
        return shots[-1]

    monkeypatch.setattr(Camera, "_shot", counted)
    camera = Camera(folder, page, every_step=True)

    def is_new(change: str = "() => {}", outcome: str = "done") -> bool:
        before = len(shots)
        page.evaluate(change)
        step.number += 1
        step.outcome = "failed" if outcome == "failed" else "done"
        camera.step_ends(step)
        assert (folder.path / f"{step.number:02}-krok-1-adres.png").read_bytes() == shots[-1]
        return len(shots) > before

    fill(
        page,
        "<p>raz</p><input id=it><input type=checkbox><div><template shadowrootmode=open>x</template></div>",
    )
    assert is_new()
    assert not is_new()
    for change in (
        "() => { document.querySelector('p').textContent = 'dwa'; }",
        "() => { document.querySelector('#it').value = 'x'; }",
        "() => { document.querySelector('[type=checkbox]').checked = true; }",
        "() => { document.querySelector('div').shadowRoot.append('y'); }",
        "() => { document.querySelector('#it').focus(); }",
    ):
        assert is_new(change), change
        assert not is_new(), change
    assert is_new(outcome="failed")
    moving = "() => { document.querySelector('p').animate([{ opacity: 0 }, {}], { duration: 60000 }); }"
    assert is_new(moving)
    assert is_new()
