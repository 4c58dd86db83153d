"""The message shortcut "Explain error": explains any message to whoever chose it, in threads too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.payload.message import text_of
from bot.slack.payload.seals import sealed
from bot.slack.respond import respond_to
from bot.slack.send import response_url as responses
from bot.slack.view import lists
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE, private, thread_of
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

EXPLAIN_ERROR = "explain_error"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the message shortcut."""

    async def explain(body: dict[str, Any], client: AsyncWebClient) -> None:
        message = body.get("message") or {}
        text = text_of(message)
        lang = await desk.languages.of_reader(text, client, body["user"]["id"])
        ts = str(message.get("ts") or body.get("message_ts") or "")
        thread = str(message.get("thread_ts") or "")
        if text:
            shared_to = sealed(thread or ts, body["channel"]["id"], body["user"]["id"], client.token or "")
            kind, shown = respond_to(desk.lookup, text, lang, private(shared_to), wanted=lang)
        else:
            kind, shown = "nothing_to_read", lists.sentence(wording(lang).nothing_to_read, Route(lang), PRIVATE)
        await responses.send_private(body["response_url"], shown, thread_of(message))
        _log.info("explain_message", extra={"outcome": kind})

    app.shortcut({"type": "message_action", "callback_id": EXPLAIN_ERROR})(ack=acknowledge, lazy=desk.lazy(explain))
