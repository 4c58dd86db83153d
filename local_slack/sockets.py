"""WebSockets of an app in Socket Mode: a ticket opens one of them once, and Slack may close it at any time."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from local_slack.state import APP

if TYPE_CHECKING:
    from local_slack.delivery import Deliverer
    from local_slack.failures import Failure

MOST = 10
"""Slack's limit of open WebSockets for an app."""
_BAD_TICKET = 400
_STAYS_OPEN = {"warning", "refresh_requested"}
"""Reasons of a disconnect message after which the connection stays open for some seconds."""


@dataclass(frozen=True)
class Handshake:
    """One attempt to open a WebSocket: its ticket, and its time by `time.monotonic`."""

    ticket: str
    at: float = field(default_factory=time.monotonic)


class Sockets:
    """Opens and closes WebSockets for the app; the deliverer sends over those without an announced end."""

    def __init__(self, deliverer: Deliverer) -> None:
        """Start without connections."""
        self.handshakes: list[Handshake] = []
        self.is_deaf = False
        """Whether pings go unanswered, as on a dead connection that nobody closed."""
        self._deliverer = deliverer
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []

    def address(self, origin: str) -> str:
        """Return a fresh URL, valid for one handshake."""
        ticket = str(uuid.uuid4())
        self._tickets.add(ticket)
        return f"{origin.replace('http', 'ws', 1)}/socket?{urlencode({'ticket': ticket, 'app_id': APP})}"

    async def accept(self, request: web.Request, failure: Failure) -> web.StreamResponse:
        """Open a WebSocket, unless the failure has a status, and serve it until it is closed."""
        ticket = request.query.get("ticket", "")
        self.handshakes.append(Handshake(ticket))
        if ticket not in self._tickets:
            return web.Response(status=_BAD_TICKET)
        self._tickets.remove(ticket)
        if failure.status:
            return web.Response(status=failure.status)
        connection = web.WebSocketResponse(autoping=False, max_msg_size=0)
        await connection.prepare(request)
        self._open.append(connection)
        try:
            await self._serve(connection, failure.error)
        finally:
            self._open.remove(connection)
            self._deliver_no_more_to(connection)
        return connection

    async def _serve(self, connection: web.WebSocketResponse, ends_with: str) -> None:
        info = {"app_id": APP}
        await connection.send_json({"type": "hello", "num_connections": len(self._open), "connection_info": info})
        if ends_with or len(self._open) > MOST:
            await self._announce(connection, ends_with or "too_many_websockets")
        else:
            self._deliverer.sockets.append(connection)
        async for message in connection:
            if message.type is WSMsgType.PING and not self.is_deaf:
                await connection.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._deliverer.acknowledged(json.loads(message.data))

    async def announce(self, reason: str) -> None:
        """Announce the end of every WebSocket, with its reason."""
        for connection in list(self._open):
            await self._announce(connection, reason)

    async def hang_up(self) -> None:
        """Close every WebSocket."""
        self._deliverer.sockets = []
        for connection in list(self._open):
            await connection.close()

    async def _announce(self, connection: web.WebSocketResponse, reason: str) -> None:
        self._deliver_no_more_to(connection)
        await connection.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
        if reason not in _STAYS_OPEN:
            await connection.close()

    def _deliver_no_more_to(self, connection: web.WebSocketResponse) -> None:
        if connection in self._deliverer.sockets:
            self._deliverer.sockets.remove(connection)
