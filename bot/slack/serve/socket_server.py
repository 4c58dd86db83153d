"""imerr over Socket Mode: it connects to Slack, and listens for health checks and agents alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

from bot.slack.send.client import for_checks
from bot.slack.serve import digests, http, metrics
from bot.slack.serve.answerable import answerable
from bot.slack.serve.health import Health
from bot.slack.serve.http_server import bind
from bot.slack.serve.remembering import remembering
from bot.slack.serve.socket_mode import SocketMode
from bot.slack.serve.sockets.refusals import RefusedForGoodError
from bot.slack.serve.start import ServerError, agents_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from slack_bolt.async_app import AsyncApp
    from starlette.applications import Starlette

    from bot.settings import Settings
    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)


async def serve(settings: Settings, desk: Desk, app: AsyncApp, host: str) -> None:
    """Hold connections to Slack until a signal; answer health checks where `PORT` is set.

    Raises:
        ServerError: Slack refuses the app for good, or the port cannot be had.

    """
    metrics.start(settings.metrics_token)
    connection = SocketMode(app, settings.api_url, settings.app_token)
    client = for_checks(settings.api_url, settings.bot_token)
    health = Health(client, lambda: connection.open_connections)
    agents = agents_for(settings, desk) if settings.port else None
    tasks = [asyncio.create_task(http.keep_fresh(desk.live)), asyncio.create_task(health.watch())]
    if settings.port:
        checks = http.checks(desk, health, http.Extras(settings.metrics_token, agents))
        tasks.append(asyncio.create_task(_answer_checks(checks, host, settings.port)))
    holding = asyncio.create_task(connection.hold())
    stopping = asyncio.create_task(_signal().wait())
    _log.info("connecting")
    async with remembering(desk, app, digests.task(settings, desk), answerable(settings, desk)):
        await asyncio.wait({holding, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (holding, stopping, *tasks):
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


def _signal() -> asyncio.Event:
    """Return an event that SIGTERM or SIGINT sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def set_from_handler(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            # Windows' event loop has none.
            signal.signal(number, set_from_handler)
    return stop


async def _answer_checks(checks: Starlette, host: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415 - only where checks are asked for

    class _Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            # The signals are for what holds the connections.
            yield

    listening = bind(host, port)
    _log.info("listening", extra={"host": host, "port": port})
    config = uvicorn.Config(checks, log_config=None, access_log=False, server_header=False, ws="none")
    await _Server(config).serve(sockets=[listening])


async def _finish(connection: SocketMode, desk: Desk) -> None:
    await connection.close()
    await desk.background.drain(http.STOP_SECONDS)
