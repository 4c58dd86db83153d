"""The HTTP endpoints: Slack's events, and health. An invalid request is refused with a short reason."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.serve import metrics
from bot.slack.serve.bolt_request import bolt_request
from bot.slack.serve.remembering import remembering
from bot.slack.serve.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager
    from typing import Any

    from slack_bolt.async_app import AsyncApp
    from starlette.types import Receive, Scope, Send

    from bot.slack.desk import Desk
    from bot.slack.serve.agents import Agents
    from bot.slack.serve.answerable import Answerable
    from bot.slack.serve.health import Health
    from bot.slack.serve.signature import Signatures
    from bot.trained_table import LiveLookup

    Task = Callable[[], Coroutine[Any, Any, None]]
    Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]

_log = logging.getLogger(__name__)

_LENGTH = "content-length"
MOST_BYTES = 1_000_000
"""Size limit of a request's body. Slack's own stay far below."""
MOST_HELD_BYTES = 64_000_000
"""Limit on the total size of bodies in flight, before their signatures are verified."""
SMALL_BYTES = 65_536
"""A body up to this size is read whatever the total: nearly all of Slack's are."""
STOP_SECONDS = 25
"""Timeout of a stop: requests in flight may take this long to finish; platforms kill after 30."""
REFRESH_SECONDS = 1.0
"""Interval between two checks for a new table."""
BODY_SECONDS = 10.0
"""Timeout for a request's body to arrive. Slack's own come in one piece."""
UNSIGNED = "The signature is missing, wrong or older than five minutes; check SLACK_SIGNING_SECRET and the clock."


@dataclass(frozen=True, slots=True)
class Extras:
    """Endpoints that are off by default: metrics by an empty token, and coding agents by None."""

    metrics_token: str = ""
    agents: Agents | None = None
    digests: Task | None = None
    """Sends the weekly digests, for as long as it runs."""
    answerable: Answerable | None = None
    """The workspaces whose messages are taken up from a server that died."""


_NO_EXTRAS = Extras()


def build(app: AsyncApp, desk: Desk, signatures: Signatures, health: Health, extras: Extras = _NO_EXTRAS) -> Starlette:
    """Return the ASGI application around a Bolt app; only requests with a valid signature reach Bolt."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(keep_fresh(desk.live)), asyncio.create_task(health.watch())]
        async with _running(extras.agents), remembering(desk, app, extras.digests, extras.answerable):
            if desk.installations is not None:
                tasks.append(asyncio.create_task(desk.installations.renew()))
            yield
            for task in tasks:
                task.cancel()
            await desk.background.drain(STOP_SECONDS)

    events = Route("/slack/events", Events(app, signatures), methods=["POST"])
    routes = [events, *_installing(desk), *_others(desk, health, extras)]
    return _application(routes, lifespan)


def checks(desk: Desk, health: Health, extras: Extras = _NO_EXTRAS) -> Starlette:
    """Return the ASGI application of a server that Slack does not call: health checks, metrics, and the endpoint for agents."""
    return _application(_others(desk, health, extras), lambda _: _running(extras.agents))


def _installing(desk: Desk) -> list[Route]:
    """Return the routes by which workspaces install imerr; none where it has the token of one."""
    if desk.installations is None:
        return []
    from bot.slack.serve import installing  # noqa: PLC0415 - imports the database's library

    return installing.routes(desk.installations, desk.lang)


def _others(desk: Desk, health: Health, extras: Extras) -> list[Route]:
    """Return the routes of all that Slack does not call."""
    return [*_checks(desk, health, extras.metrics_token), *_routes(extras.agents)]


def _routes(agents: Agents | None) -> list[Route]:
    return [Route("/mcp", agents)] if agents else []


def _running(agents: Agents | None) -> AbstractAsyncContextManager[None]:
    return agents.running() if agents else contextlib.nullcontext()


def _application(routes: list[Route], lifespan: Lifespan) -> Starlette:
    refusals = {
        404: _status(404, "Unknown path; Slack's requests go to /slack/events."),
        405: _status(405, "Use POST for /slack/events."),
    }
    application = Starlette(routes=routes, lifespan=lifespan, exception_handlers=refusals)
    application.router.redirect_slashes = False
    return application


def _checks(desk: Desk, health: Health, metrics_token: str) -> list[Route]:
    """Return the routes by which a platform watches the process: whether it is alive, can answer, and what it does."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        fault = health.fault
        told: dict[str, object] = {"ready": not fault, "codes": len(desk.catalog.entries)}
        if health.connections is not None:
            told["connections"] = health.connections
        if fault:
            told["reason"] = fault
        return JSONResponse(told, status_code=503 if fault else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz), metrics.route(desk, metrics_token)]


