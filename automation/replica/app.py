"""The replica as an ASGI application: AP's pages, its API, and the audit beside them."""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from automation.replica.answers import fault_answer
from automation.replica.api import api_routes
from automation.replica.audit import PageLoad
from automation.replica.faults import cut
from automation.replica.logins import COOKIE
from automation.replica.witness import record_notice
from automation.replica.world import World

_WEB = Path(__file__).with_name("web").resolve()

# Named here because Windows takes these from its registry, where a `.js` may be anything.
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


def create_app(world: World) -> Starlette:
    """The application around a world."""

    async def page(request: Request) -> Response:
        return await _web(world, request)

    async def config(_request: Request) -> Response:
        return JSONResponse(_config(world), headers={"Cache-Control": "no-store"})

    async def audit(_request: Request) -> Response:
        return Response(world.audit().model_dump_json(), media_type="application/json")

    async def notice(request: Request) -> Response:
        session = world.session(request.cookies.get(COOKIE), touch=False)
        record_notice(world, session, await request.json())
        return Response(status_code=204)

    async def root(_request: Request) -> Response:
        return RedirectResponse("/web/")

    return Starlette(
        routes=[
            *api_routes(world),
            Route("/__replica__/audit", audit),
            Route("/__replica__/notice", notice, methods=["POST"]),
            Route("/web/config.json", config),
            Route("/web/{path:path}", page),
            Route("/", root),
            Route("/web", root),
        ]
    )


def _config(world: World) -> dict[str, object]:
    """What the pages need to know before anybody logs in."""
    scenario = world.scenario
    return {
        "version": scenario.version,
        "environmentLabel": scenario.environment_label,
        "testBanner": scenario.test_banner,
        "testLogin": scenario.test_login,
        "testConsent": scenario.test_consent,
        "copyMethod": scenario.copy_method,
        "iconsExposed": scenario.icons_exposed,
        "popups": [popup.model_dump() for popup in scenario.popups],
        "resultIn": scenario.result_in,
        "decoys": scenario.decoys,
        "wording": scenario.wording,
        "uppercase": scenario.uppercase,
        "iconOnlyCopy": scenario.icon_only_copy,
        "menuStyle": scenario.menu_style,
        "extraField": scenario.extra_field,
        "formComplaint": scenario.form_complaint,
        "controls": [control.model_dump() for control in scenario.controls],
        "strictScreens": scenario.strict_screens,
        "refreshesItself": scenario.refreshes_itself,
        "loggedOut": scenario.logged_out.model_dump() if scenario.logged_out is not None else None,
    }


async def _web(world: World, request: Request) -> Response:
    """A file of the pages, or the document for any of AP's routes."""
    file = (_WEB / request.path_params["path"]).resolve()
    is_document = not (file.is_file() and file.is_relative_to(_WEB))
    if is_document and file.suffix:
        return Response(status_code=404)
    fault, delay = world.faults.plan(request.method, request.url.path)
    if delay:
        await asyncio.sleep(delay)
    if is_document:
        at = world.recorder.now()
        world.recorder.add(PageLoad(at=at, path=request.url.path))
        session = world.session(request.cookies.get(COOKIE), touch=False)
        if session is not None:
            # The page that waited for the token, or showed it, cannot have survived this.
            world.leave(session, session.open_token, how="page-load")
        file = _WEB / "index.html"
    if fault is not None:
        return cut(world, fault, request) if fault.cut else fault_answer(fault)
    headers = {
        "Cache-Control": "no-store" if is_document else "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if world.scenario.strict_csp:
        headers["Content-Security-Policy"] = _CSP
    media_type = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(file.read_bytes(), media_type=media_type, headers=headers)
