"""The catalogues `pl.ftl` and `en.ftl`: complete, alike, and in step with the code that speaks through them."""

from __future__ import annotations

import ast
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from pydantic_core import PydanticKnownError
from pydantic_core.core_schema import ErrorType

from automation.cases import ready_cases
from automation.errors import AssistantError
from automation.text import LANGUAGES, MissingTextError, has_text, language, say, use_language, use_texts
from automation.text.overlay import GUIDE
from automation.training.exercises import exercises

ROOT: Final = Path(__file__).parents[2]
PARTS: Final = ("what", "token", "now")
PLURAL_FORMS: Final = {"pl": {"one", "few", "many", "other"}, "en": {"one", "other"}}
HOSTS: Final = {
    *("ap.ksef.mf.gov.pl", "ap-demo.ksef.mf.gov.pl", "ap-test.ksef.mf.gov.pl"),
    *("login.gov.pl", "keepassxc.org", "127.0.0.1"),
}
"""All that the texts may lead to: AP, the national login, KeePassXC, this computer."""

Values = dict[str, set[str]]


@pytest.fixture(autouse=True)
def _same_language_afterwards() -> Iterator[None]:
    before = language()
    yield
    use_language(before)


# --- the catalogues -------------------------------------------------------------------------------


class _Inside(Visitor):
    """Notes the values, the numbers among them, and the selectors of a pattern."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.numbers: set[str] = set()
        self.selectors: list[set[str]] = []
        self.quoted: set[str] = set()

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802  Fluent's names
        self.quoted.add(f"{node.id.name}.{node.attribute.name}" if node.attribute else node.id.name)

    def visit_TermReference(self, node: ftl.TermReference) -> None:  # noqa: N802  Fluent's names
        self.quoted.add(f"-{node.id.name}")

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802  Fluent's names
        self.values.add(node.id.name)

    def visit_FunctionReference(self, node: ftl.FunctionReference) -> None:  # noqa: N802
        given = node.arguments.positional
        self.numbers |= {value.id.name for value in given if isinstance(value, ftl.VariableReference)}
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        keys = (variant.key for variant in node.variants)
        self.selectors.append({key.name if isinstance(key, ftl.Identifier) else key.value for key in keys})
        self.generic_visit(node)


def _source(code: str) -> str:
    return resources.files("automation.text").joinpath(f"{code}.ftl").read_text(encoding="utf-8")


@cache
def _entries(code: str) -> list[Any]:
    return FluentParser().parse(_source(code)).body


@cache
def _patterns(code: str) -> dict[str, _Inside]:
    """What is inside every text (`id`, `id.attribute`, `-term`)."""
    found: dict[str, _Inside] = {}
    for entry in _entries(code):
        if not isinstance(entry, ftl.Message | ftl.Term):
            continue
        name = f"-{entry.id.name}" if isinstance(entry, ftl.Term) else entry.id.name
        parts = {name: entry.value} | {f"{name}.{part.id.name}": part.value for part in entry.attributes}
        for part, pattern in parts.items():
            if pattern is not None:
                found[part] = _Inside()
                found[part].visit(pattern)
    for _ in range(3):  # a text that quotes another needs what that one needs
        for inside in found.values():
            for quoted in inside.quoted:
                inside.values |= found[quoted].values
                inside.numbers |= found[quoted].numbers
    return found


@cache
def _values(code: str) -> Values:
    """Every text with the values that it needs."""
    return {name: inside.values for name, inside in _patterns(code).items()}


@cache
def _messages() -> Values:
    """The texts that `say` can give, in the first language."""
    return {name: values for name, values in _values(LANGUAGES[0]).items() if not name.startswith("-")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_catalogue_has_no_broken_and_no_repeated_text(code: str) -> None:
    """Fluent passes over what it cannot parse and takes the last of two texts: neither may happen."""
    assert [entry.content for entry in _entries(code) if isinstance(entry, ftl.Junk)] == []
    names = Counter(entry.id.name for entry in _entries(code) if isinstance(entry, ftl.Message | ftl.Term))
    assert [name for name, count in names.items() if count > 1] == []


def test_all_languages_have_the_same_texts_with_the_same_values() -> None:
    """What can be said in one language can be said in the other, from the same values."""
    first, *others = (_values(code) for code in LANGUAGES)
    for other in others:
        assert first.keys() ^ other.keys() == set()
        assert {name: other[name] for name in other if other[name] != first[name]} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_plural_has_every_form_of_its_language(code: str) -> None:
    """Polish counts in one, few and many, English in one and other; a form that is missing reads wrong."""
    selectors = itertools.chain.from_iterable(inside.selectors for inside in _patterns(code).values())
    plurals = [forms for forms in selectors if forms & PLURAL_FORMS["pl"] - {"other"}]
    assert plurals
    assert [forms for forms in plurals if forms != PLURAL_FORMS[code]] == []


@pytest.mark.parametrize(("code", "foreign"), [("pl", "“"), ("en", "„")])
def test_quotation_marks_are_those_of_the_language(code: str, foreign: str) -> None:
    """Polish opens a quotation low, English high."""
    assert [line for line in _source(code).splitlines() if foreign in line] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_lead_to_nobody_but_ap_keepassxc_and_this_computer(code: str) -> None:
    """No text names a package registry or any other host."""
    text = "\n".join(line for line in _source(code).splitlines() if not line.startswith("#"))
    hosts = set(re.findall(r"https?://(\w[\w.-]*)", text))
    hosts |= set(re.findall(r"\b(?:[\w-]+\.)+(?:com|dev|eu|io|net|org|pl)\b", text))
    assert hosts <= HOSTS


# --- saying a text --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("value", [1, 3, 5, 22, 8080, "?"], ids=str)
def test_every_text_can_be_said(code: str, value: int | str) -> None:
    """Whether a value is known or not, every text comes out whole, without Fluent's braces."""
    use_language(code)
    for name, inside in _patterns(code).items():
        if name.startswith("-"):
            continue
        numbers = dict.fromkeys(inside.numbers, 8080)  # what Fluent is told to format is never unknown
        text = say(name, **(dict.fromkeys(inside.values, value) | numbers))
        assert text.strip()
        assert not set("{}") & set(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_text_that_quotes_another_can_be_said_before_it(code: str) -> None:
    """Texts are parsed when they are said; what one quotes comes along."""
    use_language(code)
    quoting = {name: inside for name, inside in _patterns(code).items() if inside.quoted}
    assert quoting
    for name, inside in quoting.items():
        use_texts(None)  # nothing is parsed yet
        assert "{" not in say(name, **(dict.fromkeys(inside.values, 1)))


@pytest.mark.parametrize(
    ("code", "presses", "expected"),
    [
        ("pl", 1, "mimo jednego naciśnięcia"),
        ("pl", 5, "mimo 5 naciśnięć"),
        ("en", 1, "despite one press of"),
        ("en", 5, "despite 5 presses of"),
    ],
)
def test_a_number_takes_its_plural(code: str, presses: int, expected: str) -> None:
    """The noun after a number has the form that the number asks for."""
    use_language(code)
    assert expected in say("error-token-not-ready.what", reference="?", presses=presses, seconds=30)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_port_is_not_grouped_into_thousands(code: str) -> None:
    """A port is a name made of digits: 49152, not 49,152."""
    use_language(code)
    assert "49152" in say("error-port-taken.what", port=49152, reason="-")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_missing_value_is_an_error(code: str) -> None:
    """A text whose value was not given is never said with a hole in it."""
    use_language(code)
    with pytest.raises(MissingTextError, match="replica-ready"):
        say("replica-ready")


@pytest.mark.parametrize("text_id", ["no-such-text", "error-vault-missing", "error-vault-missing.why"])
def test_a_missing_text_is_an_error(text_id: str) -> None:
    """An unknown text, a message without a text of its own, and an unknown attribute are not said."""
    assert not has_text(text_id)
    with pytest.raises(MissingTextError, match=text_id):
        say(text_id, vault="-")


def test_an_unknown_language_is_refused() -> None:
    """Only the languages that have a catalogue can be chosen."""
    with pytest.raises(ValueError, match="de"):
        use_language("de")


# --- errors ---------------------------------------------------------------------------------------


def _leaves(root: type[AssistantError] = AssistantError) -> Iterator[type[AssistantError]]:
    """The errors that are raised: those without errors below them."""
    for below in root.__subclasses__():
        if below.__subclasses__():
            yield from _leaves(below)
        else:
            yield below


LEAVES: Final = sorted(set(_leaves()), key=lambda leaf: leaf.__name__)
CODES: Final = [leaf().code for leaf in LEAVES]


def _details(leaf: type[AssistantError]) -> set[str]:
    """The details that an error's docstring promises."""
    listed = re.search(r"Details:([^.]*)", leaf.__doc__ or "")
    return set(re.findall(r"\w+", re.sub(r"\(.*?\)", "", listed[1], flags=re.DOTALL))) if listed else set()


def _needs(leaf: type[AssistantError]) -> set[str]:
    texts = (_messages().get(f"error-{leaf().code}.{part}", set()) for part in PARTS)
    return set().union(*texts)


@pytest.mark.parametrize("leaf", LEAVES, ids=CODES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_error_says_what_happened_what_of_the_token_and_what_to_do(
    code: str, leaf: type[AssistantError]
) -> None:
    """No error leaves the operator without the three things to know."""
    use_language(code)
    assert [part for part in PARTS if not has_text(f"error-{leaf().code}.{part}")] == []


@pytest.mark.parametrize("leaf", LEAVES, ids=CODES)
def test_an_errors_texts_use_only_the_details_it_documents(leaf: type[AssistantError]) -> None:
    """The docstring of an error names every value that its texts need."""
    assert _needs(leaf) <= _details(leaf)


# --- the code ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function by name."""

    name: str
    node: ast.Call
    inside: ast.AST
    place: str

    @property
    def given(self) -> set[str] | None:
        """The names of the values given; None where they cannot be read off (`**values`)."""
        names = [keyword.arg for keyword in self.node.keywords]
        return None if None in names else {name for name in names if name}


@cache
def _trees() -> dict[str, ast.Module]:
    files = itertools.chain((ROOT / "automation").rglob("*.py"), (ROOT / "flows").rglob("*.py"))
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(files)
        if file.name != "errors.py"
    }


@cache
def _calls() -> list[Call]:
    found = []

    def walk(node: ast.AST, inside: ast.AST, file: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = node
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found.append(Call(name, node, inside, f"{file}:{node.lineno}"))
        for child in ast.iter_child_nodes(node):
            walk(child, inside, file)

    for file, tree in _trees().items():
        walk(tree, tree, file)
    return found


def _nodes() -> Iterator[ast.AST]:
    return itertools.chain.from_iterable(ast.walk(tree) for tree in _trees().values())


@cache
def _literals() -> set[str]:
    """Every string that stands in the code."""
    return {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def _put_together() -> set[str]:
    """The texts whose ids the code puts together (`step-...`), from words that are in the code or name a file."""
    shapes = set()
    for node in _nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values]
            if parts[0].endswith("-") or parts[:2] == ["", "."]:
                shapes.add("".join(re.escape(part) if part else "(.+?)" for part in parts))
    words = _literals() | set(ready_cases()) | set(exercises())
    found = set()
    for shape in shapes:
        for name in _messages():
            told = re.fullmatch(shape, name)
            if told is not None and words.issuperset(told.groups()):
                found.add(name)
    return found


@cache
def _malformed() -> list[str]:
    """What `MalformedTokenError.reason` can be."""
    calls = [call for call in _calls() if call.name == "MalformedTokenError"]
    return [text for call in calls for text in _readings(call.node.args[0], {})]


def _readings(node: ast.expr, names: Mapping[str, list[str]]) -> list[str]:
    """The strings that an expression can be, as far as can be told."""
    found: list[str] = []
    match node:
        case ast.Constant(value=str(text)):
            found = [text]
        case ast.IfExp(body=body, orelse=orelse):
            found = _readings(body, names) + _readings(orelse, names)
        case ast.JoinedStr(values=parts):
            found = ["".join(texts) for texts in itertools.product(*(_readings(p, names) for p in parts))]
        case ast.FormattedValue(value=value):
            found = _readings(value, names)
        case ast.Name(id=name):
            found = names.get(name, [])
        case ast.Attribute(attr="code"):
            found = CODES
        case ast.Attribute(attr="reason"):
            found = _malformed()
    return found


def _looped(inside: ast.AST) -> dict[str, list[str]]:
    """The strings that a function's names stand for because it loops over them."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(inside):
        if not isinstance(node, ast.For | ast.comprehension) or not isinstance(node.iter, ast.Tuple):
            continue
        for item in node.iter.elts:
            pairs = [(node.target, item)]
            if isinstance(node.target, ast.Tuple) and isinstance(item, ast.Tuple):
                pairs = list(zip(node.target.elts, item.elts, strict=True))
            for target, value in pairs:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).extend(_readings(value, {}))
    return found


def _names(inside: ast.AST) -> dict[str, list[str]]:
    """The strings that the names in a function stand for: what it loops over, what it is called with."""
    found = _looped(inside)
    if isinstance(inside, ast.FunctionDef):
        parameters = [argument.arg for argument in inside.args.args if argument.arg != "self"]
        for call in _calls():
            if call.name == inside.name:
                for parameter, argument in zip(parameters, call.node.args, strict=False):
                    found.setdefault(parameter, []).extend(_readings(argument, _looped(call.inside)))
    return found


@cache
def _asked_for() -> list[tuple[str, set[str] | None, str]]:
    """The texts that the code says: which, with which values, where."""
    return [
        (text_id, call.given, call.place)
        for call in _calls()
        if call.name in {"say", "has_text"} and call.node.args
        for text_id in _readings(call.node.args[0], _names(call.inside))
    ]


def _told(method: str) -> list[tuple[str, set[str] | None, str]]:
    """The same for `run.step(...)` and `run.warn(...)`."""
    return [
        (f"{'warning' if method == 'warn' else method}-{text_id}", call.given, call.place)
        for call in _calls()
        if call.name == method and isinstance(call.node.func, ast.Attribute) and call.node.args
        for text_id in _readings(call.node.args[0], {})
    ]


def test_every_text_that_the_code_says_exists() -> None:
    """No operator ever meets a text that nobody has written."""
    asked = _asked_for()
    assert len(asked) > len(CODES) * len(PARTS)
    assert {(name, place) for name, _, place in asked if name not in _messages()} == set()


def test_every_derived_text_has_at_least_its_beginning() -> None:
    """An id that is put together while running begins as some text in the catalogue does."""
    starts = {
        str(node.values[0].value)
        for call in _calls()
        if call.name in {"say", "has_text"}
        for node in call.node.args[:1]
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    assert starts
    assert [s for s in starts if not any(name.startswith(s) for name in _messages())] == []


def test_every_text_is_said_with_the_values_it_needs() -> None:
    """What the code gives covers what the text uses."""
    short = {
        (name, place, tuple(_messages().get(name, set()) - given))
        for name, given, place in _asked_for()
        if given is not None and not _messages().get(name, set()) <= given
    }
    assert short == set()


@pytest.mark.parametrize("method", ["step", "warn"])
def test_every_step_and_warning_has_a_text_and_its_values(method: str) -> None:
    """A step's title and a warning's text are there, and the flow gives what they use."""
    told = _told(method)
    assert told
    for name, given, place in told:
        assert name in _messages(), place
        of_card = set().union(*(_messages().get(f"{name}.{part}", set()) for part in GUIDE))
        assert given is None or _messages()[name] | of_card <= given, place


@pytest.mark.parametrize("leaf", LEAVES, ids=CODES)
def test_an_error_is_raised_with_the_details_its_texts_use(leaf: type[AssistantError]) -> None:
    """An error that is made without a value would fail again when it is told to the operator."""
    made = [call for call in _calls() if call.name == leaf.__name__]
    assert [call.place for call in made if call.given is not None and not _needs(leaf) <= call.given] == []


def test_no_text_is_dead() -> None:
    """Every text is said somewhere: a text that nobody can meet is nobody's to maintain."""
    said = {name for name, _, _ in [*_asked_for(), *_told("step"), *_told("warn")]} | _literals()
    said |= {f"invalid-{kind.replace('_', '-')}" for kind in get_args(ErrorType)}
    said |= _put_together()
    said |= {f"{name}.{part}" for name, _, _ in _told("step") for part in GUIDE}
    assert [name for name in _messages() if name not in said] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_term_is_dead(code: str) -> None:
    """Every term is used by some text."""
    terms = [name for name in _values(code) if name.startswith("-")]
    assert [term for term in terms if f"{{ {term} }}" not in _source(code)] == []


def test_an_invalid_setting_is_told_in_pydantics_values() -> None:
    """The texts on invalid settings use the names under which pydantic gives the bounds."""
    told = {name: values for name, values in _messages().items() if name.startswith("invalid-")}
    assert told
    for name, values in told.items():
        kind: Any = name.removeprefix("invalid-").replace("-", "_")
        values_of_context: dict[str, Any] = {value: "1" if value == "expected" else 1 for value in values}
        error = PydanticKnownError(kind, values_of_context or None)  # refuses other names
        assert values <= set(error.context or {})
