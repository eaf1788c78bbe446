"""The commands and their options (Typer). Each hands its options to a job; the jobs are in `automation.jobs`."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated

import typer

from automation import options as o
from automation.execution import Invocation
from automation.help import Command, Group
from automation.text import LANGUAGES, say

app = typer.Typer(
    name="ap-token",
    cls=Group,
    help=say("app-help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback()
def start(
    context: typer.Context,
    lang: Annotated[str, typer.Option("--lang", help=say("option-lang"), envvar="AP_LANG")] = LANGUAGES[0],
    json: Annotated[bool, typer.Option("--json", help=say("option-json"))] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help=say("option-version"))] = False,
) -> None:
    """Take the global options. The help text is `app-help`."""
    if version:
        typer.echo(metadata.version("ap-token-assistant"))
        raise typer.Exit
    if lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
    context.obj = Invocation(as_json=json)


@app.command(cls=Command, help=say("command-rehearse"))
def rehearse(
    context: typer.Context,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    keep_session: o.KeepSession = None,
    name: o.Name = None,
    system: o.System = None,
    permission: o.Permissions = None,
    validity_days: o.ValidityDays = None,
    renewable: o.Renewable = None,
    refresh_interval: o.RefreshInterval = None,
    refresh_limit: o.RefreshLimit = None,
    vault: o.VaultPath = None,
    create_vault: o.CreateVault = None,
    backup: o.Backup = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    group: o.Group = None,
    scenario: o.ScenarioFile = None,
    headed: o.Headed = None,
    clipboard: o.Clipboard = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    video: o.Video = None,
    show_token: o.ShowToken = None,
    recordings: o.Recordings = None,
    junit: o.JUnit = None,
) -> None:
    """The whole job and its clean-up. The help text is `command-rehearse`."""
    given = _given(locals(), but=("scenario", "junit"))
    from automation.jobs.rehearse import rehearse_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("rehearse", given, lambda job: rehearse_job(job, scenario), junit=junit)


@app.command(cls=Command, help=say("command-generate"))
def generate(
    context: typer.Context,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    keep_session: o.KeepSession = None,
    production: o.Production = False,
    name: o.Name = None,
    system: o.System = None,
    permission: o.Permissions = None,
    validity_days: o.ValidityDays = None,
    renewable: o.Renewable = None,
    refresh_interval: o.RefreshInterval = None,
    refresh_limit: o.RefreshLimit = None,
    vault: o.VaultPath = None,
    create_vault: o.CreateVault = None,
    backup: o.Backup = None,
    replace: o.Replace = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    group: o.Group = None,
    headed: o.Headed = None,
    clipboard: o.Clipboard = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    video: o.Video = None,
    recordings: o.Recordings = None,
) -> None:
    """Make a token and put it into the vault. The help text is `command-generate`."""
    given = _given(locals(), but=("production",))
    from automation.jobs.generate import generate_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("generate", given, lambda job: generate_job(job, production=production))


@app.command(cls=Command, help=say("command-check"))
def check(
    context: typer.Context,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    keep_session: o.KeepSession = None,
    permission: o.Permissions = None,
    vault: o.VaultPath = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    video: o.Video = None,
    recordings: o.Recordings = None,
    bundle: o.Bundle = None,
    mask_nip: o.MaskNip = False,
) -> None:
    """Can this user get a proper token? The help text is `command-check`."""
    given = _given(locals(), but=("bundle", "mask_nip"))
    from automation.jobs.check import check_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("check", given, lambda job: check_job(job, bundle, mask_nip=mask_nip))


@app.command(cls=Command, help=say("command-train"))
def train(
    context: typer.Context,
    practice: o.Practice = False,
    exercise: o.Exercise = None,
    list_exercises: o.ListExercises = False,
    pace: o.Pace = None,
    texts: o.Texts = None,
    trainee: o.Trainee = None,
    certificate: o.Certificates = None,
    results: o.Results = None,
    video: o.LessonVideo = None,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    keep_session: o.KeepSession = None,
    name: o.Name = None,
    system: o.System = None,
    permission: o.Permissions = None,
    validity_days: o.ValidityDays = None,
    renewable: o.Renewable = None,
    refresh_interval: o.RefreshInterval = None,
    refresh_limit: o.RefreshLimit = None,
    vault: o.VaultPath = None,
    create_vault: o.CreateVault = None,
    backup: o.Backup = None,
    replace: o.Replace = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    group: o.Group = None,
    scenario: o.ScenarioFile = None,
    headed: o.Headed = None,
    clipboard: o.Clipboard = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    show_token: o.ShowToken = None,
    recordings: o.Recordings = None,
) -> None:
    """Show the job, or let a trainee do it. The help text is `command-train`."""
    given = _given(
        locals(),
        but=("practice", "exercise", "list_exercises", "certificate", "results", "video", "scenario"),
    )
    from automation.jobs.train import Wish, train_job  # noqa: PLC0415  loads what the command needs

    wish = Wish(
        practice=practice,
        exercise=exercise,
        lists=list_exercises,
        certificates=tuple(certificate or ()),
        results=results,
        video=video,
        scenario=scenario,
    )
    _invocation(context).run("train", given, lambda job: train_job(job, wish))


@app.command(cls=Command, help=say("command-revoke"))
def revoke(
    context: typer.Context,
    token: o.Token,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    production: o.Production = False,
    vault: o.VaultPath = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    headed: o.Headed = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    recordings: o.Recordings = None,
) -> None:
    """Revoke a token. The help text is `command-revoke`."""
    given = _given(locals(), but=("token", "production"))
    from automation.jobs.revoke import revoke_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("revoke", given, lambda job: revoke_job(job, token, production=production))


@app.command(cls=Command, help=say("command-recover"))
def recover(
    context: typer.Context,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    production: o.Production = False,
    vault: o.VaultPath = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    yes: o.Yes = False,
    headed: o.Headed = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    recordings: o.Recordings = None,
) -> None:
    """Settle runs that ended too early. The help text is `command-recover`."""
    given = _given(locals(), but=("yes", "production"))
    from automation.jobs.recover import recover_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("recover", given, lambda job: recover_job(job, yes=yes, production=production))


@app.command(cls=Command, help=say("command-reproduce"))
def reproduce(
    context: typer.Context,
    original: o.Original = None,
    list_scenarios: o.ListScenarios = False,
    headed: o.Headed = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    trace: o.Trace = None,
    video: o.Video = None,
    show_token: o.ShowToken = None,
    recordings: o.Recordings = None,
) -> None:
    """Replay a customer's situation on the replica. The help text is `command-reproduce`."""
    given = _given(locals(), but=("original", "list_scenarios"))
    from automation.jobs.reproduce import reproduce_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run(
        "reproduce", given, lambda job: reproduce_job(job, original, list_scenarios=list_scenarios)
    )


