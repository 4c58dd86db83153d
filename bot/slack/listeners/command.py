"""`/imerr QUESTION`, answered within the HTTP response itself."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, proxy

from slack_bolt import BoltResponse

from bot.lookup.text import Text
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Asked
from bot.slack.respond import Asking, report, respond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.memory.recalled import Recalled
    from bot.slack.desk import Desk
    from bot.slack.respond import Outcome
    from db.entry import Lang


COMMAND = "/imerr"

_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json;charset=utf-8"}
_SHORT = 64
_MOST = 1024


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""
    # Users ask for codes in the same words, so outcomes are cached. The cache is dropped with its table.
    caches: WeakKeyDictionary[Lookup, _Cached] = WeakKeyDictionary()

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        started = time.perf_counter()
        asked = record_of(Asked, context)
        lang = desk.languages.known_of(asked) or await desk.languages.of(asked, client)
        chosen, typed = await desk.chosen(asked), asked.words.question
        platform = chosen.of(asked.channel).platform
        lookup = desk.lookup.on(platform)
        asking = Asking(asked.words, lang, platform=platform)
        if len(typed) <= _SHORT:
            cached = caches.get(lookup) or caches.setdefault(lookup, _Cached(lookup))
            outcome = await desk.complete(asked, asking, cached.respond(typed, lang), chosen, cached.recalling)
        else:
            outcome = await desk.complete(asked, asking, respond(lookup, asking), chosen)
        # The response that `ack(...)` would build; the JSON of a cached outcome is cached, too.
        ack.response = BoltResponse(status=200, body=outcome.message.private_json, headers=_JSON)
        report("command", outcome.name, outcome.codes, started, team=asked.team)
        desk.record(asked, outcome)


class _Cached:
    """Answers from one lookup to questions that were asked before, and what teams added to them."""

    def __init__(self, lookup: Lookup) -> None:
        # A weak reference: the cache must not keep its lookup alive.
        self._lookup = proxy(lookup)
        self.respond = lru_cache(_MOST)(self._respond)
        self.recalling = lru_cache(_MOST)(self._recalling)

    def _respond(self, typed: str, lang: Lang) -> Outcome:
        return respond(self._lookup, Asking(Text(typed), lang))

    def _recalling(self, outcome: Outcome, recalled: Recalled) -> Outcome:
        return outcome.recalling(self._lookup.catalog, recalled)
