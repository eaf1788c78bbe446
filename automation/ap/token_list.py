"""`Lista tokenów`: where a token is revoked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Error, Locator, Response

from automation.ap.app import Ap
from automation.ap.catalogue import Control, control
from automation.ap.finder import is_page_change
from automation.ap.gateway import Exchange
from automation.ap.listed import Cells, ListedToken, Proof, listed_in, row_of
from automation.ap.revocation import Leaving, RevocationGate, others_in
from automation.errors import (
    InterfaceError,
    ListUnexpectedError,
    RevocationFailedError,
    TokenNotListedError,
    WrongTokenError,
)
from automation.text import say

__all__ = ["ListedToken", "TokenList"]

_LISTED_WITHIN: Final = 10.0
"""Seconds that the list may take to bring a token."""

_SETTLES: Final = 0.5
"""Seconds without a request or a change on the page after which the table is taken for drawn."""

_GOES_ON: Final = 1.0
"""Seconds that the page has to send the right request after a wrong one was kept from AP."""

_NEXT_PAGE: Final = Control(
    "token-list-next",
    ("button", "link"),
    "main",
    {
        "": (
            "Następna strona",
            "Następna",
            "Następne",
            "Przejdź do następnej strony",
            "Next page",
            "Go to next page",
        )
    },
    attributes=('[title="Następna strona"]', '[title="Next Page"]'),
)
"""The table's pager, if it has one. Assumed, from what libraries call it: no such long list was seen."""

_PAGES: Final = 50
"""Pages of the list, of almost a hundred tokens each, after which even a very long list is taken for endless."""

_OWN_QUERY: Final = "pageSize=97"
"""Tells our own requests from those of AP's page: a size as good as any (contract: 10 to 100) that no table has."""

# Read-only requests, made by AP's own page, with its session. A page of the list names the next one
# (`continuationToken`, public contract); it is asked for by a header of the next request.
_ASK_GATEWAY_JS: Final = """async ([pages, query]) => {
  const tokens = [];
  const headers = { accept: "application/json" };
  for (let page = 0; page < pages; page += 1) {
    const answer = await fetch(`/webs/api/v2/tokens?${query}`, { headers });
    if (!answer.ok) break;
    const body = await answer.json();
    tokens.push(...(body.tokens ?? []));
    if (!body.continuationToken) return { tokens, complete: true };
    headers["x-continuation-token"] = body.continuationToken;
  }
  return { tokens, complete: false };
}"""

# Only the status leaves the page, whatever else the answer holds.
_ASK_STATUS_JS: Final = """async (reference) => {
  const answer = await fetch(`/webs/api/v2/tokens/${encodeURIComponent(reference)}`,
                             { headers: { accept: "application/json" } });
  if (!answer.ok) return null;
  return String((await answer.json()).status ?? "") || null;
}"""

_DEAD: Final = ("Revoking", "Revoked", "Failed")
"""What the public contract calls a token that works no longer, or never did."""

_NEVER_TOUCH: Final = "Aplikacja mobilna KSeF"
"""The token that the Ministry's mobile application makes for itself."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is proven to be a token's."""

    box: ElementHandle
    name: str
    proof: Proof


