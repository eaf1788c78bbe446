"""Takes the secrets out of a Playwright trace, and leaves one that `playwright show-trace` opens.

A trace as recorded holds session cookies, authorization headers, what was sent and answered, what was typed, the
values of fields, and what scripts gave back. What is kept is on the lists below; whatever a later version of
Playwright adds is dropped until somebody has looked at it. Over all that is kept goes the search by value
(`automation.redaction`), which is first told of every cookie and authorization that the trace itself holds.

The format (version 8 and later of Playwright's trace): `*.network` and `*.trace` have one JSON object a line, the
former entries as in HAR, the latter events; `resources/` holds bodies by their hash; `*.stacks` says where in our
code the actions were begun.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from automation.redaction import redact
from automation.secret import MASK, Secret

_SHORTEST_COOKIE: Final = 8
_HEADERS: Final = frozenset(
    {
        "accept",
        "accept-language",
        "cache-control",
        "content-encoding",
        "content-length",
        "content-security-policy",
        "content-type",
        "date",
        "etag",
        "expires",
        "host",
        "last-modified",
        "pragma",
        "retry-after",
        "server",
        "strict-transport-security",
        "user-agent",
        "vary",
        "x-content-type-options",
        "x-frame-options",
    }
)
"""Headers whose values are kept; of the others, only the name."""
_APPEARANCE: Final = ("text/css", "image/", "font/", "application/font", "application/x-font")
"""Kinds of bodies that are kept: how a page looks. What it says is in the snapshots, cleaned."""
_EVENTS: Final = frozenset({"context-options", "before", "after", "input", "frame-snapshot", "event"})
"""Not `log` (quotes what is typed and what elements hold), `console`, `stdout`, `error`, `screencast-frame` (a picture
that nobody has masked)."""
_EVENT_KEYS: Final = frozenset(
    {
        "type",
        "version",
        "origin",
        "browserName",
        "platform",
        "playwrightVersion",
        "wallTime",
        "monotonicTime",
        "sdkLanguage",
        "testIdAttributeName",
        "contextId",
        "options",
        "time",
        "class",
        "method",
        "params",
        "callId",
        "parentId",
        "pageId",
        "stepId",
        "startTime",
        "endTime",
        "beforeSnapshot",
        "inputSnapshot",
        "afterSnapshot",
        "point",
        "box",
        "error",
        "snapshot",
    }
)
_OPTIONS: Final = frozenset(
    {"viewport", "userAgent", "deviceScaleFactor", "isMobile", "locale", "timezoneId"}
)
_PARAMETERS: Final = frozenset(
    {
        "selector",
        "state",
        "strict",
        "timeout",
        "waitUntil",
        "url",
        "button",
        "clickCount",
        "delay",
        "force",
        "noWaitAfter",
        "trial",
        "position",
        "modifiers",
        "pageId",
        "name",
        "type",
        "isNot",
        "expression",
    }
)
"""Arguments of actions that are kept. `expression` is code of ours; what is handed to it is not kept."""
_BUTTONS: Final = frozenset({"button", "submit", "reset", "checkbox", "radio", "image"})
_PLAIN_META: Final = frozenset(
    {"viewport", "description", "generator", "theme-color", "color-scheme", "robots"}
)


def clean_trace(raw: Path, *, secrets: list[Secret]) -> bytes:
    """The trace's ZIP without its secrets.

    Args:
        raw: the ZIP as Playwright has written it.
        secrets: what the context knew besides (cookies); more are found in the trace.

    Raises:
        ValueError, KeyError, OSError, zipfile.BadZipFile: it is not a trace as known here.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as cleaned:
        names = source.namelist()
        network = {name: list(_lines(source, name)) for name in names if name.endswith(".network")}
        # Held for as long as the cleaning lasts: that is what makes `redact` look for them.
        held = [*secrets, *_found_secrets(entry for entries in network.values() for entry in entries)]
        scrub = _Scrubber()
        kept: set[str] = set()
        for name, entries in network.items():
            cleaned.writestr(name, _joined(_exchange(entry, kept, scrub) for entry in entries))
        for name in names:
            if name.endswith(".trace"):
                events = (_event(event, kept, scrub) for event in _lines(source, name))
                cleaned.writestr(name, _joined(event for event in events if event is not None))
            elif name.endswith(".stacks"):
                cleaned.writestr(name, json.dumps(scrub(json.loads(source.read(name)))))
        for name in names:
            if name in kept and not scrub.finds_in(source.read(name)):
                cleaned.writestr(name, source.read(name))
        held.clear()
    return target.getvalue()


