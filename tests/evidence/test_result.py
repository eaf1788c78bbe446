"""What a run says of itself: the contract's names, nothing else, for people's scripts and schedulers."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from xml.etree import ElementTree as ET

import pytest

from automation.evidence.folder import RunFolder
from automation.evidence.journal import Journal
from automation.evidence.junit import write_junit
from automation.evidence.result import CheckItem, ErrorResult, Result, StepResult, VaultPlace
from automation.evidence.steps import Fact, Seen, Step
from automation.secret import MASK, Secret

CONTRACT = {
    "schema",
    "outcome",
    "exit_code",
    "environment",
    "base_url",
    "ap_version",
    "nip",
    "token_name",
    "permissions",
    "reference_number",
    "vault",
    "refresh_presses",
    "issue_to_durable_ms",
    "shown_to_durable_ms",
    "steps",
    "warnings",
    "error",
    "run_dir",
}
"""The keys that DESIGN.md promises."""
ADDED = {
    "command", "revoked", "checks", "differences", "runs", "browser",
    "report", "bundle", "bundle_code", "video", "reproduction", "scenarios", "exercises", "training",
}  # fmt: skip
"""What the product says besides."""


@pytest.fixture
def result() -> Result:
    """A run of two steps."""
    steps = [
        StepResult("krok-1-adres", "Otwórz <AP> & czekaj", "done", 1500),
        StepResult("krok-4-odswiez", "Naciśnij „Odśwież”", "done", 250),
    ]
    return Result("rehearse", "stored", 0, steps=steps)


def fail(result: Result, message: str = "AP nie odpowiada.") -> Result:
    """Let the last step fail."""
    result.outcome, result.exit_code = "failed", 6
    result.steps[-1].outcome = "failed"
    result.error = ErrorResult("ap-too-slow", message, "Spróbuj ponownie później.")
    return result


def test_the_json_has_the_contracts_keys_and_no_unknown_ones(result: Result) -> None:
    """Every key always, also where there is nothing to say."""
    said = result.as_json()
    assert set(said) == CONTRACT | ADDED
    assert said["schema"] == 1
    assert set(Result("check").as_json()) == CONTRACT | ADDED


def test_the_nested_objects_have_the_contracts_keys(result: Result) -> None:
    """Vault, steps, error."""
    fail(result).vault = VaultPlace("/a.kdbx", "uuid", "KSeF/Demo/1/x")
    said = json.loads(json.dumps(result.as_json()))
    assert set(said["vault"]) == {"path", "entry_uuid", "entry_path"}
    assert [set(step) for step in said["steps"]] == [{"id", "title", "outcome", "duration_ms"}] * 2
    assert set(said["error"]) == {"code", "message", "advice"}


def test_what_is_not_known_is_null() -> None:
    """Or an empty list; never left out, never a word like "None"."""
    said = Result("check").as_json()
    assert {key for key, value in said.items() if value is None} == {
        "environment",
        "base_url",
        "ap_version",
        "nip",
        "token_name",
        "reference_number",
        "vault",
        "refresh_presses",
        "issue_to_durable_ms",
        "shown_to_durable_ms",
        "error",
        "run_dir",
        "browser",
        "report",
        "bundle",
        "bundle_code",
        "video",
        "reproduction",
        "training",
    }
    assert said["permissions"] == said["steps"] == said["warnings"] == said["checks"] == []
    assert (said["outcome"], said["exit_code"]) == ("failed", 1), "a run that says nothing has not succeeded"


def test_two_results_share_nothing() -> None:
    """A warning of one run is not one of the next."""
    Result("check").warnings.append("x")
    assert Result("check").warnings == []


def test_junit_has_a_case_for_each_step(tmp_path: Path, result: Result) -> None:
    """Named by its title, timed in seconds; the folder is made if need be."""
    path = tmp_path / "new" / "junit.xml"
    write_junit(path, result)
    suite = ET.parse(path).getroot()  # noqa: S314  the test's own file
    assert suite.attrib == {"name": "ap-token rehearse", "tests": "2", "failures": "0", "time": "1.750"}
    assert [(case.get("name"), case.get("time"), len(case)) for case in suite.findall("testcase")] == [
        ("Otwórz <AP> & czekaj", "1.500", 0),
        ("Naciśnij „Odśwież”", "0.250", 0),
    ]


def test_junit_puts_the_failure_on_the_failed_step(tmp_path: Path, result: Result) -> None:
    """With code, message, advice and exit code."""
    path = tmp_path / "junit.xml"
    write_junit(path, fail(result))
    suite = ET.parse(path).getroot()  # noqa: S314  the test's own file
    assert suite.get("failures") == "1"
    assert [len(case) for case in suite.findall("testcase")] == [0, 1]
    (failure,) = suite.findall("testcase/failure")
    told = {entry.get("name"): entry.get("value") for entry in suite.iter("property")}
    assert (told["exit_code"], told["verdict"]) == ("6", "ap-down")
    assert failure.attrib == {"type": "ap-too-slow", "message": "AP nie odpowiada."}
    assert failure.text == "Spróbuj ponownie później.\nexit code 6"


def test_junit_counts_the_failures_it_holds(tmp_path: Path, result: Result) -> None:
    """Two steps may fail in one run: the press, and then the attempt to learn what became of it."""
    path = tmp_path / "junit.xml"
    fail(result).steps[0].outcome = "failed"
    write_junit(path, result)
    suite = ET.parse(path).getroot()  # noqa: S314  the test's own file
    assert suite.get("failures") == "2" == str(len(suite.findall("testcase/failure")))


@pytest.mark.parametrize("with_steps", [False, True])
def test_junit_tells_a_failure_outside_the_steps(tmp_path: Path, result: Result, with_steps: bool) -> None:
    """Wrong settings, or a failure after the last step: a case of its own, and the count is right."""
    steps = result.steps if with_steps else []
    failed = fail(Result("rehearse", steps=[StepResult("x", "Krok", "done", 1)]))
    failed.steps = steps
    path = tmp_path / "junit.xml"
    write_junit(path, failed)
    suite = ET.parse(path).getroot()  # noqa: S314  the test's own file
    assert suite[-1].get("name") == "rehearse"
    assert suite[-1].find("failure") is not None
    assert suite.get("tests") == str(len(suite.findall("testcase"))) == str(len(steps) + 1)


def test_junit_is_xml_whatever_a_message_holds(tmp_path: Path, result: Result) -> None:
    """AP's own words may hold what XML cannot."""
    path = tmp_path / "junit.xml"
    write_junit(path, fail(result, "a\x00b\x1b[31m\ud800 ]]> <ż>\uffff"))
    suite = ET.parse(path).getroot()  # noqa: S314  the test's own file
    (failure,) = suite.findall("testcase/failure")
    assert "<ż>" in str(failure.get("message"))


