"""The API's contract, spoken to without a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from automation.replica.server import Replica

from .client import NIP, Client

Enter = Callable[..., tuple[Replica, Client]]
EVENT_ID = r"00-[0-9a-f]{32}-[0-9a-f]{16}-01"


def test_an_order_is_accepted_with_the_tokens_value(enter: Enter) -> None:
    """`POST /tokens` answers 202 with reference number and token, while the token is still pending."""
    replica, client = enter()
    answer = client.order()
    assert answer.status == 202
    assert set(answer.json) == {"referenceNumber", "token"}
    issued = replica.audit().issued[answer.json["referenceNumber"]]
    assert issued.value == answer.json["token"]
    assert (issued.status, issued.nip) == ("Pending", NIP)


def test_the_value_is_never_given_again(enter: Enter) -> None:
    """Neither the status nor the list holds the token's value."""
    _, client = enter()
    order = client.order().json
    secret = order["token"].rsplit("|", 1)[1]
    assert secret not in client.ask("GET", f"/tokens/{order['referenceNumber']}").text
    assert secret not in client.ask("GET", "/tokens").text


def test_the_nth_status_read_finds_the_outcome(enter: Enter) -> None:
    """With `refreshes_needed` 3, two reads find `Pending` and the third one `Active`."""
    replica, client = enter(refreshes_needed=3)
    reference = client.order().json["referenceNumber"]
    found = [client.ask("GET", f"/tokens/{reference}").json["status"] for _ in range(4)]
    assert found == ["Pending", "Pending", "Active", "Active"]
    assert [read.status for read in replica.audit().status_reads] == found


def test_no_read_finds_the_outcome_before_its_time(enter: Enter) -> None:
    """`ready_after` holds, however often the status is read."""
    _, client = enter(ready_after=0.3)
    reference = client.order().json["referenceNumber"]
    assert client.ask("GET", f"/tokens/{reference}").json["status"] == "Pending"
    time.sleep(0.35)
    assert client.ask("GET", f"/tokens/{reference}").json["status"] == "Active"


def test_a_token_may_fail(enter: Enter) -> None:
    """The status `Failed` comes with KSeF's details."""
    _, client = enter(outcome="Failed")
    reference = client.order().json["referenceNumber"]
    answer = client.ask("GET", f"/tokens/{reference}").json
    assert answer["status"] == "Failed"
    assert answer["statusDetails"] == ["Context identifier is not enforcement authority."]


def test_without_escrow_the_order_is_answered_without_the_value(enter: Enter) -> None:
    """The page gets the value once, with the status read that finds the token active."""
    replica, client = enter(escrow=False)
    order = client.order().json
    assert set(order) == {"referenceNumber"}
    answers = [client.ask("GET", f"/tokens/{order['referenceNumber']}").json for _ in range(2)]
    value = replica.audit().issued[order["referenceNumber"]].value
    assert [answer.get("issuedToken") for answer in answers] == [value, None]


def test_an_invalid_order_is_refused_with_21405(enter: Enter) -> None:
    """A name under 5 or over 256 characters, no permission, an unknown one: 400."""
    replica, client = enter()
    answers = [
        client.order("abcd"),
        client.order("x" * 257),
        client.order("iCargo faktury", "Everything"),
        client.ask("POST", "/tokens", {"description": "iCargo faktury", "permissions": []}),
        client.ask("POST", "/tokens", ["not", "an", "object"]),
    ]
    assert [(answer.status, answer.code) for answer in answers] == [(400, 21405)] * 5
    assert [client.order("abcde").status, client.order("x" * 256).status] == [202, 202]
    assert len(replica.audit().token_posts) == 7
    assert len(replica.audit().issued) == 2


def test_permissions_that_the_user_lacks_are_refused_with_26001(enter: Enter) -> None:
    """Nobody can give a token more than they have."""
    replica, client = enter()
    answer = client.order("iCargo faktury", "EnforcementOperations")
    assert (answer.status, answer.code) == (400, 26001)
    assert "Nie można nadać tokenowi uprawnień których nie posiadasz." in answer.text
    assert replica.audit().token_posts[0].code == 26001


def test_a_composite_context_gets_no_token(start: Callable[..., Replica]) -> None:
    """A token cannot be made in the context of a VAT-UE number: 26002."""
    client = Client(start().base_url)
    assert client.log_in(f"{NIP}-DE123456789", contextType="NipVatUe", identifier=NIP).status == 200
    answer = client.order()
    assert (answer.status, answer.code) == (400, 26002)


def test_an_internal_identifier_is_part_of_its_tokens(start: Callable[..., Replica]) -> None:
    """A token made for an internal identifier names it."""
    client = Client(start().base_url)
    client.log_in(f"{NIP}-00001", contextType="InternalId", identifier=NIP)
    assert f"|internalId-{NIP}-00001|" in client.order().json["token"]


def test_errors_have_the_gateways_form(start: Callable[..., Replica]) -> None:
    """Each error names an event, as AP's error screens do."""
    answer = Client(start().base_url).ask("GET", "/tokens")
    assert answer.status == 401
    assert answer.json["name"] == "AppHttpErrorResponse"
    assert re.fullmatch(EVENT_ID, answer.json["eventId"])


def test_without_tokeny_tokens_are_forbidden(enter: Enter) -> None:
    """Who does not see `Tokeny` cannot order a token past the menu."""
    _, client = enter(permissions=["InvoiceRead"])
    assert client.order().status == 403


