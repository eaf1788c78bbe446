"""Ready scenarios: what customers of support run into, each in a file of its own, to be replayed on the replica.

A file `<place>-<id>.toml` is one case; `<place>` puts the cases into the order of the guide's steps and is no part of
the id. What the customer says and what support answers are the texts `case-<id>` (`.says`, `.answer`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from automation.replica.scenario import Permission, Scenario
from automation.text import say

if TYPE_CHECKING:
    from automation.environments import Environment

MishapKind = Literal[
    "reload-while-waiting",
    "reload",
    "close-while-waiting",
    "close",
    "token-list",
    "another-token",
    "back",
]
"""What a person did by mistake, see `automation.cases.mishaps`."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Expectation(_Strict):
    """How the command ends."""

    exit_code: int
    error: str | None = None
    """The error's code, as in the JSON result."""
    step: str | None = None
    """The id of the step that failed; none where the command stops before the first step, or after the last."""


class Asked(_Strict):
    """What the customer asked for, where it matters; the command's own settings for the rest."""

    environment: Literal["production", "demo", "test"] | None = None
    """Where the customer meant to be: AP's header must name it. Any name will do when left out."""
    name: str | None = None
    """The token's name."""
    permission: tuple[Permission, ...] | None = None
    validity_days: int | None = None
    refresh_interval: float = 2.0
    """Seconds; the least that is allowed, for nobody's AP is spared here."""
    refresh_limit: int | None = None
    timeout: float | None = None
    """Seconds that AP may take for one screen."""


class Case(_Strict):
    """One ready scenario."""

    id: str
    command: Literal["check", "generate", "rehearse"]
    """What the customer called, or would have."""
    expect: Expectation
    asked: Asked = Asked()
    replica: Scenario = Field(default_factory=Scenario)
    """How AP behaves."""
    mishap: MishapKind | None = None
    """What the person did to AP's page in the middle of it."""

    @property
    def title(self) -> str:
        """What the case is called."""
        return say(f"case-{self.id}")

    @property
    def says(self) -> str:
        """What the customer says, in a customer's words."""
        return say(f"case-{self.id}.says")

    @property
    def answer(self) -> str:
        """What support answers: what happened, what of the token, what to do."""
        return say(f"case-{self.id}.answer")

    def settings(self) -> dict[str, object]:
        """What was asked for, by the names of the settings (`automation.settings.Settings`)."""
        return self.asked.model_dump(exclude_none=True, exclude={"environment"})

    def environment(self, address: str) -> Environment:
        """The replica at an address, for the environment that the customer meant."""
        from automation import environments  # noqa: PLC0415  a list of cases needs none

        local = environments.environment(environments.LOCAL_NAME, address)
        if self.asked.environment is None:
            return local
        meant = environments.environment(self.asked.environment)
        return replace(local, header_label=meant.header_label)


class _ReadyCases(Mapping[str, Case]):
    """The cases by id, in the order of their files; a file is read when its case is asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.stem.partition("-")[2]: path for path in sorted(folder.glob("*-*.toml"))}

    def __getitem__(self, case_id: str) -> Case:
        return _read(self._files[case_id], case_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def ready_cases() -> Mapping[str, Case]:
    """The ready scenarios by id, in the order of the guide."""
    return _ReadyCases(_FOLDER)


_FOLDER: Final = Path(__file__).parent


@cache
def _read(file: Path, case_id: str) -> Case:
    return Case.model_validate({"id": case_id, **tomllib.loads(file.read_text(encoding="utf-8"))})
