"""`check --bundle`: what is in the bundle is shown, the person is asked, and support can read what was written."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from automation.bundle.reading import read_bundle
from automation.errors import WrongSettingError
from automation.evidence.result import Result
from automation.execution import Job
from automation.jobs.bundling import bundle_afterwards
from automation.replica.server import Replica
from tests.cli.conftest import NIP, Command, ap, ap_token  # noqa: F401  fixtures
from tests.cli.terminal import in_terminal


@pytest.mark.browser
def test_a_check_that_was_refused_leaves_a_bundle(ap_token: Command, ap: Callable[..., Replica]) -> None:  # noqa: F811
    """By a program: written without a question, private, without the NIP. By a person: shown, asked, obeyed."""
    replica, folder = ap(permissions=["InvoiceRead"]), ap_token.folder
    check = ("check", "--env", "local", "--base-url", replica.base_url, "--nip", NIP)
    ended = ap_token("--json", *check, "--bundle", "paczka.zip", "--mask-nip")
    assert ended.code == 3, ended.err
    path, run = folder / "paczka.zip", Path(ended.json["run_dir"])
    assert ended.json["bundle"] == str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    bundle = read_bundle(path)
    assert bundle.code == ended.json["bundle_code"]
    assert ended.json["bundle_code"] in ended.err
    assert (bundle.record.exit_code, bundle.record.nip) == (3, None)
    assert bundle.record.failed_step is not None
    assert bundle.record.failed_step.picture in bundle.files
    assert all(NIP.encode() not in content for content in (first, *bundle.files.values()))
    assert (run / "bundle-preview.html").is_file()
    for answer, is_new in (("n", False), ("t", True)):
        report = Command.line("report", run.name, "--no-open", "--bundle", path.name)
        with in_terminal(report, folder, ap_token.environment()) as terminal:
            seen = terminal.wait_for("Zapisać paczkę? [t/N]")
            assert "bundle-preview.html" in seen
            assert "zostanie zastąpiony" in seen
            terminal.type_line(answer)
            assert terminal.end() == 0
        assert (path.read_bytes() != first) is is_new
    assert read_bundle(path).record.nip == NIP


@pytest.mark.parametrize("name", [".", "baza.kdbx", "link.zip", "file/x.zip"])
def test_a_place_where_no_bundle_can_be_is_refused_at_once(tmp_path: Path, name: str) -> None:
    """Before a browser starts; and a file that is no bundle is never replaced."""
    (tmp_path / "baza.kdbx").write_bytes(b"the vault")
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link.zip").symlink_to(tmp_path / "elsewhere.zip")
    nothing: Any = None  # is asked of a job here
    job = Job(nothing, Result("check"), nothing, nothing)
    with pytest.raises(WrongSettingError):
        bundle_afterwards(job, tmp_path / name, mask_nip=False)
    assert not job.afterwards
    assert {each.name for each in tmp_path.iterdir()} == {"baza.kdbx", "file", "link.zip"}
    bundle_afterwards(job, tmp_path / "new" / "b.zip", mask_nip=False)
    assert len(job.afterwards) == 1
    assert not list((tmp_path / "new").iterdir())
