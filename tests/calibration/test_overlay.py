"""A person's corrections to AP's wording: read strictly, used at once, told in every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from automation.ap.catalogue import control, correct
from automation.calibration.overlay import Overlay, read_overlay, use_overlay
from automation.errors import WrongSettingError


@pytest.fixture(autouse=True)
def _own_catalogue_afterwards() -> Iterator[None]:
    yield
    correct(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the corrections are."""
    return tmp_path / "ap-catalogue.toml"


def test_what_is_written_is_read_and_used(file: Path) -> None:
    """The new name holds in the version it was seen in; the others keep theirs; the person is told."""
    overlay = Overlay().with_name("menu-tokens", "2.3.0", "Klucze dostępu")
    overlay = overlay.with_name("permission.InvoiceRead", "2.3.0", 'odczyt "e-faktur"')
    file.write_text(overlay.written(), encoding="utf-8")
    assert read_overlay(file) == overlay
    told: list[tuple[str, dict[str, object]]] = []
    use_overlay(file, lambda warning, **values: told.append((warning, values)))
    assert control("menu-tokens").names_in("2.3.0") == ("Klucze dostępu",)
    assert control("menu-tokens").names_in("2.2.9") == ("Tokeny",)
    assert control("menu-invoices").names_in("2.3.0") == ("Faktury",)
    assert [warning for warning, _ in told] == ["catalogue-corrected"]
    assert "Klucze dostępu" in str(told[0][1]["names"])


def test_without_the_file_nothing_is_said(file: Path) -> None:
    """The usual case."""
    use_overlay(file, lambda *_, **__: pytest.fail("nothing to tell"))


@pytest.mark.parametrize(
    "text",
    [
        "[control.menu-tokens]\n",
        '[control.menu-tokens]\nnames."2.3.0" = []\n',
        '[control.menu-tokens]\nnames."2.3.0" = [" "]\n',
        '[control.menu-tokens]\nnames."2.3.0" = ["…"]\n',
        '[control.menu-tokens]\nnames."najnowsza" = ["Klucze"]\n',
        '[control.menu-tokens]\nroles = ["button"]\nnames."2.3.0" = ["Klucze"]\n',
        '[control.no-such-control]\nnames."2.3.0" = ["Klucze"]\n',
        '[permission.NoSuchPermission]\nnames."2.3.0" = ["robienie czegoś"]\n',
        '[permission.InvoiceRead]\nnames."2.3.0" = ["odczyt"]\n',
        "versions = []\n",
        # the name of something else, or a word that means something else
        '[control.menu-tokens]\nnames."2.3.0" = ["Certyfikaty"]\n',
        '[control.menu-tokens]\nnames."2.3.0" = ["Nowe"]\n[control.menu-invoices]\nnames."2.3.0" = ["Nowe"]\n',
        '[permission.InvoiceRead]\nnames."2.3.0" = ["zarządzanie uprawnieniami"]\n',
        '[control.refresh]\nnames."2.3.0" = ["Odśwież stronę"]\n',
        '[control.refresh]\nnames."2.3.0" = ["Zamknij"]\n',
        '[control.copy]\nnames."2.3.0" = ["Kopiuj numer KSeF"]\n',
        '[control.form-submit]\nnames."2.3.0" = ["Wygeneruj kolejny token"]\n',
        '[control.form-submit]\nnames."2.3.0" = ["Unieważnij"]\n',
        "to nie TOML",
    ],
)
def test_what_a_correction_must_not_say(file: Path, text: str) -> None:
    """Unknown controls, other keys, empty names, and names that are something else's."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSettingError):
        use_overlay(file, lambda *_, **__: None)
    assert control("menu-tokens").names_in("2.3.0") == ("Tokeny",)


def test_one_name_for_two_is_allowed_where_ap_has_it_so_itself(file: Path) -> None:
    """`Generuj token` is in the menu and on the form; renamed, it is renamed in both."""
    text = "".join(
        f'[control.{each}]\nnames."2.3.0" = ["Nowy token KSeF"]\n'
        for each in ("menu-generate-token", "form-submit")
    )
    file.write_text(text, encoding="utf-8")
    assert len(list(read_overlay(file).named())) == 2