async def keep_fresh(live: LiveLookup) -> None:
    """Reload the table whenever it changes, while the server runs."""
    told = ""
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        try:
            await asyncio.to_thread(live.refresh)
        except Exception as error:  # noqa: BLE001 - a table that breaks the reader must not end the refreshing
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            if reason != told:
                _log.error("refresh_failed", extra={"reason": reason})
            told = reason


def refuse(status: int, reason: str, *, is_last: bool = False) -> Response:
    """Return a refusal; `is_last` closes the connection, since more of the body may be in flight."""
    _log.warning("refused", extra={"status": status, "reason": reason})
    return JSONResponse({"error": reason}, status_code=status, headers={"Connection": "close"} if is_last else None)


def _status(status: int, reason: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        del request
        headers = getattr(error, "headers", None)
        return JSONResponse({"error": reason}, status_code=status, headers=headers)

    return handle


class Events:
    """The ASGI endpoint for all that Slack sends. Not a function: Starlette would wrap it."""

    def __init__(self, app: AsyncApp, signatures: Signatures) -> None:
        """Let `app` answer what has a valid signature."""
        self._app = app
        self._signatures = signatures
        self._bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._answered(Request(scope, receive))
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        try:
            # `wait_for` would start a task for every request.
            async with asyncio.timeout(BODY_SECONDS):
                body = await self._bodies.read(request)
        except TooMuchError as error:
            return refuse(error.status, str(error), is_last=True)
        except TimeoutError:
            return refuse(408, f"The body did not arrive within {BODY_SECONDS:.0f} seconds.", is_last=True)
        except ClientDisconnect:
            # The client is gone: nobody reads this response.
            return Response(status_code=400)
        headers = request.headers
        if not self._signatures.are_valid(headers.getlist(TIMESTAMP_HEADER), headers.getlist(SIGNATURE_HEADER), body):
            return refuse(401, UNSIGNED)
        try:
            asked = bolt_request(body, headers)
        except Exception:  # noqa: BLE001 - Bolt's parser raises whatever json and urllib happen to raise
            return refuse(400, "The body is neither a form nor JSON as Slack sends them.")
        answered = await self._app.async_dispatch(asked)
        # Bolt's own adapter looks for cookies, which nothing here sets.
        return Response(answered.body, answered.status, answered.first_headers())


class TooMuchError(Exception):
    """A body exceeds a limit; the message says which one."""

    def __init__(self, status: int, reason: str) -> None:
        """Refuse with an HTTP status and a sentence."""
        super().__init__(reason)
        self.status = status


class Bodies:
    """Reads bodies, and counts the bytes of unverified ones in memory."""

    def __init__(self, most_held: int = MOST_HELD_BYTES) -> None:
        """Hold up to `most_held` bytes; beyond that only small bodies are read."""
        self._most_held = most_held
        self._held = 0

    async def read(self, request: Request) -> bytes:
        """Return the body of a request.

        Raises:
            TooMuchError: the body is too large, or large while too many bytes are held already.
            ClientDisconnect: the client is gone.

        """
        declared = request.headers.get(_LENGTH, "")
        if declared.isdecimal() and int(declared) > MOST_BYTES:
            raise TooMuchError(413, f"The body is over {MOST_BYTES} bytes.")
        parts: list[bytes] = []
        size = 0
        try:
            async for part in request.stream():
                size += len(part)
                self._held += len(part)
                if size > MOST_BYTES:
                    raise TooMuchError(413, f"The body is over {MOST_BYTES} bytes.")
                if size > SMALL_BYTES and self._held > self._most_held:
                    raise TooMuchError(503, "Too many large bodies are arriving; try again.")
                parts.append(part)
        finally:
            self._held -= size
        return b"".join(parts)