def test_only_the_scenarios_nip_may_log_in(start: Callable[..., Replica]) -> None:
    """Another company's NIP, a seal of another company, and a wrong NIP are refused."""
    replica = start(nip=NIP)
    client = Client(replica.base_url)
    refused = [
        client.log_in("5265877635"),
        client.log_in(NIP, identifier="5265877635"),
        client.log_in("1234563219"),
    ]
    assert [answer.status for answer in refused] == [400, 400, 400]
    assert client.log_in(NIP).status == 200
    assert [login.nip for login in replica.audit().logins] == [NIP]


def test_the_sessions_cookie_is_out_of_scripts_reach(enter: Enter) -> None:
    """The cookie is HttpOnly and SameSite."""
    replica, client = enter()
    header = client.log_in().headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=strict" in header
    assert replica.base_url.startswith("http://127.0.0.1:")


def test_an_idle_session_expires(enter: Enter) -> None:
    """A request after too long a pause is answered with 401."""
    replica, client = enter(session_seconds=0.2)
    assert client.ask("GET", "/tokens").status == 200
    time.sleep(0.25)
    assert client.ask("GET", "/tokens").status == 401
    assert [event.kind for event in replica.audit().events][-1] == "session-expired"


def test_logging_out_ends_the_session(enter: Enter) -> None:
    """The cookie of a session that was left opens nothing."""
    _, client = enter()
    key = next(cookie.value for cookie in client.cookies)
    assert client.ask("DELETE", "/auth/sessions/current").status == 204
    assert client.ask("GET", "/tokens", Cookie=f"ap-session={key}").status == 401


def test_the_list_is_paged_by_continuation_token(enter: Enter) -> None:
    """Thirteen tokens are two pages, newest first."""
    _, client = enter()
    for number in range(10):
        client.order(f"Token numer {number}")
    first = client.ask("GET", "/tokens?pageSize=10").json
    second = client.ask("GET", "/tokens?pageSize=10", x_continuation_token=first["continuationToken"]).json
    assert [len(first["tokens"]), len(second["tokens"])] == [10, 3]
    assert first["tokens"][0]["description"] == "Token numer 9"
    assert "Aplikacja mobilna KSeF" in [token["description"] for token in second["tokens"]]
    assert "continuationToken" not in second
    assert client.ask("GET", "/tokens?pageSize=5").status == 400


def test_a_revoked_token_is_revoking_and_then_revoked(enter: Enter) -> None:
    """`DELETE` starts the revocation; the next status read finds it done."""
    replica, client = enter()
    reference = client.order().json["referenceNumber"]
    assert client.ask("DELETE", f"/tokens/{reference}").status == 204
    assert replica.audit().issued[reference].status == "Revoking"
    assert client.ask("GET", f"/tokens/{reference}").json["status"] == "Revoked"
    assert [event.reference for event in replica.audit().revocations] == [reference]


def test_another_companys_token_does_not_exist(enter: Enter) -> None:
    """A token is seen in its own context only."""
    _, client = enter()
    reference = client.order().json["referenceNumber"]
    client.log_in("5265877635")
    assert client.ask("GET", f"/tokens/{reference}").status == 404
    assert client.ask("DELETE", f"/tokens/{reference}").status == 404


def test_planned_errors_answer_the_nth_request(enter: Enter) -> None:
    """The second status read is answered with 429 and `Retry-After`, and does not count as a read."""
    plan = {"method": "GET", "path": "/tokens/*", "nth": 2, "status": 429, "retry_after": 7}
    replica, client = enter(refreshes_needed=2, errors=[plan])
    reference = client.order().json["referenceNumber"]
    answers = [client.ask("GET", f"/tokens/{reference}") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 429, 200]
    assert answers[1].headers["retry-after"] == "7"
    assert answers[2].json["status"] == "Active"
    assert [read.http_status for read in replica.audit().status_reads] == [200, 429, 200]


def test_an_error_may_hide_a_token(enter: Enter) -> None:
    """A processed order behind a 504 has issued a token, and the audit says so."""
    replica, client = enter(errors=[{"method": "POST", "path": "/tokens", "status": 504, "processed": True}])
    assert client.order().status == 504
    post = replica.audit().token_posts[0]
    assert (post.http_status, post.status) == (504, "Pending")
    assert post.reference in replica.audit().issued


def test_a_planned_401_ends_the_session(enter: Enter) -> None:
    """After it, nothing but logging in again helps."""
    _, client = enter(errors=[{"path": "/tokens", "status": 401}])
    assert [client.ask("GET", "/tokens").status for _ in range(2)] == [401, 401]


def test_planned_delays_hold_answers_back(enter: Enter) -> None:
    """An answer is late by what the scenario says; others are not."""
    _, client = enter(delays=[{"method": "GET", "path": "/tokens", "seconds": 0.3}])
    start = time.monotonic()
    client.order()
    ordered = time.monotonic()
    client.ask("GET", "/tokens")
    assert ordered - start < 0.3 <= time.monotonic() - ordered


def test_the_audit_is_served_too(enter: Enter) -> None:
    """`/__replica__/audit` says what the audit in Python says."""
    replica, client = enter()
    client.order()
    assert client.ask("GET", "/__replica__/audit").json == replica.audit().model_dump(mode="json")
