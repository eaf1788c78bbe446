"""Two readers of one address must not see two hosts: what is not written plainly has no origin."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from automation.addresses import is_loopback, origin_of, place_of
from automation.environments import DEMO, PRODUCTION, TEST, Environment

HOST = "ap.ksef.mf.gov.pl"
OWN = f"https://{HOST}:443"
ORIGIN_FORM = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\]):[1-9][0-9]{0,4}")

labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
hosts = st.lists(labels, min_size=1, max_size=4).map(".".join)
tails = st.sampled_from(
    ["", "/", "/web/", "?a=b", "#c", "/web/login?next=https://other.example/#x", "/@other.example"]
)
any_text = st.text(max_size=12)
strange = st.sampled_from(
    [
        "\\", "@", "%2e", "%40", "\t", "\n", "\r", " ", "\x00", "。", "．", "․", "\u00ad", "\u200b", "\u2060",
        "а", "ſ", "K", "ａ", "ß", "ı", "_", "!", "*", ",", ";", "|", "^", "`", "<", '"', "'", "(", "[", "]", ":",
    ]
)  # fmt: skip


@given(st.sampled_from(["http", "https"]), hosts, st.none() | st.integers(1, 65535), tails)
def test_a_plain_address_has_its_scheme_host_and_port(
    scheme: str, host: str, port: int | None, tail: str
) -> None:
    """Written or implied port, whatever follows; capitals mean the same."""
    written = f"{scheme}://{host}" + (f":{port}" if port else "")
    expected = f"{scheme}://{host}:{port or {'http': 80, 'https': 443}[scheme]}"
    assert origin_of(written + tail) == expected
    assert origin_of(written.upper() + tail) == expected


@given(
    st.text(max_size=60)
    | st.tuples(st.sampled_from(["http://", "https://", "https:", "//"]), any_text).map("".join)
)
@example("https://[::1")
@example("https://[not-an-address]/")
@example("https://h:0/")
@example("https://h:65536/")
def test_any_text_has_a_plain_origin_or_none(text: str) -> None:
    """Never an exception, never a half-read address."""
    origin = origin_of(text)
    assert origin == "" or ORIGIN_FORM.fullmatch(origin)
    assert origin_of(origin) == origin
    assert is_loopback(text) in (True, False)


@given(
    strange,
    st.integers(0, len(HOST)),
    st.sampled_from(["", HOST, "other.example", f"@{HOST}", "@other.example"]),
)
def test_a_strange_character_in_the_host_leaves_nothing_to_trust(sign: str, at: int, more: str) -> None:
    """User names, backslashes, percent signs, spaces, letters that only look right: nowhere in the host."""
    assert origin_of(f"https://{HOST[:at]}{sign}{HOST[at:]}{more}/web/") != OWN


@given(st.sampled_from([PRODUCTION, DEMO, TEST]), st.text(max_size=40), tails)
def test_only_the_very_host_is_aps(environment: Environment, more: str, tail: str) -> None:
    """Whatever stands before or behind AP's host makes it another one, as far as the standard library reads it."""
    host = urlsplit(environment.address).hostname or ""
    for url in (f"https://{host}{more}{tail}", f"https://{more}{host}{tail}"):
        try:
            read = urlsplit(url).hostname
        except ValueError:
            read = None
        if environment.owns(url):
            assert read == host


