"""A path to the replica on which one order's answer is lost, so that Chromium repeats the order by itself."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_OF_THE_CONNECTION = {"transfer-encoding", "connection", "keep-alive", "content-length"}


@dataclass
class LossyPath:
    """Passes everything on to a replica; the answer to the first order gets lost with its connection."""

    target: int
    lost: list[str] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Yields the address to use in place of the replica's."""
        path = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # keeps connections alive: only then is anything repeated

            def do_GET(self) -> None:
                path.pass_on(self)

            do_POST = do_DELETE = do_GET  # noqa: N815  names of the base class

            def log_message(self, *_: object) -> None:
                """Nothing on stderr."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            server.daemon_threads = True
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/web/"
            server.shutdown()

    def pass_on(self, request: BaseHTTPRequestHandler) -> None:
        """One request and its answer."""
        body = request.rfile.read(int(request.headers.get("content-length", 0)))
        onward = http.client.HTTPConnection("127.0.0.1", self.target)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "connection"}
        onward.request(request.command, request.path, body, headers)
        answer = onward.getresponse()
        content = answer.read()
        onward.close()
        if request.command == "POST" and request.path.endswith("/tokens") and not self.lost:
            self.lost.append(request.path)
            request.close_connection = True
            request.connection.shutdown(socket.SHUT_RDWR)
            return
        request.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_THE_CONNECTION:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
