"""Results of a group: a file for each practice and exercise, in one folder that a trainer keeps.

A file is a strict model; what is damaged, foreign or from another version of the program is told of and passed over.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from automation import private
from automation.errors import WrongSettingError
from automation.evidence.result import TrainingMistake, TrainingMode, TrainingResult
from automation.os_reason import os_reason
from automation.redaction import redacted
from automation.text import printable
from automation.training.scores import RuleId

_LARGEST: Final = 256 * 1024
"""Bytes of a file that is looked into: a result has a few hundred."""
_LONGEST_NAME: Final = 120
_SLUG: Final = 40
"""Characters of a name in a file's name."""

_Id = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
_Ids = Annotated[list[_Id], Field(max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


class StoredMistake(_Strict):
    """As `automation.evidence.result.TrainingMistake`."""

    rule: RuleId
    step: _Id
    count: Annotated[int, Field(ge=1, le=100_000)]


class StoredResult(_Strict):
    """One file: `automation.evidence.result.TrainingResult`, and what wrote it."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    assistant: Annotated[str, Field(max_length=40)]
    """The program's version."""
    mode: TrainingMode
    exercise: _Id | None
    trainee: Annotated[str, Field(max_length=_LONGEST_NAME)] | None
    environment: _Id | None
    started_at: AwareDatetime
    seconds: Annotated[float, Field(ge=0, le=10_000_000)]
    passed: bool | None
    mistakes: Annotated[list[StoredMistake], Field(max_length=500)]
    well: _Ids
    hints: Annotated[int, Field(ge=0, le=100_000)]
    helped: _Ids

    def training(self) -> TrainingResult:
        """As the program has it while it runs."""
        return TrainingResult(
            mode=self.mode,
            exercise=self.exercise,
            trainee=self.trainee,
            environment=self.environment,
            started_at=self.started_at.isoformat(),
            seconds=self.seconds,
            passed=self.passed,
            mistakes=[TrainingMistake(each.rule, each.step, each.count) for each in self.mistakes],
            well=list(self.well),
            hints=self.hints,
            helped=list(self.helped),
        )


@dataclass(frozen=True, slots=True)
class Collected:
    """What a folder holds."""

    results: tuple[TrainingResult, ...]
    """Oldest first."""
    unread: tuple[str, ...]
    """Names of the files that are no results, or damaged ones."""


def must_be_usable(folder: Path) -> None:
    """See before the lesson that its result can be kept; the folder is made if there is none.

    Raises:
        WrongSettingError: it cannot.
    """
    probe = folder / f".{secrets.token_hex(4)}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        private.write_file(probe, b"")
        probe.unlink()
    except OSError as error:
        raise _unusable(folder, error) from None


def clean_name(trainee: str | None) -> str | None:
    """A trainee's name in one line, without what nobody could see; None for no name."""
    name = " ".join(printable(trainee or "").split())[:_LONGEST_NAME].strip()
    return name or None


def write_result(folder: Path, result: TrainingResult) -> Path:
    """Keep a result in a file of its own, which is its user's alone; its path.

    Raises:
        WrongSettingError: it cannot be written.
    """
    values = asdict(result)
    del values["certificate"]
    values |= {"schema": 1, "assistant": metadata.version("ap-token-assistant")}
    values["trainee"] = clean_name(result.trainee)
    stored = StoredResult.model_validate_json(json.dumps(redacted(values), ensure_ascii=False))
    moment = f"{stored.started_at:%Y%m%d-%H%M%S}"
    path = folder / f"{moment}-{slug(stored.trainee)}-{secrets.token_hex(2)}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        private.write_file(path, stored.model_dump_json(by_alias=True, indent=2).encode())
    except OSError as error:
        raise _unusable(folder, error) from None
    return path


def collect(folder: Path) -> Collected:
    """All results in a folder.

    Raises:
        WrongSettingError: the folder cannot be read.
    """
    found: list[StoredResult] = []
    unread: list[str] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".json")
    except OSError as error:
        raise _unusable(folder, error) from None
    for path in files:
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
            found.append(StoredResult.model_validate_json(content[:_LARGEST]))
        except (OSError, ValidationError):
            unread.append(path.name)
    found.sort(key=lambda each: each.started_at)
    return Collected(tuple(each.training() for each in found), tuple(unread))


def done_by(folder: Path, trainee: str | None) -> frozenset[str]:
    """Ids of the exercises that a trainee has passed already, by the results in a folder that may not exist yet."""
    name = clean_name(trainee)
    if name is None or not folder.is_dir():
        return frozenset()
    return frozenset(
        each.exercise
        for each in collect(folder).results
        if each.exercise is not None and each.passed and same_person(each.trainee, name)
    )


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names are the same but for capitals and how their accents are coded."""
    return person(one) == person(other)


def person(name: str | None) -> str:
    """What tells a trainee from another: the name, but for capitals and how its accents are coded."""
    return unicodedata.normalize("NFC", clean_name(name) or "").casefold()


def slug(name: str | None) -> str:
    """A name as a part of a file's name: `jan-kowalski`; `x` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", (name or "").replace("ł", "l").replace("Ł", "L"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_SLUG].strip("-") or "x"


def _unusable(folder: Path, error: OSError) -> WrongSettingError:
    return WrongSettingError(setting="--results", reason=f"{folder}: {os_reason(error)}")
