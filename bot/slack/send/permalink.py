"""Links to messages, as Slack makes them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.slack.payload.responses import permalink_in
from bot.slack.send.failures import FAILURES, reason_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)
_SECONDS = 0.8
"""A form waits for it, and Slack for the form."""


async def permalink_of(client: AsyncWebClient, channel: str, ts: str) -> str:
    """Return the link to a message; empty where Slack does not give it in time. Never raises."""
    try:
        async with asyncio.timeout(_SECONDS):
            return permalink_in(await client.chat_getPermalink(channel=channel, message_ts=ts))
    except FAILURES as error:
        _log.warning("permalink_unknown", extra={"reason": reason_of(error)})
        return ""
