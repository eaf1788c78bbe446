"""`Lista tokenów`: where a token is revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from playwright.sync_api import ElementHandle, Error, Locator, Response

from automation.ap.app import Ap
from automation.ap.catalogue import control
from automation.environments import AP_TIME
from automation.errors import InterfaceError, ListUnexpectedError, RevocationFailedError, TokenNotListedError
from automation.text import say

_LISTED_WITHIN: Final = 10.0
"""Seconds that the list may take to bring a token."""

_PAGES: Final = 50
"""Pages of the list, of a hundred tokens each, after which even a very long list is taken for endless."""

# Read-only requests, made by AP's own page, with its session. A page of the list names the next one
# (`continuationToken`, public contract); it is asked for by a header of the next request.
_ASK_GATEWAY_JS: Final = """async (pages) => {
  const tokens = [];
  const headers = { accept: "application/json" };
  for (let page = 0; page < pages; page += 1) {
    const answer = await fetch("/webs/api/v2/tokens?pageSize=100", { headers });
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
class ListedToken:
    """One token as AP's gateway lists it."""

    reference_number: str
    name: str
    status: str
    created_at: datetime | None
    """When it was ordered, where the gateway says so."""

    @property
    def created_as_shown(self) -> str:
        """When it was ordered, as AP's table writes it (`01.07.2026 09:10:24`)."""
        if self.created_at is None:
            return "?"
        return self.created_at.astimezone(AP_TIME).strftime("%d.%m.%Y %H:%M:%S")


class TokenList:
    """The list. AP shows no reference numbers, so they are read from the answers its own page gets."""

    def __init__(self, ap: Ap) -> None:
        self._ap = ap
        self._answers: list[Response] = []
        self._answers_before_reload: int | None = None
        self.is_complete = False
        """Whether `all_listed` saw the list to its end: only then does absence from it mean anything."""
        ap.page.on("response", self._keep)

    def tokens(self) -> list[ListedToken]:
        """What the list's own requests have brought so far, newest answer last."""
        listed: dict[str, ListedToken] = {}
        for answer in self._answers:
            try:
                body: Any = answer.json()
            except Error:
                continue
            listed |= {token.reference_number: token for token in _listed_in(body)}
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
            found = self._ap.page.evaluate(_ASK_GATEWAY_JS, _PAGES)
        except Error:
            return []
        self.is_complete = bool(found["complete"])
        return _listed_in(found)

    def revoke(self, reference_number: str) -> None:
        """Revoke one token: tick its row, press `Unieważnij`, confirm. One that is revoked already is fine.

        Raises:
            TokenNotListedError: it is not on the list, or its row cannot be told from another.
            ListUnexpectedError: the list is not as expected.
            RevocationFailedError: AP did not do it.
            PolicyError: this is not the place, the environment or the context to revoke in.
        """
        if self._answers_before_reload is not None:  # the page loads its table anew after a revocation
            before = self._answers_before_reload
            self._ap.patience.until({"new": lambda: len(self._answers) > before}, seconds=_LISTED_WITHIN)
        try:
            token = self._listed(reference_number)
            box = self._checkbox_of(token)
        except TokenNotListedError:
            if self.status_of(reference_number) in _DEAD:
                return
            raise
        since = self._ap.gateway.now()
        try:
            self._ap.check_place()
            self._ap.hand.tick_found(box, token.name)
            self._ap.hand.press(control("revoke"))
            self._ap.expect({"dialog": self._ap.shows("revoke-confirm")}, since=since)
            self._answers_before_reload = len(self._answers)
            self._ap.hand.press(control("revoke-confirm"))
        except InterfaceError as error:
            reason = say(f"error-{error.code}.what", **error.details)
            raise ListUnexpectedError(reference=reference_number, reason=reason) from None
        self._wait_for_answer(reference_number, since)

    def _listed(self, reference_number: str) -> ListedToken:
        found: list[ListedToken] = []

        def listed() -> bool:
            found[:] = [token for token in self.tokens() if token.reference_number == reference_number]
            return bool(found)

        if self._ap.patience.until({"listed": listed}, seconds=_LISTED_WITHIN) is None:
            raise TokenNotListedError(reference=reference_number)
        return found[0]

    def _checkbox_of(self, token: ListedToken) -> ElementHandle:
        """The checkbox in the row of a token; among rows of one name, the one with its date or its position."""
        rows = []
        for row in self._ap.page.get_by_role("row").all():
            cells = {
                text.strip()
                for text in row.get_by_role("cell").or_(row.get_by_role("gridcell")).all_inner_texts()
            }
            if token.name in cells:
                rows.append((row, cells))
        if len(rows) > 1:
            shown = token.created_as_shown
            dated = [(row, cells) for row, cells in rows if shown in cells]
            twins = [
                each for each in self.tokens() if (each.name, each.created_as_shown) == (token.name, shown)
            ]
            rows = dated if len(dated) == len(twins) == 1 else self._row_by_position(rows, token)
        boxes = rows[0][0].get_by_role("checkbox").element_handles() if len(rows) == 1 else []
        if len(boxes) != 1 or token.name == _NEVER_TOUCH:
            raise TokenNotListedError(reference=token.reference_number)
        return boxes[0]

    def _row_by_position(
        self, rows: list[tuple[Locator, set[str]]], token: ListedToken
    ) -> list[tuple[Locator, set[str]]]:
        """Among rows of one name that dates do not tell apart (AP dates only active tokens, by the second):
        the table is the last answer, in its order.
        """
        try:
            answered = _listed_in(self._answers[-1].json())
        except Error:
            return []
        namesakes = [each for each in answered if each.name == token.name]
        fit = len(namesakes) == len(rows) and all(
            each.status != "Active" or each.created_as_shown in cells
            for each, (_, cells) in zip(namesakes, rows, strict=True)
        )
        numbers = [each.reference_number for each in namesakes]
        return (
            [rows[numbers.index(token.reference_number)]] if fit and token.reference_number in numbers else []
        )

    def _wait_for_answer(self, reference_number: str, since: float) -> None:
        def deletions() -> list[int]:
            return [
                exchange.status or 0
                for exchange in self._ap.gateway.since(since)
                if exchange.method == "DELETE" and reference_number in exchange.path and exchange.is_over
            ]

        answered = self._ap.patience.until({"answered": lambda: bool(deletions())}, seconds=self._ap.timeout)
        if answered is None or deletions()[-1] >= 400 or deletions()[-1] == 0:
            status = str(deletions()[-1]) if answered else "-"
            raise RevocationFailedError(reference=reference_number, reason=self._ap.alerts() or status)

    def _keep(self, response: Response) -> None:
        if (
            response.status == 200
            and response.request.method == "GET"
            and response.url.split("?")[0].rstrip("/").endswith("/tokens")
        ):
            self._answers.append(response)


def _listed_in(body: Any) -> list[ListedToken]:  # noqa: ANN401  an answer's JSON
    """The tokens in an answer to `GET /tokens` (public contract)."""
    entries = body.get("tokens", []) if isinstance(body, dict) else []
    return [
        ListedToken(
            str(entry.get("referenceNumber", "")),
            str(entry.get("description", "")),
            str(entry.get("status", "")),
            _moment(str(entry.get("dateCreated", ""))),
        )
        for entry in entries
        if isinstance(entry, dict)
    ]


def _moment(timestamp: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