@app.command(cls=Command, help=say("command-report"))
def report(
    context: typer.Context,
    run: o.RunArgument = None,
    index: o.Index = False,
    no_open: o.NoOpen = False,
    bundle: o.Bundle = None,
    mask_nip: o.MaskNip = False,
    recordings: o.Recordings = None,
) -> None:
    """Show what happened in a run. The help text is `command-report`."""
    given = _given(locals(), but=("run", "index", "no_open", "bundle", "mask_nip"))
    from automation.jobs.report import report_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run(
        "report",
        given,
        lambda job: report_job(job, run, index=index, opens=not no_open, bundle=bundle, mask_nip=mask_nip),
        leaves_folder=False,
    )


@app.command(cls=Command, help=say("command-replica"))
def replica(context: typer.Context, port: o.Port = 0, scenario: o.ScenarioFile = None) -> None:
    """Serve the local AP. The help text is `command-replica`."""
    from automation.jobs.replica import replica_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run("replica", {}, lambda job: replica_job(job, port, scenario), leaves_folder=False)


@app.command(cls=Command, help=say("command-doctor"))
def doctor(
    context: typer.Context,
    env: o.Env = None,
    base_url: o.BaseUrl = None,
    nip: o.Nip = None,
    login: o.LoginOption = None,
    login_limit: o.LoginLimit = None,
    certificate: o.Certificate = None,
    certificate_key: o.CertificateKey = None,
    certificate_password_file: o.CertificatePasswordFile = None,
    certificate_password_command: o.CertificatePasswordCommand = None,
    sign_command: o.SignCommand = None,
    permission: o.Permissions = None,
    vault: o.VaultPath = None,
    vault_password_file: o.PasswordFile = None,
    vault_password_command: o.PasswordCommand = None,
    key_file: o.KeyFile = None,
    calibrate: o.Calibrate = False,
    record: o.Record = False,
    headed: o.Headed = None,
    browser: o.Browser = None,
    timeout: o.Timeout = None,
    recordings: o.Recordings = None,
) -> None:
    """Look at everything a run depends on. The help text is `command-doctor`."""
    given = _given(locals(), but=("calibrate", "record"))
    from automation.jobs.doctor import doctor_job  # noqa: PLC0415  loads what the command needs

    _invocation(context).run(
        "doctor", given, lambda job: doctor_job(job, calibrate=calibrate, record=record), leaves_folder=False
    )


def _given(values: dict[str, object], *, but: tuple[str, ...] = ()) -> dict[str, object]:
    """The options that were given on the command line."""
    left_out = {"context", *but}
    return {name: value for name, value in values.items() if name not in left_out and value is not None}


def _invocation(context: typer.Context) -> Invocation:
    found: Invocation = context.obj
    return found
