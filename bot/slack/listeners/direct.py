"""Messages: those to imerr are questions, and watched channels may name errors."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.slack import thread_answer
from bot.slack.guard.lazily import acknowledge_kept, lazily
from bot.slack.listeners import watch
from bot.slack.payload.records import Request, Said
from bot.slack.send.failures import FAILURES, reason_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)

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
            try:
                await watch.offer(desk, message, client)
            except Exception as error:  # noqa: BLE001 - nobody asked, so nobody is told
                faulty = None if isinstance(error, FAILURES) else error
                _log.warning("offer_failed", exc_info=faulty, extra={"reason": reason_of(error)})

    app.event(MESSAGE)(ack=acknowledge_kept(desk), lazy=lazily(desk, Request, on_message))
