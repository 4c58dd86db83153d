"""Direct messages to imerr: each is a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import thread_answer
from bot.slack.guard.lazily import acknowledge_kept, lazily
from bot.slack.payload.records import Request, Said

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

MESSAGE = "message"
CHANNEL_TYPES = ("im",)
"""Channel types whose messages the manifest subscribes to."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for messages."""

    async def on_message(message: Request, client: AsyncWebClient) -> None:
        # In channels imerr answers only mentions.
        if isinstance(message, Said) and message.is_direct:
            await thread_answer.answer(desk, message, client)

    app.event(MESSAGE)(ack=acknowledge_kept(desk), lazy=lazily(desk, Request, on_message))
