"""Where every value comes from: options, environment (`AP_...`), `.env`, `ap-token.toml`, defaults.

The first source that has a value wins. Field names are the names in all four: `refresh_interval` is
`--refresh-interval`, `AP_REFRESH_INTERVAL` and `refresh_interval = 5`.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from automation import environments
from automation.errors import (
    LoginNotOfferedError,
    MissingSettingError,
    UnknownPermissionError,
    WrongNipError,
    WrongSettingError,
    WrongTokenNameError,
)
from automation.hardening import forget_passwords
from automation.ksef_token import INVOICE_PERMISSIONS, NAME_MAX_LENGTH, NAME_MIN_LENGTH, Permission
from automation.secret import Secret
from automation.text import has_text, say

FILE_NAME: Final = "ap-token.toml"


def _words(value: object) -> object:
    """A list written as text: `a, b` (environment variables have no lists)."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


TextList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]


class Settings(BaseSettings):
    """Everything that can be set. Not every command reads every value."""

    model_config = SettingsConfigDict(
        env_prefix="AP_",
        env_file=".env",
        env_ignore_empty=True,
        toml_file=FILE_NAME,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # an input may be a password
    )

    env: str | None = None
    """production, demo, test or local."""
    base_url: str | None = None
    """AP's address for `local`; loopback only."""
    nip: str | None = None
    """The taxpayer in whose name one logs in: ten digits."""
    login: str | None = None
    """test, certificate, login-gov or session; test authentication unless told, where there is one."""
    login_limit: float = Field(default=600.0, ge=10, le=7200)
    """Seconds that a person has to log in at login.gov.pl, or to sign AP's request."""
    keep_session: bool = True
    """Keep the session of a login in the vault, for `--login session`."""
    certificate: Path | None = None
    """For certificate login: PKCS#12 (`.p12`, `.pfx`), or PEM with its chain."""
    certificate_key: Path | None = None
    """The PEM certificate's private key, where it is a file of its own."""
    certificate_password: Secret | None = None
    certificate_password_file: Path | None = None
    certificate_password_command: str | None = None
    sign_command: str | None = None
    """A program that signs AP's request: a command line, or a JSON list of arguments."""
    headed: bool = False
    """Show the browser's window."""
    clipboard: Literal["isolated", "system"] = "isolated"
    """Whether the operating system's clipboard sees the copied token."""
    browser: str | None = None
    """Path, `chromium`, `chrome`, `msedge`, or an endpoint (`ws://`, `http://`); else one is found."""
    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds that AP may take for one screen."""
    trace: bool = False
    """Keep the Playwright trace also of a run that went well."""
    pictures: Literal["steps", "failure", "never"] = "steps"
    """Of which steps there are pictures: of each, of the one that failed, of none."""
    video: bool = False
    """Record a video."""
    show_token: bool = False
    """Show the replica's made-up token in the video."""
    recordings: Path = Path("recordings")
    """Where each run leaves its folder."""
    keep_runs: int = Field(default=200, ge=1)
    """How many runs' folders are kept; the oldest go."""
    keep_days: int = Field(default=90, ge=1)
    """Days for which a run's folder is kept. One whose token is not settled stays, see `recover`."""

    pace: str = "manual"
    """How training goes on: manual (a nod), auto (by the length of the text), auto:3s."""
    trainee: str | None = None
    """Who practises, for the certificate and the results."""
    texts: Path | None = None
    """A folder with a trainer's own texts and notes (`pl.ftl`, `en.ftl`)."""

    name: str | None = None
    """The token's name; else made from `name_template`."""
    name_template: str = "{system} {permissions}"
    system: str = "iCargo"
    """For whom or what the token is."""
    permission: TextList = tuple(INVOICE_PERMISSIONS)
    """What the token may do: AP's wording or the API's names."""
    validity_days: int | None = Field(default=None, ge=1, le=365)
    """For how long the token is to be valid, where AP's form asks (from 2027)."""
    renewable: bool = False
    """Whether the token may renew itself, where AP's form asks (from 2027)."""

    vault: Path | None = None
    """The KeePassXC database."""
    create_vault: bool = False
    backup: bool = False
    """Copy the database to `<name>.bak` before the first write."""
    replace: bool = False
    look_again: float = Field(default=3.0, ge=0, le=600)
    """Seconds after the run at which the database is looked at once more: KeePassXC may have saved over it."""
    vault_password: Secret | None = None
    vault_password_file: Path | None = None
    vault_password_command: str | None = None
    key_file: Path | None = None
    group: str | None = None
    """The entry's group, parts separated by `/`; default `KSeF/<environment>/<NIP>`."""

    production_nips: TextList = ()
    """Taxpayers for whom a job without a terminal may act on production, if it has the flag `--production` as well."""

    refresh_interval: float = Field(default=5.0, ge=2, le=600)
    """Seconds, at least, between two presses of Odśwież."""
    refresh_limit: int = Field(default=60, ge=1, le=10_000)
    """Presses of Odśwież after which the run gives up."""

    battery_minimum: int = Field(default=50, ge=0, le=100)
    """Percent of the battery below which, without mains power, nothing is generated on production unasked."""
    catalogue: Path = Path("ap-catalogue.toml")
    """What a person has corrected in AP's wording (`doctor --calibrate`); used if it is there."""

    @field_validator(
        "vault",
        "recordings",
        "vault_password_file",
        "key_file",
        "certificate",
        "certificate_key",
        "certificate_password_file",
        "catalogue",
        "texts",
        mode="after",
    )
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value is not None else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  no secrets folder: not in the contract
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order in which sources are asked."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def environment(self) -> environments.Environment:
        """The environment to act in.

        Raises:
            MissingSettingError: none was named, or `local` without an address.
            UnknownEnvironmentError, WrongBaseUrlError, AddressNotLoopbackError: see `environment()`.
        """
        if self.env is None:
            raise MissingSettingError(setting="env", option="--env")
        if self.env == environments.LOCAL_NAME and not self.base_url:
            raise MissingSettingError(setting="base_url", option="--base-url")
        return environments.environment(self.env, self.base_url)

    def login_for(self, environment: environments.Environment) -> environments.Login:
        """The way to log in, checked against what the environment offers.

        Raises:
            LoginNotOfferedError: the environment does not offer it.
        """
        login = self.login or environments.Login.TEST.value
        if login not in environment.logins:
            raise LoginNotOfferedError(
                login=login, environment=environment.name, offered=", ".join(environment.logins)
            )
        return environments.Login(login)

    @property
    def taxpayer(self) -> str:
        """The NIP, its length and checksum proven.

        Raises:
            MissingSettingError: none was given.
            WrongNipError: wrong length or checksum.
        """
        from stdnum.exceptions import ValidationError as WrongNumberError  # noqa: PLC0415  0.06 s
        from stdnum.pl import nip as nip_number  # noqa: PLC0415  only commands that log in

        if self.nip is None:
            raise MissingSettingError(setting="nip", option="--nip")
        try:
            return str(nip_number.validate(self.nip))
        except WrongNumberError:
            raise WrongNipError(nip=self.nip) from None

    @property
    def permissions(self) -> tuple[Permission, ...]:
        """The token's permissions, in AP's order, each once.

        Raises:
            MissingSettingError: none was named.
            UnknownPermissionError: one is not known by either name.
        """
        from automation.ap.catalogue import permission_labels  # noqa: PLC0415  reads the catalogue file

        labels = permission_labels()
        by_label = {" ".join(label.casefold().split()): permission for permission, label in labels.items()}
        by_name = {permission.value.casefold(): permission for permission in Permission}
        wanted = set()
        for given in self.permission:
            key = " ".join(given.casefold().split())
            permission = by_name.get(key) or by_label.get(key)
            if permission is None:
                raise UnknownPermissionError(
                    permission=given, known=", ".join(f"{label} ({p})" for p, label in labels.items())
                )
            wanted.add(permission)
        if not wanted:
            raise MissingSettingError(setting="permission", option="--permission")
        return tuple(permission for permission in Permission if permission in wanted)

    @property
    def token_name(self) -> str:
        """The token's name, given or made from the template.

        Raises:
            WrongTokenNameError: shorter than 5 or longer than 256 characters, or not one line of text.
            WrongSettingError: the template has an unknown placeholder.
        """
        from automation.ap.catalogue import describe_permissions  # noqa: PLC0415  reads the catalogue file

        name = self.name
        if name is None:
            try:
                name = self.name_template.format(
                    system=self.system, permissions=describe_permissions(self.permissions)
                )
            except (KeyError, IndexError, ValueError):
                raise WrongSettingError(setting="name_template", reason=self.name_template) from None
        name = name.strip()
        if not NAME_MIN_LENGTH <= len(name) <= NAME_MAX_LENGTH or not name.isprintable():
            raise WrongTokenNameError(length=len(name))
        return name

    def vault_group(self, environment: environments.Environment) -> tuple[str, ...]:
        """The path of the group that the entry goes to."""
        if self.group is not None:
            parts = tuple(part for part in self.group.split("/") if part)
            if not parts:
                raise WrongSettingError(setting="group", reason=self.group)
            return parts
        return ("KSeF", environment.vault_group, self.taxpayer)


