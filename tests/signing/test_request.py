"""What is signed binds: nothing is taken for AP's request that is not exactly one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.errors import SignRequestUnexpectedError
from automation.signing.request import read_request
from tests.signing.conftest import CHALLENGE, NIP, REQUEST

OTHERS = {
    "another document": REQUEST.replace("AuthTokenRequest", "Invoice"),
    "another vocabulary": REQUEST.replace("token/2.0", "token/3.0"),
    "another taxpayer": REQUEST.replace(NIP, "5265877635"),
    "another kind of taxpayer": REQUEST.replace("Nip>", "InternalId>"),
    "two taxpayers": REQUEST.replace("<Nip>", "<Nip>5265877635</Nip><Nip>"),
    "more than a login": REQUEST.replace("</AuthTokenRequest>", "<Grant>all</Grant></AuthTokenRequest>"),
    "a part twice": REQUEST.replace("<Challenge>", "<Challenge>x</Challenge><Challenge>"),
    "text between the parts": REQUEST.replace("</Challenge>", "</Challenge>I also agree to everything"),
    "an instruction": REQUEST.replace("</Challenge>", "</Challenge><?pay all?>"),
    "an attribute": REQUEST.replace("<AuthTokenRequest ", '<AuthTokenRequest scope="all" '),
    "no challenge": REQUEST.replace(CHALLENGE, ""),
    "prose for a challenge": REQUEST.replace(CHALLENGE, "I agree to everything."),
    "another way to be known": REQUEST.replace("certificateSubject", "everybody"),
    "a document type": REQUEST.replace("<AuthTokenRequest ", "<!DOCTYPE AuthTokenRequest><AuthTokenRequest "),
    "an entity": REQUEST.replace(
        "<AuthTokenRequest ", f'<!DOCTYPE x [<!ENTITY c "{CHALLENGE}">]><AuthTokenRequest '
    ).replace(CHALLENGE, "&c;", 1),
    "a signed one": REQUEST.replace(
        "</AuthTokenRequest>",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></AuthTokenRequest>',
    ),
    "no XML": "PESEL 44051401359",
    "too much": REQUEST + " " * (1 << 16),
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_anything_but_a_login_request_for_the_taxpayer_is_refused(content: str) -> None:
    """So it is never signed: signers only take what was read."""
    with pytest.raises(SignRequestUnexpectedError):
        read_request(content.encode(), NIP)


@pytest.mark.parametrize(
    "content",
    [
        REQUEST,
        REQUEST.replace("\n", "").replace("  ", ""),
        "\ufeff" + REQUEST,
        REQUEST.replace(
            "<AuthTokenRequest ", '<AuthTokenRequest xmlns:xsi="http://www.w3.org/2001/XMLSchema" '
        ),
        REQUEST.replace("</Challenge>", "</Challenge><!-- 10 minutes -->"),
        REQUEST.replace("</AuthTokenRequest>", "<AuthorizationPolicy/></AuthTokenRequest>"),
    ],
    ids=["as in the contract", "on one line", "byte order mark", "unused prefix", "comment", "policy"],
)
def test_a_login_request_is_read_however_it_is_written(content: str) -> None:
    """What AP hands out is kept byte by byte."""
    request = read_request(content.encode(), NIP)
    assert (request.content, request.challenge, request.nip) == (content.encode(), CHALLENGE, NIP)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    """Nothing else can happen."""
    with pytest.raises(SignRequestUnexpectedError):
        read_request(content, NIP)
