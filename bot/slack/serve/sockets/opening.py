"""One WebSocket opened: a fresh address from `apps.connections.open`, which holds a ticket for one handshake, then that.

Neither the SDK's client nor its exceptions are used: they write the address with its ticket, and answers as a whole, into the log.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from bot.slack.payload.responses import opened_in, retry_after_in
from bot.slack.payload.words import word
from bot.slack.serve.sockets import refusals
from bot.slack.serve.sockets.backoff import Cause, End

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientWebSocketResponse

STEP_SECONDS = 5.0
"""How long the address, the handshake and Slack's hello may take, each."""
_PING_SECONDS = 8.0
"""Between two pings. Half of it without an answer, and the line is dead."""
_CLOSE_SECONDS = 1.0
"""How long Slack may take to answer a close; it often never does."""
_MOST_BYTES = 2**24
_METHOD = "apps.connections.open"
_OK = 200
_SERVER_ERRORS = 500
_UNWELL = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
"""Slack's words for having broken down."""


class NotOpenedError(Exception):
    """An attempt failed."""

    def __init__(self, end: End) -> None:
        """Tell how it ended."""
        super().__init__(end.reason)
        self.end = end


class Opener:
    """Opens WebSockets to Slack for one app."""

    def __init__(self, api_url: str, app_token: str) -> None:
        """Prepare to call Slack; needs a running loop."""
        self._address_of = f"{api_url}{_METHOD}"
        self._token = app_token
        self._proxy = load_http_proxy_from_env()
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None), cookie_jar=aiohttp.DummyCookieJar()
        )

    async def open(self) -> ClientWebSocketResponse:
        """Return a WebSocket over which Slack has said nothing so far.

        Raises:
            NotOpenedError: it failed, which may pass.
            RefusedForGoodError: it failed, which will not.

        """
        try:
            async with asyncio.timeout(STEP_SECONDS):
                address = await self._address()
            async with asyncio.timeout(STEP_SECONDS):
                return await self._session.ws_connect(
                    address,
                    heartbeat=_PING_SECONDS,
                    timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSE_SECONDS),
                    max_msg_size=_MOST_BYTES,
                    proxy=self._proxy,
                )
        except aiohttp.WSServerHandshakeError as error:
            raise NotOpenedError(_refused(error.status, "", error.headers or {})) from None
        except (aiohttp.ClientError, OSError) as error:
            # The message of an exception may hold the address.
            raise NotOpenedError(End(Cause.UNREACHABLE, type(error).__name__)) from None

    async def close(self) -> None:
        """Let go of whatever is open."""
        await self._session.close()

    async def _address(self) -> str:
        headers = {"Authorization": f"Bearer {self._token}"}
        asking = self._session.post(self._address_of, headers=headers, proxy=self._proxy, allow_redirects=False)
        async with asking as response:
            address, reason = opened_in(await response.read())
            if response.status == _OK and address:
                return address
            raise NotOpenedError(_refused(response.status, word(reason) if reason else "", response.headers))


def _refused(status: int, reason: str, headers: Mapping[str, str]) -> End:
    """Return the end of an attempt to which Slack said no.

    Raises:
        RefusedForGoodError: it will say so again.

    """
    refusals.check(reason)
    broke_down = status >= _SERVER_ERRORS or reason in _UNWELL
    return End(
        Cause.UNREACHABLE if broke_down else Cause.REFUSED,
        reason or f"http_{status}",
        retry_after=retry_after_in(headers),
    )
