"""What is known for a secret by its form alone: tokens, cookies, authorisations, personal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from automation.ksef_token import TOKEN_FORM

_SIGNS: Final = ("eyj", "cookie", "authorization", "bearer", "pesel")
_DIGITS: Final = re.compile(r"\d{8}(?:-[A-Za-z]{2}-|\d{3})")
_VALUE: Final = r"""(?:"(?P<quoted>[^"\n]+)"|'(?P<single>[^'\n]+)'|(?P<bare>[^\s"'][^\n]*))"""
_HEADER: Final = re.compile(
    rf"(?i)(?<![\w-])(?:set-cookie|cookie|(?:proxy-)?authorization)[\"']?[ \t]*[:=][ \t]*{_VALUE}"
)
_LISTED_HEADER: Final = re.compile(
    r"(?i)\"name\":\s*\"(?:set-cookie|cookie|(?:proxy-)?authorization)\"\s*,\s*\"value\":\s*\"(?P<quoted>[^\"\n]+)\""
)
"""As HAR files and protocol messages list them."""
_BEARER: Final = re.compile(r"(?i)(?<!\w)bearer\s+(?P<bare>(?=[\w.~+/-]*\d)[\w.~+/-]{16,}=*)")
_JWT: Final = re.compile(r"(?<![\w-])(?P<bare>eyJ[\w-]{10,}(?:\.[\w-]+){1,4})")
_TOKEN: Final = re.compile(rf"(?P<bare>{TOKEN_FORM.pattern})")
_NAMED_PESEL: Final = re.compile(r"(?i)pesel\w{0,10}[\"']?\s{0,3}[:=]?\s{0,3}[\"']?(?P<bare>\d{11})(?!\d)")
_CERTIFIED_PESEL: Final = re.compile(r"(?<!\w)PNOPL-(?P<bare>\d{11})(?!\d)")
"""As the subject of a Polish person's certificate has it (ETSI EN 319 412-1, natural person's semantics identifier)."""
_MAYBE_PESEL: Final = re.compile(r"(?<![\w+-])(?<!\d\.)(?P<bare>\d{11})(?![\w-])(?!\.\d)")
"""Eleven digits that are not a part of something longer: a telephone number, a UUID, a number with a point."""
_FORMS: Final = (_TOKEN, _JWT)
_FORMS_IN_LINES: Final = (_HEADER, _LISTED_HEADER, _BEARER, _NAMED_PESEL, _CERTIFIED_PESEL)
_UNFINISHED: Final = re.compile(
    r"(?i)(?:(?<!\w)\d{8}-[a-z]{2}-[0-9a-f|a-z-]*|(?<!\w)eyJ[\w.-]*"
    r"|(?:cookie|authorization)[\"']?[ \t]*[:=][^\n]*|bearer\s+\S*|(?<!\w)\d{4,11})\Z"
)


def may_hold_forms(text: str) -> bool:
    """Whether it is worth looking: no for nearly everything that is ever said."""
    lowered = text.lower()
    return any(sign in lowered for sign in _SIGNS) or _DIGITS.search(text) is not None


def form_spans(text: str, *, has_lines: bool) -> Iterator[tuple[int, int]]:
    """Where in a text something has the form of a secret: begin and end.

    Args:
        text: to look at.
        has_lines: whether a line's end means something; a header's value goes so far.
    """
    for form in (*_FORMS, *(_FORMS_IN_LINES if has_lines else ())):
        for match in form.finditer(text):
            yield match.span(match.lastgroup or 0)
    for match in _MAYBE_PESEL.finditer(text) if has_lines else ():
        if _is_pesel(match["bare"]):
            yield match.span()


def unfinished_form(text: str) -> int:
    """Where the end of a text may be the beginning of a secret by form; its length if nowhere."""
    match = _UNFINISHED.search(text)
    return match.start() if match else len(text)


def _is_pesel(digits: str) -> bool:
    from stdnum.pl import pesel  # noqa: PLC0415  0.06 s, seldom needed

    return bool(pesel.is_valid(digits))
