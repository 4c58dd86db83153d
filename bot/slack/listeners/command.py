"""`/imerr QUESTION`, answered within the HTTP response itself: no call to Slack at all."""

from __future__ import annotations

import logging
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.lookup.text import language_of, normalize, take_language_flag
from bot.slack.blocks import browse
from bot.slack.place import Place
from bot.slack.reply import to_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck

    from bot.lookup.explain import Lookup
    from bot.slack.blocks.message import Message
    from bot.slack.desk import Desk
    from db.catalog import Catalog
    from db.entry import Lang

_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json;charset=utf-8"}

_log = logging.getLogger(__name__)

COMMAND = "/imerr"
_HELP = {"", "help", "?", "-h", "--help", "帮助", "說明", "说明", "怎么用"}
_SHORT = 64
_LONGEST_COMMAND = 100
"""Help and browsing are asked for in a few words."""
_LIST = {"list", "列表", "浏览", "目录"}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        started = time.perf_counter()
        text = command.get("text") or ""
        reply = _remembered if len(text) <= _SHORT else respond_to
        kind, message = reply(desk.live.current, text, desk.lang)
        # What `ack(...)` would make of the message, which is ready as JSON where the same was asked before.
        ack.response = BoltResponse(status=200, body=message.private_json, headers=_JSON)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        _log.info("command", extra={"outcome": kind, "ms": milliseconds, "team": command.get("team_id")})


def respond_to(lookup: Lookup, text: str, default_lang: Lang) -> tuple[str, Message]:
    """Give what was done (a verdict, `help` or `list`) and the message that answers the text after `/imerr`."""
    asked, flag = take_language_flag(text[:_LONGEST_COMMAND])
    first, _, rest = normalize(asked).strip().lower().partition(" ")
    if first in _HELP or first in _LIST:
        # These words are typed by everybody; unless they are Chinese they say nothing about their reader's language.
        lang = flag or ("zh" if language_of(f"{first} {rest}") == "zh" else default_lang)
        if first in _HELP and not rest:
            return "help", browse.help_(lookup.catalog, lang)
        if first in _LIST and not rest:
            return "list", browse.families(lookup.catalog, lang)
        if first in _LIST and (family := _family(lookup.catalog, rest.strip())):
            return "list", browse.family(lookup.catalog, Place(lang, trail="family", family=family))
    answer = lookup.explain(text, default_lang)
    return answer.verdict.value, to_answer(lookup.catalog, answer)


@lru_cache(maxsize=1024)
def _remembered(lookup: Lookup, text: str, default_lang: Lang) -> tuple[str, Message]:
    """Answer a short question as before where somebody asked the same: codes are asked for in the same words by all."""
    return respond_to(lookup, text, default_lang)


def _family(catalog: Catalog, wanted: str) -> str | None:
    for family in catalog.families:
        if wanted in {family.id, family.id + "s", family.title.zh.lower(), family.title.en.lower()}:
            return family.id
    return None
