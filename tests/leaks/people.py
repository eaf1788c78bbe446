"""People on AP's pages and at this computer, to search for: what a support bundle must not have in it."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from automation.replica import app as replica_app

from .needles import Needle

if TYPE_CHECKING:
    from .scene import Scene

ACCOUNT: Final = "teofila.gwizdalska"
"""Whoever is logged in at this computer."""
PERSON: Final = "Wirginiusz Brzeszczotowski"
"""Whom AP has in its header."""
OTHER_PERSON: Final = "Kunegunda Przetacznikiewicz"
"""Whom AP names when something has gone wrong."""
MAIL: Final = "dyzurka.oddzialu@sanatorium.example"
TOKEN_NAME: Final = "Apteka Pod Modrzewiem"
VAULT_NAME: Final = "firma.kdbx"
PESEL: Final = "44051401359"
"""Whoever made one of the tokens that the replica's list has."""
_USUAL_NAMES: Final = ("localhost", "buildkitsandbox")
ESCAPES: Final = "\x1b]0;zmieniony tytuł\x07\x1b[2J\x1b[31m\x9b1m"
"""Changes a terminal's title, clears it, writes on in red, with either sign that begins such a command."""


def change_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> None:
    """AP's pages with a change in one of them; the replica serves those of this process."""
    web = tmp_path / "web"
    if not web.exists():
        shutil.copytree(replica_app._WEB, web)
        monkeypatch.setattr(replica_app, "_WEB", web)
    text = (web / file).read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new) if old else new + text
    (web / file).write_text(changed, encoding="utf-8")


def put_people_on_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is in AP's header, somebody in its complaints, and the complaints are out to change a terminal."""
    context = "h('span', {}, app.session.context)"
    named = f"h('span', {{}}, '{PERSON} ', app.session.context)"
    change_a_page(tmp_path, monkeypatch, "layout/frame.js", context, named)
    escapes = "".join(f"\\u{ord(sign):04x}" for sign in ESCAPES)
    title = "h('p', { class: 'ksef-alert-title' }, message(error))"
    texts = (f"{escapes}Operacji odmówiono: {OTHER_PERSON}, {MAIL}", f"PESEL {PESEL}")
    more = ", ".join(f"h('p', {{}}, '{text}')" for text in texts)
    change_a_page(tmp_path, monkeypatch, "pages/parts.js", title, f"{title}, {more}")


def of_this_computer(scene: Scene) -> tuple[Needle, ...]:
    """What tells whose computer it is."""
    host = socket.gethostname()
    is_known = len(host) >= 8 and host not in _USUAL_NAMES
    return (
        Needle("account", ACCOUNT),
        Needle("folders", scene.root.name, whole=True),
        Needle("vault's name", VAULT_NAME, whole=True),
        Needle("token's name", TOKEN_NAME),
        *([Needle("host", host, whole=True)] if is_known else []),
    )


def of_ap() -> tuple[Needle, ...]:
    """Whom AP names."""
    return (
        Needle("person", PERSON),
        Needle("other person", OTHER_PERSON),
        Needle("e-mail", MAIL),
        Needle("PESEL", PESEL),
    )
