"""The vault's password, from whichever source has it."""

from __future__ import annotations

from pathlib import Path

from automation.errors import VaultPasswordMissingError
from automation.passwords import KEYRING_SERVICE as KEYRING_SERVICE  # noqa: PLC0414  under which one keeps it
from automation.passwords import PasswordSources, Warn, find_password
from automation.secret import Secret
from automation.settings import Settings
from automation.text import say


def find_vault_password(settings: Settings, vault: Path, *, warn: Warn, may_ask: bool) -> Secret | None:
    """The vault's password; None where a key file alone opens it. Arguments and errors: see `find_password`."""
    has_key_file = settings.key_file is not None
    return find_password(
        PasswordSources(
            "vault_password",
            settings.vault_password,
            settings.vault_password_file,
            settings.vault_password_command,
        ),
        vault,
        question=say(
            "ask-vault-password-or-enter" if has_key_file else "ask-vault-password", vault=str(vault)
        ),
        missing=VaultPasswordMissingError(vault=str(vault)),
        may_skip=has_key_file,
        warn=warn,
        may_ask=may_ask,
    )
