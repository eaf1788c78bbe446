"""The session of one login serves the next run, from within the vault, until AP ends it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from automation.environments import Login
from automation.errors import Exit, MissingSettingError, SessionExpiredError, SessionMissingError
from automation.ksef_token import INVOICE_PERMISSIONS
from automation.redaction import redact
from automation.secret import MASK, remember_secrets
from automation.text import say
from flows.check import check_user
from tests.flows.conftest import NIP, PASSWORD, Bench
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]

END = (
    "() => fetch('/webs/api/v2/auth/sessions/current', { method: 'DELETE' }).then((answer) => answer.status)"
)


@pytest.fixture(autouse=True)
def _as_in_a_command() -> Iterator[None]:
    """Every command remembers its secrets until it ends."""
    remember_secrets()
    yield
    remember_secrets(on=False)


def check(b: Bench, login: Login) -> None:
    """One run, in a browser that knows nothing of those before."""
    b.page.context.clear_cookies()
    identity = replace(b.order.identity, login=login, keep_session=True)
    check_user(b.run, b.ap, identity, INVOICE_PERMISSIONS, b.vault)


def test_a_kept_session_spares_the_login_until_it_ends(
    bench: Callable[..., Bench], judge: KeePassXc, tmp_path: Path
) -> None:
    """One login, two runs; an ended session is told at once, with the next step, and is kept no longer."""
    b = bench(version="2.1.8", timeout=60.0)
    with pytest.raises(SessionMissingError):
        check(b, Login.SESSION)
    check(b, Login.TEST)
    check(b, Login.SESSION)
    assert [login.method for login in b.audit.logins] == ["test"]

    ours = judge.opening(password=PASSWORD)
    entry = f"KSeF/Lokalne/{NIP}/{say('session-entry-title')}"
    kept = tmp_path / "kept.json"
    ours.run("attachment-export", b.vault.path, entry, "session.json", kept)
    (cookie,) = json.loads(kept.read_text())["cookies"]
    assert cookie in [{**cookie, **each} for each in b.page.context.cookies()]
    assert redact(f"({cookie['value']})") == f"({MASK})"
    assert b.ap.environment.address == redact(b.ap.environment.address)
    assert set(ours.show(b.vault.path, entry, "Tags").split(",")) == {"ksef", "ap-session"}

    assert b.page.evaluate(END) == 204
    began = time.monotonic()
    with pytest.raises(SessionExpiredError) as ended:
        check(b, Login.SESSION)
    assert time.monotonic() - began < b.ap.timeout / 2
    assert ended.value.exit is Exit.LOGIN
    assert entry not in ours.paths(b.vault.path)
    with pytest.raises(SessionMissingError):
        check(b, Login.SESSION)
    with pytest.raises(MissingSettingError):
        check_user(b.run, b.ap, replace(b.order.identity, login=Login.SESSION), INVOICE_PERMISSIONS)
    assert len(b.audit.logins) == 1
