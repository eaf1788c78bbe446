"""Starting and stopping."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import automation.replica
from automation.replica.server import Replica

from .client import Client


def test_it_starts_and_stops_at_once() -> None:
    """A test may afford a replica of its own."""
    with Replica():
        pass  # the first start also imports the web server
    began = time.monotonic()
    with Replica() as replica:
        assert Client(replica.base_url).ask("GET", "/session").status == 200
    assert time.monotonic() - began < 1.0


def test_several_run_at_once(start: Callable[..., Replica]) -> None:
    """Two replicas have two addresses and two memories."""
    first, second = start(), start()
    Client(first.base_url).log_in()
    assert first.base_url != second.base_url
    assert (len(first.audit().logins), len(second.audit().logins)) == (1, 0)


def test_a_taken_port_is_an_error(start: Callable[..., Replica]) -> None:
    """Two replicas never share an address."""
    port = int(start().base_url.split(":")[2].split("/")[0])
    with pytest.raises(OSError, match="in use"):
        Replica(port=port).start()


def test_it_listens_on_loopback_only(start: Callable[..., Replica]) -> None:
    """Nobody else on the network can reach it."""
    port = int(start().base_url.split(":")[2].split("/")[0])
    with socket.socket() as other:
        # Free on every other address of this machine, for the replica took but one.
        other.bind(("127.0.0.2", port))


def test_stopping_does_not_wait_for_a_late_answer(start: Callable[..., Replica]) -> None:
    """A request that is held back does not hold the end back."""
    replica = start(delays=[{"path": "/session", "seconds": 60}])
    address = replica.base_url.split("/")[2].split(":")
    with socket.create_connection((address[0], int(address[1]))) as connection:
        connection.sendall(b"GET /webs/api/v2/session HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.1)
        began = time.monotonic()
        replica.stop()
        assert time.monotonic() - began < 3


def test_pages_come_with_a_strict_policy(start: Callable[..., Replica]) -> None:
    """No inline script or style is allowed, unless the scenario says so."""
    strict = Client(start().base_url).ask("GET", "/web/tokens/generate-token")
    loose = Client(start(strict_csp=False).base_url).ask("GET", "/web/")
    assert "default-src 'self'" in strict.headers["content-security-policy"]
    assert "unsafe" not in strict.headers["content-security-policy"]
    assert "content-security-policy" not in loose.headers


def test_files_outside_the_pages_are_not_served(start: Callable[..., Replica]) -> None:
    """A path that climbs out of the folder finds nothing."""
    client = Client(start().base_url)
    assert client.ask("GET", "/web/..%2fserver.py").status == 404
    assert client.ask("GET", "/web/none.js").status == 404


def test_no_driving_code_is_imported() -> None:
    """The replica is an independent witness: of ours it knows the errors alone."""
    folder = Path(automation.replica.__file__).parent
    imports = {
        line.split()[1]
        for file in folder.glob("*.py")
        for line in map(str.strip, file.read_text(encoding="utf-8").splitlines())
        if line.startswith(("from automation", "import automation"))
    }
    assert {name for name in imports if not name.startswith("automation.replica")} == {"automation.errors"}
