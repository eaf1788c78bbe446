"""A bundle is made of what may leave the house, stays small, and is the same for the same run."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from automation.bundle import writing
from automation.bundle.reading import read_bundle
from automation.bundle.writing import make_bundle
from tests.bundle.conftest import MOMENT, NIP, STEPS, Folder, picture

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def pixels(content: bytes) -> Image.Image:
    """A picture's."""
    return Image.open(io.BytesIO(content)).convert("RGB")


def noise(seed: int, size: tuple[int, int]) -> bytes:
    """A picture that cannot be made smaller without loss."""
    file = io.BytesIO()
    content = random.Random(seed).randbytes(size[0] * size[1] * 3)  # noqa: S311  nothing is kept secret by it
    Image.frombytes("RGB", size, content).save(file, "PNG")
    return file.getvalue()


def test_a_bundle_is_read_as_it_was_made(folder: Folder, tmp_path: Path) -> None:
    """Record, pictures, snapshots and the control number, and nothing else of the folder."""
    run = folder()
    made = make_bundle(run, mask_nip=False, made_at=MOMENT)
    (tmp_path / "b.zip").write_bytes(made.content)
    read = read_bundle(tmp_path / "b.zip")
    assert (read.record, dict(read.files), read.code) == (made.record, dict(made.files), made.code)
    assert read.manifest.made_at == MOMENT
    stems = [f"{number:02}-{step}" for number, step in enumerate(STEPS, 1)]
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert archive.namelist() == [
            "manifest.json",
            *(f"pictures/{stem}.png" for stem in stems),
            "record.json",
            *(f"snapshots/{stem}.yaml" for stem in stems),
        ]
    assert read.record.nip == NIP
    assert read.record.error is not None
    assert "wystawianie faktur" in read.record.error.message
    assert b"Generuj token" in read.files[f"{stems[-1]}.yaml"]
    assert b"Kowalski" not in read.files[f"{stems[-1]}.yaml"]


def test_two_bundles_of_a_run_are_the_same_bytes(folder: Folder) -> None:
    """Hashes are worth something only then; a later one differs in its moment, and so in its number."""
    run = folder()
    one, two = (make_bundle(run, mask_nip=True, made_at=MOMENT) for _ in range(2))
    assert one.content == two.content
    with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    later = make_bundle(run, mask_nip=True, made_at=MOMENT + timedelta(seconds=1))
    assert (later.record, later.files) == (one.record, one.files)
    assert later.code != one.code


@pytest.mark.parametrize("mask_nip", [False, True])
def test_what_was_typed_is_painted_over_and_the_nip_if_wanted(folder: Folder, *, mask_nip: bool) -> None:
    """Pixel by pixel, with a margin; the rest of the picture stays, and nothing of the old file but pixels."""
    marked = picture() + b"Jan Kowalski"
    made = make_bundle(folder(pictures=lambda _: marked), mask_nip=mask_nip, made_at=MOMENT)
    content = made.files["02-krok-1-podmiot.png"]
    shown = pixels(content)
    field = shown.crop((58, 28, 88, 43))
    assert set(field.get_flattened_data()) == {BLACK}
    nip = shown.crop((8, 8, 33, 21))
    assert set(nip.get_flattened_data()) == {BLACK if mask_nip else WHITE}
    assert {shown.getpixel(at) for at in ((57, 30), (90, 30), (5, 5), (40, 15))} == {WHITE}
    assert b"Kowalski" not in content
    assert made.painted == len(STEPS) * (2 if mask_nip else 1)


def test_a_picture_of_which_nobody_knows_what_it_shows_is_left_out(folder: Folder, tmp_path: Path) -> None:
    """Older runs told no regions; the token list shows other people's names; a damaged file shows anything."""
    steps = ("krok-1-adres", "uniewaznienie-lista", "krok-2-zadanie-3")
    run = folder(steps=steps, pictures=lambda step: picture() if step != 1 else b"\x89PNG rubbish")
    made = make_bundle(run, mask_nip=False, made_at=MOMENT)
    assert set(made.files) == {"03-krok-2-zadanie-3.png", "01-krok-1-adres.yaml", "03-krok-2-zadanie-3.yaml"}
    assert [(warning.id, warning.values) for warning in made.record.warnings] == [
        ("bundle-pictures-unsafe", {"pictures": 2})
    ]
    run.rename(tmp_path / "other")
    unknown = make_bundle(folder(regions=None), mask_nip=False, made_at=MOMENT)
    assert not [name for name in unknown.files if name.endswith(".png")]
    assert not any(step.picture for step in unknown.record.steps)


