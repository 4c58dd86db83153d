"""The local Slack's HTTP and WebSocket endpoints."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from local_slack import response_urls, web_api
from local_slack.calls import ApiError, Call, arguments_of, check_token
from local_slack.failures import RESPONSE_URLS, SOCKETS
from local_slack.sockets import Sockets

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_slack.delivery import Deliverer
    from local_slack.failures import Failure
    from local_slack.manifest import Manifest
    from local_slack.state import Workspace

_CONNECTIONS_OPEN = "apps.connections.open"
_NOT_FOUND = 404
_SETTLING_SECONDS = 0.02


@dataclass(frozen=True)
class Called:
    """One call that came in, its answer, and when that was given (`time.monotonic`)."""

    method: str
    arguments: dict[str, Any]
    answer: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


class Server:
    """Takes the app's calls; runs in the loop that starts it."""

    def __init__(self, workspace: Workspace, manifest: Manifest, deliverer: Deliverer, port: int) -> None:
        """Prepare to serve a workspace on a port of the loopback address; 0: any."""
        self.origin = ""
        self.called: list[Called] = []
        self.failures: dict[str, Failure] = {}
        self.calls_under_way = 0
        self.sockets = Sockets(deliverer)
        self._workspace = workspace
        self._manifest = manifest
        self._port = port
        self._runner: web.AppRunner | None = None
        self._listening: socket.socket

    async def start(self) -> None:
        """Listen."""
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._method)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        self._listening = socket.create_server(("127.0.0.1", self._port))
        await web.SockSite(self._runner, self._listening).start()
        host, port = self._listening.getsockname()
        self.origin = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Stop listening."""
        await self.sockets.hang_up()
        if self._runner is not None:
            # asyncio never closes a connection that it has accepted but not set up by the time it stops listening.
            asyncio.get_running_loop().remove_reader(self._listening)
            await asyncio.sleep(_SETTLING_SECONDS)
            await self._runner.cleanup()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            arguments = await arguments_of(request)
        except ApiError as error:
            self.called.append(Called(method, {}, error.answer))
            return web.json_response(error.answer)

        def work() -> dict[str, Any]:
            call = Call(method, arguments, self._workspace)
            check_token(call, request.headers.get("Authorization", ""), self._manifest.scopes)
            if method == _CONNECTIONS_OPEN:
                return {"ok": True, "url": self.sockets.address(self.origin)}
            return web_api.answer(call)

        return await self._done(method, arguments, work, request)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        payload = await request.json()

        def work() -> dict[str, Any]:
            response_urls.respond(self._workspace, request.match_info["name"], payload)
            return {"ok": True}

        return await self._done(RESPONSE_URLS, payload, work, request)

    async def _done(
        self, method: str, arguments: dict[str, Any], work: Callable[[], dict[str, Any]], request: web.Request
    ) -> web.StreamResponse:
        self.calls_under_way += 1
        try:
            return await self._with_failure(method, arguments, work, request)
        finally:
            self.calls_under_way -= 1

    async def _with_failure(
        self, method: str, arguments: dict[str, Any], work: Callable[[], dict[str, Any]], request: web.Request
    ) -> web.StreamResponse:
        failure = self.failures.get(method)
        if failure is not None and not failure.take():
            failure = None
        if failure is not None:
            await asyncio.sleep(failure.seconds)
            if failure.hangs_up == "before":
                return _hung_up(request)
            if failure.status:
                self.called.append(Called(method, arguments, {"ok": False, "status": failure.status}))
                return _unwell(failure)
        if failure is not None and failure.error:
            answer = ApiError(failure.error).answer
        else:
            try:
                answer = work()
            except ApiError as error:
                answer = error.answer
        self.called.append(Called(method, arguments, answer))
        if failure is not None and failure.hangs_up:
            return _hung_up(request)
        if method == RESPONSE_URLS:
            return web.json_response(answer, status=200 if answer["ok"] else _NOT_FOUND)
        return web.json_response(answer)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        failure = self.failures.get(SOCKETS)
        if failure is not None and not failure.take():
            failure = None
        if failure is not None:
            await asyncio.sleep(failure.seconds)
            if failure.hangs_up:
                return _hung_up(request)
        return await self.sockets.accept(request, failure)


def _unwell(failure: Failure) -> web.Response:
    headers = {"Retry-After": str(failure.retry_after)} if failure.retry_after else None
    if headers:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=failure.status, headers=headers)
    return web.Response(text="upstream broke down", status=failure.status)


def _hung_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
