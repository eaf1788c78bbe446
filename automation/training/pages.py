"""Pages of the training: one self-contained HTML file each, in the look of the reports, that runs nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from automation.report import pages as report_pages
from automation.report.telling import shown
from automation.text import say

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = Path(__file__).with_name("templates")
_REPORT: Final = Path(report_pages.__file__).with_name("templates")
_WORDS: Final = (
    "certificate-did",
    "certificate-nothing-well",
    "certificate-result",
    "certificate-signatures",
    "certificate-skip",
    "certificate-title",
    "certificate-trainee-signs",
    "certificate-trainer-signs",
    "certificate-what",
    "certificate-when",
    "certificate-where",
    "certificate-who",
    "results-all-tries",
    "results-done",
    "results-hints",
    "results-last",
    "results-legend",
    "results-mistakes",
    "results-none",
    "results-not-yet",
    "results-page-skip",
    "results-passed",
    "results-rules",
    "results-time",
    "results-title",
    "results-trainee",
    "results-tries",
    "results-untried",
    "results-what",
    "results-who",
    "training-helped",
    "training-hints",
    "training-mistakes",
    "training-no-mistakes",
    "training-no-name",
    "training-time",
    "training-well",
)
"""The fixed words of the pages: texts that the templates have as `w`, by their ids."""


def render(template: str, **values: Any) -> str:  # noqa: ANN401  what a template is given
    """A page from a template, with nothing in it but the styles that its policy names by their hash."""
    from markupsafe import Markup  # noqa: PLC0415  comes with Jinja2

    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            style=Markup(style),  # noqa: S704  our own files
            w={each: say(each) for each in _WORDS},
            **values,
        )
    )


@cache
def _style() -> str:
    files = (_REPORT / "report.css", _TEMPLATES / "training.css")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  0.1 s

    return Environment(
        loader=FileSystemLoader((_TEMPLATES, _REPORT), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _finalized(value: Any) -> Any:  # noqa: ANN401  whatever a template puts out
    """Every text without characters that hide or turn what stands beside them."""
    return shown(value) if type(value) is str else value
