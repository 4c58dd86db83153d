"""The trash icon under a public answer, by which the asker removes it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.records import OnMessage, Pressed
from bot.slack.send import response_url, thread
from bot.slack.send.failures import FAILURES
from bot.slack.view.controls import DELETE
from bot.slack.view.message import Message
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the trash icon."""

    async def delete(pressed: Pressed, client: AsyncWebClient) -> None:
        message = pressed.where
        if not isinstance(message, OnMessage) or not message.asker:
            # Only imerr's own public answers have this icon.
            _log.warning("not_offered", extra={"action": DELETE})
            return
        if pressed.user != message.asker:
            # Slack hides the icon from other users; a forged press gets a sentence.
            lang = await desk.languages.of(pressed, client)
            told = Message(wording(lang).only_asker.format(user=f"<@{message.asker}>"), ())
            await response_url.send_private(message.url, told, message.reply_thread)
            return
        try:
            await response_url.delete_original(message.url)
        except FAILURES:
            # Fallback: `chat.delete` works where the bot is a member.
            await thread.delete(client, message.channel, message.ts)
        _log.info("deleted")

    app.action(DELETE)(ack=acknowledge, lazy=lazily(desk, Pressed, delete))
