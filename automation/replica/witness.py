"""Turns what went over the wire, and what the page tells of itself, into the audit's events."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from automation.replica.audit import (
    ButtonPress,
    Copy,
    CopyFailed,
    DecoyPress,
    Login,
    PopupClosed,
    Revocation,
    RouteChange,
    StatusRead,
    TokenPost,
    TokenShown,
)
from automation.replica.faults import API
from automation.replica.world import Session, World


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request to the API: what was asked, what AP made of it, what the browser was told."""

    request: Request
    at: float
    body: dict[str, Any]
    done: Response | None
    sent: Response


def record(world: World, exchange: Exchange) -> None:
    """Keep an exchange, if it is one that the audit cares for."""
    request, at, status = exchange.request, exchange.at, exchange.sent.status_code
    path = request.url.path.removeprefix(API)
    reference = str(request.path_params.get("reference", ""))
    match request.method, path.split("/")[1:]:
        case "POST", ["auth", "test-signature"]:
            nip = str(exchange.body.get("context", ""))
            world.recorder.add(Login(at=at, nip=nip, method="test", http_status=status))
        case ("POST", ["auth", "xades-signature"]) | ("GET", ["auth", "login-gov", "return"]):
            world.recorder.add(
                Login(
                    at=at,
                    nip=getattr(request.state, "nip", ""),
                    method="login-gov" if request.method == "GET" else "certificate",
                    http_status=status,
                    reason=getattr(request.state, "reason", None),
                )
            )
        case "POST", ["tokens"]:
            world.recorder.add(_token_post(world, exchange))
        case "GET", ["tokens", _]:
            found = _content(exchange.sent).get("status") if status < 400 else None
            world.recorder.add(StatusRead(at=at, reference=reference, http_status=status, status=found))
        case "DELETE", ["tokens", _]:
            world.recorder.add(Revocation(at=at, reference=reference, http_status=status))


def _token_post(world: World, exchange: Exchange) -> TokenPost:
    # Told from what AP did, not from what it said: a 504 may hide a token.
    reference = _content(exchange.done).get("referenceNumber")
    mistakes = _content(exchange.sent).get("exception", {}).get("exceptionDetailList", [{}])
    permissions = exchange.body.get("permissions")
    days, renewable = exchange.body.get("validityDays"), exchange.body.get("renewable")
    return TokenPost(
        at=exchange.at,
        name=str(exchange.body.get("description", "")),
        permissions=tuple(map(str, permissions)) if isinstance(permissions, list) else (),
        http_status=exchange.sent.status_code,
        code=mistakes[0].get("exceptionCode"),
        reference=reference,
        status=world.audit().issued[reference].status if reference else None,
        validity_days=days if type(days) is int else None,
        renewable=renewable if isinstance(renewable, bool) else None,
    )


def _content(response: Response | None) -> dict[str, Any]:
    content = json.loads(bytes(response.body) or b"{}") if response is not None else {}
    return content if isinstance(content, dict) else {}


def record_notice(world: World, session: Session | None, notice: dict[str, Any]) -> None:
    """Keep what the page told of itself. A notice that makes no sense is an error of the page's."""
    at = world.recorder.now()
    reference = notice.get("reference")
    match notice.get("kind"):
        case "route":
            world.recorder.add(RouteChange(at=at, path=str(notice["path"])))
        case "token-shown":
            world.shown(str(reference))
            world.recorder.add(TokenShown(at=at, reference=str(reference)))
        case "copy":
            if notice["target"] == "token":
                world.copied(session, str(reference))
            world.recorder.add(Copy(at=at, target=notice["target"], reference=reference))
        case "copy-failed":
            world.recorder.add(CopyFailed(at=at, target=notice["target"], reference=reference))
        case "button":
            before = not world.was_copied(reference)
            name = str(notice["name"])
            world.recorder.add(ButtonPress(at=at, name=name, reference=reference, before_copy=before))
        case "popup":
            world.recorder.add(PopupClosed(at=at, popup=notice["popup"], by=str(notice["by"])))
        case "decoy":
            world.recorder.add(DecoyPress(at=at, name=str(notice["name"])))
        case "logged-out":
            if session is not None:
                world.close_session(session, logout=False)
        case "left":
            world.leave(session, reference, how=notice["how"], copied=bool(notice.get("copied")))
        case kind:
            message = f"unknown kind of notice: {kind}"
            raise ValueError(message)
