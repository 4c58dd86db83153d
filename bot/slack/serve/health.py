"""Whether imerr can answer: Slack takes its token and is within reach, and over Socket Mode a connection is open."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.payload.words import word
from bot.slack.send.failures import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)

CHECK_SECONDS = 30.0
"""Between two checks of the token."""
PATIENCE_SECONDS = 60.0
"""How long Slack may be out of reach before imerr calls itself not ready."""
REFUSALS = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
}
"""Slack's words for a token that it will not take."""


_NO_TOKEN = "not_authed"  # noqa: S105 - Slack's word


class Health:
    """The state of the connection to Slack, as `/readyz` tells it."""

    def __init__(
        self,
        client: AsyncWebClient,
        connections: Callable[[], int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start well; `client` checks the token, `connections` returns how many WebSockets are open, `clock` seconds."""
        self._client = client
        self._connections = connections
        self._clock = clock
        self._refusal = ""
        self._lost_since: float | None = None
        self._reason = ""
        self._unconnected_since = clock()
        self._was_connected = False

    def reached(self) -> None:
        """Record that Slack takes the token."""
        if self._refusal or self._lost_since is not None:
            _log.info("slack_reached")
        self._refusal, self._lost_since = "", None

    def refused(self, reason: str) -> None:
        """Record that Slack refuses the token, with Slack's word for why."""
        if reason != self._refusal:
            _log.error("token_refused", extra={"reason": reason})
        self._refusal, self._lost_since = reason, None

    def lost(self, reason: str) -> None:
        """Record that Slack did not answer, or broke down."""
        if self._lost_since is None:
            self._lost_since = self._clock()
            _log.warning("slack_unreachable", extra={"reason": reason})
        self._reason = reason

    async def watch(self) -> None:
        """Check the token time and again, for as long as the server runs."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.check()

    async def check(self) -> None:
        """Check the token once, and record what came of it."""
        client = self._client
        try:
            await client.auth_test()
        except SlackApiError as error:
            reason = word(reason_of(error))
            if reason == _NO_TOKEN and not client.token:
                # With a token for each workspace there is none to check: Slack is within reach.
                self.reached()
            elif reason in REFUSALS:
                self.refused(reason)
            else:
                self.lost(reason)
        except Exception as error:  # noqa: BLE001 - whatever a check fails with, the next one may go well
            self.lost(type(error).__name__)
        else:
            self.reached()

    @property
    def connections(self) -> int | None:
        """The number of open WebSockets; None over HTTP."""
        return self._connections() if self._connections else None

    @property
    def fault(self) -> str:
        """The reason why imerr cannot answer; empty where it can."""
        if self._refusal:
            return f"Slack refuses the bot token ({self._refusal})."
        if self._lost_since is not None and self._clock() - self._lost_since > PATIENCE_SECONDS:
            return f"Slack has been out of reach for {self._clock() - self._lost_since:.0f} seconds ({self._reason})."
        return self._fault_of_connections()

    def _fault_of_connections(self) -> str:
        open_now = self.connections
        if open_now is None:
            return ""
        if open_now:
            self._unconnected_since, self._was_connected = self._clock(), True
            return ""
        since = self._clock() - self._unconnected_since
        if not self._was_connected:
            return "No connection to Slack is open yet."
        return f"No connection to Slack has been open for {since:.0f} seconds." if since > PATIENCE_SECONDS else ""
