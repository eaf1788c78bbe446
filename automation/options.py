"""The options of the commands, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from automation.text import say


def _panel(name: str) -> str:
    return say(f"options-{name}")


_WHERE, _LOGIN, _TOKEN, _VAULT, _RUN, _TRAINING = (
    _panel(name) for name in ("where", "login", "token", "vault", "run", "training")
)

Env = Annotated[str | None, typer.Option("--env", help=say("option-env"), rich_help_panel=_WHERE)]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", help=say("option-base-url"), rich_help_panel=_WHERE)
]
Nip = Annotated[str | None, typer.Option("--nip", help=say("option-nip"), rich_help_panel=_WHERE)]

LoginOption = Annotated[str | None, typer.Option("--login", help=say("option-login"), rich_help_panel=_LOGIN)]

LoginLimit = Annotated[
    float | None, typer.Option("--login-limit", help=say("option-login-limit"), rich_help_panel=_LOGIN)
]
KeepSession = Annotated[
    bool | None,
    typer.Option("--keep-session/--no-keep-session", help=say("option-keep-session"), rich_help_panel=_LOGIN),
]
Certificate = Annotated[
    Path | None, typer.Option("--certificate", help=say("option-certificate"), rich_help_panel=_LOGIN)
]
CertificateKey = Annotated[
    Path | None, typer.Option("--certificate-key", help=say("option-certificate-key"), rich_help_panel=_LOGIN)
]
CertificatePasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--certificate-password-file", help=say("option-certificate-password-file"), rich_help_panel=_LOGIN
    ),
]
CertificatePasswordCommand = Annotated[
    str | None,
    typer.Option(
        "--certificate-password-command",
        help=say("option-certificate-password-command"),
        rich_help_panel=_LOGIN,
    ),
]
SignCommand = Annotated[
    str | None, typer.Option("--sign-command", help=say("option-sign-command"), rich_help_panel=_LOGIN)
]

Headed = Annotated[
    bool | None, typer.Option("--headed/--headless", help=say("option-headed"), rich_help_panel=_RUN)
]
Clipboard = Annotated[
    str | None,
    typer.Option(
        "--clipboard", help=say("option-clipboard"), metavar="isolated|system", rich_help_panel=_RUN
    ),
]
Browser = Annotated[str | None, typer.Option("--browser", help=say("option-browser"), rich_help_panel=_RUN)]
Timeout = Annotated[float | None, typer.Option("--timeout", help=say("option-timeout"), rich_help_panel=_RUN)]
Trace = Annotated[bool | None, typer.Option("--trace", help=say("option-trace"), rich_help_panel=_RUN)]
Video = Annotated[bool | None, typer.Option("--video", help=say("option-video"), rich_help_panel=_RUN)]
ShowToken = Annotated[
    bool | None, typer.Option("--show-token", help=say("option-show-token"), rich_help_panel=_RUN)
]
Recordings = Annotated[
    Path | None, typer.Option("--recordings", help=say("option-recordings"), rich_help_panel=_RUN)
]

Name = Annotated[str | None, typer.Option("--name", help=say("option-name"), rich_help_panel=_TOKEN)]
System = Annotated[str | None, typer.Option("--system", help=say("option-system"), rich_help_panel=_TOKEN)]
Permissions = Annotated[
    list[str] | None, typer.Option("--permission", help=say("option-permission"), rich_help_panel=_TOKEN)
]
ValidityDays = Annotated[
    int | None, typer.Option("--validity-days", help=say("option-validity-days"), rich_help_panel=_TOKEN)
]
Renewable = Annotated[
    bool | None,
    typer.Option("--renewable/--not-renewable", help=say("option-renewable"), rich_help_panel=_TOKEN),
]
RefreshInterval = Annotated[
    float | None,
    typer.Option("--refresh-interval", help=say("option-refresh-interval"), rich_help_panel=_TOKEN),
]
RefreshLimit = Annotated[
    int | None, typer.Option("--refresh-limit", help=say("option-refresh-limit"), rich_help_panel=_TOKEN)
]

VaultPath = Annotated[Path | None, typer.Option("--vault", help=say("option-vault"), rich_help_panel=_VAULT)]
CreateVault = Annotated[
    bool | None, typer.Option("--create-vault", help=say("option-create-vault"), rich_help_panel=_VAULT)
]
Backup = Annotated[bool | None, typer.Option("--backup", help=say("option-backup"), rich_help_panel=_VAULT)]
Replace = Annotated[
    bool | None, typer.Option("--replace", help=say("option-replace"), rich_help_panel=_VAULT)
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--vault-password-file", help=say("option-password-file"), rich_help_panel=_VAULT),
]
PasswordCommand = Annotated[
    str | None,
    typer.Option("--vault-password-command", help=say("option-password-command"), rich_help_panel=_VAULT),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help=say("option-key-file"), rich_help_panel=_VAULT)
]
Group = Annotated[str | None, typer.Option("--group", help=say("option-group"), rich_help_panel=_VAULT)]

Production = Annotated[
    bool, typer.Option("--production", help=say("option-production"), rich_help_panel=_WHERE)
]
Yes = Annotated[bool, typer.Option("--yes", help=say("option-yes"), rich_help_panel=_RUN)]
Calibrate = Annotated[bool, typer.Option("--calibrate", help=say("option-calibrate"), rich_help_panel=_WHERE)]
Record = Annotated[bool, typer.Option("--record", help=say("option-record"), rich_help_panel=_WHERE)]
ScenarioFile = Annotated[Path | None, typer.Option("--scenario", help=say("option-scenario"))]
JUnit = Annotated[Path | None, typer.Option("--junit", help=say("option-junit"), rich_help_panel=_RUN)]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help=say("option-port"))]
Token = Annotated[
    str, typer.Argument(help=say("argument-token"), metavar="REFERENCE|ENTRY", show_default=False)
]

Bundle = Annotated[Path | None, typer.Option("--bundle", help=say("option-bundle"))]
MaskNip = Annotated[bool, typer.Option("--mask-nip", help=say("option-mask-nip"))]
Index = Annotated[bool, typer.Option("--index", help=say("option-index"))]
NoOpen = Annotated[bool, typer.Option("--no-open", help=say("option-no-open"))]
ListScenarios = Annotated[bool, typer.Option("--list", help=say("option-list-scenarios"))]
RunArgument = Annotated[str | None, typer.Argument(help=say("argument-run"), show_default=False)]
Original = Annotated[str | None, typer.Argument(help=say("argument-original"), show_default=False)]

Practice = Annotated[bool, typer.Option("--practice", help=say("option-practice"), rich_help_panel=_TRAINING)]
Exercise = Annotated[
    str | None,
    typer.Option("--exercise", help=say("option-exercise"), metavar="NAME|random", rich_help_panel=_TRAINING),
]
ListExercises = Annotated[
    bool, typer.Option("--list", help=say("option-list-exercises"), rich_help_panel=_TRAINING)
]
Pace = Annotated[
    str | None,
    typer.Option("--pace", help=say("option-pace"), metavar="manual|auto|auto:3s", rich_help_panel=_TRAINING),
]
Texts = Annotated[Path | None, typer.Option("--texts", help=say("option-texts"), rich_help_panel=_TRAINING)]
Trainee = Annotated[
    str | None, typer.Option("--trainee", help=say("option-trainee"), rich_help_panel=_TRAINING)
]
Certificates = Annotated[
    list[Path] | None,
    typer.Option("--certificate", help=say("option-certificates"), rich_help_panel=_TRAINING),
]
Results = Annotated[
    Path | None, typer.Option("--results", help=say("option-results"), rich_help_panel=_TRAINING)
]
LessonVideo = Annotated[
    Path | None,
    typer.Option("--video", help=say("option-lesson-video"), metavar="FILE.webm", rich_help_panel=_TRAINING),
]
