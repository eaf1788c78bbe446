"""A session in the vault is one attachment, which KeePassXC can export, and which leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation.secret import Secret
from automation.vault import Credentials, EntryDraft, SessionDraft, Vault, recovery

from .conftest import NIP
from .judge import PASSWORD, KeePassXc, canonical, tags

pytestmark = pytest.mark.keepassxc

GROUP = ("KSeF", "Demo", NIP)
ENTRY = f"KSeF/Demo/{NIP}/Sesja AP"
DRAFT = SessionDraft(GROUP, "Sesja AP", NIP, "https://ap-demo.ksef.mf.gov.pl/web/", "Sesja.")


def session(number: int) -> Secret:
    """One of many, some kilobytes long."""
    return Secret(f'{{"cookies": "żółć {number}"}}' * 200)


@pytest.mark.parametrize("form", ["database", "kdbx3"])
def test_a_replaced_session_leaves_nothing_behind(
    form: str, request: pytest.FixtureRequest, judge: KeePassXc, tmp_path: Path
) -> None:
    """Exported as it was kept; one file however often it is replaced, also after edits in KeePassXC; then none."""
    path: Path = request.getfixturevalue(form)
    before = canonical(judge.export(path), without="KSeF")
    sizes = []
    for number in range(3):
        with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
            vault.sessions.keep(session(number), DRAFT)
            assert vault.sessions.read(GROUP) == session(number)
            assert vault.notices == []
        sizes.append(path.stat().st_size)
        judge.run("attachment-export", path, ENTRY, "session.json", exported := tmp_path / f"{number}.json")
        assert exported.read_text(encoding="utf-8") == session(number).reveal()
        judge.run(
            "edit", "--notes", f"edycja {number}", path, ENTRY
        )  # which leaves the session in the history
    assert max(sizes) - min(sizes) < 2000
    entry = judge.entry(path, "Sesja AP")
    assert tags(entry) == {"ksef", "ap-session"}
    with Vault.open(path, Credentials(Secret(PASSWORD))) as vault:
        vault.sessions.forget(GROUP)
        assert vault.sessions.read(GROUP) is None
        assert all(b"cookies" not in kept for kept in vault.store.current().attachments)
    assert canonical(judge.export(path), without="KSeF") == before


def test_a_session_is_no_token_and_in_nobodys_way(
    database: Path, draft: EntryDraft, credentials: Credentials, judge: KeePassXc
) -> None:
    """`recover` and the sealed copy pass it by; a token of the same title gets an entry of its own."""
    with Vault.open(database, credentials) as vault:
        vault.sessions.keep(session(1), DRAFT)
        place = vault.reserve(EntryDraft(GROUP, "Sesja AP", NIP, "", "", draft.expires, {}), replace=True)
        assert [held.view.uuid for held in recovery.waiting(vault)] == [place.uuid]
        place.release()
        assert recovery.values_in(vault) == {}
        assert vault.restore_wiped() == []
        assert vault.sessions.read(GROUP) == session(1)
    assert judge.paths(database).count(ENTRY) == 1


def test_a_session_that_cannot_be_kept_is_a_notice(
    database: Path, draft: EntryDraft, credentials: Credentials
) -> None:
    """The run goes on: what it came for is the token, whose place is reserved as if nothing had been."""
    content = database.read_bytes()
    with Vault.open(database, credentials) as vault:
        database.write_bytes(b"nothing of the kind")
        vault.sessions.keep(session(1), DRAFT)
        vault.sessions.wait()
        assert [notice.id for notice in vault.take_notices()] == ["session-not-kept"]
        database.write_bytes(content)
        place = vault.reserve(draft)
        assert [held.view.uuid for held in recovery.waiting(vault)] == [place.uuid]
        assert (vault.sessions.read(GROUP), vault.take_notices()) == (None, [])
