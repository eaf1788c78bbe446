"""A stranger's server: serves pages that pass on whatever is typed or clicked on them, and remembers every request."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_plus

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LISTENING_PAGE = """<!doctype html><meta charset="utf-8"><title>AP</title>
<label>NIP firmy <input autofocus></label><button>Uwierzytelnij do aplikacji testowej</button>
<script>
for (const type of ["keydown", "input", "change", "click"])
  addEventListener(type, (event) => navigator.sendBeacon("/felt", `${type} ${event.key} ${event.target.value}`), true);
document.querySelector("input").focus();
</script>"""


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    method: str
    host: str
    path: str
    body: str


@dataclass(frozen=True)
class Answer:
    """What a path is answered with."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class WebServer:
    """Answers by path; every other path has the page that listens."""

    pages: dict[str, Answer] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    port: int = 0

    @property
    def felt(self) -> list[str]:
        """What the listening page passed on: keys, values, clicks."""
        return [request.body for request in self.received if request.path == "/felt"]

    def was_told(self, secret: str) -> bool:
        """Whether any request carries the text, in its address or its body."""
        return any(secret in unquote_plus(request.path + " " + request.body) for request in self.received)

    @property
    def posts(self) -> list[Received]:
        """What was sent to it, other than by the listening page."""
        return [each for each in self.received if each.method == "POST" and each.path != "/felt"]

    @contextmanager
    def running(self, certificate: Certificate | None = None) -> Iterator[WebServer]:
        """Listen on 127.0.0.1 for as long as the block lasts; over TLS with a certificate."""
        server_of = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server_of._answer(self)

            do_POST = do_GET  # noqa: N815  the base class's names

            def log_message(self, *_: object) -> None:
                """Nothing on stderr."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A browser that hangs up, or does not like the certificate, is no error here."""

        with Server(("127.0.0.1", 0), Handler) as server:
            if certificate is not None:
                # The handshake waits for the connection's own thread: a browser may open one and say nothing.
                server.socket = certificate.context().wrap_socket(
                    server.socket, server_side=True, do_handshake_on_connect=False
                )
            self.port = server.server_port
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            yield self
            server.shutdown()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length") or 0)).decode(errors="replace")
        path, _, query = request.path.partition("?")
        if path != "/favicon.ico":
            host = request.headers.get("host", "")
            self.received.append(Received(request.command, host, request.path, body))
        if path == "/broken":
            request.close_connection = True
            return
        answer = self.pages.get(path, Answer(LISTENING_PAGE))
        if path.startswith("/redirect"):
            answer = Answer(status=int(path.removeprefix("/redirect")), headers={"location": query})
        content = answer.body.encode()
        request.send_response(answer.status)
        for name, value in ({"content-type": "text/html; charset=utf-8"} | dict(answer.headers)).items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


@dataclass(frozen=True)
class Certificate:
    """A certificate that nobody but the test vouches for."""

    file: Path
    pin: str
    """For `--ignore-certificate-errors-spki-list`: with it the browser takes this certificate for a valid one."""

    def context(self) -> ssl.SSLContext:
        """For a server."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.file)
        return made


def self_signed(file: Path, *hosts: str) -> Certificate:
    """Make a certificate for these hosts and for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file.write_bytes(
        certificate.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Certificate(file, base64.b64encode(hashlib.sha256(public).digest()).decode())
