"""A trainer's own texts (`--texts DIR`): laid over the program's, or refused with the file, the line and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from automation.errors import WrongSettingError
from automation.text import has_text, language, say, use_language, use_texts


@pytest.fixture(autouse=True)
def _same_texts_afterwards() -> Iterator[None]:
    before = language()
    yield
    use_texts(None)
    use_language(before)


def _lay(folder: Path, text: str, code: str = "pl") -> None:
    (folder / f"{code}.ftl").write_text(text, encoding="utf-8")
    use_texts(folder)


def test_what_is_replaced_is_said_and_what_is_left_out_stays(tmp_path: Path) -> None:
    """A text, one of its attributes or a note alone: each takes its place, in its own language only."""
    why, english = say("step-krok-2-zadanie-1.why"), _in_english("step-krok-2-zadanie-1")
    _lay(
        tmp_path,
        "\ufeffstep-krok-2-zadanie-1 = Nasze\r\n    .do = Nasze też\r\nrule-reload =\r\n    .now = Nie\r\n",
    )
    assert say("step-krok-2-zadanie-1") == "Nasze"
    assert say("step-krok-2-zadanie-1.do") == "Nasze też"
    assert say("step-krok-2-zadanie-1.why") == why
    assert say("rule-reload.now") == "Nie"
    assert has_text("rule-reload.rule")
    assert _in_english("step-krok-2-zadanie-1") == english
    use_texts(None)
    assert say("step-krok-2-zadanie-1") != "Nasze"


def _in_english(text_id: str) -> str:
    use_language("en")
    text = say(text_id)
    use_language("pl")
    return text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# uwaga\n\nto nie jest tekst\n", 3, "nazwa = treść"),
        ("lesson-next = { $a }}\n", 1, "nazwa = treść"),
        (f"lesson-next = {'{' * 5000}", "?", "nazwa = treść"),
        ("error-unexpected = x\n", 1, "„error-unexpected” nie można zmienić"),
        ("-nothing = x\n", 1, "„-nothing” nie można zmienić"),
        ("step-krok-9 = x\n", 1, "nie ma kroku"),
        ("note-krok-9 = x\n", 1, "nie ma kroku"),
        ("note-skarbiec = x\n", 1, "nie ma karty"),
        ("note-krok-3-pola = x\n    .do = x\n", 2, "nie ma tekstu „note-krok-3-pola.do”"),
        ("step-krok-1-stan = x\n    .now = x\n", 2, "nie ma tekstu „step-krok-1-stan.now”"),
        ("step-skarbiec = x\n    .do = x\n", 2, "nie ma tekstu „step-skarbiec.do”"),
        ("rule-none = x\n", 1, "nie ma tekstu „rule-none”"),
        ("lesson-next = a\nlesson-next = b\n", 2, "po raz drugi"),
        ("lesson-next = { lesson-end }\n", 1, "„lesson-end”"),
        ("lesson-next = { -nothing }\n", 1, "„-nothing”"),
        ("step-krok-4-odswiez = { NUMBER($press) }\n", 1, "„NUMBER”"),
        ("step-krok-3-pola = { $name }\n    .why = { $nip }\n", 2, "nie ma wartości „nip”; ma: name"),
        ('lesson-next = { "" }\n', 1, "byłby pusty"),
        ("lesson-next = \x1b[2J\n", 1, "znak sterujący"),
        ('lesson-next = { "\\u202E" }\n', 1, "znak sterujący"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | str, words: str
) -> None:
    """The trainer is told what to mend and where, and the program's own texts stay in use."""
    with pytest.raises(WrongSettingError) as refused:
        _lay(tmp_path, text)
    assert refused.value.details["setting"] == "--texts"
    reason = str(refused.value.details["reason"])
    assert reason.startswith(f"{tmp_path / 'pl.ftl'}, wiersz {line}:")
    assert words in reason
    assert say("lesson-next") == "Dalej"


def test_a_folder_without_texts_is_refused_with_an_example_that_works(tmp_path: Path) -> None:
    """Whoever begins is told what to make; the example is one that is accepted."""
    for code in ("pl", "en"):
        use_language(code)
        with pytest.raises(WrongSettingError) as refused:
            use_texts(tmp_path / "none")
        example_line = str(refused.value.details["reason"]).rpartition(": ")[2]
        assert example_line.startswith("note-krok-3-pola = ")
        _lay(tmp_path, f"{example_line}\n", code)
        assert say("note-krok-3-pola") == example_line.partition(" = ")[2]


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 or far too large is no file of texts."""
    (tmp_path / "pl.ftl").write_bytes("# ok\nlesson-next = zażółć\n".encode("cp1250"))
    with pytest.raises(WrongSettingError) as refused:
        use_texts(tmp_path)
    assert "wiersz 2" in str(refused.value.details["reason"])
    (tmp_path / "pl.ftl").write_bytes(b"#" * 2_000_000)
    with pytest.raises(WrongSettingError) as refused:
        use_texts(tmp_path)
    assert "za duży" in str(refused.value.details["reason"])


_PIECES = ["step-krok-4-odswiez", "lesson-next", "note-krok-3-pola", " = ", "\n", "\r\n", "    ", ".do", "x"]
_PIECES += [
    "{",
    "}",
    " $press",
    "{ $name }",
    " ->",
    "*[other] ",
    "[one] ",
    '"',
    "\\u0007",
    "-",
    "#",
    "NUMBER(",
    ")",
]
_PIECES += ["1e9", "ż", "\x1b"]
_FILES = st.binary(max_size=200) | st.lists(st.sampled_from(_PIECES), max_size=30).map("".join).map(
    str.encode
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_FILES)
@example(b"\xef\xbb\xbf")
@example(b"step-krok-4-odswiez = { $press ->\n  [one] a\n *[other] { $press }\n }\n")
@example(b"step-krok-4-odswiez = { $press ->\n  [" + b"9" * 5000 + b"] a\n *[other] b\n }\n")
@example(b"lesson-next = { " + b"9" * 5000 + b" }\n")
def test_any_file_is_taken_or_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in it: the file is refused, or everything it replaces can be said."""
    (tmp_path / "pl.ftl").write_bytes(content)
    use_texts(None)
    reason = ""
    try:
        use_texts(tmp_path)
    except WrongSettingError as refused:
        reason = str(refused.details["reason"])
    assert not reason or str(tmp_path) in reason
    assert say("step-krok-4-odswiez", press=2)
    assert say("lesson-next")
    if has_text("note-krok-3-pola"):
        assert say("note-krok-3-pola", name="x")
