"""Settings from the environment, declared once with type, default and help."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import attrs
import environ
from environ.exceptions import MissingEnvValueError

from bot import converters, env_file
from db.table import default_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from db.entry import Lang

DEFAULT_PORT = 3000
_KEY = "environ_config"
_REDIRECTING = (
    "SLACK_API_URL",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
"""Settings that decide whom imerr obeys, and who sees its token."""

_OF_YOUR_OWN = "a secret of your own, for example from `python -c 'import secrets; print(secrets.token_urlsafe())'`"
_FOUND = {
    "SLACK_BOT_TOKEN": "in the app's settings under OAuth & Permissions, Bot User OAuth Token",
    "SLACK_SIGNING_SECRET": "in the app's settings under Basic Information, Signing Secret",
    "SLACK_APP_TOKEN": "in the app's settings under Basic Information, App-Level Tokens",
    "SLACK_CLIENT_SECRET": "in the app's settings under Basic Information, App Credentials",
    "IMERR_SECRET_KEY": "what `openssl rand -base64 32` prints",
    "IMERR_METRICS_TOKEN": _OF_YOUR_OWN,
    "IMERR_MCP_TOKEN": _OF_YOUR_OWN,
}
"""Places of the secrets, whose values no sentence shows."""

LogFormat = Literal["auto", "json", "text"]


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says where to find its value."""


def _name(value: str) -> str:
    return value.strip().lower()


def _table(value: str | Path) -> Path:
    try:
        return Path(value).expanduser() if value else default_path()
    except RuntimeError:
        raise ValueError("begins with the home folder of a user that there is not") from None


def _source(value: str | Path) -> Path | None:
    if not value:
        return None
    try:
        folder = Path(value).expanduser()
    except RuntimeError:
        raise ValueError("begins with the home folder of a user that there is not") from None
    if not folder.exists():
        raise ValueError("names a folder that there is not")
    if not folder.is_dir():
        raise ValueError("has to be a folder")
    return folder


