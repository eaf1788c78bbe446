"""The database file of one run: read once, changed in memory, written whole, merged when others wrote."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from automation.errors import (
    VaultCredentialsError,
    VaultError,
    VaultMissingError,
    VaultNotKdbxError,
    VaultUnreadableError,
    VaultUnsupportedError,
    VaultWriteFailedError,
)
from automation.os_reason import os_reason
from automation.vault.blank import blank_tree
from automation.vault.durable import create_file, digest, force_to_disk, replace_file
from automation.vault.header import guessed_kdf
from automation.vault.kdbx import NEW_DATABASE_KDF, Kdbx, new_kdbx, read_kdbx, read_kdf
from automation.vault.kdf import Kdf, KeyAhead, PreparedKey
from automation.vault.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from automation.vault.credentials import CompositeKey, Credentials

WRITE_ATTEMPTS: Final = 5
# A program that writes in place leaves the file half-written for moments.
READ_BACK_OFF_SECONDS: Final = (0.02, 0.05, 0.1, 0.2, 0.4)
KNOWN_KEYS: Final = 4


@dataclass(frozen=True, repr=False)
class Prepared:
    """A write that needs nothing but its last step, as long as the file is the one that it was made from."""

    base: str
    """The digest of that file."""
    kdbx: Kdbx
    content: bytes


class Store:
    """Reads and writes the file. Every write starts from what is on disk at that moment.

    `password_form` is the form of the password that opened the file.
    """

    def __init__(self, *, file: Path, shown: Path, composite: CompositeKey) -> None:
        """Only for `opened` and `created`."""
        self.password_form = composite.password_form
        self._file = file
        self._shown = str(shown)
        self._composite = composite.key
        self._ahead = KeyAhead(composite.key)
        self._known: dict[Kdf, bytes] = {}
        self._mutex = threading.RLock()
        self._closed = False
        self._digest = ""
        self._kdbx: Kdbx
        self.kept_beside: Callable[[Path], None] = lambda _: None
        """Told of a file beside this one that another program wrote, and that two others have overtaken."""

    @classmethod
    def opened(cls, *, file: Path, shown: Path, credentials: Credentials) -> Store:
        """The store of an existing file, its credentials proven.

        Raises:
            VaultCredentialsError: wrong password or key file.
            KeyFileError: the key file cannot be read.
            VaultNotKdbxError: the file is not a KeePass database, or is damaged.
            VaultUnsupportedError: the database needs something that is not supported here.
            VaultMissingError: the file is not there.
            VaultUnreadableError: the file cannot be read.
        """
        name = str(shown)
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            raise VaultMissingError(vault=name) from None
        except OSError as error:
            raise VaultUnreadableError(vault=name, reason=os_reason(error)) from None
        early = _begun_early(content, credentials)
        read_kdf(content, vault=name)  # what is not a database is said before the credentials are looked at
        for composite in credentials.composite_keys(vault=name):
            store = cls(file=file, shown=shown, composite=composite)
            if early is not None and early.composite == composite:
                for key in early.result():
                    store._remember(key)
            try:
                store._adopt(store._parse(content), content)
            except VaultCredentialsError:
                continue
            store._ahead.start(store._kdbx.kdf)
            # A run may have been killed between its rename and the disk's having it: what is read is to last.
            force_to_disk(file)
            return store
        raise VaultCredentialsError(vault=name)

    @classmethod
    def created(cls, *, file: Path, shown: Path, credentials: Credentials) -> Store:
        """The store of a new file: KDBX 4, AES-256, Argon2d, mode 0600.

        Raises:
            VaultCredentialsError: neither a password nor a key file was given.
            KeyFileError: the key file cannot be read.
            VaultNotWritableError: the file could not be created.
        """
        name = str(shown)
        store = cls(file=file, shown=shown, composite=credentials.composite_keys(vault=name)[0])
        kdbx = new_kdbx(blank_tree(), NEW_DATABASE_KDF)
        key = store._key_for(NEW_DATABASE_KDF)
        content = kdbx.build(key)
        try:
            create_file(file, content)
        except OSError as error:
            raise VaultUnreadableError(vault=name, reason=os_reason(error)) from None
        store._adopt(store._parse(content), content)
        store._ahead.start(key.kdf)
        return store

    @property
    def kdf(self) -> Kdf:
        """The key derivation of the file as it was last seen."""
        return self._kdbx.kdf

    def key_beside(self) -> PreparedKey:
        """The key of the file as it was last read or written, for another file of ours with the same credentials.

        It is there already, and every file adds a seed of its own to it: what is stored beside a token waits for
        no derivation either. Any thread may ask.

        Raises:
            VaultUnsupportedError: this machine cannot derive it (not enough memory, for one).
        """
        kdf = self.kdf
        return PreparedKey(kdf, self._transformed(kdf, vault=self._shown))

    def open_beside(self, path: Path) -> tuple[Kdbx, bytes]:
        """Another database that has this one's credentials, and its bytes.

        Raises:
            VaultCredentialsError: it has other credentials.
            VaultNotKdbxError: it is no database, or is damaged.
            VaultUnsupportedError: this machine cannot derive its key.
            OSError: the file cannot be read.
        """
        content = path.read_bytes()
        return self._parse(content, vault=str(path)), content

    def current(self) -> Kdbx:
        """The database as it is on disk now; read again only if the file has changed. Not to be changed.

        Raises:
            VaultError: the file has gone, is damaged, or does not open with these credentials any more.
        """
        with self._mutex:
            for seconds in READ_BACK_OFF_SECONDS:
                try:
                    return self._read_if_changed()
                except (VaultNotKdbxError, PermissionError, FileNotFoundError):
                    time.sleep(seconds)
                except OSError:
                    break
            try:
                return self._read_if_changed()
            except OSError as error:
                raise VaultWriteFailedError(vault=self._shown, reason=os_reason(error)) from None

    def prepare(self, change: Callable[[Kdbx], bool]) -> Prepared | None:
        """Do ahead, on another thread, what `write` of the same change takes; None where there is nothing to write.

        Raises:
            VaultError: the file cannot be read, or there is no key for it.
            AssistantError: whatever `change` raises.
        """
        with self._mutex:
            kdbx, base = self._current_for_writing().copy(), self._digest
        if not change(kdbx):
            return None
        return Prepared(base, kdbx, kdbx.build(self._key_for(kdbx.kdf)))

    def write(
        self,
        change: Callable[[Kdbx], bool],
        *,
        prove: bool = False,
        prepared: Prepared | None = None,
        is_urgent: bool = False,
    ) -> None:
        """Change the database and force it to disk.

        Args:
            change: changes a copy of the database; False means that there is nothing to write. It is called
                again, on what is then on disk, when another program wrote meanwhile: it must find its entry
                by identity and may be applied twice.
            prove: read the new bytes before they replace the file. For writes with time to spare.
            prepared: the same change, prepared. Used if the file is still as it was then.
            is_urgent: no keys are derived after it for the writes to come: what follows needs the whole machine.

        Raises:
            VaultWriteFailedError: the file could not be written; what is on disk is whole, old or new.
            AssistantError: whatever `change` raises.
        """
        with self._mutex:
            if self._closed:
                raise RuntimeError("the vault is closed")
            for _ in range(WRITE_ATTEMPTS):
                current = self._current_for_writing()
                if prepared is not None and prepared.base == self._digest:
                    kdbx, content = prepared.kdbx, prepared.content
                else:
                    kdbx = current.copy()
                    if not change(kdbx):
                        return
                    content = self._built(kdbx, prove=prove)
                if self._put(kdbx, content):
                    if is_urgent:
                        self._ahead.hold_back()
                    else:
                        self._ahead.start(kdbx.kdf)
                    return
            raise self._failed(Reason.CHANGED_TOO_OFTEN.told())

    def read_back(self) -> Kdbx:
        """The database parsed afresh from the file.

        Raises:
            VaultWriteFailedError: it cannot be read.
        """
        with self._mutex:
            try:
                return self._parse(self._file.read_bytes())
            except OSError as error:
                raise self._failed(os_reason(error)) from None
            except VaultError as error:
                raise self._failed(_meaning(error)) from None

    def is_whole(self, content: bytes) -> bool:
        """Whether these bytes are a whole database, as far as that can be told: one with another password may be."""
        try:
            self._parse(content)
        except VaultNotKdbxError:
            return False
        except VaultError:
            return True
        return True

    def close(self) -> None:
        """No more writes, and no more keys derived ahead for them. May be called twice."""
        self._closed = True
        self._ahead.close()

    # --- inside ----------------------------------------------------------------------------------

    def _current_for_writing(self) -> Kdbx:
        try:
            return self.current()
        except VaultWriteFailedError:
            raise
        except VaultError as error:
            raise self._failed(_meaning(error)) from None

    def _built(self, kdbx: Kdbx, *, prove: bool) -> bytes:
        content = kdbx.build(self._key_for(kdbx.kdf))
        if prove and not _same(self._parse(content), kdbx):
            raise self._failed(Reason.DIFFERS.told())
        return content

    def _put(self, kdbx: Kdbx, content: bytes) -> bool:
        """Write this database. False when the file was changed by others and all has to be done again."""
        try:
            written = replace_file(self._file, content, expected=self._digest, kept_beside=self.kept_beside)
        except OSError as error:
            raise self._failed(os_reason(error)) from None
        if written:
            self._adopt(kdbx, content)
        return written

    def _read_if_changed(self) -> Kdbx:
        content = self._file.read_bytes()
        if digest(content) != self._digest:
            self._adopt(self._parse(content), content)
        return self._kdbx

    def _adopt(self, kdbx: Kdbx, content: bytes) -> None:
        self._kdbx = kdbx
        self._digest = digest(content)

    def _parse(self, content: bytes, *, vault: str | None = None) -> Kdbx:
        shown = vault or self._shown
        kdf = read_kdf(content, vault=shown)
        return read_kdbx(content, PreparedKey(kdf, self._transformed(kdf, vault=shown)), vault=shown)

    def _transformed(self, kdf: Kdf, *, vault: str) -> bytes:
        with self._mutex:
            transformed = self._known.get(kdf)
        if transformed is None:
            try:
                transformed = kdf.derive(self._composite)
            except (ValueError, MemoryError):
                raise VaultUnsupportedError(vault=vault, reason="KDF") from None
            self._remember(PreparedKey(kdf, transformed))
        return transformed

    def _key_for(self, like: Kdf) -> PreparedKey:
        try:
            key = self._ahead.take(like)
        except (ValueError, MemoryError):
            raise VaultUnsupportedError(vault=self._shown, reason="KDF") from None
        self._remember(key)
        return key

    def _remember(self, key: PreparedKey) -> None:
        """Keep the key of a file that we wrote or read: reading it again costs no derivation."""
        with self._mutex:
            self._known[key.kdf] = key.transformed
            while len(self._known) > KNOWN_KEYS:
                del self._known[next(iter(self._known))]

    def _failed(self, reason: str) -> VaultWriteFailedError:
        return VaultWriteFailedError(vault=self._shown, reason=reason)


class _Early:
    """A key that is being derived while all else is loaded that a database needs."""

    def __init__(self, kdf: Kdf, composite: CompositeKey) -> None:
        self._key: list[PreparedKey] = []
        self.composite = composite

        def derive() -> None:
            with suppress(ValueError, MemoryError):  # tried again, and told, in its turn
                self._key.append(PreparedKey(kdf, kdf.derive(composite.key)))

        self._thread = threading.Thread(target=derive, name="vault-opening", daemon=True)
        self._thread.start()

    def result(self) -> list[PreparedKey]:
        """The key, waited for; none if it cannot be derived."""
        self._thread.join()
        return self._key


def _begun_early(content: bytes, credentials: Credentials) -> _Early | None:
    """Begin with what takes longest, before what reads databases is even loaded."""
    kdf = guessed_kdf(content)
    try:
        return _Early(kdf, credentials.composite_keys(vault="")[0]) if kdf is not None else None
    except (VaultError, RuntimeError):
        return None  # told in its turn


def _same(one: Kdbx, other: Kdbx) -> bool:
    from lxml.etree import tostring  # noqa: PLC0415  loaded with the first database

    same_trees = tostring(one.tree, method="c14n") == tostring(other.tree, method="c14n")
    return bool(same_trees and one.attachments == other.attachments)


def _meaning(error: VaultError) -> str:
    if isinstance(error, VaultCredentialsError):
        return Reason.CREDENTIALS_CHANGED.told()
    if isinstance(error, VaultNotKdbxError):
        return Reason.DAMAGED.told()
    return str(error.details.get("reason", error.code))
