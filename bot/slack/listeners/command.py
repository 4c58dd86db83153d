"""`/imerr QUESTION`, answered within the HTTP response itself."""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.slack.asking import language_told_by, respond_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.slack.blocks.message import Message
    from bot.slack.desk import Desk
    from db.entry import Lang

COMMAND = "/imerr"

_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json;charset=utf-8"}
_SHORT = 64

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        started = time.perf_counter()
        text = command.get("text") or ""
        user = command.get("user_id") or ""
        lang = language_told_by(text) or desk.locales.remembered(user)
        if lang is None:
            lang = await desk.locales.of_asker(None, client, user)
        reply = _remembered if len(text) <= _SHORT else respond_to
        kind, message = reply(desk.lookup, text, lang)
        # What `ack(...)` would make of the message, which is ready as JSON where the same was asked before.
        ack.response = BoltResponse(status=200, body=message.private_json, headers=_JSON)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        _log.info("command", extra={"outcome": kind, "ms": milliseconds, "team": command.get("team_id")})


@lru_cache(maxsize=1024)
def _remembered(lookup: Lookup, text: str, default_lang: Lang) -> tuple[str, Message]:
    """Answer a short question as before where somebody asked the same: codes are asked for in the same words by all."""
    return respond_to(lookup, text, default_lang)