@given(hosts.filter(lambda host: host != HOST), tails)
def test_no_other_host_is_aps(host: str, tail: str) -> None:
    """As a host, a user name, a beginning, an end, a path, a port of AP's address."""
    for url in (
        f"https://{host}{tail}",
        f"https://{HOST}.{host}{tail}",
        f"https://{host}.{HOST}{tail}",
        f"https://{HOST}@{host}{tail}",
        f"https://{HOST}:443@{host}{tail}",
        f"https://{host}\\@{HOST}{tail}",
        f"https://{host}/{HOST}{tail}",
        f"https://{host}?{HOST}",
        f"https://{host}#{HOST}",
        f"blob:https://{host}/1",
        f"data:text/html,https://{HOST}/",
        f"javascript:'https://{HOST}/'",
    ):
        assert not PRODUCTION.owns(url)
        assert not PRODUCTION.may_frame(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.255.0.9:8080/",
        "https://localhost/",
        "http://LOCALHOST:1/",
        "http://[::1]:9/",
    ],
)
def test_this_machine_by_its_usual_names(url: str) -> None:
    """Loopback, version 4 or 6, or by name."""
    assert is_loopback(url)
    assert is_loopback(origin_of(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost./", "http://localhost.example/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
        "http://127.1/", "http://0177.0.0.1/", "http://127.0.0.01/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/",
        "http://[::]/", "http://[::1%25lo]/", "http://[::1]@evil.example/", "http://user@localhost/", "http://[::2]/",
        "http://１２７.0.0.1/", "http://loca\u017fhost/", "http://localhost\\.example/", "ftp://localhost/", "",
    ],
)  # fmt: skip
def test_nothing_else_counts_as_this_machine(url: str) -> None:
    """Other spellings of it, which programs read differently, included."""
    assert not is_loopback(url)


def test_one_loopback_address_may_be_written_in_two_ways() -> None:
    """The long form of version 6 is what the browser shortens."""
    assert origin_of("http://[0:0:0:0:0:0:0:1]:80/web/") == origin_of("http://[::1]/") == "http://[::1]:80"


@given(st.text(max_size=200) | any_text.map(lambda text: f"https://evil.example/{text}"))
@example("https://evil.example/?Twój-token-jest-bezpieczny")
@example("data:text/html,Zaloguj się tutaj")
@example("https://" + "a" * 300 + ".example/")
def test_a_page_cannot_write_into_a_message(url: str) -> None:
    """What is told of an address is its origin or its scheme, and never long."""
    told = place_of(url)
    assert told == "?" or re.fullmatch(r"…?[a-z0-9:/.\[\]+-]{1,81}", told)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://user:secret@evil.example/x", "https://evil.example:443"),
        (f"https://{HOST}@evil.example:8443/", "https://evil.example:8443"),
        (f"https://evil.example\\@{HOST}/", "https:"),
        ("data:text/html,x", "data:"),
        ("chrome-error://chromewebdata/", "chrome-error:"),
        ("https://" + "a" * 100 + ".evil.example/", "…" + ("a" * 100 + ".evil.example:443")[-80:]),
    ],
)
def test_a_message_names_where_an_address_leads(url: str, told: str) -> None:
    """The host that would be reached, not the one that is written in front of it; of a long one the end."""
    assert place_of(url) == told


@pytest.mark.parametrize(
    "origin", ["http://ap.ksef.mf.gov.pl:80", "https://ap.ksef.mf.gov.pl", "https://a@b:443", ""]
)
@pytest.mark.parametrize("where", ["also_origins", "frame_origins"])
def test_an_origin_in_plain_http_or_badly_written_cannot_be_listed(origin: str, where: str) -> None:
    """A mistake in the list of environments is found when the program starts."""
    listed: dict[str, Any] = {where: (origin,)}
    with pytest.raises(ValueError, match="^" + re.escape(origin)):
        Environment("x", PRODUCTION.address, "X", (), legal_effect=False, header_label=None, **listed)


def test_an_environment_in_plain_http_cannot_be_made() -> None:
    """But for this machine, an address is https."""
    with pytest.raises(ValueError, match=r"http://ap\.ksef"):
        Environment("x", f"http://{HOST}/web/", "X", (), legal_effect=False, header_label=None)
    Environment("x", "http://127.0.0.1:1/web/", "X", (), legal_effect=False, header_label=None)


@pytest.mark.parametrize("environment", [PRODUCTION, DEMO])
def test_where_a_person_logs_in_is_no_place_to_act(environment: Environment) -> None:
    """At login.gov.pl or a bank, by https, a person may log in; it is not AP's, nor may it be framed."""
    for url in ("https://login.gov.pl/login", "https://bank.example/"):
        assert environment.may_log_in_at(url)
        assert not environment.owns(url)
        assert not environment.may_frame(url)
    for url in ("http://login.gov.pl/login", "http://127.0.0.1/", "file:///etc/passwd", "data:text/html,x"):
        assert not environment.may_log_in_at(url)
