"""AP's session, kept inside the vault: an attachment of an entry of its own, one for each group.

The entry bears the tag `ap-session`, by which it is found; its title is for people. It has no history: a session that
was replaced must not be left behind. It is no token's entry, so the sealed copy does not have it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from automation.secret import Secret
from automation.vault import attachments, entries, layout
from automation.vault.entries import EntryDraft
from automation.vault.sealed import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from automation.vault.kdbx import Kdbx
    from automation.vault.store import Store

FILE: Final = "session.json"


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """What the entry says of a session; as in `EntryDraft`."""

    group: tuple[str, ...]
    title: str
    username: str
    url: str
    notes: str


class Sessions:
    """The sessions in one vault."""

    def __init__(
        self,
        store: Store,
        write: Callable[..., None],
        warn: Callable[..., None],
        *,
        shown: str,
    ) -> None:
        """Only for `Vault`: its store, its way to write, its notices, and its path as the operator knows it."""
        self._store = store
        self._write = write
        self._warn = warn
        self._shown = shown
        self._writer: threading.Thread | None = None
        self.kept: Secret | None = None
        """What `keep` was given last."""

    def keep(self, session: Secret, draft: SessionDraft) -> None:
        """Keep AP's session, in the place of the one that the group has.

        Returns at once; the vault's next write waits until it is on disk. A failure is a notice: the run goes on.
        """
        self.wait()
        self.kept = session

        def work() -> None:
            try:
                self._write(lambda kdbx: _put(kdbx, session, draft), prove=True)
            except Exception as error:
                self._warn("session-not-kept", vault=self._shown, reason=reason_of(error))

        self._writer = threading.Thread(target=work, name="session")
        self._writer.start()

    def wait(self) -> None:
        """Wait until what `keep` was given is on disk."""
        if self._writer is not None:
            self._writer.join()
            self._writer = None  # not before: whoever interrupts this must not make `close` forget the thread

    def read(self, group: tuple[str, ...]) -> Secret | None:
        """The session that is kept for the group; None where there is none.

        Raises:
            VaultError: the database cannot be read any more.
        """
        self.wait()
        return _read(self._store.current(), group)

    def forget(self, group: tuple[str, ...]) -> None:
        """Remove the group's session and its entry.

        Raises:
            VaultWriteFailedError: the database could not be written.
        """
        self.wait()
        self._write(lambda kdbx: _remove(kdbx, group), prove=True)


def _entry_of(kdbx: Kdbx, group: tuple[str, ...]) -> _Element | None:
    return next(
        (
            entry
            for place in entries.groups_at(kdbx, group)
            for entry in place.findall("Entry")
            if entries.SESSION in entries.tags_of(entry)
        ),
        None,
    )


def _read(kdbx: Kdbx, group: tuple[str, ...]) -> Secret | None:
    entry = _entry_of(kdbx, group)
    content = None if entry is None else attachments.attachment(kdbx, entry, FILE)
    try:
        # Whoever reads what it says puts the secrets in it on the list; the rest (an address, a time) is none.
        return None if content is None else Secret(content.decode(), public=True)
    except UnicodeDecodeError:
        return None


def _put(kdbx: Kdbx, session: Secret, draft: SessionDraft) -> bool:
    if _read(kdbx, draft.group) == session:
        return False
    entry = _entry_of(kdbx, draft.group)
    if entry is None:
        group, _ = layout.ensure_group(kdbx, draft.group)
        made = EntryDraft(
            draft.group, draft.title, draft.username, draft.url, draft.notes, datetime.now(UTC), {}
        )
        entry = layout.new_entry(kdbx, made, uuid4())
        # AP does not say for how long a session lasts, and KeePassXC would call the entry expired.
        entries.child(entries.child(entry, "Times"), "Expires").text = "False"
        entries.set_tags(entry, [entries.TAG, entries.SESSION])
        layout.insert(group, entry)
    attachments.attach(kdbx, entry, FILE, session.reveal().encode())
    entries.touch(entry, kdbx.version)
    return True


def _remove(kdbx: Kdbx, group: tuple[str, ...]) -> bool:
    entry = _entry_of(kdbx, group)
    if entry is None or (place := entry.getparent()) is None:
        return False
    attachments.detach_all(kdbx, entry)
    place.remove(entry)
    return True