def test_a_picture_on_which_ap_names_somebody_is_left_out(folder: Folder) -> None:
    """What is masked in the record would be read from the picture; of what AP says nothing else is lost."""
    made = make_bundle(
        folder(says="Użytkownik Jan Kowalski nie ma uprawnień."), mask_nip=False, made_at=MOMENT
    )
    last = made.record.steps[-1]
    assert (last.picture, last.ap_says) == (None, ("Użytkownik … … nie ma uprawnień.",))
    assert last.snapshot is not None
    assert made.record.steps[-2].picture is not None


def test_a_bundle_is_small_whatever_the_pictures(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lose colours and size first; then the earliest go, but not the failed step's; and the record says so."""
    monkeypatch.setattr(writing, "LIMIT", 100_000)
    steps = tuple(f"krok-1-{number}" for number in range(30))
    contents = [noise(seed, (200, 100)) for seed in range(3)]
    made = make_bundle(
        folder(steps=steps, pictures=lambda step: contents[step % 3]), mask_nip=False, made_at=MOMENT
    )
    assert 60_000 < len(made.content) <= 100_000
    kept = [step.number for step in made.record.steps if step.picture is not None]
    assert 1 < len(kept) < len(steps)
    assert kept == list(range(kept[0], 31))
    assert (made.record.warnings[-1].id, made.record.warnings[-1].values) == (
        "bundle-smaller",
        {"pictures": len(steps) - len(kept)},
    )
    (tmp_path / "b.zip").write_bytes(made.content)
    assert read_bundle(tmp_path / "b.zip").record == made.record


def test_the_failed_steps_picture_goes_last(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is room for one, it is the one that shows what went wrong."""
    monkeypatch.setattr(writing, "LIMIT", 45_000)
    run = folder(pictures=lambda step: noise(step, (150, 100)))
    journal = (run / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    swapped = [line.replace('"outcome": "failed"', '"outcome": "done"') for line in journal]
    swapped = [
        line.replace('"done"', '"failed"') if '"number": 1, "duration' in line else line for line in swapped
    ]
    (run / "journal.jsonl").write_text("\n".join(swapped), encoding="utf-8")
    made = make_bundle(run, mask_nip=False, made_at=MOMENT)
    kept = [step.number for step in made.record.steps if step.picture is not None]
    assert kept[0] == 1
    assert len(kept) < len(STEPS)


def test_a_very_long_run_fits_as_well(folder: Folder, tmp_path: Path) -> None:
    """Hours of questions whether a token is ready: the last thousand requests are in the bundle."""
    exchange = {
        "event": "exchange", "step": 4, "method": "GET", "path": "/tokens/{id}", "duration_ms": 12, "status": 200,
        "sent_at": "2026-11-23T07:58:02.000+00:00",
    }  # fmt: skip
    made = make_bundle(folder(more=[exchange] * 3000), mask_nip=False, made_at=MOMENT)
    (tmp_path / "b.zip").write_bytes(made.content)
    assert len(read_bundle(tmp_path / "b.zip").record.exchanges) == 1000


def test_a_run_that_was_killed_has_a_bundle_too(folder: Folder, tmp_path: Path) -> None:
    """There is a journal, cut in the middle, and no result."""
    run = folder()
    (run / "run.json").unlink()
    journal = (run / "journal.jsonl").read_bytes()
    (run / "journal.jsonl").write_bytes(journal[: len(journal) // 2])
    made = make_bundle(run, mask_nip=False, made_at=MOMENT)
    (tmp_path / "b.zip").write_bytes(made.content)
    assert read_bundle(tmp_path / "b.zip").record.finished is False
