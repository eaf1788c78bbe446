"""A server that does with a connection what no HTTP library would: stall, break, close without an answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO

# Without an icon of its own the browser would ask for one, and an order at that moment go over another connection.
PAGE = b'<!doctype html><html lang=pl><title>AP</title><link rel=icon href="data:,"><body>AP</body></html>'


@dataclass
class Request:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


Answer = Callable[[socket.socket, Request], bool]
"""Sends an answer to a POST; False closes the connection."""


def answer_with(body: bytes, *, status: str = "202 Accepted", kind: str = "application/json") -> bytes:
    """A whole HTTP answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@dataclass
class RawServer:
    """Serves a page for every GET, and hands every POST to `answer`."""

    answer: Answer
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def posts(self) -> list[Request]:
        """The orders."""
        return [request for request in self.requests if request.method == "POST"]

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    @contextmanager
    def running(self) -> Iterator[RawServer]:
        """Listen for as long as the block lasts."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
            yield self

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            while (request := _read(stream)) is not None:
                self.requests.append(request)
                if request.method != "POST":
                    connection.sendall(answer_with(PAGE, status="200 OK", kind="text/html"))
                elif not self.answer(connection, request):
                    connection.shutdown(socket.SHUT_RDWR)
                    return


def _read(stream: BinaryIO) -> Request | None:
    first = stream.readline().decode()
    if not first.strip():
        return None
    method, path, _ = first.split(" ", 2)
    headers = {}
    while line := stream.readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Request(method, path, headers, body, time.monotonic())
