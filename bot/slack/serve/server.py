"""Starting and stopping: check settings, table and token, then serve over HTTP or Socket Mode until a signal."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import signal
import socket as sockets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot import settings as environment
from bot import tables
from bot.live import LiveLookup
from bot.lookup.platforms import PlatformError
from bot.slack.claims import FileClaims
from bot.slack.desk import Desk
from bot.slack.payload.responses import error_in
from bot.slack.payload.words import word
from bot.slack.serve import http, logs
from bot.slack.serve.signature import Signatures
from bot.slack.serve.socket_mode import SocketMode
from bot.slack.serve.sockets.refusals import RefusedForGoodError
from db.checked import SourceError
from db.table import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slack_bolt.async_app import AsyncApp
    from starlette.applications import Starlette

    from bot.settings import Settings

    Build = Callable[[Settings, Desk], AsyncApp]

_log = logging.getLogger(__name__)

_AUTH_SECONDS = 5
_MOST_CONNECTIONS = 500
"""Limit on concurrent connections per process. A further one replaces the connection whose client has kept the server
waiting longest, if there is one, else it gets a 503. Each may hold a body of a megabyte for ten seconds."""
_AUTH_TEST = "auth.test"
_REFUSED = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
}


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


def run(settings: Settings, build: Build, *, socket: bool, host: str) -> None:
    """Serve the app that `build` returns, until SIGTERM or SIGINT.

    Raises:
        SettingsError: a setting that Slack needs is missing.
        ServerError: the table, the token or the port is unusable.

    """
    environment.require_slack(settings, socket=socket)
    logs.set_up(settings)
    _remark_on_surroundings()
    desk = _desk(settings)
    _check_token(settings)
    if socket:
        asyncio.run(_serve_socket(settings, desk, build(settings, desk)))
    else:
        _serve_http(settings, build, host)


def _remark_on_surroundings() -> None:
    """Log once a warning for each likely mistake in the set-up."""
    if names := environment.trusted_from():
        _log.warning("settings_from_file", extra={"file": str(Path(".env").absolute()), "settings": " ".join(names)})
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _log.warning("running_as_root", extra={"reason": "imerr needs no rights; run it as a user of its own"})


def http_app(build: Build, claims: Path | None = None) -> Starlette:
    """Return the ASGI application of one server process, with settings from the environment.

    `build` returns its Bolt app; `claims` is the file of claims that the processes of one server share.
    """
    settings = environment.load()
    logs.set_up(settings)
    desk = _desk(settings, claims)
    return http.build(build(settings, desk), desk, Signatures(settings.signing_secret))


def _desk(settings: Settings, claims: Path | None = None) -> Desk:
    try:
        ready = tables.ready(settings.table, whole=True, platform=settings.platform)
    except (TableError, SourceError) as error:
        raise ServerError(f"There is no code table to answer from. {error}") from error
    except PlatformError as error:
        raise ServerError(f"IMERR_PLATFORM: {error}") from error
    if ready.warning:
        _log.warning("table_older", extra={"reason": ready.warning})
    return Desk(LiveLookup(ready.lookup, settings.table), settings.lang, FileClaims(claims))


def _check_token(settings: Settings) -> None:
    """Check the bot token with Slack: a wrong token stops the start, an unreachable Slack does not.

    The first connection checks the app-level token: Slack limits such checks to about one a minute.
    """
    from slack_sdk import WebClient  # noqa: PLC0415 - only the start needs the blocking client

    # The SDK would log Slack's response and its own failure.
    quiet = logging.getLogger(f"{__name__}.sdk")
    quiet.disabled = True
    client = WebClient(base_url=settings.api_url, timeout=_AUTH_SECONDS, logger=quiet)
    try:
        client.api_call(_AUTH_TEST, headers={"Authorization": f"Bearer {settings.bot_token}"})
    except SlackApiError as error:
        reason = word(error_in(error.response))
        if reason not in _REFUSED:
            status = error.response.status_code
            _log.warning("slack_unsure", extra={"method": _AUTH_TEST, "status": status, "reason": reason})
            return
        where = next(variable.help for variable in environment.variables() if variable.name == "SLACK_BOT_TOKEN")
        raise ServerError(f"Slack refuses SLACK_BOT_TOKEN ({reason}). {where}") from error
    except Exception as error:  # noqa: BLE001 - no failure of the SDK may stop the start
        cause = getattr(error, "reason", None)
        reason = type(cause if isinstance(cause, Exception) else error).__name__
        _log.warning("slack_unreachable", extra={"method": _AUTH_TEST, "reason": reason})


def _serve_http(settings: Settings, build: Build, host: str) -> None:
    import uvicorn  # noqa: PLC0415 - Socket Mode does without it
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above

    from bot.slack.serve.http_connection import Connection  # noqa: PLC0415 - as above

    listening = _bind(host, settings.port)
    _log.info("listening", extra={"host": host, "port": settings.port, "processes": settings.workers})
    # After its shutdown uvicorn raises the signal again, for the handler from before: exit then.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    with _shared_folder() as folder:
        claims = folder / "claims.sqlite3" if folder else None
        # Created before the processes start, which would race to create it.
        FileClaims(claims).close()
        config = uvicorn.Config(
            functools.partial(http_app, build, claims),
            factory=True,
            host=host,
            port=settings.port,
            workers=settings.workers,
            log_config=None,
            access_log=False,
            server_header=False,
            # These headers tell only the client's address, which is unused.
            proxy_headers=False,
            http=Connection,
            ws="none",
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=http.STOP_SECONDS,
        )
        try:
            if settings.workers > 1:
                Multiprocess(config, sockets=[listening]).run()
            else:
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            _log.info("stopped")


@contextlib.contextmanager
def _shared_folder() -> Iterator[Path | None]:
    """Yield a folder that the processes share while the server runs; None if none can be created."""
    try:
        made = tempfile.TemporaryDirectory(prefix="imerr-", ignore_cleanup_errors=True)
    except OSError as error:
        _log.warning("no_temporary_folder", extra={"reason": str(error.strerror or error)})
        yield None
        return
    with made as folder:
        yield Path(folder)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _bind(host: str, port: int) -> sockets.socket:
    family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
    listening = sockets.socket(family)
    listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ServerError(
            f"Port {port} of {host} cannot be listened on: {error.strerror}. Set PORT to a free one, or IMERR_HOST."
        ) from error
    listening.set_inheritable(True)
    return listening


async def _serve_socket(settings: Settings, desk: Desk, app: AsyncApp) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    connection = SocketMode(app, settings.api_url, settings.app_token)
    refreshing = asyncio.create_task(http.keep_fresh(desk.live))
    holding = asyncio.create_task(connection.hold())
    stopping = asyncio.create_task(stop.wait())
    _log.info("connecting")
    await asyncio.wait({holding, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (holding, stopping, refreshing):
        task.cancel()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_finish(connection, desk), http.STOP_SECONDS)
    _log.info("stopped")
    try:
        await holding
    except asyncio.CancelledError:
        pass
    except RefusedForGoodError as error:
        raise ServerError(str(error)) from error


async def _finish(connection: SocketMode, desk: Desk) -> None:
    await connection.close()
    await desk.background.drain(http.STOP_SECONDS)
