"""imerr over HTTP: one process, or several that share what they claimed."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import logging
import signal
import socket as sockets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot import metrics
from bot import settings as environment
from bot.slack.claims import FileClaims
from bot.slack.send.client import for_checks
from bot.slack.serve import digests, http, logs
from bot.slack.serve import metrics as metrics_route
from bot.slack.serve.answerable import answerable
from bot.slack.serve.health import Health
from bot.slack.serve.signature import Signatures
from bot.slack.serve.start import ServerError, agents_for, desk_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette

    from bot.settings import Settings
    from bot.slack.desk import Desk
    from bot.slack.serve.start import Build

_log = logging.getLogger(__name__)

_MOST_CONNECTIONS = 500
"""Limit on concurrent connections per process. A further one replaces the connection whose client has kept the server
waiting longest, if there is one, else it gets a 503. Each may hold a body of a megabyte for ten seconds."""


def serve(settings: Settings, build: Build, host: str, desk: Desk) -> None:
    """Serve the app that `build` makes until a signal; one process goes on with `desk`, each of several makes its own.

    Raises:
        ServerError: the table or the port cannot be had.

    """
    import uvicorn  # noqa: PLC0415 - Socket Mode does without it
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above

    from bot.slack.serve.http_connection import Connection  # noqa: PLC0415 - as above

    port = environment.http_port(settings)
    listening = bind(host, port)
    _log.info("listening", extra={"host": host, "port": port, "processes": settings.workers})
    # After its shutdown uvicorn raises the signal again, for the handler from before: exit then.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    with _shared_folder() as folder:
        claims = folder / "claims.sqlite3" if folder else None
        if folder and settings.metrics_token and settings.workers > 1:
            counts = folder / "metrics"
            counts.mkdir()
            metrics.share(counts)
        # Created before the processes start, which would race to create it.
        FileClaims(claims).close()
        config = uvicorn.Config(
            functools.partial(http_app, build, claims, desk if settings.workers == 1 else None),
            factory=True,
            host=host,
            port=port,
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
    """Yield a folder that the processes share while the server runs; None where none can be made."""
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


def bind(host: str, port: int) -> sockets.socket:
    """Return a socket that listens on a port.

    Raises:
        ServerError: the port cannot be had.

    """
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


def http_app(build: Build, claims: Path | None = None, desk: Desk | None = None) -> Starlette:
    """Return the ASGI application of one server process around the app that `build` makes, with settings from the environment.

    `claims` is the file of claims that the processes of one server share, `desk` the one to go on with, if there is one.
    """
    settings = environment.load()
    logs.set_up(settings)
    metrics_route.start(settings.metrics_token)
    desk = dataclasses.replace(desk, claims=FileClaims(claims)) if desk else desk_for(settings, claims)
    health = Health(for_checks(settings.api_url, settings.bot_token))
    signatures = Signatures(settings.signing_secret)
    agents, whom = agents_for(settings, desk), answerable(settings, desk)
    extras = http.Extras(settings.metrics_token, agents, digests.task(settings, desk), whom)
    return http.build(build(settings, desk), desk, signatures, health, extras)
