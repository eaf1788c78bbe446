"""The second line: a secret that got into a text, however it is written, does not get out of it."""

from __future__ import annotations

import base64
import html
import json
import string
import textwrap
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakValueDictionary

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.redaction import redact, redacted
from automation.redaction_views import dense_of, letters_of
from automation.secret import MASK, Secret
from automation.text import LANGUAGES
from tests.secrets_of_tests import PESEL, TOKEN

PIECE = 8
"""Characters of a secret that must not survive in a row."""
PLAIN = [
    "  ✓ Krok 4, zadanie 2: zapis w bazie i odczyt z dysku 0,3 s",
    "Numer referencyjny: 20251101-EC-0123456789-ABCDEF0123-4F, NIP 1234563218",
    "nip-1234563218 internalId-1234563218-12345",
    "2026-11-22T23:31:56.123Z 20261122233156 1763854316123 1763854316 +48601234567 22 330 03 30",
    "/home/jan/recordings/2026-11-22T23-31-56Z-generate-demo-0a1b/run.json",
    '{"pid": 12345, "started": 1763854316, "uuid": "b1946ac9-2492-4d23-8412-47c8a3a1d5b1"}',
    "http://127.0.0.1:43210/web/?a=b&c=%20d 44051401358 12.44051401359 44051401359.5",
    "Authorization is needed. Cookies are kept. bearer of good news, eyJust a word",
    "&amp; &lt;b&gt; \\n \\u017c %C5%BC \x1b[31mred\x1b[0m &nosuch; %zz \\",
    "",
]


@pytest.fixture(scope="module", autouse=True)
def no_other_secrets() -> Iterator[None]:
    """What other tests of this process have left alive is not known here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("automation.secret._living", WeakValueDictionary())
        yield


def quoted_upper(text: str) -> str:
    """Percent-encoding of every character but letters and digits, in upper case."""
    return urllib.parse.quote(text, safe="", errors="surrogatepass")


def every_byte(text: str) -> str:
    """Percent-encoding of everything, in lower case."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


def numeric_entities(text: str) -> str:
    """HTML with every character as a number."""
    return "".join(f"&#{ord(char)};" for char in text)


ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "quote": quoted_upper,
    "quote_plus": urllib.parse.quote_plus,
    "every byte": every_byte,
    "json": json.dumps,
    "json, unicode": lambda text: json.dumps(text, ensure_ascii=False),
    "json, slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "json in an address": lambda text: urllib.parse.quote(json.dumps(text)),
    "html": html.escape,
    "html, numbers": numeric_entities,
    "repr": repr,
    "repr of bytes": lambda text: repr(text.encode()),
    "hex": lambda text: text.encode().hex(),
    "HEX": lambda text: text.encode().hex().upper(),
    **{
        f"{name} +{before}": lambda text, encode=encode, before=before: encode(  # type: ignore[misc]
            b"#" * before + text.encode() + b"##"
        ).decode()
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode))
        for before in range(3)
    },
    "base64 in an address": lambda text: urllib.parse.quote_plus(base64.b64encode(text.encode())),
}
WRAPPINGS: dict[str, Callable[[list[str]], str]] = {
    "not": "".join,
    "lines": "\n".join,
    "indented lines": "\r\n      ".join,
    "a repr": lambda parts: "('" + "'\n '".join(parts) + "')",
    "joined": lambda parts: '"' + '" + "'.join(parts) + '"',
    "joined lines": lambda parts: '"' + '" +\n    "'.join(parts) + '"',
    "lines in JSON": lambda parts: json.dumps("\n".join(parts)),
    "continued lines": "\\\n".join,
    "numbered": lambda parts: "\n".join(f"{at:4} | {part}" for at, part in enumerate(parts, 7)),
    "numbered, marked": lambda parts: "\n".join(f"❱ {at} │ '{part}'" for at, part in enumerate(parts, 98)),
    "a frame": lambda parts: "\n".join(f"│ {part} │" for part in parts),
    "coloured": "\x1b[0m\x1b[31m".join,
}
CHARACTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters=MASK)
PASSWORDS = st.one_of(
    st.text(string.ascii_letters + string.digits, min_size=6, max_size=60),
    st.text(string.printable.strip() + "ąćęłńóśźż ", min_size=6, max_size=60),
    st.text(CHARACTERS, min_size=6, max_size=40),
)
LONG_PASSWORDS = PASSWORDS.filter(lambda text: len(letters_of(text)) >= PIECE)


