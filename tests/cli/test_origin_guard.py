"""The command refuses to act on a stranger's page: exit 9, a message that names it, nothing typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ap.hostile_server import LISTENING_PAGE, Answer, WebServer, self_signed
from tests.cli.conftest import NIP, Command

pytestmark = pytest.mark.browser

CARDS = "<!doctype html><meta charset=utf-8><h1>Zaloguj się</h1><button>Zaloguj</button>"


@pytest.fixture
def evil() -> Iterator[WebServer]:
    """A stranger's server."""
    with WebServer().running() as server:
        yield server


def generate(ap_token: Command, address: str, *words: str) -> list[str]:
    """The words of a command that would generate a token."""
    return ["--json", *words, "generate", "--env", "local", "--base-url", address, "--nip", NIP,
            "--vault", str(ap_token.folder / "v.kdbx"), "--create-vault"]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=302, headers={"location": "{evil}"}), "została skierowana na stronę"),
        (Answer(CARDS + "<iframe src='{evil}'></iframe>"), "ramka z obcego adresu"),
        (Answer(CARDS + "<script>open('{evil}')</script>"), "okno obcej strony"),
    ],
    ids=["redirect", "frame", "window"],
)
def test_a_stranger_ends_the_command_with_exit_9(
    ap_token: Command, evil: WebServer, answer: Answer, said: str
) -> None:
    """Through the real command: the JSON says what was found, the stranger has felt nothing."""
    address = f"http://localhost:{evil.port}/"
    headers = {name: value.replace("{evil}", address) for name, value in answer.headers.items()}
    own = WebServer({"/web/": Answer(answer.body.replace("{evil}", address), answer.status, headers)})
    with own.running():
        ended = ap_token(*generate(ap_token, f"http://127.0.0.1:{own.port}/web/"))
    assert ended.code == 9, ended.err
    assert (ended.json["outcome"], ended.json["error"]["code"]) == ("refused", "wrong-origin")
    assert said in ended.json["error"]["message"]
    assert f"http://localhost:{evil.port}" in ended.json["error"]["message"]
    assert evil.felt == []
    assert not evil.was_told(NIP)
    assert not own.posts


def test_a_certificate_that_does_not_hold_ends_the_command_with_exit_9(
    ap_token: Command, tmp_path: Path
) -> None:
    """Told as a certificate's fault, in both languages, and not as an AP that does not answer."""
    own = WebServer({"/web/": Answer(LISTENING_PAGE)})
    with own.running(self_signed(tmp_path / "server.pem", "localhost")):
        polish = ap_token(*generate(ap_token, f"https://localhost:{own.port}/web/"))
        english = ap_token(*generate(ap_token, f"https://localhost:{own.port}/web/", "--lang", "en"))
    assert (polish.code, polish.json["error"]["code"]) == (9, "certificate-refused")
    assert "nie jest prawidłowy (net::ERR_CERT_AUTHORITY_INVALID)" in polish.json["error"]["message"]
    assert "is not valid (net::ERR_CERT_AUTHORITY_INVALID)" in english.json["error"]["message"]
    assert own.received == []
