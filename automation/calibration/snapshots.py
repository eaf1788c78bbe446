"""A screen of AP as a screen reader tells it: taken, freed of what is personal, written, read again.

The form is that of Playwright's aria snapshots (YAML, one line a node), cut down to what can be compared between two
days and two people: landmarks, headings and controls with their names. Plain texts, what is in fields, rows of data
and addresses of links are left out, so a recording holds no name, no number and no token of anybody. One thing is
added: `[required]`, which aria snapshots do not tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from playwright.sync_api import Page

from automation.text import say

LANDMARKS: Final = frozenset(
    {"banner", "navigation", "main", "complementary", "contentinfo", "region", "search", "form"}
)
GROUPS: Final = frozenset(
    {
        "dialog",
        "alertdialog",
        "group",
        "radiogroup",
        "toolbar",
        "menu",
        "menubar",
        "tree",
        "tablist",
        "tabpanel",
    }
)
CONTROLS: Final = frozenset(
    {"button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "treeitem", "tab", "option"}
    | {"checkbox", "radio", "switch"}
    | {"textbox", "searchbox", "spinbutton", "slider", "combobox", "listbox"}
)
_NAMED: Final = CONTROLS | {"heading", "columnheader"}
_DATA: Final = frozenset({"row", "article", "feed", "log", "marquee", "timer", "status", "alert"})
"""What holds other people's data or the day's news; a row with column headers is the table's own."""
_LIST_SCREEN: Final = "token-list"
_STATES: Final = ("required", "disabled", "checked", "expanded", "level")

