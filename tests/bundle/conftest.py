"""Runs' folders to make bundles of: a check that AP refused, with pictures, as a run leaves them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

NIP = "1234563218"
MOMENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
STEPS = ("krok-1-adres", "krok-1-podmiot", "krok-1-stan", "krok-2-zadanie-3")
REGIONS = (
    {"kind": "nip", "x": 10.4, "y": 10.2, "width": 20, "height": 8},
    {"kind": "field", "x": 60, "y": 30, "width": 25.5, "height": 10},
)
SNAPSHOT = (
    '- banner:\n  - button "Jan Kowalski"\n- main:\n  - button "Generuj token"\n  - textbox "Nazwa tokena"\n'
)

Folder = Callable[..., Path]


def picture(colour: str = "white", size: tuple[int, int] = (120, 80)) -> bytes:
    """A picture of nothing."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def lines_of(
    steps: Iterable[str] = STEPS,
    *,
    regions: Iterable[Mapping[str, Any]] | None = REGIONS,
    says: str = "Nie można nadać tokenowi uprawnień których nie posiadasz.",
    route: str = "/web/home",
    more: Iterable[dict[str, Any]] = (),
) -> list[dict[str, Any]]:
    """A journal: a check whose last step failed."""
    at = "2026-11-23T07:58:01.100+00:00"
    lines: list[dict[str, Any]] = [
        {"event": "begins", "command": "check", "pid": 1, "started": 1, "assistant": "0.1.0", "language": "pl"},
        {"event": "settings", "environment": "demo", "base_url": "https://ap-demo.ksef.mf.gov.pl/web/",
         "nip": NIP, "login": "certificate", "headed": False, "timeout": 30.0, "refresh_interval": 5.0,
         "refresh_limit": 60, "validity_days": None, "renewable": False},
        {"event": "browser", "product": "chromium 156.0", "playwright": "1.65.2", "python": "3.11.7",
         "system": "Linux 6.18"},
        {"event": "menu", "invoices": True, "permissions": True, "tokens": True, "certificates": False},
        {"event": "checkboxes", "InvoiceWrite": "locked", "InvoiceRead": "free"},
    ]  # fmt: skip
    steps = list(steps)
    for number, step in enumerate(steps, 1):
        failed = number == len(steps)
        values = {
            "krok-1-podmiot": {"nip": NIP},
            "krok-1-adres": {"address": "https://ap-demo.ksef.mf.gov.pl/web/"},
        }
        ends = {"outcome": "failed" if failed else "done", "error": "checkbox-locked" if failed else None}
        lines += [
            {"event": "step-begins", "id": step, "number": number, "title": step, "values": values.get(step, {})},
            {"event": "step-ends", "id": step, "number": number, "duration_ms": 120, **ends},
            {"event": "exchange", "step": number, "method": "GET", "path": "/session", "sent_at": at,
             "duration_ms": 12, "status": 200, "broken": False, "retry_after": None},
            {"event": "screen", "step": number, "route": route, "ap_version": "2.2.9",
             "header_label": "Środowisko Demonstracyjne"},
            {"event": "picture", "step": number, "file": f"{number:02}-{step}.png",
             **({} if regions is None else {"regions": list(regions)})},
            {"event": "snapshot", "step": number, "file": f"{number:02}-{step}.yaml"},
        ]  # fmt: skip
    lines += list(more)
    said = {"event": "ap-says", "step": len(steps), "texts": [says], "event_ids": []}
    error = {"event": "error", "code": "checkbox-locked", "details": {"permissions": "wystawianie faktur"}}
    return [{"at": at, **line} for line in (*lines, said, error)]


def run_folder(
    place: Path, *, pictures: Callable[[int], bytes] = lambda _: picture(), **journal: Any
) -> Path:
    """A run's folder; `lines_of`'s arguments say what is in its journal."""
    path = place / "2026-11-23T07-58-01Z-check-demo-1a2b"
    path.mkdir()
    lines = lines_of(**journal)
    (path / "journal.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
    )
    error = {"code": "checkbox-locked", "message": "x", "advice": "y"}
    result = {"outcome": "refused", "exit_code": 3, "permissions": ["InvoiceWrite"], "error": error}
    (path / "run.json").write_text(json.dumps(result), encoding="utf-8")
    (path / "report.html").write_text("<p>not for anybody else</p>", encoding="utf-8")
    for line in lines:
        if line["event"] == "picture":
            (path / line["file"]).write_bytes(pictures(line["step"]))
        elif line["event"] == "snapshot":
            (path / line["file"]).write_text(SNAPSHOT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a run's folder in the test's own."""
    return partial(run_folder, tmp_path)
