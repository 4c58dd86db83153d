"""The trash icon under a public answer: whoever asked removes it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.slack import responses
from bot.slack.blocks.controls import DELETE
from bot.slack.blocks.message import Message
from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.locales import reason_of
from bot.slack.stage import thread_of
from bot.slack.telling import REFUSALS
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the trash icon."""

    async def delete(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        user, asker = body["user"]["id"], str(action.get("value", ""))
        if user != asker:
            # Slack shows others no icon; a request that comes all the same gets a sentence.
            lang = await desk.locales.of_reader("", client, user)
            told = Message(wording(lang).only_asker(f"<@{asker}>"), ())
            await responses.send_private(body["response_url"], told, thread_of(body.get("message") or {}))
            return
        try:
            await responses.delete_original(body["response_url"])
        except REFUSALS:
            # The other way works where the bot is a member.
            try:
                await client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])
            except SlackApiError as error:
                if reason_of(error) != responses.MESSAGE_NOT_FOUND:
                    raise
        _log.info("deleted")

    app.action(DELETE)(ack=acknowledge, lazy=desk.lazy(delete))
