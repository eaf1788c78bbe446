"""Exercises on the replica in which something goes wrong on purpose, each in a file of its own.

A file `<place>-<id>.toml` is one exercise; `<place>` puts them into the order of the guide's steps and is no part of
the id. Texts: `exercise-<id>` (its name, which gives the answer away), `.task` (what the trainee is told beforehand,
as a customer would put it), `.then` (before the second attempt, where there is one) and `.learnt` (the moral).
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from automation.errors import WrongSettingError
from automation.evidence.result import ExerciseItem
from automation.replica.scenario import ListedToken, Scenario
from automation.text import say

if TYPE_CHECKING:
    from automation.environments import Environment

RANDOM: Final = "random"
"""The name under which one is drawn."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Attempt(_Strict):
    """One way from the login onwards."""

    replica: Scenario = Field(default_factory=Scenario)
    """How AP behaves."""
    ends_with: str | None = None
    """The code of the error with which the flow ends; None: with a token in the vault."""
    asks: tuple[str, ...] = ()
    """Questions (`automation.training.questions`) that are asked then, in this order."""


class Exercise(_Strict):
    """One exercise."""

    id: str
    alias: str
    """The same in English: either can be asked for."""
    attempts: Annotated[tuple[Attempt, ...], Field(min_length=1)]
    means: Literal["production", "demo", "test"] | None = None
    """Where the trainee is to be: AP's header must name it. Any name will do when left out."""
    lost_minutes_ago: int | None = None
    """When somebody made a token of the wanted name that nobody has saved: it is revoked first, after the login."""
    asks_first: tuple[str, ...] = ()
    """Questions that are asked after the task, before anything else."""

    @property
    def title(self) -> str:
        """What it is called. Gives the answer away: for the trainer, and for the end."""
        return say(f"exercise-{self.id}")

    @property
    def learnt(self) -> str:
        """The moral of it, for the end."""
        return say(f"exercise-{self.id}.learnt")

    @property
    def then(self) -> str:
        """What is said before a second attempt. Only for exercises that have one."""
        return say(f"exercise-{self.id}.then")

    def task(self, token_name: str) -> str:
        """What the trainee is told beforehand.

        Args:
            token_name: the wanted token's.
        """
        return say(f"exercise-{self.id}.task", name=token_name)

    def scenario(
        self,
        attempt: Attempt,
        token_name: str,
        permissions: Sequence[str],
        *,
        now: datetime | None = None,
    ) -> Scenario:
        """How AP behaves in an attempt, for the token that is wanted.

        Args:
            attempt: one of this exercise's.
            token_name: the wanted token's.
            permissions: what it may do, by the API's names.
            now: the moment, with its time zone; by the clock if not given.
        """
        if self.lost_minutes_ago is None:
            return attempt.replica
        made_at = (now or datetime.now(UTC)) - timedelta(minutes=self.lost_minutes_ago)
        created = made_at.isoformat(timespec="milliseconds")
        lost = ListedToken.model_validate(
            {"name": token_name, "permissions": tuple(permissions), "created": created}
        )
        return attempt.replica.model_copy(update={"tokens": (lost, *attempt.replica.tokens)})

    def environment(self, address: str) -> Environment:
        """The replica at an address, for where the trainee is to be."""
        from automation import environments  # noqa: PLC0415  a list of exercises needs none

        local = environments.environment(environments.LOCAL_NAME, address)
        if self.means is None:
            return local
        return replace(local, header_label=environments.environment(self.means).header_label)

    def item(self, token_name: str) -> ExerciseItem:
        """For the list of all."""
        return ExerciseItem(self.id, self.alias, self.title, self.task(token_name))


@cache
def exercises() -> Mapping[str, Exercise]:
    """The exercises by id, in the order of the guide."""
    files = sorted(Path(__file__).parent.glob("*-*.toml"))
    found = (
        Exercise.model_validate(
            {"id": file.stem.partition("-")[2], **tomllib.loads(file.read_text(encoding="utf-8"))}
        )
        for file in files
    )
    return {exercise.id: exercise for exercise in found}


def exercise_named(name: str, *, done: Collection[str] = ()) -> Exercise:
    """The exercise that is asked for: by its id, by its English name, or `random`.

    Args:
        name: what was asked for, in capitals or not.
        done: ids of those that need not be drawn again, while there are others.

    Raises:
        WrongSettingError: there is none of this name.
    """
    wanted = name.strip().casefold()
    known = exercises().values()
    if wanted == RANDOM:
        return secrets.choice([each for each in known if each.id not in done] or list(known))
    for exercise in known:
        if wanted in {exercise.id, exercise.alias}:
            return exercise
    names = ", ".join(each.id for each in known)
    raise WrongSettingError(setting="--exercise", reason=say("reason-exercise", names=f"{names}, {RANDOM}"))
