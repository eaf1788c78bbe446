"""Every way a command can end badly: one root, one leaf a cause.

A leaf carries its exit code and its code; its wording (what happened, what that means for the token,
what to do now) is the message `error-<code>` in `automation/text/`. Details given to a leaf are shown
to the operator, so they are never secret.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import ClassVar, Final


class Exit(IntEnum):
    """Exit codes of every command; schedulers and scripts depend on them."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    PERMISSIONS = 3
    LOGIN = 4
    INTERFACE = 5
    AP_FAILED = 6
    VAULT = 7
    TOKEN_NOT_SAFE = 8
    POLICY = 9
    INTERRUPTED = 130


NO_REASON: Final = "none"
"""In the place of AP's own words for what went wrong, where it has none."""


class AssistantError(Exception):
    """The root. Never raised itself."""

    exit: ClassVar[Exit] = Exit.UNEXPECTED

    def __init__(self, **details: str | int) -> None:
        self.details = details
        super().__init__(self.code)

    @property
    def code(self) -> str:
        """The leaf's name in JSON and in the text catalogue: `VaultMissingError` → `vault-missing`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__.removesuffix("Error")).lower()


# --- 1: a bug -------------------------------------------------------------------------------------


class UnexpectedError(AssistantError):
    """A bug of the assistant. Details: kind, place."""


# --- 2: wrong usage or settings ------------------------------------------------------------------


class UsageError(AssistantError):
    """The command cannot start as it was called."""

    exit = Exit.USAGE


class WrongOptionError(UsageError):
    """The command line cannot be understood. Details: reason."""


class WrongSettingError(UsageError):
    """A value from the environment, `.env` or `ap-token.toml` is not valid. Details: setting, reason."""


class JournalLostError(UsageError):
    """The run's journal cannot be written any more, and a token was about to be ordered. Details: path, reason."""


class MissingSettingError(UsageError):
    """A value without a default was not given. Details: setting, option."""


class WrongNipError(UsageError):
    """The NIP has a wrong length or checksum. Details: nip."""


class WrongTokenNameError(UsageError):
    """The token's name is shorter than 5 or longer than 256 characters. Details: length."""


class UnknownPermissionError(UsageError):
    """No permission has this name. Details: permission, known."""


class UnknownEnvironmentError(UsageError):
    """No environment has this name. Details: environment, known."""


class WrongBaseUrlError(UsageError):
    """The address cannot be used for `local`. Details: address."""


class LoginNotOfferedError(UsageError):
    """The environment does not offer this login. Details: login, environment, offered."""


class VaultPasswordMissingError(UsageError):
    """No source gave the vault's password and nobody can be asked. Details: vault."""


class CertificateUnusableError(UsageError):
    """The certificate or its key cannot be used to log in. Details: certificate, reason."""


class KsefCertificateError(UsageError):
    """AP takes no certificate that KSeF itself has issued. Details: certificate."""


class CertificatePasswordMissingError(UsageError):
    """No source gave the certificate's password and nobody can be asked. Details: certificate."""


class SignerMissingError(UsageError):
    """Certificate login without a certificate, a program or a person who could sign."""


class RunUnreadableError(UsageError):
    """There is no run where one was named, or none that can be read. Details: run."""


class BundleRefusedError(UsageError):
    """A file is no bundle, or none that may be opened. Details: bundle, reason."""


class BundleNewerError(UsageError):
    """A newer version of the assistant has made the bundle. Details: bundle, version."""


class VideoImpossibleError(UsageError):
    """A video is wanted and there is nothing to make one with."""


class OriginalUnknownError(UsageError):
    """There is no bundle, run or ready scenario of this name to reproduce. Details: original, near."""


class NotReplayableError(UsageError):
    """How this run ended was not AP's doing. Details: reason (`command`, `before-ap`, `person`), command, error."""


class WrongScenarioError(UsageError):
    """The replica's scenario file is not valid. Details: path, reason."""


class PortTakenError(UsageError):
    """The replica's port cannot be used. Details: port, reason."""


class CalibrationNeedsPersonError(UsageError):
    """Somebody has to point at AP's controls, and nobody can be asked."""


class BrowserMissingError(UsageError):
    """No browser was found, nor could one be installed."""


class BrowserUnusableError(UsageError):
    """The browser that was found or named does not start. Details: browser, reason."""


class BrowserPlaceError(UsageError):
    """No folder for the browser's temporary files is out of other people's reach. Details: places."""


# --- 3: the user's permissions do not allow it ---------------------------------------------------


class PermissionsError(AssistantError):
    """Krok 1 or 2 of the guide says that this user cannot make the token."""

    exit = Exit.PERMISSIONS


class NoInvoicesMenuError(PermissionsError):
    """No `Faktury` in the menu: the user lacks invoice permissions."""


class NoPermissionsMenuError(PermissionsError):
    """No `Uprawnienia` in the menu: someone with higher rights must make the token."""


class NoInvoicesNorPermissionsMenuError(PermissionsError):
    """Neither `Faktury` nor `Uprawnienia` in the menu."""


