"""What is personal is in no bundle, wherever it was written."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from automation.bundle import masking, selection
from automation.bundle.masking import Masker
from automation.bundle.selection import masked_record, masker_for
from automation.evidence import record as r

OTHER_NIP = "5265877635"
AT = "2026-11-23T07:58:01.100000Z"
LEFT_OUT = {
    r.RunRecord: {"token_name", "vault", "traces", "video"},
    r.StepRecord: {"regions"},
}
KEPT = {
    r.RunRecord: {
        "format", "command", "language", "assistant", "started_at", "ended_at", "finished", "outcome", "exit_code",
        "error", "environment", "base_url", "nip", "permissions", "reference_number", "refresh_presses",
        "issue_to_durable_ms", "shown_to_durable_ms", "revoked", "ordered", "released", "token_safe", "recovered",
        "settings",
        "browser",
        "ap_version", "header_label", "menu", "checkboxes", "steps", "presses", "exchanges", "warnings",
    },
    r.StepRecord: {
        "number", "id", "title", "values", "started_at", "outcome", "duration_ms", "error", "behind_curtain", "route",
        "picture", "snapshot", "ap_says", "event_ids",
    },
    r.ExchangeRecord: {
        "step", "method", "path", "sent_at", "duration_ms", "status", "broken", "retry_after", "code",
        "event_id",
    },
    r.SettingsRecord: {
        "login", "headed", "timeout", "refresh_interval", "refresh_limit", "validity_days", "renewable",
    },
    r.BrowserRecord: {"product", "playwright", "python", "system"},
    r.MenuRecord: {"invoices", "permissions", "tokens", "certificates"},
    r.PressRecord: {"number", "pressed_at"},
    r.WarningRecord: {"at", "id", "values", "text"},
    r.ErrorRecord: {"code", "details", "message", "advice"},
}  # fmt: skip
"""What a bundle has of a run. A new field is in none until somebody decides, and writes it down here."""


def whole_record() -> dict[str, Any]:
    """A record with something in each field, and each name of a value."""
    names = sorted(
        selection._TEXTS | selection._WORDS | selection._LEFT_OUT | {"nip", "address", "request", "unheard"}
    )
    values = dict.fromkeys(names, "x")
    step = {
        "number": 1, "id": "krok-3-pola", "title": "x", "values": values, "started_at": AT, "outcome": "failed",
        "duration_ms": 5, "error": "ap-failed", "behind_curtain": True, "route": "/web/home", "picture": "01-x.png",
        "snapshot": "01-x.yaml", "ap_says": ["x", "x"], "event_ids": ["x"],
    }  # fmt: skip
    return {
        "command": "check", "language": "pl", "assistant": "0.1.0", "started_at": AT, "ended_at": AT,
        "finished": True, "outcome": "failed", "exit_code": 6, "environment": "x", "base_url": "x", "nip": "x",
        "error": {"code": "ap-failed", "details": values, "message": "x", "advice": "x"}, "token_name": "x",
        "permissions": ["x"], "reference_number": "x", "ap_version": "x", "header_label": "x",
        "vault": {"path": "x", "entry_uuid": "x", "entry_path": "x"}, "checkboxes": {"x": "free"},
        "settings": {"login": "x", "headed": True, "timeout": 1.0, "refresh_interval": 2.0, "refresh_limit": 3},
        "browser": {"product": "x", "playwright": "x", "python": "x", "system": "x"},
        "steps": [step], "traces": ["trace.zip"], "video": "video.webm",
        "exchanges": [{"step": 1, "method": "x", "path": "x", "sent_at": AT}],
        "warnings": [{"at": AT, "id": "backup-failed", "values": values, "text": "x"}],
    }  # fmt: skip


FIXED = {
    "format",
    "command",
    "language",
    "outcome",
    "number",
    "picture",
    "snapshot",
    "traces",
    "video",
    "id",
    "code",
}
FIXED |= selection._LEFT_OUT | {"token_name", "vault"}
"""Places that are left as they are: what is planted in the last ones would be known, and looked for, everywhere."""
ROUTES = {"route", "path", "request"}
"""Ways through AP: see `test_a_route_has_ap_s_own_words_only`."""


def planted(value: Any, text: str, but: set[str]) -> Any:
    """The same with a text in each place that may hold one."""
    if isinstance(value, dict):
        return {
            (text if key == "x" else key): each
            if key in FIXED | but or each in ("free", AT)
            else planted(each, text, but)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [planted(each, text, but) for each in value]
    return text if isinstance(value, str) else value


def bundled(text: str, *, mask_nip: bool = False, nip: str | None = None, but: set[str] | None = None) -> str:
    """A whole record, full of this text, as a bundle has it."""
    told = planted(whole_record(), text, but or set())
    told["nip"] = nip or text
    record = r.RunRecord.model_validate(told)
    chosen = masked_record(
        record, masker_for(record, mask_nip=mask_nip), pictures={1: "01-a.png"}, snapshots={1: "01-a.yaml"}
    )
    return json.dumps(chosen.model_dump(mode="json"), ensure_ascii=False)


around = st.sampled_from(
    ["{}", "Błąd: {}.", "dla {} w KSeF", "„{}”", "({})", "a={};b", "Pole\n{}\nkoniec", "/web/{}/x"]
)


MODELS = [
    each
    for name, each in vars(r).items()
    if isinstance(each, type) and issubclass(each, BaseModel) and not name.startswith("_")
]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_a_record_was_decided_on(model: type[BaseModel]) -> None:
    """A field that is added to the record is in a bundle, or is not, because somebody thought of it."""
    if model not in {r.VaultRecord, r.RegionRecord, BaseModel}:  # neither is in a bundle as a whole
        assert set(model.model_fields) == KEPT.get(model, set()) | LEFT_OUT.get(model, set())


@given(digits=st.from_regex(r"[0-9]{11,14}", fullmatch=True), around=around)
@settings(max_examples=25, deadline=None)
def test_no_eleven_digits_are_in_a_bundle(digits: str, around: str) -> None:
    """PESEL or not, valid or not."""
    assert digits not in bundled(around.format(digits), nip="1234563218")


WRITINGS = ("{0}{1}{2}{3}", "{0}-{1}-{2}-{3}", "PL{0}{1}{2}{3}", "nip-{0}{1}{2}{3}", "{0} {1} {2} {3}",
            "VATPL-{0}{1}{2}{3}", "NIP{0}{1}{2}{3}x")  # fmt: skip


@given(nip=st.sampled_from(["1234563218", OTHER_NIP]), writing=st.sampled_from(WRITINGS), around=around)
@settings(max_examples=25, deadline=None)
def test_no_nip_is_in_a_bundle_without(nip: str, writing: str, around: str) -> None:
    """With `--mask-nip`: however it is written, whosever it is."""
    text = around.format(writing.format(nip[:3], nip[3:6], nip[6:8], nip[8:]))
    assert nip not in re.sub(r"[\s-]", "", bundled(text, mask_nip=True, nip="1234563218"))
    assert "1234563218" in bundled(text, nip="1234563218")


polish = st.text("aąbcćdeęłńóśźżKŻ", min_size=4, max_size=9)


FORMS = (
    "{}@firma.com.pl", "{}%40firma.pl", "/home/{}/baza.kdbx", "/srv/dane {0}/x/{0}.p12", r"\\serwer\{}\x.kdbx",
    r"C:\Users\{}\Moje dokumenty\baza.kdbx", "file:///C:/Users/{}/x", "~/{}/x.kdbx", "https://{}.firma.local/a",
    "Imię i nazwisko: {}", "nazwisko = {}", "Imię {0} Nazwisko {0}",
)  # fmt: skip


@given(name=polish, around=around, form=st.sampled_from(FORMS))
@settings(max_examples=60, deadline=None)
def test_no_address_path_or_labelled_name_is_in_a_bundle(name: str, around: str, form: str) -> None:
    """Whatever a folder, an account or a person is called."""
    marked = f"{'Q' if ' Nazwisko ' in form else 'q'}{name}"  # no word of ours, and mostly none that looks like a name
    assert marked not in bundled(around.format(form.format(marked)), but=ROUTES)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("/web/tokens/generate-token", "/web/tokens/generate-token"),
        ("/tokens/{id}/status", "/tokens/{id}/status"),
        ("/v2/auth/challenge?nip=1234563218#x", "/v2/auth/challenge"),
        ("/web/44051401458/Kowalski/jan%40firma.pl/1234563218", "/web/{id}/{id}/{id}/{id}"),
        ("/C:%5CUsers%5Ckasia/x", "/{id}/x"),
    ],
)
def test_a_route_has_ap_s_own_words_only(told: str, kept: str) -> None:
    """Numbers, names and whatever else AP may put there are `{id}`."""
    assert Masker().route(told) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Użytkownik Anna Żółć-Nowak nie ma uprawnień.", "Użytkownik … …-… nie ma uprawnień."),
        ("KOWALSKI JAN: brak uprawnień", "… …: brak uprawnień"),
        ("Token wystawiony dla Kowalskiemu", "Token wystawiony dla …"),
        ("„Jan Kowalski”; „Wyloguj”", "„… …”; „Wyloguj”"),
        ("Przekroczenie czasu oczekiwania na odpowiedź serwera KSeF API. Spróbuj ponownie później.", None),
        ("Context identifier is not enforcement authority.", None),
        ("502 Bad Gateway", None),
        ("Zdarzenie 00-72cf74b1a2b3c4d5e6f7a8b9c0d1e2f3-1234567890123456-01", None),
        ("20251010-EC-1DCE3E3000-12ECB5B36E-45", None),
        ("01.07.2026 09:10:24", None),
    ],
)
def test_names_are_taken_out_of_what_ap_says_and_the_rest_is_left(said: str, kept: str | None) -> None:
    """A help desk needs AP's own words, and nobody's name."""
    assert Masker(mask_nip=True).text(said) == (said if kept is None else kept)


def test_the_person_at_the_computer_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The account's name, the full name and the computer's are taken out, in every case of theirs."""
    monkeypatch.setattr(masking, "personal_names", lambda: ("Róża Łęcka", "Łęcka", "rlecka", "KSIEGOWOSC-7"))
    monkeypatch.setattr(masking, "home_folders", lambda: ("/home/rlecka",))
    masker = Masker()
    text = masker.text("dla łęckiej z ksiegowosc-7, konto rlecka; /home/rlecka/baza.kdbx; RLECKA")
    assert text == "dla … z …, konto …; ~; …"
    assert masker.word("Linux rlecka") == "Linux …"


