"""The API behind AP's pages: `/webs/api/v2/...`, by the public contract where there is one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from automation.replica.answers import ApiError, fault_answer
from automation.replica.faults import API, cut
from automation.replica.logins import COOKIE, Body, Handler, login_endpoints, required_session
from automation.replica.scenario import PERMISSIONS
from automation.replica.witness import Exchange, record
from automation.replica.world import Session, Token, World

_PAGE_SIZE = 10  # the contract's smallest, and its default


def api_routes(world: World) -> list[Route]:
    """The API's endpoints, each behind the scenario's faults and before the audit's eyes."""
    table: list[tuple[str, str, Handler]] = [
        *login_endpoints(),
        ("POST", "/tokens", _generate),
        ("GET", "/tokens", _list),
        ("GET", "/tokens/{reference}", _status),
        ("DELETE", "/tokens/{reference}", _revoke),
    ]
    routes = [
        Route(API + path, _endpoint(world, handler), methods=[method]) for method, path, handler in table
    ]
    routes.append(Route(API + "/{rest:path}", _endpoint(world, _unknown)))
    return routes


def _endpoint(world: World, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        at = world.recorder.now()
        body = await _content(request)
        fault, delay = world.faults.plan(request.method, request.url.path)
        done: Response | None = None
        if fault is None or fault.processed:
            try:
                done = handler(world, request, body)
            except ApiError as error:
                done = error.answer()
        if fault is not None and fault.cut:
            nothing = Response(status_code=0)
            record(world, Exchange(request=request, at=at, body=body, done=done, sent=nothing))
            await asyncio.sleep(delay)
            return cut(world, fault, request)
        sent = done
        if fault is not None or sent is None:
            sent = fault_answer(fault) if fault is not None else ApiError(500).answer()
            session = world.session(request.cookies.get(COOKIE))
            if sent.status_code == 401 and session is not None:
                world.close_session(session, logout=False)
        record(world, Exchange(request=request, at=at, body=body, done=done, sent=sent))
        if delay:
            await asyncio.sleep(delay)
        sent.headers["Cache-Control"] = "no-store"
        return sent

    return answer


async def _content(request: Request) -> Body:
    """The request's JSON object, or its `file`; what is neither has no fields, which no endpoint takes for valid."""
    if request.headers.get("Content-Type", "").startswith("application/xml"):
        return {"file": await request.body()}
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return body if isinstance(body, dict) else {}


def _for_tokens(world: World, request: Request) -> Session:
    session = required_session(world, request)
    if not world.scenario.menu["tokens"]:
        raise ApiError(403)
    return session


def _unknown(_world: World, _request: Request, _body: Body) -> Response:
    raise ApiError(404)


# --- tokens: the public contract ------------------------------------------------------------------


def _generate(world: World, request: Request, body: Body) -> Response:
    session = _for_tokens(world, request)
    name, permissions = _order(body, validity=world.scenario.version == "3.0.0")
    if not set(permissions) <= set(world.scenario.permissions):
        raise ApiError(400, code=26001)
    if session.context_type == "NipVatUe":
        raise ApiError(400, code=26002)
    token = world.issue(session, name, permissions)
    answer = {"referenceNumber": token.reference}
    if world.scenario.escrow:
        answer["token"] = token.value or ""
    if world.scenario.direct:
        # Assumed: the contract has no status here, but AP must know somehow that it need not wait.
        answer["status"] = token.status
        answer |= _internal_value(world, token)
    return JSONResponse(answer, status_code=202)


def _order(body: Body, *, validity: bool) -> tuple[str, tuple[str, ...]]:
    mistakes = []
    # Assumed, names and all: what an order holds from January 2027.
    days, renewable = body.get("validityDays"), body.get("renewable", False)
    if validity and not (type(days) is int and 1 <= days <= 365):
        mistakes.append("'validityDays' must be a whole number from 1 to 365.")
    if validity and not isinstance(renewable, bool):
        mistakes.append("'renewable' must be true or false.")
    name = body.get("description")
    permissions = body.get("permissions")
    if not isinstance(name, str) or not 5 <= len(name) <= 256:
        mistakes.append("'description' must be between 5 and 256 characters.")
    if (
        not isinstance(permissions, list)
        or not permissions
        or not set(map(str, permissions)) <= set(PERMISSIONS)
    ):
        mistakes.append("'permissions' must hold at least one known permission.")
    if mistakes or name is None or permissions is None:
        raise ApiError(400, code=21405, details=tuple(mistakes))
    return name, tuple(permissions)


def _status(world: World, request: Request, _body: Body) -> Response:
    token = _addressed(world, request)
    world.read_status(token)
    return JSONResponse(
        _metadata(token) | (_internal_value(world, token) if token.status == "Active" else {})
    )


def _internal_value(world: World, token: Token) -> dict[str, str]:
    """Assumed: an AP that keeps the value out of its `POST` answer hands it to its page here, once."""
    if world.scenario.escrow or token.value is None or token.handed_over:
        return {}
    token.handed_over = True
    return {"issuedToken": token.value}


def _list(world: World, request: Request, _body: Body) -> Response:
    session = _for_tokens(world, request)
    query = request.query_params
    statuses = query.getlist("status")
    description = query.get("description", "").casefold()
    tokens = [
        token
        for token in world.tokens(session)
        if (not statuses or token.status in statuses) and description in token.name.casefold()
    ]
    try:
        start = int(request.headers.get("x-continuation-token", "0"))
        size = int(query.get("pageSize", _PAGE_SIZE))
    except ValueError:
        raise ApiError(400, details=("'pageSize' or the continuation token is not valid.",)) from None
    if not 10 <= size <= 100:
        raise ApiError(400, details=("'pageSize' must be between 10 and 100.",))
    answer: dict[str, object] = {"tokens": [_metadata(token) for token in tokens[start : start + size]]}
    if start + size < len(tokens):
        answer["continuationToken"] = str(start + size)
    return JSONResponse(answer)


def _revoke(world: World, request: Request, _body: Body) -> Response:
    token = _addressed(world, request)
    if token.status not in ("Revoking", "Revoked"):
        token.status = "Revoking"
    return Response(status_code=204)


def _addressed(world: World, request: Request) -> Token:
    token = world.token(_for_tokens(world, request), request.path_params["reference"])
    if token is None:
        raise ApiError(404)
    return token


def _metadata(token: Token) -> dict[str, object]:
    return {
        "referenceNumber": token.reference,
        "authorIdentifier": {"type": "Pesel" if len(token.author) == 11 else "Nip", "value": token.author},
        "contextIdentifier": {"type": "Nip", "value": token.context},
        "description": token.name,
        "requestedPermissions": token.permissions,
        "dateCreated": token.created,
        "lastUseDate": token.last_used,
        "status": token.status,
        "statusDetails": token.details,
    }
