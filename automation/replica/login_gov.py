"""Stand-ins for login.gov.pl and for where a person shows who they are, each on an origin of its own.

Known: the heading and the choices of the first page, that other government or bank hosts follow, and that the way
ends on AP's home page. **Assumed**: all the rest, above all that the company is chosen after the person is known.
Whatever is typed is accepted and forgotten: the audit keeps which control was used and how, never a value.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from automation.replica.audit import StrangersInput, StrangersPage
from automation.replica.faults import API
from automation.replica.world import World

if TYPE_CHECKING:
    from automation.replica.audit import Stranger

_WEB = Path(__file__).with_name("web") / "login-gov"
_FILES = {"style.css": "text/css", "page.js": "text/javascript"}

_Page = Callable[[Request, str], Response]


def create_login_gov(world: World) -> Starlette:
    """The stand-in for login.gov.pl."""

    def ways(_request: Request, state: str) -> Response:
        window = "data-window" if world.scenario.login_gov_popup else ""
        return _page("login.gov.pl", "ways", state=state, identity=world.hosts.identity, window=window)

    def unavailable(_request: Request, state: str) -> Response:
        return _page("login.gov.pl", "unavailable", state=state)

    def close(_request: Request, state: str) -> Response:
        return _page("login.gov.pl", "close", state=state)

    def companies(_request: Request, state: str) -> Response:
        nips = world.scenario.login_gov_nips
        if world.departures[state].context is not None or len(nips) == 1:
            return _back_to_ap(world, state, nips[0])
        links = "".join(
            f'<li><a class="choice" href="/chosen?{urlencode({"state": state, "nip": nip})}">NIP {nip}</a></li>'
            for nip in nips
        )
        return _page("login.gov.pl", "companies", companies=links)

    def chosen(request: Request, state: str) -> Response:
        nip = request.query_params.get("nip", "")
        return _back_to_ap(world, state, nip) if nip in world.scenario.login_gov_nips else _gone()

    pages: dict[str, _Page] = {
        "/login": ways,
        "/unavailable": unavailable,
        "/close": close,
        "/companies": companies,
        "/chosen": chosen,
    }
    return _application(world, "login-gov", pages, {})


def create_identity(world: World) -> Starlette:
    """The stand-in for Profil zaufany and for banks: a user name, a password, a code that comes by another way."""

    def sign_in(_request: Request, state: str) -> Response:
        return _page("Profil zaufany", "sign-in", state=state)

    def signed_in(_request: Request, state: str) -> Response:
        return RedirectResponse(f"/code?{urlencode({'state': state})}", status_code=303)

    def code(_request: Request, state: str) -> Response:
        return _page("Profil zaufany", "code", state=state)

    def proven(_request: Request, state: str) -> Response:
        world.departures[state].proven = True
        after = "close" if world.scenario.login_gov_popup else "companies"
        target = f"{world.hosts.login_gov}/{after}?{urlencode({'state': state})}"
        return RedirectResponse(target, status_code=303)

    pages: dict[str, _Page] = {"/sign-in": sign_in, "/code": code}
    return _application(world, "identity", pages, {"/sign-in": signed_in, "/code": proven})


def _back_to_ap(world: World, state: str, nip: str) -> Response:
    departure = world.departures[state]
    if not departure.proven:
        return _gone()
    departure.context = departure.context or ("Nip", nip)
    departure.ticket = secrets.token_urlsafe(16)
    query = urlencode({"state": state, "ticket": departure.ticket})
    return RedirectResponse(f"{world.hosts.ap}{API}/auth/login-gov/return?{query}", status_code=303)


def _page(title: str, name: str, **values: str) -> Response:
    # Values that are HTML are made here; `state` alone comes from the browser.
    values["state"] = escape(values.get("state", ""), quote=True)
    content = Template((_WEB / f"{name}.html").read_text(encoding="utf-8")).substitute(values)
    page = Template((_WEB / "page.html").read_text(encoding="utf-8"))
    return HTMLResponse(page.substitute(title=title, content=content), headers={"Cache-Control": "no-store"})


def _gone() -> Response:
    return Response("Ta strona już nie działa.", status_code=410, media_type="text/plain")


def _application(world: World, host: Stranger, pages: dict[str, _Page], forms: dict[str, _Page]) -> Starlette:
    def guarded(page: _Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            state = request.query_params.get("state", "")
            if request.method == "GET":
                at = world.recorder.now()
                world.recorder.add(StrangersPage(at=at, host=host, path=request.url.path))
            return page(request, state) if state in world.departures else _gone()

        return answer

    async def notice(request: Request) -> Response:
        said = json.loads(await request.body())
        world.recorder.add(
            StrangersInput(
                at=world.recorder.now(),
                host=host,
                act=said["act"],
                control=said["control"],
                trusted=said["trusted"],
            )
        )
        return Response(status_code=204)

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _FILES:
            return Response(status_code=404)
        return FileResponse(_WEB / name, media_type=_FILES[name], headers={"Cache-Control": "no-cache"})

    return Starlette(
        routes=[
            *(Route(path, guarded(page)) for path, page in pages.items()),
            *(Route(path, guarded(page), methods=["POST"]) for path, page in forms.items()),
            Route("/notice", notice, methods=["POST"]),
            Route("/files/{name}", file),
        ]
    )
