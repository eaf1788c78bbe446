"""Certificates, and AP's real host names: served from this machine to a browser that is told so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Playwright

from automation.ap.app import Ap
from automation.environments import TEST, Environment, environment
from automation.errors import CertificateRefusedError, Exit, WrongOriginError
from tests.ap.guard_scene import FIELD, NIP, Scene, ap_page
from tests.ap.hostile_server import Certificate, WebServer, self_signed

pytestmark = pytest.mark.browser

HOST = "ap-test.ksef.mf.gov.pl"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """For AP's test host and for this machine."""
    return self_signed(tmp_path_factory.mktemp("tls") / "server.pem", HOST, "localhost")


@pytest.fixture
def started(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], browser_context_args: dict[str, Any]
) -> Iterator[Callable[..., Callable[[Environment], Ap]]]:
    """A browser with arguments of its own, and AP's pages in it."""
    with ExitStack() as stack:

        def start(*arguments: str) -> Callable[[Environment], Ap]:
            launched = playwright.chromium.launch(
                **(
                    browser_type_launch_args
                    | {"args": [*browser_type_launch_args.get("args", []), *arguments]}
                )
            )
            stack.callback(launched.close)
            context = launched.new_context(**browser_context_args)
            return lambda where: Ap(context.new_page(), where, timeout=5)

        yield start


@pytest.mark.parametrize("careless", [False, True], ids=["browser-refuses", "browser-puts-up-with-it"])
def test_a_certificate_that_does_not_hold_is_refused(
    started: Callable[..., Any], certificate: Certificate, *, careless: bool
) -> None:
    """Exit 9 with the browser's reason; also in a browser that was told to ignore such errors."""
    with WebServer({"/web/": ap_page()}).running(certificate) as own:
        ap = started(*(["--ignore-certificate-errors"] if careless else []))(
            environment("local", f"https://127.0.0.1:{own.port}/web/")
        )
        with pytest.raises(CertificateRefusedError) as caught:
            Scene(own, WebServer(), ap).log_in()
        assert caught.value.exit is Exit.POLICY
        assert caught.value.details["reason"] == "net::ERR_CERT_AUTHORITY_INVALID"
        assert not own.posts
        assert bool(own.received) is careless


def test_a_valid_certificate_is_taken(started: Callable[..., Any], certificate: Certificate) -> None:
    """The same server, vouched for."""
    with WebServer({"/web/": ap_page()}).running(certificate) as own:
        ap = started(f"--ignore-certificate-errors-spki-list={certificate.pin}")(
            environment("local", f"https://localhost:{own.port}/web/")
        )
        Scene(own, WebServer(), ap).log_in()
        assert [post.body for post in own.posts] == [f"nip={NIP}"]


LOOK_ALIKES = [
    f"https://{HOST}.example/web/",
    f"https://{HOST}./web/",
    f"https://{HOST}:8443/web/",
    f"https://{HOST}@evil.example/web/",
    f"https://{HOST}%40evil.example/web/",
    f"https://{HOST}%2eevil.example/web/",
    f"https://evil.example\\@{HOST}/web/",
    f"https://evil.example/https://{HOST}/web/",
    f"http://{HOST}/web/",
    f"//evil.example/{HOST}",
    "https://ap.ksef.mf.gov.pl/web/",
    "https://ap-demo.ksef.mf.gov.pl/web/",
    "https://ksef.mf.gov.pl/web/",
    f"https://x.{HOST}/web/",
    "https://ap-test.ksef.mf.gov.p1/web/",
    "https://аp-test.ksef.mf.gov.pl/web/",  # a Cyrillic а
    "https://xn--p-test-9za.ksef.mf.gov.pl/web/",
    "https://ap-test.ksef.mf.gov.pl\u2024example/web/",  # a dot that is none
    "https://login.gov.pl.example/",
    "https://2130706433/web/",
    "https://0x7f.1/web/",
    "https://[::ffff:7f00:1]/web/",
]


def test_no_look_alike_of_aps_real_host_is_visited(
    started: Callable[..., Any], certificate: Certificate
) -> None:
    """AP's page sends the browser to each, under AP's real name; no server is asked for any of them."""
    with WebServer({"/web/": ap_page()}).running(certificate) as own:
        ap = started(
            f"--ignore-certificate-errors-spki-list={certificate.pin}",
            f"--host-resolver-rules=MAP * 127.0.0.1:{own.port}",
        )(TEST)
        ap.open()
        ap.hand.fill(FIELD, NIP)
        own.received.clear()
        for address in LOOK_ALIKES:
            if not ap.page.evaluate("(address) => URL.canParse(address, location)", address):
                continue  # the browser itself makes nothing of it
            ap.page.evaluate("(address) => { location.href = address; }", address)
            with pytest.raises(WrongOriginError):
                ap.patience.pause(1)
            assert ap.page.url == TEST.address
        # The browser has business of its own with its maker.
        assert [request for request in own.received if "google" not in request.host] == []


def test_aps_own_address_may_be_written_in_other_ways(
    started: Callable[..., Any], certificate: Certificate
) -> None:
    """What a browser reads as AP's host is AP's host: capitals, the usual port, backslashes."""
    with WebServer({"/web/": ap_page()}).running(certificate) as own:
        ap = started(
            f"--ignore-certificate-errors-spki-list={certificate.pin}",
            f"--host-resolver-rules=MAP * 127.0.0.1:{own.port}",
        )(TEST)
        for address in (
            f"https://{HOST.upper()}/web/",
            f"https://{HOST}:443/web/",
            f"https:\\\\{HOST}\\web\\",
        ):
            ap.open()
            ap.page.evaluate("(address) => { location.href = address; }", address)
            ap.patience.pause(0.3)
            ap.hand.fill(FIELD, NIP)
