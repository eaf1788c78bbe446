"""Writes reports: one self-contained HTML file each, that asks for nothing and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from automation import private
from automation.evidence.journal import FILE_NAME as JOURNAL_NAME
from automation.evidence.reading import RESULT_NAME, read_run
from automation.evidence.record import RunRecord
from automation.report.comparison import NO_FILES
from automation.report.telling import shown, spoken
from automation.report.words import words

if TYPE_CHECKING:
    from jinja2 import Environment

    from automation.evidence.result import ReproductionResult

REPORT_NAME: Final = "report.html"
REPRODUCTION_NAME: Final = "reproduction.json"
"""What `automation.reproduction.keeping` leaves; named here as well, for it is costly to load."""
_TEMPLATES: Final = Path(__file__).with_name("templates")
_LARGEST_PICTURE: Final = 8 * 1024 * 1024


def render_run(
    record: RunRecord,
    files: Mapping[str, bytes],
    *,
    language: str | None = None,
    running: bool = False,
    links: bool = False,
    comparison: ReproductionResult | None = None,
    original: RunRecord | None = None,
    original_files: Mapping[str, bytes] = NO_FILES,
) -> str:
    """The report of a run as HTML.

    Args:
        record: the run; may be a stranger's (a bundle).
        files: its files by name; pictures are taken from them, if that is what they are.
        language: `pl` or `en`; None: the one in use.
        running: the run is still under way.
        links: the report lies in the run's folder, beside its trace and video.
        comparison: what `reproduce` found, if this run is a reproduction: shown side by side.
        original: the run that was reproduced.
        original_files: its files.
    """
    from automation.report.story import story_of  # noqa: PLC0415  reads AP's catalogue

    with spoken(language):
        story = story_of(
            record,
            files,
            running=running,
            comparison=comparison,
            original=original,
            original_files=original_files,
        )
        return render("run.html.j2", script="report.js", story=story, links=links)


def write_report(folder: Path, *, language: str | None = None) -> Path:
    """Write `report.html` into a run's folder, with what `reproduce` has left there, if it has; its path.

    Args:
        folder: the run's.
        language: as in `render_run`.

    Raises:
        RunUnreadableError: there is no run in this folder that could be read.
        OSError: the report cannot be written.
    """
    record = read_run(folder)
    kept = None
    if (folder / REPRODUCTION_NAME).exists():
        from automation.reproduction.keeping import read_kept  # noqa: PLC0415  reproductions only

        kept = read_kept(folder)
    original = kept.original if kept is not None else None
    page = render_run(
        record,
        pictures_in(folder, record),
        language=language,
        running=not record.finished and is_running(folder),
        links=True,
        comparison=kept.comparison if kept is not None else None,
        original=original,
        original_files=pictures_in(folder, original) if original is not None else NO_FILES,
    )
    path = folder / REPORT_NAME
    private.write_file(path, page.encode("utf-8", "replace"))
    return path


def is_current(folder: Path) -> bool:
    """Whether a run's report is there and was written after the last line on the run."""
    with suppress(OSError):
        written = (folder / REPORT_NAME).stat().st_mtime_ns
        sources = [folder / JOURNAL_NAME, folder / RESULT_NAME]
        return all(written >= source.stat().st_mtime_ns for source in sources if source.exists())
    return False


def is_running(folder: Path) -> bool:
    """Whether the process of a run that has no result yet is still at work, on this machine."""
    from automation.evidence.past_runs import past_run  # noqa: PLC0415  asked of unfinished runs only

    run = past_run(folder)
    return run is not None and run.is_alive()


def pictures_in(folder: Path, record: RunRecord) -> dict[str, bytes]:
    """The pictures that a record names, from its folder. What is no plain file, or too large, is left out."""
    found = {}
    for step in record.steps:
        if step.picture is None:
            continue
        path = folder / step.picture
        with suppress(OSError):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_PICTURE:
                found[step.picture] = path.read_bytes()
    return found


def render(template: str, *, script: str, **values: Any) -> str:  # noqa: ANN401  what a template is given
    """A page from a template, with the style and the script that its policy names by their hashes."""
    from markupsafe import Markup  # noqa: PLC0415  comes with Jinja2

    style, code = _source("report.css"), _source(script)
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(code)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            # Our own files, and the only texts that are put in as they are.
            style=Markup(style),  # noqa: S704
            script=Markup(code),  # noqa: S704
            w=words(),
            **values,
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  0.1 s

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["outcome_sign"] = {"done": "ok", "failed": "failed", "running": "stopped"}.get
    return environment


def _finalized(value: Any) -> Any:  # noqa: ANN401  whatever a template puts out
    """Every text that a page shows, without characters that hide or turn what stands beside them."""
    return shown(value) if type(value) is str else value


@cache
def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode('ascii')}"
