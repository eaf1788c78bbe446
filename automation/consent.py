"""Consent to act on production, the one environment where everything has legal effect.

A person at the terminal reads what will be done and retypes the NIP. A job without a terminal needs two things that
nobody gives by mistake in one place: the setting `production_nips` with this NIP, and the flag `--production`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from rich.text import Text

from automation.asking import answer_to, is_somebody_there
from automation.console import show_line
from automation.errors import ProductionConsentMissingError, ProductionDeclinedError
from automation.text import say

if TYPE_CHECKING:
    from rich.console import Console

    from automation.environments import Environment
    from automation.interruption import Interruption
    from automation.settings import Settings

How = Literal["retyped", "setting-and-flag"]

_TRIES: Final = 3
"""Times that the NIP may be mistyped."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Who may say yes to what is about to be done on production."""

    settings: Settings
    flag: bool
    """Whether `--production` was given."""
    console: Console
    interruption: Interruption
    may_ask: bool = True
    """Whether a person may be asked at all: not where a program reads the result."""

    def must_be_possible(self, environment: Environment) -> None:
        """See, before anything else is done, that consent is given or can be asked for.

        Raises:
            ProductionConsentMissingError: neither.
        """
        if not environment.legal_effect or self.is_given(self.settings.taxpayer) or self.can_ask():
            return
        missing = "setting" if self.flag else "flag"
        raise ProductionConsentMissingError(nip=self.settings.taxpayer, missing=missing)

    def ask(self, environment: Environment, nip: str, facts: Sequence[tuple[str, str]]) -> How | None:
        """Have the operator see what will be done, and agree to it by retyping the NIP.

        Args:
            environment: where; nothing is asked unless what is done there has legal effect.
            nip: in whose name.
            facts: what else there is to see, each with its label.

        Returns:
            How consent was given; None where none is needed.

        Raises:
            ProductionConsentMissingError: nobody can be asked.
            ProductionDeclinedError: something else was typed.
            RunInterruptedError: Ctrl-C.
        """
        if not environment.legal_effect:
            return None
        if self.is_given(nip):
            return "setting-and-flag"
        if not self.can_ask():
            raise ProductionConsentMissingError(nip=nip, missing="setting" if self.flag else "flag")
        self._show(environment, nip, facts)
        for _ in range(_TRIES):
            typed = answer_to("\n" + say("production-retype"), self.console, self.interruption)
            if not typed:
                break
            if is_nip_retyped(typed, nip):
                return "retyped"
            show_line(self.console, say("production-mistyped"), style="yellow")
        raise ProductionDeclinedError(nip=nip)

    def is_given(self, nip: str) -> bool:
        """Whether both the setting and the flag say yes for this NIP."""
        return self.flag and any(is_nip_retyped(allowed, nip) for allowed in self.settings.production_nips)

    def can_ask(self) -> bool:
        """Whether a person sits at the terminal, and sees what is asked."""
        return self.may_ask and is_somebody_there(self.console)

    def _show(self, environment: Environment, nip: str, facts: Sequence[tuple[str, str]]) -> None:
        self.console.print(Text("\n" + say("production-title"), style="bold red"))
        where = (say("production-environment"), f"{environment.vault_group}, {environment.address}")
        for label, value in (where, ("NIP", nip), *facts):
            self.console.print(Text.assemble((f"  {label}: ", "bold"), value), soft_wrap=True)


def is_nip_retyped(typed: str, nip: str) -> bool:
    """Whether this is the NIP; spaces and dashes, as people write them, do not matter."""
    return typed.translate({ord(sign): None for sign in " -\u00a0\t\r\n"}) == nip
