"""A person signs: told where and how, waited for, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from automation.errors import NotSignedError, RunInterruptedError
from automation.signing.person import REQUEST_NAME, PersonSigner
from automation.signing.request import AuthTokenRequest
from tests.signing.conftest import REQUEST


def test_the_signed_file_is_taken_when_it_comes(
    tmp_path: Path, request_of_ap: AuthTokenRequest, signed: bytes
) -> None:
    """Not the file itself, not an unsigned copy, not half a file; whatever its name."""
    told: list[str] = []
    place = tmp_path / "podpis"
    looks = 0

    def pause(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            assert (place / REQUEST_NAME).read_bytes() == REQUEST.encode()
            (place / "kopia.xml").write_bytes(REQUEST.encode())
        growing = place / "zadanie podpisane.xml.xades"
        if looks == 5:
            growing.write_bytes(signed[:100])
        if looks == 6:
            growing.write_bytes(signed)

    signer = PersonSigner(lambda: tmp_path, tell=told.append, limit=600)
    assert signer.sign(request_of_ap, pause) == signed
    assert looks == 7
    assert str(place / REQUEST_NAME) in told[0]
    assert "XAdES" in told[0]
    assert [("kopia.xml" in text, "nie ma podpisu" in text) for text in told[1:]] == [(True, True)]
    assert not place.exists()


def test_a_request_signed_in_place_is_taken(
    tmp_path: Path, request_of_ap: AuthTokenRequest, signed: bytes
) -> None:
    """Some programs write over the file."""
    file = tmp_path / "podpis" / REQUEST_NAME

    def pause(_seconds: float) -> None:
        if file.read_bytes() != signed:
            file.write_bytes(signed)

    signer = PersonSigner(lambda: tmp_path, tell=lambda _text: None, limit=600)
    assert signer.sign(request_of_ap, pause) == signed


def test_nobody_is_waited_for_for_ever(tmp_path: Path, request_of_ap: AuthTokenRequest) -> None:
    """By the limit; and Ctrl-C ends it at once. Nothing stays in the folder."""
    signer = PersonSigner(lambda: tmp_path, tell=lambda _text: None, limit=0.2)
    with pytest.raises(NotSignedError):
        signer.sign(request_of_ap, lambda _seconds: None)

    def stop(_seconds: float) -> None:
        raise RunInterruptedError

    with pytest.raises(RunInterruptedError):
        PersonSigner(lambda: tmp_path, tell=lambda _text: None, limit=60).sign(request_of_ap, stop)
    assert list(tmp_path.iterdir()) == []