class _Scrubber:
    """Redacts every text of a JSON value. Snapshots repeat most of theirs, so each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
        if isinstance(value, str):
            if value not in self._known:
                self._known[value] = redact(value)
            return self._known[value]
        if isinstance(value, dict):
            return {key: self(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self(each) for each in value]
        return value

    def finds_in(self, content: bytes) -> bool:
        """Whether a file, that is kept as it is or not at all, holds a secret."""
        text = content.decode("utf-8", "replace")
        return b"\0" not in content and redact(text) != text


def _lines(source: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    for line in source.read(name).decode("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _joined(objects: Iterator[dict[str, Any]]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in objects)


def _found_secrets(entries: Iterator[dict[str, Any]]) -> Iterator[Secret]:
    """Cookies and authorizations that were sent or set."""
    for entry in entries:
        for side in (entry["snapshot"]["request"], entry["snapshot"]["response"]):
            for cookie in side.get("cookies", ()):
                if len(cookie.get("value", "")) >= _SHORTEST_COOKIE:
                    yield Secret(cookie["value"])
            for header in side.get("headers", ()):
                name, value = header["name"].casefold(), header["value"]
                if "authorization" in name or "session" in name or "token" in name or "csrf" in name:
                    secret = value.split(" ", 1)[-1]
                    if len(secret) >= _SHORTEST_COOKIE:
                        yield Secret(secret)


def _exchange(entry: dict[str, Any], kept: set[str], scrub: _Scrubber) -> dict[str, Any]:
    """A request and its answer: what was asked for and how it went, not what was said."""
    snapshot = entry["snapshot"]
    request, response = snapshot["request"], snapshot["response"]
    request["url"] = _address(request["url"])
    response["redirectURL"] = _address(response.get("redirectURL") or "")
    request["queryString"] = [
        {"name": pair["name"], "value": MASK} for pair in request.get("queryString", ())
    ]
    request.pop("postData", None)
    for side in (request, response):
        side["cookies"] = []
        for header in side["headers"]:
            if header["name"].casefold() not in _HEADERS:
                header["value"] = MASK
    content = response.get("content", {})
    if any(str(content.get("mimeType", "")).startswith(kind) for kind in _APPEARANCE):
        kept.add(str(content.get("_file") or f"resources/{content.get('_sha1')}"))
        content.pop("text", None)
    else:
        response["content"] = {"size": content.get("size", -1), "mimeType": content.get("mimeType", "")}
    for name in [name for name in snapshot if name.startswith("_webSocket")]:
        del snapshot[name]
    cleaned: dict[str, Any] = scrub({"type": "resource-snapshot", "snapshot": snapshot})
    return cleaned


def _address(url: str) -> str:
    """A URL without what may be personal in it: user, values of the query, fragment; `data:` without its content."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return f"{parts.scheme}:{MASK}" if parts.scheme in {"data", "blob", "javascript"} else url
    query = "&".join(f"{pair.partition('=')[0]}={MASK}" for pair in parts.query.split("&") if pair)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _event(event: dict[str, Any], kept: set[str], scrub: _Scrubber) -> dict[str, Any] | None:
    """An event as it may stay, or None."""
    kind = event.get("type")
    if kind not in _EVENTS:
        return None
    if kind == "frame-snapshot":
        snapshot = event["snapshot"]
        snapshot["html"] = _node(snapshot["html"])
        snapshot["frameUrl"] = _address(snapshot["frameUrl"])
        for override in snapshot.get("resourceOverrides", ()):
            override["url"] = _address(override["url"])
            for key in ("file", "sha1", "_file"):
                if isinstance(override.get(key), str):
                    kept.add(override[key] if "/" in override[key] else f"resources/{override[key]}")
    else:
        if kind == "event" and event.get("method") not in {"page", "pageClosed"}:
            return None
        parameters = event.get("params")
        if isinstance(parameters, dict):
            event["params"] = {
                name: _parameter(name, value) for name, value in parameters.items() if name != "arg"
            }
        if isinstance(event.get("options"), dict):  # others may hold credentials and certificates
            event["options"] = {name: each for name, each in event["options"].items() if name in _OPTIONS}
        if isinstance(event.get("error"), dict):  # the first line says what, the rest may quote anything
            inner = event["error"].get("error", event["error"])
            first = str(inner.get("message", "")).partition("\n")[0]
            event["error"] = {"name": inner.get("name", "Error"), "message": first}
    cleaned: dict[str, Any] = scrub({key: each for key, each in event.items() if key in _EVENT_KEYS})
    return cleaned


def _parameter(name: str, value: Any) -> Any:  # noqa: ANN401  whatever an action takes
    if name not in _PARAMETERS:
        return MASK if isinstance(value, str) else None
    return _address(value) if name == "url" and isinstance(value, str) else value


def _node(node: Any) -> Any:  # noqa: ANN401  ["TAG", {attributes}, children...], a text, or a reference to an older one
    """A piece of a page as snapshots have it, without what its fields hold."""
    if not isinstance(node, list) or not node or not isinstance(node[0], str):
        return node
    tag, attributes, children = node[0].upper(), node[1] if len(node) > 1 else {}, node[2:]
    if isinstance(attributes, dict):
        attributes = {name: _attribute(tag, attributes, name) for name in attributes}
    # The text of a TEXTAREA is its value, too.
    inside = [MASK if tag == "TEXTAREA" and isinstance(child, str) else _node(child) for child in children]
    return [node[0], attributes, *inside] if len(node) > 1 else node


def _attribute(tag: str, attributes: dict[str, Any], name: str) -> Any:  # noqa: ANN401  mostly texts
    value = attributes[name]
    if not isinstance(value, str):
        return value
    lower = name.casefold()
    if tag in {"INPUT", "TEXTAREA"} and lower in {"value", "__playwright_value_"}:
        return value if str(attributes.get("type", "")).casefold() in _BUTTONS else value and MASK
    if tag == "META" and lower == "content":
        named = str(attributes.get("name", "")).casefold()
        return (
            value if named in _PLAIN_META or "http-equiv" in {key.casefold() for key in attributes} else MASK
        )
    if lower in {"nonce", "srcdoc", "integrity"}:
        return MASK
    if lower in {"href", "src", "action", "formaction", "__playwright_current_src__"} and "?" in value:
        return _address(value) if "://" in value else value.partition("?")[0]
    return value
