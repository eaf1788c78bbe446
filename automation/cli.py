"""The command `ap-token`: what can be asked for. How a command is run and ends is in `automation.execution`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import metadata

from automation.text import LANGUAGES, use_language


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        print(metadata.version("ap-token-assistant"))  # noqa: T201  the quickest answer needs nothing loaded
        sys.exit(0)
    _choose_language(words)
    from automation.execution import run_command_line  # noqa: PLC0415  texts are fixed once it is loaded

    sys.exit(run_command_line(words))


def _choose_language(words: list[str]) -> None:
    """Option texts are made when the options are declared, so the language is looked for first of all."""
    import os  # noqa: PLC0415  used here only

    language = os.environ.get("AP_LANG", "")
    for position, word in enumerate(words):
        if word == "--lang" and position + 1 < len(words):
            language = words[position + 1]
        elif word.startswith("--lang="):
            language = word.removeprefix("--lang=")
        elif not word.startswith("-") and (position == 0 or words[position - 1] != "--lang"):
            break  # a command: global options stand before it
    if language in LANGUAGES:
        use_language(language)


if __name__ == "__main__":
    main()
