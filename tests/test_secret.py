"""A secret never shows itself."""

from __future__ import annotations

import copy
import dataclasses
import io
import json
import logging
import pickle
import pprint
import reprlib
import string
import traceback
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from automation.secret import MASK, Secret, known_secrets, remember_secrets

TEXT = "zażółć|gęślą-jaźń"


@pytest.fixture
def secret() -> Secret:
    """A secret to give away."""
    return Secret(TEXT)


def test_only_reveal_shows_the_text(secret: Secret) -> None:
    """`str`, `repr`, formats and containers show the mask."""
    assert secret.reveal() == TEXT
    shown = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret:>30}",
        f"{secret!r}",
        repr([secret]),
    ]
    assert all(MASK in text and TEXT not in text for text in shown)


def test_a_traceback_does_not_show_the_text(secret: Secret) -> None:
    """Neither the error's arguments nor the printed locals do."""

    def fail(argument: Secret) -> None:
        raise ValueError(argument)

    with pytest.raises(ValueError, match=MASK) as caught:
        fail(secret)
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    printed = "".join(report.format())
    assert TEXT not in printed
    assert MASK in printed


def test_a_secret_is_not_serialised(secret: Secret) -> None:
    """Pickling, copying and JSON refuse it."""
    for serialise in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError) as caught:
            serialise(secret)
        assert TEXT not in str(caught.value)


def test_a_secret_has_no_attributes_to_look_into(secret: Secret) -> None:
    """There is no `__dict__` that a debugger or logger would print."""
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        vars(secret)


def test_secrets_compare_by_their_text(secret: Secret) -> None:
    """Equal texts are equal and hash alike; a plain string is never equal to a secret."""
    assert secret == Secret(TEXT)
    assert hash(secret) == hash(Secret(TEXT))
    assert secret != Secret(TEXT + " ")
    assert secret != TEXT
    assert len({secret, Secret(TEXT), Secret("inny")}) == 2


def test_an_empty_secret_is_false(secret: Secret) -> None:
    """So that one can ask whether there is any."""
    assert secret
    assert not Secret("")


def test_settings_hold_it_masked() -> None:
    """A pydantic model reads it from a string and writes the mask."""

    class Model(BaseModel):
        model_config = ConfigDict(arbitrary_types_allowed=True)
        password: Secret

    model = Model.model_validate({"password": TEXT})
    assert model.password.reveal() == TEXT
    assert json.loads(model.model_dump_json()) == {"password": MASK}
    assert TEXT not in repr(model)


@dataclasses.dataclass
class Held:
    """A data class with a secret in it."""

    secret: Secret
    number: int = 1


class Pair(NamedTuple):
    """A named tuple with one."""

    name: str
    secret: Secret


class Model(BaseModel):
    """A pydantic model with one, and a field that can be wrong."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    password: Secret
    number: int = 0


def printed_by_rich(secret: Secret) -> str:
    """What a rich console makes of it."""
    console = Console(file=io.StringIO(), width=60)
    console.print(secret, [secret], {"password": secret}, Held(secret))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _fail(held: object) -> None:
    raise LookupError(held)


def traceback_with_locals(secret: Secret) -> str:
    """A rich traceback, which shows the variables."""
    console = Console(file=io.StringIO(), width=100)
    try:
        _fail({"password": secret})
    except LookupError:
        console.print(Traceback(show_locals=True))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def validation_error(secret: Secret) -> str:
    """What pydantic says of a model with the secret in it and something else wrong."""
    with pytest.raises(ValidationError) as caught:
        Model.model_validate({"password": secret, "number": "x"})
    with pytest.raises(ValidationError) as beside:
        TypeAdapter(int).validate_python(secret)
    return f"{caught.value} {caught.value.errors()} {beside.value} {beside.value.errors()}"


def logged(secret: Secret) -> str:
    """A record as a handler prints it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.handle(logging.makeLogRecord({"msg": "%s %r %s", "args": (secret, secret, {"a": secret})}))
    return stream.getvalue()


