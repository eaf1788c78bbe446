"""The folder that a run leaves behind: its own, and nobody else's to read."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from automation import private
from automation.errors import WrongSettingError
from automation.os_reason import os_reason
from automation.vault.durable import force_folder_to_disk

RUN_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)-[a-z][a-z-]*-[0-9a-f]{4}")
"""As `RunFolder` names them: the start, command and environment, a random end."""
STARTED: Final = "%Y-%m-%dT%H-%M-%SZ"


class RunFolder:
    """One folder under `recordings/`; files in it are the user's alone."""

    def __init__(self, recordings: Path, command: str, environment: str) -> None:
        """Make the folder.

        Raises:
            WrongSettingError: it cannot be made there.
        """
        started = datetime.now(UTC).strftime(STARTED)
        self.path = recordings.resolve() / f"{started}-{command}-{environment}-{secrets.token_hex(2)}"
        try:
            recordings.mkdir(parents=True, exist_ok=True)
            private.make_folder(self.path)
        except OSError as error:
            raise WrongSettingError(
                setting="recordings", reason=f"{recordings}: {os_reason(error)}"
            ) from None

    def append_line(self, name: str, content: Mapping[str, Any], *, durable: bool = True) -> None:
        """Add one JSON line to a file; a killed run keeps what it had written.

        Args:
            name: the file's.
            content: the line.
            durable: force it to disk, so that a power cut leaves it as well.
        """
        is_new = not (self.path / name).exists()
        with private.open_file(self.path / name, append=True) as file:
            file.write(json.dumps(content, ensure_ascii=False).encode() + b"\n")
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if is_new:  # the file's name must outlive a power cut as well, and so must the folders'
            for folder in (self.path, self.path.parent, self.path.parent.parent):
                force_folder_to_disk(folder)

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a JSON file whole: a reader sees the old one or the new one."""
        private.write_file(
            self.path / name, json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
        )