_NUMBERS: Final = re.compile(
    r"\b\d{8}-[A-Z]{2}-[\w-]+|\d(?:[\s./:-]?\d){4,}|\b[0-9a-fA-F]{16,}\b|\S*\|\S*|\S+@\S+"
)
"""NIP, PESEL, dates, times, reference numbers, tokens, digests, mail addresses."""
MASK: Final = "…"
_ENVIRONMENT: Final = re.compile(r"\s*\bŚrodowisko\s+(?:Testowe|Demonstracyjne|Produkcyjne)\b")
"""The environments are recorded alike."""
_AP: Final = re.compile(r"Aplikacja\s+Podatnika|Krajowy\s+System", re.IGNORECASE)
_HEADER_WORDS: Final = re.compile(
    r"(?:\w+\s+)?(?:menu|wyloguj(?: się)?|zaloguj(?: się)?|powrót|pomoc|język)\s*", re.IGNORECASE
)
"""What may stand on a control of the header besides AP's name; everything else there may be somebody's name."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a screen: a landmark, a heading, a control, or the whole of it (role `document`)."""

    role: str
    name: str = ""
    states: tuple[str, ...] = ()
    """Such as `required`, `disabled`, `checked`, `expanded`, `level=1`."""
    children: tuple[Node, ...] = field(default=(), repr=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


# --- taking ---------------------------------------------------------------------------------------


def take(page: Page, screen: str) -> Node:
    """What a page shows now, ready to be compared or recorded.

    Args:
        page: it.
        screen: the screen's id; the token list is freed of its rows whatever they are made of.

    Raises:
        playwright.sync_api.Error: the page is gone, or going elsewhere.
    """
    return curated(seen(page), screen)


def seen(page: Page, *, timeout: float = 0) -> Node:
    """The same before anything is left out of it, each node with a state `box=x,y,width,height` (in the window).

    Args:
        page: it.
        timeout: milliseconds that the page may take to answer; 0 for as long as it takes.

    Raises:
        playwright.sync_api.Error: the page is gone, going elsewhere, or does not answer.
    """
    snapshot = _without_panel(parse(page.aria_snapshot(boxes=True, timeout=timeout or None)))
    boxes = {f"box={box}" for box in page.evaluate(_REQUIRED_JS)}
    required = {(node.role, node.name) for node in snapshot.walk() if boxes.intersection(node.states)}
    return marked_required(snapshot, required)


def _without_panel(node: Node) -> Node:
    """The tree without the panel of a training, which stands in AP's own dialog while that is open."""
    kept = (each for each in node.children if each.role != "region" or each.name != say("panel-region"))
    return replace(node, children=tuple(map(_without_panel, kept)))


_REQUIRED_JS: Final = """() => {
  const boxes = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (!element.matches("[required], [aria-required=true]")) continue;
      const { x, y, width, height } = element.getBoundingClientRect();
      boxes.push([x, y, width, height].map(Math.round).join(","));
    }
  };
  walk(document);
  return boxes;
}"""
"""Where the fields are that the page itself calls required; Playwright tells the places of its nodes alike."""


def marked_required(node: Node, required: set[tuple[str, str]]) -> Node:
    """The same tree, `required` said of the fields with these roles and names, and where a name ends in a star."""
    is_field = node.role in CONTROLS or node.role in GROUPS
    is_required = is_field and ((node.role, node.name) in required or "*" in node.name)
    states = (*node.states, "required") if is_required and "required" not in node.states else node.states
    return replace(
        node, states=states, children=tuple(marked_required(child, required) for child in node.children)
    )


# --- what is left of it ---------------------------------------------------------------------------


def curated(node: Node, screen: str) -> Node:
    """The tree without what is personal, changes by the day, or cannot be compared."""
    return Node("document", children=tuple(_kept(node.children, screen, ())))


def _kept(nodes: tuple[Node, ...], screen: str, above: tuple[str, ...]) -> Iterator[Node]:
    for node in nodes:
        if node.role in _DATA and not any(below.role == "columnheader" for below in node.walk()):
            continue
        if screen == _LIST_SCREEN and node.role in {"listitem", "list"} and "main" in above:
            continue
        below = tuple(_kept(node.children, screen, (*above, node.role)))
        if node.role in LANDMARKS or node.role in GROUPS:
            yield Node(node.role, _masked(node.name), _states(node), below)
        elif node.role in _NAMED:
            yield Node(node.role, _control_name(node, above), _states(node), below)
        else:
            yield from below


def _states(node: Node) -> tuple[str, ...]:
    return tuple(state for state in node.states if state.split("=")[0] in _STATES)


def _control_name(node: Node, above: tuple[str, ...]) -> str:
    if "banner" in above and node.role != "heading" and node.name and not is_own_word(node.name):
        return MASK
    return _masked(node.name)


def is_own_word(name: str) -> bool:
    """Whether the name of a control of the header is AP's own; any other may be somebody's."""
    return bool(_AP.search(name) or _HEADER_WORDS.fullmatch(name))


def _masked(name: str) -> str:
    return _NUMBERS.sub(MASK, _ENVIRONMENT.sub("", " ".join(name.split())))


# --- writing and reading --------------------------------------------------------------------------


def written(node: Node) -> str:
    """The tree as YAML, in the shape of Playwright's aria snapshots."""
    return "".join(f"{line}\n" for child in node.children for line in _lines(child, 0))


def _lines(node: Node, depth: int) -> Iterator[str]:
    key = node.role + (f" {json.dumps(node.name, ensure_ascii=False)}" if node.name else "")
    key += "".join(f" [{state}]" for state in node.states)
    if ": " in key or " #" in key or key.endswith(":"):
        key = "'" + key.replace("'", "''") + "'"
    yield f"{'  ' * depth}- {key}{':' if node.children else ''}"
    for child in node.children:
        yield from _lines(child, depth + 1)


class SnapshotError(ValueError):
    """A text is no aria snapshot. The message has the line."""


_LINE: Final = re.compile(
    r"""(?P<indent>\ *)-\ (?P<quote>'?)(?P<role>[\w/-]+)
        (?:\ (?P<name>"(?:[^"\\]|\\.)*"|/(?:[^/\\]|\\.)*/))?
        (?P<states>(?:\ \[[^\]]+\])*)
        (?P=quote)(?::(?:\ (?P<text>.*))?)?""",
    re.VERBOSE,
)


def parse(text: str) -> Node:
    """Read an aria snapshot, Playwright's own or a recorded one. Texts in it are passed over.

    Raises:
        SnapshotError: a line that no snapshot has.
    """
    stack: list[tuple[int, Node, list[Node]]] = [(-1, Node("document"), [])]

    def close(down_to: int) -> None:
        while len(stack) > 1 and stack[-1][0] >= down_to:
            _, node, children = stack.pop()
            stack[-1][2].append(replace(node, children=tuple(children)))

    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(_unquoted(line))
        if found is None:
            raise SnapshotError(line.strip()[:80])
        depth = len(found["indent"])
        close(depth)
        name = _name(found["name"])
        if found["role"] == "combobox" and found["text"]:
            name = name.removesuffix(
                found["text"].strip('"')
            ).rstrip()  # what is chosen is often part of the name
        stack.append((depth, Node(found["role"], name, _attributes(found["states"])), []))
    close(0)
    return replace(stack[0][1], children=tuple(stack[0][2]))


def _unquoted(line: str) -> str:
    """A line without the quotes that YAML needs around a key with a colon in it."""
    found = re.fullmatch(r"( *- )'((?:[^']|'')*)'(:.*)?", line)
    if found is None:
        return line
    return found[1] + found[2].replace("''", "'") + (found[3] or "")


def _name(quoted: str | None) -> str:
    if quoted is None:
        return ""
    return str(json.loads(quoted)) if quoted.startswith('"') else quoted


def _attributes(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\[([^\]]+)\]", text or ""))