def pieces(text: str) -> set[str]:
    """Every piece of a text that must not survive."""
    return {text[at : at + PIECE] for at in range(len(text) - PIECE + 1)} or {text}


def survivors(secret: str, encoded: str, left: str) -> set[str]:
    """The pieces of a secret, as it was and as it was encoded, that are still to be read."""
    bare = letters_of(left.replace("\\n", "\n"))
    found = {piece for piece in pieces(secret) | pieces(encoded) if piece in left}
    return found | {piece for piece in pieces(letters_of(secret)) if len(piece) >= PIECE and piece in bare}


@settings(deadline=None)
@given(PASSWORDS, st.sampled_from(sorted(ENCODINGS)))
def test_no_piece_of_a_secret_survives_in_any_encoding(value: str, encoding: str) -> None:
    """In a sentence, and by itself."""
    secret = Secret(value)
    encoded = ENCODINGS[encoding](value)
    for before, after in (("", ""), ("hasło: ", " i dalej")):
        left = redact(before + encoded + after)
        assert MASK in left
        assert not survivors(value, encoded, left), left
    assert secret


@settings(deadline=None)
@given(
    LONG_PASSWORDS,
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(sorted(WRAPPINGS)),
    st.integers(3, 40),
)
def test_no_piece_survives_wrapping(value: str, encoding: str, wrapping: str, width: int) -> None:
    """As a console, a `repr`, a listing with line numbers or a joined text would split it."""
    secret = Secret(value)
    encoded = ENCODINGS[encoding](value)
    parts = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    left = redact(WRAPPINGS[wrapping](parts))
    assert not survivors(value, encoded, left), left
    assert secret


@settings(deadline=None)
@given(st.text(string.ascii_letters + string.digits, min_size=24, max_size=60))
def test_a_secret_that_is_cut_off_is_masked(value: str) -> None:
    """As a validation error shortens a value: its beginning, three dots, its end."""
    secret = Secret(value)
    bare = letters_of(value)
    left = redact(f"input_value='{bare[:12]}...{bare[-12:]}'")
    assert left.count(MASK) >= 1
    assert bare[:12] not in left
    assert bare[-12:] not in left
    assert secret


@settings(deadline=None)
@given(st.integers(0, 56), st.integers(8, 64))
def test_every_piece_of_a_tokens_secret_part_is_masked(start: int, length: int) -> None:
    """Eight characters of it are enough."""
    token = Secret(TOKEN)
    piece = TOKEN.rpartition("|")[2][start : start + length]
    assert redact(f"x {piece} y") == f"x {MASK} y"
    assert token


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=300), PASSWORDS)
def test_a_text_without_a_secret_stays_as_it_is(text: str, value: str) -> None:
    """To the last character, with secrets known."""
    secret = Secret(value)
    if not any(sign in letters_of(text) for sign in (letters_of(value)[:4] or value, "PESEL")) and not any(
        piece in dense_of(text) for piece in pieces(dense_of(value))
    ):
        assert redact(text) == text
    assert secret


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("known", [(), (TOKEN, "zażółć gęślą jaźń", "haslo-1")], ids=["none", "some"])
def test_what_looks_a_little_like_a_secret_is_left(text: str, known: tuple[str, ...]) -> None:
    """Reference numbers, NIP, time stamps, telephone numbers, paths, and words such as "cookie"."""
    secrets = [Secret(value) for value in known]
    assert redact(text) is text
    assert len(secrets) == len(known)


