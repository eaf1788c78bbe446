"""Who may say yes on production, asked of the parts; the real command is asked in `tests/cli/test_production.py`."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.consent import Consent, is_nip_retyped
from automation.console import make_console
from automation.environments import PRODUCTION, environment
from automation.interruption import Interruption
from automation.jobs import recover
from automation.settings import load_settings

if TYPE_CHECKING:
    from automation.ap.app import Ap

NIP = "1234563218"
LOCAL = environment("local", "http://127.0.0.1:9/web/")


def _consent(*, flag: bool, nips: tuple[str, ...] = ()) -> Consent:
    settings = load_settings(nip=NIP, production_nips=nips)
    return Consent(settings, flag, make_console(to_stderr=True), Interruption())


@given(st.text(max_size=14))
def test_only_the_nip_itself_is_the_nip(typed: str) -> None:
    """Spaces and dashes do not matter; everything else does."""
    assert is_nip_retyped(typed, NIP) == ("".join(typed.split(" ")).replace("-", "").strip() == NIP)


@pytest.mark.parametrize("typed", [NIP, "123-456-32-18", " 123 456 32 18", "123\u00a0456\u00a032\u00a018"])
def test_the_nip_as_people_write_it(typed: str) -> None:
    """The forms on a letterhead."""
    assert is_nip_retyped(typed, NIP)


@pytest.mark.parametrize("typed", ["", "tak", NIP[:-1], NIP + "0", NIP[::-1], "PL" + NIP])
def test_what_is_not_the_nip(typed: str) -> None:
    """A yes, a slip, a prefix."""
    assert not is_nip_retyped(typed, NIP)


def test_elsewhere_than_on_production_nothing_is_asked() -> None:
    """Also with nobody there."""
    consent = _consent(flag=False)
    consent.must_be_possible(LOCAL)
    assert consent.ask(LOCAL, NIP, ()) is None


@pytest.mark.parametrize(
    ("yes", "flag", "nips", "agreed"),
    [
        (True, False, (), False),
        (True, True, (), False),
        (True, False, (NIP,), False),
        (True, True, ("5260250274",), False),
        (False, True, (NIP,), False),
        (True, True, (NIP,), True),
    ],
)
def test_recover_revokes_on_production_only_with_every_consent(
    *, yes: bool, flag: bool, nips: tuple[str, ...], agreed: bool
) -> None:
    """`--yes` speaks for a job without a terminal elsewhere; on production the setting and the flag are needed too."""
    may_revoke = recover._Revocations(_consent(flag=flag, nips=nips), yes=yes)
    on_production = cast("Ap", SimpleNamespace(environment=PRODUCTION))
    assert may_revoke.agreed(on_production, NIP, "?") is agreed
    assert may_revoke.agreed(cast("Ap", SimpleNamespace(environment=LOCAL)), NIP, "?") is yes


@pytest.mark.parametrize(("answer", "on_production", "elsewhere"), [("t", False, True), (NIP, True, False)])
def test_recover_has_the_nip_retyped_on_production(
    monkeypatch: pytest.MonkeyPatch, answer: str, *, on_production: bool, elsewhere: bool
) -> None:
    """A plain yes is for the environments without legal effect."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(recover, "_ask", lambda _ap, _question: answer)
    may_revoke = recover._Revocations(_consent(flag=False), yes=False)
    legal = dataclasses.replace(LOCAL, legal_effect=True)
    assert may_revoke.agreed(cast("Ap", SimpleNamespace(environment=legal)), NIP, "?") is on_production
    assert may_revoke.agreed(cast("Ap", SimpleNamespace(environment=LOCAL)), NIP, "?") is elsewhere
