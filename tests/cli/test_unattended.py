"""Rehearsals without a person: no terminal, cron's bare environment, a verdict for the scheduler."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from automation.replica.server import Replica
from tests.cli.conftest import NIP, PASSWORD, Command, Ended
from tests.replica.certificates import seal
from tests.vault.judge import KeePassXc

pytestmark = [pytest.mark.browser, pytest.mark.keepassxc]


def by_night(folder: Path, *words: str) -> Ended:
    """`rehearse` as cron calls it: no input, output to nowhere in particular, hardly any environment."""
    kept = ("PATH", "HOME", "AP_BROWSER", "XDG_DATA_HOME", "SYSTEMROOT", "LOCALAPPDATA")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    (folder / "baza.haslo").write_text(PASSWORD + "\n", encoding="utf-8")
    (folder / "baza.haslo").chmod(0o600)
    done = subprocess.run(
        Command.line(
            "--json", "rehearse", "--env", "local", "--nip", NIP, "--vault", "firma.kdbx", "--vault-password-file",
            "baza.haslo", "--refresh-interval", "2", "--junit", "proba.xml", *words,
        ),
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=180,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace"))


def verdict(folder: Path) -> dict[str, str]:
    """What JUnit's report says besides its cases."""
    return {
        entry.attrib["name"]: entry.attrib["value"]
        for entry in ET.parse(folder / "proba.xml").iter("property")  # noqa: S314  our own file
    }


def test_a_rehearsal_by_night_logs_in_with_a_certificate_and_leaves_nothing_behind(
    ap_token: Command, ap: Callable[..., Replica], judge: KeePassXc
) -> None:
    """AP saw a signed request, one order and its revocation; the entry is marked; no token is left on record."""
    replica, folder = ap(), ap_token.folder
    seal(NIP).write_pkcs12(folder, "haslo-pieczeci")
    (folder / "pieczec.haslo").write_text("haslo-pieczeci", encoding="utf-8")
    (folder / "pieczec.haslo").chmod(0o600)
    ended = by_night(
        folder, "--base-url", replica.base_url, "--login", "certificate", "--certificate",
        "certificate.p12", "--certificate-password-file", "pieczec.haslo",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    audit = replica.audit()
    assert [(login.method, login.accepted) for login in audit.logins] == [("certificate", True)]
    assert [revocation.reference for revocation in audit.revocations] == [ended.json["reference_number"]]
    tags = judge.opening(password=PASSWORD).show(
        folder / "firma.kdbx", ended.json["vault"]["entry_path"], "Tags"
    )
    assert "ap-revoked" in tags
    assert verdict(folder)["verdict"] == "done"
    assert verdict(folder)["reference_number"] == ended.json["reference_number"]
    assert not any("próby" in warning for warning in ended.json["warnings"])


def test_the_exit_code_tells_whose_fault_it_is(ap_token: Command, ap: Callable[..., Replica]) -> None:
    """AP is down, AP has changed, somebody must log in, our own database: four different numbers."""
    down, folder = ap(), ap_token.folder
    down.stop()
    changed = ap(wording={"Nazwa tokena": "Opis klucza"})
    usual = ap()
    created = by_night(folder, "--base-url", down.base_url)
    assert (created.code, verdict(folder)["verdict"]) == (6, "ap-down"), created.err
    other = by_night(folder, "--base-url", changed.base_url, "--timeout", "6")
    assert (other.code, verdict(folder)["verdict"]) == (5, "ap-changed"), other.err
    assert not changed.audit().token_posts
    nobody = by_night(folder, "--base-url", usual.base_url, "--login", "session")
    assert (nobody.code, verdict(folder)["verdict"]) == (4, "login-needed"), nobody.err
    (folder / "firma.kdbx").write_bytes(b"no database")
    ours = by_night(folder, "--base-url", usual.base_url)
    assert (ours.code, verdict(folder)["verdict"]) == (7, "our-fault"), ours.err
    assert not usual.audit().logins
