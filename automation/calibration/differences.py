"""How a screen differs from the recorded one, told by controls: renamed, moved, new, gone, another kind, required.

Texts, news, data and order do not count. The two screens' controls are paired in three rounds, from sure to likely:
same role and name; same name as something of the like kind; and of what is left, what stands in the same place
between the same neighbours or reads much alike. A control is "moved" when the heading, dialog or landmark that it
stands under is another one, both being there before and after: a renamed heading moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from typing import Final, Literal

from automation.ap.catalogue import Control
from automation.calibration.snapshots import CONTROLS, Node

Kind = Literal["renamed", "moved", "new", "gone", "retyped", "required"]

_FAMILIES: Final = (
    frozenset({"button", "link", "menuitem", "treeitem", "tab", "option"}),
    frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"}),
    frozenset({"textbox", "searchbox", "spinbutton"}),
    frozenset({"combobox", "listbox"}),
    frozenset({"heading"}),
)
"""Roles that one control may have in turn: what can be pressed, ticked, typed into, chosen from."""
_PLACE_KINDS: Final = {
    "main": "main",
    "banner": "header",
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "tree": "menu",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "contentinfo": "aside",
    "complementary": "aside",
}
"""What kind of place a landmark or group makes; what is "aside" (the footer, news) does not count."""
_ALIKE: Final = 0.6
"""How much of two names must agree for a rename where the neighbours do not tell."""
_SHORT: Final = 60
"""Characters of a name that are enough to know a place by."""
_ICON_WORD: Final = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


@dataclass(slots=True, eq=False)
class Item:
    """A control, a heading or a place, and where it stands."""

    node: Node
    under: Item | None
    """The heading above it, else the landmark or group it is in."""
    place_kind: str
    partner: Item | None = field(default=None, repr=False)

    @property
    def role(self) -> str:
        """Its role."""
        return self.node.role

    @property
    def name(self) -> str:
        """Its name as it is compared: without stars, icon words and capitals."""
        bare = _ICON_WORD.sub(" ", self.node.name.replace("*", " "))
        return " ".join(bare.casefold().split())

    @property
    def is_required(self) -> bool:
        """Whether it must be filled in."""
        return "required" in self.node.states

    @property
    def counts(self) -> bool:
        """Whether a difference in it is worth telling: controls, and the screen's own title."""
        if self.place_kind == "aside":
            return False
        return self.role in CONTROLS or self.role == "radiogroup" or "level=1" in self.node.states

    @property
    def place(self) -> str:
        """Where it stands: the nearest two of what is above it that have a name, else the kind of place."""
        names: list[str] = []
        above = self.under
        while above is not None and len(names) < 2:
            if above.node.name:
                name = above.node.name
                names.insert(0, f"„{name}”" if len(name) <= _SHORT else f"„{name[:_SHORT].rstrip()}…”")
            above = above.under
        return " › ".join(names) or self.place_kind


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as recorded."""

    kind: Kind
    screen: str
    role: str
    old: str | None
    """The name as recorded; None for what is new."""
    new: str | None
    """The name now; None for what is gone."""
    place: str
    """Where it stands now (where it stood, if it is gone)."""
    was: str | None = None
    """The former place of what was moved, the former role of what is another kind."""
    control: str | None = None
    """The catalogue's id, where this is a control that the assistant knows."""


def differences(
    old: Node, new: Node, screen: str, controls: Iterable[Control] = (), version: str | None = None
) -> list[Difference]:
    """What matters in which one screen differs from another.

    Args:
        old: as recorded.
        new: as it is.
        screen: its id.
        controls: the catalogue's, to tell which of them a difference is about.
        version: of AP, as recorded.
    """
    before, now = list(_items(old)), list(_items(new))
    _pair(before, now)
    has_menu = any(item.place_kind == "menu" for item in before)
    controls = tuple(controls)

    def known(item: Item) -> str | None:
        return next((each.id for each in controls if _is(item, each, version, has_menu=has_menu)), None)

    return [
        *(told for item in before if item.counts for told in _changes(item, screen, known(item))),
        *(_new(item, screen) for item in now if item.partner is None and item.counts),
    ]


def similarity(old: Node, new: Node) -> float:
    """How much of two screens is the same, from 0 to 1."""
    before, now = ([(item.role, item.name) for item in _items(node) if item.counts] for node in (old, new))
    return SequenceMatcher(None, before, now, autojunk=False).ratio()


def _is(item: Item, known: Control, version: str | None, *, has_menu: bool) -> bool:
    """Whether an item is, by role, name and place, this control of the catalogue."""
    if item.role not in known.roles:
        return False
    if (
        has_menu
        and known.scope in {"menu", "main"}
        and (known.scope == "menu") != (item.place_kind == "menu")
    ):
        return False
    return bool(known.pattern(version).match(item.node.name))