class TokenList:
    """The list. AP shows no reference numbers, so they are read from the answers its own page gets."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self._answers: list[Response] = []
        self._listed: dict[Response, list[ListedToken]] = {}
        self._answers_before_reload = 0
        self.is_complete = False
        """Whether `all_listed` saw the list to its end: only then does absence from it mean anything."""
        ap.page.on("response", self._keep)

    def tokens(self) -> list[ListedToken]:
        """What the table's own requests have brought so far, newest answer last."""
        listed: dict[str, ListedToken] = {}
        for answer in list(self._answers):
            listed |= {token.reference_number: token for token in self._read(answer) or ()}
        return list(listed.values())

    def all_listed(self) -> list[ListedToken]:
        """What AP lists, once its answer has come.

        Raises:
            ApTooSlowError: it did not come.
        """
        self._ap.expect({"answered": lambda: bool(self._answers)}, since=self._ap.gateway.now())
        return list(
            {token.reference_number: token for token in [*self.tokens(), *self.from_gateway()]}.values()
        )

    def status_of(self, reference_number: str) -> str | None:
        """The status of one token, asked for by its number; None if AP does not tell."""
        try:
            status = self._ap.page.evaluate(_ASK_STATUS_JS, reference_number)
        except Error:
            return None
        return status if isinstance(status, str) else None

    def from_gateway(self) -> list[ListedToken]:
        """What AP's gateway lists without the page's filter: the page may leave out tokens still pending."""
        self.is_complete = False
        try:
            found = self._ap.page.evaluate(_ASK_GATEWAY_JS, [_PAGES, _OWN_QUERY])
        except Error:
            return []
        self.is_complete = bool(found["complete"])
        return listed_in(found)

    def revoke(self, reference_number: str) -> None:
        """Revoke one token: tick its row, press `Unieważnij`, confirm. One that is revoked already is fine.

        Raises:
            TokenNotListedError: it is not on the list, or its row cannot be told from another; nothing was ticked.
            ListUnexpectedError: the list is not as expected.
            WrongTokenError: AP's page was about to revoke another one.
            RevocationFailedError: AP did not do it.
            PolicyError: this is not the place, the environment or the context to revoke in.
        """
        before = self._answers_before_reload  # the page loads its table anew after a revocation
        self._ap.patience.until({"new": lambda: len(self._answers) > before}, seconds=_LISTED_WITHIN)
        if self._is_dead(reference_number):
            return
        try:
            leaving = RevocationGate.of(self._ap.page).watch_for(reference_number)
            row = self._row_of(leaving)
            since = self._ap.gateway.now()
            self._ap.check_place()
            answers = len(self._answers)
            self._ap.hand.tick_found(row.box, row.name)
            self._ap.hand.press(control("revoke"))
            sent = {"sent": lambda: bool(leaving.refused or self._revocations(leaving, since))}
            if self._ap.expect({"dialog": self._ap.shows("revoke-confirm"), **sent}, since=since) == "dialog":
                self._ap.hand.press(control("revoke-confirm"))
        except TokenNotListedError:
            if self._is_dead(reference_number, listed=True):
                return
            raise
        except ListUnexpectedError:
            raise
        except InterfaceError as error:
            reason = say(f"error-{error.code}.what", **error.details)
            raise ListUnexpectedError(reference=reference_number, reason=reason) from None
        self._wait_for_answer(leaving, since)
        self._answers_before_reload = answers

    def _is_dead(self, reference_number: str, *, listed: bool = False) -> bool:
        """Whether a token that the table does not have works no longer; or any token, `listed` or not."""
        has_it = any(token.reference_number == reference_number for token in self.tokens())
        return (listed or not has_it) and self.status_of(reference_number) in _DEAD

    def _row_of(self, leaving: Leaving) -> _Row:
        """The token's row, on whatever page of the table; by its place only where what leaves is looked at."""
        reference_number = leaving.reference_number
        found: list[_Row] = []

        def shown() -> bool:
            found[:] = self._proven(reference_number)
            return bool(found)

        for _ in range(_PAGES):
            ways = {"shown": shown, "elsewhere": self._has_another_page}
            came = self._ap.patience.until(ways, seconds=_LISTED_WITHIN)
            if came == "shown" and found[0].proof is Proof.PLACE and not leaving.is_held:
                reason = say("reason-revocation-not-held")
                raise ListUnexpectedError(reference=reference_number, reason=reason)
            if came == "shown" and found[0].name != _NEVER_TOUCH:
                return found[0]
            if came != "elsewhere":
                break
            before = [cells for _, cells in self._rows()]
            self._ap.hand.press(_NEXT_PAGE)
            turned = {"turned": partial(self._differ_from, before)}
            if self._ap.patience.until(turned, seconds=_LISTED_WITHIN) is None:
                break
        raise TokenNotListedError(reference=reference_number)

    def _differ_from(self, before: list[Cells]) -> bool:
        return [cells for _, cells in self._rows()] != before

    def _proven(self, reference_number: str) -> list[_Row]:
        """The row that is proven to be a token's, if it is there."""
        known = self.tokens()
        token = next((each for each in known if each.reference_number == reference_number), None)
        if token is None:
            return []
        rows = self._rows()
        answered = self._read(self._answers[-1]) or []
        which = row_of(token, [cells for _, cells in rows], answered=answered, known=known)
        if which is None or (which[1] is Proof.PLACE and not self._is_settled()):
            return []
        boxes = rows[which[0]][0].get_by_role("checkbox").element_handles()
        return [_Row(boxes[0], token.name, which[1])] if len(boxes) == 1 else []

    def _rows(self) -> list[tuple[Locator, Cells]]:
        """The rows of the table on this page, and what their cells say."""
        rows: list[tuple[Locator, Cells]] = []
        try:
            for row in self._ap.page.get_by_role("row").all():
                cells = row.get_by_role("cell").or_(row.get_by_role("gridcell")).all_inner_texts()
                rows.append((row, [text.strip() for text in cells]))
        except Error as error:
            if not is_page_change(error):
                raise
            return []
        return rows

    def _is_settled(self) -> bool:
        """Whether nothing is under way: neither a request nor a change of the page."""
        still = time.monotonic() - self._ap.patience.last_change()
        return still >= _SETTLES and self._ap.gateway.is_quiet(_SETTLES)

    def _has_another_page(self) -> bool:
        """Whether the table is drawn, and has more pages."""
        if not self._answers or not self._is_settled():
            return False
        try:
            self._ap.finder.find(_NEXT_PAGE, timeout=0)
        except InterfaceError:
            return False
        return True

    def _revocations(self, leaving: Leaving, since: float) -> list[Exchange]:
        """The requests that revoke the token."""
        return [each for each in self._ap.gateway.since(since) if leaving.revokes(each.method, each.path)]

    def _wait_for_answer(self, leaving: Leaving, since: float) -> None:
        def answers() -> list[Exchange]:
            return [each for each in self._revocations(leaving, since) if each.is_over]

        answered = {"answered": lambda: bool(answers())}
        ways = answered | {"refused": lambda: bool(leaving.refused)}
        if self._ap.patience.until(ways, seconds=self._ap.timeout) == "refused":
            self._ap.patience.until(answered, seconds=_GOES_ON)
        last = answers()[-1] if answers() else None
        if last is not None and last.status is not None and not last.failed:
            return
        reference = leaving.reference_number
        if leaving.refused and not self._revocations(leaving, since):
            others = others_in(leaving.refused, reference)
            raise WrongTokenError(
                reference=reference, other=others, sent="unnamed" if others == "?" else "no"
            )
        strangers = [
            each.path
            for each in self._ap.gateway.since(since)
            if leaving.may_revoke_another(each.method, each.path)
        ]
        if strangers:
            raise WrongTokenError(reference=reference, other=others_in(strangers, reference), sent="yes")
        status = "-" if last is None else str(last.status or 0)
        raise RevocationFailedError(reference=reference, reason=self._ap.alerts() or status)

    def _read(self, answer: Response) -> list[ListedToken] | None:
        """The tokens in an answer; None if it cannot be read (yet)."""
        if answer not in self._listed:
            try:
                self._listed[answer] = listed_in(answer.json())
            except Error:
                return None
        return self._listed[answer]

    def _keep(self, response: Response) -> None:
        address = urlsplit(response.url)
        if (
            response.status == 200
            and response.request.method == "GET"
            and address.path.rstrip("/").endswith("/tokens")
            and address.query != _OWN_QUERY
        ):
            self._answers.append(response)
