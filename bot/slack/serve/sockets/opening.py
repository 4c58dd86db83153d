"""Opening a WebSocket: a fresh URL from `apps.connections.open`, with a ticket for one handshake, then the handshake.

Neither the SDK's client nor its exceptions are used: they log the URL with its ticket, and whole responses.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from bot import metrics
from bot.slack.payload.responses import opened_in, retry_after_in
from bot.slack.payload.words import word
from bot.slack.send.counting import outcome_of
from bot.slack.serve.sockets import refusals
from bot.slack.serve.sockets.backoff import Cause, End

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientWebSocketResponse

STEP_SECONDS = 5.0
"""Timeout of each step: the URL, the handshake, and Slack's hello."""
_PING_SECONDS = 8.0
"""Interval of pings. A ping without an answer for half of it means a dead connection."""
_CLOSE_SECONDS = 1.0
"""Timeout for Slack's answer to a close, which often never comes."""
_MOST_BYTES = 2**24
_METHOD = "apps.connections.open"
_OK = 200
_SERVER_ERRORS = 500
_UNWELL = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
"""Slack's error codes for a breakdown."""


class NotOpenedError(Exception):
    """An attempt to open a connection failed."""

    def __init__(self, end: End) -> None:
        """Fail with the end of the attempt."""
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
        """Return an open WebSocket, before Slack's hello.

        Raises:
            NotOpenedError: the attempt failed, perhaps temporarily.
            RefusedForGoodError: Slack refuses permanently.

        """
        try:
            async with asyncio.timeout(STEP_SECONDS):
                address = await self._counted_address()
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
            # The message of the exception may hold the URL.
            raise NotOpenedError(End(Cause.UNREACHABLE, type(error).__name__)) from None

    async def close(self) -> None:
        """Close the HTTP session."""
        await self._session.close()

    async def _counted_address(self) -> str:
        try:
            return await self._address()
        except (aiohttp.ClientError, OSError):
            metrics.called(_METHOD, "unreachable")
            raise

    async def _address(self) -> str:
        headers = {"Authorization": f"Bearer {self._token}"}
        asking = self._session.post(self._address_of, headers=headers, proxy=self._proxy, allow_redirects=False)
        async with asking as response:
            address, reason = opened_in(await response.read())
            is_open = response.status == _OK and bool(address)
            metrics.called(_METHOD, outcome_of(response.status, ok=is_open))
            if is_open:
                return address
            raise NotOpenedError(_refused(response.status, word(reason) if reason else "", response.headers))


def _refused(status: int, reason: str, headers: Mapping[str, str]) -> End:
    """Return the end of a refused attempt.

    Raises:
        RefusedForGoodError: the refusal is permanent.

    """
    refusals.check(reason)
    broke_down = status >= _SERVER_ERRORS or reason in _UNWELL
    return End(
        Cause.UNREACHABLE if broke_down else Cause.REFUSED,
        reason or f"http_{status}",
        retry_after=retry_after_in(headers),
    )
