"""The trash icon under a public answer: whoever asked removes it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.slack.languages import reason_of
from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.payload.pressed import pressed_in
from bot.slack.send import response_url as responses
from bot.slack.send.tell import REFUSALS
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

    async def delete(body: dict[str, Any], client: AsyncWebClient) -> None:
        pressed = pressed_in(body)
        if pressed is None or not pressed.asker:
            # The icon stands under public answers of imerr's own alone.
            _log.warning("not_offered", extra={"action": DELETE})
            return
        if pressed.user != pressed.asker:
            # Slack shows others no icon; a request that comes all the same gets a sentence.
            lang = await desk.languages.of_reader("", client, pressed.user)
            told = Message(wording(lang).only_asker.format(user=f"<@{pressed.asker}>"), ())
            await responses.send_private(body["response_url"], told, pressed.reply_thread)
            return
        try:
            await responses.delete_original(body["response_url"])
        except REFUSALS:
            # The other way works where the bot is a member.
            try:
                await client.chat_delete(channel=pressed.channel, ts=pressed.ts)
            except SlackApiError as error:
                if reason_of(error) != responses.MESSAGE_NOT_FOUND:
                    raise
        _log.info("deleted")

    app.action(DELETE)(ack=acknowledge, lazy=desk.lazy(delete))