def load_settings(**options: Any) -> Settings:  # noqa: ANN401  the options of every command
    """Read every source; an option that was not given is None and gives way to the next source.

    The vault's password is taken out of this process's environment, so that neither the browser nor
    any other child inherits it.

    Raises:
        WrongSettingError: a value is not valid, or `ap-token.toml` has an unknown name.
    """
    try:
        _check_file()
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WrongSettingError(setting=str(first["loc"][0]), reason=_reason(first)) from None
    finally:
        forget_passwords()
    return settings


def _reason(detail: ErrorDetails) -> str:
    """What is wrong with a value, in the operator's language; pydantic's own words as the last resort."""
    context = {
        key: value for key, value in detail.get("ctx", {}).items() if isinstance(value, str | int | float)
    }
    text_id = f"invalid-{detail['type'].replace('_', '-')}"
    return say(text_id, **context) if has_text(text_id) else detail["msg"]


def _check_file() -> None:
    path = Path(FILE_NAME)
    if not path.is_file():
        return
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSettingError(setting=FILE_NAME, reason=str(error)) from None
    unknown = sorted(set(found) - set(Settings.model_fields))
    if unknown:
        raise WrongSettingError(setting=FILE_NAME, reason=", ".join(unknown))
    for secret in ("vault_password", "certificate_password"):
        if secret in found:
            raise WrongSettingError(setting=FILE_NAME, reason=secret)