class NoTokensMenuError(PermissionsError):
    """No `Tokeny` in the menu."""


class CheckboxLockedError(PermissionsError):
    """A wanted permission's checkbox is locked. Details: permissions."""


class PermissionRefusedError(PermissionsError):
    """AP refused to give the token these permissions or context. Details: reason."""


# --- 4: login failed or needs a person -----------------------------------------------------------


class LoginError(AssistantError):
    """Nobody is logged in, so nothing was generated."""

    exit = Exit.LOGIN


class LoginFailedError(LoginError):
    """AP refused the login. Details: reason."""


class SigningFailedError(LoginError):
    """AP's request was not signed, or what came back is no signature over it. Details: reason."""


class NotSignedError(LoginError):
    """The person has not signed AP's request in time. Details: minutes."""


class SignatureRefusedError(LoginError):
    """AP does not take the signed request. Details: reason."""


class SessionEndedError(LoginError):
    """AP ended the session before the token was ordered. Details: step."""


class LoginWayMissingError(LoginError):
    """AP does not offer this way to log in. Details: login, offered."""


class LoginNeedsPersonError(LoginError):
    """A person has to log in, and the browser has no window. Details: login."""


class LoginTimedOutError(LoginError):
    """Nobody logged in within the limit. Details: seconds."""


class SessionMissingError(LoginError):
    """The vault keeps no session of this environment and NIP. Details: environment, nip, vault."""


class SessionExpiredError(LoginError):
    """The session that the vault kept has ended. Details: environment, nip, taken_at."""


# --- 5: AP's interface is not as expected --------------------------------------------------------


class InterfaceError(AssistantError):
    """A screen of AP is not as the catalogue describes it."""

    exit = Exit.INTERFACE


class ControlMissingError(InterfaceError):
    """A control is not on the page. Details: control, step, version, found."""


class ControlAmbiguousError(InterfaceError):
    """A control matches several elements. Details: control, step, version, found."""


class ControlUnresponsiveError(InterfaceError):
    """A control is there, but what was done to it had no effect. Details: control, step, version."""


class FormReadBackError(InterfaceError):
    """The form does not hold what was put into it. Details: field, step."""


class SignRequestUnexpectedError(InterfaceError):
    """What AP gave out to be signed is no request to log in for this NIP; nothing was signed. Details: reason."""


class PageCoveredError(InterfaceError):
    """Something unknown lies over AP's page. Details: found, step, version."""


class RequiredFieldUnknownError(InterfaceError):
    """The token form asks for something that nobody knows. Details: fields, step, version."""


class OptionNotOfferedError(InterfaceError):
    """The token form cannot do what an option asks for. Details: option, step, version."""


class PageUnexpectedError(InterfaceError):
    """The browser could not do on the page what the step asked for. Details: step."""


class OrderHeldBackError(InterfaceError):
    """`Generuj token` was pressed, and AP's form did not send the order but complained. Details: reason, version."""


class NotReproducedError(InterfaceError):
    """The replica, set up as the customer's AP was, did something else. Details: original, difference."""


class RehearsalListChangedError(InterfaceError):
    """As `RehearsalTokenLeftError`, because AP's list is not as expected.

    Details: reference, reason, environment, vault.
    """


class ListUnexpectedError(InterfaceError):
    """A token could not be revoked, because AP's list is not as expected. Details: reference, reason."""


class WrongTokenError(InterfaceError):
    """AP's page was about to revoke another token than the ticked one.

    Details: reference, other, sent (yes; no: it was kept from AP; unnamed: so was a request that names no token).
    """


# --- 6: AP failed or did not finish in time ------------------------------------------------------


class ApError(AssistantError):
    """AP is down, answered with an error, or took too long; no token is lost."""

    exit = Exit.AP_FAILED


class ApUnreachableError(ApError):
    """AP does not answer at its address. Details: address, reason (the browser's own word for it)."""


class ApFailedError(ApError):
    """AP answered with an error before a token was ordered. Details: status, request, step, reason."""


class ApTooManyRequestsError(ApError):
    """AP limits requests (429). Details: seconds, step."""


class ApTooSlowError(ApError):
    """A screen did not come in time. Details: step, seconds."""


class OrderRejectedError(ApError):
    """AP refused `Generuj token`; no token was made. Details: status, reason."""


class OrderDoubtfulError(ApError):
    """AP answered `Generuj token` with a failure of its own (5xx). Details: status, reason, listed."""


class TokenFailedError(ApError):
    """KSeF could not make the token (status `Failed`). Details: reference."""


class TokenNotReadyError(ApError):
    """The token did not become active within the limit. Details: reference, presses, seconds, escrowed, vault."""


class RevocationFailedError(ApError):
    """The token could not be revoked. Details: reference, reason."""


class RehearsalTokenLeftError(ApError):
    """The rehearsal went well, but its token could not be revoked. Details: reference, reason, environment, vault."""


class ApMaintenanceError(ApError):
    """AP does not work, within the hours in which this environment may be down. Details: reason, hours, environment."""


