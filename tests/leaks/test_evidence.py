"""What a run leaves for those who were not there, searched: reports, bundles, reproductions, videos.

No secret is in any of it; in what leaves the computer, nothing that tells whose it is either. What the search finds
when one of them does leak is shown in `test_planted`.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from .needles import Needle
from .people import put_people_on_the_pages
from .scene import Ended, Scene
from .test_outcomes import LEAKY, _looked_at, _must_be_clean, usually_left_out

pytestmark = [
    pytest.mark.browser,
    pytest.mark.keepassxc,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

REFUSED: Final[dict[str, Any]] = {
    "errors": [{"method": "POST", "path": "/tokens", "status": 400, "code": 26001}]
}
_COMMANDS_TERMINALS_OBEY: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _must_be_harmless(ended: Ended) -> None:
    """Nothing in it but text and line ends."""
    for output in (ended.out, ended.err):
        assert not _COMMANDS_TERMINALS_OBEY.findall(output)


def test_a_run_that_ap_refuses_and_what_is_made_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3; AP names people, with their numbers, and sends what terminals obey. The report may quote it, masked as
    everything is; a bundle of it has nobody's name in it.
    """
    put_people_on_the_pages(tmp_path, monkeypatch)
    with Scene(password_from="environment", every_step=True, **REFUSED) as scene:
        bundle = scene.folder("data") / "bundle.zip"
        ended = scene.run(AP_LOG_LEVEL="DEBUG")
        assert (ended.code, ended.error) == (3, "permission-refused"), ended.err
        assert not scene.audit.issued
        _must_be_harmless(ended)
        for words in (["--bundle", bundle, "--mask-nip"], ["--index"]):
            made = scene.run(scene.words("report", *words))
            assert made.code == 0, made.err
            _must_be_harmless(made)
        looked = _must_be_clean(scene, leaving=("bundle.zip", "bundle-preview.html"), nip=False)
        _looked_at(
            looked, "journal.jsonl", "krok-3-generuj.yaml", "krok-3-generuj.png > picture", "trace.zip > trace.trace",
            "report.html > base64", "recordings/index.html", "bundle.zip > record.json", "bundle.zip > pictures/",
            "bundle.zip > snapshots/",
        )  # fmt: skip


@usually_left_out
def test_a_check_with_a_bundle_and_its_reproduction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the customer sends, and all that support makes of it on a computer of its own."""
    put_people_on_the_pages(tmp_path, monkeypatch)
    with (
        Scene(every_step=True, permissions=["CredentialsRead", "CredentialsManage"]) as scene,
        Scene(every_step=True) as support,
    ):
        bundle = support.folder("data") / "bundle.zip"
        checked = scene.run([*scene.words("check"), "--bundle", str(bundle)])
        assert (checked.code, checked.json["bundle"]) == (3, str(bundle)), checked.err
        assert checked.json["bundle_code"]
        reproduced = support.run(support.words("reproduce", bundle))
        assert (reproduced.code, reproduced.json["outcome"]) == (0, "reproduced"), reproduced.err
        assert support.run(support.words("report", bundle)).code == 0
        assert support.run(support.words("report", "--index")).code == 0
        shutil.copy(bundle, scene.folder("data"))
        shutil.copytree(support.run_folder_named("reproduce"), scene.folder("data") / "made-of-it")
        _must_be_clean(scene, leaving=("bundle.zip", "made-of-it"))
        _looked_at(
            _must_be_clean(support), "reproduction.json", "original-", "report.html > base64", "bundle.report.html",
            "index.html",
        )  # fmt: skip


@usually_left_out
@pytest.mark.parametrize("outcome", ["done", "refused", "not-ready", "lost"])
def test_a_bundle_of_every_kind_of_run(outcome: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a token, without one, and where one has come to nothing behind the curtain."""
    outcomes: dict[str, dict[str, Any]] = {
        "done": {},
        "refused": REFUSED,
        "not-ready": {"ready_after": 600},
        "lost": {"escrow": False, "errors": [{"method": "GET", "path": "/tokens/*", "status": 401}]},
    }
    put_people_on_the_pages(tmp_path, monkeypatch)
    with Scene(every_step=True, **outcomes[outcome]) as scene:
        scene.run([*scene.words(), "--refresh-limit", "1"])
        bundle = scene.folder("data") / "bundle.zip"
        made = scene.run(scene.words("report", "--bundle", bundle, "--mask-nip"))
        assert made.code == 0, made.err
        search = _must_be_clean(scene, leaving=("bundle.zip", "bundle-preview.html"), nip=False)
        _looked_at(search, "bundle.zip > pictures/", "report.html > base64")


@usually_left_out
def test_a_video_where_the_replica_is_not_our_own() -> None:
    """As of a real AP: of the masked pictures of the steps, and nothing from the curtain on."""
    with Scene(every_step=True) as scene:
        ended = scene.run([*scene.words(), "--video"])
        assert ended.code == 0, ended.err
        _looked_at(_must_be_clean(scene), "video.webm > video", "video.vtt")


def test_a_lesson() -> None:
    """The panel stands beside the token, and tells the terminal and the journal what it shows."""
    with Scene() as scene:
        ended = scene.run(scene.words("train", "--headless", "--pace", "auto:0s"), AP_LOG_LEVEL="DEBUG")
        assert ended.code == 0, ended.err
        _looked_at(_must_be_clean(scene), "stdout", "stderr", "journal.jsonl")


@usually_left_out
def test_a_lesson_that_is_filmed() -> None:
    """The panel, its film and the page beside it, where AP is not our own replica."""
    with Scene(every_step=True) as scene:
        film = scene.folder("data") / "lesson.webm"
        ended = scene.run(scene.words("train", "--headless", "--pace", "auto:0s", "--video", film))
        assert ended.code == 0, ended.err
        _looked_at(_must_be_clean(scene), "lesson.webm > video", "lesson.vtt", "lesson.html")


@usually_left_out
def test_a_video_of_a_rehearsal() -> None:
    """On a replica of its own: the whole job is to be seen, and the token is covered, unless it is wanted."""
    finds = []
    for more in ([], ["--show-token"]):
        with Scene(every_step=True) as scene:
            told = scene.folder("own") / "told"
            words = ["--json", "rehearse", "--video", *more, "--recordings", str(scene.folder("recordings"))]
            scene.start(words, program=(LEAKY, "tell"), environment={"LEAKY_TELLS": str(told)})
            ended = scene.finish()
            assert ended.code == 0, ended.err
            token = Needle("own token", told.read_text(encoding="utf-8").rpartition("|")[2])
            search = scene.search_of(scene.run_folder_named("rehearse").name, more=(token,))
            _looked_at(search, "video.webm > video", "video.vtt")
            finds.append(
                {find.place.rpartition("/")[2] for find in search.finds if find.needle == token.name}
            )
    assert finds == [set(), {"video.webm > video"}]