@environ.config(prefix="", frozen=True)
class Settings:
    """All settings, validated."""

    lang: Lang = environ.var(
        "zh",
        name="IMERR_LANG",
        converter=converters.one_of("zh", "en"),
        help="Language for a question without words, like `603`: zh or en.",
    )
    platform: str = environ.var(
        "",
        name="IMERR_PLATFORM",
        converter=_name,
        help="Platform that a question means when it names none: web, native, web5, android, ios, … Default: web.",
    )
    table: Path = environ.var(
        "",
        name="IMERR_TABLE",
        converter=_table,
        help="The SQLite code table. Default: in a checkout beside the code, else in the user's data folder.",
    )
    source: Path | None = environ.var(
        "",
        name="IMERR_SOURCE",
        converter=_source,
        help="Folder of TOML files that the table is built from. Default: what it was built from last, else the shipped one.",
    )
    memory: str = environ.var(
        "on",
        name="IMERR_MEMORY",
        converter=converters.one_of("on", "off"),
        help="Whether `serve` keeps what teams add, such as notes: on or off.",
    )
    database_url: str = environ.var(
        "",
        name="DATABASE_URL",
        help=(
            "Where that is kept: postgresql://user:password@host/name for several machines, or sqlite:///path. "
            "Default: a SQLite file in the user's data folder."
        ),
    )
    keep_days: int = environ.var(
        30,
        name="IMERR_KEEP_DAYS",
        converter=converters.whole(1, 3650),
        help="Days for which the text of questions without an answer is kept after they were last asked; counts stay.",
    )
    bot_token: str = environ.var(
        "",
        name="SLACK_BOT_TOKEN",
        converter=converters.starting("xoxb-"),
        help=f"Bot token; {_FOUND['SLACK_BOT_TOKEN']}.",
    )
    signing_secret: str = environ.var(
        "",
        name="SLACK_SIGNING_SECRET",
        converter=converters.secret,
        help=f"Signing secret, needed over HTTP; {_FOUND['SLACK_SIGNING_SECRET']}.",
    )
    app_token: str = environ.var(
        "",
        name="SLACK_APP_TOKEN",
        converter=converters.starting("xapp-"),
        help=f"App-level token with connections:write, switches Socket Mode on; {_FOUND['SLACK_APP_TOKEN']}.",
    )
    client_id: str = environ.var(
        "",
        name="SLACK_CLIENT_ID",
        converter=converters.client_id,
        help="Client ID, instead of a bot token: lets many workspaces install the app, over HTTP.",
    )
    client_secret: str = environ.var(
        "",
        name="SLACK_CLIENT_SECRET",
        converter=converters.secret,
        help=f"Client secret, needed with SLACK_CLIENT_ID; {_FOUND['SLACK_CLIENT_SECRET']}.",
    )
    secret_keys: tuple[str, ...] = environ.var(
        "",
        name="IMERR_SECRET_KEY",
        converter=converters.secret_keys,
        help="Encrypts the tokens of workspaces that install the app; of several keys, with commas, the first encrypts.",
    )
    mcp_token: str = environ.var(
        "",
        name="IMERR_MCP_TOKEN",
        converter=converters.token,
        help="Bearer token that lets coding agents ask at /mcp of the server; without it there is no /mcp.",
    )
    api_url: str = environ.var(
        "https://slack.com/api/",
        name="SLACK_API_URL",
        converter=converters.url,
        help="Another Slack to talk to, for tests.",
    )
    port: int = environ.var(
        converters.UNSET,
        name="PORT",
        converter=converters.port,
        help="Port to listen on over HTTP, 3000 if not set. Over Socket Mode, where it is set, health checks are answered there.",
    )
    host: str = environ.var(
        "127.0.0.1", name="IMERR_HOST", help="Address to listen on over HTTP; 0.0.0.0 for every interface."
    )
    workers: int = environ.var(
        1, name="WEB_CONCURRENCY", converter=converters.whole(1, 64), help="Server processes over HTTP."
    )
    metrics_token: str = environ.var(
        "",
        name="IMERR_METRICS_TOKEN",
        converter=converters.token,
        help=f"Switches /metrics on, for whoever sends it: {_FOUND['IMERR_METRICS_TOKEN']}.",
    )
    log_level: str = environ.var(
        "info",
        name="IMERR_LOG_LEVEL",
        converter=converters.one_of("debug", "info", "warning", "error"),
        help="debug, info, warning or error. Only debug may show the text of messages.",
    )
    log_format: LogFormat = environ.var(
        "auto",
        name="IMERR_LOG_FORMAT",
        converter=converters.one_of("auto", "json", "text"),
        help="text, json, or auto: text on a terminal, else JSON.",
    )


def http_port(settings: Settings) -> int:
    """Return the port to listen on over HTTP."""
    return settings.port or DEFAULT_PORT


@attrs.frozen
class Variable:
    """One declared environment variable, for help and documentation."""

    name: str
    default: str
    help: str


def variables() -> tuple[Variable, ...]:
    """Return every environment variable that imerr reads."""
    declared = (field.metadata[_KEY] for field in attrs.fields(cast("Any", Settings)))
    return tuple(Variable(entry.name, str(entry.default), entry.help) for entry in declared)


def load(environment: Mapping[str, str] | None = None, dotenv: Path = Path(".env")) -> Settings:
    """Return the settings from `environment` (default: the process's own), with `dotenv` as fallback.

    An empty value counts as unset.

    Raises:
        SettingsError: values are invalid, or `dotenv` is unreadable; the message names all that are wrong.

    """
    values: dict[str, str | None] = {}
    if environment is None:
        environment = os.environ
        values |= _read(dotenv)
    values |= {name: value for name, value in environment.items() if value}
    known = {field.metadata[_KEY].name: field for field in attrs.fields(cast("Any", Settings))}
    faults: list[str] = []
    for name, field in known.items():
        if (value := values.get(name)) and field.converter:
            try:
                field.converter(value)
            except ValueError as error:
                faults.append(_fault(name, value, str(error)))
    if faults:
        raise SettingsError(faults[0] if len(faults) == 1 else "\n  ".join(["Several settings are wrong:", *faults]))
    try:
        return environ.to_config(Settings, {name: value for name, value in values.items() if value})
    except MissingEnvValueError as error:
        raise SettingsError(f"{error} has to be set.") from error


