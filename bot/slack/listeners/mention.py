"""`@imerr QUESTION` in a channel: answered publicly in the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import thread_answer
from bot.slack.guard.lazily import acknowledge_kept, lazily
from bot.slack.payload.records import Request, Said

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

MENTION = "app_mention"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for mentions; an edited mention arrives as a new event."""

    async def on_mention(message: Request, client: AsyncWebClient) -> None:
        if isinstance(message, Said):
            await thread_answer.answer(desk, message, client)

    app.event(MENTION)(ack=acknowledge_kept(desk), lazy=lazily(desk, Request, on_mention))
