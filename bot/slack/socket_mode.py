"""Socket Mode: requests come in over a WebSocket that we open, and are answered over it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

_log = logging.getLogger(__name__)


class SocketMode(AsyncSocketModeHandler):
    """Bolt's Socket Mode connection, that finishes what it has begun before it closes."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        """Prepare the connection; `connect` opens it."""
        super().__init__(app, app_token)
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def connect(self) -> None:
        """Open the connection, trying again for as long as Slack is out of reach; the client reconnects by itself."""
        await self.connect_async()  # type: ignore[no-untyped-call]  # Bolt's base class has no types
        _log.info("connected")

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt's own
        """Answer one request."""
        self._in_flight += 1
        self._idle.clear()
        try:
            await super().handle(client, req)
        except Exception:  # noqa: BLE001 - whatever breaks here must not end the connection
            _log.exception("failed", extra={"reference": req.envelope_id})
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def close(self) -> None:
        """Let requests in flight finish, then close the connection."""
        await self._idle.wait()
        await self.close_async()  # type: ignore[no-untyped-call]  # as above
