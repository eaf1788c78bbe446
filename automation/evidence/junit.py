"""JUnit XML for schedulers: one test case a step."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from automation.errors import Exit
from automation.evidence.result import Result
from automation.redaction import redact

_VERDICTS: Final[dict[int, str]] = {
    Exit.DONE: "done",
    Exit.PERMISSIONS: "permissions",
    Exit.LOGIN: "login-needed",
    Exit.INTERFACE: "ap-changed",
    Exit.AP_FAILED: "ap-down",
    Exit.TOKEN_NOT_SAFE: "token-not-safe",
    Exit.POLICY: "policy",
    Exit.INTERRUPTED: "interrupted",
}
"""What an exit code means for whoever keeps the schedule; the others are mistakes of ours or of the set-up."""

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold; AP's own words, which a message may quote, come from a page."""


def write_junit(path: Path, result: Result) -> None:
    """Write a result as JUnit XML; the step that failed carries the error."""
    failed = result.error is not None
    cases = result.steps
    suite = ET.Element(
        "testsuite",
        name=_xml(f"ap-token {result.command}"),
        time=f"{sum(step.duration_ms for step in cases) / 1000:.3f}",
    )
    _add_properties(suite, result)
    for step in cases:
        case = ET.SubElement(
            suite,
            "testcase",
            classname=_xml(result.command),
            name=_xml(step.title),
            time=f"{step.duration_ms / 1000:.3f}",
        )
        if step.outcome == "failed":
            _add_failure(case, result)
    if not cases or (failed and all(step.outcome != "failed" for step in cases)):
        case = ET.SubElement(suite, "testcase", classname=_xml(result.command), name=_xml(result.command))
        if failed:
            _add_failure(case, result)
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    ET.indent(suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)


def _add_properties(suite: ET.Element, result: Result) -> None:
    """What a scheduler tells its reader: whose fault it is, where, and which token."""
    known = {
        "exit_code": str(result.exit_code),
        "verdict": _VERDICTS.get(result.exit_code, "our-fault"),
        "environment": result.environment,
        "ap_version": result.ap_version,
        "reference_number": result.reference_number,
        "run_dir": result.run_dir,
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in known.items():
        if value is not None:
            ET.SubElement(properties, "property", name=name, value=_xml(value))


def _add_failure(case: ET.Element, result: Result) -> None:
    if result.error is not None:
        failure = ET.SubElement(
            case, "failure", type=_xml(result.error.code), message=_xml(result.error.message)
        )
        failure.text = f"{_xml(result.error.advice)}\nexit code {result.exit_code}"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", redact(text))
