"""`/imerr QUESTION`, answered within the HTTP response itself."""

from __future__ import annotations

import logging
import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, proxy

from slack_bolt import BoltResponse

from bot.slack.respond import language_told_by, respond_to

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.slack.desk import Desk
    from bot.slack.view.message import Message
    from db.entry import Lang

    Respond = Callable[[str, Lang], tuple[str, Message]]

COMMAND = "/imerr"

_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json;charset=utf-8"}
_SHORT = 64
_MOST = 1024

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""
    # Codes are asked for in the same words by all. What was answered from a table goes when the table goes.
    remembered: WeakKeyDictionary[Lookup, Respond] = WeakKeyDictionary()

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient) -> None:
        started = time.perf_counter()
        text = command.get("text") or ""
        user = command.get("user_id") or ""
        lang = language_told_by(text) or desk.languages.remembered(user)
        if lang is None:
            lang = await desk.languages.of_asker(None, client, user)
        lookup = desk.lookup
        if len(text) <= _SHORT:
            kind, message = _of(lookup, remembered)(text, lang)
        else:
            kind, message = respond_to(lookup, text, lang)
        # What `ack(...)` would make of the message, which is ready as JSON where the same was asked before.
        ack.response = BoltResponse(status=200, body=message.private_json, headers=_JSON)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        _log.info("command", extra={"outcome": kind, "ms": milliseconds, "team": command.get("team_id")})


def _of(lookup: Lookup, remembered: WeakKeyDictionary[Lookup, Respond]) -> Respond:
    """Return what answers from one lookup, and answers as before where somebody asked the same."""
    if (respond := remembered.get(lookup)) is None:
        # Without the proxy the memory would keep alive the lookup that it is to go with.
        respond = remembered[lookup] = lru_cache(_MOST)(partial(respond_to, proxy(lookup)))
    return respond
