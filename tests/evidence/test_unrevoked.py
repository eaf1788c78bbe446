"""The tokens of rehearsals that AP still has."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.environments import DEMO, PRODUCTION, Environment
from automation.errors import ApFailedError, ApMaintenanceError, AssistantError, LoginFailedError
from automation.evidence.unrevoked import UnrevokedToken, UnrevokedTokens
from automation.jobs.common import told_of_maintenance

TOKEN = UnrevokedToken(
    environment="demo",
    base_url=DEMO.address,
    nip="1234563218",
    reference_number="20251010-EC-1DCE3E3000-12ECB5B36E-45",
    token_name="Próba",
    vault="C:\\próby.kdbx",
    entry_uuid=None,
    since="2026-11-23T01:00:00+00:00",
)


def test_what_is_put_down_is_known_to_later_runs_until_it_is_struck_out(tmp_path: Path) -> None:
    """Another process reads it; the same token is never there twice; the file is its user's alone."""
    path = tmp_path / "new folder" / "unrevoked.json"
    earlier = replace(
        TOKEN, reference_number="20251106-CR-1E88E55000-4D3C803C92-D7", since="2026-11-22T01:00:00+00:00"
    )
    for token in (TOKEN, earlier, TOKEN):
        UnrevokedTokens(path).put_down(token)
    assert UnrevokedTokens(path).all() == [earlier, TOKEN]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    UnrevokedTokens(path).strike_out(TOKEN.reference_number)
    UnrevokedTokens(path).strike_out("never there")
    assert UnrevokedTokens(path).all() == [earlier]


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_a_damaged_file_costs_no_run(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in it, nothing is raised, and the next token is kept."""
    path = tmp_path_factory.mktemp("damaged") / "unrevoked.json"
    path.write_bytes(content)
    assert UnrevokedTokens(path).all() == []
    UnrevokedTokens(path).put_down(TOKEN)
    assert UnrevokedTokens(path).all() == [TOKEN]


def test_entries_of_another_kind_are_passed_over(tmp_path: Path) -> None:
    """A newer version may have written more than this one knows."""
    path = tmp_path / "unrevoked.json"
    known = {name: getattr(TOKEN, name) for name in UnrevokedToken.__slots__}
    path.write_text(json.dumps({"tokens": [known, known | {"more": 1}, known | {"since": "yesterday"}, 5]}))
    assert UnrevokedTokens(path).all() == [TOKEN]


def test_a_file_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    """The rehearsal goes on; the operator reads that nobody will remind of the token."""
    (tmp_path / "file").write_text("in the folder's place")
    warned: list[str] = []
    tokens = UnrevokedTokens(
        tmp_path / "file" / "unrevoked.json", warn=lambda warning, **_values: warned.append(warning)
    )
    tokens.put_down(TOKEN)
    assert warned == ["unrevoked-not-kept"]


@pytest.mark.parametrize(
    ("hour", "environment", "error", "expected"),
    [
        (16, DEMO, ApFailedError, ApMaintenanceError),
        (17, DEMO, ApFailedError, ApMaintenanceError),
        (15, DEMO, ApFailedError, ApFailedError),
        (18, DEMO, ApFailedError, ApFailedError),
        (17, PRODUCTION, ApFailedError, ApFailedError),
        (17, DEMO, LoginFailedError, LoginFailedError),
    ],
)
def test_an_ap_that_is_down_as_announced_is_told_so(
    hour: int, environment: Environment, error: type[AssistantError], expected: type[AssistantError]
) -> None:
    """Only failures of AP, only in the announced hours of Polish time, only where there are any."""
    now = datetime(2026, 7, 1, hour, 30, tzinfo=ZoneInfo("Europe/Warsaw")).astimezone(UTC)
    with pytest.raises(expected), told_of_maintenance(environment, now):
        raise error(status=503, request="-", step="-", reason="-")
