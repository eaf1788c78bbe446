"""Krok 1 with a certificate: AP's request is downloaded, signed, given back."""

from __future__ import annotations

from automation.ap.app import Ap
from automation.ap.login import LoginScreens
from automation.ap.signing import SigningScreens
from automation.errors import SignerMissingError
from flows.order import Identity
from flows.run import Run


def by_certificate(run: Run, ap: Ap, identity: Identity) -> None:
    """From the ways to log in to the home page, with a signed request.

    Raises:
        LoginError: it was not signed, or AP does not take the signature.
        SignRequestUnexpectedError: what AP gave out is no request to log in for this NIP; nothing was signed.
    """
    if identity.signer is None:
        raise SignerMissingError
    screens = SigningScreens(ap)
    with run.step("krok-1-certyfikat"):
        screens.choose()
    with run.step("krok-1-podmiot", nip=identity.nip):
        LoginScreens(ap).enter_context(identity.nip)
        screens.leave_context()
    with run.step("krok-1-zadanie"):
        request = screens.download(identity.nip)
    with run.step("krok-1-podpisanie"):
        signed = identity.signer.sign(request, ap.patience.pause)
    with run.credential():  # while it is fresh, the signed file opens the account
        with run.step("krok-1-zaladowanie"):
            screens.upload(signed)
        with run.step("krok-1-uwierzytelnienie"):
            screens.hand_in(identity.nip)