def test_every_text_of_the_program_is_left() -> None:
    """With no secret known, nothing that an operator reads looks like one."""
    for language in LANGUAGES:
        text = (Path(__file__).parent.parent / f"automation/text/{language}.ftl").read_text(encoding="utf-8")
        assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"skopiowano {TOKEN}.", f"skopiowano {MASK}."),
        (urllib.parse.quote(TOKEN), MASK),
        (json.dumps({"token": TOKEN}), f'{{"token": "{MASK}"}}'),
        ("Bearer abcdefgh12345678.x-y_z==", f"Bearer {MASK}"),
        ("x eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl y", f"x {MASK} y"),
        ("Cookie: SESSION=abc; other=1\nnext", f"Cookie: {MASK}\nnext"),
        ("<- set-cookie: SESSION=abc; Path=/", f"<- set-cookie: {MASK}"),
        ('{"Authorization": "Basic YTpi", "x": 1}', f'{{"Authorization": "{MASK}", "x": 1}}'),
        ("{'cookie': 'a=\"b\"', 'x': 1}", f"{{'cookie': '{MASK}', 'x': 1}}"),
        ('{"name": "Cookie", "value": "a=b"}', f'{{"name": "Cookie", "value": "{MASK}"}}'),
        (f"pesel={PESEL}&x=1", f"pesel={MASK}&x=1"),
        ('{"pesel": "12345678901"}', f'{{"pesel": "{MASK}"}}'),
        (f"Podpisał {PESEL}.", f"Podpisał {MASK}."),
        (f"serialNumber=PNOPL-{PESEL}, C=PL", f"serialNumber=PNOPL-{MASK}, C=PL"),
    ],
)
def test_what_has_a_secrets_form_is_masked_though_nobody_knows_it(text: str, left: str) -> None:
    """Tokens, cookies, authorisations, personal numbers."""
    assert redact(text) == left


def test_a_secret_too_short_to_look_for_is_not_looked_for() -> None:
    """Masking every `ala` would make rubbish of the output, and tell the password besides."""
    short = Secret("ala12")
    assert redact("ala12 ma kota") == "ala12 ma kota"
    assert short


def test_a_reference_number_is_no_secret() -> None:
    """AP's pages copy those as well; the result must still name the token."""
    number = TOKEN.partition("|")[0]
    copied = Secret(number)
    assert redact(f"Token {number}") == f"Token {number}"
    assert copied


def test_secrets_come_and_go() -> None:
    """One is looked for while it lives; with another one gone, the rest still are."""
    first, second = Secret("pierwsze-haslo"), Secret("drugie-haslo-x")
    assert redact("pierwsze-haslo drugie-haslo-x") == f"{MASK} {MASK}"
    del first
    assert redact("pierwsze-haslo drugie-haslo-x") == f"pierwsze-haslo {MASK}"
    assert second


@dataclass(slots=True)
class Thing:
    """Something with a text in it."""

    text: str
    count: int


def test_a_structure_is_redacted_text_by_text() -> None:
    """Keys and values, at any depth; numbers stay numbers; a `Secret` and a secret's field are masked."""
    secret = Secret("tajne-haslo-bazy")
    value = {
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "list": ["x tajne-haslo-bazy", 1, 2.5, True, None],
        "tajne-haslo-bazy": Path("/x/tajne-haslo-bazy/y"),
        "thing": Thing("tajne-haslo-bazy", 3),
        "secret": secret,
        "pesel": 12345678901,
        "token": "cokolwiek",
        "token_name": "iCargo",
        "bytes": b"\xfftajne-haslo-bazy",
    }
    assert redacted(value) == {
        "at": "2026-01-01 00:00:00+00:00",
        "list": [f"x {MASK}", 1, 2.5, True, None],
        MASK: f"/x/{MASK}/y",
        "thing": {"text": MASK, "count": 3},
        "secret": MASK,
        "pesel": MASK,
        "token": MASK,
        "token_name": "iCargo",
        "bytes": f"\ufffd{MASK}",
    }


@pytest.fixture
def _many_secrets() -> Iterator[None]:
    """A vault full of tokens."""
    tokens = [Secret(f"{TOKEN[:-8]}{number:08x}") for number in range(300)]
    redact("")
    yield
    assert tokens


def _seconds(text: str, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        redact(text)
    return (time.process_time() - started) / times


def test_it_costs_next_to_nothing_where_nothing_is_known() -> None:
    """Well under a millisecond for a line."""
    assert _seconds(PLAIN[0], 200) < 0.001


@pytest.mark.usefixtures("_many_secrets")
def test_many_secrets_cost_no_more_than_few() -> None:
    """The time depends on the text; a page of it takes a blink."""
    assert _seconds("\n".join(textwrap.wrap(PLAIN[0] * 60, 80)), 3) < 0.2