def test_what_the_run_knows_is_looked_for_everywhere() -> None:
    """The token's name and the vault's paths, where AP or the system quote them."""
    told = whole_record()
    told |= {"token_name": "faktury pani kasi", "nip": "1234563218", "warnings": [], "exchanges": []}
    told["steps"][0] |= {
        "ap_says": ["Token „Faktury  pani Kasi” już jest."],
        "values": {"name": "kasia druga"},
    }
    told["error"] = {"code": "ap-failed", "details": {"reason": "kasia druga!"}, "message": "", "advice": ""}
    record = r.RunRecord.model_validate(told)
    chosen = masked_record(record, masker_for(record, mask_nip=False), pictures={}, snapshots={})
    assert chosen.steps[0].ap_says == ("Token „…” już jest.",)
    assert chosen.error is not None
    assert chosen.error.details == {"reason": "…!"}
    assert "kasi" not in chosen.model_dump_json().casefold()


def test_what_is_not_personal_arrives_as_it_was() -> None:
    """Whoever reproduces a run needs all the rest of it."""
    told = whole_record()
    told |= {
        "environment": "demo", "base_url": "https://ap-demo.ksef.mf.gov.pl/web/", "nip": "1234563218",
        "permissions": ["InvoiceWrite"], "reference_number": "20251010-EC-1DCE3E3000-12ECB5B36E-45",
        "ap_version": "2.2.9", "header_label": "Środowisko Demonstracyjne", "checkboxes": {"InvoiceRead": "locked"},
        "error": {"code": "ap-failed", "message": "x", "advice": "x", "details": {
            "status": 503, "request": "POST /tokens/{id}", "step": "Krok 3: naciśnięcie Generuj token (jeden raz)",
            "reason": "Usługa niedostępna", "port": 10**10}},
        "exchanges": [{"step": 1, "method": "POST", "path": "/tokens/{id}", "sent_at": AT, "status": 503,
                       "duration_ms": 12, "retry_after": 2.5, "code": 26001}],
        "presses": [{"number": 1, "pressed_at": AT}],
    }  # fmt: skip
    told["steps"][0] |= {"values": {"press": 2}, "id": "krok-4-odswiez", "event_ids": [], "ap_says": []}
    record = r.RunRecord.model_validate(told)
    chosen = masked_record(record, masker_for(record, mask_nip=False), pictures={}, snapshots={})
    same = ("environment", "base_url", "nip", "permissions", "reference_number", "ap_version", "header_label",
            "checkboxes", "exchanges", "presses", "started_at", "outcome", "exit_code")  # fmt: skip
    assert {name: getattr(chosen, name) for name in same} == {name: getattr(record, name) for name in same}
    assert chosen.error is not None
    assert chosen.error.details == {**told["error"]["details"], "port": "…"}
    assert "POST /tokens/{id}" in chosen.error.message
    assert chosen.steps[0].title == "Krok 4, zadanie 1: Odśwież – naciśnięcie 2."
    assert chosen.started_at == datetime(2026, 11, 23, 7, 58, 1, 100000, tzinfo=UTC)


def test_an_unknown_host_is_not_named() -> None:
    """AP's own addresses and this computer's are told; a company's proxy is not."""
    masker = Masker()
    assert masker.address("http://127.0.0.1:8765/web/") == "http://127.0.0.1:8765/web/"
    assert masker.address("https://ap-demo.ksef.mf.gov.pl.firma.pl/web/") is None
    assert masker.address("https://jan:haslo@ap-demo.ksef.mf.gov.pl/web/") is None
    assert (
        masker.text("z https://ap.ksef.mf.gov.pl/web/x?nip=1234563218") == "z https://ap.ksef.mf.gov.pl/web/x"
    )
