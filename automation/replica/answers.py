"""Answers of AP's gateway: the public API's error codes in the gateway's own wrapping."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from starlette.responses import JSONResponse

from automation.replica.identifiers import mint_event_id
from automation.replica.scenario import Fault

# KSeF's codes with their literal descriptions.
DESCRIPTIONS = {
    21405: "Błąd walidacji danych wejściowych.",
    26001: "Nie można nadać tokenowi uprawnień których nie posiadasz.",
    26002: "Nie można wygenerować tokena dla obecnego typu kontekstu.",
}

_DEFAULT_CODES = {400: 21405}
_DEFAULT_RETRY_AFTER = 30


class ApiError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, *, code: int | None = None, details: tuple[str, ...] = ()) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code
        self.details = details

    def answer(self) -> JSONResponse:
        """The error as an answer."""
        return error_answer(self.status, code=self.code, details=self.details)


def error_answer(
    status: int,
    *,
    code: int | None = None,
    details: tuple[str, ...] = (),
    retry_after: int | None = None,
) -> JSONResponse:
    """An `AppHttpErrorResponse`. Its outer fields are **assumed**; `exception` is the public API's."""
    headers = {}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        retry_after = _DEFAULT_RETRY_AFTER if retry_after is None else retry_after
        details = details or (f"Przekroczono limit żądań. Spróbuj ponownie po {retry_after} sekundach.",)
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    code = _DEFAULT_CODES.get(status) if code is None else code
    phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Error"
    description = DESCRIPTIONS.get(code or 0, phrase)
    event_id = mint_event_id()
    body = {
        "name": "AppHttpErrorResponse",
        "status": status,
        "message": description,
        "eventId": event_id,
        "exception": {
            "exceptionDetailList": [
                {
                    "exceptionCode": code if code is not None else status,
                    "exceptionDescription": description,
                    "details": list(details),
                }
            ],
            "serviceCode": event_id,
            "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        },
    }
    return JSONResponse(body, status_code=status, headers=headers)


def fault_answer(fault: Fault) -> JSONResponse:
    """The answer that a scenario plans."""
    assert fault.status is not None  # noqa: S101  the others have no answer
    return error_answer(fault.status, code=fault.code, retry_after=fault.retry_after)
