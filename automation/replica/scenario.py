"""A scenario: how this AP behaves. Written in TOML, read strictly."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from automation.errors import WrongScenarioError
from automation.replica.identifiers import is_nip

Permission = Literal[
    "InvoiceWrite",
    "InvoiceRead",
    "CredentialsRead",
    "CredentialsManage",
    "SubunitManage",
    "Introspection",
    "EnforcementOperations",
    "CollectiveIdentifierManage",
]
PERMISSIONS: tuple[str, ...] = get_args(Permission)

PopupKind = Literal["cookie-bar", "cookie-cover", "news", "maintenance", "survey", "choice"]
Decoy = Literal["hidden-duplicates", "off-screen-copy", "reload"]
Screen = Literal["login", "home", "token-form", "progress", "issued"]

Method = Literal["GET", "POST", "DELETE", "*"]
Seconds = Annotated[float, Field(ge=0)]


_WEB = Path(__file__).with_name("web")


def _must_be_on_pages(text: str) -> str:
    if not is_on_pages(text):
        message = f"no page has the text: {text}"
        raise ValueError(message)
    return text


def is_on_pages(text: str) -> bool:
    """Whether a page has this text, whole, as it stands in the pages' sources: then `wording` can change it."""
    return f"'{text}'" in _pages()


@cache
def _pages() -> str:
    return "".join(file.read_text("utf-8") for file in _WEB.rglob("*.js"))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Delay(_Strict):
    """Answers that are held back. AP has done its work by then: only the answer is late."""

    method: Method = "*"
    path: str
    """Path below `/webs/api/v2`, such as `/tokens` or `/tokens/*`; or a whole path such as `/web/*`."""
    seconds: Seconds
    nth: Annotated[int, Field(ge=1)] | None = None
    """Which of the matching requests, counted from 1; every one when left out."""


class Fault(_Strict):
    """A request that AP answers with an error, or not at all."""

    method: Method = "*"
    path: str
    """As in `Delay`."""
    nth: Annotated[int, Field(ge=1)] = 1
    """Which of the matching requests, counted from 1."""
    every: bool = False
    """Every matching request, whatever `nth`."""
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    """HTTP status of the answer; left out only with `cut`."""
    cut: bool = False
    """The connection breaks before the first byte of an answer. A browser sends such a request once more by itself,
    on a new connection: that one breaks too, and is not counted."""
    retry_after: Annotated[int, Field(ge=0)] | None = None
    """The `Retry-After` header, in seconds; a 429 has 30 unless told."""
    code: int | None = None
    """KSeF's error code in the answer, such as 26001; chosen by the status when left out."""
    processed: bool = False
    """AP did what was asked and only its answer is an error: a token may be issued behind a 504."""

    @model_validator(mode="after")
    def _has_one_end(self) -> Self:
        if (self.status is None) != self.cut:
            message = "either a status or cut"
            raise ValueError(message)
        return self


class Popup(_Strict):
    """Something that comes between the user and a screen, until it is closed once. Made up, all of it."""

    screen: Screen
    """Where: before anything of the login was chosen, the home page, and the three screens of a token."""
    kind: PopupKind
    """A notice of cookies, as a bar at the bottom (`Akceptuję`) or over the whole page (two answers more); a dialog
    with news (`Zamknij`) or about maintenance (`OK`); a survey (`Oceń aplikację`: `Wyślij`, `Nie teraz`, a cross); or
    a question that nobody expects, with two answers. `wording` changes the words."""
    seconds: Seconds = 0.0
    """How long after the screen."""


class AlteredControl(_Strict):
    """A control or a heading that is not as AP has it."""

    name: Annotated[str, AfterValidator(_must_be_on_pages)]
    """AP's words for it, as they stand in the pages' sources: `Kopiuj`."""
    change: Literal["missing", "dead", "doubled", "renamed"]
    """It is not there; it does nothing; it is there twice, and either does the same; it is called something else."""
    place: Literal["menu", "main", "dialog"] | None = None
    """Only there: `Generuj token` is a link of the menu and a button of the form."""
    to: Annotated[str, Field(min_length=1)] | None = None
    """The new name of what is renamed."""

    @model_validator(mode="after")
    def _new_name_fits(self) -> Self:
        if (self.change == "renamed") != (self.to is not None):
            message = "what is renamed, and nothing else, has a new name"
            raise ValueError(message)
        return self


