"""HTTP and WebSocket endpoints of the local Slack."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from local_slack import messages, web_api
from local_slack.calls import CONNECTIONS_OPEN, Call, arguments_of, check_token, token_in
from local_slack.errors import ApiError
from local_slack.failures import RESPONSE_URLS, SOCKETS, Failure
from local_slack.oauth import ACCESS, OAuth
from local_slack.sockets import Sockets

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_slack.delivery import Deliverer
    from local_slack.manifest import Manifest
    from local_slack.state import Json, Workspace

_OK = 200
_NOT_FOUND = 404
_SETTLING_SECONDS = 0.02


@dataclass(frozen=True)
class Called:
    """One call of the app with its answer, and the time of that by `time.monotonic`."""

    method: str
    arguments: Json
    answer: Json
    at: float = field(default_factory=time.monotonic)


class Server:
    """Answers the app's calls; runs in the loop that starts it."""

    def __init__(self, workspace: Workspace, manifest: Manifest, deliverer: Deliverer, port: int) -> None:
        """Prepare to serve a workspace on a port of the loopback address, 0 for any."""
        self.called: list[Called] = []
        self.failures: dict[str, Failure] = {}
        self.calls_under_way = 0
        self.sockets = Sockets(deliverer)
        self.workspaces = [workspace]
        self.oauth = OAuth(manifest.scopes)
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
        for workspace in self.workspaces:
            workspace.origin = f"http://{host}:{port}"

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

        authorization = request.headers.get("Authorization", "")

        def work() -> Json:
            if method == ACCESS:
                return self.oauth.access(arguments, authorization)
            token = token_in(authorization, arguments)
            workspace = next((each for each in self.workspaces if each.token == token), self.workspaces[0])
            call = Call(method, arguments, workspace)
            check_token(call, authorization, self._manifest.scopes)
            if method == CONNECTIONS_OPEN:
                return {"ok": True, "url": self.sockets.address(workspace.origin)}
            return web_api.answer(call)

        return await self._answer(method, arguments, work, request)

    async def _response(self, request: web.Request) -> web.StreamResponse:
        payload = await request.json()

        def work() -> Json:
            name = request.match_info["name"]
            of_it = (each for each in self.workspaces if name in each.response_urls)
            messages.respond(next(of_it, self.workspaces[0]), name, payload)
            return {"ok": True}

        return await self._answer(RESPONSE_URLS, payload, work, request)

    async def _answer(
        self, method: str, arguments: Json, work: Callable[[], Json], request: web.Request
    ) -> web.StreamResponse:
        failure = self._failure(method)
        self.calls_under_way += 1
        try:
            await asyncio.sleep(failure.seconds)
            if failure.hangs_up == "before":
                return _hang_up(request)
            if failure.status:
                self.called.append(Called(method, arguments, {"ok": False, "status": failure.status}))
                return _failed(failure)
            try:
                answer = ApiError(failure.error).answer if failure.error else work()
            except ApiError as error:
                answer = error.answer
            self.called.append(Called(method, arguments, answer))
            if failure.hangs_up:
                return _hang_up(request)
            return web.json_response(answer, status=_OK if answer["ok"] or method != RESPONSE_URLS else _NOT_FOUND)
        finally:
            self.calls_under_way -= 1

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        failure = self._failure(SOCKETS)
        await asyncio.sleep(failure.seconds)
        return _hang_up(request) if failure.hangs_up else await self.sockets.accept(request, failure)

    def _failure(self, method: str) -> Failure:
        """Return how the next call fails; the default failure is none."""
        failure = self.failures.get(method)
        return failure if failure is not None and failure.take() else Failure()


def _failed(failure: Failure) -> web.Response:
    if failure.retry_after:
        headers = {"Retry-After": str(failure.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=failure.status, headers=headers)
    return web.Response(text="upstream broke down", status=failure.status)


def _hang_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
