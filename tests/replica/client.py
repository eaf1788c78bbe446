"""A small HTTP client with a cookie jar, so that API tests need no browser and no further package."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

NIP = "1234563218"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> dict[str, Any]:
        """The body, which must be a JSON object."""
        body = json.loads(self.text)
        assert isinstance(body, dict)
        return body

    @property
    def code(self) -> int:
        """KSeF's error code."""
        code = self.json["exception"]["exceptionDetailList"][0]["exceptionCode"]
        assert isinstance(code, int)
        return code


class Client:
    """Speaks to one replica."""

    def __init__(self, base_url: str) -> None:
        self._origin = urljoin(base_url, "/")
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Ask for a path; one that starts with neither `/web` nor `/__` is the API's. Bytes are a file."""
        if not path.startswith(("/web", "/__")):
            path = f"/webs/api/v2{path}"
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if isinstance(body, bytes):
            headers |= {"Content_Type": "application/xml"}
        request = Request(
            urljoin(self._origin, path),
            method=method,
            data=None if body is None else data,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        try:
            with self._opener.open(request, timeout=10) as response:
                return Answer(response.status, dict(response.headers), response.read().decode())
        except HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read().decode())

    def log_in(self, context: str = NIP, **changes: str) -> Answer:
        """Log in by test authentication with a company's seal."""
        body = {"contextType": "Nip", "context": context, "identifierType": "NipSeal", "identifier": context}
        return self.ask("POST", "/auth/test-signature", body | changes)

    def order(self, name: str = "iCargo faktury", *permissions: str) -> Answer:
        """Order a token."""
        wanted = permissions or ("InvoiceRead", "InvoiceWrite")
        return self.ask("POST", "/tokens", {"permissions": list(wanted), "description": name})
