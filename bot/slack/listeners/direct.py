"""Messages in somebody's own conversation with imerr: every one is a question."""

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

MESSAGE = "message"
CHANNEL_TYPES = ("im",)
"""Whose messages the manifest has Slack send."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for messages."""
    answering = Answering(desk, "direct_message")

    async def on_message(event: dict[str, Any], request: AsyncBoltRequest, client: AsyncWebClient) -> None:
        asked = question.read(event)
        # In channels imerr speaks only when mentioned.
        if asked is not None and surface.is_direct(asked.channel):
            await answering.answer(asked, client, surface.DIRECT, redelivered=is_redelivered(request))

    app.event(MESSAGE)(ack=acknowledge, lazy=desk.lazy(on_message))