class TokenNotListedError(ApError):
    """The token to revoke is not on the token list. Details: reference."""


class RecoveryWaitsError(ApError):
    """Tokens of ended runs are in the vault, but AP has not said yet whether they are active. Details: count, names."""


# --- 7: the database cannot be used; nothing was generated ----------------------------------------


class VaultError(AssistantError):
    """The vault cannot be used. Raised before anything is generated."""

    exit = Exit.VAULT


class VaultMissingError(VaultError):
    """There is no database at this path. Details: vault."""


class VaultNotKdbxError(VaultError):
    """The file is not a KeePass database, or is damaged. Details: vault."""


class VaultUnreadableError(VaultError):
    """The database cannot be read (no access, an error of the disk). Details: vault, reason."""


class VaultUnsupportedError(VaultError):
    """The database needs something that the assistant cannot do. Details: vault, reason."""


class VaultCredentialsError(VaultError):
    """Wrong password or key file. Details: vault."""


class KeyFileError(VaultError):
    """The key file cannot be read. Details: key_file."""


class VaultNotWritableError(VaultError):
    """The database or its folder cannot be written. Details: vault, reason."""


class VaultBusyError(VaultError):
    """Another assistant works on the database. Details: vault."""


class EntryExistsError(VaultError):
    """The group has an entry with this title already. Details: title, group, vault."""


class EntryWaitsError(VaultError):
    """The entry holds a token of an earlier run that nobody has confirmed yet. Details: entry, vault."""


class EntryNotFoundError(VaultError):
    """No entry, or more than one, answers to this description. Details: entry, vault."""


class VaultWriteFailedError(VaultError):
    """A write to the database failed, or what was read back differs. Details: vault, reason.

    Raised by the vault; after a token was issued the flow turns it into `TokenNotSafeError`.
    """


# --- 8: a token was issued and is not safe -------------------------------------------------------


class TokenNotSafeError(AssistantError):
    """A token was issued and is not safely in the database. Details: reference, reason."""

    exit = Exit.TOKEN_NOT_SAFE


class TokenUnconfirmedError(AssistantError):
    """The token came in AP's answer and is in the database, but AP's page never showed it.

    Details: reference, reason, entry, vault.
    """

    exit = Exit.TOKEN_NOT_SAFE


class TokenRescuedError(AssistantError):
    """The database failed; the token is in a rescue database. Details: reference, reason, vault, rescue."""

    exit = Exit.TOKEN_NOT_SAFE


class OrderUnknownError(AssistantError):
    """`Generuj token` was pressed and AP's answer never came: there may be a token. Details: name, listed."""

    exit = Exit.TOKEN_NOT_SAFE


class RecoveryOpenError(AssistantError):
    """`recover` had to leave runs open whose tokens may exist and are not safe. Details: count, names."""

    exit = Exit.TOKEN_NOT_SAFE


class TokenSuspectError(AssistantError):
    """What was copied is in the database, but is not as it should be. Details: reason, entry."""

    exit = Exit.TOKEN_NOT_SAFE


# --- 9: refused by policy ------------------------------------------------------------------------


class PolicyError(AssistantError):
    """The assistant does not act here."""

    exit = Exit.POLICY


class AddressNotLoopbackError(PolicyError):
    """`local` serves this machine only. Details: address."""


class WrongOriginError(PolicyError):
    """The browser is, or was led, to a foreign origin.

    Details: place (page, frame, window, form), origin, environment.
    """


class CertificateRefusedError(PolicyError):
    """AP's certificate does not hold. Details: origin, reason (the browser's own word for it)."""


class WrongEnvironmentShownError(PolicyError):
    """AP's header names another environment than was asked for. Details: shown, environment."""


class WrongContextShownError(PolicyError):
    """AP's header names another NIP than was asked for. Details: shown, nip."""


class RunWatchedError(PolicyError):
    """A variable makes Playwright or Node print what is typed and answered. Details: variable, environment."""


class StillRecordingError(PolicyError):
    """Something records the page, could not be stopped, and a secret is about to be on it."""


class ProductionRefusedError(PolicyError):
    """This command never works on production. Details: command."""


class ProductionConsentMissingError(PolicyError):
    """Production, and nobody can be asked. Details: nip, missing (`flag` or `setting`)."""


class ProductionDeclinedError(PolicyError):
    """The operator did not retype the NIP. Details: nip."""


class BatteryLowError(PolicyError):
    """Production, on a battery that holds too little. Details: percent, minimum."""


# --- 130 -----------------------------------------------------------------------------------------


class RunInterruptedError(AssistantError):
    """The operator stopped the run (Ctrl-C) before a token was ordered."""

    exit = Exit.INTERRUPTED


class BrowserClosedError(AssistantError):
    """The browser was closed or crashed before a token was ordered."""

    exit = Exit.INTERRUPTED


class RehearsalInterruptedError(AssistantError):
    """As `RehearsalTokenLeftError`, because the operator stopped the run.

    Details: reference, reason, environment, vault.
    """

    exit = Exit.INTERRUPTED