WAYS: dict[str, Callable[[Secret], object]] = {
    "str": str,
    "repr": repr,
    "ascii": ascii,
    "f-string": lambda secret: f"{secret} {secret!s:>30} {secret!r} {secret:^20}",
    "percent": lambda secret: "%s %r %a" % (secret, secret, secret),  # noqa: UP031  the way under test
    "format": lambda secret: "{} {!r:>40} {x}".format(secret, secret, x=secret),  # noqa: UP032  the way under test
    "template": lambda secret: string.Template("$x").substitute(x=secret),
    "containers": lambda secret: repr([{"a": (secret, {secret})}]),
    "data class": lambda secret: dataclasses.replace(Held(secret), number=2),
    "named tuple": lambda secret: Pair("x", secret),
    "pprint": lambda secret: pprint.pformat([Held(secret)]),
    "reprlib": lambda secret: reprlib.repr([secret]),
    "json with a default": lambda secret: json.dumps([secret], default=str),
    "pydantic": lambda secret: f"{Model(password=secret)!r} {Model(password=secret).model_dump()}",
    "pydantic json": lambda secret: Model(password=secret).model_dump_json(),
    "pydantic error": validation_error,
    "rich": printed_by_rich,
    "rich pretty": lambda secret: pretty_repr({"a": [secret]}),
    "rich traceback": traceback_with_locals,
    "log record": logged,
    "exception": lambda secret: repr(ValueError(secret, [secret])),
}
REFUSED: dict[str, Callable[[Secret], object]] = {
    "json": json.dumps,
    "pickle": pickle.dumps,
    **{f"pickle {number}": lambda secret, n=number: pickle.dumps(secret, n) for number in range(6)},  # type: ignore[misc]
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "asdict": lambda secret: dataclasses.asdict(Held(secret)),
    "deep model copy": lambda secret: Model(password=secret).model_copy(deep=True),
    "state": lambda secret: secret.__getstate__(),
    "reduce": lambda secret: secret.__reduce__(),
    "vars": vars,
    "iteration": lambda secret: [*secret],  # type: ignore[misc]
    "join": lambda secret: "".join([secret]),  # type: ignore[list-item]
    "concatenation": lambda secret: "x" + secret,  # type: ignore[operator]
    "bytes": lambda secret: b"".join([secret]),  # type: ignore[list-item]
}
DISTINCT = st.text("ŻÓŁĆ§", min_size=6, max_size=30)
"""Texts of which no part is in anything that the ways say of themselves."""


@settings(deadline=None, max_examples=25)
@given(DISTINCT)
def test_no_way_of_showing_shows_it(value: str) -> None:
    """Whatever prints, formats, validates or logs it."""
    secret = Secret(value)
    for name, way in WAYS.items():
        shown = str(way(secret))
        assert not set(value) & set(shown), name
        assert MASK in shown or ascii(MASK)[1:-1] in shown or "\\u2022" in shown, name


@settings(deadline=None, max_examples=25)
@given(DISTINCT)
def test_what_would_take_it_apart_is_refused(value: str) -> None:
    """And the refusal does not quote it."""
    secret = Secret(value)
    for name, way in REFUSED.items():
        with pytest.raises(TypeError) as caught:
            way(secret)
        assert not set(value) & set(str(caught.value)), name


def test_it_has_no_subclasses() -> None:
    """A subclass might show what this one hides."""
    with pytest.raises(TypeError):
        type("Open", (Secret,), {})


def test_texts_that_are_no_unicode_are_compared_without_quoting_them() -> None:
    """What the environment gave in another encoding has surrogates; an error about them would carry the text."""
    assert Secret("a\udcff") == Secret("a\udcff")
    assert Secret("a\udcff") != Secret("a\udcfe")


@pytest.fixture
def _forgets_afterwards() -> Iterator[None]:
    yield
    remember_secrets(on=False)


def test_a_secret_is_known_while_it_lives() -> None:
    """Each of two equal ones by itself."""
    first, second = Secret(TEXT), Secret(TEXT)
    assert TEXT in known_secrets()
    del first
    assert TEXT in known_secrets()
    del second
    assert TEXT not in known_secrets()


@pytest.mark.usefixtures("_forgets_afterwards")
def test_remembered_secrets_outlive_their_object() -> None:
    """From then on: those that live at that moment, and all that come."""
    before = Secret("pierwszy")
    remember_secrets()
    after: Any = Secret("drugi")
    del before, after
    assert {"pierwszy", "drugi"} <= known_secrets()
    remember_secrets(on=False)
    assert not {"pierwszy", "drugi"} & known_secrets()


def test_what_everybody_may_know_is_not_looked_for() -> None:
    """The rehearsal's password stands in README."""
    known = Secret("wszyscy-wiedza", public=True)
    assert "wszyscy-wiedza" not in known_secrets()
    assert str(known) == MASK