def test_nothing_else_can_get_into_the_result(result: Result) -> None:
    """What the data classes do not name has no place in them."""
    vault = VaultPlace("/a.kdbx", "uuid", "KSeF/Demo/1/x")
    for part in (result, vault, result.steps[0], CheckItem("x", ok=True, text="x")):
        with pytest.raises(AttributeError):
            part.password = "x"  # type: ignore[union-attr]
    result.vault = vault
    assert json.dumps(result.as_json()).count("password") == 0


def planted(kind: Any, secret: str) -> Any:
    """A value of this type with the secret in every text of it."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        assert isinstance(kind, type)
        return kind(**{each.name: planted(hints[each.name], secret) for each in dataclasses.fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is list:
        return [planted(arguments[0], secret)]
    if origin is UnionType:
        return planted(arguments[0], secret)
    return f"a {secret} z" if kind is str else {int: 1, bool: True}.get(kind, "stored")


def test_a_secret_planted_in_any_text_comes_out_masked(tmp_path: Path) -> None:
    """In the JSON, in `run.json`, in the JUnit file: paths, titles, warnings, messages, each field there is."""
    secret = Secret('Tajne/Hasło "Bazy" <2026>')
    result = planted(Result, secret.reveal())
    result.steps[0].outcome = "failed"
    said = result.as_json()
    texts = list(_texts(said))
    assert len(texts) > 30
    assert {text for text in texts if text != f"a {MASK} z"} == {"stored", "failed"}
    assert set(said) == CONTRACT | ADDED
    folder = RunFolder(tmp_path, "generate", "demo")
    folder.write_json("run.json", said)
    write_junit(tmp_path / "junit.xml", result)
    for file in (folder.path / "run.json", tmp_path / "junit.xml"):
        content = file.read_text(encoding="utf-8")
        assert MASK in content
        assert not [piece for piece in ("Tajne", "Bazy", "2026&gt;") if piece in content]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def test_a_secret_by_mistake_is_masked_rather_than_the_end_of_the_result(result: Result) -> None:
    """A scheduler must get its object whatever happens."""
    result.warnings.append(Secret("x"))  # type: ignore[arg-type]
    result.run_dir = tmp = Path("/x")  # type: ignore[assignment]
    said = json.loads(json.dumps(result.as_json()))
    assert said["warnings"] == [MASK]
    assert said["run_dir"] == str(tmp)


def test_the_journal_masks_secrets(folder: RunFolder, step: Step) -> None:
    """In titles, facts and warnings."""
    secret = Secret("tajne-hasło-bazy")
    step.title = f"Krok {secret.reveal()}"
    journal = Journal(folder, "generate")
    journal.step_begins(step)
    journal.noted(Fact.RESCUED, {"path": f"/x/{secret.reveal()}.kdbx"})
    journal.witnessed(Seen.WARNING, {"text": f"Uwaga {secret.reveal()}"})
    lines = (folder.path / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert [record.get("title") or record.get("path") or record.get("text") for record in records[1:]] == [
        f"Krok {MASK}",
        f"/x/{MASK}.kdbx",
        f"Uwaga {MASK}",
    ]
    assert "tajne" not in "".join(lines)
