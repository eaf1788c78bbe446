"""The replica that a command starts for itself, and the throw-away vault that goes with it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from automation.environments import LOCAL_NAME
from automation.secret import Secret

if TYPE_CHECKING:
    from automation.environments import Environment
    from automation.replica.scenario import Scenario
    from automation.replica.server import Replica
    from automation.settings import Settings

PRACTICE_NIP: Final = "1234563218"
"""The NIP on the replica unless another is given: valid, and nobody's."""
PRACTICE_PASSWORD: Final = "proba-ksef"  # noqa: S105  protects a made-up token of the replica, and is no secret
PRACTICE_VAULT: Final = "rehearsal.kdbx"


@contextmanager
def own_replica(scenario: Scenario | Path | None = None) -> Iterator[Replica]:
    """Serve a replica while this lasts.

    Args:
        scenario: how it behaves, or the file that says so; the usual case if not given.

    Raises:
        WrongScenarioError: the file cannot be used.
    """
    from automation.replica.scenario import Scenario, load_scenario  # noqa: PLC0415  real environments need none
    from automation.replica.server import Replica  # noqa: PLC0415

    found = load_scenario(scenario) if isinstance(scenario, Path) else scenario or Scenario()
    with Replica(found) as replica:
        yield replica


def on_replica(settings: Settings, address: str) -> Settings:
    """The settings, for the replica at this address."""
    changes = {"env": LOCAL_NAME, "base_url": address, "nip": settings.nip or PRACTICE_NIP}
    return settings.model_copy(update=changes)


def throw_away_password(settings: Settings, environment: Environment) -> Secret:
    """The password of a vault that is made for one run: one that everybody knows where the token is made up."""
    if settings.vault_password is not None:
        return settings.vault_password
    if environment.name == LOCAL_NAME:
        return Secret(PRACTICE_PASSWORD, public=True)
    return Secret(secrets.token_urlsafe(24))
