"""The ways in, behind AP's login pages. This is AP's own part of the API, so its paths and bodies are assumed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from automation.replica.answers import ApiError
from automation.replica.identifiers import ContextType, is_context
from automation.replica.world import Departure, Session, World

if TYPE_CHECKING:
    from automation.replica.signatures import Refused, SignedRequest

COOKIE = "ap-session"

Body = dict[str, Any]
Handler = Callable[[World, Request, Body], Response]

_NOT_PERMITTED = "Brak przypisanych uprawnień."


def login_endpoints() -> list[tuple[str, str, Handler]]:
    """Method, path and handler of each."""
    return [
        ("POST", "/auth/challenge", _challenge),
        ("POST", "/auth/test-signature", _log_in),
        ("POST", "/auth/xades-signature", _log_in_by_certificate),
        ("GET", "/auth/login-gov", _leave_for_login_gov),
        ("GET", "/auth/login-gov/return", _return_from_login_gov),
        ("DELETE", "/auth/sessions/current", _log_out),
        ("GET", "/session", _session),
    ]


def required_session(world: World, request: Request) -> Session:
    """The session of this request.

    Raises:
        ApiError: nobody is logged in.
    """
    session = world.session(request.cookies.get(COOKIE))
    if session is None:
        raise ApiError(401)
    return session


# --- test authentication --------------------------------------------------------------------------


def _log_in(world: World, _request: Request, body: Body) -> Response:
    context_type, context = body.get("contextType"), str(body.get("context", ""))
    identifier_type, identifier = body.get("identifierType"), str(body.get("identifier", ""))
    if context_type not in ("Nip", "InternalId", "NipVatUe") or not is_context(context_type, context):
        raise ApiError(400, details=("'contextIdentifier' is not valid.",))
    nip = context[:10]
    # A seal names the company itself. Nobody else was given any permissions here.
    if not _known(world, nip) or (identifier_type in ("NipSeal", "NipSignature") and identifier != nip):
        raise ApiError(400, code=415, details=(_NOT_PERMITTED,))
    if identifier_type not in ("NipSeal", "NipSignature") and not identifier:
        raise ApiError(400, details=("'identifier' must not be empty.",))
    session = world.open_session(nip, context_type, context)
    return _let_in(JSONResponse(_about(world, session)), session)


def _known(world: World, nip: str) -> bool:
    return world.scenario.nip is None or nip == world.scenario.nip


def _let_in(
    response: Response, session: Session, *, samesite: Literal["strict", "lax"] = "strict"
) -> Response:
    response.set_cookie(COOKIE, session.key, path="/", httponly=True, samesite=samesite)
    return response


# --- certificate ----------------------------------------------------------------------------------


def _challenge(world: World, _request: Request, body: Body) -> Response:
    context_type, context = body.get("contextType"), body.get("context")
    named = (str(context_type), str(context)) if context_type and context else None
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return JSONResponse({"challenge": world.challenges.issue(named), "timestamp": now})


def _log_in_by_certificate(world: World, request: Request, body: Body) -> Response:
    # Imported here: only this login needs the library, which takes longer to load than a page.
    from automation.replica.signatures import RefusedSignatureError, centres, read_signed  # noqa: PLC0415

    try:
        signed = read_signed(
            body.get("file", b""),
            centres(world.scenario.trusted_ca),
            self_signed=world.scenario.test_login,
        )
    except RefusedSignatureError as error:
        raise _refused(request, error.reason) from None
    request.state.nip = signed.context[:10]
    if not is_context(signed.context_type, signed.context):
        raise _refused(request, "not-a-request")
    if reason := world.challenges.redeem(signed.challenge, (signed.context_type, signed.context)):
        raise _refused(request, reason)
    if not _permitted(world, signed):
        request.state.reason = "not-permitted"
        raise ApiError(400, code=415, details=(_NOT_PERMITTED,))
    session = world.open_session(signed.context[:10], cast(ContextType, signed.context_type), signed.context)
    return _let_in(JSONResponse(_about(world, session)), session)


def _refused(request: Request, reason: Refused) -> ApiError:
    """A bad file: AP says so and nothing more, the audit knows why."""
    request.state.reason = reason
    return ApiError(400, code=9105, details=("Nieprawidłowa treść podpisu.",))


def _permitted(world: World, signed: SignedRequest) -> bool:
    """A seal may act for its own company alone; a person, or a fingerprint, is given what the scenario says."""
    own_company = not signed.by_identifier or signed.pesel is not None or signed.nip == signed.context[:10]
    return _known(world, signed.context[:10]) and own_company


# --- login.gov.pl -----------------------------------------------------------------------------------


def _leave_for_login_gov(world: World, request: Request, _body: Body) -> Response:
    context_type, context = (request.query_params.get(name, "") for name in ("contextType", "context"))
    if not world.hosts.login_gov:
        raise ApiError(404)
    if context and not is_context(context_type, context):
        raise ApiError(400, details=("'contextIdentifier' is not valid.",))
    state = secrets.token_urlsafe(16)
    named = (cast(ContextType, context_type), context) if context else None
    world.departures[state] = Departure(named)
    return RedirectResponse(f"{world.hosts.login_gov}/login?{urlencode({'state': state})}")


def _return_from_login_gov(world: World, request: Request, _body: Body) -> Response:
    query = request.query_params
    departure = world.departures.get(query.get("state", ""))
    ticket = departure.ticket if departure is not None else ""
    if departure is None or departure.context is None or not ticket or query.get("ticket") != ticket:
        request.state.reason = "unknown-return"
    elif not _known(world, departure.context[1][:10]):
        request.state.reason = "not-permitted"
    else:
        del world.departures[query["state"]]
        context_type, context = departure.context
        request.state.nip = context[:10]
        session = world.open_session(context[:10], context_type, context)
        # Not strict: a browser that comes from another site would not send such a cookie with the page itself.
        return _let_in(RedirectResponse("/web/home"), session, samesite="lax")
    return RedirectResponse("/web/login")


# --- the session ------------------------------------------------------------------------------------


def _log_out(world: World, request: Request, _body: Body) -> Response:
    world.close_session(required_session(world, request), logout=True)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response


def _session(world: World, request: Request, _body: Body) -> Response:
    session = world.session(request.cookies.get(COOKIE))
    return JSONResponse({"authenticated": False} if session is None else _about(world, session))


def _about(world: World, session: Session) -> dict[str, object]:
    return {
        "authenticated": True,
        "context": session.context,
        "permissions": world.scenario.permissions,
        "menu": world.scenario.menu,
    }
