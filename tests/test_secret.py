"""A secret never shows itself."""

from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest
from pydantic import BaseModel, ConfigDict

from automation.secret import MASK, Secret

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