def misspelt(dotenv: Path = Path(".env")) -> list[str]:
    """Return a sentence for each name in `dotenv` that looks like a setting's and is none: it has no effect.

    Raises:
        SettingsError: `dotenv` cannot be read.

    """
    try:
        return env_file.misspelt(dotenv, [variable.name for variable in variables()])
    except env_file.EnvFileError as error:
        raise SettingsError(str(error)) from error


def is_set(name: str, environment: Mapping[str, str] | None = None, dotenv: Path = Path(".env")) -> bool:
    """Return whether a variable has a value in `environment` (default: the process's own) or in `dotenv`.

    Raises:
        SettingsError: `dotenv` cannot be read.

    """
    return bool((os.environ if environment is None else environment).get(name) or _read(dotenv).get(name))


def _read(dotenv: Path) -> dict[str, str | None]:
    """Return the variables of a .env file; none where there is no file."""
    try:
        return env_file.read(dotenv, {variable.name for variable in variables()})
    except env_file.EnvFileError as error:
        raise SettingsError(str(error)) from error


def trusted_from(environment: Mapping[str, str] | None = None, dotenv: Path = Path(".env")) -> tuple[str, ...]:
    """Return the settings about Slack that `load` takes from `dotenv`: anyone who can write that file controls them.

    Raises:
        SettingsError: `dotenv` is unreadable.

    """
    values = os.environ if environment is None else environment
    there = _read(dotenv)
    return tuple(name for name in _REDIRECTING if there.get(name) and not values.get(name))


def _fault(name: str, value: str, reason: str) -> str:
    """Return the sentence about a wrong setting: with its value, or for a secret with where to find the right one."""
    return f"{name} {reason}. It is {_FOUND[name]}." if name in _FOUND else f"{name} {reason}, and is {value!r}."


def require_slack(settings: Settings, *, socket: bool | None) -> None:
    """Check that the settings for a connection to Slack are there; `socket` is None where nobody chose a mode.

    Raises:
        SettingsError: a setting is missing; the message names all that are.

    """
    if settings.client_id and socket is None:
        socket = False
    over = {None: "by `imerr serve`", True: "over Socket Mode", False: "over HTTP"}[socket]
    modes = {
        "SLACK_APP_TOKEN": (True, "for Socket Mode", settings.app_token),
        "SLACK_SIGNING_SECRET": (False, "for HTTP", settings.signing_secret),
    }
    helps = {variable.name: variable.help for variable in variables()}
    name, value = (
        ("SLACK_CLIENT_SECRET", settings.client_secret)
        if settings.client_id
        else ("SLACK_BOT_TOKEN", settings.bot_token)
    )
    lines = [] if value else [f"  {name}: {helps[name]}"]
    if socket is not None:
        lines += [
            f"  {name}: {helps[name]}" for name, (mode, _, value) in modes.items() if mode == socket and not value
        ]
    elif not any(value for _, _, value in modes.values()):
        lines += ["  one of these two:"]
        lines += [f"    {name}, {purpose}: {helps[name]}" for name, (_, purpose, _) in modes.items()]
    if lines:
        raise SettingsError(
            "\n".join(
                [f"Not set, and needed {over}:", *lines, f"Set it in the environment or in a file .env{_example()}. "]
            )
            + "Without Slack, `imerr explain` works as it is."
        )


def _example() -> str:
    """Return where to find a `.env` to copy: only a checkout has one."""
    example = Path(__file__).parents[1] / ".env.example"
    return f" (see {example})" if example.is_file() else ""
