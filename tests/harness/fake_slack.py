"""A small local Slack: the Web API methods that a start needs, response URLs, and a Socket Mode endpoint."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from typing import TYPE_CHECKING, Any, Self

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_WAIT = 10.0


class FakeSlack:
    """Runs in a thread of its own; `url` is what SLACK_API_URL has to be.

    `auth_error` is what auth.test answers with, instead of ok. `responses` holds what was posted to response URLs,
    `acks` what came back over Socket Mode, both in order.
    """

    def __init__(self, auth_error: str | None = None) -> None:
        self.auth_error = auth_error
        self.responses: queue.Queue[dict[str, Any]] = queue.Queue()
        self.acks: queue.Queue[dict[str, Any]] = queue.Queue()
        self.connections: queue.Queue[web.WebSocketResponse] = queue.Queue()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None
        self._origin = ""

    @property
    def url(self) -> str:
        return f"{self._origin}/api/"

    def response_url(self, name: str = "one") -> str:
        return f"{self._origin}/response/{name}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._stop)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAIT)
        self._loop.close()

    def connection(self) -> web.WebSocketResponse:
        """Wait for the next Socket Mode connection that was greeted."""
        return self.connections.get(timeout=_WAIT)

    def send(self, connection: web.WebSocketResponse, envelope: dict[str, Any]) -> None:
        """Send one envelope over a connection."""
        self._call(lambda: connection.send_json(envelope))

    def close(self, connection: web.WebSocketResponse) -> None:
        """Drop a connection."""
        self._call(connection.close)

    def _call(self, make: Callable[[], Any]) -> None:
        async def run() -> None:
            await make()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(_WAIT)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_post("/api/auth.test", self._auth_test)
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_post("/response/{name}", self._response)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"

    async def _stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _auth_test(self, _: web.Request) -> web.Response:
        if self.auth_error:
            return web.json_response({"ok": False, "error": self.auth_error})
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "U0BOT", "bot_id": "B1"})

    async def _open(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer xapp-"):
            return web.json_response({"ok": False, "error": "not_allowed_token_type"})
        return web.json_response({"ok": True, "url": f"{self._origin.replace('http', 'ws', 1)}/socket"})

    async def _response(self, request: web.Request) -> web.Response:
        self.responses.put(await request.json())
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.connections.put(connection)
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self.acks.put(json.loads(message.data))
        return connection
