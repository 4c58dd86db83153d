"""Posting the weekly digest, and the notice in the channel that was chosen for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.send.client import for_posts
from bot.slack.send.failures import FAILURES, reason_of
from bot.slack.view.digest import digest_message, undrawn

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.digests import Digest
    from bot.slack.view.message import Message
    from db.catalog import Catalog
    from db.entry import Lang

_log = logging.getLogger(__name__)

_NO_CHART = "invalid_blocks"
"""Slack's error code for a block that it does not know."""


async def post(client: AsyncWebClient, catalog: Catalog, digest: Digest, lang: Lang) -> bool:
    """Post a digest; return whether Slack took it. A refusal is logged: the channel may be gone. Never raises."""
    message = digest_message(catalog, digest, lang)
    try:
        try:
            await _post(client, digest.channel, message)
        except SlackApiError as error:
            if reason_of(error) != _NO_CHART:
                raise
            await _post(client, digest.channel, undrawn(message))
    except FAILURES as error:
        _log.warning("digest_dropped", extra={"team": digest.team, "reason": reason_of(error)})
        return False
    _log.info("digest", extra={"team": digest.team})
    return True


async def announce(client: AsyncWebClient, channel: str, text: str) -> bool:
    """Post a notice into a channel; return False where Slack does not let imerr post there. Never raises."""
    try:
        await for_posts(client).chat_postMessage(channel=channel, text=text)
    except FAILURES as error:
        _log.info("digest_refused", extra={"reason": reason_of(error)})
        return False
    return True


async def _post(client: AsyncWebClient, channel: str, message: Message) -> None:
    await for_posts(client).chat_postMessage(channel=channel, text=message.text, blocks=list(message.blocks))