def _items(root: Node) -> Iterator[Item]:
    """Every landmark, group, heading and control, in the order of the page."""
    return _items_in(root, Item(root, None, _PLACE_KINDS["main"]), _PLACE_KINDS["main"])


def _items_in(container: Node, under: Item, place_kind: str) -> Iterator[Item]:
    headings: list[Item] = []  # those that hold for what comes next, the highest first
    for child in container.children:
        is_heading = child.role == "heading"
        while is_heading and headings and _level(headings[-1].node) >= _level(child):
            headings.pop()
        item = Item(child, headings[-1] if headings else under, place_kind)
        yield item
        yield from _items_in(child, item, _PLACE_KINDS.get(child.role, place_kind))
        if is_heading:
            headings.append(item)


def _level(node: Node) -> int:
    return next((int(state[6:]) for state in node.states if state.startswith("level=")), 2)


# --- telling --------------------------------------------------------------------------------------


def _changes(item: Item, screen: str, control: str | None) -> Iterator[Difference]:
    """What has become of a recorded item."""
    old, new = item, item.partner
    name = old.node.name
    if new is None:
        yield Difference("gone", screen, old.role, name, None, old.place, control=control)
        return
    at = partial(
        Difference,
        screen=screen,
        role=new.role,
        old=name,
        new=new.node.name,
        place=new.place,
        control=control,
    )
    if old.name != new.name:
        yield at("renamed")
    if old.role != new.role:
        yield at("retyped", was=old.role)
    if _has_moved(old, new):
        yield at("moved", was=old.place)
    if new.is_required and not old.is_required:
        yield at("required")


def _new(item: Item, screen: str) -> Difference:
    kind: Kind = "required" if item.is_required else "new"
    return Difference(kind, screen, item.role, None, item.node.name, item.place)


def _has_moved(old: Item, new: Item) -> bool:
    """Whether it stands elsewhere. What it stood under may have been renamed, added or taken away: that is no move."""
    if old.place_kind != new.place_kind:
        return True
    if old.under is None or new.under is None or old.under.partner is None or new.under.partner is None:
        return False
    return old.under.partner is not new.under


# --- pairing --------------------------------------------------------------------------------------


def _pair(before: list[Item], now: list[Item]) -> None:
    """Give each item that is still there its partner."""
    _pair_by(before, now, lambda item: (item.role, item.name, item.place_kind))
    _pair_by(before, now, lambda item: (item.role, item.name))
    _pair_by(before, now, lambda item: (_family(item), item.name))
    _pair_likely(before, now)


def _pair_by(before: list[Item], now: list[Item], key: Callable[[Item], object]) -> None:
    """Pair what has the same key; of several, first those that stand under the same thing, then in order."""
    groups: dict[object, list[Item]] = {}
    for item in now:
        if item.partner is None:
            groups.setdefault(key(item), []).append(item)
    for alike in (True, False):
        for item in before:
            others = groups.get(key(item), ()) if item.partner is None else ()
            free = (other for other in others if other.partner is None)
            other = next((other for other in free if not alike or _stand_alike(item, other)), None)
            if other is not None:
                item.partner, other.partner = other, item


def _stand_alike(old: Item, new: Item) -> bool:
    """Whether what they stand under reads the same (or is the page itself)."""
    if old.under is None or new.under is None:
        return old.under is new.under
    return (old.under.role, old.under.name) == (new.under.role, new.under.name)


def _pair_likely(before: list[Item], now: list[Item]) -> None:
    """Pair what is left by place and likeness of name, the likeliest first."""
    scored = []
    for at, old in enumerate(before):
        for there, new in enumerate(now):
            if old.partner is None and new.partner is None and _family(old) == _family(new):
                likeness = SequenceMatcher(None, old.name, new.name, autojunk=False).ratio()
                neighbours = sum(_same_neighbour(before, at, now, there, step) for step in (-1, 1))
                if likeness >= _ALIKE or neighbours == 2:
                    scored.append((likeness + neighbours, at, there))
    for _, at, there in sorted(scored, key=lambda score: (-score[0], abs(score[1] - score[2]), score[1])):
        old, new = before[at], now[there]
        if old.partner is None and new.partner is None:
            old.partner, new.partner = new, old


def _same_neighbour(before: list[Item], at: int, now: list[Item], there: int, step: int) -> bool:
    """Whether the nearest paired items on one side are each other's partners (or there are none)."""
    old, new = _nearest_paired(before, at, step), _nearest_paired(now, there, step)
    return (old.partner if old else None) is new


def _nearest_paired(items: list[Item], at: int, step: int) -> Item | None:
    side = items[at + 1 :] if step > 0 else items[:at][::-1]
    return next((item for item in side if item.partner is not None), None)


def _family(item: Item) -> object:
    return next((number for number, roles in enumerate(_FAMILIES) if item.role in roles), item.role)
