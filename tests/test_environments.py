"""Only the right address is acted on: look-alikes, tricks with user names, other ports."""

from __future__ import annotations

import pytest

from automation.addresses import origin_of
from automation.environments import DEMO, NAMES, PRODUCTION, TEST, Login, environment
from automation.errors import (
    AddressNotLoopbackError,
    Exit,
    UnknownEnvironmentError,
    WrongBaseUrlError,
)


def test_the_three_environments_are_apart() -> None:
    """No two share an address, an origin or a vault group; only production binds the taxpayer."""
    known = (PRODUCTION, DEMO, TEST)
    for attribute in ("address", "origin", "vault_group", "name"):
        assert len({getattr(one, attribute) for one in known}) == 3
    assert [one.name for one in known if one.legal_effect] == ["production"]
    assert not any(one.owns(other.address) for one in known for other in known if one is not other)


@pytest.mark.parametrize("known", [PRODUCTION, DEMO, TEST])
def test_environments_are_found_by_name(known: object) -> None:
    """By the exact name."""
    assert environment(getattr(known, "name", "")) is known


@pytest.mark.parametrize("name", ["", "prod", "Production", "TEST", "produkcja", "demo "])
def test_an_unknown_name_is_refused_with_the_known_ones(name: str) -> None:
    """No guessing: production must not be reached by an abbreviation."""
    with pytest.raises(UnknownEnvironmentError) as caught:
        environment(name)
    assert caught.value.exit is Exit.USAGE
    assert caught.value.details["known"] == ", ".join(NAMES)


@pytest.mark.parametrize("name", ["production", "demo", "test"])
def test_only_local_takes_an_address(name: str) -> None:
    """An address cannot redirect one of the Ministry's environments."""
    with pytest.raises(WrongBaseUrlError):
        environment(name, "http://127.0.0.1:8080/web/")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/web/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/web/"),
        ("http://127.0.0.1:8080/web", "http://127.0.0.1:8080/web/"),
        ("http://127.0.0.1:8080/web/", "http://127.0.0.1:8080/web/"),
        ("http://127.9.8.7/web/", "http://127.9.8.7/web/"),
        ("https://localhost:8443/ap/web/", "https://localhost:8443/ap/web/"),
        ("http://LOCALHOST:8080", "http://LOCALHOST:8080/web/"),
        ("http://[::1]:8080/web/", "http://[::1]:8080/web/"),
        ("http://localhost/web/?a=b#c", "http://localhost/web/"),
    ],
)
def test_local_takes_any_address_of_this_machine(given: str, address: str) -> None:
    """Loopback by name, IPv4 or IPv6, whatever the port; the path ends in `/web/` unless given."""
    local = environment("local", given)
    assert local.address == address
    assert local.owns(address.lower() + "login")
    assert local.logins == tuple(Login)
    assert not local.legal_effect


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost.evil.example/web/",
        "http://localhost.evil/",
        "http://evil.localhost.example/",
        "http://127.0.0.1.evil.example/web/",
        "http://127.0.0.1@evil.example/web/",
        "http://localhost:80@evil.example/web/",
        "http://user@127.0.0.1/web/",
        "http://user:password@localhost/web/",
        "http://@localhost/",
        "http://evil.example\\@127.0.0.1/",
        "http://127.0.0.1\\.evil.example/",
        "http://localhost\\.evil.example/",
        "http://evil.example/localhost",
        "http://evil.example#127.0.0.1",
        "http://evil.example?localhost",
        "http://0.0.0.0:8080/",
        "http://[::]/",
        "http://10.0.0.1/",
        "http://192.168.1.1:8080/web/",
        "http://128.0.0.1/",
        "http://[fe80::1]/",
        "http://[2001:db8::1]:8080/",
        "http://0x7f.0.0.1.nip.io/",
        "http://127.1.nip.io/",
        "http://lоcalhost/",  # a Cyrillic о
        "http://127。0。0。1.evil.example/",
        "https://ap.ksef.mf.gov.pl/web/",
        "https://ap-test.ksef.mf.gov.pl/web/",
    ],
)
def test_local_refuses_every_other_machine(address: str) -> None:
    """Whatever an address looks like: if another machine could answer it, policy refuses it."""
    with pytest.raises(AddressNotLoopbackError) as caught:
        environment("local", address)
    assert caught.value.exit is Exit.POLICY


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "localhost",
        "localhost:8080",
        "127.0.0.1:8080",
        "//localhost/web/",
        "/web/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ws://localhost/",
        "http:///web/",
        "http://:8080/",
        "http://localhost:port/",
        "http://localhost:99999/",
        "http://[::1/",
        "http://[localhost]/",
    ],
)
def test_local_refuses_what_is_no_web_address(address: str | None) -> None:
    """Wrong usage, told as such."""
    with pytest.raises(WrongBaseUrlError) as caught:
        environment("local", address)
    assert caught.value.exit is Exit.USAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://ap.ksef.mf.gov.pl/",
        "https://ap.ksef.mf.gov.pl/web/tokens/token-list?page=2#top",
        "https://ap.ksef.mf.gov.pl:443/web/",
        "https://AP.KSEF.MF.GOV.PL/web/",
    ],
)
def test_an_environment_owns_its_pages(url: str) -> None:
    """Same scheme, host and port, whatever the path."""
    assert PRODUCTION.owns(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://ap.ksef.mf.gov.pl/web/",
        "https://ap.ksef.mf.gov.pl:8443/web/",
        "https://ap.ksef.mf.gov.pl.evil.example/web/",
        "https://ap-ksef.mf.gov.pl/web/",
        "https://ksef.mf.gov.pl/web/",
        "https://x.ap.ksef.mf.gov.pl/web/",
        "https://ap.ksef.mf.gov.pl./web/",
        "https://аp.ksef.mf.gov.pl/web/",  # a Cyrillic а
        "https://ap.ksef.mf.gov.pl@evil.example/",
        "https://user@ap.ksef.mf.gov.pl/web/",
        "https://evil.example/https://ap.ksef.mf.gov.pl/web/",
        "https://evil.example\\@ap.ksef.mf.gov.pl/",
        "https://login.gov.pl/",
        "about:blank",
        "chrome-error://chromewebdata/",
        "data:text/html,https://ap.ksef.mf.gov.pl/",
        "blob:https://ap.ksef.mf.gov.pl/1",
        "https://ap.ksef.mf.gov.pl:nic/",
        "https://[::1",
        "",
    ],
)
def test_an_environment_owns_no_look_alike(url: str) -> None:
    """Nothing is done on a page whose origin differs in any part."""
    assert not PRODUCTION.owns(url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://localhost/a", "http://localhost:80"),
        ("https://localhost/a", "https://localhost:443"),
        ("http://[::1]:9/a", "http://[::1]:9"),
        ("http://[::1/a", ""),
        ("mailto:a@b", ""),
    ],
)
def test_an_origin_always_has_a_port(url: str, origin: str) -> None:
    """So that the written and the implied port are the same."""
    assert origin_of(url) == origin