class LoggedOut(_Strict):
    """AP ends the session by itself and goes back to its login. Assumed, all of it."""

    screen: Screen
    """Where, as in `Popup`."""
    seconds: Seconds = 0.0
    """How long after the screen; not if another one has come by then."""


class ListedToken(_Strict):
    """A token that was there before."""

    name: Annotated[str, Field(min_length=5, max_length=256)]
    permissions: tuple[Permission, ...] = ("InvoiceRead",)
    created: str = "2026-07-01T07:10:24Z"
    last_used: str | None = None
    author: str | None = None
    """NIP or PESEL of whoever made it; the context's NIP when left out."""


_LISTED = (
    ListedToken(
        name="Aplikacja mobilna KSeF",
        permissions=("InvoiceWrite", "InvoiceRead"),
        created="2026-04-13T06:31:07Z",
        last_used="2026-07-29T16:02:41Z",
    ),
    ListedToken(
        name="Biuro rachunkowe przeglądanie faktur",
        created="2026-02-16T10:45:12Z",
        last_used="2026-07-30T04:00:03Z",
        author="44051401359",
    ),
    ListedToken(name="Magazyn test integracji", permissions=("InvoiceWrite",)),
)


class Scenario(_Strict):
    """How AP behaves. The default one is the usual case: one press of `Odśwież`, then the token.

    Nothing here is read again after the start.
    """

    version: Literal["2.1.8", "2.2.9", "3.0.0"] = "2.2.9"
    """The version of AP whose screens are shown; each has an entry in `web/versions.js`.

    `3.0.0` is made up, number and all: the form expected for 2027, with a validity in days and a checkbox for
    renewal, whose wording and names in the order (`validityDays`, `renewable`) are assumed.
    """
    environment_label: str = "Środowisko Testowe"
    """Bold text at the end of the header; empty on production."""
    test_banner: bool = True
    """The orange frame above the header after login."""
    test_login: bool = True
    """The card `Uwierzytelnienie testowe`; production and demo have `Zaloguj przez login.gov.pl` instead."""
    test_consent: bool = True
    """Test authentication begins with the dialog `Środowisko testowe`; in version 2.1.8 it never does."""
    trusted_ca: Path | None = None
    """PEM file of the certification centres whose certificates may log in. Self-signed ones may with `test_login`."""
    challenge_seconds: Seconds = 600.0
    """How long the challenge in a request to be signed may be used; KSeF's own life is ten minutes."""
    login_gov_nips: Annotated[tuple[str, ...], Field(min_length=1)] = ("1234563218", "5265877635")
    """Companies that the person may act for after login.gov.pl; a single one is not asked for (assumed)."""
    login_gov_popup: bool = False
    """The page where the person proves who they are opens in a window of its own, as banks' pages do."""

    nip: str | None = None
    """The only context that lets anybody in; any valid NIP when left out."""
    permissions: tuple[Permission, ...] = tuple(p for p in get_args(Permission)[:6])
    """What the user may do. The others' checkboxes are padlocked. Also decides the menu, below."""
    invoices_menu: bool | None = None
    """`Faktury` in the menu; when left out: with InvoiceRead or InvoiceWrite."""
    permissions_menu: bool | None = None
    """`Uprawnienia` in the menu; when left out: with CredentialsManage."""
    tokens_menu: bool | None = None
    """`Tokeny` in the menu; when left out: together with `Uprawnienia`."""
    certificates_menu: bool | None = None
    """`Certyfikaty` in the menu; when left out: together with `Uprawnienia`."""
    tokens: tuple[ListedToken, ...] = _LISTED
    """Tokens of every context before anybody logs in."""
    session_seconds: Annotated[float, Field(gt=0)] | None = None
    """How long a session may be idle; half an hour when left out (assumed)."""
    logged_out: LoggedOut | None = None
    """Where AP ends the session in the middle."""

    refreshes_needed: Annotated[int, Field(ge=0)] = 1
    """Which status read finds the outcome; 0 is as 1. A read that ends in a scenario's error does not count."""
    ready_after: Seconds = 0.0
    """No status read finds the outcome sooner than this after `POST /tokens`."""
    direct: bool = False
    """The token is shown at once, without *W realizacji*."""
    outcome: Literal["Active", "Failed"] = "Active"
    """What becomes of the token."""
    failure_details: str = "Context identifier is not enforcement authority."
    """KSeF's reason for `Failed`."""
    escrow: bool = True
    """`POST /tokens` answers with the token. Otherwise the page gets it in a field of AP's own (assumed)."""
    refreshes_itself: Annotated[float, Field(gt=0)] | None = None
    """Seconds after which *W realizacji* asks for the status by itself, again and again; only when pressed if left
    out."""
    copy_method: Literal["clipboard-api", "exec-command"] = "clipboard-api"
    """How the page writes to the clipboard."""

    delays: tuple[Delay, ...] = ()
    errors: tuple[Fault, ...] = ()
    strict_csp: bool = True
    """Pages come with a Content-Security-Policy that allows no inline script nor style."""
    icons_exposed: bool = False
    """Icons are no longer hidden from assistive technology, so that names become `sync Odśwież`."""

    # What the next AP may look like, or another one. Nobody has seen any of it.
    popups: tuple[Popup, ...] = ()
    """What comes between the user and the screens; `PopupClosed` in the audit says what closed it."""
    result_in: Literal["page", "dialog"] = "page"
    """Where progress and token are shown. A dialog closes by `Zamknij`, a cross, Escape or a press beside it, and
    the token is lost: the audit has its page as left."""
    decoys: tuple[Decoy, ...] = ()
    """What looks like a control: twins of `Generuj token`, `Odśwież` and `Kopiuj` that nobody sees and that do nothing
    but tell the audit; a `Kopiuj` outside of the window, which copies the reference number; `Odśwież stronę` beside
    `Odśwież`, which reloads."""
    wording: dict[str, str] = {}
    """Other words for AP's: `"Nazwa tokena" = "Nazwa tokenu"`. Whole texts, as they stand in the pages' sources."""
    uppercase: bool = False
    """Buttons, labels, menu and headings in capitals, by CSS: what is in the DOM stays as it was."""
    icon_only_copy: Literal["aria-label", "title", "ligature"] | None = None
    """The token's copy button is nothing but its icon, and gets its name from here; `ligature`: from nowhere else."""
    menu_style: Literal["accordion", "flyout"] = "accordion"
    """How the side menu unfolds: in place, or as a menu beside it, which is not in the DOM before."""
    extra_field: Literal["text", "select", "checkbox"] | None = None
    """One more thing that the token form requires."""
    form_complaint: str | None = None
    """What the token form complains of when `Generuj token` is pressed, without sending anything."""
    controls: tuple[AlteredControl, ...] = ()
    """Controls and headings that are not as AP has them."""
    strict_screens: bool = False
    """A screen of those who are logged in whose own request (`GET /session`) fails shows AP's error instead of itself;
    otherwise it shows what it knows."""

    @field_validator("nip")
    @classmethod
    def _nip_is_valid(cls, nip: str | None) -> str | None:
        if nip is not None and not is_nip(nip):
            message = "not a NIP: ten digits with a right checksum are needed"
            raise ValueError(message)
        return nip

    @field_validator("wording")
    @classmethod
    def _words_are_aps(cls, wording: dict[str, str]) -> dict[str, str]:
        for text in wording:
            _must_be_on_pages(text)
        return wording

    @model_validator(mode="after")
    def _direct_is_active(self) -> Self:
        if self.direct and self.outcome != "Active":
            message = "direct shows the token at once, so the outcome cannot be Failed"
            raise ValueError(message)
        return self

    @property
    def menu(self) -> dict[str, bool]:
        """Which of the menu's items this user sees."""
        permissions = _given(self.permissions_menu, "CredentialsManage" in self.permissions)
        invoices = not {"InvoiceRead", "InvoiceWrite"}.isdisjoint(self.permissions)
        return {
            "invoices": _given(self.invoices_menu, invoices),
            "permissions": permissions,
            "tokens": _given(self.tokens_menu, permissions),
            "certificates": _given(self.certificates_menu, permissions),
        }


def _given(value: bool | None, otherwise: bool) -> bool:
    return otherwise if value is None else value


def load_scenario(path: Path) -> Scenario:
    """Read a scenario from a TOML file.

    Raises:
        WrongScenarioError: The file cannot be read, is not TOML, or says something a scenario cannot.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return Scenario.model_validate(values)
    except ValidationError as error:
        raise WrongScenarioError(path=str(path), reason=_flattened(error)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongScenarioError(path=str(path), reason=str(error)) from error


def _flattened(error: ValidationError) -> str:
    """One `location: message` a mistake, instead of pydantic's paragraph for each."""
    return "; ".join(
        f"{'.'.join(str(part) for part in mistake['loc']) or 'scenario'}: {mistake['msg']}"
        for mistake in error.errors(include_url=False, include_context=False, include_input=False)
    )
