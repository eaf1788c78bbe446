"""Where the vault's password comes from. Never from the command line, where every process could read it.

Sources, in this order: a file, the environment (`AP_VAULT_PASSWORD`), a command, the operating system's keyring,
the person at the terminal.
"""

from __future__ import annotations

import getpass
import json
import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from automation.errors import VaultPasswordMissingError, WrongSettingError
from automation.os_reason import os_reason
from automation.secret import Secret
from automation.settings import Settings
from automation.text import say

KEYRING_SERVICE: Final = "ap-token-assistant"
_COMMAND_SECONDS: Final = 120
"""A password manager may ask its owner to unlock it first."""


def vault_password(settings: Settings, vault: Path, *, warn: Callable[[str], None]) -> Secret | None:
    """The vault's password; None where a key file alone opens it.

    Args:
        settings: which sources to ask.
        vault: the database, for the prompt and the keyring.
        warn: told when the password file is open to others.

    Raises:
        WrongSettingError: a source that was named does not give a password.
        VaultPasswordMissingError: no source has one and nobody can be asked.
    """
    if settings.vault_password_file is not None:
        return _from_file(settings.vault_password_file, warn)
    if settings.vault_password is not None:
        return settings.vault_password
    if settings.vault_password_command is not None:
        return _from_command(settings.vault_password_command)
    found = _from_keyring(vault)
    if found is not None:
        return found
    if sys.stdin is not None and sys.stdin.isatty():
        typed = getpass.getpass(say("ask-vault-password", vault=str(vault)) + " ")
        return Secret(typed) if typed or settings.key_file is None else None
    if settings.key_file is not None:
        return None
    raise VaultPasswordMissingError(vault=str(vault))


def _from_file(path: Path, warn: Callable[[str], None]) -> Secret:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            warn(str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else "UTF-8"
        raise WrongSettingError(setting="vault_password_file", reason=f"{path}: {reason}") from None
    return Secret(_first_line(text))


def _from_command(command: str) -> Secret:
    try:
        arguments = json.loads(command) if command.lstrip().startswith("[") else _split(command)
        done = subprocess.run(  # noqa: S603  the operator's own command, as an argument list, without a shell
            arguments, check=True, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS
        )
        return Secret(_first_line(done.stdout.decode("utf-8")))
    except subprocess.CalledProcessError as error:
        reason = say("reason-exit-code", code=error.returncode)
    except subprocess.TimeoutExpired:
        reason = say("reason-timeout", seconds=_COMMAND_SECONDS)
    except OSError as error:
        reason = os_reason(error)
    except (ValueError, TypeError, IndexError):
        reason = say("reason-not-a-command")
    raise WrongSettingError(setting="vault_password_command", reason=reason)


def _split(command: str) -> list[str]:
    # Windows's paths have backslashes, which POSIX rules would eat.
    return (
        [part.strip('"') for part in shlex.split(command, posix=False)]
        if os.name == "nt"
        else shlex.split(command)
    )


def _from_keyring(vault: Path) -> Secret | None:
    import keyring  # noqa: PLC0415  only where no other source was named
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        found = keyring.get_password(KEYRING_SERVICE, str(vault.resolve()))
    except (KeyringError, RuntimeError, OSError):
        return None
    return Secret(found) if found else None


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].removesuffix("\r")
