"""`@imerr QUESTION` in a channel: answered in the thread, where everybody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.listeners.acknowledge import acknowledge, is_redelivered
from bot.slack.payload import message as question
from bot.slack.thread_answer import Answering
from bot.slack.view import surface

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

MENTION = "app_mention"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for mentions; Slack sends one again, as another event, when it is edited."""
    answering = Answering(desk, "mention")

    async def on_mention(event: dict[str, Any], request: AsyncBoltRequest, client: AsyncWebClient) -> None:
        asked = question.read(event)
        if asked is not None:
            where = surface.DIRECT if surface.is_direct(asked.channel) else surface.public(asked.user)
            await answering.answer(asked, client, where, redelivered=is_redelivered(request))

    app.event(MENTION)(ack=acknowledge, lazy=desk.lazy(on_mention))
