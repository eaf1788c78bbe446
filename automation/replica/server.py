"""Runs a replica on this machine's loopback: in the background, or for a person to click through."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from automation.replica.scenario import Scenario

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import Receive, Scope, Send

    from automation.replica.audit import Audit
    from automation.replica.world import Hosts, World

_HOST = "127.0.0.1"
_STRANGERS_HOST = "localhost"  # another site than the one above for a browser, and the same machine
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0


class Replica:
    """A local AP in a background thread; several may run at once.

    Args:
        scenario: How it behaves; the usual case when left out.
        port: Where it listens, on loopback only; 0 takes a free port.
    """

    def __init__(self, scenario: Scenario | None = None, *, port: int = 0) -> None:
        self.scenario = scenario if scenario is not None else Scenario()
        self._port = port
        self._hosts: Hosts | None = None
        self._world: World | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start, and return when requests are answered.

        Raises:
            OSError: The port is taken.
        """
        # Imported here: commands that never start a replica need not wait for its web server.
        import uvicorn  # noqa: PLC0415

        from automation.replica.app import create_app  # noqa: PLC0415
        from automation.replica.faults import CUT, KEPT  # noqa: PLC0415
        from automation.replica.login_gov import create_identity, create_login_gov  # noqa: PLC0415
        from automation.replica.world import Hosts, World  # noqa: PLC0415

        listeners = [_listen(self._port)]
        self._port = listeners[0].getsockname()[1]
        ap = f"http://{_HOST}:{self._port}"
        if self.scenario.test_login:
            self._hosts = Hosts(ap)
        else:
            listeners += [_listen(0), _listen(0)]
            ports = [listener.getsockname()[1] for listener in listeners[1:]]
            self._hosts = Hosts(ap, *(f"http://{_STRANGERS_HOST}:{port}" for port in ports))
        self._world = World(self.scenario, self._hosts)
        # One server, so that all that was seen is written by one thread; which site it is, the port tells.
        makers = (create_app, create_login_gov, create_identity)
        sites = {
            listener.getsockname()[1]: make(self._world)
            for listener, make in zip(listeners, makers, strict=False)
        }

        connections: set[object] = set()

        async def site(scope: Scope, receive: Receive, send: Send) -> None:
            # ASGI has no word for breaking a connection; uvicorn's own `send` belongs to what holds it.
            scope[CUT] = send.__self__.transport.abort  # type: ignore[attr-defined]
            scope[KEPT] = scope["client"] in connections
            connections.add(scope["client"])
            await sites[scope["server"][1]](scope, receive, send)

        config = uvicorn.Config(
            site,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            # Longer than any pause between two presses: a browser whose kept-alive connection closes under a
            # request repeats it, and one press would be two.
            timeout_keep_alive=300,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": listeners}, name="replica", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                self.stop()
                message = "the replica did not start"
                raise RuntimeError(message)
            time.sleep(0.002)

    def stop(self) -> None:
        """Stop; what was seen stays readable. Harmless when not started."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_STOP_SECONDS)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def restage(self, scenario: Scenario) -> None:
        """Behave otherwise from now on, at the same address, for exercises: nobody is logged in any more.

        Login through login.gov.pl needs sites of its own, which a replica has from its start or not at all.
        """
        self.scenario = scenario
        if self._world is not None:
            self._world.restage(scenario)

    @property
    def base_url(self) -> str:
        """The address to open, as AP's own addresses end: in `/web/`."""
        return f"http://{_HOST}:{self._port}/web/"

    @property
    def login_gov_url(self) -> str:
        """The origin of the stand-in for login.gov.pl; empty where the scenario has test login instead."""
        return self._hosts.login_gov if self._hosts is not None else ""

    @property
    def identity_url(self) -> str:
        """The origin where a person shows who they are; empty where the scenario has test login instead."""
        return self._hosts.identity if self._hosts is not None else ""

    def audit(self) -> Audit:
        """What the browser did so far."""
        if self._world is None:
            message = "the replica was not started"
            raise RuntimeError(message)
        return self._world.audit()

    def wait_until(self, condition: Callable[[Audit], object], seconds: float = 5.0) -> Audit:
        """Wait for something to be seen: a page's own notices arrive a moment after what they tell of.

        Raises:
            TimeoutError: It was not seen in time.
        """
        deadline = time.monotonic() + seconds
        while not condition(audit := self.audit()):
            if time.monotonic() > deadline:
                message = f"not seen within {seconds} s; the last event: {audit.events[-1:]}"
                raise TimeoutError(message)
            time.sleep(0.01)
        return audit


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two servers share a port; elsewhere it only skips the wait
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError:
        listener.close()
        raise
    return listener
