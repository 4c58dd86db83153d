"""`/imerr QUESTION`, answered within the HTTP response itself."""

from __future__ import annotations

import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from slack_bolt import BoltResponse

from bot.lookup.text import Text
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Asked
from bot.slack.respond import Asking, Outcome, report, respond

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.slack.desk import Desk
    from db.entry import Lang

    Respond = Callable[[str, Lang], Outcome]

COMMAND = "/imerr"

_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json;charset=utf-8"}
_SHORT = 64
_MOST = 1024


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""
    # Users ask for codes in the same words, so outcomes are cached. The cache is dropped with its table.
    cached: WeakKeyDictionary[Lookup, Respond] = WeakKeyDictionary()
    recalling = lru_cache(_MOST)(Outcome.recalling)

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        started = time.perf_counter()
        asked = record_of(Asked, context)
        lang = desk.languages.known_of(asked) or await desk.languages.of(asked, client)
        lookup, typed = desk.lookup, asked.words.question
        asking = Asking(asked.words, lang)
        is_short = len(typed) <= _SHORT
        plain = _of(lookup, cached)(typed, lang) if is_short else respond(lookup, asking)
        outcome = await desk.complete(asked, asking, plain, recalling if is_short else Outcome.recalling)
        # The response that `ack(...)` would build; the JSON of a cached outcome is cached, too.
        ack.response = BoltResponse(status=200, body=outcome.message.private_json, headers=_JSON)
        report("command", outcome.name, outcome.codes, started, team=asked.team)
        desk.record(asked, outcome)


def _of(lookup: Lookup, cached: WeakKeyDictionary[Lookup, Respond]) -> Respond:
    """Return the cached `respond` of one lookup."""
    if (respond_to := cached.get(lookup)) is None:
        # The proxy is a weak reference: the cache must not keep its lookup alive.
        respond_to = cached[lookup] = lru_cache(_MOST)(partial(_respond, proxy(lookup)))
    return respond_to


def _respond(lookup: Lookup, typed: str, lang: Lang) -> Outcome:
    return respond(lookup, Asking(Text(typed), lang))
