"""A bench: a replica, a browser page with AP in it, a vault, a run. The judge looks at what came of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from automation.ap.app import Ap
from automation.environments import environment
from automation.ksef_token import INVOICE_PERMISSIONS, Permission
from automation.replica.audit import Audit
from automation.replica.scenario import Scenario
from automation.replica.server import Replica
from automation.secret import Secret
from automation.vault import Credentials, Vault
from automation.vault.kdbx import NEW_DATABASE_KDF
from flows.generate import generate_token
from flows.order import Identity, Order, Receipt
from flows.run import Run
from tests.vault.conftest import judge as judge  # noqa: PLC0414  a fixture of the vault's tests, used here as well
from tests.vault.judge import KeePassXc

NIP = "1234563218"
NAME = "iCargo wystawianie i przeglądanie faktur"
ENTRY = f"KSeF/Lokalne/{NIP}/{NAME}"
PASSWORD = "zażółć gęślą jaźń 1"


@dataclass
class Bench:
    """Everything one journey works with."""

    replica: Replica
    page: Page
    ap: Ap
    vault: Vault
    order: Order
    run: Run = field(default_factory=Run)

    def generate(self) -> Receipt:
        """Do the whole job."""
        return generate_token(self.run, self.ap, self.vault, self.order)

    @property
    def audit(self) -> Audit:
        """What the replica saw."""
        return self.replica.audit()

    def stored(self, judge: KeePassXc, attribute: str = "Password", entry: str = ENTRY) -> str:
        """What KeePassXC finds in the entry."""
        return judge.opening(password=PASSWORD).show(self.vault.path, entry, attribute)

    def entries(self, judge: KeePassXc) -> list[str]:
        """All that KeePassXC finds in the database."""
        return judge.opening(password=PASSWORD).paths(self.vault.path)


@pytest.fixture
def bench(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Bench]]:
    """Set up a bench; keywords of the order, and a scenario's values."""
    cheap = dataclasses.replace(NEW_DATABASE_KDF, rounds=1, memory=1024 * 1024)
    monkeypatch.setattr("automation.vault.store.NEW_DATABASE_KDF", cheap)
    with ExitStack() as stack:

        def ready(
            *,
            wanted: tuple[Permission, ...] = INVOICE_PERMISSIONS,
            token_name: str = NAME,
            replace: bool = False,
            refresh_interval: float = 2.0,
            refresh_limit: int = 5,
            timeout: float = 10.0,
            **scenario: object,
        ) -> Bench:
            replica = stack.enter_context(Replica(Scenario.model_validate(scenario)))
            vault = stack.enter_context(
                Vault.open(tmp_path / "vault.kdbx", Credentials(Secret(PASSWORD)), create=True)
            )
            local = environment("local", replica.base_url)
            order = Order(
                environment=local,
                identity=Identity(NIP),
                token_name=token_name,
                permissions=wanted,
                group=("KSeF", local.vault_group, NIP),
                replace=replace,
                refresh_interval=refresh_interval,
                refresh_limit=refresh_limit,
            )
            run = Run()
            ap = Ap(page, local, timeout=timeout, still_wanted=run.interruption.check)
            run.on_step = ap.begin_step
            return Bench(replica, page, ap, vault, order, run)

        yield ready
