"""Messages: those to imerr are questions, and watched channels may name errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import thread_answer
from bot.slack.guard.lazily import acknowledge_kept, lazily
from bot.slack.listeners import watch
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
        if not isinstance(message, Said):
            return
        if message.is_direct:
            await thread_answer.answer(desk, message, client)
        elif not message.is_mention:
            await watch.offer(desk, message, client)

    app.event(MESSAGE)(ack=acknowledge_kept(desk), lazy=lazily(desk, Request, on_message))
