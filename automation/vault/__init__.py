"""The KeePassXC database: opened and proven, reserved, stored, verified, merged, written atomically.

`Vault.open` → `Vault.reserve` → `Place.pending` → `Place.confirm` → `Place.verify`; see DESIGN, "Vault
protocol". Importing this package is cheap: what reads KDBX is loaded with the first database.
"""

from automation.vault.credentials import Credentials
from automation.vault.entries import EntryDraft, EntryView
from automation.vault.place import Place
from automation.vault.sessions import SessionDraft
from automation.vault.vault import Vault

__all__ = ["Credentials", "EntryDraft", "EntryView", "Place", "SessionDraft", "Vault"]
